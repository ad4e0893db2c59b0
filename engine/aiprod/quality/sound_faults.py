# SPDX-License-Identifier: Apache-2.0
"""Faults in the samples themselves: flat tops, clicks, holes. Each looks at a window of one channel and says where.

The windows overlap (see `quality.sound`), so that a fault on a border is whole in one of them. Thresholds are ratios to what is
around, so that the level of a programme does not matter; they were set on planted faults and on clean hard material
(`aiprod bench quality`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Wave = NDArray[np.float32]
Mask = NDArray[np.bool_]
_QUIET = 10 ** (-40 / 20)
_FLAT_SHARE, _RISE_SHARE, _FLATTER = 0.002, 0.02, 0.35
_SQUARE_SHARE = 0.8
_NEAR_TOP = 0.85


@dataclass(frozen=True)
class Spot:
    """Where something is wrong: samples [start, end) of the window, and how strong it is (0 to 1 of full scale)."""

    start: int
    end: int
    strength: float


# --- clipping ---------------------------------------------------------------------------------------------------------


def flat_tops(wave: Wave, rate: int) -> list[Spot]:
    """Tops that were cut off: the wave rises steeply, stands still at its local maximum for three samples or more, and falls.

    The level need not be full scale (clipped, then turned down). A round top of the same height would bend by so much over its
    middle; a cut one bends by a third of that at most. A wave that stands still most of the time (a square wave) is meant.
    """
    loud = _local_peak(wave, max(rate // 20, 1))
    starts, ends = _runs(np.abs(np.diff(wave)) <= np.maximum(4e-5, _FLAT_SHARE * loud[1:]))
    ends = ends + 1
    long = ends - starts >= 3
    starts, ends = starts[long], ends[long]
    if len(starts) == 0 or _is_square(wave, starts, ends, loud):
        return []
    keep = np.abs(wave[starts]) >= np.maximum(_NEAR_TOP * loud[starts], _QUIET)
    starts, ends = starts[keep], ends[keep]
    if len(starts) == 0:
        return []
    reach = np.clip((ends - starts) // 4, 3, rate // 500 + 3)
    level = np.minimum(np.abs(wave[starts]), np.abs(wave[ends - 1]))
    before = np.abs(wave[np.maximum(starts - reach, 0)]) * _same_sign(wave, starts, starts - reach)
    after = np.abs(wave[np.minimum(ends - 1 + reach, len(wave) - 1)]) * _same_sign(wave, starts, ends - 1 + reach)
    rise = np.minimum(level - before, level - after)
    half = (ends - starts - 1) / 2
    round_top = rise * half**2 / ((half + reach) ** 2 - half**2)
    cut = (rise >= _RISE_SHARE * level) & (_ripple(wave, starts, ends) + 2e-5 <= _FLATTER * round_top)
    return [Spot(int(a), int(b), float(h)) for a, b, h in zip(starts[cut], ends[cut], level[cut], strict=True)]


def _is_square(wave: Wave, starts: NDArray[np.int64], ends: NDArray[np.int64], loud: Wave) -> bool:
    """Whether most of what is not quiet stands still."""
    flat = (ends - starts)[np.abs(wave[starts]) >= 0.1 * loud[starts]].sum()
    return bool(flat > _SQUARE_SHARE * np.count_nonzero(np.abs(wave) >= 0.1 * loud))


def _ripple(wave: Wave, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> Wave:
    """Highest minus lowest sample of each stretch."""
    padded = np.append(wave, wave[-1:])
    edges = np.stack((starts, ends), axis=1).ravel()
    ripple: Wave = np.maximum.reduceat(padded, edges)[::2] - np.minimum.reduceat(padded, edges)[::2]
    return ripple


def _same_sign(wave: Wave, at: NDArray[np.int64], other: NDArray[np.int64]) -> Wave:
    """1 where the wave has the same sign at both places, else −1 (so that a crossing counts as a full fall)."""
    there = wave[np.clip(other, 0, len(wave) - 1)]
    return np.where(np.sign(wave[at]) == np.sign(there), 1.0, -1.0).astype(np.float32)


def blunt_tops(wave: Wave, rate: int, window_s: float = 0.5) -> list[Spot]:
    """Clipping that a lossy coder or a filter has rippled: in half a second, the highest half-waves all reach the same height and
    stay near it for long (a sine: 0.26 of its length, voices and music less; clipped ones: a third and more)."""
    crossings = np.flatnonzero(np.diff(np.signbit(wave))) + 1
    if len(crossings) < 16:
        return []
    heights, flatness, lengths = _half_waves(wave, crossings)
    found = []
    size = round(window_s * rate)
    for start in range(0, len(wave) - size // 2, size):
        first, last = np.searchsorted(crossings, (start, start + size))
        spot = _blunt(heights[first:last], flatness[first:last], lengths[first:last])
        if spot is not None:
            found.append(Spot(start, min(start + size, len(wave)), spot))
    return found


def _half_waves(wave: Wave, crossings: NDArray[np.int64]) -> tuple[Wave, Wave, NDArray[np.int64]]:
    """Of each stretch between zero crossings: its height, the share of it above 0.92 of the height, its length."""
    size = np.abs(wave)
    edges = crossings[:-1]
    lengths = np.diff(crossings)
    body = size[: crossings[-1]]
    heights = np.maximum.reduceat(body, edges)
    high = size[edges[0] : crossings[-1]] >= 0.92 * np.repeat(heights, lengths)
    shares = np.add.reduceat(high.astype(np.float32), edges - edges[0]) / lengths
    return np.append(heights, 0), np.append(shares, 0).astype(np.float32), np.append(lengths, 0)


def _blunt(heights: Wave, flatness: Wave, lengths: NDArray[np.int64]) -> float | None:
    top = float(heights.max(initial=0.0))
    if top < _QUIET:
        return None
    high = (heights >= 0.93 * top) & (lengths >= 6)
    if high.sum() < 25:
        return None
    typical = float(np.median(flatness[high]))
    return top if 0.33 <= typical <= 0.93 else None


# --- clicks -----------------------------------------------------------------------------------------------------------

_CLICK_RATIO, _CLICK_LEAST, _CLICK_SHARE, _CLICK_CLEAR = 14.0, 0.012, 0.6, 30.0


def clicks(wave: Wave, rate: int) -> list[Spot]:
    """Jumps of one or two samples in a sound that goes on as before.

    The second difference of the wave shows them. It must stand far above what it is in the milliseconds before and after, nearly
    all of it within a few samples, and the sound's level on both sides must be alike: an onset is no click.
    """
    step = max(rate // 1000, 4)
    bent = np.abs(np.diff(wave, 2, prepend=wave[:1], append=wave[-1:]))
    count = len(bent) // step
    if count < 16:
        return []
    blocks = bent[: count * step].reshape(count, step)
    peak, power = blocks.max(axis=1), np.sqrt(np.mean(blocks**2, axis=1))
    around = _neighbours(power)
    level = np.sqrt(np.mean(wave[: count * step].reshape(count, step) ** 2, axis=1))
    candidates = np.flatnonzero((peak > _CLICK_RATIO * around) & (peak > _CLICK_LEAST))
    found = []
    for block in candidates:
        at = int(block * step + blocks[block].argmax())
        if _isolated(bent, at, step) and _stands_out(level, int(block), float(peak[block]), float(around[block])):
            found.append(Spot(at, at + 2, float(peak[block])))
    return [spot for at, spot in enumerate(found) if at == 0 or spot.start - found[at - 1].start > 2 * step]


def _neighbours(power: Wave) -> Wave:
    """The largest of the blocks two to six before and two to six after, for every block."""
    padded = np.pad(power, 6, mode="edge")
    shifts = [*range(-6, -1), *range(2, 7)]
    stacked = np.stack([padded[6 + shift : 6 + shift + len(power)] for shift in shifts])
    around: Wave = stacked.max(axis=0)
    return around


def _isolated(bent: Wave, at: int, step: int) -> bool:
    near = bent[max(at - 4, 0) : at + 5]
    wide = bent[max(at - 2 * step, 0) : at + 2 * step + 1]
    return float(np.sum(near**2)) >= _CLICK_SHARE * float(np.sum(wide**2))


def _stands_out(level: Wave, block: int, size: float, around: float) -> bool:
    """Whether the level 2 to 8 ms before is within 12 dB of that after (silence on both sides is alike), and the jump is not
    drowned: it is large beside that level, or very large beside what treble there is."""
    before, after = level[max(block - 8, 0) : block - 1], level[block + 2 : block + 9]
    if len(before) == 0 or len(after) == 0:
        return False
    a, b = float(before.mean()) + 1e-4, float(after.mean()) + 1e-4
    return 0.25 < a / b < 4.0 and (size > 0.4 * (a + b) or size > _CLICK_CLEAR * around)


# --- holes ------------------------------------------------------------------------------------------------------------

_HOLE_DEPTH, _HOLE_TOP = 0.004, 10 ** (-62 / 20)
_AROUND_LEAST = 10 ** (-48 / 20)
_SHORTEST_S, _LONGEST_S = 0.0015, 0.3


def dropouts(wave: Wave, rate: int) -> list[Spot]:
    """Holes: the sound stops within a millisecond, is gone for 2 to 300 ms, and comes back within a millisecond.

    Pauses of speech fall away over tens of milliseconds, and stops begin so too; only the cut on both sides makes a hole.
    """
    step = max(rate // 2000, 2)
    count = len(wave) // step
    level = np.abs(wave[: count * step]).reshape(count, step).max(axis=1)
    side = round(0.02 * rate / step)
    starts, ends = _runs(level <= _HOLE_TOP)
    found = []
    for a, b in zip(starts, ends, strict=True):
        if a < 4 or b > count - 4 or not _SHORTEST_S <= (b - a) * step / rate <= _LONGEST_S:
            continue
        before, after = level[max(a - side, 0) : a], level[b : b + side]
        least = min(float(before.max()), float(after.max()))
        deepest = float(level[a:b].max())
        reach, share = (6, 0.25) if deepest == 0 else (4, 0.35)  # digital zero inside a sound is no pause of it
        deep = deepest <= _HOLE_DEPTH * least and least >= _AROUND_LEAST
        if deep and before[-reach:].max() >= share * before.max() and after[:reach].max() >= share * after.max():
            found.append(Spot(int(a * step), int(b * step), least))
    return found


# --- parts ------------------------------------------------------------------------------------------------------------


def _local_peak(wave: Wave, size: int) -> Wave:
    """The largest magnitude in the block of each sample and its two neighbours."""
    count = -(-len(wave) // size)
    padded = np.zeros(count * size, np.float32)
    padded[: len(wave)] = np.abs(wave)
    peaks = padded.reshape(count, size).max(axis=1)
    wide = np.maximum(peaks, np.maximum(np.append(peaks[1:], 0), np.append(0, peaks[:-1])))
    return np.repeat(wide, size)[: len(wave)].astype(np.float32)


def _runs(mask: Mask) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Starts and ends of the stretches of True."""
    edges = np.diff(np.concatenate(([0], mask.astype(np.int8), [0])))
    return np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
