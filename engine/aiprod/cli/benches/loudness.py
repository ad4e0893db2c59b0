# SPDX-License-Identifier: Apache-2.0
"""Loudness and true peak of finished films against their targets."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from aiprod.cli.benches.running import run as run_command
from aiprod.film.store import FilmStore
from aiprod.media.loudness import measure
from aiprod.production.state import delivered
from aiprod.quality.soundtrack import decode_sound


def run(runs: int = 1, seed: int = 1) -> dict[str, Any]:
    """Make short films for the web and for broadcast, decode what was delivered, measure it."""
    figures: dict[str, Any] = {"reach": "target ± 0.5 LU, ≤ −1 dBTP"}
    with tempfile.TemporaryDirectory() as folder:
        for language, brief in (("en", "A sailor waits for a storm to end."), ("fr", "Une boulangère attend le dernier tram.")):
            for target in (-16.0, -23.0):
                root = Path(folder) / f"{language}{target:.0f}.aiprod"
                run_command("make", brief, "--lang", language, "--out", str(root), "--duration", "12", "--size", "320x180",
                            "--loudness", str(target), "--seed", str(seed or 1))  # fmt: skip
                found = measure(decode_sound(delivered(FilmStore(root), ".mp4"))[0])
                figures[f"{language} {target:.0f} LUFS"] = {
                    "loudness_lufs": round(found.integrated_lufs, 2), "true_peak_dbtp": round(found.true_peak_dbtp, 2),
                    "range_lu": round(found.range_lu, 2),
                }  # fmt: skip
    return figures
