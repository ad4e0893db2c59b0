# SPDX-License-Identifier: Apache-2.0
"""The bar below the viewer: playing, stepping, in and out, timecodes, and how the picture is shown."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QSlider, QVBoxLayout

from aiprod.film.time import FrameRate
from aiprod_app.commands.registry import Commands
from aiprod_app.pages.edit.buttons import CommandButton, divider
from aiprod_app.pages.edit.dressing import Dressed
from aiprod_app.pages.edit.fields import TimecodeField
from aiprod_app.timeline.clock import timecode
from aiprod_app.widgets.steps import Steps, at_once

_LEFT = (("mark.in", "in"), ("mark.out", "out"), ("mark.clear", "clear"))
_MIDDLE = (
    ("play.start", "first"), ("play.previous_cut", "previous_cut"), ("play.previous_frame", "previous_frame"),
    ("play.toggle", "play"), ("play.next_frame", "next_frame"), ("play.next_cut", "next_cut"), ("play.end", "last"),
    ("play.loop", "loop"),
)  # fmt: skip
_RIGHT = (("view.safe_areas", "safe"), ("view.viewer_full_screen", "full"))
_QUALITIES = (1, 2, 4)


class TransportBar(Dressed):
    """Signals:
    seek_asked: a frame.
    quality_asked: 1 full, 2 half, 4 a quarter.
    """

    seek_asked = Signal(int)
    quality_asked = Signal(int)

    def __init__(self, commands: Commands, *, ahead: bool = False) -> None:
        super().__init__()
        self.setProperty("kind", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("transport")
        self._rate, self._start, self._frames = FrameRate(), 0, 0
        self.buttons: dict[str, CommandButton] = {}
        self._commands = commands
        if not ahead:
            at_once(self.build())

    def build(self) -> Steps:
        """Fill it, unless it was made whole."""
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 8, 6)
        column.setSpacing(3)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setObjectName("scrub")
        self.slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.slider.setPageStep(24)
        self.slider.valueChanged.connect(self._scrubbed)
        column.addWidget(self.slider)
        row = QGridLayout()
        row.setColumnStretch(0, 1)
        row.setColumnStretch(2, 1)
        column.addLayout(row)
        row.addLayout(self._left(self._commands), 0, 0)
        yield
        row.addLayout(self._group(self._commands, _MIDDLE), 0, 1)
        yield
        row.addLayout(self._right(self._commands), 0, 2)
        yield
        self.retranslate()
        yield

    def _left(self, commands: Commands) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        self.now = TimecodeField()
        self.now.setObjectName("timecode")
        self.now.asked.connect(self.seek_asked)
        row.addWidget(self.now)
        row.addLayout(self._group(commands, _LEFT))
        row.addStretch(1)
        return row

    def _right(self, commands: Commands) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addStretch(1)
        self.quality = QComboBox()
        self.quality.setObjectName("quality")
        self.quality.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.quality.addItems([""] * len(_QUALITIES))
        self.quality.activated.connect(lambda place: self.quality_asked.emit(_QUALITIES[place]))
        row.addWidget(self.quality)
        row.addWidget(divider())
        row.addLayout(self._group(commands, _RIGHT))
        self.whole = QLabel()
        self.whole.setProperty("kind", "muted")
        row.addWidget(self.whole)
        self.buttons["view.safe_areas"].setCheckable(True)
        self.buttons["play.loop"].setCheckable(True)
        return row

    def _group(self, commands: Commands, names: tuple[tuple[str, str], ...]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(0)
        for name, sign in names:
            self.buttons[name] = CommandButton(commands, name, sign)
            row.addWidget(self.buttons[name])
        return row

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Transport"))
        self.now.setAccessibleName(self.tr("Timecode of the playhead"))
        self.now.setToolTip(self.tr("Type a timecode, or +12 for twelve frames later"))
        self.slider.setAccessibleName(self.tr("Playhead"))
        self.whole.setToolTip(self.tr("Length"))
        self.whole.setAccessibleName(self.tr("Length"))
        self.quality.setAccessibleName(self.tr("Picture quality while playing"))
        self.quality.setToolTip(self.tr("Picture quality while playing"))
        for place, words in enumerate((self.tr("Full"), self.tr("Half"), self.tr("Quarter"))):
            self.quality.setItemText(place, words)
        for button in self.buttons.values():
            button.dress()

    # -- what is shown -------------------------------------------------------------------------------------------------

    def show_film(self, frames: int, rate: FrameRate, start: int) -> None:
        """Something else is played: its length, its rate, and the count of frames at its beginning."""
        self._frames, self._rate, self._start = frames, rate, start
        self.slider.blockSignals(True)
        self.slider.setRange(0, max(0, frames - 1))
        self.slider.blockSignals(False)
        self.whole.setText(timecode(frames, rate))
        self.setEnabled(True)
        self.show_frame(self.slider.value())

    def show_frame(self, frame: int) -> None:
        self.slider.blockSignals(True)
        self.slider.setValue(frame)
        self.slider.blockSignals(False)
        self.now.show_frame(frame, self._rate, self._start)

    def show_state(self, playing: bool) -> None:
        self.buttons["play.toggle"].show_sign("pause" if playing else "play")

    def show_quality(self, quality: int) -> None:
        self.quality.setCurrentIndex(_QUALITIES.index(quality) if quality in _QUALITIES else 0)

    def _scrubbed(self, frame: int) -> None:
        self.seek_asked.emit(frame)
