# SPDX-License-Identifier: Apache-2.0
"""From the bin onto the timeline: the edits that lay an item, with all that belongs to it, where it is wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from aiprod.film.timeline import Clip, Kind, Shown, Timeline
from aiprod.film.timeline_changes import AddTrack, Edit, Lay
from aiprod.film.timeline_placing import fresh
from aiprod_app.pages.edit.bin.items import Item, Part, parts_of
from aiprod_app.timeline.copying import renamed

Mode = Literal["insert", "overwrite"]


def laid(
    timeline: Timeline, item: Item, frame: int, mode: Mode, targets: Mapping[Kind, str], span: tuple[int, int] | None = None
) -> tuple[tuple[Edit, ...], int]:
    """Lay an item.

    Args:
        timeline: as it is.
        item: what.
        frame: where its first frame lies.
        mode: whether what is behind makes room, or is covered.
        targets: kind → id of the track that new clips go to; where there is none, the first that isn't locked, else a new one.
        span: the frames [in, out) of the item; all by default.

    Returns:
        The edits, and the frame behind the last one.
    """
    parts = parts_of(item, timeline.rate, span)
    clips = renamed(timeline, [part.clip for part in parts])
    edits: list[Edit] = []
    tracks: dict[Kind, str] = {}
    for number, (part, clip) in enumerate(zip(parts, clips, strict=True)):
        if part.kind not in tracks:
            tracks[part.kind], added = _track(timeline, part.kind, targets)
            edits += [added] if added is not None else []
        how: Mode = mode if number == 0 else "overwrite"
        edits.append(Lay(edit=how, track=tracks[part.kind], frame=frame + part.at, clips=(clip,)))
    return tuple(edits), frame + clips[0].length


def _track(timeline: Timeline, kind: Kind, targets: Mapping[Kind, str]) -> tuple[str, AddTrack | None]:
    open_tracks = [track for track in timeline.tracks if track.kind == kind and not track.locked]
    wanted = targets.get(kind, "")
    if wanted and any(track.id == wanted for track in timeline.tracks):
        return wanted, None
    if open_tracks:
        return open_tracks[0].id, None
    return fresh(kind, {track.id for track in timeline.tracks}), AddTrack(kind=kind)


def with_sound(
    timeline: Timeline, edits: Sequence[Edit], dragged: Sequence[Item], targets: Mapping[Kind, str]
) -> tuple[Edit, ...]:
    """Edits of a drop, and the sound that belongs to the pictures that were dragged out of the bin."""
    waiting: dict[Shown, Sequence[Part]] = {item.shows: parts_of(item, timeline.rate)[1:] for item in dragged}
    found: list[Edit] = []
    taken = {clip.id for _, _, clip in timeline.clips()}
    for edit in edits:
        if not isinstance(edit, Lay):
            found.append(edit)
            continue
        clips, beside = _with_links(timeline, edit, waiting, targets, taken)
        found += [edit.model_copy(update={"clips": clips}), *beside]
    return tuple(found)


def _with_links(
    timeline: Timeline, lay: Lay, waiting: Mapping[Shown, Sequence[Part]], targets: Mapping[Kind, str], taken: set[str]
) -> tuple[tuple[Clip, ...], list[Edit]]:
    """The dropped clips with links, and the edits that lay their sound."""
    clips: list[Clip] = []
    beside: list[Edit] = []
    at = lay.frame
    links = {clip.link for _, _, clip in timeline.clips()}
    for clip in lay.clips:
        parts = waiting.get(clip.shows, ())
        word = fresh(clip.id, links) if parts else ""
        clips.append(clip.with_(link=word) if word else clip)
        for part in parts:
            track, added = _track(timeline, part.kind, targets)
            beside += [added] if added is not None and not beside else []
            own = part.clip.with_(id=fresh(part.clip.id, taken), link=word)
            beside.append(Lay(edit="overwrite", track=track, frame=at + part.at, clips=(own,)))
        at += clip.length
    return tuple(clips), beside
