# SPDX-License-Identifier: Apache-2.0
"""Timelines from and into files: what goes out comes back, and of a shape that is not the host's nothing comes."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.plugin.resolve.clips import make_movie
from tests.plugin.resolve.test_host import Make, Script


@pytest.fixture
def script(make_host: Make) -> Script:
    return Script(make_host())


@pytest.mark.parametrize(
    ("suffix", "constant"),
    [
        ("otio", "EXPORT_OTIO"),
        ("xml", "EXPORT_FCP_7_XML"),
        ("edl", "EXPORT_EDL"),
        ("fcpxml", "EXPORT_FCPXML_1_9"),
        ("fcpxmld", "EXPORT_FCPXML_1_10"),
        ("drt", "EXPORT_DRT"),
    ],
)
def test_a_timeline_goes_out_and_comes_back(script: Script, tmp_path: Path, suffix: str, constant: str) -> None:
    clip = script.host.user.media(make_movie(tmp_path / "f.mov", 48))
    for at, first in ((10, 4), (30, 20)):
        script.host.user.place(clip, at, first=first, end=first + 20)
    path = tmp_path / f"out.{suffix}"
    assert script.timeline.Export(str(path), getattr(script.resolve, constant), script.resolve.EXPORT_NONE) is True
    made = script.pool.ImportTimelineFromFile(str(path), {"timelineName": "Again"})
    items = made.GetItemListInTrack("video", 1)
    zero = made.GetStartFrame()
    assert [(item.GetStart() - zero, item.GetDuration(), item.GetLeftOffset()) for item in items] == [(10, 20, 4), (30, 20, 20)]
    assert all(item.GetMediaPoolItem().GetClipProperty("File Path") == str(tmp_path / "f.mov") for item in items)


def test_subtypes_are_required(script: Script, tmp_path: Path) -> None:
    edl, aaf, none = script.resolve.EXPORT_EDL, script.resolve.EXPORT_AAF, script.resolve.EXPORT_NONE
    assert script.timeline.Export(str(tmp_path / "a.aaf"), aaf, none) is False
    assert script.timeline.Export(str(tmp_path / "a.aaf"), aaf, script.resolve.EXPORT_AAF_NEW) is True
    assert script.timeline.Export(str(tmp_path / "a.edl"), edl, script.resolve.EXPORT_AAF_NEW) is False


def test_dissolves_and_speed_come_with_otio(script: Script, tmp_path: Path) -> None:
    import opentimelineio as otio

    film = make_movie(tmp_path / "f.mov", 48)

    def time(frames: float) -> "otio.opentime.RationalTime":
        return otio.opentime.RationalTime(frames, 24)

    def clip(first: int, frames: int) -> "otio.schema.Clip":
        span = otio.opentime.TimeRange
        return otio.schema.Clip(
            "c", otio.schema.ExternalReference(str(film), span(time(0), time(48))), span(time(first), time(frames))
        )

    track = otio.schema.Track("Video 1", kind="Video")
    slow = clip(24, 10)
    slow.effects.append(otio.schema.LinearTimeWarp(time_scalar=0.5))
    track.extend([clip(0, 20), otio.schema.Transition("x", "SMPTE_Dissolve", time(4), time(4)), slow])
    edit = otio.schema.Timeline("t", global_start_time=time(86400))
    edit.tracks.append(track)
    otio.adapters.write_to_file(edit, str(tmp_path / "t.otio"))
    made = script.pool.ImportTimelineFromFile(str(tmp_path / "t.otio"), {"timelineName": "Dissolved"})
    assert [item.GetDuration() for item in made.GetItemListInTrack("video", 1)] == [20, 10]
    rows = script.host.snapshot()["timelines"]["Dissolved"]["tracks"][0]["items"]
    assert [(row["start"], row["end"], bool(row["transition"]), row["speed"]["Percentage"]) for row in rows] == [
        (0, 20, False, 100.0),
        (16, 24, True, 100.0),
        (20, 30, False, 50.0),
    ]


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda d: d.pop("global_start_time"), "global_start_time"),
        (lambda d: d["tracks"]["children"][0]["children"][0].pop("enabled"), "enabled"),
        (
            lambda d: d["tracks"]["children"][0]["children"][0]["media_references"]["DEFAULT_MEDIA"].update(target_url="f.mov"),
            "bare absolute",
        ),
        (
            lambda d: d["tracks"]["children"][0]["children"][0]["media_references"]["DEFAULT_MEDIA"].update(
                target_url="file:///f.mov"
            ),
            "bare absolute",
        ),
        (
            lambda d: d["tracks"]["children"][0]["children"][0]["media_references"]["DEFAULT_MEDIA"].pop("available_range"),
            "available_range",
        ),
        (lambda d: d["tracks"]["children"][0]["children"][0].update(OTIO_SCHEMA="Clip.1"), "Clip.1"),
        (lambda d: d["tracks"]["children"][0]["children"][0]["effects"].append({"OTIO_SCHEMA": "FreezeFrame.1"}), "effect"),
        (lambda d: d["tracks"]["children"][0].update(kind="Sequence"), "video or audio"),
    ],
)
def test_the_shape_of_otio(script: Script, tmp_path: Path, spoil: Callable[[dict], object], why: str) -> None:
    script.host.user.place(script.host.user.media(make_movie(tmp_path / "f.mov", 24)), 0)
    path = tmp_path / "t.otio"
    script.timeline.Export(str(path), script.resolve.EXPORT_OTIO, script.resolve.EXPORT_NONE)
    document = json.loads(path.read_text())
    spoil(document)
    path.write_text(json.dumps(document))
    assert script.pool.ImportTimelineFromFile(str(path), {"timelineName": "Spoilt"}) is None
    assert why in script.host.refusals[-1]
