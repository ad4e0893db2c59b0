# SPDX-License-Identifier: Apache-2.0
"""What the engine says is said in French where it is shown."""

import re
from pathlib import Path

import pytest

from aiprod.film.errors import UserError
from aiprod.film.messages import catalogue, localised, told, translated
from aiprod.film.store import FilmStore

_FIELDS = re.compile(r"\{\w+\}")


def test_a_sentence_is_said_with_what_was_filled_in() -> None:
    assert translated("/films/Été {1}.aiprod is not a film", "fr") == "/films/Été {1}.aiprod n’est pas un film"
    assert translated("The track V2 is locked", "fr") == "La piste V2 est verrouillée"
    assert translated("The track V2 is locked", "en") == "The track V2 is locked"


def test_the_sentence_with_the_most_fixed_words_counts() -> None:
    assert translated("There is no loudness target club", "fr") == "Il n’y a pas de cible de sonie club"
    assert translated("There is no file here", "fr").startswith("Il n’y a pas")


def test_sentences_that_are_joined_are_told_apart() -> None:
    joined = "The disk is asleep. The engine does not answer: it was stopped. Try again."
    assert translated(joined, "fr").endswith("Réessayez.")
    assert (
        translated("The engine does not answer: the disk is full", "fr") == "Le moteur ne répond pas\u00a0: le disque est plein"
    )
    assert translated("Shot 3: it was stopped: no space; it is tried again in 4 s.", "fr").startswith("Plan 3\u00a0:")


@pytest.mark.parametrize(
    "text", ["", " ", "FileNotFoundError: [Errno 2]", "Ceci est déjà français.", "{}", "{0} %s {name", "x" * 20_000]
)
def test_what_is_not_known_stays_as_it_is(text: str) -> None:
    assert translated(text, "fr") == text


def test_every_translation_keeps_its_fields() -> None:
    wrong = [
        (text, fr) for text, fr in catalogue("fr").items() if fr and sorted(_FIELDS.findall(text)) != sorted(_FIELDS.findall(fr))
    ]
    assert wrong == []


def test_french_has_its_spaces_and_apostrophes() -> None:
    """A non-breaking space before double punctuation, the typographic apostrophe; commands stay as they are typed."""
    bare = {
        text: re.sub(r"`[^`]*`|https?://\S+|sqlite:\S+|postgresql:\S+|llm:\S+|only:\S+", "", fr)
        for text, fr in catalogue("fr").items()
    }
    assert [fr for fr in bare.values() if re.search(r"(?<=[\w}]) [;:!?](?:\s|$)|\w'\w|[^\W\d][;!?](?:\s|$)", fr)] == []


def test_an_error_is_told_in_french(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        FilmStore(tmp_path / "Nothing")
    what, _why, remedy = told(caught.value, "fr")
    assert "n’est pas un film" in what
    assert "`aiprod make`" in remedy
    assert localised(caught.value, "fr").what == what
    assert localised(caught.value, "fr").what == what, "French stays French"
