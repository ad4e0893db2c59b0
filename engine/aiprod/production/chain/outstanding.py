# SPDX-License-Identifier: Apache-2.0
"""Purchases that nobody waits for any more: a job was cancelled, but its provider can't; a machine was switched off.

Their money is set aside until somebody asks what became of them. That is done here: at a server's start, or when the user
wants to know where the money is.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from aiprod.film.errors import AiprodError
from aiprod.shooting.cloud.buying import Buyer, Desk, Till
from aiprod.shooting.cloud.prices import PriceList
from aiprod.shooting.cloud.providers.table import provider
from aiprod.shooting.cloud.purchases import Purchases
from aiprod.shooting.cloud.settings import CloudSettings, need_key


@dataclass(frozen=True)
class Settled:
    """What became of a purchase: "fetched", "failed", "gone", "running", or "unknown" when its provider can't be asked."""

    provider: str
    key: str
    outcome: str
    why: str = ""


def settle(root: Path, till: Till, stop: threading.Event | None = None) -> Iterator[Settled]:
    """Ask the providers about every open purchase of the film in a folder; book what it cost and fetch what is there."""
    book, settings = Purchases(root / "cloud"), CloudSettings.load()
    for purchase in list(book.all()):
        if purchase.state == "fetched":
            continue
        try:
            seller = provider(purchase.provider, need_key(purchase.provider), settings)
            outcome = Buyer(Desk(seller, till, book, PriceList.load(), stop or threading.Event())).look_after(purchase.key)
            yield Settled(purchase.provider, purchase.key, outcome)
        except AiprodError as error:
            yield Settled(purchase.provider, purchase.key, "unknown", str(error))
