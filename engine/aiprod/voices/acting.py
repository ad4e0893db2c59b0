# SPDX-License-Identifier: Apache-2.0
"""How an emotion is acted: pace, pitch, level and brightness of the voice.

The directions are those of Juslin & Laukka, "Communication of emotions in vocal expression and music performance",
Psychological Bulletin 129 (2003): joy and anger fast, loud and bright, fear fast and high, sadness and tenderness slow, low
and soft. The amounts are small, so that the voice stays the character's and its quality stays that of the model.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from aiprod.film.screenplay import Emotion, Line


@dataclass(frozen=True)
class Acting:
    pace: float = 1.0
    """Times the natural speed."""
    semitones: float = 0.0
    level_db: float = 0.0
    brightness_db: float = 0.0
    """Gain above 3 kHz: effort makes a voice bright."""

    def __add__(self, other: Acting) -> Acting:
        return Acting(
            self.pace * other.pace, self.semitones + other.semitones,
            self.level_db + other.level_db, self.brightness_db + other.brightness_db,
        )  # fmt: skip


EMOTIONS = {
    Emotion.NEUTRAL: Acting(),
    Emotion.JOY: Acting(1.06, 0.5, 1.0, 1.0),
    Emotion.SADNESS: Acting(0.90, -0.6, -2.0, -1.5),
    Emotion.ANGER: Acting(1.06, 0.3, 3.0, 2.0),
    Emotion.FEAR: Acting(1.08, 0.6, -1.0, 0.0),
    Emotion.SURPRISE: Acting(1.03, 0.7, 1.0, 0.5),
    Emotion.TENDERNESS: Acting(0.93, -0.2, -2.5, -1.0),
    Emotion.DETERMINATION: Acting(0.97, -0.3, 1.5, 1.0),
    Emotion.WEARINESS: Acting(0.87, -0.7, -2.0, -1.5),
    Emotion.IRONY: Acting(0.95, -0.2, 0.0, 0.0),
}

_MANNERS = (
    (r"whisper|murmur|under (?:his|her|their) breath|chuchot|à voix basse|\btout bas\b|souffl", Acting(0.95, -0.2, -5, -2)),
    (r"softly|quiet|gentl|doucement|bas\b", Acting(0.96, 0, -2.5, -1)),
    (r"shout|yell|scream|call(?:s|ing)\b|cri(?:e|ant)\b|hurl", Acting(1.03, 0.5, 4, 2)),
    (r"slow|lentement", Acting(pace=0.9)),
    (r"quick|hurr|fast|rapide|vite|pressé", Acting(pace=1.08)),
)


def acting_of(line: Line) -> Acting:
    """The line's emotion, and the manner its parenthetical asks for (the first known word of it counts)."""
    manner = next((acting for words, acting in _MANNERS if re.search(words, line.parenthetical, re.IGNORECASE)), Acting())
    return EMOTIONS[line.emotion] + manner
