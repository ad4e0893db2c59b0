# SPDX-License-Identifier: Apache-2.0
"""Block streaming: a model of many equal blocks runs on a device that does not hold all of them.

While one block computes, the weights of the next are copied beside it, into one of a few sets of buffers that are used over and
over, so that the allocator is left alone. Blocks wait in memory (pinned, where there is a card) or on disk. The results are
those of the resident model, bit by bit: the same tensors meet the same kernels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, Literal

import torch
from torch import Tensor, nn

Where = Literal["memory", "disk"]
_BUFFER_SETS = 2
"""One computes, one is being filled."""
_LEAST_BLOCKS = 2


def blocks_of(module: nn.Module) -> tuple[nn.Module, ...]:
    """The repeated blocks of a model: its largest list of modules of one class; none where it has no such list."""
    lists = [each for each in module.modules() if isinstance(each, nn.ModuleList) and len(each) >= _LEAST_BLOCKS]
    equal = [each for each in lists if len({type(block) for block in each}) == 1]
    largest = max(equal, key=lambda each: sum(tensor.numel() for tensor in each.parameters()), default=())
    return tuple(largest)


class BlockStream:
    """Streams the blocks of a module to a device while it runs. `attach` before, `detach` after; both may be called again.

    Args:
        module: with blocks, on the host.
        device: where it is to run.
        resident: so many blocks, from the first, stay on the device all the time.
        where: the others wait in memory or on disk.
        folder: for blocks on disk.
    """

    def __init__(
        self, module: nn.Module, device: torch.device, *, resident: int = 0, where: Where = "memory", folder: Path | None = None
    ) -> None:
        self.module, self.device, self.where, self._folder = module, device, where, folder
        blocks = blocks_of(module)
        self.resident, self.blocks = blocks[:resident], blocks[resident:]
        self.copied = 0
        self._waiting: list[_Waiting] = []
        self._filled: dict[int, int] = {}
        self._buffers: list[dict[str, Tensor]] = [{} for _ in range(_BUFFER_SETS)]
        self._handles: list[Any] = []
        self._copier = _copier(device)
        self._reader = ThreadPoolExecutor(1, "block-reader") if where == "disk" else None
        self._reading: dict[int, Future[Mapping[str, Tensor]]] = {}

    def attach(self) -> None:
        """The parts around the blocks go to the device; the blocks come when their turn is."""
        if self._handles:
            return
        self._put_aside()
        self.module.to(self.device)
        for index, block in enumerate(self.blocks):
            self._handles.append(block.register_forward_pre_hook(self._before(index)))
            self._handles.append(block.register_forward_hook(self._after(index)))

    def detach(self) -> None:
        """Everything back to the host, the buffers given up."""
        for handle in self._handles:
            handle.remove()
        self._handles.clear()
        self._copier.wait()
        self._filled.clear()
        self._reading.clear()
        self._buffers = [{} for _ in range(_BUFFER_SETS)]
        for waiting in self._waiting:
            waiting.restore()
        self.module.to("cpu")

    def _put_aside(self) -> None:
        """Note where each block's weights wait. Adapters may have come to the blocks since the last time: then all anew."""
        if [waiting.names for waiting in self._waiting] != [tuple(_tensors(block)) for block in self.blocks]:
            self._waiting = [self._waiting_room(index, block) for index, block in enumerate(self.blocks)]
        for waiting in self._waiting:
            waiting.empty()

    def _waiting_room(self, index: int, block: nn.Module) -> _Waiting:
        if self.where == "disk" and self._folder is not None:
            return _OnDisk(block, self._folder / f"block-{index:03d}.safetensors")
        return _InMemory(block, pinned=self.device.type == "cuda")

    def _before(self, index: int) -> Callable[..., None]:
        def fetch(_block: nn.Module, _args: Any) -> None:
            self._load(index, at=(next(reversed(self._filled.values()), -1) + 1) % _BUFFER_SETS)
            at = self._filled[index]
            self._copier.arrived(at)
            self._waiting[index].give(self._buffers[at])
            self._load((index + 1) % len(self.blocks), at=(at + 1) % _BUFFER_SETS)

        return fetch

    def _after(self, index: int) -> Callable[..., None]:
        def leave(_block: nn.Module, _args: Any, _output: Any) -> None:
            self._copier.used(self._filled[index])
            self._waiting[index].empty()

        return leave

    def _load(self, index: int, at: int) -> None:
        """Begin to copy a block into a set of buffers, unless it is in one. Blocks may be called in any order."""
        if index in self._filled:
            return
        self._filled = {block: filled for block, filled in self._filled.items() if filled != at}
        with self._copier.copying(at):
            for name, host in self._read(index).items():
                self._copy(at, name, host)
        self._filled[index] = at
        self.copied += 1
        self._read_ahead((index + 1) % len(self.blocks))

    def _read(self, index: int) -> Mapping[str, Tensor]:
        begun = self._reading.pop(index, None)
        return begun.result() if begun is not None else self._waiting[index].read()

    def _read_ahead(self, index: int) -> None:
        """Of blocks on disk, the one after next is read while the next is copied."""
        if self._reader is not None and index not in self._reading and index not in self._filled:
            self._reading[index] = self._reader.submit(self._waiting[index].read)

    def _copy(self, at: int, name: str, host: Tensor) -> None:
        """Into the buffer of that name. Quantised weights, whose bytes only their own class understands, move as they are."""
        if not _is_plain(host):
            self._buffers[at][name] = host.to(self.device, non_blocking=True)
            return
        kept = self._buffers[at].get(name)
        if kept is None or kept.shape != host.shape or kept.dtype != host.dtype:
            kept = self._buffers[at][name] = torch.empty_like(host, device=self.device)
        kept.copy_(host, non_blocking=True)


class _Waiting:
    """A block whose weights are elsewhere while it does not compute."""

    def __init__(self, block: nn.Module) -> None:
        self._block, self.names = block, tuple(_tensors(block))

    def read(self) -> Mapping[str, Tensor]:
        """The weights on the host."""
        raise NotImplementedError

    def give(self, tensors: Mapping[str, Tensor]) -> None:
        """Let the block compute with these."""
        for name, owner, key in _places(self._block):
            _set(owner, key, tensors[name])

    def empty(self) -> None:
        """Take its weights away."""
        for _, owner, key in _places(self._block):
            _set(owner, key, torch.empty(0, dtype=_get(owner, key).dtype))

    def restore(self) -> None:
        """Give it its own weights again, on the host."""
        self.give(self.read())


class _InMemory(_Waiting):
    """Weights in the machine's memory. Where the system gives no pinned memory (it may, under Windows, call that the card's
    memory being full), plain memory does, only slower."""

    def __init__(self, block: nn.Module, *, pinned: bool) -> None:
        super().__init__(block)
        self._kept = {name: _pinned(tensor) if pinned else tensor for name, tensor in _tensors(block).items()}

    def read(self) -> Mapping[str, Tensor]:
        return self._kept


class _OnDisk(_Waiting):
    """Weights in a file of their own."""

    def __init__(self, block: nn.Module, path: Path) -> None:
        from safetensors.torch import save_file

        super().__init__(block)
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        plain = {name: tensor.detach() for name, tensor in _tensors(block).items() if _is_plain(tensor)}
        self._kept = {name: tensor for name, tensor in _tensors(block).items() if not _is_plain(tensor)}
        save_file({name: tensor.contiguous().clone() for name, tensor in plain.items()}, path)

    def read(self) -> Mapping[str, Tensor]:
        from safetensors.torch import load_file

        return {**load_file(self._path), **self._kept}


class _Copier:
    """Copies at once: for devices whose copies are done when they return."""

    def copying(self, at: int) -> AbstractContextManager[None]:
        """Around the copies into a set of buffers."""
        return nullcontext()

    def arrived(self, at: int) -> None:
        """Computing may begin on this set only when its copies are through."""

    def used(self, at: int) -> None:
        """What computes on this set has been begun: it may be overwritten after that."""

    def wait(self) -> None:
        """Until nothing is under way."""


class _CudaCopier(_Copier):
    """Copies in a stream of their own, beside the computing. Events alone order the two: buffers are never given back while
    they may still be read, so the allocator need not know of the second stream."""

    def __init__(self, device: torch.device) -> None:
        self._device, self._stream = device, torch.cuda.Stream(device)  # type: ignore[no-untyped-call]
        self._arrived: dict[int, torch.cuda.Event] = {}
        self._used: dict[int, torch.cuda.Event] = {}

    @contextmanager
    def copying(self, at: int) -> Iterator[None]:
        if at in self._used:
            self._stream.wait_event(self._used[at])
        with torch.cuda.stream(self._stream):
            yield
        self._arrived[at] = self._stream.record_event()

    def arrived(self, at: int) -> None:
        torch.cuda.current_stream(self._device).wait_event(self._arrived[at])

    def used(self, at: int) -> None:
        self._used[at] = torch.cuda.current_stream(self._device).record_event()

    def wait(self) -> None:
        torch.cuda.synchronize(self._device)


def _copier(device: torch.device) -> _Copier:
    return _CudaCopier(device) if device.type == "cuda" else _Copier()


def _places(block: nn.Module) -> Iterator[tuple[str, nn.Module, str]]:
    """(full name, owner, key) of every parameter and buffer."""
    for prefix, owner in block.named_modules():
        for key in (*owner._parameters, *owner._buffers):
            if _get(owner, key) is not None:
                yield f"{prefix}.{key}" if prefix else key, owner, key


def _tensors(block: nn.Module) -> dict[str, Tensor]:
    return {name: _get(owner, key) for name, owner, key in _places(block)}


def _get(owner: nn.Module, key: str) -> Any:
    return owner._parameters[key] if key in owner._parameters else owner._buffers[key]


def _set(owner: nn.Module, key: str, tensor: Tensor) -> None:
    if key in owner._buffers:
        owner._buffers[key] = tensor
    elif isinstance(tensor, nn.Parameter):
        owner._parameters[key] = tensor
    else:
        owner._parameters[key] = nn.Parameter(tensor, requires_grad=False)


def _is_plain(tensor: Tensor) -> bool:
    return type(tensor) in (Tensor, nn.Parameter)


def _pinned(tensor: Tensor) -> Tensor:
    if not _is_plain(tensor):
        return tensor
    try:
        return tensor.detach().pin_memory()
    except RuntimeError:
        return tensor
