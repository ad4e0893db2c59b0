# SPDX-License-Identifier: Apache-2.0
"""`aiprod cloud list|allow|forbid|cap`: what the user allows cloud providers, and what a film may cost."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiprod.cli.options import finish_actions
from aiprod.film.errors import UserError

if TYPE_CHECKING:
    from aiprod.production.jobs import JobStore
    from aiprod.shooting.cloud.prices import Price
_MOST_EUR = 100_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    actions.add_parser("list", help="the providers, their prices, and whether they may be used")
    allow = actions.add_parser("allow", help="allow prompts to be sent to a provider")
    allow.add_argument("provider")
    allow.add_argument("--yes", action="store_true", help="agree without being asked")
    forbid = actions.add_parser("forbid", help="take that back")
    forbid.add_argument("provider")
    cap = actions.add_parser("cap", help="set what a film may spend on clouds, or show what it spent")
    cap.add_argument("film", help="the film folder")
    cap.add_argument("eur", nargs="?", type=float, help="the most it may spend, in euros")
    finish_actions(actions)


def run(arguments: argparse.Namespace) -> int:
    with job_store() as store:
        return _ACTIONS[arguments.action](store, arguments)


def job_store() -> closing[JobStore]:
    """This user's job database, open for the length of a block."""
    from aiprod.production.jobs import JobStore, default_url

    return closing(JobStore.open(default_url()))


def _list(store: JobStore, arguments: argparse.Namespace) -> int:
    from aiprod.shooting.cloud.offers import provider_names

    rows = [_provider(store, name) for name in provider_names()]
    if arguments.json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return 0
    for row in rows:
        print(f"{row['id']:<10} {'allowed' if row['consent'] else 'not allowed':<12} {'key found' if row['key'] else 'no key'}")
        for offer in row["offers"]:
            print(f"    {offer['generator']:<40} {', '.join(offer['prices']) or 'price not known: it is not used'}")
    return 0


def _provider(store: JobStore, name: str) -> dict[str, Any]:
    from aiprod.shooting.cloud.offers import offers
    from aiprod.shooting.cloud.prices import PriceList
    from aiprod.shooting.cloud.settings import key_of

    prices = PriceList.load().prices
    on_sale = [
        {"generator": offer.id, "prices": [_price(p) for p in prices if (p.provider, p.model) == (name, offer.model)]}
        for offer in offers() if offer.provider == name
    ]  # fmt: skip
    return {"id": name, "consent": store.consents.granted(name) is not None, "key": key_of(name) is not None, "offers": on_sale}


def _price(price: Price) -> str:
    size = f" at {price.size}" if price.size else ""
    return f"{price.usd} USD a {price.unit}{size} ({price.date.isoformat()}, {price.certainty})"


def _allow(store: JobStore, arguments: argparse.Namespace) -> int:
    from aiprod.production.chain.money import consent_text

    text = consent_text(_known(arguments.provider))
    print(text)
    if not arguments.yes and not _agreed():
        raise UserError("Nothing was allowed", "the question was not answered with yes", "Run it again, or add --yes.")
    store.consents.grant(arguments.provider, getpass.getuser(), text)
    print(f"{arguments.provider} is allowed. `aiprod cloud forbid {arguments.provider}` takes it back.")
    return 0


def _agreed() -> bool:
    return sys.stdin.isatty() and input("Do you agree? [yes/no] ").strip().lower() in ("y", "yes", "o", "oui")


def _forbid(store: JobStore, arguments: argparse.Namespace) -> int:
    store.consents.revoke(_known(arguments.provider))
    print(f"Nothing is sent to {arguments.provider} any more.")
    return 0


def _known(provider: str) -> str:
    from aiprod.shooting.cloud.offers import provider_names

    if provider not in provider_names():
        raise UserError(f"There is no provider {provider!r}", f"the known ones are {', '.join(provider_names())}")
    return provider


def _cap(store: JobStore, arguments: argparse.Namespace) -> int:
    from aiprod.film.store import FilmStore

    root = FilmStore(Path(arguments.film).absolute()).root
    if arguments.eur is not None:
        set_cap(store, root, arguments.eur)
    film = store.films.register(root)
    cap, spent = store.spending.cap(film), store.spending.spent(film)
    if arguments.json:
        print(json.dumps({"film": str(root), "cap_eur": cap, "spent_eur": spent}, indent=1))
    else:
        print(f"{spent:.2f} € spent; {'no cap: nothing may be spent' if cap is None else f'at most {cap:.2f} €'}.")
    return 0


def set_cap(store: JobStore, root: Path, eur: float) -> None:
    """Let the film in a folder spend at most so much. Raises UserError for an amount that is none."""
    check_amount(eur)
    store.spending.set_cap(store.films.register(root.absolute()), eur)


def check_amount(eur: float) -> None:
    """Raises UserError."""
    if not 0 <= eur <= _MOST_EUR:
        raise UserError(f"{eur} € is no budget", f"it must be between 0 and {_MOST_EUR} €")


_ACTIONS: dict[str, Callable[[JobStore, argparse.Namespace], int]] = {
    "list": _list, "allow": _allow, "forbid": _forbid, "cap": _cap,
}  # fmt: skip
