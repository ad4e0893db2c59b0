# SPDX-License-Identifier: Apache-2.0
"""A player, a viewer, and what they show: the small real film, finished or half made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from aiprod.film.store import FilmStore
from aiprod.production.screening import Screening, screen
from aiprod.production.standing import Standing
from aiprod.rendering.playing_sound import SilentOutput
from aiprod_app.viewer.player import Player
from aiprod_app.viewer.widget import ViewerWidget


@pytest.fixture(scope="module")
def finished(made_film: Path) -> Screening:
    """The finished film."""
    store = FilmStore(made_film)
    return screen(store.root, store.film, Standing.of(store))


@pytest.fixture(scope="module")
def half_made(made_film: Path) -> Screening:
    """Without takes, sound and mix; of its first shot there is not even a drawing."""
    store = FilmStore(made_film)
    standing = Standing.of(store)
    assert standing.shots is not None
    first = standing.shots.shots[0].id
    stills = {shot: path for shot, path in standing.stills.items() if shot != first}
    return screen(store.root, store.film, replace(standing, takes={}, sounds={}, mix=None, stills=stills))


@pytest.fixture
def player(qapp: QApplication) -> Iterator[Player]:
    """A player whose sound goes nowhere."""
    made = Player(output=SilentOutput(), proxies=False)
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def viewer(player: Player, qtbot: QtBot) -> ViewerWidget:
    """A viewer of it, shown."""
    made = ViewerWidget(player)
    qtbot.addWidget(made)
    made.resize(640, 400)
    made.show()
    qtbot.waitExposed(made)
    return made
