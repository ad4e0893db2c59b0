# SPDX-License-Identifier: Apache-2.0
"""Keys and commands: found by a few letters, changed by the user, and never fired by what is being typed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from aiprod.film.errors import UserError
from aiprod_app.commands import own_keys
from aiprod_app.commands.fuzzy import folded, score
from aiprod_app.commands.keyboard import KeyboardDialog
from aiprod_app.commands.keymaps import NAMES, keymap
from aiprod_app.commands.palette import Palette
from aiprod_app.commands.table import BY_ID
from aiprod_app.i18n.languages import speak
from aiprod_app.studio import Studio
from aiprod_app.watchdog import Watchdog
from aiprod_app.window import StudioWindow


def test_letters_fit_words_as_people_expect() -> None:
    assert folded("Étalonnage d’été") == "etalonnage d'ete"
    words = ["Blade tool", "Blade at the playhead", "Enable or disable clips", "Zoom to fit"]

    def best(typed: str) -> str:
        return max((word for word in words if score(typed, word) is not None), key=lambda word: score(typed, word) or 0.0)

    assert best("blade") == "Blade tool"
    assert best("bl play") == "Blade at the playhead"
    assert best("ztf") == "Zoom to fit"
    assert score("xyz", "Blade tool") is None
    assert score("", "Blade tool") == 0.0


@pytest.fixture
def palette(window: StudioWindow, qtbot: QtBot) -> Palette:
    made = Palette(window.studio.commands, window)
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_palette_finds_and_does(palette: Palette, window: StudioWindow, qtbot: QtBot) -> None:
    qtbot.keyClicks(palette.field, "full scr")
    item = palette.list.currentItem()
    assert item is not None
    assert item.text(0) == "Full screen"
    assert item.text(2) == "F11"
    with qtbot.waitSignal(window.studio.commands.done) as done:
        qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert done.args == ["view.full_screen"]
    assert not palette.isVisible()


def test_the_palette_is_steered_while_typing(palette: Palette, qtbot: QtBot) -> None:
    first = palette.list.currentItem()
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.list.currentItem() is not first
    qtbot.keyClick(palette.field, Qt.Key.Key_Up)
    assert palette.list.currentItem() is first
    qtbot.keyClicks(palette.field, "qqqq")
    assert palette.nothing.isVisible()


def test_what_can_not_be_done_is_shown_and_not_done(palette: Palette, qtbot: QtBot) -> None:
    qtbot.keyClicks(palette.field, "ripple delete")
    item = palette.list.currentItem()
    assert item is not None
    assert item.text(0) == "Ripple delete"
    assert item.toolTip(0) == "Ripple delete: not possible now"
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_the_palette_speaks_french(window: StudioWindow, qtbot: QtBot) -> None:
    speak("fr")
    try:
        made = Palette(window.studio.commands, window)
        qtbot.addWidget(made)
        assert made.found("etal")[0].startswith(("grade.", "view.grade"))
        assert made.found("lame")[0] == "timeline.blade_tool"
    finally:
        speak("en")


@pytest.mark.parametrize("name", NAMES)
def test_keymaps_have_no_conflicts_and_keys_that_qt_knows(name: str) -> None:
    assert keymap(name).conflicts() == {}
    keys = [key for held in keymap(name).keys.values() for key in held]
    assert all(not own_keys.refusal(key) for key in keys)
    assert "edit.delete" in keymap(name).keys


def test_a_key_is_taken_over_given_back_and_reset() -> None:
    base = keymap("aiprod")
    changes = own_keys.given(base, {}, "timeline.blade_tool", "Ctrl+Z")
    after = base.with_changes(changes)
    assert after.keys["timeline.blade_tool"] == ("B", "Ctrl+Z")
    assert after.keys["edit.undo"] == ()
    assert after.conflicts() == {}
    back = own_keys.reset(base, changes, "edit.undo")
    assert base.with_changes(back).keys["edit.undo"] == ("Ctrl+Z",)
    assert base.with_changes(back).keys["timeline.blade_tool"] == ("B",)
    assert back == {}
    assert own_keys.removed(base, {}, "timeline.blade_tool", "B") == {"timeline.blade_tool": ()}


def test_a_keymap_goes_to_another_machine(tmp_path: Path) -> None:
    base = keymap("resolve")
    changes = own_keys.given(base, {}, "mark.in", "Ctrl+F1")
    own_keys.write_file(tmp_path / "keys.json", "resolve", changes)
    assert own_keys.read_file(tmp_path / "keys.json") == ("resolve", changes)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"schema": "Film.1"}', '{"schema": "Keymap.1", "base": "vegas", "keys": {}}',
     '{"schema": "Keymap.1", "base": "aiprod", "keys": {"mark.in": ["Esc"]}}',
     '{"schema": "Keymap.1", "base": "aiprod", "keys": {"mark.in": 3}}', "x" * 300_000],
)  # fmt: skip
def test_a_file_that_is_no_keymap_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "keys.json").write_text(text)
    with pytest.raises(UserError, match="is not a keymap"):
        own_keys.read_file(tmp_path / "keys.json")


@pytest.fixture
def keyboard(window: StudioWindow, qtbot: QtBot) -> KeyboardDialog:
    made = KeyboardDialog(window.studio, window)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.rows["edit.blade"].text(1) != "")
    return made


def test_the_keyboard_page_searches_by_words_and_by_key(keyboard: KeyboardDialog, qtbot: QtBot) -> None:
    keyboard.search.setText("marker")
    shown = [name for name, row in keyboard.rows.items() if not row.isHidden()]
    assert "mark.marker" in shown
    assert "edit.undo" not in shown
    keyboard.search.clear()
    qtbot.keyClick(keyboard.by_key, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [name for name, row in keyboard.rows.items() if not row.isHidden()] == ["edit.undo"]
    assert keyboard.current == "edit.undo"


def test_a_conflict_is_named_before_a_key_is_taken_over(keyboard: KeyboardDialog, qtbot: QtBot) -> None:
    settings = keyboard.studio.settings
    keyboard.tree.setCurrentItem(keyboard.rows["timeline.blade_tool"])
    qtbot.keyClick(keyboard.editor.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "“Undo”" in keyboard.editor.words.text()
    assert settings.now.keys == {}
    keyboard.editor.leave.click()
    assert settings.now.keys == {}
    qtbot.keyClick(keyboard.editor.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    keyboard.editor.take.click()
    assert settings.now.keys == {"timeline.blade_tool": ("B", "Ctrl+Z"), "edit.undo": ()}
    assert keyboard.studio.commands.keys("edit.undo") == ""
    assert keyboard.rows["edit.undo"].text(2) == "Yes"
    keyboard.reset_button.click()
    assert settings.now.keys == {}
    assert keyboard.studio.commands.keys("edit.undo") == "Ctrl+Z"


def test_a_free_key_is_given_at_once_and_taken_away_again(keyboard: KeyboardDialog, qtbot: QtBot) -> None:
    keyboard.tree.setCurrentItem(keyboard.rows["film.reveal"])
    qtbot.keyClick(keyboard.editor.field, Qt.Key.Key_F3)
    assert keyboard.studio.settings.now.keys == {"film.reveal": ("F3",)}
    assert keyboard.studio.commands.keys("film.reveal") == "F3"
    chip = next(button for button in keyboard.editor.findChildren(QPushButton) if button.text() == "F3")
    assert chip.accessibleName() == "Remove F3"
    chip.click()
    assert keyboard.studio.settings.now.keys == {}


def test_another_keymap_is_at_work_at_once(keyboard: KeyboardDialog, qtbot: QtBot) -> None:
    keyboard.maps.setCurrentIndex(keyboard.maps.findData("premiere"))
    keyboard.maps.activated.emit(keyboard.maps.currentIndex())
    qtbot.waitUntil(lambda: keyboard.studio.commands.keys("timeline.blade_tool") == "C")
    assert keyboard.studio.settings.now.keymap == "premiere"


def test_a_keymap_is_exported_and_imported(keyboard: KeyboardDialog, qtbot: QtBot, tmp_path: Path) -> None:
    keyboard.tree.setCurrentItem(keyboard.rows["film.reveal"])
    qtbot.keyClick(keyboard.editor.field, Qt.Key.Key_F3)
    with qtbot.waitSignal(keyboard.studio.messages.told):
        keyboard.export_to(tmp_path / "mine.json")
    keyboard.reset_button.click()
    keyboard.import_from(tmp_path / "mine.json")
    qtbot.waitUntil(lambda: keyboard.studio.commands.keys("film.reveal") == "F3")
    (tmp_path / "bad.json").write_text("no")
    with qtbot.waitSignal(keyboard.studio.messages.told) as told:
        keyboard.import_from(tmp_path / "bad.json")
    assert told.args[0].level == "bad"
    assert keyboard.studio.commands.keys("film.reveal") == "F3"


_FIELDS: dict[str, Callable[[], QWidget]] = {
    "line": QLineEdit, "text": QPlainTextEdit, "spin": QSpinBox, "combo": lambda: QComboBox(editable=True),
}  # fmt: skip


@pytest.fixture
def desk(window: StudioWindow) -> QWidget:
    """A panel on the window to put fields on."""
    place = QWidget(window.stack)
    QVBoxLayout(place)
    window.stack.addWidget(place)
    window.stack.setCurrentWidget(place)
    return place


@pytest.mark.parametrize("kind", _FIELDS)
def test_letters_are_typed_and_do_nothing_else(desk: QWidget, window: StudioWindow, qtbot: QtBot, kind: str) -> None:
    done: list[str] = []
    for name in (
        "timeline.blade_tool",
        "mark.in",
        "play.toggle",
        "board.approve",
        "play.next_frame",
        "edit.insert",
        "edit.delete",
    ):
        window.studio.commands.bind(name, lambda name=name: done.append(name), window)
    field = _FIELDS[kind]()
    desk.layout().addWidget(field)  # type: ignore[union-attr]
    field.show()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    target = window.focusWidget()
    for key in (Qt.Key.Key_B, Qt.Key.Key_I, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Right, Qt.Key.Key_F9,
                Qt.Key.Key_Backspace):  # fmt: skip
        qtbot.keyClick(target, key)
    assert done == []


def test_commands_that_are_meant_while_typing_work(desk: QWidget, window: StudioWindow, qtbot: QtBot) -> None:
    done: list[str] = []
    window.studio.commands.bind("view.jobs", lambda: done.append("view.jobs"), window)
    field = QLineEdit(desk)
    desk.layout().addWidget(field)  # type: ignore[union-attr]
    field.show()
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert done == ["view.jobs"]


@pytest.mark.parametrize(("make", "key"), [(QListWidget, Qt.Key.Key_Down), (lambda: QSlider(), Qt.Key.Key_Right),
                                           (lambda: QPushButton("x"), Qt.Key.Key_Space)])  # fmt: skip
def test_lists_sliders_and_buttons_keep_their_own_keys(
    desk: QWidget, window: StudioWindow, qtbot: QtBot, make: Callable[[], QWidget], key: Qt.Key
) -> None:
    done: list[str] = []
    for name in ("play.next_cut", "play.next_frame", "play.toggle", "timeline.blade_tool"):
        window.studio.commands.bind(name, lambda name=name: done.append(name), window)
    widget = make()
    desk.layout().addWidget(widget)  # type: ignore[union-attr]
    widget.show()
    widget.setFocus()
    qtbot.keyClick(widget, key)
    assert done == []
    qtbot.keyClick(widget, Qt.Key.Key_B)
    assert done == ["timeline.blade_tool"]


def test_every_command_has_a_title_of_its_own_in_its_area() -> None:
    seen: dict[tuple[str, str], str] = {}
    for name, command in BY_ID.items():
        assert seen.setdefault((command.area, command.title), name) == name


def test_the_dialogs_keep_the_interface_thread_free(
    studio: Studio, window: StudioWindow, qtbot: QtBot, watchdog: Callable[[], Watchdog]
) -> None:
    warm = KeyboardDialog(studio, window)
    qtbot.addWidget(warm)
    qtbot.waitUntil(lambda: warm.rows["edit.blade"].text(1) != "")
    watchdog()
    window.desk.search()
    qtbot.keyClicks(window.desk._open["search"].field, "blade")
    window.desk._open["search"].reject()
