# SPDX-License-Identifier: Apache-2.0
"""Many edits, quick edits, edits from two sides."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from tests.gui.breaking.conftest import Ear, whole

from aiprod.film.changes import NameChange
from aiprod.film.film import Film
from aiprod.film.timeline import Marker
from aiprod.film.timeline_changes import AddMarker
from aiprod_app.settings.settings import SettingsStore
from aiprod_app.studio import Studio

_STEPS = 250
_QUICK = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from aiprod.film.changes import NameChange
from aiprod.film.film import Film
from aiprod.film.timeline import Marker
from aiprod.film.timeline_changes import AddMarker
from aiprod_app.film.session import FilmSession

app, session = QCoreApplication([]), FilmSession()


def shown(found):
    print(found.film.edits, found.film.name, flush=True)


def quick(_found):
    session.changed.connect(shown)
    for number in range(500):
        session.edit_timeline([AddMarker(frame=number % 100)]) if number % 2 else session.edit(NameChange(text=f"n{number}"))


session.opened.connect(quick)
session.open(Path(sys.argv[1]))
app.exec()
"""


def _idle(studio: Studio, qtbot: QtBot, do: Callable[[], object]) -> None:
    """Do something, and wait until all of it is written."""
    with qtbot.waitSignal(studio.film.saving, check_params_cb=lambda waits: not waits):
        do()


def test_every_step_is_undone_and_made_again(opened: Studio, film: Path, qtbot: QtBot, unblocked: Callable[[], None]) -> None:
    unblocked()
    session, before = opened.film, opened.film.film
    _idle(opened, qtbot, lambda: [session.edit_timeline([AddMarker(frame=5, name=f"{n}")]) for n in range(_STEPS)])
    after = session.film
    assert after.timeline is not None
    assert len(after.timeline.markers) >= _STEPS
    _idle(opened, qtbot, lambda: [session.undo() for _ in range(_STEPS)])
    assert session.film.timeline is not None and len(session.film.timeline.markers) == len(after.timeline.markers) - _STEPS
    _idle(opened, qtbot, session.undo)
    assert session.film.timeline == before.timeline
    _idle(opened, qtbot, lambda: [session.redo() for _ in range(_STEPS + 1)])
    assert session.film.timeline == after.timeline == whole(film).film.timeline
    assert session.shown is not None and not session.shown.redo
    _idle(opened, qtbot, lambda: session.travel(-_STEPS))
    _idle(opened, qtbot, lambda: session.travel(_STEPS))
    assert session.film.timeline == after.timeline == whole(film).film.timeline


def test_undoing_more_than_there_is_says_so(opened: Studio, film: Path, qtbot: QtBot, ear: Ear) -> None:
    opened.film.travel(-50)
    ear.hears("There is nothing to undo")
    qtbot.waitUntil(lambda: opened.film.film == whole(film).film)
    opened.film.travel(50)
    ear.hears("There is nothing to redo")
    qtbot.waitUntil(lambda: opened.film.film == whole(film).film)


def test_killed_with_hundreds_of_edits_waiting(film: Path) -> None:
    """What was shown is in the journal, whose every line but a torn last one is whole."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    with subprocess.Popen([sys.executable, "-c", _QUICK, str(film)], stdout=subprocess.PIPE, text=True, env=environment) as child:
        assert child.stdout is not None
        seen = [child.stdout.readline().split() for _ in range(40)]
        child.send_signal(signal.SIGKILL)
        seen += [line.split() for line in child.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    edits, name = int(seen[-1][0]), seen[-1][1]
    store = whole(film)
    assert edits <= store.film.edits < 500
    assert int(store.film.name[1:]) >= int(name[1:])
    store.undo()
    assert whole(film).film.edits == store.film.edits


def markers(film: Film) -> tuple[Marker, ...]:
    return film.timeline.markers if film.timeline is not None else ()


@pytest.fixture
def other(home: Path, tmp_path: Path) -> Iterator[Studio]:
    """A second desktop."""
    made = Studio(SettingsStore(tmp_path / "other.json"), start_engine=False)
    yield made
    made.end()
    made.deleteLater()


def test_two_desktops_on_one_film(opened: Studio, other: Studio, film: Path, qtbot: QtBot, unblocked: Callable[[], None]) -> None:
    with qtbot.waitSignal(other.film.opened):
        other.open_film(film)
    unblocked()
    desktops = (opened, other)
    for number in range(8):
        name, who = f"Turn {number}", desktops[number % 2]
        with qtbot.waitSignal(who.film.changed, check_params_cb=lambda shown, name=name: shown.film.name == name):
            who.film.edit(NameChange(text=name))
    for number in range(20):
        for who in desktops:
            who.film.edit_timeline([AddMarker(frame=number)])
    qtbot.waitUntil(lambda: len(markers(whole(film).film)) >= 40)
    qtbot.waitUntil(lambda: opened.film.film == other.film.film == whole(film).film)
    other.film.undo()
    qtbot.waitUntil(lambda: opened.film.film.edits == whole(film).film.edits == other.film.film.edits)
    assert opened.film.film == other.film.film


def test_closed_with_edits_waiting(opened: Studio, film: Path, qtbot: QtBot) -> None:
    """Closing, and ending, write what was asked for first."""
    for number in range(100):
        opened.film.edit(NameChange(text=f"Name {number}"))
    opened.film.close()
    with qtbot.waitSignal(opened.film.opened):
        opened.open_film(film)
    assert opened.film.film.name == "Name 99" == whole(film).film.name
