# SPDX-License-Identifier: Apache-2.0
"""Changes of single shots as data; `film.changes` sends them with the others.

Whether a shot is in the film is for the caller to check: the shot list is made, not decided.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from aiprod.film.direction import MOST_FRAMES, Angle, Move, ShotDirection
from aiprod.film.errors import UserError
from aiprod.film.film import Film
from aiprod.film.screenplay import Mood
from aiprod.film.shots import Pickup, ShotSize

Id = Annotated[str, Field(max_length=200)]
ShotField = Literal["size", "angle", "move", "mood", "frames", "description"]


class ShotChange(BaseModel):
    """The user's direction of a shot, on top of the studio's. What is left out stays; the shot waits for approval again."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
    kind: Literal["shot"] = "shot"
    shot: Id
    size: ShotSize | None = None
    angle: Angle | None = None
    move: Move | None = None
    mood: Mood | None = None
    frames: int | None = Field(None, ge=1, le=MOST_FRAMES)
    description: str | None = Field(None, max_length=10_000)

    def title(self) -> str:
        return f"Change shot {self.shot}"

    def made_to(self, film: Film) -> Film:
        names = [name for name in ShotDirection.model_fields if getattr(self, name) is not None]
        given = {name: getattr(self, name) for name in names}
        if self.description is not None:
            given["description"] = " ".join(self.description.split())
            if not given["description"]:
                raise UserError("The description would be empty", "a shot shows something", "Give the words for what is seen.")
        return directed(film, self.shot, film.directions.get(self.shot, ShotDirection()).changed(**given))


class ShotResetChange(BaseModel):
    """A shot is directed by the studio again, in all or in what `fields` name."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: Literal["shot_reset"] = "shot_reset"
    shot: Id
    fields: tuple[ShotField, ...] = ()
    """Only these; () is everything."""

    def title(self) -> str:
        return f"Leave shot {self.shot} to the studio"

    def made_to(self, film: Film) -> Film:
        before = film.directions.get(self.shot, ShotDirection())
        return directed(film, self.shot, before.changed(**dict.fromkeys(self.fields)) if self.fields else ShotDirection())


class ApproveChange(BaseModel):
    """Shots that the user has looked at on the storyboard and wants made as they are, or not yet."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: Literal["approve"] = "approve"
    shots: tuple[Id, ...] = Field(min_length=1, max_length=10_000)
    approved: bool = True

    def title(self) -> str:
        what = f"shot {self.shots[0]}" if len(self.shots) == 1 else f"{len(self.shots)} shots"
        return f"Approve {what}" if self.approved else f"Withdraw the approval of {what}"

    def made_to(self, film: Film) -> Film:
        others = [shot for shot in film.approved if shot not in self.shots]
        return film.changed(approved=tuple(sorted({*others, *self.shots})) if self.approved else tuple(others))


class PickupChange(BaseModel):
    """A part of a shot's take is shot once more; the frames around it stay as they are. The same part again replaces what was
    shot of it before.

    Whether the shot was shot, and whether a generator of the film can do this, is for the caller to check.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: Literal["pickup"] = "pickup"
    shot: Id
    start: int = Field(ge=0)
    end: int = Field(ge=1)
    """Frames [start, end) of the shot."""

    def title(self) -> str:
        return f"Retake a part of shot {self.shot}"

    def made_to(self, film: Film) -> Film:
        if self.end <= self.start:
            raise UserError(
                "This part of the shot holds no frame", f"it goes from frame {self.start} to {self.end}", "Choose a longer one."
            )
        before = film.pickups.get(self.shot, ())
        last = before[-1] if before else None
        again = last is not None and (last.start, last.end) == (self.start, self.end)
        number = max((item.number for item in before if (item.start, item.end) == (self.start, self.end)), default=0) + 1
        kept = before[:-1] if again else before
        part = Pickup(start=self.start, end=self.end, number=number)
        return unapproved(film.changed(pickups={**film.pickups, self.shot: (*kept, part)}), self.shot)


def without_pickups(film: Film, shot: str) -> Film:
    """A take that is another altogether has no parts that were shot once more."""
    if shot not in film.pickups:
        return film
    return film.changed(pickups={name: parts for name, parts in film.pickups.items() if name != shot})


def directed(film: Film, shot: str, direction: ShotDirection) -> Film:
    """The film with a direction of the user's; an empty one leaves the shot to the studio."""
    before = film.directions.get(shot, ShotDirection())
    if direction == before:
        return film
    others = {name: known for name, known in film.directions.items() if name != shot}
    kept = others if direction == ShotDirection() else {**others, shot: direction}
    return unapproved(without_pickups(film.changed(directions=kept), shot), shot)


def unapproved(film: Film, shot: str) -> Film:
    """What was approved is not what the shot is now."""
    return film.changed(approved=tuple(other for other in film.approved if other != shot)) if shot in film.approved else film
