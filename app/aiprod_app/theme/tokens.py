# SPDX-License-Identifier: Apache-2.0
"""The colours and measures that everything is drawn with, by what they are for.

Text on the surfaces it stands on has a contrast of 4.5 : 1 at least (WCAG 2.2, 1.4.3), which a test computes for every theme.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtGui import QColor

ThemeName = Literal["dark", "light", "contrast"]


@dataclass(frozen=True)
class Tokens:
    """One theme. Colours are "#rrggbb"; lengths are pixels at 96 dpi."""

    name: ThemeName
    # surfaces, from the deepest to the highest
    well: str
    """Behind pictures and timelines."""
    window: str
    panel: str
    field: str
    """Inside what can be typed into."""
    raised: str
    """Buttons, cards, track heads."""
    hover: str
    line: str
    """Between things."""
    strong_line: str
    """Around what can be typed into; 3 : 1 at least."""
    # words
    text: str
    muted: str
    disabled: str
    # what acts
    accent: str
    on_accent: str
    focus: str
    selection: str
    """Behind selected rows."""
    # meaning
    good: str
    warning: str
    bad: str
    # the timeline
    playhead: str
    video: str
    title: str
    dialogue: str
    music: str
    ambience: str
    effects: str
    footage: str
    """The user's own files."""
    on_clip: str
    waveform: str
    marker: str
    # measures
    radius: int = 4
    gap: int = 8
    row: int = 28
    text_px: int = 13
    small_px: int = 11
    title_px: int = 18

    def colour(self, name: str, alpha: int = 255) -> QColor:
        """A colour by its name here, with an opacity 0–255."""
        found = QColor(getattr(self, name))
        found.setAlpha(alpha)
        return found


DARK = Tokens(
    "dark", well="#0e0e0f", window="#19191a", panel="#202022", field="#141415", raised="#2c2c2f", hover="#38383c", line="#0c0c0d",
    strong_line="#77777c", text="#e6e6e8", muted="#a9a9ae", disabled="#6c6c71", accent="#e8a33d", on_accent="#1a1306",
    focus="#6cb2ff", selection="#4a3a1c", good="#6cc08b", warning="#e8b84a", bad="#f28a7e", playhead="#ff6b57", video="#3f6ea5",
    title="#8265ad", dialogue="#2f7f69", music="#43803f", ambience="#537380", effects="#8f6a38", footage="#5b6fa8",
    on_clip="#ffffff", waveform="#d9e6e2", marker="#8fd694",
)  # fmt: skip
LIGHT = Tokens(
    "light", well="#cccdd0", window="#e9e9eb", panel="#f5f5f6", field="#ffffff", raised="#ffffff", hover="#dfe0e3",
    line="#c9cacd", strong_line="#7c7d82", text="#1c1c1e", muted="#55565b", disabled="#8b8c91", accent="#8a5200",
    on_accent="#ffffff", focus="#0a5fc2", selection="#fbe3bd", good="#1c6f3b", warning="#7d5200", bad="#ad241c",
    playhead="#c92a18", video="#2f5f99",
    title="#6b4fa0", dialogue="#1f6f5b", music="#33702f", ambience="#43636f", effects="#7a5720", footage="#42568f",
    on_clip="#ffffff", waveform="#e6f2ee", marker="#2e7d32",
)  # fmt: skip
CONTRAST = Tokens(
    "contrast", well="#000000", window="#000000", panel="#000000", field="#000000", raised="#0a0a0a", hover="#2b2b2b",
    line="#ffffff", strong_line="#ffffff", text="#ffffff", muted="#f0f0f0", disabled="#a8a8a8", accent="#ffd400",
    on_accent="#000000", focus="#00e5ff", selection="#004b57", good="#5dff8f", warning="#ffd400", bad="#ff8a80",
    playhead="#ff3b30", video="#1452a8",
    title="#6a2fc0", dialogue="#00695c", music="#1b6b1b", ambience="#37525e", effects="#7a4a00", footage="#2a3f99",
    on_clip="#ffffff", waveform="#ffffff", marker="#5dff8f",
)  # fmt: skip
THEMES: dict[ThemeName, Tokens] = {"dark": DARK, "light": LIGHT, "contrast": CONTRAST}
_now: list[Tokens] = [DARK]


def tokens() -> Tokens:
    """The theme in use."""
    return _now[0]


def use(name: ThemeName) -> Tokens:
    """Another theme; `style.apply` brings it to the widgets."""
    _now[0] = THEMES[name]
    return _now[0]
