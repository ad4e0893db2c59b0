# SPDX-License-Identifier: Apache-2.0
"""The bus: nobody waits for a slow watcher, and nobody is left with half the truth."""

import asyncio
import threading
from collections.abc import Coroutine
from itertools import count
from typing import Any

import pytest

from aiprod.server.bus import Bus, JobEvent, Subscription


def soon(work: Coroutine[Any, Any, Any]) -> Any:
    """Run a test's coroutine; a hang is an error."""
    return asyncio.run(asyncio.wait_for(work, 20))


@pytest.fixture
def bus() -> Bus:
    ticks = count(1000)
    return Bus(clock=lambda: float(next(ticks)), keep=8, waiting=4)


def told(events: list[JobEvent]) -> list[tuple[str, Any]]:
    return [(event.kind, event.data.get("n")) for event in events]


def test_events_arrive_in_order_with_growing_cursors(bus: Bus) -> None:
    watcher = bus.subscribe()
    sent = [bus.publish("state", "a", {"n": 1}), bus.publish("note", "b", {"n": 2})]
    assert watcher.drain() == sent
    assert [event.cursor for event in sent] == [f"{bus.instance}-1", f"{bus.instance}-2"]
    assert [event.at for event in sent] == [1000.0, 1001.0]


def test_only_the_jobs_asked_for_and_pictures_only_when_wanted(bus: Bus) -> None:
    one, everything = bus.subscribe({"a"}), bus.subscribe(previews=True)
    bus.publish("preview", "a", {"n": 1}, b"jpeg")
    bus.publish("state", "b", {"n": 2})
    bus.publish("state", "a", {"n": 3})
    assert told(one.drain()) == [("state", 3)]
    assert told(everything.drain()) == [("preview", 1), ("state", 2), ("state", 3)]


def test_a_slow_watcher_sees_the_newest_picture_and_the_drops_are_counted(bus: Bus) -> None:
    slow = bus.subscribe(previews=True)
    for n in range(50):
        bus.publish("preview", "a", {"n": n}, b"x")
    bus.publish("preview", "b", {"n": 100}, b"y")
    assert told(slow.drain()) == [("preview", 49), ("preview", 100)]
    assert slow.dropped == 49
    assert bus.counters()["previews_dropped"] == 49


def test_progress_is_coalesced_for_each_job_and_keeps_its_place_before_the_end(bus: Bus) -> None:
    slow = bus.subscribe()
    bus.publish("state", "a", {"n": "running"})
    for n in range(10):
        bus.publish("progress", "a", {"n": n})
        bus.publish("progress", "b", {"n": n})
    bus.publish("state", "a", {"n": "delivered"})
    assert told(slow.drain()) == [("state", "running"), ("progress", 9), ("progress", 9), ("state", "delivered")]
    assert slow.coalesced == 18


def test_too_many_states_become_one_resync(bus: Bus) -> None:
    slow = bus.subscribe()
    for n in range(5):
        bus.publish("state", "a", {"n": n})
    bus.publish("state", "a", {"n": 5})
    events = slow.drain()
    assert [event.kind for event in events] == ["resync", "state"]
    assert events[0].cursor == f"{bus.instance}-5"
    assert bus.counters()["resyncs"] == 1


def test_who_comes_back_gets_what_was_missed(bus: Bus) -> None:
    first = bus.publish("state", "a", {"n": 1})
    for n in range(20):
        bus.publish("progress", "a", {"n": n})
    bus.publish("preview", "a", {"n": "picture"}, b"x")
    bus.publish("state", "a", {"n": 2})
    assert told(bus.subscribe(after=first.cursor).drain()) == [("progress", 19), ("state", 2)]
    assert bus.subscribe(after=bus.cursor).drain() == []


@pytest.mark.parametrize("cursor", ["", "x", "other-1", "{}-", "{}-99", "{}-0", "{}--1", "{}-²", "{}-" + "9" * 400])
def test_an_unknown_or_old_cursor_means_resync(bus: Bus, cursor: str) -> None:
    for n in range(12):
        bus.publish("state", "a", {"n": n})
    events = bus.subscribe(after=cursor.format(bus.instance)).drain()
    assert [event.kind for event in events] == ["resync"]
    assert events[0].cursor == bus.cursor


def test_a_latecomer_sees_the_last_picture_until_the_job_ends(bus: Bus) -> None:
    bus.publish("preview", "a", {"n": 7}, b"x")
    assert told(bus.subscribe(previews=True).drain()) == [("preview", 7)]
    assert bus.subscribe(previews=False).drain() == []
    bus.publish("state", "a", {"state": "cancelled"})
    assert bus.subscribe(previews=True).drain() == []


def test_iterating_waits_and_closing_ends_it(bus: Bus) -> None:
    async def watch() -> list[JobEvent]:
        watcher = bus.subscribe()
        asyncio.get_running_loop().call_soon(lambda: bus.publish("state", "a", {"n": 1}))
        asyncio.get_running_loop().call_later(0.01, bus.close)
        return [event async for event in watcher]

    assert told(soon(watch())) == [("state", 1)]
    assert bus.counters()["subscribers"] == 0


def test_threads_publish_into_a_running_loop(bus: Bus) -> None:
    async def watch() -> list[int]:
        big = Bus(waiting=10_000)
        watcher = big.subscribe()
        threads = [threading.Thread(target=_publish, args=(big, n)) for n in range(4)]
        for thread in threads:
            thread.start()
        return [(await anext(watcher)).data["n"] for _ in range(400)]

    found = soon(watch())
    assert sorted(found) == sorted(n * 100 + i for n in range(4) for i in range(100))
    assert all([i for i in found if i // 100 == n] == list(range(n * 100, n * 100 + 100)) for n in range(4))


def _publish(bus: Bus, number: int) -> None:
    for i in range(100):
        bus.publish("state", "a", {"n": number * 100 + i})


def test_long_poll_returns_at_once_later_or_empty(bus: Bus) -> None:
    async def poll() -> tuple[list[JobEvent], list[JobEvent], list[JobEvent]]:
        start = bus.cursor
        bus.publish("state", "a", {"n": 1})
        at_once = await bus.wait(start, 10)
        asyncio.get_running_loop().call_soon(lambda: bus.publish("state", "b", {"n": 2}))
        later = await bus.wait(at_once[-1].cursor, 10)
        return at_once, later, await bus.wait(bus.cursor, 0.001)

    at_once, later, empty = soon(poll())
    assert (told(at_once), told(later), empty) == ([("state", 1)], [("state", 2)], [])
    assert bus.counters()["subscribers"] == 0


def test_long_poll_with_a_lost_cursor_resyncs(bus: Bus) -> None:
    events = soon(bus.wait("gone-5", 10))
    assert [event.kind for event in events] == ["resync"]


def test_a_cancelled_watcher_loses_nothing(bus: Bus) -> None:
    async def watch(watcher: Subscription) -> JobEvent:
        waiting = asyncio.ensure_future(anext(watcher))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait([waiting])
        bus.publish("state", "a", {"n": 1})
        return await anext(watcher)

    assert soon(watch(bus.subscribe())).data["n"] == 1


def test_a_watcher_whose_loop_is_gone_does_no_harm(bus: Bus) -> None:
    watcher = bus.subscribe()

    async def begin() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(anext(watcher), 0.001)
        watcher._waiter = asyncio.get_running_loop().create_future()

    asyncio.run(begin())
    bus.publish("state", "a", {"n": 1})
    assert told(watcher.drain()) == [("state", 1)]
