# SPDX-License-Identifier: Apache-2.0
"""A desktop with its window of editors, on one real engine server for all tests of a module."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.gui.editors.fake_editor import FakeEditor, paired
from tests.server.harness import QUICK, EngineProcess, running

from aiprod.client.finding import of_this_user
from aiprod_app.editors.model import Editors
from aiprod_app.editors.window import EditorsWindow
from aiprod_app.main import dress
from aiprod_app.settings.settings import SettingsStore
from aiprod_app.studio import Studio

LONG_MS = 90_000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    limits = replace(QUICK, host_silence_s=1.5, stalled_s=20.0)
    with running(tmp_path_factory.mktemp("engine"), workers=True, limits=limits) as engine:
        yield engine


@pytest.fixture(scope="module")
def token(server: EngineProcess) -> str:
    return paired(server)


@pytest.fixture
def studio(qapp: QApplication, home: Path, server: EngineProcess, qtbot: QtBot) -> Iterator[Studio]:
    store = SettingsStore()
    store.change(first_run_done=True, language="en")
    made = Studio(store, start_engine=False, locate=of_this_user(server.server / "engine.json"))
    dress(qapp, made.settings.now)
    made.begin()
    qtbot.waitUntil(lambda: made.engine.state == "ready", timeout=LONG_MS)
    yield made
    made.end()
    made.deleteLater()


@pytest.fixture
def editors(studio: Studio, qtbot: QtBot) -> EditorsWindow:
    """The window of editors, shown."""
    made = EditorsWindow(studio, Editors(studio, studio))
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def editor(server: EngineProcess, token: str) -> Iterator[FakeEditor]:
    """An editor that is connected."""
    with FakeEditor(server, token) as made:
        yield made
