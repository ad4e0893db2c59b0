# SPDX-License-Identifier: Apache-2.0
"""What the mixer is given: stems in time, what the user wants of the mix, and the target."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Literal, TypeVar

from pydantic import Field, model_validator

from aiprod.film.base import FilmObject, upgrade_from

Bus = Literal["dialogue", "music", "ambience", "effects"]
Layout = Literal["stereo", "5.1", "binaural"]
"""binaural is the 5.1 mix heard over headphones: two channels, through a measured head."""
Anchor = Literal["programme", "dialogue"]
"""What stands at the target: the whole programme (BS.1770 gating), or what sounds while somebody speaks."""
Shape = Literal["linear", "smooth", "hold"]
_T = TypeVar("_T")


class Point(FilmObject):
    """A breakpoint of an automation curve, and how the curve goes on to the next one."""

    time_s: float = Field(ge=0)
    """On the film's clock."""
    value: float
    """dB of a gain, −1…1 of a pan."""
    shape: Shape = "linear"


class EqBand(FilmObject):
    """One filter of a parametric equaliser."""

    kind: Literal["high_pass", "low_pass", "low_shelf", "high_shelf", "bell"]
    frequency_hz: float = Field(ge=10, le=22_000)
    gain_db: float = Field(0, ge=-24, le=24)
    """Of a bell or shelf; passes have none."""
    q: float = Field(0.7071, ge=0.1, le=20)


class Compression(FilmObject):
    """A feed-forward compressor. A ratio of 1 leaves the sound alone."""

    threshold_db: float = Field(-24, ge=-80, le=0)
    ratio: float = Field(2.5, ge=1, le=50)
    attack_s: float = Field(0.008, gt=0, le=1)
    release_s: float = Field(0.15, gt=0, le=5)
    knee_db: float = Field(6, gt=0, le=24)
    makeup_db: float = Field(0, ge=0, le=24)


class Ducking(FilmObject):
    """How a bus gives way while somebody speaks. A depth of 0 leaves it where it is."""

    depth_db: float = Field(-6, ge=-60, le=0)
    ahead_s: float = Field(0.35, gt=0, le=5)
    """It begins to fall this long before the line, as a mixer's hand does."""
    release_s: float = Field(0.8, gt=0, le=10)
    hold_s: float = Field(1.4, ge=0, le=30)
    """Lines that follow each other within this time are one: the bed doesn't pump between them."""


class BusChoices(FilmObject):
    """What the user wants of one bus. None means "as the studio would do it"."""

    bus: Bus
    gain_db: float = Field(0, ge=-96, le=24)
    gain: tuple[Point, ...] = ()
    """Automation in dB, on top of `gain_db`."""
    eq: tuple[EqBand, ...] | None = None
    compression: Compression | None = None
    ducking: Ducking | None = None
    surround_db: float | None = Field(None, ge=-96, le=0)
    """5.1: how much of the bus's front is heard around the audience, beside what lies there already."""
    lfe_db: float | None = Field(None, ge=-96, le=10)
    """5.1: how much of its low end is sent to the LFE as well."""


class MixChoices(FilmObject):
    """What the user wants of the mix. The target's level itself is the brief's `loudness_lufs`."""

    layout: Layout = "stereo"
    anchor: Anchor = "programme"
    true_peak_dbtp: float = Field(-1.0, ge=-20, le=0)
    rooms: bool = True
    """Whether lines sound in the room of their scene."""
    buses: tuple[BusChoices, ...] = ()

    @model_validator(mode="after")
    def _each_bus_once(self) -> MixChoices:
        return _each_once(self, self.buses)


class LoudnessTarget(FilmObject):
    """A delivery's demand, by name."""

    lufs: float
    tolerance_lu: float
    true_peak_dbtp: float
    anchor: Anchor = "programme"
    source: str


TARGETS: dict[str, LoudnessTarget] = {
    "streaming": LoudnessTarget(lufs=-14, tolerance_lu=1, true_peak_dbtp=-1, source="music and video platforms"),
    "web": LoudnessTarget(lufs=-16, tolerance_lu=1, true_peak_dbtp=-1, source="AES TD1008, internet audio"),
    "broadcast": LoudnessTarget(lufs=-23, tolerance_lu=0.5, true_peak_dbtp=-1, source="EBU R 128"),
    "atsc": LoudnessTarget(lufs=-24, tolerance_lu=2, true_peak_dbtp=-2, anchor="dialogue", source="ATSC A/85"),
    "streaming-film": LoudnessTarget(
        lufs=-27, tolerance_lu=2, true_peak_dbtp=-2, anchor="dialogue", source="Netflix Sound Mix Specifications v1.6"
    ),
}


class Stem(FilmObject):
    """A piece of sound placed on the film's time."""

    version: ClassVar[int] = 2
    name: str
    bus: Bus
    file: str
    """Path of a WAV or FLAC file of 8 to 192 kHz, mono, stereo or 5.1 (L R C LFE Ls Rs)."""
    sha256: str = ""
    start_s: float = Field(ge=0)
    source_in_s: float = Field(0, ge=0)
    duration_s: float | None = Field(None, gt=0)
    gain_db: float = Field(0, ge=-96, le=24)
    pan: float = Field(0, ge=-1, le=1)
    """−1 left, 0 middle, 1 right."""
    rear: float = Field(0, ge=0, le=1)
    """5.1: 0 in front, 1 behind; in stereo it changes nothing."""
    gain: tuple[Point, ...] = ()
    """Automation in dB, on top of `gain_db`."""
    pan_curve: tuple[Point, ...] = ()
    """Automation that replaces `pan`."""
    room: str = ""
    """A place of the catalogue whose room answers the sound; empty leaves it dry."""
    room_db: float = Field(0, ge=-60, le=24)
    """Added to the room's own level."""
    fade_in_s: float = Field(0, ge=0)
    fade_out_s: float = Field(0, ge=0)


class MixPlan(FilmObject):
    """A whole mix."""

    version: ClassVar[int] = 2
    stems: tuple[Stem, ...]
    duration_s: float = Field(gt=0)
    target_lufs: float = -16.0
    true_peak_dbtp: float = Field(-1.0, le=0)
    layout: Layout = "stereo"
    anchor: Anchor = "programme"
    buses: tuple[BusChoices, ...] = ()

    @model_validator(mode="after")
    def _each_bus_once(self) -> MixPlan:
        return _each_once(self, self.buses)

    def choices(self, bus: Bus) -> BusChoices:
        """The user's choices for a bus."""
        return next((choice for choice in self.buses if choice.bus == bus), BusChoices(bus=bus))


def _each_once(holder: _T, buses: Sequence[BusChoices]) -> _T:
    names = [choice.bus for choice in buses]
    if len(set(names)) < len(names):
        raise ValueError(f"a bus is named twice: {', '.join(names)}")
    return holder


@upgrade_from("Stem", 1)
@upgrade_from("MixPlan", 1)
def _as_it_was(fields: dict[str, Any]) -> dict[str, Any]:
    """What came with version 2 has defaults that change nothing."""
    return fields
