# SPDX-License-Identifier: Apache-2.0
"""What steers a clip beside its words, as the transformer takes it; one `Condition` a clip, put together for a batch."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, fields
from typing import Any

import torch
from torch.nn.functional import interpolate

from aiprod.shooting.diffusion.families import footage
from aiprod.shooting.diffusion.families.base import Clip, Parts
from aiprod.shooting.diffusion.families.wan.latents import encoded
from aiprod.shooting.diffusion.families.wan.pictures import Known, filled, framed, known
from aiprod.shooting.diffusion.families.wan.settling import latent_of
from aiprod.shooting.diffusion.families.wan.traits import FRAMES_A_LATENT, Traits
from aiprod.shooting.diffusion.request import ControlKind, Media, VideoRequest


@dataclass(frozen=True)
class Condition:
    """All on the device, float32, a first dimension of clips; None where the model takes none.

    Attributes:
        channels: [B, 4 + C, f, h, w] beside the noisy latents: which frames are known, and their latents (i2v).
        images: [B · n, tokens, D] of the image encoder.
        control: [B, 2 C + 64, references + f, h, w] for VACE's own blocks.
        clean: [B, C, f, h, w] latents that are known.
        free: [B, 1, f, 1, 1], 1 where latents are to be made, 0 where `clean` stays.
        references: latent frames before the clip's own (VACE).
    """

    channels: torch.Tensor | None = None
    images: torch.Tensor | None = None
    control: torch.Tensor | None = None
    clean: torch.Tensor | None = None
    free: torch.Tensor | None = None
    references: int = 0

    def restored(self, latents: torch.Tensor) -> torch.Tensor:
        """With everything that was to stay in its place, to the bit."""
        return latents if self.clean is None or self.free is None else torch.where(self.free > 0, latents, self.clean)


def condition(clips: Sequence[Clip], parts: Parts, known_traits: Traits) -> Condition:
    """Of a batch of clips that go together.

    Raises:
        UserError: a medium is missing or can't be read.
    """
    made = [_of_clip(clip.request, clip.media, parts, known_traits) for clip in clips]
    joined: dict[str, Any] = {"references": made[0].references}
    for name in (field.name for field in fields(Condition) if field.name != "references"):
        each = [getattr(one, name) for one in made]
        joined[name] = None if each[0] is None else torch.cat(each).to(parts.device)
    return Condition(**joined)


def _of_clip(request: VideoRequest, media: Media, parts: Parts, traits: Traits) -> Condition:
    if traits.mode == "t2v" and request.retake is None:
        return Condition()
    given = known(request, media)
    with ExitStack() as stack:
        vae = stack.enter_context(parts.use("vae"))
        held = _held(vae, request, media, given)
        if traits.mode == "vace":
            return _vace(vae, request, media, given, held)
        if traits.mode == "ti2v":
            return _beginning(vae, given, held)
        if traits.mode == "t2v":
            return held
        channels = _channels(vae, given)
    return Condition(channels, _images(parts, given, traits.images), None, held.clean, held.free)


def _held(vae: Any, request: VideoRequest, media: Media, given: Known) -> Condition:
    """Of a retake: the latents of the clip outside the region stay."""
    if request.retake is None:
        return Condition()
    frames = footage.frames(media.path(request.retake.media), 0, request.frames)
    clean = encoded(vae, filled(frames, (request.height, request.width)))
    free = torch.zeros(1, 1, clean.shape[2], 1, 1)
    free[:, :, latent_of(request.retake.start) : latent_of(request.retake.end - 1) + 1] = 1
    return Condition(clean=clean, free=free.to(clean.device))


def _beginning(vae: Any, given: Known, held: Condition) -> Condition:
    """Of the model that tells every token its own time: known latents are clean and at time 0."""
    if not given.mask.any() or held.clean is not None:
        return held
    count = int(given.mask.sum())
    start = encoded(vae, given.pixels[:, :count])
    frames = latent_of(given.pixels.shape[1] - 1) + 1
    clean = start.new_zeros(*start.shape[:2], frames, *start.shape[3:])
    clean[:, :, : start.shape[2]] = start
    free = torch.ones(1, 1, frames, 1, 1, device=clean.device)
    free[:, :, : start.shape[2]] = 0
    return Condition(clean=clean, free=free)


def _channels(vae: Any, given: Known) -> torch.Tensor:
    latents = encoded(vae, given.pixels)
    mask = given.mask.float()
    mask = torch.cat([mask[:1].repeat(FRAMES_A_LATENT), mask[1:]]).view(-1, FRAMES_A_LATENT).T
    mask = mask[None, :, :, None, None].expand(1, -1, -1, *latents.shape[3:])
    return torch.cat([mask.to(latents), latents], dim=1)


def _images(parts: Parts, given: Known, count: int) -> torch.Tensor | None:
    """The image encoder's view of the first known frame, and of the last one for models that want both."""
    if count == 0:
        return None
    places = given.mask.nonzero().flatten()
    chosen = [int(places[0]), int(places[-1])][:count]
    pixels = ((given.pixels[:, chosen] + 1) * 127.5).round().byte().permute(1, 2, 3, 0).cpu().numpy()
    from PIL import Image

    with parts.use("image_processor") as processor, parts.use("image_encoder") as encoder:
        seen = processor(images=[Image.fromarray(picture) for picture in pixels], return_tensors="pt").to(encoder.device)
        states = encoder(seen["pixel_values"].to(encoder.dtype), output_hidden_states=True).hidden_states
    return torch.as_tensor(states[-2]).float()


def _vace(vae: Any, request: VideoRequest, media: Media, given: Known, held: Condition) -> Condition:
    video, free = _followed(request, media, given)
    kept, made = (encoded(vae, video * part) for part in (1 - free, free))
    latents = torch.cat([kept, made], dim=1)
    cells = _cells(free, vae.spatial_compression_ratio, latents.shape[2:]).to(latents)
    references = [control for control in request.controls if control.kind is ControlKind.REFERENCE]
    for reference in references:
        picture = framed(footage.frames(media.path(reference.media), 0, 1), (request.height, request.width))
        first = encoded(vae, picture)
        latents = torch.cat([torch.cat([first, torch.zeros_like(first)], dim=1), latents], dim=2)
        cells = torch.cat([torch.zeros_like(cells[:, :, :1]), cells], dim=2)
    clean, mask = _after_references(held, len(references))
    return Condition(None, None, torch.cat([latents, cells], dim=1), clean, mask, len(references))


def _followed(request: VideoRequest, media: Media, given: Known) -> tuple[torch.Tensor, torch.Tensor]:
    """The video that VACE sees [3, F, H, W], and where it is to be made anew, [1, F, H, W] of 0 and 1."""
    video = given.pixels
    control = next((control for control in request.controls if control.kind is not ControlKind.REFERENCE), None)
    if control is not None:
        frames = footage.held(footage.frames(media.path(control.media))[: request.frames], request.frames)
        followed = filled(frames, (request.height, request.width))
        video = torch.where(given.mask[None, :, None, None], video, followed)
    free = (~given.mask).float()[None, :, None, None].expand(1, -1, *video.shape[2:])
    return video, free


def _cells(free: torch.Tensor, scale: int, shape: Sequence[int]) -> torch.Tensor:
    """A mask [1, F, H, W] as channels [1, scale², f, h, w]: every pixel of a latent has its own."""
    frames, height, width = shape
    cells = free[0].view(-1, height, scale, width, scale).permute(2, 4, 0, 1, 3).flatten(0, 1)
    return interpolate(cells[None], size=(frames, height, width), mode="nearest-exact")


def _after_references(held: Condition, count: int) -> tuple[torch.Tensor | None, torch.Tensor | None]:
    """A retake's latents with the references' places before them, which are free."""
    if held.clean is None or held.free is None or count == 0:
        return held.clean, held.free
    before = held.clean.new_zeros(*held.clean.shape[:2], count, *held.clean.shape[3:])
    ones = held.free.new_ones(1, 1, count, 1, 1)
    return torch.cat([before, held.clean], dim=2), torch.cat([ones, held.free], dim=2)
