# SPDX-License-Identifier: Apache-2.0
"""What every model family offers, and what it is handed. The engine drives families through this and knows none by name.

A clip goes through *stages* ("base", then "refine" and "temporal" where asked for); between two stages there are only latents,
which can be kept on disk, so that a crash costs one stage. Modules come from `Parts`: whether they stay on the device, are
streamed or compiled is the engine's affair.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from aiprod.models.checkpoints import Checkpoint
from aiprod.shooting.diffusion.request import Media, VideoRequest

if TYPE_CHECKING:
    import numpy as np
    import torch
    from numpy.typing import NDArray

    Tensors = Mapping[str, torch.Tensor]


@dataclass(frozen=True)
class Embedding:
    """A prompt as a model reads it: tensors [1, …] by name (states, masks, pooled), on the host, ready to be kept."""

    tensors: Tensors


@dataclass
class Clip:
    """One clip on its way: a settled request and what belongs to it.

    Attributes:
        latents: after the last finished stage, by name ("video" [1, C, F, H, W], "audio" …), normalised as the transformer takes
            them; empty before.
    """

    request: VideoRequest
    media: Media
    positive: Embedding
    negative: Embedding | None
    latents: dict[str, torch.Tensor] = field(default_factory=dict)


@dataclass(frozen=True)
class Footage:
    """What a clip became.

    Attributes:
        frames: uint8 [height, width, 3], one after another, as many as the settled request says; decoded while they are read.
        sound: float32 [samples, channels] in -1..1, or None.
        sound_rate: its samples a second.
    """

    frames: Iterator[NDArray[np.uint8]]
    count: int
    sound: NDArray[np.float32] | None = None
    sound_rate: int = 0


@dataclass(frozen=True)
class Adapter:
    """A LoRA of the stack that is in force, in the stack's order."""

    path: Path
    weight: float
    sha256: str


class Parts(Protocol):
    """Hands out the modules of a checkpoint."""

    @property
    def device(self) -> torch.device: ...

    @property
    def dtype(self) -> torch.dtype: ...

    def use(self, name: str, adapters: Sequence[Adapter] = ()) -> AbstractContextManager[Any]:
        """The component by name, on the device and with exactly these adapters for as long as the context lasts.

        Raises:
            KeyError: the checkpoint has no such component.
            UserError: an adapter is not for this component.
        """
        ...


class Hooks(Protocol):
    """Who looks on while a stage runs."""

    def step(self, done: int, total: int, estimate: Tensors) -> None:
        """After every step: the clean latents as they look now (x0), of the whole batch. Raises Stopped to end the work."""
        ...


class VideoModel(Protocol):
    """A family's driver of one checkpoint."""

    def encode(self, prompts: Sequence[str]) -> list[Embedding]:
        """Prompts as the model reads them, in the same order."""
        ...

    def stages(self, request: VideoRequest) -> tuple[str, ...]: ...

    def together(self, request: VideoRequest) -> str:
        """Requests with the same key can be made in one batch."""
        ...

    def run(self, stage: str, clips: Sequence[Clip], hooks: Hooks) -> None:
        """Take the clips' latents through a stage, all at once. Each clip's noise is its own seed's: a batch changes nothing."""
        ...

    def decode(
        self, clip: Clip, *, tile: int | None = None, frames: int | None = None, made: Iterator[NDArray[np.uint8]] | None = None
    ) -> Footage:
        """Pictures and sound of finished latents, in tiles of so many pixels and so many frames at a time where given.

        Args:
            made: the clip's own `pictures`, where they are decoded together with others'.
        """
        ...

    def pictures(self, clips: Sequence[Clip], frames: int | None = None) -> Iterator[NDArray[np.uint8]]:
        """What the finished latents of clips that go `together` look like, decoded at once, whole pictures: [clips, n, height,
        width, 3] piece after piece, of so many frames at a time where given. The last piece may go beyond a clip's end."""
        ...

    def small(self, estimate: Tensors, index: int) -> NDArray[np.float32]:
        """The video latents of one clip of a batch's estimate, float32 [frames, height, width, channels]: for previews."""
        ...


class Family(Protocol):
    """A model family."""

    name: str

    def settle(self, request: VideoRequest, checkpoint: Checkpoint) -> VideoRequest:
        """The request with everything that was left open filled in, checked against what this checkpoint can do.

        Raises:
            UserError: something that can't be made, or that the library would ignore or round without a word; with the nearest.
        """
        ...

    def drive(self, checkpoint: Checkpoint, parts: Parts) -> VideoModel: ...


class PlainParts:
    """Modules that are all on one device: for tests and small models."""

    def __init__(self, modules: Mapping[str, Any], device: torch.device, dtype: torch.dtype) -> None:
        self._modules, self.device, self.dtype = modules, device, dtype

    def use(self, name: str, adapters: Sequence[Adapter] = ()) -> AbstractContextManager[Any]:
        from aiprod.shooting.diffusion.families.adapters import adapted

        return adapted(self._modules[name], adapters)
