# SPDX-License-Identifier: Apache-2.0
"""Clips out of the bin and files out of the file manager, dropped on tracks; and what is refused, and why."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from tests.gui.timeline.room import CTRL, NONE, Room, shot, sound

from aiprod.film.timeline_changes import AddTrack, Lay, SetTrack
from aiprod_app.timeline.dropping import MIME, Drop, mime_of

COPY = Qt.DropAction.CopyAction


def bring(room: Room, data: QMimeData, point: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> bool:
    """Drag something over the canvas and let it go. Says whether it was taken."""
    left = Qt.MouseButton.LeftButton
    QApplication.sendEvent(room.canvas, QDragEnterEvent(point, COPY, data, left, modifiers))
    over = QDragMoveEvent(point, COPY, data, left, modifiers)
    QApplication.sendEvent(room.canvas, over)
    room.canvas.grab()
    drop = QDropEvent(QPointF(point), COPY, data, left, modifiers)
    drop.setAccepted(False)
    QApplication.sendEvent(room.canvas, drop)
    assert over.isAccepted() == drop.isAccepted()
    return drop.isAccepted()


def files(*names: str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(f"/footage/{name}") for name in names])
    return data


def test_clips_of_the_bin_are_laid_over_what_is_there(room: Room) -> None:
    room.view.set_snapping(False)
    assert bring(room, mime_of((shot(9, 20),)), room.at("v1", 240))
    (edit,) = room.asked
    assert isinstance(edit, Lay)
    assert (edit.edit, edit.track, edit.frame, edit.clips[0].id, edit.clips[0].length) == ("overwrite", "v1", 240, "s9~1", 20)


def test_with_ctrl_they_make_room_and_they_snap(room: Room) -> None:
    assert bring(room, mime_of((shot(7, 20), shot(8, 20))), room.at("v1", 51), CTRL)
    (edit,) = room.asked
    assert isinstance(edit, Lay)
    assert (edit.edit, edit.frame, len(edit.clips)) == ("insert", 50, 2)
    assert room.timeline.tracks[0].end == 240


def test_above_all_tracks_there_is_a_new_one(room: Room) -> None:
    room.view.set_snapping(False)
    below = QPoint(room.x(30), room.canvas.height() - 3)
    assert bring(room, mime_of((sound("wind", 40),)), below)
    assert room.asked[0] == AddTrack(kind="audio")
    assert room.timeline.tracks[-1].clips[0].id.startswith("wind")


def test_files_are_told_with_their_place(room: Room) -> None:
    room.view.set_snapping(False)
    dropped: list[Drop] = []
    room.view.files_dropped.connect(dropped.append)
    assert bring(room, files("a.mov", "b.png"), room.at("v2", 120))
    assert bring(room, files("a.wav"), room.at("a1", 10), CTRL)
    assert dropped == [
        Drop((Path("/footage/a.mov"), Path("/footage/b.png")), "v2", 120, "overwrite", "video"),
        Drop((Path("/footage/a.wav"),), "a1", 10, "insert", "audio"),
    ]
    assert room.asked == []


REFUSED = [
    (files("a.docx"), "v1", "can't be used: .docx"),
    (files("folder"), "v1", "can't be used: a folder"),
    (files("a.wav"), "v1", "track of pictures"),
    (files("a.png"), "a1", "track of sound"),
    (mime_of((sound("wind", 9),)), "v1", "track of pictures"),
    (mime_of((shot(8),)), "a2", "track of sound"),
    (mime_of((shot(8),)), "t", "Only titles"),
]


@pytest.mark.parametrize(("data", "track", "reason"), REFUSED, ids=[row[2] + row[1] for row in REFUSED])
def test_what_does_not_fit_is_refused_with_a_reason(room: Room, data: QMimeData, track: str, reason: str) -> None:
    assert not bring(room, data, room.at(track, 230))
    assert reason in room.refused[0]
    assert room.asked == []


def test_a_locked_track_takes_nothing(room: Room) -> None:
    room._make([SetTrack(track="v2", locked=True)])
    assert not bring(room, mime_of((shot(8),)), room.at("v2", 150))
    assert room.refused == ["The track Overlay is locked"]


def test_damaged_clips_and_links_to_the_web_are_refused(room: Room) -> None:
    for bad in (b"{", b"[]", b'{"clips": [{"id": 1}]}'):
        data = QMimeData()
        data.setData(MIME, bad)
        assert not bring(room, data, room.at("v1", 230))
    web = QMimeData()
    web.setUrls([QUrl("https://example.org/a.mp4")])
    assert not bring(room, web, room.at("v1", 230))
    assert len(room.refused) == 4
    assert room.asked == []
