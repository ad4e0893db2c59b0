# SPDX-License-Identifier: Apache-2.0
"""What a film is made of now: `production.json`. It can always be worked out again from the document and the takes."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from pydantic import Field

from aiprod.film.base import FilmObject, upgrade_from
from aiprod.film.errors import UserError
from aiprod.film.files import read_json, write_json
from aiprod.film.film import Film
from aiprod.film.store import FilmStore
from aiprod.production.chain.record import Fall


class ProductionState(FilmObject):
    """The takes of the film as it stands, and what was delivered."""

    version: ClassVar[int] = 3
    takes: dict[str, str] = Field(default_factory=dict)
    """Name of the step ("line s1-l1", "shot s1-wide") → take id."""
    department: str = ""
    """The last department that finished."""
    delivery: tuple[str, ...] = ()
    """Delivered files, relative to the film folder."""
    warnings: tuple[str, ...] = ()
    cpu_seconds: dict[str, float] = Field(default_factory=dict)
    """CPU time spent on the takes in use, by department."""
    document: str = ""
    """Content hash of the document that this was made from."""
    falls: tuple[Fall, ...] = ()
    """Generators that gave way to others, for the shots as they are now."""
    essence: str = ""
    """`Film.essence` of that document; empty where an older version made it."""
    made: int | None = Field(None, ge=0)
    """How many lines `made.jsonl` had: what stands behind them was made by a later run that did not end."""

    def is_of(self, film: Film) -> bool:
        """Whether this was made from the film as it is: nothing that decides it was changed since."""
        return self.essence == film.essence() if self.essence else bool(self.document) and self.document == film.content_hash()


@upgrade_from("ProductionState", 2)
def _not_counted(fields: dict[str, Any]) -> dict[str, Any]:
    return {**fields, "made": None, "essence": ""}


@upgrade_from("ProductionState", 1)
def _nothing_fell(fields: dict[str, Any]) -> dict[str, Any]:
    return {**fields, "falls": ()}


def read_state(root: Path) -> ProductionState:
    """The last saved state; an empty one when nothing was made yet."""
    path = root / "production.json"
    return ProductionState.from_json(read_json(path)) if path.is_file() else ProductionState()


def write_state(root: Path, state: ProductionState) -> None:
    write_json(root / "production.json", state.to_json())


def delivered(store: FilmStore, suffix: str) -> Path:
    """The delivered file with a suffix. Raises UserError when the film is not finished."""
    for name in read_state(store.root).delivery:
        path = (store.root / name).resolve()
        if path.suffix == suffix and path.is_file() and path.is_relative_to(store.root.resolve()):
            return path
    raise UserError(f"{store.root} is not finished", f"it has no {suffix} yet", f"Run `aiprod resume {store.root}`.")
