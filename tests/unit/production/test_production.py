# SPDX-License-Identifier: Apache-2.0
"""The studio's promises: reuse, damage, workers, state."""

from pathlib import Path
from typing import Any

import pytest

from aiprod.film.brief import Brief
from aiprod.film.errors import EngineError, UserError
from aiprod.film.film import Film
from aiprod.film.store import FilmStore
from aiprod.production.events import Event
from aiprod.production.recipes import recipe
from aiprod.production.state import ProductionState, delivered, read_state, write_state
from aiprod.production.studio import Studio
from aiprod.production.workers import Workers

HERE = "tests.unit.production.test_production"


def write_number(folder: Path, *, number: int) -> dict[str, Any]:
    """A builder."""
    (folder / "number.txt").write_text(str(number), "utf-8")
    return {"number": number}


def break_off(folder: Path) -> dict[str, Any]:
    """A builder that fails half way."""
    (folder / "half.txt").write_text("half", "utf-8")
    raise UserError("It can't be done", "the test says so")


def die(_folder: Path) -> dict[str, Any]:
    """A builder whose process ends without a word."""
    import os

    os._exit(9)


@pytest.fixture
def store(tmp_path: Path) -> FilmStore:
    return FilmStore.create(tmp_path / "f.aiprod", Film(name="f", brief=Brief(text="A cat.", language="en")))


def number_recipe(number: int) -> Any:
    return recipe("voices", "speech", "test/1", parameters={"number": number})


def test_a_take_is_made_once_and_found_afterwards(store: FilmStore) -> None:
    events: list[Event] = []
    with Workers(1, store.root / "workers.log") as workers:
        studio = Studio(store, workers, events.append)
        first = studio.take("one", number_recipe(1), lambda folder: write_number(folder, number=1))
        again = studio.take("one", number_recipe(1), break_off)
        there = studio.finish(studio.start("one", number_recipe(1), f"{HERE}:break_off", {}))
    assert first == again == there
    assert [event.reused for event in events] == [False, True, True]
    assert len(studio.made) == 1


def test_workers_make_takes_and_equal_ones_only_once(store: FilmStore) -> None:
    with Workers(2, store.root / "workers.log") as workers:
        studio = Studio(store, workers, lambda _event: None)
        pending = [studio.start(f"n{n}", number_recipe(n % 3), f"{HERE}:write_number", {"number": n % 3}) for n in range(6)]
        takes = [studio.finish(item) for item in pending]
    assert [take.facts["number"] for take in takes] == [0, 1, 2, 0, 1, 2]
    assert len(studio.made) == 3
    assert (studio.path(takes[2], "number.txt")).read_text("utf-8") == "2"


def test_what_a_worker_raises_arrives_and_leaves_no_take(store: FilmStore) -> None:
    with pytest.raises(UserError, match="It can't be done"), Workers(1, store.root / "workers.log") as workers:
        studio = Studio(store, workers, lambda _event: None)
        studio.finish(studio.start("bad", number_recipe(7), f"{HERE}:break_off", {}))
    assert store.takes.find(number_recipe(7)) is None
    assert store.takes.clear_unfinished() == 1


def test_a_dead_worker_is_one_clear_error(store: FilmStore) -> None:
    with (
        pytest.raises(EngineError, match=r"worker process died.*aiprod resume"),
        Workers(1, store.root / "workers.log") as workers,
    ):
        studio = Studio(store, workers, lambda _event: None)
        studio.finish(studio.start("dead", number_recipe(8), f"{HERE}:die", {}))


def test_a_failed_builder_leaves_nothing(store: FilmStore) -> None:
    with Workers(1, store.root / "workers.log") as workers:
        studio = Studio(store, workers, lambda _event: None)
        with pytest.raises(UserError):
            studio.take("bad", number_recipe(9), break_off)
    assert not list(store.takes.root.glob(".making-*"))


def test_the_state_never_leads_out_of_the_film(store: FilmStore, tmp_path: Path) -> None:
    (tmp_path / "secret.mp4").write_bytes(b"x")
    write_state(store.root, ProductionState(delivery=("../secret.mp4",)))
    assert read_state(store.root).delivery == ("../secret.mp4",)
    with pytest.raises(UserError, match="is not finished"):
        delivered(store, ".mp4")
