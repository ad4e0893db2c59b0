# SPDX-License-Identifier: Apache-2.0
"""Clips for an editor's timeline, on the wire: a shot made to measure, a clip made longer, a line spoken, a range scored, clips
graded to match.

A clip is immutable, like a take, and knows its recipe; making it again gives a new one of the same family. Lengths are whole
frames at the rate of the timeline that it is for. Its media are files on the engine's machine, which hosts import by path.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from aiprod.film.brief import Language
from aiprod.film.screenplay import Emotion
from aiprod.wire.base import Json, LocalPath, Mutation, Name, Reply, Request, Words
from aiprod.wire.films import RateView
from aiprod.wire.jobs import JobView, Priority
from aiprod.wire.making import Choice, GeneratorName, Rate, Size

ClipId = Annotated[str, StringConstraints(pattern=r"^clip_[0-9a-zA-Z]{26}$")]
ClipKind = Literal["shot", "extension", "voice", "score", "grade"]
Frames = Annotated[int, Field(ge=1, le=1_000_000)]


class Reference(Request):
    """A picture that a shot shall begin with, end with, or look like."""

    path: LocalPath
    role: Literal["first", "last", "look"] = "look"


class Place(Request):
    """The timeline that a clip is for."""

    rate: Rate
    """Exactly: 24000/1001, 25, …; "23.976" means 24000/1001."""
    size: Size = "1920x1080"
    drop_frame: bool = False
    project: Name = "project"
    """The host's project: clips are kept together by it."""


class MakeClip(Mutation):
    """What all orders of clips have in common."""

    place: Place
    name: Name | None = None
    """Shown in the host; by default from what was asked."""
    lang: Language | None = None
    seed: int = Field(0, ge=0, le=0x7FFFFFFF)
    priority: int = Priority
    family: ClipId | None = None
    """The first clip of the family that this one is another take of."""


class ShotWish(Request):
    """What a shot shall be."""

    prompt: Words
    frames: Frames
    references: tuple[Reference, ...] = Field((), max_length=8)
    generator: GeneratorName = "auto"
    style: Name | None = None


class MakeShot(MakeClip, ShotWish):
    """Make one shot of exactly so many frames."""

    cap_eur: float | None = Field(None, ge=0, le=100_000)
    """What may be spent on clouds for this clip (needs the permission to spend); without a cap, nothing may."""


class ExtendClip(MakeClip):
    """Go on where a clip ends. The result holds the new frames alone; they continue the clip's picture and sound."""

    path: LocalPath
    """The clip's media."""
    src_in: int = Field(ge=0)
    """First frame of the media that the timeline shows."""
    src_out: int = Field(ge=1)
    """The frame after the last one shown: the extension begins with it."""
    frames: Frames
    """How much longer."""
    clip: ClipId | None = None
    """If it is one of ours: its shot is continued by its own recipe."""
    prompt: Words | None = None
    sound: bool = True
    """Let the clip's own sound go on."""
    generator: GeneratorName = "auto"


class RetakeClip(Mutation):
    """Make a clip again by its recipe, as another take of it. What isn't given stays as it was, but for the seed, which is the
    next one."""

    clip: ClipId | None = None
    recipe: Json | None = None
    """As a host's marker carries it, where the clip itself is gone."""
    family: ClipId | None = None
    """Of the clip, as the marker carries it."""
    prompt: Words | None = None
    frames: Frames | None = None
    start: int | None = Field(None, ge=0, le=1_000_000)
    end: int | None = Field(None, ge=1, le=1_000_000)
    """Only the frames [start, end) of a shot: the others stay the clip's own, to the byte. `prompt` says what happens there."""
    generator: GeneratorName | None = None
    seed: int | None = Field(None, ge=0, le=0x7FFFFFFF)
    priority: int = Priority
    cap_eur: float | None = Field(None, ge=0, le=100_000)
    """What may be spent on clouds for this clip (needs the permission to spend); without a cap, nothing may."""


class VoiceLine(MakeClip):
    """Speak a line."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=2000)]
    voice: Name | None = None
    """A voice of `voices.list`; by default the language's first one."""
    emotion: Emotion = Emotion.NEUTRAL
    speed: float = Field(1.0, ge=0.5, le=2.0)
    fit_frames: Frames | None = None
    """Speak faster or slower, within reason, to fill this length."""


class ScoreRange(MakeClip):
    """Write music of exactly so many frames."""

    frames: Frames
    mood: Words = "calm"
    """A few words: "tense, slow, strings"."""
    loudness: float = Field(-20.0, ge=-40, le=-9)
    """LUFS."""


class GradeItem(Request):
    """A clip to be graded."""

    key: Name
    """The host's own name for it, given back with the grade."""
    path: LocalPath
    src_in: int = Field(0, ge=0)
    src_out: int | None = Field(None, ge=1)
    rate: Rate | None = None
    """Of the media, where it isn't the timeline's."""


class GradeClips(MakeClip):
    """Grade clips: to match one of them, to a look, or both."""

    items: tuple[GradeItem, ...] = Field(min_length=1, max_length=200)
    reference: Name | None = None
    """The key of the clip that the others shall match."""
    look: Name | None = None
    """One of `looks.list`, on top."""
    strength: float = Field(1.0, ge=0, le=1)


class ItemGrade(Reply):
    """What makes a clip match: a CDL (ASC CDL v1.2, on the picture as the host shows it: Rec.709), and the same with the look as
    a 33-point LUT."""

    key: str
    slope: tuple[float, ...]
    offset: tuple[float, ...]
    power: tuple[float, ...]
    saturation: float
    lut: str
    """Path of the .cube file."""
    cdl: str
    """Path of the .cc file."""
    error_before: float
    """Colour difference from the reference (mean ΔE of the distributions); 0 without one."""
    error_after: float


class ClipFile(Reply):
    """A file of a clip."""

    role: Literal["picture", "sound", "poster", "strip", "lut", "cdl"]
    path: str
    """Absolute, on the engine's machine."""
    sha256: str
    size: int
    frames: int = 0
    channels: int = 0
    sample_rate: int = 0


class ClipView(Reply):
    """A clip as it is."""

    id: str
    family: str
    """The first take's id; its own, if it is that."""
    kind: ClipKind
    name: str
    project: str
    rate: RateView
    width: int = 0
    height: int = 0
    frames: int
    files: tuple[ClipFile, ...]
    """Picture: ProRes 422 HQ without sound, start timecode 00:00:00:00. Sound: PCM 24 bit, 48 kHz, of the picture's length."""
    grades: tuple[ItemGrade, ...] = ()
    generator: str = ""
    label: str = ""
    """"animatic", "extended from the last frame", …: what people must be told about how it was made."""
    recipe: Json = Field(default_factory=dict)
    """Everything that decides it, and nothing of this machine: short enough for a marker (below 2 000 characters)."""
    words: tuple[str, ...] = ()
    """Warnings of its making."""
    made_at: float = 0.0


class ClipOrdered(Reply):
    """A clip was ordered."""

    clip: str
    family: str
    job: JobView
    frames: int
    warnings: tuple[str, ...] = ()


class ClipRequest(Request):
    clip: ClipId


class ClipFileRequest(ClipRequest):
    role: Literal["poster", "strip"] = "poster"


class ListClips(Request):
    project: Name | None = None
    family: ClipId | None = None
    """All takes of a clip."""
    limit: int = Field(100, ge=1, le=1000)


class ClipList(Reply):
    clips: tuple[ClipView, ...]
    """Newest first."""


class EstimateClip(ShotWish):
    """What a shot would take."""

    place: Place


class ClipEstimate(Reply):
    """Time and cost of a shot, for each generator."""

    frames: int
    seconds: float
    """Its length."""
    choices: tuple[Choice, ...]
    recommended: str


class HandOff(Mutation):
    """Write a folder that any editor can import by hand: media, OTIO, FCP7 XML, EDL, subtitles, looks and instructions."""

    film: Annotated[str, StringConstraints(pattern=r"^[0-9a-zA-Z][0-9a-zA-Z_-]{0,63}$")] | None = None
    clips: tuple[ClipId, ...] = Field((), max_length=500)
    """Instead of a film: laid one after the other."""
    to: LocalPath | None = None
    """The folder to write (owner only); by default one in the user's films folder."""
    lang: Language = "en"
    """Of the instructions."""


class HandedOff(Reply):
    path: str
    files: tuple[str, ...]
    reports: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """What each file's format could not carry."""
