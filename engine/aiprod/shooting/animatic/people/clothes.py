# SPDX-License-Identifier: Apache-2.0
"""Clothes on the torso and legs: the garment's body, its skirt, its collar and its details."""

from __future__ import annotations

from math import pi, sin

import skia

from aiprod.film.look import Outfit
from aiprod.film.palettes import scaled
from aiprod.shooting.animatic.people.body import Actor, Torso
from aiprod.shooting.animatic.people.collars import COLLARS
from aiprod.shooting.animatic.people.details import DETAILS
from aiprod.shooting.animatic.people.shading import Point, smooth_path


def paint_torso(actor: Actor) -> None:
    """The garment's body, then what is on it."""
    torso, g, canvas = actor.torso, actor.garment, actor.canvas
    if g.hem <= 0.2:
        canvas.drawPath(torso.path(bottom=-1.0, top=0.05), torso.shade(actor.named(g.legs if g.legs != "skin" else g.body)))
    low = -0.16 if g.hem > 0.2 else -0.10 if g.thick > 0.012 else -0.03
    canvas.drawPath(torso.path(top=1.03 if g.collar == "scoop" else 2.0, bottom=low), torso.shade(actor.named(g.body)))
    _folds(actor, torso)


def paint_details(actor: Actor) -> None:
    """Collar, buttons, pockets, straps …"""
    torso = actor.torso
    for part in actor.garment.parts:
        if part in DETAILS:
            DETAILS[part](actor, torso)
    collar = COLLARS.get(actor.garment.collar)
    if collar:
        collar(actor, torso)


def _folds(actor: Actor, torso: Torso) -> None:
    """A few creases where cloth hangs from the chest and gathers at the waist."""
    if not actor.fine(0.006 * actor.figure.height):
        return
    line = actor.ink.stroke(scaled(actor.named(actor.garment.body), 0.45), 0.0035 * actor.figure.height, 0.4, 0.42)
    for phi, s0, s1, turn in (
        (1.15, 0.62, 0.34, -0.25),
        (-1.15, 0.60, 0.36, 0.25),
        (0.75, 0.22, 0.02, 0.2),
        (-0.7, 0.20, 0.03, -0.2),
    ):
        if torso.seen(phi) and torso.seen(phi + turn):
            points = [torso.at(phi, s0), torso.at(phi + turn * 0.3, (s0 + s1) / 2), torso.at(phi + turn, s1)]
            actor.canvas.drawPath(smooth_path(points, closed=False), line)


def paint_skirt(actor: Actor) -> None:
    """Coats, dresses and robes below the waist: as wide as the legs need."""
    g, f, rig = actor.garment, actor.figure, actor.rig
    if g.hem <= 0.2:
        return
    torso = actor.torso
    top = torso.span(0.12)
    hem_y_left, hem_y_right, left, right = _hem(actor)
    waist_left, waist_right = torso.span(-0.02)
    drift = 0.012 * f.height * sin(2 * pi * 0.45 * actor.t) if actor.pose.speed else 0.004 * f.height * sin(actor.t * 1.7)
    path = skia.Path()
    path.moveTo(*top[0])
    path.cubicTo(
        waist_left[0] - 0.004,
        waist_left[1],
        left + (waist_left[0] - left) * 0.45,
        hem_y_left - (hem_y_left - waist_left[1]) * 0.5,
        left + drift,
        hem_y_left,
    )
    sag = 0.030 * f.height
    path.cubicTo(
        left + (right - left) * 0.3, hem_y_left + sag, left + (right - left) * 0.7, hem_y_right + sag, right + drift, hem_y_right
    )
    path.cubicTo(
        right + (waist_right[0] - right) * 0.45,
        hem_y_right - (hem_y_right - waist_right[1]) * 0.5,
        waist_right[0] + 0.004,
        waist_right[1],
        *top[1],
    )
    path.close()
    colour = actor.named(g.body)
    actor.canvas.drawPath(
        path,
        actor.ink.across(
            colour, (min(left, top[0][0]), waist_left[1]), (max(right, top[1][0]), waist_left[1]), 0.98, roundness=0.88
        ),
    )
    _skirt_lines(actor, torso, path, (left + drift, hem_y_left), (right + drift, hem_y_right))
    del rig


def _hem(actor: Actor) -> tuple[float, float, float, float]:
    """(left y, right y, left x, right x) of the hem."""
    g, f, rig = actor.garment, actor.figure, actor.rig
    xs, ys = [], []
    for limb in rig.legs:
        u = g.hem * 2
        a, b, v = (limb.root, limb.middle, u) if u < 1 else (limb.middle, limb.end, u - 1)
        xs.append(a.x + (b.x - a.x) * v)
        ys.append(a.y + (b.y - a.y) * v)
    half = f.pelvis * g.flare * (0.62 + 0.25 * g.hem) + g.thick * f.height
    middle = (min(xs) + max(xs)) / 2
    spread = max(half, (max(xs) - min(xs)) / 2 + f.knee_r * 1.5)
    low = rig.place(*rig.pelvis).y + f.leg * g.hem * (
        1.0 if actor.pose.stance.value in ("stand", "walk", "run", "float", "lie") else 0.55
    )
    low = low * 0.6 + (sum(ys) / 2) * 0.4
    return low, low, middle - spread, middle + spread


def _skirt_lines(actor: Actor, torso: Torso, path: skia.Path, left: Point, right: Point) -> None:
    g, f = actor.garment, actor.figure
    if not actor.fine(0.006 * f.height):
        return
    canvas = actor.canvas
    canvas.save()
    canvas.clipPath(path, doAntiAlias=True)
    dark = actor.ink.stroke(scaled(actor.named(g.body), 0.45), 0.004 * f.height, 0.4, 0.5)
    for k in (0.14, 0.30, 0.48, 0.70, 0.87):
        x = left[0] + (right[0] - left[0]) * k
        a, b = torso.span(0.0)
        start = (a[0] + (b[0] - a[0]) * (0.2 + 0.6 * k), a[1] + (left[1] - a[1]) * (0.25 if k != 0.48 else 0.1))
        canvas.drawPath(
            smooth_path([start, ((start[0] + x) / 2, (start[1] + left[1]) / 2), (x, left[1] + 0.04)], closed=False), dark
        )
    if g.split and torso.seen(0.0):
        x0, y0 = torso.at(0.0, 0.1)
        xm = (left[0] + right[0]) / 2
        canvas.drawPath(
            smooth_path([(x0, y0), ((x0 + xm) / 2, (y0 + left[1]) / 2), (xm, left[1] + 0.05)], closed=False),
            actor.ink.stroke(scaled(actor.named(g.body), 0.30), 0.005 * f.height, 0.4, 0.9),
        )
    canvas.restore()


def paint_pack(actor: Actor) -> None:
    """A spacesuit's pack: behind the body from the front, before it from behind."""
    if actor.look.outfit != Outfit.SPACESUIT:
        return
    torso, f = actor.torso, actor.figure
    x, y = torso.at(pi, 0.62)
    w = f.chest * (1.0 - 0.45 * abs(sin(actor.pose.yaw)))
    rect = skia.Rect.MakeLTRB(x - w, y - 0.16 * f.height, x + w, y + 0.15 * f.height)
    actor.canvas.drawRoundRect(
        rect, 0.03 * f.height, 0.03 * f.height, actor.ink.across(scaled(actor.look.outfit_colour, 0.75), (x - w, y), (x + w, y))
    )
