# SPDX-License-Identifier: Apache-2.0
"""Segments: the pieces between two edit points, each with everything that decides its pixels."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, ClassVar, Literal

from pydantic import Field

from aiprod.film.base import FilmObject, upgrade_from
from aiprod.film.grade import ShotGrade
from aiprod.film.hashing import hash_json
from aiprod.film.output import OUTPUTS, Chroma, Output, OutputName
from aiprod.film.time import FrameRate
from aiprod.media.encoders import Encoder

TransitionKind = Literal["cut", "dissolve", "fade", "dip_white", "wipe", "match_cut", "iris", "push", "slide"]
Direction = Literal["right", "left", "up", "down"]
"""Where the edge of a wipe, or the picture of a push or slide, travels to."""
Container = Literal["mp4", "mov", "mxf", "webm", "mkv"]
KERNEL_VERSION = 2
"""Raised whenever the same segment would give other pixels."""


class PictureFormat(FilmObject):
    """Size, rate, colour and samples of the finished picture."""

    version: ClassVar[int] = 2
    width: int = Field(1920, ge=64, le=8192, multiple_of=2)
    height: int = Field(1080, ge=64, le=8192, multiple_of=2)
    rate: FrameRate = FrameRate()
    output: OutputName = "rec709"
    chroma: Chroma = "420"
    bits: Literal[8, 10, 12] = 8
    alpha: bool = False
    """Whether the picture is see-through where the timeline holds nothing (titles for another editor's timeline)."""
    exact: bool = False
    """Grade every pixel by the transforms themselves, not by a baked table: for finishing, some 60 times slower."""
    watermark: str = ""
    """Payload of the invisible mark (hexadecimal); empty leaves the picture unmarked."""

    @property
    def colour(self) -> Output:
        return OUTPUTS[self.output]

    @property
    def pix_fmt(self) -> str:
        """FFmpeg's name of the Y′CbCr format."""
        depth = "" if self.bits == 8 else f"{self.bits}le"
        return f"yuv{'a' if self.alpha else ''}{self.chroma}p{depth}"


class Source(FilmObject):
    """A stretch of footage.

    The frame shown at frame i of the segment is `first + floor((skip + i) · speed)`, held inside the file's `available` frames.
    """

    version: ClassVar[int] = 2
    name: str
    """Shot id, for messages."""
    path: str
    media: str
    """SHA-256 of the file."""
    first: int
    skip: int = 0
    """How far into its clip the segment begins; negative in the handle before it."""
    available: int = Field(gt=0)
    speed_numerator: int = 1
    speed_denominator: int = Field(1, gt=0)
    grade: ShotGrade | None = None
    space: str = "rec709"
    """The footage's colours: a key of `grading.spaces.INPUTS`."""
    rate: FrameRate | None = None
    """Of the frame numbers: frame n is what the file shows at the time n / rate. None takes the file's average rate."""

    def frame_at(self, index: int) -> int:
        wanted = self.first + ((self.skip + index) * self.speed_numerator) // self.speed_denominator
        return min(max(wanted, 0), self.available - 1)


def begun(first: int, skip: int, speed: Fraction) -> tuple[int, int]:
    """A source's `first` and `skip` in one spelling for equal pictures, wherever the clip begins."""
    return (first + skip * int(speed), 0) if abs(speed) == 1 else (first, skip)


class Title(FilmObject):
    """Words over the picture. `first` and `length` place the segment inside the title's own life, for its fades."""

    title: str = ""
    subtitle: str = ""
    lines: tuple[str, ...] = ()
    style: str = "opening"
    accent: str = ""
    """A colour "#rrggbb" for the ornament; empty takes the style's own."""
    first: int = Field(ge=0)
    length: int = Field(gt=0)


class Caption(FilmObject):
    """A subtitle burned into the picture: shown on the segment's frames [first, end)."""

    lines: tuple[str, ...]
    first: int = Field(ge=0)
    end: int = Field(gt=0)
    language: str = ""


class Codec(FilmObject):
    """The encoder of a segment, and the container that holds it until it is joined."""

    version: ClassVar[int] = 2
    name: str
    pix_fmt: str
    options: dict[str, str] = Field(default_factory=dict)
    container: Container = "mp4"
    tag: str = ""
    """The sample entry's four letters where the container's own choice is not wanted ("hvc1")."""

    @classmethod
    def of(cls, encoder: Encoder, container: Container = "mp4", tag: str = "") -> Codec:
        return cls(name=encoder.codec, pix_fmt=encoder.pix_fmt, options=dict(encoder.options), container=container, tag=tag)

    def encoder(self) -> Encoder:
        return Encoder(self.name, self.pix_fmt, dict(self.options))


class Segment(FilmObject):
    """A piece of the film between two edit points. Without a source it is black."""

    version: ClassVar[int] = 2
    start: int = Field(ge=0)
    """Its first frame in the film."""
    frames: int = Field(gt=0)
    outgoing: Source | None = None
    incoming: Source | None = None
    """The second picture of a transition."""
    kind: TransitionKind = "cut"
    direction: Direction = "right"
    first: int = Field(0, ge=0)
    """Of the transition's frames, the one that this segment begins with."""
    length: int = Field(0, ge=0)
    """Frames of the whole transition."""
    titles: tuple[Title, ...] = ()
    captions: tuple[Caption, ...] = ()
    format: PictureFormat
    codec: Codec

    def progress(self, index: int) -> float:
        """How far a transition is at frame `index` of the segment, strictly between 0 and 1."""
        return (self.first + index + 1) / (self.length + 1)

    def content_hash(self) -> str:
        """SHA-256 over what decides the pixels: not over where the segment stands, nor where its files lie."""
        data = self.to_json()
        data.pop("start")
        for name in ("outgoing", "incoming"):
            data[name] = _placeless(getattr(self, name))
        return hash_json({"kernel": KERNEL_VERSION, **data})


def _placeless(source: Source | None) -> dict[str, Any] | None:
    if source is None:
        return None
    kept = {k: v for k, v in source.to_json().items() if k not in ("path", "name")}
    kept["grade"] = source.grade.essence() if source.grade else None
    return kept


def plain_frames(segments: Sequence[Segment], most: int = 24) -> tuple[int, ...]:
    """Film frames that show one shot and no words, spread over the film: the candidates for a poster or a still."""
    plain = [s for s in segments if s.kind == "cut" and s.outgoing is not None and not s.titles]
    found = [s.start + s.frames * part // 4 for s in plain for part in ((1, 2, 3) if s.frames >= 24 else (2,))]
    step = max(1, -(-len(found) // most))
    return tuple(found[::step])


@upgrade_from("PictureFormat", 1)
@upgrade_from("Source", 1)
@upgrade_from("Codec", 1)
@upgrade_from("Segment", 1)
def _as_it_was(fields: dict[str, Any]) -> dict[str, Any]:
    """What came with version 2 has defaults that change nothing."""
    return fields
