# SPDX-License-Identifier: Apache-2.0
"""The pools that trainers draw from."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs torch, which the studio does not install")

from tests.unit.training import shapes  # noqa: E402

from aiprod.training.footage import LatentPool, PicturePool, displaced, encoded  # noqa: E402
from aiprod.training.mirror import mirrored_codes  # noqa: E402
from aiprod.training.networks.codec import Codec  # noqa: E402

RECIPE, CPU = shapes.recipe(), torch.device("cpu")


def latent_pool(capacity=8, groups=(1, 1, 2)):
    pool = LatentPool(RECIPE, capacity, CPU)
    for index, group in enumerate(groups):
        clip = shapes.clip(index)
        row = {"latents": np.full((1, 3, 6, 8, 8), index, np.float16), "codes": clip.codes[None], "camera": clip.camera[None]}
        pool.add(row | {"subjects": clip.subjects[None], "groups": np.array([group])})
    return pool


def test_pieces_have_the_size_asked_for_and_come_from_the_clips():
    pool = PicturePool(RECIPE.geometry, 4, CPU)
    pool.add(shapes.clips(6))
    assert len(pool) == 4 and pool.seen == 6
    piece = pool.crops(5, 5, 32, np.random.default_rng(0))
    assert piece.shape == (5, 5, 32, 32, 3)
    assert piece.min() >= -1 and piece.max() <= 1
    whole = pool.crops(2, 99, 999, np.random.default_rng(0))
    assert whole.shape == (2, 9, 48, 64, 3)


def test_a_full_pool_forgets_the_oldest():
    pool = latent_pool(capacity=2)
    assert len(pool) == 2
    drawn = pool.draw(64, np.random.default_rng(0))
    assert set(drawn.latents[:, 0, 0, 0, 0].tolist()) == {1.0, 2.0}


def test_another_window_of_the_set_up_is_remembered_and_an_own_frame_where_there_is_none():
    drawn = latent_pool().draw(64, np.random.default_rng(0))
    remembers = dict(zip(drawn.latents[:, 0, 0, 0, 0].tolist(), drawn.memory[:, 0, 0, 0].tolist(), strict=True))
    assert remembers == {0.0: 1.0, 1.0: 0.0, 2.0: 2.0}


def test_displaced_frames_move_and_others_stay():
    frames = torch.arange(2 * 6 * 8 * 1).reshape(2, 6, 8, 1).float()
    rng = np.random.default_rng(3)
    moved = displaced(frames, np.array([True, False]), rng)
    assert torch.equal(moved[1], frames[1])
    assert not torch.equal(moved[0], frames[0])
    assert set(moved[0].flatten().tolist()) <= set(frames[0].flatten().tolist())


def test_clips_are_kept_with_their_mirror_images():
    codec, pool = Codec(RECIPE.codec), LatentPool(RECIPE, 8, CPU)
    clips = shapes.clips(2)
    encoded(codec, torch.from_numpy(np.stack([clip.frames for clip in clips])), clips, pool)
    assert len(pool) == 4
    assert np.array_equal(pool.codes[2:4], mirrored_codes(pool.codes[0:2]))
    turned = torch.from_numpy(clips[0].frames[None, :, :, ::-1].copy())
    assert torch.allclose(pool.latents[2], codec.encode(turned.float() / 127.5 - 1)[0], atol=0.05)
    assert len(set(pool.groups[:4].tolist())) == 4
