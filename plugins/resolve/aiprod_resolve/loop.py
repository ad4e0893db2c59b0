# SPDX-License-Identifier: Apache-2.0
"""The loop on the host's thread: the host draws, one step is made, the host draws, …

The dispatcher's own RunLoop would hold Python and starve the network's threads, so it is stepped. Builds whose dispatcher can't
be stepped get RunLoop: there steps are made on a timer, where its events arrive, and on every event of the window.
"""

import os
import time
from contextlib import suppress
from typing import Any, Callable

from aiprod_resolve import places
from aiprod_resolve.panel import Panel

REST_S = 0.03
BREATH_S = 0.001
LOST_AFTER = 5
"""So many failures of the host in a row mean that it has quit."""


def run_stepped(panel: Panel, dispatcher: Any, refresh: Callable[[], None], sleep: Callable[[float], None] = time.sleep) -> None:
    """Until the panel is closed. `refresh` brings the window up to date."""
    shown = 0.0
    while panel.open:
        dispatcher.StepLoop()
        worked = panel.step()
        if time.monotonic() - shown > 0.2:
            shown = time.monotonic()
            refresh()
        sleep(BREATH_S if worked else REST_S)


def run_windowless(panel: Panel, alone: "Alone", sleep: Callable[[float], None] = time.sleep) -> None:
    """Until the host quits, or the script is started a second time."""
    checked, failures = 0.0, 0
    while panel.open:
        worked = panel.step()
        if time.monotonic() - checked > 2.0:
            checked = time.monotonic()
            failures = 0 if answers(panel) else failures + 1
            if failures >= LOST_AFTER or not alone.still():
                break
        sleep(BREATH_S if worked else REST_S)


def answers(panel: Panel) -> bool:
    """Whether the host is there at all: one that has quit raises, one that shows a dialog says no."""
    try:
        panel.host.resolve.GetProductName()
    except Exception:  # noqa: BLE001 - that is the question
        return False
    return True


def can_step(dispatcher: Any) -> bool:
    """Whether a dispatcher can be stepped: by its list of names, then by trying. Asked once, before the window is shown."""
    try:
        if "StepLoop" in dir(dispatcher):
            return True
        dispatcher.StepLoop()
    except Exception:  # noqa: BLE001 - then it can't
        return False
    return True


class Alone:
    """One panel for each host: who starts last stays."""

    def __init__(self) -> None:
        self._path = places.panels_folder() / "resolve-running.json"
        self._mine = {"pid": os.getpid(), "started": time.time()}
        places.write_private(self._path, self._mine)

    def still(self) -> bool:
        """False once another one was started."""
        found = places.read_private(self._path)
        return not found or found == self._mine

    def leave(self) -> None:
        if places.read_private(self._path) == self._mine:
            with suppress(OSError):
                self._path.unlink()
