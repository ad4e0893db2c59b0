# SPDX-License-Identifier: Apache-2.0
"""A plain stage for tests: a sky, a floor, and squares of known colour at known places."""

from __future__ import annotations

import skia

from aiprod.film.palettes import light_for, palette_for
from aiprod.film.screenplay import Mood, TimeOfDay, Weather
from aiprod.film.shots import CameraKey, CameraPath, Coverage, SetDesign, ShootRequest, Shot, ShotSize
from aiprod.film.time import FrameRate
from aiprod.shooting.animatic.stage import Backdrop, Painter, Plane, Scenery, View


def design(
    place: str = "coast", weather: Weather = Weather.CLEAR, time: TimeOfDay = TimeOfDay.DAY, interior: bool = False, seed: int = 1
) -> SetDesign:
    return SetDesign(
        place=place, interior=interior, time_of_day=time, weather=weather, mood=Mood.CALM,
        palette=palette_for(time, weather, Mood.CALM, interior), light=light_for(time, weather, interior), seed=seed,
    )  # fmt: skip


def shoot_request(camera: CameraPath | None = None, frames: int = 12, set_: SetDesign | None = None, **fields) -> ShootRequest:
    shot_fields = {name: fields.pop(name) for name in ("blocking", "props", "seed", "intensity") if name in fields}
    shot = Shot(
        id="s1-1", scene="s1", size=ShotSize.WIDE, coverage=Coverage.MASTER, description="", set=set_ or design(),
        camera=camera or still_camera(), frames=frames, **{"seed": 7, **shot_fields},
    )  # fmt: skip
    given = {"width": 320, "height": 180, "looks": (), "rate": FrameRate(numerator=24, denominator=1), "language": "en"}
    return ShootRequest(shot=shot, **{**given, **fields})


def still_camera(**key) -> CameraPath:
    aperture = key.pop("aperture_f", 16)
    return CameraPath(keys=(CameraKey(at=0, **key),), aperture_f=aperture)


def square(x: float, top: float, side: float, colour: int) -> Painter:
    def paint(canvas: skia.Canvas, _t: float) -> None:
        canvas.drawRect(skia.Rect.MakeXYWH(x, top, side, side), skia.Paint(Color=colour))

    return paint


def square_plane(x: float = 0, top: float = -2, side: float = 1, z: float = 5, colour: int = 0xFFFF0000, **fields) -> Plane:
    return Plane("square", z, square(x, top, side, colour), (x, top, x + side, top + side), **fields)


def grey_sky(canvas: skia.Canvas, _view: View, _t: float) -> None:
    canvas.clear(0xFF404040)


def green_floor(canvas: skia.Canvas, view: View, _t: float) -> None:
    area = canvas.getLocalClipBounds()
    canvas.drawRect(skia.Rect.MakeLTRB(area.left(), view.horizon, area.right(), area.bottom()), skia.Paint(Color=0xFF208020))


def scenery(*planes: Plane, floor: bool = False) -> Scenery:
    backdrops = [Backdrop("sky", 2000, grey_sky, near_z=1000, far_z=1000, moving=False)]
    if floor:
        backdrops.append(Backdrop("floor", 1500, green_floor, moving=False))
    return Scenery(tuple(planes), tuple(backdrops))
