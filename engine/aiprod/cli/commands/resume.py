# SPDX-License-Identifier: Apache-2.0
"""`aiprod resume FILM`: go on after an interruption or an edit; only what changed is made again."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from aiprod.cli.options import add_server_option
from aiprod.cli.progress import Progress
from aiprod.film.store import FilmStore
from aiprod.production.events import Event


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("film", help="the film folder")
    parser.add_argument("--until", metavar="DEPARTMENT", help="stop after this department")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.add_argument("--retry-falls", action="store_true", help="ask generators again that gave way to another")
    add_server_option(parser)


def run(arguments: argparse.Namespace) -> int:
    if arguments.retry_falls:
        _forget_falls(Path(arguments.film))
    if arguments.server:
        return _over_the_wire(arguments)
    return produce(FilmStore(Path(arguments.film)), arguments.until, as_json=arguments.json)


def produce(store: FilmStore, until: str | None, *, as_json: bool, warnings: tuple[str, ...] = ()) -> int:
    """Run the production and print where the film is. Returns the exit code."""
    from aiprod.production import pipeline

    progress = Progress()
    for warning in warnings:
        progress(Event("warning", "writing", text=warning))
    result = pipeline.produce(store, until=until, listener=progress)
    if as_json:
        json.dump(result.to_json(), sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
        return 0
    print(result.sentence())
    return 0


def _forget_falls(root: Path) -> None:
    """Let the generators that gave way be asked again."""
    from aiprod.production.chain.record import FallBook

    store = FilmStore(root)
    with store.lock():
        FallBook(store.root).forget()


def _over_the_wire(arguments: argparse.Namespace) -> int:
    """Have the engine server finish the film."""
    from aiprod.cli.following import finish
    from aiprod.client.blocking import Client

    with Client(start=True) as engine:
        film = engine.films.open(str(Path(arguments.film).absolute()))
        return finish(engine, engine.films.resume(film.id, until=arguments.until), as_json=arguments.json)
