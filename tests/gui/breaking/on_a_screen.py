# SPDX-License-Identifier: Apache-2.0
"""A desktop on a screen of any size: every page is shown and painted, the window made small and large.

    python tests/gui/breaking/on_a_screen.py FILM

Prints as JSON the screen's size and ratio, the window's size on it, and for each page the size of its picture. What goes wrong
in Qt's events ends it with an error.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from aiprod_app.main import application, dress
from aiprod_app.settings.settings import SettingsStore
from aiprod_app.studio import Studio
from aiprod_app.window import StudioWindow

_SIZES = (QSize(1, 1), QSize(4, 4), QSize(90, 2000), QSize(2000, 60), QSize(5120, 2880))
_faults: list[BaseException] = []


def _at_fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    _faults.append(error)
    sys.__excepthook__(kind, error, trace)


def _until(what: Callable[[], object]) -> None:
    end = time.monotonic() + 60
    while not what():
        if time.monotonic() > end:
            raise TimeoutError
        QApplication.processEvents()
        time.sleep(0.005)


def _settle() -> None:
    for _ in range(5):
        QApplication.processEvents()


def _pages(window: StudioWindow) -> dict[str, list[int]]:
    found = {}
    for key in window.page_buttons:
        window.go_to(key)
        _settle()
        picture = window.grab()
        found[key] = [picture.width(), picture.height()]
    return found


def main(film: Path) -> None:
    """Print what became of it."""
    sys.excepthook = _at_fault
    app = application()
    store = SettingsStore()
    store.change(first_run_done=True, language="fr")
    studio = Studio(store, start_engine=False)
    dress(app, store.now)
    window = StudioWindow(studio)
    window.restore()
    window.show()
    studio.open_film(film)
    _until(lambda: studio.film.is_open)
    screen = window.screen()
    told = {"screen": [screen.size().width(), screen.size().height()], "ratio": screen.devicePixelRatio(),
            "window": [window.width(), window.height()], "pages": _pages(window)}  # fmt: skip
    for size in _SIZES:
        window.resize(size)
        _pages(window)
    window.close()
    studio.end()
    print(json.dumps(told))
    sys.stdout.flush()
    sys.exit(len(_faults))


main(Path(sys.argv[1]))
