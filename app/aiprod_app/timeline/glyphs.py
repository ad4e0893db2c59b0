# SPDX-License-Identifier: Apache-2.0
"""The signs on the heads of tracks."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF


def glyph(painter: QPainter, sign: str, rect: QRectF, ink: QColor, *, on: bool) -> None:
    """Paint a sign in the middle of a rectangle: a letter, "lock", "sync" or "fold"."""
    painter.setPen(QPen(ink, 1.3))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    middle = rect.center()
    if sign == "lock":
        _lock(painter, middle, ink, closed=on)
    elif sign == "sync":
        _sync(painter, middle, on=on)
    elif sign == "fold":
        _fold(painter, middle, folded=on)
    else:
        font = QFont(painter.font())
        font.setPixelSize(10)
        font.setBold(True)
        painter.setFont(font)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, sign)


def _lock(painter: QPainter, middle: QPointF, ink: QColor, *, closed: bool) -> None:
    x, y = middle.x(), middle.y()
    painter.drawArc(QRectF(x - 2.5 - (0 if closed else 2.5), y - 5.5, 5, 6.5), 0, 180 * 16)
    if closed:
        painter.drawLine(QPointF(x - 2.5, y - 2.5), QPointF(x - 2.5, y))
    painter.drawLine(QPointF(x + (2.5 if closed else 0), y - 2.5), QPointF(x + (2.5 if closed else 0), y))
    painter.setBrush(ink)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawRoundedRect(QRectF(x - 4, y - 0.5, 8, 5.5), 1, 1)


def _sync(painter: QPainter, middle: QPointF, *, on: bool) -> None:
    """Two links of a chain, apart when off."""
    x, y, apart = middle.x(), middle.y(), 0.0 if on else 1.2
    painter.drawRoundedRect(QRectF(x - 6.5 - apart, y - 2.3, 7, 4.6), 2.3, 2.3)
    painter.drawRoundedRect(QRectF(x - 0.5 + apart, y - 2.3, 7, 4.6), 2.3, 2.3)
    if not on:
        painter.drawLine(QPointF(x - 2.5, y + 4.5), QPointF(x + 2.5, y - 4.5))


def _fold(painter: QPainter, middle: QPointF, *, folded: bool) -> None:
    x, y = middle.x(), middle.y()
    shape = [(-2, -3.5), (2, 0), (-2, 3.5)] if folded else [(-3.5, -2), (0, 2), (3.5, -2)]
    painter.drawPolyline(QPolygonF([QPointF(x + dx, y + dy) for dx, dy in shape]))
