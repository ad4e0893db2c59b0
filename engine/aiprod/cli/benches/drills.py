# SPDX-License-Identifier: Apache-2.0
"""Duties for measuring the server rather than the departments: work of a known size. The supervisor is told of them by `PLAN`."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

from aiprod.film.errors import Stopped
from aiprod.server.duties import Context

DUTIES = {name: f"aiprod.cli.benches.drills:{name}" for name in ("burn", "steps", "pictures", "deaf")}
_PATIENCE_S = 20.0


def burn(arguments: dict[str, Any], context: Context) -> dict[str, Any]:
    """Sleep and burn a fixed cost: {sleep_s, cpu_s}, as a device does that computes while its host waits."""
    _wait(context, float(arguments.get("sleep_s", 0.0)))
    end = time.process_time() + float(arguments.get("cpu_s", 0.0))
    while time.process_time() < end:
        _wait(context, 0.0)
    return {"burnt": arguments}


def steps(arguments: dict[str, Any], context: Context) -> dict[str, Any]:
    """Like a film in small: {folder, steps, step_s}. Each step leaves a file under its final name and a line in `made.log`,
    once; steps that are there are not made again. One process at a time, like a film's lock."""
    from filelock import FileLock

    folder, count = Path(arguments["folder"]), int(arguments["steps"])
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / ".lock", timeout=_PATIENCE_S, poll_interval=0.02):
        for number in range(count):
            if not (folder / f"step-{number}").exists():
                _step(folder, number, float(arguments["step_s"]), context)
            context.checkpoint({"done": number + 1})
            context.progress({"step": "step", "done": number + 1, "total": count, "fraction": (number + 1) / count})
    return {"steps": count}


def _step(folder: Path, number: int, seconds: float, context: Context) -> None:
    part = folder / f".making-{number}"
    part.write_text(f"{number}\n", "utf-8")
    _wait(context, seconds)
    part.replace(folder / f"step-{number}")
    with (folder / "made.log").open("a", encoding="utf-8") as log:
        log.write(f"{number}\n")


def pictures(arguments: dict[str, Any], context: Context) -> dict[str, Any]:
    """Previews of a given number and size: {count, every_s, bytes}, made at once and sent as a builder's would be."""
    from aiprod.production.watching import Preview

    image, count = b"\xff\xd8" + bytes(int(arguments["bytes"]) - 2), int(arguments["count"])
    for number in range(count):
        context.preview(Preview("s1", number + 1, count, 854, 480, "image/jpeg", time.time(), False, image))
        _wait(context, float(arguments["every_s"]))
    return {"pictures": count}


def deaf(arguments: dict[str, Any], context: Context) -> dict[str, Any]:
    """Begin, and never listen again, as a long call into a library does."""
    context.progress({"step": "deaf"})
    threading.Event().wait()
    return {}


def _wait(context: Context, seconds: float) -> None:
    """Wait, unless the job shall be given up."""
    if context.stop.wait(seconds) if seconds else context.stop.is_set():
        raise Stopped("The drill was stopped", "that was asked for")
