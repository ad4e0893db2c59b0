# SPDX-License-Identifier: Apache-2.0
"""Which way a clip is run first: what `models.planning` says, as the engine's `Way`."""

from __future__ import annotations

import logging
import os
from dataclasses import replace
from typing import TYPE_CHECKING

import torch

from aiprod.film.faults import FaultClass, FaultError
from aiprod.models.checkpoints import Checkpoint
from aiprod.models.compiling import measurements
from aiprod.models.planning import devices, numbers, planner
from aiprod.models.planning.plans import NoPlan, Plan
from aiprod.shooting.diffusion.engine.ladder import Placement, Way
from aiprod.shooting.diffusion.engine.memory import free_bytes, host_free

if TYPE_CHECKING:
    from aiprod.shooting.diffusion.request import VideoRequest

log = logging.getLogger(__name__)
_MOST_AT_ONCE = 8
_PLACEMENTS: dict[str, Placement] = {"resident": "resident", "model": "model", "blocks": "stream"}
_STORED = {"float8": "layerwise-float8", "int8": "int8"}
"""How the planner calls weights that are kept small, and the method that keeps them so."""


def device_here() -> torch.device:
    """The device of this process: the first card that it sees, or the processor. $AIPROD_DIFFUSION_DEVICE decides."""
    if named := os.environ.get("AIPROD_DIFFUSION_DEVICE"):
        return torch.device(named)
    return torch.device("cuda", 0) if torch.cuda.is_available() else torch.device("cpu")


def plan(checkpoint: Checkpoint, request: VideoRequest, device: torch.device) -> Way:
    """The quickest way that fits into what is free.

    Raises:
        FaultError: none does (resource): the production's chain makes it smaller.
    """
    here = devices.here(measure=False) if device.type == "cuda" else devices.processor()
    here = replace(here, name=str(device), free=free_bytes(device), host=host_free())
    asked = numbers.of(request, checkpoint, clips=_MOST_AT_ONCE)
    found = planner.plan(checkpoint, asked, here, measured=measurements.measured(model=checkpoint.id, device=str(device)))
    if isinstance(found, NoPlan):
        raise FaultError(
            f"{checkpoint.id} has no room here", found.why, found.remedy, kind=FaultClass.RESOURCE, code="out_of_memory"
        )
    log.info("planned", extra={"model": checkpoint.id, "why": " ".join(found.why), "seconds": round(found.seconds, 1)})
    return replace(way_of(found), decoded=_decoded(found, here.free))


def _decoded(found: Plan, free: int) -> int:
    """How many clips may be decoded at once: as if each took as much as the first one with all the weights."""
    peak = max(found.stage("decode").peak_bytes, 1)
    return max(1, min(found.batch, int(free / peak)))


def way_of(found: Plan) -> Way:
    """A plan as the engine goes by it."""
    return Way(
        dtype=found.compute, placement=_PLACEMENTS[found.offload], resident_blocks=found.keep_blocks, batch=found.batch,
        tile=found.tile, tile_frames=found.tile_frames, attention="" if found.attention == "native" else found.attention,
        stored=_STORED.get(found.storage, ""), why=" ".join(found.why),
    )  # fmt: skip
