# SPDX-License-Identifier: Apache-2.0
"""What every edit of a timeline is made of: finding clips, laying them, carving room. Time itself is `timeline_time`'s."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import floor
from operator import itemgetter

from aiprod.film.errors import UserError
from aiprod.film.timeline import Clip, Marker, Timeline, Track

Placed = list[tuple[int, Clip]]
_FEW = 8
"""Clips that are taken out of a track one by one; of more, the track is laid anew."""


@dataclass(frozen=True)
class Spot:
    """Where a clip lies."""

    track: int
    index: int
    start: int
    clip: Clip

    @property
    def end(self) -> int:
        return self.start + self.clip.length


def spots(timeline: Timeline, ids: Collection[str]) -> dict[str, Spot]:
    """Where clips lie, in the timeline's order. Raises UserError for an unknown one."""
    found: list[Spot] = []
    for name in dict.fromkeys(ids):
        for row, track in enumerate(timeline.tracks):
            index = track.places.get(name)
            if index is not None:
                found.append(_spot(track, row, index))
                break
        else:
            raise UserError(f"There is no clip {name!r}", "it is not on the timeline", "See `aiprod show`.")
    return {spot.clip.id: spot for spot in sorted(found, key=_order)}


def _order(spot: Spot) -> tuple[int, int]:
    return spot.track, spot.index


def _spot(track: Track, row: int, index: int) -> Spot:
    return Spot(row, index, track.starts[index], track.clips[index])


def spot(timeline: Timeline, name: str) -> Spot:
    return spots(timeline, (name,))[name]


def row_of(timeline: Timeline, track: str) -> int:
    """The place of a track. Raises UserError for an unknown one."""
    for row, known in enumerate(timeline.tracks):
        if known.id == track:
            return row
    known_ids = ", ".join(track.id for track in timeline.tracks)
    raise UserError(f"There is no track {track!r}", f"the tracks are {known_ids or 'none'}")


def unlocked(timeline: Timeline, rows: Iterable[int]) -> None:
    """Raises UserError where a track is locked."""
    for row in rows:
        if timeline.tracks[row].locked:
            raise UserError(
                f"The track {timeline.tracks[row].name} is locked", "nothing on it can be changed", "Unlock it first."
            )


def with_linked(timeline: Timeline, ids: Iterable[str]) -> dict[str, Spot]:
    """Where clips and all that are linked with them lie."""
    chosen = spots(timeline, list(ids))
    links = {spot.clip.link for spot in chosen.values() if spot.clip.link}
    if not links:
        return chosen
    found = [
        _spot(track, row, at) for row, track in enumerate(timeline.tracks) for link in links for at in track.links.get(link, ())
    ]
    return chosen | {spot.clip.id: spot for spot in sorted(found, key=_order)}


def fresh(base: str, taken: set[str]) -> str:
    """An id that nobody has, made from another; it is taken from now on."""
    stem, number = base.split("~")[0], 1
    while f"{stem}~{number}" in taken:
        number += 1
    taken.add(f"{stem}~{number}")
    return f"{stem}~{number}"


def names(timeline: Timeline) -> set[str]:
    return set().union(*(track.places for track in timeline.tracks))


# -- laying ------------------------------------------------------------------------------------------------------------


def laid(track: Track, placed: Placed, was: Track | None = None) -> Track:
    """The track with clips where they are wanted. Transitions stay where both their sides stayed together.

    `was` is where the clips lay before, if it was not there.

    Raises UserError where clips would overlap, media ends, or a transition is longer than its clips.
    """
    placed = sorted(placed, key=itemgetter(0))
    return track.with_clips(tuple(_run(was or track, placed, 0, None)))


def spliced(track: Track, first: int, until: int, placed: Placed, was: Track | None = None) -> Track:
    """The track with other clips instead of its `first` to `until`; all others stay where they are. As `laid`, at the cost of
    what changes."""
    clips, starts = track.clips, track.starts
    begin, end = max(0, first - 1), min(len(clips), until + 1)  # neighbours may lose a transition, or their gap changes
    around = [(starts[at], clips[at]) for at in (*range(begin, first), *range(until, end))]
    run = sorted((*around, *placed), key=itemgetter(0))
    before = clips[begin - 1] if begin else None
    at = starts[begin - 1] + clips[begin - 1].length if begin else 0
    return track.with_clips((*clips[:begin], *_run(track, run, at, before, was), *clips[end:]))


def without_clips(track: Track, gone: Collection[str]) -> Track:
    """The track without some clips; their room stays empty."""
    places = sorted((track.places[name] for name in gone if name in track.places), reverse=True)
    if len(places) > _FEW:
        return laid(track, [item for item in track.placed() if item[1].id not in gone])
    for at in places:
        track = spliced(track, at, at + 1, [])
    return track


def with_replaced(timeline: Timeline, tracks: Mapping[int, Track]) -> Timeline:
    """The timeline with some tracks replaced."""
    return timeline.with_tracks(tuple(tracks.get(row, track) for row, track in enumerate(timeline.tracks)))


def under(track: Track, start: int, end: int) -> tuple[int, int]:
    """The places [first, until) of the clips that lie on frames [start, end)."""
    until = bisect_left(track.starts, end)
    first = bisect_left(track.starts, start)
    if first and track.starts[first - 1] + track.clips[first - 1].length > start:
        first -= 1
    return min(first, until), until


def _run(track: Track, placed: Placed, at: int, before: Clip | None, was: Track | None = None) -> list[Clip]:
    """Clips in order, the first of them behind frame `at`, where `before` ends. They lay on `track`, or else on `was`."""
    clips: list[Clip] = []
    for number, (start, clip) in enumerate(placed):
        gap = start - at
        if gap < 0:
            raise _in_the_way(track, before, clip, start, at)
        if clip.gap != gap or clip.head is not None or clip.tail is not None:
            changes: dict[str, object] = {} if gap == clip.gap else {"gap": gap}
            if clip.head is not None and _neighbour(track, was, clip) != _family(before if not gap else None):
                changes["head"] = None
            if clip.tail is not None and number + 1 < len(placed) and placed[number + 1][0] == start + clip.length:
                changes["tail"] = None
            clips.append(clip.with_(**changes) if changes else clip)
        else:
            clips.append(clip)
        at, before = start + clip.length, clip
    return clips


def _in_the_way(track: Track, before: Clip | None, clip: Clip, start: int, at: int) -> UserError:
    if before is None:
        return UserError(f"{clip.id} would begin before the film", f"{-start} frames too early", f"It can move {-start} less.")
    return UserError(
        f"{clip.id} would overlap {before.id} on {track.name}",
        f"{at - start} frames are taken",
        "Overwrite, ripple, or choose another track.",
    )


def _neighbour(track: Track, was: Track | None, clip: Clip) -> str:
    """Whom a clip's transition came from where it lay."""
    for found in (track, was):
        at = found.places.get(clip.id) if found is not None else None
        if found is not None and at is not None:
            return _family(found.clips[at - 1] if at and not found.clips[at].gap else None)
    return ""


def _family(clip: Clip | None) -> str:
    """Pieces of one clip are as good a neighbour as the whole."""
    return clip.id.split("~")[0] if clip is not None else ""


def relaid(timeline: Timeline, rows: Mapping[int, Placed], markers: tuple[Marker, ...] | None = None) -> Timeline:
    """The timeline with some tracks laid anew."""
    if not rows and markers is None:
        return timeline
    tracks = tuple(laid(track, rows[row]) if row in rows else track for row, track in enumerate(timeline.tracks))
    return timeline.with_tracks(tracks, **({} if markers is None else {"markers": markers}))


def all_placed(timeline: Timeline, rows: Iterable[int]) -> dict[int, Placed]:
    return {row: timeline.tracks[row].placed() for row in sorted(set(rows))}


def edited(timeline: Timeline, clips: Mapping[str, Clip], where: Iterable[Spot]) -> Timeline:
    """The timeline with clips replaced in their places, of the same length. Their transitions are looked at, not dropped."""
    tracks = list(timeline.tracks)
    for row in {spot.track for spot in where}:
        changed = list(tracks[row].clips)
        for name, clip in clips.items():
            index = tracks[row].places.get(name)
            if index is not None:
                changed[index] = clip
        tracks[row] = tracks[row].with_clips(tuple(changed))
    return timeline.with_tracks(tuple(tracks))


# -- cutting -----------------------------------------------------------------------------------------------------------


def without_head(clip: Clip, frames: int) -> Clip:
    """The clip without its first frames; its sound automation goes on where it was."""
    return clip.with_(source_in=clip.source_after(frames), length=clip.length - frames, head=None, fade_in=0)


def without_tail(clip: Clip, frames: int) -> Clip:
    return clip.with_(length=clip.length - frames, tail=None, fade_out=0)


def halves(clip: Clip, at: int, name: str, link: str) -> tuple[Clip, Clip]:
    """A clip cut before its frame `at`."""
    left = without_tail(clip, clip.length - at)
    return left, without_head(clip, at).with_(id=name, link=link, gap=0)


def carved(placed: Placed, start: int, end: int, taken: set[str]) -> Placed:
    """A track's clips without what lies on frames [start, end). Of a clip cut in two, the first piece keeps its links."""
    kept: Placed = []
    for at, clip in placed:
        until = at + clip.length
        if until <= start or at >= end:
            kept.append((at, clip))
            continue
        if at < start and until > end:
            kept.append((at, without_tail(clip, until - start)))
            kept.append((end, without_head(clip, end - at).with_(id=fresh(clip.id, taken), gap=0, link="")))
        elif at < start:
            kept.append((at, without_tail(clip, until - start)))
        elif until > end:
            kept.append((end, without_head(clip, end - at)))
    return kept


def cleared(track: Track, start: int, end: int, taken: set[str], placed: Placed | None = None, was: Track | None = None) -> Track:
    """The track with nothing but `placed` on frames [start, end); that lay on `was`."""
    first, until = under(track, start, end)
    kept = carved(list(zip(track.starts[first:until], track.clips[first:until], strict=True)), start, end, taken)
    return spliced(track, first, until, [*kept, *(placed or ())], was) if first < until or placed else track


def media_room(clip: Clip) -> tuple[int, int]:
    """Film frames that the media still has before the clip's first and behind its last frame. 10⁹ stands for no end."""
    if clip.available is None or clip.speed == 0:
        return 10**9, 10**9
    first, last = clip.frame_at(0), clip.frame_at(clip.length - 1)
    before, behind = first, clip.available - 1 - last
    if clip.speed < 0:
        before, behind = clip.available - 1 - first, last
    return floor(before / abs(clip.speed)), floor(behind / abs(clip.speed))
