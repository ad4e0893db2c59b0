# SPDX-License-Identifier: Apache-2.0
"""What the pages cost the interface thread: made ahead, shown first and again, in another theme, in another language.

Each figure is the CPU time of the interface thread’s longest event, in ms, in an offscreen window with the sample film open.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

_SETTLE_MS = 700


def run() -> dict[str, Any]:
    """Measure it, in a process of its own: for each page, and for each theme and language."""
    with tempfile.TemporaryDirectory(prefix="aiprod-pages-") as folder:
        paths = os.pathsep.join(path for path in sys.path if path)
        environment = {**os.environ, "AIPROD_HOME": folder, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": paths}
        command = [sys.executable, "-m", "aiprod_app.benches.pages", folder]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def table(found: dict[str, Any]) -> str:
    """The figures as lines of text."""
    lines = [f"{'':14}{'made ahead':>12}{'first shown':>13}{'shown again':>13}"]
    for key, figures in found["pages"].items():
        lines.append(f"{key:14}{figures['made']:12.1f}{figures['first']:13.1f}{figures['again']:13.1f}")
    lines += [f"{name:14}{ms:12.1f}" for name, ms in found["changes"].items()]
    return "\n".join([*lines, *(f"over 16 ms: {words}" for words in found["longest"])])


class _Walk:
    """A window that is watched while something is done in it."""

    def __init__(self, home: Path) -> None:
        from aiprod_app.benches.app_work import Desk

        self.desk, self.home = Desk(ahead=False), home
        self.longest: list[str] = []

    def costs(self, what: str, do: Callable[[], object]) -> float:
        """The longest event, ms of CPU, of what is done and of all that follows."""
        from PySide6.QtCore import QTimer

        from aiprod_app.watchdog import Watchdog

        dog = Watchdog()
        dog.start()
        QTimer.singleShot(0, do)
        self.desk.wait(_SETTLE_MS)
        self.desk.until(lambda: not self.desk.window.preparing)
        dog.stop()
        self.longest += [f"{what}: {found.ms:.0f} ms {found.what} {found.where}" for found in dog.offences]
        return round(dog.longest_ms, 1)

    def pages(self) -> dict[str, dict[str, float]]:
        """Every page: made ahead, then, with a film open, shown twice."""
        from aiprod_app.pages import PAGES
        from aiprod_app.start.sample import unpack

        window, found = self.desk.window, {}
        for spec in PAGES:
            found[spec.key] = {"made": self.costs(f"{spec.key} made", partial(window.prepare, [spec.key]))}
        root = unpack("en", self.home)
        self.opened = self.costs("film opened", partial(self.desk.studio.open_film, root))
        for time in ("first", "again"):
            for spec in PAGES:
                found[spec.key][time] = self.costs(f"{spec.key} {time}", partial(window.bring, spec.key))
        return found

    def changes(self) -> dict[str, float]:
        """Another film, another theme, another language."""
        from aiprod_app.i18n.languages import speak
        from aiprod_app.main import application
        from aiprod_app.theme import style

        app = application()
        return {
            "film opened": self.opened,
            "light theme": self.costs("light theme", partial(style.apply, app, "light")),
            "dark theme": self.costs("dark theme", partial(style.apply, app, "dark")),
            "French": self.costs("French", partial(speak, "fr")),
            "English": self.costs("English", partial(speak, "en")),
        }


def main(home: Path) -> None:
    """Walk through the desktop, and print what it cost as one line of JSON. `home`: a folder for the film."""
    sys.setswitchinterval(0.001)
    walk = _Walk(home)
    found = {"pages": walk.pages(), "changes": walk.changes(), "longest": walk.longest}
    walk.desk.end()
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        sys.stdout.write(table(run()) + "\n")
