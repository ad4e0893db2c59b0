# SPDX-License-Identifier: Apache-2.0
"""Small videos with what must lie beside them, as a user's folder has them."""

import json
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np

from aiprod.media.encoders import choose
from aiprod.media.video import VideoWriter
from aiprod.training.data.sampler import ClipSpec

SPEC = ClipSpec(64, 64, 12, 5)
RIGHTS = {"licence": "CC0-1.0", "holder": "Ada Lopez", "source": "filmed by Ada Lopez", "people": []}
DESCRIBED = RIGHTS | {"captions": {"en": "A harbour at night.", "fr": "Un port, la nuit."}}


def pan(seed: int, frames: int, size: int = 128) -> np.ndarray:
    """A painted place that the camera passes: uint8 [frames, size, size, 3]; another seed is another place."""
    rng = np.random.default_rng(seed)
    small = rng.integers(0, 256, (12, 24, 3)).astype(np.uint8)
    wide = cv2.resize(small, (2 * size, size), interpolation=cv2.INTER_CUBIC)
    return np.stack([wide[:, at : at + size] for at in range(frames)])


def video(path: Path, frames: np.ndarray, beside: dict | None = None) -> Path:
    """A file at 24 frames a second, with its JSON file where there is one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with VideoWriter(path, Fraction(24), frames.shape[2], frames.shape[1], choose("take")) as writer:
        for frame in frames:
            writer.write_rgb(frame)
    if beside is not None:
        path.with_suffix(".json").write_text(json.dumps(beside), "utf-8")
    return path


def reasons(manifest: dict, rows: str = "refused") -> dict[str, str]:
    """File → code of what a manifest says of it."""
    return {row["file"]: row["code"] for row in manifest.get(rows, [])}
