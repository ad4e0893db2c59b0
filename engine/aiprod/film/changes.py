# SPDX-License-Identifier: Apache-2.0
"""What a user may change of a film, as data: each change is one named edit that can be undone.

The command line, the server and its clients send these; `apply` puts one on disk. To add a change, write a class with
`title` and `made_to` and name it in `Change`.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from aiprod.film.base import FilmObject
from aiprod.film.brief import Audience, Genre, Language, Tone
from aiprod.film.errors import UserError
from aiprod.film.film import Film
from aiprod.film.grade import Cdl, Curves, GradeChoice, Lut, Triple
from aiprod.film.look import CharacterLook
from aiprod.film.master import MasterOrder
from aiprod.film.mix import MixChoices
from aiprod.film.screenplay import Action, Emotion, Line, Mood, Scene, Screenplay, TimeOfDay, Weather
from aiprod.film.screenplay_changes import ScreenplayChange
from aiprod.film.shot_changes import (
    ApproveChange,
    PickupChange,
    ShotChange,
    ShotResetChange,
    unapproved,
    without_pickups,
)
from aiprod.film.speech import VoiceCasting
from aiprod.film.store import FilmStore
from aiprod.film.time import FrameRate
from aiprod.film.timeline_changes import TimelineChange, TimelineConformChange, TimelineResetChange, TimelineStartChange

Id = Annotated[str, Field(max_length=200)]
T = TypeVar("T", bound=FilmObject)
GradeField = Literal["automatic", "exposure", "lights", "cdl", "curves", "look", "look_strength", "lut", "lut_strength"]
_PRIMARIES = ("slope", "offset", "power", "saturation")
"""How far the weights of a voice may be from 1 in all."""


class _Change(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    @abstractmethod
    def title(self) -> str:
        """As the user reads it in the Undo menu."""

    @abstractmethod
    def made_to(self, film: Film) -> Film:
        """The film after the change. Raises UserError where it can't be made."""


class LineChange(_Change):
    """Other words, or another way to say them. What is left out stays."""

    kind: Literal["line"] = "line"
    line: Id
    text: str | None = Field(None, max_length=10_000)
    emotion: Emotion | None = None
    parenthetical: str | None = Field(None, max_length=1_000)

    def title(self) -> str:
        return f"Change line {self.line}"

    def made_to(self, film: Film) -> Film:
        given = _given(self, "kind", "line")
        if self.text is not None:
            given["text"] = _words(self.text, "The line would be empty", "a line says something", "Give the words to be spoken.")
        script = _written(film)
        _known("line", self.line, [line.id for line in script.lines()])
        return _with_element(film, self.line, given)


class ActionChange(_Change):
    """Other words for what is seen."""

    kind: Literal["action"] = "action"
    action: Id
    text: str = Field(max_length=10_000)

    def title(self) -> str:
        return f"Change action {self.action}"

    def made_to(self, film: Film) -> Film:
        text = _words(self.text, "The action would be empty", "an action shows something")
        script = _written(film)
        _known("action", self.action, [action.id for scene in script.scenes for action in scene.actions])
        return _with_element(film, self.action, {"text": text})


class SceneChange(_Change):
    """Another time, weather or mood of a scene. What is left out stays."""

    kind: Literal["scene"] = "scene"
    scene: Id
    time_of_day: TimeOfDay | None = None
    weather: Weather | None = None
    mood: Mood | None = None
    intensity: float | None = Field(None, ge=0, le=1)

    def title(self) -> str:
        return f"Change scene {self.scene}"

    def made_to(self, film: Film) -> Film:
        script = _written(film)
        _known("scene", self.scene, [scene.id for scene in script.scenes])
        given = _given(self, "kind", "scene")
        return _with_scenes(film, tuple(_changed(s, given) if s.id == self.scene else s for s in script.scenes))


class TitleChange(_Change):
    """Another title of the film, as it is shown in it."""

    kind: Literal["title"] = "title"
    text: str = Field(max_length=1_000)

    def title(self) -> str:
        return "Change the title"

    def made_to(self, film: Film) -> Film:
        text = _words(self.text, "The title would be empty", "a film has a title")
        return film.changed(screenplay=_written(film).changed(title=text))


class VoiceChange(_Change):
    """The user's own voice for a character."""

    kind: Literal["voice"] = "voice"
    voice: VoiceCasting

    def title(self) -> str:
        return f"Change the voice of {self.voice.character}"

    def made_to(self, film: Film) -> Film:
        _in_cast(film, self.voice.character)
        self.voice.check()
        others = tuple(voice for voice in film.voices if voice.character != self.voice.character)
        return film.changed(voices=(*others, self.voice))


class LookChange(_Change):
    """The user's own look for a character."""

    kind: Literal["look"] = "look"
    look: CharacterLook

    def title(self) -> str:
        return f"Change the look of {self.look.character}"

    def made_to(self, film: Film) -> Film:
        _in_cast(film, self.look.character)
        others = tuple(look for look in film.looks if look.character != self.look.character)
        return film.changed(looks=(*others, self.look))


class StudioCastingChange(_Change):
    """A character's voice or look is the studio's choice again."""

    kind: Literal["studio_casting"] = "studio_casting"
    character: Id
    of: Literal["voice", "look"]

    def title(self) -> str:
        return f"Leave the {self.of} of {self.character} to the studio"

    def made_to(self, film: Film) -> Film:
        _in_cast(film, self.character)
        if self.of == "voice":
            return film.changed(voices=tuple(voice for voice in film.voices if voice.character != self.character))
        return film.changed(looks=tuple(look for look in film.looks if look.character != self.character))


class RetakeChange(_Change):
    """A shot is shot once more, with another seed. Earlier takes stay on disk: ask for their number to have one back.

    Whether the shot is in the film is for the caller to check (`check` of `apply`): the shot list is made, not decided.
    """

    kind: Literal["retake"] = "retake"
    shot: Id
    number: int | None = Field(None, ge=0, le=9_999)
    """Which take; None is the next one, 0 the first that was made."""

    def title(self) -> str:
        return f"Retake shot {self.shot}"

    def made_to(self, film: Film) -> Film:
        number = film.retakes.get(self.shot, 0) + 1 if self.number is None else self.number
        others = {shot: taken for shot, taken in film.retakes.items() if shot != self.shot}
        again = film.changed(retakes={**others, self.shot: number} if number else others)
        return unapproved(without_pickups(again, self.shot), self.shot)


class GeneratorChange(_Change):
    """Where the pictures come from. Whether there is such a generator is for the caller to check."""

    kind: Literal["generator"] = "generator"
    generator: Id

    def title(self) -> str:
        return f"Change the generator to {self.generator}"

    def made_to(self, film: Film) -> Film:
        return film.changed(generator=self.generator)


class BriefChange(_Change):
    """Settings of the brief that may change at any time. What is left out stays.

    Whether the masters can be made is for the caller to check.
    """

    kind: Literal["brief"] = "brief"
    text: str | None = Field(None, max_length=2_000_000)
    """What the film is about: it decides the screenplay until there is one, and when it is written again."""
    language: Language | None = None
    genre: Genre | None = None
    audience: Audience | None = None
    tone: Tone | None = None
    open: Annotated[tuple[Literal["genre", "audience", "tone"], ...], Field(max_length=3)] = ()
    """What is left to the writer again."""
    duration_s: float | None = None
    style: str | None = Field(None, max_length=200)
    seed: int | None = None
    width: int | None = None
    height: int | None = None
    rate: FrameRate | None = None
    loudness_lufs: float | None = None
    mixing: MixChoices | None = None
    """The whole of it: buses, layout, target."""
    masters: Annotated[tuple[MasterOrder, ...], Field(max_length=20)] | None = None

    def title(self) -> str:
        return "Change the settings"

    def made_to(self, film: Film) -> Film:
        given = _given(self, "kind", "open") | dict.fromkeys(self.open)
        if self.text is not None and not self.text.strip():
            raise UserError("The brief would be empty", "a film is made from words", "Say what it is about.")
        return film.changed(brief=_changed(film.brief, given))


class GradeChange(_Change):
    """A grade of the user's for the film, a scene or a shot. What is left out stays as it is.

    Whether there is such a shot or look, and whether the LUT lies in the film's folder, is for the caller to check.
    """

    kind: Literal["grade"] = "grade"
    scene: Id | None = None
    shot: Id | None = None
    """At most one of both; without one, the film is meant."""
    automatic: bool | None = None
    """False: instead of the studio's balance and look; True: on top of them again."""
    exposure: float | None = None
    lights: Triple | None = None
    slope: Triple | None = None
    offset: Triple | None = None
    power: Triple | None = None
    saturation: float | None = None
    curves: Curves | None = None
    look: str | None = Field(None, max_length=100)
    look_strength: float | None = None
    lut: Lut | None = None
    lut_strength: float | None = None

    def title(self) -> str:
        return f"Grade {_told_place(self.scene, self.shot)}"

    def made_to(self, film: Film) -> Film:
        place = _place(film, self.scene, self.shot)
        before = film.grades.get(place, GradeChoice())
        given = _given(self, "kind", "scene", "shot")
        primaries: dict[str, Any] = {name: given.pop(name) for name in _PRIMARIES if name in given}
        if primaries:
            given["cdl"] = _changed(before.cdl or Cdl(), primaries)
        if self.lut is not None:
            given["lut"] = self.lut.changed(path="")
        return _graded(film, place, _changed(before, given))


class GradeResetChange(_Change):
    """What the user decided about a grade is left to the next wider choice again, and in the end to the studio."""

    kind: Literal["grade_reset"] = "grade_reset"
    scene: Id | None = None
    shot: Id | None = None
    fields: tuple[GradeField, ...] = ()
    """Only these; () is everything."""

    def title(self) -> str:
        return f"Reset the grade of {_told_place(self.scene, self.shot)}"

    def made_to(self, film: Film) -> Film:
        place = _place(film, self.scene, self.shot)
        left = film.grades.get(place, GradeChoice()).changed(**dict.fromkeys(self.fields)) if self.fields else GradeChoice()
        return _graded(film, place, left)


class NameChange(_Change):
    """Another name of the film, as it stands in lists; its folder keeps its own."""

    kind: Literal["name"] = "name"
    text: str = Field(max_length=1_000)

    def title(self) -> str:
        return "Rename the film"

    def made_to(self, film: Film) -> Film:
        return film.changed(name=_words(self.text, "The name would be empty", "a film has a name"))


Change = Annotated[
    LineChange | ActionChange | SceneChange | TitleChange | VoiceChange | LookChange | StudioCastingChange | RetakeChange
    | GeneratorChange | BriefChange | GradeChange | GradeResetChange | NameChange | TimelineChange
    | TimelineStartChange | TimelineConformChange | TimelineResetChange | ShotChange | ShotResetChange | PickupChange
    | ApproveChange | ScreenplayChange,
    Field(discriminator="kind"),
]  # fmt: skip
"""Any change; `kind` says which."""

_ADAPTER: TypeAdapter[Change] = TypeAdapter(Change)


def read_change(data: Any) -> Change:
    """A change from JSON data. Raises UserError where it is none."""
    try:
        return _ADAPTER.validate_python(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "its root"
        raise UserError("This is not a change of a film", f"{first['msg']} at {where}") from error


def apply(store: FilmStore, change: Change, check: Callable[[Film], None] | None = None) -> Film:
    """Make one change: on disk, undoable, before this returns. A change that changes nothing leaves no trace.

    Args:
        store: the open film; it is read again first, so that nobody's changes are lost. A production may be making it.
        change: what to change.
        check: looks at the film as it would be and may refuse it by raising UserError.

    Raises:
        FilmBusyError: another edit does not end.
        UserError: the change does not fit the film.
    """

    def made(film: Film) -> Film:
        after = change.made_to(film)
        if check is not None:
            check(after)
        return after

    return store.edit(change.title(), made)


def undo(store: FilmStore) -> str:
    """Take back the last change; returns its title. Raises UserError when there is none, FilmBusyError."""
    return store.undo()


def redo(store: FilmStore) -> str:
    """Make the last undone change again; returns its title. Raises UserError when there is none, FilmBusyError."""
    return store.redo()


def _given(change: BaseModel, *but: str) -> dict[str, Any]:
    """The fields that say something."""
    fields = {name: getattr(change, name) for name in type(change).model_fields if name not in but}
    return {name: value for name, value in fields.items() if value is not None}


def _words(text: str, what: str, why: str, remedy: str = "") -> str:
    """The text with single spaces. Raises UserError when nothing is left."""
    words = " ".join(text.split())
    if not words:
        raise UserError(what, why, remedy)
    return words


def _written(film: Film) -> Screenplay:
    if film.screenplay is None:
        raise UserError("The film is not written yet", "there is no screenplay to change", "Run `aiprod resume` first.")
    return film.screenplay


def _known(kind: str, name: str, known: list[str]) -> None:
    if name not in known:
        raise UserError(f"There is no {kind} {name!r}", f"the {kind}s are {', '.join(known) or 'none'}", "See `aiprod show`.")


def _place(film: Film, scene: str | None, shot: str | None) -> str:
    """The key of a grade in the document. Scenes are decided with the screenplay, shots are made from it."""
    if scene and shot:
        raise UserError("The grade has two places", f"scene {scene} and shot {shot}", "Give one of them.")
    if scene:
        _known("scene", scene, [known.id for known in _written(film).scenes])
    return f"shot:{shot}" if shot else f"scene:{scene}" if scene else "film"


def _graded(film: Film, place: str, choice: GradeChoice) -> Film:
    others = {name: known for name, known in film.grades.items() if name != place}
    return film.changed(grades=others if choice == GradeChoice() else {**others, place: choice})


def _told_place(scene: str | None, shot: str | None) -> str:
    return f"shot {shot}" if shot else f"scene {scene}" if scene else "the film"


def _in_cast(film: Film, character: str) -> None:
    _known("character", character, [member.id for member in _written(film).cast])


def _changed(thing: T, fields: dict[str, Any]) -> T:
    """A copy with other values. Raises UserError where a value is out of its limits."""
    try:
        return thing.changed(**fields)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the settings"
        raise UserError(f"{where} can't be changed so", first["msg"]) from error


def _with_scenes(film: Film, scenes: tuple[Scene, ...]) -> Film:
    return film.changed(screenplay=_written(film).changed(scenes=scenes))


def _with_element(film: Film, element: str, fields: dict[str, Any]) -> Film:
    return _with_scenes(film, tuple(_scene_with(scene, element, fields) for scene in _written(film).scenes))


def _scene_with(scene: Scene, element: str, fields: dict[str, Any]) -> Scene:
    if all(part.id != element for part in scene.elements):
        return scene
    elements: list[Action | Line] = [_changed(part, fields) if part.id == element else part for part in scene.elements]
    return scene.changed(elements=tuple(elements))
