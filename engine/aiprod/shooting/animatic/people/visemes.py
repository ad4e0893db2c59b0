# SPDX-License-Identifier: Apache-2.0
"""Mouth shapes from phoneme times.

Each phoneme has a target shape. How far the mouth opens goes from target to target in short moves around the phonemes'
boundaries, so that a vowel opens at its own start and a closure (m, b, p) really closes. Width and rounding move slower and
earlier: lips round before the vowel that needs it (anticipatory coarticulation, Cohen & Massaro 1993).

The symbols are IPA as Kokoro's alphabet spells it: one letter for English diphthongs (A = eɪ, I = aɪ, O = oʊ, W = aʊ,
Y = ɔɪ), ligatures for affricates, and espeak's French with a combining tilde on nasal vowels.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from aiprod.film.speech import PhonemeTime

LEAD_S = 0.028
"""A move starts this long before the phoneme does; well under a frame at 24 per second."""
LAG_S = 0.042
"""… and is over this long after."""
SHAPE_LEAD_S = 0.11
"""Width and rounding are anticipated this long before."""
PAUSE_S = 0.09
"""Shorter gaps between words do not close the mouth."""


@dataclass(frozen=True)
class Mouth:
    """A mouth shape; every value goes from 0 to 1.

    Attributes:
        open: distance between the lips; 0 is closed.
        width: 0 narrow, 0.5 at rest, 1 spread.
        round: lips pushed forward.
        teeth: how much of the upper teeth shows.
        tongue: how much of the tongue shows (θ, ð, l).
    """

    open: float = 0.0
    width: float = 0.5
    round: float = 0.0
    teeth: float = 0.0
    tongue: float = 0.0


REST = Mouth()
_OPEN = Mouth(0.88, 0.52, 0.0, 0.35, 0.25)
_HALF = Mouth(0.62, 0.62, 0.0, 0.4, 0.15)
_SPREAD = Mouth(0.32, 0.92, 0.0, 0.65, 0.1)
_CENTRAL = Mouth(0.42, 0.5, 0.1, 0.35, 0.1)
_O = Mouth(0.58, 0.26, 0.75, 0.1, 0.1)
_U = Mouth(0.3, 0.12, 1.0, 0.0, 0.0)
_CLOSED = Mouth(0.0, 0.48, 0.0, 0.0, 0.0)
_LIP_TEETH = Mouth(0.04, 0.52, 0.0, 0.95, 0.0)
_TONGUE = Mouth(0.24, 0.55, 0.0, 0.6, 0.95)
_ALVEOLAR = Mouth(0.17, 0.6, 0.0, 0.7, 0.3)
_SIBILANT = Mouth(0.13, 0.7, 0.0, 0.95, 0.0)
_SH = Mouth(0.18, 0.3, 0.65, 0.75, 0.0)
_BACK = Mouth(0.22, 0.5, 0.05, 0.35, 0.05)
_GLIDE_W = Mouth(0.14, 0.1, 1.0, 0.0, 0.0)

_TABLE: tuple[tuple[str, Mouth], ...] = (
    ("aɑäæʌɐ", _OPEN),
    ("ɒɔ", Mouth(0.72, 0.34, 0.5, 0.15, 0.15)),
    ("ɛeœAᵊ", _HALF),
    ("ɪiI", _SPREAD),
    ("əɜɚɝᵻɘɵ", _CENTRAL),
    ("oOʊø", _O),
    ("uyʉ", _U),
    ("mbp", _CLOSED),
    ("fvɱ", _LIP_TEETH),
    ("θð", _TONGUE),
    ("l", Mouth(0.26, 0.55, 0.0, 0.5, 0.8)),
    ("tdnɾʔTɲ", _ALVEOLAR),
    ("szʦʣ", _SIBILANT),
    ("ʃʒʧʤ", _SH),
    ("kɡgŋxhɣçʁRħ", _BACK),
    ("rɹ", Mouth(0.2, 0.32, 0.5, 0.3, 0.1)),
    ("wɥ", _GLIDE_W),
    ("j", Mouth(0.2, 0.85, 0.0, 0.6, 0.1)),
)
_SHAPES: dict[str, Mouth] = {symbol: shape for symbols, shape in _TABLE for symbol in symbols}
_SHAPES |= {"I": _OPEN, "W": _OPEN, "Y": _O, "ɪ": Mouth(0.36, 0.8, 0.0, 0.6, 0.1), "ʊ": Mouth(0.34, 0.2, 0.85, 0.05, 0.0)}
_SHAPES |= {"œ": Mouth(0.6, 0.38, 0.45, 0.2, 0.1), "ø": Mouth(0.4, 0.2, 0.85, 0.1, 0.0), "y": Mouth(0.24, 0.08, 1.0, 0.05, 0.0)}
_GLIDES: dict[str, Mouth] = {"A": _SPREAD, "I": _SPREAD, "Y": _SPREAD, "O": _U, "W": _U}
"""Where the one-letter diphthongs end."""
_HOLDS = "ˈˌːˑʲʰˠ̩̯̃̚͡"
"""Marks that have a time of their own in the voice model but no shape: the mouth stays as it was."""
VOWELS = frozenset("aɑäæʌɐɒɔɛeœAᵊɪiIəɜɚɝᵻoOʊøuyʉWYɘɵ")
CLOSURES = frozenset("mbp")


@dataclass(frozen=True)
class _Target:
    start: float
    end: float
    shape: Mouth


def shape_of(symbol: str) -> Mouth | None:
    """The target shape of a phoneme; None for stress, length and nasality marks, which keep the shape before them."""
    for letter in unicodedata.normalize("NFD", symbol):
        if letter in _SHAPES:
            return _SHAPES[letter]
    return None if symbol and all(letter in _HOLDS for letter in symbol) else REST


def _split(phoneme: PhonemeTime, shape: Mouth) -> list[_Target]:
    """One target, or two for a diphthong."""
    glide = _GLIDES.get(phoneme.symbol[0]) if phoneme.symbol else None
    if glide is None:
        return [_Target(phoneme.start_s, phoneme.end_s, shape)]
    middle = phoneme.start_s + 0.6 * (phoneme.end_s - phoneme.start_s)
    return [_Target(phoneme.start_s, middle, shape), _Target(middle, phoneme.end_s, glide)]


def _targets(phonemes: Sequence[PhonemeTime]) -> list[_Target]:
    found: list[_Target] = []
    for phoneme in phonemes:
        shape = shape_of(phoneme.symbol)
        if phoneme.end_s <= phoneme.start_s:
            continue
        if shape is None:
            _hold(found, phoneme)
        else:
            found.extend(_split(phoneme, shape))
    return _without_short_pauses(_with_gaps(found))


def _hold(found: list[_Target], mark: PhonemeTime) -> None:
    """A mark lengthens the sound before it."""
    if found and mark.start_s <= found[-1].end + 1e-6:
        found[-1] = _Target(found[-1].start, mark.end_s, found[-1].shape)
    else:
        found.append(_Target(mark.start_s, mark.end_s, REST))


def _with_gaps(targets: list[_Target]) -> list[_Target]:
    """Gaps in time become rests, so that a move never spans a gap."""
    filled: list[_Target] = []
    for target in targets:
        if filled and target.start > filled[-1].end + 1e-6:
            filled.append(_Target(filled[-1].end, target.start, REST))
        filled.append(target)
    return filled


def _without_short_pauses(targets: list[_Target]) -> list[_Target]:
    kept: list[_Target] = []
    for index, target in enumerate(targets):
        inside = 0 < index < len(targets) - 1
        if inside and target.shape == REST and target.end - target.start < PAUSE_S and kept:
            before, after = kept[-1].shape, targets[index + 1].shape
            target = _Target(target.start, target.end, _blend(REST, _blend(before, after, 0.5), 0.35))
        kept.append(target)
    return kept


def _blend(a: Mouth, b: Mouth, u: float) -> Mouth:
    return Mouth(
        a.open + (b.open - a.open) * u,
        a.width + (b.width - a.width) * u,
        a.round + (b.round - a.round) * u,
        a.teeth + (b.teeth - a.teeth) * u,
        a.tongue + (b.tongue - a.tongue) * u,
    )


def _smooth(u: float) -> float:
    u = min(max(u, 0.0), 1.0)
    return u * u * (3.0 - 2.0 * u)


@dataclass(frozen=True)
class _Move:
    """At `begin` the mouth leaves the shape before for `shape`, and has it at `end`."""

    begin: float
    end: float
    shape: Mouth


def _moves(targets: list[_Target], lead: float, lag: float, share: float = 0.45) -> list[_Move]:
    """One move for each target; closures are quick. With a `share` under a half none overlap, and every target is reached."""
    moves = []
    for index, target in enumerate(targets):
        before = targets[index - 1].end - targets[index - 1].start if index else 1.0
        begin = target.start - min(lead, share * before)
        end = target.start + min(0.5 * lag if target.shape.open < 0.05 else lag, 0.45 * (target.end - target.start))
        moves.append(_Move(begin, end, target.shape))
    if targets:
        last = targets[-1]
        moves.append(_Move(last.end - min(lead, 0.45 * (last.end - last.start)), last.end + 0.12, REST))
    return moves


@lru_cache(maxsize=64)
def _tracks(phonemes: tuple[PhonemeTime, ...]) -> tuple[tuple[_Move, ...], tuple[_Move, ...]]:
    targets = _targets(phonemes)
    shapes = [target for target in targets if target.shape.open > 0 or target.end - target.start > 0.12] or targets
    return tuple(_moves(targets, LEAD_S, LAG_S)), tuple(_moves(shapes, SHAPE_LEAD_S, 0.05, share=0.75))


def _follow(moves: tuple[_Move, ...], t: float) -> Mouth:
    """The shape at `t`: the last move begun, from the shape before it."""
    shape = REST
    for move in moves:
        if t <= move.begin:
            break
        shape = move.shape if t >= move.end else _blend(shape, move.shape, _smooth((t - move.begin) / (move.end - move.begin)))
    return shape


def mouth_at(phonemes: Sequence[PhonemeTime], t: float) -> Mouth:
    """The mouth at `t` seconds from the start of the line's audio; at rest before and after it."""
    opening_track, shape_track = _tracks(tuple(phonemes))
    jaw, lips = _follow(opening_track, t), _follow(shape_track, t)
    return Mouth(jaw.open, lips.width, lips.round, jaw.teeth, jaw.tongue)


def opening(phonemes: Sequence[PhonemeTime], t: float) -> float:
    """How far the lips are apart at `t` seconds from the start of the line's audio, 0 (closed) to 1."""
    return mouth_at(phonemes, t).open
