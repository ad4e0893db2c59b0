# SPDX-License-Identifier: Apache-2.0
"""The hand-off folder: whole or not there, read by other people's readers, and brought back with its takes."""

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import av
import opentimelineio as otio
import pytest
import soundfile
from tests.plugin.resolve.shapes import wrong_shape
from tests.unit.production.conforming_film import film_with_media, small_film

from aiprod.editing import interchange
from aiprod.film.errors import DiskFullError, UserError
from aiprod.film.grade import Cdl, ShotGrade
from aiprod.film.hashing import hash_file
from aiprod.film.store import FilmStore
from aiprod.production import handoff_film
from aiprod.production.clips.recipes import ClipRecipe
from aiprod.production.clips.store import Clip, ClipStore, FileRecord
from aiprod.production.conforming import conform
from aiprod.production.handoff import TIMELINES, hand_off_clips, hand_off_film


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    return film_with_media(tmp_path_factory.mktemp("handed over") / "Clé d'été.aiprod")


@pytest.fixture(scope="module")
def made(film):
    return hand_off_film(FilmStore(film), film.parent / "À rendre", "fr")


def test_everything_is_there_with_plain_names(made):
    assert {*TIMELINES.values(), "README.txt", "captions.srt", "manifest.json"} <= set(made.files)
    assert all(name.isascii() and " " not in name for name in made.files)
    assert all(path.count("/") == 1 for path in made.files if path.startswith("media/"))
    for path in (made.path / "media").iterdir():
        if path.suffix == ".mov":
            with av.open(str(path)) as container:
                assert container.streams.video[0].codec_context.name == "prores" and not container.streams.audio
                assert container.metadata.get("timecode", "00:00:00:00") == "00:00:00:00"
        else:
            info = soundfile.info(str(path))
            assert (info.samplerate, info.subtype) == (48_000, "PCM_24")
    assert not [path for path in made.path.parent.iterdir() if path.name.startswith(".")]


def test_the_manifest_is_true(made):
    manifest = json.loads((made.path / "manifest.json").read_text("utf-8"))
    named = {file["path"]: file for file in manifest["files"]}
    assert set(named) == set(made.files) - {"manifest.json"}
    assert all(hash_file(made.path / path) == file["sha256"] for path, file in named.items())
    shot = next(file["source"] for path, file in named.items() if path.endswith(".mov"))
    assert {"shot", "take"} <= set(shot) and len(shot["take"]) == 64
    assert manifest["rate"] == [24, 1] and manifest["start_timecode"] == "01:00:00:00"


def test_the_readme_says_what_to_click_in_the_user_s_language(made, film):
    french = (made.path / "README.txt").read_text("utf-8-sig")
    assert "DAVINCI RESOLVE" in french and "timeline.otio" in french and "Sous-titres" in french and "{" not in french
    assert max(map(len, french.splitlines())) <= 100
    english = hand_off_film(FilmStore(film), film.parent / "handed", "en")
    text = (english.path / "README.txt").read_text("utf-8-sig")
    assert "File > Import > Timeline" in text and "IF THE FOLDER WAS MOVED" in text
    assert "could not carry" in (english.path / "reports" / "timeline.edl.report.txt").read_text("utf-8")


def test_every_timeline_is_the_film_s_edit(made, film):
    from aiprod.editing.interchange.events import read
    from aiprod.production.timelines import open_timeline

    edit = read(open_timeline(FilmStore(film)), film)
    for name in TIMELINES.values():
        back = interchange.read(made.path / name)
        wrong = [d for d in interchange.differences(edit, back) if d.aspect == "clip" and d.track != "Titles"]
        assert wrong == [], name
        paths = {event.path for lane in back.lanes for event in lane.events if event.path is not None}
        assert paths and all(path.is_file() and path.parent.name == "media" for path in paths), name
    assert wrong_shape(json.loads((made.path / "timeline.otio").read_text("utf-8"))) == ""
    otio.adapters.read_from_file(str(made.path / "timeline_fcp7.xml"), "fcp_xml")


@pytest.mark.parametrize("name", TIMELINES.values())
def test_it_comes_back_with_the_takes_that_the_film_has(name, made, film, tmp_path):
    store = FilmStore(shutil.copytree(film, tmp_path / film.name))
    found = conform(store, made.path / name)
    assert not found.changed and (found.missing, found.added, found.removed) == (0, 0, 0), found.sentences()


def test_moved_to_another_machine_it_still_comes_back(made, film, tmp_path):
    """The media are not where the timeline says; names and manifest know them."""
    store = FilmStore(shutil.copytree(film, tmp_path / film.name))
    text = (made.path / "timeline_fcp7.xml").read_text("utf-8").replace("/%C3%80%20rendre/", "/Volumes/Projets/")
    path = tmp_path / "zur%C3%BCck.xml"
    path.write_text(text, "utf-8")
    found = conform(store, path)
    assert not found.changed and found.missing == 0, found.sentences()


def test_grades_go_along_as_lut_and_cdl(film, tmp_path, monkeypatch):
    store = FilmStore(film)
    standing = handoff_film.Standing.of(store)
    shot = next(iter(standing.grades))
    graded = ShotGrade(shot=shot, cdl=Cdl(slope=(1.2, 1.0, 0.8), saturation=0.9))
    seen = replace(standing, grades={**standing.grades, shot: graded})
    monkeypatch.setattr(handoff_film.Standing, "of", classmethod(lambda cls, store: seen))
    made = hand_off_film(store, tmp_path / "graded")
    looks = [name for name in made.files if name.startswith("look/")]
    assert looks == [f"look/{shot}.cc", f"look/{shot}.cube"]
    from aiprod.grading.cdl_files import read_cdl
    from aiprod.grading.cube import read_cube

    assert read_cube(made.path / looks[1]).shape == (33, 33, 33, 3)
    cdl = read_cdl(made.path / looks[0])
    assert cdl.slope[0] > cdl.slope[2]
    edl = (made.path / "timeline.edl").read_text("utf-8")
    assert "* ASC_SOP: (" in edl
    assert any(loss.aspect == "lut" and loss.clip == shot for loss in made.reports["timeline.edl"])


def test_nothing_is_overwritten_and_an_error_leaves_nothing(film, tmp_path):
    target = tmp_path / "there"
    target.mkdir()
    with pytest.raises(UserError, match="exists already"):
        hand_off_film(FilmStore(film), target)
    store = FilmStore(shutil.copytree(film, tmp_path / film.name))
    next(store.root.rglob("picture.mp4")).unlink()
    with pytest.raises(UserError, match="is missing"):
        hand_off_film(store, tmp_path / "gone")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([film.name, "there"])


def test_a_full_disk_is_one_clear_error(film, tmp_path, monkeypatch):
    from aiprod.production import handoff

    def full(*_args, **_kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(handoff, "hash_file", full)
    with pytest.raises(DiskFullError):
        hand_off_film(FilmStore(film), tmp_path / "full")
    assert list(tmp_path.iterdir()) == []


def test_a_killed_hand_off_leaves_no_folder_and_the_next_one_clears_up(film, tmp_path):
    target = tmp_path / "killed"
    script = (
        "import sys, threading; from pathlib import Path; from aiprod.film.store import FilmStore;"
        "from aiprod.production import handoff; handoff._timeline = lambda *a: threading.Event().wait();"
        "handoff.hand_off_film(FilmStore(Path(sys.argv[1])), Path(sys.argv[2]))"
    )
    child = subprocess.Popen([sys.executable, "-c", script, str(film), str(target)], env={**os.environ, "PYTHONPATH": "engine"})
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob(".killed.part/media/*.wav")) and time.monotonic() < deadline:
        time.sleep(0.05)
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert not target.exists() and (tmp_path / ".killed.part").is_dir()
    hand_off_film(FilmStore(film), target)
    assert [path.name for path in tmp_path.iterdir()] == ["killed"]


# -- clips ---------------------------------------------------------------------------------------------------------------


def a_clip(clips, number, rate="24", project="Mon projet"):
    found = f"clip_{number:026d}"
    folder = clips.root / found
    folder.mkdir(parents=True)
    small_film(folder / "picture.mov", 10)
    soundfile.write(folder / "sound.wav", [[0.0, 0.0]] * 20_000, 48_000, subtype="PCM_24")
    files = (
        FileRecord(role="picture", name="picture.mov", frames=10),
        FileRecord(role="sound", name="sound.wav", frames=10, channels=2),
    )
    recipe = ClipRecipe(kind="shot", name=f"Un plan à moi {number}", project=project, rate=rate, frames=10)
    return Clip(id=found, family=found, recipe=recipe, frames=10, width=32, height=16, files=files)


def test_clips_are_handed_over_one_after_the_other(tmp_path):
    clips = ClipStore(tmp_path / "clips")
    wanted = [a_clip(clips, 1), a_clip(clips, 2)]
    made = hand_off_clips(clips, wanted, tmp_path / "clips handed over", "en")
    edit = interchange.read(made.path / "timeline.otio")
    assert [(e.start, e.frames) for e in edit.lanes[0].events] == [(0, 10), (10, 10)] == [
        (e.start, e.frames) for e in edit.lanes[1].events
    ]  # fmt: skip
    assert {"media/Un-plan-a-moi-1.mov", "media/Un-plan-a-moi-2.wav"} <= set(made.files)
    assert (made.path / "media" / "Un-plan-a-moi-1.wav").stat().st_ino == (clips.root / wanted[0].id / "sound.wav").stat().st_ino
    manifest = json.loads((made.path / "manifest.json").read_text("utf-8"))
    assert {file["source"]["clip"] for file in manifest["files"] if "source" in file} == {clip.id for clip in wanted}


def test_clips_of_mixed_rates_are_refused(tmp_path):
    clips = ClipStore(tmp_path / "clips")
    with pytest.raises(UserError, match="can't go into one timeline"):
        hand_off_clips(clips, [a_clip(clips, 1), a_clip(clips, 2, "25")], tmp_path / "mixed")
    assert not (tmp_path / "mixed").exists()


def test_the_target_s_own_folder_is_made(film, tmp_path):
    made = hand_off_film(FilmStore(film), tmp_path / "deep" / "er" / "out")
    assert made.path == tmp_path / "deep" / "er" / "out" and Path(made.path, "README.txt").is_file()
