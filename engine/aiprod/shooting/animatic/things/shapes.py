# SPDX-License-Identifier: Apache-2.0
"""Outlines from short texts, so that a drawing reads as a drawing.

Three spellings are understood, all in the drawing's own unit, y down:

- `M x y L x y H x V y C … Q … Z` and their lower-case relative forms, as in SVG paths;
- `@ x y x y …`: a closed smooth curve through the points (Catmull-Rom; a point given twice makes a tight corner);
- `~ x y x y …`: the same, open.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

import skia

_TOKEN = re.compile(r"[MLHVCQZmlhvcqz@~]|-?\d*\.?\d+(?:e-?\d+)?")
_ARITY = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Q": 4, "Z": 0}
Point = tuple[float, float]


@lru_cache(maxsize=4096)
def outline(text: str) -> skia.Path:
    """The path that `text` spells. Do not change it: it is shared.

    Raises:
        ValueError: a letter that is not one of ours.
    """
    tokens = _TOKEN.findall(text)
    if tokens[0] in "@~":
        numbers = [float(token) for token in tokens[1:]]
        return smooth(list(zip(numbers[::2], numbers[1::2], strict=True)), closed=tokens[0] == "@")
    return _svg(tokens)


def _svg(tokens: list[str]) -> skia.Path:
    path = skia.Path()
    index, command = 0, "M"
    while index < len(tokens):
        if tokens[index].isalpha():
            command = tokens[index]
            index += 1
        arity = _ARITY.get(command.upper())
        if arity is None:
            raise ValueError(f"no such path command: {command}")
        _step(path, command, [float(token) for token in tokens[index : index + arity]])
        index += arity
        if command in "Mm":
            command = "L" if command == "M" else "l"
    return path


def _step(path: skia.Path, command: str, numbers: list[float]) -> None:
    here = path.getPoint(path.countPoints() - 1) if path.countPoints() else skia.Point(0, 0)
    x, y = (here.x(), here.y()) if command.islower() else (0.0, 0.0)
    moved = [value + (y if i % 2 else x) for i, value in enumerate(numbers)]
    match command.upper():
        case "M":
            path.moveTo(*moved)
        case "L":
            path.lineTo(*moved)
        case "H":
            path.lineTo(numbers[0] + x, here.y())
        case "V":
            path.lineTo(here.x(), numbers[0] + y)
        case "C":
            path.cubicTo(*moved)
        case "Q":
            path.quadTo(*moved)
        case _:
            path.close()


def smooth(points: list[Point], closed: bool = True) -> skia.Path:
    """A Catmull-Rom curve through `points`, as cubic Béziers."""
    path = skia.Path()
    path.moveTo(*points[0])
    _through(path, points, closed)
    if closed:
        path.close()
    return path


def _through(path: skia.Path, points: list[Point], closed: bool = False) -> None:
    """Go on from the first point, where the path is, through all the others (and back)."""
    for i in range(len(points) if closed else len(points) - 1):
        before, start, end, after = (_at(points, i + k, closed) for k in (-1, 0, 1, 2))
        path.cubicTo(
            start[0] + (end[0] - before[0]) / 6,
            start[1] + (end[1] - before[1]) / 6,
            end[0] - (after[0] - start[0]) / 6,
            end[1] - (after[1] - start[1]) / 6,
            end[0],
            end[1],
        )


def _at(points: list[Point], index: int, closed: bool) -> Point:
    return points[index % len(points)] if closed else points[min(max(index, 0), len(points) - 1)]


def polygon(points: list[Point]) -> skia.Path:
    path = skia.Path()
    path.addPoly([skia.Point(*point) for point in points], True)
    return path


def box(left: float, top: float, right: float, bottom: float, radius: float = 0.0) -> skia.Path:
    path = skia.Path()
    rect = skia.Rect.MakeLTRB(left, top, right, bottom)
    if radius:
        path.addRRect(skia.RRect.MakeRectXY(rect, radius, radius))
    else:
        path.addRect(rect)
    return path


def oval(x: float, y: float, rx: float, ry: float | None = None) -> skia.Path:
    path = skia.Path()
    height = rx if ry is None else ry
    path.addOval(skia.Rect.MakeLTRB(x - rx, y - height, x + rx, y + height))
    return path


def ring(x: float, y: float, outer: float, inner: float, squash: float = 1.0) -> skia.Path:
    """A disc with a hole; `squash` flattens it vertically."""
    path = oval(x, y, outer, outer * squash)
    path.addPath(oval(x, y, inner, inner * squash))
    path.setFillType(skia.PathFillType.kEvenOdd)
    return path


def joined(*shapes: skia.Path) -> skia.Path:
    """Several outlines as one."""
    path = skia.Path()
    for shape in shapes:
        path.addPath(shape)
    return path


def limb(points: list[Point], widths: list[float]) -> skia.Path:
    """A tapering tube along a polyline: legs, tails, necks, branches. `widths` at each point."""
    left: list[Point] = []
    right: list[Point] = []
    for i, (x, y) in enumerate(points):
        before, after = points[max(i - 1, 0)], points[min(i + 1, len(points) - 1)]
        dx, dy = after[0] - before[0], after[1] - before[1]
        length = max((dx * dx + dy * dy) ** 0.5, 1e-6)
        half = widths[i] / 2
        left.append((x - dy / length * half, y + dx / length * half))
        right.append((x + dy / length * half, y - dx / length * half))
    if _area([*left, *reversed(right)]) < 0:  # as the discs turn, else the overlaps would be holes
        left, right = right, left
    path = skia.Path()
    path.moveTo(*left[0])
    _through(path, left)
    path.lineTo(*right[-1])
    _through(path, right[::-1])
    path.close()
    for x, y, width in ((*points[0], widths[0]), (*points[-1], widths[-1])):
        path.addCircle(x, y, width / 2)
    return path


def _area(points: list[Point]) -> float:
    """Twice the signed area: positive when clockwise on the picture."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*points, points[0]]))


def bent(start: Point, end: Point, upper: float, lower: float, forward: float = 1.0) -> Point:
    """The joint (knee, elbow) of two bones that reach from `start` to `end`; `forward` picks the side it bends to."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    reach = max((dx * dx + dy * dy) ** 0.5, 1e-6)
    along = min(max((upper**2 - lower**2 + reach**2) / (2 * reach), -upper), upper)
    aside = max(upper**2 - along**2, 0.0) ** 0.5 * forward
    return start[0] + dx / reach * along + dy / reach * aside, start[1] + dy / reach * along - dx / reach * aside
