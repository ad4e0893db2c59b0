# SPDX-License-Identifier: Apache-2.0
"""What the tests of breaking have: what was told, and disks that are too small."""

import errno
import os
import resource
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from aiprod.film.store import FilmStore
from aiprod_app.messages import Message
from aiprod_app.studio import Studio
from aiprod_app.watchdog import Watchdog
from aiprod_app.window import StudioWindow


class Ear:
    """Hears what the user is told."""

    def __init__(self, studio: Studio, qtbot: QtBot) -> None:
        self._studio, self._qtbot = studio, qtbot

    @property
    def heard(self) -> list[str]:
        return [f"{message.text}. {message.detail}" for message in self._studio.messages.all]

    def hears(self, *words: str, timeout: int = 60_000) -> Message:
        """Wait until something with all these words was told."""

        def found() -> list[Message]:
            told = self._studio.messages.all
            return [message for message in told if all(word in f"{message.text}. {message.detail}" for word in words)]

        self._qtbot.waitUntil(lambda: bool(found()), timeout=timeout)
        return found()[-1]

    def forget(self) -> None:
        self._studio.messages.all.clear()


@pytest.fixture
def ear(studio: Studio, qtbot: QtBot) -> Ear:
    return Ear(studio, qtbot)


@pytest.fixture
def unblocked(qapp: QApplication) -> Iterator[Callable[[], None]]:
    """From its call on, the interface thread waits for no disk and no process, and nothing on it takes long enough to be felt."""
    dog = Watchdog(limit_ms=150.0)
    yield dog.start
    dog.stop()
    assert dog.offences == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[Path, int], Path]]:
    """Move a film to a disk of its own with so many bytes to spare, where this machine lets one be mounted."""
    places: list[Path] = []

    def made(film: Path, spare: int) -> Path:
        place = tmp_path / f"disk{len(places)}"
        place.mkdir()
        size = sum(path.stat().st_size + 4096 for path in film.rglob("*")) + spare
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", place], capture_output=True, check=False)
        if done.returncode:
            pytest.skip("no disk can be mounted here")
        places.append(place)
        shutil.copytree(film, place / film.name)
        return place / film.name

    if shutil.which("mount") is None or os.name == "nt" or os.geteuid():
        pytest.skip("no disk can be mounted here")
    yield made
    for place in places:
        subprocess.run(["umount", "-l", place], check=True)


def fill(folder: Path) -> Path:
    """Fill the disk to its last byte."""
    ballast = folder.parent / "ballast"
    with ballast.open("wb", buffering=0) as stream:
        for size in (1 << 16, 1 << 10, 1):
            with_room = True
            while with_room:
                try:
                    with_room = stream.write(b"\0" * size) == size
                except OSError as error:
                    assert error.errno == errno.ENOSPC
                    with_room = False
    return ballast


@contextmanager
def no_larger_than(size: int) -> Iterator[None]:
    """No file can be written beyond so many bytes: what a full disk does, for any user."""
    before, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def whole(root: Path) -> FilmStore:
    """The film as another program finds it on disk; every entry of its journal can be read."""
    store = FilmStore(root)
    assert store.film.edits == len(store.history)
    return store


def go_round(window: StudioWindow, qtbot: QtBot) -> None:
    """Show every page, and let it come to rest."""
    for key in window.page_buttons:
        window.go_to(key)
        qtbot.waitUntil(lambda key=key: window.page is None or window.page.key == key)
        for _ in range(3):
            QApplication.processEvents()
