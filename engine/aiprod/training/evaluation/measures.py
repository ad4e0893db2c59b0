# SPDX-License-Identifier: Apache-2.0
"""Numbers about clips: which labels were obeyed, how the picture moves and flickers, and whether it was copied."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from aiprod.training.data.conditioning import Codes
from aiprod.training.data.vocabulary import SLOTS, ids

Clips = NDArray[np.uint8]
OBEYED = ("subject", "colour", "count", "direction", "camera", "time", "weather")
"""The attributes that a model is asked to obey; the mean over them is its mark."""
_SMALL, _COPY = (64, 36), 0.5


def accuracies(found: Codes, asked: Codes) -> dict[str, Any]:
    """For each slot the share of clips that show the value asked for, over the clips where the slot says something.

    Returns:
        "slots": slot → accuracy, "clips_by_slot": slot → how many, "mean": over `OBEYED`, of the camera its axis and sign;
        "worst": (slot, accuracy) among them; "camera_axis" and "camera_move": the axis alone (zoom and dolly are one), and axis
        and sign.
    """
    slots, counts = {}, {}
    for at, slot in enumerate(SLOTS):
        known = asked[:, at] >= 0
        counts[slot] = int(known.sum())
        if counts[slot]:
            slots[slot] = float((found[known, at] == asked[known, at]).mean())
    camera = _camera(found, asked)
    marked = {slot: slots[slot] for slot in OBEYED if slot in slots}
    if "camera" in marked:
        marked["camera"] = camera["camera_move"]
    worst = min(marked, key=marked.__getitem__) if marked else ""
    mean = float(np.mean(list(marked.values()))) if marked else 0.0
    return {
        "slots": slots,
        "clips_by_slot": counts,
        "mean": mean,
        "worst": (worst, marked.get(worst, 0.0)),
        **camera,
    }


def _camera(found: Codes, asked: Codes) -> dict[str, float]:
    at, names = SLOTS.index("camera"), ids("camera")
    known = asked[:, at] >= 0
    pairs = [(_move(names[a]), _move(names[b])) for a, b in zip(found[known, at], asked[known, at], strict=True)]
    if not pairs:
        return {}
    axes = float(np.mean([a[0] == b[0] for a, b in pairs]))
    return {"camera_axis": axes, "camera_move": float(np.mean([a == b for a, b in pairs]))}


def _move(name: str) -> tuple[str, str]:
    """What the picture does: a zoom and a dolly both draw near or away, a pan and a truck both go sideways."""
    axis, _, way = name.partition("_")
    return {"zoom": "depth", "dolly": "depth", "pan": "side", "truck": "side"}.get(axis, axis), way


def confusions(found: Codes, asked: Codes, slot: str, most: int = 8) -> list[tuple[str, str, int]]:
    """The commonest mistakes of a slot: (asked, seen, how often)."""
    at, names = SLOTS.index(slot), ids(slot)
    wrong = (asked[:, at] >= 0) & (found[:, at] != asked[:, at])
    pairs, times = np.unique(np.stack([asked[wrong, at], found[wrong, at]], 1), axis=0, return_counts=True)
    order = np.argsort(-times, kind="stable")[:most]
    return [(names[pairs[i, 0]], names[pairs[i, 1]], int(times[i])) for i in order]


def _gray(clip: Clips) -> NDArray[np.float32]:
    return np.stack([cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY) for frame in clip]).astype(np.float32)


def motion_rms(clip: Clips) -> float:
    """How much the picture changes from frame to frame: root mean square, in codes of 255."""
    gray = _gray(clip)
    return float(np.sqrt(np.mean((gray[1:] - gray[:-1]) ** 2)))


def flicker(clip: Clips) -> float:
    """How much the brightness of the whole frame jumps back and forth: mean second difference, in codes of 255."""
    levels = _gray(clip).mean(axis=(1, 2))
    return float(np.abs(levels[2:] - 2 * levels[1:-1] + levels[:-2]).mean()) if len(levels) > 2 else 0.0


@dataclass(frozen=True)
class PictureMove:
    """What the camera did to the picture from the first frame to the last: the picture's way to the right and down, in
    picture widths and heights, and the logarithm of its growth."""

    right: float
    down: float
    growth: float


def picture_move(clip: Clips) -> PictureMove:
    """The picture's own movement: tracked corners, and the similarity that most of them agree on, frame after frame."""
    gray = [frame.astype(np.uint8) for frame in _gray(clip)]
    height, width = gray[0].shape
    right = down = growth = 0.0
    for before, after in pairwise(gray):
        step = _similarity(before, after)
        if step is not None:
            a, b = step[0, 0], step[1, 0]
            middle = step @ np.array([width / 2, height / 2, 1.0]) - np.array([width / 2, height / 2])
            right, down, growth = right + middle[0] / width, down + middle[1] / height, growth + float(np.log(np.hypot(a, b)))
    return PictureMove(float(right), float(down), growth)


def _similarity(before: NDArray[np.uint8], after: NDArray[np.uint8]) -> NDArray[np.float64] | None:
    corners = cv2.goodFeaturesToTrack(before, 160, 0.01, 6)
    if corners is None or len(corners) < 6:
        return None
    moved, found, _ = cv2.calcOpticalFlowPyrLK(before, after, corners, cast("Any", None), winSize=(13, 13), maxLevel=3)
    kept = found[:, 0] == 1
    if kept.sum() < 6:
        return None
    matrix, _ = cv2.estimateAffinePartial2D(corners[kept], moved[kept], method=cv2.RANSAC, ransacReprojThreshold=1.0)
    return None if matrix is None else np.asarray(matrix, np.float64)


def nearest(clips: Clips, known: Clips) -> NDArray[np.float32]:
    """For each clip the distance to the nearest of the known ones: root mean square of small pictures, in codes of 255."""
    ours, theirs = _thumbnails(clips), _thumbnails(known)
    squares = (ours**2).sum(1)[:, None] + (theirs**2).sum(1)[None] - 2 * ours @ theirs.T
    return np.asarray(np.sqrt(np.maximum(squares.min(axis=1), 0) / ours.shape[1]), np.float32)


def _thumbnails(clips: Clips) -> NDArray[np.float32]:
    """First, middle and last frame of each clip, small, as one row."""
    moments = (0, clips.shape[1] // 2, clips.shape[1] - 1)
    rows = [[cv2.resize(clip[t], _SMALL, interpolation=cv2.INTER_AREA) for t in moments] for clip in clips]
    return np.array(rows, np.float32).reshape(len(clips), -1)


def memorisation(made: Clips, trained_on: Clips, unseen: Clips) -> dict[str, float]:
    """Whether clips lie nearer to those trained on than fresh footage does.

    Returns:
        "made" and "unseen": median distance to the nearest clip trained on; "ratio": the one over the other (1: as far
        away as fresh footage; near 0: copies); "copies": the share of clips nearer than half as far as the nearest hundredth
        of unseen ones.
    """
    ours, fresh = nearest(made, trained_on), nearest(unseen, trained_on)
    middle = float(np.median(fresh))
    return {
        "made": float(np.median(ours)), "unseen": middle, "ratio": float(np.median(ours)) / max(middle, 1e-6),
        "copies": float((ours < _COPY * np.quantile(fresh, 0.01)).mean()),
    }  # fmt: skip


def feature_distance(first: NDArray[np.float32], second: NDArray[np.float32]) -> float:
    """Fréchet distance between two clouds of recogniser features: FVD's formula in a space of our own, not comparable to FVD."""
    means = first.mean(0) - second.mean(0)
    a, b = (np.cov(features.astype(np.float64), rowvar=False) for features in (first, second))
    roots = np.sqrt(np.maximum(np.linalg.eigvals(a @ b).real, 0)).sum()
    return float(means @ means + np.trace(a) + np.trace(b) - 2 * roots)
