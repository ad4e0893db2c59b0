# SPDX-License-Identifier: Apache-2.0
"""Icon buttons that do a command: its words and keys are their tooltip, and they are greyed where it can't be done."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QToolButton

from aiprod_app.commands.registry import Commands
from aiprod_app.pages.edit.icons import icon


class CommandButton(QToolButton):
    """A button for a command.

    Args:
        commands: the registry.
        command: its id.
        sign: the icon's name.
        checkable: whether it shows a state, which its owner keeps.
    """

    def __init__(self, commands: Commands, command: str, sign: str, *, checkable: bool = False) -> None:
        super().__init__()
        self._commands, self.command, self._sign = commands, command, sign
        self.setObjectName(f"do-{command}")
        self.setProperty("kind", "quiet")
        self.setCheckable(checkable)
        self.setIconSize(QSize(18, 18))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        action = commands.actions[command]
        self.setEnabled(action.isEnabled())
        action.enabledChanged.connect(self.setEnabled)
        self.clicked.connect(self._done)
        commands.keys_changed.connect(self.dress)
        self.dress()

    def _done(self) -> None:
        checked = self.isChecked()
        self._commands.do(self.command)
        if self.isCheckable() and self.isChecked() == checked:
            self.setChecked(checked)

    def show_sign(self, sign: str) -> None:
        """Another icon: play, pause."""
        if sign != self._sign:
            self._sign = sign
            self.setIcon(icon(sign))

    def dress(self) -> None:
        """Words and icon in the language and theme in use."""
        self.setIcon(icon(self._sign))
        self.setToolTip(self._commands.hint(self.command))
        self.setAccessibleName(self._commands.title(self.command))


def divider() -> QFrame:
    """A thin line between groups of buttons."""
    line = QFrame()
    line.setFrameShape(QFrame.Shape.VLine)
    line.setFixedHeight(20)
    line.setEnabled(False)
    return line
