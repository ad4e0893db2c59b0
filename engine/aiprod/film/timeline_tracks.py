# SPDX-License-Identifier: Apache-2.0
"""Tracks, markers, in and out points, and what an edge snaps to. Pure functions, as in `timeline_edits`."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from typing import Any

from aiprod.film.errors import UserError
from aiprod.film.timeline import Kind, Marker, Timeline, Track
from aiprod.film.timeline_placing import fresh, row_of

_SETTABLE = frozenset({"name", "muted", "solo", "locked", "sync", "height"})


def add_track(timeline: Timeline, kind: Kind, name: str = "", at: int | None = None) -> Timeline:
    """A new track, on top of those of its kind or at a place of its own (0 is the lowest)."""
    same = [row for row, track in enumerate(timeline.tracks) if track.kind == kind]
    place = (same[-1] + 1 if same else len(timeline.tracks)) if at is None else at
    if not 0 <= place <= len(timeline.tracks):
        raise UserError("There is no such place for a track", f"{place} of {len(timeline.tracks)}")
    if place == 0 and timeline.tracks and kind != "video":
        raise UserError("The lowest track holds the picture", f"a track of {kind} can't lie below it", "Choose another place.")
    name_id = fresh(kind, {track.id for track in timeline.tracks})
    track = Track(id=name_id, kind=kind, name=name or f"{kind.capitalize()} {len(same) + 1}")
    return timeline.with_tracks((*timeline.tracks[:place], track, *timeline.tracks[place:]))


def move_track(timeline: Timeline, track: str, place: int) -> Timeline:
    """Bring a track to another place. Raises UserError where there is none, or no picture would be lowest."""
    row = row_of(timeline, track)
    if not 0 <= place < len(timeline.tracks):
        raise UserError("There is no such place for a track", f"{place} of {len(timeline.tracks)}")
    rest = [*timeline.tracks[:row], *timeline.tracks[row + 1 :]]
    rest.insert(place, timeline.tracks[row])
    if rest[0].kind != "video":
        raise UserError("The lowest track holds the picture", f"{rest[0].name} has none", "Choose another place.")
    return timeline.with_tracks(tuple(rest))


def remove_track(timeline: Timeline, track: str, *, with_clips: bool = False) -> Timeline:
    """Take a track away. Raises UserError where it is locked, holds clips (unless they may go), or is the only picture."""
    row = row_of(timeline, track)
    found = timeline.tracks[row]
    if found.locked:
        raise UserError(f"The track {found.name} is locked", "nothing on it can be changed", "Unlock it first.")
    if found.clips and not with_clips:
        raise UserError(f"The track {found.name} is not empty", f"{len(found.clips)} clips lie on it", "Delete them first.")
    rest = (*timeline.tracks[:row], *timeline.tracks[row + 1 :])
    if not rest or rest[0].kind != "video":
        raise UserError(f"The track {found.name} has to stay", "a film has a picture")
    return timeline.with_tracks(rest)


def set_track(timeline: Timeline, track: str, **fields: Any) -> Timeline:
    """Mute, solo, lock, sync, name or height of a track. Raises UserError for a bad value."""
    row = row_of(timeline, track)
    unknown = fields.keys() - _SETTABLE
    if unknown:
        raise UserError("That can't be set", ", ".join(sorted(unknown)))
    try:
        changed = timeline.tracks[row].changed(**fields)
    except ValueError as error:
        raise UserError("That can't be set", str(error).splitlines()[-1].strip()) from error
    return timeline.with_tracks((*timeline.tracks[:row], changed, *timeline.tracks[row + 1 :]))


# -- markers, in and out -----------------------------------------------------------------------------------------------


def add_marker(timeline: Timeline, frame: int, name: str = "", colour: str = "GREEN", length: int = 1) -> Timeline:
    """A marker of the user's. Raises UserError for a frame before the film."""
    if frame < 0 or length < 1:
        raise UserError("A marker can't lie there", f"frame {frame}, {length} long")
    name_id = fresh("marker", {marker.id for marker in timeline.markers})
    marker = Marker(id=name_id, frame=frame, name=name, colour=colour, length=length)
    return timeline.with_tracks(timeline.tracks, markers=(*timeline.markers, marker))


def move_marker(timeline: Timeline, marker: str, frame: int) -> Timeline:
    if frame < 0:
        raise UserError("A marker can't lie there", f"frame {frame}")
    known = _marker(timeline, marker)
    markers = tuple(known.changed(frame=frame) if found is known else found for found in timeline.markers)
    return timeline.with_tracks(timeline.tracks, markers=markers)


def set_marker(timeline: Timeline, marker: str, **fields: Any) -> Timeline:
    """Name, colour or length of a marker. Raises UserError for a bad value."""
    known = _marker(timeline, marker)
    try:
        changed = known.changed(**fields)
    except ValueError as error:
        raise UserError("That can't be set", str(error).splitlines()[-1].strip()) from error
    return timeline.with_tracks(timeline.tracks, markers=tuple(changed if m is known else m for m in timeline.markers))


def remove_marker(timeline: Timeline, marker: str) -> Timeline:
    known = _marker(timeline, marker)
    return timeline.with_tracks(timeline.tracks, markers=tuple(found for found in timeline.markers if found is not known))


def _marker(timeline: Timeline, name: str) -> Marker:
    for marker in timeline.markers:
        if marker.id == name:
            return marker
    raise UserError(f"There is no marker {name!r}", f"there are {len(timeline.markers)} on the timeline")


def set_span(timeline: Timeline, span: tuple[int, int] | None) -> Timeline:
    """In and out points: frames [in, out); None takes them away. Raises UserError where out is not behind in."""
    return timeline.with_tracks(timeline.tracks, span=span)


# -- snapping ----------------------------------------------------------------------------------------------------------


def snap_points(timeline: Timeline, but: Collection[str] = ()) -> tuple[int, ...]:
    """Frames that an edge may snap to, in order: edges of clips (save those named), markers, in, out, begin and end."""
    points = {0, timeline.end, *(timeline.span or ())}
    points |= {marker.frame for marker in timeline.markers}
    leaving = frozenset(but)
    for track in timeline.tracks:
        for start, clip in zip(track.starts, track.clips, strict=True):
            if clip.id not in leaving:
                points.add(start)
                points.add(start + clip.length)
    return tuple(sorted(points))


def snap(points: Sequence[int], frame: int, within: int) -> int | None:
    """The nearest of `snap_points` within so many frames, the earlier one of two; None where there is none."""
    at = bisect_left(points, frame)
    near = [point for point in points[max(0, at - 1) : at + 1] if abs(point - frame) <= within]
    return min(near, key=lambda point: abs(point - frame)) if near else None
