# SPDX-License-Identifier: Apache-2.0
"""Spoken words to the voice model's alphabet (misaki's phonemes for English, espeak's for French)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from aiprod.film.brief import Language
from aiprod.film.spoken import SpokenText, SpokenWord
from aiprod.voices.espeak import ClauseSounds, Espeak


@dataclass(frozen=True)
class Pronounced:
    """The sounds of one or more spoken words, which belong to a written word, and the pause after them."""

    phonemes: str
    written: int
    pause: str = ""


class Pronouncer(Protocol):
    """Letters to sounds for one language."""

    def pronounce(self, text: SpokenText) -> tuple[Pronounced, ...]:
        """One entry for each spoken word that has sounds."""

    def close(self) -> None: ...


def pronouncer(language: Language) -> Pronouncer:
    return EnglishPronouncer() if language == "en" else FrenchPronouncer()


_EN_CALLS = {
    "shh": "ʃː", "shhh": "ʃː", "sh": "ʃː", "hmm": "hmː", "hm": "hmː", "mm": "mː", "mmm": "mː", "ugh": "ˈʌɡ", "psst": "psː",
    "pst": "psː", "brr": "bɹː", "ah": "ˈɑ", "aah": "ˈɑː", "aha": "ɑhˈɑ", "huh": "hˈʌ", "uh": "ˈʌ", "um": "ˈʌm", "er": "ˈɜɹ",
    "phew": "fjˈu", "whew": "hwˈu", "haha": "hˈɑhˈɑ", "hahaha": "hˈɑhˈɑhˈɑ", "grr": "ɡɹː", "ooh": "ˈu", "oooh": "ˈu",
    "eek": "ˈik", "pfft": "fː", "tsk": "tsk", "argh": "ˈɑɹɡ",
}  # fmt: skip
_FR_CALLS = {
    "chut": "ʃˈyt", "chhh": "ʃː", "chh": "ʃː", "hm": "mː", "hmm": "mː", "mm": "mː", "mmm": "mː", "pff": "pf", "pfff": "pf",
    "psst": "psːt", "pst": "psːt", "brr": "bʁː", "brrr": "bʁː", "ah": "ˈa", "aah": "ˈaː", "oh": "ˈo", "ohé": "oˈe",
    "euh": "ˈø", "heu": "ˈø", "hein": "ˈɛ̃", "bah": "bˈa", "ouf": "ˈuf", "haha": "aˈa", "hahaha": "aaˈa", "ha": "ˈa",
    "hé": "ˈe", "eh": "ˈe", "grr": "ɡʁː", "zut": "zˈyt", "aïe": "ˈaj",
}  # fmt: skip


class EnglishPronouncer:
    """hibari's lexicon, tagger and network for unknown words, which follow misaki, the alphabet Kokoro was trained on."""

    @cached_property
    def _reader(self) -> Any:
        from hibari.g2p import G2P

        return G2P()

    def pronounce(self, text: SpokenText) -> tuple[Pronounced, ...]:
        """The whole text is read at once, since heteronyms and weak forms follow from the sentence."""
        sentence, owners = _sentence(text.words)
        tokens = self._reader.phonemize_tokens(self._reader.tokenize(sentence))
        sounds = [""] * len(text.words)
        at = 0
        for token in tokens:
            at = sentence.index(token.text, at)
            owner = owners[at]
            if owner >= 0 and token.phonemes:
                sounds[owner] = _joined(sounds[owner], token.phonemes)
            at += len(token.text)
        return _with_calls(text.words, sounds, _EN_CALLS)

    def close(self) -> None:
        """Nothing is held open."""


def _sentence(words: Sequence[SpokenWord]) -> tuple[str, list[int]]:
    """The words as one text, and for each of its characters the index of its word (−1 for pauses and spaces)."""
    parts: list[str] = []
    owners: list[int] = []
    for index, word in enumerate(words):
        parts.append(f"{word.text}{word.pause} ")
        owners += [index] * len(word.text) + [-1] * (len(word.pause) + 1)
    return "".join(parts), owners


def _joined(before: str, sounds: str) -> str:
    clean = sounds.strip().strip(',.;:!?…—"“”()').strip()
    return f"{before} {clean}" if before and clean and clean[0] in "ˈˌ" and before[-1] not in "-" else before + clean


def _with_calls(words: Sequence[SpokenWord], sounds: Sequence[str], calls: dict[str, str]) -> tuple[Pronounced, ...]:
    """Interjections have readings of their own; words without sounds leave their pause to the word before."""
    spoken: list[Pronounced] = []
    for word, phonemes in zip(words, sounds, strict=True):
        said = calls.get(word.text.lower(), phonemes)
        if said:
            spoken.append(Pronounced(said, word.written, word.pause))
        elif word.pause and spoken:
            spoken[-1] = Pronounced(spoken[-1].phonemes, spoken[-1].written, word.pause)
    return tuple(spoken)


class FrenchPronouncer:
    """espeak-ng in its own process, clause by clause so that liaisons are made inside a clause only."""

    def __init__(self) -> None:
        self._espeak = Espeak()

    def pronounce(self, text: SpokenText) -> tuple[Pronounced, ...]:
        clauses = _clauses(text.words)
        answers = self._espeak.sounds([[_respelled(word.text) for word in clause] for clause in clauses])
        spoken: list[Pronounced] = []
        for clause, answer in zip(clauses, answers, strict=True):
            spoken += _with_calls(clause, shared_out(answer), _FR_CALLS)
        return tuple(spoken)

    def close(self) -> None:
        self._espeak.close()


def _clauses(words: Sequence[SpokenWord]) -> list[list[SpokenWord]]:
    clauses: list[list[SpokenWord]] = [[]]
    for word in words:
        clauses[-1].append(word)
        if word.pause:
            clauses.append([])
    return [clause for clause in clauses if clause]


def _respelled(word: str) -> str:
    """« quatre-vingt-trois » without the t that espeak says at the end of « vingt » there."""
    return re.sub(r"^quatre-vingt-(?=[a-z])", "quatre-vin-", word, flags=re.IGNORECASE)


_SWITCH = re.compile(r"\([a-z\-]+\)")
_TIES = str.maketrans({"-": None, "^": None, "͡": None, "ʲ": "j", "g": "ɡ", "r": "ʁ"})


def _kokoro_french(sounds: str) -> str:
    """espeak's IPA in Kokoro's alphabet: no marks of language switches, no ties."""
    return _SWITCH.sub("", sounds).translate(_TIES)


def shared_out(clause: ClauseSounds) -> list[str]:
    """The clause's sounds for each of its words.

    espeak joins some words (« il y a » stays three groups, « peut-être qu'il » may not) and splits others, so groups and words
    are aligned by the least total edit distance between a run of groups and the sounds of a run of words said alone.
    """
    groups = _kokoro_french(clause.whole).split()
    alone = [_kokoro_french(word).replace(" ", "") for word in clause.words]
    if len(groups) == len(alone):
        return groups
    return _align(groups, alone)


def _align(groups: list[str], alone: list[str]) -> list[str]:
    """Dynamic programming over steps of 1 word : 0-6 groups, or 2-4 words : 1 group (its sounds go to the first word)."""
    rows, columns = len(alone), len(groups)
    best: dict[tuple[int, int], tuple[float, int, int]] = {(0, 0): (0.0, 0, 0)}
    for row in range(rows + 1):
        for column in range(columns + 1):
            if (row, column) not in best:
                continue
            cost = best[row, column][0]
            for words, taken in [(1, n) for n in range(7)] + [(2, 1), (3, 1), (4, 1)]:
                end = (row + words, column + taken)
                if end[0] > rows or end[1] > columns:
                    continue
                step = cost + _distance("".join(groups[column : end[1]]), "".join(alone[row : end[0]])) + 0.1 * abs(words - taken)
                if end not in best or step < best[end][0]:
                    best[end] = (step, words, taken)
    return _traced(best, groups, alone)


def _traced(best: dict[tuple[int, int], tuple[float, int, int]], groups: list[str], alone: list[str]) -> list[str]:
    sounds = [""] * len(alone)
    row, column = len(alone), len(groups)
    while row or column:
        _, words, taken = best[row, column]
        row, column = row - words, column - taken
        sounds[row] = " ".join(groups[column : column + taken])
    return sounds


def _distance(a: str, b: str) -> int:
    """Levenshtein distance."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]
