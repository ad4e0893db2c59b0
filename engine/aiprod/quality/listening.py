# SPDX-License-Identifier: Apache-2.0
"""Speech in a file that nobody knows: where it is, what is said, how good it sounds. In pieces, whatever the length."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from aiprod.film.brief import Language
from aiprod.film.speech import WordTime
from aiprod.media.audio import SAMPLE_RATE, Samples, resample
from aiprod.quality import speech
from aiprod.quality.soundtrack import Decoder, Soundtrack

_PIECE_S, _SEARCH_S = 120, 6
_VOICES = 12
"""How many stretches of speech are scored."""
_LONG_ENOUGH_S = 1.5


@dataclass(frozen=True)
class Listened:
    """What was understood. Times are seconds from the first sample."""

    language: Language
    words: tuple[WordTime, ...]
    regions: tuple[tuple[float, float], ...]
    mos: float | None
    """Mean predicted opinion score of some stretches of speech; music and effects lower it."""


def speech_regions(track: Soundtrack) -> list[tuple[float, float]]:
    """When somebody speaks (Silero VAD, which comes with the speech recogniser)."""
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    options = VadOptions(threshold=0.5, min_silence_duration_ms=300, speech_pad_ms=60, min_speech_duration_ms=200)
    found: list[tuple[float, float]] = []
    for start, wave in _pieces(track):
        for span in get_speech_timestamps(_even(wave), options):
            found.append((round(start + span["start"] / speech.RATE, 3), round(start + span["end"] / speech.RATE, 3)))
    return found


def listen(track: Soundtrack, language: Language | None) -> Listened:
    """Understand a whole soundtrack. Without a language, the more likely of English and French is taken."""
    regions = speech_regions(track)
    words: list[WordTime] = []
    for start, wave in _pieces(track):
        if language is None:
            language = _language(wave)
        if any(a < start + len(wave) / speech.RATE and b > start for a, b in regions):
            words += [
                word.changed(start_s=word.start_s + start, end_s=word.end_s + start) for word in speech.words_in(wave, language)
            ]
    return Listened(language or "en", tuple(words), tuple(regions), _score(track, regions))


def _language(wave: Samples) -> Language:
    return speech.likelier_language(wave)


def _score(track: Soundtrack, regions: list[tuple[float, float]]) -> float | None:
    from aiprod.quality.mos import predict_mos
    from aiprod.quality.soundtrack import speech_pieces

    long = sorted((r for r in regions if r[1] - r[0] >= _LONG_ENOUGH_S), key=lambda r: r[0] - r[1])[:_VOICES]
    if not long:
        return None
    pieces = speech_pieces(track, sorted(long), SAMPLE_RATE)
    return round(float(np.mean([predict_mos(_even(piece)) for piece in pieces.values() if len(piece)])), 3)


def _even(wave: Samples) -> Samples:
    """Brought to a usual level: the nets were trained on that."""
    peak = float(np.abs(wave).max(initial=0.0))
    return np.asarray(wave * min(0.5 / peak, 30.0), np.float32) if peak > 1e-4 else wave


def _pieces(track: Soundtrack) -> Iterator[tuple[float, Samples]]:
    """(start in seconds, mono at 16 kHz) of about two minutes each, cut where it is quietest."""
    held = np.zeros(0, np.float32)
    start = 0.0
    for block in Decoder(track).blocks(track.rate * 10):
        held = np.concatenate((held, resample(_mono(block, track), track.rate, speech.RATE)))
        if len(held) >= (_PIECE_S + _SEARCH_S) * speech.RATE:
            cut = _quietest(held)
            yield start, held[:cut]
            start, held = start + cut / speech.RATE, held[cut:]
    if len(held):
        yield start, held


def _mono(block: Samples, track: Soundtrack) -> Samples:
    """In surround, dialogue is in the front."""
    front = [index for index, name in enumerate(track.names) if name in ("FL", "FR", "FC")]
    mono: Samples = block[:, front].mean(axis=1) if front else block.mean(axis=1)
    return mono


def _quietest(wave: Samples) -> int:
    step = speech.RATE // 20
    first = _PIECE_S * speech.RATE
    tail = np.abs(wave[first : first + _SEARCH_S * speech.RATE // step * step]).reshape(-1, step).max(axis=1)
    smooth = np.convolve(tail, np.ones(5) / 5, "same")
    return first + int(smooth.argmin()) * step
