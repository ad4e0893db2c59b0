# SPDX-License-Identifier: Apache-2.0
"""A field that takes a key as it is pressed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

_ALONE = frozenset({
    Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta, Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock, Qt.Key.Key_unknown,
})  # fmt: skip
_LEADS_ON = frozenset({Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape})
"""Keys that leave the field, as everywhere."""


class KeyField(QLineEdit):
    """Shows the key that was pressed in it.

    Signals:
        key_pressed: the key in Qt's portable notation; "" when the field was emptied.
    """

    key_pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setClearButtonEnabled(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.key = ""
        self.textChanged.connect(self._emptied)

    def event(self, event: QEvent) -> bool:
        """Every key is meant for the field, even those of commands."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and event.key() not in _LEADS_ON:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _LEADS_ON:
            super().keyPressEvent(event)
        elif event.key() not in _ALONE:
            modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            self.show_key(QKeySequence(event.key() | modifiers.value).toString(QKeySequence.SequenceFormat.PortableText))
            self.key_pressed.emit(self.key)

    def show_key(self, key: str) -> None:
        """Show a key; "" empties the field."""
        self.key = key
        self.setText(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText))

    def _emptied(self, text: str) -> None:
        if not text and self.key:
            self.key = ""
            self.key_pressed.emit("")
