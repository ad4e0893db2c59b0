# SPDX-License-Identifier: Apache-2.0
"""A job as a card: what is made, how far it is, its newest picture, what went wrong, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QDrag, QImage, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from aiprod_app.jobs import words
from aiprod_app.jobs.model import Note
from aiprod_app.jobs.states import FINAL, WAITING
from aiprod_app.start import words as times
from aiprod_app.theme import tokens
from aiprod_app.theme.icons import icon
from aiprod_app.widgets.elided import ElidedLabel
from aiprod_app.widgets.prose import prose

if TYPE_CHECKING:
    from aiprod.wire.jobs import JobView

MIME = "application/x-aiprod-job"
PICTURE = QSize(112, 63)
_SIGNS = {"up": "arrow-up", "down": "arrow-down", "pause": "pause", "resume": "play", "retry": "refresh", "cancel": "close"}
_TONES = {"delivered": "good", "failed": "bad", "expired": "bad", "paused": "warning"}


class JobPicture(QWidget):
    """The newest picture of a job."""

    def __init__(self) -> None:
        super().__init__()
        self._image: QPixmap | None = None
        self.setFixedSize(PICTURE)
        self.hide()

    def show_image(self, image: QImage) -> None:
        self._image = QPixmap.fromImage(image)
        self.show()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, place = QPainter(self), QPainterPath()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        place.addRoundedRect(QRectF(self.rect()), tokens().radius, tokens().radius)
        painter.setClipPath(place)
        painter.fillRect(self.rect(), tokens().colour("well"))
        if self._image is not None:
            whole = QRect(QPoint(), self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio))
            whole.moveCenter(self.rect().center())
            painter.drawPixmap(whole, self._image)


class JobCard(QFrame):
    """A job.

    Signals:
        acted: what is asked for: "pause", "resume", "cancel", "retry", "show", "up", "down".
    """

    acted = Signal(str)

    def __init__(self, job: JobView, notes: Sequence[Note] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.job, self._notes = job, tuple(notes)
        self._pressed: QPoint | None = None
        self.setProperty("kind", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._title, self._state, self._step, self._left = ElidedLabel(), QLabel(), ElidedLabel(), QLabel()
        self._title.setProperty("kind", "heading")
        for label in (self._step, self._left):
            label.setProperty("kind", "small")
        self._left.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.picture = JobPicture()
        self._why = prose("bad", selectable=True)
        self._falls = prose("small", selectable=True)
        self.buttons: dict[str, QToolButton | QPushButton] = {}
        self._lay_out()
        self.show_job(job, notes)

    # -- parts ---------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        head, middle, facts, column = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(), QVBoxLayout(self)
        head.addWidget(self._title, 1)
        head.addWidget(self._state)
        for widget in (self.bar, self._left):
            facts.addWidget(widget)
        facts.setSpacing(4)
        facts.addStretch(1)
        middle.addWidget(self.picture)
        middle.addLayout(facts, 1)
        middle.setSpacing(10)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._step)
        column.addLayout(middle)
        column.addWidget(self._why)
        column.addWidget(self._falls)
        column.addLayout(self._tools())

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addStretch(1)
        for name, sign in _SIGNS.items():
            button = QToolButton()
            button.setProperty("kind", "quiet")
            button.setIcon(icon(sign))
            self._add(name, button, row)
        self._add("show", QPushButton(), row)
        return row

    def _add(self, name: str, button: QToolButton | QPushButton, row: QHBoxLayout) -> None:
        button.clicked.connect(lambda: self.acted.emit(name))
        self.buttons[name] = button
        row.addWidget(button)

    # -- what is shown -------------------------------------------------------------------------------------------------

    def show_job(self, job: JobView, notes: Sequence[Note]) -> None:
        """Show a job as it stands, and what was said about it."""
        self.job, self._notes = job, tuple(notes)
        name = words.named(job)
        self._title.setText(name)
        self._state.setText(words.state(job))
        self._state.setProperty("kind", _TONES.get(job.state, "muted"))
        self._state.style().unpolish(self._state)
        self._show_progress(job)
        self._show_words(job)
        self._show_tools(job)
        said = (words.state(job), self._step.text(), self._left.text(), self._why.text())
        self.setAccessibleName(name)
        self.setAccessibleDescription(". ".join(part for part in said if part))

    def _show_progress(self, job: JobView) -> None:
        going = job.state not in FINAL
        fraction = job.progress.fraction if job.progress else 0.0
        self.bar.setVisible(going and job.state not in WAITING)
        self.bar.setValue(round(fraction * 1000))
        self.bar.setAccessibleName(self.tr("Progress"))
        self._step.setText(words.step(job.progress) if going and job.state not in WAITING else "")
        self._step.setVisible(bool(self._step.text()))
        self._left.setText(self._time(job, fraction))
        self._left.setVisible(bool(self._left.text()))
        if not going:
            self.picture.hide()

    def _time(self, job: JobView, fraction: float) -> str:
        if job.state in FINAL:
            return times.when(job.finished_at) if job.finished_at else ""
        if job.state in WAITING:
            return ""
        percent = self.tr("{percent} %").format(percent=round(fraction * 100))
        left = words.left(job.progress)
        return self.tr("{percent} · {left}").format(percent=percent, left=left) if left else percent

    def _show_words(self, job: JobView) -> None:
        self._why.setText(words.failure(job) if job.state in ("failed", "expired", *WAITING) else "")
        self._why.setVisible(bool(self._why.text()))
        self._falls.setText("\n".join(words.said(note.text) for note in self._notes[-4:]))
        self._falls.setVisible(bool(self._notes))

    def _show_tools(self, job: JobView) -> None:
        waits, going, wished = job.state in WAITING, job.state not in FINAL, job.cancel_requested
        shown = {
            "up": waits, "down": waits, "pause": going and job.state != "paused" and not job.pause_requested and not wished,
            "resume": job.state == "paused" or (job.pause_requested and going), "cancel": going and not wished,
            "retry": job.state in ("failed", "cancelled", "expired"), "show": job.state == "delivered",
        }  # fmt: skip
        titles = {
            "up": self.tr("Earlier (Alt+Up)"), "down": self.tr("Later (Alt+Down)"), "pause": self.tr("Pause (Space)"),
            "resume": self.tr("Go on (Space)"), "cancel": self.tr("Cancel (Delete)"), "retry": self.tr("Try again"),
            "show": self.tr("Show"),
        }  # fmt: skip
        for name, button in self.buttons.items():
            button.setVisible(shown[name])
            button.setToolTip(titles[name])
            button.setAccessibleName(titles[name])
        self.buttons["show"].setText(titles["show"])

    # -- keys and the mouse --------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down"}
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in moves:
            self._press(moves[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._press("show", "retry")
        elif event.key() == Qt.Key.Key_Space:
            self._press("pause", "resume")
        elif event.key() == Qt.Key.Key_Delete:
            self._press("cancel")
        else:
            super().keyPressEvent(event)

    def _press(self, *names: str) -> None:
        """Do the first of these that can be done now."""
        for name in names:
            if not self.buttons[name].isHidden():
                self.acted.emit(name)
                return

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint() if event.button() == Qt.MouseButton.LeftButton else None
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        start = self._pressed
        if start is None or self.job.state not in WAITING:
            return
        if (event.position().toPoint() - start).manhattanLength() >= QApplication.startDragDistance():
            self._pressed = None
            drag, data = QDrag(self), QMimeData()
            data.setData(MIME, self.job.id.encode())
            drag.setMimeData(data)
            drag.setPixmap(self.grab().scaledToWidth(min(self.width(), 240), Qt.TransformationMode.SmoothTransformation))
            drag.exec(Qt.DropAction.MoveAction)
