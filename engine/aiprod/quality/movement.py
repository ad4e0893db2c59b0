# SPDX-License-Identifier: Apache-2.0
"""Faults that show over time, read from a picture's measures: torn and foreign frames, stutter, dropped frames, flicker."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from aiprod.quality.picture import PictureMeasures, stretches

Floats = NDArray[np.float32]
_AROUND = 6
_CUT_CODES, _CUT_RATIO = 8.0, 3.0
_ODD_CODES, _RETURN = 12.0, 0.35
_LONGEST_GLITCH = 3
_SAME_STRUCTURE, _FLAT_CODES = 0.5, 3.0
_REPEAT, _MOVING = 0.2, 0.5
_HELD_SHARE = 0.35
_DROP_RATIO, _DROP_SPREAD, _FEWEST_DROPS = 1.5, 0.18, 4
_DROP_ALONE, _DROP_EVERYWHERE = 1.2, 1.5
_TORN_PART, _FOREIGN_CODES = 0.08, 4.0
_FLICKER_HZ, _FLICKER_PURITY, _COHERENT, _SLOWER = 3.0, 0.6, 0.55, 0.6
_LEAST_MOVEMENT, _EVEN_MOVEMENT = 0.04, 0.1
_STOPPED_CODES, _STOPPED_RATIO = 0.15, 8.0
_STILL_CODES, _STRICT, _LOOSE, _SETTLING, _MOSTLY = 0.02, 0.03, 0.10, 0.3, 0.6


@dataclass(frozen=True)
class Glitch:
    """Frames that belong to nothing around them.

    Attributes:
        first, end: frames.
        codes: how far they are from their neighbours.
        kind: "black", "white", "foreign", "darker" (the same picture, darker) or "light" (the same, brighter: lightning).
    """

    first: int
    end: int
    codes: float
    kind: str


class Movement:
    """What changed from frame to frame."""

    def __init__(self, measures: PictureMeasures) -> None:
        self.measures = measures
        self.frames = measures.frames
        self.change = np.array(measures.change, np.float32)

    def cells(self, frame: int) -> Floats:
        """Y′, Cb, Cr of a frame's coarse cells."""
        return self.measures.cells[frame].astype(np.float32)

    @cached_property
    def rows(self) -> Floats:
        return _smoothed(np.array(self.measures.rows, np.float32))

    @cached_property
    def rows2(self) -> Floats:
        return _smoothed(np.array(self.measures.rows2, np.float32))

    @cached_property
    def usual(self) -> Floats:
        """The median change around each frame, without its own."""
        found = np.zeros(self.frames, np.float32)
        for index in range(1, self.frames):
            around = np.concatenate((self.change[max(1, index - _AROUND) : index], self.change[index + 1 : index + _AROUND + 1]))
            found[index] = np.median(around) if len(around) else 0.0
        return found

    @cached_property
    def cuts(self) -> list[int]:
        """First frames of shots."""
        sharp = self.change > np.maximum(_CUT_CODES, _CUT_RATIO * self.usual)
        return [int(index) for index in np.flatnonzero(sharp)]

    def glitches(self) -> list[Glitch]:
        """Stretches of up to three frames after which the picture is what it was before."""
        found: list[Glitch] = []
        index = 1
        while index < self.frames - 1:
            glitch = next((g for length in range(1, _LONGEST_GLITCH + 1) if (g := self._glitch(index, length))), None)
            if glitch:
                found.append(glitch)
            index = glitch.end + 1 if glitch else index + 1
        return found

    def _glitch(self, first: int, length: int) -> Glitch | None:
        end = first + length
        if end >= self.frames or self.change[first] < _ODD_CODES / 2:
            return None
        before, here, after = self.cells(first - 1), self.cells(first), self.cells(end)
        into, out = _apart(before, here), _apart(self.cells(end - 1), after)
        least = min(into, out)
        if least < _ODD_CODES or _apart(before, after) > _RETURN * least or self._restless(first, end) > 0.5 * least:
            return None
        return Glitch(first, end, least, _kind(before[..., 0], here[..., 0]))

    def _restless(self, first: int, end: int) -> float:
        """How much the frames on either side change anyway, in the terms of `_apart`."""
        pairs = [(i - 1, i) for i in (*range(first - 3, first), *range(end + 1, end + 4)) if 0 < i < self.frames]
        return float(np.median([_apart(self.cells(a), self.cells(b)) for a, b in pairs])) if pairs else 0.0

    def flash_shots(self) -> list[tuple[int, int]]:
        """Shots of one or two frames between longer ones: an editor's slip."""
        cuts = [0, *self.cuts, self.frames]
        lengths = np.diff(cuts)
        glitches = {frame for glitch in self.glitches() for frame in range(glitch.first, glitch.end + 1)}
        short = [i for i in range(1, len(lengths) - 1) if lengths[i] <= 2 and min(lengths[i - 1], lengths[i + 1]) >= 8]
        return [(cuts[i], cuts[i + 1]) for i in short if cuts[i] not in glitches]

    def torn(self) -> list[int]:
        """Frames whose upper and lower parts belong to different frames."""
        frames = [t for t in range(1, self.frames - 1) if self._half_repeated(t) or self._half_foreign(t) or self._half_cut(t)]
        return [t for t in frames if t - 1 not in frames and t + 1 not in frames] if len(frames) < self.frames / 4 else []

    def _half_repeated(self, t: int) -> bool:
        """One part stands still for one frame in the middle of a movement, the other moves on."""
        if t < 2 or t + 1 >= self.frames:
            return False
        around = np.minimum(self.rows[t - 1], self.rows[t + 1])
        if float(around.mean()) < _MOVING:
            return False
        return _split(self.rows[t] / np.maximum(around, 0.25), around > 0.25, low=0.2, high=0.55)

    def _half_foreign(self, t: int) -> bool:
        """One part, as wide as the picture, differs from the frames before and after, which are alike."""
        if float(np.minimum(self.rows[t], self.rows[t + 1]).max()) < _FOREIGN_CODES:
            return False
        before, here, after = self.cells(t - 1), self.cells(t), self.cells(t + 1)
        odd = np.minimum(np.abs(here - before), np.abs(here - after)) - np.abs(after - before)
        across = odd.max(axis=-1)
        lines = np.median(across, axis=1)
        level = max(_FOREIGN_CODES, 0.35 * float(lines.max()))
        parts = [part for part in stretches((lines > level).tolist()) if part[1] - part[0] >= 2]
        if len(parts) != 1:
            return False
        start, end = parts[0]
        wide = float((across[start:end] > level / 2).mean()) > 0.7
        rest = np.concatenate((lines[: max(0, start - 1)], lines[end + 1 :]))
        return wide and len(rest) >= 2 and float(rest.max()) < 0.3 * float(np.median(lines[start:end]))

    def _half_cut(self, t: int) -> bool:
        """One part cuts a frame before the other."""
        now, then = self.rows[t], self.rows[t + 1]
        if float(np.maximum(now, then).mean()) < _CUT_CODES or min(now.max(), then.max()) < 2 * _CUT_CODES:
            return False
        share = now / np.maximum(now + then, 0.5)
        return _split(share, np.ones(len(share), bool), low=0.3, high=0.7)

    def repeated(self) -> tuple[list[int], float]:
        """Frames that repeat the one before in a movement, and the share of frames in held animation ("on twos").

        Where more than a third of the frames around repeat, the film was drawn at a lower rate; that is no fault.
        """
        repeats = np.array([self._repeats(t) for t in range(self.frames)], bool)
        held = _share_around(repeats, 12) >= _HELD_SHARE
        quiet = (
            self.change < _REPEAT * np.max([np.roll(self.change, shift) for shift in range(-3, 4)], axis=0)
            if self.frames
            else held
        )
        for shift in (-2, 2):
            held |= repeats & np.roll(quiet, shift)
        return [int(i) for i in np.flatnonzero(repeats & ~held)], float((repeats & held).mean()) if self.frames else 0.0

    def _repeats(self, t: int) -> bool:
        """Whether a frame stands still between frames that move, on both sides."""
        if t < 2 or t + 2 >= self.frames:
            return False
        least = min(float(self.change[t - 2 : t].max()), float(self.change[t + 1 : t + 3].max()))
        return least > _MOVING and float(self.change[t]) < _REPEAT * least

    def stills(self) -> list[tuple[int, int]]:
        """Stretches in which nothing moves; a lossy encoder still works on the first frames of such a stretch."""
        if self.frames < 2:
            return []
        usual = float(np.median(self.change[1:]))
        loose = self.change <= min(_SETTLING, max(_STILL_CODES, _LOOSE * usual))
        strict = self.change <= max(_STILL_CODES, _STRICT * usual)
        loose[0] = False
        return [(a, b) for a, b in stretches(loose.tolist()) if float(strict[a:b].mean()) >= _MOSTLY]

    def dropped(self) -> list[int]:
        """Frames before which one is missing, where that happens at even intervals within an even movement."""
        jumps = [t for t in range(4, self.frames - 3) if self._jumps(t)]
        gaps = np.diff(jumps)
        if len(jumps) < _FEWEST_DROPS:
            return []
        period = int(np.median(gaps))
        even = (period >= 3) & (np.abs(gaps / period - np.round(gaps / period)) < 0.01)
        return jumps if float(even.mean()) > 0.7 else []

    def _jumps(self, t: int) -> bool:
        around = np.concatenate((self.change[t - 3 : t], self.change[t + 1 : t + 4]))
        usual = float(np.median(around))
        if usual < _MOVING or not _DROP_RATIO * usual < self.change[t] < 3 * usual:
            return False
        calm = np.sort(around)[:-2]
        alone = max(around[2:4]) < _DROP_ALONE * usual
        return alone and float(calm.std()) < _DROP_SPREAD * usual and self._everywhere_alike(t)

    def _everywhere_alike(self, t: int) -> bool:
        """Whether all that moves takes the same step: where a figure moves its arm, its lines jump and the others don't."""
        around = np.median(np.concatenate((self.rows[t - 3 : t], self.rows[t + 1 : t + 4])), axis=0)
        steps = self.rows[t][around > 0.25] / around[around > 0.25]
        return len(steps) > 0 and float(np.percentile(steps, 90)) < _DROP_EVERYWHERE * float(np.percentile(steps, 10))

    def still_by_force(self, first: int, end: int) -> bool:
        """Whether a movement of the whole picture stops dead here: a shot that stands still from its cut on is a card."""
        before = list(range(max(1, first - 5), first))
        if not before or any(cut in self.cuts for cut in before[-1:]):
            return False
        moved = float(np.median(self.change[before]))
        held = float(self.change[first:end].mean())
        even = float(np.percentile(self.rows[before].mean(axis=0), 10)) > max(_LEAST_MOVEMENT, _EVEN_MOVEMENT * moved)
        return even and moved > max(_STOPPED_CODES, _STOPPED_RATIO * held)

    def flicker(self, least_codes: float) -> list[tuple[int, int, float, float]]:
        """Stretches (first, end, Hz, amplitude in codes) of periodic pumping of the whole picture's brightness."""
        rate = float(self.measures.rate)
        window = max(16, round(rate))
        found: list[tuple[int, int, float, float]] = []
        shots = [0, *(cut for cut in self.cuts if not self._light_comes_back(cut)), self.frames]
        for start, end in pairwise(shots):
            for first in range(start, end - window + 1, max(1, window // 2)):
                hertz, codes = self._pumping(first, first + window, rate)
                if codes >= least_codes:
                    found.append((first, first + window, hertz, codes))
        return found

    def _light_comes_back(self, cut: int) -> bool:
        """Whether a sharp change is one of brightness alone, not one of picture."""
        before, after = self.cells(cut - 1)[..., 0], self.cells(cut)[..., 0]
        return _correlation(before, after) > 0.9

    def _pumping(self, first: int, end: int, rate: float) -> tuple[float, float]:
        """The strongest frequency of the brightness in a window, and its amplitude; 0 where it is not pure or not everywhere."""
        luma = np.array(self.measures.mean_luma[first:end])
        plain = luma - np.convolve(np.pad(luma, 4, "edge"), np.ones(9) / 9, "valid")
        window = np.hanning(len(plain))
        spectrum = np.abs(np.fft.rfft(plain * window)) * 2 / window.sum()
        hertz = np.fft.rfftfreq(len(plain), 1 / rate)
        whole = np.abs(np.fft.rfft(_level(luma) * window)) * 2 / window.sum()
        spectrum[hertz < _FLICKER_HZ] = 0
        best = int(spectrum.argmax())
        power = spectrum**2
        pure = power[max(0, best - 1) : best + 2].sum() / max(power.sum(), 1e-9)
        turns = int((np.diff(np.sign(np.diff(luma))) != 0).sum())
        wanted = 2 * hertz[best] * len(luma) / rate
        slower = max(whole[round(best / part)] for part in (2, 3))
        if pure < _FLICKER_PURITY or turns < 0.7 * wanted or slower > _SLOWER * spectrum[best] or not _lasts(plain, best):
            return 0.0, 0.0
        codes = float(spectrum[best]) / (2 if best == len(spectrum) - 1 else 1)
        return float(hertz[best]), codes if self._everywhere(first, end, plain) else 0.0

    def _everywhere(self, first: int, end: int, plain: NDArray[np.float64]) -> bool:
        """Whether most of the picture pumps along."""
        cells = np.array([c[..., 0] for c in self.measures.cells[first:end]], np.float32).reshape(end - first, -1)
        cells = cells - cells.mean(axis=0)
        lit = cells.std(axis=0) > 0.2
        if not lit.any():
            return False
        steps, whole = np.diff(cells[:, lit], axis=0), np.diff(plain)
        along = (steps * whole[:, None]).sum(axis=0) / np.maximum(np.linalg.norm(steps, axis=0) * np.linalg.norm(whole), 1e-6)
        return float((along > 0.5).mean()) * float(lit.mean()) > _COHERENT


def _share_around(flags: NDArray[np.bool_], reach: int) -> Floats:
    """For each frame, the share of True among those up to `reach` away."""
    sums = np.concatenate(([0], np.cumsum(flags)))
    at = np.arange(len(flags))
    first, end = np.maximum(at - reach, 0), np.minimum(at + reach + 1, len(flags))
    return np.asarray((sums[end] - sums[first]) / np.maximum(end - first, 1), np.float32)


def _level(luma: NDArray[np.float64]) -> NDArray[np.float64]:
    """Without its mean and slope."""
    at = np.arange(len(luma)) - (len(luma) - 1) / 2
    plain: NDArray[np.float64] = luma - luma.mean() - at * (at @ luma) / (at @ at)
    return plain


def _lasts(plain: NDArray[np.float64], best: int) -> bool:
    """Whether a frequency (in cycles per window) is there in each half of a window: one flash has all frequencies, once."""
    size = len(plain)
    wave = np.exp(-2j * np.pi * best * np.arange(size) / size) * plain
    first, second = abs(wave[: size // 2].sum()), abs(wave[size // 2 :].sum())
    return bool(min(first, second) > 0.5 * max(first, second))


def _apart(a: Floats, b: Floats) -> float:
    """How far two frames' cells are apart, codes: the mean of the channel that differs most."""
    return float(np.abs(a - b).max(axis=-1).mean())


def _correlation(a: Floats, b: Floats) -> float:
    x, y = a - a.mean(), b - b.mean()
    return float((x * y).sum() / max(float(np.linalg.norm(x) * np.linalg.norm(y)), 1e-6))


def _kind(before: Floats, here: Floats) -> str:
    """What a foreign frame is, from its luma."""
    if float(np.percentile(here, 98)) <= 24:
        return "black"
    if float(here.std()) < _FLAT_CODES:
        return "white" if float(here.mean()) > 180 else "foreign"
    if _correlation(before, here) < _SAME_STRUCTURE:
        return "foreign"
    return "light" if float(here.mean()) > float(before.mean()) else "darker"


def _smoothed(rows: Floats) -> Floats:
    """Lines averaged over three."""
    if rows.ndim != 2 or rows.shape[1] < 3:
        return rows
    padded = np.pad(rows, ((0, 0), (1, 1)), "edge")
    mean: Floats = (padded[:, :-2] + padded[:, 1:-1] + padded[:, 2:]) / np.float32(3)
    return mean


def _split(profile: Floats, counts: NDArray[np.bool_], low: float, high: float) -> bool:
    """Whether a profile over the lines is low on one side of some line and high on the other, sharply, both sides wide enough."""
    lines = np.flatnonzero(counts)
    if len(lines) < 0.5 * len(profile):
        return False
    values = profile[lines]
    count = len(values)
    margin = max(3, int(_TORN_PART * count))
    sums = np.concatenate(([0.0], np.cumsum(np.minimum(values, 2.0))))
    at = np.arange(margin, count - margin + 1)
    if not len(at):
        return False
    above, below = sums[at] / at, (sums[-1] - sums[at]) / (count - at)
    best = int(at[np.abs(above - below).argmax()])
    sides = sorted((values[:best], values[best:]), key=lambda side: float(np.median(side)))
    quiet, loud = sides
    return bool(np.percentile(quiet, 85) < low and np.percentile(loud, 15) > high)
