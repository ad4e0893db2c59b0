# SPDX-License-Identifier: Apache-2.0
"""The engine of the video models: keeps them between clips, makes clips together, finds a way when memory is short.

    footage = generate(request, media, watch, folder)

One engine serves a process; its functions may be called from many threads, and clips that go together are made together. It
belongs in a process that lives longer than a shot: the production's darkroom (`production.darkroom`).
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from aiprod.shooting.diffusion.engine.coming import Coming

if TYPE_CHECKING:
    from aiprod.shooting.diffusion.engine.engine import Engine
    from aiprod.shooting.diffusion.families.base import Footage
    from aiprod.shooting.diffusion.request import Media, VideoRequest
    from aiprod.shooting.generator import Watch

SAMPLING_SHARE = 0.85
"""How much of a clip's time goes by before its first finished frame: what `generate` tells its watch ends there."""

_here = threading.local()
_lock = threading.Lock()
_engine: Engine | None = None
_coming = Coming()


def resident() -> Engine:
    """This process's engine. PyTorch is imported with it. Raises UserError where the diffusion runtime is not installed."""
    from aiprod.models.runtime import need_torch

    need_torch()
    from aiprod.shooting.diffusion.engine.engine import Engine

    global _engine
    with _lock:
        if _engine is None:
            _engine = Engine(coming=_coming)
        return _engine


def expecting() -> AbstractContextManager[None]:
    """Around whatever a thread does before it calls `generate`: clips that go with its own may wait for it."""
    return _coming.expecting()


@dataclass
class Meter:
    """Seconds of the device that the clips of a thread took, their share of what was made together."""

    seconds: float = 0.0


@contextmanager
def metered() -> Iterator[Meter]:
    """Counts what `generate` takes in this thread."""
    _here.meter = meter = Meter()
    try:
        yield meter
    finally:
        _here.meter = None


def settle(request: VideoRequest) -> VideoRequest:
    """The request with everything that was left open filled in, checked against what its model can do: the recipe.

    Raises:
        UserError: no such model here, or something that it can't make; with the nearest that it can.
    """
    from aiprod.models.library import checkpoint
    from aiprod.shooting.diffusion.families import family

    found = checkpoint(request.model)
    return family(found.family).settle(request, found)


def generate(request: VideoRequest, media: Media, watch: Watch | None, folder: Path) -> Footage:
    """Make a clip. Waits until its latents are finished; the frames are decoded while they are read.

    Args:
        request: settled or not.
        media: where the media that it names lie.
        watch: is told of every step, in frames of the clip, with a small picture of how it looks by then. Its `Stopped` ends
            the work within a block of the transformer.
        folder: of the take. Latents of finished stages are kept beside it (`keeping`), so that the same request goes on from
            there after a crash.

    Raises:
        UserError: something that the model can't make, or media that can't be used.
        FaultError: memory was too short for every plan at this size (resource, "out_of_memory"), or the model gave numbers that
            mean nothing, twice (provider, "nan_latents").
        Stopped: `watch` said so.
    """
    return resident().generate(request, media, watch, folder, getattr(_here, "meter", None))
