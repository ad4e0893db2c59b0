# SPDX-License-Identifier: Apache-2.0
"""MaxCLL and MaxFALL of a film, segment by segment: what was measured of a segment once is kept."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import ClassVar

from aiprod.film.base import FilmObject
from aiprod.film.errors import UserError
from aiprod.film.files import data_home, read_json, write_json
from aiprod.grading.light import ContentLight, LightMeter
from aiprod.production.codes import codes_of
from aiprod.production.workers import check_stop
from aiprod.rendering.segments import Codec, Segment


class SegmentLight(FilmObject):
    """The light of a segment."""

    version: ClassVar[int] = 1
    max_cll: float
    greatest: float
    """The greatest sum of light in a frame, cd/m² times pixels."""
    active: tuple[int, int, int, int]
    """Rows [top, bottom), columns [left, right) that are no bars."""


def measured(segments: Sequence[Segment], stop: threading.Event | None = None) -> ContentLight:
    """The film's light, from its graded pixels before any encoder overshoots them. Raises Stopped."""
    lights = [_light(segment, stop) for segment in segments]
    shown = [light.active for light in lights if light.active[1]] or [(0, 1, 0, 1)]
    tops, bottoms, lefts, rights = zip(*shown, strict=True)
    area = (max(bottoms) - min(tops)) * (max(rights) - min(lefts))
    brightest, average = max(light.max_cll for light in lights), max(light.greatest for light in lights) / area
    return ContentLight(*(min(max(round(value), 1), 65_535) for value in (brightest, average)))


def _light(segment: Segment, stop: threading.Event | None) -> SegmentLight:
    """Kept by what decides the pixels: the same for every codec."""
    seen = segment.changed(codec=Codec(name="", pix_fmt=""))
    note = data_home() / "cache" / "light" / f"{seen.content_hash()}.json"
    try:
        return SegmentLight.from_json(read_json(note))
    except UserError:
        light = _measured(segment, stop)
        write_json(note, light.to_json())
        return light


def _measured(segment: Segment, stop: threading.Event | None) -> SegmentLight:
    from aiprod.rendering.execute import frames

    meter = LightMeter(segment.format.output)
    for frame in frames(segment):
        check_stop(stop)
        meter.push(codes_of(frame, segment.format.colour.luma))
    top, bottom, left, right = meter.active
    greatest = meter.max_fall * (bottom - top) * (right - left)
    return SegmentLight(max_cll=meter.max_cll, greatest=greatest, active=meter.active)
