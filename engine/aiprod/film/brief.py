# SPDX-License-Identifier: Apache-2.0
"""What the user asked for."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar, Literal

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer

from aiprod.film.base import FilmObject, upgrade_from
from aiprod.film.master import MasterOrder
from aiprod.film.mix import MixChoices
from aiprod.film.styles import AUTO
from aiprod.film.time import FrameRate

Language = Literal["en", "fr"]


class Genre(StrEnum):
    DRAMA = "drama"
    COMEDY = "comedy"
    THRILLER = "thriller"
    SCIENCE_FICTION = "science_fiction"
    FANTASY = "fantasy"
    ROMANCE = "romance"
    ADVENTURE = "adventure"
    MYSTERY = "mystery"
    DOCUMENTARY = "documentary"
    FAMILY = "family"


class Audience(StrEnum):
    GENERAL = "general"
    CHILDREN = "children"
    TEENAGERS = "teenagers"
    ADULTS = "adults"


class Tone(StrEnum):
    WARM = "warm"
    MELANCHOLIC = "melancholic"
    FUNNY = "funny"
    DARK = "dark"
    POETIC = "poetic"
    EPIC = "epic"
    TENDER = "tender"
    TENSE = "tense"


class Brief(FilmObject):
    """A request for a film. None means "let the writer decide from the text"."""

    version: ClassVar[int] = 3
    text: str
    source: Literal["prose", "fountain", "fdx"] = "prose"
    language: Language
    duration_s: float = Field(30.0, ge=4, le=7200)
    genre: Genre | None = None
    audience: Audience | None = None
    tone: Tone | None = None
    style: str = AUTO
    """Visual style: one of `styles.STYLES`; "auto" leaves it to the maker of the pictures."""
    seed: int = Field(0, ge=0, le=0x7FFFFFFF)
    width: int = Field(1920, ge=64, le=8192, multiple_of=2)
    height: int = Field(1080, ge=64, le=8192, multiple_of=2)
    rate: FrameRate = FrameRate(numerator=24, denominator=1)
    loudness_lufs: float = Field(-16.0, ge=-31, le=-9)
    """Integrated loudness of the mix: −16 LUFS for the web, −23 for broadcast (EBU R 128); see `mix.TARGETS`."""
    mixing: MixChoices = MixChoices()
    masters: tuple[MasterOrder, ...] = ()
    """What is delivered beside the screening copy."""

    def story(self) -> Brief:
        """What writing and directing go by: how loud the film is, how it is mixed and delivered change neither."""
        return self.changed(masters=(), mixing=MixChoices(), loudness_lufs=type(self).model_fields["loudness_lufs"].default)

    @model_serializer(mode="wrap")
    def _write_schema(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """A brief that asks for no masters is written as version 2, and one that asks nothing of the mix either as version 1:
        what was made from such a one keeps its hash."""
        data = handler(self)
        if self.masters:
            return {"schema": self.schema_label(), **data}
        del data["masters"]
        if self.mixing != MixChoices():
            return {"schema": "Brief.2", **data}
        del data["mixing"]
        return {"schema": "Brief.1", **data}


@upgrade_from("Brief", 1)
@upgrade_from("Brief", 2)
def _as_ever(fields: dict[str, Any]) -> dict[str, Any]:
    return fields
