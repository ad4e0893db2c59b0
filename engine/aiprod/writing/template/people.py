# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (patterns, one entry a line)
"""The beings of a story: whom its noun phrases and pronouns name, known or new."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from aiprod.film.screenplay import Age, Gender
from aiprod.writing.breakdown import species_of
from aiprod.writing.lexicon import age_in, gender_in, gender_of_name, is_first_name
from aiprod.writing.template.nouns import DETERMINERS, PREPOSITIONS, Nouns
from aiprod.writing.template.story import Being, Premise
from aiprod.writing.template.surroundings import Surroundings
from aiprod.writing.template.vocabulary import FEMININE_NOUNS, ROLE, Role
from aiprod.writing.text import fold

_EVERYONE = r"(?:tout|toute|tous|toutes|every|everyone|everybody|all|the whole|each|chaque|personne|nobody|no one)\b"
PRONOUNS = {
    "he": Gender.MALE, "she": Gender.FEMALE, "it": Gender.NEUTRAL, "il": Gender.MALE, "elle": Gender.FEMALE, "they": None, "ils": None, "elles": None, "on": None,
    "together": None, "ensemble": None,
}  # fmt: skip
_PARENTS = ("mother", "father", "mum", "dad", "mere", "pere", "maman", "papa")
_SIBLINGS = ("brother", "sister", "twin", "friend", "frere", "soeur", "jumeau", "jumelle", "ami", "amie")
SEVERAL = ("they", "ils", "elles", "both")
NUMBERED = re.compile(r"^(two|three|deux|trois)\s+(.+)$", re.IGNORECASE)
_TALKS = re.compile(
    r"\b(?:talking|speaking|who (?:talks|speaks)|that (?:talks|speaks)|qui parlent?|parlante?s?|doués? de parole)\b"
)
_VISITORS = re.compile(r"\b(?:stranger|visitor|voice|crowd|inconnue?|visiteu(?:r|se)|etrangere?|foule)\b")
"""Whom a name that comes later does not belong to."""


class People:
    """Keeps who is in a story, in the order they come in.

    Attributes:
        last: index of the being who acted or spoke last.
        together: indices of those who are the subject along with the one that `subject` last gave.
    """

    def __init__(self, premise: Premise, text: str, nouns: Nouns, surroundings: Surroundings) -> None:
        self._premise, self._text, self._nouns, self._surroundings = premise, text, nouns, surroundings
        self.last: int | None = None
        self.together: tuple[int, ...] = ()

    # subjects

    def subject(self, text: str) -> int | None:
        """The being that a clause's subject names: a name, a noun phrase, a pronoun, a list; None: no one in particular."""
        self.together = ()
        folded = fold(text).strip()
        if not folded:
            return self.last
        if re.match(_EVERYONE, folded):
            return None
        first = folded.split(" ")[0].split("'")[0]
        if first in SEVERAL and len(folded.split()) <= 2:
            return self._both()
        if first in PRONOUNS and len(folded.split()) <= 2:
            return self.referent(PRONOUNS[first])
        numbered = NUMBERED.match(text)
        if numbered:
            return self._group(numbered[2], 3 if fold(numbered[1]) in ("three", "trois") else 2, numbered[1])
        parts = re.split(
            r"(?:,\s*(?=[A-ZÀ-Þ][\w-]+(?:,| and | et )))|,?\s+(?:and|et)\s+(?=(?:an?|the|his|her|une?|le|la|l'|son|sa)\s|l'|[A-ZÀ-Þ])",
            text,
        )
        indices = [index for part in parts if (index := self.being(part)) is not None]
        self.together = tuple(dict.fromkeys(index for index in indices[1:] if index != indices[0]))
        return indices[0] if indices else None

    def _both(self) -> int | None:
        """Whom "they" are: those who last did something together, else the only two there are; None for anyone else."""
        before = next((event for event in reversed(self._premise.events) if event.plural and event.together), None)
        if before is not None:
            self.together = before.together
            return before.subject
        if len(self._premise.beings) == 2:
            self.together = (1,)
            return 0
        return None

    def _group(self, phrase: str, count: int, number: str) -> int | None:
        """ "Two sisters", "two sisters, Anna and Mia": the first of them."""
        noun, _, listed = phrase.partition(",")
        before = len(self._premise.beings)
        first = self.several(noun, count)
        if first is None:
            return None
        if first == before:
            self._premise.beings[first] = replace(
                self._premise.beings[first], group=f"{number.lower()} {self._nouns.unplaced(noun)}"
            )
        self.together = tuple(range(first + 1, min(first + count, len(self._premise.beings))))
        for name in re.findall(r"\b[A-ZÀ-Þ][\w-]+", listed):
            self.give_name(name)
        return first

    def referent(self, gender: Gender | None) -> int | None:
        """Whom a pronoun means: who acted last if the gender fits, else the first whom it fits."""
        beings = self._premise.beings
        if not beings:
            return None
        order = ([self.last] if self.last is not None else []) + list(range(len(beings)))
        for index in order:
            if gender is None or beings[index].gender is gender:
                return index
        for index in order:
            if beings[index].gender is Gender.NEUTRAL and gender is not Gender.NEUTRAL:
                beings[index] = replace(beings[index], gender=gender or Gender.NEUTRAL)
                return index
        return None

    def several(self, phrase: str, count: int) -> int | None:
        """Add `count` alike, named in the plural; index of the first."""
        singular = re.sub(
            r"(?<=\w)(?:s|x)\b", "", phrase.replace("children", "child").replace("women", "woman").replace("men", "man"), count=2
        )
        singular = singular.replace("thieve", "thief").replace("soeur", "sœur")
        first = self.being(
            ("une " if self._nouns.is_feminine(singular) else "un ") + singular
            if self._premise.language == "fr"
            else f"a {singular}"
        )
        if first is None:
            return None
        for _ in range(count - 1):
            self._premise.beings.append(replace(self._premise.beings[first], article="another"))
        return first

    # noun phrases

    def being(self, text: str) -> int | None:
        """The being a noun phrase names, known or new; None where it names no one."""
        phrase = self._nouns.bare(text)
        if not phrase:
            return None
        name = self._nouns.proper(text)
        head_role = self._nouns.role(phrase)
        if name:
            return self.named(name, text)
        if head_role is None:
            return None
        role, head, feminine = head_role
        known = next((i for i, being in enumerate(self._premise.beings) if being.head == head), None)
        definite = bool(re.match(r"(?:the|this|le|la|les|l'|ce|cet|cette)\b|l'", fold(text)))
        if known is not None and (definite or not re.match(r"(?:another|un autre|une autre)", fold(text))):
            return known
        owned = re.match(r"(his|her|their|its|my|son|sa|leur|mon|ma)\s", text.lower().strip())
        being = self._aged(self.new(phrase, "", head, role, feminine), bool(owned))
        self._premise.beings.append(replace(being, article=owned[1] if owned else ""))
        return len(self._premise.beings) - 1

    def new(self, phrase: str, name: str, head: str, role: Role, feminine: bool) -> Being:
        """A being of a phrase, its species, gender and age told from the words."""
        species = species_of(head or phrase)
        if role.key == "robot":
            species = "robot"
        gender = gender_of_name(name) if name else None
        if gender is None:
            gender = gender_in(phrase) or (Gender.FEMALE if feminine else None)
        if gender is None and self._premise.language == "fr" and species != "person":
            gender = Gender.FEMALE if fold(head) in FEMININE_NOUNS else Gender.MALE
        if gender is None and self._premise.language == "fr" and role.fr_feminine:
            gender = Gender.MALE
        if gender is None:
            gender = self._pronoun_gender() or Gender.NEUTRAL
        if species == "robot" and self._premise.language == "en":
            gender = Gender.NEUTRAL
        age = Age.CHILD if role.key == "child" else age_in(phrase) or Age.ADULT
        talks = species in ("person", "robot") or bool(_TALKS.search(fold(self._text)))
        return Being(phrase, name, head, role, gender, age, species, talks)

    def _aged(self, being: Being, owned: bool) -> Being:
        """A child's brothers, sisters and friends are children; a grown-up's parents are old."""
        owner = self._premise.beings[self.last if self.last is not None else 0] if self._premise.beings else None
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

    def named(self, name: str, text: str) -> int:
        """The being of a proper name, known or new; `text` is the noun phrase around the name."""
        known = next((i for i, being in enumerate(self._premise.beings) if being.name == name), None)
        if known is not None:
            return known
        about = text[text.find(name) + len(name) :].strip(" ,")
        phrase, before = self._nouns.bare(about), text[: text.find(name)].strip(" ,")
        found = self._nouns.role(phrase)
        if before and not found and (found := self._nouns.role(self._nouns.bare(before))):
            phrase = self._nouns.bare(before)
            same = next((i for i, being in enumerate(self._premise.beings) if being.head == found[1] and not being.name), None)
            if same is not None and re.match(r"(?:the|le|la)\b|l'", fold(before)):
                self._premise.beings[same] = replace(self._premise.beings[same], name=name)
                return same
        if not found and (alike := self.give_name(name)) is not None:
            return alike
        young = age_in(about) is Age.CHILD
        role, head, feminine = found or (ROLE["child" if young else "person"], "", False)
        being = self.new(phrase if found else "", name, head, role, feminine)
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

    def give_name(self, name: str, *, alone: bool = False, heard: Collection[int] = ()) -> int | None:
        """Give the name to one of several alike ("two sisters"), or (`alone`) to the only one who has none and was not
        `heard` yet; None: to nobody."""
        gender = gender_of_name(name)
        beings = self._premise.beings
        free = [
            i for i, b in enumerate(beings)
            if not b.name and b.species == "person" and not b.voice and (gender is None or b.gender in (gender, Gender.NEUTRAL))
            and not _VISITORS.search(fold(b.phrase))
        ]  # fmt: skip
        alike = [
            i for i in free if beings[i].article == "another" or (i + 1 < len(beings) and beings[i + 1].article == "another")
        ]
        chosen = alike or (free if alone and len(free) == 1 and free[0] not in heard else [])
        if not chosen:
            return None
        known = beings[chosen[0]]
        beings[chosen[0]] = replace(known, name=name, gender=gender or known.gender)
        return chosen[0]

    # objects

    def objects(self, rest: str, kind: str) -> tuple[int, ...]:
        """Beings met as objects, and the things named."""
        found: list[int] = []
        before_relative = re.split(
            r"\s+(?:written|made|left|lost|sent|écrite?|faite?|laissée?|envoyée?|perdue?)\s+(?:by|par)\b", rest
        )[0]
        for match in re.finditer(
            rf"(?<![\w'])(?:{DETERMINERS[self._premise.language]})(?:\s+|(?<=['’]))", before_relative.lower()
        ):
            phrase_text = before_relative[match.start() :]
            cut = (
                PREPOSITIONS["en"]
                if self._premise.language == "en"
                else re.sub(r"\|(?:de|du|des|d')(?=\|)", "", PREPOSITIONS["fr"])
            )
            nominal = re.split(
                rf"[,;.]|(?<=\w)\s+(?:{cut}|and|et|to|tombée?|un|une|an?|the)(?:\s|(?<=['’])|$)", phrase_text[len(match[0]) :]
            )[0]
            full = match[0] + nominal
            if (
                (self._nouns.role(nominal) is not None or self._nouns.proper(nominal))
                and "'s " not in nominal
                and not self._nouns.is_genitive(nominal)
                and not re.search(r"\bde\s(?:son|sa|leur|ses|mon|ma)\s$", before_relative[: match.end()])
                and kind not in ("be",)
                and not re.match(r"(?:tout|toute|every|all)", match[0])
            ):
                index = None if re.search(r"\b(?:dead|late|mort|morte|defunte?|disparue?)\b", fold(nominal)) else self.being(full)
                self._surroundings.note_thing(full)
                if index is not None and index not in found:
                    found.append(index)
            else:
                self._surroundings.note_thing(phrase_text[:80])
        for match in re.finditer(r"(?<=[\s'])[A-ZÀ-ÖØ-Þ][\w-]+", before_relative):
            index = self._by_first_name(match[0])
            if index is not None and index not in found:
                found.append(index)
        return tuple(found)

    def _by_first_name(self, word: str) -> int | None:
        """The being whose first name a capitalised word within a clause is; names nobody knows are places for all we know."""
        for index, being in enumerate(self._premise.beings):
            if being.name == word:
                return index
        return self.named(word, word) if is_first_name(word) else None
