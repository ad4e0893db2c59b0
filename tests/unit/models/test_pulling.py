# SPDX-License-Identifier: Apache-2.0
"""Models fetched from a hub: whole, verified, resumed, through everything that goes wrong."""

from __future__ import annotations

import hashlib
import shutil
import threading
from pathlib import Path

import pytest
from tests.server.hub import FakeHub, Faults
from tests.unit.models.conftest import CONFIG, ENCODER, MIB, WEIGHTS, card

from aiprod.film.errors import DiskFullError, EngineError, Stopped, UserError
from aiprod.models import library, store
from aiprod.models.cards import card as the_card
from aiprod.models.pulling import PullProgress, pull
from aiprod.models.pulling.partial import CHUNK, PIECE, Partial, received
from aiprod.models.store import declared

SHA = hashlib.sha256(WEIGHTS).hexdigest()
VIDEO = {"path": "split/video.safetensors"}
SMALL = {"path": "config.json"}


def test_a_pull_brings_every_file_and_records_what_no_card_knows(hub: FakeHub, home: Path) -> None:
    card(home, "acme", VIDEO, SMALL)
    told: list[PullProgress] = []
    done = pull("acme", progress=told.append)
    assert library.installed("acme")
    assert (library.folder("acme") / "video.safetensors").read_bytes() == WEIGHTS
    assert library.file("acme", "config.json").read_bytes() == CONFIG
    assert dict(done.recorded) == {"video.safetensors": SHA, "config.json": hashlib.sha256(CONFIG).hexdigest()}
    assert (done.fetched, done.kept) == (len(WEIGHTS) + len(CONFIG), 0)
    assert told[0].stage == "asking" and told[-1].done == told[-1].total == done.fetched
    assert hub.tokens_seen_by_store() == set()
    assert list((store.home() / "parts").glob("*.part")) == []


def test_a_second_pull_asks_nobody(hub: FakeHub, home: Path) -> None:
    card(home, "acme", VIDEO, SMALL)
    pull("acme")
    asked = len(hub.requests)
    assert pull("acme").fetched == 0
    assert len(hub.requests) == asked


def test_what_another_model_has_is_not_fetched_again(hub: FakeHub, home: Path) -> None:
    card(home, "acme", VIDEO, {"path": "text/encoder.safetensors"})
    pull("acme")
    card(home, "other", {"path": "text/encoder.safetensors"}, SMALL)
    done = pull("other")
    assert (done.fetched, done.kept) == (len(CONFIG), len(ENCODER))
    assert store.references()[hashlib.sha256(ENCODER).hexdigest()] == 2


@pytest.mark.parametrize(
    "faults",
    [
        Faults(cut_after=600_000, cuts=12), Faults(silent_after=300_000, silences=2), Faults(busy=2, throttled=2, broken=2),
        Faults(address_uses=1), Faults(shifted=2), Faults(wrong=("split/video.safetensors", 3 * MIB), wrongs=1),
        Faults(cut_after=1_500_000, cuts=4, silent_after=800_000, silences=1, busy=1, throttled=1, broken=1, address_uses=2),
    ],
    ids=["cuts", "stalls", "busy", "expired", "shifted", "wrong once", "all"],
)  # fmt: skip
def test_a_pull_comes_through(hub: FakeHub, home: Path, faults: Faults) -> None:
    card(home, "acme", VIDEO)
    hub.faults = faults
    pull("acme")
    assert library.file("acme", "video.safetensors").read_bytes() == WEIGHTS


def test_a_hub_without_ranges_will_do_for_one_connection(hub: FakeHub, home: Path) -> None:
    card(home, "acme", {"path": "text/encoder.safetensors"})
    hub.faults.no_ranges = True
    pull("acme")
    assert library.file("acme", "encoder.safetensors").read_bytes() == ENCODER


def test_a_stop_keeps_what_came_and_the_next_pull_goes_on(hub: FakeHub, home: Path) -> None:
    card(home, "acme", VIDEO)
    stop = threading.Event()
    hub.faults.rate = 4 * MIB

    def enough(news: PullProgress) -> None:
        if news.done >= 2 * PIECE:
            stop.set()

    with pytest.raises(Stopped):
        pull("acme", stop=stop, progress=enough)
    kept = received(SHA, len(WEIGHTS))
    assert 2 * PIECE <= kept < len(WEIGHTS)
    assert not library.installed("acme") and store.references()[SHA] == 1
    hub.faults.rate = 0
    assert pull("acme").fetched == len(WEIGHTS) - kept
    assert library.installed("acme")


def test_a_torn_line_of_the_journal_costs_one_piece(home: Path) -> None:
    with Partial(SHA, len(WEIGHTS)) as part:
        for start in range(0, 3 * PIECE, PIECE):
            part.write(start, WEIGHTS[start : start + PIECE])
    journal = part.path.with_suffix(".pieces")
    journal.write_bytes(journal.read_bytes()[:-4])
    with Partial(SHA, len(WEIGHTS)) as again:
        assert again.done == 2 * PIECE
        assert again.missing() == [(2 * PIECE, len(WEIGHTS))]


def test_requests_are_never_larger_than_a_chunk(home: Path) -> None:
    with Partial("0" * 64, 3 * CHUNK + 5) as part:
        part.write(PIECE, bytes(PIECE))
        spans = part.missing()
    assert spans[0] == (0, PIECE) and spans[-1][1] == 3 * CHUNK + 5
    assert all(end - start <= CHUNK for start, end in spans)


def test_only_what_a_power_cut_tore_is_fetched_again(hub: FakeHub, home: Path) -> None:
    card(home, "acme", VIDEO)
    with Partial(SHA, len(WEIGHTS)) as part:
        for start in range(0, len(WEIGHTS), PIECE):
            part.write(start, WEIGHTS[start : start + PIECE])
    with part.path.open("r+b") as stream:
        stream.seek(2 * PIECE)
        stream.write(bytes(PIECE))
    assert pull("acme").fetched == PIECE
    assert library.file("acme", "video.safetensors").read_bytes() == WEIGHTS


def test_wrong_bytes_never_become_a_model(hub: FakeHub, home: Path) -> None:
    card(home, "acme", VIDEO)
    hub.faults = Faults(wrong=("split/video.safetensors", 100), wrongs=99)
    with pytest.raises(UserError, match="sent other bytes than it declares"):
        pull("acme")
    assert not library.installed("acme") and not store.blob(SHA).exists()
    assert received(SHA, len(WEIGHTS)) == 0


def test_wrong_bytes_of_a_small_file_are_found_by_the_hash_that_git_has(hub: FakeHub, home: Path) -> None:
    card(home, "acme", SMALL)
    hub.faults = Faults(wrong=("config.json", 5), wrongs=1)
    with pytest.raises(UserError, match="sent other bytes than it declares"):
        pull("acme")
    assert not library.installed("acme")
    pull("acme")
    assert library.file("acme", "config.json").read_bytes() == CONFIG


def test_a_hub_that_declares_another_file_than_the_card_is_refused_before_a_byte(hub: FakeHub, home: Path) -> None:
    card(home, "acme", {**VIDEO, "sha256": "0" * 64, "size": len(WEIGHTS)})
    with pytest.raises(UserError, match="The hub has another"):
        pull("acme")
    card(home, "acme", {**VIDEO, "sha256": SHA, "size": 17})
    with pytest.raises(UserError, match="17 bytes"):
        pull("acme")
    assert hub.sent == 0


def test_what_was_declared_first_holds_ever_after(hub: FakeHub, home: Path) -> None:
    card(home, "acme", VIDEO)
    pull("acme")
    store.remove(the_card("acme"))
    changed = WEIGHTS[:-1] + b"!"
    hub.repositories["Acme/Video"].files["split/video.safetensors"] = changed
    with pytest.raises(UserError, match="has changed"):
        pull("acme")
    pull("acme", renew=True)
    assert declared.recorded(the_card("acme").files[0].hub) == hashlib.sha256(changed).hexdigest()  # type: ignore[arg-type]


def test_a_mirror_that_declares_nothing_needs_a_card_that_does(hub: FakeHub, home: Path) -> None:
    hub.faults.unnamed = True
    card(home, "acme", {**VIDEO, "sha256": SHA, "size": len(WEIGHTS)})
    pull("acme")
    assert library.installed("acme")


def test_a_moved_repository_is_followed(hub: FakeHub, home: Path) -> None:
    card(home, "acme", {**VIDEO, "repo": "Acme/Old"})
    pull("acme")
    assert library.installed("acme")


@pytest.mark.parametrize(("repo", "path"), [("Acme/Video", "gone.safetensors"), ("Acme/Nowhere", "video.safetensors")])
def test_what_is_not_there_is_said_so(hub: FakeHub, home: Path, repo: str, path: str) -> None:
    card(home, "acme", {"repo": repo, "path": path})
    with pytest.raises(UserError, match="has no such file"):
        pull("acme")


def test_a_dead_hub_is_given_up_with_what_came(hub: FakeHub, home: Path) -> None:
    card(home, "acme", VIDEO)
    hub.faults = Faults(busy=10_000)
    with pytest.raises(EngineError, match=r"the hub answers 503.*What came is kept"):
        pull("acme")


def test_a_file_that_changes_while_it_is_fetched_is_not_mixed(hub: FakeHub, home: Path) -> None:
    card(home, "acme", VIDEO)
    hub.faults = Faults(rate=2 * MIB, address_uses=1, cut_after=1_200_000, cuts=9)

    def change(news: PullProgress) -> None:
        if news.done:
            hub.repositories["Acme/Video"].files["split/video.safetensors"] = WEIGHTS[::-1]

    with pytest.raises((EngineError, UserError), match=r"changed on the hub|other bytes than it declares"):
        pull("acme", progress=change)
    assert not library.installed("acme")


def test_the_disk_is_looked_at_first(hub: FakeHub, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    card(home, "acme", VIDEO)
    usage = shutil.disk_usage(home)
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage._replace(free=600 << 20))
    card(home, "huge", {**VIDEO, "sha256": SHA, "size": len(WEIGHTS)})
    pull("huge")
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage._replace(free=512 << 20))
    store.remove(the_card("huge"))
    hub.sent = 0
    with pytest.raises(DiskFullError, match=r"takes 5 MB, and 537 MB are free.*AIPROD_MODELS"):
        pull("acme")
    assert hub.sent == 0


def test_two_pulls_of_one_file_fetch_it_once(hub: FakeHub, home: Path) -> None:
    card(home, "acme", VIDEO)
    card(home, "other", VIDEO)
    hub.faults.rate = 8 * MIB
    failures: list[BaseException] = []

    def fetch(model: str) -> None:
        try:
            pull(model)
        except BaseException as error:  # noqa: BLE001
            failures.append(error)

    threads = [threading.Thread(target=fetch, args=(model,)) for model in ("acme", "other")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == [] and library.installed("acme") and library.installed("other")
    assert hub.sent == len(WEIGHTS)


def test_one_precision_is_fetched_and_the_other_left(hub: FakeHub, home: Path) -> None:
    files = ({**VIDEO, "precision": "bf16"}, {"path": "text/encoder.safetensors", "precision": "fp8"}, SMALL)
    card(home, "acme", *files, precisions=["bf16", "fp8"])
    pull("acme", precision="fp8")
    found = store.manifest("acme")
    assert found is not None and found.precision == "fp8"
    assert {kept.name for kept in found.files} == {"encoder.safetensors", "config.json"}
    with pytest.raises(UserError, match="bf16, fp8"):
        pull("acme", precision="int2")
