# SPDX-License-Identifier: Apache-2.0
"""What fetching and running video models needs besides them: the hub's token, the runtime, room on the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from aiprod.wire.models import ModelList
from aiprod_app.pages.models.job_panel import JobPanel
from aiprod_app.pages.models.standing import Known
from aiprod_app.pages.models.words import size
from aiprod_app.theme.sheet import restyle
from aiprod_app.widgets.prose import prose

if TYPE_CHECKING:
    from aiprod.wire.jobs import JobView

_MOST = 5


class Services(QWidget):
    """Shows it.

    Signals:
        token_asked, runtime_asked: its button was pressed.
        acted: what is asked of the runtime's job, and the job's id.
    """

    token_asked = Signal()
    runtime_asked = Signal()
    acted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known, self._models, self._job = Known(), ModelList(models=()), None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(4)
        self.runtime_heading, self.runtime, self.install = self._part(column)
        self.job = JobPanel()
        self.job.acted.connect(self.acted)
        column.addWidget(self.job)
        self.hub_heading, self.hub, self.token = self._part(column)
        self.disk_heading, self.disk = prose("heading"), prose("small", selectable=True)
        column.addWidget(self.disk_heading)
        column.addWidget(self.disk)
        self.install.setObjectName("install-runtime")
        self.token.setObjectName("hub-token")
        self.install.clicked.connect(self.runtime_asked)
        self.token.clicked.connect(self.token_asked)

    @staticmethod
    def _part(column: QVBoxLayout) -> tuple[QLabel, QLabel, QPushButton]:
        heading, words, button = prose("heading"), prose("small"), QPushButton()
        row = QHBoxLayout()
        row.addWidget(button)
        row.addStretch(1)
        column.addWidget(heading)
        column.addWidget(words)
        column.addLayout(row)
        column.addSpacing(8)
        return heading, words, button

    def show_known(self, known: Known, models: ModelList, job: JobView | None) -> None:
        """Show it as it is; `job` installs the runtime, or was to."""
        self._known, self._models, self._job = known, models, job  # type: ignore[assignment]
        runtime, hub = known.runtime, known.hub
        self.job.show_job(job)
        self.install.setVisible(runtime is not None and not runtime.installed and self.job.isHidden())
        self.token.setVisible(hub is not None)
        self._say(self.runtime, *self._runtime())
        if hub is not None:
            self.hub.setText(
                self.tr("{hub}: there is a token").format(hub=hub.hub)
                if hub.configured
                else self.tr("{hub}: no token. Some models are only handed to members.").format(hub=hub.hub)
            )
            self.token.setText(self.tr("Change the token…") if hub.configured else self.tr("Give a token…"))
        free = self.tr("{size} are free").format(size=size(models.disk_free)) if models.disk_free else ""
        self.disk.setText("\n".join(part for part in (models.place, free) if part))
        for widget in (self.disk_heading, self.disk):
            widget.setVisible(bool(self.disk.text()))

    def _runtime(self) -> tuple[str, str]:
        runtime = self._known.runtime
        if runtime is None:
            return "small", ""
        if runtime.installed:
            return "small", self.tr("Installed")
        missing = ", ".join(runtime.missing[:_MOST]) + ("…" if len(runtime.missing) > _MOST else "")
        return "warning", self.tr("Not installed: {packages}. Video models don’t run without it.").format(packages=missing)

    @staticmethod
    def _say(label: QLabel, kind: str, text: str) -> None:
        label.setProperty("kind", kind)
        label.setText(text)
        restyle(label)

    def enable(self, able: bool) -> None:
        """Whether something can be asked of the engine now."""
        for button in (self.install, self.token):
            button.setEnabled(able)

    def retranslate(self) -> None:
        """Every word in the language in use."""
        self.runtime_heading.setText(self.tr("What video models need"))
        self.install.setText(self.tr("Install it"))
        self.hub_heading.setText(self.tr("Where models are fetched from"))
        self.disk_heading.setText(self.tr("Where models are kept"))
        self.job.retranslate()
        self.show_known(self._known, self._models, self._job)
