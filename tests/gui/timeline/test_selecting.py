# SPDX-License-Identifier: Apache-2.0
"""Selecting with mouse and commands, cursors, double click, the context menu."""

import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtTest import QTest
from tests.gui.timeline.room import ALT, CTRL, LEFT, NONE, SHIFT, Room, move_mouse

from aiprod_app.timeline.drags.base import Modifiers, pointer_at
from aiprod_app.timeline.hits import hit
from aiprod_app.timeline.tools import cursor_of


def test_a_click_selects_a_clip_with_what_is_linked(room: Room) -> None:
    room.click(room.at("v1", 25))
    assert room.view.selection == {"s0", "l0"}
    room.click(room.at("v1", 75))
    assert room.view.selection == {"s1"}
    room.click(room.at("v1", 25), ALT)
    assert room.view.selection == {"s0"}
    assert room.asked == []


def test_shift_adds_ctrl_switches_and_nothing_is_a_way_out(room: Room) -> None:
    room.click(room.at("v1", 75))
    room.click(room.at("v1", 175), SHIFT)
    assert room.view.selection == {"s1", "s3"}
    room.click(room.at("v1", 75), CTRL)
    assert room.view.selection == {"s3"}
    room.click(room.at("v1", 75), CTRL)
    assert room.view.selection == {"s1", "s3"}
    room.click(QPoint(room.x(230), room.y("v1")))
    assert room.view.selection == frozenset()


def test_a_box_selects_what_it_touches(room: Room) -> None:
    room.drag(QPoint(room.x(230), room.y("v2", 0.2)), QPoint(room.x(110), room.y("v1", 0.8)))
    assert room.view.selection == {"s2", "s3"}
    room.drag(QPoint(room.x(230), room.y("t", 0.5)), QPoint(room.x(165), room.y("t", 0.6)), SHIFT)
    assert room.view.selection == {"s2", "s3", "t0"}


def test_commands_select(room: Room) -> None:
    commands = room.view.commands()
    commands["edit.select_all"]()
    assert len(room.view.selection) == 9
    room.view.set_playhead(100)
    commands["edit.select_forward"]()
    assert room.view.selection == {"s2", "s3", "t0", "l1"}
    commands["edit.select_clip"]()
    assert room.view.selection == {"s2"}
    commands["edit.select_none"]()
    assert room.view.selection == frozenset()


def test_selection_is_told_once_and_forgets_what_is_gone(room: Room) -> None:
    told: list[frozenset[str]] = []
    room.view.selection_changed.connect(told.append)
    room.view.select(["s1", "nobody"])
    room.view.select(["s1"])
    assert told == [frozenset({"s1"})]
    room.view.commands()["edit.delete"]()
    room.settle()
    assert told[-1] == frozenset()


CURSORS = [
    ("select", "v1", 100.0, -40, "arrow"), ("select", "v1", 150, 0, "roll"), ("select", "v2", 60, 3, "in"),
    ("select", "v2", 90, -3, "out"), ("select", "v1", 105, 0, "joint"), ("trim", "v1", 50, 30, "in"),
    ("trim", "v1", 50, -30, "out"), ("ripple", "v1", 50, 30, "ripple_in"), ("roll", "v1", 50, 30, "roll"),
    ("roll", "v2", 60, 10, "forbidden"), ("slip", "v1", 75, 0, "slip"), ("slide", "v1", 75, 0, "slide"),
    ("blade", "v1", 75, 0, "blade"), ("hand", "v1", 75, 0, "hand"), ("zoom", "v1", 75, 0, "zoom"),
    ("range", "v1", 75, 0, "range"),
]  # fmt: skip


@pytest.mark.parametrize(("tool", "track", "frame", "dx", "cursor"), CURSORS)
def test_cursors_say_which_edit_is_coming(room: Room, tool: str, track: str, frame: float, dx: int, cursor: str) -> None:
    room.view.set_tool(tool)
    pointer = pointer_at(room.view.stage, QPointF(room.at(track, frame, dx=dx)), Modifiers.NoModifier)
    assert cursor_of(room.view.stage, pointer, hit(room.view.stage.model, room.view.stage.geometry, pointer)) == cursor
    move_mouse(room.canvas, room.at(track, frame, dx=dx), held=False)


def test_a_double_click_opens(room: Room) -> None:
    opened: list[str] = []
    room.view.clip_opened.connect(opened.append)
    QTest.mouseDClick(room.canvas, LEFT, NONE, room.at("v1", 75))
    assert opened == ["s1"]


def test_the_context_menu_knows_its_clip_and_selects_it(room: Room) -> None:
    from PySide6.QtGui import QContextMenuEvent
    from PySide6.QtWidgets import QApplication

    asked: list[str] = []
    room.view.context_asked.connect(lambda point, clip: asked.append(clip))
    for track, frame in (("v1", 75), ("v1", 100), ("v1", 230)):
        point = room.at(track, frame)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, room.canvas.mapToGlobal(point))
        QApplication.sendEvent(room.canvas, event)
    assert asked == ["s1", "s2", ""]
    assert room.view.selection == {"s2"}


def test_a_tooltip_tells_the_whole_of_a_clip(room: Room) -> None:
    from pathlib import Path

    from aiprod_app.timeline.access import tooltip
    from aiprod_app.timeline.sources import Sources

    model = room.view.stage.model
    assert model is not None
    place = model.place("s1")
    assert place is not None
    assert tooltip(room.view.stage, place) == "Shot 1\n00:00:02:02 to 00:00:04:04, 00:00:02:02 long"
    room.view.set_sources(Sources(Path(), counts={"s1": 3}))
    assert "3 take" in tooltip(room.view.stage, place)


def test_another_film_is_shown_whole(room: Room) -> None:
    room.view.select({"s1"})
    room.view.stage.zoom(30, 0)
    room.view.refit()
    assert room.x(200) <= room.canvas.width()
    assert room.view.selection == frozenset()
