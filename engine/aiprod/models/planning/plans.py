# SPDX-License-Identifier: Apache-2.0
"""What the planner is asked and what it answers.

    plan(checkpoint, numbers, device, after=None) -> Plan | NoPlan

lies in `planning.planner`; `numbers.of(request, checkpoint)` makes the numbers of a settled request, `devices.here()` the device.
After the device ran out of memory, ask again with `after=` the plan that failed: the answer is one that needs less.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Compute = Literal["float32", "bfloat16", "float16"]
"""What the arithmetic is done in."""
Storage = Literal["float32", "bfloat16", "float16", "float8", "int8", "gguf"]
"""What the transformer's weights are kept in."""
Offload = Literal["resident", "model", "blocks"]
"""resident: every part stays on the device. model: only the part that works is there. blocks: the transformer's blocks are
streamed from the host's memory too."""
Route = Literal["eager", "compile", "onnx", "tensorrt-rtx", "tensorrt"]
StageName = Literal["encode", "base", "refine", "temporal", "decode"]


@dataclass(frozen=True)
class Numbers:
    """What decides the cost of a request.

    Attributes:
        width, height: of the finished clip, pixels.
        frames: of the finished clip.
        rate: frames a second.
        steps: of the base stage (calls of the scheduler).
        forwards: clips' worth of transformer passes a step: 1 without guidance, 2 with CFG, 4 with CFG, STG and modality.
        together: how many of those passes are one batch (CFG pairs in most pipelines); memory depends on it.
        refine_steps: of the second stage; 0: there is none (the base stage is then full size).
        temporal: 1, 2 or 4: the base stage makes so many times fewer frames.
        temporal_steps: of the stage that makes the frames between.
        references: extra frames of control or reference video that go through the transformer beside the clip, pixels' frames.
        sound: whether sound is made too.
        clips: how many clips wait that could be one batch.
        prompts: how many prompts aren't encoded yet (each takes one pass of the text encoder).
        cached: share of the transformer's work that the step cache saves, 0 to 1.
    """

    width: int
    height: int
    frames: int
    rate: float = 24.0
    steps: int = 30
    forwards: int = 2
    together: int = 1
    refine_steps: int = 0
    temporal: int = 1
    temporal_steps: int = 0
    references: int = 0
    sound: bool = False
    clips: int = 1
    prompts: int = 2
    cached: float = 0.0


@dataclass(frozen=True)
class StagePlan:
    """One stage of the work, for the whole batch.

    Attributes:
        seconds: predicted.
        flops: floating-point operations.
        moved: bytes that go over the bus because of offload.
        peak_bytes: of the device's memory while it runs (on a processor: of the process's).
        measured: whether the seconds come from a measurement of this very work instead of from the model.
    """

    name: StageName
    seconds: float
    flops: float
    peak_bytes: int
    moved: int = 0
    measured: bool = False


@dataclass(frozen=True)
class Plan:
    """How it is to be done.

    Attributes:
        device: as PyTorch names it ("cpu", "cuda:0").
        keep_blocks: with `offload` "blocks", how many of the transformer's blocks stay on the device; the others are streamed.
        prefetch: how many blocks are fetched ahead.
        tile: decode in tiles of so many pixels; None: whole pictures.
        tile_frames: decode so many frames at a time; None: all.
        attention: for diffusers' `set_attention_backend`.
        batch: how many clips are made at once.
        transformer_route, decoder_route: how these parts are run.
        peak_bytes: of the device's memory, the highest of all stages.
        host_bytes: of the host's memory, for weights that wait there.
        load_seconds: to read the weights from the disk, once.
        why: plain sentences.
    """

    device: str
    compute: Compute
    storage: Storage
    offload: Offload
    batch: int
    attention: str
    stages: tuple[StagePlan, ...]
    peak_bytes: int
    host_bytes: int
    keep_blocks: int = 0
    prefetch: int = 2
    tile: int | None = None
    tile_frames: int | None = None
    transformer_route: Route = "eager"
    decoder_route: Route = "eager"
    load_seconds: float = 0.0
    why: tuple[str, ...] = ()

    @property
    def seconds(self) -> float:
        """For all clips of the batch, without loading."""
        return sum(stage.seconds for stage in self.stages)

    def stage(self, name: str) -> StagePlan:
        """Raises KeyError where the plan has no such stage."""
        for stage in self.stages:
            if stage.name == name:
                return stage
        raise KeyError(name)


@dataclass(frozen=True)
class Reason:
    """A plain sentence of a plan, for people."""

    sentence: str


@dataclass(frozen=True)
class NoPlan:
    """It can't be done here.

    Attributes:
        why: one plain clause ("it needs 19.2 GB of the card's memory, 8.0 GB are free").
        remedy: what would help: a sentence.
        needed, there: bytes of whatever is short.
    """

    why: str
    remedy: str
    needed: int = 0
    there: int = 0


@dataclass(frozen=True)
class Fit:
    """Whether and how a model works on a device.

    Attributes:
        runs: whether it makes such a clip here.
        device: what it would run on. precision: what the arithmetic is done in. weights: what the weights are kept in, where that
            is something else. offload: where they are kept ("resident", "model", "blocks"). All but the device are empty where it
            does not run, or where it is no video model.
        seconds: for one clip, once it is loaded; `load_seconds` for that; 0 where nobody can say.
        peak_bytes, host_bytes: of the device's memory and of the machine's.
        why: plain sentences.
        remedy: what would help.
    """

    runs: bool
    device: str
    precision: str = ""
    weights: str = ""
    offload: str = ""
    seconds: float = 0.0
    load_seconds: float = 0.0
    peak_bytes: int = 0
    host_bytes: int = 0
    why: tuple[str, ...] = ()
    remedy: str = ""
