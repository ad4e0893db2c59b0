# SPDX-License-Identifier: Apache-2.0
"""Photosensitivity by ITU-R BT.1702-3: the edges of every rule."""

from fractions import Fraction

import numpy as np
import pytest

from aiprod.quality.flashes import edges, red_edges, red_states
from aiprod.quality.picture import PictureMeasures
from aiprod.quality.picture_checks_looks import check_flashes, densest
from aiprod.quality.picture_limits import PictureLimits
from aiprod.quality.stripes import striped_area


def flashing(low: float, high: float, area: float = 1.0, count: int = 8) -> np.ndarray:
    maps = np.full((count, 10, 20), low, np.float32)
    maps[1::2, :, : round(20 * area)] = high
    return maps


@pytest.mark.parametrize(
    ("low", "high", "area", "harmful"),
    [
        (0, 20, 1.0, True),
        (0, 19.5, 1.0, False),
        (100, 121, 1.0, True),
        (155, 176, 1.0, True),
        (0, 100, 0.25, False),
        (0, 100, 0.30, True),
        (160, 180, 1.0, True),
        (170, 190, 1.0, False),
        (400, 448, 1.0, False),
        (400, 460, 1.0, True),
        (1000, 1120, 1.0, False),
        (1000, 1130, 1.0, True),
    ],
)
def test_luminance_pairs(low: float, high: float, area: float, harmful: bool) -> None:
    """20 cd/m² below 160; above, a Michelson contrast of 1/17; more than a quarter of the area."""
    assert len(edges(flashing(low, high, area))) == (7 if harmful else 0)


def test_a_slow_change_in_one_direction_is_no_flash() -> None:
    ramp = np.linspace(0, 150, 40, dtype=np.float32)[:, None, None] * np.ones((1, 9, 16), np.float32)
    assert len(edges(ramp)) == 1


def test_rain_goes_both_ways_at_once() -> None:
    rng = np.random.default_rng(0)
    assert edges(rng.uniform(0, 120, (60, 27, 48)).astype(np.float32)) == []


def colours(first: tuple[float, ...], second: tuple[float, ...], count: int = 8) -> np.ndarray:
    signal = np.zeros((count, 9, 16, 3), np.float32)
    signal[:], signal[1::2] = first, second
    return signal


@pytest.mark.parametrize(
    ("first", "second", "harmful"),
    [
        ((1, 0, 0), (0, 0, 1), True),
        ((1, 0, 0), (0.3, 0.3, 0.3), True),
        ((1, 0, 0), (0.4, 0, 0), False),
        ((1, 0.7, 0.7), (0, 0, 1), False),
        ((0, 1, 0), (0, 0, 1), False),
    ],
)
def test_saturated_red(first: tuple[float, ...], second: tuple[float, ...], harmful: bool) -> None:
    """To or from R/(R+G+B) ≥ 0.8 by more than 0.2 in u′v′, whatever the luminance."""
    states = zip(*red_states(colours(first, second)), strict=True)
    assert len(red_edges(states)) == (7 if harmful else 0)


@pytest.mark.parametrize(("times", "most"), [([0, 0.2, 0.4, 0.6, 0.8, 0.99], 6), ([0, 0.5, 1.0, 1.5], 2), ([], 0)])
def test_a_second_is_a_second(times: list[float], most: int) -> None:
    assert densest(times)[0] == most


@pytest.mark.parametrize(("half", "severity"), [(3, "fail"), (4, "pass"), (6, "note")])
def test_more_than_three_flashes_a_second(half: int, severity: str) -> None:
    """4 flashes a second fail, 3 do not; long flashing that is slow enough is noted."""
    count = 24 * (7 if severity == "note" else 2)
    light = [np.full((9, 16), 100.0 if i // half % 2 else 10.0, np.float16) for i in range(count)]
    cells = [np.full((9, 16, 3), 128, np.uint8)] * count
    measures = PictureMeasures(rate=Fraction(24), light=light, cells=cells, change=[0.0] * count)
    finding = next(iter(check_flashes(measures, PictureLimits())))
    assert finding.severity.value == severity


def test_stripes_need_number_area_light_and_contrast() -> None:
    y, x = np.mgrid[0:135, 0:240].astype(np.float32)

    def stripes(period: float, low: float = 5, high: float = 120, wide: int = 240) -> float:
        light = np.where(np.sin(2 * np.pi * x / period) > 0, high, low)
        return striped_area(np.where(x < wide, light, 20).astype(np.float32))

    assert stripes(15) > 0.9
    assert stripes(60) == 0
    assert stripes(15, high=45) == 0
    assert stripes(15, low=105) == 0
    assert stripes(15, wide=80) < 0.4
    slanted = np.where(np.sin(2 * np.pi * (x + 0.7 * y) / 16) > 0, 120, 5).astype(np.float32)
    assert striped_area(slanted) > 0.9
