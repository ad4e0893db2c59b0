# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (patterns, one entry a line)
"""Reading a brief for its story: who, what, where, when, and the events in their order.

There is no parser behind this: a short list of finite verbs cuts a clause into subject, verb and complements, and word
lists tell people from things. What is not understood stays in the author's words.
"""

from __future__ import annotations

import re
from dataclasses import replace

from aiprod.film.brief import Brief, Language
from aiprod.film.screenplay import Gender
from aiprod.writing.lexicon import gender_of_name
from aiprod.writing.quotes import MASK
from aiprod.writing.template.clauses import Cutter
from aiprod.writing.template.nouns import PREPOSITIONS, Nouns
from aiprod.writing.template.people import NUMBERED, PRONOUNS, SEVERAL, People
from aiprod.writing.template.speech import Speech, parted
from aiprod.writing.template.story import Event, Premise, Setting
from aiprod.writing.template.surroundings import Surroundings
from aiprod.writing.template.verbs import FoundVerb, VerbFinder
from aiprod.writing.template.vocabulary import base_forms, plural_forms, present_of, verb_forms
from aiprod.writing.template.voices import Voices
from aiprod.writing.text import decapitalised, fold, sentences

_BODY = re.compile(
    r"\b(his|her)\s+(?:head|hands?|eyes|face|coat|hat|shoulders?|fingers?|lips|breath|arms?|hair|voice|lamp|apron|bag)\b"
)
"""An English possessive that tells who its owner is."""
_NOT_VERBS = ("always", "sometimes", "towards", "besides", "perhaps", "his", "its", "this", "as", "is", "was", "has")
_MOST_SENTENCES = 60


def read_premise(brief: Brief) -> Premise:
    """Read a prose brief."""
    return Reader(brief.language, brief.text).premise()


class Reader:
    """Reads one text, sentence after sentence."""

    def __init__(self, language: Language, text: str) -> None:
        self._language = language
        self._parts, quotations = parted(text, language)
        self._text = " ".join(part for part in self._parts if isinstance(part, str)).replace("’", "'")
        self._premise = Premise(language, quotations=quotations)
        self._verbs = verb_forms(language)
        self._finder = VerbFinder(language)
        self._nouns = Nouns(language)
        self._surroundings = Surroundings(self._premise)
        self._people = People(self._premise, self._text, self._nouns, self._surroundings)
        self._cutter = Cutter(language, self._finder, self._surroundings)
        self._voices = Voices(self._premise, self._people, self._nouns, self._surroundings, self._finder)

    def premise(self) -> Premise:
        """Read the whole text."""
        left = _MOST_SENTENCES
        for part in self._parts:
            if not isinstance(part, str):
                self._voices.speak(part)
                continue
            told = sentences(part.replace("’", "'"))[:left]
            left -= len(told)
            for sentence in told:
                self._sentence(sentence.rstrip(" .!?…"))
            if any(sentence.strip(" .,;:!?…") for sentence in told):
                self._voices.acted()
        if not self._premise.things:
            self._surroundings.note_thing(self._text)
        self._premise.setting = self._overall()
        self._premise.named_place = self._surroundings.place_in(self._text, bare=True)[0]
        return self._premise

    def _overall(self) -> Setting:
        found = self._surroundings.setting_of(self._text)
        first = next((event.setting for event in self._premise.events if event.setting != Setting()), Setting())
        return first.over(self._premise.setting).over(found)

    def _sentence(self, sentence: str) -> None:
        adverbials, rest = self._cutter.leading_adverbials(sentence)
        setting = self._surroundings.setting_of(adverbials) if adverbials else Setting()
        for index, clause in enumerate(self._cutter.clauses(rest)):
            self._clause(clause, setting if index == 0 else replace(setting, time=None))

    def _clause(self, clause: str, setting: Setting) -> None:
        clause = self._relative_made_main(clause)
        found = self._finder.find(clause, bare=True)
        own = self._surroundings.setting_of(clause[found[0] :] if found else clause).over(setting)
        if found is None and (acting := self._acting(clause) or self._does(clause)):
            found = acting
        if found is None:
            self._topic(clause, own)
            return
        start, _, kind = found
        if kind == "want" and (
            wanted := re.match(r"(?:must|wants? to|has to|have to|needs? to|hopes? to)\s+(\w+)", clause[start:])
        ):
            kind = plural_forms().get(wanted[1], kind)
        subject_text, rest = clause[:start].strip(" ,"), self._present(clause[start:].strip())
        if kind == "be" and self._described(subject_text, rest):
            return
        plural = bool(NUMBERED.match(subject_text) or re.search(r" (?:and|et) ", subject_text)) or fold(subject_text) in SEVERAL
        if plural and rest.split(" ")[0] != clause[start:].split(" ")[0]:
            head, _, tail = rest.partition(" ")
            rest = f"{base_forms().get(head, head)} {tail}".strip()
        known = len(self._premise.beings)
        subject = self._people.subject(subject_text)
        if subject is not None and subject >= known and (own_body := _BODY.search(rest)):
            gender = Gender.FEMALE if own_body[1] == "her" else Gender.MALE
            self._premise.beings[subject] = replace(self._premise.beings[subject], gender=gender)
        if subject is None and subject_text:
            rest = f"{decapitalised(subject_text)} {rest}"
        together = self._people.together if plural else ()
        others = self._people.objects(rest, kind)
        self._premise.events.append(Event(rest, subject, kind, own, others, plural, together=together))
        if subject is not None:
            self._people.last = subject

    def _acting(self, clause: str) -> FoundVerb | None:
        """A verb that no list has, after somebody the story knows or a pronoun: "Mia nods", « Elle hoche la tête »."""
        match = re.match(r"(?:(?:the|le|la|l')\s?)?([\w-]+)\s+(?:(?:ne|lui|leur|se)\s+|s')?([a-zà-ÿ]+)\b", clause, re.IGNORECASE)
        if match is None or match[2] in f"{PREPOSITIONS[self._language]}|and|et|ou|or".split("|"):
            return None
        who = fold(match[1])
        known = who in PRONOUNS or any(
            who in (fold(b.name), b.head.split(" ")[-1]) for b in self._premise.beings if b.name or b.head
        )
        if not known or (self._language == "en" and not match[2].endswith("s")):
            return None
        return match.end(1) + 1, match.end(), "do"

    def _does(self, clause: str) -> FoundVerb | None:
        """English: somebody of a known trade and a word in -s that no list has: "An astronaut floats alone"."""
        if self._language != "en":
            return None
        for match in re.finditer(r"(?<=\w )([a-z]+[^s\W]s)(?=\s|$)", clause):
            before = clause[: match.start()].strip()
            bare = self._nouns.bare(before)
            found = self._nouns.role(bare) if len(before.split()) <= 7 and self._nouns.is_determined(before) else None
            if (
                found
                and fold(bare).endswith(found[1])
                and before.split()[-1] not in PREPOSITIONS["en"].split("|")
                and match[1] not in _NOT_VERBS
            ):
                return match.start(), match.end(), "do"
        return None

    def _described(self, subject_text: str, rest: str) -> bool:
        """ "Marcus is a retired boxer" describes; nothing happens in it."""
        match = re.match(r"(?:is|was|est|était)\s+((?:an?|the|une?|le|la|l')\s*.+)", rest)
        found = self._nouns.role(self._nouns.bare(match[1])) if match else None
        index = self._people.subject(subject_text) if found else None
        if match is None or found is None or index is None:
            return False
        being = self._premise.beings[index]
        new = self._people.new(self._nouns.bare(match[1]), being.name, found[1], found[0], found[2])
        self._premise.beings[index] = replace(new, gender=being.gender if being.gender is not Gender.NEUTRAL else new.gender)
        self._people.last = index
        return True

    def _present(self, rest: str) -> str:
        """An English clause told in the past, brought to the screenplay's present."""
        head, _, tail = rest.partition(" ")
        if self._language == "en" and head.lower() not in self._verbs and (present := present_of(head.lower())):
            return f"{present} {tail}"
        return rest

    def _relative_made_main(self, clause: str) -> str:
        """ "A robot who paints" is a story about a robot that paints."""
        if self._finder.find(clause, bare=True) is None and (
            match := re.match(r"(.+?),?\s+(?:who|that|which|qui)\s+(\S.+)", clause)
        ):
            joined = f"{match[1]} {match[2]}"
            if self._finder.find(joined):
                return joined
        return clause

    def _topic(self, clause: str, setting: Setting) -> None:
        """A clause without a verb names its subject: a being, a thing, a place. Between quoted words it is an image of its own."""
        spoken = any(isinstance(part, Speech) for part in self._parts)
        if MASK.search(clause) or (self._premise.events and spoken):
            self._premise.events.append(Event(clause, None, "do", setting))
            return
        if self._nouns.role(self._nouns.bare(clause)) or gender_of_name(clause.split(" ")[0]) or NUMBERED.match(clause):
            self._people.subject(clause)
        if self._premise.beings:
            self._people.last = self._people.last if self._people.last is not None else 0
        if not self._premise.beings and (pair := re.search(r"\b(?:between|entre) (?:two|deux) (\w+)", clause)):
            self._people.several(pair[1], 2)
        self._surroundings.note_thing(clause)
        if setting.place is None:
            place, words = self._surroundings.place_in(clause, bare=True)
            setting = replace(setting, place=place, words=words)
        for part in clause.split(",")[1:]:
            if not self._premise.beings and self._nouns.role(self._nouns.bare(part)):
                self._people.subject(part)
            self._surroundings.note_thing(part)
        if setting != Setting():
            self._premise.setting = self._premise.setting.over(setting)
