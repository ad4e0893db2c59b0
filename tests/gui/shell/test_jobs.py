# SPDX-License-Identifier: Apache-2.0
"""Jobs and the engine: a real server in a process of its own, killed while it works."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from aiprod.wire.discovery import read_discovery
from aiprod.wire.jobs import FINAL, JobView, Progress
from aiprod_app.jobs import words
from aiprod_app.main import dress
from aiprod_app.settings.settings import SettingsStore
from aiprod_app.start.sample import unpack
from aiprod_app.studio import Studio
from aiprod_app.watchdog import Watchdog
from aiprod_app.window import StudioWindow

_LONG = 60_000


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home whose engine is ended after the last test."""
    folder = tmp_path_factory.mktemp("engine-home")
    yield folder
    _kill(folder, signal.SIGTERM)


@pytest.fixture
def home(place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AIPROD_HOME", str(place))
    return place


def _kill(home: Path, how: signal.Signals) -> int:
    """Send a signal to the engine of a home; returns its process."""
    found = read_discovery(home / "server" / "engine.json")
    if found is None:
        return 0
    with suppress(ProcessLookupError):
        os.kill(found.pid, how)
    return found.pid


@pytest.fixture
def live(qapp: QApplication, home: Path, qtbot: QtBot) -> Iterator[StudioWindow]:
    """A window with its engine."""
    store = SettingsStore(home / "desktop" / "settings.json")
    store.change(first_run_done=True, language="en", recent=(), open_film="", window="", layout={}, pages={})
    studio = Studio(store)
    dress(qapp, studio.settings.now)
    window = StudioWindow(studio)
    qtbot.addWidget(window)
    window.show()
    studio.begin()
    qtbot.waitUntil(lambda: studio.engine.state == "ready", timeout=_LONG)
    yield window
    window.close()
    studio.end()


def _film(home: Path, name: str, tmp_path: Path) -> Path:
    root = unpack("en", tmp_path)
    renamed = tmp_path / f"{name}.aiprod"
    root.rename(renamed)
    return renamed


def _opened(window: StudioWindow, root: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.studio.film.opened, timeout=_LONG):
        window.studio.open_film(root)
    qtbot.waitUntil(lambda: bool(window.studio.jobs.film_of(root)), timeout=_LONG)


def _make(window: StudioWindow, qtbot: QtBot) -> JobView:
    """Have the open film made; the job that was ordered."""
    before = set(window.studio.jobs.all)
    assert window.studio.commands.do("film.make")
    qtbot.waitUntil(lambda: bool(set(window.studio.jobs.all) - before), timeout=_LONG)
    return window.studio.jobs.all[(set(window.studio.jobs.all) - before).pop()]


def _state(window: StudioWindow, name: str) -> str:
    return window.studio.jobs.all[name].state


def _said(window: StudioWindow, text: str) -> bool:
    return any(text in message.text for message in window.studio.messages.all)


def test_a_film_is_made_with_its_job_in_the_drawer(
    live: StudioWindow, home: Path, tmp_path: Path, qtbot: QtBot, watchdog: Callable[[], Watchdog]
) -> None:
    root = _film(home, "Made", tmp_path)
    _opened(live, root, qtbot)
    live.show_jobs()
    qtbot.waitUntil(lambda: live.page is not None, timeout=_LONG)
    watchdog()
    job = _make(live, qtbot)
    assert live.studio.jobs.of_film(root)[0].id == job.id and live.jobs_button.text() == "Jobs 1"
    assert live.studio.commands.do("film.make") and _said(live, "is being made already")
    qtbot.waitUntil(lambda: _state(live, job.id) == "running", timeout=_LONG)
    qtbot.waitUntil(lambda: bool(live.drawer.cards[job.id].accessibleDescription()), timeout=_LONG)
    live.studio.jobs.pause(job.id)
    qtbot.waitUntil(lambda: _state(live, job.id) == "paused", timeout=_LONG)
    card = live.drawer.cards[job.id]
    assert not card.buttons["resume"].isHidden() and card.buttons["pause"].isHidden()
    qtbot.keyClick(card, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: _state(live, job.id) in ("running", *FINAL), timeout=_LONG)
    qtbot.waitUntil(lambda: _state(live, job.id) == "delivered", timeout=2 * _LONG)
    qtbot.waitUntil(lambda: live.studio.film.standing.state.department == "quality", timeout=_LONG)
    assert _said(live, "is done") and live.jobs_button.text() == "Jobs"
    assert not live.drawer.cards[job.id].buttons["show"].isHidden()


def test_an_engine_that_is_killed_comes_back_and_its_jobs_go_on(
    live: StudioWindow, home: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    _opened(live, _film(home, "Killed", tmp_path), qtbot)
    live.show_jobs()
    job = _make(live, qtbot)
    qtbot.waitUntil(lambda: _state(live, job.id) == "running", timeout=_LONG)
    first = _kill(home, signal.SIGKILL)
    qtbot.waitUntil(lambda: _said(live, "The engine is back"), timeout=_LONG)
    assert live.studio.engine.state == "ready"
    found = read_discovery(home / "server" / "engine.json")
    assert found is not None and found.pid != first
    qtbot.waitUntil(lambda: _state(live, job.id) == "running", timeout=_LONG)
    live.studio.jobs.cancel(job.id)
    qtbot.waitUntil(lambda: _state(live, job.id) == "cancelled", timeout=_LONG)
    card = live.drawer.cards[job.id]
    assert not card.buttons["retry"].isHidden() and card.buttons["cancel"].isHidden()


def test_a_worker_that_is_killed_is_a_message_and_its_job_is_tried_again(
    live: StudioWindow, home: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    _opened(live, _film(home, "Worker", tmp_path), qtbot)
    job = _make(live, qtbot)
    qtbot.waitUntil(lambda: _state(live, job.id) == "running", timeout=_LONG)
    server = read_discovery(home / "server" / "engine.json")
    assert server is not None
    for worker in _children(server.pid):
        os.kill(worker, signal.SIGKILL)
    qtbot.waitUntil(lambda: _said(live, "A worker of the engine stopped"), timeout=_LONG)
    qtbot.waitUntil(lambda: _state(live, job.id) == "running" and live.studio.jobs.all[job.id].attempt > 1, timeout=_LONG)
    live.studio.jobs.cancel(job.id)
    qtbot.waitUntil(lambda: _state(live, job.id) == "cancelled", timeout=_LONG)


def _children(pid: int) -> list[int]:
    """The engine's workers."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            name, _, rest = path.read_text().rpartition(")")
            if int(rest.split()[1]) == pid and b"aiprod.server.worker" in path.with_name("cmdline").read_bytes():
                found.append(int(name.split()[0]))
    return found


def test_waiting_jobs_are_reordered_by_key(live: StudioWindow, home: Path, tmp_path: Path, qtbot: QtBot) -> None:
    studio, names = live.studio, []
    live.show_jobs()
    for name in ("First", "Second", "Third"):
        folder = tmp_path / name
        folder.mkdir()
        _opened(live, _film(home, name, folder), qtbot)
        names.append(_make(live, qtbot).id)
    qtbot.waitUntil(lambda: [job.id for job in studio.jobs.waiting] == names[1:], timeout=_LONG)
    qtbot.keyClick(live.drawer.cards[names[2]], Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: [job.id for job in studio.jobs.waiting] == [names[2], names[1]], timeout=_LONG)
    live.drawer.dropped(names[2], 10_000)
    qtbot.waitUntil(lambda: [job.id for job in studio.jobs.waiting] == names[1:], timeout=_LONG)
    for name in names:
        studio.jobs.cancel(name)
    qtbot.waitUntil(lambda: all(_state(live, name) == "cancelled" for name in names), timeout=_LONG)


def test_diagnostics_show_every_byte_and_are_saved(live: StudioWindow, tmp_path: Path, qtbot: QtBot) -> None:
    import zipfile

    from aiprod_app.diagnostics.dialog import DiagnosticsDialog

    live.studio.messages.tell("bad", "Something", "with a reason")
    assert live.studio.commands.do("app.diagnostics")
    dialog = live.findChildren(DiagnosticsDialog)[0]
    qtbot.waitUntil(lambda: dialog.files.count() > 3, timeout=_LONG)
    assert "diagnostics bundle" in dialog.text.toPlainText() and "Something" in dialog.said.item(0).text()
    dialog.save_to(tmp_path / "d.zip")
    qtbot.waitUntil(lambda: "Saved" in dialog._state.text(), timeout=_LONG)
    with zipfile.ZipFile(tmp_path / "d.zip") as archive:
        assert len(archive.namelist()) == dialog.files.count() and archive.testzip() is None
    dialog.accept()


def test_the_first_run_shows_what_the_engine_found_and_can_be_left_at_any_step(live: StudioWindow, qtbot: QtBot) -> None:
    from aiprod_app.start.first_run import FirstRunDialog
    from aiprod_app.start.first_steps import HardwareStep, ModelsStep

    assert live.studio.commands.do("app.first_run")
    dialog = live.findChildren(FirstRunDialog)[0]
    assert not dialog.sample.isChecked()  # it is a repetition
    for index in range(5):
        dialog.show_step(index)
    hardware, models = dialog.steps[1], dialog.steps[2]
    assert isinstance(hardware, HardwareStep) and isinstance(models, ModelsStep)
    qtbot.waitUntil(lambda: hardware.rows.count() > 2 and models.rows.count() > 4, timeout=_LONG)
    dialog.show_step(1)
    with qtbot.waitSignal(dialog.finished):
        dialog.skip.click()
    assert live.studio.settings.now.first_run_done


def test_a_newcomer_gets_the_sample(live: StudioWindow, qtbot: QtBot) -> None:
    from aiprod_app.start.first_run import FirstRunDialog

    live.studio.settings.change(first_run_done=False)
    live.begin()
    qtbot.waitUntil(lambda: bool(live.findChildren(FirstRunDialog)))
    with qtbot.waitSignal(live.studio.film.opened, timeout=_LONG):
        live.findChildren(FirstRunDialog)[0].reject()
    assert live.studio.film.film.name == "Low Tide" and live.studio.settings.now.first_run_done


def test_pictures_are_decoded_off_the_interface_thread(window: StudioWindow, qtbot: QtBot) -> None:
    job = JobView(
        id="job_" + "a" * 26, kind="film", state="running", title="T", progress=Progress(department="shooting", fraction=0.5)
    )
    window.show_jobs()
    window.studio.jobs.add(job)
    image, buffer = QImage(640, 360, QImage.Format.Format_RGB32), QBuffer()
    image.fill(Qt.GlobalColor.red)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPG")
    card = window.drawer.cards[job.id]
    window.studio.jobs.preview.emit(job.id, b"no picture", {})
    window.studio.jobs.preview.emit(job.id, bytes(buffer.data().data()), {})
    qtbot.waitUntil(lambda: not window.drawer._decoding)
    window.studio.jobs.preview.emit(job.id, bytes(buffer.data().data()), {})
    qtbot.waitUntil(card.picture.isVisible)


def test_falls_are_told_on_the_card(window: StudioWindow) -> None:
    job = JobView(id="job_" + "b" * 26, kind="film", state="running", title="T")
    window.studio.jobs.add(job)
    window.studio.jobs._said(job.id, "fall", "Shot 1: diffusion gave way to animatic. Out of memory.")
    window.show_jobs()
    assert "gave way to animatic" in window.drawer.cards[job.id]._falls.text()


@pytest.mark.parametrize(("seconds", "text"), [(0.2, "1 s"), (59, "59 s"), (100, "2 min"), (7_300, "2 h 02 min")])
def test_times_are_told_roughly(seconds: float, text: str) -> None:
    assert words.roughly(seconds) == text


def test_closing_asks_nothing_and_says_that_jobs_go_on(window: StudioWindow, qtbot: QtBot) -> None:
    window.studio.jobs.add(JobView(id="job_" + "c" * 26, kind="film", state="running", title="T"))
    assert window.close()
    assert window.farewell.isVisible() and "1 job" in window.farewell.accessibleName()
    with qtbot.waitSignal(window.farewell.destroyed):
        window.farewell.close()


def test_the_states_are_those_of_the_wire() -> None:
    from typing import get_args

    from aiprod.wire import jobs
    from aiprod_app.jobs import states

    assert states.FINAL == jobs.FINAL and set(states.WAITING) < set(get_args(jobs.JobState)) - set(states.FINAL)
