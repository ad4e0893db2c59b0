# SPDX-License-Identifier: Apache-2.0
"""What is seen through a window: a few quiet planes under the same sky."""

from __future__ import annotations

from math import sin

import skia

from aiprod.film.palettes import mix
from aiprod.shooting.animatic.places.brushes import Point, broadleaf, conifer, linear, poly, rect, ridge, shaded_paint, soft_under
from aiprod.shooting.animatic.places.buildings import skyline
from aiprod.shooting.animatic.places.site import SNOW, Site
from aiprod.shooting.animatic.places.sky import Aperture
from aiprod.shooting.animatic.places.water import Water, water_colour
from aiprod.shooting.animatic.stage import View, paint


def hang_vista(site: Site, kind: str, aperture: Aperture, depth: float) -> None:
    """Hang "garden", "town", "sea" or "country" behind the windows of a room `depth` metres deep."""
    _ground(site, kind, aperture)
    outside = Site(site.design, site.planes, site.backdrops)
    if kind == "town":
        _town(outside)
    elif kind == "sea":
        _hills(site, "far shore", 400, 16, "#6d7f86", 200)
    else:
        _hills(site, "far hills", 300, 30 if kind == "garden" else 46, "#74867a", 150)
        _hills(site, "near hills", 110, 7, "#7d8a50", 60)
    if kind in ("garden", "country"):
        _trees(site, "garden trees", depth + 16, 5.2)


def _town(site: Site) -> None:
    exterior = Site(
        site.design.model_copy(update={"palette": site.outdoors.palette, "light": site.outdoors.light, "interior": False}),
        site.planes,
        site.backdrops,
    )
    skyline(exterior, "far town", 160, 44, lights=0.5)
    skyline(exterior, "near town", 46, 10, lights=0.55)


def _ground(site: Site, kind: str, aperture: Aperture) -> None:
    lit = site.outdoors
    local = site.earth({"town": "#8a8a88", "sea": "#2f6f7f"}.get(kind, "#86944f"))

    def painter(canvas: skia.Canvas, view: View, t: float) -> None:
        area = aperture(view)
        top = max(area.top(), view.horizon)
        if top >= area.bottom():
            return
        canvas.save()
        canvas.clipRect(area)
        if kind == "sea":
            far, near = water_colour(lit, Water(), 300), water_colour(lit, Water(), 12)
        else:
            far, near = lit.at(200).colour(local, 0.6), lit.at(10).colour(local, 0.6)
        canvas.drawRect(
            rect(area.left(), top, area.right(), area.bottom()),
            shaded_paint(linear((0, view.horizon), (0, view.horizon + 0.22 * view.focal_px), [(0, far, 1), (1, near, 1)])),
        )
        if kind == "sea":
            _ripples(canvas, view, t, mix(lit.palette.sky_low, lit.palette.key, 0.4))
        canvas.restore()

    site.backdrop("outside ground", 1500, painter, near_z=12.0, moving=kind == "sea")


def _ripples(canvas: skia.Canvas, view: View, t: float, colour: str) -> None:
    path = skia.Path()
    for i in range(90):
        z = 14.0 * 1.045**i
        x = (sin(i * 12.9898) * 1.1) * z
        px, py = view.project(x, 0, z)
        half = (0.5 + 0.03 * z) * view.scale(z) * (0.6 + 0.4 * sin(t * 1.4 + i))
        path.addOval(rect(px - half, py - max(half * 0.06, 0.5), px + half, py + max(half * 0.06, 0.5)))
    canvas.drawPath(path, paint(colour, 0.55))


def _hills(site: Site, name: str, z: float, height: float, local: str, waves: float) -> None:
    lit, rng = site.outdoors.at(z), site.rng("vista", name)
    line: list[Point] = ridge(rng, -1.7 * z, 1.7 * z, z / 50, height, waves)

    def painter(canvas: skia.Canvas, t: float) -> None:
        top, low = lit.colour(site.earth(local), 0.6), mix(lit.colour(site.earth(local), 0.4), lit.palette.haze, 0.4)
        canvas.drawPath(soft_under(line, 0.3), shaded_paint(linear((0, -height), (0, 0), [(0, top, 1), (1, low, 1)])))

    site.plane(f"vista {name}", z, painter, height * 1.2, half=1.7 * z)


def _trees(site: Site, name: str, z: float, height: float) -> None:
    lit, rng = site.outdoors.at(z), site.rng("vista", name)
    spots = [(rng.uniform(-1.5, 1.5) * z, height * rng.uniform(0.7, 1.2), rng.random()) for _ in range(11)]

    def painter(canvas: skia.Canvas, t: float) -> None:
        detail = site.rng("vista", name, "trees")
        for x, h, kind in spots:
            if kind < 0.3:
                conifer(canvas, detail, x, h * 1.2, lit, "#3f5a44", site.snowy)
            else:
                broadleaf(canvas, detail, x, h, lit, "#5a7a40", snow=site.snowy)
        hedge = lit.colour(site.earth("#4f6a3c", 0.6), 0.4)
        canvas.drawRect(rect(-2 * z, -0.75, 2 * z, 0.3), paint(hedge))
        if site.snowy:
            canvas.drawPath(
                poly([(-2 * z, -0.75), (2 * z, -0.75), (2 * z, -0.62), (-2 * z, -0.62)]), paint(lit.colour(SNOW, 0.8))
            )

    site.plane(f"vista {name}", z, painter, height * 1.8, half=2 * z)
