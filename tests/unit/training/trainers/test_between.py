# SPDX-License-Identifier: Apache-2.0
"""The trainer of what lies between two frames: it learns motion, goes on exactly, and its network serves the generator."""

from fractions import Fraction

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs torch, which the studio does not install")

from tests.unit.training import shapes  # noqa: E402

from aiprod.film.errors import UserError  # noqa: E402
from aiprod.shooting.nano import networks, timing  # noqa: E402
from aiprod.training import export  # noqa: E402
from aiprod.training.checkpoints import save_tensors  # noqa: E402
from aiprod.training.data import shards  # noqa: E402
from aiprod.training.export import BETWEEN_WEIGHTS  # noqa: E402
from aiprod.training.networks.between import Between, BetweenShape, between_identity  # noqa: E402
from aiprod.training.trainers import reels  # noqa: E402
from aiprod.training.trainers.between import BetweenRecipe, BetweenTrainer  # noqa: E402
from aiprod.training.trainers.running import Course, carry_out  # noqa: E402
from aiprod.training.trainers.settings import Running  # noqa: E402

CPU = torch.device("cpu")
SHAPE = BetweenShape(widths=(32, 24), depths=(2, 2))
RUN = Running(steps=110, batch=8, rate=5e-3, warmup=10, ema=0.95, save_every=55, precision="fp32")
RECIPE = BetweenRecipe(run=RUN, shape=SHAPE, crop=48, held=8)


def records(count):
    for index in range(count):
        clip = shapes.clip(index)
        yield (
            index,
            shards.Record(f"clip{index:03d}", clip.frames, {"licence": "CC0-1.0", "split": ("train", "eval")[index % 5 == 4]}),
        )


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data") / "squares"
    shards.write(records(40), folder, shards.open_manifest(folder, {"source": "squares"}))
    return folder


def trainer(data, recipe=RECIPE):
    return BetweenTrainer(recipe, reels.FromSet(data, recipe.supply, recipe.run.seed, CPU), CPU)


def test_it_learns_motion_that_was_never_shown(data, tmp_path):
    report = carry_out(trainer(data), Course(tmp_path))
    after = report["after"]
    assert after["psnr_db"] > after["blend_db"] + 3 > after["hold_db"] + 3
    assert after["psnr_third_db"] > report["before"]["psnr_third_db"] + 3
    assert report["files"] == [BETWEEN_WEIGHTS] and (tmp_path / "samples" / "0000110" / "between.jpg").exists()
    assert report["work_a_second"] > 0
    further = trainer(data, RECIPE.changed(start_from=str(tmp_path)))
    assert further.figures() == pytest.approx(after, abs=1e-3)
    with pytest.raises(UserError, match="another architecture"):
        trainer(data, RECIPE.changed(start_from=str(tmp_path), shape=BetweenShape(widths=(8, 8), depths=(1, 1))))


def test_its_file_finds_what_the_network_finds(tmp_path):
    pytest.importorskip("onnx")
    torch.manual_seed(1)
    network = Between(SHAPE)
    for p in network.parameters():
        torch.nn.init.normal_(p, std=0.1)
    facts = {"kind": "between", "architecture": between_identity(SHAPE), "shape": SHAPE.to_json()}
    save_tensors(tmp_path / BETWEEN_WEIGHTS, network.state_dict(), facts)
    assert export.main([str(tmp_path), "--out", str(tmp_path)]) == 0
    first, second = np.random.default_rng(2).integers(0, 255, (2, 144, 256, 3), np.uint8)
    pictures = [torch.from_numpy(rgb).permute(2, 0, 1)[None].float() / 255 for rgb in (first, second)]
    with torch.no_grad():
        wanted = network(*pictures, torch.tensor([0.3]))[-1]
        swapped = network(*pictures[::-1], torch.tensor([0.3]))[-1]
    found = networks.Between(tmp_path / export.BETWEEN_FILE, 1)(first, second, 0.3)
    flow = wanted.flow[0].permute(1, 2, 0).numpy()
    assert np.abs(flow - swapped.flow[0].permute(1, 2, 0).numpy()).max() > 0.1, "which is first matters"
    assert np.abs(np.concatenate(found[:2], -1) - flow).max() < 0.02 * np.abs(flow).max()
    assert np.abs(found[2] - torch.sigmoid(wanted.favour[0, 0]).numpy()).max() < 0.02


def test_what_was_found_on_small_pictures_moves_large_ones():
    """A square is where it must be, half-way, and not in two places."""
    small = np.zeros((2, 144, 256, 3), np.uint8)
    small[0, 40:80, 100:140], small[1, 40:80, 108:148] = 200, 200
    large = np.kron(small, np.ones((1, 4, 4, 1), np.uint8))
    flow, shares = np.zeros((144, 256, 2), np.float32), []
    flow[..., 0] = 4

    def finder(first, second, share):
        assert np.array_equal(first, small[0]) and np.array_equal(second, small[1])
        shares.append(share)
        return -flow, flow, np.full((144, 256), 0.5, np.float32)

    made = list(timing.retimed(list(large), list(small), 12, Fraction(24), 3, finder))
    wanted = np.zeros_like(large[0])
    wanted[160:320, 416:576] = 200
    assert np.array_equal(made[0], large[0]) and np.array_equal(made[2], large[1]) and shares == [0.5]
    assert np.abs(made[1].astype(int) - wanted).max() <= 1


def test_a_run_that_was_stopped_goes_on_with_the_same_losses(data, tmp_path):
    undisturbed = trainer(data)
    losses = [undisturbed.step().item() for _ in range(6)]
    stopped = trainer(data)
    for _ in range(4):
        stopped.step()
    stopped.save(tmp_path / "state.safetensors")
    resumed = trainer(data)
    resumed.load(tmp_path / "state.safetensors")
    assert [resumed.step().item() for _ in range(2)] == losses[4:]


class Stream:
    """The stream of rendered clips as `feed.Footage` is: in order, from `first` on, some more of them than were asked for."""

    def __init__(self, size, seed, workers, first):
        self.next, self.open = first, False

    def __enter__(self):
        self.open = True
        return self

    def __exit__(self, *_):
        self.open = False

    def wait(self, count):
        came = [shapes.clip(index) for index in range(self.next, self.next + count + 1) if index != 4]
        self.next += count + 1
        return came


def test_rendered_clips_of_a_step_follow_from_its_number(monkeypatch):
    monkeypatch.setattr(reels, "Footage", Stream)
    straight, resumed = (reels.Rendered(shapes.SIZE, reels.Supply(first=2, fresh=1, kept=3), 7, 1, CPU) for _ in range(2))
    for step in range(6):
        frames, low, high = straight.at(step)
    assert (low, high) == (4, 7)
    assert [frames[n % 3].tolist() == shapes.clip(n).frames.tolist() for n in (4, 5, 6)] == [False, True, True]
    assert torch.equal(frames[4 % 3], torch.from_numpy(shapes.clip(5).frames)), "4 could not be rendered: the next one stands in"
    again = resumed.at(5)
    assert again[1:] == (4, 7) and torch.equal(again[0], frames)
    straight.close()
    assert not straight._footage.open


def test_untrained_it_blends_by_the_moment():
    first, second = torch.rand(2, 1, 3, 32, 48)
    found = Between(SHAPE)(first, second, torch.tensor([0.25]))
    assert len(found) == 2 and np.allclose(found[-1].mixed(first, second).detach(), 0.75 * first + 0.25 * second, atol=1e-5)


def test_pieces_that_no_look_can_halve_are_refused(data):
    with pytest.raises(ValueError, match="multiple of 8"):
        BetweenRecipe(shape=SHAPE, crop=20)
    with pytest.raises(UserError, match="too small"):
        trainer(data, RECIPE.changed(shape=BetweenShape(widths=(4,) * 6, depths=(1,) * 6), crop=128))
