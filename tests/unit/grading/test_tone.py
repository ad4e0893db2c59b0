# SPDX-License-Identifier: Apache-2.0
"""SDR and HDR: the numbers of the reports, neutral greys, no light lost or turned back."""

import warnings

import numpy as np
import pytest

from aiprod.film.errors import UserError
from aiprod.film.output import OutputName
from aiprod.grading.spaces import Colours
from aiprod.grading.tone import _P3_TO_2020, _REC709_TO_2020, ToHdr, ToSdr, eetf, to_hdr, to_sdr
from aiprod.grading.transfer import from_nits, nits_to_pq, to_nits

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import colour

METHODS: tuple[ToSdr, ...] = ("aces", "bt2390", "bt2446a")


def greys(top: float = 1000.0, count: int = 60) -> Colours:
    return np.repeat(np.linspace(0, top, count, dtype=np.float32)[:, None], 3, axis=1)


def one(value: float) -> Colours:
    return np.full((1, 3), value, np.float32)


def test_matrices_are_those_of_the_chromaticities() -> None:
    for matrix, gamut in ((_REC709_TO_2020, "ITU-R BT.709"), (_P3_TO_2020, "P3-D65")):
        wanted = colour.matrix_RGB_to_RGB(
            colour.RGB_COLOURSPACES[gamut], colour.RGB_COLOURSPACES["ITU-R BT.2020"], chromatic_adaptation_transform=None
        )
        assert matrix == pytest.approx(wanted, abs=2e-4)
        assert matrix.sum(axis=1) == pytest.approx([1, 1, 1], abs=1e-6)


def test_the_eetf_is_bt_2390() -> None:
    """From 1000 to 100 cd/m² the knee is at 0.5137 of the signal: 27.8 cd/m². Below nothing changes, the peak meets the peak."""
    below = np.array([0.0, 0.01, 1.0, 10.0, 27.0])
    assert eetf(below, 1000, 100) == pytest.approx(below, rel=2e-3, abs=1e-4)
    assert eetf(np.array([1000.0, 4000.0]), 1000, 100) == pytest.approx([100, 100], rel=1e-3)
    # By hand: 203 cd/m² is 0.5807 of PQ, 0.7724 of the signal, T = 0.5320, P = 0.6592, so 0.4956 of PQ.
    assert nits_to_pq(eetf(np.array([203.0]), 1000, 100).astype(np.float32)) == pytest.approx([0.4956], abs=5e-4)
    ramp = eetf(np.linspace(0, 1000, 2000), 1000, 100)
    assert (np.diff(ramp) > -1e-4).all()
    assert eetf(np.array([0.0]), 1000, 100, target_black=0.1) == pytest.approx([0.1], rel=1e-3)
    assert eetf(below, 100, 1000) == pytest.approx(below, rel=2e-3, abs=1e-4), "a brighter display changes nothing"


def test_method_a_is_bt_2446() -> None:
    """Peak to peak, black to black, and HDR reference white by hand: Y′ = 0.5146, Y′p = 0.7696, Y′c = 0.8284, Y′SDR = 0.6868."""
    codes = from_nits(np.concatenate([one(0), one(203), one(1000)]), "pq")
    found = to_sdr(codes, "pq", "rec709", "bt2446a")
    assert found == pytest.approx(np.array([[0] * 3, [0.6868] * 3, [1] * 3]), abs=2e-3)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("source", ["pq", "hlg"])
def test_hdr_greys_become_rising_sdr_greys(source: OutputName, method: ToSdr) -> None:
    found = to_sdr(from_nits(greys(), source), source, "rec709", method)
    assert np.ptp(found, axis=1).max() < 4e-3
    assert (np.diff(found[:, 1]) > -1e-4).all()
    assert found[0].max() < 0.02 and found[-1].min() > 0.97


@pytest.mark.parametrize("method", METHODS)
def test_no_colour_leaves_the_display(method: ToSdr) -> None:
    codes = np.random.default_rng(1).uniform(0, 0.75, (2000, 3)).astype(np.float32)
    for output in ("rec709", "p3d65", "rec2020"):
        found = to_sdr(codes, "pq", output, method)  # type: ignore[arg-type]
        assert np.isfinite(found).all() and found.min() >= 0 and found.max() <= 1


def test_hues_stay_with_the_eetf() -> None:
    light = np.array([[400.0, 200.0, 100.0]], np.float32)
    found = to_nits(to_sdr(from_nits(light, "pq"), "pq", "rec2020", "bt2390"), "rec2020")
    assert found / found[0, 0] == pytest.approx(light / 400, rel=1e-3)


@pytest.mark.parametrize(("output", "white"), [("pq", 0.58), ("hlg", 0.75)])
def test_graphics_white_is_that_of_bt_2408(output: OutputName, white: float) -> None:
    assert to_hdr(one(1.0), "rec709", output, "bt2408") == pytest.approx(one(white), abs=2e-3)
    assert to_hdr(one(0.0), "rec709", output, "bt2408") == pytest.approx(one(0.0), abs=1e-3)
    red = to_nits(to_hdr(np.array([[1.0, 0, 0]], np.float32), "rec709", output, "bt2408"), output)
    assert red == pytest.approx(203 * _REC709_TO_2020[:, 0][None], rel=0.01)


@pytest.mark.parametrize("method", ["aces", "bt2408"])
def test_sdr_to_hdr_keeps_order_and_greys(method: ToHdr) -> None:
    ramp = np.repeat(np.linspace(0, 1, 60, dtype=np.float32)[:, None], 3, axis=1)
    for output in ("pq", "hlg"):
        light = to_nits(to_hdr(ramp, "rec709", output, method), output)  # type: ignore[arg-type]
        assert (np.diff(light[:, 1]) > -1e-3).all() and np.ptp(light, axis=1).max() < 0.01 * light.max()
    if method == "aces":  # the inverse of the view finds highlights that graphics must not have
        assert light[-1, 1] > 600


def test_there_and_back_by_aces_is_the_picture() -> None:
    codes = np.random.default_rng(2).uniform(0.2, 0.7, (300, 1)).astype(np.float32) * np.ones((1, 3), np.float32)
    codes = codes + np.random.default_rng(3).uniform(-0.1, 0.1, (300, 3)).astype(np.float32)
    assert np.abs(to_sdr(to_hdr(codes, "rec709", "pq"), "pq") - codes).max() < 2e-3


def test_what_is_no_tone_mapping_is_refused() -> None:
    for call in (
        lambda: to_sdr(one(0.5), "rec709"), lambda: to_sdr(one(0.5), "pq", "hlg"), lambda: to_hdr(one(0.5), "pq"),
        lambda: to_hdr(one(0.5), "rec709", "acescg"), lambda: to_sdr(one(0.5), "pq", "rec709", "hable"),  # type: ignore[arg-type]
    ):  # fmt: skip
        with pytest.raises(UserError, match="can't be the"):
            call()
