# SPDX-License-Identifier: Apache-2.0
"""Whole films as jobs: watched, cancelled, their worker killed in the middle of a shot, and in the end the same film."""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from tests.films import BRIEF, SECONDS, SIZE, hashes, made
from tests.server.work.workshop import PATIENCE_S, Workshop, in_workshop

from aiprod.client.client import AsyncClient
from aiprod.client.finding import NoEngineError, of_this_user
from aiprod.film.store import FilmStore
from aiprod.production.commission import Wish, read_wish
from aiprod.production.jobs import JobState
from aiprod.server.bus import JobEvent

TRACE = "a" * 32
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def film(finished_film: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film made by the command line."""
    return Path(shutil.copytree(finished_film, tmp_path_factory.mktemp("films") / "whole.aiprod"))


def new_film(root: Path) -> FilmStore:
    return read_wish(Wish(BRIEF, duration_s=SECONDS, size=SIZE, seed=1)).create(root)


def in_a_shot(event: JobEvent) -> bool:
    return event.kind == "progress" and event.data["step"] == "frame" and 0 < event.data["done"] < event.data["total"]


def test_a_film_survives_a_cancel_and_a_killed_worker_and_is_the_same_film(film: Path, tmp_path: Path) -> None:
    root = new_film(tmp_path / "job.aiprod").root

    async def test(shop: Workshop) -> None:
        job = shop.order(
            "film", {"film": str(root)}, film=shop.store.films.register(root), traceparent=f"00-{TRACE}-{'b' * 16}-01"
        )
        await shop.until(in_a_shot)
        await shop.supervisor.cancel(job.id)
        assert shop.store.get(job.id).state == JobState.CANCELLED
        before = made(root)
        assert before
        shop.store.retry(job.id)
        shop.supervisor.wake()
        await shop.until(in_a_shot)
        worker = shop.supervisor._stations[0].worker
        assert worker is not None
        os.kill(worker.pid, signal.SIGKILL)
        done = await shop.state(job, "delivered", "failed")
        assert done.state == JobState.DELIVERED, done.failure
        assert done.result is not None and done.result["passed"] is True
        assert done.checkpoint is not None and done.checkpoint["takes"] > 0
        assert shop.states(job)[-2:] == ["reviewing", "delivered"]
        assert made(root)[: len(before)] == before
        _check_news(shop.seen)

    in_workshop(tmp_path, test)
    assert hashes(root) == hashes(film)
    assert {"job", "build"} <= set(_operations(tmp_path / "logs"))
    assert max(Counter(made(root)).values()) == 1
    assert not list((root / "takes").glob(".making-*"))


def _operations(logs: Path) -> list[str]:
    """What the worker and its builders recorded as parts of the order's trace."""
    spans = [json.loads(line) for path in logs.glob("*.spans.jsonl") for line in path.read_text("utf-8").splitlines()]
    return [span["operation"] for span in spans if span["trace"] == TRACE]


def _check_news(seen: list[JobEvent]) -> None:
    progress = [event.data for event in seen if event.kind == "progress"]
    frames = [data for data in progress if data["step"] == "frame"]
    assert {"department", "step", "shot", "done", "total", "fraction", "eta_s", "eta_error_s"} == set(frames[0])
    assert all(data["shot"] and data["department"] == "shooting" for data in frames)
    assert all(0 <= data["fraction"] <= 1 and data["eta_s"] >= 0 and data["eta_error_s"] >= 0 for data in progress)
    assert progress[-1]["fraction"] == 1
    previews = [event for event in seen if event.kind == "preview"]
    assert all(event.image[:2] == b"\xff\xd8" for event in previews)
    assert {event.data["width"] for event in previews} == {480, 320}, "first the storyboard's still, then the shot's own frames"


def test_an_export_that_was_done_without_anyone_hearing_is_fine_and_nothing_is_overwritten(film: Path, tmp_path: Path) -> None:
    target, other = tmp_path / "out.mp4", tmp_path / "other.mp4"
    other.write_bytes(b"mine")

    async def test(shop: Workshop) -> None:
        for _ in range(2):
            job = shop.order("export", {"film": str(film), "format": "h264", "to": str(target)})
            assert (await shop.state(job, "delivered", "failed")).result == {"path": str(target), "notes": []}
        refused = await shop.state(shop.order("export", {"film": str(film), "format": "h264", "to": str(other)}), "failed")
        assert (
            refused.failure is not None and refused.failure.error_class == "input" and "exists already" in refused.failure.message
        )
        checked = await shop.state(shop.order("check", {"path": str(film)}), "delivered")
        assert checked.result is not None and checked.result["passed"] is True
        nothing = await shop.state(shop.order("check", {"path": str(tmp_path / "nothing.mp4")}), "failed")
        assert nothing.failure is not None and nothing.failure.error_class == "input"

    in_workshop(tmp_path, test)
    assert target.read_bytes() == next((film / "delivery").glob("*.mp4")).read_bytes()
    assert other.read_bytes() == b"mine"
    assert not list(tmp_path.glob("*.part"))


def test_a_film_that_somebody_else_is_making_waits_for_its_turn(film: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(film, tmp_path / "copy.aiprod"))

    async def test(shop: Workshop) -> None:
        with FilmStore(copy).lock():
            job = shop.order("film", {"film": str(copy)})
            queued = await shop.state(job, "queued")
            assert queued.failure is not None
            assert (queued.failure.code, queued.failure.error_class) == ("busy", "transient")
        assert (await shop.state(job, "delivered")).result is not None

    in_workshop(tmp_path, test)
    assert made(copy) == made(film)


SERVE = """
import sys
from pathlib import Path
from aiprod.server.run import serve
from aiprod.server.settings import ServerSettings
folder = Path(sys.argv[1])
serve(ServerSettings(folder=folder, films_root=folder / "films", ports=(), devices=("cpu",)))
"""


@contextmanager
def server(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A real server in a process of its own."""
    with subprocess.Popen([sys.executable, "-c", SERVE, str(folder)]) as process:
        try:
            yield process
        finally:
            process.terminate()


async def engine(folder: Path) -> AsyncClient:
    """A client of it, as soon as it answers."""
    client = AsyncClient(of_this_user(folder / "engine.json"))
    async with asyncio.timeout(PATIENCE_S):
        while True:
            with suppress(NoEngineError):
                return await client.__aenter__()
            await asyncio.sleep(0.05)


def test_a_server_killed_in_the_middle_of_a_shot_goes_on_after_its_restart(film: Path, tmp_path: Path) -> None:
    async def begin() -> tuple[str, Path]:
        async with await engine(tmp_path) as client:
            ordered = await client.generate(BRIEF, duration=SECONDS, size=SIZE, seed=1, operation_id="the-same-order")
            async for news in client.watch(ordered.job.id):
                if news.kind == "progress" and news.data["step"] == "frame":
                    break
            return ordered.job.id, Path(ordered.path)

    async def end(job: str) -> None:
        async with await engine(tmp_path) as client:
            again = await client.generate(BRIEF, duration=SECONDS, size=SIZE, seed=1, operation_id="the-same-order")
            assert again.job.id == job
            done = await client.finished(job)
            assert (done.state, done.attempt) == ("delivered", 1), done.failure

    with server(tmp_path) as process:
        job, root = asyncio.run(begin())
        process.kill()
    with server(tmp_path):
        asyncio.run(end(job))
    assert hashes(root) == hashes(film)
    assert max(Counter(made(root)).values()) == 1
