# SPDX-License-Identifier: Apache-2.0
"""The job that works on a model: how far it is, pausing, going on, cancelling, what went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from aiprod_app.jobs import words
from aiprod_app.jobs.states import FINAL, WAITING
from aiprod_app.theme.sheet import restyle
from aiprod_app.widgets.prose import prose

if TYPE_CHECKING:
    from aiprod.wire.jobs import JobView

_LEVELS = {"failed": "bad", "expired": "bad", "paused": "warning"}


class JobPanel(QFrame):
    """Shows a job.

    Signals:
        acted: "pause", "resume", "cancel", "retry", and the job's id.
    """

    acted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.job: JobView | None = None
        self.setProperty("kind", "message")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        self.state, self.step, self.why = prose("heading"), prose("small"), prose("", selectable=True)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        row = QHBoxLayout()
        self.buttons: dict[str, QPushButton] = {}
        for name in ("pause", "resume", "cancel", "retry"):
            button = self.buttons[name] = QPushButton()
            button.setObjectName(f"job-{name}")
            button.clicked.connect(lambda _checked=False, act=name: self.job and self.acted.emit(act, self.job.id))
            row.addWidget(button)
        row.addStretch(1)
        for widget in (self.state, self.bar, self.step, self.why):
            column.addWidget(widget)
        column.addLayout(row)
        self.hide()

    def show_job(self, job: JobView | None) -> None:
        """Show a job; none, and one that came to a good end or was cancelled, is not shown."""
        self.job = job
        self.setVisible(job is not None and job.state not in ("delivered", "cancelled"))
        if job is None:
            return
        going = job.state not in FINAL
        fraction = job.progress.fraction if job.progress else 0.0
        self.state.setText(self.tr("{kind}: {state}").format(kind=words.kind(job), state=words.state(job)))
        self.bar.setVisible(going and job.state not in WAITING)
        self.bar.setValue(round(fraction * 1000))
        parts = (words.step(job.progress), words.left(job.progress)) if going and job.state not in WAITING else ()
        self.step.setText(" · ".join(part for part in parts if part))
        self.step.setVisible(bool(self.step.text()))
        self.why.setText(words.failure(job) if job.state in ("failed", "expired", *WAITING) else "")
        self.why.setVisible(bool(self.why.text()))
        self._show_buttons(job, going)
        level = _LEVELS.get(job.state, "info")
        if self.property("level") != level:
            self.setProperty("level", level)
            restyle(self)

    def _show_buttons(self, job: JobView, going: bool) -> None:
        shown = {
            "pause": going and job.state != "paused" and not job.pause_requested and not job.cancel_requested,
            "resume": job.state == "paused", "cancel": going and not job.cancel_requested,
            "retry": job.state in ("failed", "expired"),
        }  # fmt: skip
        for name, button in self.buttons.items():
            button.setVisible(shown[name])

    def retranslate(self) -> None:
        """Every word in the language in use."""
        titles = {
            "pause": self.tr("Pause"), "resume": self.tr("Go on"), "cancel": self.tr("Cancel"), "retry": self.tr("Try again"),
        }  # fmt: skip
        for name, button in self.buttons.items():
            button.setText(titles[name])
        self.bar.setAccessibleName(self.tr("Progress"))
        self.show_job(self.job)
