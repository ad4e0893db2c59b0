# SPDX-License-Identifier: Apache-2.0
"""The device that models run on here, and how fast it is: measured once in a few seconds, or from its maker's figures."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from aiprod.film.errors import UserError
from aiprod.film.files import data_home, read_json, write_json
from aiprod.film.hashing import hash_json

_GB = 1 << 30
_CARDS: tuple[tuple[str, float, float], ...] = (
    ("B200", 2250, 8000), ("H200", 989, 4800), ("H100", 989, 3350), ("A100", 312, 2039), ("L40S", 362, 864), ("L40", 181, 864),
    ("5090", 209, 1792), ("5080", 113, 960), ("5070 Ti", 88, 896), ("5070", 62, 672), ("5060 Ti", 47, 448), ("5060", 38, 448),
    ("4090", 165, 1008), ("4080", 98, 717), ("4070 Ti", 80, 504), ("4070", 58, 504), ("4060 Ti", 44, 288), ("4060", 30, 272),
    ("3090", 71, 936), ("3080", 60, 760), ("3070", 40, 448), ("3060", 26, 360),
)  # fmt: skip
"""Of a card's name: dense bfloat16 TFLOP/s with float32 sums, and GB/s of its memory, as NVIDIA states them."""

_REACHED = {"matmul": 0.55, "conv": 0.25, "attention": 0.45, "memory": 0.7}
"""Shares of the stated figures that ordinary kernels reach; a measurement replaces them."""


@dataclass(frozen=True)
class Device:
    """A device and what it does in a second.

    Attributes:
        name: as PyTorch names it; title: as people do.
        memory, free: bytes of its own memory (a processor's is the machine's).
        host: free bytes of the machine's memory.
        driver: version of the card's driver; "" for a processor.
        matmul, conv: floating-point operations a second by precision, then by width (see `Work`).
        attention: floating-point operations a second by precision.
        bandwidth, near: bytes a second of large tensors and of those in the cache.
        operation, view: seconds that one operation costs beside its work.
        bus: bytes a second between host and device.
        disk: bytes a second that weights are read at.
        measured: whether the figures were measured on it.
        capability: of a CUDA card ("8.9"); "" else.
    """

    name: str
    title: str
    memory: int
    free: int
    host: int
    driver: str = ""
    matmul: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    conv: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    attention: Mapping[str, float] = field(default_factory=dict)
    bandwidth: float = 1e10
    near: float = 3e10
    operation: float = 5e-6
    view: float = 1e-6
    bus: float = 25e9
    disk: float = 1e9
    measured: bool = False
    capability: str = ""

    @property
    def is_card(self) -> bool:
        return self.name.startswith("cuda")


def here(*, measure: bool = True) -> Device:
    """The best device of this machine: the card with most free memory, or the processor.

    Args:
        measure: measure the processor's figures where they aren't known yet (takes a few seconds; PyTorch is imported).
    """
    cards = _cards()
    if cards:
        return max(cards, key=lambda card: card.free)
    device = processor()
    return _known(device) or (calibrated(device) if measure else _guessed(device))


def processor() -> Device:
    """This machine's processor, without figures."""
    total, free = _memory()
    return Device("cpu", _processor_title(), total, free, free)


def _memory() -> tuple[int, int]:
    """(all, free) bytes of the machine's memory; a container's limit counts."""
    if importlib.util.find_spec("psutil") is not None:
        import psutil

        found = psutil.virtual_memory()
        return int(found.total), int(found.available)
    try:
        pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        return pages, os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return 8 * _GB, 4 * _GB


def _processor_title() -> str:
    from aiprod.models.compiling.measurements import machine

    return machine("cpu")


def _cards() -> list[Device]:
    """CUDA cards, as their driver's own tool lists them; empty where there is none or no driver."""
    tool = shutil.which("nvidia-smi")
    if tool is None:
        return []
    fields = "index,name,memory.total,memory.free,driver_version,compute_cap"
    command = [tool, f"--query-gpu={fields}", "--format=csv,noheader,nounits"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=True)
    except (OSError, subprocess.SubprocessError):
        return []
    return [card for line in done.stdout.splitlines() if (card := card_of(line))]


def card_of(line: str) -> Device | None:
    """A card from one line of nvidia-smi: index, name, MiB, free MiB, driver, capability."""
    parts = [part.strip() for part in line.split(",")]
    if len(parts) != 6 or not parts[2].isdigit() or not parts[3].isdigit():
        return None
    index, title, total, free, driver, capability = parts
    stated = next(((tera, giga) for sign, tera, giga in _CARDS if re.search(rf"\b{sign}\b", title)), (30.0, 300.0))
    rate, fast = stated[0] * 1e12, {"bfloat16": 1.0, "float16": 1.0, "float32": 0.25}
    if float(capability or 0) < 8.0:
        fast["bfloat16"] = 0.1
    return Device(
        f"cuda:{index}", title, int(total) << 20, int(free) << 20, _memory()[1], driver,
        {kind: {1024: rate * share * _REACHED["matmul"], 64: rate * share * 0.2} for kind, share in fast.items()},
        {kind: {512: rate * share * _REACHED["conv"], 32: rate * share * 0.05} for kind, share in fast.items()},
        {kind: rate * share * _REACHED["attention"] for kind, share in fast.items()},
        stated[1] * 1e9 * _REACHED["memory"], stated[1] * 2e9, 8e-6, 2e-6, capability=capability,
    )  # fmt: skip


def _guessed(device: Device) -> Device:
    """A processor whose figures were never measured: what a core of today does, for as many as there are."""
    cores = max((os.cpu_count() or 2) // 2, 1)
    rates = {"float32": 5e10 * cores, "bfloat16": 8e10 * cores, "float16": 1e10 * cores}
    return replace(
        device, matmul={k: {1024: r, 16: r / 10} for k, r in rates.items()},
        conv={k: {128: r / 2, 8: r / 20} for k, r in rates.items()}, attention={k: r / 2 for k, r in rates.items()},
    )  # fmt: skip


def _place(device: Device, threads: int) -> Any:
    return data_home() / "devices" / f"{hash_json([device.title, device.name, threads])[:16]}.json"


def _threads() -> int:
    """What PyTorch would use in this process, without importing it."""
    import sys

    torch = sys.modules.get("torch")
    return int(torch.get_num_threads()) if torch is not None else 0


def _known(device: Device) -> Device | None:
    """The device with the figures that were measured before, if they were."""
    try:
        found = read_json(_place(device, _threads()))
        simple: Any = {key: float(found[key]) for key in ("bandwidth", "near", "operation", "view")}
        figures: Any = {key: _rates(found[key]) for key in ("matmul", "conv")}
        return replace(device, **figures, **simple, attention=dict(found["attention"]), measured=True)
    except (UserError, OSError, KeyError, TypeError, ValueError, AttributeError):
        return None


def _rates(found: Mapping[str, Mapping[str, float]]) -> dict[str, dict[int, float]]:
    return {kind: {int(width): float(rate) for width, rate in by.items()} for kind, by in found.items()}


def calibrated(device: Device, *, keep: bool = True) -> Device:
    """The processor with its figures measured now, in a few seconds of its time, and kept for the next time."""
    import torch

    kinds, few = ("float32", "bfloat16"), torch.zeros(4)
    with torch.no_grad():
        found = replace(
            device,
            matmul={kind: {width: _matmul(torch, kind, width) for width in (4, 16, 64, 256, 1024)} for kind in kinds},
            conv={kind: {width: _conv(torch, kind, width) for width in (4, 16, 64, 256)} for kind in kinds},
            attention={kind: _attention(torch, kind) for kind in kinds},
            bandwidth=_bandwidth(torch, 16 << 20), near=_bandwidth(torch, 1 << 18),
            operation=_seconds(lambda: few.add(1), 300), view=_seconds(lambda: few.view(2, 2), 300),
            measured=True,
        )  # fmt: skip
    if keep:
        write_json(_place(device, _threads()), {k: v for k, v in asdict(found).items() if k not in ("free", "host")})
    return found


def _seconds(run: Callable[[], Any], times: int = 3) -> float:
    """Processor time of one run, the best of three rounds: other work on the machine doesn't count, waiting neither."""
    run()
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter(), time.process_time()
        for _ in range(times):
            run()
        wall, busy = time.perf_counter() - start[0], time.process_time() - start[1]
        best = min(best, min(wall, busy) / times)
    return max(best, 1e-9)


def _matmul(torch: Any, kind: str, width: int) -> float:
    number, rows = getattr(torch, kind), 512
    inner = max(width, 64)
    x, w = torch.randn(rows, inner, dtype=number), torch.randn(width, inner, dtype=number)
    return 2.0 * rows * inner * width / _seconds(lambda: torch.nn.functional.linear(x, w), max(1, 200 // width))


def _conv(torch: Any, kind: str, width: int) -> float:
    number = getattr(torch, kind)
    side = 48 if width <= 16 else 24 if width <= 64 else 12
    x, w = torch.randn(1, width, 5, side, side, dtype=number), torch.randn(width, width, 3, 3, 3, dtype=number)
    work = 2.0 * 27 * width * width * 5 * side * side
    return work / _seconds(lambda: torch.nn.functional.conv3d(x, w, padding=1), 1)


def _attention(torch: Any, kind: str) -> float:
    q = torch.randn(1, 4, 1024, 64, dtype=getattr(torch, kind))
    return 4.0 * 4 * 1024 * 1024 * 64 / _seconds(lambda: torch.nn.functional.scaled_dot_product_attention(q, q, q), 1)


def _bandwidth(torch: Any, numbers: int) -> float:
    x = torch.zeros(numbers)
    y = torch.zeros(numbers)
    return 12.0 * numbers / _seconds(lambda: torch.add(x, y), 2 if numbers > 1 << 20 else 50)
