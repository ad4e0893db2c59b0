# SPDX-License-Identifier: Apache-2.0
"""Words of the catalogue in prose."""

import pytest

from aiprod.directing.colours import colour_of
from aiprod.directing.props import find_things, near_thing
from aiprod.directing.words import find, forms, sentences, tokens
from aiprod.film.catalogue import THINGS


def ids(text, language, group="things", **options):
    return [match.entry.id for match in find(text, group, language, **options)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Two lighthouses and three bottles.", "en", ["lighthouse", "bottle"]),
        ("Des chevaux, un bateau de pêche et des bateaux.", "fr", ["horse", "fishing_boat", "rowing_boat"]),
        ("Un FERRY, une BOUEE, une FORET de voiliers.", "fr", ["ferry", "sailboat"]),
        ("She finds a message in a bottle.", "en", ["bottle"]),
        ("A hot air balloon passes.", "en", ["hot_air_balloon"]),
        ("L'horloge sonne, la clé tombe.", "fr", ["clock_tower", "key"]),
        ("The children play.", "en", []),
        ("Le portail et le porche.", "fr", ["door"]),
    ],
)
def test_things_are_found_whatever_their_form(text, language, expected):
    assert ids(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language", "absent"),
    [
        ("A gull watches her; he looks well.", "en", {"clock", "fountain"}),
        ("She will ring him in case he can bear it.", "en", {"gem", "suitcase", "bear"}),
        ("Il montre la sortie, elle porte un manteau.", "fr", {"clock", "door"}),
        ("Elle lit, or il pleut à côté.", "fr", {"bed", "gem"}),
        ("The road without a car.", "en", {"car"}),
        ("Une rue sans voiture.", "fr", {"car"}),
    ],
)
def test_verbs_and_denials_are_not_things(text, language, absent):
    assert not set(ids(text, language)) & absent


def test_a_side_is_not_a_coast():
    assert ids("Il marche à côté de la maison", "fr", "exteriors", strict=False) == []
    assert ids("la côte au matin", "fr", "exteriors", strict=False) == ["coast"]


def test_characters_names_are_not_things():
    assert ids("Rose and Robin hold the star.", "en", ignore=("Rose", "Robin")) == ["star"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_thing_is_found_by_its_own_first_word(language):
    article = {"en": "the", "fr": "le"}[language]
    missed = []
    for entry in THINGS:
        word = (entry.en if language == "en" else entry.fr)[0]
        if entry.id not in ids(f"On voit {article} {word}.", language, strict=False):
            missed.append((entry.id, word))
    # A word that two things share belongs to the first: "horloge" is the tower's, "ballon" the ball's.
    assert len(missed) <= 2, missed


def test_colours_belong_to_their_noun():
    found = {t.entry.id: t.colour for t in find_things("A red umbrella and an old green bottle beside a suitcase.", "en")}
    assert found == {"umbrella": colour_of("red", "en"), "bottle": colour_of("green", "en"), "suitcase": None}
    french = {t.entry.id: t.colour for t in find_things("Un parapluie rouge, une bouteille et une valise noire.", "fr")}
    assert french == {"umbrella": colour_of("rouge", "fr"), "bottle": None, "suitcase": colour_of("noire", "fr")}


def test_unknown_nouns_are_taken_only_when_near():
    assert near_thing("schoonerboat", "en") is None or near_thing("schoonerboat", "en").kind == "vehicle"
    for word in ("silence", "courage", "shoulder", "answer", "smile"):
        assert near_thing(word, "en") is None
    for word in ("sourire", "courage", "épaule", "réponse", "bruit"):
        assert near_thing(word, "fr") is None


def test_sentences_and_tokens():
    assert sentences("Fog lies. A horn! « Où ? » Il part...") == ["Fog lies.", "A horn!", "« Où ? »", "Il part..."]
    assert tokens("L'œil d'Anne-Marie") == ["l", "oeil", "d", "anne", "marie"]
    assert "loaves" in forms("loaf", "en") and "chevaux" in forms("cheval", "fr") and "bateaux" in forms("bateau", "fr")
