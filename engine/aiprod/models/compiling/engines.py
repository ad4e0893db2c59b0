# SPDX-License-Identifier: Apache-2.0
"""TensorRT-RTX engines, built ahead of time on any processor for cards that need not be there.

What is built is finished on the user's card at the first run, within seconds. Measured with 1.7.1: engines whose weights are to
be refitted or stripped can't be built without a card (the builder calls CUDA and fails); with weights as inputs they can.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiprod.film.errors import EngineError, UserError

TARGETS = ("sm75", "sm80", "sm86", "sm89", "sm120")
"""GeForce RTX 20, A100, RTX 30, RTX 40, RTX 50. Data-centre cards from Hopper on are served by `data_centre` alone."""
PACKAGE = "tensorrt_rtx_bindings"


@dataclass(frozen=True)
class Range:
    """Sizes that an engine takes in a free dimension: from, at best for, to."""

    low: int
    best: int
    high: int


@dataclass(frozen=True)
class Engine:
    """A built engine: its plan, and how many layers the network had."""

    plan: bytes
    layers: int


def available() -> bool:
    return importlib.util.find_spec(PACKAGE) is not None


def need() -> None:
    """Raises UserError where the builder is not installed."""
    if not available():
        raise UserError(
            "TensorRT-RTX engines can't be built here", "tensorrt-rtx-cu12 is not installed",
            "Run `./aiprod models runtime` on a machine with Windows or Linux on x86-64.",
        )  # fmt: skip


def build(graph: Path, targets: Sequence[str], ranges: Mapping[str, Range]) -> Engine:
    """An engine of an ONNX graph for these cards, all in one plan, in the graph's own precision.

    Args:
        ranges: for the free dimensions, by the name that the graph gives them, or "input:axis", or "*" for all others.

    Raises:
        UserError: a card that no engine can be built for, or the builder is not installed.
        EngineError: the builder failed.
    """
    need()
    unknown = [target for target in targets if target not in TARGETS]
    if unknown or not targets:
        raise UserError(
            f"No TensorRT-RTX engine can be built for {', '.join(unknown) or 'no card'}",
            f"cards are {', '.join(TARGETS)}", "Data-centre cards take the route `tensorrt`, on the card itself.",
        )  # fmt: skip
    return _built(graph, targets, ranges)


def _built(graph: Path, targets: Sequence[str], ranges: Mapping[str, Range]) -> Engine:
    import tensorrt_rtx_bindings as trt

    said = _Ear(trt)
    builder = trt.Builder(said.logger)
    network = builder.create_network(0)
    parser = trt.OnnxParser(network, said.logger)
    if not parser.parse_from_file(str(graph)):
        reasons = "; ".join(parser.get_error(number).desc() for number in range(parser.num_errors))
        raise EngineError("A TensorRT-RTX engine could not be built", reasons or said.last)
    config = builder.create_builder_config()
    config.num_compute_capabilities = len(targets)
    for number, target in enumerate(targets):
        config.set_compute_capability(getattr(trt.ComputeCapability, target.upper()), number)
    config.add_optimization_profile(_profile(builder, network, ranges))
    plan = builder.build_serialized_network(network, config)
    if plan is None:
        raise EngineError("A TensorRT-RTX engine could not be built", said.last or "the builder gave no reason")
    return Engine(bytes(plan), network.num_layers)


def _profile(builder: Any, network: Any, ranges: Mapping[str, Range]) -> Any:
    profile = builder.create_optimization_profile()
    for tensor in (network.get_input(number) for number in range(network.num_inputs)):
        chosen = [_range(tensor, axis, size, ranges) for axis, size in enumerate(tensor.shape)]
        if -1 in tuple(tensor.shape):
            profile.set_shape(tensor.name, *([getattr(each, end) for each in chosen] for end in ("low", "best", "high")))
    return profile


def _range(tensor: Any, axis: int, size: int, ranges: Mapping[str, Range]) -> Range:
    if size != -1:
        return Range(size, size, size)
    for name in (tensor.get_dimension_name(axis), f"{tensor.name}:{axis}", "*"):
        if name and name in ranges:
            return ranges[name]
    raise EngineError("A TensorRT-RTX engine could not be built", f"no sizes were given for axis {axis} of {tensor.name}")


class _Ear:
    """Keeps the last thing that the builder complained about."""

    def __init__(self, trt: Any) -> None:
        self.last = ""
        ear = self

        class Logger(trt.ILogger):  # type: ignore[misc]
            def __init__(self) -> None:
                trt.ILogger.__init__(self)

            def log(self, severity: Any, message: str) -> None:
                if severity in (trt.ILogger.ERROR, trt.ILogger.INTERNAL_ERROR):
                    ear.last = message[:300]

        self.logger = Logger()
