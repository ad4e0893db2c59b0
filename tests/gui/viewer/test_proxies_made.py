# SPDX-License-Identifier: Apache-2.0
"""Proxies in the background: of wide footage alone, nearest first, at rest while the film plays, gone when told to."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from aiprod.film.brief import Brief
from aiprod.film.film import Film
from aiprod.film.time import FrameRate
from aiprod.film.timeline import Clip, MediaFile, Timeline, Track
from aiprod.media.encoders import choose
from aiprod.media.video import VideoWriter
from aiprod.production.screening import Screening, screen
from aiprod.production.standing import Standing
from aiprod.rendering.cache_limit import set_limit
from aiprod.rendering.playing_sound import SilentOutput
from aiprod_app.preferences.storage import empty_cache
from aiprod_app.viewer.player import Player
from aiprod_app.viewer.proxies import ProxyMaker

PATIENCE_MS = 60_000
FRAMES = 12


def footage(path: Path, width: int, height: int, level: int) -> Path:
    path.parent.mkdir(exist_ok=True)
    with VideoWriter(path, FrameRate().fps, width, height, choose("take")) as writer:
        for index in range(FRAMES):
            writer.write_rgb(np.full((height, width, 3), level + index, np.uint8))
    return path


@pytest.fixture
def wide(tmp_path: Path) -> Screening:
    """A small file, then two wide ones, of which one can't be read."""
    footage(tmp_path / "media" / "small.mp4", 320, 180, 40)
    footage(tmp_path / "media" / "wide.mp4", 1280, 720, 90)
    (tmp_path / "media" / "broken.mp4").write_bytes(b"no film")
    clips = tuple(
        Clip(id=name, shows=MediaFile(path=f"media/{name}.mp4", frames=FRAMES, rate=FrameRate()), length=FRAMES, available=FRAMES)
        for name in ("small", "wide", "broken")
    )
    timeline = Timeline(rate=FrameRate(), tracks=(Track(id="picture", kind="video", name="Picture", clips=clips),))
    film = Film(name="f", brief=Brief(text="x", language="en", width=1280, height=720), timeline=timeline)
    return screen(tmp_path, film, Standing(root=tmp_path), timeline)


def test_wide_footage_gets_a_proxy_and_is_played_from_it(wide: Screening, tmp_path: Path, qtbot: QtBot) -> None:
    player = Player(output=SilentOutput(), proxies=False)
    maker = ProxyMaker(player, tmp_path / "proxies")
    with qtbot.waitSignals([maker.made, maker.failed], timeout=PATIENCE_MS):
        player.load(wide)
    kept = sorted((tmp_path / "proxies").glob("*.mov"))
    assert len(kept) == 1, "the small one is quick enough, the broken one can't be read"
    with qtbot.waitSignal(player.picture_ready, timeout=PATIENCE_MS, check_params_cb=lambda _i, f: f == FRAMES + 3):
        player.seek(FRAMES + 3)
    playback = player._playback
    assert playback is not None
    qtbot.waitUntil(lambda: list(playback.reel._proxies.values()) == kept, timeout=PATIENCE_MS)
    maker.close()
    player.close()


def test_what_was_made_before_is_found_again(wide: Screening, tmp_path: Path, qtbot: QtBot) -> None:
    for _ in range(2):
        player = Player(output=SilentOutput(), proxies=False)
        maker = ProxyMaker(player, tmp_path / "proxies")
        with qtbot.waitSignal(maker.made, timeout=PATIENCE_MS):
            player.load(wide)
        kept = sorted((tmp_path / "proxies").glob("*.mov"))
        assert len(kept) == 1
        maker.close()
        player.close()


def test_they_lie_in_the_cache_under_its_limit_and_can_be_emptied_while_the_film_is_shown(
    wide: Screening, home: Path, qtbot: QtBot
) -> None:
    set_limit(home / "cache", 5 << 30)
    player = Player(output=SilentOutput(), proxies=False)
    maker = ProxyMaker(player)
    assert maker._kept()._cache._limit == 5 << 30
    with qtbot.waitSignals([maker.made, maker.failed], timeout=PATIENCE_MS):
        player.load(wide)
    assert len(list((home / "cache" / "proxies").glob("*.mov"))) == 1
    maker.forget()
    assert empty_cache().used == 0
    with qtbot.waitSignal(player.picture_ready, timeout=PATIENCE_MS, check_params_cb=lambda _i, f: f == FRAMES + 3):
        player.seek(FRAMES + 3)
    playback = player._playback
    assert playback is not None
    assert not playback.reel._proxies
    assert playback.reel.failure(FRAMES + 3) is None
    maker.close()
    player.close()


def test_it_rests_while_the_film_plays_and_ends_at_once(wide: Screening, tmp_path: Path, qtbot: QtBot) -> None:
    player = Player(output=SilentOutput(), proxies=False)
    maker = ProxyMaker(player, tmp_path / "proxies")
    player.speed_changed.emit(1.0)
    player.load(wide)
    qtbot.waitUntil(lambda: player.state == "stopped", timeout=PATIENCE_MS)
    assert not list((tmp_path / "proxies").glob("*.mov")), "it waits"
    maker.close()
    assert not maker._thread.is_alive()
    player.close()
