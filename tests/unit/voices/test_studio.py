# SPDX-License-Identifier: Apache-2.0
"""Recorded lines: real model, exact times, level, edges, determinism."""

from __future__ import annotations

import json

import numpy as np
import pytest
import soundfile

from aiprod.film.errors import UserError
from aiprod.film.screenplay import Emotion, Line
from aiprod.film.speech import Speech, VoiceCasting
from aiprod.voices import processing, timing
from aiprod.voices.pronunciation import Pronounced
from aiprod.voices.studio import VoiceStudio

SARAH = VoiceCasting(character="mia", speakers={"af_sarah": 1.0})
SIWIS = VoiceCasting(character="eve", speakers={"ff_siwis": 1.0})


def line(text, emotion=Emotion.NEUTRAL, **more):
    return Line(id="l1", character="mia", text=text, emotion=emotion, **more)


@pytest.fixture(scope="module")
def english():
    with VoiceStudio("en") as studio:
        yield studio


@pytest.fixture(scope="module")
def french():
    with VoiceStudio("fr") as studio:
        yield studio


def energy(samples, start, end):
    part = samples[round(start * 48000) : round(end * 48000)]
    return float(np.sqrt(np.mean(np.square(part)))) if part.size else 0.0


def pitch(samples):
    """Median fundamental of voiced 40 ms frames by autocorrelation."""
    found = []
    for at in range(0, samples.size - 1920, 960):
        frame = samples[at : at + 1920] - samples[at : at + 1920].mean()
        if np.sqrt(np.mean(frame**2)) < 0.02:
            continue
        spectrum = np.fft.rfft(frame, 4096)
        auto = np.fft.irfft(np.abs(spectrum) ** 2)[:800]
        lag = 100 + int(np.argmax(auto[100:700]))
        if auto[lag] > 0.5 * auto[0]:
            found.append(48000 / lag)
    return float(np.median(found))


def test_files_times_and_level(english, tmp_path):
    speech = english.speak(line("Hold the rope, all of you! It is 3:45."), SARAH, tmp_path)
    info = soundfile.info(tmp_path / "speech.wav")
    assert (info.samplerate, info.channels, info.subtype) == (48000, 1, "PCM_24")
    assert info.frames / 48000 == pytest.approx(speech.duration_s, abs=1e-5)
    assert Speech.from_json(json.loads((tmp_path / "speech.json").read_text("utf-8"))) == speech
    samples, _ = soundfile.read(tmp_path / "speech.wav", dtype="float32")
    assert np.abs(samples).max() <= 10 ** (-3 / 20) + 1e-4
    assert processing.active_level_db(samples) == pytest.approx(processing.SPEECH_LEVEL_DB, abs=0.5)
    assert abs(samples[0]) < 1e-3
    assert abs(samples[-1]) < 1e-3
    assert " ".join(word.text for word in speech.words) == speech.text


def check_times(speech):
    assert speech.phonemes[0].start_s == 0
    assert speech.phonemes[-1].end_s == pytest.approx(speech.duration_s, abs=1e-5)
    for before, after in zip(speech.phonemes, speech.phonemes[1:], strict=False):
        assert before.end_s == pytest.approx(after.start_s, abs=1e-5)
        assert before.start_s < before.end_s
    for before, after in zip(speech.words, speech.words[1:], strict=False):
        assert before.start_s < before.end_s <= after.start_s + 1e-6


@pytest.mark.parametrize("emotion", [Emotion.ANGER, Emotion.WEARINESS])
def test_times_follow_the_sound_after_every_change(english, emotion):
    """The pause after "go" is silent and the words around it are not, at any pitch and pace."""
    shifted = SARAH.changed(pitch_semitones=2.5, speed=0.95)
    speech, samples = english.record(line("If the mast goes now. We go down with her.", emotion), shifted)
    check_times(speech)
    now, we = speech.words[4], speech.words[5]
    assert now.text == "now."
    quiet = energy(samples, (now.end_s + we.start_s) / 2 - 0.03, (now.end_s + we.start_s) / 2 + 0.03)
    assert quiet < 0.1 * min(energy(samples, now.start_s, now.end_s), energy(samples, we.start_s, we.end_s))
    last = speech.words[-1]
    assert energy(samples, last.start_s, last.end_s) > 0.01


def test_french_is_spoken_with_times(french):
    speech, samples = french.record(line("Les enfants ? Ils sont chez M. Dupont, 12 rue du Port."), SIWIS)
    check_times(speech)
    assert energy(samples, speech.words[4].start_s, speech.words[4].end_s) > 0.01
    assert speech.warnings == ()


def test_the_same_line_gives_the_same_bytes(english, tmp_path):
    for name in ("a", "b"):
        english.speak(line("Who is there?"), SARAH, tmp_path / name)
        english.record(line("Something else in between."), SARAH)
    for file in ("speech.wav", "speech.json"):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()


def test_pitch_moves_and_pace_stays(english):
    text = line("We are all on our way home now.")
    plain, low = english.record(text, SARAH)
    higher, high = english.record(text, SARAH.changed(pitch_semitones=3.0))
    assert 12 * np.log2(pitch(high) / pitch(low)) == pytest.approx(3.0, abs=0.9)
    assert higher.duration_s == pytest.approx(plain.duration_s, rel=0.08)


def test_emotions_change_pace_and_level(english):
    text = "You never told me where you were going."
    made = {e: english.record(line(text, e), SARAH) for e in (Emotion.ANGER, Emotion.WEARINESS)}
    assert made[Emotion.WEARINESS][0].duration_s > 1.1 * made[Emotion.ANGER][0].duration_s
    levels = {e: processing.active_level_db(samples) for e, (_, samples) in made.items()}
    assert levels[Emotion.ANGER] > levels[Emotion.WEARINESS] + 3


def test_a_parenthetical_is_acted(english):
    _, loud = english.record(line("Come here."), SARAH)
    _, soft = english.record(line("Come here.", parenthetical="whispering"), SARAH)
    assert processing.active_level_db(soft) < processing.active_level_db(loud) - 3


@pytest.mark.parametrize("text", ["...", "?!", "😀", "—"])
def test_nothing_to_say_names_the_line(english, text):
    with pytest.raises(UserError, match="l1"):
        english.record(line(text), SARAH)


def test_what_cannot_be_said_is_told(english):
    speech, _ = english.record(line("Hello 😀 there."), SARAH)
    assert any("😀" in warning for warning in speech.warnings)


@pytest.mark.slow
def test_a_long_speech_is_cut_into_breaths(english):
    text = " ".join(["The sea was grey, the sky was grey, and the small boat went on towards the island."] * 8)
    speech, samples = english.record(line(text), SARAH)
    check_times(speech)
    assert len(speech.words) == len(text.split())
    assert samples.size > 25 * 48000


def test_scripts_stay_within_the_model():
    words = [Pronounced("a" * 40, i, "," if i % 3 == 0 else "") for i in range(60)]
    parts = timing.scripts(words)
    assert all(len(part.symbols) <= 510 and len(part.symbols) == len(part.owners) for part in parts)
    assert sorted({o for part in parts for o in part.owners if o >= 0}) == list(range(60))


def test_a_robot_sounds_different_and_lasts_as_long(english):
    _, natural = english.record(line("I am awake."), SARAH)
    _, robot = english.record(line("I am awake."), SARAH.changed(timbre="robot"))
    assert natural.size == robot.size
    assert np.corrcoef(natural, robot)[0, 1] < 0.95
