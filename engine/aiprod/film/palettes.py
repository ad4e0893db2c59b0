# SPDX-License-Identifier: Apache-2.0
"""Scene palettes: seven colours for each time of day, bent by weather and mood, never random.

Each base palette was chosen by eye for illustration. Weather moves colours towards grey air (less chroma, more haze);
mood shifts warmth and contrast a little. Mixing is done in linear light.
"""

from __future__ import annotations

from functools import lru_cache

from aiprod.film.screenplay import Mood, TimeOfDay, Weather
from aiprod.film.shots import Light, Palette

_KEPT = 1 << 16
"""Painters ask for the same few thousand colours again and again."""
_ORDER = ("sky_top", "sky_low", "key", "ambient", "haze", "shadow", "accent")
_BASE: dict[TimeOfDay, tuple[str, ...]] = {
    TimeOfDay.DAWN: ("#3d4f86", "#f4b8a0", "#ffcfa6", "#8a86ad", "#c99aa8", "#2b2a4a", "#ffd98a"),
    TimeOfDay.MORNING: ("#5f9fd0", "#f2e3c4", "#fff0cf", "#9db7c9", "#c3d3d8", "#2f4258", "#f2a541"),
    TimeOfDay.DAY: ("#3f86c9", "#cfe6f0", "#fff7e6", "#a9c4d6", "#b7d2de", "#2c4460", "#e8593c"),
    TimeOfDay.AFTERNOON: ("#5a90be", "#f6d9a4", "#ffdf9e", "#a8ac9c", "#d3c3a0", "#3b3f50", "#d9533b"),
    TimeOfDay.DUSK: ("#151b3f", "#d9795f", "#ffab6b", "#6d4c72", "#8f5068", "#1a1430", "#ffcf7d"),
    TimeOfDay.NIGHT: ("#070d22", "#22406b", "#a9c6ff", "#24365e", "#1f3358", "#070a18", "#ffc76b"),
}
_WEATHER: dict[Weather, tuple[str, float, float]] = {
    Weather.CLEAR: ("#ffffff", 0.0, 0.25),
    Weather.CLOUDY: ("#8d96a0", 0.30, 0.40),
    Weather.WIND: ("#9aa8b0", 0.12, 0.30),
    Weather.FOG: ("#b4bac0", 0.50, 0.90),
    Weather.RAIN: ("#55626f", 0.42, 0.60),
    Weather.STORM: ("#2d3644", 0.58, 0.70),
    Weather.SNOW: ("#c4ced8", 0.40, 0.65),
}
_MOOD: dict[Mood, tuple[str, float]] = {
    Mood.JOYFUL: ("#ffd27a", 0.08),
    Mood.PLAYFUL: ("#ffc06a", 0.06),
    Mood.TENDER: ("#ffb08a", 0.08),
    Mood.HOPEFUL: ("#ffdc9a", 0.08),
    Mood.CALM: ("#a8c8d0", 0.03),
    Mood.MELANCHOLIC: ("#6a7fa8", 0.10),
    Mood.LONELY: ("#55709a", 0.12),
    Mood.MYSTERIOUS: ("#3f7a86", 0.12),
    Mood.TENSE: ("#7a5a44", 0.10),
    Mood.FRIGHTENING: ("#3a4a3f", 0.16),
    Mood.EPIC: ("#e08a4a", 0.08),
}
_LUMINANCE_AT: dict[TimeOfDay, float] = {TimeOfDay.NIGHT: 0.22, TimeOfDay.DUSK: 0.5, TimeOfDay.DAWN: 0.75}


@lru_cache(maxsize=_KEPT)
def to_linear(colour: str) -> tuple[float, float, float]:
    """An sRGB hex colour as linear light, 0–1 (IEC 61966-2-1)."""
    codes = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in codes)
    return red, green, blue


def to_hex(linear: tuple[float, float, float]) -> str:
    """Linear light (clipped to 0–1) as an sRGB hex colour."""
    clipped = [min(max(c, 0.0), 1.0) for c in linear]
    codes = [12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055 for c in clipped]
    return "#" + "".join(f"{round(255 * c):02x}" for c in codes)


@lru_cache(maxsize=_KEPT)
def mix(first: str, second: str, amount: float) -> str:
    """`first` moved towards `second` by `amount` (0–1), in linear light."""
    pairs = zip(to_linear(first), to_linear(second), strict=True)
    red, green, blue = (a + (b - a) * amount for a, b in pairs)
    return to_hex((red, green, blue))


@lru_cache(maxsize=_KEPT)
def scaled(colour: str, gain: float) -> str:
    """`colour` with its linear light multiplied by `gain`."""
    red, green, blue = (c * gain for c in to_linear(colour))
    return to_hex((red, green, blue))


def palette_for(time: TimeOfDay, weather: Weather, mood: Mood, interior: bool = False) -> Palette:
    """The seven colours of a scene. Interiors keep the sky of the window and take a lamp as key after dark."""
    air, grey, _ = _WEATHER[weather]
    air = scaled(air, _LUMINANCE_AT.get(time, 1.0))
    tint, strength = _MOOD[mood]
    colours = dict(zip(_ORDER, _BASE[time], strict=True))
    for name in ("sky_top", "sky_low", "key", "ambient", "haze"):
        colours[name] = mix(colours[name], air, grey if name != "key" else grey * 0.5)
        colours[name] = mix(colours[name], scaled(tint, _LUMINANCE_AT.get(time, 1.0)), strength)
    if interior and time in (TimeOfDay.NIGHT, TimeOfDay.DUSK, TimeOfDay.DAWN):
        colours |= {"key": "#ffc98a", "ambient": mix("#6a4a3a", tint, 0.2), "haze": "#5a4440", "shadow": "#1c1218"}
    return Palette(**colours)


def light_for(time: TimeOfDay, weather: Weather, interior: bool = False, azimuth_deg: float = 60.0) -> Light:
    """The key light: low at dawn and dusk, soft under cloud."""
    elevation = {"dawn": 8, "morning": 25, "day": 55, "afternoon": 30, "dusk": 6, "night": 40}[time.value]
    _, grey, haze = _WEATHER[weather]
    return Light(
        azimuth_deg=azimuth_deg,
        elevation_deg=elevation,
        intensity=1.0 - 0.4 * grey,
        rim=0.8 if time in (TimeOfDay.DAWN, TimeOfDay.DUSK, TimeOfDay.NIGHT) else 0.4,
        haze=0.1 if interior else haze,
    )
