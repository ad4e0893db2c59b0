# SPDX-License-Identifier: Apache-2.0
"""A slider with its name and its number on one line."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSlider, QWidget

from aiprod_app.widgets.letting_go import LettingGo
from aiprod_app.widgets.number import Number, decimal

_STEPS = 1000


@dataclass(frozen=True)
class Range:
    """A slider's ends, its neutral value, its step and how many decimals are shown."""

    low: float
    high: float
    neutral: float
    step: float
    decimals: int
    suffix: str = ""


class ValueSlider(QWidget):
    """A value between two ends. A double click on its name or groove brings the neutral value back.

    Signals:
        moved: the value, while it is being moved.
        released: it is decided.
        reset_asked: it goes back to what is decided elsewhere.
    """

    moved = Signal(float)
    released = Signal()
    reset_asked = Signal()

    def __init__(self, span: Range, grid: QGridLayout, row: int) -> None:
        """Lies in a grid's row: name, slider, number."""
        super().__init__()
        self.span = span
        self.name, self.slider, self.number = QLabel(), QSlider(Qt.Orientation.Horizontal), self._number()
        self.name.setProperty("kind", "muted")
        self.name.setBuddy(self.number)
        self.slider.setRange(0, _STEPS)
        self.slider.setPageStep(_STEPS // 20)
        self.slider.setSingleStep(max(1, round(span.step / (span.high - span.low) * _STEPS)))
        self.slider.setMinimumWidth(60)
        self._held = LettingGo(self.released.emit, self)
        grid.addWidget(self.name, row, 0)
        grid.addWidget(self.slider, row, 1)
        grid.addWidget(self.number, row, 2)
        grid.addWidget(self, row, 3)
        self.setFixedSize(0, 0)
        self._connect()

    def _number(self) -> Number:
        span = self.span
        number = Number(span.low, span.high, span.step, span.decimals, span.suffix)
        widest = f"{decimal(span.low, span.decimals)}{span.suffix}"
        number.setFixedWidth(number.fontMetrics().horizontalAdvance(widest) + 26)
        return number

    def _connect(self) -> None:
        self.slider.valueChanged.connect(self._slid)
        self.slider.sliderReleased.connect(self._let_go)
        self.number.valueChanged.connect(self._typed)
        for part in (self.slider, self.name):
            part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonDblClick:
            self._held.stop()
            self.reset_asked.emit()
            return True
        return super().eventFilter(watched, event)

    @property
    def value(self) -> float:
        return self.number.value()

    def show_value(self, value: float) -> None:
        """Show a value; nobody is told."""
        with QSignalBlocker(self.slider), QSignalBlocker(self.number):
            if not self.slider.isSliderDown():
                self.slider.setValue(self._place(value))
            self.number.setValue(value)

    def _place(self, value: float) -> int:
        return round((value - self.span.low) / (self.span.high - self.span.low) * _STEPS)

    def _slid(self, place: int) -> None:
        value = self.span.low + place / _STEPS * (self.span.high - self.span.low)
        if abs(value - self.span.neutral) < (self.span.high - self.span.low) / _STEPS:
            value = self.span.neutral
        with QSignalBlocker(self.number):
            self.number.setValue(value)
        self.moved.emit(self.number.value())
        if not self.slider.isSliderDown():
            self._held.hold()

    def _let_go(self) -> None:
        self._held.stop()
        self.released.emit()

    def _typed(self, value: float) -> None:
        with QSignalBlocker(self.slider):
            self.slider.setValue(self._place(value))
        self.moved.emit(value)
        self._held.hold()

    def set_able(self, able: bool) -> None:
        for part in (self.name, self.slider, self.number):
            part.setEnabled(able)

    def call(self, name: str, told: str) -> None:
        """Its words."""
        self.name.setText(name)
        self.slider.setAccessibleName(name)
        self.number.setAccessibleName(name)
        for part in (self.name, self.slider, self.number):
            part.setToolTip(told)
