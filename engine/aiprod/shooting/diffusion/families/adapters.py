# SPDX-License-Identifier: Apache-2.0
"""LoRA stacks on a module that is in memory: put on for as long as a stage runs, taken off after it.

Low-rank adapters: Hu et al. 2021, arXiv 2106.09685. The arithmetic is peft's, which diffusers' modules carry.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from aiprod.shooting.diffusion.families.base import Adapter
from aiprod.shooting.diffusion.request import Media, VideoRequest


def stack(request: VideoRequest, media: Media, stage: str, expert: str = "all") -> tuple[Adapter, ...]:
    """The adapters of a request that are in force in a stage ("base", "refine" …), for one of two experts ("high", "low").

    Raises:
        UserError: an adapter's file is gone.
    """
    return tuple(
        Adapter(media.path(lora.media), lora.weight, lora.media)
        for lora in request.loras
        if lora.stage in ("all", stage) and (expert == "all" or lora.expert in ("all", expert))
    )


def name_of(adapter: Adapter) -> str:
    """What an adapter is called inside a module: module names may hold no dots."""
    return f"lora_{adapter.sha256[:16]}"


@contextmanager
def adapted(module: Any, adapters: Sequence[Adapter]) -> Iterator[Any]:
    """The module with exactly these adapters, each at its weight; the adapters stay loaded for the next time, switched off.

    The same adapter twice counts with both weights together.

    Raises:
        UserError: an adapter is not for this module.
    """
    if not adapters:
        yield module
    elif _cast(module):
        yield from _beside(module, adapters)
    else:
        yield from _inside(module, adapters)


def _inside(module: Any, adapters: Sequence[Adapter]) -> Iterator[Any]:
    """Peft's layers around the module's own."""
    weights: dict[str, float] = {}
    for adapter in adapters:
        _put_on(module, adapter)
        weights[name_of(adapter)] = weights.get(name_of(adapter), 0.0) + adapter.weight
    module.enable_lora()
    module.set_adapters(list(weights), list(weights.values()))
    try:
        yield module
    finally:
        module.disable_lora()


def _beside(module: Any, adapters: Sequence[Adapter]) -> Iterator[Any]:
    """Added to what the layers give: peft's matrices would be stored in 8-bit floats too, which can't be multiplied."""
    from aiprod.models import loras

    loras.apply(module, [(loras.read(adapter.path, module), adapter.weight) for adapter in adapters])
    try:
        yield module
    finally:
        loras.remove(module)


def _cast(module: Any) -> bool:
    """Whether its layers are stored in 8-bit floats and unpacked one by one (diffusers' layerwise casting)."""
    import torch

    return any(parameter.dtype in (torch.float8_e4m3fn, torch.float8_e5m2) for parameter in module.parameters())


def _put_on(module: Any, adapter: Adapter) -> None:
    if name_of(adapter) in getattr(module, "peft_config", {}):
        return
    from aiprod.models.loras import lora_for

    module.load_lora_adapter(lora_for(adapter.path, module), prefix=None, adapter_name=name_of(adapter))
