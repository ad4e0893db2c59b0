# SPDX-License-Identifier: Apache-2.0
"""The Mix page on a real film: faders, processors, drawn gain, and meters that read what the measuring code reads."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from aiprod.film.mix import TARGETS, BusChoices, EqBand
from aiprod.film.store import FilmStore
from aiprod_app.pages.mix.levels import Ears, history_of, peaks_of
from aiprod_app.pages.mix.page import MixPage
from aiprod_app.pages.mix.scale import gain_of, share_of
from aiprod_app.studio import Studio
from aiprod_app.watchdog import Watchdog


def edits(page: MixPage) -> int:
    return len(FilmStore(page.studio.film.root).history)


def test_a_fader_is_one_edit_and_is_heard_before(mix: MixPage, qtbot: QtBot, watchdog: Callable[[], Watchdog]) -> None:
    strip, before = mix.strips["music"], edits(mix)
    assert mix.screening is not None
    sound, fader = mix.screening.sound, strip.fader
    start = fader.rect().center()
    plain = sound.twin().read(48_000, 48_000)
    watchdog()
    QTest.mousePress(fader, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    for step in range(1, 6):
        QTest.mouseMove(fader, start + QPoint(0, 8 * step))
    assert edits(mix) == before and fader.gain_db < -3
    assert sound.trims["music"] == pytest.approx(fader.gain_db)
    moved = sound.twin()
    moved.trims = dict(sound.trims)
    assert np.abs(moved.read(48_000, 48_000)).mean() < np.abs(plain).mean()
    with qtbot.waitSignal(mix.studio.film.changed):
        QTest.mouseRelease(fader, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start + QPoint(0, 40))
    assert edits(mix) == before + 1
    assert mix.desk.kept("music").gain_db == pytest.approx(fader.gain_db) and not mix.desk.trims
    qtbot.waitUntil(lambda: mix.screening is not None and mix.screening.sound.kind == "rough")
    with qtbot.waitSignal(mix.studio.film.changed):
        assert mix.studio.commands.do("edit.undo")
    assert strip.fader.gain_db == 0
    qtbot.waitUntil(lambda: mix.screening is not None and mix.screening.sound.finished)


def test_a_fader_is_moved_by_keys(mix: MixPage, qtbot: QtBot) -> None:
    fader, before = mix.strips["effects"].fader, edits(mix)
    fader.setFocus()
    with qtbot.waitSignal(mix.studio.film.changed):
        for _ in range(4):
            QTest.keyClick(fader, Qt.Key.Key_Down)
    assert edits(mix) == before + 1 and mix.desk.kept("effects").gain_db == pytest.approx(-2.0)


def test_the_scale_goes_there_and_back() -> None:
    for gain in (-96.0, -42.5, -20.0, -3.2, 0.0, 5.5, 12.0):
        assert gain_of(share_of(gain)) == pytest.approx(gain, abs=1e-9)


def test_mute_is_of_the_tracks_and_undone_at_once(mix: MixPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(mix.studio.film.changed):
        mix.strips["ambience"].mute.click()
    assert all(track.muted for track in mix.desk.tracks("ambience")) and mix.strips["ambience"].mute.isChecked()
    with qtbot.waitSignal(mix.studio.film.changed):
        assert mix.studio.commands.do("edit.undo")
    assert not any(track.muted for track in mix.desk.tracks("ambience")) and not mix.strips["ambience"].mute.isChecked()


def test_processors_are_the_studios_until_they_are_set(mix: MixPage, qtbot: QtBot) -> None:
    mix.choose("music")
    panel, house = mix.processors, mix.house
    assert house is not None
    assert panel.eq.bands == house.eq("music", BusChoices(bus="music")) and not panel.eq.back.isEnabled()
    with qtbot.waitSignal(mix.studio.film.changed):
        panel.ducking.fields["depth_db"].setValue(-20.0)
    kept_ducking = mix.desk.kept("music").ducking
    assert kept_ducking is not None and kept_ducking.depth_db == -20.0
    assert "20" in mix.strips["music"].ducking.text()
    lowest = min(level for _, level in mix.lanes.canvas.ducking["music"])
    assert lowest == pytest.approx(-20.0)
    with qtbot.waitSignal(mix.studio.film.changed):
        panel.eq.add.click()
    kept = mix.desk.kept("music").eq
    assert kept is not None and kept[-1] == EqBand(kind="bell", frequency_hz=1000, gain_db=0, q=1)
    with qtbot.waitSignal(mix.studio.film.changed):
        panel.eq.back.click()
    assert mix.desk.kept("music").eq is None


def test_a_target_is_chosen_by_name(mix: MixPage, qtbot: QtBot) -> None:
    panel = mix.loudness
    assert panel.target.currentData() == "web"
    with qtbot.waitSignal(mix.studio.film.changed):
        panel.target.setCurrentIndex(panel.target.findData("atsc"))
        panel.target.activated.emit(panel.target.currentIndex())
    brief, aim = mix.studio.film.film.brief, TARGETS["atsc"]
    assert (brief.loudness_lufs, brief.mixing.anchor, brief.mixing.true_peak_dbtp) == (aim.lufs, aim.anchor, aim.true_peak_dbtp)
    with qtbot.waitSignal(mix.studio.film.changed):
        panel.layout_choice.setCurrentIndex(panel.layout_choice.findData("5.1"))
        panel.layout_choice.activated.emit(panel.layout_choice.currentIndex())
    assert mix.master.meter.names == ("L", "R", "C", "LFE", "Ls", "Rs")


def test_gain_is_drawn_on_a_clip(mix: MixPage, qtbot: QtBot) -> None:
    canvas, before = mix.lanes.canvas, edits(mix)
    row = next(row for row, lane in enumerate(canvas.lanes) if lane.bus == "music")
    clip = canvas.lanes[row].clips[0]
    place = QPointF(canvas.x_of((clip.start + clip.end) / 2), canvas.y_of(row, 0)).toPoint()
    with qtbot.waitSignal(mix.studio.film.changed):
        QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    clip = canvas.lanes[row].clips[0]
    assert len(clip.gain) == 1 and clip.gain[0].value == pytest.approx(0.0)
    spot = canvas.point_place(clip, row, 0).toPoint()
    with qtbot.waitSignal(mix.studio.film.changed):
        QTest.mousePress(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
        for step in range(1, 5):
            QTest.mouseMove(canvas, spot + QPoint(2 * step, 2 * step))
        QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot + QPoint(8, 8))
    assert canvas.lanes[row].clips[0].gain[0].value < -2
    assert edits(mix) == before + 3  # taking the edit over, the point, the drag


def test_a_clips_gain_by_keys(mix: MixPage, qtbot: QtBot) -> None:
    canvas = mix.lanes.canvas
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.chosen and "0" in canvas.accessibleDescription()
    with qtbot.waitSignal(mix.studio.film.changed):
        QTest.keyClick(canvas, Qt.Key.Key_Down)
        QTest.keyClick(canvas, Qt.Key.Key_Down)
    clip = canvas.clip(canvas.chosen)
    assert clip is not None and clip.gain_db == pytest.approx(-1.0)


def test_meters_read_what_the_measuring_code_reads(mix: MixPage) -> None:
    from aiprod.media.loudness import measure, momentary
    from aiprod.media.soundfiles import SoundFile

    made = mix.studio.film.standing.mix
    assert made is not None and mix.screening is not None
    file = SoundFile(made.path)
    samples = file.read(0, file.length)
    file.close()
    assert max(peaks_of(samples)) == pytest.approx(measure(samples).true_peak_dbtp, abs=0.2)
    found, told = history_of(made.path), momentary(samples)
    both = [(a, b) for a, b in zip(found.momentary, told, strict=False) if b > -60]
    assert len(both) > 20 and max(abs(a - b) for a, b in both) < 0.15
    ears = Ears(mix.screening.sound, made.path)
    levels = ears.hear(96_000, {})
    ears.close()
    assert max(levels.programme) == pytest.approx(max(peaks_of(samples[96_000 - 2_400 : 96_000])), abs=0.1)
    assert set(levels.buses) == {"dialogue", "music", "ambience", "effects"}


def test_it_says_what_is_heard_and_why_it_waits(mix: MixPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: "finished" in mix.loudness.state.text())
    assert not mix.loudness.mix_now.isEnabled()
    with qtbot.waitSignal(mix.studio.film.changed):
        mix.desk.set("music", gain_db=-6.0)
    qtbot.waitUntil(lambda: "rough mix" in mix.loudness.state.text())
    assert "engine is away" in mix.loudness.state.text()


def test_the_engine_makes_the_real_mix(engine: Studio, mix: MixPage, qtbot: QtBot) -> None:
    assert engine.engine.state == "ready"
    with qtbot.waitSignal(mix.studio.film.changed):
        mix.desk.set("music", gain_db=-6.0)
    qtbot.waitUntil(lambda: mix.loudness.mix_now.isEnabled())
    mix.loudness.mix_now.click()
    qtbot.waitUntil(lambda: mix.screening is not None and mix.screening.sound.finished, timeout=180_000)
    made = mix.studio.film.standing.mix
    assert made is not None and made.facts["loudness_lufs"] == pytest.approx(mix.studio.film.film.brief.loudness_lufs, abs=0.2)


def test_nothing_to_mix_says_so(studio: Studio, qtbot: QtBot) -> None:
    page = MixPage(studio)
    qtbot.addWidget(page)
    page.show()
    page.enter()
    assert page.empty.isVisible() and page.empty.heading.text() == "No film is open"
    page.leave()
