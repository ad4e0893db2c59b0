# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E402
"""Blocks as graphs and engines with their weights outside; quantised weights; the command."""

import dataclasses

import pytest

torch = pytest.importorskip("torch")

from aiprod.film.errors import Stopped, UserError
from aiprod.film.hashing import hash_file
from aiprod.models.classes import find
from aiprod.models.compiling import (
    block_graphs,
    calls,
    command,
    engines,
    fusing,
    measurements,
    measuring,
    parts,
    quantising,
    torch_routes,
    using,
    work,
)
from aiprod.models.compiling.block_runners import in_place_of
from aiprod.models.compiling.keys import weights_key
from aiprod.models.loading import load

ANY = {"*": engines.Range(1, 64, 4096)}
CARDS = ("sm89", "sm120")


@pytest.fixture(scope="module")
def graph(wan):
    return parts.block(wan, torch.float32)


@torch.no_grad()
def _look(model):
    return model(**calls.inputs_of(model, calls.Size(2, 4, 4, 8)), return_dict=False)[0]


def test_one_graph_runs_every_block_with_that_blocks_own_weights(wan, transformer, graph):
    assert 0 <= graph.facts["parity"] <= block_graphs.PARITY
    wanted = _look(transformer)
    with in_place_of(transformer, parts.onnx_blocks(graph, transformer, 1)):
        found = _look(transformer)
    assert float((found - wanted).abs().max()) <= block_graphs.PARITY
    assert torch.equal(_look(transformer), wanted)


def test_changed_weights_are_felt_and_nothing_is_built_again(wan, graph):
    model = load(wan.components["transformer"], torch.float32)
    runner = parts.onnx_blocks(graph, model, 1)
    before = _look(model)
    with torch.no_grad():
        for block in model.blocks:
            block.attn1.to_q.weight += 0.1 * torch.randn_like(block.attn1.to_q.weight)
    wanted = _look(model)
    with in_place_of(model, runner):
        found = _look(model)
    assert float((found - wanted).abs().max()) <= block_graphs.PARITY < float((wanted - before).abs().max())
    assert not parts.block(wan, torch.float32).fresh


def test_weights_that_are_not_the_graphs_go_to_pytorch(wan, graph):
    model = load(wan.components["transformer"], torch.float32)
    runner = parts.onnx_blocks(graph, model, 1)
    quantising.quantise(model, "int8")
    asked = calls.record(model, calls.inputs_of(model, calls.Size(2, 4, 4, 8))).tensors
    assert not runner.takes(model.blocks[0], asked)
    wanted = _look(model)
    with in_place_of(model, runner):
        assert torch.equal(_look(model), wanted)


@pytest.fixture(scope="module")
def engine(wan):
    if not engines.available():
        pytest.skip("tensorrt-rtx-cu12 is not installed")
    return parts.block_engine(wan, torch.float32, CARDS, ANY)


def test_an_engine_for_cards_that_are_not_here_holds_none_of_the_weights(wan, transformer, engine):
    plan = (engine.folder / parts.PLAN).read_bytes()
    assert engine.facts["targets"] == list(CARDS)
    assert engine.facts["layers"]["block"] > 100
    for name, parameter in transformer.blocks[0].named_parameters():
        if parameter.numel() > 64:
            assert parameter.detach().numpy().tobytes()[:64] not in plan, name
    again = parts.block_engine(wan, torch.float32, CARDS, ANY)
    assert (again.fresh, again.folder) == (False, engine.folder)
    assert parts.block_engine(wan, torch.float32, ("sm89",), ANY).folder != engine.folder


def test_a_decoders_engine_is_built_with_what_it_carries_from_frame_to_frame(ltx):
    if not engines.available():
        pytest.skip("tensorrt-rtx-cu12 is not installed")
    sizes = {"frames": engines.Range(2, 3, 8), "height": engines.Range(2, 4, 8), "width": engines.Range(2, 6, 8)}
    built = parts.decoder_engine(ltx, load(ltx.components["vae"], torch.float32), CARDS[:1], sizes)
    assert built.facts["plan_bytes"] > 100_000


def test_cards_that_no_engine_can_be_built_for_are_named(wan, graph):
    with pytest.raises(UserError, match=r"sm90.*tensorrt"):
        engines.build(graph.folder / block_graphs.FILE, ("sm90",), ANY)


@pytest.fixture(scope="module")
def wide(wan):
    """A checkpoint whose layers are as wide as GGUF's blocks, and its transformer."""
    component = wan.components["transformer"]
    config = {**component.config, "num_attention_heads": 2, "attention_head_dim": 32, "ffn_dim": 128}
    model = block_graphs.skeleton(find(component.kind), config, torch.float32, depth=2)
    changed = dataclasses.replace(component, config=config)
    return dataclasses.replace(wan, components={**wan.components, "transformer": changed}), model


@pytest.mark.parametrize("method", quantising.METHODS)
def test_quantised_blocks_are_smaller_and_near(wide, method):
    checkpoint, model = wide
    component = checkpoint.components["transformer"]
    small = block_graphs.skeleton(find(component.kind), component.config, torch.float32, depth=2)
    if quantising.unusable(method, "cpu"):
        with pytest.raises(UserError, match="RTX 40"):
            quantising.quantise(small, method)
        return
    quantising.quantise(small, method)
    relative, _ = measuring.errors(_look(small), _look(model))
    assert 0 < relative < 0.05
    assert quantising.kept_bytes(small) < 0.7 * quantising.kept_bytes(model)


def test_a_quantised_file_is_made_again_for_another_lora_and_loads_as_what_it_is(wide):
    checkpoint, model = wide
    plain = parts.quantised(checkpoint, model, "Q8_0")
    fused = parts.quantised(checkpoint, model, "Q8_0", (("a" * 64, 0.8),))
    other = parts.quantised_key(checkpoint, "Q8_0", (("a" * 64, 0.7),)).digest()
    assert len({plain.folder.name, fused.folder.name, other}) == 3
    assert not parts.quantised(checkpoint, model, "Q8_0").fresh
    loaded = load(parts.quantised_component(checkpoint, plain), torch.float32)
    assert measuring.errors(_look(loaded), _look(model))[0] < 0.01


def test_a_fused_lora_is_felt_by_the_same_graph_and_makes_another_quantised_file(wan, graph, tmp_path):
    from safetensors.torch import save_file

    torch.manual_seed(2)
    path = tmp_path / "lora.safetensors"
    layer = "diffusion_model.blocks.0.self_attn.q"
    save_file({f"{layer}.lora_A.weight": torch.randn(2, 24), f"{layer}.lora_B.weight": torch.randn(24, 2)}, path)
    model = load(wan.components["transformer"], torch.float32)
    before = _look(model)
    fusing.fuse(model, path, 0.5)
    wanted = _look(model)
    with in_place_of(model, parts.onnx_blocks(graph, model, 1)):
        found = _look(model)
    assert float((found - wanted).abs().max()) <= block_graphs.PARITY < float((wanted - before).abs().max())
    stack = ((hash_file(path), 0.5),)
    assert parts.quantised_key(wan, "Q8_0", stack).digest() != parts.quantised_key(wan, "Q8_0").digest()


def test_narrow_layers_and_unknown_methods_are_told(transformer, wan):
    with pytest.raises(UserError, match="multiple of 32"):
        quantising.quantise(transformer, "Q8_0")
    with pytest.raises(UserError, match="int3"):
        quantising.quantise(transformer, "int3")


def test_the_command_measures_what_is_here_and_says_why_not(wan, monkeypatch):
    monkeypatch.setattr(work, "LATENTS", (2, 3, 4))
    monkeypatch.setattr(work, "TOKENS", calls.Size(2, 6, 8, 16, 8))
    rows = command.compile_model(wan, routes=("onnx", "torchao", "tensorrt"), device="cpu", threads=1)
    found = {(row["part"], row["route"], row["precision"]): row for row in rows}
    assert found["vae.decoder", "onnx", "float32"]["error"] < 1e-4
    assert found["transformer", "onnx", "float32"]["error"] < 1e-4
    assert 0 < found["transformer", "torchao", "int8"]["error"] < 0.05
    assert "NVIDIA" in found["transformer", "tensorrt", "bfloat16"]["why"]
    assert len(list(command.words(rows))) == len(rows)
    kept = measurements.measured(model="tiny-wan", part="transformer", device="cpu")
    assert {"eager", "onnx", "torchao"} <= {each.route for each in kept}
    assert all(each.seconds > 0 and each.bytes > 0 for each in kept)


def test_the_command_ends_when_it_is_told_and_knows_its_routes(wan):
    class Told:
        def is_set(self):
            return True

    with pytest.raises(Stopped):
        command.compile_model(wan, stop=Told())
    with pytest.raises(UserError, match="the routes are"):
        command.compile_model(wan, routes=("magic",))


def test_data_centre_cards_take_another_way():
    assert "NVIDIA" in torch_routes.data_centre_missing("cpu")
    assert torch_routes.preferred("cpu") == ""


def _measured(checkpoint, route, seconds):
    measurements.record(
        measurements.Measurement(
            machine=measurements.machine("cpu"), device="cpu", part="transformer", model=checkpoint.id,
            weights=weights_key(checkpoint, "transformer"), route=route, precision="float32", shape={"frames": 5},
            seconds=seconds, error=0.0,
        )
    )  # fmt: skip


@torch.no_grad()
def test_blocks_that_were_measured_to_be_faster_here_are_used_for_what_they_fit(wan, graph, home):
    model, plain = (load(wan.components["transformer"], torch.float32) for _ in range(2))
    one = calls.inputs_of(model, calls.Size(3, 6, 8, 20, 8), seed=1)
    two = {name: torch.cat([value, value]) for name, value in one.items()}
    for kept in measurements.folder().glob("*.json"):
        kept.unlink()
    _measured(wan, "eager", 1.0)
    _measured(wan, "onnx", 2.0)
    assert using.equip(wan, "transformer", model, "cpu") == ()
    _measured(wan, "onnx", 0.5)
    assert using.equip(wan, "transformer", model, "cuda:0") == using.equip(wan, "transformer", model, "cpu", "bfloat16") == ()
    assert len(using.equip(wan, "transformer", model, "cpu", threads=1)) == 1
    for inputs, alone in ((one, True), (two, False)):
        found, wanted = (each(**inputs, return_dict=False)[0] for each in (model, plain))
        assert float((found - wanted).abs().max()) <= block_graphs.PARITY
        assert torch.equal(found, wanted) is not alone  # a batch is not what the graph was made for
