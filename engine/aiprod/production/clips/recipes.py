# SPDX-License-Identifier: Apache-2.0
"""Recipes of clips: everything that decides a clip, and nothing of this machine, in JSON that fits into a marker."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from aiprod.film.brief import Language
from aiprod.film.errors import UserError
from aiprod.film.screenplay import Emotion
from aiprod.film.time import FrameRate
from aiprod.production.commission import frame_rate, picture_size

VERSION = 1
MOST_CHARACTERS = 2_000
"""Hosts keep no longer text in a marker without cutting it."""
_MOST_SEED = 0x7FFFFFFF
_LEAST_PIXELS, _MOST_PIXELS = 64, 8192
_SLOWEST, _FASTEST = Fraction(1), Fraction(240)

Kind = Literal["shot", "extension", "voice", "score", "grade"]
Role = Literal["first", "last", "look"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Kept(_Part):
    """A picture that the clip was made after. A copy of it lies in the clip's folder, named by its hash."""

    role: Role
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class Again(_Part):
    """A part of a shot that was shot once more: frames [start, end)."""

    start: int = Field(ge=0)
    end: int = Field(ge=1)
    number: int = Field(1, ge=1, le=9_999)
    """How often: each time has a seed of its own."""
    prompt: str = ""
    """What happens there; "" for what happens in the shot."""

    @model_validator(mode="after")
    def _holds_a_frame(self) -> Self:
        if self.end <= self.start:
            raise ValueError("a part of a shot holds at least one frame")
        return self


class ClipRecipe(_Part):
    """What a clip is made of. Fields that don't belong to its kind keep their defaults, and are not written."""

    v: int = VERSION
    kind: Kind
    name: str = Field("", max_length=200)
    project: str = Field("project", max_length=200)
    rate: str = "24"
    size: str = "1920x1080"
    drop_frame: bool = False
    frames: int = Field(1, ge=1, le=1_000_000)
    """Of the clip. A voice's are found when it is spoken."""
    lang: Language | None = None
    seed: int = Field(0, ge=0, le=_MOST_SEED)
    prompt: str = ""
    generator: str = "auto"
    style: str = ""
    references: tuple[Kept, ...] = ()
    pickups: tuple[Again, ...] = ()
    """Parts of a shot that were shot once more, in that order."""
    shot: dict[str, Any] | None = None
    """An extension of one of our shots: that shot's recipe."""
    first: int = Field(0, ge=0)
    """The first frame of that shot that this clip shows."""
    source: str = Field("", pattern=r"^(?:[0-9a-f]{64})?$")
    """An extension of anything else: the hash of the end that it goes on from, kept in the clip's folder."""
    sound: bool = True
    text: str = ""
    voice: str = ""
    emotion: Emotion = Emotion.NEUTRAL
    speed: float = 1.0
    fit: int = 0
    """Frames to fill by speaking; 0: as long as it takes."""
    mood: str = ""
    loudness: float = -20.0
    look: str = ""
    strength: float = 1.0
    reference: str = ""
    """The key of the clip that others are matched to."""

    @property
    def frame_rate(self) -> FrameRate:
        return frame_rate(self.rate)

    @property
    def picture(self) -> tuple[int, int]:
        """Width and height."""
        return picture_size(self.size)

    @property
    def seconds(self) -> float:
        return self.frame_rate.seconds(self.frames)

    def to_json(self) -> dict[str, Any]:
        """As short as it can be written."""
        return {"v": self.v, "kind": self.kind, **self.model_dump(mode="json", exclude_defaults=True, exclude={"v", "kind"})}

    def again(self, start: int, end: int, prompt: str = "") -> Self:
        """The recipe with a part of the shot shot once more; the same part again takes the place of what was shot of it."""
        same = [item for item in self.pickups if (item.start, item.end) == (start, end)]
        kept = self.pickups[:-1] if same and self.pickups[-1] == same[-1] else self.pickups
        part = Again(start=start, end=end, number=max((item.number for item in same), default=0) + 1, prompt=prompt)
        return self.changed(pickups=(*kept, part))

    def text_of(self) -> str:
        """As a marker holds it."""
        return json.dumps(self.to_json(), ensure_ascii=False, separators=(",", ":"))

    def changed(self, **fields: Any) -> Self:
        """A validated copy with some fields replaced; those that are None stay."""
        wanted = {name: value for name, value in fields.items() if value is not None}
        return type(self).model_validate({**{name: getattr(self, name) for name in type(self).model_fields}, **wanted})

    def checked(self) -> Self:
        """The recipe itself. Raises UserError when it can't be met, or is too long for a marker."""
        check_rate(self.frame_rate)
        check_size(*self.picture)
        over = len(self.text_of()) - MOST_CHARACTERS
        if over >= 0:
            raise UserError(
                "There are too many words for one clip",
                f"what a marker has to carry is {over + 1} characters too long",
                "Say it in fewer words, or give fewer references.",
            )
        return self


def read_recipe(data: Any) -> ClipRecipe:
    """A recipe as a marker carried it. Raises UserError: damaged, or of a newer AIPROD."""
    version = data.get("v") if isinstance(data, dict) else None
    if isinstance(version, int) and not isinstance(version, bool) and version > VERSION:
        raise UserError(
            "This clip was made by a newer AIPROD",
            f"its recipe is of version {version}, and this one reads up to {VERSION}",
            "Update AIPROD to make it again; nothing was changed.",
        )
    try:
        if isinstance(version, bool) or version != VERSION:
            raise ValueError("it has no version")
        return ClipRecipe.model_validate(data).checked()
    except (ValidationError, ValueError, RecursionError) as error:
        why = f"{error.errors()[0]['msg']}" if isinstance(error, ValidationError) else str(error)
        raise UserError(
            "This clip's recipe can't be read", why, "The marker may have been edited: order the clip anew."
        ) from error


def check_rate(rate: FrameRate) -> None:
    """Raises UserError for a rate that no timeline runs at."""
    if not _SLOWEST <= rate.fps <= _FASTEST:
        raise UserError(
            f"{float(rate.fps):g} frames a second can't be made", "a timeline runs at 1 to 240", "Give the timeline's own rate."
        )


def check_size(width: int, height: int) -> None:
    """Raises UserError for a picture that can't be made."""
    if not all(_LEAST_PIXELS <= side <= _MOST_PIXELS for side in (width, height)):
        raise UserError(
            f"A picture of {width}x{height} can't be made",
            f"each side must have {_LEAST_PIXELS} to {_MOST_PIXELS} pixels",
            "Give the timeline's own size.",
        )


def even(size: tuple[int, int]) -> tuple[int, int]:
    """The next size that codecs take: even sides."""
    return size[0] + size[0] % 2, size[1] + size[1] % 2
