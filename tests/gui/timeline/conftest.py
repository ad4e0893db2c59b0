# SPDX-License-Identifier: Apache-2.0
"""A room with a film on the timeline."""

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot
from tests.gui.timeline.room import Room, cut

from aiprod.film.timeline import Timeline


@pytest.fixture
def room(qtbot: QtBot) -> Iterator[Room]:
    found = Room(qtbot, cut())
    yield found
    found.view.close_down()


@pytest.fixture
def room_for(qtbot: QtBot) -> Iterator[Callable[[Timeline], Room]]:
    """Rooms for films of the test's own."""
    rooms: list[Room] = []

    def made(timeline: Timeline) -> Room:
        rooms.append(Room(qtbot, timeline))
        return rooms[-1]

    yield made
    for found in rooms:
        found.view.close_down()
