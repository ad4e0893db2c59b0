# SPDX-License-Identifier: Apache-2.0
"""The bin's items as Qt's views want them: items, and below each shot its takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt

from aiprod_app.pages.edit.bin.items import Item

ITEM = int(Qt.ItemDataRole.UserRole)
Index = QModelIndex | QPersistentModelIndex


class BinModel(QAbstractItemModel):
    """Two levels: items, takes.

    Args:
        title: an item's name in the language in use.
        about: its tooltip and accessible description.
        mime: what is dragged for some items.
    """

    def __init__(
        self, title: Callable[[Item], str], about: Callable[[Item], str], mime: Callable[[Sequence[Item]], QMimeData],
        mimes: Sequence[str], parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._items: tuple[Item, ...] = ()
        self._title, self._about, self._mime, self._mimes = title, about, mime, list(mimes)

    @property
    def items(self) -> tuple[Item, ...]:
        return self._items

    def show_items(self, items: tuple[Item, ...]) -> None:
        """Other items; where only what they say changed, views keep their place."""
        alike = [(item.key, [take.key for take in item.takes]) for item in items] == [
            (item.key, [take.key for take in item.takes]) for item in self._items
        ]
        if alike and items:
            self._items = items
            self.dataChanged.emit(self.index(0, 0), self.index(len(items) - 1, 0))
            return
        self.beginResetModel()
        self._items = items
        self.endResetModel()

    def place(self, key: str) -> QModelIndex:
        """Where an item or take is; an invalid index if it isn't shown."""
        for row, item in enumerate(self._items):
            if item.key == key:
                return self.index(row, 0)
            for number, take in enumerate(item.takes):
                if take.key == key:
                    return self.index(number, 0, self.index(row, 0))
        return QModelIndex()

    def item(self, index: Index) -> Item | None:
        if not index.isValid():
            return None
        above = index.internalId()
        return self._items[index.row()] if not above else self._items[above - 1].takes[index.row()]

    # -- Qt's names ----------------------------------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        above = index.internalId() if index.isValid() else 0
        return self.createIndex(above - 1, 0, 0) if above else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        if not parent.isValid():
            return len(self._items)
        return 0 if parent.internalId() else len(self._items[parent.row()].takes)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 1

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        item = self.item(index)
        if item is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._title(item)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self._about(item)
        return item if role == ITEM else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        item = self.item(index)
        return found | Qt.ItemFlag.ItemIsDragEnabled if item is not None and not item.missing else found

    def mimeTypes(self) -> list[str]:
        return self._mimes

    def mimeData(self, indexes: Sequence[Index]) -> QMimeData:  # type: ignore[override]
        return self._mime([item for item in map(self.item, indexes) if item is not None])

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction
