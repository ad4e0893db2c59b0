# SPDX-License-Identifier: Apache-2.0
"""Takes swapped in place, whole films as new sequences, what the panel tells of the timeline, and the self-test."""

import json
import re
from fractions import Fraction
from typing import Any

import pytest
from tests.plugin.premiere.host import HostError
from tests.plugin.premiere.media import picture, sound
from tests.plugin.premiere.panel_setup import PLACE, PROFILES, RATES, clip, clip_id, items, media_of, project, shared_editor, spot

V1 = {"kind": "video", "index": 1}
SWAP = "return panel('./src/actions.js').act('swap_take', args)"
BUILD = "return panel('./src/actions.js').act('build_film', args)"
CONTEXT = "return panel('./src/actions.js').act('context')"


# --- takes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", PROFILES)
def test_a_take_of_the_same_length_takes_the_others_place(version: str) -> None:
    first, second = clip(36), clip(36, number=2, name="A lighthouse 2")
    with shared_editor(version, media=media_of(first, second)) as host:
        host.run(PLACE, clip=first, at=52, track=V1)
        own = items(host, "video", 0)
        report = host.run(SWAP, at={"track": 1, "start": 52}, clip=second)
        assert (report["planned"], report["verified"], report["mismatches"]) == (2, 2, [])
        assert items(host, "video", 0) == [(a, b, c, spot(second, "picture") if a == 52 else d) for a, b, c, d in own]
        assert (52, 88, 0, spot(second, "sound")) in items(host, "audio", 0)
        marker = next(each for each in host.run(CONTEXT)["markers"] if each["frame"] == 52)
        assert marker["recipe"]["clip"] == clip_id(2) and marker["name"] == "A lighthouse 2"
        kept = json.dumps(host.look()["bins"])
        assert spot(first, "picture") in kept and spot(second, "picture") in kept  # the old take lies beside the new one


def test_a_trimmed_cut_is_kept() -> None:
    first, second = clip(60, files="p"), clip(80, number=2, files="p")
    setup = project(items=[{"media": spot(first, "picture"), "track": 1, "start": 30, "end": 50, "src_in": 12}])
    setup["media"] |= media_of(first)
    with shared_editor(setup=setup, media=media_of(first, second)) as host:
        report = host.run(SWAP, at={"track": 2, "start": 30}, clip=second)
        assert report["verified"] == 1 and report["mismatches"] == [] and report["undo"]
        assert items(host, "video", 1) == [(30, 50, 12, spot(second, "picture"))]


def test_a_take_that_is_used_elsewhere_too_changes_only_here() -> None:
    first, second = clip(36, files="p"), clip(36, number=2, files="p")
    place = {"media": spot(first, "picture"), "track": 1, "end": 36, "start": 0}
    setup = project(items=[place, {**place, "start": 50, "end": 86}])
    setup["media"] |= media_of(first)
    with shared_editor(setup=setup, media=media_of(first, second)) as host:
        assert host.run(SWAP, at={"track": 2, "start": 50}, clip=second)["mismatches"] == []
        assert [each[3] for each in items(host, "video", 1)] == [spot(first, "picture"), spot(second, "picture")]


def test_a_family_is_found_by_its_marker() -> None:
    first, second = clip(36, files="p"), clip(36, number=2, files="p")
    with shared_editor(media=media_of(first, second)) as host:
        host.run(PLACE, clip=first, at=52, track=V1)
        assert host.run(SWAP, family=first["family"], clip=second)["verified"] == 1


@pytest.mark.parametrize(
    ("order", "code"),
    [
        ({"at": {"track": 1, "start": 3}}, "no_such_item"),
        ({"family": clip_id(9)}, "no_such_item"),
        ({"clip": clip(20, number=2)}, "take_too_short"),
    ],
)
def test_a_take_that_does_not_fit_is_refused(order: dict[str, Any], code: str) -> None:
    first, second = clip(36), clip(36, number=2)
    with shared_editor(media=media_of(first, second)) as host:
        host.run(PLACE, clip=first, at=52, track=V1)
        before = host.fingerprint()
        with pytest.raises(HostError) as raised:
            host.run(SWAP, **({"at": {"track": 1, "start": 52}} if "family" not in order else {}) | {"clip": second} | order)
        assert raised.value.code == code and host.fingerprint() == before


# --- films ----------------------------------------------------------------------------------------------------------


def film(rate: str, *, drop: bool = False) -> dict[str, Any]:
    """A film of three shots with a dissolve, a line, music under all, a marker, and a title."""
    value = Fraction(rate)

    def item(name: str, src: int, start: int, end: int, **more: Any) -> dict[str, Any]:
        return {
            "asset_id": f"{'0' * 64}:{name}",
            "name": name,
            "src_in": src,
            "src_out": src + end - start,
            "rec_in": start,
            "rec_out": end,
            **more,
        }

    title = {"asset_id": "", "name": "title", "text": "The Light", "src_in": 0, "src_out": 24, "rec_in": 0, "rec_out": 24}
    dissolve = {"kind": "dissolve", "at": 100, "before": 6, "after": 6}
    shots = [item("a.mov", 0, 0, 50), item("b.mov", 10, 50, 100), item("a.mov", 5, 100, 140)]
    music = item("m.wav", 0, 0, 140, gain_db=-6.0, fade_in_frames=10, fade_out_frames=20)
    return {
        "edit_list": 1, "film": "light", "name": "Light “é”",
        "rate": {"numerator": value.numerator, "denominator": value.denominator},
        "drop_frame": drop, "start_frame": round(value) * 3600, "frames": 140, "width": 640, "height": 360,
        "tracks": [
            {"name": "Picture", "kind": "video", "items": shots, "transitions": [dissolve]},
            {"name": "Titles", "kind": "video", "items": [title], "transitions": []},
            {"name": "Voice", "kind": "audio", "items": [item("v.wav", 0, 20, 60, gain_db=-3.0)], "transitions": []},
            {"name": "Music", "kind": "audio", "items": [music], "transitions": []},
        ],
        "markers": [{"name": f"Scene {n}", "at": at, "frames": 50, "kind": "scene"} for n, at in ((1, 0), (2, 50))],
    }  # fmt: skip


def files_of(rate: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The film's assets, and the facts of their files."""
    samples = round(140 / Fraction(rate) * 48000)
    facts = {
        "/f/a.mov": picture(50, rate),
        "/f/b.mov": picture(72, rate),
        "/f/v.wav": sound(round(40 / Fraction(rate) * 48000)),
        "/f/m.wav": sound(samples),
    }
    frames = {"a.mov": 50, "b.mov": 72, "v.wav": None, "m.wav": None}
    return {f"{'0' * 64}:{name}": {"path": f"/f/{name}", "frames": count} for name, count in frames.items()}, facts


@pytest.mark.parametrize(
    ("version", "rate"), [*((version, "30000/1001") for version in PROFILES), *(("26.3", rate) for rate in RATES)]
)
def test_a_film_becomes_a_sequence_of_its_own(version: str, rate: str) -> None:
    assets, facts = files_of(rate)
    with shared_editor(version, media=facts) as host:
        own = host.look()["sequences"]
        report = host.run(BUILD, edit_list=film(rate), assets=assets, name="Cut")
        assert report["timeline"] == "Cut (2)" and (report["planned"], report["verified"]) == (5, 5)
        assert [each["what"] for each in report["mismatches"]] == ["The Light"]  # a title can't be made: it is told, and marked
        look = host.look()
        assert look["sequences"][:1] == own and look["active"] == "Cut (2)"
        made = look["sequences"][1]
        assert made["zero"] == round(Fraction(rate)) * 3600 and made["size"] == [640, 360]
        assert items(host, "video", 0) == [(0, 50, 0, "/f/a.mov"), (50, 100, 10, "/f/b.mov"), (100, 140, 5, "/f/a.mov")]
        assert items(host, "audio", 0) == [(20, 60, 0, "/f/v.wav")] and items(host, "audio", 1) == [(0, 140, 0, "/f/m.wav")]
        assert {(each["name"], each["start"]) for each in made["markers"]} == {("Scene 1", 0), ("The Light", 0), ("Scene 2", 50)}
        assert made["video"][0]["items"][2]["transitions"]["start"]["length"] == 12
        level = made["audio"][0]["items"][0]["components"][0]["params"]
        assert abs(level[1]["value"] - 10 ** ((-3 - 15) / 20)) < 1e-6
        assert len(made["audio"][1]["items"][0]["components"][0]["params"][1]["keys"]) == 4


def test_a_film_in_drop_frame_shows_drop_frame() -> None:
    assets, facts = files_of("30000/1001")
    with shared_editor(media=facts) as host:
        assert len(host.run(BUILD, edit_list=film("30000/1001", drop=True), assets=assets, name="DF")["mismatches"]) == 1
        assert host.run(CONTEXT)["drop_frame"] is True


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        ("delete args.assets[Object.keys(args.assets)[0]]", "media_missing"),
        ("args.edit_list.tracks = args.edit_list.tracks.slice(2)", "empty_film"),
        (
            "control.faults.throws = {'Sequence.createSetZeroPointAction': 'no'}",
            "",
        ),
        ("control.closeProject()", "no_project"),
    ],
)
def test_a_film_that_fails_leaves_no_sequence(spoil: str, code: str) -> None:
    assets, facts = files_of("25")
    with shared_editor(media=facts) as host:
        with pytest.raises(HostError) as raised:
            host.run(f"{spoil};{BUILD}", edit_list=film("25"), assets=assets, name="Cut 1")
        assert raised.value.code == code
        look = host.run("return control.look()")
        assert look is None or [each["name"] for each in look["sequences"]] == ["Cut"]


def test_what_a_film_has_and_the_host_can_not_show_is_told_by_name() -> None:
    assets, facts = files_of("25")
    edit = film("25")
    edit["tracks"][0]["items"][1]["src_out"] = 72
    with shared_editor(media=facts, faults={"ignored": ["VideoClipTrackItem.createAddVideoTransitionAction"]}) as host:
        told = [each["what"] for each in host.run(BUILD, edit_list=edit, assets=assets, name="Cut 1")["mismatches"]]
        assert told == ["b.mov", "V1 100: dissolve", "The Light"]


# --- what is told of the timeline -----------------------------------------------------------------------------------


@pytest.mark.parametrize("version", PROFILES)
def test_the_context_tells_where_the_user_stands(version: str) -> None:
    setup = project("30000/1001", drop_frame=True, zero=107892, **{"in": 50, "out": 60})
    with shared_editor(version, setup=setup) as host:
        host.control("select", [{"kind": "video", "track": 0, "start": 96}])
        told = host.run(CONTEXT)
        assert (told["project"], told["timeline"], told["rate"], told["drop_frame"]) == (
            "Film “é” 🎬.prproj",
            "Cut",
            "30000/1001",
            True,
        )
        assert (told["start_frame"], told["playhead"], told["mark_in"], told["mark_out"], told["size"]) == (
            107892,
            60,
            50,
            60,
            "640x360",
        )
        assert told["gap"] == {"start": 48, "end": 96, "track": 1}
        assert told["selection"] == [
            {
                "name": "own.mov", "start": 96, "end": 144, "media": "/user/own.mov", "src_in": 5, "src_out": 53, "track": 1,
                "kind": "video",
            }
        ]  # fmt: skip
        assert [(each["kind"], each["index"], len(each["items"])) for each in told["tracks"]] == [
            ("video", 1, 2), ("video", 2, 0), ("video", 3, 0), ("audio", 1, 2), ("audio", 2, 0), ("audio", 3, 0),
        ]  # fmt: skip


def test_unset_marks_are_none_and_a_closed_timeline_is_told() -> None:
    with shared_editor() as host:
        told = host.run(CONTEXT)
        assert (told["mark_in"], told["mark_out"]) == (None, None)
        host.control("closeTimeline")
        assert host.run(CONTEXT)["timeline"] is None


def test_what_is_said_comes_from_transcripts() -> None:
    words = {
        "segments": [
            {"start": 1.0, "duration": 1.0, "words": [{"text": "Bonjour"}, {"text": "!"}]},
            {"start": 90, "duration": 1, "words": [{"text": "no"}]},
        ]
    }
    with shared_editor(rate="25") as host:
        host.control("setTranscript", "/user/own.mov", words)
        assert host.run(CONTEXT)["subtitles"] == [
            {"start": 20, "end": 45, "text": "Bonjour!"},
            {"start": 116, "end": 141, "text": "Bonjour!"},
        ]


@pytest.mark.parametrize("name", ["doubled", "single"])
def test_a_frame_is_found_under_either_name(name: str) -> None:
    with shared_editor(faults={"frameExtension": name}) as host:
        found = host.run("return panel('./src/actions.js').act('grab_frame', {frame: 7})")
        assert found["frame"] == 7 and found["path"].endswith(".png.png" if name == "doubled" else ".png")


def test_a_frame_that_is_not_written_is_told() -> None:
    with shared_editor(faults={"frameLies": True}) as host, pytest.raises(HostError) as raised:
        host.run("return panel('./src/actions.js').act('grab_frame', {})")
    assert raised.value.code == "no_frame"


def test_the_playhead_goes_where_it_is_sent() -> None:
    with shared_editor() as host:
        assert host.run("return panel('./src/actions.js').act('reveal', {frame: 100})") == {"frame": 100}
        assert host.run("return panel('./src/actions.js').act('calibrate')")["end_frame"] == "exclusive"


@pytest.mark.parametrize("version", PROFILES)
def test_the_self_test_answers_and_leaves_the_users_sequences_alone(version: str) -> None:
    with shared_editor(version, media={}) as host:
        before = host.look()
        found = host.run("return panel('./src/actions.js').act('self_test')")
        after = host.look()
        assert after["sequences"] == before["sequences"] and after["active"] == before["active"]
        answers = {each["question"]: each for each in found["results"]}
        assert len(answers) == 13
        wrong = [question for question, each in answers.items() if each["passed"] is False]
        assert all("AIPROD" in each or "origin" in each for each in wrong)  # nothing is connected here
        assert found["report"].endswith(".txt")


# --- arithmetic -----------------------------------------------------------------------------------------------------


def test_time_is_exact_at_every_rate() -> None:
    code = """const time = panel('./src/time.js');
        return args.rates.map((text) => { const rate = time.parseRate(text); const per = time.ticksPerFrame(rate);
            const at = per * 1234567n;
            return [time.rateText(time.rateOfFrame(per)), String(per), time.frameAt(at, per), time.frameAt(at - 1n, per)]; })"""
    with shared_editor() as host:
        for rate, told in zip(
            [*RATES, "23.976", "29.97", "59.94"], host.run(code, rates=[*RATES, "23.976", "29.97", "59.94"]), strict=True
        ):
            exact = {"23.976": "24000/1001", "29.97": "30000/1001", "59.94": "60000/1001"}.get(rate, rate)
            assert told == [exact, str(Fraction(254016000000) / Fraction(exact)), 1234567, 1234566]
        assert (
            host.run("return panel('./src/time.js').timecode(107892, {numerator: 30000, denominator: 1001}, true)")
            == "01:00:00;00"
        )


def test_timecode_agrees_with_the_engines() -> None:
    from aiprod.film import timecode

    frames = [0, 1, 1799, 1800, 17981, 17982, 107891, 107892, 2589407]
    code = (
        "const t = panel('./src/time.js'); return args.frames.map((each) => t.timecode(each, t.parseRate(args.rate), args.drop))"
    )
    with shared_editor() as host:
        for rate, drop in [
            ("24000/1001", False),
            ("25", False),
            ("30000/1001", True),
            ("30000/1001", False),
            ("60000/1001", True),
        ]:
            base = round(Fraction(rate))
            engines = [timecode.written(*timecode.fields(frame, base, drop=drop), drop=drop) for frame in frames]
            assert host.run(code, frames=frames, rate=rate, drop=drop) == engines


def test_the_engines_sentences_are_french_as_the_engine_says_them() -> None:
    from aiprod.film.messages import catalogue, translated

    texts = [re.sub(r"{(\w+)}", r"\1 7", text) for text in sorted(catalogue("fr")) if "://" not in text][::7]
    texts += [f"{texts[3]}: {texts[5]}", f"{texts[8]}.", "nobody knows this: nor this."]
    with shared_editor() as host:
        code = "const {translated} = panel('./src/engine-words.js'); return args.texts.map((each) => translated(each))"
        told = host.run(code, texts=texts)
    assert [(text, said) for text, said in zip(texts, told, strict=True) if said != translated(text, "fr")] == []
