# SPDX-License-Identifier: Apache-2.0
"""The keys of one command: taken away, given, and asked about where another command has them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from aiprod_app.commands import own_keys
from aiprod_app.commands.key_field import KeyField
from aiprod_app.commands.keymaps import Keymap, holders, native
from aiprod_app.commands.registry import Commands
from aiprod_app.theme import icon


class KeyEditor(QFrame):
    """Changes the keys of a command.

    Signals:
        given: command, key.
        removed: command, key.
        reset: command.
    """

    given = Signal(str, str)
    removed = Signal(str, str)
    reset = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.command, self._offered = "", ""
        self._keymap: Keymap | None = None
        self.title = QLabel()
        self.title.setProperty("kind", "heading")
        self.field = KeyField()
        self.field.setPlaceholderText(self.tr("Press a key to add"))
        self.field.setAccessibleName(self.tr("New key"))
        self.reset_button = QPushButton(self.tr("Reset this command"))
        self.reset_button.setAutoDefault(False)
        self.chips = QHBoxLayout()
        self._shown_chips: list[QPushButton] = []
        self.warning = QWidget()
        self._lay_out()
        self.field.key_pressed.connect(self.offer)
        self.reset_button.clicked.connect(lambda: self.reset.emit(self.command))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.addWidget(self.title)
        row = QHBoxLayout()
        row.addLayout(self.chips)
        row.addWidget(self.field, 1)
        row.addWidget(self.reset_button)
        column.addLayout(row)
        line = QHBoxLayout(self.warning)
        line.setContentsMargins(0, 0, 0, 0)
        self.words = QLabel()
        self.words.setProperty("kind", "warning")
        self.words.setWordWrap(True)
        self.take, self.leave = QPushButton(self.tr("Take it over")), QPushButton(self.tr("Leave it"))
        line.addWidget(self.words, 1)
        for button, do in ((self.take, self._take), (self.leave, self._leave)):
            button.setAutoDefault(False)
            button.clicked.connect(do)
            line.addWidget(button)
        column.addWidget(self.warning)

    def show_command(self, command: str, keymap: Keymap, *, changed: bool) -> None:
        """Show a command's keys; "" shows none."""
        if command != self.command:
            self._leave()
        self.command, self._keymap = command, keymap
        self.setEnabled(bool(command))
        self.title.setText(Commands.title(command) if command else self.tr("No command is chosen"))
        self.reset_button.setEnabled(changed)
        self._show_chips(keymap.keys.get(command, ()))
        self.warning.setVisible(bool(self._offered))

    def _show_chips(self, keys: tuple[str, ...]) -> None:
        for old in self._shown_chips:
            self.chips.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._shown_chips.clear()
        for key in keys:
            chip = QPushButton(icon("close"), native(key))
            chip.setAutoDefault(False)
            chip.setToolTip(self.tr("Remove {key}").format(key=native(key)))
            chip.setAccessibleName(chip.toolTip())
            chip.clicked.connect(lambda _checked=False, key=key: self.removed.emit(self.command, key))
            self.chips.addWidget(chip)
            self._shown_chips.append(chip)

    def offer(self, key: str) -> None:
        """A key was pressed: it is given at once if nobody has it, else asked about."""
        assert self._keymap is not None
        self._offered = ""
        others = [name for name in holders(self._keymap.keys, key) if name != self.command] if key else []
        if key and own_keys.refusal(key):
            self._warn(self.tr("{key} moves through the interface and can’t be given to a command.").format(key=native(key)))
        elif others:
            self._offered = key
            names = ", ".join(self.tr("“{name}”").format(name=Commands.title(name)) for name in others)
            self._warn(self.tr("{key} belongs to {commands}, which will lose it.").format(key=native(key), commands=names))
        elif key:
            self._give(key)
        else:
            self.warning.hide()

    def _warn(self, words: str) -> None:
        self.words.setText(words)
        self.take.setVisible(bool(self._offered))
        self.leave.setVisible(bool(self._offered))
        self.warning.show()
        self.warning.setAccessibleDescription(words)
        (self.take if self._offered else self.field).setFocus()

    def _give(self, key: str) -> None:
        self._leave()
        self.given.emit(self.command, key)

    def _take(self) -> None:
        self._give(self._offered)

    def _leave(self) -> None:
        self._offered = ""
        self.field.show_key("")
        self.warning.hide()
