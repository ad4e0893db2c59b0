# SPDX-License-Identifier: Apache-2.0
"""`aiprod models accept` and `token`."""

from __future__ import annotations

import argparse
import getpass
import sys
import textwrap

from aiprod.cli.models.printing import as_json
from aiprod.film.errors import UserError
from aiprod.models import licences, tokens
from aiprod.models.cards import ModelCard, card
from aiprod.models.pulling.settings import PullSettings


def accept(arguments: argparse.Namespace) -> int:
    """Show a licence and record who accepts it."""
    model = card(arguments.id)
    if earlier := licences.acceptance(model):
        print(f"The licence of {model.title} was accepted by {earlier.who} already.")
        return 0
    if model.acceptance and not arguments.yes:
        _show(model)
    made = licences.accept(model, _who(arguments), licences.text_hash(model))
    if arguments.json:
        as_json(made.to_json())
    else:
        print(f"Recorded: {made.who} accepted {made.licence} (text {made.text_sha256[:16]}…) for {model.title}.")
    return 0


def _show(model: ModelCard) -> None:
    """The text, and what it comes down to. To stderr: stdout is for results."""
    for title, text in (("", licences.text(model)), ("In plain words", model.terms), ("Beware", model.warning)):
        if text:
            print(f"\n{title}\n{textwrap.fill(text, 100)}" if title else text, file=sys.stderr)


def _who(arguments: argparse.Namespace) -> str:
    """Whoever accepts. Raises UserError where nobody can be asked."""
    if arguments.yes and not arguments.who:
        raise UserError("Nobody accepts", "--yes was given without a name", "Add --as NAME.")
    if arguments.yes:
        return str(arguments.who)
    if not sys.stdin.isatty():
        raise UserError(
            "The licence can't be accepted here", "there is no terminal to ask at", "Read it, then give --yes and --as NAME."
        )
    if arguments.who and input(f"{arguments.who}, do you accept this licence? Type yes: ").strip().lower() in ("yes", "oui"):
        return str(arguments.who)
    return "" if arguments.who else input("To accept, type your name; to leave it, press Enter: ")


def token(arguments: argparse.Namespace) -> int:
    """The hub's token in the system's keyring."""
    hub = PullSettings.load().endpoint
    if arguments.what == "set":
        tokens.keep(hub, getpass.getpass("Token: ") if sys.stdin.isatty() else sys.stdin.readline())
        print(f"Kept in the system's keyring, for {hub} alone.")
    elif arguments.what == "clear":
        print("Dropped." if tokens.forget(hub) else "There was none.")
    else:
        _status(hub, as_json_too=arguments.json)
    return 0


def _status(hub: str, *, as_json_too: bool) -> None:
    found = tokens.token(hub)
    if as_json_too:
        as_json({"hub": hub, "configured": found is not None, "source": found.source if found else ""})
    else:
        print(f"{hub}: {f'there is one, from the {found.source}' if found else 'there is none'}.")
