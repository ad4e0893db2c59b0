# SPDX-License-Identifier: Apache-2.0
"""Whatever the mouse and the keys do, nothing is raised, and the film is changed by nobody but who is asked."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.gui.timeline.room import ALT, CTRL, LEFT, NONE, SHIFT, Room, cut, move_mouse

from aiprod_app.timeline.stage import TOOLS

POINTS = st.builds(QPoint, st.integers(-60, 1_100), st.integers(-40, 420))
MODIFIERS = st.sampled_from((NONE, CTRL, SHIFT, ALT, CTRL | ALT))
EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("press"), POINTS, MODIFIERS, st.sampled_from(("canvas", "ruler"))),
        st.tuples(st.just("move"), POINTS, MODIFIERS, st.sampled_from(("canvas", "ruler"))),
        st.tuples(st.just("release"), POINTS, MODIFIERS, st.sampled_from(("canvas", "ruler"))),
        st.tuples(st.just("double"), POINTS, MODIFIERS, st.sampled_from(("canvas", "ruler"))),
        st.tuples(st.just("key"), st.sampled_from((Qt.Key.Key_Escape, Qt.Key.Key_Shift, Qt.Key.Key_A)), MODIFIERS),
        st.tuples(st.just("tool"), st.sampled_from(TOOLS)),
        st.tuples(st.just("zoom"), st.sampled_from((0.01, 0.3, 4.0, 40.0))),
        st.tuples(st.just("timeline"), st.booleans()),
    ),
    max_size=24,
)


def perform(room: Room, event: tuple[Any, ...]) -> None:
    kind, *rest = event
    if kind == "tool":
        room.view.set_tool(rest[0])
    elif kind == "zoom":
        room.view.stage.zoom(rest[0], 300)
    elif kind == "timeline":
        room.view.set_timeline(cut() if rest[0] else room.timeline)
    elif kind == "key":
        QTest.keyClick(room.canvas, rest[0], rest[1])
    else:
        widget = room.canvas if rest[2] == "canvas" else room.view.ruler
        if kind == "move":
            move_mouse(widget, rest[0], rest[1])
        else:
            act = {"press": QTest.mousePress, "release": QTest.mouseRelease, "double": QTest.mouseDClick}[kind]
            act(widget, LEFT, rest[1], rest[0])


@pytest.fixture
def deaf(qtbot: QtBot) -> Any:
    """A room in which nobody makes the edits that are asked for."""
    room = Room(qtbot, cut())
    room.view.edits_asked.disconnect()
    yield room
    room.view.close_down()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=EVENTS)
def test_nothing_is_raised_and_nothing_changed(deaf: Room, events: list[tuple[Any, ...]]) -> None:
    asked: list[object] = []
    deaf.view.edits_asked.connect(asked.append)
    deaf.view.set_timeline(deaf.timeline)
    before = deaf.timeline.to_json()
    for event in events:
        perform(deaf, event)
    QApplication.processEvents()
    deaf.view.hands.give_up()
    deaf.settle()
    deaf.view.edits_asked.disconnect()
    assert deaf.timeline.to_json() == before
    assert deaf.view.timeline in (deaf.timeline, cut())
    for edits in asked:
        after = cut()
        for edit in edits:  # type: ignore[attr-defined]
            after = edit.done(after)
