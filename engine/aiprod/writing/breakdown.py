# SPDX-License-Identifier: Apache-2.0
"""The breakdown of an author's screenplay: from its layout to scenes, cast, time, weather, mood and emotion.

The author's words are never changed; everything found here is read out of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from aiprod.film.brief import Audience, Genre, Language, Tone
from aiprod.film.catalogue import ANIMALS
from aiprod.film.errors import UserError
from aiprod.film.screenplay import Action, Age, Character, Gender, Line, Scene, Screenplay, TimeOfDay, Weather
from aiprod.writing import moods
from aiprod.writing.detection import preferred
from aiprod.writing.lexicon import age_in, gender_in, gender_of_name, time_in, weather_in
from aiprod.writing.screentext import HEADING, Block, Script
from aiprod.writing.text import capitalised, fold, slug

_SEPARATOR = re.compile(r"\s+[-–—]+\s+|\s*[–—]\s*|,\s+(?=(?:NUIT|JOUR|MATIN|SOIR|AUBE|NIGHT|DAY|DAWN|DUSK)\b)")
_CONTINUES = re.compile(
    r"\b(?:continuous|same( time)?|meanwhile|moments? later|later|continu|suite|au meme moment|meme temps|plus tard|(?:un )?peu apres)\b"  # noqa: E501
)
_EXTENSION = re.compile(r"\(([^()]*)\)")
_CONTINUED = re.compile(r"^(?:cont'?d\.?|continued|cont|suite|suite\.)$")
_OFF_SCREEN = re.compile(r"^(?:o\.?\s?s\.?|o\.?\s?c\.?|off|off screen|off-screen|hors champ|h\.?\s?c\.?)$")
_VOICE_OVER = re.compile(r"^(?:v\.?\s?o\.?|voice over|voice-over|voix off|narration|voix hors champ)$")
_PRONOUNS: dict[str, Gender] = {
    "she": Gender.FEMALE,
    "her": Gender.FEMALE,
    "elle": Gender.FEMALE,
    "he": Gender.MALE,
    "him": Gender.MALE,
    "il": Gender.MALE,
}
_GENERIC = frozenset(
    [
        "the",
        "old",
        "young",
        "little",
        "big",
        "small",
        "man",
        "woman",
        "mr",
        "mrs",
        "miss",
        "dr",
        "le",
        "la",
        "les",
        "un",
        "une",
        "vieux",
        "vieille",
        "petit",
        "petite",
        "monsieur",
        "madame",
        "first",
        "second",
    ]
)
_INTRODUCED = re.compile(
    r"(?<![\w.])([A-ZÀ-ÖØ-ÞŒ][A-ZÀ-ÖØ-ÞŒ'’-]+(?:\s+[A-ZÀ-ÖØ-ÞŒ][A-ZÀ-ÖØ-ÞŒ'’-]+){0,2})(?=\s*\((?:[^()]{2,80})\)|,\s+(?:an?\s|une?\s|\d{1,2}\b|the\s|la\s|le\s))"
)


@dataclass
class _Person:
    """A character while the script is read."""

    id: str
    name: str
    described: list[str] = field(default_factory=list)
    seen_with: list[str] = field(default_factory=list)
    spoke: bool = False


def screenplay(script: Script, *, language: Language | None = None) -> Screenplay:
    """Break a script down.

    Args:
        script: its layout.
        language: the film's; None reads it from the words.

    Raises:
        UserError: nothing happens in it.
    """
    if not any(block.kind in ("action", "dialogue", "centred", "lyric", "heading") for block in script.blocks):
        raise UserError(
            "There is no screenplay in it",
            "no scene, action or dialogue was found",
            "See https://fountain.io/syntax for how to lay one out.",
        )
    chosen = language or _language(script)
    return _Breakdown(script, chosen).screenplay()


def _language(script: Script) -> Language:
    spoken = " ".join(block.text for block in script.blocks if block.kind in ("dialogue", "action"))[:8000]
    return "fr" if preferred(spoken or script.title or "a").language == "fr" else "en"


class _Breakdown:
    def __init__(self, script: Script, language: Language) -> None:
        self._script, self._language = script, language
        self._people: dict[str, _Person] = {}
        self._scenes: list[Scene] = []
        self._time, self._weather, self._place, self._interior = TimeOfDay.DAY, Weather.CLEAR, "", False
        self._recent: list[str] = []
        self._genders: dict[str, Gender | None] = {}
        self._patterns: dict[str, re.Pattern[str]] = {}

    def screenplay(self) -> Screenplay:
        self._meet_speakers()
        self._meet_silent()
        self._describe()
        for number, (blocks, coming, leaving) in enumerate(_scenes(self._script.blocks), 1):
            self._scenes.append(self._scene(number, blocks, coming, leaving))
        scenes = tuple(self._scenes)
        cast = tuple(
            self._character(person)
            for person in self._people.values()
            if person.spoke or person.described or self._shown(person.id, scenes)
        )
        everything = " ".join(block.text for block in self._script.blocks)
        return Screenplay(
            title=self._script.title or _title(scenes, self._language), author=self._script.author, language=self._language, logline="",  # noqa: E501
            genre=moods.genre(everything) or Genre.DRAMA, audience=Audience.GENERAL, tone=moods.tone(everything) or Tone.WARM,
            cast=cast, scenes=scenes, writer="author",
        )  # fmt: skip

    # the cast

    def _meet_speakers(self) -> None:
        for block in self._script.blocks:
            if block.kind == "cue":
                name, _, _ = split_cue(block.text)
                self._person(name).spoke = True

    def _meet_silent(self) -> None:
        """Those whom the action introduces in capitals with a description ("LENA (30s)", "THE DOCTOR, a tall man")."""
        for block in self._script.blocks:
            if block.kind == "action":
                for match in _INTRODUCED.finditer(block.text):
                    self._person(match[1])
        if not any(person.spoke for person in self._people.values()):
            self._meet_named_in_capitals()

    def _meet_named_in_capitals(self) -> None:
        """In a film without dialogue: words in capitals that also occur as a name."""
        text = " ".join(block.text for block in self._script.blocks if block.kind == "action")
        for match in re.finditer(r"(?<!\w)[A-ZÀ-ÖØ-ÞŒ]{3,}(?:\s[A-ZÀ-ÖØ-ÞŒ]{3,})?(?!\w)", text):
            shown = capitalised(match[0].lower())
            if re.search(rf"(?<!\w){re.escape(shown)}(?!\w)", text) or fold(match[0]) in _animal_words():
                self._person(match[0])

    def _person(self, name: str) -> _Person:
        identity = slug(name) or f"voice-{len(self._people) + 1}"
        return self._people.setdefault(identity, _Person(identity, name))

    def _describe(self) -> None:
        """What the action says about each: the brackets or apposition after the name, and the sentences with it."""
        patterns = [(person, _name_pattern(person.name, self._people)) for person in self._people.values()]
        for block in self._script.blocks:
            if block.kind != "action":
                continue
            for person, pattern in patterns:
                match = pattern.search(block.text)
                if match:
                    self._note(person, block.text, match.end())
        self._genders = {person.id: self._gender(person) for person in self._people.values()}

    def _note(self, person: _Person, text: str, end: int) -> None:
        rest = text[end:]
        if bracket := re.match(r"\s*\(([^()]{2,160})\)", rest):
            person.described.append(bracket[1].strip())
        elif (
            not person.described
            and (apposed := re.match(r",\s+([^.!?;]{2,160}?)(?=,\s+\w+(?:s|t|e)\b\s|[.!?;]|$)", rest))
            and _is_description(apposed[1])
        ):
            person.described.append(apposed[1].strip())
        sentence = re.split(r"(?<=[.!?…])\s", rest)
        person.seen_with.append(" ".join(sentence[:2])[:200])

    def _gender(self, person: _Person) -> Gender | None:
        described = " ".join(person.described)
        named = gender_of_name(person.name)
        told = gender_in(described) if described else None
        follows = [_PRONOUNS[m[0]] for text in person.seen_with if (m := re.search(r"\b(?:she|he|elle|il)\b", fold(text)))]
        return told or named or (max(set(follows), key=follows.count) if follows else None)

    def _character(self, person: _Person) -> Character:
        described = ", ".join(person.described)
        about = f"{person.name} {described}"
        return Character(
            id=person.id, name=_shown_name(person.name), description=described, species=species_of(about),
            gender=self._genders.get(person.id) or Gender.NEUTRAL, age=age_in(described) or age_in(person.name) or Age.ADULT,
        )  # fmt: skip

    @staticmethod
    def _shown(identity: str, scenes: Sequence[Scene]) -> bool:
        return any(identity in action.characters for scene in scenes for action in scene.actions)

    # scenes

    def _scene(self, number: int, blocks: list[Block], coming: str, leaving: str) -> Scene:
        heading = blocks[0].text if blocks and blocks[0].kind == "heading" else ""
        body = blocks[1:] if heading else blocks
        self._read_heading(heading)
        action_text = " ".join(block.text for block in body if block.kind in ("action", "centred"))
        self._weather = self._seen_weather(heading, action_text)
        identity = f"s{number}"
        elements = tuple(self._elements(identity, body))
        everything = f"{heading} {' '.join(block.text for block in body)}"
        mood, intensity = moods.scene(everything, self._time, self._weather)
        return Scene(
            id=identity, heading=heading or self._made_heading(), interior=self._interior, place=self._place or "—",
            time_of_day=self._time, weather=self._weather, mood=mood, intensity=intensity, elements=elements,
            transition_in=coming, transition_out=leaving,
        )  # fmt: skip

    def _made_heading(self) -> str:
        return "SCÈNE" if self._language == "fr" else "SCENE"

    def _read_heading(self, heading: str) -> None:
        match = HEADING.match(heading)
        rest = match["rest"] if match else heading
        if match:
            kind = fold(match["kind"])
            self._interior = kind.startswith("i") and "e" not in re.sub(r"^int(erieur)?", "", kind)
        parts = [part.strip() for part in _SEPARATOR.split(rest) if part.strip()]
        times = [part for part in parts[1:] if time_in(part) or _CONTINUES.search(fold(part)) or fold(part) in _WHENS]
        named = next((time for part in times if (time := time_in(part))), None)
        if named:
            self._time = named
        elif not match and heading:
            self._time = time_in(heading) or self._time
        elif heading and not times:
            self._time = time_in(rest) or (TimeOfDay.DAY if not self._scenes else self._time)
        if heading:
            kept = [part for part in parts if part not in times] or parts
            self._place = " - ".join(kept).strip() or heading

    def _seen_weather(self, heading: str, action: str) -> Weather:
        """The weather that the scene shows; a scene that follows at once, or under the same sky, keeps the last one."""
        found = weather_in(heading) or weather_in(action)
        if found:
            return found
        continues = bool(_CONTINUES.search(fold(heading)))
        return self._weather if continues else Weather.CLEAR

    def _elements(self, scene: str, blocks: Sequence[Block]) -> list[Action | Line]:
        found: list[Action | Line] = []
        speaker, extension, aside = "", "", ""
        for block in blocks:
            identity = f"{scene}-{'l' if block.kind in ('dialogue', 'lyric') and speaker else 'a'}{len(found) + 1}"
            if block.kind == "cue":
                name, extension, aside = split_cue(block.text)
                speaker = self._person(name).id
            elif block.kind == "parenthetical":
                aside = block.text
            elif block.kind in ("dialogue", "lyric") and speaker:
                found.append(self._line(identity, speaker, block.text, extension, aside))
                aside = ""
            else:
                speaker = ""
                found.append(Action(id=identity, text=block.text, characters=self._seen_in(block.text)))
        return found

    def _line(self, identity: str, speaker: str, text: str, extension: str, aside: str) -> Line:
        self._touch(speaker)
        known: Literal["", "O.S.", "V.O."] = "O.S." if extension == "O.S." else "V.O." if extension == "V.O." else ""
        return Line(
            id=identity, character=speaker, text=text, emotion=moods.emotion(text, aside), parenthetical=aside, extension=known
        )

    def _seen_in(self, text: str) -> tuple[str, ...]:
        """Whom an action shows: by name, else by pronoun."""
        seen = [person.id for person in self._people.values() if self._pattern(person).search(text)]
        for word in re.findall(r"\b(?:she|her|he|him|elle|il)\b", fold(text)):
            wanted = _PRONOUNS[word]
            known = next((who for who in self._recent if self._genders.get(who) is wanted), None)
            if known and known not in seen and not any(self._genders.get(who) is wanted for who in seen):
                seen.append(known)
        for who in reversed(seen):
            self._touch(who)
        return tuple(seen)

    def _pattern(self, person: _Person) -> re.Pattern[str]:
        if person.id not in self._patterns:
            self._patterns[person.id] = _name_pattern(person.name, self._people)
        return self._patterns[person.id]

    def _touch(self, who: str) -> None:
        if who in self._recent:
            self._recent.remove(who)
        self._recent.insert(0, who)


_WHENS = frozenset(("flashback", "dream", "reve", "present", "past", "passe"))


def _scenes(blocks: Sequence[Block]) -> list[tuple[list[Block], str, str]]:
    """Blocks by scene, each with the author's transitions before and after it."""
    found: list[tuple[list[Block], str, str]] = []
    current: list[Block] = []
    coming = leaving = ""
    for block in blocks:
        if block.kind == "transition":
            if current:
                leaving = block.text
            else:
                coming = block.text
        elif block.kind == "heading" or leaving:
            if current:
                found.append((current, coming, leaving))
                coming = leaving = ""
            current = [block]
        else:
            current.append(block)
    if current:
        found.append((current, coming, leaving))
    return found


def split_cue(cue: str) -> tuple[str, str, str]:
    """A cue's name, its extension ("", "O.S." or "V.O."), and what else its brackets say."""
    extension, aside = "", ""
    for bracket in _EXTENSION.findall(cue):
        folded = fold(bracket).strip()
        if _OFF_SCREEN.match(folded):
            extension = "O.S."
        elif _VOICE_OVER.match(folded):
            extension = "V.O."
        elif not _CONTINUED.match(folded):
            aside = bracket.strip()
    return _EXTENSION.sub("", cue).strip() or cue.strip(), extension, aside


def _shown_name(name: str) -> str:
    """As an audience would read it: "OLD TOM" → "Old Tom"; a name that is not all capitals stays."""
    if name != name.upper():
        return name
    return re.sub(r"[^\W\d_]+", lambda m: m[0] if len(m[0]) == 1 else m[0][0] + m[0][1:].lower(), name)


def _name_pattern(name: str, people: dict[str, _Person]) -> re.Pattern[str]:
    """Finds a character in action text: the full name, or a word of it that no other character shares."""
    parts = [part for part in re.findall(r"[^\W\d_]+", name) if len(part) > 2 and fold(part) not in _GENERIC]
    own = [part for part in parts if sum(fold(part) in fold(other.name).split() for other in people.values()) == 1]
    choices = [re.escape(name), *(re.escape(part) for part in own)]
    cased = "|".join(
        f"{choice}|{re.escape(_shown_name(name))}" if i == 0 else f"{choice}|{choice.upper()}|{choice.capitalize()}"
        for i, choice in enumerate(choices)
    )
    return re.compile(rf"(?<!\w)(?:{cased})(?!\w)")


def _is_description(text: str) -> bool:
    """An apposition tells who someone is: an article, an age, or adjectives, not a verb of action."""
    return bool(re.match(r"(?:an?|the|une?|la|le|his|her|son|sa)\s|\d|(?:in|dressed|wearing|en|vêtue?)\s", text)) or bool(
        age_in(text)
    )


def species_of(text: str) -> str:
    """ "person", "robot" or an animal of the catalogue, from words about a character."""
    folded = fold(text)
    if re.search(r"\b(?:robots?|android|androide|automate|automaton|drone|cyborg)\b", folded):
        return "robot"
    tokens = re.findall(r"[a-z]+", folded)
    for animal in ANIMALS:
        if any(fold(word) in tokens for word in animal.en + animal.fr if " " not in word):
            return animal.id
    return "person"


def _animal_words() -> frozenset[str]:
    return frozenset(fold(word) for animal in ANIMALS for word in (*animal.en, *animal.fr)) | {"robot"}


def _title(scenes: Sequence[Scene], language: Language) -> str:
    """A title for a script that has none: its first place."""
    place = next((scene.place for scene in scenes if len(scene.place) > 1), "")
    return capitalised(place.lower()) if place else ("Sans titre" if language == "fr" else "Untitled")


@dataclass(frozen=True)
class Slug:
    """What a scene heading says. None where it says nothing of it."""

    interior: bool
    place: str
    time_of_day: TimeOfDay | None
    weather: Weather | None


def read_heading(heading: str, language: Language) -> Slug:
    """The place and the time that a heading names."""
    reader = _Breakdown(Script(()), language)
    reader._read_heading(heading)
    named = time_in(heading) if not HEADING.match(heading) else time_in(HEADING.match(heading)["rest"])  # type: ignore[index]
    return Slug(reader._interior, reader._place, reader._time if named else None, weather_in(heading))


def new_character(name: str, described: str = "") -> Character:
    """A character who comes into a screenplay with no more than a name, and perhaps words about them."""
    about = f"{name} {described}"
    return Character(
        id=slug(name) or "voice", name=_shown_name(name), description=described, species=species_of(about),
        gender=gender_in(described) or gender_of_name(name) or Gender.NEUTRAL, age=age_in(described) or age_in(name) or Age.ADULT,
    )  # fmt: skip


def named_in(text: str, cast: Sequence[Character]) -> tuple[str, ...]:
    """The ids of those whom a text calls by name, in the order of the cast."""
    people = {one.id: _Person(one.id, one.name) for one in cast}
    return tuple(one.id for one in cast if _name_pattern(one.name, people).search(text))
