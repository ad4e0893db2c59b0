# SPDX-License-Identifier: Apache-2.0
"""Who is about to ask for a clip: whoever waits for company knows whether any is on its way."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Coming:
    """The threads that prepare a clip.

    Attributes:
        changed: is notified when somebody comes, hands in, or gives up.
    """

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self._threads: set[int] = set()

    @contextmanager
    def expecting(self) -> Iterator[None]:
        """Around the preparation, in the thread that will hand the clip in."""
        here = threading.get_ident()
        with self.changed:
            outermost = here not in self._threads
            self._threads.add(here)
        try:
            yield
        finally:
            with self.changed:
                if outermost:
                    self._threads.discard(here)
                self.changed.notify_all()

    def arrived(self) -> None:
        """This thread hands its clip in; it is not expected with another for now. Call it holding `changed`."""
        self._threads.discard(threading.get_ident())

    def any(self) -> bool:
        """Whether anybody is on the way. Call it holding `changed`."""
        return bool(self._threads)
