# SPDX-License-Identifier: Apache-2.0
"""From an exception to a decision."""

import copy
import random

import pytest

from aiprod.film.errors import EngineError, UserError
from aiprod.film.faults import FaultClass, FaultError
from aiprod.production.chain.faults import POLICIES, Fault, Step, decide, fault_of
from aiprod.shooting.cloud.calls import retry_after
from aiprod.shooting.cloud.protocol import CloudError

DICE = random.Random(1)


def decided(kind: FaultClass, tries: int = 1, *, remote: bool = True, last: bool = False, can_shrink: bool = False, **fields):
    fault = Fault(kind, fields.pop("code", str(kind)), "it failed", **fields)
    return decide(fault, tries, remote=remote, last=last, can_shrink=can_shrink, dice=DICE)


def test_every_class_has_its_decision():
    assert set(POLICIES) | {FaultClass.RESOURCE, FaultClass.LOST_WORKER} == set(FaultClass)


class OutOfMemoryError(RuntimeError):
    """As torch names it."""


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (MemoryError(), FaultClass.RESOURCE), (OutOfMemoryError("CUDA"), FaultClass.RESOURCE),
        (RuntimeError("CUDA error: out of memory"), FaultClass.RESOURCE), (RuntimeError("a bug"), FaultClass.INTERNAL),
        (UserError("can't", "it is too long"), FaultClass.INPUT), (EngineError("broke"), FaultClass.TRANSIENT),
        (FaultError("no", kind=FaultClass.MODERATION), FaultClass.MODERATION), (CloudError("x"), FaultClass.PROVIDER),
    ],
)  # fmt: skip
def test_exceptions_are_understood(error, kind):
    assert fault_of(error).kind is kind


def test_transient_failures_are_tried_again_ever_later_and_then_given_up():
    pauses = [decided(FaultClass.TRANSIENT, tries) for tries in (1, 2, 3, 4)]
    assert [item.step for item in pauses] == [Step.RETRY, Step.RETRY, Step.RETRY, Step.FALL]
    for tries, item in enumerate(pauses[:3], start=1):
        assert 2 * 2 ** (tries - 1) <= item.pause_s <= 2 * 2 ** (tries - 1) * 1.25


def test_a_provider_is_asked_again_when_it_wants_to_be_and_left_when_that_is_too_late():
    assert decided(FaultClass.TRANSIENT, retry_after_s=50.0).pause_s >= 50
    assert decided(FaultClass.TRANSIENT, retry_after_s=3600.0).step is Step.FALL


@pytest.mark.parametrize("kind", [FaultClass.MODERATION, FaultClass.INPUT, FaultClass.MONEY, FaultClass.INTERNAL])
def test_these_are_never_tried_again(kind):
    assert decided(kind).step is Step.FALL and decided(kind, last=True).step is Step.RAISE


def test_memory_is_planned_smaller_and_never_tried_the_same():
    assert decided(FaultClass.RESOURCE, remote=False, can_shrink=True).step is Step.SMALLER
    assert decided(FaultClass.RESOURCE, remote=False, can_shrink=False).step is Step.FALL
    assert decided(FaultClass.RESOURCE, remote=False, can_shrink=False, last=True).step is Step.RAISE


def test_poor_pictures_are_made_again_only_where_it_costs_nothing():
    assert decided(FaultClass.QUALITY, remote=False).step is Step.RETRY
    assert decided(FaultClass.QUALITY, 2, remote=False).step is Step.FALL
    assert decided(FaultClass.QUALITY, remote=True).step is Step.FALL


def test_a_task_that_the_provider_failed_by_itself_gets_one_more_chance():
    assert decided(FaultClass.PROVIDER, code="task_failed").step is Step.RETRY
    assert decided(FaultClass.PROVIDER, 2, code="task_failed").step is Step.FALL
    assert decided(FaultClass.PROVIDER, code="key_refused").step is Step.FALL


def test_failures_survive_the_way_between_processes():
    error = CloudError("a", "b", "c", kind=FaultClass.TRANSIENT, code="rate_limited", retry_after_s=3.0, maybe_bought=True)
    arrived = copy.copy(error)  # by the same protocol as between processes
    assert (str(arrived), arrived.kind, arrived.failure_code, arrived.retry_after_s, arrived.maybe_bought, arrived.why) == (
        str(error), FaultClass.TRANSIENT, "rate_limited", 3.0, True, "b",
    )  # fmt: skip
    assert (error.error_class, FaultError("x", kind=FaultClass.MONEY).error_class) == ("transient", "input")


@pytest.mark.parametrize(("text", "seconds"), [("7", 7.0), ("", None), ("soon", None), ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0)])
def test_retry_after_is_read_in_both_forms(text, seconds):
    assert retry_after(text) == seconds
