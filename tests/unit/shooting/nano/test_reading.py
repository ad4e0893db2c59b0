# SPDX-License-Identifier: Apache-2.0
"""Free sentences as the video model's words, in both languages."""

import pytest

from aiprod.shooting.nano.reading import labels_in
from aiprod.training.data.sampler import sample


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("A red car drives fast to the left across the desert at night, static camera", "en",
         {"subject": "car", "colour": "red", "speed": "fast", "direction": "left", "place": "desert", "time": "night",
          "camera": "static", "count": "1"}),
        ("Deux chiens noirs courent vers la droite sur la plage au crépuscule", "fr",
         {"subject": "dog", "colour": "black", "count": "2", "direction": "right", "speed": "fast", "place": "coast",
          "time": "dusk"}),
        ("Gros plan d'une femme triste en bleu qui parle dans un café", "fr",
         {"subject": "woman", "emotion": "sadness", "colour": "blue", "speech": "speaking", "place": "cafe", "size": "close"}),
        ("Three white horses in the snow field, the camera pans right", "en",
         {"subject": "horse", "count": "3", "colour": "white", "place": "snowfield", "camera": "pan_right"}),
        ("A forest in the fog at dawn, dolly in", "en",
         {"place": "forest", "weather": "fog", "time": "dawn", "camera": "dolly_in"}),
        ("Un voilier au large, la caméra recule", "fr", {"subject": "sailboat", "place": "open_sea", "camera": "dolly_out"}),
    ],
)  # fmt: skip
def test_sentences(text, language, wanted):
    found = labels_in(text, language)
    assert {slot: found.get(slot) for slot in wanted} == wanted


@pytest.mark.parametrize("language", ["en", "fr"])
def test_captions_are_read_back(language):
    slots = ("place", "time", "weather", "subject", "count", "colour", "direction", "camera")
    right = asked = 0
    for index in range(300):
        scene = sample(index)
        found = labels_in(scene.captions[language], language)
        for slot in slots:
            if slot in scene.labels and (slot, scene.labels[slot]) not in (("subject", "none"), ("direction", "still")):
                asked += 1
                right += found.get(slot) == scene.labels[slot]
    assert right / asked > 0.97


def test_nothing_is_made_up():
    assert labels_in("Freedom.", "en") == {}
    assert labels_in("", "fr") == {}
