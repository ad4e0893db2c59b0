# SPDX-License-Identifier: Apache-2.0
"""`kill -9` of the server at seeded random moments: after each restart every job is in a legal state, in the end none is lost
and none was done twice.

The server is a process of its own with two devices, and takes orders from a thread in it; it says which orders it has taken
only when they are on disk. Its jobs are small and leave a line for each step that they make.
"""

from __future__ import annotations

import asyncio
import queue
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiprod.cli.benches import drills
from aiprod.film.errors import EngineError
from aiprod.production.jobs import JobOrder, JobState, JobStore
from aiprod.production.jobs.checking import problems
from aiprod.server.bus import Bus
from aiprod.server.devices import Device
from aiprod.server.supervisor import Plan, Supervisor

_STEPS, _STEP_S = 4, 0.08
_ORDERS_EACH = 6
"""Orders for each life of the server, on average."""
_START_SHARE, _START_S, _WORK_S = 0.25, 1.0, 1.5
"""This share of the kills falls somewhere into the first second of a life, the others so long after its first order."""
_PATIENCE_S = 300.0
_HELD = (JobState.LEASED, JobState.RUNNING, JobState.REVIEWING)


@dataclass(frozen=True)
class _Place:
    folder: Path
    devices: tuple[str, ...] = ()


@dataclass
class _Tally:
    """What was seen of the kills."""

    moments: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    taken: dict[int, str] = field(default_factory=dict)


def run(runs: int = 200, seed: int = 1) -> dict[str, Any]:
    """Kill the server `runs` times, then let it finish, and count."""
    dice, tally, began = random.Random(seed), _Tally(), time.monotonic()
    orders = runs * _ORDERS_EACH
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(runs):
            _life(folder, (number + 1) * _ORDERS_EACH, dice, tally)
        _finish(folder, orders, tally)
        figures = _counted(folder, orders, tally)
    return {"kills": runs, "killed_while": dict(tally.moments), **figures, "wrong": tally.wrong[:10],
            "seconds": round(time.monotonic() - began, 1), "reach": "all legal, none lost, none twice"}  # fmt: skip


def _life(folder: Path, orders: int, dice: random.Random, tally: _Tally) -> None:
    """A server that is killed after a while; then its store is looked at, as a restart would find it."""
    begun, at_start = threading.Event(), dice.random() < _START_SHARE
    after_s = dice.uniform(0.0, _START_S if at_start else _WORK_S)
    with subprocess.Popen(_command(folder, orders), stdout=subprocess.PIPE, text=True) as process:
        listener = threading.Thread(target=_listen, args=(process, tally, begun))
        listener.start()
        if not at_start:
            begun.wait()
        time.sleep(after_s)
        process.kill()
        listener.join()
    if not _database(folder).exists():
        tally.moments["before there was a store"] += 1
        return
    store = JobStore.open(f"sqlite:///{_database(folder)}")
    counts = store.counts()
    held = sum(counts.get(state, 0) for state in _HELD)
    tally.moments[f"{held} jobs were under way"] += 1
    tally.wrong += problems(store)
    store.close()


def _listen(process: subprocess.Popen[str], tally: _Tally, begun: threading.Event) -> None:
    """What the server says that it has on disk: "order's number, job's id". The same order is always the same job."""
    assert process.stdout is not None
    for line in process.stdout:
        begun.set()
        number, _, job = line.strip().partition(" ")
        if line.endswith("\n") and job and tally.taken.setdefault(int(number), job) != job:
            tally.wrong.append(f"order {number} became two jobs")
    begun.set()


def _finish(folder: Path, orders: int, tally: _Tally) -> None:
    """A last life, which nobody ends before everything is done."""
    with subprocess.Popen(_command(folder, orders), stdout=subprocess.PIPE, text=True) as process:
        listener = threading.Thread(target=_listen, args=(process, tally, threading.Event()))
        listener.start()
        late = time.monotonic() + _PATIENCE_S
        while time.monotonic() < late and not _all_done(folder, orders):
            time.sleep(0.2)
        process.terminate()
        listener.join()


def _all_done(folder: Path, orders: int) -> bool:
    if not _database(folder).exists():
        return False
    store = JobStore.open(f"sqlite:///{_database(folder)}")
    try:
        return store.counts().get(JobState.DELIVERED, 0) >= orders
    finally:
        store.close()


def _counted(folder: Path, orders: int, tally: _Tally) -> dict[str, Any]:
    store = JobStore.open(f"sqlite:///{_database(folder)}")
    tally.wrong += problems(store)
    found = {job.id: job for job in store.find(limit=orders * 2)}
    delivered = [job for job in found.values() if job.state is JobState.DELIVERED]
    lost = sorted(set(tally.taken.values()) - set(found))
    twice = [
        job.id for job in delivered if [step.after for step in store.history(job.id)].count(JobState.DELIVERED) != 1
    ]  # fmt: skip
    steps = [step for job in delivered if (step := _steps(Path(str(job.arguments["folder"]))))]
    store.close()
    return {"orders": orders, "jobs": len(found), "delivered": len(delivered), "lost": len(lost), "delivered_twice": len(twice),
            "steps_made_twice_or_missing": len(steps)}  # fmt: skip


def _steps(folder: Path) -> str:
    """What is wrong with a job's steps. (A kill between a step and its line in the log leaves a step without one.)"""
    made = Counter((folder / "made.log").read_text("utf-8").split()) if (folder / "made.log").exists() else Counter()
    if any(count > 1 for count in made.values()):
        return "made twice"
    return "" if all((folder / f"step-{number}").exists() for number in range(_STEPS)) else "missing"


def _database(folder: Path) -> Path:
    return folder / "jobs.sqlite"


def _command(folder: Path, orders: int) -> list[str]:
    return [sys.executable, "-m", "aiprod.cli.benches.jobs_kill", str(folder), str(orders)]


# The server's side


async def _serve(folder: Path, orders: int) -> None:
    """A server without a door: the store, the bus, the workers, and a thread that orders."""
    store = JobStore.open(f"sqlite:///{_database(folder)}")
    devices = (Device("cpu", "cpu", "one"), Device("gpu:0", "gpu", "other"))
    supervisor = Supervisor(store, Bus(), _Place(folder), Plan(devices=devices, duties=drills.DUTIES, owner="bench"))
    await supervisor.start()
    failed: queue.SimpleQueue[BaseException] = queue.SimpleQueue()
    threading.Thread(target=_order_all, args=(store, supervisor, folder, orders, failed), daemon=True).start()
    while failed.empty():
        await asyncio.sleep(0.5)
    raise EngineError("The orders could not be placed", str(failed.get()))


def _order_all(
    store: JobStore, supervisor: Supervisor, folder: Path, orders: int, failed: queue.SimpleQueue[BaseException]
) -> None:
    """Order everything, again after every restart: the same order is the same job."""
    try:
        for number in range(orders):
            arguments = {"folder": str(folder / f"job-{number}"), "steps": _STEPS, "step_s": _STEP_S}
            order = JobOrder(
                kind="steps", arguments=arguments, client="bench", device="any", operation_id=f"order-{number}", max_attempts=100
            )
            print(number, store.submit(order, queue=True).id, flush=True)
            supervisor.wake()
    except Exception as error:  # noqa: BLE001 - the main thread must hear of it, whatever it is
        failed.put(error)


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1]), int(sys.argv[2])))
