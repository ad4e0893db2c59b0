# SPDX-License-Identifier: Apache-2.0
"""The family as the engine finds it. Settling needs no torch; driving does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiprod.models.checkpoints import Checkpoint
from aiprod.shooting.diffusion.families.wan.settling import settled
from aiprod.shooting.diffusion.request import VideoRequest

if TYPE_CHECKING:
    from aiprod.shooting.diffusion.families.base import Parts, VideoModel


class WanFamily:
    """Wan 2.1 and 2.2."""

    name = "wan"

    def settle(self, request: VideoRequest, checkpoint: Checkpoint) -> VideoRequest:
        """See `Family.settle`."""
        return settled(request, checkpoint)

    def drive(self, checkpoint: Checkpoint, parts: Parts) -> VideoModel:
        """See `Family.drive`."""
        from aiprod.shooting.diffusion.families.wan.driver import WanModel

        return WanModel(checkpoint, parts)
