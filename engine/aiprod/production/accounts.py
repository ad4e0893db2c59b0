# SPDX-License-Identifier: Apache-2.0
"""The ledger of a film on disk: its takes, its falls, its consents, put together."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

from aiprod.delivery import ledger as ledgers
from aiprod.delivery import ledger_page
from aiprod.delivery.ledger import Ledger, LedgerFall
from aiprod.film.consent import ConsentBook
from aiprod.film.film import Film
from aiprod.film.store import FilmStore
from aiprod.film.takes import Take
from aiprod.production.chain.candidates import model_title
from aiprod.production.chain.record import FallBook
from aiprod.production.state import read_state


def ledger_of(store: FilmStore) -> Ledger:
    """The ledger of a film as it was last produced."""
    takes = {name: store.takes.load(take_id) for name, take_id in read_state(store.root).takes.items()}
    return ledger_from(store.root, store.film, takes)


def ledger_from(root: Path, film: Film, takes: Mapping[str, Take]) -> Ledger:
    """The ledger of the film in a folder, made of these takes (`Studio.used`)."""
    clouds = (use for take in takes.values() for use in take.recipe.models if use.id.startswith("cloud:"))
    falls = [LedgerFall(shot=f.shot, gave_way=f.gave_way, to=f.to, sentence=f.sentence) for f in FallBook(root).all()]
    titles = {use.id: model_title(use) for use in clouds}
    return ledgers.build(film, takes, falls=falls, consents=ConsentBook(root).all(), titles=titles, now=time.time())


def write_ledger(root: Path, film: Film, takes: Mapping[str, Take], folder: Path, stem: str) -> tuple[Path, ...]:
    """`<stem>.ledger.html`, `.md` and `.json` in a folder. Raises UserError for a real person who did not consent."""
    require_consents(root, takes)
    return ledger_page.write(ledger_from(root, film, takes), folder, stem)


def require_consents(root: Path, takes: Mapping[str, Take]) -> None:
    """Raises UserError, by name, for a voice or a face of a real person that nobody agreed to."""
    ConsentBook(root).require(ledgers.likenesses(takes))
