# SPDX-License-Identifier: Apache-2.0
"""The circuit breaker: opens above half, half opens with one probe, closes; shared through its file."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiprod.film.faults import FaultClass, FaultError
from aiprod.production.chain.breaker import BreakerSettings, CircuitBreaker

RULES = BreakerSettings(window_s=100, least=4, share=0.5, pause_s=10, longest_pause_s=40, probe_s=30)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(tmp_path: Path, clock: Clock) -> CircuitBreaker:
    return CircuitBreaker("runway", tmp_path / "breakers.json", clock=clock, settings=RULES)


def outcomes(breaker: CircuitBreaker, text: str) -> None:
    """ "+" a call that went well, "-" one that did not."""
    for sign in text:
        breaker.succeeded() if sign == "+" else breaker.failed()


def is_open(breaker: CircuitBreaker) -> bool:
    try:
        breaker.permit()
    except FaultError as error:
        assert (error.kind, error.failure_code) == (FaultClass.PROVIDER, "circuit_open")
        return True
    return False


@pytest.mark.parametrize(
    ("text", "opens"), [("---", False), ("----", True), ("++--", False), ("++---", True), ("+---", True), ("-+-+-+", False)]
)
def test_it_opens_above_half_of_enough_calls(breaker, text, opens):
    outcomes(breaker, text)
    assert is_open(breaker) is opens


def test_old_outcomes_no_longer_count(breaker, clock):
    outcomes(breaker, "---")
    clock.now += 101
    outcomes(breaker, "-")
    assert not is_open(breaker)


def test_half_open_lets_one_probe_through_and_a_good_one_closes(breaker, clock):
    outcomes(breaker, "----")
    clock.now += 10
    assert breaker.state() == "half_open"
    assert [is_open(breaker) for _ in range(3)] == [False, True, True]
    breaker.succeeded()
    assert breaker.state() == "closed" and not is_open(breaker)


def test_a_failed_probe_opens_for_twice_as_long_up_to_a_limit(breaker, clock):
    outcomes(breaker, "----")
    pauses = []
    for _ in range(4):
        began = clock.now
        while is_open(breaker):
            clock.now += 1
        pauses.append(clock.now - began)
        breaker.failed()
    assert pauses == [10, 20, 40, 40]


def test_a_probe_that_never_came_back_does_not_block_for_ever(breaker, clock):
    outcomes(breaker, "----")
    clock.now += 10
    assert not is_open(breaker) and is_open(breaker)
    clock.now += 30
    assert not is_open(breaker)


def test_an_end_that_says_nothing_gives_the_probe_back(breaker, clock):
    outcomes(breaker, "----")
    clock.now += 10
    assert not is_open(breaker)
    breaker.neither()
    assert not is_open(breaker)


def test_calls_that_were_under_way_when_it_opened_do_not_lengthen_the_pause(breaker, clock):
    outcomes(breaker, "-------")
    clock.now += 10
    assert not is_open(breaker)


def test_it_is_shared_through_its_file_and_keeps_providers_apart(breaker, tmp_path, clock):
    outcomes(breaker, "----")
    path = tmp_path / "breakers.json"
    assert is_open(CircuitBreaker("runway", path, clock=clock, settings=RULES))
    assert not is_open(CircuitBreaker("fal", path, clock=clock, settings=RULES))


def test_a_damaged_file_is_a_closed_breaker(breaker, tmp_path):
    (tmp_path / "breakers.json").write_text("{ not json")
    assert not is_open(breaker)
    outcomes(breaker, "----")
    assert is_open(breaker)


def test_thirty_two_threads_lose_no_outcome_and_get_one_probe(breaker, clock):
    with ThreadPoolExecutor(32) as pool:
        list(pool.map(lambda _: breaker.failed(), range(32)))
    clock.now += 10
    barrier = threading.Barrier(32)

    def ask(_: int) -> bool:
        barrier.wait()
        return is_open(breaker)

    with ThreadPoolExecutor(32) as pool:
        assert list(pool.map(ask, range(32))).count(False) == 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from("+-. "), max_size=40))
def test_it_never_opens_at_half_or_less_and_always_comes_back(tmp_path_factory, signs):
    """Whatever happens: open means that more than half of the window failed; and waiting long enough lets a call through."""
    clock = Clock()
    breaker = CircuitBreaker("x", tmp_path_factory.mktemp("b") / "b.json", clock=clock, settings=RULES)
    window: list[tuple[float, bool]] = []
    for sign in signs:
        clock.now += 5 if sign == " " else 0
        if sign in "+-" and breaker.state() == "closed":
            window.append((clock.now, sign == "+"))
            outcomes(breaker, sign)
            recent = [well for at, well in window if at > clock.now - RULES.window_s]
            expected = len(recent) >= RULES.least and recent.count(False) * 2 > len(recent)
            assert (breaker.state() == "open") is expected
            if expected:
                break
    clock.now += RULES.longest_pause_s + RULES.probe_s
    assert not is_open(breaker)
