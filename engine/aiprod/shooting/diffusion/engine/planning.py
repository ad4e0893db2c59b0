# SPDX-License-Identifier: Apache-2.0
"""Which way a clip is run first: the planner's, as the engine's `Way`."""

from __future__ import annotations

import os

import torch

from aiprod.models.checkpoints import Checkpoint
from aiprod.shooting.diffusion.engine.ladder import Placement, Way
from aiprod.shooting.diffusion.engine.memory import free_bytes
from aiprod.shooting.diffusion.request import VideoRequest

_WORKING_SHARE = 0.3
"""Of a device's memory that is left for activations."""
_MOST_AT_ONCE = 8


def device_here() -> torch.device:
    """The device of this process: the first card that it sees, or the processor. $AIPROD_DIFFUSION_DEVICE decides."""
    if named := os.environ.get("AIPROD_DIFFUSION_DEVICE"):
        return torch.device(named)
    return torch.device("cuda", 0) if torch.cuda.is_available() else torch.device("cpu")


def plan(checkpoint: Checkpoint, request: VideoRequest, device: torch.device) -> Way:
    """By the bytes of the weights alone, against what is free."""
    dtype = "bfloat16" if device.type == "cuda" else "float32"
    size = torch.empty(0, dtype=getattr(torch, dtype)).element_size()
    parts = [component.parameters * size for component in checkpoint.components.values()]
    room = free_bytes(device) * (1 - _WORKING_SHARE)
    placement: Placement = "resident" if sum(parts) <= room else "model" if max(parts, default=0) <= room else "stream"
    return Way(dtype=dtype, placement=placement, batch=_MOST_AT_ONCE)
