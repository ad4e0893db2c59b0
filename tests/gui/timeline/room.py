# SPDX-License-Identifier: Apache-2.0
"""A timeline in a window, somebody who makes the edits that it asks for, and a mouse."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from aiprod.film.mix import Bus
from aiprod.film.time import FrameRate
from aiprod.film.timeline import Clip, Marker, ShotFootage, Sound, SpokenLine, Timeline, TitleCard, Track, Transition
from aiprod.film.timeline_changes import Edit
from aiprod_app.timeline.geometry import BAND
from aiprod_app.timeline.view import TimelineView

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CTRL, SHIFT, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
SCALE = 4.0


def shot(number: int, length: int = 50, *, gap: int = 0, link: str = "", head: Transition | None = None) -> Clip:
    return Clip(
        id=f"s{number}", name=f"Shot {number}", shows=ShotFootage(shot=f"s{number}"), gap=gap, length=length, source_in=20,
        available=length + 40, link=link, head=head,
    )  # fmt: skip


def line(number: int, length: int, gap: int, link: str) -> Clip:
    return Clip(
        id=f"l{number}", name=f"Line {number}", shows=SpokenLine(line=f"l{number}"), gap=gap, length=length, source_in=5,
        available=length + 10, link=link,
    )  # fmt: skip


def sound(name: str, length: int, gap: int = 0, bus: Bus = "music") -> Clip:
    return Clip(id=name, name=name, shows=Sound(stem=name, bus=bus), gap=gap, length=length, available=length + 100)


def cut() -> Timeline:
    """V1: four shots of 50 frames, the first linked with a line, a dissolve into the third. V2: a clip. A title. Two of sound."""
    dissolve = Transition(kind="dissolve", before=5, after=5)
    return Timeline(
        rate=FrameRate(), facts={"width": 1920, "height": 1080},
        tracks=(
            Track(id="v1", kind="video", name="Picture", height=64,
                  clips=(shot(0, link="k0"), shot(1), shot(2, head=dissolve), shot(3))),
            Track(id="v2", kind="video", name="Overlay", height=50, clips=(shot(9, 30, gap=60),)),
            Track(id="t", kind="title", name="Titles", height=34,
                  clips=(Clip(id="t0", shows=TitleCard(title="The End"), gap=160, length=30),)),
            Track(id="a1", kind="audio", name="Dialogue", height=60, clips=(line(0, 50, 0, "k0"), line(1, 30, 70, ""))),
            Track(id="a2", kind="audio", name="Music", height=60, clips=(sound("score", 120, 20),)),
        ),
        markers=(Marker(id="m", frame=110, name="Look here"),),
    )  # fmt: skip


class Room:
    """Holds the film as the desktop would: makes what is asked for, and shows the result.

    Attributes:
        asked: all edits so far.
        refused: reasons that were given.
    """

    def __init__(self, qtbot: QtBot, timeline: Timeline, *, size: tuple[int, int] = (1200, 460)) -> None:
        self._qtbot = qtbot
        self.view = TimelineView()
        qtbot.addWidget(self.view)
        self.asked: list[Edit] = []
        self.refused: list[str] = []
        self.view.edits_asked.connect(self._make)
        self.view.refused.connect(self.refused.append)
        self.view.resize(*size)
        self.view.show()
        qtbot.waitExposed(self.view)
        self.timeline = timeline
        self.view.set_timeline(timeline)
        qtbot.waitUntil(lambda: self.view.heads.complete)
        self.view.stage.zoom(SCALE, 0)
        self.view.stage.scroll_to(0, 0)

    def _make(self, edits: Sequence[Edit]) -> None:
        for edit in edits:
            self.timeline = edit.done(self.timeline)
        self.asked += edits
        self.view.set_timeline(self.timeline)

    def settle(self) -> None:
        """Until everything that was tried out is decided."""
        self._qtbot.waitUntil(lambda: self.view.hands.settled)

    # -- places

    @property
    def canvas(self) -> QWidget:
        return self.view.canvas

    def x(self, frame: float) -> int:
        return round(self.view.stage.geometry.x(frame))

    def y(self, track: str, down: float = 0.6) -> int:
        """A height on a track: 0 its upper edge, 1 its lower one."""
        row = next(row for row, found in enumerate(self.timeline.tracks) if found.id == track)
        lane = self.view.stage.geometry.lane(row)
        assert lane is not None
        return round(self.view.stage.geometry.y(lane) + lane.height * down)

    def at(self, track: str, frame: float, down: float = 0.6, dx: int = 0) -> QPoint:
        return QPoint(self.x(frame) + dx, self.y(track, down))

    def gain_y(self, track: str, share: float) -> int:
        row = next(row for row, found in enumerate(self.timeline.tracks) if found.id == track)
        lane = self.view.stage.geometry.lane(row)
        assert lane is not None
        return round(self.view.stage.geometry.y(lane) + BAND + 1 + share * (lane.height - BAND - 3))

    # -- the mouse

    def press(self, point: QPoint, modifiers: Qt.KeyboardModifier = NONE, on: QWidget | None = None) -> None:
        QTest.mousePress(on or self.canvas, LEFT, modifiers, point)

    def move(self, point: QPoint, modifiers: Qt.KeyboardModifier = NONE, on: QWidget | None = None) -> None:
        move_mouse(on or self.canvas, point, modifiers)

    def release(self, point: QPoint, modifiers: Qt.KeyboardModifier = NONE, on: QWidget | None = None) -> None:
        QTest.mouseRelease(on or self.canvas, LEFT, modifiers, point)

    def click(self, point: QPoint, modifiers: Qt.KeyboardModifier = NONE, on: QWidget | None = None) -> None:
        self.press(point, modifiers, on)
        self.release(point, modifiers, on)
        self.settle()

    def drag(self, start: QPoint, end: QPoint, modifiers: Qt.KeyboardModifier = NONE, on: QWidget | None = None) -> None:
        """Press, go there in two steps, let go, and wait for what comes of it."""
        self.press(start, modifiers, on)
        self.move(QPoint((start.x() + end.x()) // 2, (start.y() + end.y()) // 2), modifiers, on)
        self.move(end, modifiers, on)
        self.release(end, modifiers, on)
        self.settle()


def move_mouse(widget: QWidget, point: QPoint, modifiers: Qt.KeyboardModifier = NONE, *, held: bool = True) -> None:
    """A mouse move with its button down; QTest's own knows neither buttons nor modifiers."""
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    at = QPointF(point)
    buttons = LEFT if held else Qt.MouseButton.NoButton
    event = QMouseEvent(
        QEvent.Type.MouseMove, at, QPointF(widget.mapToGlobal(point)), Qt.MouseButton.NoButton, buttons, modifiers
    )  # fmt: skip
    QApplication.sendEvent(widget, event)
