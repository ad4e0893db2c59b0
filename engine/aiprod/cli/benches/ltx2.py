# SPDX-License-Identifier: Apache-2.0
"""Our LTX-2 loop against the library's own pipeline on this processor: a step's time, and whether both make the same latents.

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

_MODEL, _STEPS, _RUNS = "tiny-ltx23", 4, 12
_WIDTH, _HEIGHT, _FRAMES = 384, 256, 33
_PARTS = ("scheduler", "vae", "audio_vae", "text_encoder", "tokenizer", "connectors", "transformer", "vocoder")


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
    """Sample one clip `runs` times with each loop."""
    need_torch()
    import torch

    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        checkpoint, parts = _opened(Path(folder))
        model = family("ltx2").drive(checkpoint, PlainParts(parts, torch.device("cpu"), torch.float32))
        request = _request(checkpoint, seed)
        clip, pipe = _clip(model, request), _pipeline(parts)
        ours, theirs = [], []
        for _ in range(runs or _RUNS):
            ours.append(_our_steps(model, clip))
            latents, steps = _their_steps(pipe, request)
            theirs.append(steps)
        same = torch.equal(_raw(parts["vae"], clip.latents["video"]), latents)
    own, plain = _quickest(ours), _quickest(theirs)
    return {
        "model": _MODEL, "clip": f"{_WIDTH} × {_HEIGHT}, {_FRAMES} frames, {_STEPS} steps, full guidance", "runs": runs or _RUNS,
        "step_ms": {"ours": round(own * 1000, 2), "the library's": round(plain * 1000, 2)},
        "overhead_percent": round((own / plain - 1) * 100, 2), "reach_percent": 2, "identical latents": same,
    }  # fmt: skip


def _opened(folder: Path) -> tuple[Checkpoint, dict[str, Any]]:
    from aiprod.models import tiny
    from aiprod.models.loading import load_all

    checkpoint = tiny.build(_MODEL, folder)
    return checkpoint, load_all(checkpoint, None, *_PARTS)


def _request(checkpoint: Checkpoint, seed: int) -> VideoRequest:
    request = VideoRequest(
        model=_MODEL, prompt="A red fox runs over a field.", width=_WIDTH, height=_HEIGHT, frames=_FRAMES, rate=FrameRate(),
        seed=seed, sampling=Sampling(steps=_STEPS),
    )  # fmt: skip
    return family("ltx2").settle(request, checkpoint)


def _clip(model: VideoModel, request: VideoRequest) -> Clip:
    positive, negative = model.encode([request.prompt, request.negative])
    return Clip(request, Media({}), positive, negative)


def _pipeline(parts: Mapping[str, Any]) -> Any:
    import diffusers

    kind: Any = diffusers.LTX2Pipeline
    pipe = kind(**{name: parts[name] for name in _PARTS})
    pipe.set_progress_bar_config(disable=True)
    return pipe


def _our_steps(model: VideoModel, clip: Clip) -> list[float]:
    clock = _Clock()
    model.run("base", [clip], clock)
    return clock.steps


def _their_steps(pipe: Any, request: VideoRequest) -> tuple[Any, list[float]]:
    import torch

    video, audio = request.video, request.audio
    assert video is not None and audio is not None
    clock = _Clock()
    latents, _ = pipe(
        prompt=request.prompt, negative_prompt=request.negative, width=_WIDTH, height=_HEIGHT, num_frames=_FRAMES,
        num_inference_steps=_STEPS, spatio_temporal_guidance_blocks=list(video.stg_blocks), guidance_scale=video.cfg,
        audio_guidance_scale=audio.cfg, generator=torch.Generator().manual_seed(request.seed), output_type="latent",
        return_dict=False, callback_on_step_end=clock.told,
    )  # fmt: skip
    return latents, clock.steps


def _raw(vae: Any, latents: Any) -> Any:
    from aiprod.shooting.diffusion.families.ltx2 import media

    return media.Scale.of(vae).raw(latents)


def _quickest(runs: list[list[float]]) -> float:
    """Seconds of a step: the quickest of each, the first left out, for it holds what comes before."""
    quickest: list[float] = [min(steps) for steps in zip(*runs, strict=True)]
    return mean(quickest[1:])
