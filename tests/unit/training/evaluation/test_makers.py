# SPDX-License-Identifier: Apache-2.0
"""The weights of a run make clips that are examined, at its end and later."""

import json
import time
from types import SimpleNamespace

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs torch, which the studio does not install")

from tests.unit.training.shapes import recipe as tiny_recipe  # noqa: E402

from aiprod.film.errors import UserError  # noqa: E402
from aiprod.training import nano_judge, nano_stages  # noqa: E402
from aiprod.training.checkpoints import pack, save_parts  # noqa: E402
from aiprod.training.data.conditioning import CAMERA_DIMS, encode  # noqa: E402
from aiprod.training.evaluation.carried import carried  # noqa: E402
from aiprod.training.evaluation.makers import Asked, maker_of  # noqa: E402
from aiprod.training.loop import Journal  # noqa: E402
from aiprod.training.networks.codec import Codec  # noqa: E402
from aiprod.training.networks.transformer import VideoTransformer  # noqa: E402
from aiprod.training.recipe import Geometry, codec_identity, video_identity  # noqa: E402

HOW = {"steps": 2, "scale": 3.0, "threads": 1, "device": "cpu"}


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """What a run of a tiny model leaves, and its networks."""
    folder, recipe = tmp_path_factory.mktemp("run"), tiny_recipe(geometry=Geometry(width=128, height=96, frames=9, fps=12))
    torch.manual_seed(1)
    video, codec = VideoTransformer(recipe.video), Codec(recipe.codec).eval()
    with torch.no_grad():
        for weight in video.parameters():  # one that was never trained makes the same of all noise
            weight.add_(0.05 * torch.randn(weight.shape))
    high, low = pack(video.state_dict())
    save_parts(folder, "video.high", high, {"kind": "video", "architecture": video_identity(recipe), "steps": 7})
    save_parts(folder / "work" / "rest", "video.low", low, {})
    high, low = pack(codec.state_dict())
    save_parts(folder, "codec", high | low, {"kind": "codec", "architecture": codec_identity(recipe)})
    (folder / "recipe.yaml").write_text(json.dumps(recipe.model_dump(mode="json")), "utf-8")
    return SimpleNamespace(folder=folder, recipe=recipe, video=video, codec=codec)


def test_a_run_makes_clips_and_remembers(run):
    maker = maker_of(run.folder, run.folder / "recipe.yaml", **HOW)
    assert maker.name.endswith("step 7")
    size = run.recipe.geometry
    codes = encode({"subject": "ball", "colour": "red"})
    camera = np.zeros((size.frames, CAMERA_DIMS), np.float32)
    made = [maker.make(Asked(codes, camera), seed) for seed in (1, 1, 2)]
    assert made[0].shape == (size.frames, size.height, size.width, 3)
    assert np.array_equal(made[0], made[1])
    assert not np.array_equal(made[0], made[2])
    assert maker.make(Asked(codes, camera, made[2]), 1).shape == made[0].shape
    assert maker.rebuilt(made[0]).shape == made[0].shape
    with pytest.raises(UserError, match="needs its recipe"):
        maker_of(run.folder, None, **HOW)


def test_the_judgement_at_the_end_of_a_run_leaves_its_clips(run, tmp_path):
    cpu = torch.device("cpu")
    ended = nano_stages.Run(run.recipe, cpu, None, Journal(tmp_path / "j"), tmp_path, tmp_path, time.monotonic)
    nano_stages.prepare_video(ended, compiled=False, resume=run.folder)
    ended.codec = nano_stages.Finished(run.codec)
    found = nano_judge.judge(ended, seconds=0.0, workers=1, count=2)
    marks = found["scales"]["3.0"]
    assert found["clips"] == 2
    assert list(found["scales"]) == ["3.0"]  # the time was over: one strength of guidance is always judged
    assert set(marks["rendered"]["slots"]) == set(marks["slots"])
    held = carried(tmp_path / "exam.npz", seed=0)
    assert (held.scenes, held.seed) == ((0, 2), run.recipe.seed)
    assert held.latents.shape[1] == run.recipe.geometry.latent_frames
