# SPDX-License-Identifier: Apache-2.0
"""The ledger: made from takes and cards, whole, honest, in the film's language."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from aiprod.delivery import ledger as ledgers
from aiprod.delivery import ledger_page
from aiprod.delivery.ledger import Ledger, LedgerFall
from aiprod.delivery.ledger_words import DEPARTMENTS, KINDS, WORDS
from aiprod.film.brief import Brief, Language
from aiprod.film.consent import ConsentBook
from aiprod.film.film import Film
from aiprod.film.takes import Department, Recipe, Take
from aiprod.models.cards import card

FALL = LedgerFall(shot="s1-a", gave_way="diffusion:wan2.2", to="nano", sentence="There is no such device")


def take(department: Department, step: str, generator: str, *models: str, cost: float = 0.0, **parameters: Any) -> Take:
    recipe = Recipe(department=department, step=step, generator=generator, parameters=parameters, seed=7,
                    models=tuple(card(name).use() for name in models))  # fmt: skip
    return Take(id=recipe.content_hash(), recipe=recipe, files=(), cost=cost, cpu_seconds=2.5, facts={"label": generator})


def takes(**more: Take) -> dict[str, Take]:
    voice = {"character": "leonie", "speakers": {"ff_siwis": 0.7, "af_bella": 0.3}}
    return {
        "screenplay": take("writing", "screenplay", "prose/1"),
        "shot s1-a": take("shooting", "footage", "nano/1", "nano", request={"shot": "a"}, cost=0.25),
        "shot s1-b": take("shooting", "footage", "animatic/1", request={"shot": "b"}),
        "line s1-l1": take("voices", "speech", "kokoro/1", "kokoro-82m", voice=voice, line="Bonjour."),
        "line s1-l2": take("voices", "speech", "kokoro/1", "kokoro-82m", voice=voice, line="Au revoir."),
        "score": take("music", "score", "composer/2", "musescore-general-lite"),
        "voice score": take("quality", "voice score", "mos/1", "distillmos"),
        **more,
    }


def ledger(language: Language = "en", name: str = "The Lighthouse", made: dict[str, Take] | None = None, **more: Any) -> Ledger:
    film = Film(name=name, brief=Brief(text="A keeper speaks to the sea.", language=language))
    return ledgers.build(film, made or takes(), **more)


def test_it_says_who_made_what_with_which_seed() -> None:
    made = ledger(falls=[FALL])
    assert [(s.shot, s.generator, s.source_type, s.seed) for s in made.shots] == [
        ("s1-a", "nano/1", "trainedAlgorithmicMedia", 7), ("s1-b", "animatic/1", "algorithmicMedia", 7)
    ]  # fmt: skip
    assert made.source_type == "compositeSynthetic"
    assert (made.cost, made.writer, made.falls) == (0.25, "prose/1", (FALL,))
    assert made.cpu_seconds["voices"] == 5.0
    assert made.brief_sha256 == ledgers.prompt_hash("A keeper speaks to the sea.")
    assert "keeper" not in ledger_page.as_json(made)


def test_models_come_with_what_their_licences_ask() -> None:
    models = {model.id: model for model in ledger().models}
    kokoro = models["kokoro-82m"]
    assert (kokoro.licence, kokoro.takes, kokoro.departments) == ("Apache-2.0 AND MIT", 2, ("voices",))
    assert "keep the notice" in kokoro.terms
    assert "SIWIS" in kokoro.attribution
    assert [model.id for model in models.values() if model.measured_only] == ["distillmos"]


def test_only_trained_models_that_made_something_are_called_models() -> None:
    statement = ledger().statement
    assert "Kokoro" in statement
    assert "soundfont" not in statement
    assert "DistillMOS" not in statement


def test_every_credit_that_is_owed_is_paid() -> None:
    card_of_the_end = "\n".join(ledgers.end_card(ledger()))
    for owed in ("hexgrad", "SIWIS", "Christian Collins", "Inter Project Authors", "Georg Duffner"):
        assert owed in card_of_the_end
    assert "Distill-MOS" not in card_of_the_end


def test_the_voices_are_said_to_be_synthetic() -> None:
    assert "Every voice is synthetic" in ledger_page.html(ledger())
    assert "Toutes les voix sont synthétiques" in ledger_page.markdown(ledger("fr"))


def person(name: str = "Anne Martin") -> dict[str, Take]:
    voice = {"character": "anne", "speakers": {}}
    return takes(**{"line s2": take("voices", "speech", "clone/1", voice=voice, people=[{"person": name, "part": "voice"}])})


def test_a_real_person_without_consent_stands_out(tmp_path: Path) -> None:
    made = ledger(made=person())
    assert [p.person for p in made.missing_consents] == ["Anne Martin"]
    assert "NO CONSENT" in ledger_page.html(made)
    assert "Every voice is synthetic" not in ledger_page.html(made)
    book = ConsentBook(tmp_path)
    record = book.grant("Anne Martin", ["voice"], "I agree.")
    agreed = ledger(made=person(), consents=book.all(), now=record.granted_at + 1)
    assert agreed.missing_consents == ()
    assert "NO CONSENT" not in ledger_page.html(agreed)
    book.revoke(record.id)
    assert ledger(made=person(), consents=book.all(), now=record.granted_at + 1).missing_consents


class Tags(HTMLParser):
    """Counts what is open, and keeps the words."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_stands_alone_and_is_well_formed(language: Language) -> None:
    page = ledger_page.html(ledger(language, "<script>alert(1)</script> & co", falls=[FALL]))
    reader = Tags()
    reader.feed(page)
    assert reader.open == []
    assert "<script" not in page
    assert "src=" not in page
    assert "@import" not in page
    assert f'<html lang="{language}">' in page


def test_a_french_ledger_is_french() -> None:
    page = ledger_page.html(ledger("fr"))
    assert "Comment ce film a été fait" in page
    assert "0,25\u00a0€" in page
    assert "qui redistribue le modèle garde la mention" in page
    assert "keep the notice" not in page


def test_both_languages_have_every_word() -> None:
    assert set(WORDS["en"]) == set(WORDS["fr"])
    assert set(KINDS["en"]) == set(KINDS["fr"])
    assert set(DEPARTMENTS["fr"]) >= {"writing", "voices", "delivery"}


def test_it_is_written_in_three_forms_and_read_back(tmp_path: Path) -> None:
    made = ledger(falls=[FALL])
    paths = ledger_page.write(made, tmp_path, "the-lighthouse")
    assert [p.name for p in paths] == [f"the-lighthouse.ledger.{suffix}" for suffix in ("html", "md", "json")]
    assert Ledger.from_json(json.loads(paths[2].read_text("utf-8"))) == made
    assert "| s1-a | nano/1 | created by a trained model | 7 |" in paths[1].read_text("utf-8")
    assert "diffusion:wan2.2 gave way to nano" in paths[1].read_text("utf-8")
