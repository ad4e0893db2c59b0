# SPDX-License-Identifier: Apache-2.0
"""What a part of a model was measured to cost on this machine, by each way of running it. The planner reads it.

One file for each measurement, named by what was measured: the newest figure of the same thing replaces the older one, and two
processes never wait for each other.
"""

from __future__ import annotations

import platform
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from aiprod.film.base import FilmObject
from aiprod.film.errors import UserError
from aiprod.film.files import data_home, read_json, write_json
from aiprod.film.hashing import hash_json

Route = Literal["eager", "channels_last", "compile", "onnx", "tensorrt-rtx", "tensorrt", "torchao", "gguf", "layerwise"]
"""How a part is run. "eager" is plain PyTorch."""


class Measurement(FilmObject):
    """One way of running one part, measured."""

    machine: str
    """`machine(device)`: processor or card, driver, threads' worth of cores."""
    device: str
    """As PyTorch names it: "cpu", "cuda:0"."""
    part: str
    """"vae.decoder", "transformer", "transformer.block", …"""
    model: str
    """The checkpoint's id."""
    weights: str
    """SHA-256 over the part's weights and the LoRAs fused into them (`keys.weights_key`)."""
    route: Route
    precision: str
    """Of the arithmetic or the stored weights: "float32", "bfloat16", "int8", "float8_e4m3fn", "Q8_0", …"""
    shape: dict[str, int]
    """What it ran on: latent "frames", "height", "width"; "tokens", "audio_tokens", "text"; "batch"."""
    threads: int = Field(0, ge=0)
    """Of the processor, 0 on a card."""
    seconds: float = Field(ge=0)
    """Wall time of one run, the best of several."""
    processor_s: float = Field(0, ge=0)
    """Processor time of the same run: steadier on a machine that does other things too."""
    bytes: int = Field(0, ge=0)
    """Of the weights as they are kept while it runs."""
    peak_bytes: int = Field(0, ge=0)
    """Peak of the device's memory during the run, where it could be read."""
    flops: float = Field(0, ge=0)
    """Counted for the run in eager PyTorch; 0 where not counted."""
    error: float = Field(ge=0)
    """Relative L2 distance of the output from the reference's."""
    largest_error: float = Field(0, ge=0)
    """Largest absolute distance of any value of the output."""
    reference: str = "float32"
    """What the error is measured against."""
    builder: str = ""
    """Libraries with versions."""
    at: str = ""
    """When, UTC."""

    def identity(self) -> str:
        """The hash of what was measured, without the figures."""
        return hash_json([
            self.machine, self.device, self.part, self.weights, self.route, self.precision, sorted(self.shape.items()),
            self.threads,
        ])  # fmt: skip


def folder() -> Path:
    return data_home() / "measurements"


def record(measurement: Measurement) -> Measurement:
    """Keep a measurement in place of an older one of the same thing; returns it with its time."""
    kept = measurement.model_copy(update={"at": datetime.now(UTC).isoformat(timespec="seconds")})
    write_json(folder() / f"{kept.identity()}.json", kept.to_json())
    return kept


def measured(*, model: str = "", part: str = "", device: str = "", here: bool = True) -> list[Measurement]:
    """Measurements that fit, newest first; `here`: only those of this machine as it is now. Damaged files are left out."""
    found = [
        each for each in _all()
        if (not model or each.model == model) and (not part or each.part == part) and (not device or each.device == device)
        and (not here or each.machine == machine(each.device))
    ]  # fmt: skip
    return sorted(found, key=lambda each: each.at, reverse=True)


def fastest(among: Iterable[Measurement], error: float) -> Measurement | None:
    """The quickest way whose relative error is no larger than `error`."""
    return min((each for each in among if each.error <= error), key=lambda each: each.seconds, default=None)


def _all() -> Iterable[Measurement]:
    for path in sorted(folder().glob("*.json")) if folder().is_dir() else ():
        try:
            yield Measurement.from_json(read_json(path))
        except (UserError, ValueError):
            continue


@cache
def machine(device: str) -> str:
    """What decides how fast a device is, in words: measurements of another machine are not used."""
    if device.startswith("cuda"):
        import torch

        card = torch.cuda.get_device_properties(device)
        return f"{card.name}, sm{card.major}{card.minor}, {card.total_memory >> 20} MiB, CUDA {torch.version.cuda}"
    import os

    return f"{_processor()}, {os.cpu_count()} cores, {platform.system()}"


def _processor() -> str:
    """The processor's name, as the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
