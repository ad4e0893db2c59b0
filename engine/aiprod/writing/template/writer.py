# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (word tables and patterns, one entry a line)
"""From a prose brief to a screenplay, by templates."""

from __future__ import annotations

import re
from random import Random

from aiprod.film.brief import Audience, Brief, Genre, Language, Tone
from aiprod.film.catalogue import BY_ID, PLACES, PROPS, Entry
from aiprod.film.hashing import seed_from
from aiprod.film.screenplay import Age, Gender, Screenplay
from aiprod.writing import association, moods
from aiprod.writing.template.bank import Bank, bank
from aiprod.writing.template.cast import Casting, Player, hero_of
from aiprod.writing.template.composer import Composer, Stage
from aiprod.writing.template.grammar import Noun, fill
from aiprod.writing.template.planner import Planner, choose_kind
from aiprod.writing.template.premise import read_premise
from aiprod.writing.template.story import Being, Premise
from aiprod.writing.template.vocabulary import (
    ANIMAL_ROLE,
    CLASS_OF,
    FEMININE_NOUNS,
    FRENCH_DUAL,
    HABITATS,
    HAUNTS,
    INSIDE,
    NEAR,
    ROLE,
    TONE_OF_GENRE,
)
from aiprod.writing.text import capitalised, fold, sentences, words

_ALONE = re.compile(
    r"\b(?:(?:the last|the only) (?:\w+ )?(?:man|woman|human|person|robot|survivor|child|inhabitant)|(?:le|la) (?:dernier|derniere|seul|seule) (?:homme|femme|humain|humaine|robot|survivant"
    r"|survivante|enfant|habitant)|no one else|all alone|tout seul|toute seule)\b"
)
_NOT_CARRIED = ("fire", "star", "door", "window", "table", "bed", "oven", "bench", "piano", "lamp_post")
_TOO_BIG = ("vehicle", "landmark")
_LONE_PLACES = ("space", "spaceship_cabin")
_INTRODUCED_THINGS = tuple(entry.id for entry in PROPS if entry.id in CLASS_OF)


def _too_big(entry: Entry) -> bool:
    """Whether nobody could hide it, open it or hand it over."""
    return entry.id in _NOT_CARRIED or entry.kind in _TOO_BIG


def write_template(brief: Brief) -> tuple[Screenplay, list[str]]:
    """Write a prose brief's film.

    Returns:
        the screenplay, and warnings about what the brief asked for and did not get.
    """
    return _Writer(brief).write()


class _Writer:
    def __init__(self, brief: Brief) -> None:
        self._brief = brief
        self._language: Language = brief.language
        self._premise: Premise = read_premise(brief)
        self._random = Random(seed_from("writing", brief.seed, brief.text, brief.language))
        self._genre = brief.genre or moods.genre(brief.text)
        self._tone = brief.tone or (TONE_OF_GENRE[brief.genre] if brief.genre else None) or moods.tone(brief.text) or (
            TONE_OF_GENRE[self._genre] if self._genre else self._random.choice((Tone.WARM, Tone.POETIC, Tone.TENDER, Tone.FUNNY))
        )  # fmt: skip
        self._bank: Bank = bank(brief.language)

    def write(self) -> tuple[Screenplay, list[str]]:
        kind = choose_kind(self._premise, self._genre, self._random)
        players = self._players()
        hero = players[hero_of(self._premise) or 0]
        home, outside = self._places(hero)
        partner = self._partner(players, hero, kind, outside)
        stage = Stage(players, hero, partner, None, Noun(""))
        narrator = Casting(self._language, self._random, {p.name for p in players}).narrator()
        stage.narrator = narrator
        stage.thing, thing_class = self._thing(players, hero, partner)
        planner = Planner(
            self._brief, self._premise, self._bank, kind, hero, partner, thing_class, self._random, lone=outside in _LONE_PLACES
        )
        plan = planner.plan()
        scenes = Composer(
            self._brief, self._tone, self._bank, stage, self._random, home, outside, self._premise.quotations
        ).scenes(plan)
        speaking = {line.character for scene in scenes for line in scene.lines}
        shown = {who for scene in scenes for action in scene.actions for who in action.characters}
        cast = tuple(p.character for p in (*players, narrator) if p.character.id in speaking | shown)
        screenplay = Screenplay(
            title=self._title(kind, thing_class, stage), logline=self._logline(kind, stage), author="", language=self._language,
            genre=self._genre or Genre.DRAMA, audience=self._brief.audience or Audience.GENERAL, tone=self._tone, cast=cast, scenes=scenes,
            writer="template",
        )  # fmt: skip
        return screenplay, planner.warnings

    # who

    def _players(self) -> list[Player]:
        taken = {being.name for being in self._premise.beings if being.name}
        casting = self._casting = Casting(self._language, self._random, taken)
        beings = self._premise.beings or [self._invented()]
        return [casting.of(being) for being in beings]

    def _invented(self) -> Being:
        """Someone for a brief that names no one: whoever would be found in such a place."""
        place = self._premise.setting.place
        fitting = [
            role
            for role in ROLE.values()
            if place and place.id in (role.interior, role.exterior) and role.key not in ("robot", "ghost", "child")
        ]
        role = self._random.choice(
            fitting or [ROLE[key] for key in ("explorer", "gardener", "painter", "postman", "fisher", "writer")]
        )
        feminine = self._random.random() < 0.5 and (self._language == "en" or bool(role.fr_feminine))
        phrase = role.en[0] if self._language == "en" else (role.fr_feminine[0] if feminine else role.fr[0])
        if self._language == "en" and role.key == "fisher":
            phrase = "fisherwoman" if feminine else "fisherman"
        return Being(phrase, "", fold(phrase), role, Gender.FEMALE if feminine else Gender.MALE, Age.ADULT)

    def _partner(self, players: list[Player], hero: Player, kind: str, outside: str) -> Player | None:
        known = next((p for p in players if p is not hero and p.talks and not p.voice), None)
        if known:
            known.close = self._related(hero, known)
            return known
        if (
            self._premise.said
            or self._brief.duration_s < 11
            or (self._brief.duration_s < 50 and _ALONE.search(fold(self._brief.text)))
        ):
            return None
        partner = self._casting.partner(hero, close=kind == "farewell", machine=outside in _LONE_PLACES)
        players.append(partner)
        return partner

    def _related(self, hero: Player, partner: Player) -> bool:
        both = {hero.role_noun.text, partner.role_noun.text}
        family = any(word in fold(text).split() for text in both for word in map(fold, FRENCH_DUAL))
        return (
            family
            or partner.character.species == "robot"
            or hero.role_noun.text == partner.role_noun.text
            or hero.character.age is Age.CHILD
        )

    # where

    def _places(self, hero: Player) -> tuple[str, str]:
        """(interior, exterior) that the film starts from."""
        given = self._premise.setting.place or self._implied_place(hero)
        role = hero.role
        if role is ROLE["person"] or role is ANIMAL_ROLE:
            outside = given.id if given else HABITATS.get(hero.character.species) or self._associated_place()
        else:
            outside = role.exterior
        home = role.interior
        if given is not None and self._premise.setting.place is None and role in (ROLE["person"], ANIMAL_ROLE):
            return given.id, given.id
        if given is not None and given.interior:
            return given.id, (NEAR[given.id].split()[0] if BY_ID[NEAR[given.id].split()[0]] else outside)
        if given is not None:
            outside = given.id
        if (
            given is not None
            and outside in INSIDE
            and (role in (ROLE["person"], ROLE["child"], ANIMAL_ROLE) or outside in _LONE_PLACES)
        ):
            home = INSIDE[outside]
        return home, outside

    def _implied_place(self, hero: Player) -> Entry | None:
        """The place that the brief names in passing, or where a thing of it is found: nobody waits for a tram in a meadow."""
        if self._premise.named_place and hero.role in (ROLE["person"], ROLE["child"], ANIMAL_ROLE):
            return self._premise.named_place
        found = (HAUNTS.get(entry.id) for _, entry, _ in self._premise.things if entry)
        return next((BY_ID[place] for place in found if place), None)

    def _associated_place(self) -> str:
        """The exterior that the brief's words call up."""
        exteriors = tuple(entry.id for entry in PLACES if not entry.interior)
        named = tuple((entry.en if self._language == "en" else entry.fr)[0] for entry in PLACES if not entry.interior)
        ranked = association.ranking(self._brief.text[:300], named)
        if not ranked:
            return self._random.choice(("village_street", "city_street", "park", "field"))
        nearest = [exteriors[named.index(name)] for name in ranked[:3]]
        return self._random.choice(nearest)

    # what

    def _thing(self, players: list[Player], hero: Player, partner: Player | None) -> tuple[Noun, str]:
        """The thing the story turns on: the brief's, else one that its words call up."""
        living = next(
            (p for p in players if p is not hero and p is not partner and p.character.species not in ("person", "robot")), None
        )
        if living:
            return Noun(living.role_noun.text, living.character.gender, neuter=True), "living"
        told = len(self._premise.events) > 1
        carried = [thing for thing in self._premise.things if told or not (thing[1] and _too_big(thing[1]))]
        if carried:
            phrase, entry, gender = carried[0]
            key = CLASS_OF.get(entry.id, "any") if entry else "any"
            return Noun(phrase, gender), "machine" if partner and partner.character.species == "robot" else key
        return self._associated_thing(partner)

    def _associated_thing(self, partner: Player | None) -> tuple[Noun, str]:
        names = {(BY_ID[i].en if self._language == "en" else BY_ID[i].fr)[0]: i for i in _INTRODUCED_THINGS}
        ranked = association.ranking(self._brief.text[:300], tuple(names)) or tuple(sorted(names))
        word = self._random.choice(ranked[:5] if association.available() else ranked)
        gender = Gender.FEMALE if fold(word.split(" ")[0]) in FEMININE_NOUNS else Gender.MALE
        key = "machine" if partner and partner.character.species == "robot" else CLASS_OF[names[word]]
        return Noun(word, gender), key

    # the paratext

    def _title(self, kind: str, thing_class: str, stage: Stage) -> str:
        """From the story's kind where we grew it, from its thing where the brief told it."""
        spoken = [said.text.rstrip(" .…,") for said in self._premise.said]
        if short := [
            text for text in spoken if 2 <= len(words(text)) <= 5 and len(text) < 36 and not re.search(r"[.,!?;:]\s", text)
        ]:
            return _title_case(self._random.choice(short), self._language)
        told = len(self._premise.events) > 1 or not stage.hero.talks
        choices = self._bank.thing_titles[thing_class] if told else self._bank.titles[kind]
        return _title_case(fill(self._random.choice(choices), self._language, stage.nouns()), self._language)

    def _logline(self, kind: str, stage: Stage) -> str:
        if len(self._premise.events) > 1 or self._premise.events:
            first = sentences(self._brief.text)[0]
            first = first.rstrip(" .") + "." if first[-1:] not in "!?…”»\"’'" else first
            first = first if first[0] in "“«‘\"'" else capitalised(first)
            return first if len(words(first)) < 45 else " ".join(first.split()[:40]) + "…"
        return fill(self._bank.loglines[kind][0], self._language, stage.nouns())


def _title_case(text: str, language: Language) -> str:
    """English titles capitalise their main words; French ones only the first."""
    if language == "fr":
        return capitalised(text)
    small = {"a", "an", "the", "and", "of", "in", "to", "for", "at", "on", "me", "is"}
    parts = [word if i and word.lower() in small else capitalised(word) for i, word in enumerate(text.split())]
    return " ".join(parts)
