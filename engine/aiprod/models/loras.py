# SPDX-License-Identifier: Apache-2.0
"""LoRA files of any layout as one module takes them.

Layouts: diffusers and peft (`transformer.….lora_A.weight`), publishers' and ComfyUI's (`diffusion_model.….lora_A.weight` or
`.lora_down.weight`, with or without `.alpha`), kohya's (`lora_unet_blocks_0_self_attn_q.lora_down.weight`).
Low-rank adapters: Hu et al. 2021, arXiv 2106.09685.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiprod.film.errors import UserError
from aiprod.models.recognising.headers import BrokenFileError, read_safetensors
from aiprod.models.recognising.names import PREFIXES, translator

if TYPE_CHECKING:
    import torch

_PREFIXES = ("base_model.model.", *PREFIXES)
_KOHYA = re.compile(r"^lora_(?:unet|transformer)_+")
_DOWN = (".lora_A.weight", ".lora_A.default.weight", ".lora_down.weight")
_UP = (".lora_B.weight", ".lora_B.default.weight", ".lora_up.weight")
_ALPHA = ".alpha"
_WAN_KOHYA = re.compile(r"^blocks_(\d+)_(self_attn|cross_attn|ffn)_(.+)$")
_FAMILIES = {
    "Wan": r"(^|\.)blocks[._]\d+[._](self_attn|attn1|cross_attn|ffn)",
    "LTX": r"transformer_blocks[._]\d+[._](attn1|audio_|ff)",
    "Flux": r"(double_blocks|single_blocks|single_transformer_blocks)",
    "Stable Diffusion": r"(down_blocks|input_blocks|mid_block)",
    "HunyuanVideo": r"(img_attn|txt_attn)",
}
"""What LoRAs of other models are recognised by, for the message alone."""


@dataclass
class _Pair:
    down: torch.Tensor | None = None
    up: torch.Tensor | None = None
    alpha: float | None = None


def lora_for(path: Path, module: Any) -> dict[str, torch.Tensor]:
    """`NAME.lora_A.weight` [rank, in] and `NAME.lora_B.weight` [out, rank] by the module's own names, alpha multiplied in.

    Raises:
        UserError: the file is damaged, is no LoRA, or is one for another model.
    """
    pairs = _pairs(path)
    translate = translator(type(module).__name__, (f"{name}.weight" for name in pairs))
    layers = {name: layer for name, layer in module.named_modules() if hasattr(layer, "in_features")}
    flat = {name.replace(".", "_"): name for name in layers}
    found: dict[str, torch.Tensor] = {}
    for name, pair in pairs.items():
        official = _unflattened(name, flat)
        targets = translate(f"{official}.weight")
        if not targets or pair.down is None or pair.up is None:
            raise _foreign(path, module, name, pairs)
        for target in targets:
            place = target.name.removesuffix(".weight")
            layer, up = layers.get(place), _scaled(pair).chunk(target.parts)[target.part]
            if layer is None or (layer.in_features, layer.out_features) != (pair.down.shape[1], up.shape[0]):
                raise _foreign(path, module, name, pairs)
            found[f"{place}.lora_A.weight"], found[f"{place}.lora_B.weight"] = pair.down, up
    return found


def _pairs(path: Path) -> dict[str, _Pair]:
    """What the file holds by layer, without what people put before the names."""
    from safetensors.torch import load_file

    try:
        read_safetensors(path)
        tensors = load_file(path)
    except (BrokenFileError, OSError, ValueError) as error:
        raise UserError(f"The LoRA {path.name} can't be read", str(error), "Pull or copy it again.") from error
    pairs: dict[str, _Pair] = {}
    for name, tensor in tensors.items():
        layer, part = _parted(name, path)
        pair = pairs.setdefault(layer, _Pair())
        setattr(pair, part, float(tensor) if part == "alpha" else tensor)
    if not pairs:
        raise UserError(f"{path.name} is no LoRA", "it holds nothing", "Choose a LoRA of this model.")
    return pairs


def _parted(name: str, path: Path) -> tuple[str, str]:
    """The layer that a tensor belongs to, and which part of its pair it is."""
    for endings, part in ((_DOWN, "down"), (_UP, "up"), ((_ALPHA,), "alpha")):
        for ending in endings:
            if name.endswith(ending):
                return _stripped(name.removesuffix(ending)), part
    raise UserError(
        f"{path.name} is no LoRA that we can use", f"it holds {name}, which is not one of a pair of low-rank matrices",
        "Choose another LoRA of this model.",
    )  # fmt: skip


def _stripped(layer: str) -> str:
    layer = _KOHYA.sub("", layer)
    for prefix in _PREFIXES:
        layer = layer.removeprefix(prefix)
    return layer


def _unflattened(name: str, flat: Mapping[str, str]) -> str:
    """The dotted name of a layer; kohya's have underscores."""
    if "." in name:
        return name
    wan = _WAN_KOHYA.match(name)
    return f"blocks.{wan[1]}.{wan[2]}.{wan[3]}" if wan else flat.get(name, name)


def _scaled(pair: _Pair) -> torch.Tensor:
    assert pair.down is not None and pair.up is not None
    rank = pair.down.shape[0]
    return pair.up if pair.alpha is None or pair.alpha == rank else pair.up * (pair.alpha / rank)


def _foreign(path: Path, module: Any, layer: str, names: Iterable[str]) -> UserError:
    kind = "LTX" if type(module).__name__.startswith("LTX") else "Wan"
    family = next((family for family, sign in _FAMILIES.items() if any(re.search(sign, name) for name in names)), None)
    if family in (None, kind):
        why = f"its layer {layer} has no place of that size in this {kind} model: it is made for another version or size"
    else:
        why = f"it is made for {family}, and this model is {kind}"
    return UserError(f"The LoRA {path.name} can't be used", why, "Choose a LoRA made for this very model.")
