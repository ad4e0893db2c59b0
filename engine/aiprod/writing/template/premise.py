# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (word tables and patterns, one entry a line)
"""Reading a brief for its story: who, what, where, when, and the events in their order.

There is no parser behind this: a short list of finite verbs cuts a clause into subject, verb and complements, and word
lists tell people from things. What is not understood stays in the author's words.
"""

from __future__ import annotations

import re
from dataclasses import replace

from aiprod.film.brief import Brief, Language
from aiprod.film.catalogue import ANIMALS, Entry
from aiprod.film.screenplay import Age, Gender
from aiprod.writing.breakdown import species_of
from aiprod.writing.lexicon import age_in, gender_in, gender_of_name, is_first_name, time_in, weather_in
from aiprod.writing.quotes import MASK
from aiprod.writing.template.speech import Speech, parted
from aiprod.writing.template.story import Being, Event, Premise, Setting
from aiprod.writing.template.verbs import FoundVerb, VerbFinder
from aiprod.writing.template.vocabulary import (
    ANIMAL_ROLE,
    FEMININE_NOUNS,
    OTHER_PLACES,
    ROLE,
    Role,
    base_forms,
    plural_forms,
    present_of,
    role_words,
    sounds_like_a_trade,
    verb_forms,
    words_of,
)  # fmt: skip
from aiprod.writing.template.voices import Voices
from aiprod.writing.text import capitalised, decapitalised, fold, sentences

_DETERMINERS: dict[Language, str] = {
    "en": "a|an|the|his|her|its|their|my|your|our|some|one|two|three|four|five|every|each|another|this|that|no",
    "fr": "un|une|le|la|les|l'|l’|des|du|de la|son|sa|ses|leur|leurs|mon|ma|mes|ce|cet|cette|deux|trois|quatre|cinq|chaque|tout le|toute la|tous les|toutes les|d'|quelques",
}
_PREPOSITIONS: dict[Language, str] = {
    "en": "in|at|on|under|across|cross|crosses|through|near|by|into|to|from|over|along|behind|outside|inside|with|without|for|of|about|after|before|during|until|against|between|beside|beneath|around|onto|toward|towards|as|who|that|which|whose|where|when|while|because",
    "fr": "dans|à|a|au|aux|sur|sous|devant|derrière|près|vers|chez|en|avec|sans|pour|de|du|des|d'|par|pendant|depuis|entre|contre|après|avant|jusque|jusqu'|le long|qui|que|qu'|dont|où|quand|parce|tandis|comme|afin",
}
_PLACED: dict[Language, str] = {
    "en": r"\s+(?:in|at|on|under|across|through|near|by|into|from|over|along|behind|outside|inside|without|for|about|after|before|during)\s",
    "fr": r"\s+(?:dans|sur|sous|devant|derrière|près|vers|chez|en|avec|sans|pour|par|pendant|depuis|entre|contre|après|avant|au bord|tombée?s?|perdue?s?)\s",
}
_BARE_ADVERB = re.compile(r"((?:yesterday|today|once|tonight|hier|aujourd'hui|ce soir|une fois),?)\s+(\S.+)", re.IGNORECASE)
_BARE_TIME = re.compile(
    r"((?:one|every|late one|au|un|une|chaque|ce)\s+\w+)\s+((?:an?|the|une?|le|la|l'|il|elle|he|she)\b.+)", re.IGNORECASE
)
_EVERYONE = r"(?:tout|toute|tous|toutes|every|everyone|everybody|all|the whole|each|chaque|personne|nobody|no one)\b"
_PRONOUNS = {
    "he": Gender.MALE, "she": Gender.FEMALE, "it": Gender.NEUTRAL, "il": Gender.MALE, "elle": Gender.FEMALE, "they": None, "ils": None, "elles": None, "on": None,
    "together": None, "ensemble": None,
}  # fmt: skip
_BODY = re.compile(
    r"\b(his|her)\s+(?:head|hands?|eyes|face|coat|hat|shoulders?|fingers?|lips|breath|arms?|hair|voice|lamp|apron|bag)\b"
)
"""An English possessive that tells who its owner is."""
_NOT_VERBS = ("always", "sometimes", "towards", "besides", "perhaps", "his", "its", "this", "as", "is", "was", "has")
_PARENTS = ("mother", "father", "mum", "dad", "mere", "pere", "maman", "papa")
_SIBLINGS = ("brother", "sister", "twin", "friend", "frere", "soeur", "jumeau", "jumelle", "ami", "amie")
_SEVERAL = ("they", "ils", "elles", "both")
_CLITICS = r"(?:(?:ne|n['’]|le|la|les|l['’]|lui|leur|se|s['’]|me|m['’]|te|t['’]|y|en|nous|vous)\s*)*"
_SPLIT: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"\s*;\s*|,?\s+(?:and then|then|but then|but|until|and so|so)\s+|,\s+(?=(?:he|she|they|it)\s)|,?\s+and\s+(?=(?:he|she|they|it|the|an?)\s)|,?\s+(?:and|when)\s+"
    ),
    "fr": re.compile(
        r"\s*;\s*|,?\s+(?:et puis|puis|mais|alors|et alors|et)\s+|,\s+(?=(?:il|elle|ils|elles)\s)|,?\s+(?:quand|lorsque)\s+"
    ),
}
_MOST_SENTENCES = 60
_NUMBERED = re.compile(r"^(two|three|deux|trois)\s+(.+)$", re.IGNORECASE)
_NOT_TRADES = frozenset(
    [
        "water",
        "winter",
        "summer",
        "river",
        "letter",
        "paper",
        "number",
        "power",
        "matter",
        "weather",
        "corner",
        "dinner",
        "supper",
        "tower",
        "flower",
        "fever",
        "anger",
        "wonder",
        "answer",
        "shoulder",
        "finger",
        "order",
        "door",
        "floor",
        "mirror",
        "colour",
        "color",
        "favour",
        "error",
        "terror",
        "horror",
        "plant",
        "moment",
        "instant",
        "enfant",
        "papier",
        "quartier",
        "hiver",
        "cahier",
        "escalier",
        "clavier",
        "courrier",
        "calendrier",
        "dernier",
        "premier",
        "entier",
        "bonheur",
        "malheur",
        "coeur",
        "douleur",
        "couleur",
        "chaleur",
        "lueur",
        "fleur",
        "odeur",
        "peur",
        "hauteur",
        "vapeur",
        "sueur",
        "erreur",
        "horreur",
        "terreur",
        "faveur",
        "valeur",
        "ascenseur",
        "moteur",
        "ordinateur",
        "projecteur",
        "refrigerateur",
        "aspirateur",
        "riviere",
        "lumiere",
        "frontiere",
        "priere",
        "matiere",
        "maniere",
        "poussiere",
        "cuillere",
        "chemin",
        "restaurant",
        "courant",
        "instant",
        "diamant",
        "volant",
        "pendant",
        "elephant",
        "mediterranean",
        "ocean",
        "musician's",
        "magazine",
        "union",
        "station",
        "religion",
        "version",
    ]
)
_TALKS = re.compile(
    r"\b(?:talking|speaking|who (?:talks|speaks)|that (?:talks|speaks)|qui parlent?|parlante?s?|doués? de parole)\b"
)


def read_premise(brief: Brief) -> Premise:
    """Read a prose brief."""
    return Reader(brief.language, brief.text).premise()


class Reader:
    def __init__(self, language: Language, text: str) -> None:
        self._language = language
        self._parts, quotations = parted(text, language)
        self._text = " ".join(part for part in self._parts if isinstance(part, str)).replace("’", "'")
        self._premise = Premise(language, quotations=quotations)
        self._last: int | None = None
        self._verbs = verb_forms(language)
        self._finder = VerbFinder(language)
        self._voices = Voices(self)

    # what speakers are found by

    @property
    def story(self) -> Premise:
        return self._premise

    @property
    def last(self) -> int | None:
        """Index of the being who acted or spoke last."""
        return self._last

    @last.setter
    def last(self, index: int) -> None:
        self._last = index

    def referent(self, gender: Gender | None) -> int | None:
        return self._referent(gender)

    def named(self, name: str, text: str) -> int:
        return self._named(name, text)

    def being(self, text: str) -> int | None:
        return self._being(text)

    def bare(self, text: str) -> str:
        return self._bare(text)

    def role(self, phrase: str) -> tuple[Role, str, bool] | None:
        return self._role(phrase)

    def setting_of(self, text: str) -> Setting:
        return self._setting_of(text)

    def verb_at(self, clause: str) -> int | None:
        """Where a clause's finite verb starts."""
        found = self._find_verb(clause)
        return found[0] if found else None

    def is_determined(self, text: str) -> bool:
        """Whether an article or its kind opens a phrase."""
        return bool(re.match(rf"(?:{_DETERMINERS[self._language]})(?:\s|(?<=['’]))", text, re.IGNORECASE))

    def premise(self) -> Premise:
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
            self._note_thing(self._text)
        self._premise.setting = self._overall()
        self._premise.named_place = self._place_in(self._text, bare=True)[0]
        return self._premise

    def _overall(self) -> Setting:
        found = self._setting_of(self._text)
        first = next((event.setting for event in self._premise.events if event.setting != Setting()), Setting())
        return first.over(self._premise.setting).over(found)

    # sentences and clauses

    def _sentence(self, sentence: str) -> None:
        adverbials, rest = self._leading_adverbials(sentence)
        setting = self._setting_of(adverbials) if adverbials else Setting()
        for index, clause in enumerate(self._clauses(rest)):
            self._clause(clause, setting if index == 0 else replace(setting, time=None))

    def _leading_adverbials(self, sentence: str) -> tuple[str, str]:
        """« La nuit, dans une ville sous la pluie, une boulangère … » → the two adverbials, and the rest."""
        taken: list[str] = []
        rest = sentence
        while (match := re.match(r"([^,]{2,60}),\s+(.+)", rest, re.DOTALL)) and self._is_adverbial(match[1]):
            taken.append(match[1])
            rest = match[2]
        if match := _BARE_ADVERB.match(rest):
            return ", ".join((*taken, match[1])), match[2]
        if not taken and (match := _BARE_TIME.match(rest)) and time_in(match[1]) and self._find_verb(match[2]):
            return match[1], match[2]
        return ", ".join(taken), rest

    def _is_adverbial(self, chunk: str) -> bool:
        folded = fold(chunk)
        starts = re.match(
            r"(?:in|at|on|under|after|before|one|every|during|deep|far|high|once|tonight|late|early|near|by|inside|outside|with|when|as|across|somewhere"
            r"|dans|a|au|aux|en|sur|sous|apres|avant|un|une|chaque|pendant|loin|la|le|ce|cette|par|il y a|pres|depuis|chez|quelque part|tous les|lors|d'|quand)\b", folded,
        )  # fmt: skip
        if not starts or self._find_verb(chunk):
            return False
        if re.match(r"(?:un|une|one|la|le)\b", folded) and (len(chunk.split()) > 4 or not time_in(chunk)):
            return False
        return bool(
            time_in(chunk)
            or weather_in(chunk)
            or self._place_in(chunk)[0]
            or re.match(rf"(?:{_PREPOSITIONS[self._language]}|once|somewhere|quelque part)\b", folded)
        )

    def _clauses(self, sentence: str) -> list[str]:
        parts = [part for part in _SPLIT[self._language].split(sentence) if part]
        joints = [match[0] for match in _SPLIT[self._language].finditer(sentence)]
        kept: list[str] = []
        for index, part in enumerate(parts):
            if kept and (not self._independent(part) or self._find_verb(kept[-1], bare=True) is None):
                kept[-1] += joints[index - 1] + part if index - 1 < len(joints) else " " + part
            else:
                kept.append(part)
        return kept

    def _independent(self, clause: str) -> bool:
        """It has a finite verb of its own, near its start or after a subject."""
        found = self._find_verb(clause, bare=True)
        if found is None:
            return False
        before = clause[: found[0]].strip()
        return (
            not before
            or bool(
                re.match(rf"(?:{_DETERMINERS[self._language]}|he|she|it|they|il|elle|ils|elles|on)(?:\b|(?<=['’]))", fold(before))
            )
            or before[:1].isupper()
        )

    def _find_verb(self, clause: str, bare: bool = False) -> FoundVerb | None:
        return self._finder.find(clause, bare)

    def _clause(self, clause: str, setting: Setting) -> None:
        clause = self._relative_made_main(clause)
        found = self._find_verb(clause, bare=True)
        own = self._setting_of(clause[found[0] :] if found else clause).over(setting)
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
        plural = bool(_NUMBERED.match(subject_text) or re.search(r" (?:and|et) ", subject_text)) or fold(subject_text) in _SEVERAL
        if plural and rest.split(" ")[0] != clause[start:].split(" ")[0]:
            head, _, tail = rest.partition(" ")
            rest = f"{base_forms().get(head, head)} {tail}".strip()
        known = len(self._premise.beings)
        subject = self._subject(subject_text)
        if subject is not None and subject >= known and (own_body := _BODY.search(rest)):
            gender = Gender.FEMALE if own_body[1] == "her" else Gender.MALE
            self._premise.beings[subject] = replace(self._premise.beings[subject], gender=gender)
        if subject is None and subject_text:
            rest = f"{decapitalised(subject_text)} {rest}"
        together = self._together if plural else ()
        others = self._objects(rest, kind)
        self._premise.events.append(Event(rest, subject, kind, own, others, plural, together=together))
        if subject is not None:
            self._last = subject

    def _acting(self, clause: str) -> FoundVerb | None:
        """A verb that no list has, after somebody the story knows or a pronoun: "Mia nods", « Elle hoche la tête »."""
        match = re.match(r"(?:(?:the|le|la|l')\s?)?([\w-]+)\s+(?:(?:ne|lui|leur|se)\s+|s')?([a-zà-ÿ]+)\b", clause, re.IGNORECASE)
        if match is None or match[2] in f"{_PREPOSITIONS[self._language]}|and|et|ou|or".split("|"):
            return None
        who = fold(match[1])
        known = who in _PRONOUNS or any(
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
            bare = self._bare(before)
            found = self._role(bare) if len(before.split()) <= 7 and self.is_determined(before) else None
            if (
                found
                and fold(bare).endswith(found[1])
                and before.split()[-1] not in _PREPOSITIONS["en"].split("|")
                and match[1] not in _NOT_VERBS
            ):
                return match.start(), match.end(), "do"
        return None

    def _described(self, subject_text: str, rest: str) -> bool:
        """ "Marcus is a retired boxer" describes; nothing happens in it."""
        match = re.match(r"(?:is|was|est|était)\s+((?:an?|the|une?|le|la|l')\s*.+)", rest)
        found = self._role(self._bare(match[1])) if match else None
        index = self._subject(subject_text) if found else None
        if match is None or found is None or index is None:
            return False
        being = self._premise.beings[index]
        new = self._new(self._bare(match[1]), being.name, found[1], found[0], found[2])
        self._premise.beings[index] = replace(new, gender=being.gender if being.gender is not Gender.NEUTRAL else new.gender)
        self._last = index
        return True

    def _present(self, rest: str) -> str:
        """An English clause told in the past, brought to the screenplay's present."""
        head, _, tail = rest.partition(" ")
        if self._language == "en" and head.lower() not in self._verbs and (present := present_of(head.lower())):
            return f"{present} {tail}"
        return rest

    def _relative_made_main(self, clause: str) -> str:
        """ "A robot who paints" is a story about a robot that paints."""
        if self._find_verb(clause, bare=True) is None and (
            match := re.match(r"(.+?),?\s+(?:who|that|which|qui)\s+(\S.+)", clause)
        ):
            joined = f"{match[1]} {match[2]}"
            if self._find_verb(joined):
                return joined
        return clause

    def _topic(self, clause: str, setting: Setting) -> None:
        """A clause without a verb names its subject: a being, a thing, a place. Between quoted words it is an image of its own."""
        spoken = any(isinstance(part, Speech) for part in self._parts)
        if MASK.search(clause) or (self._premise.events and spoken):
            self._premise.events.append(Event(clause, None, "do", setting))
            return
        if self._role(self._bare(clause)) or gender_of_name(clause.split(" ")[0]) or _NUMBERED.match(clause):
            self._subject(clause)
        if self._premise.beings:
            self._last = self._last if self._last is not None else 0
        if not self._premise.beings and (pair := re.search(r"\b(?:between|entre) (?:two|deux) (\w+)", clause)):
            self._several(pair[1], 2)
        self._note_thing(clause)
        if setting.place is None:
            place, words = self._place_in(clause, bare=True)
            setting = replace(setting, place=place, words=words)
        for part in clause.split(",")[1:]:
            if not self._premise.beings and self._role(self._bare(part)):
                self._subject(part)
            self._note_thing(part)
        if setting != Setting():
            self._premise.setting = self._premise.setting.over(setting)

    # beings

    def _subject(self, text: str) -> int | None:
        self._together: tuple[int, ...] = ()
        folded = fold(text).strip()
        if not folded:
            return self._last
        if re.match(_EVERYONE, folded):
            return None
        first = folded.split(" ")[0].split("'")[0]
        if first in _SEVERAL and len(folded.split()) <= 2:
            return self._both()
        if first in _PRONOUNS and len(folded.split()) <= 2:
            return self._referent(_PRONOUNS[first])
        numbered = _NUMBERED.match(text)
        if numbered:
            return self._group(numbered[2], 3 if fold(numbered[1]) in ("three", "trois") else 2, numbered[1])
        parts = re.split(
            r"(?:,\s*(?=[A-ZÀ-Þ][\w-]+(?:,| and | et )))|,?\s+(?:and|et)\s+(?=(?:an?|the|his|her|une?|le|la|l'|son|sa)\s|l'|[A-ZÀ-Þ])",
            text,
        )
        indices = [index for part in parts if (index := self._being(part)) is not None]
        self._together = tuple(dict.fromkeys(index for index in indices[1:] if index != indices[0]))
        return indices[0] if indices else None

    def _both(self) -> int | None:
        """Whom "they" are: those who last did something together, else the only two there are; None for anyone else."""
        before = next((event for event in reversed(self._premise.events) if event.plural and event.together), None)
        if before is not None:
            self._together = before.together
            return before.subject
        if len(self._premise.beings) == 2:
            self._together = (1,)
            return 0
        return None

    def _group(self, phrase: str, count: int, number: str) -> int | None:
        """ "Two sisters", "two sisters, Anna and Mia": the first of them."""
        noun, _, listed = phrase.partition(",")
        before = len(self._premise.beings)
        first = self._several(noun, count)
        if first is None:
            return None
        if first == before:
            self._premise.beings[first] = replace(self._premise.beings[first], group=f"{number.lower()} {self._plural_of(noun)}")
        self._together = tuple(range(first + 1, min(first + count, len(self._premise.beings))))
        for name in re.findall(r"\b[A-ZÀ-Þ][\w-]+", listed):
            self._voices.unnamed_one(name, alone=False)
        return first

    def _plural_of(self, noun: str) -> str:
        return re.split(_PLACED[self._language], f"{noun} ")[0].strip()

    def _referent(self, gender: Gender | None) -> int | None:
        beings = self._premise.beings
        if not beings:
            return None
        order = ([self._last] if self._last is not None else []) + list(range(len(beings)))
        for index in order:
            if gender is None or beings[index].gender is gender:
                return index
        for index in order:
            if beings[index].gender is Gender.NEUTRAL and gender is not Gender.NEUTRAL:
                beings[index] = replace(beings[index], gender=gender or Gender.NEUTRAL)
                return index
        return None

    def _several(self, phrase: str, count: int) -> int | None:
        singular = re.sub(
            r"(?<=\w)(?:s|x)\b", "", phrase.replace("children", "child").replace("women", "woman").replace("men", "man"), count=2
        )
        singular = singular.replace("thieve", "thief").replace("soeur", "sœur")
        first = self._being(
            ("une " if self._feminine(singular) else "un ") + singular if self._language == "fr" else f"a {singular}"
        )
        if first is None:
            return None
        for _ in range(count - 1):
            self._premise.beings.append(replace(self._premise.beings[first], article="another"))
        return first

    def _being(self, text: str) -> int | None:
        """The being a noun phrase names, known or new; None where it names no one."""
        phrase = self._bare(text)
        if not phrase:
            return None
        name = self._proper(text)
        head_role = self._role(phrase)
        if name:
            return self._named(name, text)
        if head_role is None:
            return None
        role, head, feminine = head_role
        known = next((i for i, being in enumerate(self._premise.beings) if being.head == head), None)
        definite = bool(re.match(r"(?:the|this|le|la|les|l'|ce|cet|cette)\b|l'", fold(text)))
        if known is not None and (definite or not re.match(r"(?:another|un autre|une autre)", fold(text))):
            return known
        owned = re.match(r"(his|her|their|its|my|son|sa|leur|mon|ma)\s", text.lower().strip())
        being = self._aged(self._new(phrase, "", head, role, feminine), bool(owned))
        self._premise.beings.append(replace(being, article=owned[1] if owned else ""))
        return len(self._premise.beings) - 1

    def _new(self, phrase: str, name: str, head: str, role: Role, feminine: bool) -> Being:
        species = species_of(head or phrase)
        if role.key == "robot":
            species = "robot"
        gender = gender_of_name(name) if name else None
        if gender is None:
            gender = gender_in(phrase) or (Gender.FEMALE if feminine else None)
        if gender is None and self._language == "fr" and species != "person":
            gender = Gender.FEMALE if fold(head) in FEMININE_NOUNS else Gender.MALE
        if gender is None and self._language == "fr" and role.fr_feminine:
            gender = Gender.MALE
        if gender is None:
            gender = self._pronoun_gender() or Gender.NEUTRAL
        if species == "robot" and self._language == "en":
            gender = Gender.NEUTRAL
        age = Age.CHILD if role.key == "child" else age_in(phrase) or Age.ADULT
        talks = species in ("person", "robot") or bool(_TALKS.search(fold(self._text)))
        return Being(phrase, name, head, role, gender, age, species, talks)

    def _aged(self, being: Being, owned: bool) -> Being:
        """A child's brothers, sisters and friends are children; a grown-up's parents are old."""
        owner = self._premise.beings[self._last if self._last is not None else 0] if self._premise.beings else None
        if owned and owner and owner.age is Age.ADULT and being.head in _PARENTS:
            return replace(being, age=Age.OLD)
        young = owned and being.head in _SIBLINGS and any(other.age is Age.CHILD for other in self._premise.beings)
        return replace(being, age=Age.CHILD) if young else being

    def _pronoun_gender(self) -> Gender | None:
        match = re.search(r"\b(he|she|his|her|him|il|elle)\b", self._text.lower())
        return (
            {"he": Gender.MALE, "his": Gender.MALE, "him": Gender.MALE, "il": Gender.MALE}.get(match[1], Gender.FEMALE)
            if match
            else None
        )

    def _named(self, name: str, text: str) -> int:
        known = next((i for i, being in enumerate(self._premise.beings) if being.name == name), None)
        if known is not None:
            return known
        about = text[text.find(name) + len(name) :].strip(" ,")
        phrase, before = self._bare(about), text[: text.find(name)].strip(" ,")
        found = self._role(phrase)
        if before and not found and (found := self._role(self._bare(before))):
            phrase = self._bare(before)
            same = next((i for i, being in enumerate(self._premise.beings) if being.head == found[1] and not being.name), None)
            if same is not None and re.match(r"(?:the|le|la)\b|l'", fold(before)):
                self._premise.beings[same] = replace(self._premise.beings[same], name=name)
                return same
        if not found and (alike := self._voices.unnamed_one(name, alone=False)) is not None:
            return alike
        young = age_in(about) is Age.CHILD
        role, head, feminine = found or (ROLE["child" if young else "person"], "", False)
        being = self._new(phrase if found else "", name, head, role, feminine)
        years = re.search(r"\b\d{1,2}(?: ans)?\b", about)
        owned = re.match(r"(his|her|their|its|my|son|sa|leur|mon|ma)\s", before.lower()) if found else None
        being = self._aged(being, bool(owned))
        self._premise.beings.append(
            replace(
                being,
                age=age_in(about) or being.age,
                years=years[0] if years else "",
                article=owned[1] if owned else "",
            )
        )
        return len(self._premise.beings) - 1

    def _proper(self, text: str) -> str:
        """A proper name in a noun phrase: a capitalised word that is no article, at its start or after its noun."""
        match = re.match(r"([A-ZÀ-ÖØ-Þ][\w-]+)(?:\s+[A-ZÀ-ÖØ-Þ][\w-]+)?", text)
        if match and not re.fullmatch(
            rf"(?:{_DETERMINERS[self._language]}|i|he|she|they|it|il|elle|nobody|someone|everyone|personne|quelqu)",
            fold(match[1]),
        ):
            if weather_in(match[0]) or (time_in(match[0]) and gender_of_name(match[1]) is None):
                return ""
            if gender_of_name(match[1]) is not None and not self._role(decapitalised(match[0])):
                return match[0]
            if not self._role(decapitalised(self._bare(text))) and "," in text:
                return match[0]
            rest = text[match.end() :].strip()
            if not rest and not any(
                word == fold(match[0]).rstrip("s")
                for word, _ in words_of("things", self._language) + words_of("places", self._language)
            ):
                return match[0] if not sounds_like_a_trade(match[0], self._language) else ""
        inner = re.search(r"(?:named|called|nommée?|appelée?)\s+([A-ZÀ-ÖØ-Þ][\w-]+)", text)
        if inner is None and (
            trailing := re.match(
                r"([a-zà-ÿœA-Z][a-zà-ÿœ'-]*(?:\s+[a-zà-ÿœ'-]+){0,4}),?\s+([A-ZÀ-ÖØ-Þ][\w-]+(?:\s[A-ZÀ-ÖØ-Þ][\w-]+)*)(?=,|$)", text
            )
        ):
            return trailing[2] if self._role(self._bare(trailing[1])) else ""
        return inner[1] if inner else ""

    def _bare(self, text: str) -> str:
        """A noun phrase without its article, its relative clause and its appositions."""
        text = re.split(r"'s\s", text.strip(" ,"))[0]
        text = re.sub(
            rf"^(?:{_DETERMINERS[self._language]})(?:\s+|(?<=['’]))", "", decapitalised(text), count=1, flags=re.IGNORECASE
        )
        text = re.split(r",|\s+(?:who|that|which|whose|named|called|qui|que|dont|nommée?|appelée?)\b", text)[0]
        return re.split(_PLACED[self._language], text)[0].strip()

    def _role(self, phrase: str) -> tuple[Role, str, bool] | None:
        """(role, head noun, feminine) of a phrase that names a being."""
        nominal = re.split(
            rf"\s+(?:{_PREPOSITIONS['en']})\s"
            if self._language == "en"
            else r"\s+(?:dans|sur|sous|devant|avec|sans|chez|vers|tombée?|qui|en|au|à)\s",
            f"{phrase} ",
        )[0].strip()
        folded = fold(nominal)
        listed = role_words(self._language)
        found = [
            (word, *value)
            for word, value in listed.items()
            if word in folded
            and re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-]){'$' if word in ('vieux', 'vieille') else ''}", folded)
        ]
        if found:
            if self._language == "en":
                word, role, feminine = max(found, key=lambda item: (folded.rfind(item[0]) + len(item[0]), len(item[0])))
            else:
                word, role, feminine = min(found, key=lambda item: (folded.find(item[0]), -len(item[0])))
            return role, word, feminine
        for animal in ANIMALS:
            for word in animal.en if self._language == "en" else animal.fr:
                if fold(word) in folded and re.search(rf"(?<![\w-]){re.escape(fold(word))}(?![\w-])", folded):
                    return ANIMAL_ROLE, fold(word), fold(word) in FEMININE_NOUNS
        head = (folded.split() or [""])[-1 if self._language == "en" else 0]
        known = words_of("things", self._language) + words_of("places", self._language)
        if (
            sounds_like_a_trade(head, self._language)
            and not any(head in word.split() for word, _ in known)
            and head not in _NOT_TRADES
        ):
            return ROLE["person"], head, head.endswith(("euse", "trice", "iere", "ienne", "ante"))
        return None

    @staticmethod
    def _feminine(phrase: str) -> bool:
        return gender_in(phrase) is Gender.FEMALE or (role_words("fr").get(fold(phrase).split(" ")[-1], (None, False))[1])

    # objects, places

    def _objects(self, rest: str, kind: str) -> tuple[int, ...]:
        """Beings met as objects, and the things named."""
        found: list[int] = []
        before_relative = re.split(
            r"\s+(?:written|made|left|lost|sent|écrite?|faite?|laissée?|envoyée?|perdue?)\s+(?:by|par)\b", rest
        )[0]
        for match in re.finditer(rf"(?<![\w'])(?:{_DETERMINERS[self._language]})(?:\s+|(?<=['’]))", before_relative.lower()):
            phrase_text = before_relative[match.start() :]
            cut = _PREPOSITIONS["en"] if self._language == "en" else re.sub(r"\|(?:de|du|des|d')(?=\|)", "", _PREPOSITIONS["fr"])
            nominal = re.split(
                rf"[,;.]|(?<=\w)\s+(?:{cut}|and|et|to|tombée?|un|une|an?|the)(?:\s|(?<=['’])|$)", phrase_text[len(match[0]) :]
            )[0]
            full = match[0] + nominal
            if (
                (self._role(nominal) is not None or self._proper(nominal))
                and "'s " not in nominal
                and not self._is_genitive(nominal)
                and not re.search(r"\bde\s(?:son|sa|leur|ses|mon|ma)\s$", before_relative[: match.end()])
                and kind not in ("be",)
                and not re.match(r"(?:tout|toute|every|all)", match[0])
            ):
                index = (
                    None if re.search(r"\b(?:dead|late|mort|morte|defunte?|disparue?)\b", fold(nominal)) else self._being(full)
                )
                self._note_thing(full)
                if index is not None and index not in found:
                    found.append(index)
            else:
                self._note_thing(phrase_text[:80])
        for match in re.finditer(r"(?<=[\s'])[A-ZÀ-ÖØ-Þ][\w-]+", before_relative):
            index = self._by_first_name(match[0])
            if index is not None and index not in found:
                found.append(index)
        return tuple(found)

    def _is_genitive(self, nominal: str) -> bool:
        """« l'héritage de leur père »: the one it belongs to is not met."""
        found = self._role(nominal) if self._language == "fr" else None
        at = fold(nominal).find(found[1]) if found else -1
        return at > 0 and bool(re.search(r"\b(?:de|du|des)\s|\bd'", nominal[:at]))

    def _by_first_name(self, word: str) -> int | None:
        """The being whose first name a capitalised word within a clause is; names nobody knows are places for all we know."""
        for index, being in enumerate(self._premise.beings):
            if being.name == word:
                return index
        return self._named(word, word) if is_first_name(word) else None

    def _note_thing(self, text: str) -> None:
        """The first thing of the catalogue that the words name."""
        folded = fold(text)
        best: tuple[int, int, str, Entry] | None = None
        for word, entry in words_of("things", self._language):
            match = (
                None
                if word not in folded or entry.kind in ("animal", "landmark")
                else re.search(rf"(?<![\w-]){re.escape(word)}(?:s|x|es)?(?![\w-])", folded)
            )
            if match and (best is None or (match.start(), -len(word)) < best[:2]):
                best = (match.start(), -len(word), word, entry)
        if best and all(known[1] is not best[3] for known in self._premise.things):
            shown = next(w for w in (best[3].en if self._language == "en" else best[3].fr) if fold(w) == best[2])
            gender = Gender.FEMALE if self._language == "fr" and fold(shown.split(" ")[0]) in FEMININE_NOUNS else Gender.MALE
            shown = re.split(r" in an? | à la ", shown)[0]
            self._premise.things.append((shown, best[3], gender))

    def _setting_of(self, text: str) -> Setting:
        place, words = self._place_in(text)
        return Setting(place, words, time_in(text), weather_in(text))

    def _place_in(self, text: str, bare: bool = False) -> tuple[Entry | None, str]:
        """The first place that follows a preposition; with `bare`, the first place named at all."""
        folded = fold(text)
        starts = "enters?|in|at|on|under|across|cross|crosses|through|near|by|into|to|over|along|behind|outside|inside|of" if self._language == "en" else (
            "dans|a|au|aux|sur|sous|devant|pres d[eu]|le long d[eu]|vers|chez|en|a travers|traverse|derriere|au bord d[eu]|d[eu]"
        )  # fmt: skip
        best: tuple[int, Entry, str] | None = None
        for word, entry in words_of("places", self._language):
            if word not in folded:
                continue
            pattern = rf"(?<![\w-])(?:{starts})(?:\s+(?:the|an?|his|her|its|their|my|le|la|les|un|une|son|sa|ses|leur|[a-z-]+))?(?:\s+[a-z-]+)?[\s']+(?:l')?({re.escape(word)}s?)(?![\w-])"
            match = re.search(rf"(?<![\w-])({re.escape(word)}s?)(?![\w-])" if bare else pattern, folded)
            if match and (best is None or match.start(1) < best[0]):
                best = (match.start(1), entry, word)
        if best is None:
            return None, ""
        listed = (*(best[1].en if self._language == "en" else best[1].fr), *OTHER_PLACES[self._language])
        shown = next(w for w in listed if fold(w) == best[2])
        return best[1], capitalised(shown).lower()
