# SPDX-License-Identifier: Apache-2.0
"""`kill -9` at seeded random moments of `make`, then `resume`: the same film in the end, and nothing made twice."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from aiprod.cli.benches.running import command, make, take_hashes
from aiprod.cli.benches.running import run as run_command

_FILM = {"duration_s": 5.0, "size": "320x180", "brief": "A cat waits for the last tram."}


def run(runs: int = 100, seed: int = 1) -> dict[str, Any]:
    """Kill `runs` productions, each at another moment, and resume each until it is finished."""
    moments = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        whole = make(Path(folder) / "whole.aiprod", seed=seed or 1, **_FILM)  # type: ignore[arg-type]
        expected = take_hashes(Path(folder) / "whole.aiprod")
        outcomes = [
            _once(Path(folder) / f"killed-{n}.aiprod", moments.uniform(0.1, whole.wall_s), seed or 1, expected)
            for n in range(runs)
        ]
    counted = Counter(outcome for outcome, _ in outcomes)
    return {
        "runs": runs, "undisturbed_s": round(whole.wall_s, 1), "outcomes": dict(counted),
        "takes_at_the_kill": sorted(done for _, done in outcomes), "reach": f"all {runs} equal",
    }  # fmt: skip


def _once(root: Path, after_s: float, seed: int, expected: dict[str, str]) -> tuple[str, int]:
    """One killed and resumed production: what came of it, and how many takes were finished at the kill."""
    arguments = ("make", str(_FILM["brief"]), "--out", str(root), "--duration", str(_FILM["duration_s"]), "--seed", str(seed),
                 "--size", str(_FILM["size"]))  # fmt: skip
    _kill(command(*arguments), after_s)
    done = _made(root)
    ran = run_command("resume", str(root)) if (root / "film.json").is_file() else run_command(*arguments)
    if ran.code != 0:
        return f"failed: {ran.errors.strip()[-200:]}", len(done)
    twice = [take for take, count in Counter(_made(root)).items() if count > 1]
    if twice:
        return "a take was made twice", len(done)
    return "equal" if take_hashes(root) == expected else "another film", len(done)


def _kill(arguments: list[str], after_s: float) -> None:
    """Start a process group and kill its leader without a word; the workers must notice by themselves."""
    with subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        time.sleep(after_s)
        os.kill(process.pid, signal.SIGKILL)


def _made(root: Path) -> list[str]:
    """Ids of all takes ever finished in a film folder."""
    path = root / "made.jsonl"
    return [json.loads(line)["take"] for line in path.read_text("utf-8").splitlines()] if path.is_file() else []
