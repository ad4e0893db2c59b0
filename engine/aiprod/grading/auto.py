# SPDX-License-Identifier: Apache-2.0
"""The automatic grade of footage: exposure, white balance and contrast from what is measured, with skin protected.

Nothing is pulled to an ideal. Each figure has a range in which a picture may lie because someone wanted it so; only what is
outside is brought back, part of the way, inside limits. Every correction says in words what it does and why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aiprod.film.grade import Cdl
from aiprod.film.screenplay import TimeOfDay
from aiprod.grading import auto_words as words
from aiprod.grading.auto_words import Correction
from aiprod.grading.differences import to_lab
from aiprod.grading.illuminant import Illuminant, illuminant
from aiprod.grading.matching import Vector, cdl_of, sampled
from aiprod.grading.overlap import Still
from aiprod.grading.skin import Skin, find_skin, off_line
from aiprod.grading.spaces import AP1_LUMA, MID_GREY, STOP, Colours, acescct_to_display, display_to_acescct, is_display

_SKIN_STOPS = (-1.1, 1.3)
"""Where skin may lie, in stops from mid grey: reflectances from a very dark skin's to a very light one's, with a little play."""
_SKIN_TURN_DEG = 6.0
_SKIN_FADES = (0.15, 0.35)
"""Shares of the picture between which skin loses its say: what is larger may be sand, wood or an evening sky."""
_BURNT = 0.97
_INSIDE, _SKIN_INSIDE = 0.25, 0.05
_GREY_CHROMA, _MORE_NEUTRALS = 6.0, 1.15
_STEPS = 12


@dataclass(frozen=True)
class Restraint:
    """What may be corrected, and how far.

    Attributes:
        share: how much of what lies outside its range is brought back.
        exposure: most stops.
        key: where the median may lie, in stops from mid grey.
        cast_deg: casts up to this angle are left alone; 3° is just seen (Hordley, Color Research and Application 31, 2006).
        balance: most correction of a channel, in ACEScct.
        contrast: most change, as a ratio.
        spread: where the picture's range (5th to 95th percentile) may lie, in stops.
        skin: whether skin's exposure counts more than the median's.
    """

    share: float = 0.85
    exposure: float = 1.5
    key: tuple[float, float] = (-0.75, 0.3)
    cast_deg: float = 3.0
    balance: float = 0.045
    contrast: float = 1.2
    spread: tuple[float, float] = (3.0, 8.5)
    skin: bool = True


CAMERA = Restraint()
"""For footage of cameras and of generators that imitate them."""
PAINTED = Restraint(share=0.7, exposure=0.6, key=(-0.8, 2.7), balance=0.0, contrast=1.0, skin=False)
"""For what was painted: its light was chosen, colour and contrast are the picture itself."""
_HOURS = {
    TimeOfDay.NIGHT: ((-2.6, -0.2), 0.25),
    TimeOfDay.DUSK: ((-1.8, 0.4), 0.35),
    TimeOfDay.DAWN: ((-1.5, 0.5), 0.35),
}
"""Camera footage of an hour: where its median may lie, and how much of the cast's correction is left. Night is dark and blue and
sunsets are warm on purpose."""


@dataclass(frozen=True)
class AutoGrade:
    """A balance in ACEScct. Its slope is the same in all channels, so that it goes on top of any other CDL (`on_top`)."""

    cdl: Cdl
    corrections: tuple[Correction, ...]


@dataclass(frozen=True)
class _Seen:
    """What a shot looks like: ACEScct colours [n, 3] of unclipped cells, their luma [n], its light, its skin."""

    colours: Colours
    luma: NDArray[np.float32]
    light: Illuminant
    skin: Skin | None
    ceiling: float


def auto_grade(
    stills: Sequence[Still], space: str = "rec709", restraint: Restraint = CAMERA, time: TimeOfDay | None = None
) -> AutoGrade:
    """Balance a shot from a few stills, uint8 [h, w, 3] in `space`. `time` is the hour that it should show, if that is known."""
    seen = _seen(stills, space)
    done: list[Correction] = []
    balance = _balance(seen, restraint, time, done)
    exposure = _exposure(seen, balance, _key(restraint, time), restraint, done)
    contrast, pivot = _contrast(seen, restraint, done)
    slope = np.full(3, contrast)
    offset = balance + exposure + pivot * (1 - contrast)
    if not done:
        done.append(words.NOTHING)
    return AutoGrade(cdl_of(slope, offset), tuple(done))


def _seen(stills: Sequence[Still], space: str) -> _Seen:
    colours = sampled(stills, space)
    ceiling = float(display_to_acescct(np.full((1, 3), _BURNT, np.float32))[0, 1]) if is_display(space) else 1.0
    return _Seen(colours, colours @ AP1_LUMA, illuminant(stills, space), find_skin(colours), ceiling)


def _key(restraint: Restraint, time: TimeOfDay | None) -> tuple[float, float]:
    if time in _HOURS and restraint.key == CAMERA.key:
        return _HOURS[time][0]
    return restraint.key


def _balance(seen: _Seen, restraint: Restraint, time: TimeOfDay | None, done: list[Correction]) -> Vector:
    """What takes the cast away, per channel in ACEScct, without changing luminance."""
    cast = seen.light.cast_deg
    if restraint.balance <= 0 or cast <= restraint.cast_deg:
        return np.zeros(3)
    share = restraint.share * seen.light.agreement**0.5
    if time in _HOURS:
        share *= _HOURS[time][1]
    wanted = -np.log2(seen.light.rgb) * STOP
    wanted -= float(wanted @ AP1_LUMA)
    supported = _neutrals(seen.colours + wanted.astype(np.float32)) > _MORE_NEUTRALS * _neutrals(seen.colours)
    wanted *= min(share if supported else 0.5 * share, restraint.balance / float(np.abs(wanted).max()))
    kept = 1.0 if supported else _skin_share(seen, wanted)
    balance = np.asarray(wanted * kept)
    if float(np.abs(balance).max()) < 0.05 * STOP:
        return np.zeros(3)
    done.append(words.balance(seen.light, balance))
    if kept < 1:
        done.append(words.held_for_skin(kept))
    return balance


def _neutrals(colours: Colours) -> float:
    """Share of a picture that looks grey. Under the right balance walls, roads, paper and clouds do, so there is more of it;
    a face that fills the picture looks like a warm light too, but taking that away leaves no more greys than before."""
    lab = to_lab(acescct_to_display(colours))
    return float((np.hypot(lab[:, 1], lab[:, 2]) < _GREY_CHROMA).mean())


def _skin_share(seen: _Seen, balance: Vector) -> float:
    """How much of a balance can be done before skin leaves its line by more than it was off already, 0–1."""
    if seen.skin is None:
        return 1.0
    skin = seen.colours[seen.skin.where]
    allowed = max(_SKIN_TURN_DEG, abs(seen.skin.off_line_deg))
    for step in range(_STEPS, 0, -1):
        moved = skin + (step / _STEPS * balance).astype(np.float32)
        if abs(off_line(moved)) <= allowed:
            return step / _STEPS
    return 0.0


def _exposure(seen: _Seen, balance: Vector, key: tuple[float, float], restraint: Restraint, done: list[Correction]) -> float:
    """The correction in ACEScct. Skin decides where there is any, the median otherwise; burnt pixels were left out of both."""
    balanced = find_skin(seen.colours + balance.astype(np.float32)) if balance.any() else seen.skin
    skin = balanced or seen.skin
    median = (float(np.median(seen.luma)) - MID_GREY) / STOP
    wanted, by_skin = _outside(median, key), False
    trust = float(np.clip((_SKIN_FADES[1] - skin.share) / (_SKIN_FADES[1] - _SKIN_FADES[0]), 0, 1)) if skin else 0.0
    if skin is not None and trust > 0 and restraint.skin:
        off = _outside(skin.stops, _SKIN_STOPS, _SKIN_INSIDE)
        by_skin = trust > 0.5 and off != 0
        least, most = (bound - skin.stops for bound in _SKIN_STOPS)
        by_it = off or float(np.clip(wanted, least, most))
        wanted = trust * by_it + (1 - trust) * wanted
    stops = float(np.clip(restraint.share * wanted, -restraint.exposure, restraint.exposure))
    stops = min(stops, _room(seen)) if stops > 0 else stops
    if abs(stops) < 0.08:
        return 0.0
    done.append(words.exposure(stops, skin.stops if by_skin and skin else median, by_skin))
    return stops * STOP


def _outside(value: float, bounds: tuple[float, float], inwards: float = _INSIDE) -> float:
    """What it takes to come back inside, that share of the range beyond its edge; 0 inside."""
    if bounds[0] <= value <= bounds[1]:
        return 0.0
    margin = inwards * (bounds[1] - bounds[0])
    return (bounds[0] + margin if value < bounds[0] else bounds[1] - margin) - value


def _room(seen: _Seen) -> float:
    """Stops by which the picture can be lifted before more than two per cent of it burn."""
    return max(0.0, (seen.ceiling - float(np.quantile(seen.luma, 0.98))) / STOP)


def _contrast(seen: _Seen, restraint: Restraint, done: list[Correction]) -> tuple[float, float]:
    """Slope and the luma that it turns about."""
    low, pivot, high = (float(v) for v in np.quantile(seen.luma, (0.05, 0.5, 0.95)))
    spread = (high - low) / STOP
    inside = min(max(spread, restraint.spread[0]), restraint.spread[1])
    ratio = float(np.clip((inside / max(spread, 0.1)) ** (0.5 * restraint.share), 1 / restraint.contrast, restraint.contrast))
    if abs(ratio - 1) < 0.02:
        return 1.0, pivot
    done.append(words.contrast(ratio, spread))
    return ratio, pivot


def on_top(automatic: Cdl, matched: Cdl) -> Cdl:
    """One CDL that does `matched` first, then `automatic`, whose slope is the same in all channels and saturation 1.

    Saturation comes last in a CDL, so what is added after it is added before it, taken back through it.
    """
    contrast, saturation = automatic.slope[0], matched.saturation
    after = np.array(automatic.offset)
    luma = float(after @ np.array([0.2126, 0.7152, 0.0722]))
    before = luma + (after - luma) / max(saturation, 1e-3)
    return cdl_of(contrast * np.array(matched.slope), contrast * np.array(matched.offset) + before, saturation)
