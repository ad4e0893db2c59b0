# SPDX-License-Identifier: Apache-2.0
"""`aiprod interchange FILM --as otio|edl|fcpxml|fcp7 --to FILE`: the edit for another editor."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from aiprod.film.errors import UserError
from aiprod.film.store import FilmStore


def run(arguments: argparse.Namespace) -> int:
    import opentimelineio as otio

    from aiprod.editing import interchange

    store = FilmStore(Path(arguments.film))
    source = store.root / "timeline.otio"
    if not source.is_file():
        raise UserError(f"{store.root} has no edit yet", "it was not assembled", "Run `aiprod resume` first.")
    target = Path(arguments.to)
    if target.exists():
        raise UserError(f"{target} exists already", "nothing is ever overwritten", "Choose another name.")
    for warning in interchange.write(otio.adapters.read_from_file(str(source)), arguments.kind, target, store.root):
        print(f"warning: {warning}", file=sys.stderr)
    print(target)
    return 0
