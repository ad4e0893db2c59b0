# SPDX-License-Identifier: Apache-2.0
"""Copies of clips as edits: new ids, new links, laid where they are wanted and where sound has room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from aiprod.film.timeline import Clip, Timeline
from aiprod.film.timeline_changes import AddTrack, Edit, Lay
from aiprod.film.timeline_placing import fresh
from aiprod_app.timeline.rows import Place

if TYPE_CHECKING:
    from aiprod_app.timeline.stage import Stage

Run = tuple[int, int, tuple[Clip, ...]]
"""Clips in a row without gaps: track, start, clips."""


def copies(
    stage: Stage, places: Sequence[Place], distance: int, steps: int, sound: bool, *, insert: bool = False
) -> tuple[Edit, ...]:  # fmt: skip
    """Edits that lay copies of clips `distance` frames later, and those of one sort `steps` tracks up in the document.

    With `insert` the first run of clips makes room for itself on all tracks; what else is copied lies in that room.
    Sound never covers other sound: it goes to a free track, or to a new one.
    """
    assert stage.model is not None
    timeline = stage.model.timeline
    found: list[Edit] = []
    taken: list[tuple[str, int, int]] = []
    runs = sorted(_runs(_renamed(timeline, places)), key=lambda run: (timeline.tracks[run[0]].kind == "audio") != sound)
    for number, (row, start, clips) in enumerate(runs):
        track = timeline.tracks[row]
        begin, end = start + distance, start + distance + sum(clip.length for clip in clips)
        target, added = track.id, None
        if (track.kind == "audio") == sound:
            target = timeline.tracks[row + steps].id
        elif not insert:
            target, added = free_track(timeline, row, begin, end, taken)
        if added is not None:
            found.append(added)
            timeline = added.done(timeline)
        taken.append((target, begin, end))
        found.append(Lay(edit="insert" if insert and not number else "overwrite", track=target, frame=max(0, begin), clips=clips))
    return tuple(found)


def free_track(
    timeline: Timeline, row: int, begin: int, end: int, taken: Sequence[tuple[str, int, int]] = ()
) -> tuple[str, AddTrack | None]:  # fmt: skip
    """A track of sound, the row's own first, with nothing on frames [begin, end); else a new one, and the edit that adds it.

    `taken` are spans that will be laid before: track, first frame, end.
    """
    others = [at for at, track in enumerate(timeline.tracks) if track.kind == timeline.tracks[row].kind and at > row]
    for at in (row, *others):
        track = timeline.tracks[at]
        spans = [(start, start + clip.length) for start, clip in track.placed()]
        spans += [(first, last) for name, first, last in taken if name == track.id]
        if not track.locked and not any(first < end and last > begin for first, last in spans):
            return track.id, None
    kind = timeline.tracks[row].kind
    return fresh(kind, {track.id for track in timeline.tracks}), AddTrack(kind=kind)


def renamed(timeline: Timeline, clips: Iterable[Clip]) -> tuple[Clip, ...]:
    """Clips with ids that the timeline doesn't have, linked among themselves as they were."""
    taken = {clip.id for _, _, clip in timeline.clips()}
    words = {clip.link for _, _, clip in timeline.clips()}
    links: dict[str, str] = {}
    found = []
    for clip in clips:
        if clip.link and clip.link not in links:
            links[clip.link] = fresh(clip.link, words)
        found.append(clip.with_(id=fresh(clip.id, taken), link=links.get(clip.link, ""), head=None, tail=None))
    return tuple(found)


def _renamed(timeline: Timeline, places: Sequence[Place]) -> list[Place]:
    alone = {link for link, count in Counter(place.clip.link for place in places).items() if count < 2}
    bare = [place.clip.with_(link="") if place.clip.link in alone else place.clip for place in places]
    clips = renamed(timeline, bare)
    return [Place(place.row, place.index, place.start, clip) for place, clip in zip(places, clips, strict=True)]


def _runs(places: Sequence[Place]) -> Iterator[Run]:
    """Clips of a track that touch each other lie in one run."""
    waiting: list[Place] = []
    for place in sorted(places, key=lambda place: (place.row, place.start)):
        if waiting and (place.row != waiting[-1].row or place.start != waiting[-1].end):
            yield waiting[0].row, waiting[0].start, tuple(one.clip for one in waiting)
            waiting = []
        waiting.append(place)
    if waiting:
        yield waiting[0].row, waiting[0].start, tuple(one.clip for one in waiting)
