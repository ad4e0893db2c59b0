# SPDX-License-Identifier: Apache-2.0
"""Which measures a version must reach for a stage, and which of two versions measures worse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from aiprod.film.errors import UserError

Measures = Mapping[str, float]
Stage = Literal["dev", "staging", "production"]
STAGES: tuple[Stage, ...] = ("dev", "staging", "production")


@dataclass(frozen=True)
class Gate:
    """One condition: a measure is at least, or at most, so much."""

    measure: str
    limit: float
    at_most: bool = False

    def missed(self, measures: Measures) -> str:
        """Why a version does not pass; "" where it does. A measure that was not taken is missed."""
        value = measures.get(self.measure)
        if value is None:
            return f"{self.measure} was not measured"
        wrong = value > self.limit if self.at_most else value < self.limit
        return (
            f"{self.measure} is {value:.4g}, it must be at {'most' if self.at_most else 'least'} {self.limit:.4g}"
            if wrong
            else ""
        )


GATES: Mapping[Stage, tuple[Gate, ...]] = {
    "dev": (),
    "staging": (Gate("accuracy", 0.5), Gate("camera", 0.7), Gate("copies", 0.05, at_most=True)),
    "production": (
        Gate("accuracy", 0.8), Gate("worst", 0.6), Gate("camera", 0.95), Gate("copies", 0.02, at_most=True),
        Gate("flicker", 3.0, at_most=True),
    ),
}  # fmt: skip
"""What each stage asks for. Production's are those of a model trained on processors."""
GUARDED: Mapping[str, float] = {
    "accuracy": 0.01, "worst": 0.03, "camera": 0.02, "copies": -0.01, "flicker": -0.5, "feature_distance": -5.0, "psnr_db": 0.5,
}  # fmt: skip
"""Measure → how much worse than the version in production is still chance. Negative: less is better."""


def measures_of(report: Mapping[str, Any]) -> dict[str, float]:
    """The measures of an examination's report (`evaluation.examining`). Raises UserError where it is none."""
    try:
        slots = {f"accuracy.{slot}": float(share) for slot, share in report["slots"].items()}
        found = {
            "accuracy": float(report["mean"]), "worst": float(report["worst"][1]), "camera": float(report["camera_move"]),
            "flicker": float(report["flicker"]), "motion_rms": float(report["motion_rms"]),
            "feature_distance": float(report["feature_distance"]), "psnr_db": float(report["codec"]["psnr_db"]),
        }  # fmt: skip
    except (KeyError, TypeError, ValueError) as error:
        raise UserError(
            "This is no examination's report", f"{error} is missing", "Give report.json of `aiprod train eval`."
        ) from error
    if "memorisation" in report:
        found["copies"] = float(report["memorisation"]["copies"])
    return found | slots


def refused(measures: Measures, stage: Stage) -> list[str]:
    """The conditions of a stage that a version misses, as sentences."""
    return [why for gate in GATES[stage] if (why := gate.missed(measures))]


def worse(now: Measures, before: Measures) -> list[str]:
    """In what a version measures worse than another one, beyond chance, as sentences."""
    found = []
    for name, slack in GUARDED.items():
        if name not in now or name not in before:
            continue
        lost = before[name] - now[name] if slack > 0 else now[name] - before[name]
        if lost > abs(slack):
            found.append(f"{name} went from {before[name]:.4g} to {now[name]:.4g}")
    return found
