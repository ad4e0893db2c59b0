# SPDX-License-Identifier: Apache-2.0
"""A choice among the document's values, shown in words; it tells what the user chose, never what it was set to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent, QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from aiprod.wire.service import GeneratorView
from aiprod_app.start.hardware import able


class Choice(QComboBox):
    """The choice.

    Signals:
        chosen: the value.
    """

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.activated.connect(lambda row: self.chosen.emit(str(self.itemData(row))))

    def offer(self, choices: Sequence[tuple[str, str]], off: Sequence[tuple[str, str]] = ()) -> None:
        """What may be chosen, value and words; `off`: what may not be, with its reason in the words."""
        before, self_values = self.value, [*choices, *off]
        if [(str(self.itemData(n)), self.itemText(n)) for n in range(self.count())] == self_values:
            return
        self.clear()
        for value, text in self_values:
            self.addItem(text, value)
            self.setItemData(self.count() - 1, text, Qt.ItemDataRole.ToolTipRole)
        model = self.model()
        assert isinstance(model, QStandardItemModel)
        for row in range(len(choices), self.count()):
            item: QStandardItem = model.item(row)
            item.setEnabled(False)
        self.show_value(before)

    def offer_generators(self, found: Sequence[GeneratorView]) -> None:
        """Where pictures can come from; what can't be used says why not."""
        usable = [(item.id, item.title) for item in found if item.available]
        words = self.tr("{name}: {reason}")
        off = [(item.id, words.format(name=item.title, reason=able(item))) for item in found if not item.available]
        self.offer([("auto", self.tr("Best available")), *usable], off)

    @property
    def value(self) -> str:
        return str(self.currentData()) if self.currentIndex() >= 0 else ""

    def show_value(self, value: str) -> None:
        """Show what is; one that is not among the choices is added to them."""
        row = self.findData(value)
        if row < 0 and value:
            self.addItem(self._words(value), value)
            row = self.count() - 1
        self.setCurrentIndex(row)
        self.setToolTip(self.currentText())

    def _words(self, value: str) -> str:
        """Of a value that was not offered: "only:animatic" is a generator that nothing stands in for."""
        one = value.removeprefix("only:")
        if one == value:
            return value
        row = self.findData(one)
        return self.tr("Only {name}").format(name=self.itemText(row) if row >= 0 else one)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Words that have no room are shortened; the tooltip has all of them."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        field = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        room = max(20, field.width() - 6)
        option.currentText = self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)  # type: ignore[attr-defined]
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the panel, it chooses nothing by accident."""
        event.ignore()
