# SPDX-License-Identifier: Apache-2.0
"""The networks: shapes, inverses, and modules that can be switched off."""

import pytest

torch = pytest.importorskip("torch", reason="training needs torch, which the studio does not install")

from tests.unit.training import shapes  # noqa: E402

from aiprod.training.networks import codec as coding  # noqa: E402
from aiprod.training.networks import transformer as video  # noqa: E402

RECIPE = shapes.recipe()


def asked(count=2, **more):
    return video.Asked(torch.randn(count, 13, 384), torch.ones(count, 13), **more)


def woken(model):
    """A transformer whose gates are open, as after training."""
    with torch.no_grad():
        for p in model.parameters():
            if not p.any():
                p.normal_(std=0.2)
    return model


def clip(count=2):
    return torch.randn(count, 3, 6, 8, 8)


def test_folding_and_unfolding_are_inverses():
    x = torch.randn(2, 4, 6, 8, 5)
    assert torch.equal(coding.unfold(coding.fold(x, 2, 2), 2, 2), x)


def test_cutting_and_joining_are_inverses():
    x = clip()
    assert torch.equal(video.joined(video.cut(x, 2, 2), x.shape[1:4], 2, 2), x)


@pytest.mark.parametrize("frames", [1, 5, 9])
def test_the_codec_keeps_the_form_of_a_clip(frames):
    codec = coding.Codec(RECIPE.codec)
    pixels = torch.rand(1, frames, 48, 64, 3) * 2 - 1
    latents = codec.encode(pixels)
    assert latents.shape == (1, (frames + 3) // 4, 6, 8, 8)
    assert codec.decode(latents).shape == pixels.shape


def test_latents_are_normal_once_measured():
    codec = coding.Codec(RECIPE.codec)
    pixels = torch.rand(4, 9, 48, 64, 3) * 2 - 1
    codec.measure(codec.encoder(pixels))
    found = codec.encode(pixels).flatten(0, -2)
    assert found.mean(0).abs().max() < 1e-3
    assert (found.std(0) - 1).abs().max() < 1e-2


def test_bytes_survive():
    frames = torch.arange(256, dtype=torch.uint8).reshape(1, 1, 16, 16, 1)
    assert torch.equal(coding.to_bytes(coding.from_bytes(frames)), frames)


def test_the_transformer_keeps_the_form_of_latents_and_starts_silent():
    model = video.VideoTransformer(RECIPE.video)
    moment = torch.tensor([0.5, 0.9])
    x = clip()
    made = model(x, moment, asked())
    assert made.shape == x.shape
    assert torch.allclose(made, x / moment[:, None, None, None, None])  # its guess of the clean clip is grey


@pytest.mark.parametrize("part", ["tokens", "moment", "camera", "memory", "known"])
def test_everything_that_is_asked_reaches_the_picture(part):
    torch.manual_seed(0)
    model = woken(video.VideoTransformer(RECIPE.video))
    x, moment = clip(), torch.full((2,), 0.5)
    one = torch.ones(2)
    base = {
        "camera": torch.zeros(2, 9, 6),
        "camera_on": one,
        "memory": clip()[:, 0],
        "memory_on": one,
        "known": torch.zeros(2, 3),
    }
    words = asked()
    before = model(x, moment, video.Asked(words.tokens, words.present, **base))
    if part == "tokens":
        words = asked()
    if part == "moment":
        moment = torch.full((2,), 0.9)
    changes = {"camera": torch.randn(2, 9, 6), "memory": clip()[:, 0], "known": torch.ones(2, 3)}
    base |= {part: changes[part]} if part in changes else {}
    after = model(x, moment, video.Asked(words.tokens, words.present, **base))
    assert (after - before).abs().max() > 1e-4


@pytest.mark.parametrize("part", ["camera", "memory"])
def test_what_is_switched_off_does_not_matter(part):
    model = woken(video.VideoTransformer(RECIPE.video))
    x, moment, words = clip(), torch.rand(2), asked()
    off = torch.zeros(2)
    given = {"camera": torch.randn(2, 9, 6), "memory": clip()[:, 0]}[part]
    with_off = model(x, moment, video.Asked(words.tokens, words.present, **{part: given, f"{part}_on": off}))
    without = model(x, moment, words)
    assert torch.allclose(with_off, without, atol=1e-5)


def test_a_transformer_without_camera_and_memory_has_neither():
    model = video.VideoTransformer(RECIPE.video.changed(camera_dims=0, memory_patch=(0, 0)))
    assert model.camera is None and model.memory is None
    assert model(clip(), torch.rand(2), asked()).shape == clip().shape


def test_absent_slots_say_nothing():
    model = woken(video.VideoTransformer(RECIPE.video))
    x, moment, words = clip(), torch.rand(2), asked()
    nothing = torch.zeros(2, 13)
    one = model(x, moment, video.Asked(words.tokens, nothing))
    other = model(x, moment, video.Asked(torch.randn(2, 13, 384), nothing))
    assert torch.allclose(one, other)
    assert torch.allclose(one, model(x, moment, words.without()))


def test_routing_takes_the_named_share_and_none_is_the_whole():
    model = woken(video.VideoTransformer(RECIPE.video.changed(depth=6)))
    x, moment, words = clip(), torch.rand(2), asked()
    luck = torch.rand(2, 3 * 3 * 4)
    whole = model(x, moment, words)
    assert torch.equal(model(x, moment, words, 0.0, luck), whole)
    assert (model(x, moment, words, 0.5, luck) - whole).abs().max() > 1e-4
    kept = video._chosen(luck, 0.5, 5)
    assert kept.shape == (2, 5 + 18)
    assert all(len(set(row.tolist())) == 23 and set(range(5)) <= set(row.tolist()) for row in kept)


def test_attention_sees_distances_not_places():
    angles = video.turns(torch.tensor([[0.0, 0, 0], [1, 2, 3], [4, 4, 4], [5, 6, 7]]), 16)
    vector = torch.randn(1, 1, 1, 16).expand(1, 1, 4, 16)
    turned = video.rotate(vector, angles.cos()[None, None], angles.sin()[None, None])[0, 0]
    assert torch.allclose(turned[0] @ turned[1], turned[2] @ turned[3], atol=1e-4)
