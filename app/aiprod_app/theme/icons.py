# SPDX-License-Identifier: Apache-2.0
"""Icons, tinted with the theme in use at the moment they are drawn.

    button.setIcon(icon("blade"))                     the text's colour, the accent while checked, grey while disabled
    row.setIcon(icon("warning", "warning"))           a colour of the theme by its token's name
    painter.drawPixmap(x, y, pixmap("lock", 14))      for widgets that paint themselves

Names, by what they are for (`shapes.py` has the drawings):
  playing: play pause stop reverse step-back step-forward start end previous-cut next-cut loop in out marker record full-screen
    safe-areas compare camera
  tools: select blade trim ripple roll slip slide range hand zoom zoom-in zoom-out fit link unlink snap follow insert overwrite
    replace transition speed freeze enable wand
  tracks: lock unlock eye eye-off sound mute solo sync waveform track microphone music meter
  things: film script board edit grade mix deliver models take takes scene person people image title folder folder-open document
    jobs gear keyboard cloud download chip disk clock money key shield globe sun contrast scope home star tag
  signs: search warning error info help check close plus minus chevron-left chevron-right chevron-up chevron-down arrow-up
    arrow-down more menu undo redo refresh history trash copy paste cut pen filter list grid panel grip external approve reject
    reset dot
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from aiprod_app.theme.shapes import SHAPES
from aiprod_app.theme.tokens import tokens

_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><g fill="none" stroke="{colour}" stroke-width="{pen}" '
    'stroke-linecap="round" stroke-linejoin="round">{shape}</g></svg>'
)
_PEN = 1.7
NAMES = tuple(SHAPES)


def icon(name: str, colour: str = "text", checked: str = "accent") -> QIcon:
    """An icon. KeyError where there is none of that name.

    Args:
        colour: a token's name.
        checked: the token of a button that is switched on.
    """
    return QIcon(_Engine(name, SHAPES[name], colour, checked))


def pixmap(name: str, size: int, colour: str = "text", ratio: float = 1.0) -> QPixmap:
    """An icon as a picture of `size` pixels (device independent; `ratio` device pixels each), in the theme in use now."""
    return _drawn(SHAPES[name], getattr(tokens(), colour), size, ratio)


@lru_cache(maxsize=1024)
def _drawn(shape: str, colour: str, size: int, ratio: float) -> QPixmap:
    """A shape in a colour. A fine pen is kept from fading away in small icons."""
    side = max(1, round(size * ratio))
    svg = _SVG.format(colour=colour, pen=max(_PEN, 24 / size), shape=shape.replace("~", colour))
    found = QPixmap(side, side)
    found.fill(Qt.GlobalColor.transparent)
    painter = QPainter(found)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    found.setDevicePixelRatio(ratio)
    return found


class _Engine(QIconEngine):
    """Draws an icon in the colours of the moment."""

    def __init__(self, name: str, shape: str, colour: str, checked: str) -> None:
        super().__init__()
        self._name, self._shape, self._colour, self._checked = name, shape, colour, checked

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._shape, self._colour, self._checked)

    def iconName(self) -> str:
        return self._name

    def _tint(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        if mode == QIcon.Mode.Disabled:
            return tokens().disabled
        found: str = getattr(tokens(), self._checked if state == QIcon.State.On else self._colour)
        return found

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        drawn = _drawn(self._shape, self._tint(mode, state), side, painter.device().devicePixelRatioF())
        spare = QPoint((rect.width() - side) // 2, (rect.height() - side) // 2)
        painter.drawPixmap(rect.topLeft() + spare, drawn)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return _drawn(self._shape, self._tint(mode, state), min(size.width(), size.height()), 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        return _drawn(self._shape, self._tint(mode, state), max(1, round(min(size.width(), size.height()) / scale)), scale)
