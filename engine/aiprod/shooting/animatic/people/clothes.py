# SPDX-License-Identifier: Apache-2.0
"""Clothes on the torso and legs: the garment's body, its skirt, its collar and its details."""

from __future__ import annotations

from math import cos, pi, sin

import skia

from aiprod.film.look import Outfit
from aiprod.film.palettes import mix, scaled
from aiprod.shooting.animatic.people.body import Actor, Torso, ribbon
from aiprod.shooting.animatic.people.shading import Point, extend_smooth, smooth_path


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


# ---------------------------------------------------------------- details


def _button(actor: Actor, at: Point, r: float, colour: str) -> None:
    actor.canvas.drawCircle(*at, r, actor.ink.paint(scaled(colour, 0.5), 0.5))
    actor.canvas.drawCircle(at[0], at[1] - r * 0.15, r * 0.82, actor.ink.paint(colour, 0.75))


def _seam(
    actor: Actor, torso: Torso, phi: float, top: float, low: float, colour: str, width: float = 0.004, alpha: float = 0.8
) -> None:
    if torso.seen(phi):
        points = [torso.at(phi, top + (low - top) * k / 4) for k in range(5)]
        actor.canvas.drawPath(
            smooth_path(points, closed=False), actor.ink.stroke(colour, width * actor.figure.height, 0.45, alpha)
        )


def _placket(actor: Actor, torso: Torso) -> None:
    colour = actor.named(actor.garment.body)
    _seam(actor, torso, 0.0, 0.96, -0.04, scaled(colour, 0.45))
    _buttons_down(actor, torso, 0.06, (0.84, 0.66, 0.48, 0.30, 0.12), actor.look.outfit_accent, 0.0058)


def _buttons_down(actor: Actor, torso: Torso, phi: float, places: tuple[float, ...], colour: str, r: float) -> None:
    if torso.seen(phi):
        for s in places:
            _button(actor, torso.at(phi, s), r * actor.figure.height, colour)


def _patch(
    actor: Actor,
    torso: Torso,
    phis: tuple[float, float],
    top: float,
    low: float,
    colour: str,
    exposure: float = 0.6,
    round_low: float = 0.0,
) -> skia.Path | None:
    """A piece of cloth on the surface between two azimuths."""
    begin, end = torso.visible((top + low) / 2)
    turn = round(((phis[0] + phis[1]) / 2 - (begin + end) / 2) / (2 * pi)) * 2 * pi
    a, b = sorted(min(max(phi - turn, begin), end) for phi in phis)
    if b - a < 1e-3:
        return None
    steps = 4
    upper = [torso.at(a + (b - a) * k / steps, top) for k in range(steps + 1)]
    lower = [torso.at(b + (a - b) * k / steps, low - round_low * (1 - abs(2 * k / steps - 1))) for k in range(steps + 1)]
    path = skia.Path()
    path.addPoly([skia.Point(*p) for p in upper + lower], True)
    actor.canvas.drawPath(path, actor.ink.paint(colour, exposure))
    return path


def _pocket(actor: Actor, torso: Torso) -> None:
    _patch(actor, torso, (0.42, 0.86), 0.74, 0.58, scaled(actor.named(actor.garment.body), 0.78), 0.58)


def _chest_pockets(actor: Actor, torso: Torso) -> None:
    colour = actor.named(actor.garment.body)
    for side in (-1.0, 1.0):
        _patch(actor, torso, (side * 0.40, side * 0.90), 0.74, 0.55, scaled(colour, 0.80), 0.58)
        _patch(actor, torso, (side * 0.38, side * 0.92), 0.75, 0.70, scaled(colour, 0.62), 0.58)
        if torso.seen(side * 0.65):
            _button(actor, torso.at(side * 0.65, 0.715), 0.005 * actor.figure.height, actor.look.outfit_accent)


def _belt(actor: Actor, torso: Torso) -> None:
    colour = scaled(actor.look.legs_colour, 0.55)
    path = torso.strip(0.015, -0.045)
    actor.canvas.drawPath(path, torso.shade(colour))
    _patch(actor, torso, (-0.16, 0.16), 0.02, -0.05, mix(actor.look.outfit_accent, "#b08a4a", 0.5), 0.75)


def _buckle(actor: Actor, torso: Torso) -> None:
    actor.canvas.drawPath(torso.strip(0.30, 0.22), torso.shade(scaled(actor.look.legs_colour, 0.5)))
    _patch(actor, torso, (-0.16, 0.16), 0.31, 0.21, actor.look.outfit_accent, 0.8)


def _uniform_buttons(actor: Actor, torso: Torso) -> None:
    _seam(actor, torso, 0.0, 0.98, -0.1, scaled(actor.look.outfit_colour, 0.4))
    _buttons_down(actor, torso, 0.0, (0.88, 0.72, 0.56, 0.40, 0.12), actor.look.outfit_accent, 0.0075)


def _epaulettes(actor: Actor, torso: Torso) -> None:
    f = actor.figure
    for limb in actor.rig.arms:
        x, y = limb.root.at
        nx, ny = actor.rig.neck.at
        inner = x + (nx - x) * 0.45, y + (ny - y) * 0.45 - f.arm_r * 1.05
        outer = x - (nx - x) * 0.05, y - f.arm_r * 0.95
        actor.canvas.drawPath(
            ribbon([inner, ((inner[0] + outer[0]) / 2, (inner[1] + outer[1]) / 2 - 0.004), outer], lambda u: 0.011 * f.height),
            actor.ink.paint(actor.look.outfit_accent, 0.75),
        )


def _stripes(actor: Actor, torso: Torso) -> None:
    for top, low in ((0.66, 0.60), (0.54, 0.48)):
        actor.canvas.drawPath(torso.strip(top, low), torso.shade(actor.look.outfit_accent))


def _rib(actor: Actor, torso: Torso) -> None:
    colour = scaled(actor.named(actor.garment.body), 0.80)
    actor.canvas.drawPath(torso.strip(0.0, -0.10), torso.shade(colour))
    if actor.fine(0.006 * actor.figure.height):
        for k in range(-6, 7):
            _seam(actor, torso, k * 0.24, -0.005, -0.095, scaled(colour, 0.55), 0.0025, 0.6)


def _double_buttons(actor: Actor, torso: Torso) -> None:
    _seam(actor, torso, 0.30, 0.80, 0.0, scaled(actor.look.outfit_colour, 0.4))
    for phi in (-0.26, 0.16):
        _buttons_down(actor, torso, phi, (0.58, 0.36, 0.14), actor.look.outfit_accent, 0.0085)
    for side in (-1.0, 1.0):
        _patch(actor, torso, (side * 0.55, side * 1.05), 0.10, 0.05, scaled(actor.look.outfit_colour, 0.6), 0.5)


def _roll(actor: Actor, torso: Torso, colour: str, s: float, wider: float, half: float, gain: float = 1.0) -> None:
    """A roll of cloth round the neck: the part of the ring that we see."""
    f = actor.figure
    _, w, d, c = torso.row(1.10)
    ring = (s, w + wider * f.height, d + wider * f.height, c + 0.004 * f.height)
    begin, end = torso.visible(s)
    points = [actor.rig.surface(s, ring, begin + (end - begin) * k / 8).at for k in range(9)]
    droop = 0.010 * f.height
    points = [(x, y + droop * (1 - abs(k / 4 - 1) ** 2)) for k, (x, y) in enumerate(points)]
    paint = actor.ink.across(colour, (points[0][0], points[4][1]), (points[-1][0], points[4][1]), gain)
    actor.canvas.drawPath(ribbon(points, lambda u: half * f.height * (0.6 + 0.4 * (1 - (2 * u - 1) ** 2) ** 0.5)), paint)


def _scarf(actor: Actor, torso: Torso) -> None:
    f, colour = actor.figure, actor.look.outfit_accent
    if torso.seen(0.25):
        tail = [torso.at(0.22, 1.0), torso.at(0.28, 0.86), torso.at(0.25, 0.66)]
        actor.canvas.drawPath(ribbon(tail, lambda u: (0.016 + 0.005 * u) * f.height), actor.ink.paint(scaled(colour, 0.85), 0.6))
    _roll(actor, torso, colour, 1.02, 0.020, 0.017, 0.9)
    _roll(actor, torso, colour, 1.10, 0.012, 0.016)


def _toggles(actor: Actor, torso: Torso) -> None:
    _seam(actor, torso, 0.0, 1.0, -0.12, scaled(actor.look.outfit_colour, 0.5), 0.005)
    if torso.seen(0.0):
        for s in (0.80, 0.56, 0.32, 0.08):
            a, b = torso.at(-0.16, s), torso.at(0.16, s)
            actor.canvas.drawLine(*a, *b, actor.ink.stroke(actor.look.outfit_accent, 0.011 * actor.figure.height, 0.7))


def _flaps(actor: Actor, torso: Torso) -> None:
    for side in (-1.0, 1.0):
        _patch(actor, torso, (side * 0.45, side * 1.10), 0.16, 0.06, scaled(actor.look.outfit_colour, 0.76), 0.58)


def _sash(actor: Actor, torso: Torso) -> None:
    actor.canvas.drawPath(torso.strip(0.44, 0.32), torso.shade(actor.look.outfit_accent))


def _one_button(actor: Actor, torso: Torso) -> None:
    _seam(actor, torso, 0.03, 0.42, -0.12, scaled(actor.look.outfit_colour, 0.4))
    _buttons_down(actor, torso, 0.05, (0.40, 0.22), scaled(actor.look.outfit_colour, 0.4), 0.007)


def _kerchief(actor: Actor, torso: Torso) -> None:
    _patch(actor, torso, (0.50, 0.82), 0.765, 0.725, actor.look.outfit_accent, 0.8)


def _apron(actor: Actor, torso: Torso) -> None:
    """A bib, its straps, and the cloth over the thighs."""
    f, colour = actor.figure, actor.look.outfit_accent
    for side in (-1.0, 1.0):
        if torso.seen(side * 0.45):
            strap = [torso.at(side * 0.42, 0.72), torso.at(side * 0.42, 0.90), torso.at(side * 0.50, 1.02)]
            actor.canvas.drawPath(ribbon(strap, lambda u: 0.008 * f.height), actor.ink.paint(scaled(colour, 0.85), 0.65))
    actor.canvas.drawPath(torso.strip(0.33, 0.27), torso.shade(scaled(colour, 0.85)))
    begin, end = torso.visible(0.3)
    near, far = max(begin, -1.05), min(end, 1.05)
    if far > near + 0.05 and cos(actor.pose.yaw) > -0.5:
        _patch(actor, torso, (-0.55, 0.55), 0.74, 0.30, colour, 0.72)
        a, b = torso.at(near, 0.30), torso.at(far, 0.30)
        low = actor.rig.legs[0].middle.y * 0.5 + actor.rig.legs[1].middle.y * 0.5 + 0.02
        mid = (a[0] + b[0]) / 2
        half = (b[0] - a[0]) / 2 * 1.08
        cloth = skia.Path()
        cloth.moveTo(*a)
        cloth.lineTo(*b)
        cloth.cubicTo(b[0] + 0.01, (b[1] + low) / 2, mid + half, low - 0.06, mid + half * 0.92, low)
        cloth.quadTo(mid, low + 0.035 * f.height, mid - half * 0.92, low)
        cloth.cubicTo(mid - half, low - 0.06, a[0] - 0.01, (a[1] + low) / 2, *a)
        actor.canvas.drawPath(cloth, actor.ink.across(colour, (mid - half, 0), (mid + half, 0), 0.98, roundness=0.8))
        pocket = skia.Rect.MakeLTRB(mid - half * 0.45, a[1] + 0.05 * f.height, mid + half * 0.45, a[1] + 0.12 * f.height)
        actor.canvas.drawRoundRect(pocket, 0.01, 0.01, actor.ink.paint(scaled(colour, 0.86), 0.62))


def _strings(actor: Actor, torso: Torso) -> None:
    f = actor.figure
    for side in (-1.0, 1.0):
        if torso.seen(side * 0.2):
            cord = [torso.at(side * 0.22, 0.97), torso.at(side * 0.24, 0.86), torso.at(side * 0.20, 0.74 - 0.03 * side)]
            actor.canvas.drawPath(
                smooth_path(cord, closed=False), actor.ink.stroke(actor.look.outfit_accent, 0.0055 * f.height, 0.75)
            )


def _kangaroo(actor: Actor, torso: Torso) -> None:
    colour = actor.look.outfit_colour
    path = _patch(actor, torso, (-0.72, 0.72), 0.24, 0.02, scaled(colour, 0.86), 0.58)
    for side in (-1.0, 1.0):
        if path and torso.seen(side * 0.6):
            actor.canvas.drawPath(
                smooth_path(
                    [torso.at(side * 0.45, 0.24), torso.at(side * 0.62, 0.14), torso.at(side * 0.72, 0.04)], closed=False
                ),
                actor.ink.stroke(scaled(colour, 0.45), 0.005 * actor.figure.height, 0.4, 0.8),
            )


def _bib(actor: Actor, torso: Torso) -> None:
    """Dungarees: waist, bib, straps with their buttons."""
    f, colour = actor.figure, actor.look.outfit_colour
    actor.canvas.drawPath(torso.path(top=0.30, bottom=-1.0), torso.shade(colour))
    for side in (-1.0, 1.0):
        if torso.seen(side * 0.5):
            strap = [torso.at(side * 0.46, 0.66), torso.at(side * 0.50, 0.86), torso.at(side * 0.60, 1.0)]
            actor.canvas.drawPath(ribbon(strap, lambda u: 0.013 * f.height), actor.ink.paint(scaled(colour, 0.92), 0.66))
        if torso.seen(pi - side * 0.4):
            strap = [torso.at(pi - side * 0.25, 0.30), torso.at(pi - side * 0.35, 0.70), torso.at(pi - side * 0.60, 1.0)]
            actor.canvas.drawPath(ribbon(strap, lambda u: 0.013 * f.height), actor.ink.paint(scaled(colour, 0.92), 0.66))
    _patch(actor, torso, (-0.66, 0.66), 0.68, 0.26, colour, 0.68)
    _patch(actor, torso, (-0.34, 0.34), 0.58, 0.40, scaled(colour, 0.80), 0.6)
    for side in (-1.0, 1.0):
        if torso.seen(side * 0.5):
            _button(actor, torso.at(side * 0.48, 0.645), 0.0085 * f.height, "#d8b45a")


def _panel(actor: Actor, torso: Torso) -> None:
    """The chest pack: lamps and dials."""
    f = actor.figure
    _patch(actor, torso, (-0.50, 0.50), 0.66, 0.36, scaled(actor.look.outfit_colour, 0.62), 0.6)
    if torso.seen(0.0):
        for phi, s, colour in ((-0.3, 0.58, "#ff6a4a"), (-0.08, 0.58, "#ffd166"), (0.14, 0.58, "#5ad1a0")):
            _button(actor, torso.at(phi, s), 0.009 * f.height, colour)
        _patch(actor, torso, (-0.36, 0.10), 0.50, 0.42, "#123044", 0.9)
        _button(actor, torso.at(0.28, 0.46), 0.016 * f.height, actor.look.outfit_accent)


def _harness(actor: Actor, torso: Torso) -> None:
    actor.canvas.drawPath(torso.strip(0.16, 0.08), torso.shade(actor.look.outfit_accent))
    for side in (-1.0, 1.0):
        _seam(actor, torso, side * 0.72, 1.0, 0.12, scaled(actor.look.outfit_colour, 0.55), 0.010)


def _cord(actor: Actor, torso: Torso) -> None:
    f = actor.figure
    actor.canvas.drawPath(torso.strip(0.36, 0.29), torso.shade(actor.look.outfit_accent))
    if torso.seen(0.2):
        for phi, low in ((0.16, -0.25), (0.30, -0.18)):
            tail = [torso.at(phi, 0.32), torso.at(phi + 0.05, 0.1), torso.at(phi, low)]
            actor.canvas.drawPath(ribbon(tail, lambda u: 0.008 * f.height), actor.ink.paint(actor.look.outfit_accent, 0.66))


DETAILS = {
    "placket": _placket, "pocket": _pocket, "belt": _belt, "buckle": _buckle, "uniform_buttons": _uniform_buttons,
    "chest_pockets": _chest_pockets,
    "epaulettes": _epaulettes, "stripes": _stripes, "rib": _rib, "double_buttons": _double_buttons,
    "scarf": _scarf, "toggles": _toggles, "flaps": _flaps, "sash": _sash, "one_button": _one_button, "kerchief": _kerchief,
    "apron": _apron,
    "strings": _strings, "kangaroo": _kangaroo, "bib": _bib, "panel": _panel, "harness": _harness, "cord": _cord,
}  # fmt: skip


# ---------------------------------------------------------------- collars


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
    _roll(actor, torso, scaled(actor.named(actor.garment.body), 0.82), 1.05, 0.010, 0.011)


def _scoop(actor: Actor, torso: Torso) -> None:
    """A round neckline; deeper in front than behind."""
    begin, end = torso.visible(1.0)
    depth = 0.115 if torso.seen(0.0) else 0.05
    middle = 0.0 if torso.seen(0.0) else pi
    turn = round(((begin + end) / 2 - middle) / (2 * pi)) * 2 * pi
    line, top = [], []
    for k in range(9):
        phi = min(max(middle + turn + 1.15 * (-1 + k / 4), begin), end)
        u = (phi - middle - turn) / 1.15
        line.append(torso.at(phi, 1.03 - depth * (1 - u * u)))
        top.append(torso.at(phi, 1.045))
    path = skia.Path()
    extend_smooth(path, line, start=True)
    extend_smooth(path, top[::-1])
    path.close()
    actor.canvas.drawPath(path, actor.ink.paint(actor.look.skin, 0.56))
    actor.canvas.drawPath(smooth_path(line, closed=False), actor.ink.stroke(actor.look.outfit_accent, 0.006 * actor.figure.height, 0.7))


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
    _seam(actor, torso, 0.0, 1.12, 0.98, actor.look.outfit_accent, 0.006)


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
    _roll(actor, torso, scaled(colour, 0.70), 1.085, 0.016, 0.016, 0.9)
    _roll(actor, torso, scaled(colour, 0.92), 1.03, 0.026, 0.019)


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
