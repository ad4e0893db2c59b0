# SPDX-License-Identifier: Apache-2.0
"""Films that AIPROD writes for Resolve, taken by the fake host: every cut to the frame, by other people's readers."""

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from tests.plugin.resolve.host import Host
from tests.plugin.resolve.timecode import rate_called
from tests.unit.editing.edits import media_in, random_edit

from aiprod.editing import interchange
from aiprod.editing.interchange.events import Edit

Cuts = list[list[tuple[int, int, int]]]


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return media_in(tmp_path_factory.mktemp("media"))


def host_for(edit: Edit) -> Host:
    host = Host()
    host.user.project("Film", rate_called(edit.rate.fps) + (" DF" if edit.drop else ""))
    return host


def cuts(edit: Edit, video: bool) -> Cuts:
    """(start, frames, first source frame) of every clip with media, a list a track; tracks without any are left out."""
    lanes = [
        [(one.start, one.frames, one.first) for one in lane.events if one.path] for lane in edit.lanes if lane.video == video
    ]
    return [lane for lane in lanes if lane]


def taken(host: Host, name: str, sort: str) -> Cuts:
    timeline = next(one for one in host.project.timelines if one.name == name)
    tracks = [[item for item in track.items if item.transition is None] for track in timeline.tracks[sort]]
    return [[(item.start - timeline.first, item.frames, int(item.left)) for item in track] for track in tracks if track]


def imported(edit: Edit, kind: str, folder: Path) -> Host:
    host = host_for(edit)
    path = folder / f"film{interchange.KINDS[kind]}"
    interchange.write(edit, kind, path)
    project = host.resolve.GetProjectManager().GetCurrentProject()
    made = project.GetMediaPool().ImportTimelineFromFile(str(path), {"timelineName": "Film"})
    assert made is not None, host.refusals
    if kind != "edl":
        assert made.GetStartFrame() == edit.start_frame
    return host


@pytest.mark.parametrize("seed", range(12))
def test_the_shape_for_resolve_is_taken(media: dict[str, Path], tmp_path: Path, seed: int) -> None:
    """Also dissolves, speeds, markers, accents and signs in paths."""
    edit = random_edit(Random(seed), media)
    host = imported(edit, "resolve-otio", tmp_path)
    assert taken(host, "Film", "video") == cuts(edit, video=True) and taken(host, "Film", "audio") == cuts(edit, video=False)
    assert all(item.clip is not None for item in host.project.timelines[0].items if item.transition is None), "media are linked"


def hard_cuts(edit: Edit) -> Edit:
    """Without transitions and titles: OpenTimelineIO's own FCP7 reader halves odd transitions another way."""
    lanes = [
        replace(lane, events=tuple(replace(one, join_in=None, join_out=None) for one in lane.events if one.path))
        for lane in edit.lanes
    ]
    return replace(edit, lanes=tuple(lane for lane in lanes if lane.events))


@pytest.mark.parametrize("seed", range(6))
def test_fcp7_is_taken(media: dict[str, Path], tmp_path: Path, seed: int) -> None:
    edit = hard_cuts(random_edit(Random(100 + seed), media, plain=True))
    host = imported(edit, "fcp7", tmp_path)
    assert taken(host, "Film", "video") == cuts(edit, video=True)


@pytest.mark.parametrize("seed", range(6))
def test_fcpxml_is_taken(media: dict[str, Path], tmp_path: Path, seed: int) -> None:
    """By a reader that knows nothing of the writer: storylines, lanes, and times of their own."""
    edit = random_edit(Random(300 + seed), media, plain=True)
    host = imported(edit, "fcpxml", tmp_path)
    assert taken(host, "Film", "video") == cuts(edit, video=True) and taken(host, "Film", "audio") == cuts(edit, video=False)


@pytest.mark.parametrize("seed", range(6))
def test_an_edl_is_taken(media: dict[str, Path], tmp_path: Path, seed: int) -> None:
    """One track of pictures, at the timecode of its first event's hour."""
    edit = hard_cuts(random_edit(Random(200 + seed), media, plain=True))
    host = imported(edit, "edl", tmp_path)
    assert [[row[:2] for row in track] for track in taken(host, "Film", "video")] == [
        [row[:2] for row in track] for track in cuts(edit, video=True)[:1]
    ]
    assert host.project.timelines[0].first == edit.start_frame


@pytest.mark.parametrize("seed", range(6))
def test_the_plain_document_is_refused(media: dict[str, Path], tmp_path: Path, seed: int) -> None:
    edit = random_edit(Random(seed), media)
    interchange.write(edit, "otio", tmp_path / "film.otio")
    host = host_for(edit)
    project = host.resolve.GetProjectManager().GetCurrentProject()
    assert project.GetMediaPool().ImportTimelineFromFile(str(tmp_path / "film.otio")) is None and host.refusals
