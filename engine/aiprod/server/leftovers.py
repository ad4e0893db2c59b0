# SPDX-License-Identifier: Apache-2.0
"""Money that nobody waits for: purchases of jobs that ended before their provider answered. Asked about at every start."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from aiprod.film.errors import AiprodError

if TYPE_CHECKING:
    from aiprod.production.jobs.store import JobStore

log = logging.getLogger(__name__)


def settle_leftovers(store: JobStore, stop: threading.Event) -> int:
    """Ask the providers, book what was paid and fetch what is there. Returns how many purchases were looked at.

    Nothing is sent where no money is set aside; what can't be learnt now stays set aside until the next start.
    """
    looked_at = 0
    for film in sorted({reservation.film for reservation in store.spending.stale()}):
        if stop.is_set():
            break
        looked_at += _of(store, film, stop)
    return looked_at


def _of(store: JobStore, film: str, stop: threading.Event) -> int:
    from aiprod.production.chain.money import Purse
    from aiprod.production.chain.outstanding import settle

    looked_at = 0
    try:
        for found in settle(store.films.path(film), Purse(store, film), stop):
            looked_at += 1
            log.info("a purchase was looked after", extra={"film": film, "provider": found.provider, "outcome": found.outcome})
    except AiprodError as error:
        log.warning("purchases could not be looked after", extra={"film": film, "reason": type(error).__name__})
    return looked_at
