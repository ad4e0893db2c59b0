# SPDX-License-Identifier: Apache-2.0
"""Words on clips: elided, measured once, and small badges kept as pictures."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from itertools import accumulate

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen, QStaticText, QTransform

from aiprod_app.timeline.colours import qcolor

_MOST_WORDS, _MOST_BADGES = 8_000, 200
_LONGEST = 120
"""Characters of a title that are ever looked at: more do not fit on a screen."""
_HIDDEN = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F))
"""Marks of direction: a title must not turn the words around it."""
_SHAPED_FROM = "\u0590"
"""From Hebrew on, letters may join, turn or stack."""
BADGE_HEIGHT = 12


class Lettering:
    """Fonts, and what was measured with them."""

    def __init__(self) -> None:
        self.set_font(QFont())

    def set_font(self, font: QFont) -> None:
        self.font = QFont(font)
        self.font.setPixelSize(11)
        self.small = QFont(font)
        self.small.setPixelSize(9)
        self.small.setBold(True)
        self.metrics, self._small_metrics = QFontMetricsF(self.font), QFontMetricsF(self.small)
        self._widths: dict[str, float] = {}
        self._ends: dict[str, tuple[str, list[float]]] = {}
        self._elided: dict[tuple[str, int], str] = {}
        self._laid: dict[str, tuple[QStaticText, float]] = {}
        self._badges: OrderedDict[tuple[str, float, str, str], QImage] = OrderedDict()

    def width(self, text: str) -> float:
        """Of a whole line of words."""
        found = self._widths.get(text)
        if found is None:
            if len(self._widths) > _MOST_WORDS:
                self._widths.clear()
            found = self._widths[text] = self.metrics.horizontalAdvance(text)
        return found

    def fitted(self, text: str, room: float) -> str:
        """The text, or as much of it as there is room for."""
        clean, ends = self._measured(text)
        if len(text) <= _LONGEST and (ends[-1] if ends else self.width(clean)) <= room:
            return clean
        if not ends:
            return self._shaped(clean, int(room) >> 2)
        count = bisect_right(ends, room - self.width("…"))
        return clean[:count].rstrip() + "…" if count else "…" if room >= self.width("…") else ""

    def _measured(self, text: str) -> tuple[str, list[float]]:
        """The text without marks of direction, and where each letter ends; nowhere, where letters change beside others."""
        found = self._ends.get(text)
        if found is None:
            clean = text[:_LONGEST].translate(_HIDDEN)
            simple = clean.isascii() or max(clean) < _SHAPED_FROM
            found = (clean, list(accumulate(self.width(letter) for letter in clean)) if simple else [])
            if len(self._ends) > _MOST_WORDS:
                self._ends.clear()
            self._ends[text] = found
        return found

    def _shaped(self, clean: str, steps: int) -> str:
        """As much as there is room for, in steps of four pixels, of words that only Qt can measure."""
        found = self._elided.get((clean, steps))
        if found is None:
            found = self.metrics.elidedText(clean, Qt.TextElideMode.ElideRight, steps * 4 - 2)
            if len(self._elided) > _MOST_WORDS:
                self._elided.clear()
            self._elided[clean, steps] = found
        return found

    def laid(self, text: str) -> tuple[QStaticText, float]:
        """Words ready to be painted, which is twice as fast as laying them out each time, and how far their middle is below
        their top."""
        found = self._laid.get(text)
        if found is None:
            words = QStaticText(text)
            words.setTextFormat(Qt.TextFormat.PlainText)
            words.prepare(QTransform(), self.font)
            if len(self._laid) > _MOST_WORDS:
                self._laid.clear()
            found = self._laid[text] = (words, words.size().height() / 2)
        return found

    def badge(self, text: str, ratio: float, ink: str, ground: str) -> QImage:
        """A small plate with a few characters; "link" is a chain, a text that begins with "=" has a pile of sheets before it."""
        key = (text, ratio, ink, ground)
        found = self._badges.get(key)
        if found is None:
            found = self._badges[key] = self._drawn(text, ratio, ink, ground)
            if len(self._badges) > _MOST_BADGES:
                self._badges.popitem(last=False)
        return found

    def _drawn(self, text: str, ratio: float, ink: str, ground: str) -> QImage:
        pile, words = text.startswith("="), "" if text == "link" else text.removeprefix("=")
        width = 15.0 if text == "link" else self._small_metrics.horizontalAdvance(words) + (16 if pile else 7)
        image = QImage(round(width * ratio), round(BADGE_HEIGHT * ratio), QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(ratio)
        image.fill(0)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(qcolor(ground, 150))
        painter.drawRoundedRect(QRectF(0, 0, width, BADGE_HEIGHT), 3, 3)
        _symbol(painter, text, qcolor(ink))
        if words:
            painter.setFont(self.small)
            painter.setPen(qcolor(ink))
            middle = BADGE_HEIGHT / 2 + (self._small_metrics.ascent() - self._small_metrics.descent()) / 2
            painter.drawText(QPointF(12 if pile else 3.5, middle), words)
        painter.end()
        return image


def _symbol(painter: QPainter, text: str, ink: QColor) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(ink, 1.1))
    if text == "link":
        painter.drawRoundedRect(QRectF(2.5, 4, 6, 4.2), 2, 2)
        painter.drawRoundedRect(QRectF(6.5, 4, 6, 4.2), 2, 2)
    elif text.startswith("="):
        painter.drawRect(QRectF(2.5, 4.5, 5.5, 4.5))
        painter.drawLine(QPointF(4.5, 2.5), QPointF(10, 2.5))
        painter.drawLine(QPointF(10, 2.5), QPointF(10, 7))
