# SPDX-License-Identifier: Apache-2.0
"""Labels as sentences in both languages."""

from random import Random

import pytest

from aiprod.training.data.captions import caption

BASE = {"place": "desert", "camera": "static", "size": "full", "direction": "still"}


@pytest.mark.parametrize(
    ("labels", "english", "french"),
    [
        ({"subject": "car", "count": "2", "colour": "green"}, "Two green cars,", "Deux voitures vertes,"),
        ({"subject": "elephant", "count": "1"}, "An elephant,", "Un éléphant,"),
        ({"subject": "elephant", "count": "1", "colour": "red"}, "A red elephant,", "Un éléphant rouge,"),
        ({"subject": "woman", "count": "3", "colour": "blue"}, "Three women in blue,", "Trois femmes en bleu,"),
        ({"subject": "house", "count": "1", "colour": "orange"}, "An orange house,", "Une maison orange,"),
        ({"subject": "horse", "count": "2", "colour": "orange"}, "Two orange horses,", "Deux chevaux orange,"),
        ({"subject": "robot", "count": "1", "colour": "purple"}, "A purple robot,", "Un robot violet,"),
        (
            {"subject": "bird", "count": "2", "direction": "left", "speed": "fast"},
            "Two birds fly fast to the left,",
            "Deux oiseaux volent vite vers la gauche,",
        ),
        ({"subject": "none"}, "An empty place,", "Un lieu vide,"),
    ],
)
def test_sentences(labels, english, french):
    assert caption(BASE | labels, "en", Random(1)).startswith(english)
    assert caption(BASE | labels, "fr", Random(1)).startswith(french)


def test_every_slot_is_said():
    labels = BASE | {"subject": "man", "count": "1", "colour": "red", "time": "night", "weather": "rain", "camera": "zoom_in",
                     "emotion": "joy", "speech": "speaking", "size": "close"}  # fmt: skip
    text = caption(labels, "en", Random(2))
    assert text.count(",") >= 6
    assert text.endswith(".")
