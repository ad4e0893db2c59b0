# SPDX-License-Identifier: Apache-2.0
"""How long `aiprod --help` takes, against an empty Python process."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from typing import Any

from aiprod.cli.benches.running import command


def run(runs: int = 15, seed: int = 0) -> dict[str, Any]:
    """Alternate both commands `runs` times; medians and their ratio."""
    empty, answers = [], []
    for _ in range(runs):
        empty.append(_seconds([sys.executable, "-c", "pass"]))
        answers.append(_seconds(command("--help")))
    base, found = statistics.median(empty), statistics.median(answers)
    return {
        "python_ms": round(base * 1000, 1),
        "help_ms": round(found * 1000, 1),
        "ratio": round(found / base, 2),
        "reach": "≤ 10",
    }


def _seconds(arguments: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(arguments, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start
