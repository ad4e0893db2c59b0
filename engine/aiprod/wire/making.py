# SPDX-License-Identifier: Apache-2.0
"""Ordering films and other work: what `aiprod make`, `resume`, `export`, `interchange` and `check` take, on the wire."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from aiprod.film.brief import Audience, Genre, Language, Tone
from aiprod.film.master import MasterOrder, Subtitles
from aiprod.film.mix import Layout
from aiprod.film.output import OutputName
from aiprod.film.takes import Department
from aiprod.wire.base import FilmId, LocalPath, Mutation, Name, Reply, Request
from aiprod.wire.jobs import JobView, Priority

Size = Annotated[str, StringConstraints(pattern=r"^[0-9]{2,5}[xX×][0-9]{2,5}$")]
Rate = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,6}([./][0-9]{1,6})?$")]
InterchangeKind = Literal["otio", "resolve-otio", "fcpxml", "fcp7", "edl", "aaf"]
GeneratorName = Annotated[str, StringConstraints(pattern=r"^(only:)?[a-z]+(:[0-9A-Za-z._/-]{1,100})?$")]
"""auto, animatic, nano, diffusion:ID, cloud:PROVIDER; `only:` before a name forbids falling back to others."""


class FilmWish(Request):
    """What a film shall be. None lets the brief decide."""

    brief: Annotated[str, StringConstraints(min_length=1, max_length=2_000_000)]
    """The text itself: a sentence, a page, or a whole screenplay. Never a path."""
    source: Literal["prose", "fountain", "fdx"] = "prose"
    """What kind of text it is."""
    lang: Language | None = None
    duration: float | None = Field(None, ge=4, le=7200)
    """Seconds."""
    style: Name | None = None
    genre: Genre | None = None
    tone: Tone | None = None
    audience: Audience | None = None
    generator: GeneratorName = "auto"
    """Where the pictures come from."""
    writer: Annotated[str, StringConstraints(pattern=r"^[a-z]+(:[0-9A-Za-z._/-]{1,100})?$")] = "auto"
    """auto, template, or llm:MODEL."""
    format: Name = "h264"
    """Of a master beside the H.264 screening copy."""
    preset: Name | None = None
    """A receiver's demands by name, instead of `format`."""
    colour: OutputName | None = None
    """Of that master."""
    size: Size = "1920x1080"
    rate: Rate = "24"
    """Frames per second: 24, 25, 23.976, 30000/1001, …"""
    loudness: float = Field(-16.0, ge=-31, le=-9)
    """LUFS."""
    layout: Layout = "stereo"
    """Of the mix."""
    target: Name | None = None
    """A delivery's demands by name, instead of `loudness`: streaming, web, broadcast, atsc, streaming-film."""
    seed: int = Field(0, ge=0, le=0x7FFFFFFF)


class GenerateRequest(FilmWish, Mutation):
    """Make a film."""

    name: (
        Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f/\\:*?\"<>|.][^\x00-\x1f\x7f/\\:*?\"<>|]{0,119}$")] | None
    ) = None
    """The film folder's name among the engine's films; by default it is made from the brief."""
    out: LocalPath | None = None
    """The film folder to make, anywhere on the engine's machine (owner only)."""
    until: Department | None = None
    """Stop after this department."""
    priority: int = Priority
    cap_eur: float | None = Field(None, ge=0, le=100_000)
    """What may be spent on clouds for this film; without a cap, nothing may."""
    deadline_s: float | None = Field(None, gt=0, le=30 * 86400)
    """Give the job up this long after it was ordered."""


class Ordered(Reply):
    """A job was ordered for a film."""

    film: str
    """The film's id."""
    path: str
    """The film's folder on the engine's machine."""
    job: JobView
    warnings: tuple[str, ...] = ()
    """What the reader of the brief had to do that its author should know."""


class JobOrdered(Reply):
    """A job was ordered."""

    job: JobView


class EstimateRequest(FilmWish):
    """What a film would take."""

    cap_eur: float | None = Field(None, ge=0, le=100_000)
    """What it might cost; without it no cloud is recommended."""


class Choice(Reply):
    """One way to make it."""

    generator: str
    title: str = ""
    available: bool
    reason: str = ""
    """Why it is (not) available, or (not) recommended."""
    recommended: bool = False
    seconds: float | None = None
    """Working time, here and at the provider."""
    seconds_low: float | None = None
    seconds_high: float | None = None
    """The range that four of five films fall into."""
    eur: float = 0.0
    """To be paid to the provider."""
    priced_on: str = ""
    """The date of the oldest price in it."""
    certainty: str = ""
    """Of that price: published, reported, derived, unconfirmed."""


class Estimate(Reply):
    """Time and cost of a film, for each generator."""

    duration_s: float
    """Of the film, once its shots are planned."""
    shots: int
    choices: tuple[Choice, ...]
    recommended: str
    reason: str = ""


class ResumeFilm(Mutation):
    """Finish an interrupted or edited film: only what changed is made again."""

    film: FilmId
    until: Department | None = None
    priority: int = Priority
    deadline_s: float | None = Field(None, gt=0, le=30 * 86400)


class ExportFilm(Mutation):
    """Write the finished film somewhere else, in any format."""

    film: FilmId
    format: Name | None = None
    """h264, h265, prores422hq, dnxhr-hqx, av1, exr, dpx, wav, stems, … (`styles.list` names them all); by default the preset's,
    else h264."""
    preset: Name | None = None
    """A receiver's demands by name: youtube, broadcast-ebu, archive, …"""
    to: LocalPath | None = None
    """The file or folder to write (owner only); by default one in the film's own `exports` folder."""
    colour: OutputName | None = None
    """Of the picture; Rec.709 unless the preset or the format says otherwise."""
    exact: bool = False
    """Grade every pixel by the transforms themselves: slow."""
    size: Size | None = None
    layout: Literal["stereo", "5.1"] | None = None
    """Of the sound; as it was mixed otherwise."""
    channel_order: Literal["smpte", "film"] | None = None
    """Of six separate channels: L R C LFE Ls Rs, or L C R Ls Rs LFE."""
    sound: Name | None = None
    """The sound's codec, where the container leaves a choice: aac, eac3, flac, opus, pcm24."""
    target: Name | None = None
    """A loudness target by name."""
    subtitles: Subtitles | None = None
    """A soft track, burned into the picture, files beside it, or none."""
    alpha: bool = False
    hardware: bool = False
    """Let the graphics card encode."""
    package: bool = False
    """A folder with the master, its sound, subtitles, poster and checksums."""


class InterchangeFilm(Mutation):
    """Write the edit for another editor."""

    film: FilmId
    kind: InterchangeKind
    to: LocalPath | None = None
    """The file to write (owner only); by default one in the film's own `exports` folder."""
    relative: bool = False
    """Media by their way from the file, where the format allows it."""
    drop_frame: bool | None = None
    """Count timecode with dropped numbers or without, at 29.97 and 59.94; by default as is usual there."""
    lang: Language | None = None
    """Of the report; the film's otherwise."""


class LossView(Reply):
    """Something of a timeline that a format did not carry."""

    track: str = ""
    clip: str = ""
    """Empty for what concerns the whole timeline or track."""
    at_frame: int = 0
    timecode: str = ""
    aspect: str = ""
    """Of what: transition, speed, gain, fade, pan, title, lut, cdl, media, marker …"""
    text: str
    """The sentence, without the clip."""


class InterchangeWritten(Reply):
    path: str
    files: tuple[str, ...] = ()
    """Everything that was written: the file, further lists, the report."""
    warnings: tuple[str, ...] = ()
    """What the format could not carry, a sentence each."""
    losses: tuple[LossView, ...] = ()
    """The same for programs."""


class ConformFilm(Mutation):
    """Bring a timeline that was changed in another editor back into the film: its cuts become the film's, takes stay. One change,
    which can be undone."""

    film: FilmId
    path: LocalPath | None = None
    """The file (owner only): OTIO, FCPXML, FCP7 XML, EDL or AAF."""
    text: Annotated[str, StringConstraints(min_length=1, max_length=4_000_000)] | None = None
    """Instead of a path: the content of a file that is text."""
    name: Name | None = None
    """With `text`: the file's name, whose suffix says what it is."""
    dry_run: bool = False
    """Only say what would change."""
    adopt: bool = True
    """Copy media that are not the film's into it; otherwise they count as missing."""
    rate: Rate | None = None
    """Of an EDL that does not say its own; the film's otherwise."""
    lang: Language | None = None
    """Of what is said; the film's otherwise."""


class ConformNote(Reply):
    """What is other than before, or could not be taken over."""

    track: str = ""
    clip: str = ""
    timecode: str = ""
    what: str
    """moved, trimmed, slipped, speed, transition, level, enabled, title, take, track, marker, start, added, removed, adopted; of
    what was left: missing, short, hanging, lost, kept."""
    left: bool = False
    text: str


class FilmConformed(Reply):
    changed: bool
    """Whether the edit differs from what it was."""
    applied: bool
    kept: int
    """Clips of the film in the new edit."""
    added: int
    removed: int
    missing: int
    """Clips whose media are not there: their room stays empty."""
    summary: str
    notes: tuple[ConformNote, ...] = ()
    """At most a thousand, what was left first."""


class CheckRequest(Mutation):
    """Quality control of a film, or of any video file (owner only)."""

    film: FilmId | None = None
    path: LocalPath | None = None
    profile: Name | None = None
    """A delivery's demands by name (`deliveries.list`); without one, what is a fault anywhere, and a film's own target."""
    language: Language | None = None
    """Of what is said; the film's otherwise."""
    page: bool = False
    """Write the report as a page with stills and graphs too, into the film's `checks` folder."""


class PresetView(Reply):
    """A receiver's demands."""

    name: str
    title: dict[str, str]
    """Language → words."""
    order: MasterOrder
    """With nothing left open."""
    rates: tuple[str, ...] = ()
    """Frames per second that it takes, exact; empty: any."""
    source: str = ""
    note: dict[str, str] = Field(default_factory=dict)
    """Language → what the receiver should know."""


class FormatView(Reply):
    """A format that masters can be written in."""

    name: str
    title: str
    kind: Literal["video", "sequence", "sound", "subtitles"]
    suffixes: tuple[str, ...]
    """Its containers, the usual one first; empty for a folder."""
    sounds: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Suffix → the sound codecs that it may hold there, the usual one first."""
    outputs: tuple[OutputName, ...]
    bits: int
    chroma: str
    alpha: bool = False
    able: bool = True
    """Whether an encoder for it opens on the engine's machine."""
    why: str = ""
    """Why not."""


class ProfileView(Reply):
    """A delivery's demands, for quality control."""

    name: str
    title: dict[str, str]
    source: str
    dated: str = ""


class TargetView(Reply):
    """A loudness target."""

    name: str
    lufs: float
    tolerance_lu: float
    true_peak_dbtp: float
    anchor: str
    source: str


class Deliveries(Reply):
    """Everything that a film can be delivered as, and checked against."""

    presets: tuple[PresetView, ...]
    formats: tuple[FormatView, ...]
    left_out: dict[str, str] = Field(default_factory=dict)
    """What a post house may ask for and does not get → why."""
    profiles: tuple[ProfileView, ...]
    targets: tuple[TargetView, ...]
