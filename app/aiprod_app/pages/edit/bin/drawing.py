# SPDX-License-Identifier: Apache-2.0
"""How the bin's items are drawn: rows with a small picture, or cards with a large one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from aiprod.film.time import FrameRate
from aiprod_app.pages.edit.bin.items import Item
from aiprod_app.pages.edit.bin.model import ITEM, Index
from aiprod_app.pages.edit.icons import pixmap
from aiprod_app.theme import tokens
from aiprod_app.timeline.surface import Pixels
from aiprod_app.timeline.thumbnails import Thumbnails

ROW = QSize(200, 46)
CARD = QSize(148, 118)
_STILLS = frozenset({".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff", ".gif", ".exr", ".dpx"})
_SIGNS = {"lines": "speech", "sounds": "sound", "media": "sound", "titles": "title", "shots": "film"}


def length_of(item: Item, rate: FrameRate) -> str:
    """Seconds and frames: "3:12"."""
    if item.frames is None:
        return ""
    seconds, frames = divmod(item.frames, round(rate.fps))
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes}:{seconds:02}:{frames:02}" if minutes else f"{seconds}:{frames:02}"


def image_of(pixels: Pixels) -> QImage:
    """Pixels that are kept elsewhere, as an image to be drawn at once."""
    height, width = pixels.shape
    return QImage(pixels.data, width, height, pixels.strides[0], QImage.Format.Format_RGB32)


class BinDelegate(QStyledItemDelegate):
    """Draws items.

    Args:
        thumbnails: small pictures; asks for what is seen.
        title, note: an item's words.
    """

    def __init__(self, thumbnails: Thumbnails, title: Callable[[Item], str], note: Callable[[Item], str]) -> None:
        super().__init__()
        self.cards = False
        self.rate = FrameRate()
        self.playing = ""
        """Key of the item that the viewer shows."""
        self._thumbnails, self._title, self._note = thumbnails, title, note
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return CARD if self.cards else ROW

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item = index.data(ITEM)
        if not isinstance(item, Item):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = option.rect.adjusted(2, 1, -2, -1)  # type: ignore[attr-defined]
        self._ground(painter, option, rect)
        if self.cards:
            self._card(painter, rect, item)
        else:
            self._row(painter, rect, item)
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect) -> None:
        state = option.state  # type: ignore[attr-defined]
        theme = tokens()
        if state & QStyle.StateFlag.State_Selected:
            _rounded(painter, rect, theme.colour("selection"))
        elif state & QStyle.StateFlag.State_MouseOver:
            _rounded(painter, rect, theme.colour("hover"))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(theme.colour("focus"))
            painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), theme.radius, theme.radius)

    def _row(self, painter: QPainter, rect: QRect, item: Item) -> None:
        theme = tokens()
        picture = QRect(rect.left() + 4, rect.top() + 4, 64, 36)
        self._picture(painter, picture, item)
        length = length_of(item, self.rate)
        side = painter.fontMetrics().horizontalAdvance(length) + 10
        words = QRect(picture.right() + 9, rect.top() + 5, rect.right() - picture.right() - 12, 18)
        painter.setPen(theme.colour("bad" if item.missing else "text"))
        _elided(painter, words.adjusted(0, 0, -side, 0), self._title(item))
        painter.setPen(theme.colour("muted"))
        painter.drawText(words, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, length)
        painter.setFont(_small(painter.font()))
        _elided(painter, words.translated(0, 18).adjusted(0, 0, 0, 0), self._note(item))

    def _card(self, painter: QPainter, rect: QRect, item: Item) -> None:
        theme = tokens()
        picture = QRect(rect.left() + 4, rect.top() + 4, rect.width() - 8, 78)
        self._picture(painter, picture, item)
        painter.setPen(theme.colour("bad" if item.missing else "text"))
        words = QRect(picture.left() + 2, picture.bottom() + 3, picture.width() - 4, 16)
        _elided(painter, words, self._title(item))
        painter.setFont(_small(painter.font()))
        painter.setPen(theme.colour("muted"))
        length = length_of(item, self.rate)
        side = painter.fontMetrics().horizontalAdvance(length) + 6
        below = words.translated(0, 15)
        painter.drawText(below, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, length)
        _elided(painter, below.adjusted(0, 0, -side, 0), self._note(item))

    def _picture(self, painter: QPainter, rect: QRect, item: Item) -> None:
        theme = tokens()
        ratio = painter.device().devicePixelRatio()
        painter.fillRect(rect, theme.colour("well"))
        found = self._thumbnail(item, rect, ratio)
        if found is not None:
            painter.drawImage(rect, found)
        else:
            side = 22
            painter.drawPixmap(rect.center().x() - side // 2, rect.center().y() - side // 2, self._sign(item, side, ratio))
        colour = theme.colour("accent" if item.key == self.playing else "strong_line", 255 if item.key == self.playing else 90)
        painter.setPen(colour)
        painter.drawRect(rect.adjusted(0, 0, -1, -1))
        if item.used or item.chosen:
            _dot(painter, rect, theme.colour("good"))

    def _thumbnail(self, item: Item, rect: QRect, ratio: float) -> QImage | None:
        path: Path | None = item.picture
        if path is None or item.missing:
            return None
        still = path.suffix.lower() in _STILLS
        width, height = round(rect.width() * ratio), round(rect.height() * ratio)
        found = self._thumbnails.get(path, item.still_frame, self.rate.fps, still, width, height)
        return image_of(found) if found is not None else None

    def _sign(self, item: Item, side: int, ratio: float) -> QPixmap:
        key = (_SIGNS[item.group], tokens().muted, side, ratio)
        if key not in self._pixmaps:
            self._pixmaps[key] = pixmap(*key)
        return self._pixmaps[key]


def _rounded(painter: QPainter, rect: QRect, colour: QColor) -> None:
    path = QPainterPath()
    path.addRoundedRect(QRectF(rect), tokens().radius, tokens().radius)
    painter.fillPath(path, colour)


def _dot(painter: QPainter, rect: QRect, colour: QColor) -> None:
    """It is in the film."""
    painter.setPen(tokens().colour("well"))
    painter.setBrush(colour)
    painter.drawEllipse(rect.right() - 10, rect.bottom() - 10, 7, 7)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _small(font: QFont) -> QFont:
    made = QFont(font)
    made.setPixelSize(tokens().small_px)
    return made


def _elided(painter: QPainter, rect: QRect, words: str) -> None:
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
