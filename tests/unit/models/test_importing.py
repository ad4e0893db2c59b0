# SPDX-License-Identifier: Apache-2.0
"""Models from a folder or a stick."""

from __future__ import annotations

import hashlib
import json
import struct
import threading
from pathlib import Path

import pytest
from tests.server.hub import FakeHub
from tests.unit.models.conftest import CONFIG, ENCODER, WEIGHTS, card

from aiprod.film.errors import Stopped, UserError
from aiprod.models import library, states, store
from aiprod.models.cards import card as the_card
from aiprod.models.importing import import_from
from aiprod.models.pulling import pull

SHA = hashlib.sha256(WEIGHTS).hexdigest()
KNOWN = {"path": "split/video.safetensors", "sha256": SHA, "size": len(WEIGHTS)}
SMALL = {"path": "config.json", "about": 20}


def safetensors(tensors: int = 4) -> bytes:
    """A whole little weight file."""
    header = json.dumps({f"w{n}": {"dtype": "F32", "shape": [2], "data_offsets": [8 * n, 8 * n + 8]} for n in range(tensors)})
    return struct.pack("<Q", len(header)) + header.encode() + bytes(8 * tensors)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    (folder / "models" / "video").mkdir(parents=True)
    return folder


def test_a_stick_brings_what_it_has_and_a_pull_the_rest(hub: FakeHub, home: Path, stick: Path) -> None:
    card(home, "acme", KNOWN, {"path": "text/encoder.safetensors", "about": 2_000_000}, SMALL)
    (stick / "models" / "VIDEO.safetensors").write_bytes(WEIGHTS)
    (done,) = import_from(stick)
    assert done.model == "acme" and done.files == ("video.safetensors",) and not done.whole
    found = states.state(the_card("acme"))
    assert found.state == "partial" and found.here == len(WEIGHTS)
    assert pull("acme").fetched == len(ENCODER) + len(CONFIG)
    assert library.installed("acme")


def test_a_file_of_right_name_and_size_but_other_bytes_is_left_out(home: Path, stick: Path) -> None:
    card(home, "acme", KNOWN)
    (stick / "video.safetensors").write_bytes(WEIGHTS[:-1] + b"?")
    (done,) = import_from(stick, "acme")
    assert done.files == () and "its SHA-256 is" in done.refused[0][1]
    assert not store.blob(SHA).exists() and list((store.home() / "parts").glob("*.copy")) == []


def test_of_two_the_right_one_is_taken(home: Path, stick: Path) -> None:
    card(home, "acme", KNOWN)
    (stick / "a").mkdir()
    (stick / "a" / "video.safetensors").write_bytes(WEIGHTS[::-1])
    (stick / "models" / "video.safetensors").write_bytes(WEIGHTS)
    (done,) = import_from(stick)
    assert done.whole and len(done.refused) == 1


def test_a_file_whose_hash_nobody_knows_must_have_an_honest_header(home: Path, stick: Path) -> None:
    card(home, "acme", {"path": "lora.safetensors", "about": 100})
    (stick / "lora.safetensors").write_bytes(safetensors()[:-3])
    (done,) = import_from(stick)
    assert done.files == () and done.refused
    (stick / "lora.safetensors").write_bytes(b"PK\x03\x04 a pickle with another name")
    (done,) = import_from(stick)
    assert "pickle" in done.refused[0][1]
    (stick / "lora.safetensors").write_bytes(safetensors())
    (done,) = import_from(stick)
    assert done.whole
    assert states.state(the_card("acme")).files[0].declared == "copy"


def test_the_hub_s_own_cache_is_a_folder_like_any_other(home: Path, tmp_path: Path) -> None:
    card(home, "acme", KNOWN)
    cache = tmp_path / "hub" / "models--Acme--Video"
    (cache / "blobs").mkdir(parents=True)
    (cache / "snapshots" / "06e0").mkdir(parents=True)
    (cache / "blobs" / SHA).write_bytes(WEIGHTS)
    (cache / "snapshots" / "06e0" / "video.safetensors").symlink_to(cache / "blobs" / SHA)
    (done,) = import_from(tmp_path / "hub")
    assert done.whole and library.file("acme", "video.safetensors").read_bytes() == WEIGHTS


def test_a_link_takes_no_room(home: Path, stick: Path) -> None:
    card(home, "acme", KNOWN)
    (stick / "video.safetensors").write_bytes(WEIGHTS)
    import_from(stick, link=True)
    assert store.blob(SHA).samefile(stick / "video.safetensors")


def test_a_stop_keeps_nothing_half(home: Path, stick: Path) -> None:
    card(home, "acme", KNOWN)
    (stick / "video.safetensors").write_bytes(WEIGHTS)
    stop = threading.Event()
    stop.set()
    with pytest.raises(Stopped):
        import_from(stick, stop=stop)
    assert not library.installed("acme")


@pytest.mark.parametrize(
    ("place", "model", "why"),
    [("nowhere", "", "no such folder"), ("stick", "", "it holds no file of a model"), ("stick", "nano", "don't come from a hub")],
)
def test_what_can_t_be_imported_is_said(home: Path, stick: Path, place: str, model: str, why: str) -> None:
    with pytest.raises(UserError, match=why):
        import_from(stick.parent / place, model)
