# SPDX-License-Identifier: Apache-2.0
"""Curves go through their points and never turn back; grades bake to tables that keep to the figures asked for."""

import numpy as np
import pytest
from scipy.interpolate import PchipInterpolator

from aiprod.film.grade import Cdl, Curves, ShotGrade
from aiprod.film.output import OutputName
from aiprod.grading.bake import apply, bake, changes_nothing, graded
from aiprod.grading.curves import along, apply_curves, hue_of
from aiprod.grading.differences import delta_e, delta_e_itp
from aiprod.grading.lookup import looked_up
from aiprod.grading.spaces import AP1_LUMA, Colours, acescct_to_display

POINTS = ((0.07, 0.07), (0.3, 0.26), (0.42, 0.43), (0.6, 0.62), (0.9, 0.62))


def natural(count: int = 6000) -> Colours:
    """Rec.709 codes with the spread of a photograph: most colours near grey, a few vivid, all exposures."""
    rng = np.random.default_rng(8)
    grey = rng.normal(0.38, 0.09, (count, 1))
    chroma = rng.laplace(0, 0.025, (count, 3))
    return acescct_to_display((grey + chroma).astype(np.float32))


def test_a_curve_goes_through_its_points_and_never_turns_back() -> None:
    x, y = np.array(POINTS, np.float32).T
    assert along(x, POINTS) == pytest.approx(y, abs=1e-6)
    ramp = along(np.linspace(-0.2, 1.4, 4000, dtype=np.float32), POINTS)
    assert np.diff(ramp).min() >= -1e-6
    inside = np.linspace(0.07, 0.9, 300)
    assert along(inside.astype(np.float32), POINTS) == pytest.approx(PchipInterpolator(x, y)(inside), abs=1e-6)


def test_beyond_its_ends_a_curve_goes_on_straight() -> None:
    line = ((0.2, 0.3), (0.6, 0.5))
    assert along(np.array([-0.2, 0.2, 0.4, 0.6, 1.2], np.float32), line) == pytest.approx([0.1, 0.3, 0.4, 0.5, 0.8], abs=1e-6)


def test_channels_are_bent_after_the_master() -> None:
    curves = Curves(master=((0.0, 0.1), (1.0, 1.0)), red=((0.0, 0.0), (1.0, 0.5)))
    found = apply_curves(np.full((1, 3), 0.5, np.float32), curves)
    assert found == pytest.approx(np.array([[0.275, 0.55, 0.55]]), abs=1e-6)
    same = np.full((2, 3), 0.3, np.float32)
    assert apply_curves(same, Curves()) is same


def test_saturation_by_hue_leaves_luminance_and_other_hues() -> None:
    colours = np.array([[0.5, 0.3, 0.3], [0.3, 0.5, 0.3], [0.3, 0.3, 0.5], [0.4, 0.4, 0.4]], np.float32)
    assert hue_of(colours[:3]) % 360 == pytest.approx([0, 120, 240], abs=1e-3)
    found = apply_curves(colours, Curves(hue_saturation=((0.0, 0.5), (60.0, 1.0), (300.0, 1.0))))
    assert found @ AP1_LUMA == pytest.approx(colours @ AP1_LUMA, abs=1e-6)
    assert np.ptp(found, axis=1) == pytest.approx([0.1, 0.2, 0.2, 0.0], abs=1e-4)
    around = apply_curves(
        np.array([[0.5, 0.3, 0.301], [0.5, 0.301, 0.3]], np.float32), Curves(hue_saturation=((10.0, 2.0), (350.0, 2.0)))
    )
    assert np.abs(around[0, 0] - around[1, 0]) < 1e-3, "the circle has no seam"


def test_the_order_is_the_one_that_is_told() -> None:
    grade = ShotGrade(
        shot="s",
        cdl=Cdl(slope=(1.1,) * 3),
        exposure=1.0,
        correction=Cdl(offset=(0.05,) * 3),
        curves=Curves(master=((0, 0), (1, 0.9))),
    )
    grey = np.full((1, 3), 0.4, np.float32)
    assert graded(grade, grey) == pytest.approx(((0.4 * 1.1 + 1 / 17.52) + 0.05) * 0.9, abs=1e-5)
    assert changes_nothing(ShotGrade(shot="s", look="noir", look_strength=0.0)) and not changes_nothing(grade)


@pytest.mark.parametrize(("output", "most"), [("rec709", 0.1), ("pq", 0.2)])
@pytest.mark.parametrize("look", ["neutral", "teal_orange", "bleach_bypass", "autumn", "technicolor"])
def test_tables_keep_to_the_exact_grade(look: str, output: OutputName, most: float) -> None:
    grade = ShotGrade(shot="s", look=look, cdl=Cdl(slope=(1.06, 1.0, 0.96), offset=(0.01, 0.0, -0.005), saturation=1.08))
    codes = natural()
    compare = delta_e_itp if output == "pq" else delta_e
    assert compare(looked_up(bake(grade, 65, "rec709", output), codes), apply(grade, codes, "rec709", output)).mean() <= most
