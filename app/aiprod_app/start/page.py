# SPDX-License-Identifier: Apache-2.0
"""The start page: a new film, a film from the disk, the sample, and the films that were open lately."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from aiprod_app.background import Task
from aiprod_app.start.card import FilmCard
from aiprod_app.start.films import FilmFound, look
from aiprod_app.studio import Studio
from aiprod_app.theme.icons import icon
from aiprod_app.widgets.flow import FlowLayout

_MOST = 24
_WIDEST = 1180


class StartPage(QScrollArea):
    """What is shown while no film is open."""

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self.studio = studio
        self.setObjectName("page-start")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.cards: dict[str, FilmCard] = {}
        self._tasks: list[Task] = []
        self._title, self._slogan, self._recent = QLabel(), QLabel(), QLabel()
        self._drop = QLabel()
        self.buttons = {name: QPushButton() for name in ("film.new", "film.open", "film.sample")}
        self.setWidget(self._body())
        self.retranslate()
        studio.settings.changed.connect(self.refresh)

    # -- parts ---------------------------------------------------------------------------------------------------------

    def _body(self) -> QWidget:
        whole, column = QWidget(), QVBoxLayout()
        middle = QHBoxLayout(whole)
        middle.setContentsMargins(32, 28, 32, 28)
        middle.addStretch(1)
        middle.addLayout(column, 100)
        middle.addStretch(1)
        column.setSpacing(10)
        self._title.setProperty("kind", "title")
        self._slogan.setProperty("kind", "muted")
        self._slogan.setWordWrap(True)
        self._recent.setProperty("kind", "heading")
        for label in (self._title, self._slogan):
            column.addWidget(label)
        column.addSpacing(8)
        column.addWidget(self._actions())
        column.addSpacing(18)
        column.addWidget(self._recent)
        column.addWidget(self._shelf())
        column.addWidget(self._drop)
        column.addStretch(1)
        return whole

    def _actions(self) -> QWidget:
        whole = QWidget()
        row = FlowLayout(whole, 10)
        icons = {"film.new": "plus", "film.open": "folder-open", "film.sample": "film"}
        for name, button in self.buttons.items():
            button.setMinimumHeight(36)
            button.clicked.connect(partial(self.studio.commands.do, name))
            if name == "film.new":
                button.setProperty("kind", "primary")
            button.setIcon(icon(icons[name], "on_accent" if name == "film.new" else "text"))
            row.addWidget(button)
        return whole

    def _shelf(self) -> QWidget:
        self._grid = QWidget()
        self._grid.setMaximumWidth(_WIDEST)
        self._flow = FlowLayout(self._grid, 14)
        self._drop.setProperty("kind", "muted")
        self._drop.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self._drop.setWordWrap(True)
        return self._grid

    # -- films ---------------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh(again=True)

    def refresh(self, *, again: bool = False) -> None:
        """Show the films of the list; `again`: look at those on it afresh."""
        roots = self.studio.settings.now.recent[:_MOST]
        if not self.isVisible() or (not again and list(roots) == list(self.cards)):
            return
        for task in self._tasks:
            task.cancel()
        for root in [root for root in self.cards if root not in roots]:
            self._remove(root)
        run = self.studio.background.run
        self._tasks = [run(partial(look, Path(root)), self._found, owner=self) for root in roots]
        self._words_for(bool(roots))

    def _found(self, film: FilmFound) -> None:
        key = str(film.root)
        if key in self.cards:
            self.cards[key].show_film(film)
            return
        card = FilmCard(film)
        opening = self.studio.opening
        card.chosen.connect(partial(self.studio.open_film, film.root))
        card.forgotten.connect(partial(opening.forget, film.root))
        card.located.connect(partial(opening.locate, film.root))
        card.revealed.connect(partial(opening.reveal, film.root))
        self.cards[key] = card
        self._arrange()

    def _arrange(self) -> None:
        """The cards in the list's order."""
        while self._flow.count():
            self._flow.takeAt(0)
        order = [root for root in self.studio.settings.now.recent if root in self.cards]
        self.cards = {root: self.cards[root] for root in order}
        for before, after in zip([None, *order], order, strict=False):
            self._flow.addWidget(self.cards[after])
            if before is not None:
                QWidget.setTabOrder(self.cards[before], self.cards[after])
        self._grid.updateGeometry()

    def _remove(self, root: str) -> None:
        card = self.cards.pop(root)
        self._flow.removeWidget(card)
        card.hide()
        card.deleteLater()

    # -- words ---------------------------------------------------------------------------------------------------------

    def _words_for(self, films: bool) -> None:
        self._recent.setVisible(films)
        hint = self.tr("Or drop a film folder or a screenplay (.fountain, .fdx, .txt) anywhere on this window.")
        self._drop.setText(hint)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Every word in the language in use."""
        self._title.setText(self.tr("What will you film?"))
        self._slogan.setText(self.tr("A sentence or a screenplay becomes a film on this machine. You decide at every step."))
        self._recent.setText(self.tr("Recent films"))
        titles = {
            "film.new": self.tr("New film"), "film.open": self.tr("Open a film…"), "film.sample": self.tr("Open the sample film"),
        }  # fmt: skip
        for name, button in self.buttons.items():
            button.setText(titles[name])
            button.setToolTip(self.studio.commands.hint(name))
        self._words_for(bool(self.cards))
        for card in self.cards.values():
            card.show_film(card.film)
