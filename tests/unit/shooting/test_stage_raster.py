# SPDX-License-Identifier: Apache-2.0
"""Blending and blurring of pixels."""

import numpy as np
import pytest

from aiprod.shooting.animatic.raster import Sprite, blank, blend_rows, defocused, disc, softened, tight_box, veil


def noise(seed: int, height: int = 40, width: int = 60) -> np.ndarray:
    dice = np.random.default_rng(seed)
    pixels = dice.integers(0, 256, (height, width, 4), dtype=np.uint8)
    pixels[..., 3] = dice.choice([0, 1, 77, 128, 254, 255], (height, width))
    pixels[..., :3] = np.minimum(pixels[..., :3], pixels[..., 3:])
    return pixels


@pytest.mark.parametrize("opacity", [1.0, 0.5, 0.0])
def test_over_is_porter_and_duffs(opacity):
    source, target = noise(1), noise(2)
    expected = source * opacity + target * (1 - source[..., 3:] / 255 * opacity)
    Sprite(0, 0, source, opacity).over(target)
    assert np.abs(target.astype(float) - expected).max() <= 2.0


def test_over_never_darkens_what_is_opaque_white():
    target = np.full((8, 256, 4), 255, np.uint8)
    source = np.repeat(np.arange(256, dtype=np.uint8)[None, :, None], 8, 0).repeat(4, 2)
    Sprite(0, 0, np.ascontiguousarray(source)).over(target)
    assert target.min() >= 254


def test_over_lies_where_it_should():
    target = blank(20, 10)
    Sprite(3, 2, np.full((4, 5, 4), 255, np.uint8)).over(target)
    assert tight_box(target) == (3, 2, 8, 6)


def test_rows_blend_by_their_share():
    black, white = np.zeros((3, 4, 4), np.uint8), np.full((3, 4, 4), 255, np.uint8)
    mixed = blend_rows(black, white, np.array([0.0, 0.5, 1.0], np.float32))
    assert mixed[0].max() == 0 and abs(int(mixed[1, 0, 0]) - 127) <= 1 and mixed[2].min() >= 254


def test_a_veil_moves_colours_to_one_colour():
    pixels = np.full((2, 2, 4), 100, np.uint8)
    pixels[..., 3] = 255
    veil(pixels, np.array([[0, 255], [128, 0]], np.uint8), (200, 50, 0))
    assert tuple(pixels[0, 0]) == (100, 100, 100, 255) and tuple(pixels[0, 1]) == (200, 50, 0, 255)
    assert abs(int(pixels[1, 0, 0]) - 150) <= 1 and pixels[..., 3].min() >= 254


def test_screened_light_brightens_and_never_clips():
    target, light = np.full((1, 256, 4), 100, np.uint8), np.full((1, 256, 4), 255, np.uint8)
    light[0, :, :3] = np.arange(256)[:, None]
    Sprite(0, 0, light).screen(target)
    expected = 255 - (255 - np.arange(256)) * (255 - 100) / 255
    assert np.abs(target[0, :, 0] - expected).max() <= 1


def test_an_aperture_is_round_and_keeps_light():
    kernel = disc(3.0)
    assert kernel.sum() == pytest.approx(1, abs=1e-5)
    assert kernel[0, 0] == 0 and kernel[len(kernel) // 2, len(kernel) // 2] > 0
    assert np.array_equal(kernel, kernel.T)


def test_defocus_opens_a_highlight_into_a_disc():
    pixels = np.zeros((41, 41, 4), np.uint8)
    pixels[..., 3] = 255
    pixels[18:23, 18:23, :3] = 255
    opened = defocused(pixels, 6.0)[..., 0].astype(float)
    plain = softened(pixels, 6.0)[..., 0].astype(float)
    assert opened[20, 20] == pytest.approx(opened[20, 23], rel=0.1)
    # Light, not code values, is spread: the disc is brighter than a blur of the codes.
    assert opened[20, 20] > 1.5 * plain[20, 20]
    assert opened[20, 31] == 0


def test_no_box_around_nothing():
    assert tight_box(blank(5, 5)) is None
