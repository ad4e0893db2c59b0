# SPDX-License-Identifier: Apache-2.0
"""Previews by a linear map of our own."""

import numpy as np
import pytest

from aiprod.shooting.diffusion.engine.previews import ColourFit, colours, enlarged


def latents_of(rgb, mixing, noise=0.0, seed=0):
    """What a linear VAE of 8 × 8 pixels would make of a picture."""
    small = rgb.reshape(rgb.shape[0] // 8, 8, rgb.shape[1] // 8, 8, 3).mean(axis=(1, 3)) / 127.5 - 1
    dice = np.random.default_rng(seed)
    return (small @ mixing + noise * dice.standard_normal((*small.shape[:2], mixing.shape[1]))).astype(np.float32)


@pytest.fixture
def mixing():
    return np.random.default_rng(4).standard_normal((3, 16))


def test_a_linear_vae_is_seen_through_to_the_digit(mixing, tmp_path):
    pictures, fit = colours(), ColourFit.load(16, "vae", tmp_path)
    assert not fit.ready
    for rgb in pictures[:-1]:
        fit.learn(latents_of(rgb, mixing), rgb)
    assert fit.ready and fit.error(latents_of(pictures[-1], mixing), pictures[-1]) < 0.001


def test_noise_costs_no_more_than_noise(mixing):
    pictures, fit = colours(), ColourFit(16)
    for rgb in pictures[:-1]:
        fit.learn(latents_of(rgb, mixing, noise=0.5), rgb)
    assert fit.error(latents_of(pictures[-1], mixing, noise=0.5, seed=9), pictures[-1]) < 0.15


def test_a_fit_is_kept_for_the_next_time_and_a_damaged_one_made_again(mixing, tmp_path):
    rgb, fit = colours()[0], ColourFit.load(16, "vae", tmp_path)
    fit.learn(latents_of(rgb, mixing), rgb)
    fit.save()
    again = ColourFit.load(16, "vae", tmp_path)
    assert again.ready and np.array_equal(again.picture(latents_of(rgb, mixing)), fit.picture(latents_of(rgb, mixing)))
    assert not ColourFit.load(8, "vae", tmp_path).ready
    next(tmp_path.glob("*.npz")).write_bytes(b"PK\x03\x04 nothing")
    assert not ColourFit.load(16, "vae", tmp_path).ready


def test_latents_that_are_no_numbers_teach_nothing(mixing):
    fit = ColourFit(16)
    fit.learn(np.full((32, 32, 16), np.nan, np.float32), colours()[0])
    assert fit.samples == 0


def test_previews_are_large_enough_to_look_at():
    assert enlarged(np.zeros((17, 30, 3), np.uint8)).shape == (357, 630, 3)
    assert enlarged(np.zeros((400, 900, 3), np.uint8)).shape == (400, 900, 3)
