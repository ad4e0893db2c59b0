# SPDX-License-Identifier: Apache-2.0
"""Writing: the brief becomes a screenplay; the document keeps it, and from then on it is the user's to change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from aiprod.film.brief import Brief
from aiprod.film.files import read_json, write_atomically, write_json
from aiprod.film.screenplay import Screenplay
from aiprod.models import library
from aiprod.production.cut import Cut
from aiprod.production.recipes import recipe
from aiprod.writing import fountain, writers

VERSION = 1


def run(cut: Cut) -> None:
    """Write the film unless the document holds a screenplay already; keep a readable copy beside it."""
    if cut.film.screenplay is None:
        cut.film = _written(cut)
    cut.screenplay = cut.film.screenplay
    write_atomically(cut.root / "screenplay.fountain", fountain.format(cut.script).encode())


def _written(cut: Cut) -> Any:
    brief, writer = cut.brief, cut.film.writer
    model = writers.chosen_model(writer) if brief.source == "prose" else None
    made = recipe(
        "writing", "screenplay", f"{f'llm:{model}' if model else brief.source}/{VERSION}", objects={"brief": brief},
        models=(library.use(model),) if model else (), seed=brief.seed,
    )  # fmt: skip
    take = cut.studio.take("screenplay", made, lambda folder: _write(brief, writer, folder))
    for warning in take.facts["warnings"]:
        cut.studio.warn("writing", warning)
    screenplay = Screenplay.from_json(read_json(cut.studio.path(take, "screenplay.json")))
    return cut.studio.store.edit("Write the screenplay", lambda film: film.changed(screenplay=screenplay))


def _write(brief: Brief, writer: str, folder: Path) -> dict[str, Any]:
    written = writers.write(brief, writer=writer)
    write_json(folder / "screenplay.json", written.screenplay.to_json())
    return {"warnings": list(written.warnings), "scenes": len(written.screenplay.scenes), "writer": written.screenplay.writer}
