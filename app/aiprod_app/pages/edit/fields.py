# SPDX-License-Identifier: Apache-2.0
"""Fields of the inspector: numbers that can be typed, stepped and dragged, and timecodes."""

from __future__ import annotations

import re
from fractions import Fraction

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QLabel, QLineEdit, QWidget

from aiprod.film.time import FrameRate
from aiprod_app.timeline.clock import timecode

_QUIET_MS = 300
"""Steps by keys or wheel within this time are one edit."""
_PIXELS = 4
"""Of dragging for one step."""


class NumberField(QDoubleSpinBox):
    """A number. `committed` comes once for what the user did: typing and leaving, stepping, or dragging its label.

    Signals:
        committed: the new value.
    """

    committed = Signal(float)

    def __init__(self, low: float, high: float, step: float = 1.0, decimals: int = 0, suffix: str = "") -> None:
        super().__init__()
        self._mixed = False
        self._known = 0.0
        self.setRange(low, high)
        self.setDecimals(decimals)
        self.setSingleStep(step)
        self.setSuffix(suffix)
        self.setKeyboardTracking(False)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._soon = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._soon.timeout.connect(self._commit)
        self.editingFinished.connect(self._commit)

    def show_value(self, value: float | None) -> None:
        """What the document says; None: several values. While the user types, it waits."""
        if self._soon.isActive() or (self.hasFocus() and self.lineEdit().isModified()):
            return
        self._mixed = value is None
        self._known = self.minimum() if value is None else value
        self.blockSignals(True)
        self.setValue(self._known)
        self.blockSignals(False)
        self.lineEdit().setText(self.textFromValue(self.value()) + ("" if self._mixed else self.suffix()))

    def textFromValue(self, value: float) -> str:
        return "—" if self._mixed else super().textFromValue(value)

    def stepBy(self, steps: int) -> None:
        if self._mixed:
            self._mixed = False
            self.setValue(max(self.minimum(), min(0.0, self.maximum())))
        super().stepBy(steps)
        self._soon.start()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.lineEdit().setModified(False)
            self._soon.stop()
            self.show_value(None if self._mixed else self._known)
        else:
            if self._mixed and event.text().strip():
                self._mixed = False
                self.lineEdit().clear()
            super().keyPressEvent(event)

    def drag_by(self, steps: int) -> None:
        """While its label is dragged."""
        self._mixed = False
        super().stepBy(steps)

    def commit_now(self) -> None:
        self._commit()

    def _commit(self) -> None:
        self._soon.stop()
        if self._mixed:
            return
        self.lineEdit().setModified(False)
        if abs(self.value() - self._known) > 10 ** -(self.decimals() + 1):
            self._known = self.value()
            self.committed.emit(self.value())


class DragLabel(QLabel):
    """The label of a number: dragging it sideways changes the number, as editors are used to."""

    def __init__(self, field: NumberField) -> None:
        super().__init__()
        self._field = field
        self._from: QPoint | None = None
        self._done = 0
        self.setBuddy(field)
        self.setCursor(Qt.CursorShape.SizeHorCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._from, self._done = event.globalPosition().toPoint(), 0
        self._field.setFocus()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is None:
            return
        steps = (event.globalPosition().toPoint().x() - self._from.x()) // _PIXELS
        if steps != self._done:
            self._field.drag_by(steps - self._done)
            self._done = steps

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._from = None
        self._field.commit_now()


class TimecodeField(QLineEdit):
    """A timecode that can be typed into: "01:00:04:12", "4:12", "412" (the same), "+12", "-1:00".

    Signals:
        asked: the frame that was typed, counted from the film's beginning.
    """

    asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rate, self.start, self.frame = FrameRate(), 0, 0
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMaxLength(16)
        font = self.font()
        font.setStyleHint(font.StyleHint.Monospace)
        font.setFixedPitch(True)
        self.setFont(font)
        self.returnPressed.connect(self._typed)
        self._fit()

    def _fit(self) -> None:
        self.setFixedWidth(self.fontMetrics().horizontalAdvance("00:00:00:00") + 26)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def show_frame(self, frame: int, rate: FrameRate, start: int = 0) -> None:
        self.frame, self.rate, self.start = frame, rate, start
        if not (self.hasFocus() and self.isModified()):
            self.setText(timecode(frame + start, rate))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        QTimer.singleShot(0, self, self.selectAll)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.setModified(False)
        self.show_frame(self.frame, self.rate, self.start)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.asked.emit(max(0, self.frame + (1 if event.key() == Qt.Key.Key_Up else -1)))
        elif event.key() == Qt.Key.Key_Escape:
            self.clearFocus()
        else:
            super().keyPressEvent(event)

    def _typed(self) -> None:
        found = frame_typed(self.text(), self.frame, self.rate, self.start)
        self.setModified(False)
        if found is None:
            self.show_frame(self.frame, self.rate, self.start)
        else:
            self.asked.emit(max(0, found))
        self.selectAll()


def frame_typed(text: str, frame: int, rate: FrameRate, start: int = 0) -> int | None:
    """The frame that a typed timecode means, counted from the film's beginning; None where it is none.

    Args:
        text: digits alone are read from the right, two by two; a sign makes it relative to `frame`.
        frame: the one shown now.
        rate: frames a second.
        start: count of frames at the film's beginning. What is smaller counts from there.
    """
    found = re.fullmatch(r"\s*([+\-−]?)\s*([0-9:;.,]+)\s*", text)
    if found is None:
        return None
    sign, digits = found[1], re.split(r"[:;.,]", found[2])
    if len(digits) == 1:
        padded = digits[0].zfill(8)
        digits = [padded[:-6], padded[-6:-4], padded[-4:-2], padded[-2:]] if not sign else ["0", "0", "0", digits[0]]
    if len(digits) > 4:
        return None
    hours, minutes, seconds, frames = (int(part or 0) for part in ["0"] * (4 - len(digits)) + digits)
    count = frames_of(hours, minutes, seconds, frames, rate)
    if sign:
        return frame + (count if sign == "+" else -count)
    return count - start if count >= start else count


def frames_of(hours: int, minutes: int, seconds: int, frames: int, rate: FrameRate) -> int:
    """The count of frames of a timecode (SMPTE ST 12-1); at 29.97 and 59.94 dropped numbers are not counted."""
    nominal = round(rate.fps)
    count = ((hours * 60 + minutes) * 60 + seconds) * nominal + frames
    if rate.fps in (Fraction(30000, 1001), Fraction(60000, 1001)):
        whole = hours * 60 + minutes
        count -= nominal // 15 * (whole - whole // 10)
    return count
