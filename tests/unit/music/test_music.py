# SPDX-License-Identifier: Apache-2.0
"""Score, ambience and effects, on the real soundfont."""

from pathlib import Path

import numpy as np
import pytest

from aiprod.film import catalogue
from aiprod.film.cues import AmbienceCue, EffectCue, MusicCue, MusicSection
from aiprod.film.errors import UserError
from aiprod.film.hashing import hash_file
from aiprod.film.screenplay import Mood
from aiprod.media.audio import SAMPLE_RATE, read_audio
from aiprod.music import ambience, effects, score
from aiprod.music.composer import Composer


def cue(*moods: Mood, seconds: float = 12.0, seed: int = 3, intensity: float = 0.5) -> MusicCue:
    part = seconds / len(moods)
    sections = tuple(MusicSection(start_s=i * part, duration_s=part, mood=m, intensity=intensity) for i, m in enumerate(moods))
    return MusicCue(id="m1", duration_s=seconds, sections=sections, seed=seed)


def test_a_score_is_as_long_as_its_cue_and_never_silent_filler(tmp_path: Path) -> None:
    facts = score.compose(cue(Mood.MELANCHOLIC, Mood.HOPEFUL), tmp_path)
    samples = read_audio(tmp_path / "score.flac")
    assert samples.shape == (12 * SAMPLE_RATE, 2)
    assert facts["notes"] > 20
    seconds = np.abs(samples[: 11 * SAMPLE_RATE]).reshape(11, -1).max(axis=1)
    assert seconds.min() > 0.01
    assert np.abs(samples).max() <= 0.51


def test_the_same_cue_gives_the_same_bytes(tmp_path: Path) -> None:
    hashes = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        score.compose(cue(Mood.TENSE, seconds=5), tmp_path / name)
        hashes.append(hash_file(tmp_path / name / "score.flac"))
    assert hashes[0] == hashes[1]


def test_moods_and_seeds_make_different_music() -> None:
    def melody(c: MusicCue) -> list[tuple[int, int]]:
        return [(note.pitch, note.program) for note in Composer(c).notes()]

    by_mood = {tuple(melody(cue(mood))) for mood in Mood}
    assert len(by_mood) == len(Mood)
    assert melody(cue(Mood.CALM, seed=1)) != melody(cue(Mood.CALM, seed=2))


def test_sections_begin_on_a_downbeat() -> None:
    notes = Composer(cue(Mood.MELANCHOLIC, Mood.EPIC, seconds=20)).notes()
    pads = [note.start_s for note in notes if note.layer == "pad"]
    assert any(abs(start - 10.0) < 1e-6 for start in pads)


def test_intensity_makes_it_louder_and_denser() -> None:
    calm, wild = (Composer(cue(Mood.EPIC, intensity=i)).notes() for i in (0.1, 0.95))
    assert len(wild) > len(calm)
    assert np.mean([n.velocity for n in wild]) > np.mean([n.velocity for n in calm])


@pytest.mark.parametrize("name", catalogue.EFFECTS)
def test_every_effect_of_the_catalogue_sounds(name: str, tmp_path: Path) -> None:
    effects.make(EffectCue(id="e", effect=name, start_s=0, duration_s=1.5, seed=7), tmp_path)
    samples = read_audio(tmp_path / "effect.flac")
    assert samples.shape == (round(1.5 * SAMPLE_RATE), 1)
    assert np.isfinite(samples).all()
    assert 0.02 < np.abs(samples).max() <= 0.71


def test_effects_differ_from_each_other(tmp_path: Path) -> None:
    """In timbre (spectrum) or in rhythm (spectrum of the envelope)."""
    spectra = []
    for name in catalogue.EFFECTS:
        effects.make(EffectCue(id="e", effect=name, start_s=0, duration_s=1.5, seed=7), tmp_path)
        samples = read_audio(tmp_path / "effect.flac")[:, 0]
        timbre = np.abs(np.fft.rfft(samples))[:30_000].reshape(300, -1).mean(axis=1)
        rhythm = np.abs(np.fft.rfft(np.abs(samples).reshape(150, -1).mean(axis=1)))[1:60]
        spectra.append(np.concatenate((timbre / np.linalg.norm(timbre), rhythm / np.linalg.norm(rhythm))) / np.sqrt(2))
    likeness = np.array(spectra) @ np.array(spectra).T
    np.fill_diagonal(likeness, 0)
    first, second = np.unravel_index(likeness.argmax(), likeness.shape)
    assert likeness.max() < 0.995, (catalogue.EFFECTS[first], catalogue.EFFECTS[second])


def test_an_unknown_effect_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no sound effect 'kazoo'"):
        effects.make(EffectCue(id="e", effect="kazoo", start_s=0, duration_s=1), tmp_path)


@pytest.mark.parametrize("place", [entry.id for entry in catalogue.PLACES])
def test_every_place_has_its_own_sound(place: str, tmp_path: Path) -> None:
    interior = catalogue.BY_ID[place].interior
    made = AmbienceCue(id="a", place=place, interior=interior, time_of_day="day", weather="clear", duration_s=2, seed=5)
    facts = ambience.make(made, tmp_path)
    samples = read_audio(tmp_path / "ambience.flac")
    assert samples.shape == (2 * SAMPLE_RATE, 2)
    assert facts["layers"]
    assert 0.1 < np.abs(samples).max() <= 0.26
    assert not np.allclose(samples[:, 0], samples[:, 1])


def test_weather_is_heard_and_muffled_indoors(tmp_path: Path) -> None:
    def brightness(interior: bool) -> float:
        place = "kitchen" if interior else "city_street"
        ambience.make(
            AmbienceCue(id="a", place=place, interior=interior, time_of_day="day", weather="rain", duration_s=3, seed=5), tmp_path
        )
        power = np.abs(np.fft.rfft(read_audio(tmp_path / "ambience.flac")[:, 0])) ** 2
        return float(power[3 * 3000 :].sum() / power.sum())

    assert brightness(interior=False) > 5 * brightness(interior=True)
