# SPDX-License-Identifier: Apache-2.0
"""What else the host is asked to do: reading, frames, takes, grades, films, the self-test; in every version."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.plugin.resolve.clips import make_movie, make_sound
from tests.plugin.resolve.host import Host
from tests.plugin.resolve.profiles import SCRIPTED
from tests.plugin.resolve.stage import Clips, Stage, staged

MakeHost = Callable[..., Host]


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIPROD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("AIPROD_RESOLVE_LUT", str(tmp_path / "LUT"))


@pytest.fixture
def clips(tmp_path: Path) -> Clips:
    return Clips(tmp_path / "clips")


# --- reading ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", SCRIPTED)
def test_the_context_is_the_whole_of_what_the_user_sees(make_host: MakeHost, profile: str) -> None:
    stage = staged(make_host, profile)
    fake = stage.fake
    clip = fake.user.imagined("/Vidéos/a b.mov", 300)
    item = fake.user.place(clip, at=10, first=40, end=90, only=1)[0]
    fake.user.title("Title", 200, 240)
    fake.user.subtitle("Il pleut.", 12, 30)
    fake.user.playhead(70)
    fake.user.marks(5, 20)
    fake.user.select(item)
    fake.project.timeline.markers.clear()
    context = stage.do("context")
    rows = context["tracks"][0]["items"]
    assert {key: rows[0][key] for key in ("start", "end", "media", "src_in", "src_out")} == {
        "start": 10, "end": 60, "media": "/Vidéos/a b.mov", "src_in": 40, "src_out": 90,
    }  # fmt: skip
    assert rows[1]["media"] == "" and (rows[1]["start"], rows[1]["end"]) == (200, 240)
    assert context["gap"] == {"start": 60, "end": 200, "track": 1} and context["playhead"] == 70
    marks = (5, 21) if stage.host.info.version >= (19, 1) else (None, None)
    assert (context["mark_in"], context["mark_out"]) == marks
    assert context["subtitles"] == [{"start": 12, "end": 30, "text": "Il pleut."}]
    selected = [(row["kind"], row["track"], row["start"]) for row in context["selection"]]
    assert selected == ([("video", 1, 10)] if stage.host.info.version >= (21, 0, 4) else [])
    assert fake.longest_stretch <= 50 and fake.gate.superseded == []


def test_first_frames_come_from_the_left_offset(make_host: MakeHost) -> None:
    stage = staged(make_host, source_off_by_one=True)
    clip = stage.fake.user.imagined("/a.mov", 300)
    for number in range(4):
        stage.fake.user.place(clip, at=50 * number, first=10 + number, end=30, only=1)
    assert [row["src_in"] for row in stage.do("context")["tracks"][0]["items"]] == [10, 11, 12, 13]


def test_without_a_timeline_the_project_answers(make_host: MakeHost) -> None:
    fake = make_host()
    fake.user.project("Film", "29.97 DF")
    context = Stage(fake).do("context")
    assert (context["timeline"], context["rate"], context["tracks"]) == (None, "30000/1001", [])


@pytest.mark.parametrize("profile", SCRIPTED)
def test_the_frame_under_the_playhead_is_saved(make_host: MakeHost, profile: str, tmp_path: Path) -> None:
    from PIL import Image

    stage = staged(make_host, profile)
    stage.fake.user.place(stage.fake.user.media(make_movie(tmp_path / "a.mov", 24)), at=10, only=1)
    stage.fake.user.playhead(3)
    found = stage.do("grab_frame", frame=15)
    picture = Image.open(found["path"]).convert("L")
    assert abs(picture.getpixel((picture.width // 2, picture.height // 2)) - (8 + 4 * 5)) <= 6
    assert stage.do("context")["playhead"] == 3, "the playhead is where it was"
    assert stage.fake.longest_stretch <= 50


def test_a_frame_that_is_not_written_is_told(make_host: MakeHost, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aiprod_resolve.frames.PATIENCE_S", 0.2)
    stage = staged(make_host, fails={"Project.ExportCurrentFrameAsStill"})
    assert stage.refused("grab_frame") == "no_frame"


# --- takes ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", SCRIPTED)
@pytest.mark.parametrize("meaning", ["exclusive", "inclusive"])
def test_a_take_is_swapped_in_place(make_host: MakeHost, clips: Clips, profile: str, meaning: str) -> None:
    stage = staged(make_host, profile, end_frame=meaning)
    first = clips(20)
    second = clips(20, family=first["id"])
    stage.do("place_clip", clip=first, at=31, track={"kind": "video", "index": 1})
    stage.fake.user.place(stage.fake.user.imagined("/next.mov", 50), at=51, end=10, only=1)
    report = stage.do("swap_take", family=first["id"], clip=second)
    assert (report["planned"], report["verified"], report["mismatches"]) == (2, 2, [])
    items = stage.fake.project.timeline.tracks["video"][0].items
    assert [(item.start - 86400, item.frames) for item in items] == [(31, 20), (51, 10)]
    assert [take.clip.path for take in items[0].takes] == [first["files"][0]["path"], second["files"][0]["path"]]
    assert items[0].taken == 2 and items[0].takes[1].end - items[0].takes[1].first == 20
    assert stage.do("context")["tracks"][0]["items"][0]["marker"]["clip"] == second["id"]
    old, new = (stage.fake.project.timeline.tracks["audio"][index].items[0] for index in (0, 1))
    assert not old.enabled and new.enabled and new.start == old.start, "the old sound is there, switched off"
    again = stage.do("swap_take", at={"track": 1, "start": 31}, clip=first)
    assert again["mismatches"] == [] and items[0].taken == 1 and len(items[0].takes) == 2, "a take that is there is chosen"


def test_a_line_is_swapped_by_laying_the_new_one_beside(make_host: MakeHost, clips: Clips) -> None:
    stage = staged(make_host)
    first = clips(20, picture=False, kind="voice")
    second = clips(24, picture=False, kind="voice", family=first["id"])
    stage.do("place_clip", clip=first, at=31, track={"kind": "audio", "index": 1})
    report = stage.do("swap_take", at={"track": 1, "kind": "audio", "start": 31}, clip=second)
    assert (report["planned"], report["verified"], report["mismatches"]) == (1, 1, [])
    old, new = (stage.fake.project.timeline.tracks["audio"][index].items[0] for index in (0, 1))
    assert not old.enabled and new.enabled and (new.start, new.frames) == (old.start, 20)
    assert stage.refused("swap_take", at={"track": 1, "kind": "audio", "start": 31}, clip=clips(20, sound=False)) == "no_sound"
    assert stage.do("swap_take", family=first["id"], clip=first)["where"] == [
        {"track": 3, "kind": "audio", "start": 31, "end": 51}
    ]
    assert [track.items[0].enabled for track in stage.fake.project.timeline.tracks["audio"]] == [False, False, True]


def test_a_take_too_short_or_gone_is_refused(make_host: MakeHost, clips: Clips) -> None:
    stage = staged(make_host)
    stage.do("calibrate")
    first = clips(20)
    stage.do("place_clip", clip=first, at=31, track="new")
    assert stage.refused("swap_take", family=first["id"], clip=clips(19)) == "take_too_short"
    assert stage.refused("swap_take", at={"track": 2, "start": 30}, clip=clips(20)) == "clip_gone"
    assert stage.refused("swap_take", family="clip_" + "9" * 26, clip=clips(20)) == "clip_gone"
    assert stage.refused("swap_take", family=first["id"], clip=clips(20, picture=False)) == "no_picture"
    stage.fake.project.timeline.tracks["video"][1].locked = True
    assert stage.refused("swap_take", family=first["id"], clip=clips(20)) == "track_locked"


def test_a_take_that_does_not_come_leaves_everything_as_it_was(make_host: MakeHost, clips: Clips) -> None:
    stage = staged(make_host)
    first = clips(20)
    stage.do("place_clip", clip=first, at=31, track="new")
    before = stage.fake.snapshot()
    stage.fake.faults.set(fails={"TimelineItem.SelectTakeByIndex"})
    assert stage.do("swap_take", family=first["id"], clip=clips(20))["verified"] == 0
    stage.fake.faults.set(fails={"TimelineItem.AddTake"})
    report = stage.do("swap_take", family=first["id"], clip=clips(20))
    assert report["verified"] == 0 and report["mismatches"]
    assert stage.fake.snapshot()["timelines"]["Timeline 1"]["tracks"][0] == before["timelines"]["Timeline 1"]["tracks"][0]


# --- grades -----------------------------------------------------------------------------------------------------------


def grade(key: str, tmp_path: Path, **more: Any) -> dict[str, Any]:
    lut = tmp_path / f"{key}.cube"
    lut.write_text("LUT_3D_SIZE 2\n" + "0 0 0\n" * 8)
    base = {"key": key, "slope": [1.1, 1.0, 0.9], "offset": [0.01, 0.0, -0.01], "power": [1.0, 1.05, 1.0], "saturation": 1.1}
    return {**base, "lut": str(lut), **more}


@pytest.mark.parametrize("profile", SCRIPTED)
@pytest.mark.parametrize("kind", ["cdl", "lut"])
def test_grades_are_set_and_the_user_s_are_kept(make_host: MakeHost, tmp_path: Path, profile: str, kind: str) -> None:
    (tmp_path / "LUT").mkdir()
    stage = staged(make_host, profile)
    items = [stage.fake.user.place(stage.fake.user.imagined(f"/{n}.mov", 50), at=60 * n, only=1)[0] for n in range(2)]
    items[1].versions[0]["AIPROD"] = items[1].grade.copy()
    keys = {f"k{n}": {"track": 1, "start": 60 * n} for n in range(2)}
    report = stage.do("apply_grades", grades=[grade("k0", tmp_path), grade("k1", tmp_path)], keys=keys, **{"as": kind})
    seen = kind == "lut" or stage.host.info.version >= (19, 0)
    assert (report["placed"], report["verified"], report["mismatches"]) == (2, 2 if seen else 0, [])
    assert bool(report["notes"]) == (not seen)
    assert [item.version[0] for item in items] == ["AIPROD", "AIPROD (2)"]
    for item in items:
        assert item.versions[0]["Version 1"].cdl == {} and item.versions[0]["Version 1"].nodes[0]["lut"] == ""
        assert item.grade.cdl if kind == "cdl" else item.grade.nodes[0]["lut"].startswith("AIPROD/")
    assert stage.fake.longest_stretch <= 50


def test_a_grade_on_a_graded_clip_is_set_but_not_said_to_be_seen(make_host: MakeHost, tmp_path: Path) -> None:
    stage = staged(make_host)
    item = stage.fake.user.place(stage.fake.user.imagined("/a.mov", 50), at=0, only=1)[0]
    item.grade.cdl[1] = {"Slope": "2 2 2", "Offset": "0 0 0", "Power": "1 1 1", "Saturation": "1"}
    report = stage.do("apply_grades", grades=[grade("a", tmp_path)], keys={"a": {"track": 1, "start": 0}}, **{"as": "cdl"})
    assert (report["placed"], report["verified"]) == (1, 0) and report["notes"]


def test_grades_that_can_t_be_set_are_told_and_the_version_is_the_user_s(make_host: MakeHost, tmp_path: Path) -> None:
    stage = staged(make_host, fails={"TimelineItem.SetCDL"})
    item = stage.fake.user.place(stage.fake.user.imagined("/a.mov", 50), at=0, only=1)[0]
    keys = {"a": {"track": 1, "start": 0}, "b": {"track": 1, "start": 7}}
    before = stage.fake.snapshot()
    report = stage.do("apply_grades", grades=[grade("a", tmp_path), grade("b", tmp_path)], keys=keys, **{"as": "cdl"})
    assert report["placed"] == 0 and len(report["mismatches"]) == 2 and item.version[0] == "Version 1"
    assert stage.fake.snapshot() == before
    assert stage.refused("apply_grades", grades=[grade("a", tmp_path)], keys=keys, **{"as": "lut"}) == "no_lut_folder"
    (tmp_path / "LUT").write_text("no folder")
    assert stage.refused("apply_grades", grades=[], keys={}, **{"as": "drx"}) == "bad_argument"


# --- films ------------------------------------------------------------------------------------------------------------


def film(tmp_path: Path, rate: str = "24", pieces: int = 5, **more: Any) -> dict[str, Any]:
    """An edit list and its assets, with real media of a few frames."""
    from aiprod_resolve import timecode

    exact = timecode.parse_rate(rate)
    view = {"numerator": exact.numerator, "denominator": exact.denominator}
    picture = make_movie(tmp_path / f"film-{pieces}.mov", 40, timecode.fps(exact))
    sound, mix = make_sound(tmp_path / "line.wav", 48000 * 3), make_sound(tmp_path / "mix.wav", 48000 * 2 * pieces)
    assets = {"p": {"path": str(picture), "rate": view}, "s": {"path": str(sound), "channels": 2}}
    items = [
        {"asset_id": "p", "name": f"s{n}", "src_in": 3, "src_out": 33, "rec_in": 30 * n, "rec_out": 30 * n + 30}
        for n in range(pieces)
    ]
    lines = [
        {**item, "asset_id": "s", "src_in": 2, "src_out": 22, "rec_out": item["rec_in"] + 20, "gain_db": -4.5} for item in items
    ]
    edit = {
        "name": 'Le "film" 🎬', "rate": view, "drop_frame": exact.drop, "frames": 30 * pieces, "width": 1920, "height": 1080,
        "start_frame": timecode.from_timecode("01:00:00:00", exact), "markers": [{"name": "Scene 1", "at": 0, "kind": "scene"}],
        "tracks": [
            {"name": "Picture", "kind": "video", "items": items,
             "transitions": [{"kind": "dissolve", "at": 30, "before": 3, "after": 3}]},
            {"name": "Voices", "kind": "audio", "items": lines, "transitions": []},
            {"name": "Titles", "kind": "video", "items": [{**items[0], "asset_id": "", "name": "Title"}], "transitions": []},
        ],
    }  # fmt: skip
    return {"edit_list": {**edit, **more}, "assets": assets, "name": edit["name"], "mix": {"path": str(mix), "channels": 2}}


@pytest.mark.parametrize("profile", SCRIPTED)
@pytest.mark.parametrize("meaning", ["exclusive", "inclusive"])
def test_a_film_is_built_in_a_timeline_of_its_own(make_host: MakeHost, tmp_path: Path, profile: str, meaning: str) -> None:
    stage = staged(make_host, profile, end_frame=meaning)
    asked = film(tmp_path)
    stage.fake.user.timeline(asked["name"])
    before = stage.fake.snapshot()["timelines"]
    report = stage.do("build_film", **asked)
    new = stage.host.info.version >= (21, 1)
    assert report["planned"] == report["verified"] == (10 if new else 11) and report["mismatches"] == [], report
    assert report["timeline"] == asked["name"] + " (2)"
    after = stage.fake.snapshot()["timelines"]
    assert {name: after[name] for name in before} == before
    made = stage.fake.project.timelines[-1]
    assert [track.name for track in made.tracks["audio"]] == (["Voices"] if new else ["Voices", "AIPROD mix"])
    assert made.tracks["audio"][0].enabled == new and all(track.layout == "stereo" for track in made.tracks["audio"])
    assert len(report["notes"]) == (1 if new else 3), report["notes"]
    assert [marker.name for marker in made.markers.values()] == ["Scene 1"]
    if new:
        assert made.tracks["audio"][0].items[0].properties["AudioVolume"] == -4.5
        assert sum(item.transition is not None for item in made.tracks["video"][0].items) == 1
    assert stage.fake.longest_stretch <= 50 and stage.fake.gate.superseded == []


@pytest.mark.parametrize("rate", ["23.976", "29.97 DF", "59.94"])
def test_a_film_sets_the_rate_of_a_project_without_timelines(make_host: MakeHost, tmp_path: Path, rate: str) -> None:
    fake = make_host()
    fake.user.project("Film", "24")
    report = Stage(fake).do("build_film", **film(tmp_path, rate))
    assert report["planned"] == report["verified"] and report["mismatches"] == [], report
    assert fake.project.timelines[0].drop == rate.endswith("DF") and fake.project.timelines[0].first == film(
        tmp_path, rate)["edit_list"]["start_frame"]  # fmt: skip


def test_a_film_of_another_rate_is_refused(make_host: MakeHost, tmp_path: Path) -> None:
    stage = staged(make_host)
    stage.do("calibrate")
    assert stage.refused("build_film", **film(tmp_path, "25")) == "project_rate"


@pytest.mark.parametrize(
    ("switches", "key"),
    [
        ({"fails": {"MediaPool.AppendToTimeline"}}, "nothing_placed"),
        ({"fails": {"MediaPool.CreateEmptyTimeline"}}, "timeline_refused"),
        ({"fails": {"Timeline.AddTrack"}}, "track_refused"),
        ({"fails": {"MediaPool.ImportMedia"}}, "media_refused"),
    ],
)
def test_a_film_that_can_t_be_built_leaves_nothing(
    make_host: MakeHost, tmp_path: Path, switches: dict[str, Any], key: str
) -> None:
    stage = staged(make_host)
    stage.do("calibrate")
    stage.fake.faults.set(**switches)
    assert stage.refused("build_film", **film(tmp_path)) == key


def test_a_film_with_pieces_missing_says_which(make_host: MakeHost, tmp_path: Path) -> None:
    stage = staged(make_host)
    stage.do("calibrate")
    stage.fake.faults.set(null_items=1)
    report = stage.do("build_film", **film(tmp_path))
    assert report["verified"] == report["planned"] - 1 and report["mismatches"][0]["found"] == "not there"


def test_hundreds_of_clips_never_freeze_the_host(make_host: MakeHost, tmp_path: Path) -> None:
    stage = staged(make_host)
    report = stage.do("build_film", **film(tmp_path, pieces=150))
    assert report["verified"] == 301 and stage.fake.longest_stretch <= 50


# --- the self-test ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", SCRIPTED)
def test_the_self_test_answers_the_open_questions_and_leaves_nothing(make_host: MakeHost, profile: str) -> None:
    stage = staged(make_host, profile)
    before = stage.fake.snapshot()
    found = stage.do("self_test")
    assert all(row["passed"] is not False for row in found["results"]), found["results"]
    said = Path(found["report"]).read_text("utf-8")
    for question in ("endFrame", "list of paths", "sandbox", "Lua", "exact to the frame"):
        assert question in said
    same = json.loads(Path(found["report"]).with_suffix(".json").read_text("utf-8"))
    assert same["results"] == found["results"] and same["host"] == stage.host.build
    assert stage.fake.snapshot() == before and stage.fake.longest_stretch <= 50


def test_the_self_test_says_what_fails(make_host: MakeHost) -> None:
    stage = staged(make_host, fails={"MediaPool.ImportMedia"})
    found = stage.do("self_test")
    failed = {row["question"] for row in found["results"] if row["passed"] is False}
    assert any("endFrame" in question for question in failed) and any("sandbox" in question for question in failed)


def test_a_host_that_makes_attributes_up_is_not_believed(make_host: MakeHost, clips: Clips) -> None:
    from tests.plugin.resolve.profiles import PROFILES

    fake = make_host(PROFILES["18.6-studio"].but(fabricates=True))
    fake.user.project("Film")
    fake.user.timeline()
    stage = Stage(fake)
    report = stage.do("place_clip", clip=clips(20), at=0, track="new")
    stage.do("context")
    assert report["verified"] == 2 and fake.gate.fabricated == []
