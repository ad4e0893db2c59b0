# SPDX-License-Identifier: Apache-2.0
"""What is written is said: numbers, times, money, abbreviations; nothing is lost in silence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiprod.film import numerals
from aiprod.film.spoken import spoken_text


def said(text, language):
    return " ".join(word.text + word.pause for word in spoken_text(text, language).words)


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("It's 3:45 p.m. on March 5th, 1984.", "It's three forty-five P M on March fifth nineteen eighty-four."),
        ("You owe me $12.50 & 20% more…", "You owe me twelve dollars and fifty cents and twenty percent more…"),
        ("£1, €7.50; 3.14", "one pound, seven euros and fifty cents; three point one four"),
        ("1,234,567 km away", "one million two hundred thirty-four thousand five hundred sixty-seven kilometres away"),
        ("the 1990s, the 21st, at -5°C", "the nineteen nineties, the twenty-first, at minus five degrees Celsius"),
        ("Dr. Smith and St. Mary, etc.", "doctor Smith and saint Mary, et cetera."),
        ("Agent 007 met Henry VIII in Chapter IV.", "Agent zero zero seven met Henry the eighth in Chapter four."),
        ("No. 5, no.", "number five, no."),
        ("At 12:00, 10 am", "At twelve o'clock, ten A M"),
        ("the 4th of July 1776", "the fourth of July seventeen seventy-six"),
        ("$3 million", "three million dollars"),
        ("U.S. troops — 5-6 of them", "U S troops— five to six of them"),
    ],
)
def test_english(text, spoken):
    assert said(text, "en") == spoken


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        (
            "Il est 3h45, le 1er mars 1984.",
            "Il est trois heures quarante-cinq, le premier mars mille neuf cent quatre-vingt-quatre.",
        ),
        ("12,50 € et 20 % de plus", "douze euros cinquante et vingt pour cent de plus"),
        ("M. Dupont, Mme Müller et Dr Roux", "monsieur Dupont, madame Müller et docteur Roux"),
        (
            "1 234 habitants, 3 km/h, -5 °C",
            "mille deux cent trente-quatre habitants, trois kilomètres heure, moins cinq degrés Celsius",
        ),
        ("la 1re fois, le 2e étage, n° 7", "la première fois, le deuxième étage, numéro sept"),
        ("Louis XIV au XVIIe siècle", "Louis quatorze au dix-septième siècle"),
        ("21 h, 1h21, 3,14", "vingt et une heures, une heure vingt et une, trois virgule quatorze"),
        ("« Non », dit-elle !", "Non, dit-elle!"),
        ("2 000 000 €", "deux millions d'euros"),
    ],
)
def test_french(text, spoken):
    assert said(text, "fr") == spoken


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_has_no_reading_is_listed(language):
    text = spoken_text("Bon 😀 你好 !", language)
    assert text.unspoken == ("😀", "你好")
    assert [word.text for word in text.words] == ["Bon"]


@pytest.mark.parametrize("text", ["", "…", "?!", " — ", "😀", "«  »"])
def test_nothing_to_say(text):
    assert spoken_text(text, "fr").words == ()


def test_written_words_keep_lone_signs_with_a_neighbour():
    text = spoken_text("Bonjour ! « Où est-il ? » — Là.", "fr")
    assert text.written == ("Bonjour !", "« Où", "est-il ? » —", "Là.")


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("abé zZ0123456789 .,:;!?'’-—«»%€$°/h😀 \n"), max_size=40), st.sampled_from(["en", "fr"]))
def test_any_text_is_read_and_no_written_word_is_lost(text, language):
    found = spoken_text(text, language)
    if found.words:
        assert " ".join(found.written).replace("’", "'") == " ".join(text.split()).replace("’", "'")
        assert [w.written for w in found.words] == sorted(w.written for w in found.words)
        assert {w.written for w in found.words} == set(range(len(found.written)))
        assert not any(character.isdigit() for word in found.words for character in word.text)


@pytest.mark.parametrize(
    ("number", "english", "french"),
    [
        (0, "zero", "zéro"), (21, "twenty-one", "vingt et un"), (71, "seventy-one", "soixante et onze"),
        (80, "eighty", "quatre-vingts"), (81, "eighty-one", "quatre-vingt-un"), (99, "ninety-nine", "quatre-vingt-dix-neuf"),
        (200, "two hundred", "deux cents"), (201, "two hundred one", "deux cent un"), (1000, "one thousand", "mille"),
        (80_000, "eighty thousand", "quatre-vingt mille"), (200_000, "two hundred thousand", "deux cent mille"),
        (2_000_000, "two million", "deux millions"), (-5, "minus five", "moins cinq"),
    ],
)  # fmt: skip
def test_cardinals(number, english, french):
    assert numerals.cardinal(number, "en") == english
    assert numerals.cardinal(number, "fr") == french


def test_ordinals_and_years():
    assert [numerals.ordinal(n, "en") for n in (1, 2, 12, 20, 100)] == [
        "first",
        "second",
        "twelfth",
        "twentieth",
        "one hundredth",
    ]
    assert [numerals.ordinal(n, "fr") for n in (1, 5, 9, 21)] == ["premier", "cinquième", "neuvième", "vingt et unième"]
    assert numerals.ordinal(1, "fr", feminine=True) == "première"
    assert [numerals.year(n, "en") for n in (1905, 2007, 2024)] == [
        "nineteen oh five",
        "two thousand seven",
        "twenty twenty-four",
    ]
