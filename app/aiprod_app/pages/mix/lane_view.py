# SPDX-License-Identifier: Apache-2.0
"""The lanes with their heads and scroll bar."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QScrollBar, QToolButton, QVBoxLayout, QWidget

from aiprod.film.timeline_changes import SetTrack
from aiprod_app.background import Background
from aiprod_app.pages.mix.lane_art import Lane
from aiprod_app.pages.mix.lane_stage import LOUDNESS, RULER
from aiprod_app.pages.mix.lanes import Canvas
from aiprod_app.pages.mix.strip import COLOURS, dress_states
from aiprod_app.theme.tokens import tokens
from aiprod_app.widgets.elided import ElidedLabel

_HEADS = 148


class LaneHead(QFrame):
    """A track's name, and whether it is heard.

    Signals:
        asked: a `SetTrack`.
    """

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lane: Lane | None = None
        self.setProperty("kind", "panel")
        self.name = ElidedLabel()
        self.mute, self.solo = QToolButton(), QToolButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 6, 3)
        row.setSpacing(3)
        row.addWidget(self.name, 1)
        for button in (self.mute, self.solo):
            button.setCheckable(True)
            button.setFixedSize(26, 24)
            row.addWidget(button)
        self.mute.clicked.connect(lambda on: self._ask(muted=on))
        self.solo.clicked.connect(lambda on: self._ask(solo=on))

    def _ask(self, *, muted: bool | None = None, solo: bool | None = None) -> None:
        if self.lane is not None:
            self.asked.emit(SetTrack(track=self.lane.track, muted=muted, solo=solo))

    def show_lane(self, lane: Lane) -> None:
        """A track as it is."""
        self.lane = lane
        self.name.setText(lane.name)
        self.mute.setChecked(lane.muted)
        self.solo.setChecked(lane.solo)
        self.mute.setText(self.tr("M"))
        self.solo.setText(self.tr("S"))
        for button, words in ((self.mute, self.tr("Mute the track {track}")), (self.solo, self.tr("Solo the track {track}"))):
            button.setAccessibleName(words.format(track=lane.name))
            button.setToolTip(words.format(track=lane.name))
        dress_states(self.mute, self.solo)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.lane is not None:
            painter, theme = QPainter(self), tokens()
            painter.fillRect(0, 2, 4, self.height() - 5, theme.colour(COLOURS[self.lane.bus]))
            painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("line"))


class LaneView(QWidget):
    """Heads on the left, lanes on the right.

    Signals:
        track_asked: a `SetTrack`.
    """

    track_asked = Signal(object)

    def __init__(self, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = Canvas(background)
        self.heads: list[LaneHead] = []
        self.bar = QScrollBar(Qt.Orientation.Horizontal)
        self.loudness = QLabel()
        self.loudness.setProperty("kind", "small")
        self.loudness.setWordWrap(True)
        self.loudness.setMargin(10)
        self.loudness.setFixedHeight(LOUDNESS)
        self.loudness.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._lay_out()
        self.canvas.view_changed.connect(self._show_bar)
        self.bar.valueChanged.connect(lambda first: self.canvas.scroll_to(float(first)))
        self.retranslate()

    def _lay_out(self) -> None:
        self.column = QVBoxLayout()
        self.column.setContentsMargins(0, RULER, 0, 0)
        self.column.setSpacing(0)
        self.column.addWidget(self.loudness)
        self.column.addStretch(1)
        heads = QWidget()
        heads.setLayout(self.column)
        heads.setFixedWidth(_HEADS)
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(1)
        row.addWidget(heads)
        row.addWidget(self.canvas, 1, Qt.AlignmentFlag.AlignTop)
        self.area = QScrollArea()
        self.area.setWidget(inside)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.viewport().installEventFilter(self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.area, 1)
        whole.addWidget(self.bar)
        self.bar.hide()

    def show_lanes(self, lanes: Sequence[Lane], frames: int, fps: float) -> None:
        """Another edit."""
        while len(self.heads) < len(lanes):
            head = LaneHead()
            head.asked.connect(self.track_asked)
            self.column.insertWidget(len(self.heads), head)
            self.heads.append(head)
        while len(self.heads) > len(lanes):
            gone = self.heads.pop()
            gone.hide()
            gone.deleteLater()
        for head, lane in zip(self.heads, lanes, strict=True):
            head.show_lane(lane)
        self.canvas.show_lanes(lanes, frames, fps)
        self._share_height()

    def _share_height(self) -> None:
        """Lanes as high as there is room for, so that the loudness is seen too."""
        if self.heads:
            room = self.area.viewport().height() - RULER - LOUDNESS
            self.canvas.set_lane_height(room // len(self.heads))
        for head in self.heads:
            head.setFixedHeight(self.canvas.lane)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._share_height()
        return super().eventFilter(watched, event)

    def _show_bar(self) -> None:
        canvas, seen = self.canvas, int(self.canvas.width() * self.canvas.per_px)
        most = max(0, canvas.frames - seen)
        self.bar.blockSignals(True)
        self.bar.setRange(0, most)
        self.bar.setPageStep(max(1, seen))
        self.bar.setSingleStep(max(1, seen // 20))
        self.bar.setValue(int(canvas.first))
        self.bar.blockSignals(False)
        self.bar.setVisible(most > 1)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            for head in self.heads:
                dress_states(head.mute, head.solo)

    def retranslate(self) -> None:
        """Words in the language in use."""
        self.canvas.setAccessibleName(self.tr("Tracks of sound"))
        self.canvas.setToolTip(self.tr(
            "The line on a clip is its gain: drag it; double click to add a point or take one away.\n"
            "Arrows choose a clip and change its gain, P adds a point at the playhead, [ and ] choose one, Delete takes it away."
        ))  # fmt: skip
        self.bar.setAccessibleName(self.tr("What is seen of the film"))
        self.loudness.setText(self.tr("Loudness of the mix\nline: 3 s · area: 0.4 s\ndashes: target"))
        for head in self.heads:
            if head.lane is not None:
                head.show_lane(head.lane)
