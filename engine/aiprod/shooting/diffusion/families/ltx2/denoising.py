# SPDX-License-Identifier: Apache-2.0
"""The transformer as samplers ask it: the guided velocity of video and sound, held tokens pulled to what they hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch

from aiprod.shooting.diffusion.families.base import Embedding
from aiprod.shooting.diffusion.families.ltx2 import sound as sounds
from aiprod.shooting.diffusion.families.ltx2 import tokens as videos
from aiprod.shooting.diffusion.families.ltx2.grids import Grid
from aiprod.shooting.diffusion.families.ltx2.sound import Sound
from aiprod.shooting.diffusion.families.ltx2.tokens import Tokens
from aiprod.shooting.diffusion.request import Guidance
from aiprod.shooting.diffusion.sampling.guiders import Guider, passes
from aiprod.shooting.diffusion.sampling.samplers import Latents
from aiprod.shooting.diffusion.sampling.schedules import Moment

Pair = tuple[torch.Tensor, torch.Tensor]


@dataclass(frozen=True)
class Text:
    """Prompts of a batch: states for video and sound [B, T, D], and which of them count [B, T]."""

    video: torch.Tensor
    audio: torch.Tensor
    mask: torch.Tensor


def text_of(embeddings: Sequence[Embedding], device: torch.device, dtype: torch.dtype) -> Text:
    """Embeddings as one batch on the device."""
    video, audio, mask = (torch.cat([one.tensors[name] for one in embeddings]) for name in ("video", "audio", "mask"))
    return Text(video.to(device, dtype), audio.to(device, dtype), mask.to(device))


@dataclass(frozen=True)
class Scene:
    """What stays the same through a stage.

    Attributes:
        mutual: whether each stream is told the other's noise level where they meet (LTX-2.3 on; 2.0 is told its own).
        guidance: of video and of sound.
        blocks: that are perturbed for STG.
    """

    grid: Grid
    video: Tokens
    sound: Sound
    positive: Text
    negative: Text | None
    guidance: tuple[Guidance, Guidance]
    mutual: bool

    @property
    def blocks(self) -> list[int]:
        return list(self.guidance[0].stg_blocks or self.guidance[1].stg_blocks)


class Denoiser:
    """See `sampling.samplers.Denoise`. Streams: "video" [B, N, C], and "audio" [B, L, D] where the sound isn't given."""

    def __init__(self, transformer: Any, scene: Scene, dtype: torch.dtype) -> None:
        self._transformer, self._scene, self._dtype = transformer, scene, dtype
        self._guiders = (Guider(scene.guidance[0]), Guider(scene.guidance[1]))
        self._passes = passes(self._guiders)
        self._doubled = _twice(scene) if "negative" in self._passes else None

    def __call__(self, latents: Latents, moment: Moment) -> Latents:
        """The guided velocity at this moment."""
        video = latents["video"]
        audio = latents.get("audio", self._scene.sound.clean)
        estimates = self._estimates(video, audio, moment)
        clean = [
            guider.guide(**{name: pair[stream] for name, pair in estimates.items()})
            for stream, guider in enumerate(self._guiders)
        ]
        video_clean = videos.held_to(self._scene.video, clean[0])
        velocity = {"video": (video - video_clean) / moment.sigma}
        if "audio" in latents:
            velocity["audio"] = (audio - sounds.held_to(self._scene.sound, clean[1])) / moment.sigma
        return velocity

    def _estimates(self, video: torch.Tensor, audio: torch.Tensor, moment: Moment) -> dict[str, Pair]:
        """Clean estimates (video, sound) by pass."""
        found: dict[str, Pair] = {}
        if self._doubled is not None:
            both = self._ask(self._doubled, torch.cat([video] * 2), torch.cat([audio] * 2), moment)
            (found["negative"], found["positive"]) = zip(*(part.chunk(2) for part in both), strict=True)
        else:
            found["positive"] = self._ask(self._scene, video, audio, moment)
        if "perturbed" in self._passes:
            found["perturbed"] = self._ask(self._scene, video, audio, moment, spatio_temporal_guidance_blocks=self._scene.blocks)
        if "alone" in self._passes:
            found["alone"] = self._ask(self._scene, video, audio, moment, isolate_modalities=True)
        return {name: self._clean(video, audio, pair, moment.sigma) for name, pair in found.items()}

    def _ask(self, scene: Scene, video: torch.Tensor, audio: torch.Tensor, moment: Moment, **perturbation: Any) -> Pair:
        """Velocities as the model gives them, float32."""
        time = torch.full((video.shape[0],), moment.timestep, device=video.device)
        heard = torch.zeros_like(time) if scene.sound.given else time
        said = self._transformer(
            hidden_states=video.to(self._dtype),
            audio_hidden_states=audio.to(self._dtype),
            encoder_hidden_states=scene.positive.video,
            audio_encoder_hidden_states=scene.positive.audio,
            encoder_attention_mask=scene.positive.mask,
            audio_encoder_attention_mask=scene.positive.mask,
            timestep=_by_token(time, scene.video.mask),
            audio_timestep=heard if scene.sound.given else _by_token(time, scene.sound.mask),
            sigma=time,
            audio_sigma=heard,
            num_frames=scene.grid.frames,
            height=scene.grid.height,
            width=scene.grid.width,
            fps=scene.grid.time_base,
            audio_num_frames=audio.shape[1],
            video_coords=scene.video.coordinates,
            audio_coords=scene.sound.coordinates,
            video_keyframes_mask=scene.video.single,
            use_cross_timestep=scene.mutual,
            return_dict=False,
            **perturbation,
        )
        return said[0].float(), said[1].float()

    def _clean(self, video: torch.Tensor, audio: torch.Tensor, velocity: Pair, sigma: float) -> Pair:
        """x0 of both. Where single frames are made, held tokens are as noisy as they are, not as the schedule is."""
        tokens = self._scene.video
        level = sigma if tokens.single is None or tokens.mask is None else sigma * (1 - tokens.mask)
        return video - velocity[0] * level, audio - velocity[1] * sigma


def _by_token(time: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
    """[B] where all tokens are equally noisy, else [B, N]."""
    return time if mask is None else time[:, None] * (1 - mask.squeeze(-1))


def _twice(scene: Scene) -> Scene:
    """The batch twice over: with the negative prompts, then with the positive ones."""
    if scene.negative is None:
        raise ValueError("guidance needs negative prompts")
    names = ("video", "audio", "mask")
    pairs = [torch.cat([getattr(text, name) for text in (scene.negative, scene.positive)]) for name in names]
    return replace(
        scene,
        positive=Text(*pairs),
        video=videos.together([scene.video] * 2),
        sound=sounds.together([scene.sound] * 2),
    )
