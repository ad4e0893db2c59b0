# SPDX-License-Identifier: Apache-2.0
"""What the desktop's tests have: a watched application, a desktop on a home of its own, a small real film.

The engine's server is real too, where a test asks for `engine_home`; nothing is faked.
"""

import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partialmethod
from pathlib import Path

import pytest
from filelock import FileLock
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from aiprod_app.garbage import Collector
from aiprod_app.main import dress
from aiprod_app.settings.settings import SettingsStore
from aiprod_app.studio import Studio
from aiprod_app.watchdog import LIMIT_MS, Watchdog, WatchedApplication
from aiprod_app.window import StudioWindow

_TOLERATED = 2.5
"""The limit holds on a quiet machine (`aiprod bench app`). On a shared one caches are cold, and CPU time grows with that."""
PATIENCE_MS = 60_000
"""How long a test waits for what must come. It comes at once on a quiet machine; on a loaded one nobody knows when."""
BRIEF = "Two sisters meet at a lighthouse at dusk. “You came back,” says Anna. “I never left,” says Mia."


_A_PACKAGE = 50
_loaded = [0]
"""How many modules there were when last what is left after a test was no more looked through at collections of garbage: modules
stay for good, and looking through a whole engine's took as long as most tests."""
_WAITS = ("waitUntil", "waitSignal", "waitSignals", "waitExposed", "waitActive")
PatientBot = type("PatientBot", (QtBot,), {wait: partialmethod(getattr(QtBot, wait), timeout=PATIENCE_MS) for wait in _WAITS})
"""pytest-qt's, but for its five seconds, which are no matter of any test's."""


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    made: QtBot = PatientBot(request)
    return made


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    return WatchedApplication


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own."""
    place = tmp_path / "home"
    place.mkdir()
    monkeypatch.setenv("AIPROD_HOME", str(place))
    return place


@pytest.fixture(autouse=True)
def collector(qapp: QApplication) -> Iterator[None]:
    """As in the desktop, no other thread collects garbage; what a test left is collected at its end."""
    made = Collector()
    yield
    _settle(qapp)
    made.end()
    made.deleteLater()


@pytest.fixture(scope="session")
def made_film(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A small finished film; made once for all workers. Tests work on copies (`film`)."""
    shared = tmp_path_factory.getbasetemp() if worker_id == "master" else tmp_path_factory.getbasetemp().parent
    folder = shared / "gui-film" / "Lighthouse.aiprod"
    folder.parent.mkdir(exist_ok=True)
    with FileLock(str(folder) + ".lock"):
        if not (folder / "finishing.json").is_file():
            shutil.rmtree(folder, ignore_errors=True)
            _make(folder)
    return folder


def _make(folder: Path) -> None:
    from aiprod.production import pipeline
    from aiprod.production.commission import Wish, read_wish

    before = os.environ.get("AIPROD_HOME")
    os.environ["AIPROD_HOME"] = str(folder.parent / "home")
    try:
        wish = read_wish(Wish(BRIEF, language="en", duration_s=8, size="320x180", writer="template"))
        pipeline.produce(wish.create(folder))
    finally:
        if before is None:
            os.environ.pop("AIPROD_HOME")
        else:
            os.environ["AIPROD_HOME"] = before


@pytest.fixture
def film(made_film: Path, tmp_path: Path) -> Path:
    """A finished film of the test's own."""
    folder = tmp_path / made_film.name
    shutil.copytree(made_film, folder)
    return folder


@pytest.fixture
def studio(qapp: QApplication, home: Path) -> Iterator[Studio]:
    """A desktop without a window, whose engine is not started."""
    store = SettingsStore()
    store.change(first_run_done=True, language="en")
    made = Studio(store, start_engine=False)
    dress(qapp, made.settings.now)
    yield made
    made.end()
    made.deleteLater()


@pytest.fixture
def window(studio: Studio, qtbot: QtBot) -> StudioWindow:
    """The window, shown."""
    made = StudioWindow(studio)
    qtbot.addWidget(made)
    made.restore()
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def opened(studio: Studio, film: Path, qtbot: QtBot) -> Studio:
    """A desktop with the film open."""
    with qtbot.waitSignal(studio.film.opened):
        studio.open_film(film)
    return studio


@pytest.fixture
def engine(studio: Studio, home: Path, qtbot: QtBot) -> Iterator[Studio]:
    """The same desktop with a real engine server of its own, which ends with the test."""
    command = [sys.executable, "-m", "aiprod.cli", "serve"]
    with (home / "serve.log").open("w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        studio.begin()
        qtbot.waitUntil(lambda: studio.engine.state == "ready")
        yield studio
        studio.engine.close()
    finally:
        server.terminate()
        server.wait(30)


@pytest.fixture
def watchdog(qapp: QApplication) -> Iterator[Callable[[], Watchdog]]:
    """Begin to watch the interface thread when it is called; at the test's end there must be no offence."""
    dogs: list[Watchdog] = []

    def begin() -> Watchdog:
        dogs.append(Watchdog(_TOLERATED * LIMIT_MS))
        dogs[-1].start()
        return dogs[-1]

    yield begin
    for dog in dogs:
        dog.stop()
    assert [offence for dog in dogs for offence in dog.offences] == []


def _settle(app: QApplication) -> None:
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    app.processEvents()
    gc.collect()
    if len(sys.modules) > _loaded[-1] + _A_PACKAGE:
        gc.freeze()
        _loaded.append(len(sys.modules))
