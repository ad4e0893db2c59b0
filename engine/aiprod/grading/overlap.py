# SPDX-License-Identifier: Apache-2.0
"""Where two stills show the same things: the same set-up, reframed a little.

Features are SIFT's (Lowe, International Journal of Computer Vision 60, 2004), which don't mind exposure, balance and contrast;
the geometry is a similarity found by RANSAC (Fischler and Bolles, Communications of the ACM 24, 1981).
"""

from __future__ import annotations

from typing import cast

import numpy as np
from numpy.typing import NDArray

Still = NDArray[np.uint8]
Codes = NDArray[np.float32]
_LONGEST = 480
_RATIO = 0.75
_LEAST_INLIERS, _LEAST_SHARE, _LEAST_OVERLAP = 24, 0.35, 0.4
_PIXELS_OFF = 2.0
_SCALES = (0.6, 1.67)
_GRID = (54, 96)


def shared_cells(source: Still, reference: Still) -> tuple[Codes, Codes] | None:
    """Mean codes (0–1) of the same small places in both stills, float32 [n, 3] each; None where they don't overlap."""
    import cv2

    ours, theirs = _reduced(source), _reduced(reference)
    move = _similarity(ours, theirs)
    if move is None:
        return None
    size = (theirs.shape[1], theirs.shape[0])
    moved = cv2.warpAffine(ours, move, size, flags=cv2.INTER_LINEAR)
    seen = cv2.warpAffine(np.full(ours.shape[:2], 255, np.uint8), move, size, flags=cv2.INTER_NEAREST)
    whole = cv2.erode(seen, np.ones((5, 5), np.uint8), borderValue=0) == 255
    if whole.mean() < _LEAST_OVERLAP:
        return None
    inside = _cells(whole[..., None].astype(np.float32))[:, 0] > 0.999
    first, second = (_cells(picture.astype(np.float32))[inside] / np.float32(255) for picture in (moved, theirs))
    return cast("Codes", first), cast("Codes", second)


def _reduced(still: Still) -> Still:
    import cv2

    scale = min(1.0, _LONGEST / max(still.shape[:2]))
    size = (max(1, round(still.shape[1] * scale)), max(1, round(still.shape[0] * scale)))
    return cast("Still", cv2.resize(np.ascontiguousarray(still[..., :3]), size, interpolation=cv2.INTER_AREA))


def _similarity(ours: Still, theirs: Still) -> NDArray[np.float64] | None:
    """[2, 3]: places in `ours` to places in `theirs`."""
    import cv2

    cv2.setRNGSeed(0)  # RANSAC draws; the same stills give the same answer
    finder = cv2.SIFT.create(nfeatures=800, contrastThreshold=0.02)
    points, signs = zip(*(finder.detectAndCompute(_even(still), None) for still in (ours, theirs)), strict=True)
    if any(sign is None or len(sign) < _LEAST_INLIERS for sign in signs):
        return None
    near = cv2.BFMatcher(cv2.NORM_L2).knnMatch(signs[0], signs[1], k=2)
    good = [pair[0] for pair in near if len(pair) == 2 and pair[0].distance < _RATIO * pair[1].distance]
    if len(good) < _LEAST_INLIERS:
        return None
    source = np.array([points[0][m.queryIdx].pt for m in good], np.float32)
    target = np.array([points[1][m.trainIdx].pt for m in good], np.float32)
    move, inliers = cv2.estimateAffinePartial2D(source, target, method=cv2.RANSAC, ransacReprojThreshold=_PIXELS_OFF)
    if move is None or inliers.sum() < max(_LEAST_INLIERS, _LEAST_SHARE * len(good)):
        return None
    scale = float(np.hypot(move[0, 0], move[1, 0]))
    return cast("NDArray[np.float64]", move) if _SCALES[0] < scale < _SCALES[1] else None


def _even(still: Still) -> NDArray[np.uint8]:
    """Grey with its contrast evened out, so that dark and flat pictures have features too."""
    import cv2

    grey = cv2.cvtColor(still, cv2.COLOR_RGB2GRAY)
    return cast("NDArray[np.uint8]", cv2.createCLAHE(2.0, (8, 8)).apply(grey))


def _cells(picture: NDArray[np.float32]) -> Codes:
    """Means on a coarse grid, [n, channels]."""
    rows, columns = (min(n, size) for n, size in zip(_GRID, picture.shape[:2], strict=True))
    height, width = picture.shape[0] // rows, picture.shape[1] // columns
    cut = picture[: rows * height, : columns * width].reshape(rows, height, columns, width, -1)
    return cast("Codes", cut.mean(axis=(1, 3)).reshape(rows * columns, -1))
