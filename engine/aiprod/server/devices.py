# SPDX-License-Identifier: Apache-2.0
"""What films can be made on: the processor always, and every NVIDIA card that `nvidia-smi` names. No heavy library is asked."""

from __future__ import annotations

import ctypes
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

Kind = Literal["cpu", "gpu"]
_QUERY = ("--query-gpu=index,uuid,name,memory.total,memory.free", "--format=csv,noheader,nounits")
_PATIENCE_S = 5.0


class Memory(NamedTuple):
    """Bytes; 0 where the system does not say."""

    total: int
    free: int


UNKNOWN = Memory(0, 0)


@dataclass(frozen=True)
class Device:
    """Something that jobs run on, one at a time.

    Attributes:
        id: "cpu", "gpu:0".
        kind: which jobs it takes.
        name: for people.
        memory: how much it has now.
        visible: what CUDA shall see of the machine's cards in this device's worker.
    """

    id: str
    kind: Kind
    name: str
    memory: Memory = UNKNOWN
    visible: str = ""


def find(only: Collection[str] = ()) -> tuple[Device, ...]:
    """The devices of this machine; `only` some, by id, where that is given."""
    found = (Device("cpu", "cpu", processor(), machine_memory()), *cards())
    return tuple(device for device in found if not only or device.id in only)


def cards(query: Callable[[], str] | None = None) -> tuple[Device, ...]:
    """The NVIDIA cards; none where the driver's tool is missing or fails."""
    return tuple(card for line in (query or _smi)().splitlines() if (card := _card(line)))


def _smi() -> str:
    tool = shutil.which("nvidia-smi")
    if tool is None:
        return ""
    try:
        asked = subprocess.run([tool, *_QUERY], capture_output=True, text=True, timeout=_PATIENCE_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return asked.stdout if asked.returncode == 0 else ""


def _card(line: str) -> Device | None:
    """A line "0, GPU-1234, NVIDIA H100, 81559, 81000" (MiB). None for anything else."""
    parts = [part.strip() for part in line.split(",")]
    if len(parts) != 5 or not parts[0].isdecimal():
        return None
    total, free = (int(part) << 20 if part.isdecimal() else 0 for part in parts[3:])
    return Device(f"gpu:{parts[0]}", "gpu", parts[2], Memory(total, free), visible=parts[1])


def processor() -> str:
    """What the processor calls itself."""
    name = platform.processor() or platform.machine()
    if sys.platform == "linux":
        name = _first(_read("/proc/cpuinfo"), r"model name\s*: (.+)") or name
    elif sys.platform == "darwin":
        name = _asked("sysctl", "-n", "machdep.cpu.brand_string") or name
    return f"{name.strip()}, {os.cpu_count() or 1} cores"


def machine_memory() -> Memory:
    """The machine's memory, total and what programs can still have."""
    if sys.platform == "linux":
        return _linux(_read("/proc/meminfo"))
    if sys.platform == "darwin":
        return _macos(_asked("sysctl", "-n", "hw.memsize"), _asked("vm_stat"))
    return _windows() if sys.platform == "win32" else UNKNOWN


def _linux(meminfo: str) -> Memory:
    total, free = (_first(meminfo, rf"{name}:\s*(\d+) kB") for name in ("MemTotal", "MemAvailable"))
    return Memory(int(total or 0) << 10, int(free or 0) << 10)


def _macos(memsize: str, vm_stat: str) -> Memory:
    """Free, inactive and speculative pages can be had."""
    page = int(_first(vm_stat, r"page size of (\d+) bytes") or 4096)
    counts = [_first(vm_stat, rf"Pages {name}:\s*(\d+)\.") for name in ("free", "inactive", "speculative")]
    return Memory(int(memsize.strip() or 0), page * sum(int(count or 0) for count in counts))


def _windows() -> Memory:
    class Status(ctypes.Structure):
        _fields_ = (
            ("length", ctypes.c_ulong), ("load", ctypes.c_ulong), ("total", ctypes.c_ulonglong), ("free", ctypes.c_ulonglong),
            ("page_total", ctypes.c_ulonglong), ("page_free", ctypes.c_ulonglong), ("virtual_total", ctypes.c_ulonglong),
            ("virtual_free", ctypes.c_ulonglong), ("extended", ctypes.c_ulonglong),
        )  # fmt: skip

    status = Status()
    status.length = ctypes.sizeof(status)
    known = ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status))  # type: ignore[attr-defined]
    return Memory(status.total, status.free) if known else UNKNOWN


def _asked(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE_S, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ""


def _read(path: str) -> str:
    try:
        return Path(path).read_text("utf-8", errors="replace")
    except OSError:
        return ""


def _first(text: str, pattern: str) -> str:
    found = re.search(pattern, text)
    return found[1] if found else ""
