# SPDX-License-Identifier: Apache-2.0
"""Money: caps that can't be overrun, sums that are exact."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest
from tests.server.jobs.helpers import S, bring, failure, in_threads

from aiprod.production.jobs import BudgetExceeded, IllegalTransitionError, JobStore, OrderError, UnknownThingError
from aiprod.production.jobs.checking import problems
from aiprod.production.jobs.money import euros, micro


def test_nothing_is_spent_without_a_cap(store: JobStore) -> None:
    assert store.spending.cap("film") is None
    assert store.spending.spent("film") == 0
    with pytest.raises(BudgetExceeded, match="no spending cap"):
        store.spending.reserve("film", "runway", 0.01)
    assert store.spending.reservations("film") == []


def test_reserve_then_settle(store: JobStore) -> None:
    money = store.spending
    money.set_cap("film", 10)
    held = money.reserve("film", "runway", 4.5, "job_1", "shot 3")
    assert (held.state, held.amount_micro, held.amount_eur, held.job, held.note) == (
        "reserved",
        4_500_000,
        4.5,
        "job_1",
        "shot 3",
    )
    assert money.budget("film").left_micro == 5_500_000
    with pytest.raises(BudgetExceeded, match=r"6\.00 € and 5\.50 €"):
        money.reserve("film", "runway", 6)
    paid = money.settle(held.id, "4.25")
    assert (paid.state, paid.actual_micro) == ("settled", 4_250_000)
    assert (money.spent("film"), money.cap("film"), money.budget("film").left_micro) == (4.25, 10.0, 5_750_000)
    assert money.get(held.id) == paid
    assert problems(store) == []


def test_the_whole_cap_can_be_used_and_not_a_micro_euro_more(store: JobStore) -> None:
    store.spending.set_cap("film", 1)
    store.spending.reserve("film", "p", "0.999999")
    store.spending.reserve("film", "p", "0.000001")
    with pytest.raises(BudgetExceeded):
        store.spending.reserve("film", "p", "0.0000001")


def test_a_released_promise_can_be_promised_again(store: JobStore) -> None:
    money = store.spending
    money.set_cap("film", 1)
    first = money.reserve("film", "p", 1)
    assert money.release(first.id).state == "released"
    assert money.release(first.id).state == "released"
    money.reserve("film", "p", 1)
    assert problems(store) == []


def test_settling_again_changes_nothing_unless_it_is_another_sum(store: JobStore) -> None:
    money = store.spending
    money.set_cap("film", 5)
    held = money.reserve("film", "p", 2)
    first = money.settle(held.id, 1.5)
    assert money.settle(held.id, 1.5) == first
    for change in (lambda: money.settle(held.id, 2), lambda: money.release(held.id)):
        with pytest.raises(IllegalTransitionError):
            change()
    assert money.spent("film") == 1.5


def test_a_bill_is_a_fact_even_when_it_is_higher_or_late(store: JobStore) -> None:
    money = store.spending
    money.set_cap("film", 2)
    dear = money.reserve("film", "p", 2)
    money.settle(dear.id, 2.5)
    assert (money.spent("film"), money.budget("film").left_micro) == (2.5, 0)
    with pytest.raises(BudgetExceeded):
        money.reserve("film", "p", 0.01)
    money.set_cap("film", 10)
    late = money.reserve("film", "p", 1)
    money.release(late.id)
    assert money.settle(late.id, 1).state == "settled"
    assert money.spent("film") == 3.5
    assert problems(store) == []


def test_a_lower_cap_stops_only_what_comes(store: JobStore) -> None:
    money = store.spending
    money.set_cap("film", 10)
    held = money.reserve("film", "p", 5)
    money.set_cap("film", 1)
    with pytest.raises(BudgetExceeded):
        money.reserve("film", "p", 0.5)
    money.settle(held.id, 5)
    assert money.spent("film") == 5


@pytest.mark.parametrize("bad", [-0.01, float("nan"), float("inf"), "much", 1e12, "-0.0000001"])
def test_senseless_amounts_are_refused(store: JobStore, bad: float) -> None:
    store.spending.set_cap("film", 5)
    for ask in (lambda: store.spending.reserve("film", "p", bad), lambda: store.spending.set_cap("film", bad)):
        with pytest.raises(OrderError, match="not an amount"):
            ask()


def test_a_promise_is_rounded_up_and_a_bill_to_the_nearest() -> None:
    assert micro("0.0000001", up=True) == 1
    assert micro("0.0000001") == 0
    assert micro(0.1) + micro(0.2) == micro(0.3)
    assert micro(Decimal("1.0000005")) == 1_000_000
    assert (euros(1_500_000), euros(None)) == (1.5, None)


def test_unknown_reservations_are_named(store: JobStore) -> None:
    for ask in (store.spending.get, store.spending.release, lambda name: store.spending.settle(name, 1)):
        with pytest.raises(UnknownThingError, match="money_none"):
            ask("money_none")


def test_promises_of_dead_jobs_can_be_found_and_taken_back(store: JobStore) -> None:
    money = store.spending
    money.set_cap("film", 10)
    running, dead = bring(store, S.RUNNING), bring(store, S.RUNNING)
    alive = money.reserve("film", "p", 1, running.id)
    stale = money.reserve("film", "p", 2, dead.id)
    orphan = money.reserve("film", "p", 3, "job_that_never_was")
    money.reserve("film", "p", 4)
    store.fail(dead.token, failure("internal"))
    assert money.stale() == [stale, orphan]
    for reservation in money.stale():
        money.release(reservation.id)
    assert money.stale() == []
    assert money.get(alive.id).state == "reserved"


def test_thirty_two_threads_can_not_overrun_a_cap(store: JobStore) -> None:
    """Each tries to spend 0.37 € twenty times under a cap of 100 €: 270 times it fits, and not once more."""
    money = store.spending
    money.set_cap("film", 100)

    def spend(number: int) -> int:
        chance, paid = random.Random(number), 0
        for _ in range(20):
            try:
                held = money.reserve("film", f"provider-{number % 3}", "0.37")
            except BudgetExceeded:
                continue
            if chance.random() < 0.2:
                money.release(held.id)
            else:
                paid += money.settle(held.id, "0.37").actual_micro or 0
        return paid

    paid = in_threads(32, spend)
    budget = money.budget("film")
    assert budget.spent_micro == sum(paid)
    assert budget.reserved_micro == 0
    assert sum(paid) <= 100_000_000
    assert problems(store) == []


def test_thirty_two_threads_fill_a_cap_exactly(store: JobStore) -> None:
    money = store.spending
    money.set_cap("film", 10)

    def reserve(_number: int) -> int:
        made = 0
        for _ in range(8):
            try:
                money.reserve("film", "p", "0.07")
                made += 1
            except BudgetExceeded:
                pass
        return made

    assert sum(in_threads(32, reserve)) == 142
    assert money.budget("film").reserved_micro == 142 * 70_000
    assert problems(store) == []


def test_one_bill_settled_by_many_at_once_is_paid_once(store: JobStore) -> None:
    money = store.spending
    money.set_cap("film", 10)
    held = money.reserve("film", "p", 2)
    in_threads(16, lambda _: money.settle(held.id, "1.25"))
    assert money.spent("film") == 1.25
    assert problems(store) == []
