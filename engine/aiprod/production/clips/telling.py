# SPDX-License-Identifier: Apache-2.0
"""How a clip's maker is told to stop, and tells how far it is."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiprod.production.watching import PICTURES_EVERY_S, Preview, encoded
from aiprod.production.workers import check_stop

_EVERY_S = 0.1


@dataclass
class Teller:
    """Progress of one clip.

    Attributes:
        job: the job that makes it.
        stop: set when the clip is no longer wanted.
        progress: takes fields of `wire.jobs.Progress`.
        preview: takes small pictures; None when nobody wants any.
        tick: seconds that only grow.
    """

    job: str = ""
    stop: threading.Event = field(default_factory=threading.Event)
    progress: Callable[[Mapping[str, Any]], None] = lambda fields: None
    preview: Callable[[Preview], None] | None = None
    tick: Callable[[], float] = time.monotonic

    def __post_init__(self) -> None:
        self._began = self.tick()
        self._told = self._shown = float("-inf")

    def check(self) -> None:
        """Raises Stopped when the clip is no longer wanted."""
        check_stop(self.stop)

    def at(self, fraction: float, department: str, step: str, done: int = 0, total: int = 0) -> None:
        """The clip is so far, 0–1. Raises Stopped when it is no longer wanted."""
        self.check()
        now = self.tick()
        if now - self._told < _EVERY_S and 0 < fraction < 1:
            return
        self._told = now
        spent = now - self._began
        eta = spent * (1 - fraction) / fraction if fraction > 0.02 else None
        self.progress({
            "department": department, "step": step, "done": done, "total": total, "fraction": round(fraction, 4),
            **({"eta_s": round(eta, 1), "eta_error_s": round(0.3 * eta, 1)} if eta is not None else {}),
        })  # fmt: skip

    @property
    def wants(self) -> bool:
        """Whether it is time for another picture."""
        return self.preview is not None and self.tick() - self._shown >= PICTURES_EVERY_S

    def show(self, shot: str, done: int, total: int, rgb: NDArray[np.uint8]) -> None:
        """Show a picture under way, no more often than is worth seeing."""
        if self.preview is None or not self.wants:
            return
        self._shown = self.tick()
        image, width, height = encoded(rgb)
        self.preview(Preview(shot, done, total, width, height, "image/jpeg", time.time(), False, image))
