# SPDX-License-Identifier: Apache-2.0
"""What costs little: another timeline, the playhead, a drag among very many clips. Counted in work, not on a clock."""

import threading
from collections.abc import Callable

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.gui.timeline.room import Room, cut

from aiprod.film.timeline import Timeline
from aiprod.film.timeline_changes import Slip
from aiprod.film.timeline_tracks import snap_points
from aiprod_app.benches import timeline as bench
from aiprod_app.theme import tokens
from aiprod_app.timeline.colours import palette_of
from aiprod_app.timeline.rows import Model
from aiprod_app.timeline.snapping import points_of


def test_tracks_that_are_the_same_objects_keep_their_arrays(room_for: Callable[[Timeline], Room]) -> None:
    film = bench.big_timeline(1, 2_000)
    room = room_for(film)
    before = room.view.stage.model
    assert before is not None
    room.view.set_timeline(Slip(clips=("p0-8",), frames=1).done(film))
    after = room.view.stage.model
    assert after is not None
    assert after.changed == 1
    assert [one is other for one, other in zip(before.rows, after.rows, strict=True)].count(False) == 1


def test_snap_points_are_the_films_own() -> None:
    for film in (cut(), bench.big_timeline(2, 400)):
        model = Model(film, palette_of(tokens()))
        assert points_of(model) == list(snap_points(film))
        some = [clip.id for _, _, clip in film.clips()][3:9]
        assert points_of(model, some) == list(snap_points(film, some))


def test_very_many_selected_clips_are_dragged(room_for: Callable[[Timeline], Room], qtbot: QtBot) -> None:
    room = room_for(bench.big_timeline(1, 4_000))
    room.view.commands()["edit.select_all"]()
    room.view.zoom_to_fit()
    QApplication.processEvents()
    point = room.at("v0", 0, 0.7, dx=200)
    room.press(point)
    for step in range(5, 60, 5):
        room.move(point + type(point)(step, 0))
        QApplication.processEvents()
    room.view.hands.give_up()
    room.settle()
    assert room.asked == []


def test_the_bench_measures(qapp: QApplication) -> None:
    figures = bench.run(runs=2)
    assert set(figures["middle"]) == {"pan", "zoom", "scrub", "drag"}
    assert figures["all_frames"]["p99_ms"] > 0


def test_a_timeline_that_goes_away_leaves_no_thread_behind(qtbot: QtBot) -> None:
    def threads() -> list[str]:
        return [thread.name for thread in threading.enumerate() if thread.name.startswith("timeline")]

    before = len(threads())
    room = Room(qtbot, cut())
    room.drag(room.at("v2", 75), room.at("v2", 95))
    assert len(threads()) > before
    room.view.deleteLater()
    qtbot.waitUntil(lambda: len(threads()) <= before)
