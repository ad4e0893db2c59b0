# SPDX-License-Identifier: Apache-2.0
"""Making large widgets a little at a time, so that the interface thread is free in between.

A maker is a generator that yields where it can pause; each of its steps takes a few milliseconds. It puts a widget into its place
before it fills it: Qt tells every child of a widget that changes its parent.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

import shiboken6
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

Steps = Iterator[None]

_SLICE_S = 0.004
"""CPU time of a slice; it ends with the step that reaches it."""


def at_once(steps: Steps) -> None:
    """All steps, now."""
    for _ in steps:
        pass


def a_slice(steps: Steps) -> bool:
    """As many steps as fit into a slice. Returns whether there are more."""
    until = time.thread_time() + _SLICE_S
    return any(time.thread_time() >= until for _ in steps)


def warmed(widget: QWidget) -> Steps:
    """Dress and lay out a hidden widget of its final size, from the innermost parts on: showing it then has little left to do."""
    for part in _inside_out(widget):
        part.ensurePolished()
        yield
    for part in reversed(_inside_out(widget)):
        if (layout := part.layout()) is not None:
            layout.activate()
        yield


class Unveiling(QObject):
    """Has the parts of a page painted one after the other, an event each: Qt paints all that changed at once."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._veiled: list[QWidget] = []
        self._next = QTimer(self, interval=0)
        self._next.timeout.connect(self._unveil)

    def veil(self, parts: Sequence[QWidget]) -> None:
        """These are not painted before it is their turn."""
        self.end()
        self._veiled = list(parts)
        for part in parts:
            part.setUpdatesEnabled(False)

    @property
    def at_work(self) -> bool:
        """Whether something is not painted yet."""
        return bool(self._veiled)

    def begin(self) -> None:
        """The first one's turn is soon."""
        self._next.start()

    def end(self) -> None:
        """Everything may be painted."""
        while self._veiled:
            self._unveil()

    def _unveil(self) -> None:
        if self._veiled:
            part = self._veiled.pop(0)
            if shiboken6.isValid(part):
                part.setUpdatesEnabled(True)
        if not self._veiled:
            self._next.stop()


def _inside_out(widget: QWidget) -> list[QWidget]:
    """A widget's parts, each after its own parts; without windows of their own."""
    found: list[QWidget] = []
    for child in widget.children():
        if isinstance(child, QWidget) and not child.isWindow():
            found.extend(_inside_out(child))
    return [*found, widget]
