# SPDX-License-Identifier: Apache-2.0
"""Opening a long film, and an hour of scripted editing, in a real window without a screen. Prints one line of JSON."""

from __future__ import annotations

import gc
import json
import random
import resource
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication

from aiprod.film.brief import Brief
from aiprod.film.changes import NameChange, apply
from aiprod.film.files import data_home
from aiprod.film.film import Film
from aiprod.film.store import FilmStore
from aiprod.film.time import FrameRate
from aiprod.film.timeline import Clip, ShotFootage, SpokenLine, Timeline, Track
from aiprod.film.timeline_changes import AddMarker, TimelineStartChange
from aiprod_app.main import application, dress
from aiprod_app.pages import PAGES
from aiprod_app.settings.settings import SettingsStore
from aiprod_app.studio import Studio
from aiprod_app.watchdog import Watchdog, WatchedApplication
from aiprod_app.window import StudioWindow

_SETTLE_MS = 1_500
_ROUND = 60
"""Edits between two openings of the film."""
_WARM = 4
"""Rounds before memory is looked at: caches fill, code is loaded."""


def film_of(clips: int, root: Path) -> Path:
    """A film whose edit has so many clips: half of them shots, half their lines."""
    half, length = clips // 2, 48
    shots = tuple(
        Clip(id=f"s{n}", shows=ShotFootage(shot=f"s{n}"), length=length, source_in=8, available=length + 16, link=f"s{n}")
        for n in range(half)
    )
    lines = tuple(
        Clip(id=f"l{n}", shows=SpokenLine(line=f"l{n}"), length=length - 8, gap=8, available=length - 8, link=f"s{n}")
        for n in range(clips - half)
    )
    picture = Track(id="picture", kind="video", name="Picture", clips=shots)
    dialogue = Track(id="dialogue", kind="audio", name="Dialogue", clips=lines)
    store = FilmStore.create(root, Film(name="Long", brief=Brief(text="A long film.", language="en")))
    apply(store, TimelineStartChange(timeline=Timeline(rate=FrameRate(), tracks=(picture, dialogue))))
    store.save()
    return root


class Desk:
    """A window that is watched, and the waiting for what it does. `ahead`: whether its pages are made at once."""

    def __init__(self, *, ahead: bool = True) -> None:
        WatchedApplication(["bench"])
        app = application()
        store = SettingsStore()
        store.change(first_run_done=True, language="en", recent=())
        self.studio = Studio(store, start_engine=False)
        dress(app, self.studio.settings.now)
        self.window = StudioWindow(self.studio)
        self.window.restore()
        self.window.show()
        if ahead:
            self.window.begin()
            self.until(lambda: len(self.window.pages) == len(PAGES) and not self.window.preparing)

    def wait(self, ms: int) -> None:
        """Let it work for a while."""
        loop = QEventLoop()
        QTimer.singleShot(ms, loop.quit)
        loop.exec()

    def until(self, true: Callable[[], bool], seconds: float = 120) -> None:
        """Let it work until something is true. Raises TimeoutError."""
        for _ in range(int(seconds / 0.01)):
            if true():
                return
            self.wait(10)
        said = [f"{message.text}: {message.detail}" for message in self.studio.messages.all]
        raise TimeoutError(f"the desktop did not come so far; it said {said[-3:]}")

    def open(self, root: Path) -> None:
        self.studio.open_film(root)
        self.until(lambda: self.studio.film.is_open)

    def close_film(self) -> None:
        self.studio.commands.do("film.close")

    def page(self, key: str) -> None:
        self.window.go_to(key)

    def end(self) -> None:
        """With no film open: the next desktop shall not open it again by itself."""
        if self.studio.film.is_open:
            self.close_film()
        self.window.close()
        self.studio.end()


def opening(clips: int) -> dict[str, Any]:
    """CPU of the interface thread while a film is opened on the Edit page."""
    root = film_of(clips, data_home() / "Long.aiprod")
    desk = Desk()
    desk.page("edit")
    dog = Watchdog()
    dog.start()
    desk.open(root)
    desk.wait(_SETTLE_MS)
    dog.stop()
    desk.end()
    longest = sorted((offence for offence in dog.offences if offence.ms), key=lambda offence: -offence.ms)[:3]
    return {
        "clips": clips, "interface_cpu_ms": round(dog.total_ms), "worst_event_ms": round(dog.longest_ms, 1), "events": dog.events,
        "longest": [f"{offence.ms:.0f} ms {offence.what} {offence.where}" for offence in longest],
        "waits": [f"{offence.what} {offence.where}" for offence in dog.offences if not offence.ms][:5],
        "reach": "≤ 1000 ms in all, ≤ 16 ms at once",
    }  # fmt: skip


class _Hour:
    """Edits, undone and done again, on page after page, with the film closed and opened in between."""

    def __init__(self, desk: Desk, root: Path, seed: int) -> None:
        self._desk, self._root, self._dice = desk, root, random.Random(seed)
        self.edits = 0

    def round(self) -> None:
        """Open the film, work on it, close it."""
        desk = self._desk
        desk.open(self._root)
        for _ in range(_ROUND // 4):
            self._edited(lambda: desk.studio.film.edit(NameChange(text=f"Name {self._dice.random():.6f}")))
            self._edited(lambda: desk.studio.film.edit_timeline([AddMarker(frame=self._dice.randrange(2_000), name="m")]))
            self._edited(desk.studio.film.undo)
            self._edited(desk.studio.film.undo)
            desk.page(self._dice.choice(PAGES).key)
        desk.close_film()
        desk.wait(50)

    def _edited(self, do: Callable[[], None]) -> None:
        desk, before = self._desk, self._desk.studio.film.film.edits
        do()
        desk.until(lambda: desk.studio.film.is_open and desk.studio.film.film.edits > before)
        self.edits += 1


def hour(edits: int, seed: int) -> dict[str, Any]:
    """What is left of an hour of work."""
    root = film_of(100, data_home() / "Hour.aiprod")
    desk = Desk()
    work = _Hour(desk, root, seed)
    for _ in range(_WARM):
        work.round()
    before = _left(desk)
    work.edits = 0
    while work.edits < edits:
        work.round()
    after = _left(desk)
    desk.end()
    grown = {name: after[name] - before[name] for name in ("threads", "timers", "widgets")}
    percent = 100 * (after["bytes"] - before["bytes"]) / before["bytes"]
    return {
        "edits": work.edits, "megabytes": round(after["bytes"] / 1e6, 1), "memory_growth_percent": round(percent, 2),
        **{f"{name}_left": number for name, number in grown.items()}, "reach": "≤ 5 %, 0, 0, 0",
    }  # fmt: skip


def _left(desk: Desk) -> dict[str, int]:
    """Memory, threads, timers and widgets that there are once nothing is under way."""
    for _ in range(3):
        desk.wait(200)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
    widgets = QApplication.allWidgets()
    roots: list[QObject] = [desk.studio, *(widget for widget in widgets if widget.parent() is None)]
    return {
        "bytes": _resident(), "threads": threading.active_count(), "widgets": len(widgets),
        "timers": sum(len(root.findChildren(QTimer)) for root in roots),
    }  # fmt: skip


def _resident() -> int:
    """Bytes of memory in use; where the system does not say, the most that ever was."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main(arguments: Sequence[str]) -> None:
    """`opening CLIPS` or `hour EDITS SEED`."""
    sys.setswitchinterval(0.001)
    name, *numbers = arguments
    found = opening(int(numbers[0])) if name == "opening" else hour(int(numbers[0]), int(numbers[1]))
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
