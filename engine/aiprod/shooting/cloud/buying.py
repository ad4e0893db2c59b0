# SPDX-License-Identifier: Apache-2.0
"""Buying a clip: set the money aside, order, wait, pay, fetch; each step on record before the next.

Whatever interrupts it, the next call with the same order goes on where this one was. What is not known to be free is booked
as paid: the film's cap then errs on the user's side.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from aiprod.film.errors import Stopped
from aiprod.film.faults import FaultClass
from aiprod.shooting.cloud.prices import PriceList, Quote
from aiprod.shooting.cloud.protocol import CloudError, CloudVideoProvider, Order, Output, Status, Ticket
from aiprod.shooting.cloud.purchases import Purchase, Purchases, order_of, plain

Tell = Callable[[float], None]
"""Called with the progress, 0–1; may raise Stopped."""
_PATIENCE = 6
"""Failed looks at a task, one after the other, before the shot is given back to the chain; the task stays on record."""
_LONGEST_PAUSE_S = 60.0
_FETCHES = 3
_UNRECOVERABLE = ("not_a_video", "too_large", "forbidden_address", "redirects")


class Till(Protocol):
    """Keeps the user's consent and money. Raises FaultError (money) when it does not allow a purchase."""

    def reserve(self, provider: str, quote: Quote, note: str) -> str:
        """Set money aside, for a provider that the user has consented to. Returns the reservation."""
        ...

    def settle(self, reservation: str, provider: str, eur: float) -> None:
        """Book what was really paid."""
        ...

    def release(self, reservation: str) -> None:
        """Nothing was paid after all."""
        ...


@dataclass(frozen=True)
class Desk:
    """All that buying needs from outside.

    Attributes:
        provider: who sells.
        till: who pays.
        purchases: the film's records.
        prices: the price list.
        stop: ends waiting; the task is then cancelled at the provider, or kept for later if `keep` says so.
        clock: unix seconds.
    """

    provider: CloudVideoProvider
    till: Till
    purchases: Purchases
    prices: PriceList
    stop: threading.Event
    keep: Callable[[], bool] = lambda: False
    clock: Callable[[], float] = time.time


class Buyer:
    """Buys at one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._book, self._seller = desk, desk.purchases, desk.provider
        self._fresh_order = False

    def goods(self, order: Order, note: str, tell: Tell) -> tuple[Purchase, Path]:
        """The clip of an order: from the shelf, from the provider, or bought.

        Raises:
            FaultError: with the class that says what to do next.
            Stopped: the desk's `stop` was set.
        """
        key = order.key(self._seller.id)
        with self._book.locked(key, self._desk.stop):
            purchase = self._book.load(key)
            if purchase is not None and purchase.state == "fetched" and self._book.goods(key).is_file():
                return purchase.changed(took_s=None), self._book.goods(key)
            purchase = self._ordered(order, key, note, purchase)
            return self._fetched(*self._paid(purchase, tell))

    def look_after(self, key: str) -> str:
        """A purchase that nobody waits for any more: book what it cost, and fetch what is there.

        Returns:
            What became of it: "fetched", "failed", "gone", "running", or "" when there was nothing to do.
        """
        with self._book.locked(key, self._desk.stop):
            purchase = self._book.load(key)
            if purchase is None or purchase.state == "fetched":
                return ""
            if purchase.ticket is None:
                found = self._looked_up(order_of(purchase), purchase.at)
                if found is None:
                    self._write_off(purchase)
                    return "gone"
                purchase = self._submitted(purchase, found)
            return self._looked_after(purchase)

    def _looked_after(self, purchase: Purchase) -> str:
        status = self._seller.poll(purchase.at_provider)
        if status.state in ("waiting", "running"):
            return "running"
        try:
            self._fetched(*self._concluded(purchase, status))
        except CloudError as error:
            return "gone" if error.failure_code == "task_gone" else "failed"
        return "fetched"

    def _ordered(self, order: Order, key: str, note: str, purchase: Purchase | None) -> Purchase:
        """A purchase with a ticket: the one on record, the one whose answer was lost, or a new one."""
        if purchase is not None and purchase.ticket is not None:
            return purchase
        warning = ""
        if purchase is not None:
            found = self._looked_up(order, purchase.at)
            if found is not None:
                return self._submitted(purchase, found)
            self._write_off(purchase)
            warning = "An earlier order for this shot may have been carried out without our knowing; it was booked as paid."
        return self._bought(order, key, note, warning)

    def _bought(self, order: Order, key: str, note: str, warning: str) -> Purchase:
        quote = self._seller.quote(order, self._desk.prices)
        self._stop_here()
        reservation = self._desk.till.reserve(self._seller.id, quote, note)
        purchase = self._book.save(
            Purchase(key=key, provider=self._seller.id, order=plain(order), at=self._desk.clock(), reservation=reservation,
                     quote_usd=round(quote.usd, 6), quote_eur=quote.eur, priced_on=quote.priced_on.isoformat(), warning=warning)
        )  # fmt: skip
        try:
            ticket = self._seller.submit(order)
        except CloudError as error:
            ticket = self._after_refusal(order, purchase, error)
        self._check_price(purchase, ticket, quote)
        self._fresh_order = True
        return self._submitted(purchase, ticket)

    def _after_refusal(self, order: Order, purchase: Purchase, error: CloudError) -> Ticket:
        """The order failed: take the money back, unless it may have been carried out; then look it up, or book it."""
        found = self._looked_up(order, purchase.at) if error.maybe_bought else None
        if found is not None:
            return found
        if error.maybe_bought:
            self._write_off(purchase)
        else:
            self._desk.till.release(purchase.reservation)
            self._book.forget(purchase)
        raise error

    def _check_price(self, purchase: Purchase, ticket: Ticket, quote: Quote) -> None:
        """A provider that says it will charge more than was set aside does not get the order."""
        if ticket.most_usd is None or self._desk.prices.eur(ticket.most_usd) <= quote.reserve_eur:
            return
        self._submitted(purchase, ticket)
        self._call_off(self._book.load(purchase.key) or purchase)
        raise CloudError(
            f"{self._seller.id} charges more than expected", f"{ticket.most_usd:.2f} $ instead of {quote.usd:.2f} $",
            "Update the price list.", kind=FaultClass.MONEY, code="price_changed",
        )  # fmt: skip

    def _submitted(self, purchase: Purchase, ticket: Ticket) -> Purchase:
        return self._book.save(purchase.changed(state="submitted", ticket=ticket.to_json()))

    def _looked_up(self, order: Order, since: float) -> Ticket | None:
        with suppress(CloudError):
            return self._seller.recover(order, since)
        return None

    def _paid(self, purchase: Purchase, tell: Tell) -> tuple[Purchase, Output]:
        """Wait until the provider is done, and book what it cost."""
        return self._concluded(purchase, self._waited(purchase, tell))

    def _concluded(self, purchase: Purchase, status: Status) -> tuple[Purchase, Output]:
        """A task that is over: book it, and say where the goods are. Raises CloudError when there are none."""
        if status.state == "gone":
            self._write_off(purchase)
            raise CloudError(f"{self._seller.id} has lost the task", "it is not known there any more",
                             kind=FaultClass.TRANSIENT, code="task_gone")  # fmt: skip
        if status.error is not None:
            self._close(purchase, self._cost_of_failure(purchase, status))
            raise status.error
        assert status.output is not None
        if purchase.paid_eur is None:
            eur = purchase.quote_eur if status.usd is None else self._desk.prices.eur(status.usd)
            self._desk.till.settle(purchase.reservation, self._seller.id, eur)
            purchase = self._book.save(purchase.changed(state="paid", paid_eur=eur))
        return purchase, status.output

    def _cost_of_failure(self, purchase: Purchase, status: Status) -> float:
        """What the provider says; where it says nothing, refused content counts as paid and its own failures do not."""
        if status.usd is not None:
            return self._desk.prices.eur(status.usd)
        refused = status.error is not None and status.error.kind is FaultClass.MODERATION
        return purchase.quote_eur if refused else 0.0

    def _waited(self, purchase: Purchase, tell: Tell) -> Status:
        failures, until = 0, self._desk.clock() + self._seller.deadline_s
        while True:
            pause = self._seller.poll_every_s
            try:
                status = self._seller.poll(purchase.at_provider)
                failures = 0
                if status.state in ("done", "failed", "gone"):
                    return status
                tell(status.progress)
            except CloudError as error:
                failures += 1
                if error.kind is not FaultClass.TRANSIENT or failures >= _PATIENCE:
                    raise
                pause = max(error.retry_after_s or 0.0, min(pause * 2**failures, _LONGEST_PAUSE_S))
            except Stopped:
                self._stopped(purchase)
            if self._desk.stop.wait(pause):
                self._stopped(purchase)
            if self._desk.clock() > until:
                self._call_off(purchase)
                raise CloudError(
                    f"{self._seller.id} takes too long", f"no clip after {self._seller.deadline_s:.0f} s", code="too_slow"
                )

    def _stopped(self, purchase: Purchase) -> None:
        if not self._desk.keep():
            self._call_off(purchase)
        raise Stopped("The shot was stopped")

    def _call_off(self, purchase: Purchase) -> None:
        """Cancel at the provider. What can't be cancelled stays on record, to be fetched if it is wanted after all."""
        with suppress(CloudError):
            outcome = self._seller.cancel(purchase.at_provider)
            if outcome.stopped:
                self._close(purchase, purchase.quote_eur if outcome.usd is None else self._desk.prices.eur(outcome.usd))

    def _write_off(self, purchase: Purchase) -> None:
        """Nobody knows what became of it: it counts as paid."""
        self._close(purchase, purchase.quote_eur)

    def _close(self, purchase: Purchase, eur: float) -> None:
        if purchase.paid_eur is None and eur > 0:
            self._desk.till.settle(purchase.reservation, self._seller.id, eur)
        elif purchase.paid_eur is None:
            self._desk.till.release(purchase.reservation)
        self._book.forget(purchase)

    def _fetched(self, purchase: Purchase, output: Output) -> tuple[Purchase, Path]:
        """Bring the goods home at once: addresses expire. An expired one is asked for again."""
        goods = self._book.goods(purchase.key)
        for number in range(1, _FETCHES + 1):
            try:
                self._seller.fetch(output, goods, self._desk.stop)
                took = self._desk.clock() - purchase.at if self._fresh_order else None
                return self._book.save(purchase.changed(state="fetched", took_s=took)), goods
            except CloudError as error:
                self._give_up_on(purchase, error, last=number == _FETCHES)
                if error.failure_code == "expired":
                    output = self._fresh(purchase, output)
                elif self._desk.stop.wait(min(self._seller.poll_every_s * number, _LONGEST_PAUSE_S)):
                    raise Stopped("The shot was stopped") from None
        raise AssertionError("unreachable")

    def _give_up_on(self, purchase: Purchase, error: CloudError, *, last: bool) -> None:
        """Raise what trying again won't mend. Goods that can't be had are forgotten; a broken line is not their fault."""
        hopeless = error.failure_code in _UNRECOVERABLE
        if hopeless or (last and error.failure_code == "expired"):
            self._book.forget(purchase)
        if hopeless or last:
            raise error

    def _fresh(self, purchase: Purchase, output: Output) -> Output:
        return self._seller.poll(purchase.at_provider).output or output

    def _stop_here(self) -> None:
        if self._desk.stop.is_set():
            raise Stopped("The shot was stopped")
