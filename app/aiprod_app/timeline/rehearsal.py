# SPDX-License-Identifier: Apache-2.0
"""A few clips painted where nobody sees them: what NumPy, the fonts and the palette load at their first use is then there
when the first film opens."""

from __future__ import annotations

from aiprod.film.time import FrameRate
from aiprod.film.timeline import Clip, ShotFootage, SpokenLine, Timeline, Track
from aiprod_app.timeline.geometry import Geometry, Lane
from aiprod_app.timeline.painting import TrackPainter
from aiprod_app.timeline.rows import Model
from aiprod_app.timeline.surface import Surface

_WIDTH, _LANE = 240, 60
_FRAMES = 40


def rehearse(painter: TrackPainter) -> None:
    """Paint with another painter's palette and media; the other one is not changed."""
    tracks = (
        Track(id="picture", kind="video", name="", clips=_pair("p", ShotFootage(shot="rehearsal"))),
        Track(id="sound", kind="audio", name="", clips=_pair("s", SpokenLine(line="rehearsal"))),
    )
    geometry = Geometry()
    geometry.width, geometry.height = _WIDTH, 2 * _LANE
    geometry.set_lanes(tuple(Lane(row=row, top=row * _LANE, height=_LANE) for row in range(2)))
    understudy = TrackPainter(geometry, painter.palette, painter.waveforms, painter.thumbnails)
    understudy.model = Model(Timeline(rate=FrameRate(), tracks=tracks), painter.palette)
    surface = Surface()
    surface.resize(_WIDTH, 2 * _LANE, 1.0)
    understudy.paint(surface, 0, _WIDTH)


def _pair(track: str, shown: ShotFootage | SpokenLine) -> tuple[Clip, ...]:
    return tuple(Clip(id=f"{track}{number}", name="…", shows=shown, length=_FRAMES, fade_in=number) for number in range(2))
