# SPDX-License-Identifier: Apache-2.0
"""Whether and when a failed attempt is tried again: exponential backoff with jitter, by the class of the error."""

from __future__ import annotations

import random
from dataclasses import dataclass

from aiprod.production.jobs.models import ErrorClass


@dataclass(frozen=True)
class Policy:
    """First wait, longest wait (seconds), and whether the attempt may be repeated at all."""

    first_s: float
    longest_s: float
    degrade: bool = False


_POLICIES: dict[ErrorClass, Policy] = {
    "transient": Policy(1.0, 60.0),
    "provider": Policy(5.0, 300.0),
    "lost_worker": Policy(0.25, 30.0),
    "deadline": Policy(1.0, 60.0),
    "resource": Policy(0.25, 30.0, degrade=True),
}
MAX_DEGRADES = 1
"""How often a job is made smaller after it ran out of memory; a user's retry starts anew."""
MAX_RECOVERIES = 20
"""How often a job may be taken over from a dead server before it is held for the cause of the deaths."""
JITTER = 0.5
"""Up to this share of the wait is taken off, so that jobs which failed together do not come back together."""


def policy(error: ErrorClass) -> Policy | None:
    """How this class is tried again; None: never, since the same would happen again."""
    return _POLICIES.get(error)


def wait_s(rule: Policy, attempt: int, rng: random.Random) -> float:
    """Seconds to wait after the `attempt`-th failure (1 = first)."""
    whole = min(rule.longest_s, rule.first_s * 2.0 ** min(attempt - 1, 32))
    return whole * (1.0 - JITTER * rng.random())
