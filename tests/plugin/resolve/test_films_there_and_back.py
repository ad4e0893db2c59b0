# SPDX-License-Identifier: Apache-2.0
"""A film's hand-off folder in the fake host, changed there, and brought back into the film."""

from pathlib import Path

import pytest
from tests.plugin.resolve.test_host import Make, Script
from tests.unit.production.conforming_film import film_with_media

from aiprod.editing.document import document_of
from aiprod.editing.interchange.events import read
from aiprod.film.store import FilmStore
from aiprod.production.conforming import conform
from aiprod.production.handoff import HandOffMade, hand_off_film
from aiprod.production.timelines import open_timeline


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return film_with_media(tmp_path_factory.mktemp("film") / "Clé d'été.aiprod")


@pytest.fixture(scope="module")
def made(film: Path) -> HandOffMade:
    return hand_off_film(FilmStore(film), film.parent / "remise")


def imported(make_host: Make, path: Path) -> "tuple[Script, object]":
    script = Script(make_host())
    options = {"timelineName": "Film", "importSourceClips": True, "sourceClipsPath": str(path.parent / "media")}
    timeline = script.pool.ImportTimelineFromFile(str(path), options)
    assert timeline is not None, script.host.refusals
    return script, timeline


def placed(timeline: "object") -> "list[tuple[int, int]]":
    zero = timeline.GetStartFrame()  # type: ignore[attr-defined]
    items = timeline.GetItemListInTrack("video", 1)  # type: ignore[attr-defined]
    return [(item.GetStart() - zero, item.GetDuration()) for item in items]


@pytest.mark.parametrize("name", ["timeline.otio", "timeline_fcp7.xml"])
def test_every_shot_lies_where_it_lies_in_the_film(make_host: Make, made: HandOffMade, film: Path, name: str) -> None:
    edit = read(open_timeline(FilmStore(film)), film)
    script, timeline = imported(make_host, made.path / name)
    assert placed(timeline) == [(event.start, event.frames) for event in edit.picture.events]
    files = {item.GetMediaPoolItem().GetClipProperty("File Path") for item in timeline.GetItemListInTrack("video", 1)}  # type: ignore[attr-defined]
    assert all(Path(file).parent == made.path / "media" for file in files)
    assert script.host.refusals == []


@pytest.mark.parametrize(("suffix", "constant"), [("otio", "EXPORT_OTIO"), ("xml", "EXPORT_FCP_7_XML")])
def test_a_shot_deleted_there_is_deleted_here(
    make_host: Make, made: HandOffMade, film: Path, tmp_path: Path, suffix: str, constant: str
) -> None:
    script, timeline = imported(make_host, made.path / "timeline.otio")
    script.resolve.OpenPage("edit")
    script.project.SetCurrentTimeline(timeline)
    gone = timeline.GetItemListInTrack("video", 1)[3]  # type: ignore[attr-defined]
    assert timeline.DeleteClips([gone], False) or timeline.DeleteClips([gone], False)  # type: ignore[attr-defined]
    path = tmp_path / f"back.{suffix}"
    assert timeline.Export(str(path), getattr(script.resolve, constant), script.resolve.EXPORT_NONE)  # type: ignore[attr-defined]
    store = FilmStore(film)
    before = document_of(open_timeline(store))
    found = conform(store, path, dry_run=True)
    wanted = [clip.id for at, clip in enumerate(before.tracks[0].clips) if at != 3]
    assert [clip.id for clip in found.timeline.tracks[0].clips] == wanted
    assert found.missing == 0 and found.timeline.tracks[0].starts[2:4] == (before.tracks[0].starts[2], before.tracks[0].starts[4])
