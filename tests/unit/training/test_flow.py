# SPDX-License-Identifier: Apache-2.0
"""Moments, noise and the loss."""

import pytest

torch = pytest.importorskip("torch", reason="training needs torch, which the studio does not install")

from aiprod.training import flow  # noqa: E402
from aiprod.training.recipe import VideoTraining  # noqa: E402

SETTINGS = VideoTraining(batch=64)


def luck(step=0):
    return flow.chance(1, step, "cpu")


def test_a_step_draws_the_same_whatever_came_before():
    first = torch.randn(5, generator=luck(3))
    torch.randn(100)
    assert torch.equal(torch.randn(5, generator=luck(3)), first)
    assert not torch.equal(torch.randn(5, generator=luck(4)), first)


def test_moments_lie_in_their_range_and_a_shift_moves_them_to_the_noise():
    plain = flow.moments(4000, SETTINGS.changed(shift=1.0), luck())
    moved = flow.moments(4000, SETTINGS.changed(shift=4.0), luck())
    assert plain.min() > 0 and plain.max() < 1
    assert plain.mean().item() == pytest.approx(0.5, abs=0.02)
    assert moved.mean() > plain.mean() + 0.15


def test_the_ends_of_the_line_are_the_clip_and_noise():
    clean = torch.randn(64, 3, 4, 4, 2)
    target = flow.noised(clean, torch.zeros(64, 3), SETTINGS, luck())
    at = target.moment[:, None, None, None, None]
    assert torch.allclose(target.x - at * target.velocity, clean, atol=1e-5)


def test_known_frames_are_given_nearly_clean_and_do_not_count():
    clean = torch.randn(64, 3, 4, 4, 2)
    known = flow.known_frames(64, 3, 1.0, luck())
    assert set(known.sum(1).tolist()) == {1.0, 2.0}
    target = flow.noised(clean, known, SETTINGS, luck())
    assert (target.x[:, 0] - clean[:, 0]).abs().mean() < 0.15
    wrong = torch.where(target.counts > 0, target.velocity, torch.full_like(target.velocity, 99.0))
    assert flow.loss_of(wrong, target).item() == pytest.approx(0, abs=1e-9)


def test_the_loss_is_the_mean_square_error_of_what_counts():
    target = flow.noised(torch.randn(8, 3, 4, 4, 2), flow.known_frames(8, 3, 0.5, luck()), SETTINGS, luck())
    assert flow.loss_of(target.velocity + 2, target).item() == pytest.approx(4, rel=1e-5)
