# SPDX-License-Identifier: Apache-2.0
"""The device that models run on here, and how fast it is: measured once in a few seconds, or from its maker's figures."""

from __future__ import annotations

import importlib.util
import math
import os
import re
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from aiprod.film.errors import UserError
from aiprod.film.files import data_home, read_json, write_json
from aiprod.film.hashing import hash_json
from aiprod.models.planning.drivers import MACHINE, Reader, look

_GB = 1 << 30
_CARDS: tuple[tuple[str, float, float], ...] = (
    ("B200", 2250, 8000), ("H200", 989, 4800), ("H100", 989, 3350), ("A100", 312, 2039), ("L40S", 362, 864), ("L40", 181, 864),
    ("5090", 209, 1792), ("5080", 113, 960), ("5070 Ti", 88, 896), ("5070", 62, 672), ("5060 Ti", 47, 448), ("5060", 38, 448),
    ("4090", 165, 1008), ("4080", 98, 717), ("4070 Ti", 80, 504), ("4070", 58, 504), ("4060 Ti", 44, 288), ("4060", 30, 272),
    ("3090", 71, 936), ("3080", 60, 760), ("3070", 40, 448), ("3060", 26, 360),
)  # fmt: skip
"""Of a card's name: dense bfloat16 TFLOP/s with float32 sums, and GB/s of its memory, as NVIDIA states them."""

_OF_NOW = ("free", "host", "lack", "lack_remedy")
_TAKING = 4.5e-10
"""Seconds for each byte of new memory, on a processor that was never measured: as on those that were."""
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
        unfolded: the same of small convolutions in float32, by width; empty on a card, which knows no such difference.
        attention: floating-point operations a second by precision.
        bandwidth, near: bytes a second of large tensors and of those in the cache.
        taking: seconds for each byte of a large tensor whose memory is taken anew; 0 on a card, where PyTorch keeps it.
        reduction: seconds for each number of a norm across a side that is not the innermost; 0 on a card.
        operation, view: seconds that one operation costs beside its work.
        bus: bytes a second between host and device.
        disk: bytes a second that weights are read at.
        measured: whether the figures were measured on it.
        capability: of a CUDA card ("8.9"); "" else.
        lack, lack_remedy: of a processor, what is in the way of the card that is here too (what, why), and what helps.
    """

    name: str
    title: str
    memory: int
    free: int
    host: int
    driver: str = ""
    matmul: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    conv: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    unfolded: Mapping[int, float] = field(default_factory=dict)
    attention: Mapping[str, float] = field(default_factory=dict)
    bandwidth: float = 1e10
    near: float = 3e10
    taking: float = 0.0
    reduction: float = 0.0
    operation: float = 5e-6
    view: float = 1e-6
    bus: float = 25e9
    disk: float = 1e9
    measured: bool = False
    capability: str = ""
    lack: tuple[str, ...] = ()
    lack_remedy: str = ""

    @property
    def is_card(self) -> bool:
        return self.name.startswith("cuda")


def here(*, measure: bool = True, reader: Reader = MACHINE) -> Device:
    """The best device of this machine: the card with most free memory, or the processor.

    Args:
        measure: measure the processor's figures with PyTorch where they aren't known yet (takes a quarter of a minute); else a
            glance of half a second must do.
        reader: where the machine is read.
    """
    cards, trouble = _cards(reader)
    if cards:
        return max(cards, key=lambda card: card.free)
    device = processor()
    if trouble is not None:
        device = replace(device, lack=(trouble.what, trouble.why), lack_remedy=trouble.remedy)
    return _known(device) or (calibrated(device) if measure else glanced(device))


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


def _cards(reader: Reader) -> tuple[list[Device], UserError | None]:
    """CUDA cards that can be used, and what is in the way of those that can't."""
    lines, trouble = look(reader)
    return [card for line in lines if (card := card_of(line))], trouble


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
        matmul={kind: {1024: rate * share * _REACHED["matmul"], 64: rate * share * 0.2} for kind, share in fast.items()},
        conv={kind: {512: rate * share * _REACHED["conv"], 32: rate * share * 0.05} for kind, share in fast.items()},
        attention={kind: rate * share * _REACHED["attention"] for kind, share in fast.items()},
        bandwidth=stated[1] * 1e9 * _REACHED["memory"], near=stated[1] * 2e9, operation=8e-6, view=2e-6, capability=capability,
    )  # fmt: skip


def glanced(device: Device) -> Device:
    """A processor that PyTorch was never measured on: one product and one sum are timed, and the rest follows as it does on the
    processors that were measured."""
    rate, bandwidth = _glance(device)
    shares = {"float32": 1.0, "bfloat16": 2.0 if _knows_bfloat16() else 0.3, "float16": 0.2}
    rates = {kind: rate * share for kind, share in shares.items()}
    return replace(
        device, matmul={kind: {1024: each, 64: each, 16: each / 2, 4: each / 8} for kind, each in rates.items()},
        conv={kind: {256: each * 0.9, 64: each / 2, 16: each / 8, 4: each / 30} for kind, each in rates.items()},
        attention=dict.fromkeys(rates, rate * 0.8), bandwidth=bandwidth, near=bandwidth * 8, taking=_TAKING, reduction=4e-9,
    )  # fmt: skip


def _glance(device: Device) -> tuple[float, float]:
    """(float32 operations a second, bytes a second), timed once for each processor and kept."""
    place = data_home() / "devices" / f"{hash_json([device.title, os.cpu_count()])[:16]}-glance.json"
    try:
        found = read_json(place)
        return float(found["matmul"]), float(found["bandwidth"])
    except (UserError, KeyError, TypeError, ValueError):
        pass
    import numpy as np

    x, much = np.ones((1024, 1024), np.float32), np.ones(8 << 20, np.float32)
    out = np.empty_like(much)
    rate, bandwidth = 2.0 * 1024**3 / _clocked(lambda: x @ x), 12.0 * much.size / _clocked(lambda: np.add(much, much, out=out))
    with suppress(UserError):
        write_json(place, {"matmul": rate, "bandwidth": bandwidth})
    return rate, bandwidth


def _clocked(run: Callable[[], Any]) -> float:
    """Seconds of one run, the best of five; waiting for other programs doesn't count."""
    taken = []
    for _ in range(5):
        wall, busy = time.perf_counter(), time.process_time()
        run()
        taken.append(min(time.perf_counter() - wall, time.process_time() - busy))
    return max(min(taken), 1e-9)


def _knows_bfloat16() -> bool:
    """Whether the processor computes in bfloat16 itself."""
    try:
        flags = Path("/proc/cpuinfo").read_text("utf-8", errors="replace")
    except OSError:
        return False
    return bool(re.search(r"\b(avx512_bf16|amx_bf16)\b", flags))


def _place(device: Device, threads: int) -> Path:
    return data_home() / "devices" / f"{hash_json([device.title, device.name, threads])[:16]}.json"


def _threads() -> int:
    """What PyTorch would use in this process, without importing it."""
    torch = sys.modules.get("torch")
    told = os.environ.get("OMP_NUM_THREADS", "")
    return int(torch.get_num_threads()) if torch is not None else int(told) if told.isdecimal() else os.cpu_count() or 1


def _known(device: Device) -> Device | None:
    """The device with the figures that were measured before, if they were."""
    try:
        found = read_json(_place(device, _threads()))
        simple: Any = {key: float(found[key]) for key in ("bandwidth", "near", "taking", "reduction", "operation", "view")}
        figures: Any = {key: _rates(found[key]) for key in ("matmul", "conv")}
        figures["unfolded"] = {int(width): float(rate) for width, rate in found["unfolded"].items()}
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
            conv={kind: {width: _conv(torch, kind, width, *_LARGE[width]) for width in _LARGE} for kind in kinds},
            unfolded={width: _conv(torch, "float32", width, 5, side, side) for width, side in _FEW.items()},
            attention={kind: _attention(torch, kind) for kind in kinds},
            bandwidth=_bandwidth(torch, _MUCH, again=True), taking=_taking(torch),
            near=_bandwidth(torch, 1 << 18),
            reduction=_reduction(torch), operation=_seconds(lambda: few.add(1), 300), view=_seconds(lambda: few.view(2, 2), 300),
            measured=True,
        )  # fmt: skip
    if keep:
        write_json(_place(device, _threads()), {k: v for k, v in asdict(found).items() if k not in _OF_NOW})
    return found


def swiftness() -> list[float]:
    """Seconds of processor time for a product, a convolution, a small product and a sum of large tensors, now."""
    import torch

    x, much = torch.ones(512, 512), torch.ones(8 << 20)
    few = torch.ones(64, 64)
    with torch.no_grad():
        conv = 1.0 / _conv(torch, "float32", 64, *_LARGE[64])
        return [
            _seconds(lambda: x @ x, 4),
            conv,
            _seconds(lambda: few @ few, 200),
            _seconds(lambda: torch.add(much, much), 2),
        ]


def slowed(device: Device, product: float, convolution: float, call: float, sum_: float) -> Device:
    """A device whose products, convolutions, calls and sums of large tensors take so many times as long as when it was
    measured."""
    return replace(
        device, matmul={kind: {w: rate / product for w, rate in by.items()} for kind, by in device.matmul.items()},
        conv={kind: {w: rate / convolution for w, rate in by.items()} for kind, by in device.conv.items()},
        unfolded={w: rate / convolution for w, rate in device.unfolded.items()},
        attention={kind: rate / product for kind, rate in device.attention.items()}, bandwidth=device.bandwidth / sum_,
        taking=device.taking * sum_, near=device.near / call, reduction=device.reduction * product,
        operation=device.operation * call, view=device.view * call,
    )  # fmt: skip


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


_FEW = {4: 48, 16: 48, 64: 24, 256: 12}
"""Width → height and width of a convolution that is small."""
_LARGE = {4: (9, 640, 16), 16: (9, 160, 32), 64: (9, 48, 24), 256: (5, 24, 12)}
"""Width → frames, height, width of a convolution that is not small (see `rehearsal`)."""


def _conv(torch: Any, kind: str, width: int, *size: int) -> float:
    number = getattr(torch, kind)
    x, w = torch.randn(1, width, *size, dtype=number), torch.randn(width, width, 3, 3, 3, dtype=number)
    work = 2.0 * 27 * width * width * math.prod(size)
    return work / _seconds(lambda: torch.nn.functional.conv3d(x, w, padding=1), 1)


def _attention(torch: Any, kind: str) -> float:
    q = torch.randn(1, 4, 1024, 64, dtype=getattr(torch, kind))
    return 4.0 * 4 * 1024 * 1024 * 64 / _seconds(lambda: torch.nn.functional.scaled_dot_product_attention(q, q, q), 1)


def _reduction(torch: Any) -> float:
    x = torch.ones(1, 64, 2, 64, 96)
    return _seconds(lambda: torch.linalg.vector_norm(x, dim=1, keepdim=True), 1) / float(x.numel())


_MUCH = 16 << 20
"""Numbers of a large tensor."""


def _bandwidth(torch: Any, numbers: int, again: bool = False) -> float:
    """Bytes a second of a sum, into new memory or into the same `again`."""
    x = torch.zeros(numbers)
    y = torch.zeros(numbers)
    out = torch.empty(numbers) if again else None
    return 12.0 * numbers / _seconds(lambda: torch.add(x, y, out=out), 2 if numbers > 1 << 20 else 50)


def _taking(torch: Any) -> float:
    """What a byte of a new large tensor costs beside being written: sums into new memory against sums into the same."""
    longer = 12.0 * _MUCH * (1 / _bandwidth(torch, _MUCH) - 1 / _bandwidth(torch, _MUCH, again=True))
    return max(longer, 0.0) / (4.0 * _MUCH)
