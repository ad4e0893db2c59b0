# SPDX-License-Identifier: Apache-2.0
"""Builders for the darkroom's tests: they run in its process."""

import os
import signal
import time
from pathlib import Path
from typing import Any

import numpy as np

from aiprod.film.errors import UserError
from aiprod.film.faults import FaultClass, FaultError
from aiprod.production.watching import watch

_PATIENCE_S = 60.0


def name_process(folder: Path, **_arguments: Any) -> dict[str, Any]:
    return {"pid": os.getpid(), "folder": folder.name}


def meet(folder: Path, *, others: int) -> dict[str, Any]:
    """Waits until so many are at work together."""
    (folder.parent / f"here-{folder.name}").touch()
    late = time.monotonic() + _PATIENCE_S
    while len(list(folder.parent.glob("here-*"))) < others:
        if time.monotonic() > late:
            raise TimeoutError("nobody came")
        time.sleep(0.01)
    return {"pid": os.getpid()}


def fail(folder: Path, *, how: str) -> dict[str, Any]:
    raise {
        "user": UserError("No", "because", "Do this."),
        "fault": FaultError("No", "numbers", kind=FaultClass.PROVIDER, code="nan_latents"),
        "memory": MemoryError(),
        "ours": ValueError("oh"),
    }[how]


def show(folder: Path, *, frames: int) -> dict[str, Any]:
    with watch("shot-1", frames) as onlooker:
        for frame in range(1, frames + 1):
            onlooker.frame(frame, frames, np.full((90, 160, 3), 40, np.uint8))
    return {"frames": frames}


def for_ever(folder: Path) -> dict[str, Any]:
    with watch("shot-1", 100) as onlooker:
        (folder.parent / "began").touch()
        late = time.monotonic() + _PATIENCE_S
        while time.monotonic() < late:
            onlooker.frame(1, 100, None)
            time.sleep(0.005)
    return {}


def die(folder: Path, **_arguments: Any) -> dict[str, Any]:
    os.kill(os.getpid(), signal.SIGKILL)
    return {}


def die_once(folder: Path, *, mark: str, **_arguments: Any) -> dict[str, Any]:
    path = Path(mark)
    if not path.exists():
        path.touch()
        return die(folder)
    return {"pid": os.getpid()}
