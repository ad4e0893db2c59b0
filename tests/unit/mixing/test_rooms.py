# SPDX-License-Identifier: Apache-2.0
"""Rooms: as long, as loud and as dark as they say; the convolver in blocks; the head turns left and right the right way."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.mixing.signals import level_db, noise

from aiprod.film.catalogue import INTERIORS
from aiprod.media.audio import SAMPLE_RATE
from aiprod.media.filters import Convolver
from aiprod.mixing.binaural import Headphones, head
from aiprod.mixing.rooms import ROOMS, response, room, room_of


def reverberation_s(name: str) -> float:
    """Twice the time from −5 to −35 dB of Schroeder's backward integral, around 1 kHz."""
    from scipy.signal import butter, sosfilt

    band = sosfilt(butter(2, [707, 1414], "bandpass", fs=SAMPLE_RATE, output="sos"), response(name, 2)[:, 0])
    decay = np.cumsum(band[::-1] ** 2)[::-1]
    level = 10 * np.log10(decay / decay[0])
    return 2 * float(np.argmax(level < -35) - np.argmax(level < -5)) / SAMPLE_RATE


@pytest.mark.parametrize("name", ["kitchen", "library", "theatre", "cave", "lighthouse_room"])
def test_a_room_reverberates_as_long_as_it_says(name: str) -> None:
    assert reverberation_s(name) == pytest.approx(room(name).reverberation_s, rel=0.15)


@pytest.mark.parametrize("name", ROOMS)
def test_every_room_is_as_loud_as_it_says_has_no_rumble_and_begins_after_the_sound(name: str) -> None:
    for channels in (2, 6):
        wet = response(name, channels)
        assert 10 * np.log10(np.sum(wet.astype(np.float64) ** 2) / 2) == pytest.approx(room(name).level_db, abs=0.1)
        assert not wet[:8].any() or np.abs(wet[:8]).max() < 0.02 * np.abs(wet).max()
        assert np.isfinite(wet).all() and np.abs(wet[-200:]).max() < 0.02 * np.abs(wet).max()
        if channels == 6:
            assert not wet[:, [2, 3]].any()
    left, right = response(name, 2).T
    assert abs(np.corrcoef(left, right)[0, 1]) < 0.6


def test_the_same_room_sounds_the_same_and_two_do_not() -> None:
    assert np.array_equal(response("kitchen", 2), response("kitchen", 2))
    assert response("kitchen", 2).shape != response("cave", 2).shape


def test_every_interior_has_a_room_and_the_sea_has_none() -> None:
    assert all(room_of(place.id, True) for place in INTERIORS)
    assert room_of("open_sea", False) == room_of("desert", False) == room_of("space", False) == ""
    assert room_of("somewhere", True) == "room" and room("room").size_m is not None


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(1, 9_000), min_size=1, max_size=6))
def test_a_convolution_in_blocks_is_the_whole_one(sizes: list[int]) -> None:
    from scipy.signal import fftconvolve

    wet, sound = response("kitchen", 2), noise(sum(sizes) / SAMPLE_RATE, 1)
    convolver, at, parts = Convolver(wet), 0, []
    for size in sizes:
        parts.append(convolver(sound[at : at + size]))
        at += size
    whole = fftconvolve(sound[:at].astype(np.float64), wet.astype(np.float64), axes=0)[:at]
    assert np.abs(np.concatenate(parts) - whole).max() < 2e-6


def test_a_tail_rings_on_and_ends() -> None:
    convolver = Convolver(response("kitchen", 2))
    convolver(noise(0.1, 1))
    silence = np.zeros((SAMPLE_RATE, 1), np.float32)
    assert level_db(convolver(silence)[: SAMPLE_RATE // 10]) > -80
    assert not convolver(silence).any()


@pytest.mark.parametrize(("speaker", "louder"), [(0, 0), (1, 1), (4, 0), (5, 1)])
def test_the_head_hears_each_side_louder_and_sooner_on_that_side(speaker: int, louder: int) -> None:
    block = np.zeros((4_800, 6), np.float32)
    block[100, speaker] = 1
    ears = Headphones()(block)
    near, far = ears[:, louder], ears[:, 1 - louder]
    assert 6 < level_db(near) - level_db(far) < 22
    first = [int(np.argmax(np.abs(ear) > 0.3 * np.abs(ear).max())) for ear in (near, far)]
    assert 8 <= first[1] - first[0] <= 36


def test_the_middle_is_heard_alike_and_without_delay() -> None:
    block = np.zeros((4_800, 6), np.float32)
    block[100, 2] = 1
    ears = Headphones()(block)
    assert np.abs(ears[:, 0] - ears[:, 1]).max() < 1e-6
    assert 100 < int(np.abs(ears[:, 0]).argmax()) < 100 + 48
    assert head().shape == (5, 2, 320) and head().dtype == np.float32
    assert not Headphones()(np.eye(6, dtype=np.float32)[3:4]).any()
