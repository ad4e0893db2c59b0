# SPDX-License-Identifier: Apache-2.0
"""The shots along the bottom, graded as they are, scene by scene."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from aiprod.film.errors import AiprodError
from aiprod.film.grade import ShotGrade
from aiprod_app.background import Background
from aiprod_app.pages.grade.preview import Plate
from aiprod_app.theme.tokens import tokens
from aiprod_app.timeline.desk import Desk

_HEIGHT = 96
_MOST = 400
_HEAD = 20
Index = QModelIndex | QPersistentModelIndex
Marks = tuple[str, ...]


@dataclass(frozen=True)
class StripShot:
    """A shot on the strip.

    Attributes:
        shot, scene: ids.
        frame: where it begins in the film; -1 where it isn't in it.
        still: a small picture of its take; None where it was not shot yet.
        grade: as it is graded.
        marks: "yours", "scene", "film" (what the user decided there), "own" (instead of the studio).
        first: the scene's title, at its first shot.
    """

    shot: str
    scene: str
    frame: int
    still: Path | None
    grade: ShotGrade
    marks: Marks
    first: str = ""


class Strip(QAbstractListModel):
    """The shots as a list. Their pictures come when they are made."""

    def __init__(self, background: Background, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk: Desk[QImage | Plate] = Desk(background, parent, self._done, most=200)
        self.shots: tuple[StripShot, ...] = ()
        self._kept: OrderedDict[Hashable, QImage | None] = OrderedDict()
        self._plates: OrderedDict[Path, Plate | None] = OrderedDict()
        self._last: dict[str, QImage] = {}

    def show_shots(self, shots: Sequence[StripShot]) -> None:
        """Other shots, or other grades."""
        if [shot.shot for shot in shots] == [shot.shot for shot in self.shots]:
            self.shots = tuple(shots)
            if shots:
                self.dataChanged.emit(self.index(0), self.index(len(shots) - 1))
            return
        self.beginResetModel()
        self._desk.forget()
        self.shots = tuple(shots)
        self.endResetModel()

    def picture(self, shot: StripShot) -> QImage | None:
        """A shot's picture; until it comes, the one with its grade before."""
        key = (shot.still, shot.grade.content_hash())
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        still = shot.still
        if still is not None:
            if still not in self._plates:
                self._ask(("plate", still), lambda: _plate(still))
            else:
                plate = self._plates[still]
                if plate is not None:
                    self._ask(key, lambda: plate.graded(shot.grade))
        return self._last.get(shot.shot)

    def _ask(self, key: Hashable, work: Callable[[], QImage | Plate]) -> None:
        if not self._desk.waits(key):
            self._desk.ask(key, work)

    def _done(self, key: Hashable, found: QImage | Plate | AiprodError) -> None:
        assert isinstance(key, tuple)
        if key[0] == "plate":
            self._plates[key[1]] = found if isinstance(found, Plate) else None
            while len(self._plates) > _MOST:
                self._plates.popitem(last=False)
        else:
            self._kept[key] = found if isinstance(found, QImage) else None
            for shot in self.shots:
                if isinstance(found, QImage) and shot.still == key[0]:
                    self._last[shot.shot] = found
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)
        if self.shots:
            self.dataChanged.emit(self.index(0), self.index(len(self.shots) - 1))

    def rowCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's name and default
        return len(self.shots)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        shot = self.shots[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return shot.shot
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.told(shot)
        return None

    def told(self, shot: StripShot) -> str:
        """A shot and who graded it, as a sentence."""
        words = {
            "yours": self.tr("Shot {shot}: changed by you"),
            "scene": self.tr("Shot {shot}: changed by you for its scene"),
            "film": self.tr("Shot {shot}: changed by you for the whole film"),
            "own": self.tr("Shot {shot}: matched or graded by you instead of the studio"),
            "none": self.tr("Shot {shot}: not shot yet"),
            "": self.tr("Shot {shot}: graded by the studio"),
        }
        which = "none" if shot.still is None else shot.marks[0] if shot.marks else ""
        return words[which].format(shot=shot.shot)


def _plate(still: Path) -> Plate:
    from aiprod.media.pictures import read_picture

    return Plate(read_picture(still), _HEIGHT)


class _Frame(QStyledItemDelegate):
    """A shot's frame with its marks, and above the first of a scene its title."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        strip, theme = index.model(), tokens()
        assert isinstance(strip, Strip)
        shot = strip.shots[index.row()]
        rect, state = QRectF(option.rect), option.state  # type: ignore[attr-defined]
        selected, focused = bool(state & QStyle.StateFlag.State_Selected), bool(state & QStyle.StateFlag.State_HasFocus)
        picture = QRectF(rect.left() + 3, rect.top() + _HEAD, rect.width() - 6, rect.height() - _HEAD - 22)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        self._scene(painter, rect, shot)
        path = QPainterPath()
        path.addRoundedRect(picture, 3, 3)
        painter.fillPath(path, theme.colour("well"))
        image = strip.picture(shot)
        if image is not None:
            painter.setClipPath(path)
            painter.drawImage(_filled(picture, image), image)
            painter.setClipping(False)
        if selected or focused:
            painter.setPen(QPen(theme.colour("focus" if focused else "accent"), 2))
            painter.drawRoundedRect(picture, 3, 3)
        self._marks(painter, picture, shot)
        painter.setPen(theme.colour("text" if selected else "muted"))
        words = QRectF(picture.left(), picture.bottom() + 2, picture.width(), 18)
        name = painter.fontMetrics().elidedText(shot.shot, Qt.TextElideMode.ElideMiddle, int(words.width()))
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, name)
        painter.restore()

    @staticmethod
    def _scene(painter: QPainter, rect: QRectF, shot: StripShot) -> None:
        theme = tokens()
        painter.setPen(QPen(theme.colour("strong_line", 160), 1))
        left = rect.left() + (3 if shot.first else 0)
        painter.drawLine(int(left), int(rect.top()) + _HEAD - 5, int(rect.right()), int(rect.top()) + _HEAD - 5)
        font = QFont(painter.font())
        font.setPixelSize(theme.small_px)
        painter.setFont(font)
        if shot.first:
            painter.setPen(theme.colour("muted"))
            title = painter.fontMetrics().elidedText(shot.first, Qt.TextElideMode.ElideRight, int(rect.width()) - 6)
            painter.drawText(
                QRectF(rect.left() + 3, rect.top() - 1, rect.width() - 6, _HEAD - 4), Qt.AlignmentFlag.AlignVCenter, title
            )

    @staticmethod
    def _marks(painter: QPainter, picture: QRectF, shot: StripShot) -> None:
        """Dots in the corner: yours is full, of the scene or the film is a ring, instead of the studio a square."""
        theme, x = tokens(), picture.right() - 12
        for mark in shot.marks:
            painter.setPen(QPen(QColor("#101214"), 1.4))
            box = QRectF(x, picture.top() + 4, 8, 8)
            painter.setBrush(theme.colour("accent") if mark in ("yours", "own") else QColor(255, 255, 255, 220))
            painter.drawRect(box) if mark == "own" else painter.drawEllipse(box)
            x -= 12

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(126, _HEAD + 68 + 22)


def _filled(box: QRectF, image: QImage) -> QRectF:
    """Where a picture is drawn to fill a box."""
    scale = max(box.width() / image.width(), box.height() / image.height())
    width, height = image.width() * scale, image.height() * scale
    return QRectF(box.center().x() - width / 2, box.center().y() - height / 2, width, height)


class ShotStrip(QListView):
    """The strip.

    Signals:
        shot_asked: go to this shot (StripShot).
    """

    shot_asked = Signal(object)

    def __init__(self, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.strip = Strip(background, self)
        self.setModel(self.strip)
        self.setItemDelegate(_Frame(self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setFixedHeight(_HEAD + 68 + 22 + 14)
        self.setStyleSheet(
            "QListView::item { padding: 0; } QListView::item:selected, QListView::item:hover { background: transparent; }"
        )
        self._quiet = False
        self.selectionModel().currentChanged.connect(self._asked)
        self.clicked.connect(lambda index: self._asked(index, index))

    def _asked(self, index: QModelIndex, _before: QModelIndex) -> None:
        if not self._quiet and index.isValid():
            self.shot_asked.emit(self.strip.shots[index.row()])

    def stand_on(self, shot: str) -> None:
        """The shot under the playhead."""
        row = next((number for number, known in enumerate(self.strip.shots) if known.shot == shot), -1)
        if row >= 0 and self.currentIndex().row() != row:
            self._quiet = True
            self.setCurrentIndex(self.strip.index(row))
            self.scrollTo(self.strip.index(row))
            self._quiet = False

    def retranslate(self) -> None:
        """Names in the language in use."""
        self.setAccessibleName(self.tr("Shots of the film"))
        self.viewport().update()
