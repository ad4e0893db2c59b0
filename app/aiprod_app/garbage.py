# SPDX-License-Identifier: Apache-2.0
"""Garbage is collected on the interface thread alone.

Python collects cycles on whichever thread happens to allocate next. A window, a page or a timer in one of them would then be
destroyed on the player's thread, or on one that reads pictures, while the interface paints it or delivers it an event: Qt forbids
that, and the process dies of it, rarely and anywhere.
"""

from __future__ import annotations

import gc
from time import monotonic

from PySide6.QtCore import QObject, QTimer

_LOOK_MS = 100
_FULL_S = 120.0
"""The oldest generation takes longest to look through (tens of milliseconds), and grows slowest."""


class Collector(QObject):
    """Collects, from its making until `end`, what Python would have collected; other threads collect nothing."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._full_at = monotonic()
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def keep(self) -> None:
        """What is there by now stays for good: it is not looked through again."""
        gc.freeze()

    def look(self) -> None:
        """Collect the oldest generation that is due."""
        due = [generation for generation, limit in enumerate(gc.get_threshold()) if gc.get_count()[generation] > limit]
        if 2 in due and monotonic() - self._full_at < _FULL_S:
            due.remove(2)
        if due:
            gc.collect(due[-1])
        if 2 in due:
            self._full_at = monotonic()

    def end(self) -> None:
        """Python collects by itself again."""
        self._timer.stop()
        gc.collect()
        gc.enable()
