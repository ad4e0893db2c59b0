# SPDX-License-Identifier: Apache-2.0
"""The darkroom: one process for the device, which keeps video models between the shots of a film, and between films.

Shots that a video model makes are handed to it instead of to the worker processes: each runs in a thread of its own, so that
the models' engine sees all of them and makes together what goes together. It ends with this process, or when nothing was asked
of it for a while. When it dies, its shots fail as lost, and the next one gets a new darkroom.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import Any

Built = tuple[dict[str, Any], float]


class Darkroom:
    """Runs builders ("module:function", called with a folder and arguments) in the process that keeps the models."""

    def submit(self, builder: str, folder: Path, arguments: Mapping[str, Any]) -> Future[Built]:
        raise NotImplementedError
