# SPDX-License-Identifier: Apache-2.0
"""A transformer's repeated block as one ONNX graph whose weights are inputs.

All blocks of a model have one structure, so one graph (and one engine) serves them all; each call hands it the weights of its
block as they are at that moment. Blocks can therefore be streamed, and LoRAs fused, without anything being built again; and a
graph can be made from a model's configuration before its weights are here.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import torch

from aiprod.film.errors import EngineError
from aiprod.models.compiling.calls import LARGE, SMALL, Call, blocks_of, inputs_of, record

PARITY = 1e-4
OPSET = 18
FILE = "block.onnx"


@dataclass(frozen=True)
class BlockGraph:
    """What runs a block's graph must know.

    Attributes:
        weights: names of the block's parameters, in the order in which the graph takes them, those it does not use left out.
        tensors: the graph's names for a call's tensors, "" for one that it does not use.
        outputs: how many tensors come out.
        parity: largest difference from PyTorch, float32; 0 where it was not compared.
    """

    weights: tuple[str, ...]
    tensors: tuple[str, ...]
    outputs: int
    parity: float


def skeleton(kind: Any, config: Any, dtype: torch.dtype, depth: int = 1) -> Any:
    """A model of this class and configuration with so few blocks, seeded random weights: enough to make a graph from."""
    values = {name: value for name, value in dict(config).items() if name[0] != "_"} | {"num_layers": depth}
    if "vace_layers" in values:
        values["vace_layers"] = [0]
    with torch.random.fork_rng():
        torch.manual_seed(0)
        model = kind(**values).eval().requires_grad_(False)
    wide = getattr(model, "_keep_in_fp32_modules", None) or ()
    for name, parameter in model.named_parameters():
        if not torch.isfinite(parameter).all():
            parameter.copy_(torch.randn_like(parameter) * 0.02)
        if not any(each in name.split(".") for each in wide):
            parameter.data = parameter.data.to(dtype)
    return model


def export(transformer: Any, folder: Path) -> BlockGraph:
    """Write the graph of a transformer's block in the transformer's own precision; float32 is compared with PyTorch.

    Raises:
        EngineError: the graph gives something else than PyTorch, by more than `PARITY`.
        ValueError: a transformer that is not known here.
    """
    block = blocks_of(transformer)[0]
    calls = [record(transformer, inputs_of(transformer, size)) for size in (SMALL, LARGE)]
    program = _program(block, *calls)
    weights = [name for name, _ in block.named_parameters()]
    tensors = [f"tensor_{number}" for number in range(len(calls[0].tensors))]
    _write(program, folder / FILE, [*weights, *tensors])
    used, outputs = _taken(folder / FILE)
    graph = BlockGraph(
        tuple(name for name in weights if name in used), tuple(name if name in used else "" for name in tensors), outputs, 0.0
    )
    if any(parameter.dtype != torch.float32 for parameter in block.parameters()):
        return graph
    return BlockGraph(graph.weights, graph.tensors, outputs, _parity(block, calls, folder, graph))


class _Functional(torch.nn.Module):
    """A block as a function of its weights and a call's tensors."""

    def __init__(self, block: Any, call: Call) -> None:
        super().__init__()
        self.__dict__["block"] = block  # not as a child: its parameters are to be inputs
        self._call, self._names = call, [name for name, _ in block.named_parameters()]

    def forward(self, weights: Sequence[torch.Tensor], tensors: Sequence[torch.Tensor]) -> Any:
        arguments, named = self._call.with_tensors(tensors)
        given = dict(zip(self._names, weights, strict=True))
        return torch.func.functional_call(self.__dict__["block"], given, arguments, named)


@torch.no_grad()
def _program(block: Any, small: Call, large: Call) -> Any:
    weights = [parameter.detach() for parameter in block.parameters()]
    free = {"weights": [{} for _ in weights], "tensors": small.free(large)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        program = torch.export.export(_Functional(block, small), (weights, small.tensors), dynamic_shapes=free, strict=False)
    return _without_idle_squeezes(program)


def _without_idle_squeezes(program: Any) -> Any:
    """LTX-2's block squeezes dimensions that are not 1: nothing in PyTorch, an error in ONNX."""
    for node in list(program.graph.nodes):
        if node.op != "call_function" or node.target not in (torch.ops.aten.squeeze.dim, torch.ops.aten.squeeze.dims):
            continue
        source = node.args[0]
        if source.meta["val"].ndim == node.meta["val"].ndim:
            node.replace_all_uses_with(source)
            program.graph.erase_node(node)
    program.graph_module.recompile()
    return program


def _write(program: Any, path: Path, names: list[str]) -> None:
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)  # the exporter lists every optional package that is not installed
    try:
        with warnings.catch_warnings(), redirect_stdout(StringIO()):
            warnings.simplefilter("ignore")
            torch.onnx.export(
                program, f=str(path), dynamo=True, opset_version=OPSET, input_names=names, external_data=False, verbose=False
            )
    finally:
        logging.disable(before)


def _taken(path: Path) -> tuple[set[str], int]:
    """Names of a graph's inputs, and how many outputs it has. Inputs that it does not use are taken out of the file."""
    import onnx

    model = onnx.load(str(path))
    read = {name for node in model.graph.node for name in node.input}
    for each in [value for value in model.graph.input if value.name not in read]:
        model.graph.input.remove(each)
    onnx.save(model, str(path))
    return {each.name for each in model.graph.input}, len(model.graph.output)


def _parity(block: Any, calls: Sequence[Call], folder: Path, graph: BlockGraph) -> float:
    from aiprod.models.compiling.block_runners import OnnxBlocks

    runner, largest = OnnxBlocks(folder / FILE, graph, calls[0].signature, threads=1), 0.0
    for call in calls:
        arguments, named = call.with_tensors(call.tensors)
        with torch.no_grad():
            wanted = _tuple(block(*arguments, **named))
        found = _tuple(runner.run(block, call.tensors))
        largest = max(largest, *(float((a - b).abs().max()) for a, b in zip(wanted, found, strict=True)))
    if not largest <= PARITY:
        raise EngineError("The transformer's block could not be exported", f"it differs by {largest:.1e} from PyTorch's")
    return largest


def _tuple(value: Any) -> tuple[torch.Tensor, ...]:
    return value if isinstance(value, tuple) else (value,)
