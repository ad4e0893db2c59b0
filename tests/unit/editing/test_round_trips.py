# SPDX-License-Identifier: Apache-2.0
"""Random edits are written, read again by our readers, and are the same but for what the report names, in every format.

Other people's readers are asked in `test_interchange`, `test_aaf` and `test_other_readers`.
"""

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.editing.edits import RATES, media_in, random_edit

from aiprod.editing import interchange
from aiprod.editing.interchange import Options
from aiprod.editing.interchange.events import Edit, Event, Lane, count, timecode
from aiprod.editing.interchange.rates import exact_rate, simplest
from aiprod.film.timecode import fields

EXAMPLES = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


@pytest.fixture(scope="module")
def media(tmp_path_factory):
    return media_in(tmp_path_factory.mktemp("media"))


@pytest.mark.parametrize("kind", interchange.KINDS)
def test_what_is_lost_is_named(kind, media, tmp_path):
    @settings(EXAMPLES, max_examples=4 if kind == "aaf" else 12)  # pyaaf2 takes its time
    @given(st.integers(0, 10_000))
    def check(seed):
        edit = random_edit(Random(seed), media)
        path = tmp_path / f"é {seed} {kind}{interchange.KINDS[kind]}"
        report = interchange.write(edit, kind, path)
        back = interchange.read(path)
        assert interchange.unreported(edit, back, report) == []
        assert back.rate == edit.rate and back.timecode(0) == edit.timecode(0) and back.drop == edit.drop
        if kind == "otio":
            assert not report.losses and not back.lost

    check()


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("kind", interchange.KINDS)
def test_plain_cuts_and_dissolves_come_back_to_the_frame_at_every_rate(kind, rate, media, tmp_path):
    edit = random_edit(Random(f"{kind}{rate}"), media, clips=3, plain=True)
    exact, drop = RATES[rate]
    edit = replace(edit, rate=exact, drop_frame=drop, start_frame=round(exact.fps) * 3600).with_drop(
        drop is None and "DF" in rate
    )
    edit = replace(edit, drop_frame=drop)
    path = tmp_path / f"edit{interchange.KINDS[kind]}"
    interchange.write(edit, kind, path)
    wrong = [
        d for d in interchange.differences(edit, interchange.read(path)) if d.aspect in ("clip", "media", "speed", "drop frame")
    ]
    titles = {event.name for lane in edit.lanes for event in lane.events if event.path is None}
    assert [d for d in wrong if d.clip not in titles] == []


def test_a_long_timeline_loses_nothing_that_the_report_does_not_name(media, tmp_path):
    """The AAF, whose library is slow, is as long in `aiprod bench panels`."""
    long, short = random_edit(Random(5), media, clips=400), random_edit(Random(5), media, clips=40)
    for kind, suffix in interchange.KINDS.items():
        edit, least = (short, 40) if kind == "aaf" else (long, 500)
        report = interchange.write(edit, kind, tmp_path / f"long{suffix}")
        assert report.clips >= least
        assert interchange.unreported(edit, interchange.read(tmp_path / f"long{suffix}"), report) == []


def test_the_comparison_sees_what_is_other(media):
    edit = random_edit(Random(1), media, plain=True)
    event = edit.picture.events[0]
    report = interchange.Report("edl", None, (), ())
    for fields_, aspect in (
        ({"first": event.first + 1}, "clip"), ({"speed": Fraction(2)}, "speed"), ({"name": "other"}, "name"),
        ({"gain_db": -3.0}, "gain"), ({"enabled": False}, "enabled"), ({"path": None, "title": {}}, "media"),
    ):  # fmt: skip
        changed = replace(edit.picture, events=(replace(event, **fields_), *edit.picture.events[1:]))
        other = replace(edit, lanes=(changed, *edit.lanes[1:]))
        found = interchange.unreported(edit, other, report)
        assert aspect in {d.aspect for d in found} and {d.clip for d in found} == {event.name}
    gone = replace(edit, lanes=(replace(edit.picture, events=edit.picture.events[1:]), *edit.lanes[1:]))
    assert next(d.aspect for d in interchange.unreported(edit, gone, report) if d.clip) == "clip"


@given(frame=st.integers(0, 24 * 3600 * 60 - 1), rate=st.sampled_from(list(RATES)))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_timecode_both_ways(frame, rate):
    exact, drop = RATES[rate]
    nominal, dropping = round(exact.fps), "DF" in rate and drop is None and exact.denominator == 1001
    frame %= 24 * 3600 * nominal - (24 * 54 * (nominal // 15) * 2 if dropping else 0)
    assert count(fields(frame, nominal, drop=dropping), nominal, dropping) == frame
    text = timecode(frame, nominal, dropping)
    assert (";" in text) is dropping
    following = timecode(frame + 1, nominal, dropping)
    assert following != text and (not dropping or not following.endswith((":00;00",)) or following[3:5].endswith("0"))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (23.976, "24000/1001"),
        (23.98, "24000/1001"),
        (29.97, "30000/1001"),
        (59.94, "60000/1001"),
        (24.0, "24"),
        (25, "25"),
        (50, "50"),
    ],
)
def test_rates_as_other_programs_say_them(said, meant):
    assert exact_rate(said).fps == Fraction(meant)


def test_the_simplest_fraction():
    assert simplest(Fraction(33, 100), Fraction(334, 1000)) == Fraction(1, 3)
    assert simplest(Fraction(2), Fraction(3)) == 2


def test_drop_frame_can_be_chosen_and_the_label_stays(media, tmp_path):
    edit = random_edit(Random(3), media, plain=True)
    edit = replace(edit, rate=RATES["29.97 DF"][0], start_frame=107_892, drop_frame=None)
    assert edit.timecode(0) == "01:00:00;00"
    for kind in interchange.KINDS:
        path = tmp_path / f"ndf{interchange.KINDS[kind]}"
        interchange.write(edit, kind, path, options=Options(drop=False))
        back = interchange.read(path)
        assert back.timecode(0) == "01:00:00:00" and back.start_frame == 108_000 and not back.drop


def test_relative_media_work_in_a_folder_that_was_moved(tmp_path):
    home = tmp_path / "à rendre"
    home.mkdir()
    media = media_in(home)
    edit = random_edit(Random(9), media, plain=True)
    for kind in ("otio", "fcpxml", "fcp7", "edl"):
        interchange.write(edit, kind, home / f"edit{interchange.KINDS[kind]}", options=Options(relative=True))
    moved = home.rename(tmp_path / "ailleurs #2")
    for kind in ("otio", "fcpxml", "fcp7", "edl"):
        back = interchange.read(moved / f"edit{interchange.KINDS[kind]}")
        paths = [event.path for lane in back.lanes for event in lane.events if event.path is not None]
        assert paths and all(path.resolve().is_file() and path.resolve().is_relative_to(moved) for path in paths)


def test_reports_are_saved_beside_the_file_in_the_user_s_language(media, tmp_path):
    edit = random_edit(Random(2), media)
    report = interchange.write(edit, "edl", tmp_path / "edit.edl")
    text, data = report.save("fr")
    assert text.name == "edit.edl.report.txt" and data.name == "edit.edl.report.json"
    assert "Ce que le format n’a pas pu transmettre" in text.read_text("utf-8")
    assert all(sentence in text.read_text("utf-8") for sentence in report.sentences("fr"))
    per_clip = [loss for loss in report if loss.clip]
    assert per_clip and all(loss.track and loss.at for loss in per_clip if loss.aspect not in ("marker", "marker name"))


def test_media_timecode_is_taken_off(tmp_path):
    """A host's OTIO counts source frames in the media's own timecode."""
    event = Event("c", tmp_path / "a.mov", 5, 20, 0, 100, media_start=86_400)
    edit = Edit("x", RATES["24"][0], 64, 36, 20, 86_400, (Lane("V1", True, (event,)),), ())
    for kind in ("otio", "resolve-otio", "fcpxml", "fcp7"):
        path = tmp_path / f"tc{interchange.KINDS[kind]}"
        interchange.write(edit, kind, path)
        found = interchange.read(path).lanes[0].events[0]
        assert (found.first, found.media_start, found.available) == (5, 86_400, 100)
