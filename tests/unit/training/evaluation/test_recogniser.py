# SPDX-License-Identifier: Apache-2.0
"""The recogniser learns to read labels off rendered clips."""

from itertools import count

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs torch, which the studio does not install")

from aiprod.training.data.conditioning import encode  # noqa: E402
from aiprod.training.data.pool import Clip  # noqa: E402
from aiprod.training.data.sampler import ClipSpec, staged  # noqa: E402
from aiprod.training.data.store import ClipStore  # noqa: E402
from aiprod.training.data.vocabulary import SLOTS  # noqa: E402
from aiprod.training.evaluation import judging, recogniser  # noqa: E402

SMALL = ClipSpec(128, 72, 12, 5)
CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def store():
    """Cars in two places by day and by night."""
    made = ClipStore(SMALL, 64)
    for index in range(64):
        labels = {"place": ("desert", "snowfield")[index % 2], "time": ("day", "night")[index // 2 % 2], "weather": "clear",
                  "light": "left", "subject": "car", "size": "full", "count": "1", "direction": "still",
                  "colour": ("red", "blue")[index // 4 % 2], "camera": "static"}  # fmt: skip
        scene = staged(labels, SMALL, seed=index)
        frames, subjects = rendered(scene)
        made.add(Clip(index, index, frames, encode(labels), scene.camera, subjects))
    return made


def _draw(store, rows):
    def draw(batch, rng):
        chosen = rng.choice(rows, batch)
        return store.frames[chosen], store.codes[chosen]

    return draw


def test_it_learns_and_survives_saving(store, tmp_path):
    ticks = count()
    losses = []
    model = recogniser.train_recogniser(
        _draw(store, np.arange(48)),
        CPU,
        steps=60,
        clock=lambda: float(next(ticks)),
        batch=8,
        listen=lambda _, loss: losses.append(loss),
    )
    assert losses[-1] < 0.75 * losses[0]
    unseen = np.arange(48, 64)
    result = judging.score(model, store.frames[unseen], store.codes[unseen], real=store.frames[unseen])
    assert result["slots"]["place"] >= 0.9
    assert result["slots"]["time"] >= 0.9
    assert result["feature_distance"] == pytest.approx(0, abs=1e-2)
    assert "| **mean** |" in judging.table(result)
    recogniser.save(model, tmp_path / "recogniser.safetensors")
    again = recogniser.load(tmp_path / "recogniser.safetensors", CPU)
    first, second = (recogniser.read(m, store.frames[unseen])[0] for m in (model, again))
    assert (first == second).mean() > 0.97


def test_the_same_draws_give_the_same_network(store):
    models = [
        recogniser.train_recogniser(_draw(store, np.arange(16)), CPU, steps=3, clock=lambda: 0.0, batch=4, seed=5)
        for _ in range(2)
    ]
    for first, second in zip(*(model.state_dict().values() for model in models), strict=True):
        assert torch.equal(first, second)


def test_slots_that_say_nothing_do_not_teach():
    model = recogniser.Recogniser()
    clips = torch.rand(2, 5, 36, 64, 3)
    codes = torch.full((2, len(SLOTS)), -1)
    assert float(recogniser._loss(model, clips, codes).detach()) == 0
