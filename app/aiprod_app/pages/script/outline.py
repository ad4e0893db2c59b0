# SPDX-License-Identifier: Apache-2.0
"""The outline: the scenes in their order, to go to and to move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QDropEvent, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from aiprod_app.theme import tokens

Index = QModelIndex | QPersistentModelIndex
_MIME = "application/x-aiprod-scene"
_ROW = 52


@dataclass(frozen=True)
class SceneRow:
    """A scene in the outline: its heading, and time, mood and length in words."""

    id: str
    heading: str
    about: str


class SceneModel(QAbstractListModel):
    """The scenes."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[SceneRow, ...] = ()

    def show_rows(self, rows: Sequence[SceneRow]) -> None:
        """Show other scenes; only what changed is drawn again."""
        new = tuple(rows)
        if new == self.rows:
            return
        if len(new) == len(self.rows):
            self.rows = new
            self.dataChanged.emit(self.index(0), self.index(len(new) - 1))
            return
        self.beginResetModel()
        self.rows = new
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return row.heading
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{index.row() + 1}. {row.heading}. {row.about}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        return usual | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else usual | Qt.ItemFlag.ItemIsDropEnabled

    def mimeTypes(self) -> list[str]:
        return [_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        data.setData(_MIME, str(indexes[0].row()).encode())
        return data

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction


class Outline(QListView):
    """The list.

    Signals:
        chosen: the number of a scene to go to, from 0.
        move_asked: a scene's number, and the number of the scene that it shall stand before.
    """

    chosen = Signal(int)
    move_asked = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scenes = SceneModel(self)
        self.setModel(self.scenes)
        self.setItemDelegate(_SceneDelegate(self))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(True)
        self.clicked.connect(lambda index: self.chosen.emit(index.row()))
        self.activated.connect(lambda index: self.chosen.emit(index.row()))

    def follow(self, scene: int) -> None:
        """The cursor stands in this scene now."""
        index = self.scenes.index(scene) if 0 <= scene < len(self.scenes.rows) else QModelIndex()
        if index != self.currentIndex():
            self.setCurrentIndex(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+Up and Alt+Down move a scene."""
        row = self.currentIndex().row()
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and row >= 0:
            self._ask(row, row - 1 if event.key() == Qt.Key.Key_Up else row + 2)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row >= 0:
            self.chosen.emit(row)
        else:
            super().keyPressEvent(event)

    def _ask(self, row: int, before: int) -> None:
        if 0 <= before <= len(self.scenes.rows) and before not in (row, row + 1):
            self.move_asked.emit(row, before)

    def dropEvent(self, event: QDropEvent) -> None:
        data = event.mimeData()
        if event.source() is not self or not data.hasFormat(_MIME):
            return
        row, index = int(bytes(data.data(_MIME).data())), self.indexAt(event.position().toPoint())
        before = len(self.scenes.rows)
        if index.isValid():
            before = index.row() + (event.position().y() > self.visualRect(index).center().y())
        event.setDropAction(Qt.DropAction.IgnoreAction)  # the screenplay moves it, not the list
        event.accept()
        self._ask(row, before)


class _SceneDelegate(QStyledItemDelegate):
    """Number and heading above, time and mood below."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, SceneModel)
        row, t, box = model.rows[index.row()], tokens(), option.rect
        painter.save()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, t.colour("selection" if selected else "hover"))
        if selected:
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), t.colour("accent"))
        font = QFont(option.font)
        self._line(painter, font, "muted", QRect(box.left() + 8, box.top() + 8, 26, 18), str(index.row() + 1), right=True)
        font.setWeight(QFont.Weight.DemiBold)
        self._line(painter, font, "text", QRect(box.left() + 44, box.top() + 8, box.width() - 54, 18), row.heading)
        font.setWeight(QFont.Weight.Normal)
        font.setPixelSize(t.small_px)
        self._line(painter, font, "muted", QRect(box.left() + 44, box.top() + 28, box.width() - 54, 16), row.about)
        painter.setPen(t.colour("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.restore()

    @staticmethod
    def _line(painter: QPainter, font: QFont, colour: str, box: QRect, text: str, right: bool = False) -> None:
        painter.setFont(font)
        painter.setPen(tokens().colour(colour))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, shown)
