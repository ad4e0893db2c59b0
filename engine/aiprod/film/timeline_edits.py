# SPDX-License-Identifier: Apache-2.0
"""Cutting and trimming, as pure functions: a timeline goes in, another comes out, or a UserError says what can't be and why.

The words are those of every editing system: blade, lift, extract, trim, ripple, roll, slip, slide (see also `timeline_moves`,
`timeline_clips`, `timeline_tracks`). Linked clips take part in all of them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable
from math import floor
from typing import Literal

from aiprod.film.errors import UserError
from aiprod.film.timeline import Clip, Timeline
from aiprod.film.timeline_placing import (
    Placed,
    Spot,
    all_placed,
    cleared,
    edited,
    fresh,
    halves,
    media_room,
    names,
    relaid,
    spliced,
    spot,
    spots,
    unlocked,
    with_linked,
    with_replaced,
    without_clips,
)
from aiprod.film.timeline_time import in_sync, with_time, without_time

Edge = Literal["in", "out"]


def blade(timeline: Timeline, frame: int, clips: Collection[str] | None = None, taken: Collection[str] = ()) -> Timeline:
    """Cut clips, and what is linked with them, before a frame; without a choice, everything there on unlocked tracks.

    New pieces get no ids that are `taken`.

    Raises UserError where nothing lies there, a track is locked, or a transition is being cut.
    """
    chosen = _under(timeline, frame) if clips is None else list(with_linked(timeline, clips).values())
    if clips is None:
        chosen = list(with_linked(timeline, [at.clip.id for at in chosen]).values())
    cut = [at for at in chosen if at.start < frame < at.end]
    if not cut:
        raise UserError("There is nothing to cut", f"no clip of the choice runs over frame {frame}")
    unlocked(timeline, (at.track for at in cut))
    used, links = names(timeline) | set(taken), set[str]().union(*(track.links for track in timeline.tracks))
    right = {link: fresh(link, links) for link in sorted({at.clip.link for at in chosen if at.clip.link})}
    tracks = {at.track: timeline.tracks[at.track] for at in chosen}
    for at in sorted(chosen, key=lambda spot: -spot.index):  # from behind, so that places hold
        pieces = _split(at, frame, used, right.get(at.clip.link, ""))
        tracks[at.track] = spliced(tracks[at.track], at.index, at.index + 1, pieces)
    return with_replaced(timeline, tracks)


def _under(timeline: Timeline, frame: int) -> list[Spot]:
    """The clips that run over a frame, on unlocked tracks."""
    found = []
    for row, track in enumerate(timeline.tracks):
        index = bisect_left(track.starts, frame) - 1
        if index >= 0 and not track.locked and frame < track.starts[index] + track.clips[index].length:
            found.append(Spot(row, index, track.starts[index], track.clips[index]))
    return found


def _split(at: Spot, frame: int, taken: set[str], link: str) -> Placed:
    """A clip in two, if the frame lies in it; what lies behind the frame belongs to the right pieces."""
    clip, start = at.clip, at.start
    if start < frame < at.end:
        left, right = halves(clip, frame - start, fresh(clip.id, taken), link)
        return [(start, left.with_(tail=None)), (frame, right.with_(tail=clip.tail, fade_out=clip.fade_out))]
    return [(start, clip.with_(link=link) if start >= frame and link else clip)]


def lift(timeline: Timeline, clips: Collection[str]) -> Timeline:
    """Take clips, and what is linked with them, away; their room stays empty. Raises UserError on a locked track."""
    gone = with_linked(timeline, clips)
    unlocked(timeline, (at.track for at in gone.values()))
    rows = {at.track for at in gone.values()}
    return with_replaced(timeline, {row: without_clips(timeline.tracks[row], gone) for row in rows})


def extract(timeline: Timeline, clips: Collection[str]) -> Timeline:
    """Ripple delete: take clips away with their time. Raises UserError where a track is locked or sync would be lost."""
    gone = with_linked(timeline, clips)
    pictures = [at for at in gone.values() if timeline.tracks[at.track].kind != "audio"]
    leading = pictures or list(spots(timeline, clips).values())
    after = lift(timeline, clips)
    for start, end in reversed(_merged((at.start, at.end) for at in leading)):
        after = without_time(after, start, end)
    return in_sync(timeline, after)


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def lift_range(timeline: Timeline, start: int, end: int, tracks: Collection[str] | None = None) -> Timeline:
    """Empty frames [start, end) of the tracks named, or of all that aren't locked."""
    _real(start, end)
    taken = names(timeline)
    rows = [row for row, track in enumerate(timeline.tracks) if (not track.locked if tracks is None else track.id in tracks)]
    unlocked(timeline, rows)
    return with_replaced(timeline, {row: cleared(timeline.tracks[row], start, end, taken) for row in rows})


def extract_range(timeline: Timeline, start: int, end: int) -> Timeline:
    """Take frames [start, end) out of the film, on every track that follows. Raises UserError inside a transition."""
    _real(start, end)
    after = timeline
    for frame in (start, end):
        tracks = after.tracks
        over = [at.clip.id for at in _under(after, frame) if tracks[at.track].kind != "audio" and tracks[at.track].sync]
        after = blade(after, frame, over) if over else after
    return in_sync(after, without_time(after, start, end))


def _real(start: int, end: int) -> None:
    if not 0 <= start < end:
        raise UserError("The range is empty", f"it goes from frame {start} to {end}", "Set the out point behind the in point.")


# -- trims -------------------------------------------------------------------------------------------------------------


def trim(timeline: Timeline, clip: str, edge: Edge, frames: int, *, ripple: bool = False, linked: bool = True) -> Timeline:
    """Move one edge of a clip by `frames` (above 0: later). Linked clips whose edge lies there go along.

    Args:
        timeline: as it is.
        clip: which.
        edge: its beginning or its end.
        frames: how far.
        ripple: what lies behind follows; the clip's own beginning then stays where it is.
        linked: False leaves linked sound as long as it is: a split edit.

    Raises:
        UserError: a track is locked, a neighbour is in the way, media ends, too little would be left.
    """
    first = spot(timeline, clip)
    partners = with_linked(timeline, (clip,)).values() if linked else (first,)
    chosen = [at for at in partners if _edge(at, edge) == _edge(first, edge)]
    unlocked(timeline, (at.track for at in chosen))
    for at in chosen:
        _check_trim(timeline, at, edge, frames, ripple)
    return _rippled(timeline, first, chosen, edge, frames) if ripple else _trimmed(timeline, chosen, edge, frames)


def _edge(at: Spot, edge: Edge) -> int:
    return at.start if edge == "in" else at.end


def _check_trim(timeline: Timeline, at: Spot, edge: Edge, frames: int, ripple: bool) -> None:
    """Says what is available where a trim goes too far."""
    shorter, longer = (frames, -frames) if edge == "in" else (-frames, frames)
    if shorter >= at.clip.length:
        raise UserError(
            f"Nothing would be left of {at.clip.id}", f"it has {at.clip.length} frames", f"Trim at most {at.clip.length - 1}."
        )
    room = media_room(at.clip)[edge == "out"]
    if longer > room:
        raise UserError(f"There is not enough footage for {at.clip.id}", f"{room} frames are left there", f"Trim at most {room}.")
    free = 10**9 if ripple else _free(timeline, at, edge)
    if longer > free:
        raise UserError(f"{at.clip.id} has no room", f"{free} frames are free beside it", "Ripple, roll, or trim less.")


def _free(timeline: Timeline, at: Spot, edge: Edge) -> int:
    if edge == "in":
        return at.clip.gap
    clips = timeline.tracks[at.track].clips
    return clips[at.index + 1].gap if at.index + 1 < len(clips) else 10**9


def _trimmed(timeline: Timeline, chosen: Iterable[Spot], edge: Edge, frames: int) -> Timeline:
    rows = all_placed(timeline, (at.track for at in chosen))
    for at in chosen:
        if edge == "in":
            clip = at.clip.with_(source_in=at.clip.source_after(frames), length=at.clip.length - frames)
            rows[at.track][at.index] = (at.start + frames, clip)
        else:
            rows[at.track][at.index] = (at.start, at.clip.with_(length=at.clip.length + frames))
    return relaid(timeline, rows)


def _rippled(timeline: Timeline, first: Spot, chosen: Iterable[Spot], edge: Edge, frames: int) -> Timeline:
    """The clips at their new length, and time taken out or put in at the edge."""
    if edge == "in" and frames > 0:
        return in_sync(timeline, without_time(_bare_heads(timeline, chosen), first.start, first.start + frames))
    if edge == "in":
        later = with_time(timeline, first.start, -frames)
        moved = [spot(later, at.clip.id) for at in chosen]
        return in_sync(timeline, _trimmed(later, moved, "in", frames))
    if frames < 0:
        shorter = _trimmed(timeline, chosen, "out", frames)
        return in_sync(timeline, without_time(shorter, first.end + frames, first.end))
    return in_sync(timeline, _trimmed(with_time(timeline, first.end, frames), chosen, "out", frames))


def _bare_heads(timeline: Timeline, chosen: Iterable[Spot]) -> Timeline:
    clips = {at.clip.id: at.clip.with_(head=None) for at in chosen if at.clip.head is not None}
    return edited(timeline, clips, [at for at in chosen if at.clip.id in clips])


def roll(timeline: Timeline, clip: str, frames: int) -> Timeline:
    """Move the cut between a clip and the one before it; the film stays as long as it is.

    Raises UserError where there is no such cut, or one of both has not enough footage.
    """
    first = spot(timeline, clip)
    chosen = [at for at in with_linked(timeline, (clip,)).values() if at.start == first.start and _before(timeline, at)]
    if first.clip.id not in {at.clip.id for at in chosen}:
        raise UserError(f"There is no cut before {clip}", "no clip touches it there", "Trim it.")
    unlocked(timeline, (at.track for at in chosen))
    changed: dict[str, Clip] = {}
    touched: list[Spot] = []
    for at in chosen:
        left = _before(timeline, at)
        assert left is not None
        _check_trim(timeline, left, "out", frames, True)
        _check_trim(timeline, at, "in", frames, True)
        changed[left.clip.id] = left.clip.with_(length=left.clip.length + frames)
        base = changed.get(at.clip.id, at.clip)
        changed[at.clip.id] = base.with_(source_in=base.source_after(frames), length=base.length - frames)
        touched += [left, at]
    return edited(timeline, changed, touched)


def _before(timeline: Timeline, at: Spot) -> Spot | None:
    """The clip that touches another's beginning."""
    if not at.index or at.clip.gap:
        return None
    clip = timeline.tracks[at.track].clips[at.index - 1]
    return Spot(at.track, at.index - 1, at.start - clip.length, clip)


def _behind(timeline: Timeline, at: Spot) -> Spot | None:
    clips = timeline.tracks[at.track].clips
    if at.index + 1 >= len(clips) or clips[at.index + 1].gap:
        return None
    return Spot(at.track, at.index + 1, at.end, clips[at.index + 1])


def slip(timeline: Timeline, clips: Collection[str], frames: int) -> Timeline:
    """Show another part of the same media, `frames` later, in the same place. Raises UserError where the media ends."""
    chosen = with_linked(timeline, clips)
    unlocked(timeline, (at.track for at in chosen.values()))
    changed = {}
    for name, at in chosen.items():
        before, behind = media_room(at.clip)
        distance = floor(frames * at.clip.speed) if at.clip.speed else frames
        if not -before <= frames <= behind:
            raise UserError(
                f"There is not enough footage for {name}", f"{before} frames are left before it and {behind} behind it",
                f"Slip between {-before} and {behind}.",
            )  # fmt: skip
        if at.clip.available is not None:
            changed[name] = at.clip.with_(source_in=at.clip.source_in + distance)
    return edited(timeline, changed, chosen.values())


def slide(timeline: Timeline, clip: str, frames: int) -> Timeline:
    """Move a clip between its neighbours, which give and take. Raises UserError where it has none or media ends."""
    first = spot(timeline, clip)
    left, right = _before(timeline, first), _behind(timeline, first)
    if left is None or right is None:
        raise UserError(f"{clip} can't slide", "a clip must touch it on either side", "Move it instead.")
    group = with_linked(timeline, (clip,))
    unlocked(timeline, (at.track for at in group.values()))
    _check_trim(timeline, left, "out", frames, True)
    _check_trim(timeline, right, "in", frames, True)
    rows = all_placed(timeline, (at.track for at in group.values()))
    for at in group.values():
        rows[at.track][at.index] = (at.start + frames, at.clip)
    rows[first.track][left.index] = (left.start, left.clip.with_(length=left.clip.length + frames))
    shown = right.clip.with_(source_in=right.clip.source_after(frames), length=right.clip.length - frames)
    rows[first.track][right.index] = (right.start + frames, shown)
    return in_sync(timeline, relaid(timeline, rows))
