# SPDX-License-Identifier: Apache-2.0
"""Built parts in use: what was measured to be faster on this machine takes the place of PyTorch's, and nothing else does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aiprod.models.checkpoints import Checkpoint
from aiprod.models.compiling import cache, measurements
from aiprod.models.compiling.keys import weights_key
from aiprod.models.compiling.measurements import Measurement

EXACT = 1e-3
"""Relative error, against float32, that a part in use may have: what a picture of 8 bits does not show."""


def ways(checkpoint: Checkpoint, part: str, device: str) -> list[Measurement]:
    """How this checkpoint's part, with these very weights, was measured here by every way of running it, the quickest first."""
    found = measurements.measured(part=part, device=device)
    if not found:
        return []
    weights = weights_key(checkpoint, part.split(".")[0])
    return sorted((each for each in found if each.weights == weights), key=lambda each: each.seconds)


def exported_decoder(checkpoint: Checkpoint, device: str, dtype: str = "float32") -> cache.Built | None:
    """The decoder to use on a processor in PyTorch's place: where it is built, exact, and faster here than PyTorch in `dtype`."""
    if device != "cpu":
        return None
    from aiprod.models.compiling import parts

    known = ways(checkpoint, "vae.decoder", device)
    built = next((each for each in known if each.route == "onnx" and each.error <= EXACT), None)
    plain = next((each for each in known if each.route == "eager" and each.precision == dtype), None)
    if built is None or plain is None or plain.seconds <= built.seconds:
        return None
    return cache.find(parts.decoder_key(checkpoint))


def equip(checkpoint: Checkpoint, name: str, module: Any, device: str, dtype: str = "float32", threads: int = 0) -> Sequence[str]:
    """Put what is faster here into a module that was just loaded. To be called once, by whoever loads modules.

    Args:
        name: the component's ("vae").
        module: the component's module; its decoder is replaced, and with it the memory that it took.
        dtype: what the module computes in.

    Returns:
        Sentences for the plan's reasons; none where everything stays.
    """
    if name != "vae":
        return ()
    built = exported_decoder(checkpoint, device, dtype)
    if built is None:
        return ()
    from aiprod.models.compiling.parts import decoder_runner

    module.decoder = decoder_runner(built, threads)
    return ("Pictures are decoded by ONNX Runtime: measured to be faster on this machine.",)
