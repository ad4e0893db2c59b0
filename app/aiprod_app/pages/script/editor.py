# SPDX-License-Identifier: Apache-2.0
"""The screenplay editor: paragraphs that know what they are, typed as on a screenwriter's typewriter.

Tab changes what the paragraph is, Enter goes on to what comes next. The document's undo is the film's, not the editor's.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from aiprod.production.scripts import Kind, Paragraph
from aiprod_app.pages.script import typing_rules as rules
from aiprod_app.pages.script.completing import Completing
from aiprod_app.pages.script.mirror import Mirror
from aiprod_app.pages.script.page_layout import COLUMNS, SMALLEST_PX, TEXT_PX, Dress, block_format, column, face
from aiprod_app.theme import tokens

_AT_ONCE = 40
"""Paragraphs that are laid out in one go."""


class ScriptEditor(QTextEdit):
    """The page.

    Signals:
        typed: something was typed just now.
        left: the cursor went to another paragraph, or the focus elsewhere.
        moved: the cursor stands in another paragraph, or that is of another kind now.
        shown: all of what was asked to be shown stands on the page.
        pasted: text that was pasted, to be understood by whoever can.
        command_asked: "edit.undo" or "edit.redo": they are the film's, not the page's.
    """

    typed = Signal()
    left = Signal()
    moved = Signal()
    shown = Signal()
    pasted = Signal(str)
    command_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screenplay")
        self.setUndoRedoEnabled(False)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(False)
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.setLineWrapMode(QTextEdit.LineWrapMode.WidgetWidth)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._face = face(TEXT_PX)
        self.document().setDefaultFont(self._face)
        self.document().setDocumentMargin(0)
        self._dress = Dress(self.document())
        self.mirror = Mirror(self.document())
        self.completing = Completing(self)
        self._ours = 0
        self._block = 0
        self._waiting: list[Paragraph] = []
        self._pump = QTimer(self, interval=0)
        self._pump.timeout.connect(self._lay_more)
        self._fit_at, self._fitting = 0, QTimer(self, interval=0)
        self._fitting.timeout.connect(self._fit_more)
        self.document().contentsChange.connect(self._contents_changed)
        self.cursorPositionChanged.connect(self._cursor_moved)
        self._first_format()
        self.retheme()

    def _first_format(self) -> None:
        self._ours += 1
        sheet = self.document().rootFrame().frameFormat()
        sheet.setTopMargin(36)
        sheet.setBottomMargin(160)
        self.document().rootFrame().setFrameFormat(sheet)
        cursor = QTextCursor(self.document())
        cursor.setBlockFormat(block_format("heading", "", self._face))
        self._ours -= 1

    # -- what stands there ---------------------------------------------------------------------------------------------

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Everything that stands on the page."""
        return tuple(self.mirror.all)

    @property
    def complete(self) -> bool:
        """Whether all that was asked to be shown stands there."""
        return not self._waiting

    @property
    def kind(self) -> Kind:
        """Of the paragraph at the cursor."""
        return self.mirror.all[self.textCursor().blockNumber()].kind

    @property
    def here(self) -> int:
        """The place of the paragraph at the cursor."""
        return self.textCursor().blockNumber()

    def show_paragraphs(self, wanted: Sequence[Paragraph]) -> None:
        """Show a screenplay; where it stands there already, nothing moves. The cursor stays where it was, as far as it can."""
        self._ours += 1
        cursor = self.textCursor()
        place, column_, scroll = cursor.blockNumber(), cursor.positionInBlock(), self.verticalScrollBar().value()
        self._waiting = []
        start, end, new = self.mirror.difference(wanted)
        self.mirror.replace(start, end, new[:_AT_ONCE], self._face)
        if len(new) > _AT_ONCE:
            self._waiting, self._waiting_at = list(new[_AT_ONCE:]), start + _AT_ONCE
            self._pump.start()
        self._ours -= 1
        if not self._waiting:
            self.mirror.take_refs(wanted)
        self._wanted = wanted
        self._put_cursor(place, column_)
        self.verticalScrollBar().setValue(scroll)
        if not self._waiting:
            self.shown.emit()

    def _lay_more(self) -> None:
        """The rest of a long screenplay, a little at a time."""
        self._ours += 1
        part, self._waiting = self._waiting[:_AT_ONCE], self._waiting[_AT_ONCE:]
        self.mirror.insert(self._waiting_at, part, self._face)
        self._waiting_at += len(part)
        self._ours -= 1
        if not self._waiting:
            self._pump.stop()
            self.mirror.take_refs(self._wanted)
            self.shown.emit()

    def _put_cursor(self, place: int, column_: int) -> None:
        block = self.document().findBlockByNumber(min(place, self.document().blockCount() - 1))
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + min(column_, block.length() - 1))
        self.setTextCursor(cursor)

    def go_to(self, place: int) -> None:
        """Put the cursor into a paragraph and bring it to the top third of the page."""
        self._put_cursor(place, 10_000)
        top = self.cursorRect().top()
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + top - self.viewport().height() // 4)
        self.setFocus()

    # -- typing --------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._waiting or self.completing.took(event):
            return
        if event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo):
            self.command_asked.emit("edit.undo" if event.matches(QKeySequence.StandardKey.Undo) else "edit.redo")
            return
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) and plain:
            self.turn(-1 if event.key() == Qt.Key.Key_Backtab else 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self._enter()
        elif event.key() == Qt.Key.Key_Backspace and plain and self._backspaced():
            pass
        else:
            super().keyPressEvent(event)
            if event.text() and event.text().isprintable():
                self._formed()
            self.completing.look()

    def turn(self, step: int) -> None:
        """Make the paragraph at the cursor the next kind."""
        self.become(rules.turned(self.kind, step))
        self.completing.look()

    def become(self, kind: Kind) -> None:
        """Make the paragraph at the cursor another kind."""
        cursor, block = self.textCursor(), self.textCursor().block()
        text, was = block.text(), self.kind
        self._format(block, kind, self.mirror.ref(block.blockNumber()))
        if kind == "parenthetical" and not text.startswith("("):
            self._retype(cursor, f"({text})", cursor.positionInBlock() + 1)
        elif was == "parenthetical" and kind != was:
            self._retype(cursor, text.strip("()"), max(0, cursor.positionInBlock() - 1))
        self.moved.emit()
        self.typed.emit()

    def _format(self, block: QTextBlock, kind: Kind, ref: str) -> None:
        QTextCursor(block).setBlockFormat(block_format(kind, ref, self._face))

    def _retype(self, cursor: QTextCursor, text: str, at: int) -> None:
        """Other words for the paragraph at the cursor."""
        block = cursor.block()
        cursor.beginEditBlock()
        cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text)
        cursor.endEditBlock()
        cursor.setPosition(block.position() + max(0, min(at, len(text))))
        self.setTextCursor(cursor)

    def _formed(self) -> None:
        """What was typed may say what the paragraph is."""
        cursor, block = self.textCursor(), self.textCursor().block()
        kind, text = rules.while_typing(self.kind, block.text())
        if kind == self.kind:
            return
        if text != block.text():
            self._retype(cursor, text, cursor.positionInBlock() - 1)
        if kind == "parenthetical" and not text.endswith(")"):
            self._retype(cursor, f"{text})", cursor.positionInBlock())
        self._format(self.textCursor().block(), kind, self.mirror.ref(self.here))
        self.moved.emit()

    def _enter(self) -> None:
        cursor, block = self.textCursor(), self.textCursor().block()
        text, at = block.text(), cursor.positionInBlock()
        self.completing.hide()
        if not text.strip("() "):
            self.become(rules.emptied(self.kind))
            return
        at_end = at >= len(text) or (self.kind == "parenthetical" and at >= len(text) - 1)
        if not at_end or cursor.hasSelection():
            self._split(cursor, at)
            return
        kind = rules.when_left(self.kind, text, self.completing.names)
        if kind != self.kind:
            self._format(block, kind, self.mirror.ref(block.blockNumber()))
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        cursor.insertBlock(block_format(rules.AFTER[kind], "", self._face))
        self._arrived(cursor)

    def _split(self, cursor: QTextCursor, at: int) -> None:
        """In the middle: the rest is a paragraph of its own, of the same kind."""
        kind, ref = self.kind, self.mirror.ref(self.here)
        cursor.insertBlock()
        first, second = (ref, "") if at else ("", ref)
        self._format(cursor.block().previous(), kind, first)
        self._format(cursor.block(), kind, second)
        self._arrived(cursor)

    def _arrived(self, cursor: QTextCursor) -> None:
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        self.typed.emit()
        self.completing.look()

    def _backspaced(self) -> bool:
        """At the beginning of an empty paragraph: it is action first."""
        if self.textCursor().block().text().strip("()") or self.kind == "action" or self.here == 0:
            return False
        self.become("action")
        return True

    def complete_with(self, text: str) -> None:
        """Take a whole paragraph that was offered; a name is gone on from at once."""
        self._retype(self.textCursor(), text, len(text))
        if self.kind == "character":
            self._enter()
        else:
            self.completing.look()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Text of several paragraphs is understood as a screenplay."""
        text = source.text()
        if "\n" in text.strip():
            self.pasted.emit(text)
        else:
            super().insertFromMimeData(source)

    def insert_paragraphs(self, new: Sequence[Paragraph]) -> None:
        """Put paragraphs behind the one at the cursor; in its place where it is empty."""
        if not new:
            return
        here = self.here
        empty = not self.textCursor().block().text().strip("() ")
        self.mirror.insert(here + 1, new, self._face)
        if empty:
            self.mirror.replace(here, here + 1, (), self._face)
        self._put_cursor(here + len(new) - (1 if empty else 0), 10_000)
        self.typed.emit()

    def move_paragraphs(self, start: int, end: int, to: int) -> None:
        """Move paragraphs [start, end) to before the one that stands at `to` now."""
        moved, rest = self.paragraphs[start:end], [*self.paragraphs[:start], *self.paragraphs[end:]]
        at = to if to <= start else to - (end - start)
        self.show_paragraphs([*rest[:at], *moved, *rest[at:]])
        self._put_cursor(at, 10_000)
        self.ensureCursorVisible()
        self.typed.emit()

    # -- following -----------------------------------------------------------------------------------------------------

    def _contents_changed(self, position: int, removed: int, added: int) -> None:
        self.mirror.follow(position, added)
        if not self._ours and (removed or added):
            self.typed.emit()

    def _cursor_moved(self) -> None:
        number = self.textCursor().blockNumber()
        if number != self._block:
            self._block = number
            if not self._ours:
                self.left.emit()
                self.moved.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    # -- the page ------------------------------------------------------------------------------------------------------

    def retheme(self) -> None:
        """The theme's colours: a sheet of paper on the well."""
        t = tokens()
        self.setStyleSheet(
            f"QTextEdit#screenplay {{ background: {t.well}; border: none; padding: 0; border-radius: 0; color: {t.text}; }}"
        )
        self._dress.retheme()
        self._dress.rehighlight()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and getattr(self, "_look", None) != tokens().name:
            self._look = tokens().name
            self.retheme()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        """The sheet in the middle; where there is less room than it needs, smaller letters."""
        room = self.width() - self.verticalScrollBar().sizeHint().width()
        px = TEXT_PX
        while px > SMALLEST_PX and column(face(px)) * COLUMNS > room:
            px -= 1
        if px != self._face.pixelSize():
            self._face = face(px)
            self.document().setDefaultFont(self._face)
            self._fit_at = 0
            self._fitting.start()
        side = max(0, int((room - column(self._face) * COLUMNS) / 2))
        margins = (side, 0, side, 0)
        if getattr(self, "_margins", None) != margins:
            self._margins = margins
            self.setViewportMargins(*margins)

    def _fit_more(self) -> None:
        """Every paragraph for the new size of letters, a little at a time."""
        self._ours += 1
        more = self.mirror.reformat(self._fit_at, 3 * _AT_ONCE, self._face)
        self._ours -= 1
        self._fit_at += 3 * _AT_ONCE
        if not more:
            self._fitting.stop()

    def sizeHint(self) -> QSize:
        return QSize(int(column(self._face) * COLUMNS) + 40, 400)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), tokens().colour("panel" if tokens().name == "dark" else "field"))
        painter.end()
        super().paintEvent(event)
        self._number_scenes(event)

    def _number_scenes(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setFont(self._face)
        painter.setPen(tokens().colour("muted"))
        layout, scroll = self.document().documentLayout(), self.verticalScrollBar().value()
        block = self.cursorForPosition(event.rect().topLeft()).block()
        number = self.mirror.scene_number(block.blockNumber() - 1)
        wide = column(self._face)
        while block.isValid():
            box = layout.blockBoundingRect(block).translated(0, -scroll)
            if box.top() > event.rect().bottom():
                break
            if self.mirror.all[block.blockNumber()].kind == "heading":
                number += 1
                line = block.layout().lineAt(0)
                if line.isValid():
                    where = QRectF(0, box.top() + line.y(), 6 * wide, line.height())
                    painter.drawText(where, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, str(number))
            block = block.next()
        painter.end()
