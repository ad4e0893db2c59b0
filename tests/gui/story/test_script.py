# SPDX-License-Identifier: Apache-2.0
"""The Script page on a real film: what is typed is in the film, on disk, and can be taken back."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from aiprod.film import changes
from aiprod.film.brief import Brief
from aiprod.film.changes import BriefChange
from aiprod.film.film import Film
from aiprod.film.messages import translated
from aiprod.film.screenplay import Mood
from aiprod.film.store import FilmStore
from aiprod.production.scripts import Paragraph
from aiprod.wire.service import GeneratorView
from aiprod_app.i18n.languages import speak
from aiprod_app.pages.mix.desk import aimed, target_of
from aiprod_app.pages.mix.words import target_title
from aiprod_app.pages.script.choices import Choice
from aiprod_app.pages.script.page import ScriptPage
from aiprod_app.studio import Studio
from aiprod_app.watchdog import Watchdog
from aiprod_app.widgets.number import decimal
from aiprod_app.window import StudioWindow

KEY = Qt.Key


@pytest.fixture
def page(window: StudioWindow, opened: Studio, qtbot: QtBot) -> ScriptPage:
    window.go_to("script")
    made = window.page
    assert isinstance(made, ScriptPage)
    qtbot.waitUntil(lambda: made.editor.complete and len(made.editor.paragraphs) > 1)
    return made


def saved(page: ScriptPage, qtbot: QtBot) -> Film:
    """The film once everything that was typed is in it."""
    page.typist.flush()
    qtbot.waitUntil(lambda: not page.typist.dirty and not page.typist._under_way)
    return FilmStore(page.studio.film.root).film


def place_of(page: ScriptPage, kind: str, number: int = 0) -> int:
    return [place for place, paragraph in enumerate(page.editor.paragraphs) if paragraph.kind == kind][number]


def test_the_film_stands_on_the_page(page: ScriptPage) -> None:
    script = page.studio.film.film.screenplay
    assert script is not None
    headings = [paragraph.text for paragraph in page.editor.paragraphs if paragraph.kind == "heading"]
    assert headings == [scene.heading for scene in script.scenes]
    assert [row.heading for row in page.outline.scenes.rows] == [heading.upper() for heading in headings]
    assert page.desk.state == "script" and page.desk.title.text() == script.title
    assert len(page.cast.cards) >= len(script.cast)


def test_words_typed_are_an_edit_of_their_line(page: ScriptPage, qtbot: QtBot) -> None:
    page.editor.go_to(place_of(page, "dialogue"))
    ref = page.editor.paragraphs[page.editor.here].ref
    qtbot.keyClicks(page.editor, " Truly.")
    film = saved(page, qtbot)
    assert film.screenplay is not None and film.screenplay.line(ref).text.endswith("Truly.")
    assert FilmStore(page.studio.film.root).undoable == f"Change line {ref}"


def test_a_pause_is_enough(page: ScriptPage, qtbot: QtBot) -> None:
    page.editor.go_to(place_of(page, "action"))
    qtbot.keyClicks(page.editor, " Rain.")
    root = page.studio.film.root
    qtbot.waitUntil(lambda: "Rain." in (root / "journal.jsonl").read_text("utf-8"))


def test_a_scene_is_typed_from_heading_to_answer(page: ScriptPage, qtbot: QtBot) -> None:
    editor = page.editor
    before = page.studio.film.film.screenplay
    assert before is not None
    editor.go_to(len(editor.paragraphs) - 1)
    qtbot.keyClick(editor, KEY.Key_Return)
    while editor.kind != "action":
        qtbot.keyClick(editor, KEY.Key_Return)
    qtbot.keyClicks(editor, "ext. har")
    assert editor.kind == "heading" and any("HARBOUR" in offer for offer in editor.completing.offers)
    editor.completing.hide()
    qtbot.keyClicks(editor, "bour - night")
    qtbot.keyClick(editor, KEY.Key_Return)
    qtbot.keyClicks(editor, "A boat comes in.")
    qtbot.keyClick(editor, KEY.Key_Return)
    qtbot.keyClick(editor, KEY.Key_Tab)
    assert editor.kind == "character"
    name = before.cast[0].name.upper()
    qtbot.keyClicks(editor, name[:3])
    assert editor.completing.offers and editor.completing.offers[0] == name
    qtbot.keyClick(editor, KEY.Key_Return)
    assert editor.kind == "dialogue"
    qtbot.keyClicks(editor, "(low")
    assert editor.kind == "parenthetical"
    qtbot.keyClick(editor, KEY.Key_Return)
    qtbot.keyClicks(editor, "Who goes there?")
    after = saved(page, qtbot).screenplay
    assert after is not None and len(after.scenes) == len(before.scenes) + 1
    scene = after.scenes[-1]
    assert (scene.interior, scene.time_of_day) == (False, "night")
    assert scene.lines[0].character == before.cast[0].id and scene.lines[0].parenthetical == "low"
    assert {s.id for s in before.scenes} < {s.id for s in after.scenes}


def test_undo_takes_back_what_was_typed_just_now(page: ScriptPage, qtbot: QtBot) -> None:
    before = page.studio.film.film.screenplay
    page.editor.go_to(place_of(page, "action"))
    qtbot.keyClicks(page.editor, " Quite a lot more.")
    assert page.studio.commands.do("edit.undo")
    qtbot.waitUntil(lambda: "Quite a lot" not in page.editor.toPlainText())
    assert saved(page, qtbot).screenplay == before


def test_the_editors_keys_leave_undo_to_the_film(page: ScriptPage, qtbot: QtBot) -> None:
    page.editor.go_to(place_of(page, "action"))
    qtbot.keyClicks(page.editor, " Once more.")
    qtbot.keyClick(page.editor, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "Once more" not in page.editor.toPlainText())


def test_a_name_without_words_is_not_lost(page: ScriptPage, qtbot: QtBot) -> None:
    editor = page.editor
    editor.go_to(len(editor.paragraphs) - 1)
    qtbot.keyClick(editor, KEY.Key_Return)
    while editor.kind != "character":
        qtbot.keyClick(editor, KEY.Key_Tab)
    qtbot.keyClicks(editor, "ZOE")
    editor.completing.hide()
    saved(page, qtbot)
    root = page.studio.film.root
    page.studio.film.close()
    with qtbot.waitSignal(page.studio.film.opened):
        page.studio.open_film(root)
    qtbot.waitUntil(lambda: any(p.kind == "character" and p.text == "ZOE" for p in editor.paragraphs))


def test_scenes_are_moved_in_the_outline(page: ScriptPage, qtbot: QtBot) -> None:
    script = page.studio.film.film.screenplay
    assert script is not None
    if len(script.scenes) < 2:
        page.editor.insert_paragraphs([Paragraph("heading", "EXT. QUAY - DAY"), Paragraph("action", "Gulls.")])
        script = saved(page, qtbot).screenplay
        assert script is not None
    page.outline.setCurrentIndex(page.outline.scenes.index(0))
    QTest.keyClick(page.outline, KEY.Key_Down, Qt.KeyboardModifier.AltModifier)
    after = saved(page, qtbot)
    assert after.screenplay is not None
    assert [scene.id for scene in after.screenplay.scenes][:2] == [script.scenes[1].id, script.scenes[0].id]
    assert FilmStore(page.studio.film.root).undoable == "Move a scene"


def test_what_somebody_else_writes_comes_onto_the_page(page: ScriptPage, qtbot: QtBot) -> None:
    place = place_of(page, "action")
    ref = page.editor.paragraphs[place].ref
    changes.apply(FilmStore(page.studio.film.root), changes.ActionChange(action=ref, text="By another hand."))
    qtbot.waitUntil(lambda: page.editor.paragraphs[place].text == "By another hand.")


def test_the_scene_panel_changes_the_scene(page: ScriptPage, qtbot: QtBot) -> None:
    page.editor.go_to(0)
    page._followed()
    choice = page.scene.mood
    choice.setCurrentIndex(choice.findData("tense"))
    choice.activated.emit(choice.currentIndex())
    film = page.studio.film
    qtbot.waitUntil(lambda: film.film.screenplay is not None and film.film.screenplay.scenes[0].mood is Mood.TENSE)
    assert "Tense" in page.outline.scenes.rows[0].about


def test_the_brief_is_edited_and_says_what_it_costs(page: ScriptPage, qtbot: QtBot) -> None:
    page.tabs.setCurrentIndex(1)
    page.brief.text.setFocus()
    page.brief.text.setPlainText("Another story altogether.")
    page.brief.flush()
    film = page.studio.film
    qtbot.waitUntil(lambda: film.film.brief.text == "Another story altogether.")
    genre = page.brief.choices["genre"]
    genre.setCurrentIndex(genre.findData("mystery"))
    genre.activated.emit(genre.currentIndex())
    qtbot.waitUntil(lambda: film.film.brief.genre == "mystery")
    genre.setCurrentIndex(genre.findData("auto"))
    genre.activated.emit(genre.currentIndex())
    qtbot.waitUntil(lambda: film.film.brief.genre is None)
    layout = page.brief.choices["layout"]
    layout.setFocus()
    assert "mix" in page.brief.note.text()
    layout.setCurrentIndex(layout.findData("5.1"))
    layout.activated.emit(layout.currentIndex())
    qtbot.waitUntil(lambda: film.film.brief.mixing.layout == "5.1")


def test_a_target_is_told_by_its_level_and_its_true_peak(page: ScriptPage, qtbot: QtBot) -> None:
    film, target = page.studio.film, page.brief.choices["target"]
    web = aimed(film.film.brief, "web")
    film.edit(web)
    qtbot.waitUntil(lambda: target.value == "web")
    assert target.currentText() == f"{target_title('web')} ({decimal(-16, 0)} LUFS)"
    assert target_title("broadcast") in target.itemText(target.findData("broadcast"))
    film.edit(BriefChange(mixing=film.film.brief.mixing.changed(true_peak_dbtp=-3.0)))
    qtbot.waitUntil(lambda: film.film.brief.mixing.true_peak_dbtp == -3.0)
    assert target.value == target.currentText() == f"{decimal(-16, 0)} LUFS"
    target.activated.emit(target.currentIndex())
    assert film.film.brief.mixing.true_peak_dbtp == -3.0 and target.currentText() == f"{decimal(-16, 0)} LUFS"
    target.activated.emit(target.findData("web"))
    qtbot.waitUntil(lambda: target_of(film.film.brief) == "web")


def test_a_generator_says_why_not_in_the_language_in_use(qtbot: QtBot) -> None:
    choice, reason = Choice("pictures"), "there is no API key for fal"
    qtbot.addWidget(choice)
    speak("fr")
    try:
        choice.offer_generators([GeneratorView(id="x", title="X", available=False, reason=reason, cloud=True)])
        told = translated(reason, "fr")
        assert told != reason and choice.itemText(1) == f"X\N{NO-BREAK SPACE}: {told[:1].upper()}{told[1:]}"
    finally:
        speak("en")


def test_out_and_in_as_fountain(page: ScriptPage, qtbot: QtBot, tmp_path: Path) -> None:
    page.export_script(tmp_path / "out.fountain")
    qtbot.waitUntil(lambda: (tmp_path / "out.fountain").is_file())
    (tmp_path / "in.fountain").write_text("Title: New\n\nINT. HALL - DAY\n\nA clock.\n\nANNA\nLate.\n", "utf-8")
    page.import_script(tmp_path / "in.fountain")
    qtbot.waitUntil(lambda: [p.text for p in page.editor.paragraphs] == ["INT. HALL - DAY", "A clock.", "ANNA", "Late."])
    page.studio.film.undo()
    qtbot.waitUntil(lambda: page.editor.paragraphs[0].text != "INT. HALL - DAY")
    (tmp_path / "bad.fountain").write_bytes(b"\x00\x01")
    with qtbot.waitSignal(page.studio.messages.told):
        page.import_script(tmp_path / "bad.fountain")


def test_pasted_pages_are_understood(page: ScriptPage, qtbot: QtBot) -> None:
    page.editor.go_to(len(page.editor.paragraphs) - 1)
    page.editor.pasted.emit("EXT. MARKET - MORNING\n\nStalls open.\n\nOLD TOM\nFish!\n")
    qtbot.waitUntil(lambda: any(p.text == "Stalls open." for p in page.editor.paragraphs))
    after = saved(page, qtbot).screenplay
    assert after is not None and after.scenes[-1].lines[0].character == "old-tom"


def test_what_was_typed_just_before_the_end_is_kept(page: ScriptPage, window: StudioWindow, qtbot: QtBot) -> None:
    """Even where the film's thread is busy when the window closes."""
    gate, root = threading.Event(), page.studio.film.root
    page.studio.film._thread.run(lambda: gate.wait(10))
    page.editor.go_to(place_of(page, "action"))
    qtbot.keyClicks(page.editor, " The end.")
    window.close()
    threading.Timer(0.2, gate.set).start()
    page.studio.film.end()
    assert "The end." in (root / "journal.jsonl").read_text("utf-8")


def test_an_unwritten_film_says_so_and_can_be_typed(window: StudioWindow, studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    store = FilmStore.create(tmp_path / "new.aiprod", Film(name="new", brief=Brief(text="A dog.", language="en")))
    with qtbot.waitSignal(studio.film.opened):
        studio.open_film(store.root)
    window.go_to("script")
    page = window.page
    assert isinstance(page, ScriptPage) and page.desk.state == "empty"
    page.desk.types.click()
    assert page.desk.state == "script"
    qtbot.keyClicks(page.editor, "INT. KITCHEN - DAY")
    page.editor.completing.hide()
    qtbot.keyClick(page.editor, KEY.Key_Return)
    qtbot.keyClicks(page.editor, "A dog sleeps.")
    film = saved(page, qtbot)
    assert film.screenplay is not None and film.screenplay.scenes[0].actions[0].text == "A dog sleeps."


def test_typing_keeps_the_interface_free(page: ScriptPage, qtbot: QtBot, watchdog: Callable[[], Watchdog]) -> None:
    page.editor.go_to(place_of(page, "dialogue"))
    watchdog()
    qtbot.keyClicks(page.editor, " And so it goes, word after word.")
    page.typist.flush()
    qtbot.waitUntil(lambda: not page.typist._under_way)


def test_a_long_screenplay_comes_a_little_at_a_time(page: ScriptPage, qtbot: QtBot, watchdog: Callable[[], Watchdog]) -> None:
    long = [Paragraph("heading" if n % 15 == 0 else "action", f"Paragraph {n} of many.", f"x{n}") for n in range(1_500)]
    watchdog()
    page.editor.show_paragraphs(long)
    qtbot.waitUntil(lambda: page.editor.complete)
    assert list(page.editor.paragraphs) == long


def test_every_control_has_a_name(page: ScriptPage) -> None:
    from PySide6.QtWidgets import QAbstractButton, QComboBox, QDoubleSpinBox, QLineEdit, QSlider

    kinds = (QAbstractButton, QComboBox, QSlider, QDoubleSpinBox, QLineEdit)
    nameless = [
        widget.objectName() or type(widget).__name__ for kind in kinds for widget in page.findChildren(kind)
        if widget.objectName() not in ("qt_spinbox_lineedit", "ScrollLeftButton", "ScrollRightButton")
        and not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))
    ]  # fmt: skip
    assert nameless == []


def test_a_recorded_line_is_heard_as_it_was_recorded(page: ScriptPage, qtbot: QtBot) -> None:
    """From its take; on a machine without loudspeakers the reason is told instead."""
    page.editor.go_to(place_of(page, "dialogue"))
    page._followed()
    assert page.desk.listen.isEnabled() and "Pronounced" in page.cast.voice.sounds.text()
    told: list[str] = []
    page.listening.told.connect(told.append)
    page.desk.listen.click()
    qtbot.waitUntil(lambda: told == ["take"])
    qtbot.waitUntil(lambda: page.listening.name == "")
    assert page.desk.listen.isEnabled()


def test_a_voice_is_cast_and_left_to_the_studio_again(page: ScriptPage, qtbot: QtBot) -> None:
    page.editor.go_to(place_of(page, "dialogue"))
    qtbot.waitUntil(lambda: bool(page._voices))
    page._followed()
    film, character = page.studio.film, next(person for person in page.cast._people if person.lines).character.id
    page.cast.voice.pace.setValue(80)
    page.cast.voice._letting_go.now()
    qtbot.waitUntil(lambda: [voice.speed for voice in film.film.voices if voice.character == character] == [0.8])
    qtbot.waitUntil(lambda: page.cast.voice.studios.isVisibleTo(page.cast.voice))
    page.cast.voice.studios.click()
    qtbot.waitUntil(lambda: not film.film.voices)


_KILLED = """
import os, signal, sys, time
from pathlib import Path
from PySide6.QtTest import QTest
from aiprod_app.main import application, dress
from aiprod_app.settings.settings import SettingsStore
from aiprod_app.studio import Studio
from aiprod_app.window import StudioWindow

def until(done, ms):
    late = time.monotonic() + ms / 1000
    while not done() and time.monotonic() < late:
        QTest.qWait(20)
    return done()


app = application()
studio = Studio(SettingsStore(), start_engine=False)
dress(app, studio.settings.now)
window = StudioWindow(studio)
window.show()
root = Path(sys.argv[1])
studio.open_film(root)
assert until(lambda: studio.film.is_open, 60_000)
window.go_to("script")
editor = window.page.editor
assert until(lambda: editor.complete and len(editor.paragraphs) > 2, 60_000)
editor.go_to(next(n for n, p in enumerate(editor.paragraphs) if p.kind == "action"))
QTest.keyClicks(editor, " Before the pause.")
assert until(lambda: "Before the pause." in (root / "journal.jsonl").read_text("utf-8"), 60_000)
QTest.keyClicks(editor, " After it.")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_kill_loses_no_more_than_since_the_last_pause(film: Path, home: Path) -> None:
    """And leaves a film that opens."""
    environment = {**os.environ, "AIPROD_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", _KILLED, str(film)], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == -9, done.stderr[-2_000:]
    script = FilmStore(film).film.screenplay
    assert script is not None
    assert any("Before the pause." in action.text for scene in script.scenes for action in scene.actions)
