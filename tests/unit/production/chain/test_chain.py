# SPDX-License-Identifier: Apache-2.0
"""The chain with generators of its own: who is tried, what follows a failure, what is remembered."""

import random
import threading
from concurrent.futures import Future
from pathlib import Path
from typing import Any, ClassVar

import pytest
from tests.unit.shooting.stagecraft import shoot_request

from aiprod.film.brief import Brief
from aiprod.film.errors import LostProcessError, Stopped, UserError
from aiprod.film.faults import FaultClass, FaultError
from aiprod.film.film import Film
from aiprod.film.store import FilmStore
from aiprod.production.chain import candidates, plans
from aiprod.production.chain.candidates import Candidate, chain, check
from aiprod.production.chain.crew import Crew
from aiprod.production.chain.money import Refusal
from aiprod.production.chain.record import FallBook
from aiprod.production.chain.shots import Chain
from aiprod.production.events import Event
from aiprod.production.studio import Studio
from aiprod.shooting import generator as table
from aiprod.shooting.animatic.animatic import Animatic

HERE = "tests.unit.production.chain.test_chain"


class Scripted(Animatic):
    """Draws as the animatic does, after the failures that its script holds."""

    id = "diffusion:test"
    title = "test diffusion"
    script: ClassVar[list[Exception]] = []
    sizes: ClassVar[list[tuple[int, int]]] = []
    able: ClassVar[bool] = True

    def available(self) -> bool:
        return self.able

    def models(self, request):
        return ()

    def shoot(self, request, folder: Path, watch=None) -> dict[str, Any]:
        self.sizes.append((request.width, request.height))
        if self.script:
            raise self.script.pop(0)
        return super().shoot(request, folder, watch)


class Second(Scripted):
    id = "diffusion:small"
    title = "small diffusion"
    script: ClassVar[list[Exception]] = []


@pytest.fixture(autouse=True)
def two_models(monkeypatch):
    """Two diffusion models in the table of generators: rows are all it takes to be part of the chain."""
    rows = {"diffusion:test": f"{HERE}:Scripted", "diffusion:small": f"{HERE}:Second", **table._TABLE}
    monkeypatch.setattr(table, "_TABLE", rows)
    for kind in (Scripted, Second):
        monkeypatch.setattr(kind, "script", [])
    monkeypatch.setattr(Scripted, "sizes", [])


class Here:
    """Workers of this process, so that the table above is theirs."""

    def __init__(self) -> None:
        self._crew = Crew()

    def submit(self, builder, folder, arguments) -> Future:
        return self._crew.submit(builder, folder, arguments)


class Room:
    """A darkroom of this process."""

    def lane(self, lookout=None):
        return self

    def submit(self, builder, folder, arguments) -> Future:
        return Here().submit(builder, folder, arguments)

    def close(self, grace_s: float) -> None:
        pass


@pytest.fixture
def store(tmp_path: Path) -> FilmStore:
    return FilmStore.create(tmp_path / "f.aiprod", Film(name="f", brief=Brief(text="A cat.", language="en")))


def nobody(provider: str) -> Refusal | None:
    return Refusal("no_consent", "nobody agreed", "")


def shot(store: FilmStore, wanted: str = "auto", *, stop: threading.Event | None = None, level: int = 0, **fields):
    """Make one shot; returns its take and what was told."""
    events: list[Event] = []
    studio = Studio(store, Here(), events.append)
    fields = {"darkroom": Room(), **fields}
    made = Chain(studio, wanted, stop=stop or threading.Event(), level=level, dice=random.Random(1), **fields)
    request = shoot_request(frames=4)
    made.start(request)
    try:
        return made.finish(request.shot.id, 1, 1), events
    finally:
        made.close()


def names_of(wanted: str, allowed=nobody) -> list[str]:
    return [item.name for item in chain(wanted, allowed)]


def test_auto_is_what_can_run_here_in_the_order_of_the_chain(monkeypatch):
    assert names_of("auto") == ["diffusion:test", "diffusion:small", "animatic"]
    everything = names_of("auto", lambda provider: None)
    assert everything[2:4] == ["cloud:ltx/ltx-2-3-fast", "cloud:fal/fal-ai/ltx-2.3/text-to-video/fast"]
    assert everything[-1] == "animatic" and len(everything) == 9
    monkeypatch.setattr(Scripted, "able", False)
    monkeypatch.setattr(Second, "able", False)
    assert names_of("auto") == ["animatic"]


def test_a_generator_that_was_asked_for_comes_first_and_only_means_alone():
    assert names_of("cloud:runway") == ["cloud:runway/gen4.5", "diffusion:test", "diffusion:small", "animatic"]
    assert names_of("diffusion:small") == ["diffusion:small", "diffusion:test", "animatic"]
    assert names_of("animatic") == names_of("only:animatic") == ["animatic"]
    assert names_of("only:cloud:fal") == ["cloud:fal/fal-ai/ltx-2.3/text-to-video/fast"]


@pytest.mark.parametrize("name", ["cinerama", "cloud:nobody", "cloud:runway/gen99", "only:auto", "diffusion:none", "cloud:"])
def test_names_that_make_no_sense_are_refused(name):
    with pytest.raises(UserError):
        check(name)


def test_nothing_is_tried_after_the_first_that_can(store):
    take, events = shot(store)
    assert take.recipe.generator.startswith("diffusion:test/") and not FallBook(store.root).all()
    assert [event.kind for event in events] == ["take"]


@pytest.mark.parametrize("kind", [FaultClass.MODERATION, FaultClass.INPUT, FaultClass.PROVIDER, FaultClass.MONEY])
def test_a_fall_is_told_recorded_and_repeated_by_a_resumed_production(store, kind):
    Scripted.script[:] = [FaultError("It can't", "the test says so", kind=kind, code="because")]
    take, events = shot(store)
    assert take.recipe.generator.startswith("diffusion:small/")
    (fall,) = FallBook(store.root).all()
    assert (fall.gave_way, fall.to, fall.kind, fall.code) == ("diffusion:test", "diffusion:small", str(kind), "because")
    (told,) = [event for event in events if event.kind == "fall"]
    assert told.shot == "s1-1" and "It can't: the test says so" in told.text
    again, events = shot(store)
    assert again == take and [event.reused for event in events] == [True] and len(Scripted.sizes) == 2


def test_forgetting_gives_a_new_chance(store):
    Scripted.script[:] = [FaultError("no", kind=FaultClass.MODERATION)]
    shot(store)
    assert FallBook(store.root).forget("another shot") == 0
    assert FallBook(store.root).forget("s1-1") == 1
    take, _ = shot(store)
    assert take.recipe.generator.startswith("diffusion:test/")


def test_all_the_way_down_to_the_animatic_with_the_animatics_own_take(store, tmp_path):
    Scripted.script[:] = [FaultError("no", kind=FaultClass.MODERATION)]
    Second.script[:] = [RuntimeError("a bug")]
    fallen, _ = shot(store)
    plain = FilmStore.create(tmp_path / "plain.aiprod", Film(name="f", brief=Brief(text="A cat.", language="en")))
    drawn, _ = shot(plain, "animatic")
    assert fallen.id == drawn.id and fallen.result_hash == drawn.result_hash
    assert [fall.code for fall in FallBook(store.root).all()] == ["moderation", "internal"]


@pytest.mark.parametrize("words", ["MemoryError", "CUDA out of memory"])
def test_memory_is_planned_smaller_and_the_picture_is_still_the_films_size(store, words):
    errors = [MemoryError(), MemoryError()] if words == "MemoryError" else [RuntimeError(words), RuntimeError(words)]
    Scripted.script[:] = errors
    take, events = shot(store)
    assert Scripted.sizes == [(320, 180), (256, 128), (160, 96)]
    assert (take.facts["width"], take.facts["height"], take.facts["made_at"]) == (320, 180, [160, 96])
    assert take.recipe.parameters["smaller"] == 2
    assert sum("smaller" in event.text for event in events if event.kind == "warning") == 2
    assert not FallBook(store.root).all()


def test_when_no_smaller_plan_is_left_the_next_one_tries(store):
    Scripted.script[:] = [MemoryError()] * len(plans.SCALES)
    take, _ = shot(store)
    assert take.recipe.generator.startswith("diffusion:small/") and "smaller" not in take.recipe.parameters
    assert len(Scripted.sizes) == len(plans.SCALES) + 1


def test_a_job_that_ran_out_of_memory_begins_smaller_but_keeps_what_it_has(store):
    small, _ = shot(store, "only:diffusion:test", level=1)
    assert small.recipe.parameters["smaller"] == 1
    whole, _ = shot(store, "only:diffusion:test")
    kept, _ = shot(store, "only:diffusion:test", level=1)
    assert kept == whole


def test_poor_pictures_are_made_once_more_here_and_then_given_up(store):
    bad = FaultError("poor", kind=FaultClass.QUALITY, code="gate_retry")
    Scripted.script[:] = [bad, bad]
    take, _ = shot(store)
    assert take.recipe.generator.startswith("diffusion:small/")


def test_the_last_one_raises_its_own_error(store):
    Scripted.script[:] = [FaultError("It can't", "the test says so", kind=FaultClass.INPUT)]
    with pytest.raises(FaultError, match="the test says so"):
        shot(store, "only:diffusion:test")
    assert not FallBook(store.root).all() and not list(store.takes.root.glob(".making-*"))


def test_stopping_ends_the_waiting(store):
    stop = threading.Event()
    stop.set()
    with pytest.raises(Stopped):
        shot(store, stop=stop)


def test_a_cloud_that_was_asked_for_needs_the_users_word_first(store, monkeypatch):
    for name in ("RUNWAYML_API_SECRET", "GEMINI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(UserError, match="no API key for runway"):
        shot(store, "cloud:runway")


def test_a_candidate_knows_its_generator():
    assert Candidate("cloud:runway/gen4.5", True).generator().id == "cloud:runway/gen4.5"
    assert candidates.sketcher().id == "animatic"


def test_a_damaged_record_of_falls_is_told_and_not_silently_forgotten(store):
    (store.root / "falls.json").write_text("{")
    with pytest.raises(UserError, match=r"falls\.json"):
        FallBook(store.root)


class DyingRoom(Room):
    """A darkroom whose process dies under so many shots."""

    def __init__(self, deaths: int) -> None:
        self.deaths = deaths

    def submit(self, builder, folder, arguments) -> Future:
        if not self.deaths:
            return super().submit(builder, folder, arguments)
        self.deaths -= 1
        lost: Future = Future()
        lost.set_exception(LostProcessError("The process that keeps the video models died", "it may have been killed"))
        return lost


def test_a_shot_whose_darkroom_died_is_tried_once_more_and_then_falls(store):
    take, events = shot(store, "only:diffusion:test", darkroom=DyingRoom(1))
    assert take.recipe.generator.startswith("diffusion:test/")
    assert not [event for event in events if event.kind == "fall"]


def test_a_shot_whose_darkroom_dies_twice_falls_and_the_film_goes_on(store):
    take, events = shot(store, "diffusion:test", darkroom=DyingRoom(2))
    assert take.recipe.generator.startswith("diffusion:small/")
    assert "died" in next(event.text for event in events if event.kind == "fall")
