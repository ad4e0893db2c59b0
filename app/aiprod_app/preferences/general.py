# SPDX-License-Identifier: Apache-2.0
"""Language, theme, keys, and where films go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from aiprod.film.files import films_home
from aiprod_app.commands.keyboard import keymap_title
from aiprod_app.commands.keymaps import NAMES
from aiprod_app.preferences.form import PreferencePage


class GeneralPage(PreferencePage):
    """What everybody looks for first."""

    def build(self) -> None:
        now = self.studio.settings.now
        self.title(self.tr("General"))
        languages = (("", self.tr("As the system")), ("en", "English"), ("fr", "Français"))
        self.language = self._choice(languages, now.language, "language")
        self.row(self.tr("&Language"), self.language)
        themes = (
            ("dark", self.tr("Dark")), ("light", self.tr("Light")), ("contrast", self.tr("High contrast")),
            ("system", self.tr("As the system")),
        )  # fmt: skip
        self.theme = self._choice(themes, now.theme, "theme")
        self.row(self.tr("&Theme"), self.theme, self.tr("Dark is best for judging pictures."))
        self.row(self.tr("&Keymap"), self._keys(), self.tr("Your own keys are kept when you change the keymap."))
        self.row(
            self.tr("&Films folder"), self._films(), self.tr("Where new films are made. Films that exist stay where they are.")
        )
        self.choices = self._choices(now.remember_choices)
        self.row(
            self.tr("Takes that you choose"),
            self.choices,
            self.tr("Kept in the film's folder on this computer, and sent nowhere. AIPROD's own model can be tuned to them."),
        )

    def _choices(self, now: bool) -> QCheckBox:
        box = QCheckBox(self.tr("&Remember which take I prefer"))
        box.setChecked(now)
        box.toggled.connect(lambda on: self._set("remember_choices", on))
        return box

    def _choice(self, choices: Sequence[tuple[str, str]], now: str, field: str) -> QComboBox:
        box = QComboBox()
        for value, words in choices:
            box.addItem(words, value)
        box.setCurrentIndex(max(0, box.findData(now)))
        box.activated.connect(lambda _row: self._set(field, box.currentData()))
        return box

    def _set(self, field: str, value: Any) -> None:
        self.studio.settings.change(**{field: value})

    def _keys(self) -> QWidget:
        self.keymap = self._choice([(name, keymap_title(name)) for name in NAMES], self.studio.settings.now.keymap, "keymap")
        button = QPushButton(self.tr("Shortcuts…"))
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self.studio.commands.do("app.keyboard"))
        return _side_by_side(self.keymap, button)

    def _films(self) -> QWidget:
        self.films = QLineEdit(self.studio.settings.now.films)
        self.films.setPlaceholderText(str(films_home()))
        self.films.setMinimumWidth(280)
        self.films.editingFinished.connect(lambda: self._set("films", self.films.text().strip()))
        choose, usual = QPushButton(self.tr("Choose…")), QPushButton(self.tr("Usual place"))
        for button, do in ((choose, self._choose), (usual, lambda: self._have(""))):
            button.setAutoDefault(False)
            button.clicked.connect(do)
        return _side_by_side(self.films, choose, usual)

    def _choose(self) -> None:
        found = QFileDialog.getExistingDirectory(
            self, self.tr("Where new films are made"), self.films.text() or str(films_home())
        )
        if found:
            self._have(found)

    def _have(self, folder: str) -> None:
        self.films.setText(folder)
        self._set("films", folder)


def _side_by_side(first: QWidget, *others: QWidget) -> QWidget:
    """Controls in one row; the first one carries the row's name."""
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    for widget in (first, *others):
        row.addWidget(widget)
    whole.setFocusProxy(first)
    return whole
