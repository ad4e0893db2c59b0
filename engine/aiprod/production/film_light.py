# SPDX-License-Identifier: Apache-2.0
"""MaxCLL and MaxFALL of a film, segment by segment: what was measured of a segment once is kept beside it in the cache."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from aiprod.film.base import FilmObject
from aiprod.film.errors import UserError
from aiprod.film.files import read_json, write_json
from aiprod.grading.light import ContentLight, LightMeter
from aiprod.media.video import read_frames
from aiprod.production.workers import check_stop
from aiprod.rendering.segments import Segment

if TYPE_CHECKING:
    import av
    import numpy as np
    from numpy.typing import NDArray

    from aiprod.rendering.cache import SegmentCache


class SegmentLight(FilmObject):
    """The light of a segment."""

    version: ClassVar[int] = 1
    max_cll: float
    greatest: float
    """The greatest sum of light in a frame, cd/m² times pixels."""
    active: tuple[int, int, int, int]
    """Rows [top, bottom), columns [left, right) that are no bars."""


def measured(segments: Sequence[Segment], cache: SegmentCache, stop: threading.Event | None = None) -> ContentLight:
    """The film's light, from the pixels that its files hold. Raises Stopped."""
    lights = [_light(segment, cache, stop) for segment in segments]
    tops, bottoms, lefts, rights = zip(*(light.active for light in lights if light.active[1]), strict=True)
    area = (max(bottoms) - min(tops)) * (max(rights) - min(lefts))
    brightest, average = max(light.max_cll for light in lights), max(light.greatest for light in lights) / area
    return ContentLight(*(min(max(round(value), 1), 65_535) for value in (brightest, average)))


def _light(segment: Segment, cache: SegmentCache, stop: threading.Event | None) -> SegmentLight:
    digest = segment.content_hash()
    note = cache.folder / f"{digest}.light.json"
    try:
        return SegmentLight.from_json(read_json(note))
    except UserError:
        light = _measured(segment, cache.find(digest), stop)
        write_json(note, light.to_json())
        return light


def _measured(segment: Segment, rendered: Path | None, stop: threading.Event | None) -> SegmentLight:
    meter = LightMeter(segment.format.output)
    for frame in _frames(segment, rendered):
        check_stop(stop)
        meter.push(_codes(frame, segment.format.colour.luma))
    top, bottom, left, right = meter.active
    greatest = meter.max_fall * (bottom - top) * (right - left)
    return SegmentLight(max_cll=meter.max_cll, greatest=greatest, active=meter.active)


def _frames(segment: Segment, rendered: Path | None) -> Iterator[av.VideoFrame]:
    if rendered is not None:
        return read_frames(rendered)
    from aiprod.rendering.execute import frames

    return frames(segment)


def _codes(frame: av.VideoFrame, luma: tuple[float, float]) -> NDArray[np.float32]:
    """A limited-range Y′CbCr frame as R′G′B′ codes, 0–1 [height, width, 3], as ITU-T H.273 defines them.

    FFmpeg's scaler is not asked: its 16-bit white is 0xFF00, which on PQ is 4 % too little light.
    """
    import numpy as np

    kr, kb = luma
    steps = np.float32(2 ** (frame.format.components[0].bits - 8))
    y, u, v = (_plane(frame, index) / steps for index in range(3))
    down, across = y.shape[0] // u.shape[0], y.shape[1] // u.shape[1]
    y, cb, cr = (y - 16) / 219, *((_spread(c, down, across) - 128) / 224 for c in (u, v))
    red, blue = y + 2 * (1 - kr) * cr, y + 2 * (1 - kb) * cb
    return np.stack((red, (y - kr * red - kb * blue) / (1 - kr - kb), blue), axis=-1).astype(np.float32)


def _plane(frame: av.VideoFrame, index: int) -> NDArray[np.float32]:
    import numpy as np

    plane = frame.planes[index]
    kind = "u1" if frame.format.components[0].bits == 8 else "<u2"
    rows = np.frombuffer(memoryview(plane), np.dtype(kind)).reshape(plane.height, -1)
    samples: NDArray[np.float32] = rows[:, : plane.width].astype(np.float32)
    return samples


def _spread(chroma: NDArray[np.float32], down: int, across: int) -> NDArray[np.float32]:
    return chroma.repeat(down, axis=0).repeat(across, axis=1)
