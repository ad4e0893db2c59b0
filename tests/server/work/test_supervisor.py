# SPDX-License-Identifier: Apache-2.0
"""Workers and jobs, with real processes: nothing is lost, nothing is done twice, whatever happens to whom."""

import asyncio
import logging
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.server.work.workshop import Workshop, in_workshop, workshop

from aiprod.production.jobs import IllegalTransitionError, JobState, UnknownJobError
from aiprod.server.devices import Device
from aiprod.server.supervisor import Timing

QUICK = Timing(silent_s=1.5, look_s=0.05, poll_s=0.1)


def steps(folder: Path, count: int = 3, step_s: float = 0.0) -> dict[str, object]:
    return {"folder": str(folder / "steps"), "steps": count, "step_s": step_s}


def made(folder: Path) -> list[int]:
    return [int(line) for line in (folder / "steps" / "made.log").read_text("utf-8").split()]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text("utf-8").rsplit(")", 1)[1].split()[0]


def test_a_job_goes_its_way_and_everyone_hears_of_it(tmp_path: Path) -> None:
    async def test(shop: Workshop) -> None:
        job = shop.order("steps", steps(tmp_path))
        done = await shop.state(job, "delivered")
        assert done.result == {"steps": 3} and done.actual is not None and done.actual["seconds"] >= 0
        assert shop.states(job) == ["received", "planned", "queued", "leased", "running", "delivered"]
        assert shop.told(job) == ["leased", "running", "delivered"]
        progress = [event.data["done"] for event in shop.seen if event.kind == "progress"]
        assert progress == sorted(progress) and progress[-1] == 3
        assert done.lease_owner is None or "/cpu" in done.lease_owner

    in_workshop(tmp_path, test)


def test_pictures_reach_the_bus_with_their_job(tmp_path: Path) -> None:
    async def test(shop: Workshop) -> None:
        job = shop.order("pictures", {"count": 5, "every_s": 0.02, "bytes": 30_000})
        event = await shop.until(lambda event: event.kind == "preview")
        assert event.job_id == job.id and len(event.image) == 30_000 and event.image[:2] == b"\xff\xd8"
        assert set(event.data) == {"shot", "frame", "frames", "width", "height", "mime", "made_at", "repeated"}
        await shop.state(job, "delivered")

    in_workshop(tmp_path, test)


def test_a_worker_is_a_clean_process_without_secrets(tmp_path: Path) -> None:
    async def test(shop: Workshop) -> None:
        done = await shop.state(shop.order("environment"), "delivered")
        assert done.result == {
            "secrets": [], "arguments": [], "leader": True, "heavy": [], "device": "",
            "database": f"sqlite:///{tmp_path / 'jobs.sqlite'}",
        }  # fmt: skip

    in_workshop(tmp_path, test)


@pytest.mark.parametrize(("how", "error_class", "code", "attempts"), [
    ("user", "input", "input", 1), ("bug", "internal", "internal", 1), ("exit", "internal", "internal", 1),
    ("disk", "resource", "disk_full", 2), ("enospc", "resource", "disk_full", 2), ("memory", "resource", "out_of_memory", 2),
])  # fmt: skip
def test_a_failure_is_classified_and_kept(tmp_path: Path, how: str, error_class: str, code: str, attempts: int) -> None:
    async def test(shop: Workshop) -> None:
        failed = await shop.state(shop.order("fail", {"how": how, "times": 9}), "failed")
        assert failed.failure is not None
        assert (failed.failure.error_class, failed.failure.code, failed.attempt) == (error_class, code, attempts)
        assert (await shop.state(shop.order("steps", steps(tmp_path)), "delivered")).result == {"steps": 3}

    in_workshop(tmp_path, test)


def test_what_may_work_later_is_tried_again_and_less_memory_is_asked_for(tmp_path: Path) -> None:
    async def test(shop: Workshop) -> None:
        engine = shop.order("fail", {"how": "engine"})
        assert (await shop.state(engine, "delivered")).result == {"attempt": 2, "degrade": 0}
        assert shop.states(engine) == [
            "received", "planned", "queued", "leased", "running", "queued", "leased", "running", "delivered",
        ]  # fmt: skip
        memory = shop.order("fail", {"how": "memory"})
        assert (await shop.state(memory, "delivered")).result == {"attempt": 2, "degrade": 1}

    in_workshop(tmp_path, test)


def test_an_unknown_kind_a_missing_function_and_a_strange_result_fail_clearly(tmp_path: Path) -> None:
    async def test(shop: Workshop) -> None:
        unknown = await shop.state(shop.order("nonsense"), "failed")
        assert unknown.failure is not None and unknown.failure.error_class == "input"
        assert "There is no duty 'nonsense'" in unknown.failure.message
        missing = await shop.state(shop.order("missing"), "failed")
        assert missing.failure is not None and missing.failure.error_class == "internal"
        strange = await shop.state(shop.order("not_json"), "failed")
        assert strange.failure is not None and "JSON" in strange.failure.why
        film = await shop.state(shop.order("film", film="film_unknown"), "failed")
        assert film.failure is not None and film.failure.error_class == "input"

    in_workshop(tmp_path, test)


def test_a_killed_worker_is_replaced_and_its_job_goes_on_where_it_was(tmp_path: Path) -> None:
    async def test(shop: Workshop) -> None:
        job = shop.order("steps", steps(tmp_path, 6, 0.2))
        await shop.until(lambda event: event.kind == "progress" and event.data["done"] >= 2)
        worker = shop.supervisor._stations[0].worker
        assert worker is not None
        os.kill(worker.pid, signal.SIGKILL)
        await shop.state(job, "queued")
        assert (await shop.state(job, "delivered")).attempt == 2
        assert made(tmp_path) == [0, 1, 2, 3, 4, 5]
        device = shop.supervisor.devices()[0]
        assert (device.restarts, device.reason) == (1, "")

    in_workshop(tmp_path, test)


def test_a_job_that_kills_its_worker_every_time_is_given_up(tmp_path: Path) -> None:
    async def test(shop: Workshop) -> None:
        failed = await shop.state(shop.order("die", {"times": 9}, max_attempts=3), "failed")
        assert failed.failure is not None and failed.failure.error_class == "lost_worker" and failed.attempt == 3
        assert (await shop.state(shop.order("steps", steps(tmp_path)), "delivered")).result == {"steps": 3}

    in_workshop(tmp_path, test, timing=QUICK)


def test_a_silent_worker_is_ended_and_its_job_given_again(tmp_path: Path) -> None:
    async def test(shop: Workshop) -> None:
        job = shop.order("mute")
        queued = await shop.state(job, "queued")
        assert queued.failure is not None and queued.failure.why == "it fell silent"
        assert (await shop.state(job, "delivered")).result == {"attempt": 2}

    in_workshop(tmp_path, test, timing=QUICK)


def test_cancelling_a_running_job_stops_it_and_what_it_finished_stays(tmp_path: Path) -> None:
    async def test(shop: Workshop) -> None:
        job = shop.order("steps", steps(tmp_path, 50, 0.1))
        await shop.progress(job)
        pid = shop.supervisor._stations[0].worker.pid  # type: ignore[union-attr]
        await shop.supervisor.cancel(job.id, "test", "enough")
        assert shop.store.get(job.id).state == JobState.CANCELLED
        assert shop.told(job)[-1] == "cancelled"
        assert 0 < len(made(tmp_path)) < 50
        await shop.idle()
        assert shop.supervisor._stations[0].worker.pid == pid  # type: ignore[union-attr]

    in_workshop(tmp_path, test)


def test_a_job_that_does_not_listen_is_ended_with_all_its_processes(tmp_path: Path) -> None:
    async def test(shop: Workshop) -> None:
        job = shop.order("deaf")
        below = int((await shop.progress(job)).data["done"])
        assert alive(below)
        await shop.supervisor.cancel(job.id)
        assert shop.store.get(job.id).state == JobState.CANCELLED
        assert shop.told(job)[-1] == "cancelled"
        await shop.idle()
        assert not alive(below)
        assert (await shop.state(shop.order("steps", steps(tmp_path)), "delivered")).attempt == 1

    in_workshop(tmp_path, test)


def test_waiting_jobs_are_cancelled_at_once_and_unknown_or_ended_ones_refused(tmp_path: Path) -> None:
    async def test(shop: Workshop) -> None:
        running = shop.order("steps", steps(tmp_path, 50, 0.1))
        await shop.progress(running)
        waiting = shop.order("steps", steps(tmp_path))
        await shop.supervisor.cancel(waiting.id)
        assert shop.told(waiting) == ["cancelled"]
        await shop.supervisor.cancel(waiting.id)
        with pytest.raises(UnknownJobError):
            await shop.supervisor.cancel("job_nobody")
        await shop.supervisor.cancel(running.id)
        done = shop.order("burn")
        await shop.state(done, "delivered")
        with pytest.raises(IllegalTransitionError):
            await shop.supervisor.cancel(done.id)

    in_workshop(tmp_path, test)


def test_a_paused_job_goes_on_where_it_was(tmp_path: Path) -> None:
    async def test(shop: Workshop) -> None:
        job = shop.order("steps", steps(tmp_path, 6, 0.15))
        await shop.progress(job)
        await shop.supervisor.pause(job.id)
        paused = shop.store.get(job.id)
        assert paused.state == JobState.PAUSED and paused.attempt == 0
        before = made(tmp_path)
        assert (await shop.state(shop.order("burn"), "delivered")).state == JobState.DELIVERED
        assert made(tmp_path) == before
        shop.store.resume(job.id)
        shop.supervisor.wake()
        done = await shop.state(job, "delivered")
        assert made(tmp_path) == [0, 1, 2, 3, 4, 5]
        assert paused.checkpoint is not None and done.actual is not None
        assert done.actual["seconds"] > paused.checkpoint["spent_s"] > 0

    in_workshop(tmp_path, test)


def test_wishes_and_deadlines_that_come_by_the_store_alone_are_heard(tmp_path: Path) -> None:
    async def test(shop: Workshop) -> None:
        job = shop.order("steps", steps(tmp_path, 50, 0.1))
        await shop.progress(job)
        shop.store.cancel(job.id, "another server")
        await shop.state(job, "cancelled")
        late = shop.order("steps", steps(tmp_path / "late", 50, 0.1), deadline_s=0.5)
        expired = await shop.state(late, "expired")
        assert expired.failure is not None and expired.failure.code == "deadline_passed"
        silent = shop.order("deaf", step_deadline_s=0.5, max_attempts=1)
        failed = await shop.state(silent, "failed")
        assert failed.failure is not None and failed.failure.code == "step_silent"
        await shop.idle()

    in_workshop(tmp_path, test, timing=QUICK)


def test_a_worker_that_lost_its_lease_delivers_nothing(tmp_path: Path) -> None:
    async def test(shop: Workshop) -> None:
        job = shop.order("burn", {"sleep_s": 1.0})
        await shop.state(job, "running")
        token = shop.store.get(job.id).token
        shop.store.release(token, "somebody else took it")
        again = await shop.state(job, "leased")
        assert again.token != token
        done = await shop.state(job, "delivered")
        assert shop.states(job).count("delivered") == 1 and done.attempt == 1

    in_workshop(tmp_path, test, timing=Timing(lease_s=0.4, look_s=0.05, poll_s=0.1))


def test_a_worker_that_cannot_start_is_tried_again_later_and_later(tmp_path: Path) -> None:
    async def test(shop: Workshop) -> None:
        station = shop.supervisor._stations[0]
        async with asyncio.timeout(60):
            while station.restarts < 4:
                await asyncio.sleep(0.02)
        info = shop.supervisor.devices()[0]
        assert info.state in ("down", "starting") and "does not start" in info.reason
        job = shop.order("burn")
        assert shop.store.get(job.id).state == JobState.QUEUED

    broken = {"PYTHONHOME": str(tmp_path / "nowhere")}
    in_workshop(tmp_path, test, timing=Timing(backoff_s=0.01), environment=broken)


def test_stopping_gives_the_job_back_unharmed(tmp_path: Path) -> None:
    async def test() -> None:
        async with workshop(tmp_path) as shop:
            job = shop.order("steps", steps(tmp_path, 50, 0.1))
            await shop.progress(job)
            pid = shop.supervisor._stations[0].worker.pid  # type: ignore[union-attr]
        async with workshop(tmp_path) as again:
            found = again.store.get(job.id)
            assert not alive(pid)
            assert found.attempt <= 1
            await again.progress(job)
            history = again.store.history(job.id)
            assert [step.reason for step in history if step.after == JobState.QUEUED][-1] == "the engine stops"
            await again.supervisor.cancel(job.id)

    asyncio.run(test())


def test_two_devices_work_at_the_same_time_and_each_takes_its_kind(tmp_path: Path) -> None:
    async def test(shop: Workshop) -> None:
        both = [shop.order("burn", {"sleep_s": 0.5}, device=kind) for kind in ("gpu", "cpu")]
        await shop.state(both[0], "running")
        for job in both:
            if shop.store.get(job.id).state != JobState.DELIVERED:
                await shop.state(job, "delivered")
        owners = {
            job.device: shop.store.history(job.id)[-1].by.rpartition("/")[2] for job in map(shop.store.get, [j.id for j in both])
        }
        assert owners == {"gpu": "gpu:0", "cpu": "cpu"}
        assert [device.id for device in shop.supervisor.devices()] == ["cpu", "gpu:0"]

    devices = (Device("cpu", "cpu", "one"), Device("gpu:0", "gpu", "other", visible="GPU-1"))
    in_workshop(tmp_path, test, devices=devices)


def test_a_full_disk_under_the_work_fails_the_job_and_the_next_one_runs(tmp_path: Path) -> None:
    async def test(shop: Workshop) -> None:
        failed = await shop.state(shop.order("fill", {"path": "/dev/full"}), "failed")
        assert failed.failure is not None
        assert (failed.failure.code, failed.failure.error_class) == ("disk_full", "resource")
        assert (await shop.state(shop.order("steps", steps(tmp_path)), "delivered")).attempt == 1

    in_workshop(tmp_path, test)


def test_a_full_disk_under_the_store_loses_no_result(tmp_path: Path) -> None:
    """SQLite is told that it may not grow, which is what it finds on a full disk."""

    async def test(shop: Workshop) -> None:
        job = shop.order("burn", {"sleep_s": 0.5, "ballast": "x" * 500_000})
        await shop.state(job, "running")
        with told("the end of a job could not be kept") as refused:
            shop.store.database.write(lambda c: c.exec_driver_sql("PRAGMA max_page_count = 1"))
            await asyncio.wait_for(refused.wait(), 60)
        assert shop.store.get(job.id).state == JobState.RUNNING
        shop.store.database.write(lambda c: c.exec_driver_sql("PRAGMA max_page_count = 1000000"))
        assert (await shop.state(job, "delivered")).attempt == 1

    in_workshop(tmp_path, test)


@contextmanager
def told(sentence: str) -> Iterator[asyncio.Event]:
    """An event that is set when the house logs a sentence."""
    heard, loop = asyncio.Event(), asyncio.get_running_loop()

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.msg == sentence:
                loop.call_soon_threadsafe(heard.set)

    ear = Ear()
    logging.getLogger("aiprod.server").addHandler(ear)
    try:
        yield heard
    finally:
        logging.getLogger("aiprod.server").removeHandler(ear)
