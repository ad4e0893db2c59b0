# SPDX-License-Identifier: Apache-2.0
"""The bin: what it holds, how it is searched, what becomes of files, and how things get from it onto the timeline."""

import json
import shutil
import wave
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.gui.editing.conftest import on_disk, pictures, timeline_of

from aiprod.film.time import FrameRate
from aiprod.film.timeline import MediaFile, ShotFootage
from aiprod_app.pages.edit.bin.items import Item, alone, chosen_of, parts_of
from aiprod_app.pages.edit.page import EditPage
from aiprod_app.watchdog import Watchdog
from aiprod_app.window import StudioWindow

RATE = FrameRate()
COPY = Qt.DropAction.CopyAction


def item(page: EditPage, key: str) -> Item:
    found = page.bin.item(key)
    assert found is not None, key
    return found


def shot_with_line(page: EditPage) -> Item:
    return next(one for one in page.bin.items if one.group == "shots" and one.lines)


def sound_file(path: Path, seconds: float = 1.0) -> Path:
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(48_000)
        out.writeframes(b"\x10\x05" * int(48_000 * seconds))
    return path


def picture_file(path: Path) -> Path:
    image = QImage(320, 180, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    assert image.save(str(path))
    return path


def test_the_bin_holds_all_that_was_made(page: EditPage) -> None:
    groups = {one.group for one in page.bin.items}
    assert groups == {"shots", "lines", "sounds", "titles"}
    second = page.bin.items[1]
    assert len(second.takes) == 2 and sum(take.chosen for take in second.takes) == 1 and second.used == 1
    assert "13" in page.bin.note_line.text() or str(len(page.bin.items)) in page.bin.note_line.text()


def test_it_is_searched_and_filtered(page: EditPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.bin.search, page.bin.items[2].name)
    assert [one.name for one in page.bin._model.items] == [page.bin.items[2].name]
    page.bin.search.setText("no such thing")
    assert page.bin.views.currentWidget() is page.bin.empty and page.bin.empty.text()
    page.bin.search.clear()
    page.bin.group.setCurrentIndex(page.bin.group.findData("titles"))
    assert {one.group for one in page.bin._model.items} == {"titles"}
    assert chosen_of(page.bin.items, "", None, unused=True)


def test_cards_are_remembered(page: EditPage, qtbot: QtBot) -> None:
    page.bin.cards.click()
    assert page.bin.view is page.bin.grid and page.studio.settings.page("edit")["cards"] is True


def test_a_click_shows_a_take_and_its_marks_are_its_own(page: EditPage, qtbot: QtBot) -> None:
    page.player.seek(50)
    take = page.bin.items[1].takes[1]
    page.viewing.watch(take)
    qtbot.waitUntil(lambda: page.viewing.showing_source and page.player.frames == take.frames)
    assert page.player.frame == 0 and page.desk.tabs.source.isChecked()
    page.player.seek(5)
    page.studio.commands.do("mark.in")
    page.player.seek(14)
    page.studio.commands.do("mark.out")
    assert page.viewing.source_span == (5, 15) and timeline_of(page).span is None
    qtbot.mouseClick(page.desk.tabs.film, Qt.MouseButton.LeftButton)
    assert page.player.frame == 50 and page.viewing.span is None
    with qtbot.waitSignal(page.studio.film.changed):
        page.bin_acts.lay("overwrite", take)
    laid = next(clip for clip in on_disk(page).tracks[0].clips if isinstance(clip.shows, ShotFootage) and clip.shows.take)
    assert (laid.source_in, laid.length) == (5, 10)


def test_a_shot_brings_its_line_linked(page: EditPage, qtbot: QtBot) -> None:
    shot = shot_with_line(page)
    page.player.seek(0)
    page.bin.select(shot.key)
    end = timeline_of(page).end
    with qtbot.waitSignal(page.studio.film.changed):
        assert page.studio.commands.do("edit.insert")
    timeline = on_disk(page)
    clip = timeline.tracks[0].clips[0]
    assert isinstance(clip.shows, ShotFootage) and clip.shows == shot.shows
    assert timeline.end >= end and sum(other.link == clip.link for _, _, other in timeline.clips()) == 1 + len(shot.lines)
    qtbot.waitUntil(lambda: page.viewing.film_frame == clip.length)


def test_the_in_point_is_where_things_are_laid(page: EditPage, qtbot: QtBot) -> None:
    page.player.seek(30)
    with qtbot.waitSignal(page.studio.film.changed):
        page.studio.commands.do("mark.in")
    page.player.seek(100)
    with qtbot.waitSignal(page.studio.film.changed):
        page.bin_acts.lay("overwrite", page.bin.items[0])
    assert 30 in on_disk(page).tracks[0].starts


def test_dragged_onto_the_timeline_it_lies_there_with_its_sound(page: EditPage, qtbot: QtBot) -> None:
    shot = shot_with_line(page)
    page.timeline_view.set_snapping(False)
    data = page.bin._model.mimeData([page.bin._model.place(shot.key)])
    assert json.loads(bytes(data.data(data.formats()[0]).data()))["clips"]
    canvas, geometry = page.timeline_view.canvas, page.timeline_view.stage.geometry
    row = next(number for number, track in enumerate(timeline_of(page).tracks) if track.kind == "video")
    lane = geometry.lane(row)
    assert lane is not None
    point = QPoint(round(geometry.x(30)), lane.top - geometry.top + lane.height // 2)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(canvas, QDragEnterEvent(point, COPY, data, left, none))
    QApplication.sendEvent(canvas, QDragMoveEvent(point, COPY, data, left, none))
    with qtbot.waitSignal(page.studio.film.changed):
        QApplication.sendEvent(canvas, QDropEvent(QPointF(point), COPY, data, left, none))
    timeline = on_disk(page)
    start, clip = next(
        (start, clip) for start, clip in timeline.tracks[row].placed() if "~" in clip.id and clip.shows == shot.shows
    )
    assert start == 30 and sum(other.link == clip.link for _, _, other in timeline.clips()) == 1 + len(shot.lines)


def test_files_are_brought_in_and_what_cannot_be_is_told(page: EditPage, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    picture_file(folder / "sea.png")
    sound_file(folder / "bell.wav")
    (folder / "notes.txt").write_text("no media")
    bad = tmp_path / "broken.mp4"
    bad.write_bytes(b"not a film at all" * 50)
    with qtbot.waitSignals([page.bring.done, page.studio.messages.told]):
        page.bring.bring([folder, bad])
    said = page.studio.messages.all[-1]
    assert said.level == "bad" and "broken.mp4" in said.detail
    qtbot.waitUntil(lambda: sum(one.group == "media" for one in page.bin.items) == 2)
    assert {path.suffix for path in (page.studio.film.root / "media").iterdir()} == {".png", ".wav"}


def test_a_sound_dropped_on_the_timeline_is_brought_and_laid(page: EditPage, qtbot: QtBot, tmp_path: Path) -> None:
    from aiprod_app.timeline.dropping import Drop

    path = sound_file(tmp_path / "bell.wav", 2.0)
    track = next(track.id for track in timeline_of(page).tracks if track.kind == "audio")
    with qtbot.waitSignal(page.studio.film.changed):
        page.bin_acts.files_dropped(Drop((path,), track, 12, "overwrite", "audio"))
    found = [(start, clip) for one, start, clip in on_disk(page).clips() if isinstance(clip.shows, MediaFile)]
    assert [(start, clip.length) for start, clip in found] == [(12, 48)]


def test_media_that_went_missing_is_shown_as_missing(page: EditPage, qtbot: QtBot, tmp_path: Path) -> None:
    path = picture_file(tmp_path / "sea.png")
    with qtbot.waitSignal(page.bring.done):
        page.bring.bring([path])
    qtbot.waitUntil(lambda: any(one.group == "media" for one in page.bin.items))
    sea = next(one for one in page.bin.items if one.group == "media")
    with qtbot.waitSignal(page.studio.film.changed):
        page.bin_acts.lay("overwrite", sea)
    shutil.rmtree(page.studio.film.root / "media")
    with qtbot.waitSignal(page.studio.film.changed):
        page.studio.commands.do("mark.marker")
    qtbot.waitUntil(lambda: any(one.missing for one in page.bin.items))


def test_dropping_files_on_the_bin_brings_them(page: EditPage, qtbot: QtBot, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(picture_file(tmp_path / "sea.png")))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(page.bin, QDragEnterEvent(QPoint(20, 200), COPY, data, left, none))
    with qtbot.waitSignal(page.bring.done):
        QApplication.sendEvent(page.bin, QDropEvent(QPointF(20, 200), COPY, data, left, none))
    assert (page.studio.film.root / "media").is_dir()


def test_an_item_alone_can_be_played(page: EditPage) -> None:
    for one in page.bin.items:
        timeline = alone(one, RATE)
        assert timeline.end >= 1 and len(parts_of(one, RATE)) == sum(len(track.clips) for track in timeline.tracks)


def test_what_a_production_makes_comes_into_the_bin(
    window: StudioWindow, made_film: Path, retaken_film: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "growing.aiprod"
    shutil.copytree(made_film, folder)
    window.go_to("edit")
    window.studio.open_film(folder)
    qtbot.waitUntil(lambda: isinstance(window.page, EditPage) and bool(window.page.bin.items))
    page = window.page
    assert isinstance(page, EditPage) and len(page.bin.items[1].takes) == 1
    shutil.copytree(retaken_film, folder, dirs_exist_ok=True)
    qtbot.waitUntil(lambda: len(page.bin.items[1].takes) == 2)
    assert pictures(page)


def test_working_keeps_the_interface_free(page: EditPage, qtbot: QtBot, watchdog: Callable[[], Watchdog]) -> None:
    page.grab()
    qtbot.wait(300)
    watchdog()
    page.player.seek(60)
    page.timeline_view.select({pictures(page)[1].id})
    qtbot.waitUntil(lambda: page.inspector.clip.isVisible())
    for command in ("edit.blade", "edit.undo"):
        with qtbot.waitSignal(page.studio.film.changed):
            page.studio.commands.do(command)
    page.viewing.watch(page.bin.items[0].takes[0])
    qtbot.waitUntil(lambda: page.viewing.ready)


@pytest.mark.parametrize("key", ["script", "board"])
def test_without_a_timeline_there_is_a_way_on(
    window: StudioWindow, made_film: Path, tmp_path: Path, qtbot: QtBot, key: str
) -> None:
    folder = tmp_path / "early.aiprod"
    folder.mkdir()
    if key == "board":
        shutil.copytree(made_film, folder, dirs_exist_ok=True)
        (folder / "timeline.otio").unlink()
    else:
        data = json.loads((made_film / "film.json").read_text())
        data["screenplay"] = None
        (folder / "film.json").write_text(json.dumps(data))
    window.go_to("edit")
    window.studio.open_film(folder)
    qtbot.waitUntil(lambda: isinstance(window.page, EditPage) and window.settled)
    page = window.page
    assert isinstance(page, EditPage)
    assert page.stack.currentWidget() is page.empty and page.empty.button.isVisible()
    with qtbot.waitSignal(window.studio.page_asked) as asked:
        qtbot.mouseClick(page.empty.button, Qt.MouseButton.LeftButton)
    assert asked.args == [key]
