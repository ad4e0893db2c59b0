# SPDX-License-Identifier: Apache-2.0
"""Writing: the brief becomes a screenplay; the document keeps it, and from then on it is the user's to change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from aiprod.film.brief import Brief
from aiprod.film.files import read_json, write_atomically, write_json
from aiprod.film.film import Film
from aiprod.film.screenplay import Screenplay
from aiprod.film.takes import Recipe
from aiprod.models import library
from aiprod.production.cut import Cut
from aiprod.production.recipes import recipe
from aiprod.writing import fountain, writers

VERSION = 2


def run(cut: Cut) -> None:
    """Write the film unless the document holds a screenplay already; keep a readable copy beside it.

    What the user has changed of the document while it was being written counts from here on: nothing else was made yet.
    """
    made = _recipe(cut)
    if cut.film.screenplay is None:
        cut.film = _written(cut, made)
    else:
        _remember(cut, made)
    cut.screenplay = cut.film.screenplay
    write_atomically(cut.root / "screenplay.fountain", fountain.format(cut.script).encode())


def _recipe(cut: Cut) -> Recipe:
    brief = cut.brief
    model = writers.chosen_model(cut.film.writer) if brief.source == "prose" else None
    generator = f"{f'llm:{model}' if model else brief.source}/{VERSION}"
    models = (library.use(model),) if model else ()
    return recipe("writing", "screenplay", generator, objects={"brief": brief.story()}, models=models, seed=brief.seed)


def _remember(cut: Cut, made: Recipe) -> None:
    """The screenplay is the user's now; the take it came from stays part of the film's record."""
    found = cut.studio.found("screenplay", made)
    if found is not None:
        cut.studio.used["screenplay"] = found


def _written(cut: Cut, made: Recipe) -> Film:
    take = cut.studio.take("screenplay", made, lambda folder: _write(cut.brief, cut.film.writer, folder))
    for warning in take.facts["warnings"]:
        cut.studio.warn("writing", warning)
    screenplay = Screenplay.from_json(read_json(cut.studio.path(take, "screenplay.json")))
    return cut.studio.store.edit("Write the screenplay", lambda film: _with_screenplay(film, screenplay))


def _with_screenplay(film: Film, screenplay: Screenplay) -> Film:
    """The film with its screenplay; one that somebody else brought meanwhile stays."""
    return film.changed(screenplay=screenplay) if film.screenplay is None else film


def _write(brief: Brief, writer: str, folder: Path) -> dict[str, Any]:
    written = writers.write(brief, writer=writer)
    write_json(folder / "screenplay.json", written.screenplay.to_json())
    return {"warnings": list(written.warnings), "scenes": len(written.screenplay.scenes), "writer": written.screenplay.writer}
