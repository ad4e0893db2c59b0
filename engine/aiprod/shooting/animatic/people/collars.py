# SPDX-License-Identifier: Apache-2.0
"""Collars, scarves and hoods: what is round the neck."""

from __future__ import annotations

from math import cos, pi, sin

import skia

from aiprod.film.palettes import scaled
from aiprod.shooting.animatic.people.body import Actor, Torso, ribbon
from aiprod.shooting.animatic.people.shading import Point, extend_smooth, smooth_path


def seam(
    actor: Actor, torso: Torso, phi: float, top: float, low: float, colour: str, width: float = 0.004, alpha: float = 0.8
) -> None:
    if torso.seen(phi):
        points = [torso.at(phi, top + (low - top) * k / 4) for k in range(5)]
        actor.canvas.drawPath(
            smooth_path(points, closed=False), actor.ink.stroke(colour, width * actor.figure.height, 0.45, alpha)
        )


def roll(actor: Actor, torso: Torso, colour: str, s: float, wider: float, half: float, gain: float = 1.0) -> None:
    """A roll of cloth round the neck: the part of the ring that we see."""
    f = actor.figure
    _, w, d, c = torso.row(1.10)
    ring = (s, w + wider * f.height, d + wider * f.height, c + 0.004 * f.height)
    begin, end = torso.visible(s)
    points = [actor.rig.surface(s, ring, begin + (end - begin) * k / 8).at for k in range(9)]
    droop = 0.010 * f.height * cos(actor.pose.yaw)
    points = [(x, y + droop * (1 - abs(k / 4 - 1) ** 2)) for k, (x, y) in enumerate(points)]
    paint = actor.ink.across(colour, (points[0][0], points[4][1]), (points[-1][0], points[4][1]), gain)
    actor.canvas.drawPath(ribbon(points, lambda u: half * f.height * (0.6 + 0.4 * (1 - (2 * u - 1) ** 2) ** 0.5)), paint)


def _shirt_collar(actor: Actor, torso: Torso) -> None:
    colour = scaled(actor.named(actor.garment.body), 1.12)
    _throat(actor, torso, actor.look.skin, 0.20, 0.93)
    for side in (-1.0, 1.0):
        if torso.seen(side * 0.5):
            wing = [
                torso.at(side * 0.08, 0.955),
                torso.at(side * 0.34, 0.84),
                torso.at(side * 0.80, 0.985),
                torso.at(side * 1.1, 1.085),
            ]
            wing += [torso.at(side * 0.62, 1.075)]
            _poly(actor, wing, colour, 0.66)
    _band(actor, torso, colour, 1.10, 1.03, back_only=True)


def _poly(actor: Actor, points: list[Point], colour: str, exposure: float) -> None:
    path = skia.Path()
    path.addPoly([skia.Point(*p) for p in points], True)
    actor.canvas.drawPath(path, actor.ink.paint(colour, exposure))
    edge = actor.ink.stroke(scaled(colour, 0.5), 0.0028 * actor.figure.height, 0.4, 0.6)
    actor.canvas.drawPath(path, edge)


def _throat(actor: Actor, torso: Torso, colour: str, half: float, low: float) -> None:
    """The skin (or shirt) that an open collar shows."""
    if torso.seen(0.0):
        points = [
            torso.at(-half * 2.2, 1.10),
            torso.at(-half, 1.0),
            torso.at(0.0, low),
            torso.at(half, 1.0),
            torso.at(half * 2.2, 1.10),
        ]
        actor.canvas.drawPath(smooth_path(points), actor.ink.paint(colour, 0.42))


def _band(actor: Actor, torso: Torso, colour: str, top: float, low: float, back_only: bool = False) -> None:
    """A strip round the neck."""
    if back_only and torso.seen(0.0):
        return
    actor.canvas.drawPath(torso.strip(top, low), torso.shade(colour))


def _crew(actor: Actor, torso: Torso) -> None:
    roll(actor, torso, scaled(actor.named(actor.garment.body), 0.82), 1.05, 0.010, 0.011)


def _scoop(actor: Actor, torso: Torso) -> None:
    """A round neckline; deeper in front than behind."""
    begin, end = torso.visible(1.0)
    depth = 0.115 if torso.seen(0.0) else 0.05
    middle = 0.0 if torso.seen(0.0) else pi
    turn = round(((begin + end) / 2 - middle) / (2 * pi)) * 2 * pi
    low, high = max(middle + turn - 1.15, begin), min(middle + turn + 1.15, end)
    line, top = [], []
    for k in range(9):
        phi = low + (high - low) * k / 8
        u = (phi - middle - turn) / 1.15
        line.append(torso.at(phi, 1.03 - depth * (1 - u * u)))
        top.append(torso.at(phi, 1.045))
    path = skia.Path()
    extend_smooth(path, line, start=True)
    extend_smooth(path, top[::-1])
    path.close()
    actor.canvas.drawPath(path, actor.ink.paint(actor.look.skin, 0.56))
    actor.canvas.drawPath(
        smooth_path(line, closed=False), actor.ink.stroke(actor.look.outfit_accent, 0.006 * actor.figure.height, 0.7)
    )


def _lapels(actor: Actor, torso: Torso) -> None:
    colour = scaled(actor.look.outfit_colour, 0.80)
    for side in (-1.0, 1.0):
        if torso.seen(side * 0.6):
            points = [
                torso.at(side * 0.10, 0.66),
                torso.at(side * 0.70, 0.86),
                torso.at(side * 0.60, 0.92),
                torso.at(side * 0.85, 0.96),
            ]
            points += [torso.at(side * 1.15, 1.09), torso.at(side * 0.55, 1.06), torso.at(side * 0.30, 0.95)]
            _poly(actor, points, colour, 0.6)
    _band(actor, torso, colour, 1.13, 1.0, back_only=True)


def _suit_collar(actor: Actor, torso: Torso) -> None:
    if torso.seen(0.0):
        shirt = [torso.at(-0.62, 1.08), torso.at(-0.32, 0.80), torso.at(0.0, 0.46), torso.at(0.32, 0.80), torso.at(0.62, 1.08)]
        _poly(actor, shirt, "#ece7dd", 0.70)
        knot = [
            torso.at(-0.09, 1.03),
            torso.at(0.09, 1.03),
            torso.at(0.055, 0.95),
            torso.at(0.11, 0.58),
            torso.at(0.0, 0.49),
            torso.at(-0.11, 0.58),
            torso.at(-0.055, 0.95),
        ]
        _poly(actor, knot, actor.look.outfit_accent, 0.66)
        for side in (-1.0, 1.0):
            _poly(
                actor,
                [
                    torso.at(side * 0.06, 1.03),
                    torso.at(side * 0.30, 0.95),
                    torso.at(side * 0.62, 1.09),
                    torso.at(side * 0.4, 1.09),
                ],
                "#f4f0e8",
                0.74,
            )
    colour = scaled(actor.look.outfit_colour, 0.80)
    for side in (-1.0, 1.0):
        if torso.seen(side * 0.6):
            points = [
                torso.at(side * 0.02, 0.42),
                torso.at(side * 0.62, 0.78),
                torso.at(side * 0.50, 0.84),
                torso.at(side * 0.74, 0.88),
                torso.at(side * 0.95, 1.09),
                torso.at(side * 0.55, 1.07),
                torso.at(side * 0.34, 0.86),
            ]
            _poly(actor, points, colour, 0.6)
    _band(actor, torso, colour, 1.10, 1.0, back_only=True)


def _mandarin(actor: Actor, torso: Torso) -> None:
    _band(actor, torso, scaled(actor.look.outfit_colour, 0.85), 1.13, 1.03)
    seam(actor, torso, 0.0, 1.12, 0.98, actor.look.outfit_accent, 0.006)


def _hood(actor: Actor, torso: Torso) -> None:
    """A hood that lies on the shoulders: a soft roll round the neck, its sack behind."""
    colour, f = actor.look.outfit_colour, actor.figure
    x, y = actor.rig.neck.at
    if cos(actor.pose.yaw) < 0.35:
        begin, end = torso.visible(0.9)
        phis = [(pi - 1.15 + 2.3 * k / 8) for k in range(9)]
        turn = round(((begin + end) / 2 - pi) / (2 * pi)) * 2 * pi
        phis = [min(max(phi + turn, begin - 0.2), end + 0.2) for phi in phis]
        low = [torso.at(phi, 1.02 - 0.34 * (1 - abs(k / 4 - 1) ** 2.2)) for k, phi in enumerate(phis)]
        top = [torso.at(phi, 1.13) for phi in phis]
        fill = actor.ink.across(scaled(colour, 0.88), (x - f.shoulder * 0.7, y), (x + f.shoulder * 0.7, y))
        actor.canvas.drawPath(smooth_path([*low, *top[::-1]]), fill)
    roll(actor, torso, scaled(colour, 0.70), 1.085, 0.016, 0.016, 0.9)
    roll(actor, torso, scaled(colour, 0.92), 1.03, 0.026, 0.019)


def paint_hood_behind(actor: Actor) -> None:
    """The hump of a hood behind the neck, seen from the front."""
    if actor.garment.collar != "hood":
        return
    f = actor.figure
    x, y = actor.rig.neck.at
    x -= 0.050 * f.height * sin(actor.pose.yaw)
    w, h = 0.068 * f.height, 0.050 * f.height
    rect = skia.Rect.MakeLTRB(x - w, y - h * 1.05, x + w, y + h)
    actor.canvas.drawOval(rect, actor.ink.across(scaled(actor.look.outfit_colour, 0.72), (x - w, y), (x + w, y)))


def _ring(actor: Actor, torso: Torso) -> None:
    _band(actor, torso, scaled("#c8ccd2", 0.9), 1.14, 1.02)
    _band(actor, torso, actor.look.outfit_accent, 1.06, 1.02)


def _wrap(actor: Actor, torso: Torso) -> None:
    colour, f = actor.look.outfit_accent, actor.figure
    _throat(actor, torso, actor.look.skin, 0.26, 0.84)
    for side in (1.0, -1.0):
        if torso.seen(side * 0.6):
            edge = [
                torso.at(side * 1.2, 1.09),
                torso.at(side * 0.6, 0.98),
                torso.at(side * 0.15, 0.74),
                torso.at(-side * 0.35, 0.40),
            ]
            actor.canvas.drawPath(ribbon(edge, lambda u: 0.013 * f.height), actor.ink.paint(colour, 0.66))
    _band(actor, torso, colour, 1.12, 1.04, back_only=True)


COLLARS = {
    "shirt": _shirt_collar, "crew": _crew, "scoop": _scoop, "lapels": _lapels, "suit": _suit_collar,
    "mandarin": _mandarin, "hood": _hood, "ring": _ring, "wrap": _wrap,
}  # fmt: skip
