# SPDX-License-Identifier: Apache-2.0
"""How a transformer calls its blocks: recorded from a run at two sizes, so that no table of names and shapes is needed.

What differs between the two runs is free in the graph; what is no tensor (switches, None) belongs to the signature: a call with
another signature is not the graph's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch.utils import _pytree as trees

BLOCKS = ("transformer_blocks", "blocks")
"""Where models keep their repeated blocks."""
_WAN_TEXT = 512
"""Words of a prompt that Wan's image models count on: what is beyond is the picture."""


def blocks_of(transformer: Any) -> list[Any]:
    """A transformer's repeated blocks, all of one structure."""
    for name in BLOCKS:
        if (found := getattr(transformer, name, None)) is not None:
            return list(found)
    return []


@dataclass(frozen=True)
class Signature:
    """The shape of a call, whatever the sizes: which leaves are tensors of which type, and what the others are."""

    tree: str
    leaves: tuple[str, ...]

    @classmethod
    def of(cls, arguments: Sequence[Any], named: Mapping[str, Any]) -> Signature:
        leaves, tree = trees.tree_flatten((tuple(arguments), dict(named)))
        return cls(str(tree), tuple(_leaf(leaf) for leaf in leaves))


def _leaf(leaf: Any) -> str:
    return f"tensor {leaf.ndim}" if torch.is_tensor(leaf) else repr(leaf)


class Call:
    """One recorded call of a block."""

    def __init__(self, arguments: Sequence[Any], named: Mapping[str, Any]) -> None:
        self._leaves, self._tree = trees.tree_flatten((tuple(arguments), dict(named)))
        self.signature = Signature.of(arguments, named)

    @property
    def tensors(self) -> tuple[torch.Tensor, ...]:
        return tuple(leaf for leaf in self._leaves if torch.is_tensor(leaf))

    def with_tensors(self, tensors: Sequence[torch.Tensor]) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """The same call with other tensors."""
        waiting = iter(tensors)
        leaves = [next(waiting) if torch.is_tensor(leaf) else leaf for leaf in self._leaves]
        arguments, named = trees.tree_unflatten(leaves, self._tree)
        return arguments, named

    def free(self, other: Call) -> tuple[dict[int, Any], ...]:
        """For every tensor, the dimensions that differ in another call of the same signature."""
        if self.signature != other.signature:
            raise ValueError("the two calls are not of the same kind")
        pairs = zip(self.tensors, other.tensors, strict=True)
        return tuple(
            {axis: torch.export.Dim.DYNAMIC for axis, (a, b) in enumerate(_sizes(one, two)) if a != b} for one, two in pairs
        )


def _sizes(one: torch.Tensor, two: torch.Tensor) -> list[tuple[int, int]]:
    return list(zip(one.shape, two.shape, strict=True))


@torch.no_grad()
def record(transformer: Any, inputs: Mapping[str, Any]) -> Call:
    """The call of the first block while the transformer runs on these inputs."""
    seen: list[Call] = []

    def listen(_block: Any, arguments: tuple[Any, ...], named: dict[str, Any]) -> None:
        seen.append(Call(arguments, named))

    hook = blocks_of(transformer)[0].register_forward_pre_hook(listen, with_kwargs=True)
    try:
        transformer(**inputs)
    finally:
        hook.remove()
    return seen[0]


@dataclass(frozen=True)
class Size:
    """What a transformer works on: latent frames, height and width (as tokens come from them), words of the prompt, sound."""

    frames: int
    height: int
    width: int
    text: int = 16
    sound: int = 8


SMALL, LARGE = Size(3, 4, 6, 16, 8), Size(5, 6, 10, 24, 14)
"""Two sizes that share no dimension."""


def inputs_of(transformer: Any, size: Size, seed: int = 0) -> dict[str, Any]:
    """Noise as a transformer takes it, on the host, in its own type. Raises ValueError for a class that is not known here."""
    makers = {"WanTransformer3DModel": _wan, "WanVACETransformer3DModel": _vace, "LTX2VideoTransformer3DModel": _ltx}
    maker = makers.get(type(transformer).__name__)
    if maker is None:
        raise ValueError(f"{type(transformer).__name__} is not known here")
    generator, dtype = torch.Generator().manual_seed(seed), _first(transformer).weight.dtype

    def noise(*shape: int) -> torch.Tensor:
        return torch.randn(shape, generator=generator).to(dtype)

    return dict(maker(transformer.config, size, noise))


def _first(transformer: Any) -> Any:
    """The layer that latents go through first: it keeps its precision when the blocks are quantised."""
    return transformer.patch_embedding if hasattr(transformer, "patch_embedding") else transformer.proj_in


def _wan(config: Any, size: Size, noise: Any) -> dict[str, Any]:
    text = _WAN_TEXT if config.image_dim is not None else size.text
    found = {
        "hidden_states": noise(1, config.in_channels, size.frames, size.height, size.width),
        "timestep": torch.tensor([500]), "encoder_hidden_states": noise(1, text, config.text_dim),
    }  # fmt: skip
    if config.image_dim is not None:
        pictures, patches = (2, config.pos_embed_seq_len // 2) if config.pos_embed_seq_len else (1, 257)
        found["encoder_hidden_states_image"] = noise(pictures, patches, config.image_dim)
    return found


def _vace(config: Any, size: Size, noise: Any) -> dict[str, Any]:
    control = noise(1, config.vace_in_channels, size.frames, size.height, size.width)
    return _wan(config, size, noise) | {"control_hidden_states": control}


def _ltx(config: Any, size: Size, noise: Any) -> dict[str, Any]:
    new = not getattr(config, "use_prompt_embeddings", True)
    text, audio = (config.cross_attention_dim, config.audio_cross_attention_dim) if new else (config.caption_channels,) * 2
    mask = torch.ones(1, size.text)
    return {
        "hidden_states": noise(1, size.frames * size.height * size.width, config.in_channels),
        "audio_hidden_states": noise(1, size.sound, config.audio_in_channels),
        "encoder_hidden_states": noise(1, size.text, text), "audio_encoder_hidden_states": noise(1, size.text, audio),
        "timestep": torch.full((1,), 500.0), "sigma": torch.full((1,), 0.5), "num_frames": size.frames, "height": size.height,
        "width": size.width, "fps": 24.0, "audio_num_frames": size.sound, "encoder_attention_mask": mask,
        "audio_encoder_attention_mask": mask,
    }  # fmt: skip
