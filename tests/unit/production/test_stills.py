# SPDX-License-Identifier: Apache-2.0
"""Stills, contact sheets and subtitles of a finished film, read back by other tools."""

import argparse
import json
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import OpenImageIO
import pytest
from tests.unit.production.finished_film import CUES, FRAMES, H, W, finished

from aiprod.cli.commands import stills as stills_command
from aiprod.cli.commands import subtitles as subtitles_command
from aiprod.delivery import timecode
from aiprod.delivery.contact_sheet import Sheet, SheetShot, contact_sheet
from aiprod.delivery.credentials import verify
from aiprod.delivery.stills import StillForm, write_still
from aiprod.film.errors import EngineError, UserError
from aiprod.film.store import FilmStore
from aiprod.media.reading import read_frames
from aiprod.media.video import to_rgb
from aiprod.production.finishing import Finished
from aiprod.production.stills import frame_of, keep_sheet, shots_of, take_stills, timecode_frame, write_sheet


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> FilmStore:
    return finished(tmp_path_factory.mktemp("films") / "f.aiprod", "stereo")


@pytest.fixture(scope="module")
def film(store: FilmStore) -> Finished:
    return Finished(store)


@pytest.mark.parametrize(
    ("said", "frame"),
    [
        ("0", 0),
        ("35", 35),
        ("0.5s", 12),
        ("1.25", 30),
        ("00:00:01:05", 29),
        ("01:00:00:00", 0),
        ("01:00:01:11", 35),
        ("a", 10),
        ("b", 28),
    ],
)
def test_moments(said: str, frame: int, film: Finished) -> None:
    assert frame_of(film, said) == frame


@pytest.mark.parametrize("said", ["36", "2s", "00:00:02:00", "01:00:01:12", "00:61:00:00", "00:00:00:24", "c", "-1", "", "1:2"])
def test_moments_that_are_not_in_the_film(said: str, film: Finished) -> None:
    with pytest.raises(UserError):
        frame_of(film, said)


@pytest.mark.parametrize(
    "rate", [Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(60000, 1001), Fraction(24000, 1001)]
)
@pytest.mark.parametrize("frame", [0, 1, 1799, 1800, 17982, 107892, 1_000_000])
def test_timecode_is_read_as_it_is_written(rate: Fraction, frame: int) -> None:
    assert timecode_frame(str(timecode.at(frame, rate)), rate) == frame


@pytest.mark.parametrize("form", ["png", "tiff", "exr", "jpg"])
def test_stills_are_the_films_frames(form: StillForm, store: FilmStore, film: Finished, tmp_path: Path) -> None:
    paths = take_stills(store, ["16", "a", "01:00:01:06"], tmp_path / "stills", form=form)
    assert [path.name.split(".")[0] for path in paths] == ["l-oeuvre"] * 3
    assert [path.name.split(".")[1] for path in paths] == ["01-00-00-16", "01-00-00-10", "01-00-01-06"]
    originals = [to_rgb(frame).astype(float) for frame in read_frames(film.picture)]
    for path, index in zip(paths, (16, 10, 30), strict=True):
        shown = _codes(path, form)
        assert shown.shape == (H, W, 3)
        off = {near: float(np.abs(shown - originals[near]).mean()) for near in (index - 2, index, index + 2)}
        assert off[index] < 3.0 and off[index] == min(off.values()), (form, off)
        assert verify(path).state == "whole"


def _codes(path: Path, form: str) -> np.ndarray:
    """A still as display codes 0–255, read by OpenImageIO."""
    source = OpenImageIO.ImageInput.open(str(path))
    kind = {"png": "uint16", "tiff": "uint16", "exr": "half", "jpg": "uint8"}[form]
    assert str(source.spec().format) == kind
    read = np.asarray(source.read_image("float"))[..., :3]
    return 255 * (np.clip(read, 0, 1) ** (1 / 2.4) if form == "exr" else read)


def test_sixteen_bits_hold_more_than_eight(store: FilmStore, tmp_path: Path) -> None:
    (path,) = take_stills(store, ["30"], tmp_path, form="png")
    pixels = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    assert pixels.dtype == np.uint16 and len(np.unique(pixels)) > 1000


def test_a_wide_still_says_what_it_is(store: FilmStore, tmp_path: Path) -> None:
    (path,) = take_stills(store, ["30"], tmp_path, form="png", output="pq")
    assert tuple(OpenImageIO.ImageInput.open(str(path)).spec().getattribute("CICP")) == (9, 16, 0, 1)
    with pytest.raises(UserError, match="JPEG can't hold pq"):
        take_stills(store, ["30"], tmp_path, form="jpg", output="pq")


def test_nothing_is_overwritten_or_half_written(store: FilmStore, tmp_path: Path) -> None:
    take_stills(store, ["3"], tmp_path, form="jpg")
    with pytest.raises(UserError, match="exists already"):
        take_stills(store, ["2", "3"], tmp_path, form="jpg")
    assert len(list(tmp_path.iterdir())) == 1
    (tmp_path / "file").write_text("")
    codes = np.zeros((4, 4, 3), np.float32)
    for form in ("png", "jpg"):
        with pytest.raises(UserError):
            write_still(tmp_path / "file" / "x", codes, form)
    with pytest.raises(UserError):
        take_stills(store, ["999"], tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_the_sheet_shows_every_shot(store: FilmStore, film: Finished, tmp_path: Path) -> None:
    out = tmp_path / "sheet.jpg"
    write_sheet(store, out)
    page = cv2.imread(str(out))
    assert page.shape[1] > 1000 and verify(out).state == "whole"
    assert [(placed.shot, placed.start, placed.end) for placed in shots_of(film)] == [("a", 0, 20), ("b", 20, 36)]
    with pytest.raises(UserError, match="exists already"):
        write_sheet(store, out)
    write_sheet(store, out, again=True)
    assert [path.name for path in tmp_path.iterdir()] == ["sheet.jpg"]


def test_the_sheet_is_kept_while_the_film_stays(store: FilmStore, tmp_path: Path) -> None:
    kept = keep_sheet(store, tmp_path)
    before = kept.stat().st_mtime_ns
    assert keep_sheet(store, tmp_path) == kept and kept.stat().st_mtime_ns == before
    kept.unlink()
    assert keep_sheet(store, tmp_path).is_file()


def test_sheets_of_any_length() -> None:
    pictures = [np.full((90, 160, 3), 60 + n, np.uint8) for n in range(5)]
    for count, wide in ((1, 664), (3, 1768), (60, 2872)):
        shots = [SheetShot(pictures[n % 5], f"s{n}", "01:00:00:00", "Plan · 1,0 s", f"scene {n // 20}") for n in range(count)]
        page = cv2.imdecode(np.frombuffer(contact_sheet(Sheet("L’Œuvre", "0:17"), shots), np.uint8), cv2.IMREAD_COLOR)
        assert page.shape[1] == wide
        greys = {round(float(v)) for v in np.unique(page[200:, :, 0]) if 59 <= v <= 65}
        assert greys >= {60 + n for n in range(min(count, 5))}
    with pytest.raises(EngineError):
        contact_sheet(Sheet("x", ""), [])


def _options(command, *words: str) -> argparse.Namespace:  # type: ignore[no-untyped-def]
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return parser.parse_args(words)


def test_the_commands(store: FilmStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = str(store.root)
    wanted = _options(stills_command, root, "--at", "shots", "--to", str(tmp_path / "s"), "--format", "jpg", "--json")
    assert stills_command.run(wanted) == 0
    assert len(json.loads(capsys.readouterr().out)) == 2
    with pytest.raises(UserError, match="no moment"):
        stills_command.run(_options(stills_command, root, "--to", str(tmp_path)))
    assert stills_command.run(_options(stills_command, root, "--sheet", "--to", str(tmp_path / "sheet.jpg"))) == 0
    ttml, srt = tmp_path / "f.ttml", tmp_path / "f.srt"
    assert subtitles_command.run(_options(subtitles_command, root, "--as", "ttml", "--to", str(ttml))) == 0
    assert CUES[0].text in ttml.read_text("utf-8")
    assert subtitles_command.run(_options(subtitles_command, str(ttml), "--as", "srt", "--to", str(srt))) == 0
    assert srt.read_text("utf-8") == f"1\n00:00:00,250 --> 00:00:01,000\n{CUES[0].text}\n"
    old = tmp_path / "old.srt"
    old.write_bytes("1\n00:00:01,000 --> 00:00:02,000\nDéjà vu\n".encode("latin-1"))
    capsys.readouterr()
    assert subtitles_command.run(_options(subtitles_command, str(old), "--as", "vtt", "--to", str(tmp_path / "n.vtt"))) == 0
    assert "Latin-1" in capsys.readouterr().err
    with pytest.raises(UserError, match="exists already"):
        subtitles_command.run(_options(subtitles_command, str(old), "--to", str(srt)))
    assert FRAMES == 36
