# SPDX-License-Identifier: Apache-2.0
"""The small parts: packing, coordinates, spectra, the sound of a stretch."""

import math

import pytest

torch = pytest.importorskip("torch")

from aiprod.shooting.diffusion.families import footage  # noqa: E402
from aiprod.shooting.diffusion.families.ltx2 import grids, rules, sound, spectra  # noqa: E402
from aiprod.shooting.diffusion.families.ltx2.grids import Grid  # noqa: E402

_GRID = Grid(frames=3, height=2, width=3, time_base=24.0, rate=24.0)


def test_packing_comes_undone() -> None:
    latents = torch.arange(2 * 4 * 3 * 2 * 3.0).view(2, 4, 3, 2, 3)
    tokens = grids.pack(latents)
    assert tokens.shape == (2, 18, 4) and torch.equal(tokens[0, 6 + 3 + 1], latents[0, :, 1, 1, 1])
    assert torch.equal(grids.unpack(tokens, 3, 2, 3), latents)


def test_coordinates_are_the_librarys() -> None:
    from diffusers.models.transformers.transformer_ltx2 import LTX2AudioVideoRotaryPosEmbed

    video = LTX2AudioVideoRotaryPosEmbed(dim=24, modality="video")
    audio = LTX2AudioVideoRotaryPosEmbed(dim=24, modality="audio", scale_factors=[4])
    device = torch.device("cpu")
    assert torch.equal(grids.picture_coordinates(_GRID, device), video.prepare_video_coords(1, 3, 2, 3, device, fps=24.0))
    assert torch.equal(grids.sound_coordinates(50, 160, 16000, 4, device), audio.prepare_audio_coords(1, 50, device))


def test_a_keyframe_lies_on_its_frame() -> None:
    still = grids.keyframe_coordinates(Grid(1, 2, 3, 24.0, 24.0), 16, torch.device("cpu"))
    assert torch.equal(still[0, 0], torch.tensor([16 / 24, 17 / 24]).expand(6, 2))
    run = grids.keyframe_coordinates(Grid(2, 2, 3, 24.0, 24.0), 9, torch.device("cpu"))
    assert run[0, 0, :, 0].unique().tolist() == pytest.approx([9 / 24, 17 / 24])


def test_a_reference_is_spread_over_the_clip() -> None:
    small = grids.picture_coordinates(Grid(1, 1, 2, 24.0, 24.0), torch.device("cpu"), spread=2)
    assert small[0, 2].tolist() == [[0, 64], [64, 128]]


@pytest.mark.parametrize("frame", [0, 1, 8, 9, 16, 17])
def test_frames_and_latents(frame: int) -> None:
    latent = rules.latent_of(frame)
    assert rules.first_frame_of(latent) <= frame <= latent * rules.TIME


def test_a_tone_lies_in_its_band() -> None:
    wave = torch.sin(torch.arange(16000) * 2 * math.pi * 440 / 16000)[None]
    spectrum = spectra.log_mel(wave, 16000, 160, 64)
    assert spectrum.shape == (1, 101, 64)
    highest = 15 + math.log(8) / (math.log(6.4) / 27)
    assert spectrum[0, 50].argmax().item() == pytest.approx(440 / (200 / 3) / highest * 65 - 1, abs=1)


def test_bands_have_equal_areas() -> None:
    filters = spectra._filters(16000, 64)
    width = 8000 / (filters.shape[0] - 1)
    assert torch.allclose(filters.sum(dim=0)[20:] * width, torch.ones(44), atol=0.05)
    assert (filters >= 0).all()


def test_silence_follows_the_end_of_a_sound() -> None:
    spectrum = spectra.log_mel(torch.zeros(2, 100), 16000, 160, 16)
    assert torch.allclose(spectra.lasting(spectrum, 40), torch.tensor(math.log(1e-5)))
    assert spectra.lasting(spectrum, 2).shape == (2, 2, 16)


def test_a_stretch_hears_its_own_part() -> None:
    whole = torch.arange(100.0).view(1, 100, 1)
    part = sound.window(whole, begin=1.0, seconds=2.0, whole=4.0, count=100)
    assert part.shape == (1, 100, 1)
    assert part[0, 0] == 25 and part[0, 50] == 50 and part[0, -1] == pytest.approx(74.5)


def test_a_part_of_the_sound_is_made_anew() -> None:
    fresh = sound.silent(_GRID, sound.SoundShape(), torch.device("cpu"))
    kept = sound.remade(torch.ones_like(fresh.start), fresh, 0.2, 0.3)
    assert kept.mask is not None
    free = [index for index, value in enumerate(kept.mask[0, :, 0].tolist()) if value == 0]
    assert free == [5, 6, 7, 8] or free == [6, 7, 8]


@pytest.mark.parametrize(
    ("start", "end", "new"), [(2, 6, [0, 0, 0.5, 1, 1, 0.5, 0, 0]), (0, 8, [1] * 8), (0, 3, [1, 1, 0.5, 0, 0, 0, 0, 0])]
)
def test_new_sound_is_faded_into_the_old(start: int, end: int, new: list[float]) -> None:
    import numpy as np

    old, made = np.zeros((8, 2), np.float32), np.ones((8, 2), np.float32)
    assert footage.inserted(old, made, start, end, 2)[:, 0].tolist() == new
