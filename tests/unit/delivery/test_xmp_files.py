# SPDX-License-Identifier: Apache-2.0
"""XMP in files: found by other readers, and nothing seen or heard is changed by it."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tests.unit.delivery.signing_fixture import EMBEDDED, MAKING, decoded, made

from aiprod.delivery.credentials import sign, verify
from aiprod.delivery.provenance import Label, embed_xmp, plain_statement, source_type_of_film, source_type_of_shot
from aiprod.delivery.xmp_files import attributes, read_xmp, tags
from aiprod.film.errors import EngineError

LABEL = Label("Le phare & la <mer>", "fr", "compositeSynthetic", "Zoé", "Une gardienne.", ("Kokoro 82M",))
KIND = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeSynthetic"


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIPROD_HOME", str(tmp_path / "home"))


@pytest.mark.parametrize("kind", EMBEDDED)
def test_the_label_is_written_then_signed_and_the_pictures_stay(kind: str, tmp_path: Path) -> None:
    path = made(tmp_path, kind)
    before = decoded(path)
    assert embed_xmp(path, LABEL)
    sign(path, MAKING)
    told = read_xmp(path)
    assert (told["title"], told["creator"], told["DigitalSourceType"]) == ("Le phare & la <mer>", "Zoé", KIND)
    assert told["AISystemUsed"] == "AIPROD, Kokoro 82M"
    assert decoded(path) == before
    assert verify(path).ok


@pytest.mark.parametrize("kind", ["jpg", "png", "tiff", "webp"])
def test_another_reader_finds_it(kind: str, tmp_path: Path) -> None:
    path = made(tmp_path, kind)
    embed_xmp(path, LABEL)
    with Image.open(path) as picture:
        found: Any = picture.getxmp()["xmpmeta"]["RDF"]["Description"]
    assert found["DigitalSourceType"] == KIND


def test_a_labelled_wav_counts_its_bytes(tmp_path: Path) -> None:
    path = made(tmp_path, "wav")
    embed_xmp(path, LABEL)
    data = path.read_bytes()
    assert struct.unpack("<I", data[4:8])[0] == len(data) - 8


def test_files_that_hold_none_are_left_alone(tmp_path: Path) -> None:
    path = made(tmp_path, "mkv")
    before = path.read_bytes()
    assert not embed_xmp(path, LABEL)
    assert path.read_bytes() == before
    assert read_xmp(path) == {}
    assert tags(LABEL)["comment"] == attributes(LABEL)["ImageDescription"] == LABEL.statement


@pytest.mark.parametrize("kind", EMBEDDED)
def test_what_is_no_such_file_is_refused(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{kind}"
    path.write_bytes(b"no such file at all " * 4)
    with pytest.raises(EngineError, match="can't be "):
        embed_xmp(path, LABEL)


def test_a_second_label_of_a_film_is_refused(tmp_path: Path) -> None:
    path = made(tmp_path, "mp4")
    embed_xmp(path, LABEL)
    with pytest.raises(EngineError, match="has an XMP box already"):
        embed_xmp(path, LABEL)


@pytest.mark.parametrize(
    ("generator", "roles", "kind"),
    [
        ("animatic/1", (), "algorithmicMedia"), ("animatic/1", ("painted look",), "compositeWithTrainedAlgorithmicMedia"),
        ("nano/1", ("video", "upscaling"), "trainedAlgorithmicMedia"),
        ("diffusion:wan2.2/1", ("video",), "trainedAlgorithmicMedia"),
        ("cloud:runway:gen4", ("video",), "trainedAlgorithmicMedia"), ("footage/1", (), "digitalCapture"),
        ("footage/1", ("upscaling",), "compositeWithTrainedAlgorithmicMedia"),
    ],
)  # fmt: skip
def test_each_generator_has_its_term(generator: str, roles: tuple[str, ...], kind: str) -> None:
    assert source_type_of_shot(generator, roles) == kind


def test_a_film_is_what_its_parts_are() -> None:
    assert source_type_of_film(["algorithmicMedia"] * 3, sound_trained=False) == "algorithmicMedia"
    assert source_type_of_film(["algorithmicMedia"], sound_trained=True) == "compositeSynthetic"
    assert source_type_of_film(["trainedAlgorithmicMedia"], sound_trained=True) == "trainedAlgorithmicMedia"
    assert source_type_of_film(["trainedAlgorithmicMedia", "algorithmicMedia"], sound_trained=True) == "compositeSynthetic"
    assert source_type_of_film(["digitalCapture", "digitalCapture"], sound_trained=False) == "digitalCapture"
    assert source_type_of_film(["digitalCapture"], sound_trained=True) == "compositeSynthetic"


def test_only_what_a_model_made_is_called_ai_generated() -> None:
    assert plain_statement("en", ("Kokoro 82M",), "algorithmicMedia").startswith("AI-generated")
    assert "without a trained model" in plain_statement("en", (), "algorithmicMedia")
    assert "rien n’y est généré" in plain_statement("fr", (), "digitalCapture")
