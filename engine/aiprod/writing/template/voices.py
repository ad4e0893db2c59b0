# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (patterns, one entry a line)
"""Whose words they are: from the words that name a speaker to one of the story's beings."""

from __future__ import annotations

import re
from dataclasses import replace

from aiprod.film.screenplay import Age, Gender
from aiprod.writing import moods
from aiprod.writing.template.nouns import Nouns
from aiprod.writing.template.people import People
from aiprod.writing.template.speech import Speech
from aiprod.writing.template.story import Being, Event, Premise, Said
from aiprod.writing.template.surroundings import Surroundings
from aiprod.writing.template.verbs import VerbFinder
from aiprod.writing.template.vocabulary import ANIMAL_ROLE, ROLE, words_of
from aiprod.writing.text import capitalised, fold

_PRONOUNS = {"he": Gender.MALE, "she": Gender.FEMALE, "il": Gender.MALE, "elle": Gender.FEMALE}
_ANY_PRONOUN = ("it", "they", "i", "je", "on", "ils", "elles")
_OTHER = re.compile(r"(?:the other|another|l'autre|une autre|un autre)\b")
_INDEFINITE = re.compile(r"(?:an?|une?|another)\s|l'un(?:e)?\b")
_VOICES = re.compile(r"\b(?:voice|radio|phone|telephone|loudspeaker|speaker|wind|sea|moon|sun|night|intercom|answering machine|television|tv|voix|poste|haut-parleur|vent|mer|lune|soleil|nuit|repondeur|televiseur|interphone)\b")  # fmt: skip
_THINKS = ("think", "thought", "pens", "writ", "wrote", "écrit")
_BIRDS = re.compile(r"\b(?:parrot|crow|raven|sparrow|magpie|perroquet|corbeau|moineau|pie)\b")


class Voices:
    """Gives every speech of a brief its speaker, and puts it where it is said."""

    def __init__(self, premise: Premise, people: People, nouns: Nouns, surroundings: Surroundings, finder: VerbFinder) -> None:
        self._premise, self._people, self._nouns, self._surroundings, self._finder = premise, people, nouns, surroundings, finder
        self._spoken: list[int] = []
        self._phrases: dict[str, int] = {}
        self._running = False

    def acted(self) -> None:
        """Prose came between: the next unattributed words are those of whoever acted last."""
        self._running = False

    def speak(self, speech: Speech) -> None:
        """Add a speech to the event that it follows."""
        index = self._speaker(speech)
        thought = speech.verb.startswith(_THINKS)
        felt = moods.emotion(speech.text, f"{speech.manner} {speech.verb}")
        said = Said(index, speech.text, felt, speech.manner, thought, self._addressed(speech))
        events = self._premise.events
        if not events:
            setting = self._surroundings.setting_of(speech.manner).over(self._premise.setting)
            events.append(Event("", index, "speak", setting))
        events[-1] = replace(events[-1], said=(*events[-1].said, said))
        if not self._premise.beings[index].voice:
            self._premise.beings[index] = replace(self._premise.beings[index], talks=True)
            self._people.last = index
        self._spoken.append(index)
        self._running = True

    def _addressed(self, speech: Speech) -> int | None:
        """Somebody who comes into the story by being spoken to: "to a woman on a bridge"."""
        match = re.search(r"\b(?:to|à)\s+((?:an?|une?)\s[^,]+)$", speech.manner)
        return self._people.being(match[1]) if match else None

    # who

    def _speaker(self, speech: Speech) -> int:
        who = speech.speaker.strip().replace("’", "'")
        folded = fold(who)
        if not who:
            return self._unnamed(speech)
        if folded in _PRONOUNS or folded in _ANY_PRONOUN:
            return self._by_pronoun(folded)
        if _OTHER.match(folded):
            return self._other()
        if who[0].isupper() and not self._nouns.is_determined(who):
            return self._by_name(who)
        return self._by_phrase(who)

    def _unnamed(self, speech: Speech) -> int:
        if self._running and not speech.verb:
            return self._other()
        if speech.verb and (actor := self._actor()) is not None:
            return actor
        last = self._people.last
        return last if last is not None and last < len(self._premise.beings) else self._hero()

    def _actor(self) -> int | None:
        """Who did what was just told, where the reader knew no such being: « Le fou danse et répond : « … » »."""
        event = self._premise.events[-1] if self._premise.events else None
        if event is None or event.subject is not None or event.said or not self._nouns.is_determined(event.text):
            return None
        found = self._finder.find(event.text)
        if not found or not found[0]:
            return None
        start = found[0]
        index = self._by_phrase(event.text[:start].strip())
        self._premise.events[-1] = replace(event, subject=index, text=event.text[start:])
        return index

    def _hero(self) -> int:
        return 0 if self._premise.beings else self._added(self._someone(Gender.NEUTRAL))

    def _other(self) -> int:
        """The one who is not speaking: of the two who talk, else anyone else there, else somebody new."""
        last = self._spoken[-1] if self._spoken else None
        before = next((index for index in reversed(self._spoken) if index != last), None)
        if before is not None:
            return before
        talking = [i for i, being in enumerate(self._premise.beings) if i != last and being.talks and not being.voice]
        return talking[0] if talking else self._added(self._someone(Gender.NEUTRAL))

    def _by_pronoun(self, pronoun: str) -> int:
        gender = _PRONOUNS.get(pronoun)
        last = self._spoken[-1] if self._spoken else None
        found = self._people.referent(gender)
        if self._running and found == last:
            fits = [i for i, b in enumerate(self._premise.beings) if i != last and b.talks and gender in (None, b.gender)]
            found = next((i for i in reversed(self._spoken) if i in fits), fits[0] if fits else found)
        return found if found is not None else self._added(self._someone(gender or Gender.NEUTRAL))

    def _by_name(self, name: str) -> int:
        for index, being in enumerate(self._premise.beings):
            if being.name and (being.name == name or name in being.name.split() or being.name in name.split()):
                return index
        given = self._people.give_name(name, alone=True, heard=self._spoken)
        if given is not None:
            return given
        return self._people.named(name, name)

    def _by_phrase(self, who: str) -> int:
        """ "the keeper", "the older sister", « la voix de la radio »."""
        folded = fold(who)
        if folded in self._phrases:
            return self._phrases[folded]
        known = self._of_role(who)
        index = self._added(self._thing_or_stranger(who)) if known is None else known
        self._phrases[folded] = index
        return index

    def _of_role(self, who: str) -> int | None:
        bare = self._nouns.bare(who)
        for index, being in enumerate(self._premise.beings):
            if being.name and re.search(rf"\b{re.escape(fold(being.name))}$", fold(who)):
                return index
        found = self._nouns.role(bare)
        if found is None or _VOICES.search(fold(bare)):
            return None
        alike = [i for i, b in enumerate(self._premise.beings) if b.head and _same_head(b, found[1], bare)]
        taken = set(self._phrases.values())
        fresh = [i for i in alike if i not in taken] or alike
        if fresh and not _INDEFINITE.match(fold(who)):
            return fresh[0]
        return self._people.being(who)

    def _thing_or_stranger(self, who: str) -> Being:
        """Someone of no known trade, seen like anyone; a thing is only heard."""
        bare = self._nouns.bare(who)
        language = self._premise.language
        folded = fold(bare)
        known = {word for part in ("things", "places") for word, _ in words_of(part, language)}
        head = (folded.split() or [""])[-1 if language == "en" else 0]
        if _VOICES.search(folded) or folded in known or head in known:
            return Being("", capitalised(who.replace("'", "’")), folded, ROLE["person"], Gender.NEUTRAL, Age.ADULT, voice=True)
        if _BIRDS.search(folded):
            return Being(bare, "", head, ANIMAL_ROLE, Gender.NEUTRAL, Age.ADULT, species="bird")
        gender = self._gender_of_article(fold(who))
        return Being(bare, "", head, ROLE["person"], gender, Age.ADULT)

    def _gender_of_article(self, phrase: str) -> Gender:
        if self._premise.language == "fr" and (article := re.match(r"(une|la|sa|cette|un|le|son|ce|mon)\s", phrase)):
            return Gender.FEMALE if article[1] in ("une", "la", "sa", "cette") else Gender.MALE
        return Gender.NEUTRAL

    def _someone(self, gender: Gender) -> Being:
        words = {"en": {Gender.FEMALE: "woman", Gender.MALE: "man"}, "fr": {Gender.FEMALE: "femme", Gender.MALE: "homme"}}
        phrase = words[self._premise.language].get(gender, "")
        return Being(phrase, "", phrase, ROLE["person"], gender, Age.ADULT)

    def _added(self, being: Being) -> int:
        self._premise.beings.append(being)
        return len(self._premise.beings) - 1


def _same_head(being: Being, head: str, bare: str) -> bool:
    """Whether a later mention ("the keeper") may be of a being ("lighthouse keeper")."""
    words = fold(being.phrase).split()
    return being.head == head or head in words or being.head in fold(bare).split() or head.split()[-1] in words[-1:]
