# SPDX-License-Identifier: Apache-2.0
"""What a film has bought: one record for each order, written before and after every step that costs money.

    cloud/<order>.json    the record
    cloud/<order>.mp4     the goods as they came

A record is what makes a killed production fetch a task instead of buying it again, and it stays as the receipt.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from aiprod.film.base import FilmObject
from aiprod.film.errors import Stopped
from aiprod.film.files import disk_errors, read_json, write_json
from aiprod.shooting.cloud.protocol import Order, Ticket

_LOOK_EVERY_S = 0.2


class Purchase(FilmObject):
    """An order on its way.

    States: "submitting": the money is set aside, and the order may or may not have reached the provider; "submitted": there
    is a ticket; "paid": the provider is done and the money is booked; "fetched": the goods lie beside the record.
    """

    key: str
    provider: str
    order: dict[str, Any]
    state: Literal["submitting", "submitted", "paid", "fetched"] = "submitting"
    at: float
    """Unix seconds of the submission."""
    reservation: str
    quote_usd: float = Field(ge=0)
    quote_eur: float = Field(ge=0)
    priced_on: str
    ticket: dict[str, Any] | None = None
    paid_eur: float | None = None
    warning: str = ""
    took_s: float | None = None
    """From the order to the goods, where nothing came between."""

    @property
    def at_provider(self) -> Ticket:
        """The ticket; only from "submitted" on."""
        assert self.ticket is not None
        return Ticket.from_json(self.ticket)


class Purchases:
    """The purchases of one film, in its folder `cloud/`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(self, key: str) -> Purchase | None:
        path = self._record(key)
        return Purchase.from_json(read_json(path)) if path.is_file() else None

    def save(self, purchase: Purchase) -> Purchase:
        """On disk, for good, before this returns."""
        write_json(self._record(purchase.key), purchase.to_json())
        return purchase

    def forget(self, purchase: Purchase) -> None:
        """The order came to nothing: next time it is bought anew."""
        self._record(purchase.key).unlink(missing_ok=True)
        self.goods(purchase.key).unlink(missing_ok=True)

    def goods(self, key: str) -> Path:
        """Where the goods lie once they are fetched."""
        return self.folder / f"{key}.mp4"

    def all(self) -> Iterator[Purchase]:
        for path in sorted(self.folder.glob("*.json")):
            yield Purchase.from_json(read_json(path))

    @contextmanager
    def locked(self, key: str, stop: threading.Event) -> Iterator[None]:
        """One buyer at a time for an order, over threads and processes. Raises Stopped when `stop` is set while waiting."""
        from filelock import FileLock, Timeout

        with disk_errors(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.folder / f".{key}.lock")
        while True:
            try:
                lock.acquire(timeout=_LOOK_EVERY_S)
                break
            except Timeout:
                if stop.is_set():
                    raise Stopped("The purchase was stopped") from None
        try:
            yield
        finally:
            lock.release()

    def _record(self, key: str) -> Path:
        return self.folder / f"{key}.json"


def order_of(purchase: Purchase) -> Order:
    return Order(**purchase.order)


def plain(order: Order) -> dict[str, Any]:
    return asdict(order)
