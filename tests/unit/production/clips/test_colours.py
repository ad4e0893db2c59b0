# SPDX-License-Identifier: Apache-2.0
"""Matching what hosts show: never worse, and as strong as asked."""

from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from aiprod.film.grade import Cdl
from aiprod.production.clips import colours
from aiprod.production.clips.grades import table

Rgb = NDArray[np.uint8]


def still(seed: int, tint: tuple[float, float, float]) -> Rgb:
    """A picture with large and small shapes, light and shade."""
    dice = np.random.default_rng(seed)
    large = np.kron(dice.uniform(0.1, 0.9, (6, 8, 3)), np.ones((15, 20, 1)))
    small = np.kron(dice.uniform(-0.1, 0.1, (30, 40, 3)), np.ones((3, 4, 1)))
    return np.asarray(np.clip((large + small) * np.array(tint), 0, 1) * 255, np.uint8)


WARM, COOL, DARK = still(1, (1.0, 0.8, 0.6)), still(1, (0.7, 0.85, 1.0)), still(2, (0.4, 0.4, 0.45))


@pytest.mark.parametrize(("ours", "theirs"), [(WARM, COOL), (COOL, WARM), (WARM, DARK), (DARK, COOL)])
def test_a_match_brings_clips_nearer(ours: Rgb, theirs: Rgb) -> None:
    found = colours.match([ours], [theirs])
    assert found.after < 0.6 * found.before
    shown = colours.shown(colours.cells([ours]), found.cdl)
    assert colours.distance(shown, colours.cells([theirs])) == pytest.approx(found.after, abs=0.01)


def test_strength_goes_from_nothing_to_all() -> None:
    errors = [colours.match([WARM], [COOL], strength).after for strength in (0.0, 0.3, 0.6, 1.0)]
    assert all(more <= less for less, more in pairwise(errors)) and errors[-1] < errors[0]
    assert colours.match([WARM], [COOL], 0.0).cdl == Cdl()


def test_a_clip_that_matches_already_stays() -> None:
    assert colours.match([WARM], [WARM]).cdl == Cdl()


@pytest.mark.parametrize("flat", [np.zeros((40, 60, 3), np.uint8), np.full((40, 60, 3), 128, np.uint8)])
def test_a_picture_of_one_colour_changes_nothing(flat: Rgb) -> None:
    for found in (colours.match([flat], [WARM]), colours.match([WARM], [flat])):
        assert found.cdl == Cdl() and found.after <= found.before


def test_a_known_grade_is_found() -> None:
    wanted = Cdl(slope=(0.7, 0.75, 0.8), offset=(0.02, 0.0, 0.01))
    found = colours.match([WARM], [colours.apply(WARM, wanted)])
    assert found.after < 1.0


def test_the_table_does_what_the_numbers_say() -> None:
    cdl = Cdl(slope=(1.1, 0.95, 0.9), offset=(0.01, -0.01, 0.0), power=(1.05, 1.0, 0.95), saturation=0.9)
    lattice = table(cdl, "")
    assert lattice.shape == (33, 33, 33, 3)
    assert lattice[16, 8, 24] == pytest.approx(colours.shown(np.array([0.5, 0.25, 0.75], np.float32), cdl), abs=1e-5)
