# SPDX-License-Identifier: Apache-2.0
"""`aiprod models fit`."""

from __future__ import annotations

import argparse

from aiprod.cli.models.printing import as_json
from aiprod.film.errors import UserError
from aiprod.models.cards import all_cards, card


def fit(arguments: argparse.Namespace) -> int:
    """What this machine would do with models, before anything is fetched. Exit code 2 where none runs."""
    from aiprod.models.fits import report

    width, height = _size(arguments.size)
    cards = [card(arguments.id)] if arguments.id else [c for c in all_cards().values() if c.role == "video" and c.architecture]
    shown = [c for c in cards if arguments.id or c.need != "test"]
    found = [report(c, width, height, arguments.frames, rate=arguments.rate, precision=arguments.precision) for c in shown]
    if arguments.json:
        as_json([vars(item) for item in found])
    else:
        for item in found:
            print("\n".join(item.sentences()))
    return 0 if any(item.runs for item in found) else 2


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    if not (width.isdecimal() and height.isdecimal()):
        raise UserError(f"--size {text} is not a picture size", "", "Write it as 1280x704.")
    return int(width), int(height)
