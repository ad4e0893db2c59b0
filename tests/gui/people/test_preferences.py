# SPDX-License-Identifier: Apache-2.0
"""Preferences: at work at once, kept, and taken back by Cancel; clouds only with the user's word."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from aiprod.film.errors import UserError
from aiprod.rendering.cache_limit import limit_bytes, set_limit
from aiprod.wire.service import ProviderList, ProviderView
from aiprod_app.i18n.languages import language_in_use, speak
from aiprod_app.preferences.dialog import PreferencesDialog
from aiprod_app.preferences.privacy import PrivacyPage
from aiprod_app.preferences.storage import StoragePage, cache_state, empty_cache
from aiprod_app.settings.settings import SettingsStore
from aiprod_app.theme import style, tokens
from aiprod_app.window import StudioWindow


@pytest.fixture
def dialog(window: StudioWindow, qtbot: QtBot, qapp: QApplication) -> Iterator[PreferencesDialog]:
    made = PreferencesDialog(window.studio, window)
    qtbot.addWidget(made)
    made.show()
    yield made
    speak("en")
    style.apply(qapp, "dark")


def _choose(dialog: PreferencesDialog, field: str, value: str) -> None:
    box = getattr(dialog.pages["general"], field)
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def test_theme_language_and_keymap_are_at_work_at_once(dialog: PreferencesDialog, qtbot: QtBot) -> None:
    _choose(dialog, "theme", "light")
    assert tokens().name == "light"
    _choose(dialog, "keymap", "premiere")
    qtbot.waitUntil(lambda: dialog.studio.commands.keys("timeline.blade_tool") == "C")
    _choose(dialog, "language", "fr")
    assert language_in_use() == "fr"
    qtbot.waitUntil(lambda: dialog.windowTitle() == "Préférences")
    assert dialog.studio.commands.actions["timeline.blade_tool"].text() == "Outil lame"
    dialog.accept()
    path = dialog.studio.settings.path
    qtbot.waitUntil(lambda: SettingsStore(path).now.language == "fr")
    assert SettingsStore(path).now.theme == "light"


def test_the_dialog_speaks_the_language_that_was_chosen_before_all_else(dialog: PreferencesDialog, qtbot: QtBot) -> None:
    _choose(dialog, "language", "fr")
    qtbot.waitUntil(lambda: dialog.windowTitle() == "Préférences")
    assert dialog.list.item(0).text() == "Général"


def test_cancel_takes_everything_back(dialog: PreferencesDialog, qtbot: QtBot) -> None:
    before = dialog.studio.settings.now
    _choose(dialog, "theme", "contrast")
    _choose(dialog, "language", "fr")
    _choose(dialog, "keymap", "resolve")
    dialog.reject()
    assert dialog.studio.settings.now == before
    assert (tokens().name, language_in_use()) == ("dark", "en")
    qtbot.waitUntil(lambda: dialog.studio.commands.keys("timeline.blade_tool") == "B")


def test_a_theme_that_follows_the_system_follows_it_while_running(dialog: PreferencesDialog, qapp: QApplication) -> None:
    from PySide6.QtCore import Qt

    _choose(dialog, "theme", "system")
    hints = qapp.styleHints()
    hints.setColorScheme(Qt.ColorScheme.Light)
    try:
        assert tokens().name == ("light" if hints.colorScheme() == Qt.ColorScheme.Light else "dark")
    finally:
        hints.unsetColorScheme()


def test_versions_are_kept_as_often_as_chosen(dialog: PreferencesDialog) -> None:
    page = dialog.pages["storage"]
    assert isinstance(page, StoragePage)
    page.versions.setValue(50)
    assert dialog.studio.settings.now.versions_every == 50


def test_the_cache_has_the_size_that_was_chosen(dialog: PreferencesDialog, qtbot: QtBot, home: Path) -> None:
    dialog.show_page("storage")
    page = dialog.pages["storage"]
    assert isinstance(page, StoragePage)
    qtbot.waitUntil(page.limit.isEnabled)
    assert page.limit.value() == 40
    page.limit.setValue(5)
    page.limit.editingFinished.emit()
    qtbot.waitUntil(lambda: limit_bytes(home / "cache") == 5 << 30)
    with pytest.raises(UserError, match="can't be of that size"):
        set_limit(home / "cache", 5)
    (home / "cache" / "limit.json").write_text("{")
    assert limit_bytes(home / "cache") == 40 << 30


def test_an_emptied_cache_is_empty(home: Path) -> None:
    folder = home / "cache" / "segments"
    folder.mkdir(parents=True)
    (folder / "a.mp4").write_bytes(b"x" * 1000)
    assert cache_state().used == 1000
    assert empty_cache().used == 0


def test_proxies_are_counted_and_emptied_with_the_rendered_pieces(home: Path) -> None:
    pieces = [home / "cache" / "segments" / "a.mp4", home / "cache" / "proxies" / "b.mov"]
    for piece in pieces:
        piece.parent.mkdir(parents=True)
        piece.write_bytes(b"x" * 1000)
    assert cache_state().used == 2000
    assert empty_cache().used == 0
    assert not any(piece.exists() for piece in pieces)


def test_a_cloud_is_only_allowed_after_its_text_was_shown(dialog: PreferencesDialog) -> None:
    page = dialog.pages["privacy"]
    assert isinstance(page, PrivacyPage)
    page._have(ProviderList(providers=(ProviderView(id="runway", configured=False, consent=False),
                                       ProviderView(id="fal", configured=True, consent=True))))  # fmt: skip
    assert set(page.rows) == {"runway", "fal"}
    assert "Runway" in page.consent_text("runway")
    words = [label.text() for label in page.rows["fal"].findChildren(type(page.state))]
    assert words == ["fal", "Allowed. Its key is there."]


def test_panels_are_reached_by_key(window: StudioWindow, qtbot: QtBot) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QPushButton, QSplitter, QVBoxLayout, QWidget

    whole = QSplitter()
    buttons = []
    for name in ("one", "two"):
        pane = QWidget()
        row = QVBoxLayout(pane)
        row.addWidget(QPushButton(f"{name} a"))
        buttons.append(QPushButton(f"{name} b"))
        row.addWidget(buttons[-1])
        whole.addWidget(pane)
    window.stack.addWidget(whole)
    window.stack.setCurrentWidget(whole)
    buttons[0].setFocus()
    qtbot.waitUntil(buttons[0].hasFocus)
    qtbot.keyClick(buttons[0], Qt.Key.Key_F6)
    focus = window.focusWidget()
    assert isinstance(focus, QPushButton)
    assert focus.text() == "two a"
    qtbot.keyClick(focus, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert buttons[0].hasFocus(), "back to where it was in the panel"
