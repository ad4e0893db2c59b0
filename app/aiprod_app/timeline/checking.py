# SPDX-License-Identifier: Apache-2.0
"""Whether edits can be made, found out beside the interface: by making them to the timeline, whose parts never change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aiprod.film.brief import Language
from aiprod.film.errors import UserError
from aiprod.film.messages import told
from aiprod.film.timeline import Timeline, Track
from aiprod.film.timeline_changes import Edit
from aiprod_app.timeline.drags.base import Bars
from aiprod_app.timeline.rows import label_of

_MOST_BARS = 400
_NAME = 40
_ID = re.compile(r"[^\s:,.]*\d[^\s:,.]*")
Edits = tuple[Edit, ...]


@dataclass(frozen=True)
class Verdict:
    """What trying edits out came to.

    Attributes:
        edits: which.
        timeline: what they were tried on.
        refusal: why they can't be made; "" if they can.
        bars: other clips that would lie elsewhere, as far as they are in sight.
    """

    edits: Edits
    timeline: Timeline
    refusal: str
    bars: tuple[Bars, ...] = ()


def tried(timeline: Timeline, edits: Edits, seen: tuple[int, int], language: Language = "en") -> Verdict:
    """Make edits to see whether they can be made, and what else they move on frames `seen`; refusals are in a language."""
    after = timeline
    try:
        for edit in edits:
            after = edit.done(after)
    except UserError as error:
        return Verdict(edits, timeline, _named(said(error, language), timeline))
    return Verdict(edits, timeline, "", tuple(_elsewhere(timeline, after, seen)))


def said(error: UserError, language: Language) -> str:
    """An error in a line: what can't be, and why."""
    what, why, _ = told(error, language)
    return (f"{what} : {why}" if language == "fr" else f"{what}: {why}") if why else what


def _named(words: str, timeline: Timeline) -> str:
    """Names of clips for their ids, which nobody has seen. Ids without a number may be words of the sentence."""
    if not any(character.isdigit() for character in words):
        return words
    names = {clip.id: label_of(clip) for _, _, clip in timeline.clips()}
    return _ID.sub(lambda found: f"“{names[found[0]][:_NAME]}”" if found[0] in names else found[0], words)


def _elsewhere(before: Timeline, after: Timeline, seen: tuple[int, int]) -> Iterable[Bars]:
    known = {track.id: track for track in before.tracks}
    rows = {track.id: row for row, track in enumerate(before.tracks)}
    changed = [track for track in after.tracks if known.get(track.id) is not track]
    was = {
        clip.id: (track.id, start, clip.length)
        for track in (known[track.id] for track in changed if track.id in known)
        for start, clip in zip(track.starts, track.clips, strict=True)
    }
    left = _MOST_BARS
    for track in changed:
        spans = _moved(track, was, seen)[:left]
        left -= len(spans)
        if spans and track.id in rows:
            yield Bars.of(rows[track.id], spans)


def _moved(track: Track, was: dict[str, tuple[str, int, int]], seen: tuple[int, int]) -> Sequence[tuple[int, int]]:
    return [
        (start, start + clip.length)
        for start, clip in zip(track.starts, track.clips, strict=True)
        if start < seen[1] and start + clip.length > seen[0] and was.get(clip.id) != (track.id, start, clip.length)
    ]
