# SPDX-License-Identifier: Apache-2.0
"""Latents of finished stages, kept beside the take that is being made: after a crash only the rest is done.

A take's own folder is cleared away when its maker dies, so they lie in `.latents` next to it, named by what they are latents
of. They are small (megabytes for a shot); old ones are thrown away when new ones come.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from aiprod.film.errors import UserError
from aiprod.film.files import disk_errors, own_name
from aiprod.film.hashing import hash_json
from aiprod.models.checkpoints import Checkpoint
from aiprod.shooting.diffusion.request import VideoRequest

if TYPE_CHECKING:
    import torch

FOLDER = ".latents"
_MOST_BYTES = 512 << 20
_OLDEST_S = 14 * 86_400.0


class Keep:
    """The kept latents of one clip.

    Args:
        folder: of the take.
        request: settled.
        checkpoint: that makes it.
    """

    def __init__(self, folder: Path, request: VideoRequest, checkpoint: Checkpoint) -> None:
        self._folder = folder.parent / FOLDER
        self.key = hash_json([request.to_json(), checkpoint.use().sha256])

    def path(self, stage: str) -> Path:
        return self._folder / f"{self.key[:32]}-{stage}.safetensors"

    def save(self, stage: str, latents: dict[str, torch.Tensor]) -> None:
        """Keep the latents after a stage. A disk that does not take them only costs the safety."""
        from safetensors.torch import save_file

        target = self.path(stage)
        half = target.with_suffix(f".{own_name()}.half")
        try:
            with disk_errors(target):
                target.parent.mkdir(parents=True, exist_ok=True)
                save_file({name: tensor.detach().to("cpu").contiguous() for name, tensor in latents.items()}, half)
                half.replace(target)
                _tidy(target.parent)
        except UserError:
            half.unlink(missing_ok=True)

    def load(self, stages: Sequence[str]) -> tuple[int, dict[str, torch.Tensor]]:
        """How many of the stages are done, and the latents after them. What is damaged counts as not there."""
        from safetensors import SafetensorError
        from safetensors.torch import load_file

        for done in range(len(stages), 0, -1):
            path = self.path(stages[done - 1])
            if path.is_file():
                try:
                    return done, load_file(path)
                except (SafetensorError, OSError, ValueError):
                    path.unlink(missing_ok=True)
        return 0, {}


def _tidy(folder: Path) -> None:
    """Throw away what is old, and the oldest of what is too much."""
    files = sorted(folder.glob("*.safetensors"), key=lambda path: path.stat().st_mtime, reverse=True)
    left = _MOST_BYTES
    for path in files:
        found = path.stat()
        left -= found.st_size
        if left < 0 or time.time() - found.st_mtime > _OLDEST_S:
            path.unlink(missing_ok=True)
