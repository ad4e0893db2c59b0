# SPDX-License-Identifier: Apache-2.0
"""Three-dimensional convolutions as two-dimensional ones, for the processor: ONNX Runtime has fast kernels for the latter alone.

Neighbouring frames are laid side by side as channels: a 3 × 3 × 3 convolution of C channels becomes a 3 × 3 convolution of 3 C
channels of every frame. The arithmetic is the same, in another order. Clips go one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch.nn import functional


class Flat(torch.nn.Module):
    """A `Conv3d` of stride and dilation 1, or Wan's causal one: [1, C, T, H, W] in and out."""

    def __init__(self, convolution: Any) -> None:
        super().__init__()
        out, channels, self.depth, height, width = convolution.weight.shape
        weight = convolution.weight.detach().permute(0, 2, 1, 3, 4).reshape(out, self.depth * channels, height, width)
        self.weight = torch.nn.Parameter(weight.contiguous(), requires_grad=False)
        self.bias = convolution.bias
        self.mode = convolution.padding_mode
        causal = getattr(convolution, "_padding", None)
        self.padding = (causal[2], causal[0]) if causal else tuple(convolution.padding[1:])
        self.before, self.after = (causal[4], causal[5]) if causal else (convolution.padding[0],) * 2

    def forward(self, frames: torch.Tensor, earlier: torch.Tensor | None = None) -> torch.Tensor:
        before = self.before
        if earlier is not None and before > 0:
            frames = torch.cat([earlier, frames], 2)
            before -= earlier.shape[2]
        if before or self.after:
            frames = functional.pad(frames, (0, 0, 0, 0, before, self.after))
        count = frames.shape[2] - self.depth + 1
        if self.depth > 1:
            frames = torch.cat([frames[:, :, start : start + count] for start in range(self.depth)], 1)
        return self._convolved(frames[0].transpose(0, 1)).transpose(0, 1)[None]

    def _convolved(self, frames: torch.Tensor) -> torch.Tensor:
        """[T, C, H, W] in and out."""
        if self.mode == "zeros":
            return functional.conv2d(frames, self.weight, self.bias, padding=self.padding)
        height, width = self.padding
        return functional.conv2d(functional.pad(frames, (width, width, height, height), mode=self.mode), self.weight, self.bias)


@contextmanager
def flat(decoder: Any) -> Iterator[None]:
    """A decoder with its convolutions flattened for as long as the context lasts."""
    changed = [(name, module) for name, module in decoder.named_modules() if _suits(module)]
    for name, module in changed:
        _put(decoder, name, Flat(module))
    try:
        yield
    finally:
        for name, module in changed:
            _put(decoder, name, module)


def _suits(module: Any) -> bool:
    if not isinstance(module, torch.nn.Conv3d) or module.groups != 1:
        return False
    if module.padding_mode != "zeros" and module.padding[0]:
        return False  # time would be padded in that way too
    return set(module.stride) == set(module.dilation) == {1}


def _put(decoder: Any, name: str, module: Any) -> None:
    place, _, leaf = name.rpartition(".")
    setattr(decoder.get_submodule(place), leaf, module)
