# SPDX-License-Identifier: Apache-2.0
"""Time put into a timeline and taken out of it.

Clips that are linked never drift: who takes time out or puts it in moves a linked group as its picture moves, and `in_sync`
refuses what would still pull one apart.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping

from aiprod.film.errors import UserError
from aiprod.film.timeline import Clip, Timeline, Track, shared_ends
from aiprod.film.timeline_placing import Placed, laid, under, without_head, without_tail


def anchors(timeline: Timeline) -> dict[str, int]:
    """Linked group → where its picture starts, or, without one, its first sound."""
    found: dict[str, int] = {}
    for sound in (False, True):
        own: dict[str, int] = {}
        for track in timeline.tracks:
            if (track.kind == "audio") is sound:
                starts = track.starts
                for link, places in track.links.items():
                    start = starts[places[0]]
                    if start <= own.get(link, start):
                        own[link] = start
        found = own | found
    return found


def following(timeline: Timeline) -> list[int]:
    """The tracks that go along when time is put in or taken out."""
    return [row for row, track in enumerate(timeline.tracks) if track.sync and not track.locked]


def with_time(timeline: Timeline, frame: int, frames: int, rows: Collection[int] | None = None) -> Timeline:
    """Everything from `frame` on comes later. What runs over the frame stays as it is, unless its picture moves."""
    if frames <= 0:
        return timeline
    chosen = following(timeline) if rows is None else list(rows)
    markers = tuple(m.changed(frame=m.frame + frames) if m.frame >= frame else m for m in timeline.markers)
    tracks = _shifted(timeline, chosen, frame, frame, frames)
    rest = [row for row in chosen if row not in tracks]
    held = _anchors_of(timeline, rest).get
    for row in rest:
        track = timeline.tracks[row]
        placed = [
            (start + frames if held(clip.link, start) >= frame else start, clip)
            for start, clip in zip(track.starts, track.clips, strict=True)
        ]
        tracks[row] = laid(track, placed)
    return timeline.with_tracks(tuple(tracks.get(row, track) for row, track in enumerate(timeline.tracks)), markers=markers)


def without_time(timeline: Timeline, start: int, end: int, rows: Collection[int] | None = None) -> Timeline:
    """Frames [start, end) are gone, and everything behind comes earlier.

    Clips wholly inside go. Of a clip that runs over the place, its end goes (a bed of sound keeps its beginning), or its
    beginning where its picture moves.
    """
    if end <= start:
        return timeline
    chosen = following(timeline) if rows is None else list(rows)
    markers = tuple(
        m.changed(frame=_earlier(m.frame, start, end)) if m.frame > start else m
        for m in timeline.markers if m.length > end - start or not start <= m.frame < end
    )  # fmt: skip
    clear = [row for row in chosen if is_clear(timeline.tracks[row], start, end)]
    tracks = _shifted(timeline, clear, start, end, start - end)
    rest = [row for row in chosen if row not in tracks]
    anchored = _anchors_of(timeline, rest)
    for row in rest:
        tracks[row] = laid(timeline.tracks[row], _without(timeline.tracks[row], start, end, anchored))
    return timeline.with_tracks(tuple(tracks.get(row, track) for row, track in enumerate(timeline.tracks)), markers=markers)


def _anchors_of(timeline: Timeline, rows: Collection[int]) -> dict[str, int]:
    """The anchors, where clips of these tracks have any."""
    return anchors(timeline) if any(timeline.tracks[row].links for row in rows) else {}


def is_clear(track: Track, start: int, end: int) -> bool:
    """Whether nothing lies on frames [start, end) of a track."""
    first, until = under(track, start, end)
    return first == until


def _shifted(timeline: Timeline, rows: Iterable[int], start: int, end: int, frames: int) -> dict[int, Track]:
    """The tracks on which a longer or shorter gap before the first clip from `end` on is all there is to do.

    None of them, where a linked group lies on both sides of frames [start, end) or begins on them; not one with a transition at
    that gap.
    """
    before: set[str] = set()
    behind: set[str] = set()
    places = [bisect_left(track.starts, end) for track in timeline.tracks]
    for track, at in zip(timeline.tracks, places, strict=True):
        before.update([clip.link for clip in track.clips[:at]])
        behind.update([clip.link for clip in track.clips[at if start == end else bisect_left(track.starts, start) :]])
    before.discard("")
    found: dict[int, Track] = {}
    for row in rows if before.isdisjoint(behind) else ():
        track, at = timeline.tracks[row], places[row]
        clips = track.clips
        if at == len(clips):
            found[row] = track
        elif clips[at].head is None and (not at or clips[at - 1].tail is None):
            later = clips[at].with_(gap=clips[at].gap + frames)
            found[row] = track.with_clips((*clips[:at], later, *clips[at + 1 :]))
    return found


def _without(track: Track, start: int, end: int, anchored: Mapping[str, int]) -> Placed:
    """A track's clips without frames [start, end); nearly all of them lie before or behind with what they are linked with."""
    kept: Placed = []
    lost, held = end - start, anchored.get
    for at, clip in zip(track.starts, track.clips, strict=True):
        if at >= end and held(clip.link, at) >= start:
            kept.append((at - lost, clip))
        else:
            item = _shortened(at, clip, start, end, anchored)
            if item is not None:
                kept.append(item)
    return kept


def _earlier(frame: int, start: int, end: int) -> int:
    return frame - (end - start) if frame >= end else min(frame, start)


def _shortened(at: int, clip: Clip, start: int, end: int, anchored: Mapping[str, int]) -> tuple[int, Clip] | None:
    until, lost = at + clip.length, end - start
    if until <= start and not (clip.link and anchored[clip.link] >= start):
        return at, clip
    if start <= at and until <= end:
        return None
    moves = anchored.get(clip.link, at) >= start
    if not moves:
        cut = min(until, end) - start if until <= end else lost
        return (at, without_tail(clip, cut)) if at < start else (at, clip)
    if at >= end:
        return at - lost, clip
    cut = end - at if at >= start else lost
    return (min(at, start), without_head(clip, cut)) if clip.length > cut else None


def in_sync(before: Timeline, after: Timeline) -> Timeline:
    """`after`, if all linked clips lie to each other as they did. Raises UserError where one would drift."""
    if _moved_whole(before, after):
        return after
    known = {track.id: track for track in before.tracks}
    changed = [track for track in after.tracks if known.get(track.id) is not track]
    still = [track for track in after.tracks if known.get(track.id) is track]
    kept = {track.id for track in still}
    gone = [track for track in before.tracks if track.id not in kept]
    drift: dict[str, int] = {}
    for track in changed:
        own = known[track.id].synced if track.id in known else {}
        for name, (word, place) in track.synced.items():
            was = own.get(name) or next((other.synced[name] for other in gone if name in other.synced), None)
            if was is not None and drift.setdefault(word, place - was[1]) != place - was[1]:
                raise _drifts(name, drift[word] - (place - was[1]))
    moved = {word for word, shift in drift.items() if shift}
    for track in still if moved else ():
        for name, (word, _) in track.synced.items():
            if word in moved:
                raise _drifts(name, drift[word])
    return after


def _moved_whole(before: Timeline, after: Timeline) -> bool:
    """Whether every linked group has moved by one distance, seen at a glance; where it isn't, each clip has to be looked at."""
    known = {track.id: track for track in before.tracks}
    moved: dict[int, set[str]] = {0: set()}
    for track in after.tracks:
        old = known.get(track.id)
        if old is None or len(before.tracks) != len(after.tracks):
            return False
        if old is track:
            moved[0].update(track.links)
            continue
        first, last = shared_ends(old.clips, track.clips)
        until = len(track.clips) - last
        moved[0].update([clip.link for clip in track.clips[:first]])
        if last:
            shift = track.starts[-1] - old.starts[-1]
            moved.setdefault(shift, set()).update([clip.link for clip in track.clips[until:]])
        for at in range(first, until):
            clip, place = track.clips[at], old.places.get(track.clips[at].id)
            if clip.link and place is None:
                return False
            if clip.link and place is not None:
                shift = track.starts[at] - clip.source_in - old.starts[place] + old.clips[place].source_in
                moved.setdefault(shift, set()).add(clip.link)
    seen: set[str] = set()
    for links in moved.values():
        links.discard("")
        if not seen.isdisjoint(links):
            return False
        seen |= links
    return True


def _drifts(name: str, frames: int) -> UserError:
    return UserError(
        f"{name} would lose its sync",
        f"what it is linked with would drift from it by {frames} frames",
        "Unlock its track, let it follow, or unlink the clips.",
    )
