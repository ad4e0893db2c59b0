# SPDX-License-Identifier: Apache-2.0
"""Bringing clips somewhere else: insert, overwrite, move, swap, close gaps. Pure functions, as in `timeline_edits`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from aiprod.film.errors import UserError
from aiprod.film.timeline import Clip, Timeline, Track
from aiprod.film.timeline_edits import blade
from aiprod.film.timeline_placing import (
    Placed,
    Spot,
    all_placed,
    cleared,
    laid,
    names,
    relaid,
    row_of,
    spliced,
    spots,
    under,
    unlocked,
    with_linked,
    with_replaced,
    without_clips,
)
from aiprod.film.timeline_time import in_sync, with_time, without_time


def overwrite(timeline: Timeline, track: str, frame: int, clips: Sequence[Clip]) -> Timeline:
    """Lay new clips, one behind the other, over what is there. Raises UserError where the track is locked or of another kind."""
    row = _open_row(timeline, track, frame, clips)
    placed, end = _in_a_row(frame, clips)
    return with_replaced(timeline, {row: cleared(timeline.tracks[row], frame, end, names(timeline), placed)})


def insert(timeline: Timeline, track: str, frame: int, clips: Sequence[Clip]) -> Timeline:
    """Lay new clips in, and everything behind comes later; a clip that lies there is cut.

    Raises UserError where the track is locked or of another kind, or sync would be lost.
    """
    row = _open_row(timeline, track, frame, clips)
    placed, end = _in_a_row(frame, clips)
    parted = _parted(timeline, row, frame)
    later = with_time(parted, frame, end - frame)
    if not timeline.tracks[row].sync:
        later = with_time(later, frame, end - frame, (row,))
    return in_sync(parted, relaid(later, {row: [*later.tracks[row].placed(), *placed]}))


def _parted(timeline: Timeline, row: int, frame: int, taken: Collection[str] = ()) -> Timeline:
    """The timeline with the track's clip cut that runs over a frame; ids that are `taken` aren't given again."""
    found = timeline.tracks[row]
    over = [found.clips[at].id for at in range(*under(found, frame, frame + 1)) if found.starts[at] < frame]
    return blade(timeline, frame, over, taken) if over else timeline


def _open_row(timeline: Timeline, track: str, frame: int, clips: Sequence[Clip]) -> int:
    row = row_of(timeline, track)
    unlocked(timeline, (row,))
    if frame < 0 or not clips:
        raise UserError("There is nothing to lay there", f"{len(clips)} clips at frame {frame}")
    for clip in clips:
        _fits(timeline.tracks[row], clip)
    return row


def _fits(track: Track, clip: Clip) -> None:
    kind = kind_of(clip)
    if kind not in (track.kind, "any") and not (kind == "title" and track.kind == "video"):
        raise UserError(f"{clip.id} can't lie on {track.name}", f"that is a track of {track.kind}, and the clip is {kind}")


def kind_of(clip: Clip) -> str:
    """The kind of track that a clip belongs on; a file may be either."""
    shown = type(clip.shows).__name__
    return {"ShotFootage": "video", "SpokenLine": "audio", "Sound": "audio", "TitleCard": "title"}.get(shown, "any")


def _in_a_row(frame: int, clips: Sequence[Clip]) -> tuple[Placed, int]:
    placed, at = [], frame
    for clip in clips:
        placed.append((at, clip.with_(gap=0, head=None, tail=None)))
        at += clip.length
    return placed, at


# -- moves -------------------------------------------------------------------------------------------------------------


def move(timeline: Timeline, clips: Collection[str], frame: int, *, track: str = "", ripple: bool = False) -> Timeline:
    """Bring clips, and what is linked with them, to another place; the earliest of the choice then starts at `frame`.

    Args:
        timeline: as it is.
        clips: which; they keep their distances.
        frame: where to.
        track: where the topmost of the choice goes; the others of its kind go along by as many tracks.
        ripple: take their time along: what was behind closes up, what is behind the new place makes room. Otherwise they
            leave a gap and lie over what is there. Linked sound never covers other sound: it goes to a free track.

    Raises:
        UserError: a track is locked, of another kind, or not there; sync would be lost.
    """
    chosen, group = spots(timeline, clips), with_linked(timeline, clips)
    unlocked(timeline, (at.track for at in group.values()))
    start, end = min(at.start for at in chosen.values()), max(at.end for at in chosen.values())
    if frame < 0:
        raise UserError("The clips would begin before the film", f"{-frame} frames too early")
    bare = _without(timeline, group)
    if ripple:
        bare = without_time(bare, start, end)
        frame = frame if frame <= start else max(start, frame - (end - start))
        main = next(iter(chosen.values())).track
        bare = with_time(_parted(bare, main, frame, group), frame, end - start)
    steps = _steps(timeline, chosen, track)
    return in_sync(timeline, _arrived(timeline, bare, chosen, group, frame - start, steps))


def _steps(timeline: Timeline, chosen: Mapping[str, Spot], track: str) -> int:
    return row_of(timeline, track) - max(at.track for at in chosen.values()) if track else 0


def _without(timeline: Timeline, group: Mapping[str, Spot]) -> Timeline:
    rows = {at.track for at in group.values()}
    return with_replaced(timeline, {row: without_clips(timeline.tracks[row], group) for row in rows})


def _arrived(
    before: Timeline, bare: Timeline, chosen: Mapping[str, Spot], group: Mapping[str, Spot], distance: int, steps: int
) -> Timeline:
    """The chosen clips in their new places, over what is there; those linked with them where there is room."""
    taken = names(bare) | set(group)
    tracks: dict[int, Track] = {}
    for at in chosen.values():
        row, start = _row_for(bare, at, steps), at.start + distance
        track = tracks.get(row, bare.tracks[row])
        tracks[row] = cleared(track, start, at.end + distance, taken, [(start, at.clip)], before.tracks[at.track])
    timeline = with_replaced(bare, tracks)
    for name, at in group.items():
        if name not in chosen:
            timeline = _with_follower(timeline, before, at, distance)
    return timeline


def _row_for(timeline: Timeline, at: Spot, steps: int) -> int:
    row = at.track + steps
    if not 0 <= row < len(timeline.tracks):
        raise UserError(f"There is no track for {at.clip.id}", f"it would go {steps} tracks up", "Add a track first.")
    unlocked(timeline, (row,))
    _fits(timeline.tracks[row], at.clip)
    return row


def _with_follower(timeline: Timeline, before: Timeline, at: Spot, distance: int) -> Timeline:
    """A linked clip in its new place, on its own track, else on a free one of its kind, else on a new one."""
    was = before.tracks[at.track]
    start, end = at.start + distance, at.end + distance
    if start < 0:
        raise UserError(f"{at.clip.id} would begin before the film", f"{-start} frames too early", "Move it less, or trim it.")
    own = timeline.tracks[at.track]
    others = [row for row, track in enumerate(timeline.tracks) if track.kind == own.kind and row > at.track]
    for row in (at.track, *others):
        if not timeline.tracks[row].locked and _family(timeline.tracks[row]) == _family(own):
            first, until = under(timeline.tracks[row], start, end)
            if first == until:
                return with_replaced(timeline, {row: spliced(timeline.tracks[row], first, first, [(start, at.clip)], was)})
    number = 1 + sum(_family(track) == _family(own) for track in timeline.tracks)
    ids = {track.id for track in timeline.tracks}
    name = next(f"{own.id}-{n}" for n in range(number, number + len(ids) + 1) if f"{own.id}-{n}" not in ids)
    added = Track(id=name, kind=own.kind, name=f"{_family(own)} {number}")
    tracks = (*timeline.tracks[: at.track + 1], added, *timeline.tracks[at.track + 1 :])
    return with_replaced(timeline.with_tracks(tracks), {at.track + 1: laid(added, [(start, at.clip)], was)})


def _family(track: Track) -> str:
    """What a track's name begins with: "Dialogue 2" is dialogue."""
    stem, _, number = track.name.rpartition(" ")
    return stem if number.isdigit() and stem else track.name


def swap(timeline: Timeline, one: str, other: str) -> Timeline:
    """Exchange two clips of a track; what lies between them moves if they are not equally long. Linked clips follow.

    Raises UserError where they lie on different tracks, or one is locked.
    """
    both = sorted(spots(timeline, (one, other)).values(), key=lambda at: at.start)
    first, second = both[0], both[-1]
    if one == other or first.track != second.track:
        raise UserError("These clips can't be swapped", "they must be two of one track", "Move them.")
    grown = second.clip.length - first.clip.length
    track = timeline.tracks[first.track]
    leaders = {clip.id: grown for clip in track.clips[first.index + 1 : second.index]} if grown else {}
    leaders |= {first.clip.id: second.end - first.clip.length - first.start, second.clip.id: first.start - second.start}
    return in_sync(timeline, shifted(timeline, leaders))


def shifted(timeline: Timeline, leaders: Mapping[str, int]) -> Timeline:
    """The timeline with clips, each by its own distance, somewhere else on their tracks; linked clips follow where room is."""
    chosen = spots(timeline, list(leaders))
    far = {at.clip.link: leaders[name] for name, at in chosen.items() if at.clip.link}
    group = with_linked(timeline, list(leaders))
    unlocked(timeline, (at.track for at in group.values()))
    after = _without(timeline, group)
    rows = all_placed(after, (at.track for at in chosen.values()))
    for name, at in chosen.items():
        rows[at.track].append((at.start + leaders[name], at.clip))
    after = with_replaced(after, {row: laid(after.tracks[row], placed, timeline.tracks[row]) for row, placed in rows.items()})
    for name, at in group.items():
        if name not in chosen:
            after = _with_follower(after, timeline, at, far[at.clip.link])
    return after


def close_gaps(timeline: Timeline, track: str) -> Timeline:
    """Take out every gap of a track, with its time where it is a track of pictures. Raises UserError where it is locked."""
    row = row_of(timeline, track)
    unlocked(timeline, (row,))
    found = timeline.tracks[row]
    gaps = [(start - clip.gap, start) for start, clip in found.placed() if clip.gap]
    after = timeline
    for start, end in reversed(gaps):
        after = without_time(after, start, end, (row,) if found.kind == "audio" else None)
    return in_sync(timeline, after)
