# SPDX-License-Identifier: Apache-2.0
"""Each tool, with a real mouse: exactly the edits that an editor means, and the film that comes of them."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from tests.gui.timeline.room import ALT, CTRL, NONE, SCALE, SHIFT, Room

from aiprod.film.timeline_changes import Blade, Edit, Lay, Move, Roll, SetClip, SetSpan, SetTransition, Slide, Slip, Trim
from aiprod_app.timeline.details import gain_share


def spans(room: Room, track: str) -> dict[str, tuple[int, int]]:
    found = next(found for found in room.timeline.tracks if found.id == track)
    return {clip.id: (start, start + clip.length) for start, clip in found.placed()}


def test_a_clip_is_dragged_to_another_time(room: Room) -> None:
    room.view.set_snapping(False)
    room.drag(room.at("v2", 75), room.at("v2", 90))
    assert room.asked == [Move(clips=("s9",), frame=75)]
    assert spans(room, "v2") == {"s9": (75, 105)}


def test_a_clip_goes_to_another_track(room: Room) -> None:
    room.view.set_snapping(False)
    room.drag(room.at("v1", 175), room.at("v2", 185))
    assert room.asked == [Move(clips=("s3",), frame=160, track="v2")]
    assert spans(room, "v2")["s3"] == (160, 210)


def test_a_linked_line_goes_along_and_stays_on_its_track(room: Room) -> None:
    room.view.set_snapping(False)
    room.drag(room.at("v1", 25), room.at("v2", 175))
    assert room.asked == [Move(clips=("s0",), frame=150, track="v2")]
    assert spans(room, "v2")["s0"] == spans(room, "a1")["l0"] == (150, 200)


def test_with_ctrl_clips_take_their_time_along(room: Room) -> None:
    room.view.set_snapping(False)
    room.press(room.at("v1", 175))
    room.move(room.at("v1", 100))
    room.move(room.at("v1", 75), CTRL)
    room.release(room.at("v1", 75), CTRL)
    room.settle()
    assert [type(edit) for edit in room.asked] == [Move]
    assert room.asked[0].ripple


def test_with_alt_a_copy_goes(room: Room) -> None:
    room.view.set_snapping(False)
    room.drag(room.at("v2", 75), room.at("v2", 135), ALT)
    (edit,) = room.asked
    assert isinstance(edit, Lay)
    assert (edit.edit, edit.track, edit.frame, edit.clips[0].shows) == (
        "overwrite",
        "v2",
        120,
        room.timeline.tracks[1].clips[0].shows,
    )
    assert sorted(spans(room, "v2").values()) == [(60, 90), (120, 150)]


def test_a_copy_of_linked_clips_is_linked_anew(room: Room) -> None:
    room.view.set_snapping(False)
    room.view.select({"s0", "l0"})
    room.drag(room.at("v1", 25), room.at("v1", 275), ALT)
    assert [edit.frame for edit in room.asked if isinstance(edit, Lay)] == [250, 250]
    links = [clip.link for _, start, clip in room.timeline.clips() if start == 250]
    assert len(links) == 2
    assert len(set(links)) == 1
    assert links[0] not in ("", "k0")


EDGES = [
    ("trim", "v2", 60, 3, 10, Trim(clip="s9", edge="in", frames=10)),
    ("trim", "v2", 90, -3, -10, Trim(clip="s9", edge="out", frames=-10)),
    ("select", "v2", 60, 2, -8, Trim(clip="s9", edge="in", frames=-8)),
    ("select", "v2", 90, -2, 12, Trim(clip="s9", edge="out", frames=12)),
    ("trim", "v1", 50, 20, 10, Trim(clip="s1", edge="in", frames=10)),
    ("ripple", "v1", 50, 20, 10, Trim(clip="s1", edge="in", frames=10, ripple=True)),
    ("ripple", "v1", 200, -20, -15, Trim(clip="s3", edge="out", frames=-15, ripple=True)),
    ("select", "v1", 150, 0, 8, Roll(clip="s3", frames=8)),
    ("roll", "v1", 150, 20, -8, Roll(clip="s3", frames=-8)),
    ("slip", "v1", 75, 0, 12, Slip(clips=("s1",), frames=-12)),
    ("slide", "v1", 75, 0, 6, Slide(clip="s1", frames=6)),
]


@pytest.mark.parametrize(("tool", "track", "frame", "dx", "far", "edit"), EDGES)
def test_a_tool_asks_for_its_edit(room: Room, tool: Any, track: str, frame: int, dx: int, far: int, edit: Edit) -> None:
    before = room.timeline
    room.view.set_snapping(False)
    room.view.set_tool(tool)
    start = room.at(track, frame, dx=dx)
    room.drag(start, QPoint(start.x() + round(far * SCALE), start.y()))
    assert room.asked == [edit]
    assert room.timeline == edit.done(before)


def test_linked_edges_go_together_or_with_alt_alone(room: Room) -> None:
    room.view.set_snapping(False)
    start = room.at("a1", 50, 0.9, dx=-3)
    room.drag(start, QPoint(start.x() - 40, start.y()))
    room.drag(start - QPoint(40, 0), QPoint(start.x() - 80, start.y()), ALT)
    assert room.asked == [Trim(clip="l0", edge="out", frames=-10), Trim(clip="l0", edge="out", frames=-10, linked=False)]
    assert (spans(room, "v1")["s0"], spans(room, "a1")["l0"]) == ((0, 40), (0, 30))


def test_without_linked_selection_an_edge_goes_alone(room: Room) -> None:
    room.view.set_snapping(False)
    room.view.set_linked(False)
    start = room.at("a1", 50, 0.9, dx=-3)
    room.drag(start, QPoint(start.x() - 40, start.y()))
    assert room.asked == [Trim(clip="l0", edge="out", frames=-10, linked=False)]


def test_the_blade_cuts_where_it_is_let_go(room: Room) -> None:
    room.view.set_snapping(False)
    room.view.set_tool("blade")
    room.press(room.at("v1", 20))
    room.move(room.at("v1", 30))
    room.release(room.at("v1", 30))
    room.settle()
    assert room.asked == [Blade(frame=30, clips=("s0",))]
    assert (30 in {start for start, _ in spans(room, "v1").values()}, len(spans(room, "a1"))) == (True, 3)


def test_with_shift_the_blade_cuts_everything(room: Room) -> None:
    room.view.set_snapping(False)
    room.view.set_tool("blade")
    room.click(room.at("v1", 80), SHIFT)
    assert room.asked == [Blade(frame=80)]


def test_the_range_tool_sets_in_and_out_and_a_click_clears_them(room: Room) -> None:
    room.view.set_snapping(False)
    room.view.set_tool("range")
    room.drag(room.at("v1", 30), room.at("v1", 90))
    room.click(room.at("v1", 120))
    assert room.asked == [SetSpan(span=(30, 90)), SetSpan(span=None)]


def test_the_hand_and_the_glass_change_nothing_of_the_film(room: Room) -> None:
    room.view.set_tool("hand")
    room.drag(QPoint(600, 60), QPoint(300, 60))
    assert room.view.stage.geometry.scroll > 0
    room.view.set_tool("zoom")
    room.click(QPoint(300, 60))
    assert room.view.stage.geometry.scale == 2 * SCALE
    room.click(QPoint(300, 60), ALT)
    room.drag(QPoint(200, 60), QPoint(400, 60))
    assert room.view.stage.geometry.scale > 3 * SCALE
    assert room.asked == []


def test_transitions_are_made_longer_by_their_edges(room: Room) -> None:
    room.view.set_snapping(False)
    start = room.at("v1", 105)
    room.drag(start, start + QPoint(round(4 * SCALE), 0))
    assert room.asked == [SetTransition(clip="s2", transition="dissolve", length=18, alignment="centre")]
    assert room.timeline.tracks[0].clips[2].head.length == 18


def test_gain_is_dragged_up_and_down(room: Room) -> None:
    x = room.x(80)
    start, end = (QPoint(x, room.gain_y("a2", gain_share(db))) for db in (0, -12))
    room.drag(start, end)
    (edit,) = room.asked
    assert isinstance(edit, SetClip)
    assert edit.clips == ("score",)
    assert edit.gain_db == pytest.approx(-12, abs=1.5)


def test_fades_are_dragged_by_their_handles(room: Room) -> None:
    room.view.set_snapping(False)
    start = QPoint(room.x(20) + 12, room.gain_y("a2", 0.1))
    room.drag(start, start + QPoint(round(15 * SCALE), 0))
    assert room.asked == [SetClip(clips=("score",), fade_in=15)]


def test_edges_catch_on_cuts_markers_and_the_playhead(room: Room) -> None:
    start = room.at("v2", 90, dx=-2)
    room.drag(start, QPoint(room.x(108), start.y()))
    assert room.asked == [Trim(clip="s9", edge="out", frames=20)]  # the marker at 110
    room.view.set_playhead(47)
    room.drag(room.at("v2", 75), room.at("v2", 61))
    assert spans(room, "v2")["s9"][0] == 47
    QTest.qWait(0)
    room.view.set_snapping(False)
    room.drag(room.at("v2", 60), room.at("v2", 62))
    assert spans(room, "v2")["s9"][0] == 49


def test_escape_gives_a_drag_up(room: Room) -> None:
    room.press(room.at("v2", 75))
    room.move(room.at("v2", 120))
    QTest.keyClick(room.canvas, Qt.Key.Key_Escape)
    room.release(room.at("v2", 120))
    room.settle()
    assert room.asked == []
    assert room.view.hands.drag is None


def test_letting_go_far_outside_ends_the_drag(room: Room) -> None:
    room.view.set_snapping(False)
    room.press(room.at("v2", 75))
    room.move(QPoint(room.x(95), -500))
    room.release(QPoint(room.x(95), -500))
    room.settle()
    assert room.asked == [Move(clips=("s9",), frame=80)]


def test_what_cannot_be_is_refused_with_a_reason(room: Room) -> None:
    room.view.set_snapping(False)
    start = room.at("v2", 90, dx=-2)
    room.press(start)
    room.move(QPoint(room.x(190), start.y()))
    room._qtbot.waitUntil(lambda: bool(room.view.hands.refusal))
    assert "not enough footage for “Shot 9”" in room.view.hands.refusal
    room.release(QPoint(room.x(190), start.y()))
    room.settle()
    assert room.asked == []
    assert room.refused == [room.view.hands.said]


def test_a_locked_track_refuses(room: Room) -> None:
    locked = room.timeline.tracks[1].changed(locked=True)
    room.timeline = room.timeline.with_tracks((room.timeline.tracks[0], locked, *room.timeline.tracks[2:]))
    room.view.set_timeline(room.timeline)
    room.drag(room.at("v2", 75), room.at("v2", 120))
    assert room.asked == []
    assert "locked" in room.refused[0]


def test_another_timeline_in_the_middle_of_a_drag_ends_it(room: Room) -> None:
    room.press(room.at("v2", 75))
    room.move(room.at("v2", 120))
    room.view.set_timeline(Blade(frame=20).done(room.timeline))
    assert room.view.hands.drag is None
    room.release(room.at("v2", 120))
    room.settle()
    assert room.asked == []


def test_the_window_scrolls_at_its_edge(room: Room) -> None:
    room.press(room.at("v2", 75))
    room.move(QPoint(room.canvas.width() - 4, room.y("v2")))
    room._qtbot.waitUntil(lambda: room.view.stage.geometry.scroll > 200)
    room.view.hands.give_up()
    assert room.asked == []


def test_modifiers_are_read_while_the_mouse_stands(room: Room) -> None:
    room.view.set_snapping(False)
    room.press(room.at("v1", 175))
    room.move(room.at("v1", 90))
    QTest.keyPress(room.canvas, Qt.Key.Key_Control, CTRL)
    assert room.view.hands.drag.edits[0].ripple
    QTest.keyRelease(room.canvas, Qt.Key.Key_Control, NONE)
    assert not room.view.hands.drag.edits[0].ripple
    room.view.hands.give_up()


def test_a_gain_curve_is_drawn_point_by_point(room: Room) -> None:
    middle = QPoint(room.x(80), room.gain_y("a2", gain_share(0)))
    room.click(middle, CTRL)
    (point,) = room.timeline.tracks[4].clips[0].gain
    assert (point.time_s, point.value) == (2.5, 0.0)
    lower = QPoint(room.x(92), room.gain_y("a2", gain_share(-12)))
    room.drag(middle, lower)
    (point,) = room.timeline.tracks[4].clips[0].gain
    assert point.time_s == pytest.approx(3.0, abs=0.03)
    assert point.value == pytest.approx(-12, abs=1.5)
    room.click(QPoint(room.x(60), room.gain_y("a2", gain_share(point.value))), CTRL)
    assert len(room.timeline.tracks[4].clips[0].gain) == 2
    room.click(QPoint(room.x(20 + point.time_s * 24), room.gain_y("a2", gain_share(point.value))), ALT)
    assert len(room.timeline.tracks[4].clips[0].gain) == 1
    assert {type(edit) for edit in room.asked} == {SetClip}
