# SPDX-License-Identifier: Apache-2.0
"""The settings on disk: read at any version, never lost in silence."""

import json
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from aiprod.film.errors import UserError
from aiprod_app.settings.settings import Settings, SettingsStore
from aiprod_app.studio import Studio
from aiprod_app.window import StudioWindow


def test_what_is_written_is_read_again() -> None:
    settings = Settings(language="fr", keys={"edit.blade": ("B", "Ctrl+B")}, recent=("/a", "/b"), pages={"edit": {"zoom": 2.5}})
    data = json.loads(json.dumps(settings.to_json()))
    assert data["schema"] == "Settings.2" and Settings.from_json(data) == settings


@pytest.mark.parametrize(
    "fields", [{"language": "de"}, {"theme": 3}, {"versions_every": 2}, {"recent": [1]}, {"layout": {"a": 1}}, {"nonsense": 1}]
)
def test_what_a_setting_cannot_be_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(UserError):
        Settings.from_json({"schema": "Settings.1", **fields})


@pytest.mark.parametrize("text", ["", "{", "[]", '{"schema": "Settings.99"}', '{"schema": "Film.4"}', '{"language": "fr"}'])
def test_a_file_that_cannot_be_used_is_set_aside_and_said(home: Path, text: str, qtbot: QtBot) -> None:
    path = home / "desktop" / "settings.json"
    path.parent.mkdir()
    path.write_text(text)
    store = SettingsStore()
    assert store.now == Settings() and store.trouble is not None
    assert path.with_suffix(".unreadable.json").read_text() == text
    studio = Studio(store, start_engine=False)
    window = StudioWindow(studio)
    qtbot.addWidget(window)
    store.change(first_run_done=True)
    window.begin()
    assert any("settings" in message.text.lower() or "settings" in message.detail for message in studio.messages.all)
    window.close()
    studio.end()
    assert SettingsStore().now.first_run_done
