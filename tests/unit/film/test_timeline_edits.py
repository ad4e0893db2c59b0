# SPDX-License-Identifier: Apache-2.0
"""Edits of the timeline: what each does to the frames that are seen, and what holds whatever is done."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import jsonpatch
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter
from tests.unit.film.timelines import film, films, offsets, seen, shot

from aiprod.film import timeline_patches
from aiprod.film.change_titles import translated
from aiprod.film.errors import UserError
from aiprod.film.timeline import Clip, ShotFootage, SpokenLine, Timeline, Track, Transition
from aiprod.film.timeline_changes import TITLES, Edit
from aiprod.film.timeline_clips import change_take, freeze, link, remove_transition, set_clip, set_speed, set_transition, unlink
from aiprod.film.timeline_edits import blade, extract, extract_range, lift, lift_range, roll, slide, slip, trim
from aiprod.film.timeline_moves import close_gaps, insert, move, overwrite, swap
from aiprod.film.timeline_tracks import (
    add_marker,
    add_track,
    move_marker,
    move_track,
    remove_marker,
    remove_track,
    set_span,
    set_track,
    snap,
    snap_points,
)

SHOTS = ("s0", "s1", "s2", "s3", "l0", "l1", "l2", "score", "title")
NUMBERS = st.integers(-40, 40)
FRAMES = st.integers(0, 200)
NAMES = st.sampled_from(SHOTS)
EDITS: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.fixed_dictionaries({"edit": st.just("blade"), "frame": FRAMES}),
    st.fixed_dictionaries({"edit": st.just("delete"), "clips": st.lists(NAMES, min_size=1, max_size=3), "ripple": st.booleans()}),
    st.fixed_dictionaries({"edit": st.just("delete_range"), "start": FRAMES, "end": FRAMES, "ripple": st.booleans()}),
    st.fixed_dictionaries({"edit": st.just("trim"), "clip": NAMES, "edge": st.sampled_from(("in", "out")), "frames": NUMBERS,
                           "ripple": st.booleans(), "linked": st.booleans()}),
    st.fixed_dictionaries({"edit": st.just("roll"), "clip": NAMES, "frames": NUMBERS}),
    st.fixed_dictionaries({"edit": st.just("slip"), "clips": st.tuples(NAMES), "frames": NUMBERS}),
    st.fixed_dictionaries({"edit": st.just("slide"), "clip": NAMES, "frames": NUMBERS}),
    st.fixed_dictionaries({"edit": st.just("move"), "clips": st.lists(NAMES, min_size=1, max_size=2), "frame": FRAMES,
                           "ripple": st.booleans()}),
    st.fixed_dictionaries({"edit": st.just("swap"), "one": NAMES, "other": NAMES}),
    st.fixed_dictionaries({"edit": st.just("close_gaps"), "track": st.sampled_from(("picture", "dialogue", "music"))}),
    st.fixed_dictionaries({"edit": st.just("transition"), "clip": NAMES, "transition": st.sampled_from(("dissolve", "fade")),
                           "length": st.integers(1, 30), "edge": st.sampled_from(("head", "tail"))}),
    st.fixed_dictionaries({"edit": st.just("speed"), "clip": NAMES, "speed": st.sampled_from(("2", "1/2", "-1", "0", "3/2"))}),
    st.fixed_dictionaries({"edit": st.just("track"), "track": st.sampled_from(("picture", "dialogue")), "locked": st.booleans()}),
)  # fmt: skip
READ: TypeAdapter[Edit] = TypeAdapter(Edit)
KEEP = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def done(timeline: Timeline, edits: list[dict[str, Any]]) -> Timeline:
    """The timeline after those edits that were possible."""
    for fields in edits:
        try:
            timeline = READ.validate_python(fields).done(timeline)
        except UserError:
            continue
    return timeline


@KEEP
@given(films(), st.lists(EDITS, min_size=1, max_size=6))
def test_whatever_is_done_the_timeline_is_whole_and_in_sync(before: Timeline, edits: list[dict[str, Any]]) -> None:
    for fields in edits:
        after = done(before, [fields])
        was, now = offsets(before), offsets(after)
        for word in was.keys() & now.keys():
            moved = {now[word][name] - was[word][name] for name in was[word].keys() & now[word].keys()}
            assert len(moved) <= 1, fields
        before = after
    assert Timeline.from_json(before.to_json()) == before
    for track in before.tracks:
        assert all(clip.gap >= 0 and clip.length > 0 for clip in track.clips)


@KEEP
@given(films(), st.lists(EDITS, min_size=1, max_size=4))
def test_a_patch_and_its_inverse_lead_there_and_back(before: Timeline, edits: list[dict[str, Any]]) -> None:
    after = done(before, edits)
    forward = list(timeline_patches.difference(before, after))
    backward = list(timeline_patches.difference(after, before))
    assert jsonpatch.apply_patch({"timeline": before.to_json()}, forward)["timeline"] == after.to_json()
    assert jsonpatch.apply_patch({"timeline": after.to_json()}, backward)["timeline"] == before.to_json()
    for start, patch, end in ((before, forward, after), (after, backward, before)):
        quick = timeline_patches.patched(start, patch)
        assert quick is None or quick == end


@KEEP
@given(films(), FRAMES)
def test_a_blade_changes_nothing_that_is_seen(before: Timeline, frame: int) -> None:
    after = done(before, [{"edit": "blade", "frame": frame}])
    assert seen(after) == seen(before)


@KEEP
@given(films(), st.integers(0, 5), NUMBERS)
def test_a_roll_keeps_the_length_and_all_other_clips(before: Timeline, number: int, frames: int) -> None:
    after = done(before, [{"edit": "roll", "clip": f"s{number}", "frames": frames}])
    assert after.end == before.end
    picture = after.tracks[0]
    assert sum(was != now for was, now in zip(before.tracks[0].clips, picture.clips, strict=True)) in (0, 2)


@KEEP
@given(films(), st.integers(0, 5), NUMBERS)
def test_a_ripple_trim_changes_the_picture_by_exactly_its_frames(before: Timeline, number: int, frames: int) -> None:
    after = done(before, [{"edit": "trim", "clip": f"s{number}", "edge": "out", "frames": frames, "ripple": True}])
    assert after is before or after.tracks[0].end == before.tracks[0].end + frames


@KEEP
@given(films(), st.data())
def test_edits_of_clips_that_do_not_touch_commute(before: Timeline, data: st.DataObject) -> None:
    if len(before.tracks[0].clips) < 4:
        return
    one = {"edit": "slip", "clips": ["s0"], "frames": 0}
    first = {"edit": "trim", "clip": "s0", "edge": "in", "frames": data.draw(st.integers(1, 5)), "linked": False}
    second = {"edit": "trim", "clip": "s3", "edge": "out", "frames": -data.draw(st.integers(1, 5)), "linked": False}
    assert done(before, [first, second, one]) == done(before, [second, one, first])


def test_extract_takes_the_linked_line_and_the_time_and_the_bed_ends_with_the_film() -> None:
    before = film()
    after = extract(before, ["s1"])
    assert [clip.id for clip in after.tracks[0].clips] == ["s0", "s2", "s3"]
    assert [clip.id for clip in after.tracks[2].clips] == ["l0", "l2", "l3"]
    assert after.end == before.end - 50 and after.tracks[3].end == after.end
    assert after.tracks[2].starts == (5, 45, 105)


def test_lift_leaves_the_room_empty() -> None:
    after = lift(film(), ["s1"])
    assert after.tracks[0].starts == (0, 90, 150) and after.end == film().end


def test_a_range_is_lifted_from_all_tracks_or_extracted() -> None:
    before = film()
    empty = lift_range(before, 60, 70)
    assert not [key for key in seen(empty) if 60 <= key[1] < 70]
    assert {key: what for key, what in seen(before).items() if not 60 <= key[1] < 70} == seen(empty)
    assert extract_range(before, 60, 70).end == before.end - 10


def test_insert_makes_room_and_cuts_what_lies_there() -> None:
    new = shot(9, 25, linked=False)
    after = insert(film(), "picture", 60, [new])
    assert [clip.id for clip in after.tracks[0].clips] == ["s0", "s1", "s9", "s1~1", "s2", "s3"]
    assert after.tracks[0].starts == (0, 40, 60, 85, 115, 175) and after.end == 205
    assert after.tracks[2].starts[-1] == film().tracks[2].starts[-1] + 25


def test_overwrite_keeps_the_length() -> None:
    after = overwrite(film(), "picture", 60, [shot(9, 60, linked=False)])
    assert after.tracks[0].starts == (0, 40, 60, 120, 150) and after.end == film().end


def test_a_shot_is_moved_with_its_line_and_its_time() -> None:
    before = film()
    after = move(before, ["s3"], 40, ripple=True)
    assert [clip.id for clip in after.tracks[0].clips] == ["s0", "s3", "s1", "s2"]
    assert after.tracks[0].starts == (0, 40, 70, 120) and after.end == before.end
    at = dict(zip([clip.id for clip in after.tracks[2].clips], after.tracks[2].starts, strict=True))
    assert at == {"l0": 5, "l3": 45, "l1": 75, "l2": 125}


def test_neighbours_are_swapped() -> None:
    after = swap(film(), "s1", "s2")
    assert [clip.id for clip in after.tracks[0].clips] == ["s0", "s2", "s1", "s3"] and after.end == film().end
    assert {clip.id: start for _, start, clip in after.clips()}["l1"] == 105


def test_a_clip_goes_up_a_track() -> None:
    two = add_track(film(), "video")
    after = move(two, ["s1"], 40, track=two.tracks[1].id)
    assert [clip.id for clip in after.tracks[1].clips] == ["s1"] and after.tracks[1].starts == (40,)
    with pytest.raises(UserError, match="can't lie on"):
        move(two, ["s1"], 40, track="music")


def test_slip_slide_and_trim_say_what_is_available() -> None:
    before = unlink(film(), ["s0", "s1", "s2", "s3"])
    assert slip(before, ["s1"], -10).tracks[0].clips[1].source_in == 0
    with pytest.raises(UserError, match="10 frames are left before it and 10 behind"):
        slip(before, ["s1"], 11)
    assert slide(before, "s1", 10).tracks[0].starts == (0, 50, 100, 150)
    with pytest.raises(UserError, match="10 frames are left"):
        slide(before, "s1", 11)
    with pytest.raises(UserError, match="Trim at most 49"):
        trim(before, "s1", "in", 50)
    with pytest.raises(UserError, match="0 frames are free"):
        trim(before, "s1", "out", 5)
    with pytest.raises(UserError, match="Trim at most 10"):
        roll(before, "s1", -11)


def test_a_split_edit_leaves_the_line_as_it_is() -> None:
    before = film()
    after = trim(before, "s1", "in", 5, linked=False)
    assert after.tracks[2] == before.tracks[2] and after.tracks[0].starts[1] == 45


def test_a_locked_track_refuses_and_keeps_others_from_drifting() -> None:
    locked = set_track(film(), "dialogue", locked=True)
    for change in (lambda: lift(locked, ["s1"]), lambda: extract(locked, ["s0"]), lambda: move(locked, ["s1"], 0)):
        with pytest.raises(UserError, match="locked"):
            change()
    with pytest.raises(UserError, match="lose its sync"):
        insert(locked, "picture", 0, [shot(9)])


def test_transitions_need_footage_and_room() -> None:
    before = film()
    after = set_transition(before, "s1", "dissolve", 20)
    assert after.tracks[0].clips[1].head == Transition(kind="dissolve", before=10, after=10)
    with pytest.raises(UserError, match="20 frames long at most"):
        set_transition(before, "s1", "wipe", 24)
    assert set_transition(after, "s1", "wipe", 6, alignment="end").tracks[0].clips[1].head.alignment == "end"  # type: ignore[union-attr]
    assert remove_transition(after, "s1") == before
    ends = set_transition(before, "s3", "fade", 12, edge="tail")
    assert ends.tracks[0].clips[3].tail == Transition(kind="fade", before=12, after=0)
    with pytest.raises(UserError, match="no transition 'sparkle'"):
        set_transition(before, "s1", "sparkle", 4)
    with pytest.raises(UserError, match="shorter than its transitions"):
        trim(set_transition(before, "s1", "dissolve", 20), "s1", "out", -45, linked=False)
    assert lift(after, ["s0"]).tracks[0].clips[0].head is None


def test_speed_reverse_and_freeze() -> None:
    before = unlink(film(), ["s1"])
    fast = set_speed(before, "s1", Fraction(2))
    assert fast.tracks[0].clips[1].length == 25 and fast.end == before.end - 25
    slow = set_speed(before, "s1", Fraction(1, 2))
    assert slow.tracks[0].clips[1].length == 100 and slow.tracks[0].starts[2] == 140
    back = set_speed(before, "s1", Fraction(-1))
    shown = back.tracks[0].clips[1]
    assert [shown.frame_at(at) for at in range(50)] == list(range(59, 9, -1))
    assert set_speed(back, "s1", Fraction(1)) == before
    held = freeze(before, "s1", 50).tracks[0].clips[1]
    assert {held.frame_at(at) for at in range(50)} == {20}
    with pytest.raises(UserError, match="linked with the sound"):
        set_speed(film(), "s1", Fraction(2))


def test_takes_links_and_sound() -> None:
    before = film()
    assert change_take(before, "s1", "abc").tracks[0].clips[1].shows == ShotFootage(shot="s1", take="abc")
    with pytest.raises(UserError, match="not enough footage"):
        change_take(before, "s1", "abc", 30)
    with pytest.raises(UserError, match="has no takes"):
        change_take(before, "l1", "abc")
    free = unlink(before, ["s1"])
    assert link(free, ["s1", "l1"]).tracks[2].clips[1].link == link(free, ["s1", "l1"]).tracks[0].clips[1].link
    assert set_clip(before, ["l1"], gain_db=-6.0, fade_in=3).tracks[2].clips[1].gain_db == -6
    with pytest.raises(UserError, match="can't be set"):
        set_clip(before, ["l1"], gain_db=99.0)


def test_tracks_and_markers() -> None:
    before = film()
    with pytest.raises(UserError, match="not empty"):
        remove_track(before, "music")
    assert len(remove_track(before, "music", with_clips=True).tracks) == 3
    assert [t.id for t in move_track(before, "music", 2).tracks] == ["picture", "titles", "music", "dialogue"]
    with pytest.raises(UserError, match="lowest track"):
        move_track(before, "music", 0)
    marked = add_marker(before, 60, "here")
    assert insert(marked, "picture", 50, [shot(9, 10)]).markers[1].frame == 70
    assert move_marker(marked, "marker~1", 7).markers[1].frame == 7 and remove_marker(marked, "marker~1") == before
    with pytest.raises(UserError, match="out point"):
        set_span(before, (5, 5))


def test_gaps_are_closed() -> None:
    gapped = lift(film(), ["s1"])
    after = close_gaps(gapped, "picture")
    assert after.tracks[0].starts == (0, 40, 100) and after.tracks[2].starts == (5, 45, 105)


def test_edges_snap() -> None:
    points = snap_points(film(), but=["s1"])
    assert 40 in points and snap(points, 42, 3) == 40 and snap(points, 78, 1) is None
    assert snap([10, 20], 15, 5) == 10


def test_a_document_that_is_not_whole_is_refused() -> None:
    with pytest.raises(UserError, match="twice"):
        Timeline.from_json({**film().to_json(), "tracks": [film().tracks[0].to_json()] * 2})
    with pytest.raises(UserError, match="not enough footage"):
        Track(id="a", kind="video", name="A", clips=(shot(0).changed(available=20),))
    with pytest.raises(UserError, match="hangs in the air"):
        Track(id="a", kind="video", name="A", clips=(shot(0).changed(head=Transition(kind="wipe", before=4, after=4)),))
    with pytest.raises(ValueError, match="length"):
        Clip(id="a", shows=SpokenLine(line="a"), length=0)


def test_every_edit_has_a_name_in_both_languages() -> None:
    assert all(names["en"] and names["fr"] for names in TITLES.values())
    assert all(translated(names["en"], "fr") == names["fr"] for names in TITLES.values())
    assert translated("Undo Blade", "fr") == "Annuler\u00a0: Couper" and translated("Undo a riddle", "fr") == "Undo a riddle"


def test_a_dissolve_goes_with_both_its_clips_and_stays_behind_when_one_leaves() -> None:
    timeline = film((40, 50, 60, 30, 70), dissolve=8)
    both = move(timeline, ["s2", "s3"], timeline.end)
    heads = {clip.id: clip.head for clip in both.tracks[0].clips}
    assert heads["s3"] == timeline.tracks[0].clips[3].head and heads["s2"] is None and heads["s4"] is None
    alone = move(timeline, ["s2"], timeline.end + 10)
    assert {clip.id for clip in alone.tracks[0].clips if clip.head} == {"s1", "s4"}
    swapped = swap(film((40, 50, 50, 30), dissolve=8), "s1", "s2")
    assert [clip.id for clip in swapped.tracks[0].clips] == ["s0", "s2", "s1", "s3"]
    assert not any(clip.head for clip in swapped.tracks[0].clips)


def test_a_clip_that_goes_with_its_time_is_given_no_name_twice() -> None:
    """The piece that has to be cut at the new place gets a name of its own, though the moved piece is away just then."""
    timeline = blade(film(), 60, ["s1"])
    piece = next(clip.id for clip in timeline.tracks[0].clips if clip.id.startswith("s1~"))
    after = move(timeline, [piece], 50, ripple=True)
    ids = [clip.id for track in after.tracks for clip in track.clips]
    assert len(ids) == len(set(ids)) and ids.count(piece) == 1
