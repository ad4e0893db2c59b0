# SPDX-License-Identifier: Apache-2.0
"""Euros as whole micro-euros: exact sums whatever the order, and the same on both databases."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import overload

from aiprod.production.jobs.errors import OrderError

MICRO = 1_000_000
_MOST = Decimal(10) ** 9


def micro(amount_eur: float | Decimal | str, *, up: bool = False) -> int:
    """Euros in micro-euros, to the nearest, or rounded up where a promise must cover it.

    Raises:
        OrderError: not a sum between 0 and a billion euros.
    """
    try:
        amount = Decimal(str(amount_eur))
        sensible = 0 <= amount <= _MOST
    except InvalidOperation:
        sensible = False
    if not sensible:
        raise OrderError(f"{amount_eur!r} is not an amount of euros", "", "Give a number that is not negative.")
    return int((amount * MICRO).to_integral_value(ROUND_CEILING if up else ROUND_HALF_EVEN))


@overload
def euros(amount_micro: int) -> float: ...
@overload
def euros(amount_micro: int | None) -> float | None: ...
def euros(amount_micro: int | None) -> float | None:
    """Micro-euros as euros, for people."""
    return None if amount_micro is None else amount_micro / MICRO
