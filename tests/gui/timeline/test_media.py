# SPDX-License-Identifier: Apache-2.0
"""Thumbnails and waveforms out of real files, made beside the interface."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QObject, Qt
from pytestqt.qtbot import QtBot
from tests.gui.timeline.room import Room

from aiprod.film.errors import UserError
from aiprod.media.audio import SAMPLE_RATE, write_audio
from aiprod.media.encoders import choose
from aiprod.media.pictures import write_picture
from aiprod.media.video import VideoWriter
from aiprod_app.background import Background
from aiprod_app.timeline.desk import Desk
from aiprod_app.timeline.sources import Sources
from aiprod_app.timeline.thumbnails import decode, read_still
from aiprod_app.timeline.waveforms import LEVELS, PeakStore, levels_of

RED, GREEN = (220, 20, 20), (20, 200, 20)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shot that is red for 40 frames and then green; a sound that is loud in its second half."""
    place = tmp_path_factory.mktemp("media")
    with VideoWriter(place / "shot.mp4", Fraction(24), 160, 90, choose("take")) as writer:
        for frame in range(120):
            writer.write_rgb(np.full((90, 160, 3), RED if frame < 40 else GREEN, np.uint8))
    loud = np.concatenate((np.zeros(SAMPLE_RATE * 3, np.float32), np.full(SAMPLE_RATE * 3, 0.81, np.float32)))
    write_audio(place / "score.wav", loud[:, None])
    write_picture(place / "still.png", np.full((900, 1600, 3), RED, np.uint8))
    (place / "broken.mp4").write_bytes(b"nothing")
    return place


def test_a_frame_and_a_still_are_read_small(folder: Path) -> None:
    early, late, still = (
        decode(folder / "shot.mp4", 10, Fraction(24)),
        decode(folder / "shot.mp4", 60, Fraction(24)),
        read_still(folder / "still.png"),
    )
    for image in (early, late, still):
        assert image.height() <= 144
    assert early.pixelColor(20, 20).red() > 180 > late.pixelColor(20, 20).red()
    for read in (lambda: decode(folder / "broken.mp4", 0, Fraction(24)), lambda: read_still(folder / "none.png")):
        with pytest.raises(UserError):
            read()


def test_peaks_are_found_at_every_level(folder: Path) -> None:
    levels = levels_of(folder / "score.wav")
    assert len(levels) == LEVELS
    assert levels[0][1_000] == 0
    assert levels[0][4_000] == pytest.approx(0.9 * 255, abs=1)
    assert levels[5][4_000 >> 5] == levels[0][4_000]
    with pytest.raises(UserError):
        levels_of(folder / "broken.mp4")


def test_peaks_of_any_rate_and_of_a_films_sound(folder: Path) -> None:
    import av
    import soundfile

    loud = np.concatenate((np.zeros(22_050, np.float32), np.full(22_050, 0.64, np.float32)))
    soundfile.write(folder / "cd.wav", loud, 44_100)
    with av.open(str(folder / "sound.mp4"), "w") as container:
        stream = container.add_stream("aac", rate=48_000, layout="stereo")
        tone = np.sin(np.arange(48_000) / 5).astype(np.float32) * 0.5
        frame = av.AudioFrame.from_ndarray(np.repeat(tone, 2)[None, :], format="flt", layout="stereo")
        frame.sample_rate = 48_000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    levels = levels_of(folder / "cd.wav")
    assert [int(levels[0][at]) for at in (498, 501, 999)] == [0, 203, 203]
    assert levels_of(folder / "sound.mp4")[0][200:900].mean() == pytest.approx(np.sqrt(0.5) * 255, abs=25)
    with pytest.raises(UserError, match="no sound"):
        levels_of(folder / "shot.mp4")


def test_the_store_finds_the_loudest_behind_each_place(folder: Path) -> None:
    store = PeakStore()
    store.add(Path("a"), levels_of(folder / "score.wav"))
    store.add(Path("b"), levels_of(folder / "score.wav"))
    base = store.place(Path("b"))
    assert base
    for step in (0.5, 1.0, 7.0, 130.0):
        heights = store.heights(np.array([base + 500.0, base + 4_500.0]), step)
        assert heights[0] == 0
        assert heights[1] == pytest.approx(0.9, abs=0.01)


def test_thumbnails_come_while_placeholders_are_seen(room: Room, folder: Path, qtbot: QtBot) -> None:
    room.view.stage.zoom(6, 0)
    room.view.set_sources(Sources(folder, shots={f"s{n}": folder / "shot.mp4" for n in range(10)}))
    room.canvas.grab()
    at = room.at("v1", 0, 0.7, dx=10)
    assert room.canvas.grab().toImage().pixelColor(at).red() < 150
    qtbot.waitUntil(lambda: room.view.canvas.settled)
    seen = room.canvas.grab().toImage()
    assert seen.pixelColor(at).red() > 180  # frame 20 of the media
    assert seen.pixelColor(room.at("v1", 48, 0.7, dx=-20)).green() > 150  # frame 60 and later


def test_waveforms_show_where_it_is_loud(room: Room, folder: Path, qtbot: QtBot) -> None:
    room.view.set_sources(Sources(folder, sounds={"score": folder / "score.wav"}))
    room.canvas.grab()
    qtbot.waitUntil(lambda: room.view.canvas.settled)
    seen = room.canvas.grab().toImage()
    high = room.gain_y("a2", 0.15)
    quiet, loud = seen.pixelColor(room.x(20 + 40), high), seen.pixelColor(room.x(20 + 100), high)
    assert loud.lightness() > quiet.lightness() + 30


def test_missing_files_are_nothing_to_stumble_over(room: Room, folder: Path, qtbot: QtBot) -> None:
    lost = folder / "gone.mp4"
    room.view.set_sources(Sources(folder, shots={f"s{n}": lost for n in range(10)}, sounds={"score": lost}))
    room.canvas.grab()
    qtbot.waitUntil(lambda: room.view.canvas.settled)
    room.canvas.grab()


def test_wishes_are_bounded_newest_first_and_forgotten(qtbot: QtBot) -> None:
    background, owner = Background(1), QObject()
    told: list[object] = []
    desk: Desk[int] = Desk(background, owner, lambda key, found: told.append(key), most=3)
    for number in range(6):
        desk.ask(number, lambda number=number: number)
    qtbot.waitUntil(lambda: len(told) == 4)
    assert told == [0, 5, 4, 3]
    desk.ask(7, lambda: 7)
    desk.ask(8, lambda: 8)
    desk.forget()
    qtbot.waitUntil(lambda: desk.idle)
    assert told[-1] == 7
    background.close()


def test_a_clip_with_more_takes_than_one_says_so(room: Room, folder: Path) -> None:
    model = room.view.stage.model
    assert model is not None
    assert "=3" in model.rows[0].badges(1, Sources(folder, counts={"s1": 3}))
    assert "link" in model.rows[0].badges(0, Sources(folder))
    assert Qt.AlignmentFlag.AlignLeft


def test_wishes_after_the_end_are_quiet(qtbot: QtBot) -> None:
    background, owner = Background(1), QObject()
    desk: Desk[int] = Desk(background, owner, lambda key, found: None)
    background.close()
    desk.ask(1, lambda: 1)
    assert desk.idle
