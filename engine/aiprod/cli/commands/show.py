# SPDX-License-Identifier: Apache-2.0
"""`aiprod show FILM`: the film as it stands."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from aiprod.film.store import FilmStore
from aiprod.production.state import ProductionState, read_state


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("film", help="the film folder")
    parser.add_argument("--json", action="store_true", help="print it as JSON")


def run(arguments: argparse.Namespace) -> int:
    store = FilmStore(Path(arguments.film))
    state = read_state(store.root)
    if arguments.json:
        json.dump(_data(store, state), sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        print("\n".join(_text(store, state)))
    return 0


def _data(store: FilmStore, state: ProductionState) -> dict[str, Any]:
    takes = {name: store.takes.load(take_id).to_json() for name, take_id in state.takes.items()}
    return {"film": store.film.to_json(), "production": state.to_json(), "takes": takes}


def _text(store: FilmStore, state: ProductionState) -> list[str]:
    film, screenplay = store.film, store.film.screenplay
    rows = [screenplay.title if screenplay else film.name]
    if screenplay is None:
        return [*rows, "Not written yet: `aiprod resume` goes on."]
    rows += [screenplay.logline] if screenplay.logline else []
    rows += [f"{screenplay.language} · {screenplay.genre.value} · {screenplay.tone.value} · written by {screenplay.writer}"]
    for scene in screenplay.scenes:
        rows += ["", f"{scene.heading}   [{scene.mood.value}]"]
        for element in scene.elements:
            if element in scene.lines:
                name = screenplay.character(element.character).name  # type: ignore[union-attr]
                rows.append(f"  {element.id:<8} {name}: {element.text}")
            else:
                rows.append(f"  {'':<8} {element.text}")
    made = f"{len(state.takes)} takes, finished {state.department}" if state.takes else "nothing made yet"
    falls = [fall.text() for fall in state.falls]
    return [*rows, "", f"{made}; {len(store.history)} edits", *falls]
