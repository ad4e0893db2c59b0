# SPDX-License-Identifier: Apache-2.0
"""`aiprod interchange FILM --as otio|edl|fcpxml|fcp7|aaf --to FILE`: the edit for another editor."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from aiprod.film.errors import UserError
from aiprod.film.store import FilmStore


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("film", help="the film folder")
    parser.add_argument("--as", dest="kind", required=True, help="otio, edl, fcpxml, fcp7 or aaf")
    parser.add_argument("--to", required=True, help="the file to write")


def run(arguments: argparse.Namespace) -> int:
    from aiprod.editing import interchange
    from aiprod.production.timelines import open_timeline

    store = FilmStore(Path(arguments.film))
    timeline = open_timeline(store)
    target = Path(arguments.to)
    if target.exists():
        raise UserError(f"{target} exists already", "nothing is ever overwritten", "Choose another name.")
    for warning in interchange.write(timeline, arguments.kind, target, store.root):
        print(f"warning: {warning}", file=sys.stderr)
    print(target)
    return 0
