# SPDX-License-Identifier: Apache-2.0
"""LTX-2 driven by ourselves: diffusers' models, our own loop. See `base.VideoModel`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import torch

from aiprod.film.hashing import hash_json
from aiprod.models.checkpoints import Checkpoint
from aiprod.shooting.diffusion.families import footage
from aiprod.shooting.diffusion.families.base import Clip, Embedding, Footage, Hooks, Parts
from aiprod.shooting.diffusion.families.ltx2 import decoding, encoding, media, rounds, stages
from aiprod.shooting.diffusion.families.ltx2.sound import sound_shape
from aiprod.shooting.diffusion.request import VideoRequest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from aiprod.shooting.diffusion.families.base import Tensors

_SPEECH_RATE = 48_000
_FADE_SECONDS = 0.02


class Ltx2Model:
    """A checkpoint of LTX-2.0, 2.3 or 2.5, driven."""

    def __init__(self, checkpoint: Checkpoint, parts: Parts) -> None:
        self._checkpoint, self._parts = checkpoint, parts
        self._sound = sound_shape(checkpoint)
        self._known_scale: media.Scale | None = None

    @torch.no_grad()
    def encode(self, prompts: Sequence[str]) -> list[Embedding]:
        """See `VideoModel.encode`."""
        return encoding.encode(self._parts, prompts)

    def stages(self, request: VideoRequest) -> tuple[str, ...]:
        """See `VideoModel.stages`. Four times the frames are made in two rounds."""
        refine = ("refine",) if request.stages > 1 else ()
        return ("base", *refine, *stages.TEMPORAL_ROUNDS[: request.temporal // 2])

    def together(self, request: VideoRequest) -> str:
        """See `VideoModel.together`: the same tokens in the same places, asked in the same way."""
        told = request.model_dump(mode="json", exclude={"prompt", "negative", "seed", "speech"})
        for one in [*told["keyframes"], *told["controls"], told["retake"] or {}]:
            for name in ("media", "take_from", "subject"):
                one.pop(name, None)
        alone = request.seed if request.sampling.cache > 0 else None  # what the step cache foretells depends on the clip
        return hash_json([told, request.speech is not None, alone])

    @torch.no_grad()
    def run(self, stage: str, clips: Sequence[Clip], hooks: Hooks) -> None:
        """See `VideoModel.run`."""
        work = stages.Work(self._checkpoint, self._parts, self._sound, list(clips), stage, hooks, self._scale)
        {"base": stages.base, "refine": stages.refine}.get(stage, rounds.fill)(work)

    @torch.no_grad()
    def decode(
        self, clip: Clip, *, tile: int | None = None, frames: int | None = None, made: Iterator[NDArray[np.uint8]] | None = None
    ) -> Footage:
        """See `VideoModel.decode`. Frames that a retake left alone are the old clip's own, speech is the given sound's."""
        sound, rate = self._sound_of(clip)
        return Footage(self._frames(clip, made or self._decoded(clip, tile, frames)), clip.request.frames, sound, rate)

    def pictures(self, clips: Sequence[Clip], frames: int | None = None) -> Iterator[NDArray[np.uint8]]:
        """See `VideoModel.pictures`."""
        with torch.no_grad(), self._parts.use("vae") as vae:
            latents = torch.cat([clip.latents["video"] for clip in clips]).to(self._parts.device)
            for part in decoding.pictures_together(vae, media.Scale.of(vae).raw(latents), frames=frames):
                yield decoding.eight_bit(part.flatten(0, 1)).reshape(len(clips), -1, *part.shape[3:], 3)

    def small(self, estimate: Tensors, index: int) -> NDArray[np.float32]:
        """See `VideoModel.small`."""
        found: NDArray[np.float32] = estimate["video"][index].float().permute(1, 2, 3, 0).cpu().numpy()
        return found

    def _scale(self) -> media.Scale:
        if self._known_scale is None:
            with self._parts.use("vae") as vae:
                self._known_scale = media.Scale.of(vae)
        return self._known_scale

    def _frames(self, clip: Clip, made: Iterator[NDArray[np.uint8]]) -> Iterator[NDArray[np.uint8]]:
        if clip.request.retake is None:
            yield from made
            return
        retake = clip.request.retake
        old = footage.frames(clip.media.path(retake.media), 0, clip.request.frames)
        for index, frame in enumerate(made):
            stays = not retake.start <= index < retake.end and old[index].shape == frame.shape
            yield old[index] if stays else frame

    def _decoded(self, clip: Clip, tile: int | None, frames: int | None) -> Iterator[NDArray[np.uint8]]:
        left = clip.request.frames
        with torch.no_grad(), self._parts.use("vae") as vae:
            latents = media.Scale.of(vae).raw(clip.latents["video"].to(self._parts.device))
            for part in decoding.pictures(vae, latents, tile, frames):
                shown = decoding.eight_bit(part[:left])
                left -= len(shown)
                yield from shown
                if left <= 0:
                    return

    def _sound_of(self, clip: Clip) -> tuple[NDArray[np.float32] | None, int]:
        request = clip.request
        if not request.sound:
            return None, 0
        seconds = request.rate.seconds(request.frames)
        if request.speech is not None:
            spoken = footage.samples(clip.media.path(request.speech), _SPEECH_RATE)
            return footage.lasting(spoken, round(seconds * _SPEECH_RATE)), _SPEECH_RATE
        with self._parts.use("audio_vae") as audio_vae, self._parts.use("vocoder") as vocoder:
            latents = clip.latents["audio"].to(self._parts.device)
            samples = decoding.sound(audio_vae, vocoder, latents, self._sound.mel).cpu().numpy()
            rate = int(vocoder.config.output_sampling_rate)
        made = footage.lasting(samples, round(seconds * rate))
        return self._with_old_sound(clip, made, rate), rate

    def _with_old_sound(self, clip: Clip, made: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
        """What a retake left alone is the old clip's own sound, faded over at both ends of the new part."""
        retake = clip.request.retake
        if retake is None or not footage.has_sound(clip.media.path(retake.media)):
            return made
        old = footage.lasting(footage.samples(clip.media.path(retake.media), rate), len(made))
        start, end = (round(clip.request.rate.seconds(frame) * rate) for frame in (retake.start, retake.end))
        return footage.inserted(old, made, start, end, round(_FADE_SECONDS * rate))
