# SPDX-License-Identifier: Apache-2.0
"""The grid of cards, and how a card is drawn. Only what is in sight is drawn, and its picture read."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPainterPath, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from aiprod_app.commands.registry import Commands
from aiprod_app.pages.board.model import COLOURS, BoardModel, Card, SceneHead, says
from aiprod_app.pages.board.pictures import Pictures
from aiprod_app.theme import tokens
from aiprod_app.theme.icons import pixmap

Index = QModelIndex | QPersistentModelIndex
_GAP, _HEAD = 10, 46
_WIDTHS = {"cards": 264, "sheet": 168}
"""How narrow cards get, by view."""
_LINES = {"cards": 92, "sheet": 26}
"""Height of the words below the picture."""
_KEYS = ("board.approve", "board.approve_all", "board.retake")


class BoardView(QListView):
    """The grid.

    Signals:
        shot_chosen: the shot at the cursor, "" where there is none.
    """

    shot_chosen = Signal(str)

    def __init__(self, commands: Commands, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._commands = commands
        self.cards = BoardModel(self)
        self.kind = "cards"
        self.card_size = QSize(280, 240)
        self.setModel(self.cards)
        self.setItemDelegate(_Delegate(self, pictures))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setObjectName("board")
        self.setMouseTracking(True)
        pictures.arrived.connect(lambda _path: self.viewport().update())

    @property
    def current(self) -> str:
        """The shot at the cursor."""
        row = self.currentIndex().row()
        item = self.cards.rows[row] if 0 <= row < len(self.cards.rows) else None
        return item.shot.id if isinstance(item, Card) else ""

    @property
    def chosen(self) -> tuple[str, ...]:
        """The selected shots in the film's order; the one at the cursor where none is."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        found = tuple(item.shot.id for row in rows if isinstance(item := self.cards.rows[row], Card))
        return found or ((self.current,) if self.current else ())

    def choose(self, shot: str) -> None:
        """Put the cursor on a shot."""
        row = self.cards.row_of(shot)
        if row >= 0:
            self.setCurrentIndex(self.cards.index(row))

    def show_kind(self, kind: str) -> None:
        """ "cards", or "sheet": small pictures only."""
        self.kind = kind
        self._measure()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.shot_chosen.emit(self.current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return and its like are the list's own, as the commands see it; here they approve and draw again."""
        pressed = QKeySequence(event.keyCombination())
        for name in _KEYS:
            if pressed in self._commands.actions[name].shortcuts():
                self._commands.do(name)
                return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def _measure(self) -> None:
        """As many columns as fit, all of the same width."""
        room = self.viewport().width() - 2
        least = _WIDTHS[self.kind]
        columns = max(1, room // least)
        width = room // columns
        picture = round((width - 2 * _GAP) * 9 / 16)
        size = QSize(width, picture + _LINES[self.kind] + _GAP)
        if size != self.card_size:
            self.card_size = size
            self.scheduleDelayedItemsLayout()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.viewport().update()


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: BoardView, pictures: Pictures) -> None:
        super().__init__(view)
        self._view, self._pictures = view, pictures

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        if isinstance(self._view.cards.rows[index.row()], SceneHead):
            return QSize(self._view.viewport().width() - 2, _HEAD)
        return self._view.card_size

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = self._view.cards.rows[index.row()]
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if isinstance(row, SceneHead):
            _paint_head(painter, option, row)
        else:
            self._paint_card(painter, option, index, row)
        painter.restore()

    def _paint_card(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, card: Card) -> None:
        t = tokens()
        box = QRectF(option.rect).adjusted(_GAP / 2 + 1, _GAP / 2, -_GAP / 2, -_GAP / 2)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        shape = QPainterPath()
        shape.addRoundedRect(box, t.radius + 2, t.radius + 2)
        painter.fillPath(shape, t.colour("selection" if selected else "hover" if hovered else "raised"))
        picture = QRectF(box.left(), box.top(), box.width(), box.width() * 9 / 16)
        painter.save()
        painter.setClipPath(shape)
        self._paint_picture(painter, picture, card)
        painter.restore()
        below = box.adjusted(10, picture.height() + 6, -10, -6)
        if self._view.kind == "cards":
            _paint_words(painter, option.font, below, card)
        else:
            under = box.adjusted(8, picture.height() + 3, -8, -3).toRect()
            _line(painter, option.font, under, f"{card.length()} · {card.framing()}", "muted", small=True)
        focused = self._view.hasFocus() and self._view.currentIndex().row() == index.row()
        edge = "focus" if focused else "accent" if selected else "strong_line" if t.name == "contrast" else "line"
        painter.setPen(t.colour(edge))
        painter.drawPath(shape)

    def _paint_picture(self, painter: QPainter, box: QRectF, card: Card) -> None:
        t = tokens()
        painter.fillRect(box, t.colour("well"))
        live = self._view.cards.live.get(card.shot.id)
        ratio = self._view.devicePixelRatioF()
        width = 64 * max(1, round(box.width() * ratio / 64 + 0.5))
        found = self._pictures.get(card.picture, width) if card.picture is not None else None
        if live is not None:
            painter.drawImage(_fitted(box, live[0].width(), live[0].height()), live[0])
            _progress(painter, box, live[1])
        elif found is not None:
            painter.setOpacity(0.45 if card.stale else 1.0)
            painter.drawPixmap(_fitted(box, found.width(), found.height()), found, QRectF(found.rect()))
            painter.setOpacity(1.0)
        elif card.picture is None:
            mark = pixmap("pen", 26, "muted", ratio)
            painter.drawPixmap(box.center() - QPointF(13, 13), mark)
        _pill(painter, box, card.shot.id, left=True)
        if (self._view.kind == "sheet" and card.state in ("approved", "made")) or self._view.kind == "cards":
            _mark(painter, box, card, ratio)


def _fitted(box: QRectF, width: int, height: int) -> QRectF:
    """A picture's place in a box, as large as it fits."""
    scale = min(box.width() / max(1, width), box.height() / max(1, height))
    made = QRectF(0, 0, width * scale, height * scale)
    made.moveCenter(box.center())
    return made


def _pill(painter: QPainter, box: QRectF, text: str, left: bool) -> None:
    """Words on a picture, on a dark ground."""
    font = QFont(painter.font())
    font.setPixelSize(tokens().small_px)
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    measures = QFontMetrics(font)
    shown = measures.elidedText(text, Qt.TextElideMode.ElideMiddle, int(box.width() * 0.62))
    pill = QRectF(box.left() + 6, box.top() + 6, measures.horizontalAdvance(shown) + 12, 18)
    if not left:
        pill.moveRight(box.right() - 6)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 170))
    painter.drawRoundedRect(pill, 4, 4)
    painter.setPen(QColor("#ffffff"))
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, shown)


def _mark(painter: QPainter, box: QRectF, card: Card, ratio: float) -> None:
    """A sign for the state on the picture: approved, shot, changed."""
    names = {"approved": "approve", "made": "film", "changed": "refresh", "outdated": "refresh"}
    name = names.get(card.state)
    if name is None:
        return
    disc = QRectF(box.right() - 28, box.top() + 6, 22, 22)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens().colour("window", 225))
    painter.drawEllipse(disc)
    drawn: QPixmap = pixmap(name, 14, COLOURS[card.state], ratio)
    painter.drawPixmap(disc.topLeft() + QPointF(4, 4), drawn)


def _progress(painter: QPainter, box: QRectF, fraction: float) -> None:
    bar = QRectF(box.left(), box.bottom() - 4, box.width(), 4)
    painter.fillRect(bar, tokens().colour("well", 200))
    bar.setWidth(box.width() * min(1.0, max(0.02, fraction)))
    painter.fillRect(bar, tokens().colour("accent"))


def _paint_words(painter: QPainter, font: QFont, box: QRectF, card: Card) -> None:
    """Size and move, what is said or seen, and below: length, cost, state."""
    top, left, width = int(box.top()), int(box.left()), int(box.width())
    _line(painter, font, QRect(left, top, width, 18), card.framing(), "text", bold=True)
    told = says(*card.lines[0]) if card.lines else card.shot.description
    _two_lines(painter, font, QRect(left, top + 20, width, 32), told)
    bottom = QRect(left, int(box.bottom()) - 17, width, 17)
    small = QFont(font)
    small.setPixelSize(tokens().small_px)
    state = card.state_words()
    state_width = min(QFontMetrics(small).horizontalAdvance(state) + 4, width // 2 + 20)
    facts = " · ".join(part for part in (card.length(), card.cost()) if part)
    _line(painter, font, bottom.adjusted(0, 0, -state_width - 6, 0), facts, "muted", small=True)
    right = QRect(bottom.right() - state_width, bottom.top(), state_width, bottom.height())
    _line(painter, font, right, state, COLOURS[card.state], small=True, right=True)


def _line(
    painter: QPainter, font: QFont, box: QRect, text: str, colour: str, *, bold: bool = False, small: bool = False,
    right: bool = False,
) -> None:  # fmt: skip
    made = QFont(font)
    if small:
        made.setPixelSize(tokens().small_px)
    if bold:
        made.setWeight(QFont.Weight.DemiBold)
    painter.setFont(made)
    painter.setPen(tokens().colour(colour))
    shown = QFontMetrics(made).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, shown)


def _two_lines(painter: QPainter, font: QFont, box: QRect, text: str) -> None:
    """Small words on two lines at most, the second shortened."""
    small = QFont(font)
    small.setPixelSize(tokens().small_px)
    painter.setFont(small)
    painter.setPen(tokens().colour("muted"))
    measures, words, first = QFontMetrics(small), text.split(), ""
    while words and measures.horizontalAdvance(f"{first} {words[0]}".strip()) <= box.width():
        first = f"{first} {words.pop(0)}".strip()
    if not first:
        first, words = measures.elidedText(text, Qt.TextElideMode.ElideRight, box.width()), []
    side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(QRect(box.left(), box.top(), box.width(), 16), side, first)
    rest = measures.elidedText(" ".join(words), Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(QRect(box.left(), box.top() + 16, box.width(), 16), side, rest)


def _paint_head(painter: QPainter, option: QStyleOptionViewItem, head: SceneHead) -> None:
    """A scene's heading across the grid."""
    box, font = option.rect.adjusted(8, 16, -8, -6), QFont(option.font)
    bold = QFont(font)
    bold.setWeight(QFont.Weight.Bold)
    number = f"{head.number}   " if head.number else ""
    wide = min(QFontMetrics(bold).horizontalAdvance(number + head.heading) + 14, box.width() * 2 // 3)
    _line(painter, bold, QRect(box.left(), box.top(), wide, box.height()), number + head.heading, "text", bold=True)
    _line(painter, font, box.adjusted(wide, 0, 0, 0), head.about, "muted", small=True)
    painter.setPen(tokens().colour("strong_line" if tokens().name == "contrast" else "raised"))
    painter.drawLine(box.left(), option.rect.bottom() - 2, box.right(), option.rect.bottom() - 2)
