# SPDX-License-Identifier: Apache-2.0
"""Latents made once: by the encoder that ships, and by the trainer's codec."""

import numpy as np
import pytest
from tests.unit.training.data.material import pan

from aiprod.film.errors import UserError
from aiprod.training.data.latents import NanoLatents, codec


@pytest.fixture(scope="module")
def nano():
    return NanoLatents()


def _frames(count: int) -> np.ndarray:
    return np.ascontiguousarray(pan(1, count, 256)[:, :144])


def test_clips_of_any_length_are_encoded_whole(nano):
    whole = nano.encode(_frames(9))
    assert (whole.shape, whole.dtype) == ((3, 18, 32, 16), np.float16)
    assert not np.array_equal(whole[1], nano.encode(_frames(5))[1]), "a latent frame sees its neighbours"


def test_sizes_that_the_encoder_does_not_take_are_refused(nano):
    with pytest.raises(UserError, match="takes 256 × 144"):
        nano.encode(pan(1, 5, 64))
    with pytest.raises(UserError, match="4 frames, after"):
        nano.encode(_frames(6))
    with pytest.raises(UserError, match="no codec"):
        codec("other")


def test_the_trainer_s_codec_makes_the_same_latents(nano):
    pytest.importorskip("torch")
    exact = codec("nano-exact")
    frames = _frames(5)
    ours, theirs = nano.encode(frames).astype(np.float32), exact.encode(frames).astype(np.float32)
    assert np.linalg.norm(ours - theirs) < 0.06 * np.linalg.norm(theirs)
    assert exact.name != nano.name
    with pytest.raises(UserError, match="divide by 8"):
        exact.encode(pan(1, 5, 100))
