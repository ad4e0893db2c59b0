# SPDX-License-Identifier: Apache-2.0
"""Voices to listen to before they are cast. Called in the process aside (`aside`), which keeps the model and the last samples."""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiprod.film.brief import Language
from aiprod.film.errors import UserError
from aiprod.film.hashing import hash_json
from aiprod.film.screenplay import Line
from aiprod.film.speech import VoiceCasting

if TYPE_CHECKING:
    from aiprod.voices.studio import VoiceStudio

_MOST_KEPT = 64
_kept: dict[str, bytes] = {}


def spoken(line: dict[str, Any], voice: dict[str, Any], language: Language) -> bytes:
    """A line as a WAV file's bytes. Raises UserError for one without a word that can be said, for an unknown speaker and for a
    voice that is no blend."""
    key = hash_json([line, voice, language])
    if key not in _kept:
        casting = VoiceCasting.from_json(voice)
        casting.check()
        _kept[key] = _said(Line.from_json(line), casting, language)
    while len(_kept) > _MOST_KEPT:
        del _kept[next(iter(_kept))]
    return _kept[key]


def _said(line: Line, voice: VoiceCasting, language: Language) -> bytes:
    with tempfile.TemporaryDirectory(prefix="aiprod-sample-") as folder:
        try:
            _booth(language).speak(line, voice, Path(folder))
        except KeyError as error:
            why = f"{', '.join(voice.speakers) or 'nobody'}: the voice model has not all of them"
            raise UserError("There is no such voice", why, "See `voices.list`.") from error
        return (Path(folder) / "speech.wav").read_bytes()


@lru_cache(maxsize=2)
def _booth(language: Language) -> VoiceStudio:
    from aiprod.voices.studio import VoiceStudio

    return VoiceStudio(language)
