# SPDX-License-Identifier: Apache-2.0
"""The list of models, grouped by what they do."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from aiprod.wire.models import ModelView
from aiprod_app.pages.models import words
from aiprod_app.pages.models.standing import Known, standing
from aiprod_app.theme.icons import icon

_ID = Qt.ItemDataRole.UserRole
_CLOSED = "tests"
"""The group that is closed at first."""


class ModelTree(QTreeWidget):
    """The list.

    Signals:
        chosen: the id of the model that is looked at; "" for none.
        wanted: an id: Enter or a double click asked for what is next with this model.
    """

    chosen = Signal(str)
    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("models")
        self.setColumnCount(3)
        self.setIndentation(14)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setStretchLastSection(False)
        self.rows: dict[str, QTreeWidgetItem] = {}
        self.groups: dict[str, QTreeWidgetItem] = {}
        self.currentItemChanged.connect(lambda item, _before: self.chosen.emit(self._id(item)))
        self.itemActivated.connect(self._activated)

    @staticmethod
    def _id(item: QTreeWidgetItem | None) -> str:
        return str(item.data(0, _ID) or "") if item is not None else ""

    def _activated(self, item: QTreeWidgetItem) -> None:
        if model := self._id(item):
            self.wanted.emit(model)

    @property
    def current(self) -> str:
        """The model that is looked at."""
        return self._id(self.currentItem())

    def show_models(self, models: Iterable[ModelView], known: Known) -> None:
        """All of them, as they stand. What is looked at stays, and so do groups that were opened or closed."""
        found = sorted(models, key=lambda model: (model.role, model.title.casefold()))
        if [model.id for model in found] != [*self.rows] or self._languages_differ():
            self._lay(found)
        for model in found:
            self.show_model(model, known)

    def _languages_differ(self) -> bool:
        return any(item.text(0) != words.said(words.GROUPS[key]) for key, item in self.groups.items())

    def _lay(self, found: list[ModelView]) -> None:
        kept, closed = self.current, {key for key, item in self.groups.items() if not item.isExpanded()}
        first = not self.groups
        self.blockSignals(True)
        self.clear()
        self.rows, self.groups = {}, {}
        for key, title in words.GROUPS.items():
            if any(words.group(model) == key for model in found):
                self.groups[key] = QTreeWidgetItem([words.said(title)])
                self.groups[key].setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        self.addTopLevelItems([*self.groups.values()])
        for model in found:
            self.rows[model.id] = QTreeWidgetItem(self.groups[words.group(model)], [model.title])
            self.rows[model.id].setData(0, _ID, model.id)
            self.rows[model.id].setToolTip(0, model.title)
            self.rows[model.id].setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for key, item in self.groups.items():
            item.setFirstColumnSpanned(True)
            item.setExpanded(key != _CLOSED if first else key not in closed)
        shown = self.rows.get(kept) or (next(iter(self.groups.values())).child(0) if self.groups else None)
        self.setCurrentItem(shown)  # type: ignore[arg-type]
        self.blockSignals(False)
        self.chosen.emit(self.current)

    def show_model(self, model: ModelView, known: Known) -> None:
        """One of them, as it stands."""
        item = self.rows.get(model.id)
        if item is None:
            return
        found = standing(model, known)
        if item.text(2) != found.text or item.data(2, _ID) != found.key:
            item.setText(2, found.text)
            item.setData(2, _ID, found.key)
            item.setIcon(2, icon(found.sign, found.colour))
        item.setText(1, words.size(model.megabytes * 1e6) if model.megabytes else "")
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{model.title}, {found.text}")

    def state_of(self, model: str) -> str:
        """The key of a model's standing, as it is shown."""
        return str(self.rows[model].data(2, _ID) or "")

    def look_at(self, model: str) -> None:
        """Choose one; its group opens."""
        item = self.rows.get(model)
        if item is not None:
            if (group := item.parent()) is not None:
                group.setExpanded(True)
            self.setCurrentItem(item)

    def retranslate(self) -> None:
        """Every word in the language in use."""
        self.setHeaderLabels([self.tr("Model"), self.tr("Size"), self.tr("State")])
        self.setAccessibleName(self.tr("Models"))
