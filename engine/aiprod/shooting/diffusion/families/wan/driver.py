# SPDX-License-Identifier: Apache-2.0
"""Driving one Wan checkpoint: prompts to embeddings, noise to latents, latents to frames."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from aiprod.film.errors import UserError
from aiprod.models.checkpoints import Checkpoint
from aiprod.shooting.diffusion.families import footage
from aiprod.shooting.diffusion.families.adapters import stack
from aiprod.shooting.diffusion.families.base import Clip, Embedding, Footage, Hooks, Parts
from aiprod.shooting.diffusion.families.wan.conditions import condition
from aiprod.shooting.diffusion.families.wan.denoising import Experts, WanDenoise
from aiprod.shooting.diffusion.families.wan.latents import decoded, decoded_together
from aiprod.shooting.diffusion.families.wan.traits import FRAMES_A_LATENT, TEXT_TOKENS, traits
from aiprod.shooting.diffusion.request import ControlKind, Sampling, VideoRequest
from aiprod.shooting.diffusion.sampling import samplers, schedules
from aiprod.shooting.diffusion.sampling.noise import Noise
from aiprod.shooting.diffusion.sampling.stepcache import cached

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from aiprod.shooting.diffusion.families.base import Tensors

STAGES = ("base",)


class WanModel:
    """See `VideoModel`."""

    def __init__(self, checkpoint: Checkpoint, parts: Parts) -> None:
        self._parts, self._traits = parts, traits(checkpoint)

    @torch.no_grad()
    def encode(self, prompts: Sequence[str]) -> list[Embedding]:
        """Each by itself, so that a prompt's embedding never depends on its company.

        Raises:
            UserError: a prompt is longer than the model reads.
        """
        with self._parts.use("tokenizer") as tokenizer, self._parts.use("text_encoder") as encoder:
            return [Embedding({"states": _read(prompt, tokenizer, encoder)}) for prompt in prompts]

    def stages(self, request: VideoRequest) -> tuple[str, ...]:
        return STAGES

    def together(self, request: VideoRequest) -> str:
        """Everything but words, seeds and which media they are. A clip with a step cache goes alone: it depends on the clip."""
        references = sum(control.kind is ControlKind.REFERENCE for control in request.controls)
        places = (
            [(key.frame, key.take) for key in request.keyframes] if self._traits.mode == "ti2v" else len(request.keyframes) > 0
        )
        region = request.retake and (request.retake.start, request.retake.end)
        strength = request.controls[0].strength if request.controls else 1.0
        loras = [lora.model_dump_json() for lora in request.loras]
        size = (request.width, request.height, request.frames)
        alone = request.model_dump_json() if request.sampling.cache > 0 else ""
        return repr((request.model, size, request.sampling, request.video, references, places, region, strength, loras, alone))

    @torch.no_grad()
    def run(self, stage: str, clips: Sequence[Clip], hooks: Hooks) -> None:
        """See `VideoModel.run`. Every clip gets `latents["video"]` [1, C, f, h, w]."""
        first, parts = clips[0].request, self._parts
        of = condition(clips, parts, self._traits)
        schedule = schedule_of(first.sampling)
        noise = Noise([clip.request.seed for clip in clips])
        latents = {"video": noise.draw(self._shape(first, of.references), parts.device)}
        experts = self._experts(clips[0])

        def after(latents: samplers.Latents, estimate: samplers.Latents, moment: schedules.Moment) -> samplers.Latents:
            hooks.step(moment.index + 1, schedule.steps, {"video": estimate["video"][:, :, of.references :]})
            return latents

        try:
            denoise = cached(self._denoise(experts, clips, of), schedule, first.sampling.cache, experts.low)
            chosen = samplers.sampler(first.sampling.sampler or "unipc", schedule, noise)
            made = of.restored(samplers.run(latents, chosen, schedule, denoise, after)["video"])
        finally:
            experts.close()
        made = made[:, :, of.references :]
        for index, clip in enumerate(clips):
            clip.latents = {"video": made[index : index + 1]}

    def decode(
        self, clip: Clip, *, tile: int | None = None, frames: int | None = None, made: Iterator[NDArray[np.uint8]] | None = None
    ) -> Footage:
        """See `VideoModel.decode`. Whole pictures come one latent frame (4 frames) at a time, whatever `frames` says.

        Frames that a retake left alone are the old clip's own, where it has the same size.
        """
        made = made or self._frames(clip.latents["video"], tile)
        return Footage(made if clip.request.retake is None else _with_old(made, clip), clip.request.frames)

    @torch.no_grad()
    def pictures(self, clips: Sequence[Clip], frames: int | None = None) -> Iterator[NDArray[np.uint8]]:
        """See `VideoModel.pictures`; one latent frame at a time, whatever `frames` says."""
        with self._parts.use("vae") as vae:
            for chunk in decoded_together(vae, torch.cat([clip.latents["video"] for clip in clips])):
                yield _eight_bit(chunk).permute(0, 2, 3, 4, 1).cpu().numpy()

    def small(self, estimate: Tensors, index: int) -> NDArray[np.float32]:
        video: NDArray[np.float32] = estimate["video"][index].permute(1, 2, 3, 0).float().cpu().numpy()
        return video

    def _shape(self, request: VideoRequest, references: int) -> tuple[int, ...]:
        frames = (request.frames - 1) // FRAMES_A_LATENT + 1 + references
        return (self._traits.channels, frames, request.height // self._traits.scale, request.width // self._traits.scale)

    def _experts(self, clip: Clip) -> Experts:
        names = ("high", "low") if self._traits.experts == 2 else ("all", "all")
        high, low = (stack(clip.request, clip.media, "base", name) for name in names)
        return Experts(self._parts, self._traits, high, low)

    def _denoise(self, experts: Experts, clips: Sequence[Clip], of: Any) -> WanDenoise:
        request = clips[0].request
        assert request.video is not None, "the request was not settled"
        device, dtype = self._parts.device, self._parts.dtype
        positive = torch.cat([clip.positive.tensors["states"] for clip in clips]).to(device, dtype)
        against = [clip.negative.tensors["states"] for clip in clips if clip.negative is not None]
        negative = torch.cat(against).to(device, dtype) if against else None
        strength = request.controls[0].strength if request.controls else 1.0
        return WanDenoise(experts, self._traits, of, request.video, dtype, positive, negative, strength)

    @torch.no_grad()
    def _frames(self, latents: torch.Tensor, tile: int | None) -> Iterator[NDArray[np.uint8]]:
        with self._parts.use("vae") as vae:
            for chunk in decoded(vae, latents, tile):
                yield from _eight_bit(chunk).permute(1, 2, 3, 0).cpu().numpy()


def _eight_bit(chunk: torch.Tensor) -> torch.Tensor:
    """0..255 of -1..1."""
    return (chunk.float() * 0.5 + 0.5).clamp(0, 1).mul(255).round().byte()


def schedule_of(sampling: Sampling) -> schedules.Schedule:
    """The schedule that a settled request names."""
    whole = sampling.sampler == "unipc"
    sigmas: schedules.Floats = np.array(sampling.sigmas)
    if not sampling.sigmas:
        even = schedules.linear(sampling.steps) if sampling.distilled else schedules.unipc_linear(sampling.steps)
        sigmas = schedules.flow_shift(even, sampling.shift or 1.0)
    return schedules.unipc_schedule(sigmas) if whole else schedules.schedule(sigmas)


def _with_old(made: Iterator[NDArray[np.uint8]], clip: Clip) -> Iterator[NDArray[np.uint8]]:
    retake = clip.request.retake
    assert retake is not None
    old = footage.frames(clip.media.path(retake.media), 0, clip.request.frames)
    for index, frame in enumerate(made):
        stays = not retake.start <= index < retake.end and old[index].shape == frame.shape
        yield old[index] if stays else frame


def _read(prompt: str, tokenizer: Any, encoder: Any) -> torch.Tensor:
    """[1, tokens, D] on the host; 0 after the prompt's end."""
    text = re.sub(r"\s+", " ", html.unescape(html.unescape(prompt))).strip()
    found = tokenizer([text], padding="max_length", max_length=TEXT_TOKENS, truncation=False, return_tensors="pt")
    ids, mask = found["input_ids"], found["attention_mask"]
    if ids.shape[1] > TEXT_TOKENS:
        raise UserError(
            "The prompt is too long",
            f"it has {ids.shape[1]} tokens, Wan reads {TEXT_TOKENS}: {text[:60]}…",
            "Say it more briefly.",
        )
    states = encoder(ids.to(encoder.device), mask.to(encoder.device)).last_hidden_state[0]
    states[int(mask.sum()) :] = 0
    return torch.as_tensor(states)[None].cpu()
