# SPDX-License-Identifier: Apache-2.0
"""Guiders, against diffusers' and against what the papers say."""

import pytest

torch = pytest.importorskip("torch")

from aiprod.shooting.diffusion.request import Guidance  # noqa: E402
from aiprod.shooting.diffusion.sampling.guiders import Apg, Guider, cfg, passes, rescale  # noqa: E402


def predictions(count, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return [torch.randn(2, 4, 3, 5, generator=generator) for _ in range(count)]


def test_all_parts_together_are_the_library_s():
    guidance = pytest.importorskip("diffusers").LTX2Guidance(3.0, 1.0, 3.0, 0.7, [28])
    given = predictions(4)
    ours = Guider(Guidance(cfg=3, stg=1, modality=3, rescale=0.7)).guide(*given)
    assert torch.allclose(ours, guidance.forward(*given).pred, atol=1e-6)


def test_only_what_is_switched_on_is_asked_for():
    off, full = Guider(Guidance()), Guider(Guidance(cfg=4, stg=1, modality=2))
    assert passes([off]) == () and passes([off, full]) == ("negative", "perturbed", "alone")
    assert passes([Guider(Guidance(stg=1)), off]) == ("perturbed",)
    positive = predictions(1)[0]
    assert torch.equal(off.guide(positive, *predictions(3, 1)), positive)


def test_cfg_of_one_is_the_positive_prediction_and_of_zero_the_negative():
    positive, negative = predictions(2)
    assert torch.allclose(cfg(positive, negative, 1.0), positive, atol=1e-6)
    assert torch.equal(cfg(positive, negative, 0.0), negative)


def test_rescaled_guidance_has_the_deviation_of_the_unguided_clip_by_clip():
    positive, negative = predictions(2)
    guided = rescale(cfg(positive, negative, 7.0), positive, 1.0)
    assert torch.allclose(guided.std(dim=(1, 2, 3)), positive.std(dim=(1, 2, 3)), atol=1e-5)


def test_apg_leaves_nothing_along_the_prediction_and_keeps_the_norm():
    positive, negative = predictions(2)
    change = Apg(norm=2.0).difference(positive, negative)
    assert torch.allclose((change * positive).sum(dim=(1, 2, 3)), torch.zeros(2), atol=1e-4)
    assert float(change.flatten(1).norm(dim=1).max()) <= 2.0 + 1e-5


def test_apg_is_the_library_s():
    library = pytest.importorskip("diffusers.guiders.adaptive_projected_guidance")
    buffer, ours = library.MomentumBuffer(-0.75), Apg()
    for seed in range(3):
        positive, negative = predictions(2, seed)
        theirs = library.normalized_guidance(positive, negative, 4.0, buffer, 0.0, 15.0, use_original_formulation=True)
        assert torch.allclose(positive + 4 * ours.difference(positive, negative), theirs, atol=1e-5)


def test_apg_of_a_batch_is_that_of_each_clip():
    both, one = Guider(Guidance(cfg=5, apg=True, rescale=0.5)), Guider(Guidance(cfg=5, apg=True, rescale=0.5))
    for seed in range(3):
        positive, negative = predictions(2, seed)
        batch = both.guide(positive, negative)
        assert torch.allclose(batch[1:], one.guide(positive[1:], negative[1:]), atol=1e-6)
