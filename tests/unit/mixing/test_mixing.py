# SPDX-License-Identifier: Apache-2.0
"""The mix: level, ceiling, ducking and exact placement; loudness refereed by an independent meter (libebur128)."""

from pathlib import Path

import numpy as np
import pyebur128
import pytest

from aiprod.film.errors import UserError
from aiprod.film.mix import MixPlan, Stem
from aiprod.media.audio import SAMPLE_RATE, Samples, read_audio, write_audio
from aiprod.media.loudness import measure
from aiprod.mixing import mixer


def referee(samples: Samples) -> float:
    state = pyebur128.R128State(samples.shape[1], SAMPLE_RATE, pyebur128.MeasurementMode.MODE_I)
    flat = np.ascontiguousarray(samples, np.float64).reshape(-1)
    state.add_frames(flat, len(samples))
    return float(pyebur128.get_loudness_global(state))


def sine(frequency: float, seconds: float, level: float = 0.1, channels: int = 2) -> Samples:
    t = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    wave = (level * np.sin(2 * np.pi * frequency * t)).astype(np.float32)
    return np.repeat(wave[:, None], channels, axis=1)


def speechlike(seconds: float, seed: int = 0) -> Samples:
    rng = np.random.default_rng(seed)
    noise = rng.standard_normal(round(seconds * SAMPLE_RATE)).astype(np.float32)
    syllables = np.abs(np.sin(2 * np.pi * 3 * np.arange(len(noise)) / SAMPLE_RATE)).astype(np.float32)
    return (0.1 * noise * syllables)[:, None]


def plan(tmp_path: Path, target: float) -> MixPlan:
    write_audio(tmp_path / "line.wav", speechlike(3))
    write_audio(tmp_path / "score.flac", sine(330, 12, 0.2))
    return MixPlan(
        stems=(
            Stem(name="line", bus="dialogue", file=str(tmp_path / "line.wav"), start_s=4.0),
            Stem(name="score", bus="music", file=str(tmp_path / "score.flac"), start_s=0.0, gain_db=-8),
        ),
        duration_s=12.0, target_lufs=target,
    )  # fmt: skip


@pytest.mark.parametrize("target", [-16.0, -23.0])
def test_the_programme_meets_its_target_and_ceiling(target: float, tmp_path: Path) -> None:
    facts = mixer.mix(plan(tmp_path, target), tmp_path)
    samples = read_audio(tmp_path / "mix.wav")
    assert samples.shape == (12 * SAMPLE_RATE, 2)
    assert abs(referee(samples) - target) <= 0.5
    assert abs(facts["loudness_lufs"] - referee(samples)) < 0.15
    assert measure(samples).true_peak_dbtp <= -1.0


def test_music_gives_way_to_speech(tmp_path: Path) -> None:
    mixer.mix(plan(tmp_path, -16.0), tmp_path)
    music = read_audio(tmp_path / "music.flac")[:, 0]

    def level(start: float, end: float) -> float:
        return float(20 * np.log10(np.sqrt(np.mean(music[int(start * SAMPLE_RATE) : int(end * SAMPLE_RATE)] ** 2))))

    assert level(1, 3) - level(4.5, 6.5) == pytest.approx(11, abs=1)
    assert level(9, 11) == pytest.approx(level(1, 3), abs=0.5)


def test_stems_lie_on_the_sample(tmp_path: Path) -> None:
    click = np.zeros((100, 1), np.float32)
    click[0] = 0.5
    write_audio(tmp_path / "click.wav", click)
    write_audio(tmp_path / "bed.wav", sine(200, 4, 0.05))
    stems = (
        Stem(name="bed", bus="music", file=str(tmp_path / "bed.wav"), start_s=0),
        Stem(name="click", bus="effects", file=str(tmp_path / "click.wav"), start_s=1.2345, pan=-1.0),
    )
    mixer.mix(MixPlan(stems=stems, duration_s=4.0), tmp_path)
    effects = np.abs(read_audio(tmp_path / "effects.flac"))
    assert abs(int(effects[:, 0].argmax()) - round(1.2345 * SAMPLE_RATE)) <= 1
    assert effects[:, 1].max() < 0.01 * effects[:, 0].max()


def test_a_silent_or_unreadable_mix_is_an_error(tmp_path: Path) -> None:
    write_audio(tmp_path / "nothing.wav", np.zeros((4800, 1), np.float32))
    silent = Stem(name="nothing", bus="music", file=str(tmp_path / "nothing.wav"), start_s=0)
    with pytest.raises(UserError, match="silent"):
        mixer.mix(MixPlan(stems=(silent,), duration_s=2), tmp_path)
    (tmp_path / "broken.wav").write_bytes(b"RIFF but not really")
    broken = Stem(name="broken", bus="music", file=str(tmp_path / "broken.wav"), start_s=0, duration_s=1)
    with pytest.raises(UserError, match=r"broken\.wav can't be read"):
        mixer.mix(MixPlan(stems=(broken,), duration_s=2), tmp_path)
