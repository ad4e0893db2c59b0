# SPDX-License-Identifier: Apache-2.0
"""Typed timecodes, numbers that can be dragged, the list of changes, what is copied."""

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from aiprod.film.errors import UserError
from aiprod.film.journal import Edit
from aiprod.film.time import FrameRate
from aiprod.film.timeline import Clip, ShotFootage, Sound, SpokenLine, Timeline, Track
from aiprod.film.timeline_placing import Spot, spots
from aiprod_app.pages.edit import clipboard
from aiprod_app.pages.edit.clipboard import Target
from aiprod_app.pages.edit.fields import DragLabel, NumberField, TimecodeField, frame_typed
from aiprod_app.pages.edit.hand import Hand, fitting, transition
from aiprod_app.pages.edit.history import steps_of

RATE = FrameRate()
HOUR = 24 * 3600


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("01:00:04:12", 108), ("00:00:04:12", 108), ("4:12", 108), ("412", 108), ("12", 12), ("+12", 62), ("-10", 40),
        ("−1:00", 26), ("1:0", 24), ("01:00:00:00", 0), ("words", None), ("1:2:3:4:5", None), ("", None),
    ],
)  # fmt: skip
def test_timecodes_are_read_as_an_editor_types_them(text: str, frame: int | None) -> None:
    assert frame_typed(text, 50, RATE, HOUR) == frame


def test_dropped_numbers_are_not_counted() -> None:
    assert frame_typed("00:01:00;02", 0, FrameRate(numerator=30000, denominator=1001)) == 1800


def test_a_typed_timecode_asks_and_an_impossible_one_stays_where_it_was(qtbot: QtBot) -> None:
    field = TimecodeField()
    qtbot.addWidget(field)
    field.show_frame(10, RATE, HOUR)
    assert field.text() == "01:00:00:10"
    field.setText("+5")
    with qtbot.waitSignal(field.asked) as asked:
        qtbot.keyPress(field, Qt.Key.Key_Return)
    assert asked.args == [15]
    field.setText("later")
    qtbot.keyPress(field, Qt.Key.Key_Return)
    assert field.text() == "01:00:00:10"


def test_a_number_is_one_edit_however_it_was_changed(qtbot: QtBot) -> None:
    field, heard = NumberField(-96, 24, 0.5, 1, " dB"), []
    qtbot.addWidget(field)
    field.committed.connect(heard.append)
    field.show_value(0.0)
    field.stepBy(1)
    field.stepBy(1)
    qtbot.waitUntil(lambda: heard == [1.0])
    field.lineEdit().setText("-6 dB")
    qtbot.keyPress(field, Qt.Key.Key_Return)
    assert heard == [1.0, -6.0]
    label = DragLabel(field)
    qtbot.addWidget(label)
    label.show()
    qtbot.mousePress(label, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    qtbot.mouseMove(label, QPoint(22, 2))
    qtbot.mouseRelease(label, Qt.MouseButton.LeftButton, pos=QPoint(22, 2))
    assert heard == [1.0, -6.0, -3.5]


def test_several_values_are_shown_as_none_of_them(qtbot: QtBot) -> None:
    field, heard = NumberField(-96, 24, 0.5, 1, " dB"), []
    qtbot.addWidget(field)
    field.committed.connect(heard.append)
    field.show_value(None)
    assert field.lineEdit().text() == "—"
    field.editingFinished.emit()
    assert heard == []


def _entry(number: int, kind: str, name: str) -> Edit:
    return Edit.model_validate({"number": number, "kind": kind, "name": name, "patch": (), "inverse": (), "target": 0})


def test_the_history_knows_what_holds_and_what_was_undone() -> None:
    entries = [_entry(1, "edit", "Blade"), _entry(2, "edit", "Move"), _entry(3, "edit", "Trim"), _entry(4, "undo", "Undo Trim"),
               _entry(5, "undo", "Undo Move"), _entry(6, "redo", "Redo Move")]  # fmt: skip
    assert steps_of(entries) == (["Blade", "Move"], ["Trim"])


# -- clips -------------------------------------------------------------------------------------------------------------


def edit() -> Timeline:
    shots = tuple(
        Clip(id=f"s{n}", name=f"s{n}", shows=ShotFootage(shot=f"s{n}"), length=40, source_in=10, available=60, link=f"s{n}")
        for n in range(3)
    )
    line = Clip(id="l1", shows=SpokenLine(line="l1"), gap=45, length=20, available=20, link="s1")
    score = Clip(id="score", shows=Sound(stem="score", bus="music"), length=120, available=120)
    return Timeline(
        rate=RATE,
        tracks=(
            Track(id="v1", kind="video", name="Picture", clips=shots), Track(id="v2", kind="video", name="Picture 2"),
            Track(id="a1", kind="audio", name="Dialogue", clips=(line,)),
            Track(id="a2", kind="audio", name="Music", clips=(score,)),
        ),
    )  # fmt: skip


def chosen(timeline: Timeline, *names: str) -> list[Spot]:
    return list(spots(timeline, names).values())


def test_pasted_clips_are_new_ones_linked_among_themselves() -> None:
    timeline = edit()
    pieces = clipboard.read(clipboard.copied(timeline, chosen(timeline, "s1", "l1")), timeline)
    for done in clipboard.laid(timeline, pieces, 200, Target.of(timeline, {}), insert=False):
        timeline = done.done(timeline)
    picture, line = timeline.tracks[0].clips[-1], timeline.tracks[2].clips[-1]
    assert timeline.tracks[0].starts[-1] == 200 and timeline.tracks[2].starts[-1] == 205
    assert picture.id not in ("s1", "l1") and picture.link == line.link != "s1"
    assert picture.source_in == 10 and line.length == 20


def test_pasting_with_insert_makes_room_on_every_track() -> None:
    timeline = edit()
    pieces = clipboard.read(clipboard.copied(timeline, chosen(timeline, "s2")), timeline)
    for done in clipboard.laid(timeline, pieces, 40, Target.of(timeline, {}), insert=True):
        timeline = done.done(timeline)
    assert [clip.id.split("~")[0] for clip in timeline.tracks[0].clips] == ["s0", "s2", "s1", "s2"]
    assert timeline.tracks[2].starts == (85,)


def test_the_targeted_track_takes_what_is_pasted() -> None:
    timeline = edit()
    pieces = clipboard.read(clipboard.copied(timeline, chosen(timeline, "s0")), timeline)
    edits = clipboard.laid(timeline, pieces, 0, Target.of(timeline, {"video": "v2"}), insert=False)
    assert [done.track for done in edits] == ["v2"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text", ["", "{}", '{"schema": "Clips.1", "rate": [24, 1], "pieces": []}', "[1]", '{"schema": "Clips.9"}']
)
def test_what_is_no_clip_is_not_pasted(text: str) -> None:
    with pytest.raises(UserError, match="no clips to paste"):
        clipboard.read(text, edit())


def test_clips_of_another_frame_rate_are_not_pasted() -> None:
    timeline = edit()
    text = clipboard.copied(timeline, chosen(timeline, "s0"))
    with pytest.raises(UserError, match="don't fit"):
        clipboard.read(text, timeline.changed(rate=FrameRate(numerator=25)))


def test_a_transition_is_as_long_as_the_footage_allows() -> None:
    timeline = edit()
    at = chosen(timeline, "s1")[0]
    assert fitting(timeline, at, 18) == 18 and fitting(timeline, at, 60) == 20
    made = transition(Hand(timeline, frozenset({"s1"})), "dissolve", 60)[0].done(timeline)
    assert made.tracks[0].clips[1].head is not None and made.tracks[0].clips[1].head.length == 20
