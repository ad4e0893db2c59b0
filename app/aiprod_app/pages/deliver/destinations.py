# SPDX-License-Identifier: Apache-2.0
"""The list of destinations: receivers' presets, and the user's own settings."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from aiprod.film.film import Film
from aiprod.wire.making import Deliveries, PresetView
from aiprod_app.i18n.languages import language_in_use
from aiprod_app.pages.deliver.choices import format_named, rate_refused
from aiprod_app.pages.deliver.order_form import COLOURS
from aiprod_app.theme import tokens

_NAME = Qt.ItemDataRole.UserRole
_SECOND = Qt.ItemDataRole.UserRole + 1
_REFUSED = Qt.ItemDataRole.UserRole + 2


class Destinations(QListWidget):
    """Receivers, each with what it gets.

    Signals:
        chosen: a preset's name, "" for own settings.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("destinations")
        self.setItemDelegate(_TwoLines(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._known: Deliveries | None = None
        self._film: Film | None = None
        self.currentItemChanged.connect(self._moved)
        self.retranslate()

    def fill(self, known: Deliveries, film: Film) -> None:
        """Show the presets; those that don't take the film's frame rate are shown as refused."""
        if known is self._known and self._film is not None and film.brief.rate == self._film.brief.rate:
            return
        self._known, self._film = known, film
        current = self.currentItem()
        kept = current.data(_NAME) if current else "youtube"
        self.blockSignals(True)
        self.clear()
        for preset in known.presets:
            self.addItem(self._item(preset.name, preset.title[language_in_use()], self._gets(preset, known), preset))
        self.addItem(self._item("", self.tr("Own settings"), self.tr("Any format, colour, size and sound"), None))
        self.blockSignals(current is not None and kept == "")  # own settings stay what they are
        self.choose(kept)
        self.blockSignals(False)

    def choose(self, name: str) -> None:
        """Select one by name."""
        for row in range(self.count()):
            if self.item(row).data(_NAME) == name:
                self.setCurrentRow(row)

    def _item(self, name: str, title: str, gets: str, preset: PresetView | None) -> QListWidgetItem:
        item = QListWidgetItem(title)
        refused = preset is not None and self._film is not None and rate_refused(preset, self._film)
        item.setData(_NAME, name)
        item.setData(_SECOND, self.tr("Doesn’t take this frame rate") if refused else gets)
        item.setData(_REFUSED, refused)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{title}, {item.data(_SECOND)}")
        if preset is not None:
            item.setToolTip("\n".join(part for part in (preset.note.get(language_in_use(), ""), preset.source) if part))
        return item

    def _gets(self, preset: PresetView, known: Deliveries) -> str:
        order = preset.order
        parts = [format_named(known, order.format).title]
        if order.output and order.output != "rec709":
            parts.append(COLOURS[order.output])
        if order.size:
            parts.append(f"{order.size[0]}×{order.size[1]}")
        if order.package:
            parts.append(self.tr("package"))
        return " · ".join(parts)

    def _moved(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(_NAME))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Every word in the language in use."""
        self.setAccessibleName(self.tr("Destinations"))
        if self._known is not None and self._film is not None:
            known, film = self._known, self._film
            self._known = None
            self.fill(known, film)


class _TwoLines(QStyledItemDelegate):
    """A title with a smaller line under it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        metrics = QFontMetrics(option.font)  # type: ignore[attr-defined]
        return QSize(160, metrics.height() * 2 + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        theme = tokens()
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour("selection"))
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), theme.colour("accent"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.colour("hover"))
        inside = rect.adjusted(12, 6, -8, -6)
        refused = bool(index.data(_REFUSED))
        painter.setFont(option.font)  # type: ignore[attr-defined]
        painter.setPen(theme.colour("muted" if refused else "text"))
        self._line(painter, inside, str(index.data(Qt.ItemDataRole.DisplayRole)), Qt.AlignmentFlag.AlignTop)
        small = painter.font()
        small.setPixelSize(theme.small_px)
        painter.setFont(small)
        painter.setPen(theme.colour("warning" if refused else "muted"))
        self._line(painter, inside, str(index.data(_SECOND)), Qt.AlignmentFlag.AlignBottom)
        painter.restore()

    @staticmethod
    def _line(painter: QPainter, rect: QRect, text: str, side: Qt.AlignmentFlag) -> None:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, int(side | Qt.AlignmentFlag.AlignLeading), shown)
