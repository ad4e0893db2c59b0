# SPDX-License-Identifier: Apache-2.0
"""Our meter and FFmpeg's on the EBU's test signals, with libebur128 as the referee; bounded memory, any block length, threads."""

import threading
import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.mixing.signals import noise, referee_lufs, referee_peak_dbtp, referee_range, speechlike

from aiprod.cli.benches.ebu import CASES, Case, surround, tones
from aiprod.film.errors import UserError
from aiprod.media.audio import SAMPLE_RATE
from aiprod.media.loudness import measure
from aiprod.media.meter import Meter, metered


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_our_meter_reads_the_ebu_cases(case: Case) -> None:
    reading = metered(case.sound())
    assert case.holds(reading), f"{case.reads(reading):.3f} instead of {case.expected}"


@pytest.mark.parametrize("case", [c for c in CASES if "-10-" not in c.name and "-13-" not in c.name], ids=lambda case: case.name)
def test_ffmpegs_meter_and_the_referee_agree_with_ours(case: Case) -> None:
    sound = case.sound()
    ours, theirs = metered(sound), measure(sound)
    assert theirs.integrated_lufs == pytest.approx(ours.integrated_lufs, abs=0.05)
    assert theirs.range_lu == pytest.approx(ours.range_lu, abs=0.2)
    steps_db = 0.1 if ours.true_peak_dbtp > -25 else 0.3  # FFmpeg says it with three decimals
    assert theirs.true_peak_dbtp == pytest.approx(ours.true_peak_dbtp, abs=steps_db)
    assert referee_lufs(sound) == pytest.approx(ours.integrated_lufs, abs=0.02)
    assert referee_range(sound) == pytest.approx(ours.range_lu, abs=0.2)
    assert referee_peak_dbtp(sound) == pytest.approx(ours.true_peak_dbtp, abs=0.1)


def test_short_term_and_momentary_stand_still_where_they_must() -> None:
    """3341-9 and 12: the reading is constant, not only its maximum."""
    meter, readings = Meter(2), []
    sound = tones([(-20.0, 0.18), (-30.0, 0.22)] * 25)
    for start in range(0, len(sound), 480):
        meter.push(sound[start : start + 480])
        readings.append(meter.reading().momentary_lufs)
    assert np.ptp(readings[100:]) < 0.2
    assert np.mean(readings[100:]) == pytest.approx(-23.0, abs=0.1)


def test_speech_and_noise_in_surround_agree_with_the_referee() -> None:
    sound = np.concatenate([speechlike(12, seed) * (0.3 + 0.2 * seed) for seed in range(6)], axis=1)
    reading = metered(sound)
    assert reading.integrated_lufs == pytest.approx(referee_lufs(sound), abs=0.02)
    assert reading.integrated_lufs == pytest.approx(measure(sound).integrated_lufs, abs=0.05)
    assert reading.range_lu == pytest.approx(referee_range(sound), abs=0.3)


def test_the_lfe_is_not_heard_but_its_peaks_are() -> None:
    sound = surround()
    loud = sound.copy()
    loud[:, 3] = tones([(-1.0, 20.0)], channels=1, hertz=50)[:, 0]
    assert metered(loud).integrated_lufs == metered(sound).integrated_lufs
    assert metered(loud).true_peaks_dbtp[3] == pytest.approx(-1.0, abs=0.05)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(1, 30_000), min_size=1, max_size=30), st.sampled_from([1, 2, 6]))
def test_the_reading_does_not_depend_on_the_blocks(sizes: list[int], channels: int) -> None:
    sound = noise(sum(sizes) / SAMPLE_RATE, channels)
    meter, at = Meter(channels), 0
    for size in sizes:
        meter.push(sound[at : at + size])
        at += size
    meter.push(sound[at:])
    whole = Meter(channels)
    whole.push(sound)
    one, other = meter.finish(), whole.finish()
    assert one.true_peaks_dbtp == pytest.approx(other.true_peaks_dbtp, abs=1e-4)
    assert replace(one, true_peaks_dbtp=(), recent_peaks_dbtp=()) == replace(other, true_peaks_dbtp=(), recent_peaks_dbtp=())


def test_a_long_programme_costs_the_meter_no_more_memory_than_a_short_one() -> None:
    """Its readings alone would be 240 kB in these five minutes; what numpy and scipy remember of their calls is a few."""
    block, meter = noise(10, 2, level=0.05), Meter(2)
    tracemalloc.start()
    for _ in range(6):
        meter.push(block)
    after_a_minute = tracemalloc.get_traced_memory()[0]
    for _ in range(30):
        meter.push(block)
    grown = tracemalloc.get_traced_memory()[0] - after_a_minute
    tracemalloc.stop()
    assert grown < 65_536
    assert meter.reading().time_s == 360


def test_dialogue_is_measured_while_somebody_speaks() -> None:
    sound = tones([(-40.0, 10), (-23.0, 5), (-30.0, 5), (-23.0, 5), (-18.0, 10)])
    reading = metered(sound, [(10, 15), (20, 25)])
    assert reading.dialogue_lufs == pytest.approx(-23.0, abs=0.3)
    assert reading.integrated_lufs > -21
    assert metered(sound).dialogue_lufs is None


def test_recent_peaks_begin_anew_with_every_reading() -> None:
    meter = Meter(2)
    meter.push(tones([(-6.0, 0.5), (None, 0.5)]))
    assert meter.reading().recent_peaks_dbtp[0] == pytest.approx(-6, abs=0.3)
    meter.push(tones([(-30.0, 1.0)]))
    reading = meter.reading()
    assert reading.recent_peaks_dbtp[0] == pytest.approx(-30, abs=0.5)
    assert reading.true_peaks_dbtp[0] == pytest.approx(-6, abs=0.3)
    meter.reset()
    assert meter.reading().true_peak_dbtp == -100


def test_a_thread_may_read_while_another_pushes() -> None:
    meter, block, seen = Meter(2), noise(0.02), []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            seen.append(meter.reading())

    reader = threading.Thread(target=look)
    reader.start()
    for _ in range(200):
        meter.push(block)
    done.set()
    reader.join()
    assert [reading.time_s for reading in seen] == sorted(reading.time_s for reading in seen)
    assert meter.reading().time_s == pytest.approx(4.0)


def test_silence_and_very_short_sounds_read_as_silence() -> None:
    for sound in (np.zeros((SAMPLE_RATE, 2), np.float32), noise(0.1), np.zeros((0, 2), np.float32)):
        reading = metered(sound)
        assert reading.integrated_lufs == -70 and reading.range_lu == 0


def test_channels_that_have_no_loudness_are_refused() -> None:
    with pytest.raises(UserError, match="8 channels can't be metered"):
        Meter(8)
