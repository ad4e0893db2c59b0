# SPDX-License-Identifier: Apache-2.0
"""The window's frame: screens of every size, long titles, how it is left and found again, one desktop for a user."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from aiprod.film.changes import NameChange
from aiprod.film.errors import UserError
from aiprod_app.start.alone import Alone
from aiprod_app.start.instance import FirstInstance, hand_over, socket_name
from aiprod_app.studio import Studio
from aiprod_app.window import StudioWindow

ROOT = Path(__file__).resolve().parents[3]
_ON_A_SCREEN = """
import sys
from aiprod_app.main import application, dress
from aiprod_app.settings.settings import SettingsStore
from aiprod_app.studio import Studio
from aiprod_app.window import StudioWindow
from PySide6.QtCore import QEventLoop, QTimer

app = application()
store = SettingsStore()
store.change(first_run_done=True, language="en")
studio = Studio(store, start_engine=False)
dress(app, studio.settings.now)
window = StudioWindow(studio)
window.restore()
window.show()
loop = QEventLoop()
QTimer.singleShot(200, loop.quit)
loop.exec()
picture = window.grab()
print(app.primaryScreen().availableGeometry().width(), window.width(), window.height(), picture.width())
window.close()
studio.end()
"""


def _environment(home: Path, **more: str) -> dict[str, str]:
    return {**os.environ, "AIPROD_HOME": str(home), "PYTHONPATH": f"{ROOT / 'engine'}:{ROOT / 'app'}", **more}


@pytest.mark.parametrize(("width", "height", "scale"), [(4, 4, 1.0), (320, 240, 1.0), (5120, 2880, 2.0)])
def test_it_stands_on_every_screen(tmp_path: Path, width: int, height: int, scale: float) -> None:
    screen = {"name": "S", "x": 0, "y": 0, "width": width, "height": height, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": scale}
    (tmp_path / "screens.json").write_text(json.dumps({"synchronousWindowSystemEvents": False, "windowFrameMargins": True, "screens": [screen]}))  # fmt: skip  # noqa: E501
    environment = _environment(tmp_path / "home", QT_QPA_PLATFORM=f"offscreen:configfile={tmp_path / 'screens.json'}")
    done = subprocess.run(
        [sys.executable, "-c", _ON_A_SCREEN], env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    available, wide, _high, _picture = map(int, done.stdout.split())
    assert available == width and 0 < wide <= max(width, 1440)


def test_a_window_that_is_too_small_is_scrolled(window: StudioWindow) -> None:
    window.resize(1, 1)
    assert window.width() <= 200
    window.grab()
    window.resize(300, 200)
    area = window.centralWidget()
    assert area.horizontalScrollBar().maximum() > 0  # type: ignore[attr-defined]


def test_a_title_of_300_characters_from_right_to_left_gives_way(window: StudioWindow, opened: Studio, qtbot: QtBot) -> None:
    title = "\u200f" + "שלום עולם " * 30
    with qtbot.waitSignal(opened.film.changed):
        opened.film.edit(NameChange(text=title[:199]))
    for width in (800, 1440, 2560):
        window.resize(width, 700)
        window.grab()
        assert window.width() == width
    assert len(window.windowTitle()) < 100 and "שלום" in window.title.toolTip()


def test_it_is_found_as_it_was_left(window: StudioWindow, studio: Studio, qtbot: QtBot) -> None:
    window.resize(780, 600)  # the offscreen screen is 800 pixels wide
    window.show_jobs()
    window.go_to("models")
    window.body.setSizes([440, 340])
    sizes = window.body.sizes()
    window.close()
    again = StudioWindow(studio)
    qtbot.addWidget(again)
    again.restore()
    again.show()
    assert again.size() == window.size() and not again.drawer.isHidden()
    assert again.page is not None and again.page.key == "models"
    qtbot.waitUntil(lambda: abs(again.body.sizes()[1] - sizes[1]) < 20)


def test_nobody_else_may_use_the_socket(qapp: QApplication, qtbot: QtBot) -> None:
    first = FirstInstance()
    assert first.listen()
    path = Path(first._server.fullServerName())
    assert path.exists() and path.stat().st_mode & 0o077 == 0
    first.close()


def test_what_a_killed_desktop_left_is_taken_over(qapp: QApplication, home: Path) -> None:
    assert not hand_over(None)
    dead = FirstInstance()
    assert dead.listen()
    again = FirstInstance()
    assert again.listen()
    again.close()
    dead.close()


@pytest.mark.parametrize("words", [b"\n", b"[1]\n", b'{"version": 99, "open": "/etc/passwd"}\n', b"\xff\xfe\n", b"x" * 70_000])
def test_a_stranger_at_the_socket_is_hung_up_on(qapp: QApplication, qtbot: QtBot, words: bytes) -> None:
    first, called = FirstInstance(), []
    first.called.connect(called.append)
    assert first.listen()
    socket = QLocalSocket()
    socket.connectToServer(socket_name())
    assert socket.waitForConnected(2_000)
    socket.write(words)
    qtbot.waitUntil(lambda: socket.state() == QLocalSocket.LocalSocketState.UnconnectedState)
    assert called == []
    first.close()


def test_a_second_start_brings_the_first_window_to_the_front(window: StudioWindow, home: Path, film: Path, qtbot: QtBot) -> None:
    first, alone = FirstInstance(), Alone()
    assert first.listen() and alone.take()
    program = "import sys; from pathlib import Path; from aiprod_app.main import run; sys.exit(run(Path(sys.argv[1])))"
    with qtbot.waitSignal(first.called) as called:
        second = subprocess.Popen([sys.executable, "-c", program, str(film)], env=_environment(home), cwd=home)
    assert called.args == [str(film)]
    qtbot.waitUntil(lambda: second.poll() is not None)
    assert second.returncode == 0
    first.close()
    alone.give_back()


def test_the_lock_of_a_killed_desktop_holds_nobody_up(home: Path) -> None:
    program = "import time; from aiprod_app.start.alone import Alone; a = Alone(); print(a.take(), flush=True); time.sleep(600)"
    with subprocess.Popen([sys.executable, "-c", program], env=_environment(home), stdout=subprocess.PIPE) as other:
        assert other.stdout is not None and other.stdout.readline().strip() == b"True"
        assert not Alone().take()
        other.kill()
    again = Alone()
    assert again.take()
    again.give_back()


def test_a_folder_that_cannot_be_written_is_no_other_desktop(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="can't be used"):
        Alone(tmp_path / "file" / "home")


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_the_system_ends_it_in_order(home: Path, name: str) -> None:
    program = """
import aiprod_app.main as main
from PySide6.QtCore import QTimer
real = main.shown
def shown(studio, film=None):
    window = real(studio, film)
    QTimer.singleShot(0, lambda: print("ready", flush=True))
    return window
main.shown = shown
raise SystemExit(main.run())
"""
    (home / "desktop").mkdir()
    (home / "desktop" / "settings.json").write_text('{"schema": "Settings.1", "first_run_done": true, "language": "en"}')
    environment = _environment(home)
    process = subprocess.Popen([sys.executable, "-c", program], env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    process.send_signal(getattr(signal, name))
    assert process.wait(60) == 0
    assert json.loads((home / "desktop" / "settings.json").read_text())["window"]
    _end_engine(home)


def _end_engine(home: Path) -> None:
    """The desktop leaves its engine running; this test does not."""
    from aiprod.wire.discovery import read_discovery

    found = read_discovery(home / "server" / "engine.json")
    if found is not None:
        os.kill(found.pid, signal.SIGTERM)


def test_the_window_does_not_wait_for_the_films_classes(home: Path) -> None:
    program = "import sys, aiprod_app.main; print([name for name in ('pydantic', 'numpy', 'av', 'httpx') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], env=_environment(home), capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
