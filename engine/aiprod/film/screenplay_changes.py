# SPDX-License-Identifier: Apache-2.0
"""A change of the whole screenplay as data; `film.changes` sends it with the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal

from pydantic import BaseModel, ConfigDict

from aiprod.film.errors import UserError
from aiprod.film.film import Film
from aiprod.film.screenplay import Line, Screenplay

Doing = Literal["edit", "import", "rewrite", "add_scene", "remove_scene", "move_scene"]
_TITLES: dict[Doing, str] = {
    "edit": "Edit the screenplay", "import": "Import a screenplay", "rewrite": "Have the screenplay written again",
    "add_scene": "Add a scene", "remove_scene": "Remove a scene", "move_scene": "Move a scene",
}  # fmt: skip
_MOST_ELEMENTS = 50_000


class ScreenplayChange(BaseModel):
    """Another screenplay. What keeps its id and its words keeps the takes that were made of it.

    None leaves the writing to the studio again: the next production writes the film from its brief.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
    kind: Literal["screenplay"] = "screenplay"
    screenplay: Screenplay | None
    doing: Doing = "edit"
    """What the user did, for the Undo menu."""

    def title(self) -> str:
        return _TITLES[self.doing]

    def made_to(self, film: Film) -> Film:
        if self.screenplay is not None:
            check(self.screenplay)
        return film.changed(screenplay=self.screenplay)


def check(script: Screenplay) -> None:
    """Raises UserError where the screenplay could not be made: an id twice, a line that nobody says, nothing said or shown."""
    _once("scene", (scene.id for scene in script.scenes))
    _once("character", (character.id for character in script.cast))
    elements = [element for scene in script.scenes for element in scene.elements]
    if len(elements) > _MOST_ELEMENTS:
        raise UserError("The screenplay is too long", f"it has {len(elements)} elements, {_MOST_ELEMENTS} is the most")
    _once("element", (element.id for element in elements))
    cast = {character.id for character in script.cast}
    for element in elements:
        if not element.text.strip():
            raise UserError(f"Element {element.id} is empty", "an action shows something, a line says something")
        if isinstance(element, Line) and element.character not in cast:
            raise UserError(f"Line {element.id} has no speaker", f"{element.character!r} is not in the cast")


def _once(kind: str, ids: Iterable[str]) -> None:
    twice = next((name for name, count in Counter(ids).items() if count > 1 or not name), None)
    if twice is not None:
        raise UserError(f"The {kind} {twice!r} is there twice", f"every {kind} has an id of its own")
