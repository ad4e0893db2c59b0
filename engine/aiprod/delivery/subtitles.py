# SPDX-License-Identifier: Apache-2.0
"""Subtitles from spoken lines: cut at clauses, timed by the words, readable.

The rules are the trade's common ones (EBU and BBC guidelines, Netflix timed-text style guides): two lines of at most 42
characters, 17 characters a second where the dialogue leaves room, at least 5/6 s and at most 7 s, two frames between cues,
never an overlap.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor
from pathlib import Path

from aiprod.film.files import write_atomically
from aiprod.film.speech import Speech
from aiprod.film.time import FrameRate

LINE = 42
LINES = 2
READING_CPS = 17.0
SHORTEST_S, LONGEST_S = 5 / 6, 7.0
GAP_FRAMES = 2
_LINGER_S = 0.35
"""How long a cue stays after its last word where nothing follows."""
_HARDLY_S = 0.5
"""Shorter than this nobody reads a cue: it is joined with the next one."""
_TOP = "{\\an8}"
"""Begins the text of a cue that stands at the top of the picture."""
_NBSP = "\u00a0"
_ENDS = re.compile(r"[.!?…][\"”»’)]*$")
_CLAUSE = re.compile(r"[,;:—–][\"”»’)]*$")
_LINK_WORDS = """
and but or so because that which who when where if as then while with for to
et mais ou donc car que qui quand où si comme lorsque puisque avec pour sans dans parce alors
"""
_LINKS = frozenset(_LINK_WORDS.split())
"""Words that begin a clause: a good place to break before."""


@dataclass(frozen=True)
class Cue:
    """A subtitle: seconds on the film's clock, one or two lines, and who speaks."""

    start: float
    end: float
    text: str
    speaker: str = ""


@dataclass(frozen=True)
class _Word:
    text: str
    start: float
    end: float


def cues_from(lines: Sequence[tuple[Speech, float, str]], rate: FrameRate, film_duration: float) -> tuple[Cue, ...]:
    """Subtitles of a film.

    Args:
        lines: spoken line, its start on the film's clock in seconds, and the speaker's name; in any order.
        rate: the film's; every time lies on a frame's edge.
        film_duration: seconds; no cue lasts longer than the film.
    """
    raw = [cue for speech, start, speaker in sorted(lines, key=lambda line: line[1]) for cue in _cues_of(speech, start, speaker)]
    raw.sort(key=lambda cue: cue.start)
    return _timed(_joined([cue for cue in raw if cue.start < film_duration]), rate, film_duration)


def _cues_of(speech: Speech, start: float, speaker: str) -> list[Cue]:
    words = _word_times(_typeset(speech.text, speech.language), speech)
    return [
        Cue(start + group[0].start, start + group[-1].end, "\n".join(broken([w.text for w in group])), speaker)
        for group in _groups(words)
    ]


def _typeset(text: str, language: str) -> str:
    """One space between words; in French, no line may break before « ? » and its like."""
    text = re.sub(r"[ \t\r\n]+", " ", text).strip()
    if language == "fr":
        text = re.sub(r" (?=[?!:;»%])", _NBSP, text)
        text = re.sub(r"(?<=«) ", _NBSP, text)
    return text


def _word_times(text: str, speech: Speech) -> list[_Word]:
    """The text's words with times. Where the voice spelled them otherwise (numbers), times go by share of letters."""
    words = [word for word in text.split(" ") if word]
    letters = [max(1, sum(c.isalnum() for c in word)) for word in words]
    total, done, timed = sum(letters), 0, []
    for word, count in zip(words, letters, strict=True):
        timed.append(_Word(word, _moment(done / total, speech), _moment((done + count) / total, speech, ending=True)))
        done += count
    return timed


def _moment(share: float, speech: Speech, ending: bool = False) -> float:
    """The time at which a share of the spoken letters is said; at a border, the end of one word or the start of the next."""
    spoken = [(max(1, sum(c.isalnum() for c in w.text)), w.start_s, w.end_s) for w in speech.words]
    if not spoken:
        return share * speech.duration_s
    left = share * sum(count for count, _, _ in spoken)
    for count, start, end in spoken:
        if left < count - 1e-6 or (ending and left <= count + 1e-6):
            return start + (end - start) * max(0.0, left) / count
        left -= count
    return spoken[-1][2]


def _groups(words: Sequence[_Word]) -> list[list[_Word]]:
    """Cut a line into cues: dynamic programming over the places to cut, the most natural and even ones first."""
    best: list[tuple[float, int]] = [(0.0, 0)] + [(float("inf"), 0)] * len(words)
    for end in range(1, len(words) + 1):
        for begin in range(end - 1, -1, -1):
            group = words[begin:end]
            if begin < end - 1 and not _fits(group):
                break
            cost = best[begin][0] + _cut_cost(words, end) + _shape_cost(group)
            if cost < best[end][0]:
                best[end] = cost, begin
    groups: list[list[_Word]] = []
    end = len(words)
    while end:
        begin = best[end][1]
        groups.insert(0, list(words[begin:end]))
        end = begin
    return groups


def _fits(group: Sequence[_Word]) -> bool:
    texts = [word.text for word in group]
    short = group[-1].end - group[0].start <= LONGEST_S - _LINGER_S
    return short and (len(" ".join(texts)) <= LINE or _two_lines(texts) is not None)


def _cut_cost(words: Sequence[_Word], end: int) -> float:
    """What it costs the reader to be cut after word `end`−1. Each cut costs something, so that there are few."""
    if end == len(words):
        return 3.0
    if _ENDS.search(words[end - 1].text):
        return 3.0
    if _CLAUSE.search(words[end - 1].text):
        return 4.5
    return 7.0 if words[end].text.lower().strip("'’") in _LINKS else 12.0


def _shape_cost(group: Sequence[_Word]) -> float:
    """Long cues are tiring, tiny ones flash."""
    length, time = len(" ".join(w.text for w in group)), group[-1].end - group[0].start
    return (length / (LINE * LINES)) ** 2 + 4.0 * max(0.0, 1.0 - time) + 2.0 * max(0.0, time - 5.0)


def broken(words: Sequence[str]) -> list[str]:
    """Words as one line, or as two: at a clause if there is one near the middle, and rather short over long."""
    text = " ".join(words)
    if len(text) <= LINE:
        return [text]
    return list(_two_lines(words) or _forced(text))


def _two_lines(words: Sequence[str]) -> tuple[str, str] | None:
    options = []
    for cut in range(1, len(words)):
        first, second = " ".join(words[:cut]), " ".join(words[cut:])
        if max(len(first), len(second)) <= LINE:
            options.append((_break_cost(words, cut, len(first), len(second)), (first, second)))
    return min(options)[1] if options else None


def _break_cost(words: Sequence[str], cut: int, first: int, second: int) -> float:
    cost = abs(first - second) / 6 + (1.0 if first > second else 0.0)
    if _ENDS.search(words[cut - 1]) or _CLAUSE.search(words[cut - 1]):
        return cost
    return cost + (2.5 if words[cut].lower() in _LINKS else 4.0)


def _forced(text: str) -> list[str]:
    """A single word longer than a line: cut by force."""
    return [text[i : i + LINE] for i in range(0, len(text), LINE)][:LINES]


def _joined(cues: Sequence[Cue]) -> list[Cue]:
    """Cues that begin together (two people at once, or a gasp before a reply) become one of two lines with dashes."""
    result: list[Cue] = []
    for cue in cues:
        before = result[-1] if result else None
        if before and cue.start - before.start < _HARDLY_S and "\n" not in before.text + cue.text:
            if before.speaker == cue.speaker:
                text = "\n".join(broken(f"{before.text} {cue.text}".split(" ")))
            else:
                text = f"– {before.text}\n– {cue.text}"
            speaker = before.speaker if before.speaker == cue.speaker else f"{before.speaker}, {cue.speaker}"
            result[-1] = Cue(before.start, max(before.end, cue.end), text, speaker)
        else:
            result.append(cue)
    return result


def _timed(cues: Sequence[Cue], rate: FrameRate, film_duration: float) -> tuple[Cue, ...]:
    """Put cues on frames: long enough to read where the next one lets them, and never over it."""
    fps, last = float(rate.fps), floor(film_duration * float(rate.fps) + 1e-6)
    starts = [max(0, floor(cue.start * fps + 1e-6)) for cue in cues]
    for i in range(1, len(starts)):
        starts[i] = max(starts[i], starts[i - 1] + GAP_FRAMES + ceil(_HARDLY_S * fps))
    result = []
    for i, cue in enumerate(cues):
        room = starts[i + 1] - GAP_FRAMES if i + 1 < len(cues) else last
        end = min(max(ceil((cue.end + _LINGER_S) * fps), starts[i] + ceil(_wanted(cue.text) * fps)), room, last)
        end = min(end, starts[i] + floor(LONGEST_S * fps))
        if end > starts[i]:
            result.append(replace(cue, start=rate.seconds(starts[i]), end=rate.seconds(end)))
    return tuple(result)


def _wanted(text: str) -> float:
    return max(SHORTEST_S, len(text.replace("\n", " ")) / READING_CPS)


def srt(cues: Iterable[Cue]) -> str:
    """The cues as SubRip."""
    return "\n".join(f"{i}\n{_clock(c.start, ',')} --> {_clock(c.end, ',')}\n{c.text}\n" for i, c in enumerate(cues, 1))


def vtt(cues: Iterable[Cue], language: str = "") -> str:
    """The cues as WebVTT, with voice tags."""
    head = f"WEBVTT\nKind: captions\nLanguage: {language}\n" if language else "WEBVTT\n"
    body = [f"{_clock(c.start, '.')} --> {_clock(c.end, '.')}{_place(c)}\n{_voiced(c)}\n" for c in cues]
    return "\n".join([head, *body])


def _place(cue: Cue) -> str:
    return " line:5%" if cue.text.startswith(_TOP) else ""


def _voiced(cue: Cue) -> str:
    text = html.escape(cue.text.replace(_TOP, ""), quote=False)
    text = text.replace("&lt;i&gt;", "<i>").replace("&lt;/i&gt;", "</i>")
    return f"<v {html.escape(cue.speaker, quote=False)}>{text}" if cue.speaker else text


def _clock(seconds: float, point: str) -> str:
    total = round(seconds * 1000)
    return f"{total // 3_600_000:02d}:{total // 60_000 % 60:02d}:{total // 1000 % 60:02d}{point}{total % 1000:03d}"


def write_subtitles(cues: Sequence[Cue], folder: Path, stem: str, language: str) -> tuple[Path, Path]:
    """Write `<stem>.srt` and `<stem>.vtt`."""
    paths = folder / f"{stem}.srt", folder / f"{stem}.vtt"
    write_atomically(paths[0], srt(cues).encode())
    write_atomically(paths[1], vtt(cues, language).encode())
    return paths
