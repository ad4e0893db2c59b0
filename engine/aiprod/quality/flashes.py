# SPDX-License-Identifier: Apache-2.0
"""Flashes that could harm viewers (ITU-R BT.1702-3): opposing changes over a quarter of the picture.

Luminance: a change of 20 cd/m² or more where the darker state is below 160 cd/m²; where it is brighter, as in HDR, a
Michelson contrast of 1/17 or more (the same at 160 cd/m²). Red: a change to or from a saturated red, R/(R+G+B) ≥ 0.8 of
linear light, by more than 0.2 in the CIE 1976 u′v′ diagram (ISO 9241-391; the same in WCAG 2.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

PEAK_CD = 200.0
STEP_CD = 20.0
_DARK_CD, _AREA, _CONTRAST = 160.0, 0.25, 1 / 17
_COHERENT = 2.0
_RED_SHARE, _RED_STEP = 0.8, 0.2
_PQ, _HLG = 16, 18
_HLG_PEAK, _HLG_GAMMA = 1000.0, 1.2
_TO_XYZ = {
    1: ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505)),
    9: ((0.6370, 0.1446, 0.1689), (0.2627, 0.6780, 0.0593), (0.0, 0.0281, 1.0610)),
    12: ((0.4866, 0.2657, 0.1982), (0.2290, 0.6917, 0.0793), (0.0, 0.0451, 1.0439)),
}
"""Primaries (ISO/IEC 23091-2) → RGB to XYZ, D65. Those of standard definition are taken as Rec.709's."""
Floats = NDArray[np.float32]


def linear(signal: Floats, transfer: int = 1) -> Floats:
    """Light in cd/m² of each channel of R′G′B′ [..., 3], for a transfer code.

    SDR as BT.1886 with a black of 0 and a white of 200 cd/m², as BT.1702-3 has it; PQ as BT.2100; HLG as on a 1000 cd/m² display.
    """
    code = np.clip(signal, 0, 1).astype(np.float32)
    if transfer == _PQ:
        power = code ** np.float32(1 / 78.84375)
        light = np.maximum(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power)
        return np.asarray(10_000 * light ** (1 / 0.1593017578125), np.float32)
    if transfer == _HLG:
        scene = np.where(code <= 0.5, code * code / 3, (np.exp((code - 0.55991073) / 0.17883277) + 0.28466892) / 12)
        seen = scene @ np.array([0.2627, 0.6780, 0.0593], np.float32)
        return np.asarray(_HLG_PEAK * scene * np.maximum(seen, 1e-6)[..., None] ** (_HLG_GAMMA - 1), np.float32)
    return np.asarray(PEAK_CD * code**2.4, np.float32)


def luminance(signal: Floats, transfer: int = 1, primaries: int = 1) -> Floats:
    """Screen luminance in cd/m² of R′G′B′ [..., 3]."""
    weights = np.array(_matrix(primaries)[1], np.float32)
    light: Floats = linear(signal, transfer) @ weights
    return light


def red_states(signal: Floats, transfer: int = 1, primaries: int = 1) -> tuple[NDArray[np.bool_], Floats]:
    """Whether each colour R′G′B′ [..., 3] is a saturated red, and its u′v′ [..., 2]."""
    light = linear(signal, transfer)
    total = light.sum(axis=-1)
    saturated = (light[..., 0] >= _RED_SHARE * total) & (total > 1.0)
    xyz = light @ np.array(_matrix(primaries), np.float32).T
    weight = np.maximum(xyz @ np.array([1, 15, 3], np.float32), 1e-3)
    return saturated, np.stack((4 * xyz[..., 0] / weight, 9 * xyz[..., 1] / weight), axis=-1)


def _matrix(primaries: int) -> tuple[tuple[float, ...], ...]:
    return _TO_XYZ.get(primaries, _TO_XYZ[1])


def edges(maps: Sequence[NDArray[np.floating]] | NDArray[np.floating], step_cd: float = STEP_CD) -> list[int]:
    """Frames that complete a change of luminance which opposes the one before.

    Args:
        maps: luminance of a small picture for each frame, cd/m², [frames, height, width].
        step_cd: the change that counts in the dark.

    Each cell remembers its last turning point. A frame is an edge when more than a quarter of the cells changed by the step
    against it, the other way than the edge before, and mostly the same way: rain and grain go both ways at once.
    """
    if len(maps) == 0:
        return []
    extreme, rising = maps[0].astype(np.float32), np.zeros(maps[0].shape, bool)
    found, last_way = [], 0
    for index in range(1, len(maps)):
        now = maps[index].astype(np.float32)
        up, down = _changed(extreme, now, step_cd), _changed(now, extreme, step_cd)
        way = _way(float(up.mean()), float(down.mean()))
        if way and way != last_way:
            found.append(index)
        last_way = way or last_way
        rising = np.where(up, True, np.where(down, False, rising))
        further = np.where(rising, now > extreme, now < extreme)
        extreme = np.where(up | down | further, now, extreme)
    return found


def _changed(dark: Floats, bright: Floats, step_cd: float) -> NDArray[np.bool_]:
    """Whether going from one state to a brighter one counts."""
    contrast = bright - dark >= _CONTRAST * (bright + dark)
    counts: NDArray[np.bool_] = np.where(dark < _DARK_CD, bright - dark >= step_cd, contrast & (bright > dark))
    return counts


def _way(up: float, down: float) -> int:
    if up > _AREA and up >= _COHERENT * down:
        return 1
    return -1 if down > _AREA and down >= _COHERENT * up else 0


def red_edges(states: Iterable[tuple[NDArray[np.bool_], Floats]]) -> list[int]:
    """Frames that complete a change to or from saturated red, opposing the one before.

    Args:
        states: for each frame, which cells are a saturated red [height, width] and their u′v′ [height, width, 2].
    """
    each = iter(states)
    first = next(each, None)
    if first is None:
        return []
    was_red, was = first
    found, last_way = [], 0
    for index, (is_red, now) in enumerate(each, start=1):
        turned = (is_red != was_red) & (np.hypot(*np.moveaxis(now - was, -1, 0)) > _RED_STEP)
        way = _way(float((turned & is_red).mean()), float((turned & was_red).mean()))
        if way and way != last_way:
            found.append(index)
        last_way = way or last_way
        further = turned | (is_red == was_red)
        was_red, was = np.where(turned, is_red, was_red), np.where(further[..., None], now, was)
    return found
