# SPDX-License-Identifier: Apache-2.0
"""Our Wan loop against the library's own pipeline on this processor: a step's time, and whether both make the same latents.

Both run by turns in this process on a small checkpoint of the true architecture; of each step the quickest of all runs counts.
The smaller the model, the more its loop weighs: the share shown here is the most that it can be.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import mean
from typing import Any

from aiprod.film.time import FrameRate
from aiprod.models.checkpoints import Checkpoint
from aiprod.models.runtime import need_torch
from aiprod.shooting.diffusion.families import family
from aiprod.shooting.diffusion.families.base import Clip, PlainParts, VideoModel
from aiprod.shooting.diffusion.request import Media, Sampling, VideoRequest

_MODEL, _STEPS, _RUNS = "tiny-wan22", 4, 12
_WIDTH, _HEIGHT, _FRAMES = 192, 128, 17


class _Clock:
    """Hooks that note how long each step takes, in processor time: other programs lengthen it least."""

    def __init__(self) -> None:
        self.steps: list[float] = []
        self._last = time.process_time()

    def step(self, done: int, total: int, estimate: Mapping[str, Any]) -> None:
        now = time.process_time()
        self.steps.append(now - self._last)
        self._last = time.process_time()

    def told(self, pipe: Any, index: int, moment: Any, tensors: dict[str, Any]) -> dict[str, Any]:
        """The same, as the library's pipelines call it."""
        self.step(index, 0, tensors)
        return tensors


def run(seed: int = 0, runs: int | None = None) -> dict[str, Any]:
    """Sample one clip `runs` times with each loop, through both experts."""
    need_torch()
    import torch

    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        checkpoint, parts = _opened(Path(folder))
        model = family("wan").drive(checkpoint, PlainParts(parts, torch.device("cpu"), torch.float32))
        request = _request(checkpoint, seed)
        clip, pipe = _clip(model, request), _pipeline(checkpoint, parts, request)
        ours, theirs = [], []
        for _ in range(runs or _RUNS):
            ours.append(_our_steps(model, clip))
            latents, steps = _their_steps(pipe, request)
            theirs.append(steps)
        same = torch.equal(clip.latents["video"], latents)
    own, plain = _quickest(ours), _quickest(theirs)
    return {
        "model": _MODEL, "clip": f"{_WIDTH} × {_HEIGHT}, {_FRAMES} frames, {_STEPS} steps, CFG", "runs": runs or _RUNS,
        "step_ms": {"ours": round(own * 1000, 2), "the library's": round(plain * 1000, 2)},
        "overhead_percent": round((own / plain - 1) * 100, 2), "reach_percent": 2, "identical latents": same,
    }  # fmt: skip


def _opened(folder: Path) -> tuple[Checkpoint, dict[str, Any]]:
    from aiprod.models import tiny
    from aiprod.models.loading import load_all

    checkpoint = tiny.build(_MODEL, folder)
    return checkpoint, load_all(checkpoint)


def _request(checkpoint: Checkpoint, seed: int) -> VideoRequest:
    request = VideoRequest(
        model=_MODEL, prompt="A red fox runs over a field.", width=_WIDTH, height=_HEIGHT, frames=_FRAMES,
        rate=FrameRate(numerator=16), seed=seed, sampling=Sampling(steps=_STEPS, shift=3.0),
    )  # fmt: skip
    return family("wan").settle(request, checkpoint)


def _clip(model: VideoModel, request: VideoRequest) -> Clip:
    positive, negative = model.encode([request.prompt, request.negative])
    return Clip(request, Media({}), positive, negative)


def _pipeline(checkpoint: Checkpoint, parts: Mapping[str, Any], request: VideoRequest) -> Any:
    import diffusers

    kinds: Any = diffusers
    scheduler = kinds.UniPCMultistepScheduler.from_config(parts["scheduler"].config, flow_shift=request.sampling.shift)
    pipe = kinds.WanPipeline(**{**parts, "scheduler": scheduler}, boundary_ratio=checkpoint.boundary)
    pipe.set_progress_bar_config(disable=True)
    return pipe


def _our_steps(model: VideoModel, clip: Clip) -> list[float]:
    clock = _Clock()
    model.run("base", [clip], clock)
    return clock.steps


def _their_steps(pipe: Any, request: VideoRequest) -> tuple[Any, list[float]]:
    import torch

    video, clock = request.video, _Clock()
    assert video is not None
    made = pipe(
        prompt=request.prompt, negative_prompt=request.negative, width=_WIDTH, height=_HEIGHT, num_frames=_FRAMES,
        num_inference_steps=_STEPS, guidance_scale=video.cfg, guidance_scale_2=video.cfg_low, output_type="latent",
        generator=torch.Generator().manual_seed(request.seed), callback_on_step_end=clock.told,
    )  # fmt: skip
    return made.frames, clock.steps


def _quickest(runs: list[list[float]]) -> float:
    """Seconds of a step: the quickest of each, the first left out, for it holds what comes before."""
    quickest: list[float] = [min(steps) for steps in zip(*runs, strict=True)]
    return mean(quickest[1:])
