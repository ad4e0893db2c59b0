# SPDX-License-Identifier: Apache-2.0
"""What this program is: its version, its licence, and whom it owes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QTabWidget, QVBoxLayout, QWidget

from aiprod import __version__
from aiprod_app.studio import Studio

_FILES = ("NOTICE", "LICENSE", "THIRD_PARTY_LICENSES.md")
_MOST = 400_000


@dataclass(frozen=True)
class Papers:
    """The texts that belong to the program, "" where they are not installed beside it."""

    notice: str
    licence: str
    third_parties: str


class AboutDialog(QDialog):
    """About AIPROD."""

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("about")
        self.setWindowTitle(self.tr("About AIPROD"))
        title, line = QLabel(self.tr("AIPROD {version}").format(version=__version__)), QLabel()
        title.setProperty("kind", "title")
        line.setProperty("kind", "muted")
        line.setWordWrap(True)
        line.setText(
            self.tr("A film studio on your own machine. Copyright 2026 the AIPROD developers; Apache License 2.0. Shown with Qt "
                    "{qt} (LGPL 3).").format(qt=qVersion())
        )  # fmt: skip
        self.tabs = QTabWidget()
        self.texts = {name: _reader(name) for name in (self.tr("Notice"), self.tr("Licence"), self.tr("Third parties"))}
        for name, text in self.texts.items():
            self.tabs.addTab(text, name)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setText(self.tr("Close"))
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        for widget in (title, line, self.tabs, buttons):
            column.addWidget(widget)
        self.resize(720, 520)
        studio.background.run(papers, self._have, owner=self)

    def _have(self, found: Papers) -> None:
        missing = self.tr("This text is in the folder that AIPROD was installed from.")
        for text, words in zip(self.texts.values(), (found.notice, found.licence, found.third_parties), strict=True):
            text.setPlainText(words or missing)


def papers() -> Papers:
    """The program's texts, from the folder that it runs from."""
    home = next((folder for folder in Path(__file__).resolve().parents if (folder / _FILES[0]).is_file()), None)
    notice, licence, third = (_read(home / name) if home is not None else "" for name in _FILES)
    return Papers(notice, licence, third)


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")[:_MOST]
    except OSError:
        return ""


def _reader(name: str) -> QPlainTextEdit:
    text = QPlainTextEdit()
    text.setReadOnly(True)
    text.setAccessibleName(name)
    return text
