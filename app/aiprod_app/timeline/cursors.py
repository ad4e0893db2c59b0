# SPDX-License-Identifier: Apache-2.0
"""Cursors that say which edit a press would begin, drawn at first use."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QCursor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

_SIZE = 32
_STANDARD = {
    "arrow": Qt.CursorShape.ArrowCursor, "hand": Qt.CursorShape.OpenHandCursor, "grabbing": Qt.CursorShape.ClosedHandCursor,
    "forbidden": Qt.CursorShape.ForbiddenCursor, "gain": Qt.CursorShape.SizeVerCursor, "range": Qt.CursorShape.IBeamCursor,
}  # fmt: skip
Line = tuple[float, float, float, float]
_BRACKET_IN: tuple[Line, ...] = ((19, 6, 14, 6), (14, 6, 14, 26), (14, 26, 19, 26))
_BRACKET_OUT: tuple[Line, ...] = ((13, 6, 18, 6), (18, 6, 18, 26), (18, 26, 13, 26))
_LEFT = ((9, 16), (3, 16), (6, 12.5), (6, 19.5))
_RIGHT = ((23, 16), (29, 16), (26, 12.5), (26, 19.5))
_LINES: dict[str, tuple[Line, ...]] = {
    "in": _BRACKET_IN,
    "out": _BRACKET_OUT,
    "ripple_in": _BRACKET_IN,
    "ripple_out": _BRACKET_OUT,
    "roll": ((13.5, 7, 13.5, 25), (18.5, 7, 18.5, 25)),
    "slip": ((12, 8, 12, 24), (20, 8, 20, 24), (14.5, 16, 17.5, 16)),
    "slide": ((11, 10, 21, 10), (21, 10, 21, 22), (21, 22, 11, 22), (11, 22, 11, 10)),
    "fade": ((11, 23, 21, 9),),
    "joint": ((16, 8, 16, 24),),
}
_YELLOW = ("ripple_in", "ripple_out")


@cache
def cursor(name: str) -> QCursor:
    """A cursor by name: a tool, or a part of a clip that can be taken."""
    if name in _STANDARD:
        return QCursor(_STANDARD[name])
    pixmap = QPixmap(_SIZE, _SIZE)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = _blade() if name == "blade" else _glass() if name == "zoom" else _arrows(name)
    colour = QColor("#ffd24d" if name in _YELLOW else "#ffffff")
    for pen in (QPen(QColor("#000000"), 4.0), QPen(colour, 1.8)):
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPath(path)
    painter.end()
    return QCursor(pixmap, 16, 16)


def _arrows(name: str) -> QPainterPath:
    """The sign of a trim between two arrows."""
    path = QPainterPath()
    for x0, y0, x1, y1 in _LINES[name]:
        path.moveTo(x0, y0)
        path.lineTo(x1, y1)
    for tail, tip, up, down in (_LEFT, _RIGHT):
        path.moveTo(*tail)
        path.lineTo(*tip)
        path.moveTo(*up)
        path.lineTo(*tip)
        path.lineTo(*down)
    return path


def _blade() -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(16, 4), QPointF(16, 28), QPointF(24, 28), QPointF(24, 8), QPointF(16, 4)]))
    path.moveTo(16, 21)
    path.lineTo(24, 21)
    return path


def _glass() -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QRectF(7, 7, 14, 14))
    path.moveTo(19, 19)
    path.lineTo(26, 26)
    path.moveTo(11, 14)
    path.lineTo(17, 14)
    path.moveTo(14, 11)
    path.lineTo(14, 17)
    return path
