# SPDX-License-Identifier: Apache-2.0
"""`aiprod cuts FILM`: every cut of the edit with its reasons; with --look, what the pictures say of them."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from aiprod.film.store import FilmStore

if TYPE_CHECKING:
    from aiprod.editing.cutlist import CutEntry, Sights


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("film", help="the film folder")
    parser.add_argument("--look", action="store_true", help="open the footage: find match cuts between scenes, and jump cuts")
    parser.add_argument("--json", action="store_true", help="print it as JSON")


def run(arguments: argparse.Namespace) -> int:
    from aiprod.editing import cutlist
    from aiprod.production.timelines import open_timeline

    store = FilmStore(Path(arguments.film))
    timeline = open_timeline(store)
    entries, sights = cutlist.entries(timeline), cutlist.look(timeline, store.root) if arguments.look else None
    if arguments.json:
        _print_json(entries, sights)
    else:
        _print(entries, sights)
    return 0


def _print_json(entries: tuple[CutEntry, ...], sights: Sights | None) -> None:
    data: dict[str, object] = {"cuts": [entry.to_json() for entry in entries]}
    if sights is not None:
        data |= {kind: [vars(cut) for cut in getattr(sights, kind)] for kind in ("matches", "jumps")}
    json.dump(data, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def _print(entries: tuple[CutEntry, ...], sights: Sights | None) -> None:
    for entry in entries:
        print(f"{entry.timecode}  {entry.shot}  {entry.frames} frames, {entry.transition.replace('_', ' ')}")
        for reason in entry.reasons:
            print(f"             {reason}")
    if sights is None:
        return
    for cut in sights.matches:
        alike = f"both move {cut.way}" if cut.way else f"the forms agree to {cut.form:.0%}"
        print(f"match cut possible: {cut.before} → {cut.after}: {alike}")
    for cut in sights.jumps:
        print(f"looks like a jump cut: {cut.before} → {cut.after}: one picture to {cut.form:.0%}")
