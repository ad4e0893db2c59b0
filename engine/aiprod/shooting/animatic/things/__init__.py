# SPDX-License-Identifier: Apache-2.0
"""Every landmark, prop, vehicle and animal of the catalogue, drawn in metres under the scene's light.

`draw` paints one thing around its ground contact, `size` and `bounds` say how much room it takes, `moving` whether it
has to be painted again for each frame. To add a thing: a row in film/catalogue.py, a function in the module of its kind
that takes a `Brush`, a row in that module's `THINGS`, and its extents (`python -m aiprod.shooting.animatic.things.measure`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiprod.shooting.animatic.things.registry import BODY, BOUNDS, THINGS

if TYPE_CHECKING:
    import skia

    from aiprod.shooting.animatic.stage import Lit

_FINE_PX = 200.0


def draw(
    canvas: skia.Canvas,
    name: str,
    lit: Lit,
    t: float,
    *,
    seed: int = 0,
    colour: str | None = None,
    flip: bool = False,
    hero: bool = False,
    pose: object | None = None,
) -> None:
    """Draw a thing of the catalogue.

    Args:
        canvas: in metres, x right, y down, the origin at the thing's ground contact (bottom centre).
        name: its id in the catalogue.
        lit: the light that arrives at it.
        t: seconds.
        seed: chooses among its variants (a tree's species, a house's walls) and shifts its idle movements.
        colour: hex, replaces its main colour.
        flip: mirrors it; the light stays where it is.
        hero: a close view: every detail, and a soft light in the palette's accent that lets the eye find it.
        pose: how an animal or a vehicle moves: any object with some of walk_phase (cycles), speed (m/s), mouth_open,
            blink (0–1), head_turn (−1…1), emotion.

    Raises:
        KeyError: no such thing.
    """
    from aiprod.shooting.animatic.things.brushes import Brush

    thing = THINGS[name]
    brush = Brush(canvas, lit, t, seed, colour, flip, hero, pose)
    height = size(name)[1]
    matrix = canvas.getTotalMatrix()
    pixels_a_metre = (matrix.getScaleX() ** 2 + matrix.getSkewY() ** 2) ** 0.5
    brush.fine = hero or pixels_a_metre * height >= _FINE_PX
    canvas.save()
    canvas.scale(-thing.unit if flip else thing.unit, thing.unit)
    thing.paint(brush)
    canvas.restore()


def size(name: str) -> tuple[float, float]:
    """Width and height in metres of its solid body: centred on the origin and standing on it, without beams, halos,
    smoke and what hangs below the ground line (for those: `bounds`).

    Raises:
        KeyError: no such thing.
    """
    left, top, right, _ = BODY[name]
    return 2 * max(-left, right), -top


def bounds(name: str) -> tuple[float, float, float, float]:
    """Left, top, right, bottom in metres (y down) of all that it may paint, mirrored or not, at any moment.

    Raises:
        KeyError: no such thing.
    """
    left, top, right, bottom = BOUNDS[name]
    reach = max(-left, right)
    return -reach, top, reach, bottom


def moving(name: str) -> bool:
    """Whether it changes with time while it stays where it is (a flame, a flag, a breathing animal).

    Raises:
        KeyError: no such thing.
    """
    return THINGS[name].moving


def names() -> tuple[str, ...]:
    """Every thing that can be drawn."""
    return tuple(THINGS)
