# SPDX-License-Identifier: Apache-2.0
"""The viewer: what is on the screen in every state, and what it says where there is nothing to see."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QAction, QColor, QDragEnterEvent, QDropEvent, QImage
from pytestqt.qtbot import QtBot

from aiprod.film.errors import UserError
from aiprod.production.screening import Screening
from aiprod_app.viewer.player import Player
from aiprod_app.viewer.screen import ACTION_SAFE, Screen
from aiprod_app.viewer.widget import ViewerWidget

PATIENCE_MS = 60_000


def marks(viewer: ViewerWidget) -> list[str]:
    return [mark.text for mark in viewer.strip.marks]


def shows(viewer: ViewerWidget, screening: Screening, frame: int, qtbot: QtBot) -> None:
    """Load and wait for the picture."""
    with qtbot.waitSignal(viewer.player.picture_ready, timeout=PATIENCE_MS, check_params_cb=lambda _i, f: f == frame):
        viewer.player.load(screening)
        viewer.player.seek(frame)


# -- what is seen ------------------------------------------------------------------------------------------------------


def test_no_film_says_so(viewer: ViewerWidget) -> None:
    assert viewer.canvas.slate is not None and viewer.canvas.slate.what == "No film is open"
    assert marks(viewer) == [] and viewer.strip.timecode.text() == ""


def test_a_take_is_seen_with_its_moment_and_its_maker(viewer: ViewerWidget, finished: Screening, qtbot: QtBot) -> None:
    shows(viewer, finished, 30, qtbot)
    part = finished.part_at(30)
    assert part is not None and viewer.strip.seen.text() == part.shot
    assert viewer.strip.timecode.text() == "01:00:01:06"
    assert marks(viewer) == ["Animatic"], "a finished mix needs no word"
    assert viewer.canvas.slate is None and viewer.canvas.image is not None
    grabbed = viewer.canvas.grab().toImage()
    area = viewer.canvas.picture_area()
    colours = {grabbed.pixelColor(int(area.left() + area.width() * x / 9), int(area.center().y())).rgb() for x in range(1, 9)}
    assert len(colours) > 3, "a picture, not a plane"


def test_a_half_made_film_shows_slates_and_drawings(viewer: ViewerWidget, half_made: Screening, qtbot: QtBot) -> None:
    viewer.player.load(half_made)
    missing = next(part for part in half_made.parts if part.kind == "missing")
    assert viewer.canvas.slate is not None and missing.shot in viewer.canvas.slate.what
    assert not viewer.canvas.slate.striped, "it is not wrong, it only waits"
    drawn = next(part for part in half_made.parts if part.kind == "board")
    shows(viewer, half_made, drawn.start + 2, qtbot)
    assert viewer.canvas.slate is None
    assert "Storyboard" in marks(viewer) and "Rough mix" in marks(viewer) and "1 missing" in marks(viewer)
    tips = {mark.text: mark.tip for mark in viewer.strip.marks}
    assert missing.shot in tips["1 missing"]


def test_trouble_is_said_where_it_is(viewer: ViewerWidget, finished: Screening, qtbot: QtBot) -> None:
    shows(viewer, finished, 30, qtbot)
    viewer.player.trouble.emit(30, UserError("clip.mp4 can't be read as a video", "it is cut short", "Copy it again."))
    slate = viewer.canvas.slate
    assert slate is not None and slate.striped and (slate.what, slate.remedy) == (
        "clip.mp4 can't be read as a video", "it is cut short. Copy it again.")  # fmt: skip
    other = next(part for part in finished.parts if part.clip != finished.part_at(30).clip)  # type: ignore[union-attr]
    viewer.player.seek(other.start)
    assert viewer.canvas.slate is None, "elsewhere the film is seen"
    viewer.player.load(finished)
    viewer.player.seek(30)
    assert viewer.canvas.slate is None, "another state of the film is another chance"


def test_a_film_without_frames_says_what_comes(viewer: ViewerWidget, finished: Screening) -> None:
    from dataclasses import replace

    viewer.player.load(replace(finished, frames=0, segments=(), parts=(), _starts=()))
    assert viewer.canvas.slate is not None and viewer.canvas.slate.what == "Nothing to play yet"


def test_no_sound_is_a_word_with_its_reason(viewer: ViewerWidget, finished: Screening) -> None:
    viewer.player.load(finished)
    viewer.player.silent.emit("no device")
    mark = next(mark for mark in viewer.strip.marks if mark.text == "No sound")
    assert mark.tone == "warning" and "no device" in mark.tip


@pytest.mark.parametrize(("speed", "words"), [(1.0, ""), (2.0, "▶ 2×"), (-4.0, "◀ 4×"), (0.5, "▶ 0.5×")])
def test_the_speed_is_told(viewer: ViewerWidget, finished: Screening, speed: float, words: str) -> None:
    viewer.player.load(finished)
    viewer.player.seek(60)
    viewer.player.play(speed)
    assert viewer.strip.speed.text() == words
    viewer.player.stop()
    assert viewer.strip.speed.text() == ""


def test_who_hears_the_screen_is_told_what_is_seen(viewer: ViewerWidget, finished: Screening, half_made: Screening) -> None:
    viewer.player.load(finished)
    viewer.player.seek(30)
    told = viewer.canvas.accessibleDescription()
    part = finished.part_at(30)
    assert part is not None and "01:00:01:06" in told and part.shot in told and "Animatic" in told
    viewer.player.load(half_made)
    viewer.player.seek(0)
    assert "not made yet" in viewer.canvas.accessibleDescription()
    assert viewer.canvas.accessibleName() == "Picture"
    for control in (viewer.strip.zoom, viewer.strip.timecode):
        assert control.accessibleName()


# -- the screen --------------------------------------------------------------------------------------------------------


@pytest.fixture
def canvas(qtbot: QtBot) -> Screen:
    made = Screen()
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.set_film(320, 180)
    made.show_image(_plain("#cc3322"))
    made.show()
    return made


def _plain(colour: str, width: int = 160, height: int = 90) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


def _colour(canvas: Screen, x: float, y: float) -> str:
    """Of a place in the picture, in shares of its sides."""
    area = canvas.picture_area()
    grabbed = canvas.grab().toImage()
    ratio = grabbed.width() / canvas.width()
    return grabbed.pixelColor(int((area.left() + x * area.width()) * ratio), int((area.top() + y * area.height()) * ratio)).name()


def test_the_picture_keeps_its_shape(canvas: Screen) -> None:
    area = canvas.picture_area()
    assert area.width() == 400 and area.height() == pytest.approx(225) and area.center().y() == 150
    assert _colour(canvas, 0.5, 0.5) == "#cc3322"
    assert canvas.grab().toImage().pixelColor(200, 10).name() != "#cc3322", "bars above and below"


def test_zoom_shows_pixels_and_can_be_moved(canvas: Screen, qtbot: QtBot) -> None:
    with qtbot.waitSignal(canvas.zoomed):
        canvas.set_zoom(2.0)
    assert canvas.picture_area().size().toSize() == QSize(640, 360)
    before = canvas.picture_area().topLeft()
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(200, 150))
    qtbot.mouseMove(canvas, QPoint(240, 170))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(240, 170))
    assert canvas.picture_area().topLeft() - before == QPointF(40, 20)
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(0, 0))
    qtbot.mouseMove(canvas, QPoint(390, 290))
    for _ in range(6):
        qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(0, 0))
        qtbot.mouseMove(canvas, QPoint(390, 290))
    assert canvas.picture_area().adjusted(-2, -2, 2, 2).contains(QPointF(canvas.rect().center())), "it can't be lost"
    canvas.set_zoom(99)
    assert canvas.zoom == 8.0
    canvas.set_zoom(0)
    assert canvas.picture_area().width() == 400


def test_safe_areas_are_drawn(canvas: Screen) -> None:
    plain = canvas.grab().toImage()
    canvas.set_safe_areas(True)
    drawn = canvas.grab().toImage()
    assert plain != drawn
    edge = (1 - ACTION_SAFE) / 2
    assert any(QColor(_colour(canvas, edge + d / 400, 0.5)).lightness() > 180 for d in (-1, 0, 1))


def test_a_wipe_shows_both_and_is_moved_by_hand_and_by_keys(canvas: Screen, qtbot: QtBot) -> None:
    canvas.set_compare(_plain("#2244cc"), "wipe", ("Now", "Before"))
    assert _colour(canvas, 0.25, 0.8) == "#cc3322" and _colour(canvas, 0.75, 0.8) == "#2244cc"
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(200, 220))
    qtbot.mouseMove(canvas, QPoint(100, 220))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(100, 220))
    assert canvas.wipe == pytest.approx(0.25)
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert canvas.wipe == pytest.approx(0.23)
    qtbot.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert canvas.wipe == pytest.approx(0.25)
    canvas.set_wipe(7)
    assert canvas.wipe == 1.0
    canvas.set_compare(None)
    assert _colour(canvas, 0.75, 0.8) == "#cc3322"


def test_side_by_side(canvas: Screen) -> None:
    canvas.set_compare(_plain("#2244cc"), "side", ("Take 1", "Take 2"))
    grabbed = canvas.grab().toImage()
    assert grabbed.pixelColor(100, 150).name() == "#cc3322" and grabbed.pixelColor(300, 150).name() == "#2244cc"


@pytest.mark.parametrize("size", [(4, 4), (64, 36), (5120, 200), (90, 1200)])
def test_any_size_can_be_drawn(viewer: ViewerWidget, half_made: Screening, size: tuple[int, int]) -> None:
    viewer.player.load(half_made)
    viewer.canvas.set_safe_areas(True)
    viewer.canvas.setMinimumSize(1, 1)
    viewer.canvas.resize(*size)
    assert not viewer.canvas.grab().isNull()


def test_long_and_foreign_words_fit_a_slate(viewer: ViewerWidget, finished: Screening) -> None:
    viewer.player.load(finished)
    long = UserError("مشهد " * 60, "why " * 40, "what " * 40)
    viewer.player.trouble.emit(viewer.player.frame, long)
    for size in ((120, 70), (640, 360)):
        viewer.canvas.resize(*size)
        assert not viewer.canvas.grab().isNull()


# -- around it ---------------------------------------------------------------------------------------------------------


def test_the_zoom_is_chosen_in_the_strip(viewer: ViewerWidget) -> None:
    menu = viewer.strip.zoom.menu()
    assert menu is not None
    actions: list[QAction] = menu.actions()
    assert [action.text() for action in actions][:2] == ["Fit", "25%"]
    actions[3].trigger()
    assert viewer.canvas.zoom == 1.0 and viewer.strip.zoom.text() == "100%"


def test_full_screen_shows_the_same_and_is_left_by_escape(viewer: ViewerWidget, finished: Screening, qtbot: QtBot) -> None:
    shows(viewer, finished, 30, qtbot)
    window = viewer.window()
    pressed: list[str] = []
    action = QAction("play", window, shortcut="L")
    action.triggered.connect(lambda: pressed.append("L"))
    window.addAction(action)
    viewer.set_safe_areas(True)
    with qtbot.waitSignal(viewer.full_screen_changed):
        viewer.toggle_full_screen()
    full = viewer._full
    assert full is not None and viewer.full_screen
    assert full.canvas.image is viewer.canvas.image and full.canvas.safe_areas
    assert full.canvas._note == "Animatic", "it is said there too who made the picture"
    assert action in full.actions(), "the keys work there too"
    with qtbot.waitSignal(viewer.player.picture_ready, timeout=PATIENCE_MS):
        viewer.player.seek(50)
    assert full.canvas.image is viewer.canvas.image
    with qtbot.waitSignal(viewer.full_screen_changed):
        qtbot.keyClick(full, Qt.Key.Key_Escape)
    assert not viewer.full_screen


def test_a_double_click_fills_the_screen(viewer: ViewerWidget, qtbot: QtBot) -> None:
    with qtbot.waitSignal(viewer.full_screen_changed):
        qtbot.mouseDClick(viewer.canvas, Qt.MouseButton.LeftButton, pos=viewer.canvas.rect().center())
    assert viewer.full_screen
    viewer.toggle_full_screen()
    assert not viewer.full_screen


def test_files_can_be_dropped(viewer: ViewerWidget, qtbot: QtBot, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.mov")), QUrl("https://example.org/b.mov")])
    keys, buttons, copy = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
    entered = QDragEnterEvent(QPoint(9, 9), copy, data, buttons, keys)
    viewer.dragEnterEvent(entered)
    assert entered.isAccepted()
    with qtbot.waitSignal(viewer.files_dropped) as dropped:
        viewer.dropEvent(QDropEvent(QPointF(9, 9), copy, data, buttons, keys))
    assert dropped.args == [(tmp_path / "a.mov",)]


def test_a_viewer_that_comes_later_shows_what_is_shown(
    player: Player, viewer: ViewerWidget, finished: Screening, qtbot: QtBot
) -> None:
    shows(viewer, finished, 20, qtbot)
    other = ViewerWidget(player)
    qtbot.addWidget(other)
    assert other.canvas.image is viewer.canvas.image and other.strip.timecode.text() == viewer.strip.timecode.text()
    assert marks(other) == marks(viewer)
    shows(viewer, finished, 40, qtbot)
    assert other.canvas.image is viewer.canvas.image
    player.unload()
    assert other.canvas.image is None and other.canvas.slate is not None


def test_sound_that_came_back_needs_no_word(viewer: ViewerWidget, finished: Screening) -> None:
    viewer.player.load(finished)
    viewer.player.silent.emit("no device")
    viewer.player.silent.emit("")
    assert "No sound" not in marks(viewer)
