# SPDX-License-Identifier: Apache-2.0
"""Equaliser, compressor and limiter: what they do to tones, and that blocks leave no trace."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.mixing.signals import level_db, noise, referee_peak_dbtp, sine, speechlike

from aiprod.film.mix import Compression, EqBand
from aiprod.media.audio import SAMPLE_RATE, Samples
from aiprod.media.loudness import measure
from aiprod.media.meter import metered
from aiprod.mixing.compressor import CONTROL, Compressor
from aiprod.mixing.equaliser import Equaliser, response_db
from aiprod.mixing.limiter import limit

BANDS = (
    EqBand(kind="high_pass", frequency_hz=80), EqBand(kind="low_shelf", frequency_hz=200, gain_db=4),
    EqBand(kind="bell", frequency_hz=1000, gain_db=-6, q=2), EqBand(kind="high_shelf", frequency_hz=6000, gain_db=3),
    EqBand(kind="low_pass", frequency_hz=16000),
)  # fmt: skip


FILTERS = [
    ("bell", 1000, -6, 1000, -6), ("bell", 1000, 9, 60, 0), ("high_pass", 80, 0, 80, -3.01), ("low_pass", 8000, 0, 8000, -3.01),
    ("low_shelf", 300, 5, 30, 5), ("high_shelf", 3000, -4, 18_000, -4), ("low_shelf", 300, 6, 300, 3),
    ("high_shelf", 3000, 6, 3000, 3),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "centre", "gain_db", "hertz", "expected"), FILTERS)
def test_a_filter_does_what_its_band_says(kind: str, centre: float, gain_db: float, hertz: float, expected: float) -> None:
    band = EqBand(kind=kind, frequency_hz=centre, gain_db=gain_db)
    heard = Equaliser([band], 2)(sine(hertz, 1.0))
    change = level_db(heard[SAMPLE_RATE // 2 :]) - level_db(sine(hertz, 1.0)[SAMPLE_RATE // 2 :])
    assert change == pytest.approx(expected, abs=0.1)
    assert response_db([band], [hertz])[0] == pytest.approx(change, abs=0.05)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(1, 9_000), min_size=1, max_size=8))
def test_the_equaliser_leaves_no_trace_of_blocks(sizes: list[int]) -> None:
    sound, equaliser, at, parts = noise(sum(sizes) / SAMPLE_RATE), Equaliser(BANDS, 2), 0, []
    for size in sizes:
        parts.append(equaliser(sound[at : at + size]))
        at += size
    assert np.array_equal(np.concatenate(parts), Equaliser(BANDS, 2)(sound[:at]))


def test_the_compressor_has_its_ratio_and_times() -> None:
    settings_ = Compression(threshold_db=-30, ratio=4, knee_db=1, attack_s=0.01, release_s=0.1)
    loud = sine(1000, 3, 10 ** (-10 / 20))
    loud[SAMPLE_RATE : 2 * SAMPLE_RATE] *= 10 ** (-40 / 20)
    heard = Compressor(settings_)(loud)
    over = -10 - 3.01 + 30
    assert level_db(heard[SAMPLE_RATE // 2 : SAMPLE_RATE]) == pytest.approx(-30 + over / 4, abs=0.2)
    quiet = heard[int(1.9 * SAMPLE_RATE) : 2 * SAMPLE_RATE]
    assert level_db(quiet) == pytest.approx(-53.01, abs=0.1)
    attack = level_db(heard[2 * SAMPLE_RATE : 2 * SAMPLE_RATE + 48]) - level_db(heard[int(2.5 * SAMPLE_RATE) :])
    assert attack > 8


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(1, 100), min_size=1, max_size=8))
def test_the_compressor_leaves_no_trace_of_blocks(sizes: list[int]) -> None:
    sound = speechlike(sum(sizes) * CONTROL / SAMPLE_RATE + 0.0101)
    whole, compressor, at, parts = Compressor(Compression())(sound), Compressor(Compression()), 0, []
    for size in sizes:
        parts.append(compressor(sound[at : at + size * CONTROL]))
        at += size * CONTROL
    parts.append(compressor(sound[at:]))
    assert np.abs(np.concatenate(parts) - whole).max() < 1e-6


def test_a_ratio_of_one_leaves_the_sound_alone() -> None:
    sound = noise(0.5)
    assert np.array_equal(Compressor(Compression(ratio=1))(sound), sound)


def torture() -> dict[str, Samples]:
    """Signals whose samples miss their peaks, or whose peaks come without warning; all far above the ceiling."""
    fade = np.minimum(1, np.minimum(np.arange(96_000), np.arange(96_000)[::-1]) / 4800).astype(np.float32)[:, None]
    tones = {f"tone at {part}": 2.6 * sine(SAMPLE_RATE * part, 2, 1.0, phase=phase) * fade
             for part, phase in ((0.25, np.pi / 4), (1 / 6, np.pi / 3), (0.125, 1.178), (0.4, 0.3), (0.45, 1.0))}  # fmt: skip
    bursts = noise(2, level=0.02)
    for at in range(4800, 90_000, 9_700):
        bursts[at : at + 40] += 3 * noise(40 / SAMPLE_RATE, seed=at, level=1.0)
    clipped = np.clip(4 * sine(997, 2, 1.0), -1, 1) * 2
    return {**tones, "bursts": bursts, "square": clipped, "noise": noise(2, level=0.8), "low": 3 * sine(50, 2, 1.0) * fade}


@pytest.mark.parametrize("name", torture())
def test_the_ceiling_holds_on_a_torture_signal_by_every_meter(name: str) -> None:
    limited = limit(torture()[name], -1.0)
    assert metered(limited).true_peak_dbtp <= -0.9
    assert measure(limited).true_peak_dbtp <= -0.9
    assert referee_peak_dbtp(limited) <= -0.9
    assert metered(limited).true_peak_dbtp > -2.5


def test_a_quiet_signal_passes_the_limiter_untouched() -> None:
    quiet = sine(440, 1, 0.1)
    assert np.array_equal(limit(quiet, -1.0), quiet)


def test_the_limiter_keeps_time_and_lets_go() -> None:
    """One loud moment: nothing is delayed, and half a second later the level is back."""
    sound = sine(440, 2, 0.2)
    sound[48_000:48_200] *= 10
    limited = limit(sound, -3.0)
    assert np.array_equal(limited[:47_000], sound[:47_000])
    assert level_db(limited[72_000:]) == pytest.approx(level_db(sound[72_000:]), abs=0.05)
    assert np.argmax(np.abs(limited[47_900:48_300, 0])) in range(60, 340)
