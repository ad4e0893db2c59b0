# SPDX-License-Identifier: Apache-2.0
"""One wish for an editor, from the order to what was read back: a card that shows how far it is and what came of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QToolButton, QVBoxLayout, QWidget

from aiprod.film.errors import AiprodError, UserError
from aiprod_app.accessibility import announce, name
from aiprod_app.editors import words
from aiprod_app.editors.context import Report
from aiprod_app.editors.model import Deed, Editors
from aiprod_app.jobs import words as job_words
from aiprod_app.jobs.card import JobPicture
from aiprod_app.jobs.states import FINAL
from aiprod_app.theme.icons import icon
from aiprod_app.theme.sheet import restyle
from aiprod_app.widgets.elided import ElidedLabel
from aiprod_app.widgets.prose import prose

if TYPE_CHECKING:
    from aiprod.client.client import AsyncClient
    from aiprod.wire.clips import ClipOrdered, ClipView
    from aiprod.wire.jobs import JobView
    from aiprod_app.studio import Studio

State = Literal["ordering", "making", "placing", "right", "differs", "failed", "cancelled"]
Make = Callable[["AsyncClient"], Awaitable["ClipOrdered"]]
Lay = Callable[["AsyncClient", "ClipView | None"], Awaitable[Deed]]
_TONES = {"right": "good", "differs": "warning", "failed": "bad"}


@dataclass(frozen=True)
class Wish:
    """Something that somebody wants in an editor.

    Attributes:
        title: shown on its card.
        lay: what the editor is to do then, with the clip that was made (None where none is).
        make: orders the clip; None where nothing has to be made.
        patience_s: how long the editor may take.
    """

    title: str
    lay: Lay
    make: Make | None = None
    patience_s: float = field(default=300.0)


class Work(QFrame):
    """A wish under way.

    Signals:
        ended: it has come to an end, good or bad.
        dismissed: its card shall go.
        reveal_asked: a frame of the timeline that shall be looked at.
    """

    ended = Signal()
    dismissed = Signal()
    reveal_asked = Signal(int)

    def __init__(self, studio: Studio, editors: Editors, host: str, wish: Wish, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.studio, self.editors, self.host, self.wish = studio, editors, host, wish
        self.state: State = "ordering"
        found = editors.host(host)
        self._program = found.report.get("host") if found is not None else ""
        self.report: Report | None = None
        self.error: AiprodError | None = None
        self.clip: ClipView | None = None
        self._job: JobView | None = None
        self._warnings: tuple[str, ...] = ()
        self.setProperty("kind", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._build()
        studio.jobs.changed.connect(self._job_is)
        studio.jobs.preview.connect(self._picture_came)

    # -- parts ---------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.title, self.what, self.bar = ElidedLabel(), QLabel(), QProgressBar()
        self.title.setProperty("kind", "heading")
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.picture = JobPicture()
        self.told = prose("", selectable=True)
        self.details = prose("small", selectable=True)
        middle, column = QHBoxLayout(), QVBoxLayout(self)
        middle.addWidget(self.picture)
        facts = QVBoxLayout()
        for widget in (self.bar, self.told, self.details):
            facts.addWidget(widget)
        facts.addStretch(1)
        middle.addLayout(facts, 1)
        middle.setSpacing(10)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(6)
        column.addLayout(self._head())
        column.addLayout(middle)
        column.addLayout(self._ways())

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.closer = QToolButton()
        self.closer.setProperty("kind", "quiet")
        self.closer.setIcon(icon("close"))
        self.closer.clicked.connect(self.dismissed)
        row.addWidget(self.title, 1)
        row.addWidget(self.what)
        row.addWidget(self.closer)
        return row

    def _ways(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.cancel, self.again, self.show_it = QPushButton(), QPushButton(), QPushButton()
        self.cancel.clicked.connect(self.stop)
        self.again.clicked.connect(self.lay_again)
        self.show_it.clicked.connect(self._reveal)
        row.addStretch(1)
        for button in (self.cancel, self.again, self.show_it):
            row.addWidget(button)
        return row

    # -- the way of a wish ---------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Order what has to be made; else go to the editor at once."""
        if self.wish.make is None:
            self._lay()
            return
        self._become("ordering")
        self.studio.engine.ask(self.wish.make, self._ordered, self._failed, owner=self)

    def _ordered(self, answer: ClipOrdered) -> None:
        self._warnings = answer.warnings
        self._job = answer.job
        self._become("making")
        self.studio.jobs.add(answer.job)
        self._job_is(answer.job)

    def _job_is(self, job: JobView) -> None:
        if self._job is None or job.id != self._job.id or self.state != "making":
            return
        self._job = job
        if job.state == "delivered":
            clip = str((job.result or {}).get("clip") or "")
            self._become("placing")
            self.studio.engine.ask(lambda client: client.clips.get(clip=clip), self._made, self._failed, owner=self)
        elif job.state == "cancelled":
            self._become("cancelled")
        elif job.state in FINAL:
            self._failed(UserError(self.tr("The clip could not be made"), job_words.failure(job)))
        else:
            self.retranslate()

    def _made(self, clip: ClipView) -> None:
        self.clip = clip
        self._lay()

    def _lay(self) -> None:
        self._become("placing")

        async def deed(client: AsyncClient) -> Deed:
            return await self.wish.lay(client, self.clip)

        self.editors.do(self.host, deed, self._laid, self._failed, owner=self, patience_s=self.wish.patience_s)

    def _laid(self, said: dict[str, object]) -> None:
        try:
            self.report = Report.read(said)
        except UserError as error:
            self._failed(error)
            return
        self._become("right" if self.report.right else "differs")

    def _failed(self, error: AiprodError) -> None:
        self.error = error
        self._become("failed")

    def stop(self) -> None:
        """Cancel the job; the editor was not touched yet."""
        if self._job is not None:
            self.studio.jobs.cancel(self._job.id)

    def lay_again(self) -> None:
        """Once more, from where it failed: a clip that is made is kept. A panel that was opened again has another key."""
        self.error = self.report = None
        self.host = self._same_editor()
        if self.clip is None:
            self.begin()
        else:
            self._lay()

    def _same_editor(self) -> str:
        alike = [host.key for host in self.editors.hosts if host.report.get("host") == self._program]
        return self.host if self.host in alike or not alike else alike[0]

    @property
    def at_work(self) -> bool:
        return self.state in ("ordering", "making", "placing")

    def _become(self, state: State) -> None:
        self.state = state
        self.retranslate()
        if not self.at_work:
            announce(self, f"{self.title.text()}: {self.told.text()}", urgent=state == "failed")
            self.ended.emit()

    def _picture_came(self, job: str, data: bytes, _facts: object) -> None:
        if self._job is not None and job == self._job.id and self.state == "making":
            self.studio.background.run(lambda: QImage.fromData(data), self._show_picture, owner=self)

    def _show_picture(self, image: QImage) -> None:
        if not image.isNull():
            self.picture.show_image(image)

    def _reveal(self) -> None:
        if self.report is not None and self.report.where:
            self.reveal_asked.emit(self.report.where[0].start)

    # -- words ---------------------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Everything that it says now, in the language in use."""
        self.title.setText(self.wish.title)
        states = {
            "ordering": self.tr("Being ordered"), "making": self.tr("Being made"), "placing": self.tr("In the editor"),
            "right": self.tr("Placed and read back"), "differs": self.tr("Differs from the plan"), "failed": self.tr("Failed"),
            "cancelled": self.tr("Cancelled"),
        }  # fmt: skip
        self.what.setText(states[self.state])
        self.what.setProperty("kind", _TONES.get(self.state, "muted"))
        restyle(self.what)
        self._say_progress()
        self._say_result()
        self._say_ways()
        self.setAccessibleName(self.wish.title)
        self.setAccessibleDescription(f"{states[self.state]}. {self.told.text()}")

    def _say_progress(self) -> None:
        progress = self._job.progress if self._job is not None else None
        self.bar.setVisible(self.state == "making")
        self.bar.setValue(round((progress.fraction if progress else 0.0) * 1000))
        self.bar.setAccessibleName(self.tr("Progress"))

    def _say_result(self) -> None:
        lines: list[str] = [words.engine(text) for text in (*self._warnings, *(self.clip.words if self.clip else ()))]
        if self.state == "making" and self._job is not None:
            self.told.setText(job_words.step(self._job.progress) or job_words.state(self._job))
        elif self.report is not None:
            self.told.setText(words.outcome(self.report))
            lines = [*words.mismatches(self.report), words.undoing(self.report), *lines]
        elif self.error is not None:
            self.told.setText(self.error.what)
            lines = [part for part in (self.error.why, self.error.remedy) if part] + lines
            if self.clip is not None:
                lines.append(self.tr("The clip itself is made and kept: it can be placed again."))
        else:
            self.told.setText("")
        self.details.setText("\n".join(lines))
        for label in (self.told, self.details):
            label.setVisible(bool(label.text()))

    def _say_ways(self) -> None:
        self.cancel.setText(self.tr("Cancel"))
        self.cancel.setVisible(self.state == "making")
        self.again.setText(self.tr("Try again") if self.clip is None else self.tr("Place it again"))
        self.again.setVisible(self.state in ("failed", "cancelled"))
        self.show_it.setText(self.tr("Show it in the editor"))
        self.show_it.setVisible(self.report is not None and bool(self.report.where))
        name(self.closer, self.tr("Remove this card: {title}").format(title=self.wish.title), self.tr("Remove this card"))
        self.closer.setVisible(not self.at_work)
