# SPDX-License-Identifier: Apache-2.0
"""Masters through the real command line: ordered with the film, kept, and exported afterwards."""

import json
import subprocess
from pathlib import Path

import pytest
from tests.films import aiprod

from aiprod.delivery import checksums, credentials
from aiprod.film.store import FilmStore

SMALL = ("--duration", "4", "--size", "256x144", "--seed", "1", "--layout", "5.1")


def probe(path: Path) -> list[dict]:
    command = ["ffprobe", "-v", "error", "-show_streams", "-of", "json", str(path)]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)["streams"]


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("films") / "f.aiprod"
    made = aiprod("make", "Un chat attend le dernier tram.", "--out", str(root), *SMALL, "--format", "hdr10")
    assert made.returncode == 0, made.stderr
    return root


def test_a_film_is_made_with_its_master(film: Path) -> None:
    delivery = film / "delivery"
    (master,) = delivery.glob("*.hdr10.mp4")
    (screening,) = (path for path in delivery.glob("*.mp4") if path != master)
    video, *sounds = (s for s in probe(master) if s.get("codec_type") in ("video", "audio"))
    assert (video["codec_name"], video["color_transfer"], [s["channels"] for s in sounds]) == ("hevc", "smpte2084", [6, 2])
    assert "Content light level metadata" in {kind["side_data_type"] for kind in video["side_data_list"]}
    assert probe(screening)[0]["codec_name"] == "h264"
    for path in (master, screening, delivery / "poster.jpg", delivery / "contact-sheet.jpg"):
        assert credentials.verify(path).ok, path
    assert {path.suffix for path in delivery.glob("*.ledger.*")} == {".html", ".json", ".md"}


def test_a_french_brief_becomes_a_french_film(film: Path) -> None:
    screenplay = FilmStore(film).film.screenplay
    assert screenplay is not None and screenplay.language == "fr"
    assert aiprod("check", str(film)).returncode == 0


def test_a_resumed_film_keeps_its_master(film: Path) -> None:
    (master,) = (film / "delivery").glob("*.hdr10.mp4")
    before = master.stat().st_mtime_ns
    assert aiprod("resume", str(film)).returncode == 0
    assert master.stat().st_mtime_ns == before


def test_more_is_exported_afterwards(film: Path, tmp_path: Path) -> None:
    done = aiprod("export", str(film), "--preset", "streaming-hdr", "--to", str(tmp_path / "out"), "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["path"] == str(tmp_path / "out") and said["notes"]
    assert checksums.check(tmp_path / "out") == () and credentials.verify(tmp_path / "out").ok
    refused = aiprod("export", str(film), "--format", "dcp", "--to", str(tmp_path / "dcp"))
    assert refused.returncode == 2 and "SMPTE ST 429" in refused.stderr and len(refused.stderr.strip().splitlines()) == 1
    again = aiprod("export", str(film), "--preset", "streaming-hdr", "--to", str(tmp_path / "out"))
    assert again.returncode == 2 and "exists already" in again.stderr
