# SPDX-License-Identifier: Apache-2.0
"""The commands at work: one action each, with its keys, done by whoever on the screen can do it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from aiprod_app.commands.keymaps import Keymap, holders, portable
from aiprod_app.commands.table import BY_ID, COMMANDS

_OF_WIDGETS = {
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter,
}  # fmt: skip
"""Keys that lists, sliders and buttons need for themselves while they have the focus."""


@dataclass(frozen=True)
class _Binding:
    owner: QObject
    do: Callable[[], None]
    can: Callable[[], bool] | None

    @property
    def present(self) -> bool:
        """Whether its owner is there to do it now."""
        if not shiboken6.isValid(self.owner):
            return False
        return self.owner.isVisible() if isinstance(self.owner, QWidget) else True

    @property
    def able(self) -> bool:
        return self.present and (self.can is None or self.can())


class Commands(QObject):
    """All commands.

    Signals:
        done: the id of a command that was just carried out.
        keys_changed: another keymap is in use.
    """

    done = Signal(str)
    keys_changed = Signal()

    def __init__(self, keymap: Keymap, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bindings: dict[str, list[_Binding]] = {}
        self.actions: dict[str, QAction] = {command.id: self._action(command.id) for command in COMMANDS}
        self.keymap = keymap
        self._soon = QTimer(self, singleShot=True, interval=1)
        self._soon.timeout.connect(self.refresh)
        self._put_to_work()

    def _action(self, command: str) -> QAction:
        action = QAction(self)
        action.setObjectName(command)
        action.setEnabled(False)
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(lambda _checked=False: self.do(command))
        return action

    def attach(self, window: QWidget) -> None:
        """Have the keys work in a window."""
        for action in self.actions.values():
            window.addAction(action)
        window.installEventFilter(self)

    def retranslate(self) -> None:
        """The actions' words in the language in use."""
        for name, action in self.actions.items():
            action.setText(self.title(name))

    def use(self, keymap: Keymap) -> None:
        """Another keymap. A key that several commands want does the one that is able to, the first in the table's order."""
        if keymap != self.keymap:
            self.keymap = keymap
            self._put_to_work()

    def _put_to_work(self) -> None:
        for name, action in self.actions.items():
            action.setShortcuts([QKeySequence(key) for key in self.keymap.keys.get(name, ())])
        self.retranslate()
        self.keys_changed.emit()

    def bind(self, name: str, do: Callable[[], None], owner: QObject, can: Callable[[], bool] | None = None) -> None:
        """`owner` can do a command while it is visible (a widget) or exists; where several can, the last one bound does it.

        Args:
            can: whether it makes sense now; asked often, must be quick.
        """
        if name not in BY_ID:
            raise KeyError(name)
        self._bindings.setdefault(name, []).append(_Binding(owner, do, can))
        self.refresh(name)

    def refresh_soon(self) -> None:
        """Find out again what can be done, in an event of its own: however often it was asked for meanwhile, once."""
        self._soon.start()

    @property
    def refreshes_soon(self) -> bool:
        return self._soon.isActive()

    def refresh(self, *names: str) -> None:
        """Find out again what can be done: after a page was changed, a film opened, a selection made. No names: all."""
        if not names:
            self._soon.stop()
        for name in names or tuple(self._bindings):
            kept = [binding for binding in self._bindings.get(name, []) if shiboken6.isValid(binding.owner)]
            self._bindings[name] = kept
            self.actions[name].setEnabled(any(binding.able for binding in kept))

    def do(self, name: str) -> bool:
        """Carry a command out. False when nobody can do it now."""
        for binding in reversed(self._bindings.get(name, [])):
            if binding.able:
                binding.do()
                self.done.emit(name)
                return True
        return False

    @staticmethod
    def title(name: str) -> str:
        """A command's words in the language in use."""
        return QCoreApplication.translate("Commands", BY_ID[name].title)

    def keys(self, name: str) -> str:
        """Its first key as this system writes it, "" if it has none."""
        found = self.actions[name].shortcut()
        return found.toString(QKeySequence.SequenceFormat.NativeText)

    def hint(self, name: str) -> str:
        """For a tooltip: "Blade (Ctrl+B)"."""
        keys = self.keys(name)
        return f"{self.title(name)} ({keys})" if keys else self.title(name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave keys to the widget that has the focus, where it needs them itself.

        A key that the focus did not claim for itself comes up to its window before any command hears of it.
        """
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._kept(event):
            event.accept()
            return True
        return False

    def _kept(self, event: QKeyEvent) -> bool:
        widget = QApplication.focusWidget()
        if _is_typed_into(widget):
            pressed = portable(QKeySequence(event.keyCombination()).toString(QKeySequence.SequenceFormat.PortableText))
            return not any(BY_ID[name].typing for name in holders(self.keymap.keys, pressed))
        return _keeps(widget, event)


def _is_typed_into(widget: QWidget | None) -> bool:
    """Whether keys are letters for it."""
    if _is(widget, "QLineEdit", "QPlainTextEdit", "QTextEdit"):
        return widget is not None and not widget.property("readOnly")
    if _is(widget, "QComboBox"):
        return widget is not None and bool(widget.property("editable"))
    return _is(widget, "QAbstractSpinBox", "QKeySequenceEdit")


def _is(widget: QWidget | None, *kinds: str) -> bool:
    """Whether it is of one of Qt's kinds. They are named as text: importing eleven classes would cost the start 10 ms."""
    return widget is not None and any(widget.inherits(kind) for kind in kinds)


def _keeps(widget: QWidget | None, event: QKeyEvent) -> bool:
    if event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier):
        return False
    if event.key() not in _OF_WIDGETS:
        return False
    if _is(widget, "QAbstractButton"):
        return event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return _is(widget, "QAbstractItemView", "QAbstractSlider", "QComboBox", "QTabBar")
