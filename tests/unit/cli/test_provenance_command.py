# SPDX-License-Identifier: Apache-2.0
"""`aiprod provenance`: what it prints, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.unit.delivery.signing_fixture import MAKING, certified, made

from aiprod.cli.main import main
from aiprod.delivery.credentials import sign
from aiprod.film.brief import Brief
from aiprod.film.film import Film
from aiprod.film.store import FilmStore


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIPROD_HOME", str(tmp_path / "home"))


def test_a_signed_file_says_what_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = made(tmp_path, "mp4")
    sign(path, MAKING)
    assert main(["provenance", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["credentials"]
    assert (told["state"], told["kind_of_media"], told["prompt_sha256"]) == ("whole", "compositeSynthetic", "ab" * 32)
    assert told["models"] == ["Kokoro 82M (Apache-2.0 AND MIT), 1a27333f"]
    assert main(["provenance", str(path)]) == 0
    assert "on no trust list" in capsys.readouterr().out


def test_a_changed_file_is_called_damaged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = made(tmp_path, "jpg")
    sign(path, MAKING)
    path.write_bytes(path.read_bytes()[:-3] + b"\x00\xff\xd9")
    assert main(["provenance", str(path)]) == 2
    assert "DAMAGED" in capsys.readouterr().out


def test_an_unsigned_film_is_searched_for_its_mark(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = made(tmp_path, "png")
    assert main(["provenance", str(path), "--watermark"]) == 0
    out = capsys.readouterr().out
    assert "says nothing of its making" in out
    assert "none that can be read" in out


def test_a_missing_file_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["provenance", str(tmp_path / "no.mp4")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_identity_is_shown_renewed_and_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["provenance", "identity", "--json"]) == 0
    first = json.loads(capsys.readouterr().out)
    assert first["origin"] == "made for this installation"
    assert main(["provenance", "identity", "--new", "--name", "Atelier Zoé", "--json"]) == 0
    second = json.loads(capsys.readouterr().out)
    assert (second["name"], second["fingerprint_sha256"] != first["fingerprint_sha256"]) == ("Atelier Zoé", True)
    chain, key, _ = certified(tmp_path)
    assert main(["provenance", "identity", "--import", str(chain), str(key), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["origin"] == "your own certificate"
    assert main(["provenance", "identity", "--import", str(chain), str(chain)]) == 2
    assert "PRIVATE" not in capsys.readouterr().err


@pytest.fixture
def film(tmp_path: Path) -> Path:
    brief = Brief(text="A keeper speaks to the sea.", language="en")
    return FilmStore.create(tmp_path / "a.aiprod", Film(name="a", brief=brief)).root


def test_consents_are_recorded_and_taken_back(film: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "words.txt").write_text("I agree.", "utf-8")
    given = ["--person", "Anne Martin", "--part", "voice", "--text", str(tmp_path / "words.txt"), "--until", "2099-12-31"]
    assert main(["provenance", "consent", str(film), *given]) == 0
    assert "consent-1: Anne Martin, voice, for film" in capsys.readouterr().out
    assert main(["provenance", "consent", str(film), "--revoke", "consent-1"]) == 0
    assert "revoked" in capsys.readouterr().out
    assert main(["provenance", "consent", str(film), "--person", "Anne Martin"]) == 2
    assert "--part, --text is missing" in capsys.readouterr().err


def test_a_films_ledger_is_told_and_written(film: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["provenance", str(film), "--ledger", str(tmp_path / "out"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["ledger"]["schema"] == "Ledger.1"
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["a.ledger.html", "a.ledger.json", "a.ledger.md"]
