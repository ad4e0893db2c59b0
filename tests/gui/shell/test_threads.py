# SPDX-License-Identifier: Apache-2.0
"""What belongs to Qt ends on the interface thread, whatever other threads hold or collect."""

import gc
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from aiprod_app.background import Background
from aiprod_app.garbage import Collector


class Page(QWidget):
    """In a cycle with itself, as most widgets are; tells on which thread it ends."""

    def __init__(self, ended: Callable[[], None]) -> None:
        super().__init__()
        self.part = QTimer(self)
        self.part.destroyed.connect(ended, Qt.ConnectionType.DirectConnection)
        self.me = self


def _litter(count: int) -> None:
    """Enough cycles for Python to collect by itself."""
    for _ in range(count):
        cycle: list[object] = []
        cycle.append(cycle)


def test_garbage_is_collected_on_the_interface_thread(qtbot: QtBot) -> None:
    ended: list[threading.Thread] = []
    parts = []
    for _ in range(3):
        page = Page(lambda: ended.append(threading.current_thread()))
        parts.append(page.part)
        del page
    thread = threading.Thread(target=_litter, args=(100_000,))
    thread.start()
    thread.join()
    assert ended == []
    gc.collect()
    assert ended == [threading.main_thread()] * 3


def test_it_is_collected_while_the_desktop_runs(qtbot: QtBot) -> None:
    thread = threading.Thread(target=_litter, args=(50_000,))
    thread.start()
    thread.join()
    assert gc.get_count()[0] > gc.get_threshold()[0]
    qtbot.waitUntil(lambda: gc.get_count()[0] <= gc.get_threshold()[0])


def test_python_collects_by_itself_again_afterwards(qtbot: QtBot) -> None:
    collector = Collector()
    assert not gc.isenabled()
    collector.end()
    assert gc.isenabled()
    gc.disable()


def test_threads_that_go_on_hold_nothing_of_a_pool_that_is_gone(qtbot: QtBot) -> None:
    """Their last hold of it would end it, and what waits for it, on their thread."""
    go, done, told, ended = threading.Event(), threading.Event(), [], []
    owner = QObject()
    pool = Background(1, "pool")
    witness = QObject(pool)
    witness.destroyed.connect(lambda: ended.append(threading.current_thread()), Qt.ConnectionType.DirectConnection)

    def work() -> None:
        go.wait(10)
        done.set()

    task = pool.run(work, told.append, owner=owner)
    pool.close(wait=False)
    del pool
    gc.collect()
    assert ended == [threading.main_thread()]
    go.set()
    assert task.future is not None
    task.future.result(10)
    qtbot.wait(50)
    assert done.is_set() and told == []
