# SPDX-License-Identifier: Apache-2.0
"""OpenTimelineIO in the one shape that DaVinci Resolve imports.

Resolve answers a document of any other shape with nothing, and without a reason. So it is written field by field: known schemas
in the versions that it knows, `media_references` with an active key, every media an `ExternalReference` with its whole range
and a bare absolute path, `source_range` in the media's own timecode, gaps spelt out, dissolves as SMPTE_Dissolve, constant speed
as LinearTimeWarp, and on every item the fields `effects`, `markers`, `metadata` and `enabled`, empty or not.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aiprod.editing.interchange.events import Edit, Event, Join, Lane, Mark
from aiprod.editing.interchange.places import Options, Place
from aiprod.editing.interchange.report import Loss
from aiprod.editing.interchange.timelines import cdl_metadata, noted
from aiprod.film.files import write_atomically

_COLOURS = {
    "WHITE": "WHITE", "BLACK": "BLACK", "RED": "RED", "GREEN": "GREEN", "BLUE": "BLUE", "YELLOW": "YELLOW", "CYAN": "CYAN",
    "MAGENTA": "MAGENTA", "PINK": "PINK", "ORANGE": "ORANGE", "PURPLE": "PURPLE",
}  # fmt: skip
"""The marker colours that OpenTimelineIO names."""
Json = dict[str, Any]


def write(edit: Edit, path: Path, options: Options) -> tuple[list[Path], list[Loss]]:
    """Write the file. Returns it and what it could not carry."""
    body = json.dumps(document(edit, Place(path, Options(moved=options.moved))), ensure_ascii=False, indent=4)
    write_atomically(path, (body + "\n").encode())
    return [path], list(_lost(edit))


def document(edit: Edit, place: Place) -> Json:
    """The timeline as JSON."""
    fps = float(edit.rate.fps)
    facts = {
        "rate": [edit.rate.numerator, edit.rate.denominator], "width": edit.width, "height": edit.height,
        "drop_frame": edit.drop,
    }  # fmt: skip
    kept = [lane for lane in edit.lanes if lane.video or lane.events]
    stack = _composed("Stack.1", "tracks", [_track(lane, edit, place, fps) for lane in kept])
    stack["markers"] = [_marker(mark, fps) for mark in _marks(edit)]
    return {
        "OTIO_SCHEMA": "Timeline.1", "metadata": {"aiprod": facts}, "name": edit.name,
        "global_start_time": _time(edit.start_frame, fps), "tracks": stack,
    }  # fmt: skip


def _composed(schema: str, name: str, children: list[Json]) -> Json:
    return {
        "OTIO_SCHEMA": schema, "metadata": {}, "name": name, "source_range": None, "effects": [], "markers": [], "enabled": True,
        "children": children,
    }  # fmt: skip


def _time(frames: int, fps: float) -> Json:
    return {"OTIO_SCHEMA": "RationalTime.1", "rate": fps, "value": float(frames)}


def _span(first: int, frames: int, fps: float) -> Json:
    return {"OTIO_SCHEMA": "TimeRange.1", "duration": _time(frames, fps), "start_time": _time(first, fps)}


def _track(lane: Lane, edit: Edit, place: Place, fps: float) -> Json:
    children: list[Json] = []
    at = 0
    for event in lane.events:
        if event.path is None:
            continue
        if event.start > at:
            children.append(_gap(event.start - at, fps))
        if event.join_in is not None:
            children.append(_transition(event.join_in, fps))
        children.append(_clip(event, edit, place, fps))
        if event.fades_out and event.join_out is not None:
            children.append(_transition(event.join_out, fps))
        at = event.end
    if edit.frames > at:
        children.append(_gap(edit.frames - at, fps))
    alike = [known for known in edit.lanes if known.video is lane.video]
    named = lane.name or f"{'Video' if lane.video else 'Audio'} {alike.index(lane) + 1}"
    track = _composed("Track.1", named, children)
    return {**track, "kind": "Video" if lane.video else "Audio", "enabled": lane.enabled}


def _gap(frames: int, fps: float) -> Json:
    return {
        "OTIO_SCHEMA": "Gap.1", "metadata": {}, "name": "", "source_range": _span(0, frames, fps), "effects": [], "markers": [],
        "enabled": True,
    }  # fmt: skip


def _transition(join: Join, fps: float) -> Json:
    return {
        "OTIO_SCHEMA": "Transition.1", "metadata": {"aiprod": {"kind": join.kind}}, "name": "Cross Dissolve",
        "in_offset": _time(join.before, fps), "out_offset": _time(join.after, fps), "transition_type": "SMPTE_Dissolve",
    }  # fmt: skip


def _clip(event: Event, edit: Edit, place: Place, fps: float) -> Json:
    assert event.path is not None
    media = {
        "OTIO_SCHEMA": "ExternalReference.1", "metadata": {}, "name": place.path(event.path).name,
        "available_range": _span(event.media_start, event.available, fps), "available_image_bounds": None,
        "target_url": place.plain(event.path),
    }  # fmt: skip
    metadata: Json = {"aiprod": noted(event, edit.rate)}
    if event.cdl is not None:
        metadata["cdl"] = cdl_metadata(event.cdl)
    return {
        "OTIO_SCHEMA": "Clip.2", "metadata": metadata, "name": event.name,
        "source_range": _span(event.media_start + event.first, event.frames, fps), "effects": _effects(event), "markers": [],
        "enabled": event.enabled, "media_references": {"DEFAULT_MEDIA": media}, "active_media_reference_key": "DEFAULT_MEDIA",
    }  # fmt: skip


def _effects(event: Event) -> list[Json]:
    if event.speed == 1:
        return []
    return [
        {
            "OTIO_SCHEMA": "LinearTimeWarp.1", "metadata": {}, "name": "", "effect_name": "LinearTimeWarp",
            "time_scalar": float(event.speed),
        }
    ]  # fmt: skip


def _marks(edit: Edit) -> list[Mark]:
    """The edit's markers, and one for the words of each title."""
    titles = [
        Mark(event.words.replace("\n", " / ") or event.name, event.start, "WHITE", "title", event.frames)
        for lane in edit.lanes for event in lane.events if event.path is None
    ]  # fmt: skip
    return sorted([*edit.marks, *titles], key=lambda mark: mark.frame)


def _marker(mark: Mark, fps: float) -> Json:
    return {
        "OTIO_SCHEMA": "Marker.2", "metadata": {"aiprod": {"kind": mark.kind, "note": mark.note}}, "name": mark.name,
        "color": _COLOURS.get(mark.colour, "GREEN"), "marked_range": _span(mark.frame, mark.frames, fps), "comment": mark.note,
    }  # fmt: skip


def _lost(edit: Edit) -> Iterator[Loss]:
    for lane in edit.lanes:
        for event in lane.events:
            yield from _clip_lost(edit, lane, event)
    if any(mark.colour not in _COLOURS for mark in edit.marks):
        yield edit.loss(None, None, "marker colour", "marker_colour")


def _clip_lost(edit: Edit, lane: Lane, event: Event) -> Iterator[Loss]:
    """Levels and grades are known to nobody but our own reader: Resolve looks for neither in a timeline file."""
    if event.path is None:
        yield edit.loss(lane, event, "title", "title_marker")
        return
    for join in (event.join_in, event.join_out if event.fades_out else None):
        if join is not None and join.kind not in ("dissolve", "fade_in", "fade_out"):
            yield edit.loss(lane, event, "transition", "as_dissolve", join.kind)
    if event.gain_db:
        yield edit.loss(lane, event, "gain", "gain", f"{event.gain_db:g}")
    if event.fade_in or event.fade_out:
        yield edit.loss(lane, event, "fade", "fade")
    yield from edit.pan_and_grade_lost(lane, event)
