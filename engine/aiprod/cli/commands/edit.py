# SPDX-License-Identifier: Apache-2.0
"""`aiprod edit FILM …`: named, undoable changes of the document."""

from __future__ import annotations

import argparse
from pathlib import Path

from aiprod.film.errors import UserError
from aiprod.film.film import Film
from aiprod.film.screenplay import Line, Scene, Screenplay
from aiprod.film.store import FilmStore


def run(arguments: argparse.Namespace) -> int:
    store = FilmStore(Path(arguments.film))
    print(_CHANGES[arguments.change](store, arguments))
    return 0


def _line(store: FilmStore, arguments: argparse.Namespace) -> str:
    text = " ".join(arguments.text.split())
    if not text:
        raise UserError("The line would be empty", "a line says something", "Give the words to be spoken.")
    _written(store.film)
    with store.lock():
        store.edit(f"Change line {arguments.id}", lambda film: _with_line(film, arguments.id, text))
    return f"Line {arguments.id} changed. `aiprod resume {store.root}` makes what depends on it."


def _title(store: FilmStore, arguments: argparse.Namespace) -> str:
    title = " ".join(arguments.text.split())
    if not title:
        raise UserError("The title would be empty", "a film has a title")
    screenplay = _written(store.film)
    with store.lock():
        store.edit("Change the title", lambda film: film.changed(screenplay=screenplay.changed(title=title)))
    return "Title changed."


def _undo(store: FilmStore, _arguments: argparse.Namespace) -> str:
    with store.lock():
        return f"Undone: {store.undo()}"


def _redo(store: FilmStore, _arguments: argparse.Namespace) -> str:
    with store.lock():
        return f"Done again: {store.redo()}"


def _history(store: FilmStore, _arguments: argparse.Namespace) -> str:
    return "\n".join(f"{entry.number:4}  {entry.name}" for entry in store.history) or "No edits yet."


def _written(film: Film) -> Screenplay:
    if film.screenplay is None:
        raise UserError("The film is not written yet", "there is no screenplay to change", "Run `aiprod resume` first.")
    return film.screenplay


def _with_line(film: Film, line_id: str, text: str) -> Film:
    screenplay = _written(film)
    known = [line.id for line in screenplay.lines()]
    if line_id not in known:
        raise UserError(f"There is no line {line_id!r}", f"the lines are {', '.join(known) or 'none'}", "See `aiprod show`.")
    scenes = tuple(_scene_with(scene, line_id, text) for scene in screenplay.scenes)
    return film.changed(screenplay=screenplay.changed(scenes=scenes))


def _scene_with(scene: Scene, line_id: str, text: str) -> Scene:
    if all(line.id != line_id for line in scene.lines):
        return scene
    elements = tuple(e.changed(text=text) if isinstance(e, Line) and e.id == line_id else e for e in scene.elements)
    return scene.changed(elements=elements)


_CHANGES = {"line": _line, "title": _title, "undo": _undo, "redo": _redo, "history": _history}
