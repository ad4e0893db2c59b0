# SPDX-License-Identifier: Apache-2.0
"""A device's memory: how much is free, and how what nobody needs is given back."""

from __future__ import annotations

import gc
from typing import Any

import torch

_HEADROOM = 0.92
"""Share of a card's free memory that plans may count on: the rest is the driver's, and fragments."""


def free_bytes(device: torch.device) -> int:
    """Bytes that can still be had on a device: of a card's memory, or of the machine's."""
    if device.type == "cuda":
        free, _ = torch.cuda.mem_get_info(device)
        kept = torch.cuda.memory_reserved(device) - torch.cuda.memory_allocated(device)
        return int((free + kept) * _HEADROOM)
    return host_free()


def host_free() -> int:
    """Bytes of the machine's memory that are free."""
    import psutil

    return int(psutil.virtual_memory().available)


def release(device: torch.device) -> None:
    """Give back what only the allocator still holds. Not while an exception is handled: its traceback keeps tensors alive."""
    gc.collect()
    if device.type == "cuda":
        torch.cuda.empty_cache()


def bytes_of(module: Any) -> int:
    """Bytes of a module's parameters and buffers; 0 for what is no module (a tokenizer, a scheduler)."""
    if not isinstance(module, torch.nn.Module):
        return 0
    tensors = (*module.parameters(), *module.buffers())
    return sum(tensor.numel() * tensor.element_size() for tensor in tensors)
