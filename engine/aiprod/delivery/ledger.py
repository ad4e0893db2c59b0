# SPDX-License-Identifier: Apache-2.0
"""The ledger of a film: how it was made, told to people and to programs.

Everything in it comes from the takes' recipes (who made what, from what, with which seed), the models' cards (licence, terms,
attribution) and the film's own records (falls, consents, costs). Nothing is asked of anybody, nothing is guessed: what a take
does not say is not in the ledger.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import Field

from aiprod.delivery.provenance import SourceType, is_trained, plain_statement, source_type_of_film, source_type_of_shot
from aiprod.film.base import FilmObject
from aiprod.film.brief import Language
from aiprod.film.consent import ConsentRecord, Likeness
from aiprod.film.film import Film
from aiprod.film.hashing import hash_json
from aiprod.film.takes import ModelUse, Take
from aiprod.models.cards import ModelCard, all_cards

_MEASURES = ("quality",)
"""Departments whose models look at the film and put nothing into it."""
_FONTS = (
    ("Inter", "OFL-1.1", "Copyright 2016-2022 The Inter Project Authors (https://github.com/rsms/inter)"),
    ("EB Garamond", "OFL-1.1", "Copyright 2010-2021 Georg Duffner and Octavio Pardo (EB Garamond)"),
)
_PEOPLE = "people"
"""A recipe's parameter: [{"person": …, "part": "voice" | "face"}, …] for material of real people."""


class LedgerModel(FilmObject):
    """A model that took part: what it is, under which terms, what for."""

    id: str
    title: str
    role: str = ""
    licence: str
    terms: str = ""
    """What the licence demands, in plain words."""
    attribution: str = ""
    source: str = ""
    sha256: str = ""
    departments: tuple[str, ...] = ()
    takes: int = 0
    measured_only: bool = False
    """It judged the film; nothing of it is in the film."""


class LedgerShot(FilmObject):
    """A shot's picture."""

    shot: str
    generator: str
    label: str = ""
    source_type: str
    seed: int = 0
    prompt_sha256: str = ""
    """Of all that was asked of the generator."""
    models: tuple[str, ...] = ()
    take: str = ""
    cost: float = 0.0


class LedgerVoice(FilmObject):
    """A character's voice. `person` is empty for the voices that come with AIPROD: they are synthetic."""

    character: str
    model: str
    speakers: dict[str, float]
    lines: int = 0
    person: str = ""


class LedgerSound(FilmObject):
    """Music, ambience and effects, by who made them."""

    step: str
    generator: str
    takes: int = 0
    models: tuple[str, ...] = ()


class LedgerFall(FilmObject):
    """A generator that gave way to another."""

    shot: str
    gave_way: str
    to: str
    sentence: str


class LedgerCredit(FilmObject):
    """Something that wants to be named: font, soundfont, samples, model."""

    name: str
    licence: str
    text: str


class LedgerPerson(FilmObject):
    """A real person in the film, and whether they agreed."""

    person: str
    part: str
    where: str
    consent: str = ""
    """Id of the consent that covers it; empty: none does."""


class Ledger(FilmObject):
    """How a film was made."""

    title: str
    language: Language
    author: str = ""
    statement: str
    source_type: str
    film: str
    """Content hash of the document."""
    aiprod: str
    brief_sha256: str
    writer: str = ""
    models: tuple[LedgerModel, ...] = ()
    shots: tuple[LedgerShot, ...] = ()
    voices: tuple[LedgerVoice, ...] = ()
    sounds: tuple[LedgerSound, ...] = ()
    falls: tuple[LedgerFall, ...] = ()
    credits: tuple[LedgerCredit, ...] = ()
    people: tuple[LedgerPerson, ...] = ()
    consents: tuple[ConsentRecord, ...] = ()
    cost: float = 0.0
    """Euros paid."""
    cpu_seconds: dict[str, float] = Field(default_factory=dict)
    takes: int = 0

    @property
    def makers(self) -> tuple[LedgerModel, ...]:
        """The models that put something into the film."""
        return tuple(model for model in self.models if not model.measured_only)

    @property
    def missing_consents(self) -> tuple[LedgerPerson, ...]:
        return tuple(person for person in self.people if not person.consent)


def build(
    film: Film, takes: Mapping[str, Take], *, falls: Iterable[LedgerFall] = (), consents: Sequence[ConsentRecord] = (),
    titles: Mapping[str, str] | None = None, now: float | None = None,
) -> Ledger:  # fmt: skip
    """The ledger of a film as it stands.

    Args:
        film: the document; it must be written.
        takes: name of the step ("shot s1-wide", "line s1-l1") → take, as production keeps them.
        falls: generators that gave way.
        consents: everything on record (`ConsentBook.all`).
        titles: names of models that have no card: the clouds'.
        now: seconds since 1970, to tell which consents are in force; None takes all that were not revoked.
    """
    from aiprod import __version__

    script, brief = film.screenplay, film.brief
    shots, voices = tuple(_shots(takes)), tuple(_voices(takes))
    models = tuple(_models(takes, titles or {}))
    language = script.language if script else brief.language
    kind = source_type_of_film([_kind(shot) for shot in shots], sound_trained=bool(voices))
    makers = tuple(model.title for model in models if not model.measured_only and is_trained(model.role))
    return Ledger(
        title=script.title if script else film.name, language=language, author=script.author if script else "",
        statement=plain_statement(language, makers, kind), source_type=kind, film=film.content_hash(), aiprod=__version__,
        brief_sha256=prompt_hash(brief.text), writer=_writer(takes), models=models, shots=shots, voices=voices,
        sounds=tuple(_sounds(takes)), falls=tuple(falls), credits=tuple(_credits(models)),
        people=tuple(_people(takes, consents, now)), consents=tuple(consents), cost=round(sum(t.cost for t in takes.values()), 4),
        cpu_seconds=_spent(takes), takes=len(takes),
    )  # fmt: skip


def prompt_hash(text: str) -> str:
    """How a prompt is remembered: SHA-256 of its words, hex."""
    import hashlib

    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def likenesses(takes: Mapping[str, Take]) -> Iterator[Likeness]:
    """The real people whose voice or face the takes say that they use."""
    for name, take in takes.items():
        for item in take.recipe.parameters.get(_PEOPLE, ()):
            yield Likeness(str(item["person"]), item["part"], name)


def _kind(shot: LedgerShot) -> SourceType:
    return shot.source_type  # type: ignore[return-value]  # written by source_type_of_shot


def _card(use: ModelUse) -> ModelCard | None:
    return all_cards().get(use.id)


def _models(takes: Mapping[str, Take], titles: Mapping[str, str]) -> Iterator[LedgerModel]:
    uses: dict[str, ModelUse] = {}
    where: dict[str, list[str]] = defaultdict(list)
    for take in takes.values():
        for use in take.recipe.models:
            uses[use.id] = use
            where[use.id].append(take.recipe.department)
    for use in uses.values():
        card, departments = _card(use), where[use.id]
        known: dict[str, Any] = {"title": titles.get(use.id, use.id)}
        if card is not None:
            known = {
                "title": card.title,
                "role": card.role,
                "terms": card.terms,
                "attribution": card.attribution,
                "source": card.source,
            }
        yield LedgerModel(
            id=use.id, licence=use.licence, sha256=use.sha256, departments=tuple(dict.fromkeys(departments)),
            takes=len(departments), measured_only=all(d in _MEASURES for d in departments), **known,
        )  # fmt: skip


def _shots(takes: Mapping[str, Take]) -> Iterator[LedgerShot]:
    for name, take in takes.items():
        recipe = take.recipe
        if (recipe.department, recipe.step) != ("shooting", "footage"):
            continue
        roles = [card.role if (card := _card(use)) else "video" for use in recipe.models]
        yield LedgerShot(
            shot=name.partition(" ")[2] or name, generator=recipe.generator, label=str(take.facts.get("label", "")),
            source_type=source_type_of_shot(recipe.generator, roles), seed=recipe.seed,
            prompt_sha256=hash_json(recipe.parameters.get("request", recipe.parameters)),
            models=tuple(use.id for use in recipe.models), take=take.id, cost=take.cost,
        )  # fmt: skip


def _voices(takes: Mapping[str, Take]) -> Iterator[LedgerVoice]:
    spoken: dict[str, list[Take]] = defaultdict(list)
    for take in takes.values():
        if (take.recipe.department, take.recipe.step) == ("voices", "speech"):
            spoken[str(take.recipe.parameters.get("voice", {}).get("character", ""))].append(take)
    for character, lines in spoken.items():
        recipe = lines[0].recipe
        people = [item["person"] for item in recipe.parameters.get(_PEOPLE, ()) if item["part"] == "voice"]
        yield LedgerVoice(
            character=character, model=", ".join(use.id for use in recipe.models) or recipe.generator,
            speakers=recipe.parameters.get("voice", {}).get("speakers", {}), lines=len(lines), person=", ".join(people),
        )  # fmt: skip


def _sounds(takes: Mapping[str, Take]) -> Iterator[LedgerSound]:
    found: dict[tuple[str, str], list[Take]] = defaultdict(list)
    for take in takes.values():
        if take.recipe.department == "music":
            found[take.recipe.step, take.recipe.generator].append(take)
    for (step, generator), made in found.items():
        models = tuple(dict.fromkeys(use.id for take in made for use in take.recipe.models))
        yield LedgerSound(step=step, generator=generator, takes=len(made), models=models)


def _credits(models: Sequence[LedgerModel]) -> Iterator[LedgerCredit]:
    for model in models:
        if model.attribution and not model.measured_only:
            yield LedgerCredit(name=model.title, licence=model.licence, text=model.attribution)
    yield from (LedgerCredit(name=name, licence=licence, text=text) for name, licence, text in _FONTS)


def _people(takes: Mapping[str, Take], consents: Sequence[ConsentRecord], now: float | None) -> Iterator[LedgerPerson]:
    for likeness in likenesses(takes):
        fits = [c.id for c in consents if c.person.casefold() == likeness.person.casefold() and likeness.part in c.parts
                and (c.in_force(now) if now is not None else c.revoked_at is None)]  # fmt: skip
        yield LedgerPerson(
            person=likeness.person, part=likeness.part, where=likeness.where, consent=fits[-1] if fits else ""
        )  # fmt: skip


def _writer(takes: Mapping[str, Take]) -> str:
    return next((take.recipe.generator for take in takes.values() if take.recipe.step == "screenplay"), "")


def _spent(takes: Mapping[str, Take]) -> dict[str, float]:
    spent: dict[str, float] = defaultdict(float)
    for take in takes.values():
        spent[take.recipe.department] += take.cpu_seconds
    return {department: round(seconds, 2) for department, seconds in spent.items()}


def end_card(ledger: Ledger) -> tuple[str, ...]:
    """What the film's end card or its metadata say to do what the licences ask for: the statement, then every credit."""
    return (ledger.statement, *(f"{credit.text} ({credit.licence})" for credit in ledger.credits))
