# SPDX-License-Identifier: Apache-2.0
"""`aiprod interchange`: written, read, refused, as somebody at a terminal sees it."""

import json
from dataclasses import replace

import pytest
from tests.unit.production.conforming_film import film_with_media

from aiprod.cli.main import main
from aiprod.editing import interchange
from aiprod.editing.interchange.events import read
from aiprod.film.store import FilmStore
from aiprod.production.timelines import open_timeline


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    return film_with_media(tmp_path_factory.mktemp("command") / "key.aiprod")


def test_a_timeline_is_written_with_its_report(film, tmp_path, capsys):
    target = tmp_path / "edit.edl"
    assert main(["interchange", str(film), "--as", "edl", "--to", str(target), "--lang", "fr"]) == 0
    out, err = capsys.readouterr()
    assert str(target) in out.splitlines() and str(target.with_name("edit.titles.edl")) in out.splitlines()
    assert "Music, score (01:00:00:00)\u00a0: son niveau (-9 dB) n’est pas transmis" in err
    assert target.with_name("edit.edl.report.txt").is_file()
    assert main(["interchange", str(film), "--as", "edl", "--to", str(target)]) == 2
    assert "exists already" in capsys.readouterr().err


def test_machine_readable(film, tmp_path, capsys):
    assert main(["interchange", str(film), "--as", "resolve-otio", "--to", str(tmp_path / "r.otio"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["kind"] == "resolve-otio" and {"track", "clip", "aspect", "why", "en", "fr"} <= set(told["losses"][0])


def test_an_edit_is_brought_back_and_first_only_looked_at(film, tmp_path, capsys):
    edit = read(open_timeline(FilmStore(film)), film)
    last = edit.picture.events[-1]
    picture = replace(edit.picture, events=(*edit.picture.events[:-1], replace(last, frames=last.frames - 5, join_out=None)))
    path = tmp_path / "back.xml"
    interchange.write(replace(edit, lanes=(picture, *edit.lanes[1:])), "fcp7", path)
    assert main(["interchange", str(film), "--read", str(path), "--dry-run"]) == 0
    out = capsys.readouterr().out
    assert f"is {last.frames - 5} frames long instead of {last.frames}" in out and FilmStore(film).film.timeline is None
    assert main(["interchange", str(film), "--read", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["applied"] and told["kept"] > 5 and FilmStore(film).film.timeline is not None


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "There is nothing to do"), (["--as", "avid", "--to", "x"], "There is no interchange format 'avid'"),
        (["--read", "/nowhere.otio"], "there is no such file"), (["--read", "x", "--rate", "many"], "is not a frame rate"),
    ],
)  # fmt: skip
def test_mistakes_are_told_in_one_line(film, arguments, words, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["interchange", str(film), *arguments]) == 2
    error = capsys.readouterr().err
    assert words in error and len(error.strip().splitlines()) == 1


def test_a_hand_off_folder(film, tmp_path, capsys):
    assert main(["interchange", str(film), "--as", "handoff", "--to", str(tmp_path / "out"), "--lang", "fr"]) == 0
    out, err = capsys.readouterr()
    assert out.strip() == str(tmp_path / "out") and "timeline.edl: " in err
    assert (tmp_path / "out" / "README.txt").read_text("utf-8-sig").count("Importer")
