# SPDX-License-Identifier: Apache-2.0
"""The files that ship are the networks: read back, they give what onnxruntime gives."""

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs torch, which the studio does not install")
onnx = pytest.importorskip("onnx", reason="exporting needs onnx")
pytest.importorskip("onnxscript", reason="exporting needs onnxscript")

from tests.unit.training.shapes import recipe as tiny_recipe  # noqa: E402

from aiprod.film.errors import UserError  # noqa: E402
from aiprod.shooting.nano.networks import LATENTS, Networks, Wish  # noqa: E402
from aiprod.training import export, fewer_bits  # noqa: E402
from aiprod.training.networks.codec import Codec  # noqa: E402
from aiprod.training.networks.transformer import Asked, VideoTransformer  # noqa: E402
from aiprod.training.recipe import load_recipe  # noqa: E402

_SHIPPED = Path(export.__file__).resolve().parents[3] / "models" / "nano"


def apart(one, two):
    return float(np.sqrt(np.mean((one - two) ** 2) / np.mean(two**2)))


def test_eight_bits_keep_a_matrix():
    weight = np.random.default_rng(1).standard_normal((32, 4 * fewer_bits.BLOCK)).astype(np.float32)
    whole, scale = fewer_bits.blocks_of(weight)
    back = ((whole.astype(np.float32) - 128) * scale[..., None]).reshape(weight.shape)
    assert whole.dtype == np.uint8 and apart(back, weight) < 0.01


def test_the_shipped_transformer_goes_on_in_training_as_it_is():
    recipe = load_recipe(_SHIPPED / "recipe.yaml")
    network = VideoTransformer(recipe.video).eval()
    network.load_state_dict(fewer_bits.weights_in(_SHIPPED / export.VIDEO_FILE, list(network.state_dict())))
    luck = np.random.default_rng(2)
    noise = luck.standard_normal(LATENTS, np.float32)
    wish = Wish(luck.standard_normal((13, 384), np.float32), np.ones(13, bool), luck.standard_normal((25, 6), np.float32) * 0.1)
    feed = {name: torch.from_numpy(value) for name, value in wish.feed(words=True).items()}
    with torch.no_grad():
        found = network(torch.from_numpy(noise)[None], torch.tensor([0.6]), Asked(**feed)).numpy()[0]
    assert apart(Networks(_SHIPPED).velocity(noise, 0.6, wish.feed(words=True)), found) < 0.02


def test_the_shipped_codec_goes_on_in_training_as_it_is():
    recipe = load_recipe(_SHIPPED / "recipe.yaml")
    codec = Codec(recipe.codec).eval()
    codec.load_state_dict(export.codec_weights(recipe, _SHIPPED))
    frames = np.kron(np.random.default_rng(3).integers(0, 255, (5, 9, 16, 3)), np.ones((1, 16, 16, 1))).astype(np.uint8)
    nets = Networks(_SHIPPED)
    with torch.no_grad():
        latents = codec.encode(torch.from_numpy(frames)[None].float() / 127.5 - 1)
        pixels = codec.decode(latents)[0].numpy().clip(-1, 1)
    assert apart(nets.encode(frames), latents[0].numpy()) < 1e-3
    assert np.abs(nets.decode(latents[0].numpy()) - (pixels + 1) * 127.5).max() < 1.5


def test_a_file_of_another_architecture_is_refused():
    with pytest.raises(UserError, match="another architecture"):
        fewer_bits.weights_in(_SHIPPED / export.ENCODER_FILE, ["blocks.0.qkv.weight"])


def test_a_tiny_run_becomes_files_that_run(tmp_path):
    recipe = tiny_recipe()
    torch.manual_seed(0)
    made = export.Trained(recipe, VideoTransformer(recipe.video).eval(), Codec(recipe.codec).eval(), 0)
    written = export.export(made, tmp_path)
    assert set(written) == {export.VIDEO_FILE, export.ENCODER_FILE, export.DECODER_FILE}
    assert not [name for name in written if b".py" in (tmp_path / name).read_bytes()], "nothing says where it was written"
    for name, tensor in made.video.state_dict().items():
        back = fewer_bits.weights_in(tmp_path / export.VIDEO_FILE, [name])[name]
        assert back.shape == tensor.shape and (back - tensor).norm() <= 0.01 * tensor.norm() + 1e-6, name
    assert apart(*by_both(made, tmp_path, exact=True)) < 1e-4, "the operators of onnxruntime give what the network gives"
    assert apart(*by_both(made, tmp_path)) < 0.03, "fewer bits give nearly that"


def by_both(made, folder, exact=False):
    """A look of the transformer by onnxruntime, and by the network."""
    import onnxruntime

    graph = export.transformer_graph(made.video, made.recipe)
    if not exact:
        graph = fewer_bits.eight_bits(graph)
    luck = np.random.default_rng(4)
    session = onnxruntime.InferenceSession(graph.SerializeToString(), providers=["CPUExecutionProvider"])
    feed = {i.name: luck.standard_normal(i.shape).astype(np.float32) for i in session.get_inputs()}
    feed |= {name: np.ones_like(feed[name]) for name in ("present", "camera_on", "memory_on")}
    feed |= {"moment": np.array([0.6], np.float32), "known": np.zeros_like(feed["known"])}
    held = {name: torch.from_numpy(value) for name, value in feed.items()}
    with torch.no_grad():
        found = made.video(held.pop("latents"), held.pop("moment"), Asked(**held)).numpy()
    return session.run(None, feed)[0], found
