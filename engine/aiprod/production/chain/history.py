# SPDX-License-Identifier: Apache-2.0
"""Estimates and what became of them, side by side; and how long clouds took. Kept per machine, in AIPROD's data folder.

Losing these files costs the next estimate some sharpness and nothing else; a damaged line is skipped.
"""

from __future__ import annotations

import json
import math
import statistics
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

from aiprod.film.errors import UserError
from aiprod.film.files import data_home, disk_errors

T = TypeVar("T")
_KEPT = 400
_LEAST = 3
"""Tasks of a cloud before its history is believed."""
_SPREAD = 1.4826
"""From the median of absolute deviations to a standard deviation."""
_UNKNOWN_SHARE = 0.5


@dataclass(frozen=True)
class Outcome:
    """An estimate beside its actual.

    Attributes:
        at: unix seconds.
        film: the film's name.
        generator: who made the pictures.
        estimated_s, actual_s: seconds on the clock.
        estimated_eur, actual_eur: money.
    """

    at: float
    film: str
    generator: str
    estimated_s: float
    actual_s: float
    estimated_eur: float = 0.0
    actual_eur: float = 0.0

    @property
    def error(self) -> float:
        """How far off the estimate was, as a share of the actual."""
        return abs(self.estimated_s - self.actual_s) / max(self.actual_s, 1e-6)


@dataclass(frozen=True)
class Took:
    """How long a cloud task took from its order to its footage."""

    at: float
    generator: str
    seconds: float


@dataclass(frozen=True)
class Errors:
    """How good estimates of a generator were: median and 90th percentile of the error as a share, and the median bias."""

    generator: str
    count: int
    median: float
    p90: float
    bias: float


def note_outcome(outcome: Outcome, path: Path | None = None) -> None:
    """Keep an estimate and its actual."""
    _append(path or data_home() / "estimates.jsonl", asdict(outcome))


def outcomes(path: Path | None = None) -> tuple[Outcome, ...]:
    """Everything kept, oldest first."""
    return tuple(_read(path or data_home() / "estimates.jsonl", Outcome))


def errors(path: Path | None = None) -> tuple[Errors, ...]:
    """The error of estimates by generator: the metric."""
    found = outcomes(path)
    names = sorted({item.generator for item in found})
    return tuple(_errors(name, [item for item in found if item.generator == name]) for name in names)


def note_task(generator: str, seconds: float, path: Path | None = None) -> None:
    """Keep how long a cloud task took."""
    _append(path or data_home() / "cloud" / "took.jsonl", asdict(Took(time.time(), generator, seconds)))


def usual_seconds(generator: str, guess: float, path: Path | None = None) -> tuple[float, float]:
    """How long a task of a cloud takes, and the error of that: by its history, or the guess where there is too little."""
    took = [item.seconds for item in _read(path or data_home() / "cloud" / "took.jsonl", Took) if item.generator == generator]
    if len(took) < _LEAST:
        return guess, guess * _UNKNOWN_SHARE
    middle = statistics.median(took)
    return middle, max(_SPREAD * statistics.median(abs(value - middle) for value in took), 0.05 * middle)


def _errors(generator: str, found: list[Outcome]) -> Errors:
    shares = sorted(item.error for item in found)
    bias = statistics.median((item.estimated_s - item.actual_s) / max(item.actual_s, 1e-6) for item in found)
    at = min(math.ceil(0.9 * len(shares)) - 1, len(shares) - 1)
    return Errors(generator, len(shares), statistics.median(shares), shares[at], bias)


def _read(path: Path, kind: type[T]) -> Iterator[T]:
    with suppress(OSError, UnicodeDecodeError):
        for line in path.read_text("utf-8").splitlines()[-_KEPT:]:
            with suppress(ValueError, TypeError):
                yield kind(**json.loads(line))


def _append(path: Path, data: dict[str, object]) -> None:
    """One line more. A disk that does not take it only costs sharpness."""
    with suppress(UserError), disk_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(data) + "\n")
