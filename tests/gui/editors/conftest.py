# SPDX-License-Identifier: Apache-2.0
"""A desktop with its window of editors, on one real engine server for all tests here."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

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


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    limits = replace(QUICK, host_silence_s=1.5, stalled_s=20.0)
    with running(tmp_path_factory.mktemp("engine"), workers=True, limits=limits) as engine:
        yield engine


@pytest.fixture(scope="package")
def token(server: EngineProcess) -> str:
    return paired(server)


@pytest.fixture(scope="package")
def clip(server: EngineProcess) -> dict[str, Any]:
    """A small shot that the engine made, as the wire tells it."""
    with server.http() as client:
        place = {"rate": "24000/1001", "size": "320x180", "project": "Tests"}
        order = {"prompt": "A boat at sea.", "frames": 12, "place": place, "name": "Boat"}
        made = client.post("/api/v1/clips/shot", json=order).json()
        client.get(f"/api/v1/jobs/{made['job']['id']}/wait", params={"timeout_s": 60}, timeout=70)
        return dict(client.get(f"/api/v1/clips/{made['clip']}").json())


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
