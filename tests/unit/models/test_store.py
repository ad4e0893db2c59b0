# SPDX-License-Identifier: Apache-2.0
"""The store: contents once, counted, removed when nobody uses them, damage found and mended."""

from __future__ import annotations

import hashlib
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.server.hub import FakeHub
from tests.unit.models.conftest import CONFIG, ENCODER, WEIGHTS, card

from aiprod.film.errors import UserError
from aiprod.models import library, states, store
from aiprod.models.cards import card as the_card
from aiprod.models.pulling import pull
from aiprod.models.pulling.partial import Partial
from aiprod.production.repairing import repair_models

VIDEO, TEXT, SMALL = {"path": "split/video.safetensors"}, {"path": "text/encoder.safetensors"}, {"path": "config.json"}


@pytest.fixture
def two(hub: FakeHub, home: Path) -> FakeHub:
    """Two models that share a text encoder."""
    card(home, "acme", VIDEO, TEXT)
    card(home, "other", TEXT, SMALL)
    pull("acme")
    pull("other")
    return hub


def test_what_is_shared_is_kept_once_and_stays_while_it_is_used(two: FakeHub) -> None:
    shared = store.blob(hashlib.sha256(ENCODER).hexdigest())
    assert shared.samefile(store.folder("acme") / "encoder.safetensors")
    assert shared.samefile(store.folder("other") / "encoder.safetensors")
    assert store.remove(the_card("acme")) == pytest.approx(len(WEIGHTS), abs=8192)
    assert shared.is_file() and library.installed("other") and not library.installed("acme")
    assert not store.folder("acme").exists()
    store.remove(the_card("other"))
    assert list((store.home() / "blobs").iterdir()) == []


def test_a_download_under_way_goes_with_its_model(hub: FakeHub, home: Path) -> None:
    card(home, "acme", {**VIDEO, "sha256": hashlib.sha256(WEIGHTS).hexdigest(), "size": len(WEIGHTS)})
    with Partial(hashlib.sha256(WEIGHTS).hexdigest(), len(WEIGHTS)) as part:
        part.write(0, WEIGHTS[: 1 << 20])
    assert states.state(the_card("acme")).state == "partial"
    store.remove(the_card("acme"))
    assert list((store.home() / "parts").glob("*.p*")) == []
    assert states.state(the_card("acme")).state == "absent"


def test_damage_is_found_before_a_file_is_handed_out_and_repaired(two: FakeHub) -> None:
    path = store.blob(hashlib.sha256(WEIGHTS).hexdigest())
    path.chmod(0o644)
    data = bytearray(path.read_bytes())
    data[1000] ^= 1
    path.write_bytes(data)
    with pytest.raises(UserError, match=r"is damaged.*models repair acme"):
        library.folder("acme")
    assert ("acme", "video.safetensors", False) in list(library.verify(ids=("acme",)))
    before = two.sent
    assert repair_models(("acme", "other")) == ("acme",)
    assert two.sent - before == len(WEIGHTS), "only what was damaged is fetched again"
    assert library.file("acme", "video.safetensors").read_bytes() == WEIGHTS


def test_a_lost_link_is_laid_again_without_the_hub(two: FakeHub) -> None:
    asked = len(two.requests)
    (store.folder("acme") / "video.safetensors").unlink()
    assert (library.folder("acme") / "video.safetensors").read_bytes() == WEIGHTS
    assert len(two.requests) == asked


def test_a_recipe_names_what_is_there_by_its_hash(two: FakeHub) -> None:
    assert len(library.use("acme").sha256) == 64
    assert library.use("acme").sha256 != library.use("other").sha256
    store.remove(the_card("acme"))
    assert library.use("acme").sha256 == ""


def test_models_that_come_with_aiprod_are_neither_removed_nor_fetched() -> None:
    for act in (lambda: store.remove(the_card("nano")), lambda: store.build(the_card("nano")), lambda: pull("nano")):
        with pytest.raises(UserError):
            act()


def test_the_store_can_lie_on_another_disk(hub: FakeHub, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIPROD_MODELS", str(tmp_path / "large disk"))
    card(home, "acme", SMALL)
    pull("acme")
    assert (tmp_path / "large disk" / "acme" / "config.json").read_bytes() == CONFIG
    assert not (home / "models").exists()


def test_many_threads_open_a_model_for_the_first_time_at_once(two: FakeHub) -> None:
    """As the shots of a film do, which begin together in one process."""
    for _ in range(20):
        shutil.rmtree(library.store_root() / "verified", ignore_errors=True)
        ready = threading.Barrier(8)

        def open_it(_number: int, ready: threading.Barrier = ready) -> bytes:
            ready.wait()
            return (library.folder("other") / "config.json").read_bytes()

        with ThreadPoolExecutor(8) as pool:
            assert set(pool.map(open_it, range(8))) == {CONFIG}


def test_a_tiny_model_is_built_into_the_store_and_opened() -> None:
    pytest.importorskip("torch")
    made = store.build(the_card("tiny-wan"))
    assert store.build(the_card("tiny-wan")) == made
    found = library.checkpoint("tiny-wan")
    assert (found.id, found.family) == ("tiny-wan", "wan") and found.hashes
    assert set(found.hashes.values()) <= {kept.sha256 for kept in made.files}
