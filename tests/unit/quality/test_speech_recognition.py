# SPDX-License-Identifier: Apache-2.0
"""Comparing what is heard with what is written, and hearing lines in a sound."""

from __future__ import annotations

import numpy as np
import pytest

from aiprod.film.screenplay import Line
from aiprod.film.speech import VoiceCasting
from aiprod.quality.mos import predict_mos
from aiprod.quality.speech import likeness, recognise_lines, transcribe, word_error_rate
from aiprod.voices.studio import VoiceStudio

TEXTS = ("I have kept this light for forty years.", "Do you think she will come tonight?", "We leave at half past five.")


@pytest.fixture(scope="module")
def spoken():
    """Three lines, half a second apart: samples and places."""
    parts, places, at = [], [], 0
    with VoiceStudio("en") as studio:
        for index, text in enumerate(TEXTS):
            line = Line(id=f"l{index}", character="eve", text=text)
            _, samples = studio.record(line, VoiceCasting(character="eve", speakers={"af_heart": 1.0}))
            parts += [samples, np.zeros(24000, np.float32)]
            places.append((line, at / 48000, (at + samples.size) / 48000))
            at += samples.size + 24000
    return np.concatenate(parts), places


@pytest.mark.parametrize(
    ("reference", "heard", "language"),
    [
        ("In nineteen eighty-four, twelve of us.", "In 1984, 12 of us.", "en"),
        ("I'm sure it's the harbour.", "I am sure it is the harbor", "en"),
        ("Il est quinze heures quarante-cinq.", "Il est 15h45", "fr"),
        ("C'est à vingt pour cent, mon cœur !", "c'est à 20 % mon coeur", "fr"),
    ],
)
def test_spelling_is_no_error(reference, heard, language):
    assert word_error_rate(reference, heard, language) == 0


def test_errors_are_counted():
    assert word_error_rate("one two three four", "one two tree", "en") == 0.5
    assert word_error_rate("one", "", "en") == 1


def test_homophones_are_alike_and_other_lines_are_not():
    assert likeness("Ils chantaient tous les soirs.", "il chantait tout le soir", "fr") > 0.9
    assert likeness("Ils chantaient tous les soirs.", "La porte est fermée", "fr") < 0.5
    assert likeness("anything", "", "en") == 0


def test_lines_are_heard_and_missing_wrong_or_garbled_ones_are_found(spoken):
    samples, places = spoken
    good = recognise_lines(np.stack([samples, samples], axis=1), places, "en")
    assert [r.recognised for r in good] == [True, True, True]
    assert all(r.wer <= 0.2 for r in good)
    broken = samples.copy()
    first, second = (slice(round(a * 48000), round(b * 48000)) for _, a, b in places[:2])
    broken[first] = 0
    broken[second] = broken[second][::-1]
    assert [r.recognised for r in recognise_lines(broken, places, "en")] == [False, False, True]


def test_words_have_times(spoken):
    samples, places = spoken
    words = transcribe(samples, "en")
    assert words[0].text.strip(",.") == "I"
    leave = next(w for w in words if "leave" in w.text)
    assert places[2][1] - 0.3 < leave.start_s < places[2][2]


def test_noise_and_clipping_lower_the_score(spoken):
    samples, _ = spoken
    clean = predict_mos(samples)
    noise = 0.1 * np.sqrt(np.mean(samples**2)) * np.random.default_rng(0).standard_normal(samples.size).astype(np.float32)
    assert clean > 4.2
    assert predict_mos(samples + noise) < clean - 0.5
    assert predict_mos(np.clip(samples * 8, -0.3, 0.3)) < clean - 0.5


def test_the_score_does_not_depend_on_loudness(spoken):
    samples, _ = spoken
    assert predict_mos(samples * 0.25) == pytest.approx(predict_mos(samples), abs=1e-4)
