# SPDX-License-Identifier: Apache-2.0
"""A clip that somebody waits for."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING

from aiprod.film.errors import Stopped
from aiprod.shooting.diffusion.families.base import Clip, Embedding

if TYPE_CHECKING:
    import numpy as np
    import torch
    from numpy.typing import NDArray

    from aiprod.shooting.diffusion.engine.keeping import Keep
    from aiprod.shooting.diffusion.engine.loaded import Loaded
    from aiprod.shooting.diffusion.engine.reels import Reel
    from aiprod.shooting.diffusion.request import Media, VideoRequest
    from aiprod.shooting.generator import Watch


@dataclass(eq=False)
class Job:
    """A clip on its way through the engine.

    Attributes:
        request: settled.
        model: that makes it.
        together: clips with the same word can be made in one batch.
        stages: all of its stages.
        done: how many of them are behind it.
        latents: after those.
        ended: is set when its last stage is, or with what went wrong.
        again: whether it is being tried a second time, because its numbers went wrong.
        share: of its sampling that is behind it, 0 to 1.
        seconds: of the device that its sampling took.
        reel: the clips that it is decoded with; None: it is decoded alone.
    """

    request: VideoRequest
    media: Media
    watch: Watch | None
    keep: Keep
    model: Loaded
    together: str
    stages: tuple[str, ...]
    done: int = 0
    latents: dict[str, torch.Tensor] = field(default_factory=dict)
    ended: Future[None] = field(default_factory=Future)
    again: bool = False
    share: float = 0.0
    seconds: float = 0.0
    reel: Reel | None = None
    came: float = field(default_factory=monotonic)

    @property
    def over(self) -> bool:
        """Whether nobody waits for it any more."""
        return self.ended.done()

    @property
    def key(self) -> tuple[int, str, tuple[str, ...], bool]:
        """Jobs with the same key go together."""
        return id(self.model), self.together, self.stages[self.done :], self.again

    def finished(self) -> Clip:
        """The clip as it is decoded."""
        return Clip(self.request, self.media, Embedding({}), None, dict(self.latents))

    def fail(self, error: BaseException) -> None:
        """Let whoever waits hear of it, once."""
        if not self.ended.done():
            self.ended.set_exception(error)

    def tell(self, share: float, rgb: NDArray[np.uint8] | None = None) -> None:
        """Tell the watch how far it is (a share of its whole time), with a picture. Its `Stopped` ends this job alone."""
        if self.watch is None or self.over:
            return
        total = self.request.frames
        try:
            self.watch.frame(min(int(share * total), total - 1), total, rgb)
        except Stopped as stop:
            self.fail(stop)
