# SPDX-License-Identifier: Apache-2.0
"""The Edit page at work: commands by key, takes, titles, speed, markers, clipboard, history. Everything ends on the disk."""

from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from tests.gui.editing.conftest import on_disk, pictures, timeline_of

from aiprod.film.choices import choices_of
from aiprod.film.store import FilmStore
from aiprod.film.timeline import ShotFootage, TitleCard
from aiprod_app.film.session import Shown
from aiprod_app.pages.edit.dialogs import SpeedDialog, TransitionDialog
from aiprod_app.pages.edit.page import EditPage


def changed(page: EditPage, qtbot: QtBot, name: str) -> Shown:
    """Do a command, and wait until the film is another."""
    with qtbot.waitSignal(page.studio.film.changed) as heard:
        assert page.studio.commands.do(name), f"{name} can't be done"
    assert heard.args is not None
    shown: Shown = heard.args[0]
    return shown


def typed(page: EditPage, qtbot: QtBot, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key on the timeline, and wait until the film is another."""
    page.timeline_view.canvas.setFocus()
    with qtbot.waitSignal(page.studio.film.changed):
        qtbot.keyClick(page.timeline_view.canvas, key, modifiers)


def at(page: EditPage, frame: int, qtbot: QtBot) -> None:
    page.player.seek(frame)
    qtbot.waitUntil(lambda: page.timeline_view.playhead == frame)


def test_every_control_says_what_it_is(page: EditPage) -> None:
    kinds = (QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox)
    controls = [widget for kind in kinds for widget in page.findChildren(kind) if widget.isVisible()]
    inside = (QAbstractSpinBox, QComboBox)
    named = [
        widget.accessibleName() or getattr(widget, "text", str)() or isinstance(widget.parent(), inside) for widget in controls
    ]
    assert [widget.objectName() for widget, name in zip(controls, named, strict=True) if not name] == []


def test_a_blade_by_key_is_on_the_disk_at_once_and_undone_by_key(page: EditPage, qtbot: QtBot) -> None:
    before = len(pictures(page))
    at(page, 90, qtbot)
    typed(page, qtbot, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert len(pictures(page)) == before + 1 and on_disk(page) == timeline_of(page)
    typed(page, qtbot, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(pictures(page)) == before


def test_what_cannot_be_is_told_and_nothing_changes(page: EditPage, qtbot: QtBot) -> None:
    page.timeline_view.select({pictures(page)[0].id})
    with qtbot.waitSignal(page.studio.messages.told) as told:
        page.studio.commands.do("edit.swap_left")
    assert told.args is not None and told.args[0].text
    assert page.studio.film.film.timeline is None


def test_the_playhead_is_kept_when_the_film_changes(page: EditPage, qtbot: QtBot) -> None:
    at(page, 130, qtbot)
    page.timeline_view.select({pictures(page)[0].id})
    screening = page.player.screening
    changed(page, qtbot, "edit.ripple_delete")
    qtbot.waitUntil(lambda: page.player.screening is not screening)
    assert page.player.frame == 130 and page.player.frames < 295


# -- takes -------------------------------------------------------------------------------------------------------------


def test_another_take_is_chosen_by_key_and_seen(page: EditPage, qtbot: QtBot) -> None:
    clip = pictures(page)[1]
    page.timeline_view.select({clip.id})
    takes = page.studio.film.standing.takes[clip.shows.shot]  # type: ignore[union-attr]
    assert len(takes) == 2
    changed(page, qtbot, "edit.next_take")
    shows = on_disk(page).tracks[0].clips[1].shows
    assert isinstance(shows, ShotFootage) and shows.take == next(take.id for take in takes if not take.chosen)
    qtbot.waitUntil(lambda: page.player.screening is not None and page.viewing.ready)
    changed(page, qtbot, "edit.previous_take")
    assert pictures(page)[1].shows.take == next(take.id for take in takes if take.chosen)  # type: ignore[union-attr]


def test_takes_are_shown_in_the_inspector_and_chosen_there(page: EditPage, qtbot: QtBot) -> None:
    page.timeline_view.select({pictures(page)[1].id})
    listed = page.inspector.takes.list
    qtbot.waitUntil(lambda: listed.count() == 2)
    other = next(listed.item(row) for row in range(2) if listed.item(row) is not listed.currentItem())
    wanted, place = other.data(Qt.ItemDataRole.UserRole), listed.visualItemRect(other).center()
    with qtbot.waitSignal(page.studio.film.changed):
        qtbot.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert pictures(page)[1].shows.take == wanted  # type: ignore[union-attr]
    root = page.studio.film.root
    qtbot.waitUntil(lambda: bool(choices_of(root)))
    takes = page.studio.film.standing.takes[pictures(page)[1].shows.shot]  # type: ignore[union-attr]
    kept = choices_of(root)[0]
    assert (kept.better, kept.worse) == (wanted, next(take.id for take in takes if take.id != wanted))
    page.studio.settings.change(remember_choices=False)
    page.takes.choose(kept.worse, pictures(page)[1].id)
    assert len((root / "choices.jsonl").read_text("utf-8").splitlines()) == 1


def test_takes_are_in_the_clips_menu(page: EditPage, qtbot: QtBot) -> None:
    clip = pictures(page)[1]
    page.menus.clip(page.mapToGlobal(page.rect().center()), clip.id)
    menu = page.menus.shown
    assert menu is not None
    takes = next(action.menu() for action in menu.actions() if action.text() == "Takes")
    names = [action.text() for action in takes.actions() if action.text().startswith("Take ")]
    assert len(names) == 2
    unchosen = next(action for action in takes.actions() if action.text().startswith("Take ") and not action.isChecked())
    with qtbot.waitSignal(page.studio.film.changed):
        unchosen.trigger()
    menu.close()
    assert pictures(page)[1].shows.take  # type: ignore[union-attr]


def test_two_takes_are_compared_wiped_then_side_by_side(page: EditPage, qtbot: QtBot) -> None:
    at(page, 80, qtbot)
    commands = page.studio.commands
    assert commands.do("edit.compare_takes")
    qtbot.waitUntil(lambda: page.viewer.canvas.comparing)
    assert page.takes.mode == "wipe"
    commands.do("edit.compare_takes")
    assert page.takes.comparing and page.takes.mode == "side"
    commands.do("edit.compare_takes")
    assert not page.takes.comparing and not page.viewer.canvas.comparing


# -- what clips are ----------------------------------------------------------------------------------------------------


def test_speed_is_asked_for_and_set(page: EditPage, qtbot: QtBot) -> None:
    clip = next(clip for clip in pictures(page) if not clip.link)
    page.timeline_view.select({clip.id})
    page.studio.commands.do("edit.speed")
    dialog = page.findChild(SpeedDialog)
    assert dialog is not None
    dialog.percent.setValue(200)
    with qtbot.waitSignal(page.studio.film.changed):
        qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    found = next(one for one in on_disk(page).tracks[0].clips if one.id == clip.id)
    assert found.speed == Fraction(2) and found.length == clip.length // 2


def test_a_transition_is_put_in_and_changed_in_the_inspector(page: EditPage, qtbot: QtBot) -> None:
    clip = pictures(page)[1]
    page.timeline_view.select({clip.id})
    qtbot.waitUntil(lambda: page.inspector.transition.isVisible())
    edit = page.inspector.transition
    edit.alignment.setCurrentIndex(edit.alignment.findData("start"))
    page.clips.choose_transition(clip.id)
    dialog = page.findChild(TransitionDialog)
    assert dialog is not None
    dialog.reject()
    changed(page, qtbot, "edit.delete")
    assert pictures(page)[1].gap
    page.timeline_view.select({pictures(page)[1].id})
    qtbot.waitUntil(lambda: edit.isVisible() and edit.looked is not None and edit.looked.ids == (pictures(page)[1].id,))
    assert edit.kind.currentData() == ""
    with qtbot.waitSignal(page.studio.film.changed):
        edit.kind.setCurrentIndex(edit.kind.findData("dissolve"))
        edit.kind.activated.emit(edit.kind.currentIndex())
    head = on_disk(page).tracks[0].clips[1].head
    assert head is not None and head.kind == "dissolve"


def test_the_words_of_a_title_are_typed(page: EditPage, qtbot: QtBot) -> None:
    title = next(clip for _, _, clip in timeline_of(page).clips() if isinstance(clip.shows, TitleCard))
    page.timeline_view.select({title.id})
    field = page.inspector.title.title
    qtbot.waitUntil(field.isVisible)
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "Another Title")
    with qtbot.waitSignal(page.studio.film.changed):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    shows = next(clip for _, _, clip in on_disk(page).clips() if clip.id == title.id).shows
    assert isinstance(shows, TitleCard) and shows.title == "Another Title"


def test_sound_has_gain_fades_and_points(page: EditPage, qtbot: QtBot) -> None:
    score = next(clip for track, _, clip in timeline_of(page).clips() if track.kind == "audio" and clip.length > 100)
    page.timeline_view.select({score.id})
    sound = page.inspector.sound
    qtbot.waitUntil(sound.isVisible)
    with qtbot.waitSignal(page.studio.film.changed):
        sound.gain.committed.emit(-4.5)
    with qtbot.waitSignal(page.studio.film.changed):
        sound.fade_out.committed.emit(24)
    at(page, 48, qtbot)
    page._look()
    with qtbot.waitSignal(page.studio.film.changed):
        qtbot.mouseClick(sound.add, Qt.MouseButton.LeftButton)
    clip = next(clip for _, _, clip in on_disk(page).clips() if clip.id == score.id)
    assert (clip.gain_db, clip.fade_out) == (-4.5, 24) and [point.time_s for point in clip.gain] == [2.0]


def test_several_clips_show_what_they_have_in_common(page: EditPage, qtbot: QtBot) -> None:
    names = {clip.id for clip in pictures(page)[:3]}
    page.timeline_view.select(names)
    section = page.inspector.clip
    qtbot.waitUntil(lambda: section.heading.text().startswith("3"))
    assert section.name.placeholderText() == "—" and not section.name.text()
    with qtbot.waitSignal(page.studio.film.changed):
        section.colour.setCurrentIndex(section.colour.findData("CYAN"))
        section.colour.activated.emit(section.colour.currentIndex())
    assert {clip.colour for clip in on_disk(page).tracks[0].clips[:3]} == {"CYAN"}


def test_why_a_shot_is_cut_so_is_said(page: EditPage, qtbot: QtBot) -> None:
    page.timeline_view.select({pictures(page)[1].id})
    qtbot.waitUntil(page.inspector.why.isVisible)
    assert "•" in page.inspector.why.reasons.text()


# -- markers, clipboard, tracks, history ---------------------------------------------------------------------------------


def test_a_marker_is_added_named_and_removed(page: EditPage, qtbot: QtBot) -> None:
    at(page, 33, qtbot)
    changed(page, qtbot, "mark.marker")
    section = page.inspector.markers
    qtbot.waitUntil(lambda: section.name.isVisible())
    with qtbot.waitSignal(page.studio.film.changed):
        section.name.committed.emit("the door")
    with qtbot.waitSignal(page.studio.film.changed):
        section.colour.setCurrentIndex(section.colour.findData("RED"))
        section.colour.activated.emit(section.colour.currentIndex())
    marker = next(marker for marker in on_disk(page).markers if marker.frame == 33)
    assert (marker.name, marker.colour) == ("the door", "RED")
    with qtbot.waitSignal(page.studio.film.changed):
        qtbot.mouseClick(section.remove, Qt.MouseButton.LeftButton)
    assert all(marker.frame != 33 for marker in on_disk(page).markers)


def test_clips_are_copied_and_pasted_with_their_sound(page: EditPage, qtbot: QtBot) -> None:
    spoken = next(clip for track, _, clip in timeline_of(page).clips() if track.name == "Dialogue")
    page.timeline_view.select(page.timeline_view.stage.with_linked({spoken.id}))
    page.studio.commands.do("edit.copy")
    end = timeline_of(page).end
    page.timeline_view.set_playhead(end + 10)
    changed(page, qtbot, "edit.paste")
    pasted = [(track, start, clip) for track, start, clip in on_disk(page).clips() if start >= end]
    assert {track.kind for track, _, _ in pasted} == {"video", "audio"}
    assert min(start for _, start, _ in pasted) == end + 10 and len({clip.link for _, _, clip in pasted}) == 1


def test_tracks_come_and_go(page: EditPage, qtbot: QtBot) -> None:
    before = len(timeline_of(page).tracks)
    changed(page, qtbot, "timeline.add_audio_track")
    assert len(on_disk(page).tracks) == before + 1
    added = next(track.id for track in timeline_of(page).tracks if not track.clips and track.kind == "audio")
    with qtbot.waitSignal(page.studio.film.changed):
        page.remove_track(added)
    assert len(on_disk(page).tracks) == before


def test_the_history_leads_to_any_state(page: EditPage, qtbot: QtBot) -> None:
    page.timeline_view.select({pictures(page)[2].id})
    for _ in range(4):
        changed(page, qtbot, "edit.enable")
    page.studio.commands.do("edit.history")
    qtbot.waitUntil(lambda: page.history is not None and page.history.list.count() >= 5)
    dialog = page.history
    assert dialog is not None
    row = dialog.list.count() - 4
    with qtbot.waitSignal(page.studio.film.changed):
        dialog._go(dialog.list.item(row))
    store = FilmStore(page.studio.film.root)
    assert [entry.kind for entry in store.history][-3:] == ["undo"] * 3
    qtbot.waitUntil(lambda: page.history is not None and page.history.list.currentRow() == row)
    with qtbot.waitSignal(page.studio.film.changed):
        dialog._go(dialog.list.item(dialog.list.count() - 1))
    assert not pictures(page)[2].enabled or pictures(page)[2].enabled == timeline_of(page).tracks[0].clips[2].enabled
    dialog.close()


@pytest.mark.parametrize("yes", [True, False])
def test_the_edit_is_handed_back_only_if_the_user_is_sure(
    page: EditPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, yes: bool
) -> None:
    at(page, 90, qtbot)
    changed(page, qtbot, "edit.blade")
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QMessageBox

    def answer() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        button = next(one for one in box.buttons() if isinstance(one, QPushButton) and (one.objectName() == "confirm") == yes)
        button.click()

    QTimer.singleShot(100, answer)
    page.studio.commands.do("timeline.hand_back")
    if yes:
        qtbot.waitUntil(lambda: page.studio.film.film.timeline is None)
    assert (page.studio.film.film.timeline is None) == yes
