# SPDX-License-Identifier: Apache-2.0
"""Built blocks in the place of PyTorch's: each call hands the weights of its block to the one graph or engine that serves all."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import torch
from torch.utils import _pytree as trees

from aiprod.models.compiling.calls import Signature, blocks_of

if TYPE_CHECKING:
    from aiprod.models.compiling.block_graphs import BlockGraph


class BlockRunner(Protocol):
    """Runs a built block."""

    signature: Signature

    def run(self, block: Any, tensors: Sequence[torch.Tensor]) -> Any:
        """The block's results on a call's tensors."""
        ...

    def takes(self, block: Any, tensors: Sequence[torch.Tensor]) -> bool:
        """Whether weights and sizes are as the graph wants them: not while a LoRA hangs on them unfused, or when quantised."""
        ...


@contextmanager
def in_place_of(transformer: Any, runner: BlockRunner) -> Iterator[None]:
    """A transformer's blocks run by `runner` for as long as the context lasts; hooks on the blocks stay in force.

    A call that is not the graph's (skipped attention, another kind of conditioning) goes to PyTorch's block as ever.
    """
    put_in_place(transformer, runner)
    try:
        yield
    finally:
        for block in blocks_of(transformer):
            block.__dict__.pop("forward", None)


def put_in_place(transformer: Any, runner: BlockRunner) -> None:
    """The same for good."""
    for block in blocks_of(transformer):
        block.forward = _Through(block, block.forward, runner)


class _Through:
    def __init__(self, block: Any, forward: Any, runner: BlockRunner) -> None:
        self._block, self._forward, self._runner = block, forward, runner

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        tensors = [leaf for leaf in trees.tree_leaves((arguments, named)) if torch.is_tensor(leaf)]
        if Signature.of(arguments, named) != self._runner.signature or not self._runner.takes(self._block, tensors):
            return self._forward(*arguments, **named)
        return self._runner.run(self._block, tensors)


def _takes(block: Any, names: Sequence[str], dtype: torch.dtype | None) -> bool:
    there = dict(block.named_parameters())
    return all(name in there and type(there[name].data) is torch.Tensor for name in names) and (
        dtype is None or all(there[name].dtype == dtype for name in names)
    )


_KINDS = {
    "tensor(float)": torch.float32, "tensor(double)": torch.float64, "tensor(int64)": torch.int64, "tensor(bool)": torch.bool,
    "tensor(float16)": torch.float16,
}  # fmt: skip


def _fits(tensor: torch.Tensor, kind: torch.dtype | None, shape: Sequence[Any]) -> bool:
    """Whether a tensor is of a graph's type, and of its size where that is not free (names are)."""
    same = all(not isinstance(wanted, int) or wanted == size for wanted, size in zip(shape, tensor.shape, strict=True))
    return same and tensor.dtype == kind


class OnnxBlocks:
    """Blocks by ONNX Runtime on the processor, float32. Weights are handed over without a copy."""

    def __init__(self, path: Path, graph: BlockGraph, signature: Signature, threads: int = 0) -> None:
        from aiprod.models.compiling.decoders import session

        self.signature, self._graph = signature, graph
        self._session = session(path, threads or torch.get_num_threads())
        self._wanted = {each.name: (_KINDS.get(each.type), tuple(each.shape)) for each in self._session.get_inputs()}

    def takes(self, block: Any, tensors: Sequence[torch.Tensor]) -> bool:
        given = zip(self._graph.tensors, tensors, strict=True)
        fits = all(_fits(tensor, *self._wanted[name]) for name, tensor in given if name)
        return fits and _takes(block, self._graph.weights, torch.float32)

    def run(self, block: Any, tensors: Sequence[torch.Tensor]) -> Any:
        weights = dict(block.named_parameters())
        feed = {name: weights[name].detach().numpy() for name in self._graph.weights}
        feed |= {name: tensor.detach().numpy() for name, tensor in zip(self._graph.tensors, tensors, strict=True) if name}
        found = tuple(torch.from_numpy(each) for each in self._session.run(None, feed))
        return found if len(found) > 1 else found[0]


class EngineBlocks:
    """Blocks by a TensorRT engine on an NVIDIA card: it computes on the tensors where they lie, in PyTorch's own stream.

    One engine and one context serve all blocks. The first run on a card compiles the engine's kernels for it and takes seconds.
    """

    def __init__(self, plan: bytes, graph: BlockGraph, signature: Signature, device: str) -> None:
        import tensorrt_rtx_bindings as trt

        self.signature, self._graph, self._device = signature, graph, torch.device(device)
        self._trt, self._lock = trt, threading.Lock()
        self._runtime = trt.Runtime(trt.Logger(trt.Logger.ERROR))
        self._engine = self._runtime.deserialize_cuda_engine(plan)
        self._context = self._engine.create_execution_context()
        names = [self._engine.get_tensor_name(number) for number in range(self._engine.num_io_tensors)]
        self._outputs = [name for name in names if self._engine.get_tensor_mode(name) == trt.TensorIOMode.OUTPUT]

    def takes(self, block: Any, tensors: Sequence[torch.Tensor]) -> bool:
        return _takes(block, self._graph.weights, None)

    def run(self, block: Any, tensors: Sequence[torch.Tensor]) -> Any:
        """Refused sizes (outside the engine's profile) raise ValueError."""
        weights = dict(block.named_parameters())
        given = {name: weights[name].data for name in self._graph.weights}
        given |= {name: tensor for name, tensor in zip(self._graph.tensors, tensors, strict=True) if name}
        with self._lock:
            held = {name: self._bound(name, tensor) for name, tensor in given.items()}
            found = tuple(self._result(name) for name in self._outputs)
            stream = torch.cuda.current_stream(self._device)
            if not self._context.execute_async_v3(stream.cuda_stream):
                raise RuntimeError("the engine could not be run")
            for tensor in held.values():
                tensor.record_stream(stream)
        return found if len(found) > 1 else found[0]

    def _bound(self, name: str, tensor: torch.Tensor) -> torch.Tensor:
        wanted = _torch_type(self._trt, self._engine.get_tensor_dtype(name))
        there = tensor.to(self._device, wanted).contiguous()
        if not self._context.set_input_shape(name, tuple(there.shape)):
            raise ValueError(f"{name} of {tuple(there.shape)} is not among the sizes that the engine was built for")
        self._context.set_tensor_address(name, there.data_ptr())
        return there

    def _result(self, name: str) -> torch.Tensor:
        shape = tuple(self._context.get_tensor_shape(name))
        found = torch.empty(shape, device=self._device, dtype=_torch_type(self._trt, self._engine.get_tensor_dtype(name)))
        self._context.set_tensor_address(name, found.data_ptr())
        return found


def _torch_type(trt: Any, kind: Any) -> torch.dtype:
    types = {trt.float32: torch.float32, trt.float16: torch.float16, trt.bfloat16: torch.bfloat16, trt.int64: torch.int64}
    return types[kind]
