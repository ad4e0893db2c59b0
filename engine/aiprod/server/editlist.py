# SPDX-License-Identifier: Apache-2.0
"""The edit list, version 1: a film's timeline as any host can place it, with asset ids instead of paths."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from aiprod.film.store import FilmStore
from aiprod.wire.errors import WireError
from aiprod.wire.films import EditItem, EditList, EditMarker, EditTrack, EditTransition, RateView

if TYPE_CHECKING:
    import opentimelineio as otio

    from aiprod.editing.interchange.events import Event, Lane

AssetId = Callable[[str, str], str]


def edit_list(film_id: str, store: FilmStore, asset_id: AssetId) -> EditList:
    """A film's edit. Raises WireError when it was not assembled yet."""
    from aiprod.editing.interchange import events

    timeline = read_timeline(store)
    edit = events.read(timeline, store.root)
    tracks = tuple(_track(lane, store.root, asset_id) for lane in edit.lanes)
    # The timeline must live until here: OpenTimelineIO frees the lists inside it when it goes.
    return EditList(
        film=film_id, name=edit.name, rate=RateView(numerator=edit.rate.numerator, denominator=edit.rate.denominator),
        drop_frame=edit.drop, start_frame=edit.start_frame, frames=edit.frames, width=edit.width, height=edit.height,
        tracks=tracks, markers=tuple(EditMarker(name=m.name, at=m.frame, colour=m.colour, kind=m.kind) for m in edit.marks),
    )  # fmt: skip


def read_timeline(store: FilmStore) -> otio.schema.Timeline:
    """The assembled timeline; its parts live as long as it does. Raises WireError when there is none."""
    import opentimelineio as otio

    path = store.root / "timeline.otio"
    if not path.is_file() or path.is_symlink():
        raise WireError("conflict", "The film has no edit yet", "it was not assembled", "Resume it first.")
    try:
        timeline = otio.adapters.read_from_file(str(path))
    except (otio.exceptions.OTIOError, ValueError) as error:
        raise WireError("conflict", "The film's edit can't be read", "timeline.otio is damaged", "Resume the film.") from error
    assert isinstance(timeline, otio.schema.Timeline)
    return timeline


def _track(lane: Lane, root: Path, asset_id: AssetId) -> EditTrack:
    return EditTrack(
        name=lane.name, kind="video" if lane.video else "audio",
        items=tuple(_item(event, root, asset_id) for event in lane.events),
        transitions=tuple(t for i, event in enumerate(lane.events) for t in _transitions(event, i == len(lane.events) - 1)),
    )  # fmt: skip


def _item(event: Event, root: Path, asset_id: AssetId) -> EditItem:
    facts = event.facts
    source = event.first + round(event.frames * event.speed)
    return EditItem(
        asset_id=_asset_of(event.path, root, asset_id), name=event.name, src_in=event.first,
        src_out=source, rec_in=event.start, rec_out=event.end,
        gain_db=event.gain_db, pan=event.pan, fade_in_frames=event.fade_in, fade_out_frames=event.fade_out,
        shot=str(facts.get("shot", "")), line=str(facts.get("line", "")), text=_words(event),
    )  # fmt: skip


def _words(event: Event) -> str:
    if event.title:
        return "\n".join([str(event.title.get("title", "")), *map(str, event.title.get("lines", []))]).strip()
    return str(event.facts.get("text", ""))


def _asset_of(path: Path | None, root: Path, asset_id: AssetId) -> str:
    """The asset id of a media file: it lies in the folder of its take."""
    if path is None:
        return ""
    try:
        parts = path.resolve().relative_to((root / "takes").resolve()).parts
    except ValueError:
        return ""
    return asset_id(parts[1], "/".join(parts[2:])) if len(parts) > 2 else ""


def _transitions(event: Event, last: bool) -> list[EditTransition]:
    """The transition at the head of an event, and at its tail where no other event begins there."""
    joins = [(event.join_in, event.start)] + ([(event.join_out, event.end)] if last else [])
    return [EditTransition(kind=j.kind, at=at, before=j.before, after=j.after) for j, at in joins if j is not None]
