# SPDX-License-Identifier: Apache-2.0
"""The media of a request as latents: keyframes, controls, the clip of a retake, the sound that a clip is to follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch

from aiprod.shooting.diffusion.families import footage
from aiprod.shooting.diffusion.families.ltx2 import spectra
from aiprod.shooting.diffusion.families.ltx2.grids import Grid, pack_sound
from aiprod.shooting.diffusion.request import Control, ControlKind, Keyframe, Media, Sha256, VideoRequest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Scale:
    """How raw latents, which the VAE and the upsamplers take, and normalised ones, which the transformer takes, go together."""

    mean: torch.Tensor
    deviation: torch.Tensor
    factor: float

    @classmethod
    def of(cls, vae: Any) -> Scale:
        """A VAE's, on the host: it is good without the VAE."""
        mean, deviation = (value.detach().cpu().clone().view(1, -1, 1, 1, 1) for value in (vae.latents_mean, vae.latents_std))
        return cls(mean, deviation, float(vae.config.scaling_factor))

    def normalised(self, latents: torch.Tensor) -> torch.Tensor:
        """Raw latents [1, C, F, H, W] as the transformer takes them."""
        return (latents - self.mean.to(latents)) * self.factor / self.deviation.to(latents)

    def raw(self, latents: torch.Tensor) -> torch.Tensor:
        """Normalised latents as the VAE takes them."""
        return latents * self.deviation.to(latents) / self.factor + self.mean.to(latents)


_CRF = {"2.0": 33, "2.3": 33, "2.5": 18}
"""The H.264 quality of the stills that the model was trained to go on from: a clean picture would look foreign to it."""


def keyframe_latents(vae: Any, version: str, keyframe: Keyframe, media: Media, every: int, grid: Grid) -> torch.Tensor:
    """[1, C, f, H, W], normalised: one latent frame of a picture, more of a run of frames, of which each `every`th is taken.

    Raises:
        UserError: the medium can't be read or has too few frames.
    """
    found = footage.frames(media.path(keyframe.media), keyframe.take_from, keyframe.take)[::every]
    if len(found) == 1:
        found = _as_trained(found, _CRF[version])
    return encoded(vae, found, grid.pixels)


def control_latents(vae: Any, control: Control, media: Media, request: VideoRequest, grid: Grid) -> torch.Tensor:
    """[1, C, f, h, w], normalised: of the whole clip, its last frame held where it is too short; a REFERENCE has one frame.

    Raises:
        UserError: the medium can't be read.
    """
    count = 1 if control.kind is ControlKind.REFERENCE else request.frames
    path = media.path(control.media)
    found = footage.held(footage.frames(path)[:count], count)[:: request.temporal]
    height, width = grid.pixels
    return encoded(vae, found, (height // control.downscale, width // control.downscale))


def clip_latents(vae: Any, clip: Sha256, media: Media, request: VideoRequest, grid: Grid) -> torch.Tensor:
    """[1, C, F, H, W], normalised: the clip of a retake.

    Raises:
        UserError: the clip can't be read or is shorter than the request.
    """
    return encoded(vae, footage.frames(media.path(clip), 0, request.frames), grid.pixels)


def encoded(vae: Any, frames: NDArray[np.uint8], size: tuple[int, int]) -> torch.Tensor:
    """Frames [n, h, w, 3] as normalised latents [1, C, f, H, W] of a size in pixels: filled, cut at the edges."""
    pixels = fitted(frames, size).to(vae.device, vae.dtype)
    latents = vae.encode(pixels).latent_dist.mode()
    return Scale.of(vae).normalised(latents.float())


def fitted(frames: NDArray[np.uint8], size: tuple[int, int]) -> torch.Tensor:
    """[1, 3, n, height, width] in -1..1: scaled until the picture is filled, the rest cut off at both edges."""
    height, width = size
    pixels = torch.from_numpy(frames).float().permute(0, 3, 1, 2)
    scale = max(height / pixels.shape[2], width / pixels.shape[3])
    grown = [-int(-side * scale // 1) for side in pixels.shape[2:]]
    pixels = torch.nn.functional.interpolate(pixels, size=grown, mode="bilinear", align_corners=False)
    top, left = (grown[0] - height) // 2, (grown[1] - width) // 2
    pixels = pixels[:, :, top : top + height, left : left + width]
    return (pixels / 127.5 - 1.0).permute(1, 0, 2, 3)[None]


def sound_latents(audio_vae: Any, sound: Sha256, media: Media, count: int) -> torch.Tensor:
    """[1, count, D], packed and normalised: the beginning of a sound, silence after its end.

    Raises:
        UserError: the sound can't be read.
    """
    config = audio_vae.config
    samples = torch.from_numpy(footage.samples(media.path(sound), config.sample_rate)).T
    spectrum = spectra.log_mel(samples, config.sample_rate, config.mel_hop_length, config.mel_bins)
    needed = (count - 1) * audio_vae.temporal_compression_ratio + 1
    spectrum = spectra.lasting(spectrum, needed)[None].to(audio_vae.device, audio_vae.dtype)
    latents = pack_sound(audio_vae.encode(spectrum).latent_dist.mode()).float()
    mean, deviation = audio_vae.latents_mean.to(latents), audio_vae.latents_std.to(latents)
    normal: torch.Tensor = (latents - mean) / deviation
    return normal


def _as_trained(picture: NDArray[np.uint8], crf: int) -> NDArray[np.uint8]:
    import av

    if "libx264" not in av.codecs_available:
        return picture
    from diffusers.pipelines.ltx2.utils import apply_image_conditioning_crf

    compressed: NDArray[np.uint8] = apply_image_conditioning_crf(picture[0], crf)[None]
    return compressed
