# SPDX-License-Identifier: Apache-2.0
"""The trainers: they learn, they go on as if they had not stopped, and they stop when something is wrong."""

import json
from itertools import count

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs torch, which the studio does not install")

from tests.unit.training import shapes  # noqa: E402

from aiprod.film.errors import UserError  # noqa: E402
from aiprod.training import samples  # noqa: E402
from aiprod.training.codec import CodecTrainer, likeness_db  # noqa: E402
from aiprod.training.data.conditioning import PhraseTable, encode  # noqa: E402
from aiprod.training.footage import LatentPool, PicturePool, encoded  # noqa: E402
from aiprod.training.loop import Journal, Loop, LossError, Until, rate_at  # noqa: E402
from aiprod.training.networks.codec import Codec  # noqa: E402
from aiprod.training.optimisers import Averaged  # noqa: E402
from aiprod.training.recipe import VideoTraining  # noqa: E402
from aiprod.training.video import VideoTrainer  # noqa: E402

CPU = torch.device("cpu")
TABLE = PhraseTable.load()


def still_clock():
    return 0.0


def picture_pool(clips=24):
    pool = PicturePool(shapes.SIZE, clips, CPU)
    pool.add(shapes.clips(clips))
    return pool


def codec_trainer(recipe=None, pool=None):
    return CodecTrainer(recipe or shapes.recipe(), pool or picture_pool(), CPU)


def latent_pool(recipe, codec=None, clips=24):
    torch.manual_seed(1)
    codec, pool = codec or Codec(recipe.codec), LatentPool(recipe, 2 * clips, CPU)
    for start in range(0, clips, 8):
        few = shapes.clips(8, start)
        encoded(codec, torch.from_numpy(np.stack([clip.frames for clip in few])), few, pool)
    return pool


def video_trainer(recipe=None, pool=None):
    recipe = recipe or shapes.recipe()
    return VideoTrainer(recipe, TABLE, pool or latent_pool(recipe), CPU, half=False)


def run(trainer, steps, tmp_path, state=None):
    loop = Loop(Until(still_clock, steps=steps), Journal(tmp_path / "journal.jsonl"), 10, state)
    return loop.run(trainer)


@pytest.mark.parametrize("make", [codec_trainer, video_trainer])
def test_a_run_that_was_stopped_goes_on_with_the_same_losses(tmp_path, make):
    undisturbed = make()
    losses = [undisturbed.step(index / 12).item() for index in range(12)]
    stopped = make()
    for index in range(4):
        stopped.step(index / 12)
    stopped.save(tmp_path / "state.safetensors")
    del stopped
    resumed = make()
    resumed.load(tmp_path / "state.safetensors")
    assert resumed.step_count == 4
    assert [resumed.step(index / 12).item() for index in range(4, 12)] == losses[4:]
    for name, tensor in undisturbed.average.tensors.items():
        assert torch.equal(tensor, resumed.average.tensors[name]), name


@pytest.mark.parametrize("make", [codec_trainer, video_trainer])
def test_a_state_of_another_architecture_is_refused(tmp_path, make):
    make().save(tmp_path / "state.safetensors")
    recipe = shapes.recipe()
    codec, video = recipe.codec.changed(widths=(8, 16, 32)), recipe.video.changed(depth=3)
    other = make(recipe.changed(codec=codec, video=video))
    with pytest.raises(UserError, match="another architecture"):
        other.load(tmp_path / "state.safetensors")


@pytest.mark.parametrize("make", [codec_trainer, video_trainer])
def test_a_loss_that_is_no_number_stops_the_run_and_keeps_the_last_good_state(tmp_path, make):
    trainer, state = make(), tmp_path / "state.safetensors"
    run(trainer, 10, tmp_path, state)
    good = state.read_bytes()
    with torch.no_grad():
        next(iter(trainer.model.parameters())).fill_(float("nan"))
    with pytest.raises(LossError, match="no number at step 20"):
        run(trainer, 30, tmp_path, state)
    assert state.read_bytes() == good


def test_the_journal_tells_what_happened(tmp_path):
    run(codec_trainer(), 25, tmp_path)
    lines = [json.loads(line) for line in (tmp_path / "journal.jsonl").read_text().splitlines()]
    assert [line["step"] for line in lines] == [10, 20, 25]
    assert all(line["kind"] == "codec" and line["loss"] > 0 for line in lines)


def test_a_run_in_seconds_ends_by_its_clock(tmp_path):
    ticks = count()
    loop = Loop(Until(lambda: float(next(ticks)), seconds=20), Journal(tmp_path / "journal.jsonl"), 10)
    assert 5 <= len(loop.run(codec_trainer())) <= 20


def test_the_rate_rises_stays_and_falls():
    rates = [rate_at(step, step / 100, 1.0, 10, 0.4) for step in range(101)]
    assert rates[0] == pytest.approx(0.1) and rates[9] == 1.0
    assert set(rates[9:60]) == {1.0}
    assert rates[80] == pytest.approx(0.5) and rates[100] == 0.0


@pytest.mark.slow
def test_codec_and_transformer_learn_what_they_have_not_seen(tmp_path):
    torch.manual_seed(1)
    recipe = shapes.recipe(video_training=VideoTraining(batch=8, rate=4e-3, warmup=10, route=0.5))
    pool = picture_pool(96)
    trainer = codec_trainer(recipe, pool)
    unseen = torch.stack([torch.from_numpy(clip.frames) for clip in shapes.clips(4, 5000)])
    before = likeness_db(trainer.model, unseen)
    run(trainer, 150, tmp_path)
    codec = trainer.finish()
    assert likeness_db(codec, unseen) > max(before + 4, 17)
    teacher = video_trainer(recipe, latent_pool(recipe, codec, 96))
    losses = run(teacher, 400, tmp_path)
    assert np.mean(losses[-20:]) < np.mean(losses[:20]) / 2
    assert goes_right(teacher, codec, recipe, "right") > 4 > -4 > goes_right(teacher, codec, recipe, "left")


def goes_right(trainer, codec, recipe, way):
    """How far the bright thing goes over a clip that was asked for in words, in pixels, on average."""
    codes = np.stack([encode({"colour": colour, "direction": way, "subject": "ball"}) for colour in shapes.COLOURS])
    asked = samples.ask(trainer.vectors, TABLE.rows(codes, np.random.default_rng(0)), None, CPU)
    with Averaged(trainer.model, trainer.average):
        made = samples.clips(trainer.model, codec, asked, recipe, samples.Wishes(steps=12, scale=2.0))
    bright = np.clip(made.max(-1).astype(float) - 60, 0, None).sum(2) + 1e-3
    middle = (bright * np.arange(bright.shape[-1])).sum(-1) / bright.sum(-1)
    return float((middle[:, -1] - middle[:, 0]).mean())


def test_after_a_loss_that_is_no_number_a_stage_goes_on_from_the_last_good_state(tmp_path):
    from aiprod.training.nano_stages import _through

    trainer = codec_trainer()

    def spoil():
        if trainer.step_count == 25 and trainer.haste == 1.0:
            with torch.no_grad():
                next(iter(trainer.model.parameters())).fill_(float("nan"))

    loop = Loop(Until(still_clock, steps=40), Journal(tmp_path / "j.jsonl"), 10, tmp_path / "state.safetensors", between=spoil)
    losses, trouble = _through(loop, trainer)
    assert trainer.step_count == 40 and len(losses) == 40 and np.isfinite(losses).all()
    assert "no number at step 30" in trouble and trainer.haste == 0.5
