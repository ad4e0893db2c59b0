# SPDX-License-Identifier: Apache-2.0
"""Films on the wire: what was decided, what was made of it, and how to change it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from aiprod.film.changes import (
    ActionChange,
    BriefChange,
    GeneratorChange,
    GradeChange,
    GradeResetChange,
    LineChange,
    LookChange,
    NameChange,
    RetakeChange,
    SceneChange,
    StudioCastingChange,
    TitleChange,
    VoiceChange,
)
from aiprod.film.look import CharacterLook
from aiprod.film.screenplay_changes import ScreenplayChange
from aiprod.film.shot_changes import ApproveChange, PickupChange, ShotChange, ShotResetChange
from aiprod.film.speech import VoiceCasting
from aiprod.film.timeline_changes import TimelineChange, TimelineResetChange, TimelineStartChange
from aiprod.wire.base import AssetId, FilmId, Json, LocalPath, Mutation, Reply, Request, TakeId


class FilmRequest(Request):
    film: FilmId


class TakeRequest(FilmRequest):
    take: TakeId


class TakeFileRequest(TakeRequest):
    name: Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]{1,240}$")]
    """As the take lists it: "picture.mp4", "speech.wav", …"""


class AssetRequest(FilmRequest):
    asset: AssetId


class OpenFilm(Mutation):
    """Make a film folder on the engine's machine known to the engine (owner only)."""

    path: LocalPath


class FilmSummary(Reply):
    """A film in a list."""

    id: str
    name: str
    path: str
    """Its folder on the engine's machine."""
    present: bool = True
    """False when the folder is not there any more."""
    created_at: float = 0.0


class ListFilms(Request):
    limit: int = Field(200, ge=1, le=1000)


class FilmList(Reply):
    films: tuple[FilmSummary, ...]


class RateView(Reply):
    """Frames per second, exact."""

    numerator: int
    denominator: int


class DeliveryView(Reply):
    """A delivered file."""

    asset: str
    path: str
    size: int


class FilmView(FilmSummary):
    """A film as it stands."""

    title: str = ""
    language: str = ""
    duration_s: float = 0.0
    """As asked for."""
    width: int = 0
    height: int = 0
    rate: RateView = RateView(numerator=24, denominator=1)
    style: str = ""
    seed: int = 0
    generator: str = ""
    writer: str = ""
    written: bool = False
    department: str = ""
    """The last one that finished."""
    takes: int = 0
    """How many it is made of."""
    edits: int = 0
    current: bool = False
    """False when it was changed after it was last made."""
    passed: bool | None = None
    """Quality control's verdict, if there is one."""
    delivery: tuple[DeliveryView, ...] = ()
    warnings: tuple[str, ...] = ()
    looks: tuple[CharacterLook, ...] = ()
    """The user's own."""
    voices: tuple[VoiceCasting, ...] = ()
    """The user's own."""


class CharacterView(Reply):
    id: str
    name: str
    description: str = ""
    species: str = ""
    gender: str = ""
    age: str = ""


class ElementView(Reply):
    """What is seen or said."""

    kind: Literal["action", "line"]
    id: str
    text: str
    character: str = ""
    """Who says it."""
    emotion: str = ""
    parenthetical: str = ""
    extension: str = ""
    characters: tuple[str, ...] = ()
    """Who is seen."""


class SceneView(Reply):
    id: str
    heading: str
    place: str
    interior: bool
    time_of_day: str
    weather: str
    mood: str
    intensity: float
    elements: tuple[ElementView, ...]


class ScreenplayView(Reply):
    """The written film."""

    title: str
    logline: str = ""
    author: str = ""
    writer: str = ""
    language: str
    genre: str
    audience: str
    tone: str
    cast: tuple[CharacterView, ...]
    scenes: tuple[SceneView, ...]


class ShotView(Reply):
    """A shot as planned, and the take that shows it."""

    id: str
    scene: str
    size: str
    coverage: str
    description: str
    move: str
    mood: str
    frames: int
    lines: tuple[str, ...] = ()
    transition_in: str = "cut"
    transition_frames: int = 0
    take: str = ""
    """Empty until it is shot."""
    generator: str = ""
    label: str = ""
    """What the picture is called wherever it is shown: "animatic", …"""


class ShotList(Reply):
    rate: RateView
    shots: tuple[ShotView, ...]


class DirectionView(Reply):
    """The user's part in a shot's direction; None is the studio's."""

    size: str | None = None
    angle: str | None = None
    move: str | None = None
    mood: str | None = None
    frames: int | None = None
    description: str | None = None


class BoardShot(ShotView):
    """A shot on the storyboard: as it is directed now, and what making it takes now."""

    still: str = ""
    """The asset of its picture; empty until it is drawn."""
    wanted: DirectionView = DirectionView()
    maker: str = ""
    """The generator that would make it."""
    seconds: float = 0.0
    """On the clock, if nothing else is made meanwhile."""
    eur: float | None = 0.0
    """0 for everything made on the engine's machine; None where no price is known."""
    priced_on: str = ""
    certainty: str = ""
    approved: bool = False
    current: bool = False
    """Whether its footage is there, and of the shot as it is directed now."""
    number: int | None = None
    """Which take of this direction its footage is: 0 the first; None of another direction."""
    takes: int = 0


class Board(Reply):
    """The storyboard. What is still to be made, in all: `seconds` one after the other, `eur` as far as prices are known."""

    rate: RateView
    generator: str
    shots: tuple[BoardShot, ...]
    to_make: int
    seconds: float
    eur: float


class EditItem(Reply):
    """A piece of a track. Ranges are half open, in frames at the edit's rate."""

    asset_id: str
    """Empty for a title: it has words instead of a file."""
    name: str
    src_in: int
    src_out: int
    rec_in: int
    rec_out: int
    gain_db: float = 0.0
    pan: float = 0.0
    fade_in_frames: int = 0
    fade_out_frames: int = 0
    shot: str = ""
    line: str = ""
    text: str = ""
    """What is said or written."""


class EditTransition(Reply):
    """A transition around the cut at `at`: it covers [at − before, at + after)."""

    kind: str
    at: int
    before: int
    after: int


class EditTrack(Reply):
    name: str
    kind: Literal["video", "audio"]
    items: tuple[EditItem, ...]
    transitions: tuple[EditTransition, ...] = ()


class EditMarker(Reply):
    name: str
    at: int
    frames: int = 1
    colour: str = ""
    kind: str = ""
    """"scene", "beat", "line"."""


class EditList(Reply):
    """The edit, version 1: for every host alike. All numbers are whole frames at `rate`."""

    edit_list: int = 1
    film: str
    name: str
    rate: RateView
    drop_frame: bool = False
    start_frame: int
    """The timecode of the first frame, as a frame count: 01:00:00:00."""
    frames: int
    width: int
    height: int
    tracks: tuple[EditTrack, ...]
    markers: tuple[EditMarker, ...] = ()


class EditView(Reply):
    """A change that was made."""

    number: int
    kind: Literal["edit", "undo", "redo"]
    name: str


class EditHistory(Reply):
    edits: tuple[EditView, ...]


class _Step(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class UndoStep(_Step):
    """Take back the last change."""

    kind: Literal["undo"] = "undo"


class RedoStep(_Step):
    """Make the last undone change again."""

    kind: Literal["redo"] = "redo"


FilmChange = Annotated[
    LineChange | ActionChange | SceneChange | TitleChange | VoiceChange | LookChange | StudioCastingChange | RetakeChange
    | GeneratorChange | BriefChange | GradeChange | GradeResetChange | NameChange | TimelineChange | TimelineStartChange
    | TimelineResetChange | ShotChange | ShotResetChange | PickupChange | ApproveChange | ScreenplayChange
    | UndoStep | RedoStep,
    Field(discriminator="kind"),
]  # fmt: skip


class EditFilm(Mutation):
    """Change a film; every change can be undone. Order `films.resume` to have made what depends on it."""

    film: FilmId
    change: FilmChange


class Edited(Reply):
    name: str
    """As the Undo menu shows it."""
    edits: int
    """How many entries the journal has now."""


class TakeFileView(Reply):
    asset: str
    name: str
    sha256: str
    size: int


class TakeView(Reply):
    """Something that was made, and what it was made from."""

    id: str
    name: str = ""
    """Its place in the film ("shot s1-wide"); empty when the film does not use it now."""
    department: str
    step: str
    generator: str
    seed: int = 0
    files: tuple[TakeFileView, ...]
    facts: Json = Field(default_factory=dict)
    cpu_seconds: float = 0.0
    eur: float = 0.0
    licences: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    inputs: dict[str, str] = Field(default_factory=dict)


class TakeList(Reply):
    takes: tuple[TakeView, ...]


class ResolveAssets(Request):
    """Where files of a film are, for a host on the same machine, and what a host must know to place them."""

    film: FilmId
    assets: tuple[AssetId, ...] = Field(min_length=1, max_length=500)


class AssetView(Reply):
    asset: str
    path: str
    """Absolute, on the engine's machine."""
    mime: str
    size: int
    sha256: str = ""
    rate: RateView | None = None
    frames: int | None = None
    """Of a picture."""
    width: int | None = None
    height: int | None = None
    channels: int | None = None
    sample_rate: int | None = None
    duration_s: float | None = None
    start_frame: int = 0
    """The timecode of its first frame, as a frame count."""


class AssetList(Reply):
    assets: tuple[AssetView, ...]


class SetCap(Mutation):
    """How much may be spent on clouds for a film, in all."""

    film: FilmId
    eur: float = Field(ge=0, le=100_000)


class SpendingView(Reply):
    film: str
    cap_eur: float | None
    """None: nothing may be spent."""
    spent_eur: float
    reserved_eur: float = 0.0
    """Promised to jobs that run now."""
