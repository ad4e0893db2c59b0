# SPDX-License-Identifier: Apache-2.0
"""Settings and keymaps that are torn, newer, broken by hand, or can't be written."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from aiprod.film.errors import UserError
from aiprod_app.commands import own_keys
from aiprod_app.main import dress
from aiprod_app.settings.settings import Settings, SettingsStore
from aiprod_app.studio import Studio
from aiprod_app.window import StudioWindow

_GOOD = Settings(first_run_done=True, language="en").to_json()


def _with(**fields: Any) -> bytes:
    return json.dumps({**_GOOD, **fields}).encode()


_BAD = {
    "empty": b"", "torn": _with()[:60], "no JSON": b"\xff\xfe\0\0", "a list": b"[]", "a number": b"3", "nested": b"[" * 100_000,
    "newer": _with(schema="Settings.999"), "nothing's": _with(schema="Film.1"), "version 0": _with(schema="Settings.0"),
    "an odd digit": _with(schema="Settings.²"), "unknown field": _with(colour="red"), "theme": _with(theme=["dark"]),
    "keymap": _with(keymap="emacs"), "keys": _with(keys={"edit.undo": "Ctrl+Z"}), "recent": _with(recent=[1, None]),
    "pages": _with(pages={"edit": []}), "versions": _with(versions_every=True), "language": _with(language=None),
}  # fmt: skip
_ODD = {
    "geometry": _with(window="zzzz"), "torn geometry": _with(window="01d9d0cb0003"), "layout": _with(layout={"body": "00ff"}),
    "no such page": _with(page="cooking"), "no such command": _with(keys={"make.coffee": ["F1"]}),
    "no such key": _with(keys={"edit.undo": ["Hyper+Coffee", ""]}), "a far window": _with(window="01d9d0cb" + "7f" * 60),
    "what pages remember": _with(pages={key: {"zoom": "far", "tool": [1], "splitter": {}, "looks": None, "reopen": 5}
                                        for key in ("shell", "edit", "grade", "mix", "board", "script", "deliver")}),
    "a film that is gone": _with(open_film="/nowhere/at/all.aiprod"), "odd films": _with(recent=["", "\0", "x" * 5000]),
}  # fmt: skip


@pytest.fixture
def file(home: Path) -> Path:
    path = home / "desktop" / "settings.json"
    path.parent.mkdir(exist_ok=True)
    return path


@pytest.fixture
def begun(file: Path, qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[StudioWindow]:
    """A desktop that begins with the settings of the parameter."""
    file.write_bytes(request.param)
    store = SettingsStore(file)
    studio = Studio(store, start_engine=False)
    dress(qapp, studio.settings.now)
    window = StudioWindow(studio)
    window.restore()
    window.show()
    window.begin()
    for _ in range(20):
        qapp.processEvents()
    yield window
    window.close()
    window.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    studio.end()
    studio.deleteLater()


@pytest.mark.parametrize("name", _BAD)
def test_settings_that_cannot_be_used_are_set_aside_and_told_of(file: Path, name: str) -> None:
    file.write_bytes(_BAD[name])
    store = SettingsStore(file)
    assert store.now == Settings() and store.trouble is not None and store.trouble.what
    assert file.with_suffix(".unreadable.json").read_bytes() == _BAD[name]
    store.change(page="edit")
    store.close()
    assert SettingsStore(file).now.page == "edit"


@pytest.mark.parametrize("begun", [_BAD["newer"]], indirect=True)
def test_the_window_says_that_settings_were_not_used(begun: StudioWindow) -> None:
    assert [row.message.text for row in begun.messages.rows if "newer AIPROD" in row.message.text]
    assert begun.isVisible()


@pytest.mark.parametrize("begun", _ODD.values(), ids=_ODD.keys(), indirect=True)
def test_odd_settings_do_not_stop_the_window(begun: StudioWindow, film: Path, qtbot: QtBot) -> None:
    screen = begun.screen().availableGeometry()
    assert begun.isVisible() and screen.intersects(begun.frameGeometry())
    with qtbot.waitSignal(begun.studio.film.opened):
        begun.studio.open_film(film)


def test_settings_that_cannot_be_written_are_told_of_and_hold_while_it_runs(
    window: StudioWindow, home: Path, qtbot: QtBot
) -> None:
    window.studio.settings.path = home / "a-file" / "settings.json"
    (home / "a-file").write_bytes(b"")
    for page in ("models", "script", "models"):
        with qtbot.waitSignal(window.studio.messages.told):
            window.go_to(page)
    assert window.studio.settings.now.page == "models"
    assert len([row for row in window.messages.rows if "can't be written" in row.message.text]) == 1


@pytest.mark.parametrize("text", [
    b"", b"{}", b"[]", b"[" * 100_000, b'{"schema": "Keymap.2"}', b'{"schema": "Keymap.1", "base": "emacs", "keys": {}}',
    b'{"schema": "Keymap.1", "base": "aiprod"}', b'{"schema": "Keymap.1", "base": [], "keys": {}}',
    b'{"schema": "Keymap.1", "base": "aiprod", "keys": {"edit.undo": ["Esc"]}}',
    b'{"schema": "Keymap.1", "base": "aiprod", "keys": {"edit.undo": ["A, B, C"]}}',
    b'{"schema": "Keymap.1", "base": "aiprod", "keys": {"edit.undo": "Ctrl+Z"}}',
    b'{"schema": "Keymap.1", "base": "aiprod", "keys": {"edit.undo": [null]}}',
    b'{"schema": "Keymap.1", "base": "aiprod", "keys": 5}', b"\x00" * 50, b" " * 300_000,
])  # fmt: skip
def test_a_keymap_broken_by_hand_is_refused(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "mine.json"
    path.write_bytes(text)
    with pytest.raises(UserError, match="is not a keymap"):
        own_keys.read_file(path)
