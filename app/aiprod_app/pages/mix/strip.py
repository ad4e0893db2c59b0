# SPDX-License-Identifier: Apache-2.0
"""The channel strips of the console: one for each bus, and the master's."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from aiprod.film.mix import Bus
from aiprod_app.pages.mix.fader import Fader
from aiprod_app.pages.mix.meters import BarMeter
from aiprod_app.pages.mix.words import bus_title
from aiprod_app.theme.sheet import restyle
from aiprod_app.theme.tokens import tokens
from aiprod_app.widgets.elided import ElidedLabel
from aiprod_app.widgets.number import Number, decimal

COLOURS: dict[Bus, str] = {"dialogue": "dialogue", "music": "music", "ambience": "ambience", "effects": "effects"}
"""Bus → its colour's name in the theme."""


class EqThumb(QWidget):
    """A bus's equaliser at a glance."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.curve: Sequence[float] = ()
        self.setFixedHeight(34)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_curve(self, decibels: Sequence[float]) -> None:
        """What it does from low to high, in dB."""
        if tuple(decibels) != self.curve:
            self.curve = tuple(decibels)
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.setBrush(theme.colour("well"))
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(QPen(theme.colour("muted", 90), 1))
        painter.drawLine(QPointF(box.left() + 3, box.center().y()), QPointF(box.right() - 3, box.center().y()))
        if len(self.curve) > 1:
            step = (box.width() - 6) / (len(self.curve) - 1)
            points = [QPointF(box.left() + 3 + place * step, _y(box, level)) for place, level in enumerate(self.curve)]
            painter.setPen(QPen(theme.colour("accent"), 1.5))
            painter.drawPolyline(QPolygonF(points))


def _y(box: QRectF, decibels: float) -> float:
    return box.center().y() - min(max(decibels / 18, -1.0), 1.0) * (box.height() / 2 - 3)


class ChannelStrip(QFrame):
    """A bus.

    Signals:
        moved: dB, while the fader is moved; released: it is decided.
        mute_asked, solo_asked: the state that is wanted.
        chosen: its equaliser, compressor and the rest are to be shown.
    """

    moved = Signal(float)
    released = Signal()
    mute_asked = Signal(bool)
    solo_asked = Signal(bool)
    chosen = Signal()

    def __init__(self, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bus: Bus = bus
        self.setProperty("kind", "panel")
        self.setMinimumWidth(118)
        self.name = QPushButton()
        self.name.setCheckable(True)
        self.name.setProperty("kind", "quiet")
        self.name.setStyleSheet("padding: 4px 2px;")
        self.eq = EqThumb()
        self.dynamics, self.ducking = ElidedLabel(), ElidedLabel()
        self.mute, self.solo = QToolButton(), QToolButton()
        self.fader = Fader()
        self.meter = BarMeter(("L", "R"))
        self.gain = Number(-96.0, 24.0, 0.5, 1, " dB", style="padding: 1px 3px;")
        self._lay_out()
        self.fader.moved.connect(self._moved)
        self.fader.released.connect(self.released)
        self.gain.valueChanged.connect(self._typed)
        self.mute.clicked.connect(self.mute_asked)
        self.solo.clicked.connect(self.solo_asked)
        self.name.clicked.connect(self.chosen)
        self.retranslate()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 8)
        column.setSpacing(5)
        column.addWidget(self.name)
        column.addWidget(self.eq)
        for label in (self.dynamics, self.ducking):
            label.setProperty("kind", "small")
            column.addWidget(label)
        row = QHBoxLayout()
        row.setSpacing(4)
        for button in (self.mute, self.solo):
            button.setCheckable(True)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            row.addWidget(button)
        column.addLayout(row)
        body = QHBoxLayout()
        body.setSpacing(4)
        body.addStretch(1)
        body.addWidget(self.fader)
        body.addWidget(self.meter)
        body.addStretch(1)
        column.addLayout(body, 1)
        column.addWidget(self.gain)

    def _moved(self, gain_db: float) -> None:
        with QSignalBlocker(self.gain):
            self.gain.setValue(gain_db)
        self.moved.emit(gain_db)

    def _typed(self, gain_db: float) -> None:
        self.fader.show_gain(gain_db)
        self.moved.emit(gain_db)
        self.released.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.position().y() < self.mute.y():
            self.chosen.emit()

    def show_gain(self, gain_db: float) -> None:
        """The bus's level; nobody is told."""
        self.fader.show_gain(gain_db)
        with QSignalBlocker(self.gain):
            self.gain.setValue(gain_db)

    def show_processing(self, dynamics: str, ducking: str) -> None:
        """What is done to it, in words."""
        for label, words in ((self.dynamics, dynamics), (self.ducking, ducking)):
            if label.text() != words:
                label.setText(words)

    def show_states(self, *, muted: bool, solo: bool, there: bool) -> None:
        """Whether its tracks are silent, alone, and there at all."""
        self.mute.setChecked(muted)
        self.solo.setChecked(solo)
        for button in (self.mute, self.solo):
            button.setEnabled(there)

    def show_chosen(self, chosen: bool) -> None:
        self.name.setChecked(chosen)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 3, tokens().colour(COLOURS[self.bus]))

    def retranslate(self) -> None:
        """Words in the language in use."""
        title = bus_title(self.bus)
        self.name.setText(title)
        self.name.setToolTip(self.tr("Show the equaliser, compressor and ducking of {bus}").format(bus=title))
        self.mute.setText(self.tr("M"))
        self.solo.setText(self.tr("S"))
        for button, words in ((self.mute, self.tr("Mute {bus}")), (self.solo, self.tr("Solo {bus}"))):
            button.setToolTip(words.format(bus=title))
            button.setAccessibleName(words.format(bus=title))
        level = self.tr("Level of {bus}").format(bus=title)
        self.fader.setAccessibleName(level)
        how = self.tr("Drag, Shift for less; double click for 0 dB")
        self.fader.setToolTip(f"{level}\n{how}")
        self.gain.setAccessibleName(level)
        self.meter.setAccessibleName(self.tr("Meter of {bus}").format(bus=title))
        self.setAccessibleName(title)
        dress_states(self.mute, self.solo)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            dress_states(self.mute, self.solo)


def dress_states(mute: QToolButton, solo: QToolButton) -> None:
    """Mute red and solo gold when they are on, as on every console."""
    theme = tokens()
    ink = "#101214" if theme.name != "light" else "#ffffff"
    for button, colour in ((mute, theme.bad), (solo, theme.accent)):
        wanted = (f"QToolButton {{ padding: 3px; font-weight: 600; }}"
                  f" QToolButton:checked {{ background: {colour}; color: {ink}; border-color: {colour}; }}")  # fmt: skip
        if button.styleSheet() != wanted:
            button.setStyleSheet(wanted)


class MasterStrip(QFrame):
    """The programme: its channels' true peaks, and how loud it is just now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "panel")
        self.meter = BarMeter(("L", "R"), scale=True)
        self.name = QLabel()
        self.name.setProperty("kind", "heading")
        self.name.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.peak = QLabel()
        self.peak.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 8)
        column.setSpacing(6)
        column.addWidget(self.name)
        column.addWidget(self.meter, 1, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.peak)
        self.retranslate()

    def sizeHint(self) -> QSize:
        return QSize(max(104, self.meter.sizeHint().width() + 24), 300)

    def show_levels(self, levels: Sequence[float]) -> None:
        """True peaks of the channels, in dBTP."""
        self.meter.show_levels(levels)
        self.peak.setText(f"{decimal(max(self.meter.highest, -60.0), 1)} dBTP")
        kind = "bad" if any(self.meter.over) else ""
        if self.peak.property("kind") != kind:
            self.peak.setProperty("kind", kind)
            restyle(self.peak)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 3, tokens().colour("accent"))

    def retranslate(self) -> None:
        """Words in the language in use."""
        self.name.setText(self.tr("Master"))
        self.meter.setAccessibleName(self.tr("Meter of the programme"))
        self.peak.setToolTip(self.tr("Highest true peak; click the meter to put its lights out"))
