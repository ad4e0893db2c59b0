# SPDX-License-Identifier: Apache-2.0
"""The timeline's colours, in one place: a few surfaces and lines, and a tint for every kind of clip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from aiprod.film.timeline import Clip, MediaFile, ShotFootage, Sound, SpokenLine, TitleCard
from aiprod_app.theme import Tokens

Rgb = tuple[int, int, int]
Packed = NDArray[np.uint32]
"""Colours as a QImage of format RGB32 holds them: 0xffRRGGBB."""

TINTS = ("empty", "picture", "still", "title", "dialogue", "music", "ambience", "effects", "file")
"""What a clip may be; after them come the colours that users gave."""
SELECTED, DISABLED, MUTED = 1, 2, 4
"""States of a clip; they add up."""
STATES = 8
_MOST_TINTS = 250

NAMED: Mapping[str, Rgb] = {
    "PINK": (196, 104, 146), "RED": (190, 78, 72), "ORANGE": (201, 124, 56), "YELLOW": (178, 150, 52), "GREEN": (72, 146, 88),
    "CYAN": (58, 146, 156), "BLUE": (70, 116, 190), "PURPLE": (132, 98, 178), "MAGENTA": (176, 84, 164),
    "BLACK": (70, 72, 78), "WHITE": (150, 154, 162),
}  # fmt: skip
"""OpenTimelineIO's colours."""


@dataclass(frozen=True)
class Palette:
    """The theme's colours as the timeline uses them. `tints` holds the base colour of each kind of clip.

    Attributes:
        ground, lane, lane_sound, line: behind everything, behind clips, between lanes.
        ruler, head, text, dim: the ruler, the heads of tracks, words, lesser words.
        accent, playhead, refusal, snap: selection, playhead, what can't be, what an edge has caught on.
        clip_text: words on clips.
        wave: of waveforms.
        dark: whether light stands on dark.
    """

    ground: str
    lane: str
    lane_sound: str
    line: str
    ruler: str
    head: str
    text: str
    dim: str
    accent: str
    focus: str
    playhead: str
    refusal: str
    snap: str
    tip: str
    clip_text: str
    wave: str
    dark: bool
    tints: tuple[Rgb, ...]
    _users: dict[str, int] = field(default_factory=dict, compare=False)
    _added: list[Rgb] = field(default_factory=list, compare=False)

    def tint_of(self, clip: Clip) -> int:
        """The number of a clip's tint: the user's colour, else that of its kind."""
        return (self._user_tint(clip.colour) if clip.colour else 0) or _tint_of_kind(clip)

    def _user_tint(self, word: str) -> int:
        if word not in self._users:
            rgb = NAMED.get(word.upper()) or _parsed(word)
            room = len(self.tints) + len(self._added) < _MOST_TINTS
            self._users[word] = self._add(readable(rgb, rgb_of(self.clip_text))) if rgb is not None and room else 0
        return self._users[word]

    def _add(self, rgb: Rgb) -> int:
        self._added.append(rgb)
        self.__dict__.pop("_tables", None)
        return len(self.tints) + len(self._added) - 1

    @property
    def tables(self) -> Tables:
        """Colours by tint and state, ready to be looked up."""
        found = self.__dict__.get("_tables")
        if found is None:
            found = Tables.of(self, (*self.tints, *self._added))
            self.__dict__["_tables"] = found
        return found


@dataclass(frozen=True)
class Tables:
    """Packed colours, each an array [tints × 8]: at tint × 8 + state. At 0 and 1 is the ground of picture and sound.

    Attributes:
        body, band: of a clip, and of the strip with its name.
        edge: its outline; that of a selected one is the accent.
        wave: its waveform.
    """

    body: Packed
    band: Packed
    edge: Packed
    wave: Packed

    @classmethod
    def of(cls, palette: Palette, tints: tuple[Rgb, ...]) -> Tables:
        count = len(tints) * STATES
        found = cls(*(np.zeros(count, np.uint32) for _ in range(4)))
        lane, sound = packed(rgb_of(palette.lane)), packed(rgb_of(palette.lane_sound))
        for shades in (found.body, found.band, found.edge, found.wave):
            shades[0], shades[1] = lane, sound
        for tint, rgb in list(enumerate(tints))[1:]:
            for state in range(STATES):
                at = tint * STATES + state
                found.body[at], found.band[at], found.edge[at], found.wave[at] = _shades(palette, rgb, state)
        return found


def _shades(palette: Palette, rgb: Rgb, state: int) -> tuple[int, int, int, int]:
    lane, words = rgb_of(palette.lane), rgb_of(palette.clip_text)
    base, wave = rgb, rgb_of(palette.wave)
    if state & DISABLED:
        grey = sum(base) // 3
        base = mixed(mixed(base, (grey, grey, grey), 0.8), (0, 0, 0), 0.3)
    elif state & MUTED:
        base = mixed(base, (70, 72, 76), 0.6)
    body, edge = mixed(base, (0, 0, 0), 0.34), mixed(base, (0, 0, 0), 0.62)
    if state & SELECTED:
        body, edge = mixed(base, words, 0.1), rgb_of(palette.accent)
    if state & (DISABLED | MUTED):
        wave = mixed(wave, lane, 0.45)
    return packed(body), packed(base), packed(edge), packed(mixed(wave, base, 0.28))


_PLAIN = {ShotFootage: TINTS.index("picture"), SpokenLine: TINTS.index("dialogue"), TitleCard: TINTS.index("title")}


def _tint_of_kind(clip: Clip) -> int:
    shown = clip.shows
    found = _PLAIN.get(type(shown))
    if found is not None:
        return found
    if isinstance(shown, Sound):
        return TINTS.index(shown.bus)
    return TINTS.index("still" if isinstance(shown, MediaFile) and shown.still else "file")


def mixed(one: Rgb, other: Rgb, share: float) -> Rgb:
    """`one` with a share of `other` in it, in display codes."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def packed(rgb: Rgb) -> int:
    return 0xFF000000 | rgb[0] << 16 | rgb[1] << 8 | rgb[2]


def rgb_of(colour: str) -> Rgb:
    found = QColor(colour)
    return found.red(), found.green(), found.blue()


@lru_cache(maxsize=256)
def qcolor(colour: str, alpha: int = 255) -> QColor:
    """A colour ready to paint with. Don't change it."""
    found = QColor(colour)
    found.setAlpha(alpha)
    return found


def _parsed(word: str) -> Rgb | None:
    return rgb_of(word) if QColor.isValidColorName(word) else None


def readable(rgb: Rgb, on: Rgb = (255, 255, 255), least: float = 4.5) -> Rgb:
    """A colour, as dark as it must be for words upon it."""
    while contrast(rgb, on) < least and rgb != (0, 0, 0):
        rgb = mixed(rgb, (0, 0, 0), 0.08) if max(rgb) > 8 else (0, 0, 0)
    return rgb


def contrast(one: Rgb, other: Rgb) -> float:
    """Contrast of two colours (WCAG 2.2), 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(rgb: Rgb) -> float:
    red, green, blue = (c / 3294.6 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@lru_cache(maxsize=8)
def palette_of(theme: Tokens) -> Palette:
    """A theme's palette; the same object each time."""
    dark, plain = theme.name != "light", theme.name != "contrast"
    lane = mixed(rgb_of(theme.panel), rgb_of(theme.well), 0.35 if dark else 0.25)
    kinds = ("video", "footage", "title", "dialogue", "music", "ambience", "effects", "footage")
    return Palette(
        ground=theme.well, lane=named(lane), lane_sound=named(mixed(lane, rgb_of(theme.dialogue), 0.05 if plain else 0)),
        line=theme.line if plain else theme.disabled, ruler=theme.panel, head=theme.panel, text=theme.text, dim=theme.muted,
        accent=theme.accent if dark else theme.playhead, focus=theme.focus, playhead=theme.playhead, refusal=theme.bad,
        snap=theme.focus, tip=theme.raised, clip_text=theme.on_clip, wave=theme.waveform, dark=dark,
        tints=((0, 0, 0), *(readable(rgb_of(getattr(theme, kind)), rgb_of(theme.on_clip)) for kind in kinds)),
    )  # fmt: skip


def named(rgb: Rgb) -> str:
    return f"#{rgb[0]:02x}{rgb[1]:02x}{rgb[2]:02x}"
