# SPDX-License-Identifier: Apache-2.0
"""Productions that are stopped, or wait for one another."""

import threading
from pathlib import Path

import pytest

from aiprod.film.brief import Brief
from aiprod.film.errors import BusyError, Stopped
from aiprod.film.film import Film
from aiprod.film.store import FilmStore
from aiprod.production.events import Event
from aiprod.production.pipeline import produce


@pytest.fixture
def store(tmp_path: Path) -> FilmStore:
    brief = Brief(text="A cat waits for the last tram.", language="en", duration_s=5, width=320, height=180, seed=1)
    return FilmStore.create(tmp_path / "f.aiprod", Film(name="f", brief=brief))


def test_a_stopped_production_keeps_what_is_finished_and_goes_on_later(store: FilmStore) -> None:
    stop = threading.Event()
    seen: list[Event] = []

    def listen(event: Event) -> None:
        seen.append(event)
        if event.kind == "take":
            stop.set()

    with pytest.raises(Stopped) as stopped:
        produce(store, until="directing", listener=listen, stop=stop)
    assert stopped.value.exit_code == 130
    assert [event.text for event in seen if event.kind == "take"] == ["screenplay"]
    assert not list(store.takes.root.glob(".making-*"))
    again = FilmStore(store.root)
    made = produce(again, until="writing", listener=seen.append)
    assert made.made == 0 and made.state.department == "writing"
    assert all(event.fraction is not None and event.eta_s is not None for event in seen)


def test_a_production_that_was_told_to_stop_before_it_began_does_nothing(store: FilmStore) -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(Stopped):
        produce(store, until="writing", stop=stop)
    assert not list(store.takes.root.glob("*"))


def test_a_film_in_other_hands_is_waited_for_as_long_as_one_is_patient(store: FilmStore) -> None:
    held, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        with FilmStore(store.root).lock():
            held.set()
            let_go.wait()

    other = threading.Thread(target=hold)
    other.start()
    held.wait()
    with pytest.raises(BusyError, match="is being worked on"):
        produce(store, until="writing", patience_s=0.2)
    edited = FilmStore(store.root).edit("Rename", lambda film: film.changed(name="other"))
    timer = threading.Timer(0.3, let_go.set)
    timer.start()
    made = produce(store, until="writing", patience_s=60)
    other.join()
    assert made.made == 1
    assert made.store.film.name == edited.name == "other", "what was edited while it waited is not lost"
