# SPDX-License-Identifier: Apache-2.0
"""Placing in every version, edition and rate: exact to the frame, nothing overwritten, the project as it was where it fails."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.plugin.resolve.host import Host
from tests.plugin.resolve.profiles import SCRIPTED
from tests.plugin.resolve.stage import RATES, Clips, Stage, staged

MakeHost = Callable[..., Host]


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIPROD_HOME", str(tmp_path / "home"))


@pytest.fixture
def clips(tmp_path: Path) -> Clips:
    return Clips(tmp_path / "clips")


def on_track(stage: Stage, kind: str, index: int) -> list[tuple[int, int, str]]:
    """Start, end and file name of what lies on a track, seen from the host's side."""
    timeline = stage.fake.project.timeline
    assert timeline is not None
    return [
        (item.start - timeline.first, item.end - timeline.first, Path(item.clip.path).name if item.clip else item.name)
        for item in timeline.tracks[kind][index - 1].items
    ]


def right(report: dict[str, Any], planned: int) -> None:
    assert report["planned"] == report["placed"] == report["verified"] == planned, report
    assert report["mismatches"] == [] and report["undo"] == ""


@pytest.mark.parametrize("profile", SCRIPTED)
@pytest.mark.parametrize("meaning", ["exclusive", "inclusive"])
def test_a_clip_lands_where_it_belongs_in_every_host(make_host: MakeHost, clips: Clips, profile: str, meaning: str) -> None:
    stage = staged(make_host, profile, end_frame=meaning)
    right(stage.do("place_clip", clip=clips(20), at=31, track={"kind": "video", "index": 1}), 2)
    assert on_track(stage, "video", 1) == [(31, 51, "picture.mov")] and on_track(stage, "audio", 1) == [(31, 51, "sound.wav")]
    assert stage.fake.longest_stretch <= 50 and stage.fake.gate.superseded == []
    assert len(stage.fake.project.timelines) == 1, "the trial timeline is gone"


@pytest.mark.parametrize("rate", RATES)
def test_placement_is_exact_at_every_rate(make_host: MakeHost, clips: Clips, rate: str) -> None:
    stage, dice = staged(make_host, rate=rate), random.Random(rate)
    at = 0
    for _ in range(3):
        at, clip = at + dice.randrange(1, 4000), clips(dice.randrange(1, 40), rate)
        right(stage.do("place_clip", clip=clip, at=at, track={"kind": "video", "index": 1}), 2)
        assert on_track(stage, "video", 1)[-1][:2] == (at, at + clip["frames"])
        at += clip["frames"]


def test_23_976_is_24000_1001(make_host: MakeHost, clips: Clips) -> None:
    stage = staged(make_host, rate="23.976")
    context = stage.do("context")
    assert (context["rate"], context["start_frame"], context["drop_frame"]) == ("24000/1001", 86400, False)
    right(stage.do("place_clip", clip=clips(10, "23.976"), at=0, track="new"), 2)
    assert stage.refused("place_clip", clip=clips(10, "24"), at=100, track="new") == "other_rate"


def test_drop_frame_counts_frames_not_numbers(make_host: MakeHost) -> None:
    stage = staged(make_host, rate="29.97 DF")
    stage.fake.user.playhead(1800)
    context = stage.do("context")
    assert (context["start_frame"], context["playhead"], context["drop_frame"]) == (107892, 1800, True)
    assert stage.do("reveal", frame=17982) == {"frame": 17982}


def test_nothing_is_ever_overwritten(make_host: MakeHost, clips: Clips) -> None:
    stage = staged(make_host)
    theirs = stage.fake.user.place(stage.fake.user.imagined("/theirs.mov", 100), at=10)
    before = on_track(stage, "video", 1), on_track(stage, "audio", 1)
    right(stage.do("place_clip", clip=clips(20), at=100, track={"kind": "video", "index": 1}), 2)
    assert (on_track(stage, "video", 1), on_track(stage, "audio", 1)) == before and theirs
    assert on_track(stage, "video", 2) == [(100, 120, "picture.mov")] and on_track(stage, "audio", 2) == [(100, 120, "sound.wav")]
    right(stage.do("place_clip", clip=clips(20), at=0, track="new"), 2)
    assert on_track(stage, "video", 3) == [(0, 20, "picture.mov")]


@pytest.mark.parametrize("track", ["new", {"kind": "video", "index": 1}, {"kind": "video", "index": 9}])
def test_a_locked_or_absent_track_is_left_alone(make_host: MakeHost, clips: Clips, track: Any) -> None:
    stage = staged(make_host)
    stage.fake.project.timeline.tracks["video"][0].locked = stage.fake.project.timeline.tracks["audio"][0].locked = True
    right(stage.do("place_clip", clip=clips(12), at=5, track=track), 2)
    assert on_track(stage, "video", 1) == on_track(stage, "audio", 1) == []
    assert on_track(stage, "video", 2) == [(5, 17, "picture.mov")]


def test_a_timeline_with_no_tracks_gets_them(make_host: MakeHost, clips: Clips) -> None:
    stage = staged(make_host)
    stage.fake.user.timeline("Empty", video=0, audio=0)
    context = stage.do("context")
    assert context["tracks"] == [] and context["gap"] is None
    right(stage.do("place_clip", clip=clips(12), at=0, track="new"), 2)
    assert on_track(stage, "video", 1) == [(0, 12, "picture.mov")]
    assert stage.fake.project.timeline.tracks["audio"][0].layout == "stereo"


@pytest.mark.parametrize("parts", [{"sound": False}, {"picture": False}])
def test_picture_or_sound_alone(make_host: MakeHost, clips: Clips, parts: dict[str, bool]) -> None:
    stage = staged(make_host)
    clip = clips(15, **parts)
    kind = "audio" if "picture" in parts else "video"
    right(stage.do("place_clip", clip=clip, at=7, track={"kind": kind, "index": 1}), 1)
    assert on_track(stage, kind, 1)[0][:2] == (7, 22)


def test_items_that_are_nowhere_are_taken_back_whole(make_host: MakeHost, clips: Clips) -> None:
    stage = staged(make_host)
    stage.do("calibrate")
    stage.fake.faults.set(null_items=1)
    before = stage.fake.snapshot()
    report = stage.do("place_clip", clip=clips(20), at=31, track="new")
    assert (report["planned"], report["placed"], report["verified"]) == (2, 0, 0) and report["mismatches"]
    assert stage.fake.snapshot() == before


def test_what_the_host_drops_silently_is_noticed(make_host: MakeHost, clips: Clips, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user puts a clip there between our look and our asking: the host drops ours and says nothing."""
    from aiprod_resolve import clips as module

    stage, clip = staged(make_host), clips(20)
    theirs = stage.fake.user.imagined("/theirs.mov", 100)
    stage.do("calibrate")
    usual = module.append

    def late(found: Any, placements: Any, *rest: Any) -> Any:
        stage.fake.user.place(theirs, at=40, end=10, only=1)
        return usual(found, placements, *rest)

    monkeypatch.setattr(module, "append", late)
    report = stage.do("place_clip", clip=clip, at=31, track={"kind": "video", "index": 1})
    assert (report["placed"], report["verified"]) == (0, 0) and "not there" in report["mismatches"][0]["found"]
    assert on_track(stage, "video", 1) == [(40, 50, "theirs.mov")] and on_track(stage, "audio", 1) == []


def test_a_wrong_calibration_is_noticed_taken_back_and_tried_again(make_host: MakeHost, clips: Clips) -> None:
    stage = staged(make_host, end_frame="exclusive")
    stage.do("calibrate")
    stage.fake.faults.set(end_frame="inclusive")  # an update of the host under the same number
    before = stage.fake.snapshot()
    clip = clips(20)
    clip["frames"] = 15  # shorter than its media: the difference shows
    report = stage.do("place_clip", clip=clip, at=31, track="new")
    assert report["verified"] == 0 and {row["found"] for row in report["mismatches"]} == {"16"}
    assert stage.fake.snapshot() == before
    right(stage.do("place_clip", clip=clip, at=31, track="new"), 2)


def test_items_that_vanish_when_saved_are_told(make_host: MakeHost, clips: Clips) -> None:
    stage = staged(make_host)
    stage.do("calibrate")
    stage.fake.faults.set(vanish_on_save=1)
    report = stage.do("place_clip", clip=clips(20), at=0, track="new")
    assert report["verified"] == 1 and report["mismatches"] and report["notes"]


def test_an_untitled_project_is_not_saved(make_host: MakeHost, clips: Clips) -> None:
    stage = staged(make_host, name="Untitled Project")
    report = stage.do("place_clip", clip=clips(20), at=0, track="new")
    right(report, 2)
    assert stage.fake.called("ProjectManager.SaveProject") == [] and "name" in report["notes"][0]


def test_calibration_is_asked_for_once_and_kept(make_host: MakeHost, clips: Clips) -> None:
    stage = staged(make_host, end_frame="inclusive")
    assert stage.do("calibrate") == {
        "end_frame": "inclusive", "stereo_track": True, "marker_offset": 0, "cached": False, "host": stage.host.build,
    }  # fmt: skip
    made = len(stage.fake.called("MediaPool.CreateEmptyTimeline"))
    for at in (0, 100):
        right(stage.do("place_clip", clip=clips(20), at=at, track="new"), 2)
    assert len(stage.fake.called("MediaPool.CreateEmptyTimeline")) == made


def test_the_marker_carries_the_recipe(make_host: MakeHost, clips: Clips) -> None:
    stage, clip = staged(make_host), clips(20)
    stage.do("place_clip", clip=clip, at=31, track="new")
    context = stage.do("context")
    item = context["tracks"][1]["items"][0]
    assert item["marker"] == {"v": 1, "clip": clip["id"], "family": clip["family"], "recipe": clip["recipe"]}
    marker = next(marker for marker in context["markers"] if marker.get("recipe"))
    assert (marker["frame"], marker["clip"]) == (31, clip["id"])


def test_project_names_with_quotes_and_emoji(make_host: MakeHost, clips: Clips) -> None:
    name = 'L’été "d’Ana" 🎬 </b>'
    stage = staged(make_host, name=name)
    right(stage.do("place_clip", clip=clips(20, project=name), at=0, track="new"), 2)
    assert stage.do("context")["project"] == name
    assert [folder.name for folder in stage.fake.project.root.walk()] == ["Master", "AIPROD", name]


@pytest.mark.parametrize(
    ("break_it", "key"),
    [
        (lambda stage, clip: stage.fake.user.opens_dialog(), "host_waiting"),
        (lambda stage, clip: stage.fake.faults.set(lost_database=True), "host_waiting"),
        (lambda stage, clip: setattr(stage.fake.project, "timeline", None), "no_timeline"),
        (lambda stage, clip: Path(clip["files"][0]["path"]).unlink(), "media_missing"),
        (lambda stage, clip: Path(clip["files"][0]["path"]).write_bytes(b"x"), "media_refused"),
        (lambda stage, clip: clip.update(frames=0), "bad_place"),
        (lambda stage, clip: clip.update(files=[]), "no_media"),
        (lambda stage, clip: stage.fake.faults.set(fails={"Timeline.AddTrack"}), "track_refused"),
        (lambda stage, clip: stage.fake.faults.set(fails={"MediaPool.AddSubFolder"}), "bin_refused"),
        (lambda stage, clip: stage.fake.faults.set(fails={"MediaPool.ImportMedia"}), "media_refused"),
    ],
)  # fmt: skip
def test_a_refusal_leaves_the_project_as_it_was(
    make_host: MakeHost, clips: Clips, monkeypatch: pytest.MonkeyPatch, break_it: Callable[..., Any], key: str
) -> None:
    monkeypatch.setattr("aiprod_resolve.reading.DIALOG_PATIENCE_S", 0.0)
    stage = staged(make_host)
    stage.do("calibrate")
    clip = clips(20)
    break_it(stage, clip)
    assert stage.refused("place_clip", clip=clip, at=31, track="new") == key


def test_arguments_that_make_no_sense_are_told_as_such(make_host: MakeHost) -> None:
    stage = staged(make_host)
    assert stage.refused("place_clip", at=3) == "bad_argument"
    assert stage.refused("reveal", frame="soon") == "bad_argument"
    assert stage.refused("dance") == "unknown_action"


def test_an_action_waits_while_a_dialog_is_open(make_host: MakeHost, clips: Clips, monkeypatch: pytest.MonkeyPatch) -> None:
    from aiprod_resolve.tasks import Task

    stage = staged(make_host)
    stage.fake.user.opens_dialog()
    task = Task("context", stage.actions.steps("context", {}))
    task.step()
    assert not task.done
    stage.fake.close_modal()
    while not task.done:
        task._until = 0.0
        task.step()
    assert task.error is None and task.result["timeline"] == "Timeline 1"


def test_deleting_a_hundred_tracks_of_items_never_freezes_the_host(make_host: MakeHost, clips: Clips) -> None:
    stage = staged(make_host, "21.1-studio")
    clip = stage.fake.user.imagined("/long.mov", 2000)
    for at in range(0, 6000, 30):
        stage.fake.user.place(clip, at=at, first=0, end=20)
    context = stage.do("context")
    assert len(context["tracks"][0]["items"]) == 200
    right(stage.do("place_clip", clip=clips(8), at=21, track={"kind": "video", "index": 1}), 2)
    assert stage.fake.longest_stretch <= 50
