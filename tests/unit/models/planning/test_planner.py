# SPDX-License-Identifier: Apache-2.0
"""Plans: what fits is taken, what doesn't is said, and less is needed after running out."""

from __future__ import annotations

import sys
from dataclasses import replace
from itertools import pairwise

import pytest

pytest.importorskip("torch")

from aiprod.film.errors import UserError
from aiprod.models.checkpoints import Component
from aiprod.models.compiling.measurements import Measurement
from aiprod.models.planning import calls, costs, devices, published
from aiprod.models.planning.clock import rate_at, seconds
from aiprod.models.planning.planner import plan
from aiprod.models.planning.plans import NoPlan, Numbers, Plan

GB = 10**9
CLIP = Numbers(768, 512, 121, steps=30, forwards=2)


def card(
    name: str = "NVIDIA GeForce RTX 4090", mib: int = 23_500, capability: str = "8.9", host: int = 128 * GB
) -> devices.Device:
    found = devices.card_of(f"0, {name}, {mib}, {mib}, 570.1, {capability}")
    assert found is not None
    return replace(found, host=host)


def made(found: Plan | NoPlan) -> Plan:
    assert isinstance(found, Plan), found
    return found


def test_a_pass_of_the_full_ltx_costs_what_its_formula_says() -> None:
    """26.6e9 a token and 7.86e5 for each pair, and about 9e12 for sound and text: counted on the published configuration."""
    part = published.checkpoint("x", "ltx2", "2.3", "dev").components["transformer"]
    work = costs.transformer(part, (16, 16, 24), 1, 24.0, 0, "bfloat16")
    tokens = 16 * 16 * 24
    assert work.flops == pytest.approx(tokens * 26.6e9 + 7.86e5 * tokens**2 + 9e12, rel=0.07)
    assert work.weights == pytest.approx(18.99e9 * 2, rel=0.01)
    assert work.blocks == 48


def test_formula_and_rehearsal_agree() -> None:
    part = published.checkpoint("x", "wan", "2.1", "t2v-1.3b").components["transformer"]
    size = (21, 60, 104)
    rehearsed = costs.transformer(part, size, 1, 24.0, 0, "bfloat16")
    formula = costs._transformer_formula(part, size, 1, 0, "bfloat16")
    assert formula.flops == pytest.approx(rehearsed.flops, rel=0.15)


def test_small_cards_stream_and_large_ones_keep_everything() -> None:
    wan = published.checkpoint("x", "wan", "2.2", "ti2v-5b")
    assert made(plan(wan, CLIP, card("NVIDIA H200", 143_000, "9.0"))).offload == "resident"
    small = made(plan(wan, CLIP, card("NVIDIA GeForce RTX 4060", 7_600)))
    assert small.offload == "blocks" and small.peak_bytes < 7_600 << 20
    assert any("streamed" in why for why in small.why)
    large = made(plan(published.checkpoint("x", "ltx2", "2.3", "dev"), CLIP, card()))
    assert large.offload == "blocks" and large.keep_blocks >= 0


def test_what_does_not_fit_says_what_is_short() -> None:
    found = plan(published.checkpoint("x", "ltx2", "2.3", "dev"), CLIP, card(mib=2_000))
    assert isinstance(found, NoPlan)
    assert found.needed > found.there and "even the smallest way needs" in found.why and found.remedy


def test_after_running_out_the_next_plan_needs_less() -> None:
    wan, device = published.checkpoint("x", "wan", "2.2", "ti2v-5b"), card("NVIDIA H200", 143_000, "9.0")
    found: Plan | NoPlan = plan(wan, replace(CLIP, clips=4), device)
    peaks = []
    while isinstance(found, Plan):
        peaks.append(found.peak_bytes)
        found = plan(wan, replace(CLIP, clips=4), device, after=found)
    assert len(peaks) >= 3 and all(b <= a * 0.85 for a, b in pairwise(peaks))


def test_old_cards_work_in_float16_and_only_new_ones_keep_8_bits() -> None:
    wan = published.checkpoint("x", "wan", "2.1", "t2v-1.3b")
    short = replace(CLIP, frames=25)
    assert made(plan(wan, short, card("NVIDIA GeForce RTX 2080", 22_000, "7.5"))).compute == "float16"
    assert made(plan(wan, short, card("NVIDIA GeForce RTX 3090", 22_000, "8.6"))).storage == "bfloat16"


def test_stages_follow_the_request() -> None:
    ltx = published.checkpoint("x", "ltx2", "2.3", "distilled")
    numbers = replace(CLIP, forwards=1, steps=8, refine_steps=3, temporal=2, temporal_steps=3)
    found = made(plan(ltx, numbers, card("NVIDIA H200", 143_000, "9.0")))
    assert [stage.name for stage in found.stages] == ["encode", "base", "refine", "temporal", "decode"]
    assert found.stage("refine").flops > found.stage("base").flops * 3 / 8
    with pytest.raises(KeyError):
        found.stage("nothing")  # type: ignore[arg-type]


def test_a_measured_decoder_replaces_the_prediction() -> None:
    wan = published.checkpoint("x", "wan", "2.1", "t2v-1.3b")
    measured = Measurement(
        machine="m", device="cuda:0", part="vae.decoder", model="x", weights="0" * 64, route="onnx", precision="float32",
        shape={"frames": 31, "height": 64, "width": 96}, seconds=5.0, error=0.001,
    )  # fmt: skip
    found = made(plan(wan, CLIP, card(), measured=[measured]))
    assert found.decoder_route == "onnx" and found.stage("decode").measured
    assert found.stage("decode").seconds == pytest.approx(5.0)
    worse = measured.model_copy(update={"error": 0.5})
    assert made(plan(wan, CLIP, card(), measured=[worse])).decoder_route == "eager"


def test_rates_between_the_measured_widths() -> None:
    rates = {16: 1e9, 64: 4e9}
    assert rate_at(4, rates) == 1e9 and rate_at(1024, rates) == 4e9 and rate_at(32, rates) == pytest.approx(2e9)


def test_the_processor_is_measured_and_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "_cards", list)
    first = devices.here()
    assert first.name == "cpu" and first.measured and first.memory >= first.free > 0
    assert devices.here(measure=False).matmul == first.matmul
    part = Component("transformer", "WanTransformer3DModel", dict(_SMALL), ())
    work = costs.transformer(part, (3, 8, 8), 1, 24.0, 0, "float32")
    assert seconds(work, first, "float32") > 0


_SMALL = {
    "num_attention_heads": 2, "attention_head_dim": 12, "ffn_dim": 48, "num_layers": 2, "text_dim": 16, "freq_dim": 16,
    "in_channels": 16, "out_channels": 16,
}  # fmt: skip


def test_lines_of_nvidia_smi_that_are_no_cards() -> None:
    assert devices.card_of("garbage") is None
    assert devices.card_of("0, NVIDIA X, [N/A], 1, 1, 8.9") is None


def test_an_unknown_architecture_is_an_error() -> None:
    with pytest.raises(UserError):
        published.checkpoint("x", "wan", "2.1", "t2v-99b")


def test_latents_are_counted_as_the_models_do() -> None:
    vae = published.checkpoint("x", "ltx2", "2.3", "dev").components["vae"]
    assert calls.latent_size(vae, 768, 512, 121) == (16, 16, 24)


def test_nothing_heavy_is_loaded_for_a_plan_without_the_runtime() -> None:
    import subprocess

    code = "import sys; import aiprod.models.planning.fit; sys.exit('torch' in sys.modules or 'diffusers' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
