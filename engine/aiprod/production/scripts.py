# SPDX-License-Identifier: Apache-2.0
"""A screenplay as it is typed: paragraphs of six kinds, and the way between them and the film's document.

Paragraphs carry the id of what they belong to, so that whatever keeps its words keeps its takes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from aiprod.film import changes
from aiprod.film.brief import Brief, Language
from aiprod.film.errors import UserError
from aiprod.film.film import Film
from aiprod.film.screenplay import Action, Character, Emotion, Line, Scene, Screenplay
from aiprod.film.screenplay_changes import Doing, ScreenplayChange
from aiprod.film.speech import VoiceCasting

Kind = Literal["heading", "action", "character", "parenthetical", "dialogue", "transition"]


class Paragraph(NamedTuple):
    """One paragraph of a screenplay.

    Attributes:
        kind: how it is laid out.
        text: its words; a parenthetical's without brackets.
        ref: the id of its scene (heading, transition), its action, or its line; "" for a new one.
    """

    kind: Kind
    text: str
    ref: str = ""


# -- from the document ---------------------------------------------------------------------------------------------------------


def laid_out(script: Screenplay) -> tuple[Paragraph, ...]:
    """A screenplay as paragraphs. Lines that follow each other from the same mouth stand under one name."""
    names = {character.id: character.name for character in script.cast}
    return tuple(paragraph for scene in script.scenes for paragraph in _scene_laid_out(scene, names))


def _scene_laid_out(scene: Scene, names: Mapping[str, str]) -> Iterator[Paragraph]:
    if scene.transition_in:
        yield Paragraph("transition", scene.transition_in, f"{scene.id}<")
    yield Paragraph("heading", scene.heading, scene.id)
    speaker = ("", "")
    for element in scene.elements:
        if isinstance(element, Action):
            yield Paragraph("action", element.text, element.id)
            speaker = ("", "")
            continue
        if (element.character, element.extension) != speaker:
            yield Paragraph("character", _cue(element, names), element.id)
        speaker = (element.character, element.extension)
        if element.parenthetical:
            yield Paragraph("parenthetical", element.parenthetical, element.id)
        yield Paragraph("dialogue", element.text, element.id)
    if scene.transition_out:
        yield Paragraph("transition", scene.transition_out, f"{scene.id}>")


def _cue(line: Line, names: Mapping[str, str]) -> str:
    name = names.get(line.character, line.character).upper()
    return f"{name} ({line.extension})" if line.extension else name


# -- to the document -----------------------------------------------------------------------------------------------------------


def loose(paragraphs: Sequence[Paragraph]) -> tuple[int, ...]:
    """The places of paragraphs that are no part of a film yet: a name before nothing is said, brackets before no words."""
    found: list[int] = []
    waiting: list[int] = []
    for place, paragraph in enumerate(paragraphs):
        if not paragraph.text.strip():
            continue
        if paragraph.kind == "character":
            found, waiting = found + waiting, [place]
        elif paragraph.kind == "parenthetical":
            waiting.append(place)
        else:
            if paragraph.kind != "dialogue":
                found += waiting
            waiting = []
    return tuple(found + waiting)


def change_of(
    film: Film, paragraphs: Sequence[Paragraph], base: Sequence[Paragraph] = (), doing: Doing | None = None
) -> changes.Change | None:
    """The smallest change that makes a film's screenplay what was typed; None where it is that already.

    Args:
        film: as it stands.
        paragraphs: what was typed, every one with a ref of its own.
        base: what the typing began with: where somebody else changed words since that were not touched here, theirs stay.
        doing: what the user did, where it is known.
    """
    before = film.screenplay
    after = _Reviser(before, film.brief, base).revised(paragraphs)
    if before is None:
        return ScreenplayChange(screenplay=after, doing=doing or "edit") if after.scenes else None
    if after == before:
        return None
    return (None if doing else _small(before, after)) or ScreenplayChange(screenplay=after, doing=doing or _doing(before, after))


def _small(before: Screenplay, after: Screenplay) -> changes.Change | None:
    """A change of the words of one element, where it is no more than that."""
    if before.cast != after.cast or [scene.id for scene in before.scenes] != [scene.id for scene in after.scenes]:
        return None
    scenes = [(old, new) for old, new in zip(before.scenes, after.scenes, strict=True) if old is not new and old != new]
    if len(scenes) != 1:
        return None
    old, new = scenes[0]
    if old.changed(elements=new.elements) != new or len(old.elements) != len(new.elements):
        return None
    pairs = [(one, other) for one, other in zip(old.elements, new.elements, strict=True) if one != other]
    return _of_element(*pairs[0]) if len(pairs) == 1 else None


def _of_element(old: Action | Line, new: Action | Line) -> changes.Change | None:
    if isinstance(old, Action) and isinstance(new, Action) and old.changed(text=new.text) == new:
        return changes.ActionChange(action=new.id, text=new.text)
    if isinstance(old, Line) and isinstance(new, Line):
        told = {"text": new.text, "parenthetical": new.parenthetical, "emotion": new.emotion}
        if old.changed(**told) == new:
            given = {name: value for name, value in told.items() if getattr(old, name) != value}
            return changes.LineChange(line=new.id, **given)  # type: ignore[arg-type]
    return None


def _doing(before: Screenplay, after: Screenplay) -> Doing:
    old, new = [scene.id for scene in before.scenes], [scene.id for scene in after.scenes]
    if len(new) > len(old):
        return "add_scene"
    if len(new) < len(old):
        return "remove_scene"
    return "move_scene" if old != new and set(old) == set(new) else "edit"


@dataclass
class _Open:
    """A scene while its paragraphs are read."""

    id: str
    heading: str
    elements: list[Action | Line] = field(default_factory=list)
    transition_in: str = ""
    transition_out: str = ""


class _Reviser:
    """Brings paragraphs into scenes, keeping all that did not change."""

    def __init__(self, before: Screenplay | None, brief: Brief, base: Sequence[Paragraph]) -> None:
        self._before = before
        self._language: Language = before.language if before else brief.language
        self._brief = brief
        self._scenes = {scene.id: scene for scene in before.scenes} if before else {}
        self._elements = {e.id: e for scene in self._scenes.values() for e in scene.elements}
        self._cast = {one.id: one for one in before.cast} if before else {}
        self._base = {(item.kind, item.ref): item.text for item in base}
        self._used: set[str] = set()
        self._open: list[_Open] = []

    def revised(self, paragraphs: Sequence[Paragraph]) -> Screenplay:
        self._read(paragraphs)
        scenes = tuple(self._scene(scene) for scene in self._open)
        cast = self._living(scenes)
        if self._before is not None:
            same = scenes == self._before.scenes and cast == self._before.cast
            return self._before if same else self._before.changed(scenes=scenes, cast=cast)
        return self._new(scenes, cast)

    def _new(self, scenes: tuple[Scene, ...], cast: tuple[Character, ...]) -> Screenplay:
        brief = self._brief
        given = {name: value for name in ("genre", "audience", "tone") if (value := getattr(brief, name)) is not None}
        title = scenes[0].place.capitalize() if scenes else ""
        return Screenplay(title=title or "—", language=self._language, cast=cast, scenes=scenes, writer="author", **given)

    def _read(self, paragraphs: Sequence[Paragraph]) -> None:
        coming, speaker, cue, aside = "", "", "", ""
        for kind, raw, ref in paragraphs:
            text = " ".join(raw.split())
            if not text:
                continue
            if kind == "transition":
                if self._open and not ref.endswith("<"):
                    self._open[-1].transition_out = text
                else:
                    coming = text
            elif kind == "heading":
                self._begin(ref, self._merged(kind, ref, text), coming)
                coming = ""
            elif kind == "character":
                speaker, cue, aside = text, ref, ""
                continue
            elif kind == "parenthetical" and speaker:
                aside, cue = text, ref
                continue
            elif kind == "dialogue" and speaker:
                self._say(speaker, ref or cue, self._merged(kind, ref, text), aside)
                cue, aside = "", ""
                continue
            else:
                self._show(ref, self._merged(kind, ref, text))
            speaker = ""

    def _merged(self, kind: Kind, ref: str, text: str) -> str:
        """The typed words; where they were not touched and somebody else wrote others meanwhile, theirs."""
        if self._base.get((kind, ref)) != text:
            return text
        element = self._elements.get(ref)
        theirs = self._scenes[ref].heading if kind == "heading" and ref in self._scenes else element.text if element else text
        return theirs

    def _begin(self, ref: str, heading: str, coming: str = "") -> None:
        self._open.append(_Open(self._free(ref, f"s{len(self._open) + 1}"), heading, transition_in=coming))

    def _free(self, ref: str, otherwise: str) -> str:
        """An id that nothing else has."""
        name, number = ref or otherwise, 1
        while name in self._used or (not ref and (name in self._elements or name in self._scenes)):
            number += 1
            name = f"{ref or otherwise}-{number}"
        self._used.add(name)
        return name

    def _here(self) -> _Open:
        if not self._open:
            self._begin("", "SCÈNE" if self._language == "fr" else "SCENE")
        return self._open[-1]

    def _show(self, ref: str, text: str) -> None:
        from aiprod.writing.breakdown import named_in

        scene = self._here()
        name = self._free(ref, f"{scene.id}-a{len(scene.elements) + 1}")
        old = self._elements.get(name)
        if isinstance(old, Action) and old.text == text:
            scene.elements.append(old)
            return
        cast = tuple(self._cast.values())
        seen = named_in(text, cast)
        if isinstance(old, Action):
            by_name = named_in(old.text, cast)
            seen = (*seen, *(who for who in old.characters if who not in by_name and who not in seen))
        scene.elements.append(Action(id=name, text=text, characters=seen))

    def _say(self, cue: str, ref: str, text: str, aside: str) -> None:
        scene = self._here()
        who, extension = self._speaker(cue)
        name = self._free(ref, f"{scene.id}-l{len(scene.elements) + 1}")
        old = self._elements.get(name)
        if isinstance(old, Line) and (old.character, old.extension) == (who, extension):
            kept: dict[str, object] = {"text": text, "parenthetical": aside}
            if aside != old.parenthetical and aside:
                kept["emotion"] = _emotion(text, aside)
            scene.elements.append(old if (old.text, old.parenthetical) == (text, aside) else old.changed(**kept))
            return
        said = Line(id=name, character=who, text=text, emotion=_emotion(text, aside), parenthetical=aside, extension=extension)
        scene.elements.append(said)

    def _speaker(self, cue: str) -> tuple[str, Literal["", "O.S.", "V.O."]]:
        from aiprod.writing.breakdown import new_character, split_cue
        from aiprod.writing.text import fold

        name, extension, _aside = split_cue(cue)
        told: Literal["", "O.S.", "V.O."] = "O.S." if extension == "O.S." else "V.O." if extension == "V.O." else ""
        known = next((one.id for one in self._cast.values() if fold(one.name) == fold(name)), None)
        if known is None:
            new = new_character(name)
            known = new.id
            while known in self._cast:
                known += "-2"
            self._cast[known] = new.changed(id=known)
        return known, told

    def _living(self, scenes: tuple[Scene, ...]) -> tuple[Character, ...]:
        """The cast without those who were no more than a name and are named no longer."""
        there = {e.character for scene in scenes for e in scene.lines} | {
            who for scene in scenes for action in scene.actions for who in action.characters
        }
        return tuple(one for one in self._cast.values() if one.id in there or one.description)

    def _scene(self, typed: _Open) -> Scene:
        told = {"elements": tuple(typed.elements), "transition_in": typed.transition_in, "transition_out": typed.transition_out}
        old = self._scenes.get(typed.id)
        if old is not None and old.heading == typed.heading:
            return old if all(getattr(old, name) == value for name, value in told.items()) else old.changed(**told)
        return self._headed(typed, old, told)

    def _headed(self, typed: _Open, old: Scene | None, told: Mapping[str, object]) -> Scene:
        """A scene whose heading is new: it tells the place, and the time and weather where it names them."""
        from aiprod.writing.breakdown import read_heading

        read = read_heading(typed.heading, self._language)
        seen = {"time_of_day": read.time_of_day, "weather": read.weather}
        fields = {
            "heading": typed.heading, "interior": read.interior, "place": read.place or "—", **told,
            **{name: value for name, value in seen.items() if value is not None},
        }  # fmt: skip
        return old.changed(**fields) if old is not None else Scene(id=typed.id, **fields)  # type: ignore[arg-type]


def _emotion(text: str, aside: str) -> Emotion:
    from aiprod.writing import moods

    return moods.emotion(text, aside)


# -- files ---------------------------------------------------------------------------------------------------------------------


def read_script(path: Path, language: Language | None = None) -> Screenplay:
    """A screenplay from a .fountain, .txt or .fdx file. Raises UserError where it holds none or can't be read."""
    from aiprod.writing import finaldraft, fountain
    from aiprod.writing.briefs import source_text

    text, source = source_text(str(path))
    if source == "fdx":
        return finaldraft.parse(text.encode(), language=language)
    return fountain.parse(text, language=language)


def typed_script(text: str, language: Language) -> tuple[Paragraph, ...]:
    """Pasted text as paragraphs, without refs. Text that is no screenplay comes as actions."""
    from aiprod.writing import fountain
    from aiprod.writing.screentext import Kind as BlockKind

    kinds: dict[BlockKind, Kind] = {
        "heading": "heading", "action": "action", "cue": "character", "parenthetical": "parenthetical", "dialogue": "dialogue",
        "transition": "transition", "centred": "action", "lyric": "dialogue",
    }  # fmt: skip
    return tuple(Paragraph(kinds[block.kind], block.text) for block in fountain.read(text).blocks)


def write_script(script: Screenplay, path: Path) -> None:
    """Write a screenplay as a .fountain file. Raises UserError where it can't be written."""
    from aiprod.film.files import write_atomically
    from aiprod.writing import fountain

    write_atomically(path, fountain.format(script).encode())


# -- voices --------------------------------------------------------------------------------------------------------------------


def cast_of(film: Film) -> dict[str, VoiceCasting]:
    """Who speaks with which voice: character → the user's choice, else the studio's."""
    if film.screenplay is None:
        return {}
    found = {voice.character: voice for voice in _studio_voices(film.screenplay, film.brief.seed)}
    return found | {voice.character: voice for voice in film.voices}


@lru_cache(maxsize=4)
def _studio_voices(script: Screenplay, seed: int) -> tuple[VoiceCasting, ...]:
    from aiprod.voices.casting import cast_voices

    return cast_voices(script, seed)


def is_current(film: Film, line: Line, recording: Path) -> bool:
    """Whether a recording (`speech.wav` in its take) is of this line as it is written and cast now."""
    from aiprod.film.files import read_json

    voice = cast_of(film).get(line.character)
    try:
        parameters = read_json(recording.with_name("take.json"))["recipe"]["parameters"]
    except (UserError, KeyError, TypeError):
        return False
    return bool(voice) and parameters.get("line") == line.to_json() and parameters.get("voice") == voice.to_json()  # type: ignore[union-attr]
