# SPDX-License-Identifier: Apache-2.0
"""Tokens, pairing, replays, snapshots and the record, each on its own and with a clock in hand."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from aiprod.production.jobs import JobOrder, JobStore
from aiprod.server.bus import Bus
from aiprod.server.handling import Answer, Encoded
from aiprod.server.identity import OWNER, Client, Doorkeeper, Failures
from aiprod.server.pairing import LIFE_S, PairingDesk
from aiprod.server.recording import Recorder
from aiprod.server.replays import Replays
from aiprod.server.views import Snapshots
from aiprod.wire.base import Done
from aiprod.wire.discovery import fingerprint, new_secret
from aiprod.wire.errors import WireError
from aiprod.wire.jobs import PrioritiseJob
from aiprod.wire.operations import OPERATIONS
from aiprod.wire.service import ExchangePairing


class Clock:
    """Time that moves when it is told to."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[JobStore]:
    opened = JobStore.open(f"sqlite:///{tmp_path / 'jobs.sqlite'}", clock)
    yield opened
    opened.close()


def code_of(error: pytest.ExceptionInfo[WireError]) -> str:
    return error.value.code


# -- tokens


def test_wrong_tokens_lock_out_for_a_minute_and_never_the_owner(clock: Clock) -> None:
    token = new_secret()
    door = Doorkeeper(token, clock)
    for _ in range(10):
        with pytest.raises(WireError, match="not right"):
            door.admit("x", "127.0.0.1")
    with pytest.raises(WireError) as locked:
        door.admit("x", "127.0.0.1")
    assert code_of(locked) == "locked_out" and locked.value.retry_after_s
    assert door.admit(token, "127.0.0.1") is OWNER
    clock.now += 61
    with pytest.raises(WireError) as again:
        door.admit("x", "127.0.0.1")
    assert code_of(again) == "wrong_token"


def test_slow_guessing_is_counted_by_the_minute(clock: Clock) -> None:
    failures = Failures(clock)
    for _ in range(50):
        clock.now += 10
        failures.count("peer")
    assert failures.locked_s("peer") == 0


def test_a_panel_comes_in_by_the_hash_of_its_token_until_it_is_forgotten(clock: Clock) -> None:
    door, token = Doorkeeper(new_secret(), clock), new_secret()
    door.know(fingerprint(token), Client("panel_1", frozenset({"read"})))
    assert door.admit(token, "p").id == "panel_1"
    assert door.fingerprint_of("panel_1") == fingerprint(token)
    door.forget("panel_1")
    with pytest.raises(WireError):
        door.admit(token, "p")


# -- pairing


@pytest.fixture
def desk(store: JobStore, clock: Clock) -> tuple[PairingDesk, Doorkeeper]:
    door = Doorkeeper(new_secret(), clock)
    return PairingDesk(store.panels, door, clock), door


def ask(code: str) -> ExchangePairing:
    return ExchangePairing(code=code, host="Premiere 26.3", panel_version="1.0.0")


def test_a_code_is_traded_once_and_the_panel_is_known_after_a_restart(
    desk: tuple[PairingDesk, Doorkeeper], store: JobStore, clock: Clock
) -> None:
    pairing, door = desk
    offer = pairing.offer("My panel", ("read", "edit"))
    assert len(offer.code) == 8 and not set(offer.code) & set("01OIL")
    paired = pairing.exchange(ask(offer.code.lower()), "p")
    assert door.admit(paired.token, "p").permissions == {"read", "edit"}
    with pytest.raises(WireError) as used:
        pairing.exchange(ask(offer.code), "p")
    assert code_of(used) == "pairing_refused"
    fresh = Doorkeeper(new_secret(), clock)
    PairingDesk(store.panels, fresh, clock)
    assert fresh.admit(paired.token, "p").id == paired.panel
    assert paired.token not in repr(store.panels.all())
    store.panels.revoke(paired.panel)
    later = Doorkeeper(new_secret(), clock)
    PairingDesk(store.panels, later, clock)
    with pytest.raises(WireError):
        later.admit(paired.token, "p")


def test_a_code_lives_for_five_minutes(desk: tuple[PairingDesk, Doorkeeper], clock: Clock) -> None:
    pairing, _ = desk
    early, late = pairing.offer("a", ("read",)), pairing.offer("b", ("read",))
    clock.now += LIFE_S - 1
    assert pairing.exchange(ask(early.code), "p").token
    clock.now += 1
    with pytest.raises(WireError):
        pairing.exchange(ask(late.code), "p")


def test_five_wrong_codes_void_the_right_one(desk: tuple[PairingDesk, Doorkeeper]) -> None:
    pairing, _ = desk
    offer = pairing.offer("a", ("read",))
    for n in range(5):
        with pytest.raises(WireError):
            pairing.exchange(ask(f"WRONG{n:03d}"), "p")
    with pytest.raises(WireError):
        pairing.exchange(ask(offer.code), "p")


def test_many_wrong_codes_lock_out_whoever_guesses(desk: tuple[PairingDesk, Doorkeeper], clock: Clock) -> None:
    pairing, _ = desk
    for n in range(10):
        with pytest.raises(WireError):
            pairing.exchange(ask(f"WRONG{n:03d}"), "p")
    offer = pairing.offer("a", ("read",))
    with pytest.raises(WireError) as locked:
        pairing.exchange(ask(offer.code), "p")
    assert code_of(locked) == "locked_out"
    clock.now += 61
    assert pairing.exchange(ask(offer.code), "p").token


# -- done once

PRIORITY = OPERATIONS["jobs.priority"]


def request(priority: int) -> PrioritiseJob:
    return PrioritiseJob(job_id="job_" + "0" * 26, priority=priority, operation_id="x")


def test_replies_are_remembered_also_by_the_next_server(store: JobStore) -> None:
    done: list[int] = []

    async def do() -> Answer:
        done.append(1)
        await asyncio.sleep(0)
        return Done()

    async def run() -> None:
        with ThreadPoolExecutor(4) as threads:
            replays = Replays(store.outcomes, threads)
            replies = await asyncio.gather(*(replays.once("me", PRIORITY, "x", request(1), do) for _ in range(20)))
            assert {reply.json for reply in replies if isinstance(reply, Encoded)} == {b'{"done":true}'}
            after = Replays(store.outcomes, threads)
            assert await after.once("me", PRIORITY, "x", request(1), do) == Encoded(b'{"done": true}')
            with pytest.raises(Exception, match="already used"):
                await after.once("me", PRIORITY, "x", request(2), do)
            await after.once("you", PRIORITY, "x", request(2), do)

    asyncio.run(run())
    assert len(done) == 2


def test_what_failed_may_be_tried_again_under_the_same_id(store: JobStore) -> None:
    tries: list[int] = []

    async def do() -> Answer:
        tries.append(1)
        if len(tries) == 1:
            raise WireError("refused", "not now")
        return Done()

    async def run() -> None:
        with ThreadPoolExecutor(2) as threads:
            replays = Replays(store.outcomes, threads)
            with pytest.raises(WireError, match="not now"):
                await replays.once("me", PRIORITY, "x", request(1), do)
            assert isinstance(await replays.once("me", PRIORITY, "x", request(1), do), Encoded)

    asyncio.run(run())


def test_a_client_that_hangs_up_leaves_the_change_whole(store: JobStore) -> None:
    done: list[int] = []

    async def run() -> None:
        begun, go = asyncio.Event(), asyncio.Event()

        async def do() -> Answer:
            begun.set()
            await go.wait()
            done.append(1)
            return Done()

        with ThreadPoolExecutor(2) as threads:
            replays = Replays(store.outcomes, threads)
            first = asyncio.ensure_future(replays.once("me", PRIORITY, "x", request(1), do))
            await begun.wait()
            first.cancel()
            second = asyncio.ensure_future(replays.once("me", PRIORITY, "x", request(1), do))
            await asyncio.sleep(0)
            go.set()
            assert isinstance(await second, Encoded)

    asyncio.run(run())
    assert done == [1]


# -- snapshots and the record


def test_a_snapshot_is_good_until_there_is_news(store: JobStore, clock: Clock) -> None:
    job = store.submit(JobOrder(kind="film", client="me"), queue=True)
    snapshots = Snapshots(clock)
    body = snapshots.put(job)
    assert snapshots.get(job.id) == body and snapshots.get("other") is None
    clock.now += 0.3
    assert snapshots.get(job.id) is None

    async def run() -> None:
        bus = Bus()
        following = asyncio.ensure_future(snapshots.follow(bus))
        await asyncio.sleep(0)
        snapshots.put(job)
        bus.publish("progress", job.id, {"fraction": 0.5})
        for _ in range(10):
            await asyncio.sleep(0)
        assert snapshots.get(job.id) is None
        following.cancel()

    asyncio.run(run())


def test_a_flood_of_refusals_is_counted_not_written(store: JobStore, clock: Clock) -> None:
    recorder = Recorder(store.audit, clock)
    for _ in range(500):
        recorder.refused("127.0.0.1", "GET /x", "wrong_token")
    clock.now += 61
    recorder.refused("127.0.0.1", "GET /x", "wrong_token")
    recorder.close()
    entries = store.audit.entries(limit=1000)
    assert len(entries) == 60 + 1 + 1
    assert [entry.object_id for entry in entries if entry.outcome == "left_out"] == ["440"]
