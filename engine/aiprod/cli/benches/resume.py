# SPDX-License-Identifier: Apache-2.0
"""One line of dialogue changed: how long `resume` takes against the whole film, and what it made again."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from aiprod.cli.benches.running import make, take_hashes
from aiprod.cli.benches.running import run as run_command
from aiprod.film.store import FilmStore


def run(runs: int = 1, seed: int = 1) -> dict[str, Any]:
    """Make a 30 s film, change the words of a line in its middle, resume."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "film.aiprod"
        whole = make(root, seed=seed or 1)
        before = take_hashes(root)
        screenplay = FilmStore(root).film.screenplay
        assert screenplay is not None
        lines = list(screenplay.lines())
        changed = lines[len(lines) // 2]
        new = "I never knew." if screenplay.language == "en" else "Je ne savais pas."
        run_command("edit", str(root), "line", changed.id, new)
        again = run_command("resume", str(root))
        after = take_hashes(root)
    made = sorted(name for name, digest in after.items() if before.get(name) != digest)
    return {
        "whole_s": round(whole.wall_s, 1), "resume_s": round(again.wall_s, 1), "share": round(again.wall_s / whole.wall_s, 3),
        "reach": "≤ 0.15", "exit_code": again.code, "made_again": made, "kept": len(after) - len(made),
    }  # fmt: skip
