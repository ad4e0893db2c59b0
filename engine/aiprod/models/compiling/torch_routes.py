# SPDX-License-Identifier: Apache-2.0
"""The routes that compile in place: PyTorch's own compiler, and TensorRT for data-centre cards through it.

Both compile the repeated block once and use it for all blocks, with free sequence lengths, so that another clip size does not
compile again. They live in the process: nothing is kept on disk but the compilers' own caches.
"""

from __future__ import annotations

import importlib.util
from typing import Any

import torch

from aiprod.film.errors import UserError
from aiprod.models.compiling.calls import blocks_of


def compile_blocks(transformer: Any) -> None:
    """`torch.compile` of the repeated block. The first run compiles: a minute on a processor, less on a card."""
    transformer.compile_repeated_blocks(fullgraph=True, dynamic=True)


def uncompile(transformer: Any) -> None:
    """Back to plain PyTorch."""
    for block in blocks_of(transformer):
        block._compiled_call_impl = None


def data_centre_missing(device: str) -> str:
    """What is missing for TensorRT on a data-centre card; "" where it can be used."""
    if not device.startswith("cuda"):
        return "it is built on the card itself, and there is no NVIDIA card"
    absent = [name for name in ("torch_tensorrt", "tensorrt") if importlib.util.find_spec(name) is None]
    if absent:
        return f"{' and '.join(absent)} not installed; torch-tensorrt {torch.__version__.split('+')[0]} fits this PyTorch"
    return ""


def compile_for_data_centre(transformer: Any) -> None:
    """Blocks by TensorRT, built on the card that is there; weights can be refitted, so that LoRAs are fused without a new build.

    Raises:
        UserError: no card, or torch-tensorrt is not installed.
    """
    device = str(next(transformer.parameters()).device)
    if why := data_centre_missing(device):
        raise UserError(
            "TensorRT for data-centre cards can't be used", why, "Use the route `compile`, or TensorRT-RTX on GeForce."
        )
    importlib.import_module("torch_tensorrt")
    options = {
        "immutable_weights": False, "truncate_double": True, "use_explicit_typing": True,
        "cache_built_engines": True, "reuse_cached_engines": True,
    }  # fmt: skip
    for block in blocks_of(transformer):
        block.compile(backend="torch_tensorrt", dynamic=True, options=options)


def preferred(device: str) -> str:
    """The TensorRT that a card takes: "tensorrt" in the data centre from Hopper on, "tensorrt-rtx" for GeForce, "" for none."""
    if not device.startswith("cuda"):
        return ""
    capability = torch.cuda.get_device_capability(device)
    return "tensorrt" if capability in ((9, 0), (10, 0), (10, 3)) else "tensorrt-rtx" if capability >= (7, 5) else ""
