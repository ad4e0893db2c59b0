# SPDX-License-Identifier: Apache-2.0
"""A small decoder for previews: TAEHV (Ollin Boer Bohan, MIT), whose weights are a download of some 20 MB for a family.

It is a row of layers; its file names each by its number in the row, and the numbers that are missing have no weights: a clamp at
the beginning, enlargements before the layers that make more frames, and rectifiers elsewhere. So the shapes in the file say all
that is needed to build it, whatever variant it is. Only one latent frame is decoded, as if nothing came before it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, cast

import torch
from torch import Tensor
from torch.nn import functional

from aiprod.film.errors import AiprodError, UserError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rgb = NDArray[np.uint8]

_COLOURS = 3
_CLAMP = 3.0


class SmallDecoder:
    """Decodes single latent frames.

    Args:
        tensors: of the file, by name.

    Raises:
        UserError: the file holds no such decoder.
    """

    def __init__(self, tensors: Mapping[str, Tensor]) -> None:
        names = [name for name in tensors if name.startswith("decoder.") and name.split(".")[1].isdecimal()]
        self._layers: dict[int, dict[str, Tensor]] = {}
        for name in names:
            _, number, rest = name.split(".", 2)
            self._layers.setdefault(int(number), {})[rest] = tensors[name].float()
        numbers = sorted(self._layers)
        if not numbers or "weight" not in self._layers[numbers[0]] or "weight" not in self._layers[numbers[-1]]:
            raise UserError("The small decoder for previews can't be read", "its file names no row of layers", "Pull it again.")
        self._last = numbers[-1]
        self.channels = int(self._layers[numbers[0]]["weight"].shape[1])

    @classmethod
    def open(cls, path: Path, device: torch.device) -> SmallDecoder:
        """From a safetensors file, to work on a device."""
        from safetensors.torch import load_file

        return cls(load_file(path, device=str(device)))

    def picture(self, latents: NDArray[np.float32]) -> Rgb:
        """One latent frame, [height, width, channels], normalised as the transformer takes it, as a picture: the last frame of
        those that it stands for."""
        first = next(iter(self._layers[min(self._layers)].values()))
        x = torch.from_numpy(latents).to(first).permute(2, 0, 1)[None]
        with torch.no_grad():
            for number in range(self._last + 1):
                x = self._through(number, x)
            patch = math.isqrt(x.shape[1] // _COLOURS)
            x = functional.pixel_shuffle(x, patch) if patch > 1 else x
        return cast("Rgb", (x[-1].clamp(0, 1) * 255).round().to(torch.uint8).permute(1, 2, 0).cpu().numpy())

    def _through(self, number: int, x: Tensor) -> Tensor:
        layer = self._layers.get(number)
        if layer is None:
            return self._weightless(number, x)
        if "weight" in layer:
            return functional.conv2d(x, layer["weight"], layer.get("bias"), padding=layer["weight"].shape[-1] // 2)
        if "conv.weight" in layer:  # more frames of one: the last of them is the newest
            return functional.conv2d(x, layer["conv.weight"])[:, -x.shape[1] :]
        return _remembering(layer, x)

    def _weightless(self, number: int, x: Tensor) -> Tensor:
        if number == 0:
            return torch.tanh(x / _CLAMP) * _CLAMP
        if "conv.weight" in self._layers.get(number + 1, {}):
            return functional.interpolate(x, scale_factor=2.0)
        return x.relu()


def _remembering(layer: Mapping[str, Tensor], x: Tensor) -> Tensor:
    """A residual block that also looks at the frame before, which is not there."""
    y = torch.cat([x, torch.zeros_like(x)], dim=1)
    numbers = sorted({int(name.split(".")[1]) for name in layer if name.startswith("conv.")})
    for number in numbers:
        y = functional.conv2d(y, layer[f"conv.{number}.weight"], layer.get(f"conv.{number}.bias"), padding=1)
        y = y if number == numbers[-1] else y.relu()
    skipped = functional.conv2d(x, layer["skip.weight"]) if "skip.weight" in layer else x
    return (y + skipped).relu()


def for_model(model: str, channels: int, device: torch.device) -> SmallDecoder | None:
    """The small decoder whose card goes with a model, where its file is here and made for latents of so many channels."""
    from aiprod.models import library
    from aiprod.models.cards import all_cards

    for item in all_cards().values():
        if item.architecture == "taehv" and model in item.goes_with and library.installed(item.id):
            try:
                made = SmallDecoder.open(library.file(item.id, item.files[0].name), device)
            except (AiprodError, OSError, ValueError):
                return None
            return made if made.channels == channels else None
    return None
