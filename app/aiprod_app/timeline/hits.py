# SPDX-License-Identifier: Apache-2.0
"""What lies under the pointer: a clip, one of its edges, a cut, a fade, its gain, a transition, or nothing."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from aiprod.film.mix import Point
from aiprod_app.timeline.details import gain_share
from aiprod_app.timeline.drags.base import Pointer
from aiprod_app.timeline.geometry import BAND, Geometry, Lane
from aiprod_app.timeline.painting import SPLIT
from aiprod_app.timeline.rows import Model, Place, Row

Part = Literal[
    "nothing", "clip", "in", "out", "cut", "fade_in", "fade_out", "gain", "joint", "joint_left", "joint_right", "point"
]
EDGE, CUT = 7, 3
"""Pixels from an edge, and from a cut between two clips, that still belong to it."""
_FADE, _GAIN, _JOINT = 6, 4, 5


@dataclass(frozen=True)
class Hit:
    """What was hit, and of which clip; of a cut, the clip behind it."""

    part: Part
    place: Place | None = None
    tail: bool = False
    """Whether a transition is one to black."""
    number: int = -1
    """Of a point of a gain curve."""


NOTHING = Hit("nothing")


def hit(model: Model | None, geometry: Geometry, pointer: Pointer) -> Hit:
    """What lies under the pointer."""
    lane = pointer.lane
    if model is None or lane is None or pointer.frame < 0:
        return NOTHING
    row = model.rows[lane.row]
    return (
        _joint(model, geometry, row, lane, pointer)
        or _sound(model, geometry, row, lane, pointer)
        or _edge(model, geometry, row, lane, pointer)
        or _body(model, row, lane, pointer)
        or NOTHING
    )


def _body(model: Model, row: Row, lane: Lane, pointer: Pointer) -> Hit | None:
    index = row.under(pointer.frame)
    return Hit("clip", model.at(lane.row, index)) if index is not None else None


def _edge(model: Model, geometry: Geometry, row: Row, lane: Lane, pointer: Pointer) -> Hit | None:
    starts = row.track.starts
    last = bisect_right(starts, pointer.frame) - 1
    best: tuple[float, Hit] | None = None
    for index in range(max(0, last - 1), min(row.count, last + 2)):
        place = model.at(lane.row, index)
        reach = min(EDGE, max(1.5, place.clip.length * geometry.scale / 4))
        for part, edge in (("in", place.start), ("out", place.end)):
            away = pointer.x - geometry.x(edge)
            inside = away >= 0 if part == "in" else away < 0
            if abs(away) <= reach and (best is None or abs(away) + (0 if inside else 0.5) < best[0]):
                best = (abs(away) + (0 if inside else 0.5), Hit(part, place))  # type: ignore[arg-type]
    return _cut(model, geometry, pointer, best[1]) if best is not None else None


def _cut(model: Model, geometry: Geometry, pointer: Pointer, found: Hit) -> Hit:
    """An edge right on a cut between two clips is the cut's."""
    place = found.place
    assert place is not None
    clips = model.rows[place.row].track.clips
    right = place.index if found.part == "in" else place.index + 1
    touched = 0 < right < len(clips) and not clips[right].gap
    edge = place.start if found.part == "in" else place.end
    return Hit("cut", model.at(place.row, right)) if touched and abs(pointer.x - geometry.x(edge)) <= CUT else found


def _joint(model: Model, geometry: Geometry, row: Row, lane: Lane, pointer: Pointer) -> Hit | None:
    near = _JOINT / geometry.scale
    joints = row.joints
    for at in joints.between(pointer.frame - near, pointer.frame + near):
        begin, end = geometry.x(joints.starts[at]), geometry.x(joints.ends[at])
        if end - begin < 3 * _JOINT:
            continue
        place, tail = model.at(lane.row, int(joints.clips[at])), bool(joints.tails[at])
        fixed = "left" if not tail and place.clip.head is not None and not place.clip.head.before else "right" if tail else ""
        if abs(pointer.x - begin) <= _JOINT and fixed != "left":
            return Hit("joint_left", place, tail)
        if abs(pointer.x - end) <= _JOINT and fixed != "right":
            return Hit("joint_right", place, tail)
    return None


def joint_at(model: Model | None, pointer: Pointer) -> Hit | None:
    """The transition under the pointer, whole."""
    if model is None or pointer.lane is None:
        return None
    joints = model.rows[pointer.lane.row].joints
    for at in joints.between(pointer.frame, pointer.frame):
        return Hit("joint", model.at(pointer.lane.row, int(joints.clips[at])), bool(joints.tails[at]))
    return None


def _sound(model: Model, geometry: Geometry, row: Row, lane: Lane, pointer: Pointer) -> Hit | None:
    index = row.under(pointer.frame)
    height = lane.height - BAND - 3
    if row.track.kind != "audio" or index is None or lane.height < SPLIT or height < 10:
        return None
    place = model.at(lane.row, index)
    clip, inside = place.clip, pointer.y - geometry.y(lane) - BAND - 1
    if clip.length * geometry.scale < 28:
        return None
    if 0 <= inside <= 2 * _FADE:
        for part, x in fade_handles(geometry, place):
            if abs(pointer.x - x) <= _FADE:
                return Hit("fade_in" if part == "in" else "fade_out", place)
    fps = float(model.timeline.rate.fps)
    for number, point in enumerate(clip.gain):
        away = geometry.x(place.start + point.time_s * fps) - pointer.x
        if abs(away) <= _FADE and abs(inside - gain_share(clip.gain_db + point.value) * height) <= _FADE:
            return Hit("point", place, number=number)
    level = clip.gain_db + curve_at(clip.gain, (pointer.frame - place.start) / fps)
    if abs(inside - gain_share(level) * height) <= _GAIN:
        near_edge = min(pointer.x - geometry.x(place.start), geometry.x(place.end) - pointer.x) <= EDGE
        return None if near_edge else Hit("gain", place)
    return None


def curve_at(points: Sequence[Point], seconds: float) -> float:
    """The value of a curve at a moment, as it is drawn: straight from point to point; 0 without any."""
    if not points:
        return 0.0
    return float(np.interp(seconds, [point.time_s for point in points], [point.value for point in points]))


def fade_handles(geometry: Geometry, place: Place) -> tuple[tuple[str, float], tuple[str, float]]:
    """Where a clip's two fade handles are, a little inside its edges so that the edges can be taken too."""
    inset = EDGE + 5
    left, right = geometry.x(place.start), geometry.x(place.end)
    return (
        ("in", max(left + inset, left + place.clip.fade_in * geometry.scale)),
        ("out", min(right - inset, right - place.clip.fade_out * geometry.scale)),
    )
