# SPDX-License-Identifier: Apache-2.0
"""The gallery of looks: each on the frame that is under the hands, made on a thread and kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPen, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from aiprod.film.errors import AiprodError
from aiprod.film.grade import ShotGrade
from aiprod_app.background import Background
from aiprod_app.pages.grade.look_names import LOOKS, look_title, look_told
from aiprod_app.pages.grade.preview import Plate, rgb_of
from aiprod_app.theme.tokens import tokens
from aiprod_app.timeline.desk import Desk

_HEIGHT = 84
_CARD = 96
"""Least width of a card, in pixels; they share the gallery's width."""
_MOST = 600
"""Pictures that are kept: every look on some twenty frames."""
Index = QModelIndex | QPersistentModelIndex


class Looks(QAbstractListModel):
    """The looks as a list. A look's picture comes when it can be made."""

    def __init__(self, background: Background, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk: Desk[QImage | Plate] = Desk(background, parent, self._done, most=2 * len(LOOKS))
        self.names = tuple(LOOKS)
        self.current = ""
        self._kept: OrderedDict[Hashable, QImage] = OrderedDict()
        self._frame: Hashable = None
        self._plate: Plate | None = None
        self._grade = ShotGrade(shot="none")

    def show_frame(self, frame: Hashable, image: QImage | None, grade: ShotGrade) -> None:
        """Show the looks on a frame.

        Args:
            frame: stands for the frame.
            image: it as it was shot.
            grade: of its shot; its look is put aside.
        """
        if frame == self._frame and _bare(grade) == self._grade and image is not None:
            return
        if frame != self._frame or self._plate is None:
            self._plate = None
        self._frame, self._grade = frame, _bare(grade)
        self._desk.forget()
        if self._plate is None and image is not None:
            self._desk.ask(("plate", frame), lambda: Plate(rgb_of(image), _HEIGHT))
        self.dataChanged.emit(self.index(0), self.index(len(self.names) - 1))

    def _key(self, name: str) -> Hashable:
        return self._frame, name, self._grade.content_hash()

    def picture(self, name: str) -> QImage | None:
        """A look's picture; asked for if it is not there."""
        key = self._key(name)
        found = self._kept.get(key)
        plate, grade = self._plate, self._grade.changed(look=name)
        if found is None and plate is not None and not self._desk.waits(key):
            self._desk.ask(key, lambda: plate.graded(grade))
        return found

    def _done(self, key: Hashable, found: QImage | Plate | AiprodError) -> None:
        if isinstance(found, Plate):
            if key == ("plate", self._frame):
                self._plate = found
        elif isinstance(found, QImage):
            self._kept[key] = found
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)
        self.dataChanged.emit(self.index(0), self.index(len(self.names) - 1))

    def rowCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's name and default
        return len(self.names)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        name = self.names[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return look_title(name)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return f"{look_title(name)}\n{look_told(name)}"
        if role == Qt.ItemDataRole.UserRole:
            return name
        return None


def _bare(grade: ShotGrade) -> ShotGrade:
    return grade.changed(look="neutral", look_strength=1.0)


class _Card(QStyledItemDelegate):
    """A look's card: its picture, its name, and whether it is the one in use."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        looks, theme = index.model(), tokens()
        assert isinstance(looks, Looks)
        name = looks.names[index.row()]
        box = QRectF(option.rect).adjusted(3, 3, -3, -3)  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        picture = QRectF(box.left(), box.top(), box.width(), box.width() * 9 / 16)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        path = QPainterPath()
        path.addRoundedRect(picture, 4, 4)
        painter.fillPath(path, theme.colour("well"))
        image = looks.picture(name)
        if image is not None:
            painter.setClipPath(path)
            painter.drawImage(picture, image)
            painter.setClipping(False)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        if name == looks.current or focused:
            painter.setPen(QPen(theme.colour("focus" if focused else "accent"), 2))
            painter.drawRoundedRect(picture, 4, 4)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(QPen(theme.colour("muted"), 1))
            painter.drawRoundedRect(picture, 4, 4)
        painter.setPen(theme.colour("text" if name == looks.current else "muted"))
        words = QRectF(box.left(), picture.bottom() + 2, box.width(), box.bottom() - picture.bottom() - 2)
        metrics = painter.fontMetrics()
        title = metrics.elidedText(look_title(name), Qt.TextElideMode.ElideRight, int(words.width()))
        painter.drawText(words, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, title)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        view = self.parent()
        room = view.viewport().width() - 2 if isinstance(view, QListView) else _CARD
        width = room // max(1, room // _CARD)
        return QSize(width, (width - 6) * 9 // 16 + 25)


class Gallery(QListView):
    """The looks to choose from.

    Signals:
        looked_at: a look the pointer rests on, "" when it leaves: shown before it is chosen.
        chosen: a look.
    """

    looked_at = Signal(str)
    chosen = Signal(str)

    def __init__(self, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.looks = Looks(background, self)
        self.setModel(self.looks)
        self.setItemDelegate(_Card(self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setSpacing(0)
        self.setMouseTracking(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.clicked.connect(self._pick)
        self.activated.connect(self._pick)
        self.entered.connect(lambda index: self.looked_at.emit(str(index.data(Qt.ItemDataRole.UserRole))))

    def _pick(self, index: QModelIndex) -> None:
        self.chosen.emit(str(index.data(Qt.ItemDataRole.UserRole)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.looked_at.emit("")

    def show_current(self, name: str) -> None:
        """The look in use."""
        if name == self.looks.current:
            return
        self.looks.current = name
        if name in self.looks.names and not self.hasFocus():
            self.setCurrentIndex(self.looks.index(self.looks.names.index(name)))
        self.viewport().update()

    def retranslate(self) -> None:
        """Names in the language in use."""
        self.setAccessibleName(self.tr("Looks"))
        self.viewport().update()
