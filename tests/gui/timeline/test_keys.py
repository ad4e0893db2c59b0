# SPDX-License-Identifier: Apache-2.0
"""All that the mouse can do, by commands: exactly the edits, on what is selected or under the playhead."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.gui.timeline.room import CTRL, NONE, SHIFT, Room

from aiprod.film.timeline import Timeline
from aiprod.film.timeline_changes import (
    AddMarker,
    AddTrack,
    Blade,
    CloseGaps,
    Delete,
    DeleteRange,
    Edit,
    Freeze,
    Lay,
    Link,
    Move,
    RemoveTransition,
    Roll,
    SetClip,
    SetSpan,
    Slide,
    Slip,
    Swap,
    Trim,
)
from aiprod_app.commands.table import BY_ID

DONE: list[tuple[str, set[str], int, Edit]] = [
    ("edit.nudge_right", {"s9"}, 0, Move(clips=("s9",), frame=61)),
    ("edit.nudge_left_more", {"s9"}, 0, Move(clips=("s9",), frame=50)),
    ("edit.track_up", {"s3"}, 0, Move(clips=("s3",), frame=150, track="v2")),
    ("edit.track_down", {"score"}, 0, Move(clips=("score",), frame=20, track="a3")),
    ("edit.swap_right", {"s0"}, 0, Swap(one="s0", other="s1")),
    ("edit.swap_left", {"s1"}, 0, Swap(one="s1", other="s0")),
    ("trim.in_right", {"s9"}, 0, Trim(clip="s9", edge="in", frames=1)),
    ("trim.out_left", {"s9"}, 0, Trim(clip="s9", edge="out", frames=-1)),
    ("trim.head", set(), 70, Trim(clip="s9", edge="in", frames=10, ripple=True)),
    ("trim.tail", set(), 30, Trim(clip="s0", edge="out", frames=-20, ripple=True)),
    ("trim.roll_right", {"s3"}, 150, Roll(clip="s3", frames=1)),
    ("trim.slip_left", {"s3"}, 0, Slip(clips=("s3",), frames=-1)),
    ("trim.slide_right", {"s1"}, 0, Slide(clip="s1", frames=1)),
    ("edit.blade", set(), 20, Blade(frame=20, clips=("s0",))),
    ("edit.blade_all", set(), 20, Blade(frame=20)),
    ("edit.delete", {"s1", "s3"}, 0, Delete(clips=("s1", "s3"))),
    ("edit.ripple_delete", {"s3"}, 0, Delete(clips=("s3",), ripple=True)),
    ("edit.lift", set(), 0, DeleteRange(start=10, end=40)),
    ("edit.close_gaps", {"l1"}, 0, CloseGaps(track="a1")),
    ("edit.enable", {"s1"}, 0, SetClip(clips=("s1",), enabled=False)),
    ("edit.link", {"s9", "score"}, 0, Link(edit="link", clips=("s9", "score"))),
    ("edit.link", {"s0", "l0"}, 0, Link(edit="unlink", clips=("l0", "s0"))),
    ("edit.freeze", {"s9"}, 70, Freeze(clip="s9", frame=70)),
    ("edit.remove_transition", {"s2"}, 100, RemoveTransition(clip="s2")),
    ("mark.in", set(), 20, SetSpan(span=(20, 40))),
    ("mark.out", set(), 59, SetSpan(span=(10, 60))),
    ("mark.clip", {"s9"}, 0, SetSpan(span=(60, 90))),
    ("mark.clear", set(), 0, SetSpan(span=None)),
    ("mark.marker", set(), 33, AddMarker(frame=33)),
]  # fmt: skip


@pytest.mark.parametrize(("command", "selected", "playhead", "edit"), DONE, ids=[f"{row[0]}-{n}" for n, row in enumerate(DONE)])
def test_a_command_asks_for_its_edit(room: Room, command: str, selected: set[str], playhead: int, edit: Edit) -> None:
    room._make([SetSpan(span=(10, 40)), AddTrack(kind="audio", at=5)])
    named = room.timeline.tracks[5].model_copy(update={"id": "a3"})
    before = room.timeline = room.timeline.with_tracks((*room.timeline.tracks[:5], named))
    room.view.set_timeline(before)
    room.asked.clear()
    room.view.select(selected)
    room.view.set_playhead(playhead)
    room.view.commands()[command]()
    room.settle()
    assert room.asked == [edit]
    assert room.timeline == edit.done(before)


def test_every_command_of_the_table_that_is_named_here_exists(room: Room) -> None:
    assert room.view.commands().keys() <= BY_ID.keys()


def test_quick_nudges_add_up_before_the_film_is_there(room: Room) -> None:
    """The film may answer a moment later than keys are pressed."""
    asked: list[Edit] = []
    room.view.edits_asked.disconnect()
    room.view.edits_asked.connect(asked.extend)
    room.view.select({"s9"})
    for _ in range(3):
        room.view.commands()["edit.nudge_right"]()
    room.settle()
    assert asked == [Move(clips=("s9",), frame=frame) for frame in (61, 62, 63)]


def test_the_playhead_goes_from_cut_to_cut_and_marker_to_marker(room: Room) -> None:
    asked: list[int] = []
    room.view.playhead_asked.connect(asked.append)
    commands = room.view.commands()
    for command in ("play.next_cut", "play.next_cut", "mark.next", "play.previous_cut", "mark.previous"):
        commands[command]()
    assert asked == [20, 50, 110, 100]


def test_a_cut_is_trimmed_by_keys_with_the_ripple_tool(room: Room) -> None:
    room.view.select({"s3"})
    room.view.set_tool("ripple")
    room.view.commands()["trim.out_left"]()
    room.settle()
    assert room.asked == [Trim(clip="s3", edge="out", frames=-1, ripple=True)]


def test_the_keyboard_walks_along_and_across_tracks(room: Room) -> None:
    deeds, stage = room.view.deeds, room.view.stage
    room.view.set_playhead(10)
    deeds.select_clip()
    assert stage.current == "s0"
    deeds.go_along(1)
    assert (stage.current, room.view.selection) == ("s1", {"s1"})
    deeds.go_along(1, extend=True)
    assert room.view.selection == {"s1", "s2"}
    deeds.go_across(-1)
    assert stage.current == "s9"
    deeds.go_across(1)
    deeds.go_across(1)
    assert (stage.current, room.view.selection) == ("l0", {"s0", "l0"})
    deeds.go_along(1)
    assert room.view.selection == {"l1"}


def test_keys_walk_open_and_let_go(room: Room) -> None:
    opened: list[str] = []
    room.view.clip_opened.connect(opened.append)
    room.click(room.at("v1", 75))
    for key, modifiers in ((Qt.Key.Key_PageDown, CTRL), (Qt.Key.Key_PageDown, CTRL | SHIFT), (Qt.Key.Key_Return, NONE)):
        QTest.keyClick(room.canvas, key, modifiers)
    assert opened == ["s3"]
    assert room.view.selection == {"s2", "s3"}
    QTest.keyClick(room.canvas, Qt.Key.Key_Up, CTRL)
    assert room.view.selection == {"s9"}
    QTest.keyClick(room.canvas, Qt.Key.Key_Escape)
    assert room.view.selection == frozenset()


def test_a_copy_is_laid_behind(room: Room) -> None:
    room.view.select({"t0"})
    room.view.commands()["edit.duplicate"]()
    room.settle()
    (edit,) = room.asked
    assert isinstance(edit, Lay)
    assert (edit.edit, edit.track, edit.frame, edit.clips[0].id) == ("overwrite", "t", 190, "t0~1")


def test_where_nothing_can_be_done_it_is_said(room: Room) -> None:
    room.view.set_playhead(1_000)
    for command in ("trim.in_left", "edit.lift", "trim.head", "edit.blade_all"):
        room.view.commands()[command]()
        room.settle()
    assert len(room.refused) == 4
    assert room.asked == []


def test_a_slower_clip_says_what_its_media_shows(room_for: Callable[[Timeline], Room], qtbot: QtBot) -> None:
    from tests.gui.timeline.room import cut

    slow = cut().tracks[1].clips[0].with_(speed=Fraction(1, 2))
    film = cut()
    room = room_for(film.with_tracks((film.tracks[0], film.tracks[1].with_clips((slow,)), *film.tracks[2:])))
    room.view.set_tool("slip")
    room.view.set_snapping(False)
    room.press(room.at("v2", 75))
    room.move(room.at("v2", 65))
    assert "media 25" in room.view.hands.drag.ghost.tip
    room.view.hands.give_up()
