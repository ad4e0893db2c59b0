# SPDX-License-Identifier: Apache-2.0
"""Fit reports: whether a model makes a clip of a size and length on this machine, before anything is fetched. PyTorch is not
loaded for it."""

from __future__ import annotations

from aiprod.film.errors import UserError
from aiprod.models import library
from aiprod.models.cards import ModelCard
from aiprod.models.checkpoints import Checkpoint
from aiprod.models.compiling.measurements import measured
from aiprod.models.planning import published
from aiprod.models.planning.devices import Device, here
from aiprod.models.planning.planner import plan
from aiprod.models.planning.plans import Fit, NoPlan, Numbers

_STEPS = {"wan": 40, "ltx2": 30}
_FEW = {"wan": 4, "ltx2": 8}


def fit(
    model: ModelCard,
    width: int,
    height: int,
    frames: int,
    *,
    rate: float = 24.0,
    precision: str = "",
    steps: int = 0,
    device: Device | None = None,
) -> Fit:
    """Whether the card's model makes such a clip here, how, and in how many seconds; `steps` 0: as many as it usually takes.

    Raises:
        UserError: the card's architecture is not known.
    """
    on = device or here(measure=False)
    checkpoint = _checkpoint(model, precision)
    few = checkpoint.distilled or "distilled" in model.abilities
    usual = (_FEW if few else _STEPS)[checkpoint.family]
    forwards = 1 if few else 4 if checkpoint.family == "ltx2" else 2
    numbers = Numbers(width, height, frames, rate, steps or usual, forwards, together=2 if forwards == 4 else 1)
    found = plan(checkpoint, numbers, on, measured=measured(model=checkpoint.id, device=on.name))
    if isinstance(found, NoPlan):
        why, remedy = (*on.lack, found.why), on.lack_remedy or found.remedy
        return Fit(False, on.title, peak_bytes=found.needed, why=why, remedy=remedy)
    weights = "" if found.storage == found.compute else checkpoint.components["transformer"].dtype
    return Fit(
        True, on.title, found.compute, weights if found.storage == "gguf" else found.storage if weights else "", found.offload,
        found.seconds, found.load_seconds, found.peak_bytes, found.host_bytes, (*on.lack, *found.why), on.lack_remedy,
    )  # fmt: skip


def _checkpoint(model: ModelCard, precision: str) -> Checkpoint:
    """The published architecture; of a user's own card the installed files."""
    gguf = precision.upper() if precision.upper().startswith("Q") else ""
    try:
        return published.checkpoint(model.id, model.architecture, model.generation, model.variant, gguf=gguf)
    except UserError:
        if not library.installed(model.id):
            raise
    return library.checkpoint(model.id)
