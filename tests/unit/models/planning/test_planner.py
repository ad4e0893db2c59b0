# SPDX-License-Identifier: Apache-2.0
"""Plans: what fits is taken, what doesn't is said, and less is needed after running out."""

from __future__ import annotations

import sys
from dataclasses import replace
from itertools import pairwise

import pytest

pytest.importorskip("torch")

from aiprod.film.errors import UserError
from aiprod.models.cards import all_cards
from aiprod.models.checkpoints import Component
from aiprod.models.compiling.measurements import Measurement
from aiprod.models.planning import calls, costs, devices, keeping, laws, published
from aiprod.models.planning.clock import rate_at, seconds
from aiprod.models.planning.planner import plan
from aiprod.models.planning.plans import NoPlan, Numbers, Plan
from aiprod.models.planning.rehearsal import rehearse

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
    monkeypatch.setattr(devices, "_cards", lambda _reader: ([], None))
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


def test_a_glance_at_the_processor_is_enough_for_a_first_guess() -> None:
    seen = devices.glanced(devices.processor())
    rate = seen.matmul["float32"][1024]
    assert 1e8 < rate < 1e14 and 1e8 < seen.bandwidth < 1e13 and not seen.measured
    assert devices.glanced(devices.processor()).matmul["float32"][1024] == rate, "it is kept"


@pytest.mark.parametrize(
    ("family", "version", "variant", "size", "batch"),
    [
        ("wan", "2.1", "t2v-1.3b", (13, 60, 52), 2),
        ("wan", "2.1", "vace-1.3b", (9, 30, 52), 1),
        ("ltx2", "2.3", "dev", (11, 22, 40), 1),
    ],
)
def test_the_laws_say_what_a_rehearsal_counts(
    family: str, version: str, variant: str, size: tuple[int, int, int], batch: int
) -> None:
    parts = published.checkpoint("x", family, version, variant).components
    law = laws.transformer(parts["transformer"], size, batch, 24.0, 0, "bfloat16")
    part = parts["transformer"]
    true = rehearse(part.kind, part.config, calls.transformer(part, size, batch, 24.0), "bfloat16")
    assert law is not None
    for name in ("flops", "moved", "operations", "peak", "weights"):
        assert getattr(law, name) == pytest.approx(getattr(true, name), rel=0.02), name


def test_the_law_of_a_decoder() -> None:
    part, size = published.checkpoint("x", "wan", "2.1", "t2v-1.3b").components["vae"], (7, 20, 36)
    law, true = laws.decoder(part, size, "float32"), costs.rehearsed_decoder(part, size, "float32")
    assert law is not None
    for name in ("flops", "moved", "peak"):
        assert getattr(law, name) == pytest.approx(getattr(true, name), rel=0.02), name


def test_every_video_card_has_its_laws() -> None:
    for model in all_cards().values():
        if model.role == "video" and model.architecture:
            parts = published.checkpoint(model.id, model.architecture, model.generation, model.variant).components
            wanted = [part for name, part in parts.items() if name in ("transformer", "transformer_2", "vae")]
            assert len(wanted) >= 2 and all(laws.known(part, kind) for part in wanted for kind in ("float32", "bfloat16")), (
                model.id
            )


def test_an_architecture_without_a_law_is_rehearsed_once() -> None:
    part = Component("transformer", "WanTransformer3DModel", dict(_SMALL) | {"ffn_dim": 56}, ())
    assert not laws.known(part, "float32")
    work = costs.transformer(part, (2, 6, 6), 1, 24.0, 0, "float32")
    key = (part.kind, costs._text(part.config), (2, 6, 6), 1, 24, 0, "float32")
    assert keeping.kept(key) == work


def test_gguf_weights_are_counted_as_they_lie_in_the_file() -> None:
    part = replace(published.checkpoint("x", "wan", "2.1", "t2v-14b").components["transformer"], layout="gguf", dtype="Q8_0")
    assert costs.weights(part, "gguf") == pytest.approx(part.parameters * 34 / 32, rel=0.001)
    assert costs.weights(replace(part, dtype="Q4_K"), "gguf") == pytest.approx(part.parameters * 0.5625, rel=0.1)
    eight = made(plan(published.checkpoint("x", "wan", "2.1", "t2v-14b", gguf="Q8_0"), CLIP, card("NVIDIA H200", 143_000, "9.0")))
    assert eight.storage == "gguf" and eight.peak_bytes > 14.29e9 * 1.0625


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

    code = (
        "import sys; from aiprod.models.fits import report; from aiprod.models.cards import card; "
        "assert report(card('wan2.2-ti2v-5b'), 832, 480, 49).why and report(card('tiny-ltx25'), 96, 64, 17).runs; "
        "sys.exit('torch' in sys.modules or 'diffusers' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
