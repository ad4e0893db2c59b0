# SPDX-License-Identifier: Apache-2.0
"""What a failure leads to: one table from its class to a decision."""

from __future__ import annotations

import random
from dataclasses import dataclass
from enum import StrEnum

from aiprod.film.errors import AiprodError
from aiprod.film.faults import FaultClass, FaultError, is_memory

_LONGEST_PAUSE_S = 60.0
_LONGEST_WAIT_S = 180.0
"""A service that wants us to wait longer than this is left for another."""
_JITTER = 0.25


@dataclass(frozen=True)
class Fault:
    """A failure, understood.

    Attributes:
        kind: its class.
        code: a stable name.
        sentence: for the user, without a full stop.
        retry_after_s: when the other side wants to be asked again.
    """

    kind: FaultClass
    code: str
    sentence: str
    retry_after_s: float | None = None


class Step(StrEnum):
    """What is done next."""

    RETRY = "retry"
    SMALLER = "smaller"
    FALL = "fall"
    RAISE = "raise"


@dataclass(frozen=True)
class Decision:
    """What is done next, when, and why."""

    step: Step
    pause_s: float = 0.0
    reason: str = ""


@dataclass(frozen=True)
class Policy:
    """How often a class of failure is tried again: by a provider over the network, and by a generator on this machine."""

    remote: int = 0
    local: int = 0
    pause_s: float = 2.0


POLICIES: dict[FaultClass, Policy] = {
    FaultClass.TRANSIENT: Policy(remote=3),
    FaultClass.PROVIDER: Policy(),
    FaultClass.MODERATION: Policy(),
    FaultClass.INPUT: Policy(),
    FaultClass.MONEY: Policy(),
    FaultClass.QUALITY: Policy(remote=0, local=1, pause_s=0.0),
    FaultClass.INTERNAL: Policy(),
    FaultClass.LOST_WORKER: Policy(local=1, pause_s=0.0),
}
"""Quality is tried again only where it costs nothing. Memory is never tried the same again: see `decide`."""
_ONCE_MORE = ("task_failed", "busy")
"""Tasks that a provider failed by itself, and does not charge, are given to it once more."""


def fault_of(error: BaseException) -> Fault:
    """Understand an exception. Errors that stop the production as a whole (Stopped, a lost process) are not meant for this."""
    if isinstance(error, FaultError):
        return Fault(error.kind, error.failure_code, _sentence(error), error.retry_after_s)
    if is_memory(error):
        return Fault(FaultClass.RESOURCE, "out_of_memory", "It ran out of memory")
    if isinstance(error, AiprodError):
        known = {str(kind): kind for kind in FaultClass}
        return Fault(known.get(error.error_class, FaultClass.INTERNAL), error.failure_code, _sentence(error))
    return Fault(FaultClass.INTERNAL, "internal", f"{type(error).__name__}: {' '.join(str(error).split())}"[:300])


def decide(fault: Fault, tries: int, *, remote: bool, last: bool, can_shrink: bool, dice: random.Random) -> Decision:
    """What to do after a failure.

    Args:
        fault: the failure.
        tries: how often this generator has tried this shot, this time included.
        remote: whether it works over the network.
        last: whether there is no generator after it.
        can_shrink: whether a smaller plan is left.
        dice: for the jitter.
    """
    if fault.kind is FaultClass.RESOURCE and can_shrink:
        return Decision(Step.SMALLER, reason="the same again would run out of memory again")
    policy = POLICIES.get(fault.kind, Policy())
    allowed = policy.remote if remote else policy.local
    if remote and fault.code in _ONCE_MORE:
        allowed = max(allowed, 1)
    if tries <= allowed and (fault.retry_after_s or 0.0) <= _LONGEST_WAIT_S:
        return Decision(Step.RETRY, _pause(policy, tries, fault, dice), f"attempt {tries} of {allowed + 1} failed")
    return Decision(Step.RAISE if last else Step.FALL, reason=fault.code)


def _pause(policy: Policy, tries: int, fault: Fault, dice: random.Random) -> float:
    """Twice as long each time, never shorter than the other side asked for, with some dice so that not all come at once."""
    pause: float = min(policy.pause_s * 2 ** (tries - 1), _LONGEST_PAUSE_S)
    return max(pause, fault.retry_after_s or 0.0) * (1 + _JITTER * dice.random())


def _sentence(error: AiprodError) -> str:
    return f"{error.what}: {error.why}" if error.why else error.what
