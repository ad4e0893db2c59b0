# SPDX-License-Identifier: Apache-2.0
"""VAE decoders as ONNX graphs, checked against PyTorch at sizes that they were not made at.

For the processor they are drawn layer by layer (`wan_decoder`, `ltx_decoder`); for a card, whose builder finds its own way
through three-dimensional convolutions, PyTorch traces them. LTX-2's decoder is one graph. Wan's decodes one latent frame at a
time and carries the last frames of each of its convolutions on to the next; what it does differs for the first frame (traced: and
for the second), so it is several graphs that hand the carried frames on as tensors. Tiling stays outside: a graph takes any
height and width.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from aiprod.film.errors import EngineError
from aiprod.models.compiling import ltx_decoder, wan_decoder
from aiprod.models.compiling.onnx_drawing import OPSET

PARITY = 1e-4
"""Largest absolute difference that is let pass, of values in -1..1."""
_LARGEST = 1_900_000_000
"""Bytes: protobuf's limit is 2 GiB."""
_SIZES = ((3, 2, 3), (4, 3, 2), (2, 4, 4))
"""Latent frames, height, width: the first is traced, the others prove that nothing of it was frozen into the graph."""


@dataclass(frozen=True)
class Graph:
    """One traced graph.

    Attributes:
        inputs, outputs: names of what goes in and out.
        factors: for every input, how many times finer than the latents its height and width are.
    """

    file: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    factors: tuple[int, ...]


def exportable(vae: Any, *, card: bool = False) -> str:
    """Why a VAE's decoder can't be exported (for a card: traced); "" where it can."""
    kind = type(vae).__name__
    if kind not in ("AutoencoderKLWan", "AutoencoderKLLTX2Video"):
        return f"{kind} is not known here"
    why = "" if kind == "AutoencoderKLWan" else ltx_decoder.refused(vae.decoder)
    return why or (_too_large(vae) if card else "")


def _too_large(vae: Any) -> str:
    size = 4 * sum(parameter.numel() for parameter in vae.decoder.parameters())
    return f"its decoder's {size / 1e9:.1f} GB of float32 don't fit into one ONNX file" if size > _LARGEST else ""


def export(vae: Any, folder: Path, *, card: bool = False) -> dict[str, Any]:
    """Write the graphs of a VAE's decoder, float32, and compare them with PyTorch.

    Args:
        card: for a card's builder; otherwise as a processor likes them best.

    Returns:
        What runs them must know: "family", "graphs" with their inputs and outputs, "parity" (largest difference).

    Raises:
        EngineError: a graph gives other pictures than PyTorch by more than `PARITY`.
    """
    family = "wan" if type(vae).__name__ == "AutoencoderKLWan" else "ltx2"
    if card:
        with torch.no_grad(), _quiet():
            graphs = [_facts(graph) for graph in (_wan if family == "wan" else _ltx)(vae, folder)]
    else:
        graphs = (wan_decoder if family == "wan" else ltx_decoder).draw(vae.decoder, folder)
    facts = {"family": family, "graphs": graphs, "opset": OPSET}
    return facts | {"parity": _parity(vae, folder, facts)}


def _facts(graph: Graph) -> dict[str, Any]:
    return {"file": graph.file, "inputs": list(graph.inputs), "outputs": list(graph.outputs), "factors": list(graph.factors)}


class _LtxDecoder(torch.nn.Module):
    def __init__(self, decoder: Any) -> None:
        super().__init__()
        self.decoder = decoder

    def forward(self, latents: torch.Tensor) -> torch.Tensor:
        frames: torch.Tensor = self.decoder(latents, None, causal=False)
        return frames


def _ltx(vae: Any, folder: Path) -> list[Graph]:
    graph = Graph("decoder.onnx", ("latents",), ("frames",), (1,))
    latents = torch.zeros(1, vae.config.latent_channels, *_SIZES[0])
    axes = {"latents": {2: "f", 3: "h", 4: "w"}, "frames": {2: "frames", 3: "height", 4: "width"}}
    _trace(_LtxDecoder(vae.decoder), (latents,), folder, graph, axes)
    return [graph]


class _WanStep(torch.nn.Module):
    """The decoder at one latent frame, with what it carries as tensors in the order of its convolutions."""

    def __init__(self, decoder: Any, before: Sequence[Any]) -> None:
        super().__init__()
        self.decoder, self.first = decoder, all(each is None for each in before)
        self.before = [None if torch.is_tensor(each) else each for each in before]
        self.slots = [index for index, each in enumerate(before) if torch.is_tensor(each)]

    def forward(self, latents: torch.Tensor, *carried: torch.Tensor) -> tuple[torch.Tensor, ...]:
        memory = list(self.before)
        for slot, value in zip(self.slots, carried, strict=True):
            memory[slot] = value
        frames = self.decoder(latents, feat_cache=memory, feat_idx=[0], first_chunk=self.first)
        return frames, *(value for value in memory if torch.is_tensor(value))


def _wan(vae: Any, folder: Path) -> list[Graph]:
    vae.clear_cache()
    memory, graphs = list(vae._feat_map), []
    latents = torch.zeros(1, vae.config.z_dim, 1, *_SIZES[0][1:])
    with _plain_upsampling(vae.decoder):
        for name in ("first", "second", "next"):
            graphs.append(_wan_step(vae.decoder, latents, memory, folder, name))
            vae.decoder(latents, feat_cache=memory, feat_idx=[0], first_chunk=name == "first")
    return graphs


def _wan_step(decoder: Any, latents: torch.Tensor, memory: list[Any], folder: Path, name: str) -> Graph:
    step = _WanStep(decoder, memory)
    carried = [memory[slot] for slot in step.slots]
    after = len(step(latents, *carried)) - 1
    factors = tuple(tensor.shape[3] // latents.shape[3] for tensor in (latents, *carried))
    graph = Graph(
        f"{name}.onnx", ("latents", *(f"past_{slot}" for slot in range(len(carried)))),
        ("frames", *(f"carried_{slot}" for slot in range(after))), factors,
    )  # fmt: skip
    axes = {each: {3: f"{each}_height", 4: f"{each}_width"} for each in (*graph.inputs, *graph.outputs)}
    _trace(step, (latents, *carried), folder, graph, axes)
    return graph


def _trace(
    module: torch.nn.Module, arguments: tuple[torch.Tensor, ...], folder: Path, graph: Graph, axes: dict[str, dict[int, str]]
) -> None:
    """The tracing exporter: an order of magnitude quicker than the other one on these plain graphs, and just as exact."""
    torch.onnx.export(
        module.eval(), arguments, str(folder / graph.file), dynamo=False, opset_version=OPSET,
        input_names=list(graph.inputs), output_names=list(graph.outputs), dynamic_axes=axes,
    )  # fmt: skip


@contextmanager
def _plain_upsampling(decoder: Any) -> Iterator[None]:
    """ONNX has no "nearest-exact"; at a whole factor it is "nearest"."""
    changed = [m for m in decoder.modules() if isinstance(m, torch.nn.Upsample) and m.mode == "nearest-exact"]
    for module in changed:
        module.mode = "nearest"
    try:
        yield
    finally:
        for module in changed:
            module.mode = "nearest-exact"


@contextmanager
def _quiet() -> Iterator[None]:
    """What the tracer says about branches of Python is what the parity check looks into."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _parity(vae: Any, folder: Path, facts: dict[str, Any]) -> float:
    from aiprod.models.compiling.decoders import OnnxDecoder

    runner, largest = OnnxDecoder(folder, facts, threads=1), 0.0
    channels = vae.config.z_dim if facts["family"] == "wan" else vae.config.latent_channels
    for number, size in enumerate(_SIZES):
        noise = np.random.default_rng(number).standard_normal((1, channels, *size), np.float32)
        largest = max(largest, _difference(vae, runner, torch.from_numpy(noise)))
    if not largest <= PARITY:
        raise EngineError("The decoder could not be exported", f"its pictures differ by {largest:.1e} from PyTorch's")
    return largest


@torch.no_grad()
def _difference(vae: Any, runner: Any, latents: torch.Tensor) -> float:
    wanted = vae.decode(latents, return_dict=False)[0]
    with runner.in_place_of(vae):
        found = vae.decode(latents, return_dict=False)[0]
    return float((wanted - found).abs().max())
