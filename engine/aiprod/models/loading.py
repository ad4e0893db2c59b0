# SPDX-License-Identifier: Apache-2.0
"""Modules from a checkpoint's components, whatever the layout of their files.

A module is built without memory and its tensors are put in one by one as they are read, so that loading costs the module's
size and one tensor more.
"""

from __future__ import annotations

import importlib
import re
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiprod.film.errors import UserError
from aiprod.models.checkpoints import Checkpoint, Component
from aiprod.models.classes import HOMES, find
from aiprod.models.recognising.names import Target, bare, translator

if TYPE_CHECKING:
    import torch

_NO_WEIGHTS = ("scheduler", "tokenizer", "image_processor", "processor")
_SENSES = re.compile(r"vision|audio|multi_modal")
_SCALES = (".scale_weight", ".weight_scale")
_BUILDING = threading.Lock()
"""Modules without memory are built by changing a class of PyTorch for a moment: one thread at a time."""


def load(component: Component, dtype: torch.dtype | None = None, *, keep_gguf: bool = True) -> Any:
    """The part, on the host, in evaluation mode.

    Args:
        dtype: of its numbers; None keeps the file's. Parts that the library wants in float32 (norms of Wan) stay so.
        keep_gguf: GGUF weights of linear layers stay as they are and are unpacked while they are used; False unpacks them all.

    Raises:
        UserError: a tensor is missing, is one too many or has the wrong shape; or the runtime isn't installed.
    """
    kind = find(component.kind)
    if component.name in _NO_WEIGHTS:
        return _without_weights(component, kind)
    if HOMES[component.kind] == "transformers" and (component.files[0].parent / "config.json").is_file() and _standard(component):
        return _pretrained(component, kind, dtype)
    module = _hollow(component, kind)
    fill(module, tensors(component), component, dtype, keep_gguf=keep_gguf)
    return module.eval().requires_grad_(False)


def _standard(component: Component) -> bool:
    return component.layout == "diffusers" and component.files[0].name.startswith("model")


def load_all(checkpoint: Checkpoint, dtype: torch.dtype | None = None, *names: str) -> dict[str, Any]:
    """The parts with these names (all where none is given), by name."""
    wanted = names or tuple(checkpoint.components)
    return {name: load(checkpoint.components[name], dtype) for name in wanted}


def _without_weights(component: Component, kind: Any) -> Any:
    """Schedulers, tokenizers, image processors: settings, and files that sit in one folder."""
    if hasattr(kind, "from_config"):
        return kind.from_config(dict(component.config))
    if not component.files:
        return kind(**component.config)
    return kind.from_pretrained(component.files[0].parent, local_files_only=True)


def _pretrained(component: Component, kind: Any, dtype: torch.dtype | None) -> Any:
    """transformers knows older spellings of its own names."""
    extra = {} if dtype is None else {"dtype": dtype}
    with _BUILDING:
        module = kind.from_pretrained(component.files[0].parent, local_files_only=True, **extra)
    return module.eval().requires_grad_(False)


def _hollow(component: Component, kind: Any) -> Any:
    """The module with no memory behind its parameters; small computed buffers are real."""
    from accelerate import init_empty_weights

    with _BUILDING, init_empty_weights(include_buffers=False):
        if HOMES[component.kind] == "transformers":
            return kind(kind.config_class.from_dict(dict(component.config)))
        return kind.from_config(dict(component.config))


def fill(
    module: Any, items: Iterator[tuple[str, Any]], component: Component, dtype: torch.dtype | None, *, keep_gguf: bool = True
) -> None:
    """Put tensors into a hollow module. Raises UserError where they aren't the module's."""
    wanted = dict(module.state_dict(keep_vars=True))
    shared = _shared(wanted)
    wide = _kept_wide(module)
    unused = []
    for name, tensor in items:
        if name not in wanted:
            unused.append(name)
            continue
        value = _number(tensor, name, None if dtype is None else _dtype(name, dtype, wide), module, keep_gguf)
        _same_shape(component, name, tuple(wanted.pop(name).shape), value)
        _put(module, name, value)
    tied = getattr(module, "all_tied_weights_keys", None) or {}
    missing = [name for name in wanted if shared.get(name, name) in wanted and name not in tied]
    if component.name == "text_encoder":
        missing = _without_senses(module, missing)
    if missing or unused:
        raise _misfit(component, missing, unused)
    if hasattr(module, "tie_weights"):
        module.tie_weights()


def _without_senses(module: Any, missing: list[str]) -> list[str]:
    """Files of a text encoder alone lack what sees and hears; nothing asks for it, so it is filled with zeros."""
    import torch

    for name in [name for name in missing if _SENSES.search(name)]:
        hollow = module.get_parameter(name) if name in dict(module.named_parameters()) else module.get_buffer(name)
        _put(module, name, torch.zeros(hollow.shape, dtype=torch.bfloat16))
    return [name for name in missing if not _SENSES.search(name)]


def _shared(wanted: Mapping[str, Any]) -> dict[str, str]:
    """Of names that are one parameter: the first of them, by name."""
    first: dict[int, str] = {}
    return {name: first.setdefault(id(value), name) for name, value in wanted.items()}


def _kept_wide(module: Any) -> tuple[str, ...]:
    return tuple(getattr(module, "_keep_in_fp32_modules", None) or ())


def _dtype(name: str, dtype: torch.dtype, wide: tuple[str, ...]) -> torch.dtype:
    import torch

    return torch.float32 if any(part in wide for part in name.split(".")) else dtype


def _number(tensor: Any, name: str, dtype: torch.dtype | None, module: Any, keep_gguf: bool) -> Any:
    """The tensor as the module is to hold it."""
    if not hasattr(tensor, "quant_type"):
        return tensor.to(dtype) if dtype is not None and tensor.is_floating_point() else tensor
    import torch

    place, _, leaf = name.rpartition(".")
    if keep_gguf and leaf == "weight" and isinstance(module.get_submodule(place), torch.nn.Linear):
        _linear_of_gguf(module, place, dtype or torch.float32)
        return tensor
    return _gguf_tools().dequantize_gguf_tensor(tensor).to(dtype or torch.float32)


def _linear_of_gguf(module: Any, place: str, compute: torch.dtype) -> None:
    """Replace a linear layer by one that unpacks its weight when it works."""
    from accelerate import init_empty_weights

    linear = _gguf_tools().GGUFLinear
    old = module.get_submodule(place)
    if isinstance(old, linear):
        return
    with _BUILDING, init_empty_weights():
        new = linear(old.in_features, old.out_features, old.bias is not None, compute_dtype=compute)
    new.bias = old.bias
    module.set_submodule(place, new)


def _gguf_tools() -> Any:
    return importlib.import_module("diffusers.quantizers.gguf.utils")


def _put(module: Any, name: str, value: Any) -> None:
    import torch

    place, _, leaf = name.rpartition(".")
    owner = module.get_submodule(place)
    if leaf in owner._parameters:
        owner._parameters[leaf] = value if hasattr(value, "quant_type") else torch.nn.Parameter(value, requires_grad=False)
    else:
        owner._buffers[leaf] = value


def _same_shape(component: Component, name: str, due: tuple[int, ...], value: Any) -> None:
    found = tuple(getattr(value, "quant_shape", value.shape))
    if found != due:
        raise UserError(
            f"The {component.name} doesn't fit its model", f"{name} has the shape {list(found)}, where {list(due)} is due",
            "The file is of another model; fetch the one that the model's list names.",
        )  # fmt: skip


def _misfit(component: Component, missing: list[str], unused: list[str]) -> UserError:
    if missing:
        why = f"{len(missing)} of its tensors are missing, the first is {missing[0]}"
    else:
        why = f"it has {len(unused)} tensors that {component.kind} has no place for, the first is {unused[0]}"
    return UserError(
        f"The {component.name} doesn't fit its model", why, "The file is damaged or of another model; fetch it again."
    )


def tensors(component: Component) -> Iterator[tuple[str, Any]]:
    """Name in the module and tensor, one by one, in the files' order."""
    if component.layout == "diffusers":
        for _, name, tensor in _raw(component):
            yield name, tensor
        return
    names = [name for path in component.files for name in _names(path, component.prefix)]
    translate = translator(component.kind, names)
    for scales, name, tensor in _raw(component):
        for target in translate(name):
            yield target.name, _scaled(_share(tensor, target), scales, name)


def _share(tensor: Any, target: Target) -> Any:
    return tensor if target.parts == 1 else tensor.chunk(target.parts, dim=0)[target.part]


def _scaled(tensor: Any, scales: Mapping[str, Any], name: str) -> Any:
    """8-bit weights that come with a scale, unpacked. ComfyUI writes them so."""
    scale = scales.get(name.removesuffix(".weight")) if name.endswith(".weight") else None
    if scale is None:
        return tensor
    import torch

    return (tensor.to(torch.float32) * scale.to(torch.float32)).to(torch.bfloat16)


def _names(path: Path, prefix: str) -> list[str]:
    if path.suffix == ".gguf":
        return [found for tensor in _gguf(path).tensors if (found := bare(str(tensor.name), prefix)) is not None]
    from safetensors import safe_open

    with safe_open(path, framework="pt") as file:
        return [found for name in file.keys() if (found := bare(name, prefix)) is not None]  # noqa: SIM118


def _raw(component: Component) -> Iterator[tuple[Mapping[str, Any], str, Any]]:
    """The file's scales, name without prefix, tensor."""
    for path in component.files:
        if path.suffix == ".gguf":
            yield from (({}, name, tensor) for name, tensor in _gguf_tensors(path, component.prefix))
        elif path.suffix == ".safetensors":
            yield from _safetensors(path, component.prefix)


def _safetensors(path: Path, prefix: str) -> Iterator[tuple[Mapping[str, Any], str, Any]]:
    from safetensors import safe_open

    with safe_open(path, framework="pt") as file:
        names = list(file.keys())
        scales = {
            short.removesuffix(end): file.get_tensor(name)
            for name in names if (short := bare(name, prefix)) is not None for end in _SCALES if name.endswith(end)
        }  # fmt: skip
        for name in names:
            short = bare(name, prefix)
            if short is not None:
                yield scales, short, file.get_tensor(name)


def _gguf(path: Path) -> Any:
    from gguf import GGUFReader

    return GGUFReader(path)


def _gguf_tensors(path: Path, prefix: str) -> Iterator[tuple[str, Any]]:
    """Quantised tensors as diffusers' GGUFParameter, others as plain tensors."""
    import torch
    from gguf import GGMLQuantizationType

    plain = (GGMLQuantizationType.F32, GGMLQuantizationType.F16)
    reader = _gguf(path)
    shapes = _true_shapes(reader)
    for tensor in reader.tensors:
        name = bare(str(tensor.name), prefix)
        if name is None:
            continue
        data = torch.from_numpy(tensor.data.copy())
        if tensor.tensor_type in plain:
            yield name, data.reshape(shapes.get(str(tensor.name), tuple(data.shape)))
        else:
            yield name, _gguf_tools().GGUFParameter(data, quant_type=tensor.tensor_type)


def _true_shapes(reader: Any) -> dict[str, tuple[int, ...]]:
    """Shapes that GGUF had no room for (five axes of a 3D convolution), as ComfyUI's converter notes them."""
    start = "comfy.gguf.orig_shape."
    return {
        name.removeprefix(start): tuple(int(n) for n in field.contents())
        for name, field in reader.fields.items() if name.startswith(start)
    }  # fmt: skip
