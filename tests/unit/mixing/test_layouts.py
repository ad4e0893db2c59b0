# SPDX-License-Identifier: Apache-2.0
"""Channel orders, the law of panning, and BS.775's fold-down (FFmpeg's own as the referee)."""

from fractions import Fraction

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.mixing.signals import noise

from aiprod.film.errors import UserError
from aiprod.media.audio import SAMPLE_RATE, Samples
from aiprod.mixing.layouts import CENTRE, FILM, LFE, SMPTE, folded, placed, reordered


def ffmpeg_fold(samples: Samples) -> Samples:
    resampler = av.AudioResampler(format="fltp", layout="stereo", rate=SAMPLE_RATE)
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples.T), format="fltp", layout="5.1")
    frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, 0, Fraction(1, SAMPLE_RATE)
    parts = [part.to_ndarray() for part in (*resampler.resample(frame), *resampler.resample(None))]
    return np.concatenate(parts, axis=1).T


def test_folding_is_bs775_and_ffmpeg_agrees() -> None:
    sound = noise(0.5, 6)
    assert np.abs(folded(sound) - ffmpeg_fold(sound)).max() < 1e-5
    one = np.eye(6, dtype=np.float32)
    assert folded(one)[:, 0] == pytest.approx([1, 0, 0.70711, 0, 0.70711, 0], abs=1e-4)
    assert folded(one)[:, 1] == pytest.approx([0, 1, 0.70711, 0, 0, 0.70711], abs=1e-4)


def test_film_order_is_l_c_r_ls_rs_lfe_and_back_again() -> None:
    marked = np.arange(6, dtype=np.float32)[None]
    film = reordered(marked, "smpte", "film")
    assert [SMPTE[int(i)] for i in film[0]] == list(FILM) == ["L", "C", "R", "Ls", "Rs", "LFE"]
    assert np.array_equal(reordered(film, "film", "smpte"), marked)
    with pytest.raises(UserError, match="2 channels have no film order"):
        reordered(noise(0.01), "smpte", "film")


@given(st.floats(-1, 1), st.floats(0, 1))
def test_a_mono_sound_is_as_loud_wherever_it_is(pan: float, rear: float) -> None:
    one = np.ones((1, 1), np.float32)
    assert np.sum(placed(one, 6, pan, rear) ** 2) == pytest.approx(2, rel=1e-5)
    assert np.sum(placed(one, 2, pan) ** 2) == pytest.approx(2, rel=1e-5)


def test_the_middle_is_the_centre_speaker_and_folds_to_the_stereo_middle() -> None:
    one = np.ones((1, 1), np.float32)
    middle = placed(one, 6)
    assert middle[0, CENTRE] == pytest.approx(np.sqrt(2)) and np.count_nonzero(np.abs(middle) > 1e-6) == 1
    assert folded(middle) == pytest.approx(placed(one, 2), abs=1e-6)
    assert folded(placed(one, 6, -1.0)) == pytest.approx(placed(one, 2, -1.0), abs=1e-6)
    assert placed(one, 6, 0.3, 0.5)[0, LFE] == 0


def test_a_stereo_sound_is_balanced_and_a_surround_sound_keeps_its_places() -> None:
    stereo = np.ones((1, 2), np.float32)
    assert placed(stereo, 2, 1.0)[0] == pytest.approx([0, 1], abs=1e-6)
    assert placed(stereo, 6)[0] == pytest.approx([1, 1, 0, 0, 0, 0])
    assert placed(stereo, 6, 0.0, 1.0)[0] == pytest.approx([0, 0, 0, 0, 1, 1], abs=1e-6)
    whole = noise(0.1, 6)
    assert np.array_equal(placed(whole, 6), whole)
    assert placed(whole, 2) == pytest.approx(folded(whole), abs=1e-6)
    assert np.abs(placed(whole, 6, 1.0)[:, [0, 4]]).max() < 1e-6


def test_a_pan_that_moves_gives_every_sample_its_own_place() -> None:
    moved = placed(np.ones((3, 1), np.float32), 2, np.array([-1.0, 0.0, 1.0]))
    assert moved == pytest.approx(np.array([[np.sqrt(2), 0], [1, 1], [0, np.sqrt(2)]]), abs=1e-6)
