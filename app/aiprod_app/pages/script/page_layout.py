# SPDX-License-Identifier: Apache-2.0
"""The screenplay's page: a typewriter face, and where each kind of paragraph stands, in columns of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QSyntaxHighlighter, QTextBlockFormat, QTextCharFormat, QTextDocument, QTextFormat

from aiprod.production.scripts import Kind
from aiprod_app.theme import tokens

KINDS: tuple[Kind, ...] = ("heading", "action", "character", "parenthetical", "dialogue", "transition")
KIND = QTextFormat.Property.UserProperty.value + 1
REF = QTextFormat.Property.UserProperty.value + 2
COLUMNS = 77
"""Of the page, its margins included."""
_EDGE = 8
_FACES = ("Courier Prime", "Courier New", "Liberation Mono", "Nimbus Mono PS", "Courier", "DejaVu Sans Mono")
TEXT_PX, SMALLEST_PX = 15, 10


@dataclass(frozen=True)
class Place:
    """Where a kind stands: columns left and right of it, lines above it."""

    left: int
    right: int
    above: float
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft


PLACES: dict[Kind, Place] = {
    "heading": Place(_EDGE, _EDGE, 1.7), "action": Place(_EDGE, _EDGE, 0.9), "character": Place(_EDGE + 21, _EDGE, 0.9),
    "parenthetical": Place(_EDGE + 16, _EDGE + 19, 0.0), "dialogue": Place(_EDGE + 11, _EDGE + 14, 0.0),
    "transition": Place(_EDGE, _EDGE, 0.9, Qt.AlignmentFlag.AlignRight),
}  # fmt: skip


def face(px: int) -> QFont:
    """The typewriter face at a size."""
    font = QFont()
    font.setFamilies(list(_FACES))
    font.setStyleHint(QFont.StyleHint.TypeWriter)
    font.setPixelSize(px)
    return font


def column(font: QFont) -> float:
    """How wide a column is."""
    return _measures(font.pixelSize())[0]


@lru_cache(maxsize=16)
def _measures(px: int) -> tuple[float, float]:
    """A column's width and a line's height."""
    measures = QFontMetricsF(face(px))
    return measures.horizontalAdvance("M"), measures.height()


def block_format(kind: Kind, ref: str, font: QFont) -> QTextBlockFormat:
    """A paragraph's format: it carries what the paragraph is."""
    made = QTextBlockFormat(_placed(kind, font.pixelSize()))
    made.setProperty(REF, ref)
    return made


@lru_cache(maxsize=64)
def _placed(kind: Kind, px: int) -> QTextBlockFormat:
    place, (wide, high) = PLACES[kind], _measures(px)
    made = QTextBlockFormat()
    made.setProperty(KIND, KINDS.index(kind))
    made.setLeftMargin(place.left * wide)
    made.setRightMargin(place.right * wide)
    made.setTopMargin(place.above * high)
    made.setAlignment(place.align)
    made.setLineHeight(112, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    return made


class Dress(QSyntaxHighlighter):
    """Capitals, weight and colour of the kinds: they are shown, not typed."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.retheme()

    def retheme(self) -> None:
        """The theme's colours of now."""
        self._formats: dict[int, QTextCharFormat] = {}
        for kind in KINDS:
            made = QTextCharFormat()
            if kind in ("heading", "character", "transition"):
                made.setFontCapitalization(QFont.Capitalization.AllUppercase)
            if kind == "heading":
                made.setFontWeight(QFont.Weight.Bold)
            if kind in ("parenthetical", "transition"):
                made.setForeground(tokens().colour("muted"))
            self._formats[KINDS.index(kind)] = made

    def highlightBlock(self, text: str) -> None:
        kind = self.currentBlock().blockFormat().property(KIND)
        self.setFormat(0, len(text), self._formats[1 if kind is None else int(kind)])
