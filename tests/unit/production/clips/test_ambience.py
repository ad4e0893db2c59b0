# SPDX-License-Identifier: Apache-2.0
"""The sound after a clip: no click where it begins, as loud as the ground of what was heard, and nobody speaks again."""

from math import pi

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.signal import butter, fftconvolve, sosfilt

from aiprod.media.audio import SAMPLE_RATE
from aiprod.production.clips import ambience

Sound = NDArray[np.float64]
_LENGTH = 6 * SAMPLE_RATE


def ground(kind: str) -> Sound:
    dice, t = np.random.default_rng(3), np.arange(_LENGTH) / SAMPLE_RATE
    if kind == "wind":
        return np.asarray(sosfilt(butter(2, (80, 900), "bandpass", fs=SAMPLE_RATE, output="sos"),
                                  0.1 * dice.standard_normal((_LENGTH, 2)), axis=0))  # fmt: skip
    if kind == "hum":
        return (0.05 * np.sin(2 * pi * 100 * t) + 0.002 * dice.standard_normal(_LENGTH))[:, None]
    return 0.003 * dice.standard_normal((_LENGTH, 2))


def word() -> Sound:
    """A second of something like speech."""
    t = np.arange(SAMPLE_RATE) / SAMPLE_RATE
    return np.asarray(0.3 * np.sign(np.sin(2 * pi * 140 * t + 4 * np.sin(2 * pi * 3 * t))) * (0.5 + 0.5 * np.sin(2 * pi * 4 * t)))


def heard(kind: str) -> tuple[Sound, Sound]:
    """The ground alone, and with somebody speaking over it."""
    under = ground(kind)
    over = under.copy()
    for second in (1, 3):
        over[second * SAMPLE_RATE : (second + 1) * SAMPLE_RATE] += word()[:, None]
    return under, over


def level(sound: Sound) -> float:
    return float(10 * np.log10((np.asarray(sound, np.float64) ** 2).mean() + 1e-12))


@pytest.mark.parametrize("kind", ["wind", "hum", "room"])
def test_it_goes_on_as_loud_as_the_ground_without_a_click_and_without_words(kind: str) -> None:
    under, over = heard(kind)
    made = ambience.continued(over.astype(np.float32), 4 * SAMPLE_RATE, seed=1).astype(np.float64)
    assert made.shape == (4 * SAMPLE_RATE, over.shape[1])
    steps = np.abs(np.diff(under, axis=0)).max()
    assert np.abs(made[0] - over[-1]).max() <= steps, "a click at the join"
    assert np.abs(np.diff(made, axis=0)).max() <= 1.5 * steps, "a click inside"
    assert level(made[SAMPLE_RATE:]) == pytest.approx(level(under), abs=2.5)
    likeness = np.abs(fftconvolve(made[:, 0], word()[::-1], "valid")).max() / np.sqrt(
        (word() ** 2).sum() * (made[:, 0] ** 2).sum() / 4
    )
    assert likeness < 0.3, "somebody speaks again"


def test_the_same_seed_is_the_same_sound_and_another_is_another() -> None:
    _, over = heard("room")
    first, again, other = (ambience.continued(over.astype(np.float32), SAMPLE_RATE, seed) for seed in (1, 1, 2))
    assert (first == again).all() and (first != other).any()


@pytest.mark.parametrize("length", [0, 1, 5, 100, 3000])
def test_however_little_was_heard_there_is_a_sound(length: int) -> None:
    sound = np.random.default_rng(0).standard_normal((length, 2)).astype(np.float32) * np.float32(0.01)
    made = ambience.continued(sound, 9600)
    assert made.shape == (9600, 2) and np.isfinite(made).all() and np.abs(made).max() < 0.2


def test_silence_goes_on_as_silence() -> None:
    assert not ambience.continued(np.zeros((48_000, 1), np.float32), 5000).any()
