# SPDX-License-Identifier: Apache-2.0
"""Which sounds are spoken when: the model's symbols, their owners, and their times after every cut and shift."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aiprod.film.speech import PhonemeTime, WordTime
from aiprod.voices.pronunciation import Pronounced

PAUSES = frozenset(" ,.;:!?—…")
_FORWARD = frozenset("ˈˌ")
_BACKWARD = frozenset("ː̃ʰʲ")
_BREATH_S = 0.08
"""A gap between words that is shorter than this is no silence: the voice and the mouth go through it."""
_SENTENCE_ENDS = frozenset(".!?…")
_COMFORTABLE = 300
"""Symbols the model speaks well in one breath."""


@dataclass(frozen=True)
class Script:
    """Symbols for the model, and for each the written word that it belongs to (−1: none)."""

    symbols: str
    owners: tuple[int, ...]


def scripts(words: Sequence[Pronounced], opening: str = "") -> list[Script]:
    """The line as one script, or several where it is long: cut after a sentence, else a clause, else a word."""
    return [_script(part, opening if index == 0 else "") for index, part in enumerate(_breaths(list(words)))]


def _breaths(words: list[Pronounced]) -> Iterator[list[Pronounced]]:
    while words:
        count = _breath_length(words)
        yield words[:count]
        words = words[count:]


def _breath_length(words: list[Pronounced]) -> int:
    size, sentence, clause = 0, 0, 0
    for index, word in enumerate(words):
        size += len(word.phonemes) + len(word.pause) + 2
        if size > _COMFORTABLE and index:
            return sentence or clause or index
        if word.pause in _SENTENCE_ENDS and word.pause:
            sentence = index + 1
        if word.pause:
            clause = index + 1
    return len(words)


def _script(words: Sequence[Pronounced], opening: str) -> Script:
    symbols, owners = [opening + " "] if opening else [], [-1] * (len(opening) + 1) if opening else []
    for word in words:
        pause = " —" if word.pause == "—" else word.pause
        symbols.append(f"{word.phonemes}{pause} ")
        owners += [word.written] * len(word.phonemes) + [-1] * (len(pause) + 1)
    text = "".join(symbols)
    return Script(text.rstrip(" "), tuple(owners[: len(text.rstrip(" "))]))


@dataclass(frozen=True)
class TimedSymbol:
    symbol: str
    owner: int
    start: float
    end: float


def timed(script: Script, lengths: NDArray[np.int64], offset: int) -> list[TimedSymbol]:
    """Symbols with their first and last+1 sample. `lengths` also has the silences before and after (symbol " ")."""
    edges = offset + np.concatenate([[0], np.cumsum(lengths)])
    symbols = [" ", *script.symbols, " "]
    owners = [-1, *script.owners, -1]
    return [
        TimedSymbol(symbol, owner, float(edges[i]), float(edges[i + 1]))
        for i, (symbol, owner) in enumerate(zip(symbols, owners, strict=True))
    ]


def moved(symbols: Sequence[TimedSymbol], cut: float, scale: float, duration: float) -> list[TimedSymbol]:
    """Times in seconds of the finished audio: `cut` samples trimmed off the start, then `scale` seconds a sample."""

    def place(at: float) -> float:
        return min(max((at - cut) * scale, 0.0), duration)

    return [TimedSymbol(s.symbol, s.owner, place(s.start), place(s.end)) for s in symbols]


def phoneme_times(symbols: Sequence[TimedSymbol], duration: float) -> tuple[PhonemeTime, ...]:
    """Phonemes that cover 0 to `duration` without gaps: marks join their phoneme, pauses are " "."""
    merged: list[list[object]] = []
    carried: float | None = None
    for item in symbols:
        if item.symbol in _FORWARD:
            carried = item.start if carried is None else carried
            continue
        if item.symbol in _BACKWARD and merged:
            merged[-1][0] = f"{merged[-1][0]}{item.symbol}"
            merged[-1][2] = item.end
            continue
        symbol = " " if item.symbol in PAUSES else item.symbol
        start = item.start if carried is None else carried
        carried = None
        if symbol == " " and merged and merged[-1][0] == " ":
            merged[-1][2] = item.end
        else:
            merged.append([symbol, start, item.end])
    return tuple(_closed(merged, duration))


def _closed(merged: list[list[object]], duration: float) -> Iterator[PhonemeTime]:
    """Join short gaps to the phoneme before them, drop empty entries, and end exactly with the audio."""
    kept: list[PhonemeTime] = []
    for symbol, start, end in merged:
        assert isinstance(start, float)
        assert isinstance(end, float)
        if end <= start:
            continue
        if symbol == " " and kept and kept[-1].symbol != " " and end - start < _BREATH_S and end < duration:
            kept[-1] = kept[-1].changed(end_s=round(end, 6))
        else:
            kept.append(PhonemeTime(symbol=str(symbol), start_s=round(start, 6), end_s=round(end, 6)))
    if kept:
        kept[-1] = kept[-1].changed(end_s=round(duration, 6))
    yield from kept


def word_times(symbols: Sequence[TimedSymbol], written: Sequence[str]) -> tuple[WordTime, ...]:
    """When each written word is said. A word without a sound of its own stands at the end of the word before."""
    spans: dict[int, tuple[float, float]] = {}
    for item in symbols:
        if item.owner >= 0:
            start, _ = spans.get(item.owner, (item.start, item.end))
            spans[item.owner] = (start, item.end)
    times, last = [], 0.0
    for index, text in enumerate(written):
        start, end = spans.get(index, (last, last))
        times.append(WordTime(text=text, start_s=round(start, 6), end_s=round(max(end, start), 6)))
        last = end
    return tuple(times)
