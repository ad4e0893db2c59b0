# SPDX-License-Identifier: Apache-2.0
"""The engine's processes are killed at the worst moments."""

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.gui.breaking.conftest import Ear, whole
from tests.gui.timeline.room import LEFT, NONE, move_mouse

from aiprod.wire.discovery import read_discovery
from aiprod.wire.jobs import FINAL
from aiprod_app.main import dress
from aiprod_app.pages.deliver.page import DeliverPage
from aiprod_app.pages.edit.page import EditPage
from aiprod_app.settings.settings import SettingsStore
from aiprod_app.studio import Studio
from aiprod_app.window import StudioWindow

_LONG = 60_000


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home whose engine is ended after the last test."""
    folder = tmp_path_factory.mktemp("engine-home")
    yield folder
    with suppress(ProcessLookupError, AssertionError):
        os.kill(_server(folder), signal.SIGTERM)


@pytest.fixture
def home(place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AIPROD_HOME", str(place))
    return place


def _server(home: Path) -> int:
    found = read_discovery(home / "server" / "engine.json")
    assert found is not None
    return found.pid


def _kill_server(home: Path) -> None:
    os.kill(_server(home), signal.SIGKILL)


def _workers(parent: int) -> list[int]:
    """The server's children, and theirs."""
    tasks = Path(f"/proc/{parent}/task").glob("*/children")
    children = [int(name) for task in tasks for name in task.read_text().split()]
    return [name for child in children for name in (child, *_workers(child))]


def _kill_workers(home: Path) -> int:
    found = [name for name in _workers(_server(home)) if b"resource_tracker" not in Path(f"/proc/{name}/cmdline").read_bytes()]
    for name in found:
        with suppress(ProcessLookupError):
            os.kill(name, signal.SIGKILL)
    return len(found)


@pytest.fixture
def studio(qapp: QApplication, home: Path, qtbot: QtBot) -> Iterator[Studio]:
    """A desktop with its engine."""
    store = SettingsStore(home / "desktop" / "settings.json")
    store.change(first_run_done=True, language="en", recent=(), open_film="", window="", layout={}, pages={})
    made = Studio(store)
    dress(qapp, made.settings.now)
    made.begin()
    qtbot.waitUntil(lambda: made.engine.state == "ready", timeout=_LONG)
    yield made
    made.end()
    made.deleteLater()


@pytest.fixture
def window(studio: Studio, film: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[StudioWindow]:
    """The window with the film in it."""
    made = StudioWindow(studio)
    made.resize(1500, 900)
    made.show()
    with qtbot.waitSignal(studio.film.opened, timeout=_LONG):
        studio.open_film(film)
    yield made
    made.close()
    made.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_the_server_is_killed_in_the_middle_of_a_drag(
    window: StudioWindow, home: Path, film: Path, qtbot: QtBot, ear: Ear
) -> None:
    window.go_to("edit")
    qtbot.waitUntil(lambda: isinstance(window.page, EditPage))
    page = window.page
    assert isinstance(page, EditPage)
    qtbot.waitUntil(lambda: page.player.frames > 0 and page.timeline_view.heads.complete, timeout=_LONG)
    view, timeline = page.timeline_view, window.studio.film.timeline
    assert timeline is not None
    row = next(row for row, track in enumerate(timeline.tracks) if track.kind == "video" and len(track.clips) > 1)
    lane, last = view.stage.geometry.lane(row), timeline.tracks[row].clips[-1]
    assert lane is not None
    middle = timeline.tracks[row].end - last.length // 2
    start = QPoint(round(view.stage.geometry.x(middle)), round(view.stage.geometry.y(lane) + lane.height * 0.6))
    QTest.mousePress(view.canvas, LEFT, NONE, start)
    move_mouse(view.canvas, start + QPoint(30, 0))
    _kill_server(home)
    ear.hears("The engine stopped", timeout=_LONG)
    assert view.hands.drag is not None
    move_mouse(view.canvas, start + QPoint(60, 0))
    with qtbot.waitSignal(window.studio.film.changed, check_params_cb=lambda shown: shown.cause == "edit", timeout=_LONG):
        QTest.mouseRelease(view.canvas, LEFT, NONE, start + QPoint(60, 0))
    after = whole(film).film.timeline
    assert after is not None and after == window.studio.film.film.timeline
    assert after.tracks[row].end > timeline.tracks[row].end
    ear.hears("The engine is back", timeout=_LONG)


def _export(window: StudioWindow, qtbot: QtBot) -> tuple[str, Path]:
    """Order an export; its job once it runs, and the file that is to be."""
    window.go_to("deliver")
    qtbot.waitUntil(lambda: isinstance(window.page, DeliverPage))
    page, jobs = window.page, window.studio.jobs
    assert isinstance(page, DeliverPage)
    qtbot.waitUntil(lambda: page.known is not None and page.export.isEnabled(), timeout=_LONG)
    page.destinations.choose("youtube")
    before = set(jobs.all)
    qtbot.waitUntil(lambda: page.export.isEnabled(), timeout=_LONG)
    target = Path(page.target.text())
    page.export.click()
    qtbot.waitUntil(lambda: bool(set(jobs.all) - before), timeout=_LONG)
    name = (set(jobs.all) - before).pop()
    qtbot.waitUntil(lambda: jobs.all[name].state not in ("queued", "leased"), timeout=_LONG)
    assert jobs.all[name].state == "running"
    return name, target


def _ends(window: StudioWindow, name: str, target: Path, qtbot: QtBot) -> None:
    """The export goes on by itself, to a whole file."""
    import av

    jobs = window.studio.jobs
    qtbot.waitUntil(lambda: jobs.all[name].state in FINAL, timeout=2 * _LONG)
    assert jobs.all[name].state == "delivered", jobs.all[name].failure
    with av.open(str(target)) as file:
        assert sum(1 for _ in file.decode(video=0)) == window.studio.player.frames or file.streams.video[0].frames > 0
    assert [path.name for path in target.parent.iterdir() if path.name.endswith((".part", ".tmp"))] == []


def test_the_server_is_killed_in_the_middle_of_an_export(window: StudioWindow, home: Path, qtbot: QtBot, ear: Ear) -> None:
    name, target = _export(window, qtbot)
    _kill_server(home)
    ear.hears("The engine stopped", timeout=_LONG)
    ear.hears("The engine is back", timeout=_LONG)
    _ends(window, name, target, qtbot)
    ear.hears("is done")


def test_a_worker_is_killed_in_the_middle_of_an_export(window: StudioWindow, home: Path, qtbot: QtBot, ear: Ear) -> None:
    name, target = _export(window, qtbot)
    assert _kill_workers(home)
    ear.hears("A worker of the engine stopped", timeout=_LONG)
    _ends(window, name, target, qtbot)
