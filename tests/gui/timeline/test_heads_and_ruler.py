# SPDX-License-Identifier: Apache-2.0
"""The heads of tracks, the ruler with markers and in and out, and what a screen reader hears."""

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit
from pytestqt.qtbot import QtBot
from tests.gui.timeline.room import CTRL, LEFT, NONE, Room, move_mouse

from aiprod.film.time import FrameRate
from aiprod.film.timeline_changes import AddMarker, AddTrack, MoveMarker, RemoveMarker, RemoveTrack, SetMarker, SetSpan, SetTrack
from aiprod_app.timeline.clock import ruler_steps, timecode


def button(room: Room, track: str, name: str) -> QAbstractButton:
    head = room.view.heads.head(track)
    return next(found for found in head.findChildren(QAbstractButton) if found.accessibleName().startswith(name))


def test_heads_ask_for_mute_solo_lock_and_sync(room: Room, qtbot: QtBot) -> None:
    for name in ("Mute", "Solo", "Lock", "Keep"):
        QTest.mouseClick(button(room, "v2", name), LEFT)
    assert room.asked == [
        SetTrack(track="v2", muted=True), SetTrack(track="v2", solo=True), SetTrack(track="v2", locked=True),
        SetTrack(track="v2", sync=False),
    ]  # fmt: skip
    assert all(button(room, "v2", name).isChecked() for name in ("Mute", "Solo", "Lock"))
    assert not button(room, "v2", "Keep").isChecked()


def test_a_head_is_worked_by_keys_alone(room: Room) -> None:
    mute = button(room, "v1", "Mute")
    mute.setFocus()
    QTest.keyClick(mute, Qt.Key.Key_Space)
    assert room.asked == [SetTrack(track="v1", muted=True)]


def test_a_track_is_named(room: Room) -> None:
    head = room.view.heads.head("v2")
    head.rename()
    field = head.findChild(QLineEdit)
    assert field is not None
    field.setText("Effects")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert room.asked == [SetTrack(track="v2", name="Effects")]


def test_a_tracks_lower_edge_is_dragged(room: Room) -> None:
    head = room.view.heads.head("v1")
    bottom = QPoint(40, head.height() - 2)
    QTest.mousePress(head, LEFT, NONE, bottom)
    move_mouse(head, bottom + QPoint(0, 30))
    assert room.view.stage.geometry.lane(0).height == 94
    assert room.asked == []
    QTest.mouseRelease(head, LEFT, NONE, bottom + QPoint(0, 30))
    assert room.asked == [SetTrack(track="v1", height=94)]
    assert room.view.stage.geometry.lane(0).height == 94


def test_a_track_is_folded(room: Room) -> None:
    QTest.mouseClick(button(room, "v1", "Fold"), LEFT)
    assert room.view.stage.geometry.lane(0).height < 24
    assert room.asked == []
    QTest.mouseClick(button(room, "v1", "Unfold"), LEFT)
    assert room.view.stage.geometry.lane(0).height == 64


def test_pictures_lie_above_sound_and_heads_follow_new_tracks(room: Room, qtbot: QtBot) -> None:
    room._make([AddTrack(kind="audio"), AddTrack(kind="video"), RemoveTrack(track="t", with_clips=True)])
    tracks = room.timeline.tracks
    qtbot.waitUntil(lambda: room.view.heads.complete)
    order = [tracks[lane.row].id for lane in room.view.stage.geometry.lanes]
    assert order == ["video~1", "v2", "v1", "a1", "a2", "audio~1"]
    tops = [room.view.heads.head(name).y() for name in order]
    assert tops == sorted(tops)


def ruler(room: Room, start: QPoint, end: QPoint) -> None:
    room.drag(start, end, on=room.view.ruler)


def test_the_ruler_scrubs(room: Room) -> None:
    asked: list[int] = []
    room.view.playhead_asked.connect(asked.append)
    ruler(room, QPoint(room.x(40), 30), QPoint(room.x(80), 30))
    assert asked == [40, 60, 80]
    assert room.view.playhead == 80
    assert room.asked == []


def test_a_marker_is_dragged_and_named(room: Room) -> None:
    room.view.set_snapping(False)
    ruler(room, QPoint(room.x(110), 6), QPoint(room.x(130), 6))
    assert room.asked == [MoveMarker(marker="m", frame=130)]
    room.asked.clear()
    QTest.mouseDClick(room.view.ruler, LEFT, NONE, QPoint(room.x(130), 6))
    field = room.view.ruler.findChild(QLineEdit)
    assert field is not None
    field.setText("Then here")
    QTest.keyClick(field, Qt.Key.Key_Return)
    room.settle()
    assert room.asked == [SetMarker(marker="m", name="Then here")]


def test_in_and_out_are_dragged(room: Room) -> None:
    room.view.set_snapping(False)
    room._make([SetSpan(span=(20, 90))])
    room.asked.clear()
    ruler(room, QPoint(room.x(90), 30), QPoint(room.x(120), 30))
    ruler(room, QPoint(room.x(20), 30), QPoint(room.x(10), 30))
    assert room.asked == [SetSpan(span=(20, 120)), SetSpan(span=(10, 120))]


def test_the_wheel_scrolls_and_zooms_about_the_pointer(room: Room, qtbot: QtBot) -> None:
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QWheelEvent
    from PySide6.QtWidgets import QApplication

    def turn(modifiers: Qt.KeyboardModifier, steps: int) -> None:
        at = QPointF(400, 100)
        event = QWheelEvent(
            at, at, QPoint(), QPoint(0, steps), Qt.MouseButton.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase, False
        )
        QApplication.sendEvent(room.canvas, event)

    frame = room.view.stage.geometry.frame(400)
    turn(CTRL, 120)
    assert abs(room.view.stage.geometry.frame(400) - frame) < 0.3
    assert room.view.stage.geometry.scale > 4
    turn(Qt.KeyboardModifier.ShiftModifier, -120)
    assert room.view.stage.geometry.scroll > 0


def test_the_window_follows_the_playhead_or_not(room: Room) -> None:
    room.view.stage.zoom(30, 0)
    room.view.set_playhead(150)
    assert 0 <= room.x(150) < room.canvas.width()
    room.view.set_follow(False)
    scroll = room.view.stage.geometry.scroll
    room.view.set_playhead(10)
    assert room.view.stage.geometry.scroll == scroll


def test_the_clip_in_question_is_described(room: Room) -> None:
    told: list[int] = []
    room.click(room.at("v1", 75))
    assert room.canvas.accessibleDescription() == "Clip Shot 1, track V1, 00:00:02:02 to 00:00:04:04, selected"
    room.view.select([])
    assert room.canvas.accessibleDescription() == "Clip Shot 1, track V1, 00:00:02:02 to 00:00:04:04"
    interface = QAccessible.queryAccessibleInterface(room.canvas)
    assert interface.text(QAccessible.Text.Description) == room.canvas.accessibleDescription()
    assert interface.text(QAccessible.Text.Name) == "Timeline"
    assert told == []


def test_without_a_clip_the_film_is_described(room: Room) -> None:
    room.view.stage.attend("")
    room.view.set_playhead(24)
    room.view.select([])
    told = room.canvas.accessibleDescription()  # "9 clips" where the English plurals are loaded
    assert told.startswith("9 clip") and ", 0 selected, playhead at 00:00:0" in told


def test_every_control_has_a_name_and_is_reached_by_tab(room: Room) -> None:
    for found in room.view.heads.findChildren(QAbstractButton):
        assert found.accessibleName()
        assert found.toolTip()
        assert found.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert room.canvas.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert QEvent.Type.KeyPress


def test_timecode_counts_as_the_trade_does() -> None:
    ntsc = FrameRate(numerator=30000, denominator=1001)
    assert timecode(86_400 + 58, FrameRate()) == "01:00:02:10"
    assert [timecode(frame, ntsc) for frame in (1799, 1800, 17981, 17982)] == [
        "00:00:59;29", "00:01:00;02", "00:09:59;29", "00:10:00;00",
    ]  # fmt: skip
    assert timecode(100, FrameRate(numerator=24000, denominator=1001)) == "00:00:04:04"


def test_labels_of_the_ruler_never_touch() -> None:
    for rate in (FrameRate(), FrameRate(numerator=25), FrameRate(numerator=30000, denominator=1001), FrameRate(numerator=60)):
        for scale in (64, 20, 4, 1, 0.2, 0.01, 0.0001):
            major, minor = ruler_steps(scale, rate, 100)
            assert major * scale >= 100
            assert major % minor == 0
            assert minor == major or minor * scale >= 7


def test_the_rulers_menu_adds_and_deletes_markers(room: Room) -> None:
    for x, y, words in ((room.x(40), 30, "Add a marker here"), (room.x(110), 6, "Delete the marker")):
        action = next(found for found in room.view.ruler.menu(x, y).actions() if found.text() == words)
        action.trigger()
        room.settle()
    assert room.asked == [AddMarker(frame=40), RemoveMarker(marker="m")]
