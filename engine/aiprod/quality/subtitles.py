# SPDX-License-Identifier: Apache-2.0
"""Subtitles of a film: readable, in order, in time with what is said, and saying it."""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from pydantic import Field

from aiprod.film.base import FilmObject
from aiprod.film.brief import Language
from aiprod.film.findings import Finding, Severity
from aiprod.film.speech import WordTime
from aiprod.media.cues import CueList, TextCue
from aiprod.quality.plan import PlannedLine, QualityPlan

_TOLD = 10
_WIDE = re.compile(r"[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]")
"""Letters that are as wide as two (CJK)."""
_MOJIBAKE = re.compile(r"Ã[\u0080-\u00bf©¨ª«¢´®§¹¯]|â€[™œ\u009d“”˜¦–]|Â[«»°\u00a0]|\ufffd")


class SubtitleLimits(FilmObject):
    """What subtitles may be. A limit of None is not judged."""

    required: bool = False
    line_chars: int | None = Field(44, gt=0)
    """Letters in a row; of Chinese, Japanese and Korean half as many."""
    lines: int | None = Field(2, gt=0)
    reading_cps: float | None = Field(25.0, gt=0)
    """Letters a second; of Chinese, Japanese and Korean half as many."""
    shortest_s: float | None = Field(0.5, gt=0)
    longest_s: float | None = Field(7.5, gt=0)
    gap_frames: int = Field(0, ge=0)
    """The least pause between two cues that don't follow each other at once."""
    encodings: tuple[str, ...] = ("utf-8", "utf-16")
    sync_s: float | None = Field(0.5, gt=0)
    """How far a cue may begin from what it says."""


@dataclass(frozen=True)
class Shown:
    """A list of cues, the limits, and what is known of the film."""

    cues: CueList
    limits: SubtitleLimits
    rate: Fraction
    duration_s: float
    plan: QualityPlan | None
    words: Sequence[WordTime] | None
    language: Language


def check_subtitles(shown: Shown) -> Iterator[Finding]:
    """Findings about one subtitle file or track, each with the file's name as its subject; a pass where there is nothing."""
    found = [finding for check in _CHECKS for finding in _kept(check(shown), shown)]
    yield from found
    if not any(f.severity in (Severity.FAIL, Severity.WARNING) for f in found):
        text = f"{len(shown.cues.cues)} subtitles in {shown.cues.name}, in time and readable"
        yield Finding(check="subtitles", severity=Severity.PASS, message=text, subject=shown.cues.name)


def _kept(findings: Iterator[Finding], shown: Shown) -> Iterator[Finding]:
    """The first ten of a kind, and how many more there are."""
    found = list(findings)
    yield from (f if f.subject else f.changed(subject=shown.cues.name) for f in found[:_TOLD])
    if len(found) > _TOLD:
        yield found[_TOLD].changed(message=f"and {len(found) - _TOLD} more", subject=shown.cues.name)


def _problem(check: str, message: str, cue: TextCue | float, severity: Severity = Severity.FAIL, **fields: Any) -> Finding:
    start, end = (cue.start_s, cue.end_s) if isinstance(cue, TextCue) else (cue, None)
    return Finding(check=check, severity=severity, message=message, start_s=max(start, 0.0), end_s=end, **fields)


# --- the file by itself -----------------------------------------------------------------------------------------------


def _encoding(shown: Shown) -> Iterator[Finding]:
    found = shown.cues.encoding
    if not any(found.lower().startswith(name) for name in shown.limits.encodings):
        yield Finding(check="subtitle encoding", severity=Severity.FAIL, message=f"encoded as {found}, not UTF-8")
    for cue in shown.cues.cues:
        if match := _MOJIBAKE.search(cue.text):
            yield _problem("subtitle encoding", f"letters were decoded wrongly: “{match[0]}”", cue)


def _order(shown: Shown) -> Iterator[Finding]:
    cues = shown.cues.cues
    if not cues:
        yield Finding(check="empty subtitle", severity=Severity.FAIL, message="there are no cues")
    for left_out in shown.cues.unread:
        yield Finding(check="subtitle times", severity=Severity.FAIL, message=left_out)
    for cue in cues:
        if cue.end_s <= cue.start_s:
            yield _problem("subtitle times", "ends before it begins", cue.start_s)
        elif shown.duration_s and cue.end_s > shown.duration_s + 0.1:
            yield _problem("subtitle times", "lies outside the film", cue, measure=cue.end_s, limit=shown.duration_s, unit="s")
    for first, second in itertools.pairwise(cues):
        if second.start_s < first.start_s - 1e-6:
            yield _problem("subtitle times", "stands after a later one", second, Severity.WARNING)


def _empty(shown: Shown) -> Iterator[Finding]:
    for cue in shown.cues.cues:
        if not cue.text.strip():
            yield _problem("empty subtitle", "has no text", cue)


def _overlaps(shown: Shown) -> Iterator[Finding]:
    frame = float(1 / shown.rate)
    for place in {cue.place for cue in shown.cues.cues}:
        cues = sorted((cue for cue in shown.cues.cues if cue.place == place), key=lambda cue: cue.start_s)
        for first, second in itertools.pairwise(cues):
            pause = second.start_s - first.end_s
            if pause < -0.0015:
                yield _problem("subtitle overlap", f"overlaps the one before by {-pause:.2f} s", second, measure=-pause, unit="s")
            elif 0.0015 < pause < (shown.limits.gap_frames - 0.25) * frame:
                least = shown.limits.gap_frames
                yield _problem("subtitle gap", f"{pause / frame:.1f} frames after the one before, {least} wanted", second,
                               Severity.WARNING, measure=pause / frame, limit=float(least), unit="frames")  # fmt: skip


def _rows(shown: Shown) -> Iterator[Finding]:
    limits = shown.limits
    for cue in shown.cues.cues:
        rows = cue.text.split("\n")
        if limits.lines is not None and len(rows) > limits.lines:
            yield _problem("subtitle lines", f"{len(rows)} rows", cue, measure=float(len(rows)), limit=float(limits.lines))
        longest = max(map(width, rows))
        if limits.line_chars is not None and longest > limits.line_chars:
            yield _problem(
                "line length", f"a row of {longest} letters", cue, measure=float(longest), limit=float(limits.line_chars)
            )


def _pace(shown: Shown) -> Iterator[Finding]:
    limits = shown.limits
    slack = float(1 / shown.rate) / 2
    for cue in shown.cues.cues:
        length = cue.end_s - cue.start_s
        if length <= 0:
            continue
        speed = width(cue.text.replace("\n", " ")) / length
        if limits.reading_cps is not None and speed > limits.reading_cps * 1.02:
            yield _problem("reading speed", f"{speed:.0f} letters a second", cue, Severity.WARNING, measure=speed,
                           limit=limits.reading_cps, unit="letters/s")  # fmt: skip
        if limits.shortest_s is not None and length < limits.shortest_s - slack:
            yield _problem(
                "subtitle duration", f"only {length:.2f} s", cue, Severity.WARNING, measure=length, limit=limits.shortest_s
            )
        if limits.longest_s is not None and length > limits.longest_s + slack:
            yield _problem(
                "subtitle duration", f"{length:.1f} s long", cue, Severity.WARNING, measure=length, limit=limits.longest_s
            )


def width(text: str) -> int:
    """Letters as they are counted for rows and speed: CJK letters are two, marks that sit on others are none."""
    import unicodedata

    return sum(2 if _WIDE.match(c) else 0 if unicodedata.combining(c) or unicodedata.category(c) == "Cf" else 1 for c in text)


# --- against what is said ---------------------------------------------------------------------------------------------

_LATE_S = 0.3


def _planned(shown: Shown) -> Iterator[Finding]:
    """Every line has a subtitle that begins with it."""
    if shown.plan is None:
        return
    cues = shown.cues.cues
    for item in shown.plan.lines:
        nearest = min((abs(cue.start_s - item.start_s) for cue in cues), default=None)
        if nearest is None or (nearest > _LATE_S and not _continues(cues, item)):
            off = "there is none" if nearest is None else f"the nearest begins {nearest:.2f} s away"
            yield _problem("subtitle sync", f"line {item.line.id}: {off}", item.start_s, subject=item.line.id)


def _continues(cues: Sequence[TextCue], item: PlannedLine) -> bool:
    """Whether one subtitle holds this line together with the one before it."""
    words = item.line.text.split()[:2]
    return any(c.start_s <= item.start_s + _LATE_S <= c.end_s and all(w in c.text for w in words) for c in cues)


@dataclass(frozen=True)
class Aligned:
    """A cue against recognised speech: how late it begins (None where its first words were not heard), words, and words heard."""

    cue: TextCue
    late_s: float | None
    words: int
    heard: int


def align(cues: Sequence[TextCue], heard: Sequence[WordTime], language: Language) -> list[Aligned]:
    """Match the cues' words with recognised ones, in order, by what they sound like."""
    from aiprod.quality.speech import normalised_words, sound_key

    shown = [(number, place, sound_key(word, language)) for number, cue in enumerate(cues)
             for place, word in enumerate(normalised_words(_spoken(cue.text), language))]  # fmt: skip
    said = [(word.start_s, sound_key(part, language)) for word in heard for part in normalised_words(word.text, language)]
    matcher = difflib.SequenceMatcher(None, [key for *_, key in shown], [key for _, key in said], autojunk=False)
    times: dict[tuple[int, int], float] = {}
    for a, b, size in matcher.get_matching_blocks():
        for step in range(size):
            number, place, _ = shown[a + step]
            times[number, place] = said[b + step][0]
    counts = [sum(n == number for n, *_ in shown) for number in range(len(cues))]
    return [_aligned(cue, number, counts[number], times) for number, cue in enumerate(cues)]


def _aligned(cue: TextCue, number: int, words: int, times: dict[tuple[int, int], float]) -> Aligned:
    first = times.get((number, 0))
    heard = sum((number, place) in times for place in range(words))
    return Aligned(cue, None if first is None else cue.start_s - first, words, heard)


def _spoken(text: str) -> str:
    """Without descriptions of sounds, speakers' names, dashes and notes."""
    text = re.sub(r"\[[^\]]*\]|\([^)]*\)|♪[^♪]*♪?", " ", text)
    return re.sub(r"(?m)^\s*(?:[-–—]|[A-ZÀ-Þ][A-ZÀ-Þ .]+:)\s*", "", text)


def _recognised(shown: Shown) -> Iterator[Finding]:
    """In time with recognised speech, and with its words."""
    if shown.words is None or shown.limits.sync_s is None:
        return
    aligned = [a for a in align(shown.cues.cues, shown.words, shown.language) if a.words]
    late = [a.late_s for a in aligned if a.late_s is not None]
    total, heard = sum(a.words for a in aligned), sum(a.heard for a in aligned)
    yield from _text(aligned, total, heard)
    if len(late) < 2 or heard < 0.4 * total:
        return
    middle, limit = float(np.median(late)), shown.limits.sync_s
    side = "late" if middle > 0 else "early"
    if abs(middle) > limit:
        text, first = f"{abs(middle):.2f} s {side} against the speech", shown.cues.cues[0].start_s
        yield _problem("subtitle sync", text, first, measure=middle, limit=limit, unit="s")
        return
    for item in aligned:
        if item.late_s is not None and item.heard >= 2 and abs(item.late_s) > limit + 0.5:
            text = f"{abs(item.late_s):.2f} s {'late' if item.late_s > 0 else 'early'} against the speech"
            yield _problem("subtitle sync", text, item.cue, Severity.WARNING, measure=item.late_s, limit=limit, unit="s")


def _text(aligned: Sequence[Aligned], total: int, heard: int) -> Iterator[Finding]:
    share = heard / total if total else 1.0
    if total >= 5 and share < 0.5:
        yield Finding(check="subtitle text", severity=Severity.FAIL, message=f"{share:.0%} of the words were heard in the film",
                      measure=share, limit=0.5)  # fmt: skip
        return
    for item in aligned:
        if item.words >= 4 and item.heard < 0.25 * item.words:
            yield _problem("subtitle text", f"“{item.cue.text.replace(chr(10), ' ')}” was not heard", item.cue, Severity.WARNING,
                           measure=item.heard / item.words, limit=0.25)  # fmt: skip


_CHECKS: tuple[Callable[[Shown], Iterator[Finding]], ...] = (
    _encoding, _order, _empty, _overlaps, _rows, _pace, _planned, _recognised,
)  # fmt: skip
