# SPDX-License-Identifier: Apache-2.0
"""The sound codec: it learns from the studio's own sounds, and sounds without a licence stay out."""

import json

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs torch, which the studio does not install")

from aiprod.film.errors import UserError  # noqa: E402
from aiprod.media.audio import write_audio  # noqa: E402
from aiprod.training.networks import sound  # noqa: E402
from aiprod.training.networks.sound import SoundShape  # noqa: E402
from aiprod.training.trainers import sounds  # noqa: E402
from aiprod.training.trainers.audio import AudioRecipe, AudioTrainer, heard, load_codec  # noqa: E402
from aiprod.training.trainers.running import Course, carry_out  # noqa: E402
from aiprod.training.trainers.settings import Running  # noqa: E402

CPU = torch.device("cpu")
SHAPE = SoundShape(
    rate=16_000, hop=128, bands=64, width=96, blocks=2, vocoder_width=128, vocoder_blocks=3, judge_width=6, judges=(256,)
)
RUN = Running(steps=150, batch=8, rate=4e-3, warmup=10, ema=0.97, log_every=10, save_every=75)
RECIPE = AudioRecipe(run=RUN, shape=SHAPE, seconds=0.4, adversarial_from=0.8)


@pytest.fixture(scope="module")
def own():
    return sounds.own(42, 1, SHAPE.rate, 1.0, ("foley", "ambience"))


def test_spectra_and_waveforms_are_inverses():
    noise = torch.randn(2, 1280, generator=torch.Generator().manual_seed(0))
    assert torch.allclose(sound.waveform(sound.spectrum(noise, 512, 128), 512, 128), noise, atol=1e-4)


def test_the_distance_of_a_sound_from_itself_is_nothing():
    noise = torch.randn(2, 4096, generator=torch.Generator().manual_seed(0))
    assert sound.spectral_distance(noise, noise) == 0
    assert sound.spectral_distance(0.5 * noise, noise) < sound.spectral_distance(0.1 * noise, noise)


def test_it_learns_sounds_that_it_has_not_heard(own, tmp_path):
    report = carry_out(AudioTrainer(RECIPE, own, CPU), Course(tmp_path))
    before, after = report["before"], report["after"]
    assert after["spectral_distance"] < before["spectral_distance"] / 1.6
    assert after["vocoder_distance"] < before["vocoder_distance"] / 1.6
    assert after["mel_error"] < before["mel_error"] / 3
    assert report["troubles"] == [] and report["work_a_second"] > 0
    assert len(list((tmp_path / "samples" / "0000150").glob("*.flac"))) == 2 * len(own.measured(100)[:6])
    codec = load_codec(tmp_path / "sound.safetensors")
    made = heard(codec, own.held[0])
    assert made.shape == own.held[0].shape and np.isfinite(made).all()


def test_a_run_that_was_stopped_goes_on_with_the_same_losses_judges_and_all(own, tmp_path):
    recipe = RECIPE.changed(run=RUN.changed(steps=8, batch=2, log_every=1, save_every=3), adversarial_from=0.25)
    undisturbed = AudioTrainer(recipe, own, CPU)
    losses = [undisturbed.step().item() for _ in range(8)]
    stopped = AudioTrainer(recipe, own, CPU)
    for _ in range(5):
        stopped.step()
    stopped.save(tmp_path / "state.safetensors")
    resumed = AudioTrainer(recipe, own, CPU)
    resumed.load(tmp_path / "state.safetensors")
    assert [resumed.step().item() for _ in range(3)] == losses[5:]


def test_sounds_of_a_folder_need_a_licence(tmp_path):
    tone = np.sin(np.arange(48_000, dtype=np.float32) / 20) * 0.3
    for index in range(9):
        write_audio(tmp_path / f"{index}.flac", np.stack([tone, tone], 1))
        if index:
            rights = {"licence": "CC0-1.0", "holder": "Me", "source": "my desk", "people": []}
            (tmp_path / f"{index}.json").write_text(json.dumps(rights))
    (tmp_path / "3.flac").write_bytes(b"no sound")
    found = sounds.of_folder(tmp_path, 16_000)
    assert len(found.learnt) + len(found.held) == 14 and len(found.held) == 2
    assert len(found.refused) == 2 and "0.flac: no licence" in found.refused[0] and "3.flac" in found.refused[1]
    (tmp_path / "4.json").unlink()
    assert sounds.of_folder(tmp_path, 16_000).identity != found.identity
    with pytest.raises(UserError, match="too few sounds"):
        sounds.of_folder(tmp_path / "nothing", 16_000)
