# SPDX-License-Identifier: Apache-2.0
"""Where a checkpoint's modules are: loaded once, handed out when needed, on the device, beside it, or streamed."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch

from aiprod.models.checkpoints import Checkpoint
from aiprod.shooting.diffusion.engine.brake import Brake
from aiprod.shooting.diffusion.engine.ladder import Way
from aiprod.shooting.diffusion.engine.memory import bytes_of
from aiprod.shooting.diffusion.engine.streaming import BlockStream, blocks_of
from aiprod.shooting.diffusion.families.base import Adapter

Loader = Callable[[Checkpoint, str, Way, torch.device], Any]
"""Makes the module of a checkpoint's component, on the host, as a way wants it on a device."""


_EXACT = ("vocoder",)
log = logging.getLogger(__name__)


def load(checkpoint: Checkpoint, name: str, way: Way, device: torch.device) -> Any:
    """A component as `models.loading` makes it; with its weights kept small, and with parts that were built for this machine and
    measured to be faster in PyTorch's place, where that is the way. Vocoders are kept exact: their errors are heard."""
    from aiprod.models import loading
    from aiprod.models.compiling.using import equip

    exact = name in _EXACT
    made = loading.load(checkpoint.components[name], torch.float32 if exact else getattr(torch, way.dtype))
    if name.startswith("transformer"):
        _prepare(made, way)
    for words in equip(checkpoint, name, made, str(device), way.dtype):
        log.info("a part built for this machine", extra={"model": checkpoint.id, "part": words})
    return made


def _prepare(transformer: Any, way: Way) -> None:
    """Weights that are kept smaller than they compute, and the attention that was chosen."""
    from aiprod.models.compiling.quantising import quantise

    if way.stored:
        quantise(transformer, way.stored, getattr(torch, way.dtype))
    if way.attention:
        transformer.set_attention_backend(way.attention)


class Residence:
    """The modules of one checkpoint on one device: the `Parts` that a family is driven with. Used by one thread at a time.

    Args:
        checkpoint: whose.
        device: where they run.
        way: how.
        loader: makes a component's module.
        folder: for blocks that wait on disk.

    Attributes:
        loads: how often each component was read from its files.
        brake: is on every module that was handed out.
    """

    def __init__(self, checkpoint: Checkpoint, device: torch.device, way: Way, *, loader: Loader = load, folder: Path) -> None:
        self.checkpoint, self.device, self.way = checkpoint, device, way
        self.loads: Counter[str] = Counter()
        self.brake = Brake(device)
        self._loader, self._folder = loader, folder
        self._modules: dict[str, Any] = {}
        self._streams: dict[str, BlockStream] = {}
        self._placed: set[str] = set()
        self._in_use: Counter[str] = Counter()

    @property
    def dtype(self) -> torch.dtype:
        found: torch.dtype = getattr(torch, self.way.dtype)
        return found

    @contextmanager
    def use(self, name: str, adapters: Sequence[Adapter] = ()) -> Iterator[Any]:
        """See `Parts.use`."""
        from aiprod.shooting.diffusion.families.adapters import adapted

        module = self._module(name)
        if not bytes_of(module):
            yield module
            return
        with adapted(module, adapters), self._here(name, module):
            yield module

    def arrange(self, way: Way) -> None:
        """From now on this way. No part may be in use, but for those whose frames are still being read."""
        for name in list(self._placed):
            if not self._in_use[name]:
                self._away(name)
        self._streams = {name: stream for name, stream in self._streams.items() if self._in_use[name]}
        self.way = way

    def leave(self) -> None:
        """Off the device, as far as nobody uses it; what was loaded stays in memory."""
        self.arrange(self.way)

    @property
    def idle(self) -> bool:
        """Whether anything is on the device that nobody uses."""
        return any(not self._in_use[name] for name in self._placed)

    def streamed(self, name: str) -> int:
        """How many blocks of a part were copied to the device so far."""
        stream = self._streams.get(name)
        return stream.copied if stream is not None else 0

    @property
    def can_stream(self) -> bool:
        """Whether any large part of it is made of blocks."""
        return any(self._streamable(name, module) for name, module in self._modules.items())

    def _module(self, name: str) -> Any:
        if name not in self._modules:
            if name not in self.checkpoint.components:
                raise KeyError(name)
            if self.way.placement != "resident":
                self._make_room(name)
            module = self._loader(self.checkpoint, name, self.way, self.device)
            self.loads[name] += 1
            if isinstance(module, torch.nn.Module):
                module.requires_grad_(False).eval()
                self.brake.put_on(module)
            self._modules[name] = module
        return self._modules[name]

    @contextmanager
    def _here(self, name: str, module: torch.nn.Module) -> Iterator[None]:
        self._in_use[name] += 1
        try:
            if name not in self._placed:
                self._bring(name, module)
            yield
        finally:
            self._in_use[name] -= 1
            if not self._in_use[name] and name in self._streams:
                self._away(name)

    def _bring(self, name: str, module: torch.nn.Module) -> None:
        if self.way.placement != "resident":
            self._make_room(name)
        self._placed.add(name)  # a half-moved module must be fetched back as well
        if self.way.placement in ("stream", "disk") and self._streamable(name, module):
            self._stream(name, module).attach()
        else:
            module.to(self.device)

    def _make_room(self, name: str) -> None:
        """Everything else that nobody uses leaves the device."""
        for other in self._placed - {name}:
            if not self._in_use[other]:
                self._away(other)

    def _away(self, name: str) -> None:
        self._placed = self._placed - {name}
        stream = self._streams.get(name)
        if stream is not None:
            stream.detach()
        else:
            self._modules[name].to("cpu")

    def _stream(self, name: str, module: torch.nn.Module) -> BlockStream:
        if name not in self._streams:
            disk = self.way.placement == "disk"
            self._streams[name] = BlockStream(
                module, self.device, resident=self.way.resident_blocks, where="disk" if disk else "memory",
                folder=self._folder / name if disk else None,
            )  # fmt: skip
        return self._streams[name]

    @staticmethod
    def _streamable(name: str, module: Any) -> bool:
        """Whether a part is made of blocks; decoders are small and their layers all different."""
        return isinstance(module, torch.nn.Module) and not name.endswith(("vae", "vocoder")) and bool(blocks_of(module))
