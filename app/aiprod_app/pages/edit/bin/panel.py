# SPDX-License-Identifier: Apache-2.0
"""The bin's panel: search, groups, list or cards, and what can be done with an item."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QStackedWidget,
    QToolButton,
    QTreeView,
    QVBoxLayout,
)

from aiprod.film.time import FrameRate
from aiprod_app.background import Background
from aiprod_app.pages.edit.bin.drawing import CARD, BinDelegate, length_of
from aiprod_app.pages.edit.bin.items import GROUPS, Group, Item, chosen_of
from aiprod_app.pages.edit.bin.model import BinModel
from aiprod_app.pages.edit.dressing import Dressed
from aiprod_app.pages.edit.icons import icon
from aiprod_app.start.dropping import paths_of
from aiprod_app.timeline.thumbnails import Thumbnails
from aiprod_app.widgets.elided import ElidedLabel
from aiprod_app.widgets.steps import Steps


class BinPanel(Dressed):
    """Everything that can be laid on the timeline.

    Signals:
        preview_asked: an Item to be played in the viewer.
        menu_asked: an Item, and where on the screen.
        import_asked: files are to be chosen.
        dropped: paths that were dropped from a file manager.
        remembered: "cards" or "list", and the group: to be kept.
    """

    preview_asked = Signal(object)
    menu_asked = Signal(object, QPoint)
    import_asked = Signal()
    dropped = Signal(object)
    remembered = Signal(bool)

    def __init__(self, background: Background, mime: Callable[[Sequence[Item]], QMimeData], mimes: Sequence[str]) -> None:
        super().__init__()
        self.setProperty("kind", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("bin")
        self.setAcceptDrops(True)
        self._all: tuple[Item, ...] = ()
        self._rate = FrameRate()
        self._redraw = QTimer(self, singleShot=True, interval=40)
        self._redraw.timeout.connect(self._repaint)
        self._thumbnails = Thumbnails(background, self, self._redraw.start)
        self._model = BinModel(self.title, self.about, mime, mimes, self)
        self._delegate = BinDelegate(self._thumbnails, self.title, self.note)

    # -- parts ---------------------------------------------------------------------------------------------------------

    def build(self) -> Steps:
        """Fill it."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        yield
        self.list = _List()
        yield
        self.grid = _Grid()
        self.empty = QLabel(wordWrap=True, alignment=Qt.AlignmentFlag.AlignCenter)
        self.empty.setProperty("kind", "muted")
        self.empty.setContentsMargins(24, 24, 24, 24)
        self.views = QStackedWidget()
        for view in (self.list, self.grid):
            view.setModel(self._model)
            view.setItemDelegate(self._delegate)
            view.clicked.connect(self._clicked)
            view.activated.connect(self._clicked)
            view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            view.customContextMenuRequested.connect(self._menu)
            self.views.addWidget(view)
            yield
        self.grid.setSelectionModel(self.list.selectionModel())
        self.views.addWidget(self.empty)
        self.note_line = ElidedLabel()
        self.note_line.setProperty("kind", "small")
        self.note_line.setContentsMargins(10, 4, 10, 5)
        column.addWidget(self.views, 1)
        column.addWidget(self.note_line)
        yield
        self.retranslate()
        yield

    def _head(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(8, 8, 8, 6)
        column.setSpacing(6)
        above, below = QHBoxLayout(), QHBoxLayout()
        self.search = QLineEdit(clearButtonEnabled=True)
        self.search.setObjectName("bin-search")
        self.search.textChanged.connect(self._choose)
        self.group = QComboBox()
        self.group.setObjectName("bin-group")
        self.group.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.group.setMinimumContentsLength(8)
        self.group.addItem("", None)
        for key in GROUPS:
            self.group.addItem("", key)
        self.group.currentIndexChanged.connect(self._choose)
        self.unused = _button("bin-unused", checkable=True)
        self.unused.toggled.connect(self._choose)
        self.cards = _button("bin-cards", checkable=True)
        self.cards.toggled.connect(self._as_cards)
        self.bring = _button("bin-import")
        self.bring.clicked.connect(self.import_asked)
        above.addWidget(self.search, 1)
        above.addWidget(self.bring)
        below.addWidget(self.group, 1)
        below.addWidget(self.unused)
        below.addWidget(self.cards)
        column.addLayout(above)
        column.addLayout(below)
        return column

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Bin"))
        self.search.setPlaceholderText(self.tr("Search the bin"))
        self.search.setAccessibleName(self.tr("Search the bin"))
        self.group.setAccessibleName(self.tr("What the bin shows"))
        self.group.setItemText(0, self.tr("Everything"))
        for place, title in enumerate(GROUPS.values(), 1):
            self.group.setItemText(place, QCoreApplication.translate("Bin", title))
        for view in (self.list, self.grid):
            view.setAccessibleName(self.tr("What the bin holds"))
        _named(self.unused, self.tr("Only what is not on the timeline"), "follow")
        _named(self.cards, self.tr("As cards"), "grid")
        _named(self.bring, self.tr("Import media…"), "import")
        self._choose()

    # -- what is shown -------------------------------------------------------------------------------------------------

    def show_items(self, items: tuple[Item, ...], rate: FrameRate) -> None:
        self._all, self._rate, self._delegate.rate = items, rate, rate
        self._choose()

    @property
    def items(self) -> tuple[Item, ...]:
        return self._all

    def item(self, key: str) -> Item | None:
        """An item or take by its key."""
        for item in self._all:
            for one in (item, *item.takes):
                if one.key == key:
                    return one
        return None

    def playing(self, key: str) -> None:
        """The item that the viewer shows now, "" for none."""
        self._delegate.playing = key
        self._repaint()

    @property
    def current(self) -> Item | None:
        """The item that keys act on."""
        return self._model.item(self.view.currentIndex())

    @property
    def view(self) -> QAbstractItemView:
        return self.grid if self.cards.isChecked() else self.list

    def select(self, key: str) -> None:
        """Bring an item into sight."""
        place = self._model.place(key)
        if place.isValid():
            self.list.setCurrentIndex(place)
            self.view.scrollTo(place)

    def _choose(self) -> None:
        key, words = (self.current.key if self.current else ""), self.search.text()
        group: Group | None = self.group.currentData()
        found = chosen_of(self._all, words, group, unused=self.unused.isChecked())
        self._model.show_items(found)
        self.views.setCurrentWidget(self.view if found else self.empty)
        self.empty.setText(self._why_empty())
        takes = sum(len(item.takes) for item in found)
        things = self.tr("%n item(s)", "", len(found))
        self.note_line.setText(self.tr("{items}, {takes}").format(items=things, takes=self.tr("%n take(s)", "", takes)))
        if key:
            place = self._model.place(key)
            if place.isValid():
                self.list.setCurrentIndex(place)

    def _why_empty(self) -> str:
        if self._all and (self.search.text() or self.unused.isChecked()):
            return self.tr("Nothing here fits what you look for.")
        if self.group.currentData() == "media":
            return self.tr("Drop your own film, picture and sound files here, or import them.")
        return self.tr("Nothing was made yet. Shots, lines and music appear here as they are made.")

    def _as_cards(self, cards: bool) -> None:
        self._delegate.cards = cards
        self._choose()
        self.remembered.emit(cards)

    def _repaint(self) -> None:
        self.view.viewport().update()

    # -- words ---------------------------------------------------------------------------------------------------------

    def title(self, item: Item) -> str:
        if item.key.startswith("title "):
            return self.tr("Opening title") if item.name == "opening" else self.tr("End title")
        if item.key.startswith("take "):
            return self.tr("{shot}, {label} take").format(shot=item.name, label=item.label) if item.label else item.name
        return item.name

    def note(self, item: Item) -> str:
        if item.missing:
            return self.tr("The file is missing")
        if item.key.startswith("take "):
            return self.tr("{generator} · in the film").format(generator=item.note) if item.chosen else item.note
        if item.group == "sounds":
            buses = {"music": self.tr("Music"), "ambience": self.tr("Ambience"), "effects": self.tr("Effects")}
            return buses.get(item.note, item.note)
        if len(item.takes) > 1:
            takes = self.tr("%n take(s)", "", len(item.takes))
            return self.tr("{takes} · {what}").format(takes=takes, what=item.note) if item.note else takes
        return item.note

    def about(self, item: Item) -> str:
        """The tooltip, and what a screen reader says after the name."""
        parts = [self.title(item), self.note(item), length_of(item, self._rate)]
        if item.used:
            parts.append(self.tr("%n time(s) on the timeline", "", item.used))
        return "\n".join(part for part in parts if part)

    # -- what is done --------------------------------------------------------------------------------------------------

    def _clicked(self, index: Any) -> None:
        item = self._model.item(index)
        if item is not None and not item.missing:
            self.preview_asked.emit(item)

    def _menu(self, where: QPoint) -> None:
        view = self.view
        item = self._model.item(view.indexAt(where))
        if item is not None:
            self.menu_asked.emit(item, view.viewport().mapToGlobal(where))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.dropped.emit(paths_of(event.mimeData()))


class _List(QTreeView):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("bin-list")
        _dress(self)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(16)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _menu_key(self, event):
            super().keyPressEvent(event)


class _Grid(QListView):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("bin-grid")
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setGridSize(CARD + QSize(2, 2))
        _dress(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _menu_key(self, event):
            super().keyPressEvent(event)


def _dress(view: QAbstractItemView) -> None:
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setDragEnabled(True)
    view.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setMouseTracking(True)


def _menu_key(view: QAbstractItemView, event: QKeyEvent) -> bool:
    """The menu key opens the menu at the current item."""
    if event.key() != Qt.Key.Key_Menu or not view.currentIndex().isValid():
        return False
    view.customContextMenuRequested.emit(view.visualRect(view.currentIndex()).center())
    return True


def _button(name: str, *, checkable: bool = False) -> QToolButton:
    button = QToolButton()
    button.setCheckable(checkable)
    button.setObjectName(name)
    button.setProperty("kind", "quiet")
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


def _named(button: QToolButton, words: str, sign: str) -> None:
    button.setAccessibleName(words)
    button.setToolTip(words)
    button.setIcon(icon(sign))
