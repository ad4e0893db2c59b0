# SPDX-License-Identifier: Apache-2.0
"""The player on the interface thread: it answers at once, keeps what it is told before it is ready, and piles nothing up."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from aiprod.film.errors import UserError
from aiprod.production.screening import Screening
from aiprod.rendering.playing_sound import SilentOutput
from aiprod_app.viewer.player import HeldImage, Player
from aiprod_app.watchdog import Watchdog

PATIENCE_MS = 60_000


def test_it_answers_before_its_engine_is_there(player: Player, finished: Screening, qtbot: QtBot) -> None:
    with qtbot.waitSignal(player.picture_ready, timeout=PATIENCE_MS) as shown:
        player.load(finished)
        player.seek(30)
        assert (player.frame, player.frames, player.rate) == (30, finished.frames, finished.rate)
    assert shown.args is not None and shown.args[1] == 30
    image = shown.args[0]
    assert isinstance(image, QImage) and (image.width(), image.height()) == (160, 90), "half of the film's size"
    qtbot.waitUntil(lambda: player.state == "stopped", timeout=PATIENCE_MS)


def test_it_plays_and_stops(player: Player, finished: Screening, qtbot: QtBot) -> None:
    player.load(finished)
    with qtbot.waitSignals([player.levels, player.buffered], timeout=PATIENCE_MS):
        player.play()
        assert player.playing and player.speed == 1.0
    qtbot.waitUntil(lambda: player.frame > 5, timeout=PATIENCE_MS)
    assert player.state == "playing"
    player.stop()
    assert not player.playing
    qtbot.waitUntil(lambda: player.state == "stopped", timeout=PATIENCE_MS)
    told = player.statistics
    assert told is not None and told.shown + told.dropped > 3 and told.worst_ms <= 20


def test_it_stops_by_itself_at_the_end(player: Player, finished: Screening, qtbot: QtBot) -> None:
    player.load(finished)
    player.seek(finished.frames - 8)
    player.play()
    qtbot.waitUntil(lambda: player.state == "playing", timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: player.state == "stopped" and not player.playing, timeout=PATIENCE_MS)
    assert player.frame == finished.frames - 1


def test_j_k_and_l(player: Player, finished: Screening) -> None:
    player.load(finished)
    player.seek(60)
    speeds = []
    for key in (1, 1, 1, 1, 1, -1, -1, -1, 0, -1):
        player.shuttle(key)
        speeds.append(player.speed)
    assert speeds == [1, 2, 4, 8, 8, -1, -2, -4, 0, -1]
    player.shuttle(1, slow=True)
    assert player.speed == 0.5


def test_steps_stop_it_and_stay_inside(player: Player, finished: Screening) -> None:
    player.load(finished)
    player.play()
    player.step(3)
    assert not player.playing and player.frame >= 3
    player.seek(1)
    player.step(-5)
    assert player.frame == 0
    player.seek(10**6)
    assert player.frame == finished.frames - 1


def test_of_many_wishes_the_newest_is_shown(player: Player, finished: Screening, qtbot: QtBot) -> None:
    player.load(finished)
    seen: list[int] = []
    player.picture_ready.connect(lambda _image, frame: seen.append(frame))
    for frame in range(0, finished.frames, 2):
        player.seek(frame)
    qtbot.waitUntil(lambda: bool(seen) and seen[-1] == player.frame, timeout=PATIENCE_MS)
    assert len(seen) < finished.frames / 4, "nothing was queued up"


def test_stale_news_moves_nothing(player: Player, finished: Screening, qtbot: QtBot) -> None:
    player.load(finished)
    player.play()
    qtbot.waitUntil(lambda: player.frame > 2, timeout=PATIENCE_MS)
    moves: list[int] = []
    player.stop()
    player.seek(90)
    player.frame_changed.connect(moves.append)
    qtbot.waitUntil(lambda: player.state == "stopped", timeout=PATIENCE_MS)
    assert player.frame == 90 and moves == []


def test_settings_are_told(player: Player, qtbot: QtBot) -> None:
    with qtbot.waitSignals([player.loop_changed, player.span_changed, player.quality_changed]):
        player.set_loop(True)
        player.set_span(10, 20)
        player.set_quality(1)
    assert (player.loop, player.span, player.quality) == (True, (10, 20), 1)
    player.set_span(20, 10)
    assert player.span is None


def test_nothing_can_be_played_without_a_film(player: Player) -> None:
    player.play()
    player.toggle()
    player.shuttle(1)
    assert not player.playing and player.frames == 0 and player.frame == 0


def test_another_state_of_the_film_keeps_the_playhead(
    player: Player, finished: Screening, half_made: Screening, qtbot: QtBot
) -> None:
    player.load(finished)
    player.seek(40)
    with qtbot.waitSignal(player.loaded):
        player.load(half_made)
    assert player.frame == 40
    player.unload()
    assert player.frame == 0 and player.screening is None
    qtbot.waitUntil(lambda: player.state == "empty", timeout=PATIENCE_MS)


class Broken(SilentOutput):
    """A device that can't be opened."""

    def start(self, pull: object) -> None:
        raise UserError("There is no sound", "Error querying device -1", "Connect headphones, then play again.")


def test_without_a_device_it_says_so_and_plays(finished: Screening, qtbot: QtBot) -> None:
    player = Player(output=Broken(), proxies=False)
    player.load(finished)
    with qtbot.waitSignal(player.silent, timeout=PATIENCE_MS) as told:
        player.play()
    assert told.args is not None and "Error querying device" in told.args[0]
    qtbot.waitUntil(lambda: player.frame > 3, timeout=PATIENCE_MS)
    player.close()


def test_the_systems_output_is_there_or_says_why(finished: Screening, qtbot: QtBot) -> None:
    """On a machine with loudspeakers it plays through them, on one without it says so; both play."""
    player = Player(proxies=False)
    told: list[str] = []
    player.silent.connect(told.append)
    player.load(finished)
    player.play()
    qtbot.waitUntil(lambda: player.frame > 3, timeout=PATIENCE_MS)
    assert all(told) and player.why_silent == "".join(told[-1:])
    player.close()


def test_it_ends_all_its_threads(finished: Screening, qtbot: QtBot) -> None:
    before = set(threading.enumerate())
    player = Player(output=SilentOutput())
    player.load(finished)
    player.play()
    qtbot.waitUntil(lambda: player.frame > 1, timeout=PATIENCE_MS)
    player.close()
    assert set(threading.enumerate()) <= before
    player.play()
    player.seek(3)


def test_a_picture_outlives_its_array() -> None:
    picture = np.zeros((4, 6, 4), np.uint8)
    picture[..., 2] = 200
    picture.flags.writeable = False
    image = HeldImage(picture)
    del picture
    assert image.pixelColor(5, 3).red() == 200 and (image.width(), image.height()) == (6, 4)


@pytest.mark.parametrize("speed", [1.0, -2.0])
def test_playing_keeps_the_interface_free(
    player: Player, finished: Screening, qtbot: QtBot, watchdog: Callable[[], Watchdog], speed: float
) -> None:
    player.load(finished)
    player.seek(70)
    with qtbot.waitSignal(player.picture_ready, timeout=PATIENCE_MS):
        pass
    watchdog()
    player.play(speed)
    qtbot.waitUntil(lambda: abs(player.frame - 70) > 10, timeout=PATIENCE_MS)
    player.load(finished)
    player.seek(5)
    player.stop()
