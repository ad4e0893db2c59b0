# SPDX-License-Identifier: Apache-2.0
"""What is seen, by its pixels; and what is not painted again when it needn't be."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.gui.timeline.room import Room, cut, shot

from aiprod.film.timeline import Timeline
from aiprod.film.timeline_changes import SetClip, SetSpan, SetTrack
from aiprod_app.theme import THEMES
from aiprod_app.timeline.colours import DISABLED, SELECTED, STATES, TINTS, contrast, palette_of, rgb_of
from aiprod_app.timeline.lettering import Lettering


def picture(room: Room) -> QImage:
    return room.canvas.grab().toImage()


def pixel(room: Room, point: QPoint) -> str:
    return picture(room).pixelColor(point).name()


def colour(room: Room, kind: str, state: int = 0, part: str = "body") -> str:
    tables = room.view.stage.palette.tables
    return QColor.fromRgb(int(getattr(tables, part)[TINTS.index(kind) * STATES + state])).name()


def test_clips_have_the_colour_of_their_kind_and_gaps_have_none(room: Room) -> None:
    assert pixel(room, room.at("v1", 75)) == colour(room, "picture")
    assert pixel(room, room.at("t", 175, 0.8)) == colour(room, "title")
    assert pixel(room, room.at("v2", 30)) == room.view.stage.palette.lane
    assert pixel(room, room.at("v2", 75, 0.2, dx=30)) == colour(room, "picture", part="band")


def test_selected_and_disabled_clips_look_it(room: Room) -> None:
    room.view.select({"s1"})
    assert pixel(room, room.at("v1", 75)) == colour(room, "picture", SELECTED)
    assert pixel(room, room.at("v1", 75, 0.0)) == room.view.stage.palette.accent
    room._make([SetClip(clips=("s1",), enabled=False)])
    assert pixel(room, room.at("v1", 75)) == colour(room, "picture", SELECTED + DISABLED)


def test_a_users_colour_is_shown(room: Room) -> None:
    room._make([SetClip(clips=("s1",), colour="ORANGE"), SetClip(clips=("s3",), colour="#aabbcc")])
    orange, own = QColor(pixel(room, room.at("v1", 75))), QColor(pixel(room, room.at("v1", 190)))
    assert orange.red() > orange.green() > orange.blue()
    assert own.name() not in (colour(room, "picture"), orange.name())


def test_in_and_out_leave_the_rest_in_shade(room: Room) -> None:
    before = QColor(pixel(room, room.at("v1", 190)))
    room._make([SetSpan(span=(10, 180))])
    assert QColor(pixel(room, room.at("v1", 190))).lightness() < before.lightness()
    assert pixel(room, room.at("v1", 75)) == colour(room, "picture")


def test_the_playhead_is_drawn_over_clips_that_are_not_painted_again(room: Room) -> None:
    QApplication.processEvents()
    painted: list[tuple[float, float]] = []
    paint = room.view.canvas.clips.paint
    room.view.canvas.clips.paint = lambda surface, left, right: (painted.append((left, right)), paint(surface, left, right))  # type: ignore[assignment, func-returns-value]
    for frame in (30, 60, 61):
        room.view.set_playhead(frame)
        QApplication.processEvents()
        assert pixel(room, room.at("v1", frame)) == room.view.stage.palette.playhead
    assert pixel(room, room.at("v1", 30)) == colour(room, "picture")
    assert painted == []


def test_scrolling_paints_only_what_comes_in_and_comes_to_the_same(room: Room) -> None:
    QApplication.processEvents()
    painted: list[tuple[float, float]] = []
    paint = room.view.canvas.clips.paint
    room.view.canvas.clips.paint = lambda surface, left, right: (painted.append((left, right)), paint(surface, left, right))  # type: ignore[assignment, func-returns-value]
    room._make([SetSpan(span=(25, 140))])
    room.view.stage.zoom(9.0, 0)
    QApplication.processEvents()
    painted.clear()
    for scroll in (13, 40, 41, 120, 90, 33):
        room.view.stage.scroll_to(scroll, 0)
        QApplication.processEvents()
    assert max(right - left for left, right in painted) <= 80
    scrolled = picture(room)
    room.view.canvas.repaint_clips()
    assert picture(room) == scrolled


@pytest.mark.parametrize("scale", [0.02, 0.3, 1.0, 7.0, 60.0])
def test_it_scrolls_right_at_every_zoom(room: Room, scale: float) -> None:
    room.view.stage.zoom(scale, 0)
    QApplication.processEvents()
    for scroll in (7, 90, 3):
        room.view.stage.scroll_to(scroll, 0)
        QApplication.processEvents()
    scrolled = picture(room)
    room.view.canvas.repaint_clips()
    assert picture(room) == scrolled


def test_very_many_clips_run_into_one_bar(room_for: Callable[[Timeline], Room]) -> None:
    film = cut()
    room = room_for(film.with_tracks((film.tracks[0].with_clips(tuple(shot(n, 2) for n in range(100, 5_100))), *film.tracks[1:])))
    room.view.zoom_to_fit()
    seen = picture(room)
    middle = room.y("v1", 0.7)
    marked = seen.pixelColor(room.x(110), middle).name()
    colours = {seen.pixelColor(x, middle).name() for x in range(5, round(room.canvas.width() * 0.9))}
    assert colours - {marked} == {colour(room, "picture")}


def test_fit_shows_the_whole_film(room: Room) -> None:
    room.view.zoom_to_fit()
    assert room.x(0) == 0
    assert room.canvas.width() * 0.9 < room.x(200) <= room.canvas.width()


def test_muted_and_locked_tracks_look_it(room: Room) -> None:
    before = pixel(room, room.at("a2", 80, 0.2, dx=40))
    room._make([SetTrack(track="a2", muted=True)])
    assert pixel(room, room.at("a2", 80, 0.2, dx=40)) != before
    plain = picture(room)
    room._make([SetTrack(track="v1", locked=True)])
    assert picture(room) != plain


@pytest.mark.parametrize("name", list(THEMES))
def test_words_on_clips_can_be_read_in_every_theme(name: str) -> None:
    palette = palette_of(THEMES[name])  # type: ignore[index]
    words = rgb_of(palette.clip_text)
    for rgb in palette.tints[1:]:
        assert contrast(rgb, words) >= 4.5
    for ground, ink in ((palette.ruler, palette.dim), (palette.head, palette.text), (palette.tip, palette.refusal)):
        assert contrast(rgb_of(ground), rgb_of(ink)) >= 4.5


def test_long_and_right_to_left_titles_are_cut_off_well(qapp: QApplication) -> None:
    lettering = Lettering()
    for title in (
        "A storm " * 40,
        "مرحبا بالعالم " * 25,
        "שלום עולם " * 30,
        "漢字" * 150,
        "e\u0301" * 150,
        "\u202eevil\u202c" * 60,
        "",
    ):
        for room in (5, 12, 60, 200, 400):
            fitted = lettering.fitted(title, room)
            assert lettering.metrics.horizontalAdvance(fitted) <= max(room, lettering.width("…"))
            assert "\u202e" not in fitted
    assert lettering.fitted("Storm", 500) == "Storm"
    assert lettering.fitted("A storm at sea", 50).endswith("…")


def test_it_stands_any_size(room: Room) -> None:
    for size in ((4, 4), (30, 900), (3_000, 40), (1_200, 460)):
        room.view.resize(*size)
        QApplication.processEvents()
        room.view.zoom_to_fit()
        room.view.grab()


def test_without_a_film_it_is_empty_and_quiet(qtbot: object, qapp: QApplication) -> None:
    from aiprod_app.timeline.view import TimelineView

    view = TimelineView()
    view.resize(600, 300)
    view.show()
    view.grab()
    QTest.mouseClick(view.canvas, Qt.MouseButton.LeftButton)
    for command in view.commands().values():
        command()
    view.close_down()
    view.close()
