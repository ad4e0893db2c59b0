# SPDX-License-Identifier: Apache-2.0
"""The preferences. What is changed is seen at once; Cancel takes it back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from aiprod_app.preferences.engine import EnginePage
from aiprod_app.preferences.form import PreferencePage
from aiprod_app.preferences.general import GeneralPage
from aiprod_app.preferences.privacy import PrivacyPage
from aiprod_app.preferences.storage import StoragePage
from aiprod_app.studio import Studio
from aiprod_app.theme import icon

_FIELDS = ("language", "theme", "keymap", "keys", "films", "versions_every")
"""What Cancel takes back. Consents and the cache are asked about by themselves."""


class PreferencesDialog(QDialog):
    """Four pages."""

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.studio = studio
        self.setObjectName("preferences")
        self._before = {field: getattr(studio.settings.now, field) for field in _FIELDS}
        self.list, self.stack = QListWidget(), QStackedWidget()
        self.pages: dict[str, PreferencePage] = {}
        self.resize(820, 600)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addWidget(self.stack, 1)
        column.addLayout(row, 1)
        self.foot = QWidget()
        self.foot.setProperty("kind", "foot")
        QHBoxLayout(self.foot).setContentsMargins(16, 10, 16, 10)
        column.addWidget(self.foot)
        self.list.currentRowChanged.connect(self._turn)
        self._fill()

    def _fill(self, row: int = 0) -> None:
        """Every page in the language in use; also after the language was changed here."""
        self.setWindowTitle(self.tr("Preferences"))
        self.list.setAccessibleName(self.tr("Groups of preferences"))
        self.list.blockSignals(True)
        self.list.clear()
        for page in self.pages.values():
            self.stack.removeWidget(page)
            page.deleteLater()
        self.pages.clear()
        for key, sign, title, make in (
            ("general", "gear", self.tr("General"), GeneralPage), ("storage", "disk", self.tr("Storage"), StoragePage),
            ("privacy", "shield", self.tr("Privacy"), PrivacyPage), ("engine", "chip", self.tr("Engine"), EnginePage),
        ):  # fmt: skip
            self.list.addItem(QListWidgetItem(icon(sign), title))
            self.pages[key] = make(self.studio)
            self.stack.addWidget(self.pages[key])
        self.list.setFixedWidth(max(150, self.list.sizeHintForColumn(0) + 32))
        self.list.blockSignals(False)
        self.list.setCurrentRow(row)
        self._buttons()

    def _buttons(self) -> None:
        layout = self.foot.layout()
        assert layout is not None
        for old in self.foot.findChildren(QDialogButtonBox):
            layout.removeWidget(old)
            old.deleteLater()
        box = QDialogButtonBox()
        self.ok = box.addButton(self.tr("Done"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.cancel = box.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.ok.setProperty("kind", "primary")
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        layout.addWidget(box)

    def show_page(self, key: str) -> None:
        """Turn to "general", "storage", "privacy" or "engine"."""
        self.list.setCurrentRow(list(self.pages).index(key))

    def _turn(self, row: int) -> None:
        self.stack.setCurrentIndex(row)
        list(self.pages.values())[row].shown()

    def changeEvent(self, event: QEvent) -> None:
        """Another language: the words are put again, once the field it was chosen in is done with it."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            QTimer.singleShot(0, self, lambda: self._fill(self.list.currentRow()))

    def reject(self) -> None:
        """Everything as it was."""
        self.studio.settings.change(**self._before)
        super().reject()
