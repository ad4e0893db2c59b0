# SPDX-License-Identifier: Apache-2.0
"""Runs that are timed and compared: the same inputs through each way of running a part."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch


@dataclass(frozen=True)
class Timed:
    """The best of several runs: wall and processor seconds, the peak of the card's memory (0 on a processor), what came out."""

    seconds: float
    processor_s: float
    peak_bytes: int
    result: Any


def timed(run: Callable[[], Any], device: str = "cpu", runs: int = 3, warm: int = 1) -> Timed:
    """Run it `warm` times, then time it `runs` times. On a card, until the card has finished."""
    card = device.startswith("cuda")
    best = Timed(float("inf"), float("inf"), 0, None)
    with torch.no_grad():
        for number in range(warm + runs):
            if card:
                torch.cuda.synchronize(device)
                torch.cuda.reset_peak_memory_stats(device)
            wall, processor = time.perf_counter(), time.process_time()
            result = run()
            if card:
                torch.cuda.synchronize(device)
            spent, worked = time.perf_counter() - wall, time.process_time() - processor
            peak = torch.cuda.max_memory_allocated(device) if card else 0
            if number >= warm:
                best = Timed(min(best.seconds, spent), min(best.processor_s, worked), max(best.peak_bytes, peak), result)
    return best


def errors(found: Any, wanted: Any) -> tuple[float, float]:
    """Relative L2 distance and largest absolute difference of two results (tensors, or tuples of them: the worst of them)."""
    pairs = list(zip(_tensors(found), _tensors(wanted), strict=True))
    relative = [float((a - b).norm() / b.norm().clamp_min(1e-12)) for a, b in pairs]
    return max(relative), max(float((a - b).abs().max()) for a, b in pairs)


def _tensors(value: Any) -> list[torch.Tensor]:
    if torch.is_tensor(value):
        return [value.detach().float().cpu()]
    items = value.values() if hasattr(value, "values") else value
    return [tensor for item in items if item is not None for tensor in _tensors(item)]
