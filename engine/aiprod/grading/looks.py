# SPDX-License-Identifier: Apache-2.0
"""The look library: 28 looks, each described in words and built from a few photographic gestures in ACEScct.

A look changes, in this order: exposure, contrast (an S about mid grey that keeps black and white where they are), fade of
the blacks, roll-off of the whites, colour of shadows/mids/highlights (which never changes luminance), saturation as a whole
and of chosen hues, and finally black-and-white. Skin keeps most of its own hue and saturation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aiprod.film.brief import Genre, Tone
from aiprod.film.errors import EngineError
from aiprod.film.screenplay import Mood, TimeOfDay
from aiprod.grading.curves import hue_of
from aiprod.grading.spaces import AP1_LUMA, MID_GREY, STOP, Colours

Tint = tuple[float, float, float]
Plane = NDArray[np.float32]
_S_WIDTH = 0.35
_SKIN_HUE, _SKIN_WIDTH = 28.0, 50.0
_COLOURED = 0.08
"""Chroma in ACEScct from which a colour has its hue in full: near grey, hue is mostly grain."""


@dataclass(frozen=True)
class HueBand:
    """A change of one family of colours. Hues: 0 red, 60 yellow, 120 green, 180 cyan, 240 blue, 300 magenta (degrees)."""

    hue: float
    width: float
    saturation: float = 1.0
    turn: float = 0.0
    """Degrees towards the next hue."""


@dataclass(frozen=True)
class Look:
    """A look; call it with ACEScct colours [..., 3].

    Attributes:
        description: what it was made from.
        exposure: stops.
        contrast: slope at mid grey; 1 leaves it.
        fade: how much black is lifted, in ACEScct.
        roll: how much white is lowered, in ACEScct.
        shadows, mids, highlights: tints, in ACEScct; only their colour counts.
        saturation: of everything.
        bands: changes of single hues.
        grey: 1 is black-and-white.
        skin: how much skin keeps its own colour, 0–1.
    """

    description: str
    exposure: float = 0.0
    contrast: float = 1.0
    fade: float = 0.0
    roll: float = 0.0
    shadows: Tint = (0, 0, 0)
    mids: Tint = (0, 0, 0)
    highlights: Tint = (0, 0, 0)
    saturation: float = 1.0
    bands: tuple[HueBand, ...] = ()
    grey: float = 0.0
    skin: float = 0.65

    def __call__(self, acescct: Colours) -> Colours:
        toned = self._tone(np.asarray(acescct, np.float32))
        luma = toned @ AP1_LUMA
        chroma = toned - luma[..., None]
        styled = self._saturate(chroma) + self._tint(luma)
        keep = np.float32(self.skin) * _skin_weight(chroma)
        styled += keep[..., None] * (chroma - styled)
        styled *= np.float32(1 - self.grey)
        result: Colours = (luma[..., None] + styled).astype(np.float32)
        return result

    def _tone(self, colours: Colours) -> Colours:
        t = (colours + np.float32(self.exposure * STOP) - MID_GREY) / _S_WIDTH
        # Below grey the S is gentler: night scenes live there and must not sink. Monotone for contrasts from 0.5 to 2.
        t = t + (self.contrast - 1) * (0.8 + 0.2 * np.tanh(3 * t)) * t * np.exp(-0.9 * t * t)
        curved = MID_GREY + _S_WIDTH * t
        curved = curved + self.fade * (1 - _ramp(curved, 0.05, 0.40)) - self.roll * _ramp(curved, 0.50, 0.95)
        result: Colours = curved.astype(np.float32)
        return result

    def _tint(self, luma: Plane) -> Colours:
        dark, light = 1 - _ramp(luma, 0.16, 0.44), _ramp(luma, 0.40, 0.62)
        middle = np.clip(1 - dark - light, 0, 1)
        # Blacks and whites themselves stay neutral, or every print looks dirty.
        dark, light = dark * _ramp(luma, 0.06, 0.20), light * (1 - 0.8 * _ramp(luma, 0.62, 0.95))
        tint: Colours = np.zeros((*luma.shape, 3), np.float32)
        for weight, colour in ((dark, self.shadows), (middle, self.mids), (light, self.highlights)):
            vector = np.array(colour, np.float32)
            tint += weight[..., None] * (vector - vector @ AP1_LUMA)
        return tint

    def _saturate(self, chroma: Colours) -> Colours:
        gain = np.full(chroma.shape[:-1], self.saturation, np.float32)
        turn = np.zeros_like(gain)
        if self.bands:
            hue, coloured = hue_of(chroma), _ramp(np.ptp(chroma, axis=-1), 0.0, _COLOURED)
            for band in self.bands:
                weight = _near(hue, band.hue, band.width) * coloured
                gain *= 1 + weight * np.float32(band.saturation - 1)
                turn += weight * np.float32(band.turn)
        return _turned(chroma, turn) * gain[..., None]


def _ramp(x: Plane, low: float, high: float) -> Plane:
    t = np.clip((x - low) / (high - low), 0, 1)
    result: Plane = (t * t * (3 - 2 * t)).astype(np.float32)
    return result


def _near(hue: Plane, centre: float, width: float) -> Plane:
    """1 at a hue, falling smoothly to 0 at `width` degrees from it."""
    distance = np.abs((hue - centre + 180) % 360 - 180)
    return 1 - _ramp(distance.astype(np.float32), 0.0, width)


def _skin_weight(chroma: Colours) -> Plane:
    """1 on skin's hue line at skin's saturations, 0 for greys and vivid oranges. Wide and smooth: what a table of 65 points can
    follow, and what grain in a face does not flicker in."""
    amount = np.ptp(chroma, axis=-1)
    weight: Plane = _near(hue_of(chroma), _SKIN_HUE, _SKIN_WIDTH) * _ramp(amount, 0.0, 0.10) * (1 - _ramp(amount, 0.22, 0.42))
    return weight


def _turned(chroma: Colours, degrees: Plane) -> Colours:
    """Rotate colours about the grey axis (Rodrigues' formula), keeping luma at 0."""
    if not np.any(degrees):
        return chroma.copy()
    angle = np.radians(degrees)[..., None]
    axis = np.full(3, 1 / np.sqrt(3), np.float32)
    dot = (chroma @ axis)[..., None]
    rotated = chroma * np.cos(angle) + np.cross(axis, chroma) * np.sin(angle) + axis * dot * (1 - np.cos(angle))
    result: Colours = (rotated - (rotated @ AP1_LUMA)[..., None]).astype(np.float32)
    return result


# fmt: off
LOOKS: Mapping[str, Look] = {
    "neutral": Look("As shot: no change at all."),
    "cinematic_warm": Look(
        "Print-film contrast, amber highlights, faintly blue-green shadows.",
        contrast=1.10,
        shadows=(-0.010, 0.002, 0.010),
        mids=(0.006, 0.001, -0.008),
        highlights=(0.016, 0.003, -0.022),
        saturation=1.03,
    ),
    "cinematic_cold": Look(
        "Print-film contrast, steel-blue mids, clean highlights.",
        contrast=1.10,
        shadows=(-0.014, 0.000, 0.018),
        mids=(-0.012, 0.000, 0.014),
        highlights=(-0.004, 0.001, 0.006),
        saturation=0.92,
    ),
    "documentary": Look("Honest and a little flat: soft contrast, natural colour.", contrast=0.97, fade=0.006, saturation=0.94),
    "corporate": Look(
        "Bright, clean and fresh: lifted mids, cool whites, clear skin.",
        exposure=0.15,
        contrast=1.04,
        highlights=(-0.004, 0.000, 0.005),
        saturation=1.04,
        skin=0.85,
    ),
    "noir": Look("Black-and-white with deep blacks and hard light.", exposure=-0.15, contrast=1.62, grey=0.96, skin=0.0),
    "bleach_bypass": Look(
        "Silver left in the print: high contrast, little colour, hard whites.",
        contrast=1.38,
        saturation=0.50,
        mids=(-0.003, 0.001, 0.004),
        skin=0.35,
    ),
    "day_for_night": Look(
        "Daylight exposed down and blue, as if the sun were the moon.",
        exposure=-1.15,
        contrast=1.08,
        shadows=(-0.018, -0.002, 0.026),
        mids=(-0.028, -0.002, 0.036),
        highlights=(-0.020, 0.000, 0.026),
        saturation=0.62,
        skin=0.30,
    ),
    "golden_hour": Look(
        "The last sun: honey highlights, warm mids, violet in the shadows.",
        exposure=0.05,
        contrast=1.04,
        shadows=(0.006, -0.004, 0.010),
        mids=(0.014, 0.003, -0.018),
        highlights=(0.024, 0.006, -0.036),
        saturation=1.06,
    ),
    "teal_orange": Look(
        "Teal shadows against warm skin, the blockbuster pair.",
        contrast=1.12,
        shadows=(-0.030, 0.006, 0.018),
        mids=(-0.006, 0.001, 0.004),
        highlights=(0.016, 0.003, -0.020),
        saturation=1.02,
        bands=(HueBand(215, 75, 1.08, -16), HueBand(110, 60, 0.80, 20)),
        skin=0.75,
    ),
    "pastel": Look(
        "Soft and airy: low contrast, milky blacks, tender colours.",
        exposure=0.18,
        contrast=0.86,
        fade=0.020,
        highlights=(0.005, 0.000, 0.002),
        saturation=0.84,
    ),
    "vintage": Look(
        "A print from the seventies: yellow highlights, magenta-brown shadows, tired greens.",
        contrast=0.96,
        fade=0.018,
        roll=0.015,
        shadows=(0.012, -0.003, 0.004),
        highlights=(0.014, 0.006, -0.028),
        saturation=0.86,
        bands=(HueBand(120, 65, 0.72, -18),),
    ),
    "faded_film": Look(
        "Old stock: blacks gone grey-blue, whites gone cream, little colour.",
        contrast=0.88,
        fade=0.032,
        roll=0.025,
        shadows=(-0.006, 0.001, 0.014),
        highlights=(0.008, 0.003, -0.014),
        saturation=0.74,
    ),
    "moonlight": Look(
        "Night blue with silver highlights and black that stays black.",
        contrast=1.08,
        shadows=(-0.012, -0.002, 0.020),
        mids=(-0.016, 0.000, 0.022),
        highlights=(-0.008, 0.001, 0.010),
        saturation=0.86,
        skin=0.50,
    ),
    "storm": Look(
        "Slate and lead: cold mids, low colour, heavy sky.",
        exposure=-0.12,
        contrast=1.12,
        shadows=(-0.010, 0.002, 0.010),
        mids=(-0.010, 0.003, 0.010),
        saturation=0.74,
    ),
    "dream": Look(
        "Half awake: lifted, soft, a breath of rose in the lights and violet in the darks.",
        exposure=0.15,
        contrast=0.88,
        fade=0.016,
        shadows=(0.006, -0.005, 0.014),
        highlights=(0.012, -0.003, 0.004),
        saturation=0.94,
    ),
    "horror": Look(
        "Sick green mids, drained skin, deep shadows.",
        exposure=-0.18,
        contrast=1.20,
        shadows=(-0.010, 0.004, 0.002),
        mids=(-0.010, 0.008, -0.004),
        saturation=0.68,
        skin=0.35,
    ),
    "sci_fi": Look(
        "Cold cyan light, clean whites, hard edges.",
        contrast=1.14,
        shadows=(-0.020, 0.002, 0.018),
        mids=(-0.012, 0.004, 0.010),
        highlights=(-0.006, 0.003, 0.004),
        saturation=0.94,
        bands=(HueBand(200, 75, 1.12, -7),),
    ),
    "western": Look(
        "Dust and sun: tan mids, burnt highlights, skies a little green.",
        contrast=1.14,
        shadows=(0.010, 0.000, -0.010),
        mids=(0.014, 0.003, -0.018),
        highlights=(0.014, 0.006, -0.026),
        saturation=0.88,
        bands=(HueBand(230, 65, 0.78, -14), HueBand(120, 60, 0.72, -22)),
    ),
    "autumn": Look(
        "Russet leaves: greens turn to gold, reds glow.",
        contrast=1.05,
        mids=(0.010, 0.000, -0.012),
        highlights=(0.010, 0.002, -0.014),
        saturation=1.02,
        bands=(HueBand(110, 72, 0.95, -38), HueBand(30, 48, 1.14, 0)),
    ),
    "winter": Look(
        "Thin cold light: blue shadows, white that stays white, little green.",
        exposure=0.06,
        contrast=1.04,
        shadows=(-0.012, 0.000, 0.018),
        mids=(-0.008, 0.000, 0.011),
        saturation=0.82,
        bands=(HueBand(120, 65, 0.68, 11),),
    ),
    "spring": Look(
        "Fresh: clear greens, light blues, clean whites.",
        exposure=0.12,
        contrast=1.02,
        highlights=(0.004, 0.003, -0.006),
        saturation=1.06,
        bands=(HueBand(115, 60, 1.14, 7),),
    ),
    "romance": Look(
        "Candle-warm and rosy, soft in the shadows.",
        exposure=0.08,
        contrast=0.96,
        fade=0.010,
        shadows=(0.010, -0.005, 0.004),
        mids=(0.010, -0.003, -0.004),
        highlights=(0.014, 0.001, -0.012),
        saturation=1.02,
        skin=0.75,
    ),
    "technicolor": Look(
        "Three-strip: dense, vivid primaries, deep greens, glowing skin.",
        contrast=1.14,
        mids=(0.004, -0.001, -0.003),
        saturation=1.24,
        bands=(HueBand(0, 50, 1.10, 4), HueBand(120, 70, 1.08, 10), HueBand(235, 60, 1.10, -10)),
        skin=0.55,
    ),
    "cross_process": Look(
        "Slide film in the wrong bath: yellow-green lights, blue darks, hard contrast.",
        contrast=1.26,
        shadows=(-0.010, -0.004, 0.026),
        mids=(0.000, 0.006, -0.010),
        highlights=(0.004, 0.010, -0.034),
        saturation=1.10,
        skin=0.45,
    ),
    "neon": Look(
        "A city at night: violet darks, magenta mids, cyan lights.",
        contrast=1.12,
        shadows=(0.002, -0.008, 0.028),
        mids=(0.012, -0.010, 0.016),
        highlights=(-0.016, 0.003, 0.012),
        saturation=1.14,
        skin=0.55,
    ),
    "sepia": Look(
        "A brown print: one warm tone, soft blacks.",
        contrast=1.06,
        fade=0.010,
        shadows=(0.010, 0.000, -0.014),
        mids=(0.024, 0.002, -0.034),
        highlights=(0.020, 0.003, -0.030),
        saturation=0.06,
        skin=0.0,
    ),
    "epic": Look(
        "Big and deep: strong contrast, bronze lights, blue-steel shadows.",
        contrast=1.20,
        shadows=(-0.014, 0.000, 0.016),
        mids=(0.004, 0.000, -0.005),
        highlights=(0.018, 0.004, -0.024),
        saturation=1.06,
    ),
}
# fmt: on
"""Name → look."""


def look(name: str) -> Look:
    """A look by name. Raises EngineError for an unknown one."""
    if name not in LOOKS:
        raise EngineError(f"There is no look {name!r}", f"the library has {', '.join(LOOKS)}")
    return LOOKS[name]


_MOOD: Mapping[Mood, tuple[str, float]] = {
    Mood.JOYFUL: ("cinematic_warm", 0.70),
    Mood.PLAYFUL: ("spring", 0.70),
    Mood.TENDER: ("romance", 0.70),
    Mood.HOPEFUL: ("golden_hour", 0.55),
    Mood.CALM: ("cinematic_warm", 0.45),
    Mood.MELANCHOLIC: ("faded_film", 0.55),
    Mood.LONELY: ("cinematic_cold", 0.70),
    Mood.MYSTERIOUS: ("teal_orange", 0.60),
    Mood.TENSE: ("bleach_bypass", 0.45),
    Mood.FRIGHTENING: ("horror", 0.70),
    Mood.EPIC: ("epic", 0.80),
}
_DARK_HOURS: Mapping[Mood, tuple[str, float]] = {
    Mood.CALM: ("moonlight", 0.50),
    Mood.HOPEFUL: ("moonlight", 0.40),
    Mood.MELANCHOLIC: ("moonlight", 0.60),
    Mood.LONELY: ("moonlight", 0.75),
    Mood.MYSTERIOUS: ("moonlight", 0.70),
    Mood.TENDER: ("romance", 0.50),
}
_GENRE: Mapping[Genre, Mapping[Mood, tuple[str, float]]] = {
    Genre.SCIENCE_FICTION: dict.fromkeys((Mood.CALM, Mood.LONELY, Mood.MYSTERIOUS, Mood.TENSE), ("sci_fi", 0.65)),
    Genre.THRILLER: dict.fromkeys((Mood.CALM, Mood.LONELY, Mood.MYSTERIOUS), ("cinematic_cold", 0.75)),
    Genre.MYSTERY: dict.fromkeys((Mood.CALM, Mood.LONELY), ("cinematic_cold", 0.6)),
    Genre.FANTASY: {Mood.CALM: ("dream", 0.60), Mood.TENDER: ("dream", 0.65), Mood.MYSTERIOUS: ("teal_orange", 0.65)},
    Genre.ROMANCE: dict.fromkeys((Mood.CALM, Mood.TENDER, Mood.JOYFUL), ("romance", 0.75)),
    Genre.COMEDY: dict.fromkeys((Mood.CALM, Mood.JOYFUL), ("spring", 0.6)),
    Genre.FAMILY: {Mood.CALM: ("pastel", 0.45), Mood.TENDER: ("pastel", 0.60)},
    Genre.DOCUMENTARY: dict.fromkeys(Mood, ("documentary", 0.80)),
}
_TONE: Mapping[Tone, Mapping[Mood, tuple[str, float]]] = {
    Tone.POETIC: {Mood.CALM: ("dream", 0.50), Mood.MELANCHOLIC: ("vintage", 0.60)},
    Tone.MELANCHOLIC: {Mood.CALM: ("faded_film", 0.45), Mood.TENDER: ("vintage", 0.55)},
    Tone.DARK: {Mood.CALM: ("storm", 0.50), Mood.MELANCHOLIC: ("storm", 0.65), Mood.TENSE: ("bleach_bypass", 0.60)},
    Tone.EPIC: {Mood.CALM: ("epic", 0.50), Mood.HOPEFUL: ("epic", 0.60), Mood.TENSE: ("epic", 0.70)},
}
_LOW_SUN = (TimeOfDay.DAWN, TimeOfDay.DUSK)
_SUNNY = (Mood.JOYFUL, Mood.HOPEFUL, Mood.CALM, Mood.TENDER, Mood.EPIC)


def for_mood(mood: Mood, genre: Genre, tone: Tone, time_of_day: TimeOfDay) -> tuple[str, float]:
    """The look of a scene and its strength (0–1): night and low sun first, then genre, tone and mood."""
    if genre is Genre.DOCUMENTARY:
        return _GENRE[genre][mood]
    if time_of_day is TimeOfDay.NIGHT and mood in _DARK_HOURS:
        return _DARK_HOURS[mood]
    if time_of_day in _LOW_SUN and mood in _SUNNY:
        return "golden_hour", 0.55
    return _GENRE.get(genre, {}).get(mood) or _TONE.get(tone, {}).get(mood) or _MOOD[mood]
