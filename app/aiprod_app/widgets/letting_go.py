# SPDX-License-Identifier: Apache-2.0
"""When a control is let go of that has no release of its own: keys, a mouse's wheel, a field."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

PAUSE_MS = 400


class LettingGo(QTimer):
    """Calls `done` once nothing was moved for a moment, so that a row of key presses is one edit."""

    def __init__(self, done: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._done = done
        self.setSingleShot(True)
        self.setInterval(PAUSE_MS)
        self.timeout.connect(done)

    def hold(self) -> None:
        """Something was moved just now."""
        self.start()

    def now(self) -> None:
        """It is let go of at once, if it was held at all."""
        if self.isActive():
            self.stop()
            self._done()
