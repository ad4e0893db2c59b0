# SPDX-License-Identifier: Apache-2.0
"""The parts that are built: keys, files, and what runs them. Each is made once and then found under its key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

from aiprod.models.checkpoints import Checkpoint, Component
from aiprod.models.compiling import cache
from aiprod.models.compiling.block_graphs import FILE, BlockGraph
from aiprod.models.compiling.calls import Signature, inputs_of, record
from aiprod.models.compiling.keys import LoraStack, PartKey, builder_of, structure_of, weights_key

if TYPE_CHECKING:
    from aiprod.models.compiling.block_runners import EngineBlocks, OnnxBlocks
    from aiprod.models.compiling.decoders import OnnxDecoder
    from aiprod.models.compiling.engines import Range

PLAN = "engine.plan"
_DEPTH = ("num_layers", "vace_layers")
"""What of a transformer's configuration its block does not depend on."""


def decoder_key(checkpoint: Checkpoint) -> PartKey:
    """The exported decoder: its weights are inside."""
    vae = checkpoint.components["vae"]
    weights = weights_key(checkpoint, "vae")
    return PartKey("vae.decoder", vae.kind, structure_of(vae.config), "onnx", weights, builder=builder_of("onnx"))


def decoder(checkpoint: Checkpoint, vae: Any) -> cache.Built:
    """The exported decoder of a checkpoint's VAE, float32 on the host. Raises what `decoder_graphs.export` does."""
    from aiprod.models.compiling import decoder_graphs

    return cache.made(decoder_key(checkpoint), checkpoint.id, lambda folder: decoder_graphs.export(vae, folder))


def decoder_runner(built: cache.Built, threads: int = 0) -> OnnxDecoder:
    from aiprod.models.compiling.decoders import OnnxDecoder

    return OnnxDecoder(built.folder, built.facts, threads)


def decoder_engine(checkpoint: Checkpoint, vae: Any, targets: Sequence[str], sizes: dict[str, Range]) -> cache.Built:
    """The decoder's TensorRT-RTX engines, one for each of its graphs, for latents of these "frames", "height" and "width".

    Raises:
        UserError, EngineError: as `engines.build`.
    """
    from aiprod.models.compiling import decoder_graphs

    key = _engine_key(decoder_key(checkpoint), targets, sizes)

    def make(folder: Path) -> dict[str, Any]:
        facts = decoder_graphs.export(vae, folder, card=True)
        ranges = {each["file"]: _latent_ranges(each, sizes) for each in facts["graphs"]}
        built = facts | _engines(folder, folder, targets, ranges)
        for each in facts["graphs"]:
            (folder / each["file"]).unlink()
        return built

    return cache.made(key, checkpoint.id, make)


def _latent_ranges(graph: dict[str, Any], sizes: dict[str, Range]) -> dict[str, Range]:
    """For every input of a decoder's graph: what it carries from frame to frame is finer than the latents."""
    found = {"latents:2": sizes["frames"]}
    for name, factor in zip(graph["inputs"], graph["factors"], strict=True):
        for axis, size in ((3, sizes["height"]), (4, sizes["width"])):
            found[f"{name}:{axis}"] = type(size)(size.low * factor, size.best * factor, size.high * factor)
    return found


def block_key(component: Component, dtype: torch.dtype) -> PartKey:
    """A transformer's block: weights are outside, so that neither they nor LoRAs are in the key."""
    structure = structure_of(component.config, but=_DEPTH)
    precision = str(dtype).removeprefix("torch.")
    return PartKey("transformer.block", component.kind, structure, "onnx", precision=precision, builder=builder_of("onnx"))


def block(checkpoint: Checkpoint, dtype: torch.dtype, name: str = "transformer") -> cache.Built:
    """The graph of a transformer's block, made from its configuration alone. Raises what `block_graphs.export` does."""
    from aiprod.models.classes import find
    from aiprod.models.compiling import block_graphs

    component = checkpoint.components[name]

    def make(folder: Path) -> dict[str, Any]:
        small = block_graphs.skeleton(find(component.kind), component.config, dtype)
        return asdict(block_graphs.export(small, folder))

    return cache.made(block_key(component, dtype), checkpoint.id, make)


def block_engine(
    checkpoint: Checkpoint, dtype: torch.dtype, targets: Sequence[str], ranges: dict[str, Range], name: str = "transformer"
) -> cache.Built:
    """The TensorRT-RTX engine of a transformer's block. Raises what `engines.build` does."""
    graph = block(checkpoint, dtype, name)
    key = _engine_key(block_key(checkpoint.components[name], dtype), targets, ranges)
    return cache.made(key, checkpoint.id, lambda folder: graph.facts | _engines(graph.folder, folder, targets, {FILE: ranges}))


def onnx_blocks(built: cache.Built, transformer: Any, threads: int = 0) -> OnnxBlocks:
    """What runs a block's graph in a transformer's place of its blocks."""
    from aiprod.models.compiling.block_runners import OnnxBlocks

    return OnnxBlocks(built.folder / FILE, _graph(built), _signature(transformer), threads)


def engine_blocks(built: cache.Built, transformer: Any, device: str) -> EngineBlocks:
    from aiprod.models.compiling.block_runners import EngineBlocks

    plan = (built.folder / PLAN).read_bytes()
    return EngineBlocks(plan, _graph(built), _signature(transformer), device)


def quantised_key(checkpoint: Checkpoint, method: str, loras: LoraStack = (), name: str = "transformer") -> PartKey:
    """A quantised file: weights and fused LoRAs are inside, so that another stack is another file."""
    component = checkpoint.components[name]
    return PartKey(
        name, component.kind, structure_of(component.config), "gguf", weights_key(checkpoint, name, loras), method,
        builder=builder_of("gguf"),
    )  # fmt: skip


def quantised(
    checkpoint: Checkpoint, transformer: Any, method: str, loras: LoraStack = (), name: str = "transformer"
) -> cache.Built:
    """A transformer, with its LoRAs fused already, as a GGUF file that is loaded instead of the original."""
    from aiprod.models.compiling.quantising import write_gguf

    def make(folder: Path) -> dict[str, Any]:
        return {"file": f"{name}.gguf", "bytes": write_gguf(transformer, folder / f"{name}.gguf", method), "method": method}

    return cache.made(quantised_key(checkpoint, method, loras, name), checkpoint.id, make)


def quantised_component(checkpoint: Checkpoint, built: cache.Built, name: str = "transformer") -> Component:
    """The component as the quantised file has it, for `loading.load`."""
    there = checkpoint.components[name]
    file = built.folder / str(built.facts["file"])
    return Component(name, there.kind, there.config, (file,), "gguf", "", there.parameters, str(built.facts["method"]))


def _graph(built: cache.Built) -> BlockGraph:
    facts = built.facts
    return BlockGraph(tuple(facts["weights"]), tuple(facts["tensors"]), int(facts["outputs"]), float(facts["parity"]))


def _signature(transformer: Any) -> Signature:
    """How this transformer calls its blocks, from a run that is as small as can be, on the device where it is."""
    from aiprod.models.compiling.calls import Size

    device = next(transformer.parameters()).device
    inputs = inputs_of(transformer, Size(2, 2, 2, 4, 4))
    return record(transformer, {n: v.to(device) if torch.is_tensor(v) else v for n, v in inputs.items()}).signature


def _engine_key(graph: PartKey, targets: Sequence[str], ranges: dict[str, Range]) -> PartKey:
    shapes = {name: (each.low, each.best, each.high) for name, each in ranges.items()}
    return PartKey(
        graph.part, graph.kind, graph.structure, "tensorrt-rtx", graph.weights, graph.precision, shapes, tuple(targets),
        builder_of("tensorrt-rtx"),
    )  # fmt: skip


def _engines(source: Path, folder: Path, targets: Sequence[str], ranges: dict[str, dict[str, Range]]) -> dict[str, Any]:
    from aiprod.models.compiling import engines

    graphs = sorted(source.glob("*.onnx"))
    layers = {}
    for path in graphs:
        engine = engines.build(path, targets, ranges[path.name])
        (folder / (PLAN if len(graphs) == 1 else f"{path.stem}.plan")).write_bytes(engine.plan)
        layers[path.stem] = engine.layers
    return {"targets": list(targets), "layers": layers, "plan_bytes": sum(p.stat().st_size for p in folder.glob("*.plan"))}
