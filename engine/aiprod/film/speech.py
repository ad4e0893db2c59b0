# SPDX-License-Identifier: Apache-2.0
"""Voices and spoken lines: casting, and the times that lips and subtitles follow."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from aiprod.film.base import FilmObject
from aiprod.film.brief import Language
from aiprod.film.errors import UserError
from aiprod.film.screenplay import Emotion

_SUM = 1e-3
"""How far from 1 the weights of a blend may sum to."""


class VoiceCasting(FilmObject):
    """A character's voice: a blend of the model's speaker vectors, shifted."""

    character: str
    speakers: dict[str, float]
    """Speaker name → weight; weights sum to 1."""
    pitch_semitones: float = Field(0.0, ge=-6, le=6)
    speed: float = Field(1.0, ge=0.5, le=2.0)
    timbre: Literal["natural", "robot"] = "natural"

    def check(self) -> None:
        """Raises UserError where it is no blend."""
        weights = self.speakers.values()
        if not weights or min(weights) <= 0 or abs(sum(weights) - 1) > _SUM:
            raise UserError("The voice is no blend", "the weights of its speakers are above 0 and sum to 1")


class PhonemeTime(FilmObject):
    """One phoneme of a spoken line. Seconds from the start of the line's audio."""

    symbol: str
    """IPA, as the voice model's alphabet spells it; " " is silence."""
    start_s: float = Field(ge=0)
    end_s: float = Field(ge=0)


class WordTime(FilmObject):
    text: str
    start_s: float = Field(ge=0)
    end_s: float = Field(ge=0)


class Speech(FilmObject):
    """A spoken line: `speech.json` beside `speech.wav` (48 kHz mono, 24 bit) in a voice take."""

    line: str
    character: str
    language: Language
    text: str
    emotion: Emotion
    duration_s: float = Field(gt=0)
    phonemes: tuple[PhonemeTime, ...]
    words: tuple[WordTime, ...]
    """The words as written, punctuation attached: joined by spaces they are `text`."""
    warnings: tuple[str, ...] = ()
    """What could not be said as written, in plain words."""
