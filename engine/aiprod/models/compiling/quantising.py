# SPDX-License-Identifier: Apache-2.0
"""Transformers with fewer bits: the linear layers of their blocks, which are nearly all of their weights.

What lies outside the blocks (embeddings, modulation, the last projection) is small and is felt in every token: it stays as it is.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import torch

from aiprod.film.errors import UserError
from aiprod.models.compiling.calls import BLOCKS
from aiprod.models.compiling.measurements import Route

METHODS: Mapping[str, tuple[Route, str]] = {
    "int8": ("torchao", "weights in 8-bit integers"),
    "int8-dynamic": ("torchao", "weights and activations in 8-bit integers"),
    "float8": ("torchao", "weights in 8-bit floats"),
    "float8-dynamic": ("torchao", "weights and activations in 8-bit floats: RTX 40 and newer, Hopper"),
    "layerwise-float8": ("layerwise", "weights stored in 8-bit floats, unpacked layer by layer; any card, no library"),
    "Q8_0": ("gguf", "GGUF, 8 bits"),
    "Q5_0": ("gguf", "GGUF, 5 bits"),
    "Q4_0": ("gguf", "GGUF, 4 bits"),
}
"""Method → the library that does it, and what it is."""

_GGUF_BLOCK = 32
_FLOAT8_CAPABILITY = (8, 9)


def unusable(method: str, device: str) -> str:
    """Why a method can't be used on a device; "" where it can."""
    if method not in METHODS:
        return f"there is no method {method!r}; there are {', '.join(METHODS)}"
    if method == "float8-dynamic" and (
        not device.startswith("cuda") or torch.cuda.get_device_capability(device) < _FLOAT8_CAPABILITY
    ):
        return "it needs an NVIDIA card from RTX 40 or Hopper on"
    return ""


def quantise(transformer: Any, method: str, compute: torch.dtype | None = None) -> Any:
    """The transformer itself, its blocks' linear layers quantised in place.

    Args:
        method: one of `METHODS`.
        compute: what it computes in; None: what it computes in now.

    Raises:
        UserError: no such method, or not on the device where the transformer is.
    """
    if why := unusable(method, str(next(transformer.parameters()).device)):
        raise UserError(f"The model can't be quantised by {method}", why, "Choose another method.")
    compute = compute or transformer.dtype
    route = METHODS[method][0]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if route == "torchao":
            _torchao(transformer, method)
        elif route == "gguf":
            _gguf(transformer, method, compute)
        else:
            transformer.enable_layerwise_casting(storage_dtype=torch.float8_e4m3fn, compute_dtype=compute)
    return transformer


def kept_bytes(module: Any) -> int:
    """Bytes of all parameters and buffers as they are kept."""
    return sum(_bytes(tensor) for tensor in (*module.parameters(), *module.buffers()))


def _bytes(tensor: Any) -> int:
    inner = getattr(tensor, "__tensor_flatten__", None)
    if inner is not None and type(tensor) is not torch.nn.Parameter:
        parts = [getattr(tensor, name) for name in inner()[0]]
        return sum(_bytes(part) for part in parts)
    data = getattr(tensor, "data", tensor)
    if hasattr(data, "__tensor_flatten__") and type(data) is not torch.Tensor:
        return sum(_bytes(getattr(data, name)) for name in data.__tensor_flatten__()[0])
    return int(tensor.numel() * tensor.element_size())


def _torchao(transformer: Any, method: str) -> None:
    from torchao.quantization import (
        Float8DynamicActivationFloat8WeightConfig,
        Float8WeightOnlyConfig,
        Int8DynamicActivationInt8WeightConfig,
        Int8WeightOnlyConfig,
        quantize_,
    )

    configs: dict[str, Callable[[], Any]] = {
        "int8": Int8WeightOnlyConfig, "int8-dynamic": Int8DynamicActivationInt8WeightConfig, "float8": Float8WeightOnlyConfig,
        "float8-dynamic": Float8DynamicActivationFloat8WeightConfig,
    }  # fmt: skip
    quantize_(transformer, configs[method](), filter_fn=_in_a_block)


def _in_a_block(module: Any, name: str) -> bool:
    return isinstance(module, torch.nn.Linear) and name.split(".")[0] in (*BLOCKS, "vace_blocks")


def _gguf(transformer: Any, method: str, compute: torch.dtype) -> None:
    tools: Any = import_module("diffusers.quantizers.gguf.utils")
    from gguf import GGMLQuantizationType, quants

    kind = GGMLQuantizationType[method]
    wide = [(n, m) for n, m in transformer.named_modules() if _in_a_block(m, n) and m.in_features % _GGUF_BLOCK == 0]
    if not wide:
        raise _too_narrow(method)
    for name, linear in wide:
        packed = torch.from_numpy(quants.quantize(linear.weight.detach().float().cpu().numpy(), kind)).to(linear.weight.device)
        small = tools.GGUFLinear(
            linear.in_features, linear.out_features, linear.bias is not None, compute_dtype=compute, device="meta"
        )
        small.weight = tools.GGUFParameter(packed, quant_type=kind)
        if linear.bias is not None:
            small.bias = torch.nn.Parameter(linear.bias.detach().to(compute), requires_grad=False)
        place, _, leaf = name.rpartition(".")
        setattr(transformer.get_submodule(place), leaf, small)


def _too_narrow(method: str) -> UserError:
    return UserError(
        f"The model can't be quantised by {method}", f"no layer's width is a multiple of {_GGUF_BLOCK}", "Choose another method."
    )


def write_gguf(transformer: Any, path: Path, method: str) -> int:
    """A transformer in one GGUF file with diffusers' names, its blocks' large matrices quantised; returns its bytes."""
    from gguf import GGMLQuantizationType, GGUFWriter, quants

    linear = {f"{n}.weight" for n, m in transformer.named_modules() if _in_a_block(m, n) and m.in_features % _GGUF_BLOCK == 0}
    if not linear:
        raise _too_narrow(method)
    kind, writer = GGMLQuantizationType[method], GGUFWriter(path, "diffusers")
    for name, tensor in transformer.state_dict().items():
        values = tensor.detach().float().cpu().numpy()
        if name in linear:
            writer.add_tensor(name, quants.quantize(values, kind), raw_dtype=kind)
        else:
            writer.add_tensor(name, values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path.stat().st_size
