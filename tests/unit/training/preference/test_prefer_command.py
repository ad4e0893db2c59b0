# SPDX-License-Identifier: Apache-2.0
"""From the choices in a film to tuned weights, by the command."""

import itertools
import json

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs torch, which the studio does not install")

from tests.unit.training.shapes import recipe as tiny_recipe  # noqa: E402

from aiprod.film.choices import Choice, remember  # noqa: E402
from aiprod.film.errors import UserError  # noqa: E402
from aiprod.film.takes import Recipe, Take  # noqa: E402
from aiprod.film.takestore import TakeStore  # noqa: E402
from aiprod.media.encoders import choose  # noqa: E402
from aiprod.media.video import VideoWriter  # noqa: E402
from aiprod.training.checkpoints import load_parts, pack, save_parts  # noqa: E402
from aiprod.training.data.sampler import ClipSpec, staged  # noqa: E402
from aiprod.training.networks.codec import Codec  # noqa: E402
from aiprod.training.networks.transformer import VideoTransformer  # noqa: E402
from aiprod.training.preference import command  # noqa: E402
from aiprod.training.recipe import codec_identity, video_identity  # noqa: E402

LABELS = {"place": "desert", "time": "day", "weather": "clear", "light": "left", "subject": "car", "size": "full", "count": "1",
          "direction": "still", "colour": "red", "camera": "static"}  # fmt: skip
"""What every shot of the film asks for."""


def _take(store: TakeStore, level: int) -> Take:
    """A take whose picture is this bright."""
    request = staged(LABELS, ClipSpec(128, 72, 12, 9)).request
    recipe = Recipe(
        department="shooting", step="footage", generator="animatic/1", parameters={"request": request.to_json()}, seed=level
    )
    folder = store.begin(recipe)
    with VideoWriter(folder / "picture.mp4", request.rate.fps, 128, 72, choose("take")) as picture:
        for frame in range(9):
            picture.write_rgb(np.full((72, 128, 3), level + frame % 2, np.uint8))
    return store.finish(recipe, folder, {}, 0.0)


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """Somebody prefers bright pictures."""
    root = tmp_path_factory.mktemp("film")
    store = TakeStore(root / "takes")
    takes = [_take(store, level) for level in (30, 75, 120, 165, 210)]
    for at, (worse, better) in enumerate(itertools.combinations(takes, 2)):
        remember(root, Choice(shot="1.1", better=better.id, worse=worse.id, at=float(at)))
    remember(root, Choice(shot="1.2", better="0" * 64, worse=takes[0].id, at=99.0))
    return root


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """A run of a tiny model, not trained."""
    folder = tmp_path_factory.mktemp("model")
    recipe = tiny_recipe()
    torch.manual_seed(1)
    for stem, network, kind, identity in (
        ("video.high", VideoTransformer(recipe.video), "video", video_identity(recipe)),
        ("codec", Codec(recipe.codec), "codec", codec_identity(recipe)),
    ):
        high, low = pack(network.state_dict())
        save_parts(folder, stem, high | (low if kind == "codec" else {}), {"kind": kind, "architecture": identity, "steps": 1})
    (folder / "recipe.yaml").write_text(json.dumps(recipe.model_dump(mode="json")), "utf-8")
    return folder


def test_choices_become_a_reward_and_weights(film, model, tmp_path, capsys):
    arguments = [str(film), "--model", str(model), "--out", str(tmp_path), "--steps", "4", "--proof", "2", "--own", "2", "--json"]
    assert command.main([*arguments, "--threads", "1"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["choices"] == 10 and facts["pairs"] == 12 and facts["steps"] == 4
    assert len(facts["left_out"]) == 1 and "1.2" in facts["left_out"][0]
    assert facts["agreement"] >= 0.8
    assert (tmp_path / "reward.npz").is_file()
    assert bool(list(tmp_path.glob("video.high.*.safetensors"))) == (facts["preferred"] > 0.5) == bool(facts["folder"])
    if facts["folder"]:
        assert load_parts(tmp_path, "video.high")[1]["architecture"] == video_identity(tiny_recipe())


def test_a_film_without_choices_teaches_nothing(tmp_path, model):
    with pytest.raises(UserError, match="no choices to learn from"):
        command.main([str(tmp_path), "--model", str(model), "--out", str(tmp_path / "out"), "--reward-only"])


def test_a_model_of_another_shape_is_refused(film, model, tmp_path):
    other = tiny_recipe().video
    recipe = tiny_recipe(video=other.changed(depth=other.depth + 1))
    (tmp_path / "recipe.yaml").write_text(json.dumps(recipe.model_dump(mode="json")), "utf-8")
    with pytest.raises(UserError, match="another architecture"):
        command.main(
            [str(film), "--model", str(model), "--recipe", str(tmp_path / "recipe.yaml"), "--out", str(tmp_path), "--steps", "1"]
        )
