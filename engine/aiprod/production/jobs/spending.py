# SPDX-License-Identifier: Apache-2.0
"""Money: a cap per film, reserve before a provider is asked, settle when its bill is known.

The cap is checked and the reservation made by one conditional update of the film's row, so no number of threads, processes
or servers together can promise more than the cap allows.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict
from sqlalchemy.dialects import postgresql, sqlite

from aiprod.production.jobs.database import Database
from aiprod.production.jobs.errors import BudgetExceeded, IllegalTransitionError, UnknownThingError
from aiprod.production.jobs.ids import Names
from aiprod.production.jobs.money import euros, micro
from aiprod.production.jobs.states import TERMINAL
from aiprod.production.jobs.tables import IS_RESERVED, budgets, jobs, reservations

Amount = float | Decimal | str
_ROOM = (
    sa.update(budgets)
    .where(
        budgets.c.film == sa.bindparam("of"),
        budgets.c.spent_micro + budgets.c.reserved_micro + sa.bindparam("amount", type_=sa.BigInteger) <= budgets.c.cap_micro,
    )
    .values(reserved_micro=budgets.c.reserved_micro + sa.bindparam("amount", type_=sa.BigInteger))
)
_CLOSE = (
    sa.update(budgets)
    .where(budgets.c.film == sa.bindparam("of"))
    .values(
        reserved_micro=budgets.c.reserved_micro - sa.bindparam("promised", type_=sa.BigInteger),
        spent_micro=budgets.c.spent_micro + sa.bindparam("paid", type_=sa.BigInteger),
    )
)
_ONE = sa.select(reservations).where(reservations.c.id == sa.bindparam("reservation"))
_LOCKED = _ONE.with_for_update()
_BUDGET = sa.select(budgets).where(budgets.c.film == sa.bindparam("of"))


class Reservation(BaseModel):
    """A promise of money. `actual_micro` is what was paid in the end."""

    model_config = ConfigDict(frozen=True)

    id: str
    film: str
    provider: str
    job: str
    note: str
    state: Literal["reserved", "settled", "released"]
    amount_micro: int
    actual_micro: int | None
    created_at: float
    closed_at: float | None

    @property
    def amount_eur(self) -> float:
        return euros(self.amount_micro)


class Budget(BaseModel):
    """A film's money, in micro-euros. `cap_micro` None: no cap was set, so nothing may be spent."""

    model_config = ConfigDict(frozen=True)

    film: str
    cap_micro: int | None = None
    reserved_micro: int = 0
    spent_micro: int = 0

    @property
    def left_micro(self) -> int:
        """What may still be reserved."""
        return max(0, (self.cap_micro or 0) - self.reserved_micro - self.spent_micro)


class Spending:
    """Caps, reservations and bills of all films."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._names = Names()

    def set_cap(self, film: str, eur: Amount) -> None:
        """The most this film may cost. A cap below what is already spent only stops what comes."""
        cap = micro(eur)
        insert = sqlite.insert if self._database.sqlite else postgresql.insert
        statement = insert(budgets).values(film=film, cap_micro=cap)
        statement = statement.on_conflict_do_update(index_elements=["film"], set_={"cap_micro": cap})
        self._database.write(lambda c: c.execute(statement))

    def budget(self, film: str) -> Budget:
        """Cap, reserved and spent."""
        row = self._database.read(lambda c: c.execute(_BUDGET, {"of": film}).mappings().first())
        return Budget.model_validate(dict(row)) if row is not None else Budget(film=film)

    def totals(self) -> tuple[float, float]:
        """Reserved now, and spent so far, over all films, in euros."""
        statement = sa.select(sa.func.sum(budgets.c.reserved_micro), sa.func.sum(budgets.c.spent_micro))
        reserved, spent = self._database.read(lambda c: c.execute(statement).one())
        return euros(int(reserved or 0)), euros(int(spent or 0))

    def cap(self, film: str) -> float | None:
        """The cap in euros; None where none was set."""
        return euros(self.budget(film).cap_micro)

    def spent(self, film: str) -> float:
        """What was paid, in euros."""
        return euros(self.budget(film).spent_micro)

    def reserve(self, film: str, provider: str, amount_eur: Amount, job: str = "", note: str = "") -> Reservation:
        """Promise money before it is spent.

        Raises:
            BudgetExceeded: there is no cap for the film, or it leaves less than this.
        """
        amount, now = micro(amount_eur, up=True), self._database.clock()
        made = Reservation(
            id=self._names.new("money", now), film=film, provider=provider, job=job, note=note, state="reserved",
            amount_micro=amount, actual_micro=None, created_at=now, closed_at=None,
        )  # fmt: skip
        self._database.write(lambda c: _reserve(c, made))
        return made

    def settle(self, reservation: str, actual_eur: Amount) -> Reservation:
        """Write down what was really paid (it may be more than promised: a bill is a fact). Settling again with the same sum
        changes nothing; a reservation that was released meanwhile is settled all the same, since the money is gone.

        Raises:
            UnknownThingError: no such reservation.
            IllegalTransitionError: it was settled with another sum.
        """
        paid = micro(actual_eur)
        return self._database.write(lambda c: self._close(c, reservation, "settled", paid))

    def release(self, reservation: str) -> Reservation:
        """Take a promise back: nothing was spent. Releasing twice changes nothing.

        Raises:
            UnknownThingError: no such reservation.
            IllegalTransitionError: it was settled.
        """
        return self._database.write(lambda c: self._close(c, reservation, "released", 0))

    def get(self, reservation: str) -> Reservation:
        """One reservation. Raises UnknownThingError."""
        return self._database.read(lambda c: _reservation(_one(c, reservation, _ONE)))

    def reservations(self, film: str, limit: int = 1000) -> list[Reservation]:
        """A film's reservations, newest first."""
        statement = sa.select(reservations).where(reservations.c.film == film).order_by(reservations.c.id.desc()).limit(limit)
        return self._database.read(lambda c: [_reservation(row) for row in c.execute(statement).mappings()])

    def stale(self) -> list[Reservation]:
        """Open reservations of jobs that have ended or never were: ask the provider, then settle or release them."""
        alive = sa.exists().where(jobs.c.id == reservations.c.job, jobs.c.state.not_in([s.value for s in TERMINAL]))
        statement = (
            sa.select(reservations)
            .where(sa.text(f"reservations.{IS_RESERVED.text}"), reservations.c.job != "", ~alive)
            .order_by(reservations.c.id)
        )
        return self._database.read(lambda c: [_reservation(row) for row in c.execute(statement).mappings()])

    def _close(
        self, connection: sa.Connection, reservation: str, state: Literal["settled", "released"], paid: int
    ) -> Reservation:
        row = _one(connection, reservation, _LOCKED)
        if row["state"] == state and (row["actual_micro"] or 0) == paid:
            return _reservation(row)
        if row["state"] == "settled":
            raise IllegalTransitionError(reservation, "settled", state)
        promised = row["amount_micro"] if row["state"] == "reserved" else 0
        connection.execute(_CLOSE, {"of": row["film"], "promised": promised, "paid": paid})
        values = {"state": state, "actual_micro": paid, "closed_at": self._database.clock()}
        statement = sa.update(reservations).where(reservations.c.id == reservation).values(values).returning(*reservations.c)
        return _reservation(connection.execute(statement).mappings().one())


def _reserve(connection: sa.Connection, made: Reservation) -> None:
    if not connection.execute(_ROOM, {"of": made.film, "amount": made.amount_micro}).rowcount:
        raise _exceeded(connection, made)
    connection.execute(sa.insert(reservations), made.model_dump())


def _exceeded(connection: sa.Connection, made: Reservation) -> BudgetExceeded:
    row = connection.execute(_BUDGET, {"of": made.film}).mappings().first()
    what = f"{made.provider} may not be used for this film"
    if row is None or row["cap_micro"] is None:
        return BudgetExceeded(what, "it has no spending cap", "Set a cap for the film first.")
    left = euros(Budget.model_validate(dict(row)).left_micro)
    return BudgetExceeded(
        what,
        f"it would cost {made.amount_eur:.2f} € and {left:.2f} € are left",
        "Raise the film's cap, or use a generator of your own.",
    )


def _one(connection: sa.Connection, reservation: str, statement: sa.Select[Any]) -> sa.RowMapping:
    row = connection.execute(statement, {"reservation": reservation}).mappings().first()
    if row is None:
        raise UnknownThingError("reservation", reservation)
    return row


def _reservation(row: sa.RowMapping) -> Reservation:
    return Reservation.model_validate(dict(row))
