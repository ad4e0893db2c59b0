# SPDX-License-Identifier: Apache-2.0
"""`aiprod edit FILM …`: named, undoable changes of the document."""

from __future__ import annotations

import argparse
from pathlib import Path

from aiprod.cli.commands import edit_shots, edit_timeline
from aiprod.film import changes
from aiprod.film.store import FilmStore


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("film", help="the film folder")
    changes = parser.add_subparsers(title="changes", metavar="CHANGE", required=True)
    line = changes.add_parser("line", help="change what is said in a line")
    line.add_argument("id", help="the line's id, as `aiprod show` prints it")
    line.add_argument("text", help="the new words")
    title = changes.add_parser("title", help="change the title")
    title.add_argument("text", help="the new title")
    edit_shots.add_arguments(changes)
    edit_timeline.add_arguments(changes)
    changes.add_parser("undo", help="take back the last change")
    changes.add_parser("redo", help="do the last undone change again")
    changes.add_parser("history", help="list the changes")
    for name, change in changes.choices.items():
        change.set_defaults(change=name)


def run(arguments: argparse.Namespace) -> int:
    store = FilmStore(Path(arguments.film))
    print(_CHANGES[arguments.change](store, arguments))
    return 0


def _line(store: FilmStore, arguments: argparse.Namespace) -> str:
    changes.apply(store, changes.read_change({"kind": "line", "line": arguments.id, "text": arguments.text}))
    return f"Line {arguments.id} changed. `aiprod resume {store.root}` makes what depends on it."


def _title(store: FilmStore, arguments: argparse.Namespace) -> str:
    changes.apply(store, changes.read_change({"kind": "title", "text": arguments.text}))
    return "Title changed."


def _undo(store: FilmStore, _arguments: argparse.Namespace) -> str:
    return f"Undone: {changes.undo(store)}"


def _redo(store: FilmStore, _arguments: argparse.Namespace) -> str:
    return f"Done again: {changes.redo(store)}"


def _history(store: FilmStore, _arguments: argparse.Namespace) -> str:
    return "\n".join(f"{entry.number:4}  {entry.name}" for entry in store.history) or "No edits yet."


_CHANGES = {
    "line": _line, "title": _title, "undo": _undo, "redo": _redo, "history": _history, **edit_shots.CHANGES,
    **edit_timeline.CHANGES,
}  # fmt: skip
