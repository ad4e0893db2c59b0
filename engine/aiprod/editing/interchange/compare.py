# SPDX-License-Identifier: Apache-2.0
"""Two edits held against each other: what a round trip through a format changed, and whether its report said so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isclose
from pathlib import Path

from aiprod.editing.interchange.events import Edit, Event, Lane, Mark
from aiprod.editing.interchange.report import Aspect, Report
from aiprod.film.grade import Cdl

_DECIBEL = 0.01


@dataclass(frozen=True)
class Difference:
    """Something that is not as it was. `track` and `clip` are the first edit's; empty for the whole."""

    track: str
    clip: str
    aspect: Aspect
    expected: object
    found: object


def unreported(edit: Edit, back: Edit, report: Report) -> list[Difference]:
    """What a format lost without a word: nothing, if all is well."""
    named = set()
    for loss in report.losses:
        named.add((loss.aspect, loss.track, loss.clip))
    return [found for found in differences(edit, back) if not _is_named(found, named)]


def _is_named(found: Difference, named: set[tuple[Aspect, str, str]]) -> bool:
    places = ((found.track, found.clip), (found.track, ""), ("", ""))
    told = any((found.aspect, *place) in named for place in places)
    # Whatever a title says of itself goes with the title.
    return told or ((("title", found.track, found.clip) in named) and found.aspect in ("clip", "transition", "name", "enabled"))


def differences(edit: Edit, back: Edit) -> list[Difference]:
    """Everything in which the second edit is not the first. Tracks without clips count for nothing."""
    return [*_whole(edit, back), *_lanes(edit, back), *_marks(edit, back)]


def _whole(edit: Edit, back: Edit) -> Iterator[Difference]:
    pairs: tuple[tuple[Aspect, object, object], ...] = (
        ("film name", edit.name, back.name), ("clip", edit.rate, back.rate),
        ("size", (edit.width, edit.height), (back.width, back.height)), ("drop frame", edit.drop, back.drop),
        ("start timecode", edit.timecode(0), back.timecode(0)),
    )  # fmt: skip
    return (Difference("", "", aspect, one, other) for aspect, one, other in pairs if one != other)


def _lanes(edit: Edit, back: Edit) -> Iterator[Difference]:
    for video in (True, False):
        mine = [lane for lane in edit.lanes if lane.video is video and lane.events]
        theirs = [lane for lane in back.lanes if lane.video is video and lane.events]
        for at, lane in enumerate(mine):
            other = _same_lane(lane, at, theirs)
            if other is None:
                yield from (Difference(lane.name, event.name, "clip", event.start, None) for event in lane.events)
            else:
                yield from _lane(lane, other)


def _same_lane(lane: Lane, at: int, others: list[Lane]) -> Lane | None:
    """The lane of that name, else the one in that place."""
    named = next((other for other in others if other.name == lane.name), None)
    placed = others[at] if at < len(others) else None
    words = all(event.path is None for event in lane.events)
    return named or (placed if placed is None or words == all(event.path is None for event in placed.events) else None)


def _lane(lane: Lane, other: Lane) -> Iterator[Difference]:
    if lane.name != other.name:
        yield Difference(lane.name, "", "track name", lane.name, other.name)
    if lane.enabled != other.enabled:
        yield Difference(lane.name, "", "track enabled", lane.enabled, other.enabled)
    theirs = {event.start: event for event in other.events}
    for event in lane.events:
        found = theirs.get(event.start)
        if found is None:
            yield Difference(lane.name, event.name, "title" if event.path is None else "clip", (event.start, event.frames), None)
        else:
            yield from _event(lane, event, found)


def _event(lane: Lane, event: Event, other: Event) -> Iterator[Difference]:
    for aspect, one, two in _aspects(event, other):
        if one != two:
            yield Difference(lane.name, event.name, aspect, one, two)


def _aspects(event: Event, other: Event) -> Iterator[tuple[Aspect, object, object]]:
    yield "clip", (event.frames, None if event.path is None else event.first), (
        other.frames, None if event.path is None else other.first,
    )  # fmt: skip
    yield "media", _file(event.path), _file(other.path)
    yield "name", event.name, other.name
    yield "speed", event.speed, other.speed
    yield "transition", event.join_in, other.join_in
    if event.fades_out or other.fades_out:
        yield "transition", event.join_out, other.join_out
    yield "gain", True, isclose(event.gain_db, other.gain_db, abs_tol=_DECIBEL)
    yield "fade", (event.fade_in, event.fade_out), (other.fade_in, other.fade_out)
    yield "pan", True, isclose(event.pan, other.pan, abs_tol=0.001)
    yield "title", event.words if event.path is None else "", other.words if event.path is None else ""
    yield "lut", event.lut, other.lut
    yield "cdl", True, _same_cdl(event.cdl, other.cdl)
    yield "enabled", event.enabled, other.enabled


def _file(path: Path | None) -> str:
    return "" if path is None else str(path)


def _same_cdl(one: Cdl | None, other: Cdl | None) -> bool:
    if one is None or other is None:
        return one is other
    values = [(*cdl.slope, *cdl.offset, *cdl.power, cdl.saturation) for cdl in (one, other)]
    return all(isclose(a, b, abs_tol=1e-4) for a, b in zip(*values, strict=True))


def _marks(edit: Edit, back: Edit) -> Iterator[Difference]:
    theirs: dict[int, list[Mark]] = {}
    for mark in back.marks:
        theirs.setdefault(mark.frame, []).append(mark)
    for mark in edit.marks:
        there = theirs.get(mark.frame, [])
        found = next((other for other in there if other.name == mark.name), there[0] if there else None)
        if found is None:
            yield Difference("", "", "marker", mark, None)
            continue
        there.remove(found)
        pairs: tuple[tuple[Aspect, object, object], ...] = (
            ("marker name", mark.name, found.name), ("marker colour", mark.colour, found.colour),
            ("marker length", mark.frames, found.frames), ("marker note", mark.note, found.note),
        )  # fmt: skip
        yield from (Difference("", mark.name, aspect, one, two) for aspect, one, two in pairs if one != two)
