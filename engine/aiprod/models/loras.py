# SPDX-License-Identifier: Apache-2.0
"""LoRAs: small matrices on top of a model's layers, in the formats that people publish, stacked with weights.

    adapter = loras.read(path, checkpoint.components["transformer"])
    loras.apply(module, [(adapter, 0.8), (other, 1.0)])   # nothing of the module's weights changes
    loras.remove(module)                                  # the module is what it was, to the bit
    loras.fuse(module, [(adapter, 0.8)])                  # into the weights, for compiled modules

Hu et al., "LoRA: Low-Rank Adaptation of Large Language Models", 2021.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiprod.film.errors import UserError
from aiprod.models.checkpoints import Component
from aiprod.models.recognising.gathering import looked
from aiprod.models.recognising.names import translator

if TYPE_CHECKING:
    import torch

_HOOKS = "_aiprod_loras"
_PREFIXES = ("base_model.model.", "diffusion_model.", "transformer.", "model.")
_LEAF = re.compile(r"^(.*?)\.(lora_A|lora_B|lora_down|lora_up|alpha|diff_b|diff|dora_scale)(?:\.default)?(?:\.(weight|bias))?$")
_DOWN, _UP = ("lora_A", "lora_down"), ("lora_B", "lora_up")
_FAMILIES = (
    ("Wan", re.compile(r"(^|[._])blocks[._]\d+[._](self_attn|cross_attn|ffn)|(^|\.)blocks\.\d+\.attn[12]\.")),
    ("LTX-2", re.compile(r"audio_(attn|ff)|audio_to_video|video_to_audio")),
    ("LTX", re.compile(r"transformer_blocks[._]\d+[._](attn[12]|ff)[._]")),
    ("HunyuanVideo or Flux", re.compile(r"(double|single)_(transformer_)?blocks")),
    ("Stable Diffusion", re.compile(r"(down|mid|up)_blocks?_|te_text_model|te[12]_")),
)


@dataclass(frozen=True)
class Adapter:
    """A LoRA, by the module's names.

    Attributes:
        pairs: of a layer's name, the matrices [rank, in] and [out, rank]; the publisher's alpha is in the second.
        biases: what is added to a layer's bias.
        rank: the largest.
    """

    title: str
    pairs: Mapping[str, tuple[torch.Tensor, torch.Tensor]]
    biases: Mapping[str, torch.Tensor] = field(default_factory=dict)
    rank: int = 0


Stack = Sequence[tuple[Adapter, float]]


def lora_for(path: Path, module: Any) -> dict[str, torch.Tensor]:
    """The LoRA of a file by the module's own names, as PEFT has it ("….lora_A.weight"): for diffusers' `load_lora_adapter`.

    Raises:
        UserError: see `read`.
    """
    adapter = read(path, module)
    found: dict[str, torch.Tensor] = {}
    for name, (down, up) in adapter.pairs.items():
        found |= {f"{name}.lora_A.weight": down, f"{name}.lora_B.weight": up}
    biases = {f"{name}.lora_B.bias": bias for name, bias in adapter.biases.items() if name in adapter.pairs}
    return found | biases


def read(path: Path, target: Any) -> Adapter:
    """A LoRA for this transformer (its Component, or the module itself).

    The file may be in diffusers', PEFT's, kohya's, ComfyUI's, Lightricks' or Wan's format.

    Raises:
        UserError: the file is damaged, no LoRA, of a kind that isn't known, or for another model; the sentence names which.
    """
    header = looked([path])[path]
    groups = _grouped(path, header.tensors)
    kind = target.kind if isinstance(target, Component) else type(target).__name__
    named = {_layer(key, kind): parts for key, parts in groups.items()}
    pairs, biases = {}, {}
    for name, parts in named.items():
        if any(leaf in parts for leaf in _DOWN):
            pairs[name] = _pair(path, name, parts)
        if "diff_b" in parts:
            biases[name] = parts["diff_b"]
    if not pairs:
        raise UserError(f"{path.name} can't be used", "it is no LoRA of a kind that is known here", "Choose a LoRA file.")
    adapter = Adapter(path.name, pairs, biases, max(down.shape[0] for down, _ in pairs.values()))
    _for_this_model(adapter, groups, _widths(target) if isinstance(target, Component) else _module_widths(target))
    return adapter


def _grouped(path: Path, tensors: Mapping[str, Any]) -> dict[str, dict[str, torch.Tensor]]:
    """Tensors by layer and by what they are of it."""
    from safetensors import safe_open

    groups: dict[str, dict[str, torch.Tensor]] = {}
    with safe_open(path, framework="pt") as file:
        for name in tensors:
            found = _LEAF.match(name)
            if found and found[2] == "dora_scale":
                raise UserError(f"{path.name} can't be used", "it is a DoRA, not a LoRA", "Choose a LoRA file.")
            if found:
                leaf = found[2] + (".bias" if found[3] == "bias" else "")
                groups.setdefault(found[1], {})[leaf] = file.get_tensor(name)
    return groups


def _pair(path: Path, name: str, parts: Mapping[str, torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    down = next((parts[leaf] for leaf in _DOWN if leaf in parts), None)
    up = next((parts[leaf] for leaf in _UP if leaf in parts), None)
    if down is None or up is None or down.ndim != 2 or up.ndim != 2 or up.shape[1] != down.shape[0]:
        raise UserError(f"{path.name} can't be used", f"its two matrices for {name} don't fit each other", "Fetch it again.")
    scale = float(parts["alpha"]) / down.shape[0] if "alpha" in parts else 1.0
    return down, up * scale


def _layer(key: str, kind: str) -> str:
    """The module's name for a layer."""
    if key.startswith("lora_unet_"):
        return _unflattened(key.removeprefix("lora_unet_"), kind)
    for prefix in _PREFIXES:
        key = key.removeprefix(prefix)
    found = translator(kind, ())(f"{key}.weight")
    return found[0].name.removesuffix(".weight") if found else key


_WHOLE = re.compile(r"^(transformer_blocks|blocks|vace_blocks)_(\d+)_(.*)$")
_UNDER = re.compile(
    r"^(self_attn|cross_attn|audio_attn[12]|attn[12]|audio_to_video_attn|video_to_audio_attn|audio_ff|ff|ffn)_(.*)$"
)


def _unflattened(flat: str, kind: str) -> str:
    """kohya's names have underscores for points: "blocks_0_self_attn_q" → "blocks.0.self_attn.q"."""
    whole = _WHOLE.match(flat)
    if whole is None:
        return flat
    under = _UNDER.match(whole[3])
    rest = f"{under[1]}.{_points(under[2])}" if under else whole[3]
    found = translator(kind, ())(f"{whole[1]}.{whole[2]}.{rest}.weight")
    return found[0].name.removesuffix(".weight") if found else flat


def _points(rest: str) -> str:
    return rest.replace("net_0_proj", "net.0.proj").replace("net_2", "net.2").replace("to_out_0", "to_out.0")


def _for_this_model(adapter: Adapter, groups: Mapping[str, Any], widths: Mapping[str, tuple[int, int]]) -> None:
    """Raises UserError where layers or widths are another model's."""
    for name, (down, up) in adapter.pairs.items():
        due = widths.get(name)
        if due is None:
            raise UserError(
                f"{adapter.title} is for another model", f"it is for {_family(groups)}, and this model has no layer {name}",
                "Choose a LoRA that was made for this model.",
            )  # fmt: skip
        if (up.shape[0], down.shape[1]) != due:
            raise UserError(
                f"{adapter.title} is for another model",
                f"its {name} takes {down.shape[1]} numbers and gives {up.shape[0]}, "
                f"this model's takes {due[1]} and gives {due[0]}",
                "Choose a LoRA that was made for this model and size.",
            )  # fmt: skip


def _family(groups: Mapping[str, Any]) -> str:
    text = "\n".join(groups)
    return next((title for title, sign in _FAMILIES if sign.search(text)), "a model that is not known here")


def _widths(component: Component) -> dict[str, tuple[int, int]]:
    """(out, in) of every layer with a matrix, by the module's name, from the files' headers."""
    from aiprod.models.recognising.kinds import translated
    from aiprod.models.recognising.names import bare

    shapes = {}
    for header in looked([p for p in component.files if p.suffix in (".safetensors", ".gguf")]).values():
        own = {short: t for name, t in header.tensors.items() if (short := bare(name, component.prefix)) is not None}
        shapes.update(translated(component.kind, component.layout, own))
    return {
        name.removesuffix(".weight"): (tensor.shape[0], tensor.shape[1])
        for name, tensor in shapes.items() if name.endswith(".weight") and len(tensor.shape) == 2
    }  # fmt: skip


def _module_widths(module: Any) -> dict[str, tuple[int, int]]:
    """(out, in) of every layer with a matrix, however it is packed; layers that PEFT has wrapped count as theirs."""
    import torch

    return {
        name.removesuffix(".base_layer"): (layer.out_features, layer.in_features)
        for name, layer in module.named_modules() if isinstance(layer, torch.nn.Linear)
    }  # fmt: skip


def apply(module: Any, stack: Stack) -> None:
    """Let the stack act on the module; an earlier stack is removed. Weights stay as they are, packed ones too."""
    remove(module)
    handles = [
        module.get_submodule(name).register_forward_hook(_Hook(*matrices))
        for name, matrices in _together(stack).items()
    ]  # fmt: skip
    setattr(module, _HOOKS, handles)


def remove(module: Any) -> None:
    """Take the stack off again."""
    for handle in module.__dict__.pop(_HOOKS, ()):
        handle.remove()


def fuse(module: Any, stack: Stack) -> None:
    """Add the stack to the weights, in float32. Not for packed weights: TypeError."""
    import torch

    for name, (down, up, bias) in _together(stack).items():
        layer = module.get_submodule(name)
        if not layer.weight.is_floating_point() or hasattr(layer.weight, "quant_type"):
            raise TypeError(f"{name} is packed")
        with torch.no_grad():
            if down is not None:
                change = up.float() @ down.float()
                layer.weight.copy_((layer.weight.float() + change.to(layer.weight.device)).to(layer.weight.dtype))
            if bias is not None and layer.bias is not None:
                layer.bias.add_(bias.to(layer.bias))


def _together(stack: Stack) -> dict[str, tuple[Any, Any, Any]]:
    """One pair of matrices for each layer, whatever the number of LoRAs: ranks add up."""
    import torch

    pairs: dict[str, list[tuple[torch.Tensor, torch.Tensor]]] = {}
    biases: dict[str, torch.Tensor] = {}
    for adapter, weight in stack:
        for name, (down, up) in adapter.pairs.items() if weight else ():
            pairs.setdefault(name, []).append((down.float(), up.float() * weight))
        for name, bias in adapter.biases.items() if weight else ():
            biases[name] = biases.get(name, torch.zeros(())) + bias.float() * weight
    joined: dict[str, tuple[Any, Any, Any]] = {
        name: (torch.cat([down for down, _ in each]), torch.cat([up for _, up in each], dim=1), biases.pop(name, None))
        for name, each in pairs.items()
    }
    return joined | {name: (None, None, bias) for name, bias in biases.items()}


class _Hook:
    """Adds the low-rank part to a layer's output, in the output's own precision and on its device."""

    def __init__(self, down: Any, up: Any, bias: Any) -> None:
        self._held: tuple[Any, ...] = (down, up, bias)

    def __call__(self, layer: Any, inputs: tuple[Any, ...], output: Any) -> Any:
        self._held = tuple(None if t is None else t.to(device=output.device, dtype=output.dtype) for t in self._held)
        down, up, bias = self._held
        if down is not None:
            output = output + (inputs[0].to(output.dtype) @ down.T) @ up.T
        return output if bias is None else output + bias
