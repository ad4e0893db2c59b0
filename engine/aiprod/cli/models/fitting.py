# SPDX-License-Identifier: Apache-2.0
"""`aiprod models fit`."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from aiprod.cli.models.printing import as_json, language
from aiprod.film.errors import UserError
from aiprod.models.cards import ModelCard, all_cards, card

if TYPE_CHECKING:
    from aiprod.models.fits import FitReport

_USUAL, _MANY = (1280, 704), 121
_SMALL, _FEW = (96, 64), 17


def fit(arguments: argparse.Namespace) -> int:
    """What this machine would do with models, before anything is fetched. Exit code 2 where none runs."""
    size = _size(arguments.size) if arguments.size else None
    cards = [card(arguments.id)] if arguments.id else [c for c in all_cards().values() if c.role == "video" and c.architecture]
    shown = [c for c in cards if arguments.id or c.need != "test"]
    found = [_report(c, size, arguments) for c in shown]
    if arguments.json:
        as_json([vars(item) for item in found])
    else:
        print("\n".join(line for item in found for line in item.sentences(language(arguments))))
    return 0 if any(item.runs for item in found) else 2


def _report(model: ModelCard, size: tuple[int, int] | None, arguments: argparse.Namespace) -> FitReport:
    """Of a test model, as small a clip as it is made for, where no other is asked for."""
    from aiprod.models.fits import report

    small = model.need == "test"
    width, height = size or (_SMALL if small else _USUAL)
    frames = arguments.frames or (_FEW if small else _MANY)
    return report(model, width, height, frames, rate=arguments.rate, precision=arguments.precision)


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    if not (width.isdecimal() and height.isdecimal()):
        raise UserError(f"--size {text} is not a picture size", "", "Write it as 1280x704.")
    return int(width), int(height)
