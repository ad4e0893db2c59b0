# SPDX-License-Identifier: Apache-2.0
"""Fit reports: whether a model makes a clip of a size and length on this machine, before anything is fetched."""

from __future__ import annotations

from dataclasses import dataclass

from aiprod.models import library
from aiprod.models.cards import ModelCard
from aiprod.models.checkpoints import Checkpoint
from aiprod.models.planning import published
from aiprod.models.planning.devices import Device, here
from aiprod.models.planning.planner import plan
from aiprod.models.planning.plans import NoPlan, Numbers, Plan

_STEPS = {"wan": 40, "ltx2": 30}
_FEW = {"wan": 4, "ltx2": 8}


@dataclass(frozen=True)
class Fit:
    """What the planner answers, in a report's terms."""

    runs: bool
    device: str
    precision: str
    offload: str
    seconds: float
    load_seconds: float
    peak_bytes: int
    host_bytes: int
    why: tuple[str, ...]
    remedy: str = ""
    plan: Plan | None = None


def fit(
    model: ModelCard,
    width: int,
    height: int,
    frames: int,
    *,
    rate: float = 24.0,
    precision: str = "",
    device: Device | None = None,
) -> Fit:
    """Whether the card's model makes such a clip here, how, and in how many seconds.

    Raises:
        UserError: the card's architecture is not known.
    """
    on = device or here(measure=False)
    checkpoint = _checkpoint(model, precision)
    few = checkpoint.distilled or "steps" in model.id
    steps = (_FEW if few else _STEPS)[checkpoint.family]
    forwards = 1 if few else 4 if checkpoint.family == "ltx2" else 2
    numbers = Numbers(width, height, frames, rate, steps, forwards, together=2 if forwards == 4 else 1)
    found = plan(checkpoint, numbers, on)
    if isinstance(found, NoPlan):
        return Fit(False, on.title, "", "", 0.0, 0.0, found.needed, 0, (f"On {on.title}, {found.why}.",), found.remedy)
    return Fit(
        True, on.title, _words(found), found.offload, found.seconds, found.load_seconds, found.peak_bytes, found.host_bytes,
        found.why, plan=found,
    )  # fmt: skip


def _words(found: Plan) -> str:
    return found.compute if found.storage == found.compute else f"{found.compute} ({found.storage} weights)"


def _checkpoint(model: ModelCard, precision: str) -> Checkpoint:
    """The installed files where they are here; else the published architecture."""
    if library.installed(model.id):
        return library.checkpoint(model.id)
    gguf = precision.upper().startswith("Q")
    return published.checkpoint(model.id, model.architecture, model.generation, model.variant, gguf=gguf)
