# SPDX-License-Identifier: Apache-2.0
"""The diagnostics: every byte of the bundle before it is saved, and the messages of this session."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from aiprod.client.client import AsyncClient
from aiprod.film.errors import AiprodError
from aiprod.wire.base import Nothing
from aiprod.wire.service import BundlePreview
from aiprod_app.messages import Message
from aiprod_app.start import words
from aiprod_app.studio import Studio
from aiprod_app.theme.icons import icon

_SHOWN = 60_000
"""Characters of a file that the preview shows; the bundle holds all of it."""
_SIGNS = {"bad": "error", "warning": "warning", "good": "check", "info": "info"}
_TONES = {"bad": "bad", "warning": "warning", "good": "good", "info": "muted"}


class DiagnosticsDialog(QDialog):
    """Shows what a bundle contains, saves it, and lists what was said."""

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.studio = studio
        self._preview: BundlePreview | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("diagnostics")
        self._build()
        self.retranslate()
        self.resize(860, 600)
        studio.messages.told.connect(self._told)
        studio.engine.ask(lambda client: client.diagnostics.preview(), self._have, self._failed, owner=self)

    # -- parts ---------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._hint, self._state = QLabel(), QLabel()
        self._hint.setWordWrap(True)
        self._hint.setProperty("kind", "muted")
        self._state.setWordWrap(True)
        self.tabs = QTabWidget()
        self.tabs.addTab(self._bundle(), "")
        self.tabs.addTab(self._messages(), "")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(self._hint)
        column.addWidget(self.tabs, 1)
        column.addWidget(self._state)
        column.addLayout(self._buttons())

    def _bundle(self) -> QWidget:
        self.files, self.text = QListWidget(), QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.files.currentRowChanged.connect(self._show_file)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.files)
        split.addWidget(self.text)
        split.setStretchFactor(1, 1)
        split.setSizes([240, 580])
        return split

    def _messages(self) -> QWidget:
        self.said = QListWidget()
        self.said.setWordWrap(True)
        for message in reversed(self.studio.messages.all):
            self.said.addItem(_item(message))
        return self.said

    def _told(self, message: Message) -> None:
        self.said.insertItem(0, _item(message))

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.save, self.closer = QPushButton(), QPushButton()
        self.save.setProperty("kind", "primary")
        self.save.setEnabled(False)
        self.save.clicked.connect(self._ask_where)
        self.closer.clicked.connect(self.accept)
        row.addStretch(1)
        row.addWidget(self.closer)
        row.addWidget(self.save)
        return row

    # -- the bundle ----------------------------------------------------------------------------------------------------

    def _have(self, found: BundlePreview) -> None:
        self._preview = found
        self._state.setText("")
        self.save.setEnabled(True)
        self.files.clear()
        for entry in found.entries:
            size = self.tr("{kilobytes} kB").format(kilobytes=max(1, round(entry.size / 1000)))
            self.files.addItem(self.tr("{name} ({size})").format(name=entry.name, size=size))
        self.files.setCurrentRow(0)

    def _failed(self, error: AiprodError) -> None:
        self._state.setText(self.tr("The engine does not answer; there is nothing to save yet: {why}").format(why=error.why))

    def _show_file(self, row: int) -> None:
        if self._preview is not None and 0 <= row < len(self._preview.entries):
            text = self._preview.entries[row].text
            self.text.setPlainText(text[:_SHOWN])

    def _ask_where(self) -> None:
        name = f"aiprod-diagnostics-{datetime.now(UTC):%Y-%m-%d}.zip"
        dialog = QFileDialog(self, self.tr("Save the diagnostics"), name, self.tr("Zip archives (*.zip)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("zip")
        dialog.fileSelected.connect(lambda chosen: self.save_to(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_to(self, path: Path) -> None:
        """Write the bundle."""

        async def saved(client: AsyncClient) -> Path:
            return await client.save("diagnostics.bundle", Nothing(), path)

        def done(_path: Path) -> None:
            self._state.setText(self.tr("Saved as {path}. Nothing was sent.").format(path=path))

        def failed(error: AiprodError) -> None:
            self._state.setText(self.tr("It could not be saved: {what}. {why}").format(what=error.what, why=error.why))

        self.studio.engine.ask(saved, done, failed, owner=self)

    # -- words ---------------------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Every word in the language in use."""
        self.setWindowTitle(self.tr("Diagnostics"))
        self._hint.setText(
            self.tr("For whoever helps you: versions, checks, settings and the last records of the engine. No films, texts or "
                    "keys. This is all of it, and nothing is sent.")
        )  # fmt: skip
        self.tabs.setTabText(0, self.tr("What the file contains"))
        self.tabs.setTabText(1, self.tr("Messages"))
        self.files.setAccessibleName(self.tr("Files of the bundle"))
        self.text.setAccessibleName(self.tr("Content of the file"))
        self.said.setAccessibleName(self.tr("Messages of this session"))
        self.save.setText(self.tr("Save as a file…"))
        self.closer.setText(self.tr("Close"))
        if self._preview is None:
            self._state.setText(self.tr("The engine gathers what there is…"))


def _item(message: Message) -> QListWidgetItem:
    said = f"{words.when(message.at)}   {message.text}"
    text = f"{said}\n{message.detail}" if message.detail else said
    item = QListWidgetItem(icon(_SIGNS[message.level], _TONES[message.level]), text)
    item.setToolTip(message.detail)
    return item
