# SPDX-License-Identifier: Apache-2.0
"""`aiprod models compile`: build what can be built of a model, measure what can be run here, and keep both.

Every way of running a part is a row: what was built or why not, how long it takes beside plain PyTorch on this machine, and how
far its result is from float32's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from aiprod.film.errors import Stopped, UserError
from aiprod.film.hashing import hash_file
from aiprod.models.checkpoints import Checkpoint

Row = dict[str, Any]
Progress = Callable[[str, float], None]
"""What is done now, and the share of all that is done, 0 to 1."""
ROUTES = ("eager", "onnx", "tensorrt-rtx", "tensorrt", "compile", "torchao", "gguf", "layerwise")


class Stop(Protocol):
    def is_set(self) -> bool: ...


def compile_model(
    model: str | Checkpoint, *, routes: Sequence[str] = (), targets: Sequence[str] = ("sm89", "sm120"),
    loras: Sequence[tuple[Path, float]] = (), device: str = "", threads: int = 0, stop: Stop | None = None,
    progress: Progress | None = None,
) -> list[Row]:  # fmt: skip
    """Build and measure.

    Args:
        model: a card's id, or a checkpoint.
        routes: only these of `ROUTES`; all but "compile" on a processor, where that takes minutes, if none is given.
        targets: cards that TensorRT-RTX engines are built for, whether they are here or not.
        loras: files and weights that are fused into the transformer first, in this order.
        device: where to measure, as PyTorch names it; the first card, or else the processor.
        threads: of the processor while measuring; 0: as PyTorch has it.

    Returns:
        Rows: part, route, precision, state ("measured", "built", "not here", "failed"), and figures or a reason.

    Raises:
        UserError: no such model or route, or the runtime is not installed.
        Stopped: `stop` was set.
    """
    from aiprod.models.runtime import need_torch

    need_torch()
    if unknown := [route for route in routes if route not in ROUTES]:
        raise UserError(f"There is no route {unknown[0]!r}", f"the routes are {', '.join(ROUTES)}", "Choose one of them.")
    from aiprod.models.compiling.work import Bench

    fused = [(path, hash_file(path), weight) for path, weight in loras]
    bench = Bench(_checkpoint(model), device or _device(), tuple(routes), tuple(targets), fused, threads)
    rows: list[Row] = []
    for name, share, work in bench.steps():
        if stop is not None and stop.is_set():
            raise Stopped("The model was not compiled to its end", "somebody stopped it", "What was built is kept.")
        if progress:
            progress(name, share)
        rows.extend(work())
    return rows


def _checkpoint(model: str | Checkpoint) -> Checkpoint:
    if isinstance(model, Checkpoint):
        return model
    from aiprod.models.library import checkpoint

    return checkpoint(model)


def _device() -> str:
    import torch

    return "cuda:0" if torch.cuda.is_available() else "cpu"


def words(rows: Sequence[Row]) -> Iterator[str]:
    """Rows as lines for people."""
    for row in rows:
        head = f"{row['part']:<18} {row['route']:<13} {row['precision']:<17}"
        if row["state"] == "measured":
            size = row["bytes"] / 1e6
            yield f"{head} {row['seconds'] * 1000:9.1f} ms  {row['times']:5.2f} ×  error {row['error']:.1e}  {size:9.1f} MB"
        else:
            yield f"{head} {row['state']}: {row['why']}"
