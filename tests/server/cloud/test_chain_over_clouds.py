# SPDX-License-Identifier: Apache-2.0
"""The chain over clouds: retries, the breaker, the money, stopping and failing in the middle."""

import random
import threading
import time

import pytest
from tests.server.cloud.contract import Script
from tests.unit.production.chain.test_chain import Here
from tests.unit.shooting.stagecraft import shoot_request

from aiprod.film.brief import Brief
from aiprod.film.errors import Stopped
from aiprod.film.faults import FaultError
from aiprod.film.film import Film
from aiprod.film.store import FilmStore
from aiprod.production.chain.breaker import CircuitBreaker
from aiprod.production.chain.money import consent_text, missing
from aiprod.production.chain.record import FallBook
from aiprod.production.chain.shots import Chain
from aiprod.production.events import Event
from aiprod.production.studio import Studio
from aiprod.shooting.cloud.purchases import Purchases

HASTE = 200
"""How many of the chain's seconds pass in one of the test's."""


def numbered(number: int):
    request = shoot_request(frames=48, seed=number)
    return request.changed(shot=request.shot.changed(id=f"s1-{number}"))


class Production:
    """A production of shots alone, in this process."""

    def __init__(self, world, wanted: str, shots: int = 1) -> None:
        root = world.root / "p.aiprod"
        self.store = FilmStore(root) if root.exists() else FilmStore.create(
            root, Film(name="p", brief=Brief(text="A cat.", language="en"))
        )  # fmt: skip
        self.events: list[Event] = []
        self.stop = threading.Event()
        self.chain = Chain(
            Studio(self.store, Here(), self.events.append), wanted, stop=self.stop, purse=lambda root, job: world.purse(),
            clock=lambda: time.monotonic() * HASTE, dice=random.Random(1),
        )  # fmt: skip
        self.requests = [numbered(number) for number in range(1, shots + 1)]

    def make(self):
        for request in self.requests:
            self.chain.start(request)
        try:
            total = len(self.requests)
            return [self.chain.finish(request.shot.id, n, total) for n, request in enumerate(self.requests, start=1)]
        finally:
            self.chain.close()

    def told(self, kind: str) -> list[str]:
        return [event.text for event in self.events if event.kind == kind]


def test_a_busy_provider_is_asked_again_and_bought_once(world):
    world.allow("runway")
    world.server.script("runway", Script(refuse=(429, "rate"), retry_after="1"), Script(refuse=(503, "busy")))
    production = Production(world, "cloud:runway")
    (take,) = production.make()
    assert take.facts["provider"] == "runway" and len(world.server.orders()) == 1
    assert len(production.told("note")) == 2 and "tried again" in production.told("note")[0]
    assert take.cost == pytest.approx(world.spent)


def test_a_provider_that_is_down_opens_its_breaker_and_spares_the_others(world):
    world.allow("runway")
    world.server.script("runway", always=Script(refuse=(503, "busy")))
    production = Production(world, "cloud:runway", shots=4)
    takes = production.make()
    assert {take.facts["label"] for take in takes} == {"animatic"}
    assert CircuitBreaker("runway").state() == "open"
    codes = {fall.code for fall in FallBook(production.store.root).all()}
    assert codes <= {"http_503", "circuit_open"} and "circuit_open" in codes
    assert len(world.server.calls) < 4 * 4 and world.spent == world.reserved == 0


def test_refused_content_does_not_count_against_the_provider(world):
    world.allow("runway")
    world.server.script("runway", always=Script(refuse=(400, "moderation")))
    takes = Production(world, "cloud:runway", shots=5).make()
    assert {take.facts["label"] for take in takes} == {"animatic"} and CircuitBreaker("runway").state() == "closed"
    assert len(world.server.calls) == 5


def test_a_bad_clip_is_not_bought_twice_but_falls(world):
    world.allow("runway")
    world.server.script("runway", Script(video="frozen"))
    production = Production(world, "cloud:runway")
    (take,) = production.make()
    (fall,) = FallBook(production.store.root).all()
    assert take.facts["label"] == "animatic" and fall.kind == "quality" and "stand still" in fall.sentence
    assert len(world.server.orders()) == 1


def test_stopping_a_production_cancels_its_tasks_and_gives_the_money_back(world):
    world.allow("runway")
    world.server.script("runway", always=Script(looks=10**6))
    production = Production(world, "cloud:runway", shots=3)
    threading.Thread(target=lambda: (world.server.wait_for_looks(3), production.stop.set()), daemon=True).start()
    with pytest.raises(Stopped):
        production.make()
    assert all(task.cancelled for task in world.server.orders())
    assert world.spent == world.reserved == 0 and not FallBook(production.store.root).all()


def test_a_pause_keeps_the_tasks_for_later(world):
    world.allow("runway")
    world.server.script("runway", always=Script(looks=10**6))
    production = Production(world, "cloud:runway", shots=2)
    production.stop.keep = True
    threading.Thread(target=lambda: (world.server.wait_for_looks(2), production.stop.set()), daemon=True).start()
    with pytest.raises(Stopped):
        production.make()
    for task in world.server.orders():
        task.script = Script(looks=0)
    takes = Production(world, "cloud:runway", shots=2).make()
    assert {take.facts["task"] for take in takes} == {task.id for task in world.server.orders()} and len(takes) == 2


def test_when_one_shot_ends_the_production_the_tasks_of_the_others_stay_on_record(world):
    world.allow("runway")
    world.server.script("runway", Script(ends="moderation"), always=Script(looks=10**6))
    production = Production(world, "only:cloud:runway", shots=2)
    with pytest.raises(FaultError):
        production.make()
    kept = [item for item in Purchases(production.store.root / "cloud").all() if item.state == "submitted"]
    assert len(kept) <= 1 and not any(task.cancelled for task in world.server.orders())


def test_auto_uses_a_cloud_only_when_all_three_are_there(world):
    """Key, consent, cap: the first request goes out when the last of them is given."""
    for give in (lambda: None, lambda: world.allow("ltx", cap=None), lambda: world.store.spending.set_cap(world.film, 5)):
        give()
        before = len(world.server.calls)
        (take,) = Production(world, "auto").make()
    assert before == 0 and take.facts["provider"] == "ltx"


def test_what_is_missing_is_told_before_a_film_is_begun(world, monkeypatch):
    assert missing("auto", world.store) is None and missing("only:animatic", world.store) is None
    assert missing("only:cloud:fal", world.store).code == "no_consent"
    world.store.consents.grant("fal", "tests", consent_text("fal"))
    assert missing("cloud:fal", world.store) is None
    assert world.store.consents.granted("fal", consent_text("fal")) is not None
    monkeypatch.delenv("FAL_KEY")
    assert missing("cloud:fal", world.store).code == "no_key"
