# SPDX-License-Identifier: Apache-2.0
"""The family as the engine finds it. Settling needs no torch; driving does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiprod.models.checkpoints import Checkpoint
from aiprod.shooting.diffusion.families.ltx2.settling import settled
from aiprod.shooting.diffusion.request import VideoRequest

if TYPE_CHECKING:
    from aiprod.shooting.diffusion.families.base import Parts, VideoModel


class Ltx2Family:
    """LTX-2.0, 2.3 and 2.5."""

    name = "ltx2"

    def settle(self, request: VideoRequest, checkpoint: Checkpoint) -> VideoRequest:
        """See `Family.settle`."""
        return settled(request, checkpoint)

    def drive(self, checkpoint: Checkpoint, parts: Parts) -> VideoModel:
        """See `Family.drive`."""
        from aiprod.shooting.diffusion.families.ltx2.driver import Ltx2Model

        return Ltx2Model(checkpoint, parts)
