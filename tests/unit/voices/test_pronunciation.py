# SPDX-License-Identifier: Apache-2.0
"""Letters to sounds, in the voice model's alphabet, with espeak-ng kept out of this process."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from aiprod.film.errors import EngineError
from aiprod.film.spoken import spoken_text
from aiprod.voices.espeak import ClauseSounds, Espeak
from aiprod.voices.kokoro import vocabulary
from aiprod.voices.pronunciation import pronouncer, shared_out

TEXTS = {
    "en": "Dr. O'Neil read the book in 1984; she'll read it again, won't she? Zyxxor's X-ray costs $7… Shh!",
    "fr": "Est-ce qu'il y a quelqu'un, M. Smith ? Les enfants ont huit-cents amis à Wellington, peut-être ! Chut… un bon vin.",
}


@pytest.fixture(scope="module", params=["en", "fr"])
def language(request):
    return request.param


@pytest.fixture(scope="module")
def voice(language):
    speaker = pronouncer(language)
    yield speaker
    speaker.close()


def test_every_word_has_sounds_in_the_models_alphabet(voice, language):
    text = spoken_text(TEXTS[language], language)
    words = voice.pronounce(text)
    assert {w.written for w in words} == set(range(len(text.written)))
    assert not {s for w in words for s in w.phonemes} - set(vocabulary())
    assert [w.pause for w in words if w.pause] == [w.pause for w in text.words if w.pause]


def test_heteronyms_follow_the_sentence():
    words = {
        w.written: w.phonemes for w in pronouncer("en").pronounce(spoken_text("I read it yesterday; I will read it again.", "en"))
    }
    assert words[1].strip("ˈˌ") == "ɹˈɛd"
    assert words[6].strip("ˈˌ") == "ɹˈid"


def test_french_liaisons_and_nasal_vowels():
    voice = pronouncer("fr")
    sounds = [w.phonemes for w in voice.pronounce(spoken_text("Les amis ont un bon pain.", "fr"))]
    voice.close()
    assert sounds[0].endswith("z")
    assert "ɔ̃" in sounds[4]
    assert "ɛ̃" in sounds[5]


def test_quatre_vingt_has_no_t():
    voice = pronouncer("fr")
    [word] = voice.pronounce(spoken_text("83", "fr"))
    voice.close()
    assert "vɛ̃t" not in word.phonemes


def test_groups_are_shared_out_to_words():
    assert shared_out(ClauseSounds("kil i a", ("kˈil", "i", "ˈa"))) == ["kil", "i", "a"]
    assert shared_out(ClauseSounds("paʁskə ty", ("paʁs", "kə", "ty"))) == ["paʁskə", "", "ty"]
    assert shared_out(ClauseSounds("ju tyb wi", ("ju tyb", "wi"))) == ["ju tyb", "wi"]


def test_a_dead_worker_is_started_again_once():
    with Espeak() as espeak:
        assert espeak.sounds([["bonjour"]])[0].whole == "bɔ̃ʒˈuʁ"
        assert espeak._process is not None
        espeak._process.kill()
        espeak._process.wait()
        assert espeak.sounds([["bonjour"]])[0].whole == "bɔ̃ʒˈuʁ"


def test_a_worker_that_cannot_live_is_a_clear_error(tmp_path, monkeypatch):
    """A Python without the package: the process ends at once, twice."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "espeakng_loader.py").write_text("raise RuntimeError('no library here')\n")
    with Espeak() as espeak, pytest.raises(EngineError, match="no library here"):
        espeak.sounds([["bonjour"]])


def test_espeak_is_never_loaded_here():
    code = (
        "import sys; from aiprod.film.spoken import spoken_text; from aiprod.voices.pronunciation import pronouncer\n"
        "p = pronouncer('fr'); p.pronounce(spoken_text('Bonjour', 'fr')); p.close()\n"
        "assert 'espeakng_loader' not in sys.modules\n"
        "maps = open('/proc/self/maps').read() if sys.platform == 'linux' else ''\n"
        "assert 'espeak' not in maps\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "PYTHONPATH": "engine"})
