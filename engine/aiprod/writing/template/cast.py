# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (word tables and patterns, one entry a line)
"""Casting the story: names, ages and clothes for those whom the brief names, and a partner where it names no one else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

from aiprod.film.brief import Language
from aiprod.film.screenplay import Age, Character, Gender
from aiprod.writing.template.grammar import Noun, a_or_an, silent_start
from aiprod.writing.template.story import Being, Premise
from aiprod.writing.template.vocabulary import CLOSE_PARTNERS, NAMES, PARTNERS, ROLE, Role
from aiprod.writing.text import capitalised, fold, slug

_AGES: dict[Language, dict[Age, tuple[str, ...]]] = {
    "en": {Age.CHILD: ("8", "9", "10"), Age.TEENAGER: ("15", "16", "17"), Age.ADULT: ("30s", "40s", "late 20s", "50"), Age.OLD: ("70", "70s", "78")},
    "fr": {
        Age.CHILD: ("8 ans", "9 ans", "10 ans"), Age.TEENAGER: ("15 ans", "16 ans", "17 ans"),
        Age.ADULT: ("la trentaine", "la quarantaine", "28 ans", "50 ans"), Age.OLD: ("70 ans", "72 ans", "78 ans"),
    },
}  # fmt: skip
_PLAIN = frozenset(["man", "woman", "person", "someone", "somebody", "homme", "femme", "quelqu'un", "personne", "couple"])
"""Words that introduce no one."""
_OLD_HAIR = {"en": ("white beard", "white hair in a bun"), "fr": ("barbe blanche", "chignon blanc")}
_YOUNG_CLOTHES = {"en": ("striped sweater", "yellow raincoat", "red hood"), "fr": ("pull rayé", "ciré jaune", "capuche rouge")}

_OTHER_CLOTHES: dict[Language, tuple[str, ...]] = {
    "en": ("long blue coat", "green jacket", "mustard sweater", "white shirt, dark braces", "brown corduroy jacket"),
    "fr": ("long manteau bleu", "veste verte", "pull moutarde", "chemise blanche, bretelles", "veste de velours brun"),
}
"""So that no two people of a film are dressed alike."""


@dataclass
class Player:
    """A member of the cast while the film is written."""

    character: Character
    noun: Noun
    role_noun: Noun
    role: Role
    talks: bool
    bracket: str
    apposition: str
    close: bool = False
    introduced: bool = False
    group: str = ""
    """What this player and those alike are together: "two sisters"."""
    voice: bool = False
    """Heard but never seen."""

    @property
    def name(self) -> str:
        return self.character.name

    def introduction(self) -> str:
        """How a first mention reads: "NORA (30s, yellow oilskin), a young fisherwoman,"."""
        self.introduced = True
        bracket = f" ({self.bracket})" if self.bracket else ""
        return f"{self.name.upper()}{bracket}, {self.apposition}," if self.apposition else f"{self.name.upper()}{bracket}"


class Casting:
    """Makes players, each with a name of its own."""

    def __init__(self, language: Language, random: Random, taken: set[str]) -> None:
        self._language, self._random, self._taken = language, random, taken
        self._ids: set[str] = set()
        self._worn: set[str] = set()

    def of(self, being: Being) -> Player:
        """The player of someone in the brief."""
        gender = being.gender
        if gender is Gender.NEUTRAL and being.species == "person":
            gender = self._random.choice((Gender.FEMALE, Gender.MALE))
        name = being.name or self._name(gender, being.species)
        bracket, described = ("", being.name) if being.voice else self._looks(being, gender)
        player = self._player(
            name,
            being.phrase,
            gender,
            being.age,
            being.species,
            being.role,
            being.talks,
            bracket,
            described,
            article=being.article,
        )
        player.voice = player.introduced = being.voice
        player.group = being.group
        return player

    def partner(self, hero: Player, *, close: bool, machine: bool) -> Player:
        """Someone for the hero to talk to: of another age and trade."""
        if machine:
            phrase = "maintenance robot" if self._language == "en" else "robot d'entretien"
            gender = Gender.NEUTRAL if self._language == "en" else Gender.MALE
            clothes = "one dented side" if self._language == "en" else "un flanc cabossé"
            return self._player(
                self._name(Gender.NEUTRAL, "robot"), phrase, gender, Age.ADULT, "robot", ROLE["robot"], True, clothes, clothes
            )
        rows = (CLOSE_PARTNERS if close else PARTNERS)[self._language]
        fitting = [
            row for row in rows if Age(row[2]) is not hero.character.age and fold(row[0]) not in fold(hero.role_noun.text)
        ] or list(rows)
        phrase, gender_name, age_name, clothes = self._random.choice(fitting)
        gender, age = Gender(gender_name), Age(age_name)
        bracket = f"{self._random.choice(_AGES[self._language][age])}, {clothes}"
        player = self._player(
            self._name(gender, "person"),
            phrase,
            gender,
            age,
            "person",
            ROLE["person"],
            True,
            bracket,
            bracket,
            own=close,
            owner=hero,
        )
        player.close = close
        return player

    def narrator(self) -> Player:
        name = "Narrator" if self._language == "en" else "Narrateur"
        described = "a calm, amused voice" if self._language == "en" else "une voix posée, amusée"
        player = self._player(name, "", Gender.MALE, Age.ADULT, "person", ROLE["person"], True, "", described)
        player.introduced = True
        return player

    def _looks(self, being: Being, gender: Gender) -> tuple[str, str]:
        language = self._language
        if being.species not in ("person", "robot"):
            return "", being.phrase
        clothes = being.role.wears_en if language == "en" else being.role.wears_fr
        if being.species == "robot":
            return clothes, f"{being.phrase}, {clothes}"
        if being.age is Age.CHILD:
            clothes = self._random.choice(_YOUNG_CLOTHES[language])
        clothes = next((other for other in (clothes, *_OTHER_CLOTHES[language]) if other not in self._worn), clothes)
        self._worn.add(clothes)
        parts = [being.years or self._random.choice(_AGES[language][being.age]), clothes]
        if being.age is Age.OLD:
            parts.append(_OLD_HAIR[language][gender is Gender.FEMALE])
        return ", ".join(parts), f"{being.phrase}, {', '.join(parts)}" if being.phrase else ", ".join(parts)

    def _player(
        self, name: str, phrase: str, gender: Gender, age: Age, species: str, role: Role, talks: bool, bracket: str, described: str, *,
        own: bool = False, owner: Player | None = None, article: str = "",
    ) -> Player:  # fmt: skip
        self._taken.add(name)
        identity = slug(name) or f"character-{len(self._ids) + 1}"
        while identity in self._ids:
            identity += "-2"
        self._ids.add(identity)
        neuter = species == "robot"
        character = Character(id=identity, name=name, description=described, species=species, gender=gender, age=age)
        noun = Noun(name, gender, named=True, neuter=neuter)
        role_noun = Noun(phrase or name, gender, named=not phrase, neuter=neuter)
        apposition = (
            ""
            if not phrase or fold(phrase) in _PLAIN
            else f"{self._other(gender) if article == 'another' else article} {phrase}"
            if article
            else self._possessed(phrase, gender, owner)
            if own and owner
            else self._article(phrase, gender)
        )
        return Player(character, noun, role_noun, role, talks, bracket, apposition)

    def _article(self, phrase: str, gender: Gender) -> str:
        only = re.match(r"(?:last|first|only|best|oldest|youngest|derni[eè]re?|premi[eè]re?|seule?)\b", phrase)
        if self._language == "en":
            return f"the {phrase}" if only else f"{a_or_an(phrase)} {phrase}"
        if only:
            return f"{'la' if gender is Gender.FEMALE else 'le'} {phrase}"
        return f"{'une' if gender is Gender.FEMALE else 'un'} {phrase}"

    def _other(self, gender: Gender) -> str:
        return "another" if self._language == "en" else "une autre" if gender is Gender.FEMALE else "un autre"

    def _possessed(self, phrase: str, gender: Gender, owner: Player) -> str:
        if self._language == "en":
            return f"{'its' if owner.noun.neuter else 'her' if owner.noun.feminine else 'his'} {phrase}"
        return f"{'sa' if gender is Gender.FEMALE and not silent_start(phrase.split(' ')[0]) else 'son'} {phrase}"

    def _name(self, gender: Gender, species: str) -> str:
        kind = "animal" if species not in ("person", "robot") else "neutral" if species == "robot" else gender.value
        names = [name for name in NAMES[self._language][kind] if name not in self._taken]
        return (
            self._random.choice(names)
            if names
            else capitalised(f"{self._random.choice(NAMES[self._language][kind])} {len(self._taken)}")
        )


def hero_of(premise: Premise) -> int | None:
    """Whom the story is about: the one who does the most, the first of equals."""
    done = [event.subject for event in premise.events if event.subject is not None and not premise.beings[event.subject].voice]
    if done:
        return done[0]
    seen = next((index for index, being in enumerate(premise.beings) if not being.voice), 0)
    return seen if premise.beings else None
