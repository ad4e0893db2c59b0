# SPDX-License-Identifier: Apache-2.0
"""The timeline: exact length, real handles, everything on its track."""

import opentimelineio as otio
import pytest
from tests.unit.directing.films import ALL, spare_key
from tests.unit.editing.cuts import RATES, assembled, directed, speech_of, takes_of

from aiprod.editing.assemble import assemble, line_starts, start_time
from aiprod.editing.clock import film_frames, times
from aiprod.film.errors import EngineError


def track(timeline, name):
    return next(t for t in timeline.tracks if t.name == name)


def clips(one):
    return [c for c in one if isinstance(c, otio.schema.Clip)]


@pytest.mark.parametrize("make", ALL)
@pytest.mark.parametrize("rate", RATES)
def test_the_timeline_is_as_long_as_the_clock_says(make, rate):
    timeline, shots, _ = assembled(make, RATES[rate])
    expected = sum(s.frames for s in shots.shots) - sum(t.overlap for t in times(shots)) + shots.end_card_frames
    picture = track(timeline, "Picture")
    assert picture.duration().value == expected == film_frames(shots) == timeline.duration().value
    assert all(t.duration().value <= expected for t in timeline.tracks)
    for child in picture:
        if not isinstance(child, otio.schema.Transition):
            assert child.duration().value == int(child.duration().value)


@pytest.mark.parametrize("make", ALL)
def test_every_shot_is_cut_where_the_clock_says(make):
    timeline, shots, _ = assembled(make)
    picture = track(timeline, "Picture")
    found = {c.name: picture.range_of_child(c) for c in clips(picture)}
    assert list(found) == [s.id for s in shots.shots]
    for time in times(shots):
        assert found[time.shot.id].start_time.value == time.cut_in
        assert found[time.shot.id].end_time_exclusive().value == time.cut_out


@pytest.mark.parametrize("make", ALL)
def test_transitions_have_the_frames_they_need(make):
    timeline, _, _ = assembled(make)
    children = list(track(timeline, "Picture"))
    kinds = set()
    for i, child in enumerate(children):
        if not isinstance(child, otio.schema.Transition):
            continue
        kind = child.metadata["aiprod"]["kind"]
        kinds.add(kind)
        before = children[i - 1] if i else None
        after = children[i + 1]
        if child.out_offset.value and isinstance(before, otio.schema.Clip):
            spare = before.available_range().end_time_exclusive() - before.source_range.end_time_exclusive()
            assert spare.value >= child.out_offset.value
        if child.in_offset.value and isinstance(after, otio.schema.Clip):
            assert after.source_range.start_time.value >= child.in_offset.value
    assert {"fade_in", "fade_out"} <= kinds


def test_clips_say_what_they_are():
    timeline, shots, _ = assembled(spare_key)
    takes = takes_of(shots)
    for clip in clips(track(timeline, "Picture")):
        facts = clip.metadata["aiprod"]
        assert facts["model"] == "animatic" and facts["take"] == takes[clip.name].take and facts["shot"] == clip.name
        assert not clip.media_reference.target_url.startswith(("/", "file:"))
    assert any(c.metadata["aiprod"]["line"] == "s4-l3" for c in clips(track(timeline, "Picture")))


def test_lines_lie_where_the_shots_put_them():
    timeline, shots, script = assembled(spare_key)
    dialogue = track(timeline, "Dialogue")
    starts = line_starts(shots, RATES["24"])
    placed = {c.name: dialogue.range_of_child(c).start_time.to_seconds() for c in clips(dialogue)}
    assert placed == starts and set(placed) == {line.id for line in script.lines()}
    assert "%20" in clips(dialogue)[0].media_reference.target_url and "é" not in clips(dialogue)[0].media_reference.target_url


def test_overlapping_sounds_get_a_track_of_their_own():
    timeline, _, _ = assembled(spare_key)
    assert [t.name for t in timeline.tracks] == ["Picture", "Titles", "Dialogue", "Music", "Ambience", "Ambience 2", "Effects"]
    music = clips(track(timeline, "Music"))[0]
    assert music.duration() == timeline.duration() and music.metadata["aiprod"]["gain_db"] == -9
    second = track(timeline, "Ambience 2")
    assert second.range_of_child(clips(second)[0]).start_time.to_seconds() == pytest.approx(11.5)


def test_titles_open_and_close_the_film():
    timeline, shots, script = assembled(spare_key)
    titles = track(timeline, "Titles")
    opening, end = clips(titles)
    assert [c.media_reference.generator_kind for c in (opening, end)] == ["aiprod.title"] * 2
    assert opening.media_reference.parameters["title"] == script.title
    assert list(end.media_reference.parameters["lines"])
    assert titles.range_of_child(opening).end_time_exclusive().value <= times(shots)[0].cut_out
    assert titles.range_of_child(end).start_time.value == film_frames(shots) - shots.end_card_frames


def test_markers_tell_the_story():
    timeline, _, script = assembled(spare_key)
    markers = timeline.tracks.markers
    kinds = [m.metadata["aiprod"]["kind"] for m in markers]
    assert kinds.count("scene") == len(script.scenes) and kinds.count("line") == len(list(script.lines()))
    assert "Nadia: There's another one at noon." in [m.name for m in markers]


@pytest.mark.parametrize(
    ("rate", "expected"),
    [("24", 86400), ("23.976", 86400), ("25", 90000), ("29.97", 107892), ("30", 108000), ("50", 180000), ("59.94", 215784)],
)
def test_the_clock_starts_at_one_hour(rate, expected):
    start = start_time(RATES[rate])
    assert start.value == expected
    drop = rate in ("29.97", "59.94")
    text = "01:00:00;00" if drop else "01:00:00:00"
    assert otio.opentime.from_timecode(text, start.rate).value == expected


def test_a_missing_or_short_take_is_refused():
    shots, script = directed(spare_key)
    takes = takes_of(shots)
    missing = {k: v for k, v in takes.items() if k != shots.shots[3].id}
    with pytest.raises(EngineError):
        assemble(shots, script, missing, {}, RATES["24"])
    short = takes | {shots.shots[3].id: type(takes[shots.shots[3].id])("x.mp4", "t" * 64, 3)}
    with pytest.raises(EngineError):
        assemble(shots, script, short, {}, RATES["24"])


def test_assembling_twice_gives_the_same_bytes():
    shots, script = directed(spare_key)
    texts = {assemble(shots, script, takes_of(shots), speech_of(script), RATES["24"]).to_json_string() for _ in range(2)}
    assert len(texts) == 1
