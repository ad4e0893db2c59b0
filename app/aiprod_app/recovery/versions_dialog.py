# SPDX-License-Identifier: Apache-2.0
"""The dialog with the kept versions of a film."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from aiprod.film.versions import Version, versions
from aiprod_app.start import words
from aiprod_app.studio import Studio

_PATH = Qt.ItemDataRole.UserRole


class VersionsDialog(QDialog):
    """Lists the versions, and brings one back as an edit that can be undone."""

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._found: tuple[Version, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("versions")
        self._build()
        self.retranslate()
        self.resize(480, 420)
        root = studio.film.root
        studio.background.run(lambda: versions(root), self._have, owner=self)

    def _build(self) -> None:
        self._title, self._hint = QLabel(), QLabel()
        self._title.setProperty("kind", "title")
        self._hint.setProperty("kind", "muted")
        self._hint.setWordWrap(True)
        self.list = QListWidget()
        self.list.itemActivated.connect(lambda _item: self.accept())
        self.list.currentRowChanged.connect(lambda _row: self._check())
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setProperty("kind", "primary")
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        for widget in (self._title, self._hint, self.list, self.buttons):
            column.addWidget(widget)

    def _have(self, found: tuple[Version, ...]) -> None:
        self._found = found
        self.list.clear()
        for version in found:
            changes = self.tr("after %n change(s)", "", version.edits)
            text = self.tr("{time}, {changes}").format(time=words.when(version.at), changes=changes)
            item = QListWidgetItem(text)
            item.setData(_PATH, str(version.path))
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self._check()

    def _check(self) -> None:
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(self.list.currentItem() is not None)

    def accept(self) -> None:
        """Bring the chosen version back."""
        item = self.list.currentItem()
        if item is not None:
            tell = partial(self._studio.messages.tell, "good")
            text, detail = self.tr("The version was restored"), self.tr("Undo brings back what was there before.")
            self._studio.film.restore(Path(item.data(_PATH)), lambda _shown: tell(text, detail))
        super().accept()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            self._have(self._found)

    def retranslate(self) -> None:
        """Every word in the language in use."""
        self.setWindowTitle(self.tr("Restore a version"))
        self._title.setText(self.tr("Restore a version"))
        self._hint.setText(self.tr("The last ten versions of what you decided are kept. Restoring one can be undone."))
        self.list.setAccessibleName(self.tr("Kept versions"))
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText(self.tr("Restore"))
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("Cancel"))
