# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E402
"""Exported VAE decoders: the same pictures as PyTorch's, in its place, where they are faster."""

import pytest

torch = pytest.importorskip("torch")

from aiprod.models.compiling import cache, decoder_graphs, measurements, parts, using
from aiprod.models.compiling.keys import weights_key
from aiprod.models.compiling.measurements import Measurement
from aiprod.models.loading import load


@pytest.fixture(scope="module", params=["wan", "ltx"])
def subject(request):
    checkpoint = request.getfixturevalue(request.param)
    vae = load(checkpoint.components["vae"], torch.float32)
    return checkpoint, vae, parts.decoder(checkpoint, vae)


def _latents(vae, *shape, batch=1):
    channels = getattr(vae.config, "z_dim", None) or vae.config.latent_channels
    return torch.randn((batch, channels, *shape), generator=torch.Generator().manual_seed(4))


def test_parity_is_checked_at_sizes_that_were_not_traced(subject):
    _, _, built = subject
    assert 0 < built.facts["parity"] <= decoder_graphs.PARITY


@torch.no_grad()
def test_it_takes_the_decoders_place_at_any_size_and_for_several_clips(subject):
    _, vae, built = subject
    latents = _latents(vae, 3, 3, 2, batch=2)
    wanted = vae.decode(latents, return_dict=False)[0]
    with parts.decoder_runner(built, 1).in_place_of(vae):
        found = vae.decode(latents, return_dict=False)[0]
    assert found.shape == wanted.shape
    assert float((found - wanted).abs().max()) <= decoder_graphs.PARITY
    assert isinstance(vae.decode(latents[:1, :, :1], return_dict=False)[0], torch.Tensor)


@torch.no_grad()
def test_tiles_stay_the_vaes_own(wan):
    vae = load(wan.components["vae"], torch.float32)
    vae.enable_tiling(
        tile_sample_min_height=32, tile_sample_min_width=32, tile_sample_stride_height=24, tile_sample_stride_width=24
    )
    latents = _latents(vae, 2, 6, 5)
    wanted = vae.decode(latents, return_dict=False)[0]
    with parts.decoder_runner(parts.decoder(wan, vae), 1).in_place_of(vae):
        found = vae.decode(latents, return_dict=False)[0]
    assert float((found - wanted).abs().max()) <= decoder_graphs.PARITY


def test_it_is_built_once(subject):
    checkpoint, vae, built = subject
    again = parts.decoder(checkpoint, vae)
    assert (again.fresh, again.folder) == (False, built.folder)


def _note(checkpoint, route, seconds, **more):
    measurements.record(
        Measurement(
            machine=measurements.machine("cpu"), device="cpu", part="vae.decoder", model=checkpoint.id,
            weights=weights_key(checkpoint, "vae"), route=route, precision="float32", shape={"frames": 5}, seconds=seconds,
            error=0.0, **more,
        )
    )  # fmt: skip


def test_only_what_was_measured_to_be_faster_here_is_used(ltx, home):
    vae = load(ltx.components["vae"], torch.float32)
    plain = vae.decoder
    built = parts.decoder(ltx, vae)
    assert using.equip(ltx, "vae", vae, "cpu") == ()
    _note(ltx, "eager", 1.0)
    _note(ltx, "onnx", 2.0)
    assert using.equip(ltx, "vae", vae, "cpu") == ()
    assert vae.decoder is plain
    _note(ltx, "onnx", 0.3)
    assert using.equip(ltx, "vae", vae, "cuda:0") == ()
    assert len(using.equip(ltx, "vae", vae, "cpu", threads=1)) == 1
    assert vae.decoder is not plain
    assert list(vae.decoder.parameters()) == []
    assert built.folder == cache.find(parts.decoder_key(ltx)).folder


def test_a_decoder_that_is_not_known_is_named(ltx):
    assert "AutoencoderKLLTX2Audio" in decoder_graphs.exportable(load(ltx.components["audio_vae"], torch.float32))
