# SPDX-License-Identifier: Apache-2.0
"""Noise that belongs to the clip: each has its own generator, so that a batch, or another device, changes no picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch


class Noise:
    """Normal noise of the clips of a batch, one generator each (CPU's, so that every device gets the same numbers)."""

    def __init__(self, seeds: Sequence[int]) -> None:
        self._generators = [torch.Generator("cpu").manual_seed(seed) for seed in seeds]

    def draw(self, shape: Sequence[int], device: torch.device | str = "cpu") -> torch.Tensor:
        """float32 [clips, *shape]; the numbers that diffusers' `randn_tensor` draws with the same list of generators."""
        drawn = [torch.randn((1, *shape), generator=generator, dtype=torch.float32) for generator in self._generators]
        return torch.cat(drawn).to(device)

    def like(self, latents: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        """Noise for every stream, drawn in the streams' order."""
        return {name: self.draw(stream.shape[1:], stream.device) for name, stream in latents.items()}
