# SPDX-License-Identifier: Apache-2.0
"""What a clip is besides its place: transitions, speed, take, links, sound, colour. Pure functions, as in `timeline_edits`."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from typing import Any, Literal, get_args

from aiprod.film.errors import UserError
from aiprod.film.shots import Transition as Named
from aiprod.film.timeline import Alignment, Clip, ShotFootage, Timeline, TitleCard, Transition
from aiprod.film.timeline_placing import (
    Spot,
    all_placed,
    edited,
    fresh,
    media_room,
    relaid,
    spot,
    spots,
    unlocked,
    with_linked,
)
from aiprod.film.timeline_time import in_sync, with_time, without_time

KINDS = (*(kind for kind in get_args(Named) if kind not in ("cut", "match_cut")), "slide")
"""Transitions that take time; a cut takes none."""
_FASTEST = 100


def set_transition(
    timeline: Timeline, clip: str, kind: str, length: int, *, edge: Literal["head", "tail"] = "head",
    alignment: Alignment = "centre",
) -> Timeline:  # fmt: skip
    """Put a transition at a clip's edge, or change the one that is there.

    Where no clip touches the edge, it fades from or to black, inside the clip.

    Raises UserError where there is no such kind, the track is locked, footage for the overlap is missing (it says how much is
    there), or the clips are too short.
    """
    if kind not in KINDS:
        raise UserError(f"There is no transition {kind!r}", f"the known ones are {', '.join(KINDS)}", "Choose one.")
    at, left = _edge(timeline, clip, edge)
    unlocked(timeline, (at.track,))
    if length < 1:
        raise UserError("The transition has no length", f"{length} frames", "Give at least 1, or remove it.")
    if left is None and edge == "tail":
        return edited(timeline, {clip: at.clip.with_(tail=Transition(kind=kind, before=length, after=0))}, (at,))
    before = 0 if left is None or alignment == "start" else length if alignment == "end" else length - length // 2
    if left is not None:
        _check_handles(left.clip, at.clip, before, length - before)
    head = Transition(kind=kind, before=before, after=length - before)
    return edited(timeline, {at.clip.id: at.clip.with_(head=head)}, (at,))


def _edge(timeline: Timeline, clip: str, edge: str) -> tuple[Spot, Spot | None]:
    """The clip whose head holds the transition, and the one before it, if one touches it."""
    at = spot(timeline, clip)
    clips = timeline.tracks[at.track].clips
    if edge == "tail" and at.index + 1 < len(clips) and not clips[at.index + 1].gap:
        at = Spot(at.track, at.index + 1, at.end, clips[at.index + 1])
    elif edge == "tail":
        return at, None
    if not at.index or at.clip.gap:
        return at, None
    left = clips[at.index - 1]
    return at, Spot(at.track, at.index - 1, at.start - left.length, left)


def _check_handles(left: Clip, right: Clip, before: int, after: int) -> None:
    """Says what is available where a transition needs more than the media behind its cut holds."""
    behind, ahead = media_room(left)[1], media_room(right)[0]
    if behind < after or ahead < before:
        most = max(0, min(2 * behind + 1, 2 * ahead))
        raise UserError(
            "There is not enough footage for the transition",
            f"{left.id} has {behind} frames behind the cut and needs {after}, {right.id} has {ahead} before it of {before}",
            f"Make it {most} frames long at most, or trim the clips." if most else "Trim the clips, or align it otherwise.",
        )


def remove_transition(timeline: Timeline, clip: str, edge: Literal["head", "tail"] = "head") -> Timeline:
    """A plain cut instead. Raises UserError where there is no transition."""
    at, left = _edge(timeline, clip, edge)
    unlocked(timeline, (at.track,))
    field = "tail" if edge == "tail" and left is None and at.clip.id == clip else "head"
    if getattr(at.clip, field) is None:
        raise UserError(f"There is no transition at {clip}", f"its {edge} is a plain cut")
    return edited(timeline, {at.clip.id: at.clip.with_(**{field: None})}, (at,))


def set_speed(timeline: Timeline, clip: str, speed: Fraction, *, ripple: bool = True) -> Timeline:
    """Play a clip faster, slower, backwards (below 0) or frozen (0, on its first frame, as long as it was).

    With ripple, what lies behind follows the clip's new end; without, it must have room.

    Raises UserError where it is linked sound or has linked sound: the mixer doesn't stretch sound.
    """
    at = spot(timeline, clip)
    unlocked(timeline, (at.track,))
    _check_speed(timeline, at, speed)
    changed = _at_speed(at.clip, speed)
    grown = changed.length - at.clip.length
    if ripple and grown > 0:
        return in_sync(timeline, _replaced(with_time(timeline, at.end, grown), changed))
    shorter = _replaced(timeline, changed)
    return in_sync(timeline, without_time(shorter, at.start + changed.length, at.end) if ripple else shorter)


def _replaced(timeline: Timeline, changed: Clip) -> Timeline:
    """The timeline with a clip of another length; nothing else moves."""
    at = spot(timeline, changed.id)
    rows = all_placed(timeline, (at.track,))
    rows[at.track][at.index] = (at.start, changed)
    return relaid(timeline, rows)


def _check_speed(timeline: Timeline, at: Spot, speed: Fraction) -> None:
    if abs(speed) > _FASTEST or speed.denominator > 1000:
        raise UserError("The speed is out of range", f"{speed}", f"Choose between -{_FASTEST} and {_FASTEST}, in thousandths.")
    if timeline.tracks[at.track].kind == "audio":
        raise UserError(f"{at.clip.id} is sound", "its speed can't change without its pitch", "Trim it instead.")
    for other in with_linked(timeline, (at.clip.id,)).values():
        if timeline.tracks[other.track].kind == "audio":
            raise UserError(
                f"{at.clip.id} is linked with the sound {other.clip.id}", "sound is not stretched", "Unlink it first."
            )


def _at_speed(clip: Clip, speed: Fraction) -> Clip:
    """The same content at another speed; a frozen clip that runs again goes on from its frame, as long as it is."""
    if speed == 0 or clip.speed == 0:
        return clip.with_(speed=speed)
    span = clip.length * abs(clip.speed)
    length = max(1, round(span / abs(speed)))
    first = clip.source_in
    if (speed < 0) != (clip.speed < 0):
        first = clip.frame_at(clip.length - 1)
    changed = clip.with_(speed=speed, length=length, source_in=first)
    return changed if _inside(changed) or length == 1 else changed.with_(length=length - 1)


def _inside(clip: Clip) -> bool:
    last = clip.frame_at(clip.length - 1)
    return last >= 0 and (clip.available is None or last < clip.available)


def freeze(timeline: Timeline, clip: str, frame: int) -> Timeline:
    """Hold a clip on what it shows at a frame of the film. Raises UserError where the frame lies outside it."""
    at = spot(timeline, clip)
    unlocked(timeline, (at.track,))
    if not at.start <= frame < at.end:
        raise UserError(f"{clip} isn't seen there", f"it lies on frames {at.start} to {at.end - 1}", "Choose one of those.")
    _check_speed(timeline, at, Fraction(0))
    held = at.clip.with_(speed=Fraction(0), source_in=at.clip.frame_at(frame - at.start))
    return edited(timeline, {clip: held}, (at,))


def change_take(timeline: Timeline, clip: str, take: str, available: int | None = None) -> Timeline:
    """Show another take of the clip's shot: a pinned one, or (empty) always the newest.

    Args:
        timeline: as it is.
        clip: which.
        take: id of the take.
        available: how many frames it has; None: as many as the one before.

    Raises:
        UserError: the clip shows no shot, or the take is too short.
    """
    at = spot(timeline, clip)
    unlocked(timeline, (at.track,))
    if not isinstance(at.clip.shows, ShotFootage):
        raise UserError(f"{clip} has no takes", "it doesn't show a shot", "Choose a clip of a shot.")
    shows = at.clip.shows.changed(take=take)
    return edited(timeline, {clip: at.clip.with_(shows=shows, available=available or at.clip.available)}, (at,))


def set_clip(timeline: Timeline, clips: Collection[str], **fields: Any) -> Timeline:
    """Change gain, fades, colour, name or whether clips are there at all (`enabled`). Raises UserError for a bad value."""
    chosen = spots(timeline, clips)
    unlocked(timeline, (at.track for at in chosen.values()))
    unknown = fields.keys() - {"gain_db", "gain", "fade_in", "fade_out", "colour", "name", "enabled"}
    if unknown:
        raise UserError("That can't be set", ", ".join(sorted(unknown)))
    try:
        changed = {name: at.clip.changed(**fields) for name, at in chosen.items()}
    except ValueError as error:
        raise UserError("That can't be set", str(error).splitlines()[-1].strip()) from error
    return edited(timeline, changed, chosen.values())


def set_title(timeline: Timeline, clip: str, **fields: Any) -> Timeline:
    """Other words or another style of a title. Raises UserError where the clip is none, or for a bad value."""
    at = spot(timeline, clip)
    unlocked(timeline, (at.track,))
    if not isinstance(at.clip.shows, TitleCard):
        raise UserError(f"{clip} has no words", "it is no title", "Choose a title.")
    try:
        shows = at.clip.shows.changed(**fields)
    except ValueError as error:
        raise UserError("That can't be set", str(error).splitlines()[-1].strip()) from error
    return edited(timeline, {clip: at.clip.with_(shows=shows)}, (at,))


def link(timeline: Timeline, clips: Collection[str]) -> Timeline:
    """Clips that move as one from now on. Raises UserError for fewer than two."""
    chosen = spots(timeline, clips)
    if len(chosen) < 2:
        raise UserError("There is nothing to link", "a link holds two clips or more", "Choose more.")
    unlocked(timeline, (at.track for at in chosen.values()))
    word = fresh(next(iter(sorted(chosen))), {clip.link for _, _, clip in timeline.clips()})
    return edited(timeline, {name: at.clip.with_(link=word) for name, at in chosen.items()}, chosen.values())


def unlink(timeline: Timeline, clips: Collection[str]) -> Timeline:
    """Clips, and what was linked with them, each on its own."""
    chosen = with_linked(timeline, clips)
    unlocked(timeline, (at.track for at in chosen.values()))
    return edited(timeline, {name: at.clip.with_(link="") for name, at in chosen.items()}, chosen.values())
