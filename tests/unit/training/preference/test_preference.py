# SPDX-License-Identifier: Apache-2.0
"""A preference whose truth is known is learnt from choices, and a small video model comes to follow it."""

from copy import deepcopy

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs torch, which the studio does not install")

from aiprod.film.errors import UserError  # noqa: E402
from aiprod.shooting.nano import sampling  # noqa: E402
from aiprod.training.flow import chance, loss_of, noised  # noqa: E402
from aiprod.training.loop import Journal, Loop, Until  # noqa: E402
from aiprod.training.networks.transformer import Asked, VideoTransformer  # noqa: E402
from aiprod.training.preference import reward  # noqa: E402
from aiprod.training.preference.dpo import PreferenceTrainer, Preferred, Tuning  # noqa: E402
from aiprod.training.recipe import VideoShape, VideoTraining  # noqa: E402

SHAPE = VideoShape(
    channels=4, width=48, depth=2, heads=2, hidden=96, patch=(2, 2), slots=1, slot_dim=4, camera_dims=0, memory_patch=(0, 0),
    fine_features=4, fine_width=8, fine_depth=1,
)  # fmt: skip
FLOW = VideoTraining(shift=1.0, uniform=0.5)
SIZE = (2, 4, 4, 4)
"""Latents of a clip: frames, rows, columns, channels."""


def clips(count, seed):
    """Clips of one of four plain "colours" and a "texture" that lies anywhere: what the model learns to make."""
    luck = np.random.default_rng(seed)
    colour = luck.choice([-1.5, -0.5, 0.5, 1.5], (count, 1, 1, 1, 1))
    found = 0.15 * luck.standard_normal((count, *SIZE))
    found[..., :1] += colour
    found[..., 1:2] += luck.choice([-1.0, 1.0], (count, 1, 1, 1, 1))
    return torch.from_numpy(found.astype(np.float32))


def truth(made):
    """The known preference: a warm colour."""
    return made[..., 0].mean((1, 2, 3))


def features(made):
    """Means and spreads of every channel, some of their products, and numbers that mean nothing."""
    flat = made.flatten(1, 3).numpy()
    noise = np.random.default_rng(len(made)).standard_normal((len(made), 12))
    return np.concatenate([flat.mean(1), flat.std(1), flat.mean(1)[:, :2] ** 2, noise], 1)


def pairs_of(made, noise, luck):
    """Choices between neighbours by somebody who is sometimes in doubt."""
    one, two = made[0::2], made[1::2]
    gap = (truth(one) - truth(two)).numpy()
    first = torch.from_numpy(gap + noise * luck.standard_normal(len(gap)) > 0)[:, None, None, None, None]
    return torch.where(first, one, two), torch.where(first, two, one)


@pytest.fixture(scope="module")
def taught():
    """A small model that makes such clips, as they come."""
    torch.set_num_threads(1)
    torch.manual_seed(3)
    model = VideoTransformer(SHAPE)
    optimiser = torch.optim.AdamW(model.parameters(), lr=4e-3)
    for step in range(220):
        clean = clips(32, step)
        target = noised(clean, torch.zeros(32, SIZE[0]), FLOW, chance(1, step, "cpu"))
        loss = loss_of(model(target.x, target.moment, nothing(32)), target)
        loss.backward()
        for group in optimiser.param_groups:
            group["lr"] = 4e-3 * min(1, (step + 1) / 20) * (1 - step / 221)
        optimiser.step()
        optimiser.zero_grad()
    return model


def nothing(count):
    return Asked(torch.zeros(count, 1, 4), torch.zeros(count, 1))


def made_by(model, count, seed):
    """Clips of a model, from the noise of a seed."""

    def velocity(x, moment):
        return model(x, torch.full((count,), moment), nothing(count))

    with torch.no_grad():
        noise = torch.randn((count, *SIZE), generator=chance(seed, 0, "cpu"))
        return sampling.euler(velocity, noise, sampling.moments(8))


def test_a_reward_agrees_with_choices_that_it_did_not_see():
    luck = np.random.default_rng(4)
    better, worse = pairs_of(clips(240, 5), 0.1, luck)
    learnt = reward.fit(features(better), features(worse))
    unseen, other = pairs_of(clips(400, 6), 0.0, luck)
    told_apart = (truth(unseen) - truth(other)).abs().numpy() > 0.3
    assert told_apart.sum() > 100
    assert learnt.agreement(features(unseen)[told_apart], features(other)[told_apart]) >= 0.9
    assert reward.agreement_left_out(features(better), features(worse)) >= 0.75


def test_a_reward_is_kept_and_needs_choices(tmp_path):
    better, worse = pairs_of(clips(60, 8), 0.1, np.random.default_rng(1))
    learnt = reward.fit(features(better), features(worse))
    learnt.save(tmp_path / "reward.npz")
    assert np.allclose(reward.Reward.load(tmp_path / "reward.npz").of(features(better)), learnt.of(features(better)))
    with pytest.raises(UserError, match="too few"):
        reward.fit(features(better[:4]), features(worse[:4]))
    (tmp_path / "other.npz").write_bytes(b"no reward")
    with pytest.raises(UserError, match="can't be read"):
        reward.Reward.load(tmp_path / "other.npz")


def test_the_tuned_model_is_preferred(taught, tmp_path):
    pool = made_by(taught, 128, 40)
    luck = np.random.default_rng(9)
    better, worse = pairs_of(pool, 0.1, luck)
    learnt = reward.fit(features(better), features(worse))
    tuning = Tuning(batch=16, rate=5e-4, warmup=5, strength=30.0, keep=0.05, ema=0.9)
    first = made_by(taught, 96, 77)
    trainer = PreferenceTrainer(deepcopy(taught), Preferred(better, worse, nothing(len(better))), FLOW, tuning)
    Loop(Until(lambda: 0.0, steps=120), Journal(tmp_path / "journal.jsonl")).run(trainer)
    after, before = made_by(trainer.model, 96, 77), made_by(trainer.reference, 96, 77)
    assert torch.allclose(before, first)
    won = truth(after) > truth(before)
    by_reward = learnt.of(features(after)) > learnt.of(features(before))
    assert float(won.float().mean()) >= 0.7
    assert by_reward.mean() >= 0.7
    assert float(after.abs().max()) < 4, "it still makes clips of the kind that it was taught"


def test_tuning_goes_on_where_it_was(taught, tmp_path):
    better, worse = pairs_of(clips(32, 50), 0.1, np.random.default_rng(2))
    pairs = Preferred(better, worse, nothing(len(better)))

    def trainer():
        model = VideoTransformer(SHAPE)
        model.load_state_dict(taught.state_dict())
        return PreferenceTrainer(model, pairs, FLOW, Tuning(batch=4, rate=1e-3, warmup=0), "tiny")

    whole, stopped, resumed = trainer(), trainer(), trainer()
    losses = [float(whole.step(0.1 * step)) for step in range(6)]
    for step in range(3):
        stopped.step(0.1 * step)
    stopped.save(tmp_path / "state.safetensors")
    resumed.load(tmp_path / "state.safetensors")
    assert [float(resumed.step(0.1 * step)) for step in range(3, 6)] == losses[3:]
