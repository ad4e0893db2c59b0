# SPDX-License-Identifier: Apache-2.0
"""Which combinations training never shows: a model is judged by what it was told of in other company only."""

from __future__ import annotations

from collections.abc import Mapping

from aiprod.film.hashing import seed_from

PAIRS = (("subject", "colour"), ("subject", "place"))
"""Slots whose combinations are kept apart."""
_ONE_IN = 9


def kept_apart(labels: Mapping[str, str]) -> tuple[str, ...]:
    """The held-out combinations among these labels, each as "slot=value+slot=value"."""
    return tuple(
        f"{first}={labels[first]}+{second}={labels[second]}"
        for first, second in PAIRS
        if labels.get(first, "none") != "none" and labels.get(second) and _held(labels[first], second, labels[second])
    )


def _held(subject: str, slot: str, value: str) -> bool:
    """By a hash, so that the rule needs no table and holds for values that are added later."""
    return seed_from("held out", subject, slot, value) % _ONE_IN == 0
