# SPDX-License-Identifier: Apache-2.0
"""Offers of whole paragraphs while a name or a scene heading is typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QListView

from aiprod.film.brief import Language
from aiprod.film.catalogue import PLACES
from aiprod_app.pages.script import typing_rules as rules

if TYPE_CHECKING:
    from aiprod_app.pages.script.editor import ScriptEditor

_TIMES: dict[Language, tuple[str, ...]] = {
    "en": ("DAY", "NIGHT", "DAWN", "MORNING", "AFTERNOON", "DUSK"),
    "fr": ("JOUR", "NUIT", "AUBE", "MATIN", "APRÈS-MIDI", "CRÉPUSCULE"),
}  # fmt: skip
_MOST = 8


class Completing(QObject):
    """The list under the cursor. Up and Down choose, Enter and Tab take, Escape sends it away."""

    def __init__(self, editor: ScriptEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self.names: tuple[str, ...] = ()
        """Of the cast, in capitals."""
        self._places: tuple[str, ...] = ()
        self._language: Language = "en"
        self._model = QStringListModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setWidget(editor)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._popup = QListView()
        self._completer.setPopup(self._popup)
        self._completer.activated.connect(editor.complete_with)

    def learn(self, names: Sequence[str], places: Sequence[str], language: Language) -> None:
        """Who and what may be named: the cast, the film's own places first, then those of the catalogue."""
        self.names = tuple(name.upper() for name in names)
        known = [word.upper() for entry in PLACES for word in (entry.en if language == "en" else entry.fr)[:2]]
        self._places = tuple(dict.fromkeys([place.upper() for place in places] + known))
        self._language = language

    @property
    def visible(self) -> bool:
        return self._popup.isVisible()

    @property
    def offers(self) -> tuple[str, ...]:
        """What is offered now."""
        return tuple(self._model.stringList()) if self.visible else ()

    def look(self) -> None:
        """Offer what fits what was typed."""
        editor = self._editor
        cursor = editor.textCursor()
        text = cursor.block().text()
        offers: tuple[str, ...] = ()
        if cursor.atBlockEnd() and not cursor.hasSelection() and (text or editor.kind == "character"):
            offers = rules.completions(editor.kind, text, self._names_here(), self._places, _TIMES[self._language])[:_MOST]
        if not offers:
            self.hide()
            return
        self._model.setStringList(list(offers))
        box = editor.cursorRect()
        box.setWidth(max(180, self._popup.sizeHintForColumn(0) + 40))
        self._completer.complete(box.translated(0, 4))
        self._popup.setCurrentIndex(self._model.index(0, 0) if text else QModelIndex())

    def _names_here(self) -> tuple[str, ...]:
        """The cast; who spoke last but one comes first, who spoke last comes last."""
        said = [p.text.upper() for p in self._editor.paragraphs[: self._editor.here] if p.kind == "character" and p.text][-2:]
        last = said[-1] if said else ""
        return tuple(sorted(self.names, key=lambda name: (name == last, name not in said)))

    def hide(self) -> None:
        self._popup.hide()

    def took(self, event: QKeyEvent) -> bool:
        """Whether a key was for the list."""
        if not self.visible:
            return False
        popup, key = self._popup, event.key()
        index = popup.currentIndex()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            row = (index.row() + step if index.isValid() else 0) % self._model.rowCount()
            popup.setCurrentIndex(self._model.index(row, 0))
            return True
        if key == Qt.Key.Key_Escape:
            self.hide()
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab) and index.isValid():
            self.hide()
            self._editor.complete_with(str(index.data()))
            return True
        return False
