# SPDX-License-Identifier: Apache-2.0
"""The purse of a film: consents and cap, as the job database keeps them, behind the till that cloud generators pay at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from aiprod.film.faults import FaultClass, FaultError
from aiprod.production.jobs import BudgetExceeded, IllegalTransitionError
from aiprod.shooting.cloud.offers import offer
from aiprod.shooting.cloud.prices import Quote
from aiprod.shooting.cloud.settings import key_of

if TYPE_CHECKING:
    from aiprod.production.jobs import JobStore


@dataclass(frozen=True)
class Refusal:
    """Why a generator may not, or can't, be used for a film."""

    code: str
    sentence: str
    remedy: str


def consent_text(provider: str) -> str:
    """What the user agrees to, in the words that are kept (as a hash) with the consent."""
    return (
        f"Descriptions of my films' shots, written by AIPROD, may be sent to {provider} to have footage made of them. "
        f"{provider} handles them under its own terms and charges me for every clip; "
        "AIPROD spends no more on a film than its cap."
    )


def missing(wanted: str, store: JobStore) -> Refusal | None:
    """Why a film that is yet to be made can't use the cloud that it names; None when it names none, or nothing is missing.

    For telling before anything is made; the chain itself asks again before anything is sent.
    """
    name = wanted.removeprefix("only:")
    return consented(store)(offer(name).provider) if name.startswith("cloud:") else None


def consented(store: JobStore) -> Callable[[str], Refusal | None]:
    """Says why a provider can't be used, for a film that is only being thought of: there is no cap to look at yet."""

    def refusal(provider: str) -> Refusal | None:
        if key_of(provider) is None:
            return _no_key(provider)
        return None if store.consents.granted(provider) is not None else _no_consent(provider)

    return refusal


def _no_key(provider: str) -> Refusal:
    return Refusal("no_key", f"there is no API key for {provider}", "Set its key in the environment or the keyring.")


def _no_consent(provider: str) -> Refusal:
    return Refusal("no_consent", f"nobody has agreed that prompts may go to {provider}", "Give consent for it first.")


class Purse:
    """One film's consents and money. See `shooting.cloud.buying.Till`. Safe to use from several threads.

    Args:
        store: the job database.
        film: the film's id in it.
        job: the job that spends, or "".
    """

    def __init__(self, store: JobStore, film: str, job: str = "") -> None:
        self._store, self.film, self._job = store, film, job

    @classmethod
    def of(cls, root: Path, job: str = "") -> Purse:
        """The purse of the film in a folder, from this user's job database. Raises DatabaseError."""
        from aiprod.production.jobs import JobStore, default_url

        store = JobStore.open(default_url())
        return cls(store, store.films.register(root), job)

    def refusal(self, provider: str) -> Refusal | None:
        """Why a provider can't be used now, or None. Nothing is sent to find out."""
        if key_of(provider) is None:
            return _no_key(provider)
        if self._store.consents.granted(provider) is None:
            return _no_consent(provider)
        budget = self._store.spending.budget(self.film)
        if budget.cap_micro is None:
            return Refusal("no_cap", "the film has no spending cap", "Set a cap for the film first.")
        if budget.left_micro <= 0:
            return Refusal("budget_exceeded", "the film's spending cap is reached", "Raise the film's cap.")
        return None

    @property
    def left_eur(self) -> float | None:
        """What may still be spent; None where no cap was set."""
        budget = self._store.spending.budget(self.film)
        return None if budget.cap_micro is None else budget.left_micro / 1e6

    def reserve(self, provider: str, quote: Quote, note: str) -> str:
        """Set money aside. Raises FaultError (money) without consent, without a cap, or above it."""
        if self._store.consents.granted(provider) is None:
            raise FaultError(
                f"{provider} may not be used", "nobody has agreed that prompts may go there", "Give consent for it first.",
                kind=FaultClass.MONEY, code="no_consent",
            )  # fmt: skip
        try:
            return self._store.spending.reserve(self.film, provider, quote.reserve_eur, self._job, note).id
        except BudgetExceeded as error:
            raise FaultError(error.what, error.why, error.remedy, kind=FaultClass.MONEY, code="budget_exceeded") from error

    def settle(self, reservation: str, provider: str, eur: float) -> None:
        """Book what was paid; what was booked already stays as it is."""
        try:
            self._store.spending.settle(reservation, eur)
        except IllegalTransitionError:
            # Booked before, by a production that was killed right after: the first bill stands.
            return

    def release(self, reservation: str) -> None:
        """Nothing was paid."""
        try:
            self._store.spending.release(reservation)
        except IllegalTransitionError:
            return

    def close(self) -> None:
        self._store.close()
