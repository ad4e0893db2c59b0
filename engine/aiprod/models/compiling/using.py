# SPDX-License-Identifier: Apache-2.0
"""Built parts in use: what was measured to be faster on this machine takes the place of PyTorch's, and nothing else does.

On a processor these are exported decoders, and exported blocks for clips that are made alone. On a card nothing is put in place
by itself: whether an engine that was built without the card is right for every size that a film will ask for, only that card can
tell (`aiprod bench gpu` does), and blocks that PyTorch compiles are compiled afresh for every size, which takes longer than a
film's few clips of it save.
"""

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
    from aiprod.models.compiling import parts

    faster = _exported_is_faster(checkpoint, "vae.decoder", device, dtype)
    return cache.find(parts.decoder_key(checkpoint)) if faster else None


def exported_blocks(checkpoint: Checkpoint, name: str, device: str, dtype: str = "float32") -> cache.Built | None:
    """The graph to use for a transformer's blocks, by the same measure; blocks of other types than float32 stay PyTorch's."""
    from aiprod.models.compiling import parts

    measured = ("transformer", "transformer.block")
    faster = dtype == "float32" and any(_exported_is_faster(checkpoint, part, device, dtype) for part in measured)
    return cache.find(parts.block_key(checkpoint.components[name], _float32())) if faster else None


def _float32() -> Any:
    import torch

    return torch.float32


def _exported_is_faster(checkpoint: Checkpoint, part: str, device: str, dtype: str) -> bool:
    if device != "cpu":
        return False
    """Wherever both were measured at the same size."""
    known = ways(checkpoint, part, device)
    plain = [each for each in known if each.route == "eager" and each.precision == dtype]
    built = [each for each in known if each.route == "onnx" and each.error <= EXACT]
    pairs = [(one, other) for one in built for other in plain if (one.shape, one.threads) == (other.shape, other.threads)]
    return bool(pairs) and all(one.seconds < other.seconds for one, other in pairs)


def equip(checkpoint: Checkpoint, name: str, module: Any, device: str, dtype: str = "float32", threads: int = 0) -> Sequence[str]:
    """Put what is faster here into a module that was just loaded. To be called once, by whoever loads modules.

    Args:
        name: the component's ("vae", "transformer").
        module: the component's module; its decoder is replaced, and with it the memory that it took, or its blocks are run
            otherwise, with the weights that they have at that moment. Weights that wait to be quantised are not for this.
        dtype: what the module computes in.

    Returns:
        Sentences for the plan's reasons; none where everything stays.
    """
    from aiprod.models.compiling import parts

    if name == "vae" and (decoder := exported_decoder(checkpoint, device, dtype)) is not None:
        module.decoder = parts.decoder_runner(decoder, threads)
        return ("Pictures are decoded by ONNX Runtime: measured to be faster on this machine.",)
    if name.startswith("transformer") and (blocks := exported_blocks(checkpoint, name, device, dtype)) is not None:
        from aiprod.models.compiling.block_runners import put_in_place

        put_in_place(module, parts.onnx_blocks(blocks, module, threads))
        return ("The transformer's blocks are run by ONNX Runtime: measured to be faster on this machine.",)
    return ()
