# SPDX-License-Identifier: Apache-2.0
"""What is on a garment: buttons, pockets, belts, straps, aprons …"""

from __future__ import annotations

from math import cos, pi

import skia

from aiprod.film.palettes import mix, scaled
from aiprod.shooting.animatic.people.body import Actor, Torso, ribbon
from aiprod.shooting.animatic.people.collars import roll, seam
from aiprod.shooting.animatic.people.shading import Point, smooth_path


def _button(actor: Actor, at: Point, r: float, colour: str) -> None:
    actor.canvas.drawCircle(*at, r, actor.ink.paint(scaled(colour, 0.5), 0.5))
    actor.canvas.drawCircle(at[0], at[1] - r * 0.15, r * 0.82, actor.ink.paint(colour, 0.75))


def _placket(actor: Actor, torso: Torso) -> None:
    colour = actor.named(actor.garment.body)
    seam(actor, torso, 0.0, 0.96, -0.04, scaled(colour, 0.45))
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
    seam(actor, torso, 0.0, 0.98, -0.1, scaled(actor.look.outfit_colour, 0.4))
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
            seam(actor, torso, k * 0.24, -0.005, -0.095, scaled(colour, 0.55), 0.0025, 0.6)


def _double_buttons(actor: Actor, torso: Torso) -> None:
    seam(actor, torso, 0.30, 0.80, 0.0, scaled(actor.look.outfit_colour, 0.4))
    for phi in (-0.26, 0.16):
        _buttons_down(actor, torso, phi, (0.58, 0.36, 0.14), actor.look.outfit_accent, 0.0085)
    for side in (-1.0, 1.0):
        _patch(actor, torso, (side * 0.55, side * 1.05), 0.10, 0.05, scaled(actor.look.outfit_colour, 0.6), 0.5)


def _scarf(actor: Actor, torso: Torso) -> None:
    f, colour = actor.figure, actor.look.outfit_accent
    if torso.seen(0.25):
        tail = [torso.at(0.22, 1.0), torso.at(0.28, 0.86), torso.at(0.25, 0.66)]
        actor.canvas.drawPath(ribbon(tail, lambda u: (0.016 + 0.005 * u) * f.height), actor.ink.paint(scaled(colour, 0.85), 0.6))
    roll(actor, torso, colour, 1.02, 0.020, 0.017, 0.9)
    roll(actor, torso, colour, 1.10, 0.012, 0.016)


def _toggles(actor: Actor, torso: Torso) -> None:
    seam(actor, torso, 0.0, 1.0, -0.12, scaled(actor.look.outfit_colour, 0.5), 0.005)
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
    seam(actor, torso, 0.03, 0.42, -0.12, scaled(actor.look.outfit_colour, 0.4))
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
        seam(actor, torso, side * 0.72, 1.0, 0.12, scaled(actor.look.outfit_colour, 0.55), 0.010)


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
