# SPDX-License-Identifier: Apache-2.0
"""The numbers of a settled request that decide its cost. It is read by its fields: models know nothing of shooting."""

from __future__ import annotations

from typing import Any

from aiprod.models.checkpoints import Checkpoint
from aiprod.models.planning.plans import Numbers

_REFINE_STEPS = 3
"""Of the second stage (facts of LTX-2's distilled schedule)."""


def of(request: Any, checkpoint: Checkpoint, *, clips: int = 1, prompts: int = 2) -> Numbers:
    """Of a settled `VideoRequest`; `clips` wait with the same key, `prompts` aren't encoded yet."""
    sampling = request.sampling
    steps = sampling.steps or len(sampling.sigmas) or 30
    guidance = request.video
    forwards = 1
    if guidance is not None and not sampling.distilled:
        forwards += (guidance.cfg > 1) + (guidance.stg > 0) + (guidance.modality > 1)
    controls = [control for control in request.controls if checkpoint.family == "ltx2"]
    return Numbers(
        request.width, request.height, request.frames, float(request.rate.fps), steps, forwards,
        together=2 if forwards > 1 and checkpoint.family == "ltx2" else 1,
        refine_steps=_REFINE_STEPS if request.stages == 2 else 0, temporal=request.temporal,
        temporal_steps=_REFINE_STEPS if request.temporal > 1 else 0, references=len(controls) * request.frames,
        sound=request.sound, clips=clips, prompts=prompts, cached=0.4 if sampling.cache else 0.0,
    )  # fmt: skip
