# SPDX-License-Identifier: Apache-2.0
"""Pictures as tensors, and the frames of a clip that are known before it is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch.nn.functional import interpolate

from aiprod.shooting.diffusion.families import footage
from aiprod.shooting.diffusion.request import Media, VideoRequest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Known:
    """The frames that are given.

    Attributes:
        pixels: [3, F, H, W] in -1..1; 0 (grey) where nothing is known.
        mask: bool [F], true where a frame is known.
    """

    pixels: torch.Tensor
    mask: torch.Tensor


def known(request: VideoRequest, media: Media) -> Known:
    """Of keyframes, and of the frames of a retaken clip that stay. Keyframes go before the clip's own frames.

    Raises:
        UserError: a medium is missing, can't be read or has too few frames.
    """
    size = (request.height, request.width)
    pixels, mask = torch.zeros(3, request.frames, *size), torch.zeros(request.frames, dtype=torch.bool)
    if request.retake is not None:
        clip = filled(footage.frames(media.path(request.retake.media), 0, request.frames), size)
        mask[: request.retake.start] = mask[request.retake.end :] = True
        pixels[:, mask] = clip[:, mask]
    for keyframe in request.keyframes:
        span = slice(keyframe.frame, keyframe.frame + keyframe.take)
        pixels[:, span] = filled(footage.frames(media.path(keyframe.media), keyframe.take_from, keyframe.take), size)
        mask[span] = True
    return Known(pixels, mask)


def filled(frames: NDArray[np.uint8], size: tuple[int, int]) -> torch.Tensor:
    """Frames [n, h, w, 3] as [3, n, H, W] in -1..1: scaled until the picture is filled, the rest cut off at both edges."""
    height, width = size
    scale = max(height / frames.shape[1], width / frames.shape[2])
    scaled = _scaled(frames, [max(height, round(frames.shape[1] * scale)), max(width, round(frames.shape[2] * scale))])
    top, left = (scaled.shape[2] - height) // 2, (scaled.shape[3] - width) // 2
    return scaled[:, :, top : top + height, left : left + width]


def framed(picture: NDArray[np.uint8], size: tuple[int, int]) -> torch.Tensor:
    """A picture [1, h, w, 3] as [3, 1, H, W] in -1..1: whole, on white."""
    height, width = size
    scale = min(height / picture.shape[1], width / picture.shape[2])
    inner = _scaled(picture, [max(1, int(picture.shape[1] * scale)), max(1, int(picture.shape[2] * scale))])
    top, left = (height - inner.shape[2]) // 2, (width - inner.shape[3]) // 2
    canvas = torch.ones(3, 1, height, width)
    canvas[:, :, top : top + inner.shape[2], left : left + inner.shape[3]] = inner
    return canvas


def _scaled(frames: NDArray[np.uint8], size: Sequence[int]) -> torch.Tensor:
    """[3, n, *size] in -1..1; averaged where it gets smaller."""
    pixels = torch.tensor(frames).float().permute(0, 3, 1, 2) / 127.5 - 1.0
    if list(pixels.shape[2:]) != list(size):
        pixels = interpolate(pixels, size=list(size), mode="bicubic", align_corners=False, antialias=True).clamp(-1, 1)
    return pixels.permute(1, 0, 2, 3)
