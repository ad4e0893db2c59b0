# SPDX-License-Identifier: Apache-2.0
"""Installing, the doctor, pairing and the hand-off folder, from the window of editors."""

import re
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.gui.editors.conftest import LONG_MS
from tests.server.harness import EngineProcess

from aiprod.production.panels.system import System
from aiprod_app.editors.handoff import CLICKS, HandoffView, folder_name
from aiprod_app.editors.installing import examined, installed
from aiprod_app.editors.window import EditorsWindow
from aiprod_app.start.sample import unpack
from aiprod_app.studio import Studio


@pytest.fixture
def machine(tmp_path: Path) -> System:
    """A Linux machine with a Resolve on it, below a folder."""
    root = tmp_path / "machine"
    (root / "opt/resolve/bin").mkdir(parents=True)
    (root / "opt/resolve/bin/resolve").write_bytes(b"\x7fELF")
    (root / "home/anna/.local/share/DaVinciResolve/Fusion/Scripts/Utility").mkdir(parents=True)
    return System("linux", {"HOME": "/home/anna"}, root / "home/anna/.local/share/AIPROD", root)


def test_a_panel_is_installed_and_the_doctor_looks(editors: EditorsWindow, machine: System, qtbot: QtBot) -> None:
    editors.show_tab("install")
    view = editors.installing
    view.run("install", "resolve", partial(installed, system=machine))
    assert not view.buttons["install", "premiere"].isEnabled(), "one thing at a time"
    qtbot.waitUntil(lambda: view.report.count() > 0, timeout=LONG_MS)
    assert view.buttons["install", "premiere"].isEnabled()
    lines = [view.report.item(row).text() for row in range(view.report.count())]
    assert any("AIPROD.py" in line for line in lines), lines
    view.run("doctor", "resolve", partial(examined, system=machine))
    qtbot.waitUntil(lambda: "failed" in view.state.text() or "no step" in view.state.text(), timeout=LONG_MS)
    assert view.report.count() > 3


def test_a_machine_without_editors_is_told_what_to_do(editors: EditorsWindow, tmp_path: Path, qtbot: QtBot) -> None:
    bare = System("linux", {"HOME": "/home/anna"}, tmp_path / "data", tmp_path / "bare")
    editors.show_tab("install")
    view = editors.installing
    view.run("install", "resolve", partial(installed, system=bare))
    qtbot.waitUntil(lambda: view.report.count() == 1, timeout=LONG_MS)
    assert view.report.item(0).toolTip(), "there is a way on"


def test_a_panel_is_paired_and_forgotten(editors: EditorsWindow, server: EngineProcess, qtbot: QtBot) -> None:
    editors.show_tab("pair")
    view = editors.pairing
    view.pair.click()
    qtbot.waitUntil(view.code.isVisible, timeout=LONG_MS)
    assert f"Port {server.port}" in view.left.text() and ("5:00" in view.left.text() or "4:5" in view.left.text())
    view.copy.click()
    code = QApplication.clipboard().text()
    assert code == view.code.text().replace(" ", "")
    exchange = f"http://127.0.0.1:{server.port}/api/v1/pairing/exchange"
    given = httpx.post(exchange, json={"code": code, "host": "Premiere Pro 26.3"}, trust_env=False).json()
    qtbot.waitUntil(lambda: any(known.id == given["panel"] for known in view.panels), timeout=LONG_MS)
    assert not view.code.isVisible(), "the code is used"
    row = next(n for n, known in enumerate(view.panels) if known.id == given["panel"])
    text = view.list.item(row).text()
    assert "Premiere Pro 26.3" in text and "order work" in text and "spend" not in text
    view.forget_panel(given["panel"])
    qtbot.waitUntil(lambda: all(known.id != given["panel"] for known in view.panels), timeout=LONG_MS)
    with server.http(given["token"]) as panel:
        assert panel.get("/api/v1/hosts").status_code == 401


def test_a_film_is_handed_off(editors: EditorsWindow, studio: Studio, tmp_path: Path, qtbot: QtBot) -> None:
    editors.show_tab("handoff")
    view = editors.handoff
    with qtbot.waitSignal(studio.film.opened, timeout=LONG_MS):
        studio.open_film(unpack("en", tmp_path))
    assert studio.film.film.name in view.what.currentText()
    written_to(view, tmp_path, qtbot)
    assert {".otio", ".xml", ".edl", ".aaf"} <= {path.suffix for path in view.path.rglob("*")}
    for row, (_name, clicks) in enumerate(CLICKS.values()):
        view.editor.setCurrentIndex(row)
        view.editor.activated.emit(row)
        assert view.clicks.text() == clicks
        named = re.findall(r"timeline[\w.]*\.\w+", clicks)
        assert named and all((view.path / name).is_file() for name in named), "what is to be clicked is there"


def test_clips_are_handed_off(editors: EditorsWindow, clip: dict[str, Any], tmp_path: Path, qtbot: QtBot) -> None:
    view = editors.handoff
    assert not view.go.isEnabled() and "nothing to hand off" in view.trouble.text()
    editors.show_tab("handoff")
    qtbot.waitUntil(lambda: view.what.findData(f"clips:{clip['project']}") >= 0, timeout=LONG_MS)
    view.what.setCurrentIndex(view.what.findData(f"clips:{clip['project']}"))
    written_to(view, tmp_path, qtbot)
    assert (view.path / "timeline.otio").is_file() and list((view.path / "media").iterdir())


def written_to(view: HandoffView, folder: Path, qtbot: QtBot) -> None:
    view.where.setText(str(folder))
    view.go.click()
    qtbot.waitUntil(lambda: view.path is not None or not view.state.text().endswith("…"), timeout=LONG_MS)
    assert view.path is not None and view.path.parent == folder, view.state.text()


@pytest.mark.parametrize(
    ("name", "folder"),
    [("Été “2026” 🎬", "Été 2026 hand-off"), ("a/b:c", "a b c hand-off"), ("…", "film hand-off"),
     ("x" * 300, "x" * 100 + " hand-off")],
)  # fmt: skip
def test_a_folders_name_is_one_that_every_system_takes(name: str, folder: str) -> None:
    assert " ".join(folder_name(name).split()) == folder
