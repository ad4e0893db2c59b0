# SPDX-License-Identifier: Apache-2.0
"""Seconds of a pass: its work over the device's figures."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping

from aiprod.models.planning.devices import Device
from aiprod.models.planning.rehearsal import Work


def seconds(work: Work, device: Device, dtype: str, *, factor: float = 1.0) -> float:
    """What the pass takes. Operations follow each other, so their times add up; `factor` is what earlier runs showed."""
    products = _products(work.matmul, device.matmul.get(dtype, {})) + _products(work.conv, device.conv.get(dtype, {}))
    products += _products(work.unfolded, device.unfolded or device.conv.get(dtype, {}))
    attention = work.attention / max(device.attention.get(dtype, 1e10), 1.0)
    memory = work.moved / device.bandwidth + work.fresh * device.taking + work.near / device.near
    memory += work.reduced * device.reduction
    calls = work.operations * device.operation + work.views * device.view
    return factor * (products + attention + memory + calls)


def _products(by_width: Mapping[int, float], rates: Mapping[int, float]) -> float:
    return sum(flops / rate_at(width, rates) for width, flops in by_width.items())


def rate_at(width: int, rates: Mapping[int, float]) -> float:
    """Operations a second at a width, between the measured ones (straight on logarithmic scales)."""
    known = sorted(rates.items())
    if not known:
        return 1e10
    if width <= known[0][0]:
        return known[0][1]
    for (low, slow), (high, fast) in itertools.pairwise(known):
        if width <= high:
            share = math.log(width / low) / math.log(high / low)
            return math.exp(math.log(slow) * (1 - share) + math.log(fast) * share)
    return known[-1][1]
