# SPDX-License-Identifier: Apache-2.0
"""Where the user stands in an editor, and what its panel did, read from what the panel says (`plugins/ACTIONS.md`)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from PySide6.QtCore import QCoreApplication

from aiprod.film.errors import UserError
from aiprod.film.timecode import fields, nominal, written
from aiprod.wire.clips import Place

Kind = Literal["video", "audio"]
_LONGEST_GAP_S = 60.0
_USUAL_S = 4.0
"""Length of a shot where neither marks nor a gap say one."""


class _Said(BaseModel):
    """A panel may say more than is known here."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Item(_Said):
    """A clip on the editor's timeline. Frames of the timeline, and of its media."""

    name: str = ""
    start: int
    end: int
    media: str = ""
    src_in: int = 0
    src_out: int = 0
    marker: Any = None
    track: int = 1
    kind: Kind = "video"

    @property
    def frames(self) -> int:
        return self.end - self.start


class Track(_Said):
    kind: Kind
    index: int
    name: str = ""
    locked: bool = False
    items: tuple[Item, ...] = ()


class Gap(_Said):
    start: int
    end: int | None = None
    track: Any = None


class Marker(_Said):
    frame: int
    frames: int = 1
    name: str = ""
    note: str = ""
    recipe: Any = None


class Subtitle(_Said):
    start: int
    end: int
    text: str = ""


class Ours(_Said):
    """What a marker of ours says of its clip."""

    clip: str = ""
    family: str = ""
    recipe: dict[str, Any] | None = None


class Context(_Said):
    """Where the user stands. Frames are counted from the timeline's first; ranges are half-open."""

    project: str = ""
    timeline: str | None = None
    rate: str = "25"
    drop_frame: bool = False
    start_frame: int = 0
    size: str = "1920x1080"
    playhead: int = 0
    mark_in: int | None = None
    mark_out: int | None = None
    gap: Gap | None = None
    tracks: tuple[Track, ...] = ()
    selection: tuple[Item, ...] = ()
    markers: tuple[Marker, ...] = ()
    subtitles: tuple[Subtitle, ...] = Field(default=())

    @classmethod
    def read(cls, said: object) -> Context:
        """Raises UserError where this is no context."""
        try:
            found = cls.model_validate(said)
            if found.exact <= 0:
                raise ValueError("the rate is not above zero")
        except (ValidationError, ValueError, ZeroDivisionError) as error:
            what = QCoreApplication.translate("Editors", "The editor’s panel said something that can’t be understood")
            remedy = QCoreApplication.translate("Editors", "Install the panel again: it must be of AIPROD’s own version.")
            raise UserError(what, str(error).splitlines()[0], remedy) from error
        return found

    @property
    def exact(self) -> Fraction:
        """Frames per second."""
        return Fraction(self.rate)

    @property
    def place(self) -> Place:
        """The timeline that a clip is to be made for."""
        name = " ".join(self.project.split())[:200].strip() or "project"
        return Place(rate=self.rate, size=self.size, drop_frame=self.drop_frame, project=name)

    def seconds(self, frames: int) -> float:
        return float(frames / self.exact)

    def frames(self, seconds: float) -> int:
        """The nearest whole number of frames, at least one."""
        return max(1, round(Fraction(seconds).limit_denominator(10_000) * self.exact))

    def timecode(self, frame: int) -> str:
        """Of a frame of the timeline, as the editor writes it."""
        return written(*fields(self.start_frame + frame, nominal(self.exact), drop=self.drop_frame), drop=self.drop_frame)

    @property
    def marked(self) -> tuple[int, int] | None:
        """Start and length of in to out, where both are set and something is between them."""
        if self.mark_in is None or self.mark_out is None or self.mark_out <= self.mark_in:
            return None
        return self.mark_in, self.mark_out - self.mark_in

    def span(self) -> tuple[int, int]:
        """Start and length of what a new shot shall fill: in to out, else the gap, else the usual length at the playhead."""
        if self.marked:
            return self.marked
        gap = self.gap
        if gap is not None and gap.end is not None and 0 < self.seconds(gap.end - gap.start) <= _LONGEST_GAP_S:
            return gap.start, gap.end - gap.start
        return self.playhead, self.frames(_USUAL_S)

    @property
    def chosen(self) -> tuple[Item, ...]:
        """The selected pictures that are media on the disk, from the left."""
        return tuple(sorted((i for i in self.selection if i.kind == "video" and i.media), key=lambda i: (i.start, i.track)))

    def ours(self, item: Item) -> Ours | None:
        """What the marker of an item, or the nearest one within it, says of our clip."""
        return next((found for said in self._markers(item) if (found := _ours(said)) is not None), None)

    def _markers(self, item: Item) -> Iterator[Any]:
        yield item.marker
        for marker in sorted(self.markers, key=lambda m: abs(m.frame - item.start)):
            if item.start <= marker.frame < item.end:
                yield marker.recipe
                yield marker.note


def _ours(said: Any) -> Ours | None:
    """A clip of ours in whatever a marker carries: its own record, or a recipe, or a note that ends with it."""
    if isinstance(said, str) and "aiprod:" in said:
        try:
            said = json.loads(said.rpartition("aiprod:")[2])
        except ValueError:
            return None
    if not isinstance(said, dict):
        return None
    inner = said.get("recipe")
    if isinstance(said.get("clip"), str) or isinstance(said.get("family"), str):
        return Ours(clip=str(said.get("clip") or ""), family=str(said.get("family") or ""),
                    recipe=inner if isinstance(inner, dict) else None)  # fmt: skip
    if isinstance(inner, dict | str):
        return _ours(inner)
    return Ours(recipe=said) if "kind" in said else None


class Mismatch(_Said):
    what: str = ""
    expected: str | int | float | None = None
    found: str | int | float | None = None


class Spot(_Said):
    track: Any = None
    kind: str = ""
    start: int = 0
    end: int = 0


class Report(_Said):
    """What a panel did. `verified` was read back and is right to the frame."""

    planned: int
    placed: int
    verified: int
    mismatches: tuple[Mismatch, ...] = ()
    undo: str = ""
    where: tuple[Spot, ...] = ()
    timeline: str = ""

    @classmethod
    def read(cls, said: object) -> Report:
        """Raises UserError where this is no report: then nobody knows what was done."""
        try:
            return cls.model_validate(said)
        except ValidationError as error:
            what = QCoreApplication.translate("Editors", "The editor’s panel did not say what it did")
            remedy = QCoreApplication.translate("Editors", "Look at the timeline before going on.")
            raise UserError(what, str(error).splitlines()[0], remedy) from error

    @property
    def right(self) -> bool:
        """Whether everything that was planned is there and was read back."""
        return self.planned == self.placed == self.verified and not self.mismatches
