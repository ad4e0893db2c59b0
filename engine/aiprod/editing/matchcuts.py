# SPDX-License-Identifier: Apache-2.0
"""The match-cut finder: pictures on both sides of a cut that agree in form or in movement.

Across scenes such a pair is a match cut; inside a scene, two neighbours that are nearly one picture are a jump cut.

Form: what the eye goes to (spectral residual saliency; Hou and Zhang, CVPR 2007) and how its edges run (histograms of oriented
gradients; Dalal and Triggs, CVPR 2005), compared at the same place of the frame, as a viewer's eye does across a cut.
Movement: mean optical flow (Farnebäck, SCIA 2003) at the end of one shot and at the beginning of the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import atan2, degrees
from typing import cast

import numpy as np
from numpy.typing import NDArray

from aiprod.film.reasons import Reason, reason

Rgb = NDArray[np.uint8]
Plane = NDArray[np.float32]
FORM = 0.62
"""Agreement from which two pictures are worth looking at side by side. Different pictures of one film reach 0.45 at the 95th
percentile; the same outline filled otherwise stands above 0.7."""
JUMP = 0.88
"""Agreement from which a cut inside a scene looks like a fault of the film."""
_SIZE = (96, 54)
_CELL, _BINS = 6, 9
_SAME_WAY_DEG, _LEAST_SHARE = 35.0, 0.004
"""Movements agree within this angle, and count from this share of the picture's width between the two frames."""


@dataclass(frozen=True)
class Edge:
    """One end of a shot.

    Attributes:
        shot, scene: their ids.
        frames: two frames about a sixth of a second apart, in the film's order, uint8 [height, width, 3]; the first is a shot's
            first frame, or the second its last.
    """

    shot: str
    scene: str
    frames: tuple[Rgb, Rgb]


@dataclass(frozen=True)
class MatchCut:
    """Two shots that could be joined on what is alike in them.

    Attributes:
        before, after: shot ids.
        form: agreement of forms, 0–1.
        way: "left", "right", "up" or "down" where both move so; else "".
    """

    before: str
    after: str
    form: float
    way: str = ""

    @property
    def worth_seeing(self) -> bool:
        return self.form >= FORM or bool(self.way)

    def reason(self) -> Reason:
        """For the clip, and for people."""
        return reason("match.movement", way=self.way) if self.way else reason("match.form", score=self.form)


@dataclass(frozen=True)
class _Looked:
    """What is compared of one end of a shot."""

    saliency: Plane
    form: Plane
    flow: tuple[float, float]


def find(ends: Sequence[Edge], beginnings: Sequence[Edge]) -> list[MatchCut]:
    """Every pair of shots of different scenes that could be joined on what is alike in them, the best first."""
    pairs = [(a, b) for a in ends for b in beginnings if a.scene != b.scene]
    found = (cut for cut in _all(pairs) if cut.worth_seeing)
    return sorted(found, key=lambda cut: (-cut.form, cut.before, cut.after))


def jumps(cuts: Sequence[tuple[Edge, Edge]]) -> list[MatchCut]:
    """The cuts inside a scene, given as (end, beginning), whose two sides are nearly one picture."""
    return [cut for cut in _all([(a, b) for a, b in cuts if a.scene == b.scene]) if cut.form >= JUMP]


def _all(pairs: Sequence[tuple[Edge, Edge]]) -> Iterator[MatchCut]:
    looked: dict[tuple[str, int], _Looked] = {}
    for pair in pairs:
        for side, edge in enumerate(pair):
            if (edge.shot, side) not in looked:
                looked[edge.shot, side] = _looked(edge, at=1 - side)
        before, after = pair
        yield _compared(before.shot, after.shot, looked[before.shot, 0], looked[after.shot, 1])


def _compared(before: str, after: str, a: _Looked, b: _Looked) -> MatchCut:
    form = _agreement(a.form, b.form) * (0.5 + 0.5 * _agreement(a.saliency, b.saliency))
    return MatchCut(before, after, round(form, 3), _way(a.flow, b.flow))


def _looked(edge: Edge, at: int) -> _Looked:
    """`at` names which of the two frames stands next to the cut."""
    grey = [_grey(frame) for frame in edge.frames]
    saliency = _saliency(grey[at])
    return _Looked(saliency, _form(grey[at], saliency), _flow(*grey))


def _grey(frame: Rgb) -> Plane:
    import cv2

    small = cv2.resize(frame, _SIZE, interpolation=cv2.INTER_AREA)
    return cast("Plane", cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32) / 255)


def _saliency(grey: Plane) -> Plane:
    """Spectral residual: what of the spectrum is not what every picture has."""
    import cv2

    spectrum = np.fft.fft2(grey)
    level = np.log(np.abs(spectrum) + 1e-6).astype(np.float32)
    residual = level - cv2.blur(level, (3, 3))
    found = np.abs(np.fft.ifft2(np.exp(residual + 1j * np.angle(spectrum)))) ** 2
    soft = cv2.GaussianBlur(found.astype(np.float32), (0, 0), 3.0)
    return cast("Plane", soft / max(float(soft.max()), 1e-9))


def _form(grey: Plane, saliency: Plane) -> Plane:
    """Orientations of edges in cells of the frame, weighted by what the eye goes to: float32 [rows, columns, bins]."""
    import cv2

    dx, dy = (cv2.Sobel(grey, cv2.CV_32F, *order, ksize=3) for order in ((1, 0), (0, 1)))
    strength = np.sqrt(np.hypot(dx, dy)) * (0.25 + saliency)
    angle = (np.degrees(np.arctan2(dy, dx)) % 180) * (_BINS / 180)
    bins = np.minimum(angle.astype(np.int64), _BINS - 1)
    rows, columns = _SIZE[1] // _CELL, _SIZE[0] // _CELL
    cells = np.zeros((rows, columns, _BINS), np.float32)
    y, x = np.indices(grey.shape)
    np.add.at(cells, (y // _CELL, x // _CELL, bins), strength)
    blurred = cv2.GaussianBlur(cells, (0, 0), 0.8)
    return cast("Plane", blurred)


def _agreement(a: Plane, b: Plane) -> float:
    """Correlation about the mean, 0 where they have nothing in common."""
    x, y = a - a.mean(), b - b.mean()
    scale = float(np.sqrt((x * x).sum() * (y * y).sum()))
    return max(0.0, float((x * y).sum()) / scale) if scale > 1e-9 else 0.0


def _flow(first: Plane, second: Plane) -> tuple[float, float]:
    """Mean movement in shares of the picture's width, of the parts that have something to see."""
    import cv2

    codes = [(plane * 255).astype(np.uint8) for plane in (first, second)]
    start = np.zeros((*first.shape, 2), np.float32)
    flow = cv2.calcOpticalFlowFarneback(codes[0], codes[1], start, 0.5, 3, 15, 3, 5, 1.1, 0)
    seen = np.hypot(cv2.Sobel(first, cv2.CV_32F, 1, 0), cv2.Sobel(first, cv2.CV_32F, 0, 1)) > 0.05
    if seen.mean() < 0.01:
        return 0.0, 0.0
    dx, dy = np.median(flow[seen], axis=0) / first.shape[1]
    return float(dx), float(dy)


def _way(a: tuple[float, float], b: tuple[float, float]) -> str:
    if min(float(np.hypot(*a)), float(np.hypot(*b))) < _LEAST_SHARE:
        return ""
    turn = abs((degrees(atan2(a[1], a[0]) - atan2(b[1], b[0])) + 180) % 360 - 180)
    if turn > _SAME_WAY_DEG:
        return ""
    if abs(a[0]) >= abs(a[1]):
        return "right" if a[0] > 0 else "left"
    return "down" if a[1] > 0 else "up"
