# SPDX-License-Identifier: Apache-2.0
"""The page's paragraphs as data, kept up to date as they change: only what changed is read again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from PySide6.QtGui import QFont, QTextBlock, QTextCursor, QTextDocument

from aiprod.production.scripts import Paragraph
from aiprod_app.pages.script.page_layout import KIND, KINDS, REF, block_format

_OWN = ("heading", "action", "dialogue")
"""Kinds that are something of the film's for themselves, and so have a ref of their own."""


class Mirror:
    """The paragraphs of a document."""

    def __init__(self, document: QTextDocument) -> None:
        self._document = document
        self.all: list[Paragraph] = [read(document.firstBlock())]

    def ref(self, place: int) -> str:
        return self.all[place].ref

    def follow(self, position: int, added: int) -> None:
        """The document changed from a position on, where so many characters stand new."""
        document, count = self._document, self._document.blockCount()
        first = document.findBlock(position)
        last = document.findBlock(min(position + added, document.characterCount() - 1))
        if not first.isValid():
            first = document.lastBlock()
        if not last.isValid():
            last = document.lastBlock()
        start, new = first.blockNumber(), last.blockNumber() - first.blockNumber() + 1
        old = max(0, new - (count - len(self.all)))
        self.all[start : start + old] = _read_some(first, new)
        if len(self.all) != count:
            self.all = _read_some(document.firstBlock(), count)

    def difference(self, wanted: Sequence[Paragraph]) -> tuple[int, int, Sequence[Paragraph]]:
        """Which paragraphs [start, end) must give way to which others, for `wanted` to stand there. Refs don't count."""
        have = self.all
        start, most = 0, min(len(have), len(wanted))
        while start < most and have[start][:2] == wanted[start][:2]:
            start += 1
        back = 0
        while back < most - start and have[-1 - back][:2] == wanted[-1 - back][:2]:
            back += 1
        return start, len(have) - back, wanted[start : len(wanted) - back]

    def take_refs(self, wanted: Sequence[Paragraph]) -> None:
        """The refs of paragraphs that stand there already."""
        for place, paragraph in enumerate(wanted[: len(self.all)]):
            if self.all[place].ref != paragraph.ref:
                self.set_ref(place, paragraph.ref)

    def set_ref(self, place: int, ref: str) -> None:
        """Where it belongs. Nothing is laid out again for that."""
        block = self._document.findBlockByNumber(place)
        made = block.blockFormat()
        made.setProperty(REF, ref)
        self._document.blockSignals(True)
        QTextCursor(block).setBlockFormat(made)
        self._document.blockSignals(False)
        self.all[place] = self.all[place]._replace(ref=ref)

    def replace(self, start: int, end: int, new: Sequence[Paragraph], font: QFont) -> None:
        """Put others in the place of the paragraphs [start, end). A document has one paragraph at least."""
        if start < end:
            self._remove(start, end, bool(new))
        if new and start < end:
            block = self._document.findBlockByNumber(start)
            self._fill(QTextCursor(block), new[0], font)
            self.insert(start + 1, new[1:], font)
        elif new:
            self.insert(start, new, font)

    def _remove(self, start: int, end: int, keep_one: bool) -> None:
        """Delete paragraphs; with `keep_one`, or where nothing else is left, an empty one stays."""
        first, last = self._document.findBlockByNumber(start), self._document.findBlockByNumber(end - 1)
        cursor = QTextCursor(first)
        cursor.setPosition(last.position() + last.length() - 1, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        if keep_one:
            return
        if self._document.blockCount() == 1:
            self.set_ref(0, "")
            return
        if start:
            cursor.deletePreviousChar()
        else:
            kept = cursor.block().next().blockFormat()
            cursor.deleteChar()
            cursor.setBlockFormat(kept)

    def _fill(self, cursor: QTextCursor, paragraph: Paragraph, font: QFont) -> None:
        cursor.setBlockFormat(block_format(paragraph.kind, paragraph.ref, font))
        cursor.insertText(written(paragraph))

    def insert(self, at: int, new: Iterable[Paragraph], font: QFont) -> None:
        """Put paragraphs before the one at a place, or at the end."""
        cursor = QTextCursor(self._document.findBlockByNumber(at - 1 if at else 0))
        if at:
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        cursor.beginEditBlock()
        for number, paragraph in enumerate(new):
            if at or number:
                cursor.insertBlock()
                self._fill(cursor, paragraph, font)
            else:
                first = cursor.blockFormat()
                cursor.insertBlock(first)
                cursor.movePosition(QTextCursor.MoveOperation.PreviousBlock)
                self._fill(cursor, paragraph, font)
        cursor.endEditBlock()

    def reformat(self, start: int, count: int, font: QFont) -> bool:
        """The place of some paragraphs for another size of letters. False: there are none there."""
        block, part = self._document.findBlockByNumber(start), self.all[start : start + count]
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        for paragraph in part:
            QTextCursor(block).setBlockFormat(block_format(paragraph.kind, paragraph.ref, font))
            block = block.next()
        cursor.endEditBlock()
        return bool(part)

    def scene_number(self, place: int) -> int:
        """In which scene a paragraph stands, from 1; 0 before the first."""
        return sum(paragraph.kind == "heading" for paragraph in self.all[: place + 1])

    def named(self, known: Iterable[str]) -> tuple[Paragraph, ...]:
        """All paragraphs, each that is something for itself with a ref that nothing else has. `known`: refs that are taken."""
        taken, seen, scene = set(known) | {paragraph.ref for paragraph in self.all}, set[str](), "s1"
        for place, paragraph in enumerate(self.all):
            if paragraph.kind not in _OWN or not paragraph.text.strip():
                continue
            ref = paragraph.ref
            if not ref or ref in seen:
                ref = _new_ref(paragraph, scene, taken)
                taken.add(ref)
                self.set_ref(place, ref)
            seen.add(ref)
            scene = ref if paragraph.kind == "heading" else scene
        return tuple(self.all)


def _new_ref(paragraph: Paragraph, scene: str, taken: set[str]) -> str:
    stem = "s" if paragraph.kind == "heading" else f"{scene}-{'l' if paragraph.kind == 'dialogue' else 'a'}"
    pattern = re.compile(rf"{re.escape(stem)}(\d+)$")
    number = max((int(found[1]) for ref in taken if (found := pattern.match(ref))), default=0) + 1
    return f"{stem}{number}"


def read(block: QTextBlock) -> Paragraph:
    """A paragraph as data."""
    made = block.blockFormat()
    number, text = made.property(KIND), block.text()
    kind = KINDS[1 if number is None else int(number)]
    return Paragraph(kind, text.strip("()") if kind == "parenthetical" else text, str(made.property(REF) or ""))


def written(paragraph: Paragraph) -> str:
    """A paragraph's words as they stand on the page."""
    text = " ".join(paragraph.text.split())
    return f"({text})" if paragraph.kind == "parenthetical" else text


def _read_some(block: QTextBlock, count: int) -> list[Paragraph]:
    found: list[Paragraph] = []
    while block.isValid() and len(found) < count:
        found.append(read(block))
        block = block.next()
    return found
