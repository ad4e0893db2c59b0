# SPDX-License-Identifier: Apache-2.0
"""The trainers of our own networks on a data set: curriculum, modes, going on exactly, weights that Nano takes."""

import json

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs torch, which the studio does not install")

from tests.unit.training import shapes  # noqa: E402
from tests.unit.training.trainers import spread_run  # noqa: E402
from tests.unit.training.trainers.programs import free_port, start  # noqa: E402

from aiprod.film.errors import UserError  # noqa: E402
from aiprod.training.checkpoints import save_parts  # noqa: E402
from aiprod.training.data import shards  # noqa: E402
from aiprod.training.data.conditioning import decode  # noqa: E402
from aiprod.training.export import codec_weights  # noqa: E402
from aiprod.training.networks.codec import Codec  # noqa: E402
from aiprod.training.recipe import VideoTraining, codec_identity  # noqa: E402
from aiprod.training.trainers import between as between_module  # noqa: E402
from aiprod.training.trainers import stages  # noqa: E402
from aiprod.training.trainers import vae as vae_module  # noqa: E402
from aiprod.training.trainers import video as video_module  # noqa: E402
from aiprod.training.trainers.running import Course, carry_out  # noqa: E402
from aiprod.training.trainers.settings import Running  # noqa: E402
from aiprod.training.trainers.stages import Stage  # noqa: E402
from aiprod.training.trainers.vae import VaeRecipe, VaeTrainer  # noqa: E402
from aiprod.training.trainers.video import Adapter, Curriculum, VideoRecipe, video_of  # noqa: E402

CPU = torch.device("cpu")
NETWORKS = shapes.recipe(video_training=VideoTraining(batch=8, route=0.5, drop_all=0.05, drop_slot=0.05))
SIZES = (Stage(width=32, height=32, frames=5, share=0.8), Stage(width=64, height=48, frames=9, share=0.2))

LOW = (Stage(width=32, height=48, frames=5, share=0.5), SIZES[1])


def records(count):
    for index in range(count):
        clip = shapes.clip(index)
        facts = {"licence": "CC0-1.0", "labels": decode(clip.codes), "camera": clip.camera.tolist(), "fps": 12, "group": index}
        facts["split"] = "eval" if index % 5 == 4 else "train"
        yield index, shards.Record(f"clip{index:03d}", clip.frames, facts)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data") / "squares"
    shards.write(records(40), folder, shards.open_manifest(folder, {"source": "squares"}))
    return folder


def vae_recipe(**changes):
    run = Running(steps=150, batch=4, rate=8e-3, warmup=10, ema=0.9, log_every=10, save_every=75)
    return VaeRecipe(**{"run": run, "networks": NETWORKS, "stages": SIZES, **changes})


@pytest.fixture(scope="module")
def vae(data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("vae")
    return folder, carry_out(VaeTrainer(vae_recipe(), data, CPU), Course(folder))


def video_recipe(vae, **changes):
    run = Running(steps=100, batch=8, rate=4e-3, warmup=10, ema=0.95, log_every=10, save_every=50)
    return VideoRecipe(**{"run": run, "networks": NETWORKS, "codec": str(vae[0]), "stages": (SIZES[1],), **changes})


@pytest.fixture(scope="module")
def video(data, vae, tmp_path_factory):
    folder = tmp_path_factory.mktemp("video")
    return folder, carry_out(Curriculum(video_recipe(vae), data, CPU), Course(folder))


def test_a_curriculum_goes_through_its_stages_in_their_shares():
    found = [stages.place(SIZES, step, 10) for step in range(12)]
    assert [at.index for at in found] == [0] * 8 + [1] * 4 and [at.step for at in found[6:]] == [6, 7, 0, 1, 2, 3]
    with pytest.raises(UserError, match="Stage 2"):
        stages.check((SIZES[0], Stage(width=60, height=48, frames=9)), 16, 16)


def test_clips_are_filled_and_cut_to_a_stage():
    clip = np.zeros((1, 9, 48, 64, 3), np.uint8)
    clip[:, :, 24:] = 200
    small = stages.fitted(clip, SIZES[0])
    assert small.shape == (1, 5, 32, 32, 3) and small[0, 0, 0].max() == 0 and small[0, 0, -1].min() == 200
    with pytest.raises(UserError, match="too short"):
        stages.fitted(clip, Stage(width=32, height=32, frames=13))


def test_the_vae_learns_and_is_what_nano_takes(vae):
    folder, report = vae
    held = np.stack([shapes.clip(index).frames for index in range(4, 40, 5)]) / 127.5 - 1
    empty = 10 * np.log10(4 / np.mean((held - (24 / 127.5 - 1)) ** 2))
    assert report["after"]["psnr_db"] > max(empty + 1.5, report["before"]["psnr_db"] + 4), (
        "better than the ground without squares"
    )
    assert report["work_a_second"] > 0 and (folder / "samples" / "0000150" / "codec.jpg").exists()
    assert 0 < report["waited"] < 1 and "waited" in (folder / "journal.jsonl").read_text()
    weights = codec_weights(NETWORKS, folder)
    assert (weights["deviation"] != 1).all()
    with pytest.raises(UserError, match="another architecture"):
        codec_weights(NETWORKS.changed(codec=NETWORKS.codec.changed(widths=(8, 16, 32))), folder)


@pytest.mark.parametrize("changes", [{}, {"adversarial": 0.1, "adversarial_from": 0.3}])
def test_a_vae_that_was_stopped_goes_on_with_the_same_losses(data, tmp_path, changes):
    recipe = vae_recipe(run=vae_recipe().run.changed(steps=8, batch=2), **changes)
    undisturbed = VaeTrainer(recipe, data, CPU)
    losses = [undisturbed.step().item() for _ in range(8)]
    stopped = VaeTrainer(recipe, data, CPU)
    for _ in range(5):
        stopped.step()
    stopped.save(tmp_path / "state.safetensors")
    resumed = VaeTrainer(recipe, data, CPU)
    resumed.load(tmp_path / "state.safetensors")
    assert [resumed.step().item() for _ in range(3)] == losses[5:]


def test_the_transformer_learns_what_clips_show(video):
    folder, report = video
    assert report["after"]["loss_at_fixed_levels"] < 0.6 * report["before"]["loss_at_fixed_levels"]
    assert (folder / "samples" / "0000100" / "clips.jpg").exists() and report["work_a_second"] > 0


def test_a_lora_of_finished_weights_learns_and_can_be_shipped_with_them(data, vae, video, tmp_path):
    pytest.importorskip("peft")
    run = video_recipe(vae).run.changed(steps=20, rate=2e-3, save_every=10)
    recipe = video_recipe(vae, mode="lora", start_from=str(video[0]), run=run, lora=Adapter(rank=4, alpha=8))
    learner = Curriculum(recipe, data, CPU)
    before = {name: p.clone() for name, p in learner.model.named_parameters() if "lora" not in name}
    report = carry_out(learner, Course(tmp_path))
    assert all(torch.equal(p, before[name]) for name, p in learner.model.named_parameters() if name in before)
    assert report["files"] == ["lora.safetensors", "video.high.0.safetensors"]
    names = list(video_of(NETWORKS, video[0], []))
    merged, old = video_of(NETWORKS, tmp_path, names), video_of(NETWORKS, video[0], names)
    assert merged.keys() == old.keys() and not torch.equal(merged["blocks.1.qkv.weight"], old["blocks.1.qkv.weight"])
    whole = video_recipe(vae, mode="full_finetune", start_from=str(tmp_path), run=run)
    assert Curriculum(whole, data, CPU).figures() == pytest.approx(report["after"], rel=1e-3)


def test_a_transformer_that_was_stopped_in_its_first_stage_goes_on_with_the_same_losses(data, vae, tmp_path):
    recipe = video_recipe(vae, run=video_recipe(vae).run.changed(steps=6, batch=4), stages=LOW)
    undisturbed = Curriculum(recipe, data, CPU)
    losses = [undisturbed.step().item() for _ in range(6)]
    stopped = Curriculum(recipe, data, CPU)
    for _ in range(2):
        stopped.step()
    stopped.save(tmp_path / "state.safetensors")
    resumed = Curriculum(recipe, data, CPU)
    resumed.load(tmp_path / "state.safetensors")
    assert [resumed.step().item() for _ in range(4)] == losses[2:]


def test_weights_to_start_from_must_be_named(data, vae):
    with pytest.raises(UserError, match="start_from"):
        Curriculum(video_recipe(vae, mode="full_finetune"), data, CPU)


def test_two_devices_learn_what_one_learns(tmp_path, monkeypatch):
    """On several devices all weights step by Adam, so on the one they do here, too."""
    spread_run.data_set(tmp_path / "set")
    torch.manual_seed(3)
    codec = Codec(NETWORKS.codec)
    save_parts(tmp_path / "codec", "codec", codec.state_dict(), {"kind": "codec", "architecture": codec_identity(NETWORKS)})
    group = {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": free_port(), "WORLD_SIZE": "2"}
    arguments = (str(tmp_path / "set"), str(tmp_path / "losses.json"))
    processes = [start(spread_run, *arguments, RANK=str(rank), **group) for rank in range(2)]
    for module in (vae_module, video_module, between_module):
        monkeypatch.setattr(module, "inner_weights", lambda *_: {})
    one = spread_run.losses(tmp_path / "set", CPU)
    for process in processes:
        output = process.communicate(timeout=240)[0]
        assert process.returncode == 0, output.decode()
    two = json.loads((tmp_path / "losses.json").read_text())
    assert two.keys() == one.keys() == {"vae", "video", "between"}
    for kind, losses in one.items():
        assert two[kind] == pytest.approx(losses, abs=1e-5), kind
