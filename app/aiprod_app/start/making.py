# SPDX-License-Identifier: Apache-2.0
"""A new film's folder, made away from the interface thread."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from aiprod_app.start.new_film import NewFilm


@dataclass(frozen=True)
class Created:
    """The folder of a new film, and what its author should know (English sentences of the engine)."""

    root: Path
    warnings: tuple[str, ...]


def create(wanted: NewFilm) -> Created:
    """Make a film's folder from what was asked for. Raises UserError for what can't be filmed, or where it can't be written."""
    from aiprod.production.commission import Wish, free_path, read_wish

    wish = Wish(
        str(wanted.script) if wanted.script else wanted.text, language=wanted.language, duration_s=wanted.seconds,
        style=wanted.style, size=wanted.size, rate=wanted.rate,
    )  # fmt: skip
    commission = read_wish(wish)
    store = commission.create(free_path(commission.brief, wanted.folder))
    return Created(store.root, commission.warnings)
