# SPDX-License-Identifier: Apache-2.0
"""Tiny Wan checkpoints as our tests use them: loaded once, driven by ours and by the library's own pipelines."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.unit.shooting.diffusion.families.ltx2_set import Looker, named

from aiprod.film.time import FrameRate
from aiprod.models.checkpoints import Checkpoint
from aiprod.shooting.diffusion.families import family
from aiprod.shooting.diffusion.families.base import Clip, Embedding, PlainParts, VideoModel
from aiprod.shooting.diffusion.families.wan.traits import traits
from aiprod.shooting.diffusion.request import Media, Sampling, VideoRequest

PROMPT = "A red fox runs over a field. The camera follows."
SEED = 7
WIDTH, HEIGHT, FRAMES = 96, 64, 9


class WanSet:
    """A tiny checkpoint, its modules, and our driver of it."""

    def __init__(self, name: str, folder: Path) -> None:
        from aiprod.models import tiny
        from aiprod.models.loading import load_all

        self.checkpoint: Checkpoint = tiny.build(name, folder)
        self.modules: dict[str, Any] = load_all(self.checkpoint)
        self._embeddings: dict[str, Embedding] = {}

    @cached_property
    def model(self) -> VideoModel:
        import torch

        return family("wan").drive(self.checkpoint, PlainParts(self.modules, torch.device("cpu"), torch.float32))

    def settled(self, **values: Any) -> VideoRequest:
        """A small request, settled: 96 × 64, 9 frames, three steps."""
        own = {
            "prompt": PROMPT, "negative": "blurred", "width": WIDTH, "height": HEIGHT, "frames": FRAMES, "seed": SEED,
            "rate": FrameRate(numerator=traits(self.checkpoint).rate), "sampling": Sampling(steps=3),
        }  # fmt: skip
        return family("wan").settle(VideoRequest(model=self.checkpoint.id, **(own | values)), self.checkpoint)

    def embedded(self, prompt: str) -> Embedding:
        """A prompt's embedding, worked out once."""
        if prompt not in self._embeddings:
            self._embeddings[prompt] = self.model.encode([prompt])[0]
        return self._embeddings[prompt]

    def clip(self, request: VideoRequest, *files: Path) -> Clip:
        """A clip about to be made, with its media."""
        negative = self.embedded(request.negative) if request.negative else None
        return Clip(request, Media({named(file): file for file in files}), self.embedded(request.prompt), negative)

    def run(self, clips: Sequence[Clip]) -> Looker:
        """Clips taken through together."""
        looker = Looker()
        for stage in self.model.stages(clips[0].request):
            self.model.run(stage, clips, looker)
        return looker

    def made(self, request: VideoRequest, *files: Path) -> Any:
        """The latents of a clip."""
        clip = self.clip(request, *files)
        self.run([clip])
        return clip.latents["video"]

    def pipeline(self, kind: str, request: VideoRequest, **more: Any) -> Any:
        """A pipeline of the library's with the same modules, its scheduler shifted as the request says."""
        import diffusers

        scheduler = diffusers.UniPCMultistepScheduler.from_config(
            self.modules["scheduler"].config, flow_shift=request.sampling.shift
        )
        modules = {"transformer_2": None} | self.modules | {"scheduler": scheduler}
        pipe = getattr(diffusers, kind)(**modules, boundary_ratio=self.checkpoint.boundary, **more)
        pipe.set_progress_bar_config(disable=True)
        return pipe


def asked(request: VideoRequest) -> dict[str, Any]:
    """A settled request as the library's pipelines take it."""
    import torch

    video = request.video
    assert video is not None
    low = {} if video.cfg_low is None else {"guidance_scale_2": video.cfg_low}
    return low | {
        "prompt": request.prompt, "negative_prompt": request.negative, "width": request.width, "height": request.height,
        "num_frames": request.frames, "num_inference_steps": request.sampling.steps, "guidance_scale": video.cfg,
        "generator": torch.Generator().manual_seed(request.seed), "output_type": "latent",
    }  # fmt: skip
