# SPDX-License-Identifier: Apache-2.0
"""The desktop as a whole: how fast it stands, what opening a long film takes, and whether an hour of work leaves anything behind.

Each figure comes from a process of its own (`app_child`), without a screen.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

_CLIPS = 2_000
_EDITS = 720
"""An hour of a busy editor: one every five seconds."""


def run(seed: int = 0, runs: int = 5, clips: int = _CLIPS, edits: int = _EDITS) -> dict[str, Any]:
    """Measure it.

    Args:
        seed: of the order of edits.
        runs: starts of each window; they take turns.
        clips: of the film that is opened.
        edits: of the hour.
    """
    with tempfile.TemporaryDirectory(prefix="aiprod-bench-") as folder:
        home = Path(folder)
        return {
            "start": _starts(home, runs),
            "opening": _child(home, "opening", str(clips)),
            "hour": _child(home, "hour", str(edits), str(seed)),
        }


def _starts(home: Path, runs: int) -> dict[str, Any]:
    """From the process's start until the window stands and answers, against a bare window; medians of both in turn."""
    found: dict[str, list[tuple[float, float]]] = {"bare": [], "desktop": []}
    for mode in ("bare", "desktop"):
        _started(home, mode)  # reads what the disk has not read yet
    for _ in range(runs):
        for mode, times in found.items():
            times.append(_started(home, mode))
    wall = {mode: statistics.median(wall for wall, _ in times) for mode, times in found.items()}
    cpu = {mode: statistics.median(cpu for _, cpu in times) for mode, times in found.items()}
    return {
        "bare_ms": round(wall["bare"] * 1000), "desktop_ms": round(wall["desktop"] * 1000),
        "ratio": round(wall["desktop"] / wall["bare"], 2), "bare_cpu_ms": round(cpu["bare"] * 1000),
        "desktop_cpu_ms": round(cpu["desktop"] * 1000), "cpu_ratio": round(cpu["desktop"] / cpu["bare"], 2), "reach": "≤ 2",
    }  # fmt: skip


def _started(home: Path, mode: str) -> tuple[float, float]:
    """Seconds by the clock until it says that it stands, and seconds of CPU until then, of all of its threads."""
    began = time.perf_counter()
    with subprocess.Popen(_command(mode), env=_environment(home), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        assert child.stdout is not None
        said = child.stdout.readline()
        took = time.perf_counter() - began
    if not said:
        raise RuntimeError(f"the window of {mode!r} did not stand")
    return took, float(said)


def _child(home: Path, mode: str, *arguments: str) -> dict[str, Any]:
    done = subprocess.run(_command(mode, *arguments), env=_environment(home), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _command(mode: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "aiprod_app.benches.app_child", mode, *arguments]


def _environment(home: Path) -> dict[str, str]:
    """The caller's, with a home of its own, and with the compiled modules kept there as every installation keeps them."""
    paths = [path for path in sys.path if path]
    given = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    own = {"AIPROD_HOME": str(home), "PYTHONPYCACHEPREFIX": str(home / "compiled")}
    return {**given, **own, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.pathsep.join(paths)}
