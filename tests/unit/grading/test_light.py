# SPDX-License-Identifier: Apache-2.0
"""Light in cd/m²: transfers against colour-science and the numbers of the standards, meters against hand-made frames."""

import warnings

import numpy as np
import pytest

from aiprod.film.errors import EngineError
from aiprod.film.output import OUTPUTS, OutputName
from aiprod.grading.light import MASTERING, ContentLight, LightMeter
from aiprod.grading.spaces import Colours
from aiprod.grading.transfer import (
    from_nits,
    hlg_to_nits,
    hlg_to_scene,
    nits_to_hlg,
    nits_to_pq,
    pq_to_nits,
    scene_to_hlg,
    system_gamma,
    to_nits,
)

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import colour

RAMP = np.linspace(0, 1, 257, dtype=np.float32)


def frame(value: float, height: int = 90, width: int = 160) -> Colours:
    return np.full((height, width, 3), value, np.float32)


def test_pq_is_st_2084() -> None:
    wanted = colour.models.eotf_ST2084(RAMP.astype(np.float64))
    assert np.abs(pq_to_nits(RAMP) - wanted).max() < 1e-3 * 10
    assert pq_to_nits(RAMP) == pytest.approx(wanted, rel=1e-5, abs=1e-6)
    assert nits_to_pq(wanted.astype(np.float32)) == pytest.approx(RAMP, abs=1e-6)
    assert nits_to_pq(np.array([0.005, 100, 1000, 10_000], np.float32)) == pytest.approx([0.0151, 0.5081, 0.7518, 1.0], abs=1e-4)


def test_hlg_is_bt_2100() -> None:
    assert hlg_to_scene(RAMP) == pytest.approx(colour.models.oetf_inverse_BT2100_HLG(RAMP.astype(np.float64)), abs=1e-6)
    assert scene_to_hlg(RAMP) == pytest.approx(colour.models.oetf_BT2100_HLG(RAMP.astype(np.float64)), abs=1e-6)
    rgb = np.random.default_rng(1).uniform(0, 1, (200, 3)).astype(np.float32)
    wanted = colour.models.eotf_BT2100_HLG(rgb.astype(np.float64), L_B=0, L_W=1000, gamma=1.2)
    assert hlg_to_nits(rgb) == pytest.approx(wanted, rel=1e-3, abs=1e-2)
    assert nits_to_hlg(hlg_to_nits(rgb)) == pytest.approx(rgb, abs=2e-5)
    assert system_gamma(1000) == 1.2 and system_gamma(2000) == pytest.approx(1.3264, abs=1e-4)


@pytest.mark.parametrize(("nits", "pq", "hlg"), [(203.0, 0.58, 0.75), (26.0, 0.38, 0.38), (1000.0, 0.75, 1.0)])
def test_reference_levels_are_those_of_bt_2408(nits: float, pq: float, hlg: float) -> None:
    """Table 1 of the report: HDR reference white, the 18 % grey card, the peak."""
    light = np.full((1, 3), nits, np.float32)
    assert nits_to_pq(light) == pytest.approx(np.full((1, 3), pq), abs=0.005)
    assert nits_to_hlg(light) == pytest.approx(np.full((1, 3), hlg), abs=0.005)


@pytest.mark.parametrize("output", [name for name in OUTPUTS if name != "acescg"])
def test_light_and_codes_are_inverse(output: OutputName) -> None:
    codes = np.random.default_rng(2).uniform(0, 0.75, (300, 3)).astype(np.float32)
    assert from_nits(to_nits(codes, output), output) == pytest.approx(codes, abs=2e-5)
    white = to_nits(np.full((1, 3), 0.7518271 if output.startswith("pq") else 1.0, np.float32), output)
    assert white == pytest.approx(np.full((1, 3), OUTPUTS[output].peak_nits), rel=1e-3)


@pytest.mark.parametrize("output", ["pq", "pq-p3", "hlg", "rec709", "p3d65"])
def test_content_light_of_known_frames(output: OutputName) -> None:
    """10 cd/m² with a tenth at 90, then 20 all over: the brightest pixel is of the first frame, the average of the second."""
    first = frame(0.0)
    first[:] = from_nits(np.full((1, 1, 3), 10, np.float32), output)
    first[:9] = from_nits(np.full((1, 1, 3), 90, np.float32), output)
    second = np.broadcast_to(from_nits(np.full((1, 1, 3), 20, np.float32), output), first.shape)
    meter = LightMeter(output)
    meter.push(first)
    assert meter.max_fall == pytest.approx(18.0, rel=2e-3)
    meter.push(second)
    assert meter.max_cll == pytest.approx(90, rel=2e-3) and meter.max_fall == pytest.approx(20, rel=2e-3)
    assert meter.static() == ContentLight(90, 20)
    assert meter.histogram.sum() == 2 * 90 * 160
    assert meter.percentile(50) == pytest.approx(20, rel=0.05)


def test_the_brightest_channel_counts_not_luminance() -> None:
    meter = LightMeter("pq")
    picture = frame(0.0)
    picture[..., 2] = 0.7518271  # blue alone
    meter.push(picture)
    assert meter.max_cll == pytest.approx(1000, rel=1e-3) and meter.max_fall == pytest.approx(1000, rel=1e-3)


def test_bars_are_no_part_of_the_picture() -> None:
    meter, boxed = LightMeter("pq"), frame(0.0)
    boxed[12:78] = 0.5
    meter.push(boxed)
    meter.push(frame(0.0))  # a black frame does not change what the picture is
    assert meter.active == (12, 78, 0, 160)
    assert meter.max_fall == pytest.approx(float(pq_to_nits(np.array(0.5, np.float32))), rel=1e-3)
    late = frame(0.0)
    late[80:82, 40:60] = 0.6  # a subtitle in the bar makes it picture
    meter.push(late)
    assert meter.active == (12, 82, 0, 160)


def test_black_films_and_foreign_frames() -> None:
    meter = LightMeter("rec709")
    assert (meter.max_cll, meter.max_fall) == (0.0, 0.0)
    meter.push(frame(0.0))
    assert meter.max_fall == 0.0 and meter.static() == ContentLight(1, 1)  # 0 would mean "not known"
    with pytest.raises(EngineError, match="shape"):
        meter.push(frame(0.5, 45, 80))
    with pytest.raises(EngineError, match="no light"):
        LightMeter("acescg")


def test_mastering_displays_are_coded_as_h265_and_av1_want_them() -> None:
    assert MASTERING["pq-p3"].for_x265() == "G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,1)"
    assert MASTERING["pq"].for_x265() == "G(8500,39850)B(6550,2300)R(35400,14600)WP(15635,16450)L(10000000,1)"
    assert MASTERING["pq-p3"].for_svt_av1() == "G(0.265,0.69)B(0.15,0.06)R(0.68,0.32)WP(0.3127,0.329)L(1000,0.0001)"
    assert set(MASTERING) == {"pq", "pq-p3"}
