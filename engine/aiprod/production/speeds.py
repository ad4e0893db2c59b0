# SPDX-License-Identifier: Apache-2.0
"""How much work the steps of a film are: as measured on one machine, corrected by what this one has shown so far.

The kept history (`speeds.json` in the application's folder) only ever sharpens a forecast; losing it costs nothing else.
"""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from aiprod.film.brief import Brief
from aiprod.film.errors import UserError
from aiprod.film.files import read_json, write_json
from aiprod.film.styles import drawn_as
from aiprod.film.takes import Department

Step = tuple[Department, str]
"""Department and step of a recipe: ("shooting", "footage")."""


class Cost(NamedTuple):
    """CPU seconds of a step: once, for each second of the film, and for each megapixel of its frames."""

    once: float
    second: float = 0.0
    megapixel: float = 0.0


COSTS: Mapping[Step, Cost] = {
    ("writing", "screenplay"): Cost(0.1),
    ("directing", "shots"): Cost(0.6, 0.02),
    ("voices", "speech"): Cost(2.0, 0.22),
    ("directing", "still"): Cost(0.5, 0.26),
    ("directing", "storyboard"): Cost(0.1, 0.027),
    ("shooting", "footage"): Cost(0.0, 0.25, 0.052),
    ("music", "score"): Cost(2.9),
    ("music", "ambience"): Cost(0.0, 0.022),
    ("music", "effect"): Cost(0.0, 0.002),
    ("mixing", "mix"): Cost(0.2, 0.06),
    ("quality", "voice score"): Cost(0.5, 0.12),
    ("grading", "grade"): Cost(0.1, 0.015),
    ("rendering", "segment"): Cost(0.0, 0.26, 0.043),
    ("rendering", "picture"): Cost(0.02, 0.0, 0.0003),
    ("delivery", "package"): Cost(0.2, 0.005, 0.0013),
    ("quality", "picture"): Cost(0.0, 0.01, 0.0043),
    ("quality", "report"): Cost(1.2, 0.03),
}
"""Measured on two cores of a server, films of 10 and 20 s at 320×180 and 1920×1080 in the plain illustration style."""
_BY_PICTURES = frozenset({"still", "footage"})
"""Steps whose cost hangs on who makes the pictures, and in which style."""
_NEWEST = 0.3
_STRANGE = math.log(20)
_STRANGE_MODEL = math.log(1e5)
"""Video models: from a tiny one to one that is streamed from a disk."""
_UNKNOWN_ERROR, _WORST = 0.5, 5.0


@dataclass(frozen=True)
class Size:
    """What a film's work hangs on.

    Attributes:
        seconds: of the film.
        megapixels: of all its frames together.
        pictures: who makes them, and how: "animatic:watercolour".
    """

    seconds: float
    megapixels: float
    pictures: str

    @property
    def in_darkroom(self) -> bool:
        """Whether the footage is made by a device of its own, one shot after another or several in one batch."""
        return self.pictures.startswith("diffusion:")

    @classmethod
    def of(cls, brief: Brief, generator: str) -> Size:
        """As the brief wants it."""
        frames = brief.duration_s * float(brief.rate.fps)
        return cls(brief.duration_s, frames * brief.width * brief.height / 1e6, f"{generator}:{drawn_as(brief.style)}")


@dataclass
class Speeds:
    """What this machine has shown.

    Attributes:
        ratios: step → logarithm of its real cost against `COSTS`, and how many films that comes from.
        error: how far off forecasts were at first, as a share; a moving average.
        films: how many forecasts that comes from.
    """

    ratios: dict[str, tuple[float, int]] = field(default_factory=dict)
    error: float = _UNKNOWN_ERROR
    films: int = 0

    @classmethod
    def load(cls, path: Path | None = None) -> Speeds:
        """The kept history; an empty one where there is none, or it is damaged."""
        with suppress(UserError, KeyError, TypeError, ValueError, AttributeError):
            return cls._read(read_json(path or default_path()))
        return cls()

    @classmethod
    def _read(cls, data: Any) -> Speeds:
        ratios = {str(name): (float(log), int(count)) for name, (log, count) in data["ratios"].items()}
        error = float(data["error"])
        if not all(abs(log) <= _strange(name) for name, (log, _) in ratios.items()) or not 0 < error <= _WORST:
            raise ValueError("no machine is like that")
        return cls(ratios, error, int(data["films"]))

    def save(self, path: Path | None = None) -> None:
        """Keep it. A disk that does not take it only costs the next forecast some sharpness."""
        with suppress(UserError):
            write_json(path or default_path(), {"ratios": self.ratios, "error": self.error, "films": self.films})

    def cost(self, step: Step, size: Size) -> float:
        """CPU seconds that a step should take; 0 for one that is not known."""
        cost = COSTS.get(step)
        if cost is None:
            return 0.0
        log, _ = self.ratios.get(_name(step, size), (0.0, 0))
        return (cost.once + cost.second * size.seconds + cost.megapixel * size.megapixels) * math.exp(log)

    def has_shown(self, step: Step, size: Size) -> bool:
        """Whether anything was learnt about a step."""
        return self.ratios.get(_name(step, size), (0.0, 0))[1] > 0

    def guess(self, step: Step, size: Size, cpu_seconds: float) -> None:
        """Suppose that a step takes so long, until it is learnt: then nothing of the guess stays."""
        expected, name = self.cost(step, size), _name(step, size)
        if expected <= 0 or cpu_seconds <= 0 or self.has_shown(step, size):
            return
        most = _strange(name)
        log = self.ratios.get(name, (0.0, 0))[0] + math.log(cpu_seconds / expected)
        self.ratios[name] = round(min(max(log, -most), most), 4), 0

    def learn(self, step: Step, size: Size, cpu_seconds: float) -> None:
        """Remember what a step really took."""
        expected = self.cost(step, size)
        if expected <= 0 or cpu_seconds <= 0:
            return
        name = _name(step, size)
        log, count = self.ratios.get(name, (0.0, 0))
        found = log + math.log(cpu_seconds / expected)
        log += (found - log) * max(1 / (count + 1), _NEWEST)
        most = _strange(name)
        self.ratios[name] = round(min(max(log, -most), most), 4), count + 1

    def learn_error(self, share: float) -> None:
        """Remember how far off a forecast was at first, as a share of what it said."""
        share = min(share, _WORST)
        self.error = round(max(self.error + (share - self.error) * max(1 / (self.films + 2), _NEWEST), 0.05), 4)
        self.films += 1


def _name(step: Step, size: Size) -> str:
    name = "/".join(step)
    return f"{name} {size.pictures}" if step[1] in _BY_PICTURES else name


def _strange(name: str) -> float:
    """How far from what is usual a step's cost may be, as a logarithm."""
    return _STRANGE_MODEL if " diffusion:" in name else _STRANGE


def default_path() -> Path:
    from aiprod.models.library import store_root

    return store_root() / "speeds.json"


def cores() -> int:
    return os.cpu_count() or 1
