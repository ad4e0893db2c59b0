# SPDX-License-Identifier: Apache-2.0
"""The panel's pure parts: timecode, ranges, plans, recipes, words."""

import ast
import json
import random
import re
import string
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from aiprod_resolve import engine_words, hostinfo, messages, operations, plan, ranges, recipes, telling, timecode, words
from aiprod_resolve.errors import EngineError, HostError, PanelError
from aiprod_resolve.studio import Made, Progress
from tests.plugin.resolve.facts import FACTS
from tests.plugin.resolve.stage import PACKAGE, RATES

from aiprod.film import messages as engine_messages
from aiprod.wire.operations import OPERATIONS

SOURCES = sorted((PACKAGE / "aiprod_resolve").glob("*.py"))


def key_of(work: Any) -> str:
    with pytest.raises(PanelError) as caught:
        work()
    return caught.value.key


# --- timecode ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "exact", "drop"),
    [
        ("23.976", "24000/1001", False), ("23.98", "24000/1001", False), (23.976, "24000/1001", False), ("24", "24", False),
        (24.0, "24", False), ("25", "25", False), ("29.97", "30000/1001", False), ("29.97 DF", "30000/1001", True),
        ("29,97", "30000/1001", False), (29.97, "30000/1001", False), ("30", "30", False), ("50.0", "50", False),
        ("59.94 DF", "60000/1001", True), ("59.94 NDF", "60000/1001", False), ("60 fps", "60", False), ("24 DF", "24", False),
        ("24000/1001", "24000/1001", False), ("47.952", "48000/1001", False), ("16", "16", False), ("12.5", "25/2", False),
    ],
)  # fmt: skip
def test_rates_are_what_the_host_means(said: object, exact: str, drop: bool) -> None:
    found = timecode.parse_rate(said)  # type: ignore[arg-type]
    assert (timecode.wire_rate(found), found.drop) == (exact, drop)


@pytest.mark.parametrize("said", [None, "", "fast", "0", "-24", "24/0", False, "1e3"])
def test_what_is_no_rate_is_refused(said: Any) -> None:
    assert key_of(lambda: timecode.parse_rate(said)) == "bad_rate"


def test_the_hosts_names_of_rates_come_back() -> None:
    for name in RATES:
        assert timecode.host_rate(timecode.parse_rate(name)) == name


@pytest.mark.parametrize("name", RATES)
def test_timecode_and_frames_are_inverse_at_every_rate(name: str) -> None:
    rate, dice = timecode.parse_rate(name), random.Random(name)
    day = 24 * timecode.frames_per_hour(rate)
    for frame in [*range(4000), *(dice.randrange(day) for _ in range(4000))]:
        assert timecode.from_timecode(timecode.to_timecode(frame, rate), rate) == frame


def test_timecode_agrees_with_opentimelineio() -> None:
    import opentimelineio as otio

    dice = random.Random(3)
    for name in RATES:
        rate = timecode.parse_rate(name)
        for _ in range(300):
            frame = dice.randrange(timecode.frames_per_hour(rate) * 23)
            theirs = otio.opentime.RationalTime(frame, float(timecode.fps(rate)))
            said = otio.opentime.to_timecode(theirs, float(timecode.fps(rate)), rate.drop)
            assert timecode.to_timecode(frame, rate) == said, (name, frame)


def test_numbers_that_drop_frame_leaves_out() -> None:
    rate = timecode.parse_rate("29.97 DF")
    assert timecode.to_timecode(1799, rate) == "00:00:59;29" and timecode.to_timecode(1800, rate) == "00:01:00;02"
    assert timecode.to_timecode(17982, rate) == "00:10:00;00" and timecode.from_timecode("00:01:00;00", rate) == 1800
    assert timecode.from_timecode("01:00:00;00", rate) == 107892


@pytest.mark.parametrize("text", ["", "1", "01:00:00", "01:60:00:00", "01:00:61:00", "01:00:00:24", "aa:bb:cc:dd"])
def test_what_is_no_timecode_is_refused(text: str) -> None:
    assert key_of(lambda: timecode.from_timecode(text, timecode.rate(24))) == "bad_timecode"


def test_frames_of_other_rates_are_rounded_to_the_nearest() -> None:
    ntsc, pal = timecode.parse_rate("29.97"), timecode.rate(25)
    dice = random.Random(5)
    for _ in range(500):
        frames = dice.randrange(100000)
        exact = Fraction(frames) * 25 * 1001 / 30000
        assert abs(timecode.rescaled(frames, ntsc, pal) - exact) <= Fraction(1, 2)
    assert timecode.frames_in(8, ntsc) == 240 and timecode.frames_in(8, pal) == 200


# --- plans ------------------------------------------------------------------------------------------------------------


def test_free_room_is_found_as_by_hand() -> None:
    dice = random.Random(11)
    for _ in range(300):
        taken = {frame for frame in range(60) if dice.random() < 0.3}
        spans = [(frame, frame + 1) for frame in taken]
        at, length = dice.randrange(50), dice.randrange(1, 10)
        assert plan.is_free(spans, at, at + length) == (not taken & set(range(at, at + length)))
        gap = plan.gap_around(spans, at)
        assert (gap is None) == (at in taken)
        if gap is not None:
            start, end = gap
            assert not taken & set(range(start, end if end is not None else 60)) and (start == 0 or start - 1 in taken)
            assert end is None or end in taken


def test_overlaps_are_refused_before_the_host_drops_them() -> None:
    one = plan.Placement("video", 1, 10, 20, 0, "/a.mov", "a")
    assert plan.without_overlaps([one._replace(at=30), one]) == [one, one._replace(at=30)]
    assert plan.without_overlaps([one, one._replace(track=2), one._replace(kind="audio")])
    assert key_of(lambda: plan.without_overlaps([one, one._replace(at=29)])) == "overlap"


def edit_list(**more: Any) -> dict[str, Any]:
    item = {"asset_id": "a", "name": "s1", "src_in": 5, "src_out": 25, "rec_in": 0, "rec_out": 20}
    sound = {**item, "asset_id": "b", "gain_db": -6.0, "fade_in_frames": 3}
    return {
        "name": "Film", "rate": {"numerator": 24, "denominator": 1}, "drop_frame": False, "start_frame": 86400, "frames": 40,
        "width": 1920, "height": 1080, "markers": [{"name": "one", "at": 3, "kind": "scene"}, {"name": "two", "at": 3}],
        "tracks": [
            {"name": "Picture", "kind": "video", "items": [item, {**item, "rec_in": 20, "rec_out": 40}],
             "transitions": [{"kind": "dissolve", "at": 20, "before": 4, "after": 4}]},
            {"name": "Titles", "kind": "video", "items": [{**item, "asset_id": "", "name": "Title"}]},
            {"name": "Voices", "kind": "audio", "items": [sound]},
        ],
        **more,
    }  # fmt: skip


ASSETS = {"a": {"path": "/a.mov", "rate": {"numerator": 24, "denominator": 1}}, "b": {"path": "/b.wav", "channels": 1}}


def test_an_edit_list_becomes_a_plan() -> None:
    made = plan.film_plan(edit_list(), ASSETS)
    assert [(track.kind, track.name, track.channels) for track in made.tracks] == [
        ("video", "Picture", 0),
        ("audio", "Voices", 1),
    ]
    assert [(p.kind, p.track, p.at, p.frames, p.src_in) for p in made.placements] == [
        ("video", 1, 0, 20, 5), ("video", 1, 20, 20, 5), ("audio", 1, 0, 20, 5),
    ]  # fmt: skip
    assert made.left_out == ["Title"] and made.joins == [plan.JoinPlan("dissolve", 1, 20, 4, 4)]
    assert made.levels == [plan.LevelPlan(1, 0, -6.0, 0.0, 3, 0)]
    assert [(m.at, m.name, m.colour) for m in made.markers] == [(3, "one · two", "Blue")]


def test_a_plan_that_can_t_be_is_refused() -> None:
    other = {**ASSETS, "a": {"path": "/a.mov", "rate": {"numerator": 25, "denominator": 1}}}
    assert key_of(lambda: plan.film_plan(edit_list(), {})) == "asset_missing"
    assert key_of(lambda: plan.film_plan(edit_list(), other)) == "mixed_rates"
    assert key_of(lambda: plan.film_plan(edit_list(tracks=[]), ASSETS)) == "nothing_to_place"


def test_names_of_timelines_are_new() -> None:
    assert plan.unique_name("Film", []) == "Film" and plan.unique_name("Film", ["film", "Film (2)"]) == "Film (3)"


# --- ranges -----------------------------------------------------------------------------------------------------------


def context(**more: Any) -> dict[str, Any]:
    item = {"name": "a", "start": 0, "end": 40, "media": "/a.mov", "src_in": 0, "src_out": 40}
    tracks = [{"kind": "video", "index": 1, "name": "V1", "locked": False, "items": [item, {**item, "start": 52, "end": 90}]}]
    base = {
        "project": "P", "timeline": "T", "rate": "24", "drop_frame": False, "start_frame": 86400, "size": "1920x1080",
        "playhead": 45, "mark_in": None, "mark_out": None, "gap": {"start": 40, "end": 52, "track": 1}, "tracks": tracks,
        "selection": [], "markers": [], "subtitles": [],
    }  # fmt: skip
    return {**base, **more}


def test_a_shot_goes_into_the_marks_the_gap_or_above() -> None:
    assert ranges.room_for(context())[:2] == (40, 12)
    assert ranges.room_for(context(mark_in=100, mark_out=110)) == (100, 10, {"kind": "video", "index": 1})
    assert ranges.room_for(context(mark_in=10, mark_out=20)) == (10, 10, "new")
    assert ranges.room_for(context(gap=None)) == (45, 96, "new")
    assert ranges.room_for(context(gap={"start": 90, "end": None, "track": 1}, playhead=200))[:2] == (200, 96)
    assert ranges.room_for(context(), 30) == (45, 30, "new"), "what is longer than the gap goes above"


def test_a_range_of_no_frames_is_refused() -> None:
    assert key_of(lambda: ranges.room_for(context(mark_in=10, mark_out=10))) == "no_range"
    assert key_of(lambda: ranges.room_for(context(gap={"start": 45, "end": 45, "track": 1}))) == "no_range"
    assert key_of(lambda: ranges.sound_range(context(mark_in=10, mark_out=10))) == "no_range"
    assert key_of(lambda: ranges.room_for(context(timeline=None))) == "no_timeline"


def test_a_line_comes_from_the_subtitle_the_words_or_the_marker() -> None:
    subtitle, marker = (
        {"start": 40, "end": 60, "text": "Hello."},
        {"frame": 45, "frames": 1, "name": "m", "note": "Good evening."},
    )
    assert ranges.line_at(context(subtitles=[subtitle])) == ("Hello.", 40, 20)
    assert ranges.line_at(context(subtitles=[subtitle]), "Else.") == ("Else.", 40, 20)
    assert ranges.line_at(context(), "Words.") == ("Words.", 45, 0)
    assert ranges.line_at(context(markers=[marker])) == ("Good evening.", 45, 0)
    assert key_of(lambda: ranges.line_at(context())) == "no_text"


def test_the_place_is_what_the_engine_takes() -> None:
    place = ranges.place_of(context(project='L’été\n"d’Ana" 🎬', rate="30000/1001", drop_frame=True))
    assert place == {"rate": "30000/1001", "size": "1920x1080", "drop_frame": True, "project": 'L’été "d’Ana" 🎬'}


# --- recipes ----------------------------------------------------------------------------------------------------------


def test_a_marker_is_read_back_and_others_are_left_alone() -> None:
    clip = {"id": "clip_1", "family": "clip_0", "recipe": {"prompt": "« é » 🎬", "frames": 12}}
    data = recipes.marker_data(clip)
    assert recipes.read_marker(data) == {"v": 1, "clip": "clip_1", "family": "clip_0", "recipe": clip["recipe"]}
    assert recipes.read_marker("", "a note\naiprod:" + data) == recipes.read_marker(data)
    for other in ("", "shot 4", "{", "[]", "{}", '{"v": 2, "clip": "x"}', '{"v": 1}', '{"v": 1, "clip": 3}', "aiprod:{"):
        assert recipes.read_marker(other, other) is None


# --- words ------------------------------------------------------------------------------------------------------------


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", messages.MESSAGES)
def test_every_message_says_the_same_in_both_languages(key: str) -> None:
    english, french = messages.MESSAGES[key]
    assert fields("".join(english)) == fields("".join(french))
    assert all(bool(a) == bool(b) for a, b in zip(english, french, strict=True))


def test_every_text_of_the_window_is_in_both_languages() -> None:
    for key, (english, french) in words.WORDS.items():
        assert english and french and fields(english) == fields(french), key
    for state in ("received", "planned", "queued", "leased", "running", "reviewing", "delivered", "paused", "cancelled", "failed",
                  "expired"):  # fmt: skip
        assert words.word("state_" + state, "fr")


def test_every_message_that_is_raised_is_there() -> None:
    used = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
            if name.endswith("Error") and node.args and isinstance(node.args[0], ast.Constant) and name != "EngineError":
                used.add(node.args[0].value)
    assert {key for key in used if re.fullmatch("[a-z_]+", str(key))} <= set(messages.MESSAGES) and len(used) > 40


def test_the_engine_s_sentences_are_said_in_french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_words, "CATALOGUE", engine_messages.CATALOGUE["fr"])
    error = EngineError("gone", "A picture of 64×36 can't be marked", "", "")
    assert error.said("fr")[0] == "Une image de 64×36 ne peut pas être marquée" and error.said("en")[0].startswith("A picture")
    assert EngineError("x", "Nobody has translated this", "", "").said("fr")[0] == "Nobody has translated this"


def test_what_is_shown_is_escaped_and_whole() -> None:
    report = {
        "planned": 2,
        "placed": 0,
        "verified": 0,
        "undo": "",
        "mismatches": [{"what": "<b>", "expected": "1", "found": "2"}],
    }
    for lang in ("en", "fr"):
        text = telling.made_lines(Made({"name": "<script>"}, report, ("animatic",)), lang)
        assert "<script>" not in text and "&lt;script&gt;" in text and "animati" in text
        assert "%" in telling.progress_line(Progress("x", "running", 0.4, 75.0, ""), lang)
        assert telling.where_line({"problem": "no_project"}, lang) and telling.state_line(True, None, lang)
        assert "29.97 DF" in telling.where_line(
            {"project": "P", "timeline": "T", "rate": "30000/1001", "drop_frame": True, "playhead": "01:00:00;00"}, lang
        )


# --- contracts --------------------------------------------------------------------------------------------------------


def test_the_routes_are_the_engines() -> None:
    for name, route in operations.ROUTES.items():
        theirs = OPERATIONS[name]
        assert (route.method, route.path, route.mutates) == (theirs.method, theirs.path, theirs.mutates), name
    assert operations.request_of("films.timeline", {"film": "a b/c"})[1] == "/api/v1/films/a%20b%2Fc/timeline"
    assert operations.request_of("jobs.preview", {"job_id": "j", "fresh": True, "wait_s": None})[1].endswith("preview?fresh=true")


def test_the_host_s_calls_are_there_in_the_oldest_version_or_looked_up() -> None:
    """Every call of the host that the package makes exists from 18.6 on, or is in the table that is asked first."""
    known: dict[str, list[tuple[str, tuple[int, ...]]]] = {}
    for kind, methods in FACTS["classes"].items():
        for method, forms in methods.items():
            since = min(tuple(int(part) for part in str(form["since"]).split(".")) for form in forms)
            known.setdefault(method, []).append((kind, since))
    called = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in known:
                called.add(node.func.attr)
    for method in sorted(called):
        oldest = min(since for _, since in known[method])
        listed = [hostinfo.SINCE[f"{kind}.{method}"] for kind, _ in known[method] if f"{kind}.{method}" in hostinfo.SINCE]
        later = [(kind, since) for kind, since in known[method] if since > hostinfo.OLDEST]
        assert oldest <= hostinfo.OLDEST or listed, f"{method} is newer than 18.6 and not looked up: {later}"
    for name, since in hostinfo.SINCE.items():
        kind, method = name.split(".")
        assert (*dict(known[method])[kind], 0, 0)[:3] == (*since, 0, 0)[:3], name
    assert len(called) > 60


def test_modes_explain_themselves() -> None:
    def mode(product: str, *version: int, ui: bool = True) -> tuple[str, str]:
        info = hostinfo.HostInfo(product, version, ".".join(map(str, version)), product.endswith("Studio"))
        found = hostinfo.choose_mode(info, ui)
        return found.name, HostError(found.reason).sentence("fr")

    studio, free = "DaVinci Resolve Studio", "DaVinci Resolve"
    assert [mode(studio, 18, 6)[0], mode(studio, 21, 1)[0], mode(free, 19, 0)[0]] == ["panel"] * 3
    assert [mode(free, 19, 1, ui=False)[0], mode(free, 21, 0, 4, ui=False)[0], mode(studio, 20, ui=False)[0]] == ["bridge"] * 3
    assert [mode(free, 21, 1, ui=False)[0], mode(free, 17, 4)[0]] == ["handoff"] * 2
    assert "21.1" in mode(free, 21, 1)[1] and "18.6" in mode(studio, 18, 1)[1] and "19.1" in mode(free, 20, ui=False)[1]


def test_data_lies_where_the_engine_s_does(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from aiprod_resolve import places

    from aiprod.film.files import data_home

    for given in ({"AIPROD_HOME": str(tmp_path)}, {"XDG_DATA_HOME": str(tmp_path / "x")}, {}):
        for name in ("AIPROD_HOME", "XDG_DATA_HOME"):
            monkeypatch.delenv(name, raising=False)
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        assert places.data_home() == data_home()
    monkeypatch.setenv("AIPROD_HOME", str(tmp_path))
    places.write_private(places.token_path(), {"token": "x"})
    assert places.token_path().stat().st_mode & 0o777 == 0o600 and json.loads(places.token_path().read_text()) == {"token": "x"}
    assert places.panels_folder().stat().st_mode & 0o777 == 0o700
    places.token_path().chmod(0o644)
    assert places.read_private(places.token_path()) == {}, "what others may read is no secret"


def test_a_part_of_a_clip_is_what_the_marks_leave_of_it() -> None:
    item = {"start": 100, "end": 148, "src_in": 10, "src_out": 58}
    assert ranges.part_of(context(mark_in=112, mark_out=120), item) == {"start": 22, "end": 30}
    assert ranges.part_of(context(mark_in=90, mark_out=300), item) == {"start": 10, "end": 58}
    for marks in ({}, {"mark_in": 200, "mark_out": 210}, {"mark_in": 120, "mark_out": 120}):
        assert key_of(lambda marks=marks: ranges.part_of(context(**marks), item)) == "no_part"
