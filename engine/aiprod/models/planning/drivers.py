# SPDX-License-Identifier: Apache-2.0
"""Which graphics cards can be used, and what is in the way of one that can't: no driver, one that does not answer or is too old,
a PyTorch that knows no cards, a card that it no longer knows. No heavy library is asked."""

from __future__ import annotations

import importlib.metadata
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from aiprod.film.errors import UserError
from aiprod.models.planning.plans import Reason

_PATIENCE_S = 10.0
_FIELDS = "index,name,memory.total,memory.free,driver_version,compute_cap"
_QUERY = (f"--query-gpu={_FIELDS}", "--format=csv,noheader,nounits")
_DRIVERS = {"12": (525, 60), "13": (580, 65)}
"""CUDA that PyTorch was built for → the oldest driver that it works with (NVIDIA's release notes of CUDA 13.0, table 2)."""
_CUDA = "13"
"""Of the runtime that AIPROD installs."""
OLDEST_CARD = 7.5
"""Compute capability: PyTorch for CUDA 13 has code for Turing and what came after."""
_NVIDIA, _DISPLAY = "0x10de", "0x03"
_CHOOSE = Reason("Until then, films are made on the processor.").sentence


@dataclass(frozen=True)
class Answer:
    """What nvidia-smi said: its exit code, and its words."""

    code: int
    text: str


@dataclass(frozen=True)
class Reader:
    """Where the machine is read.

    Attributes:
        smi: what nvidia-smi answers; None where there is no such program.
        on_bus: how many of NVIDIA's display devices sit on the bus; 0 where the system does not say.
        torch: the version of the PyTorch that is installed ("2.13.0+cpu"); "" without one.
        works: whether PyTorch, where it is loaded already, has a card at hand.
    """

    smi: Callable[[], Answer | None]
    on_bus: Callable[[], int]
    torch: Callable[[], str]
    works: Callable[[], bool]


def look(reader: Reader) -> tuple[tuple[str, ...], UserError | None]:
    """The lines of nvidia-smi for cards that can be used (index, name, MiB, free MiB, driver, capability), and what is in the way
    of cards that are there and can't be."""
    answer = reader.smi()
    if answer is None:
        return (), _no_driver() if reader.on_bus() else None
    if answer.code != 0 or "No devices were found" in answer.text:
        return (), _silent(answer) if answer.code not in (0, 6) or reader.on_bus() else None
    lines = tuple(line for line in answer.text.splitlines() if line.strip())
    if reader.works():
        return lines, None
    obstacles = [_obstacle(line, reader.torch()) for line in lines]
    good = tuple(line for line, obstacle in zip(lines, obstacles, strict=True) if obstacle is None)
    return good, None if good else next(iter(obstacles), None)


def _no_driver() -> UserError:
    return UserError(
        "The graphics card can't be used", "NVIDIA's driver is not installed",
        f"Install NVIDIA's driver {_DRIVERS[_CUDA][0]} or newer and restart the machine. {_CHOOSE}",
    )  # fmt: skip


def _silent(answer: Answer) -> UserError:
    """nvidia-smi is there, but no card answers it."""
    if "version mismatch" in answer.text:
        why = "NVIDIA's driver was renewed while the machine ran, and the old one is still at work"
        return UserError("The graphics card can't be used", why, f"Restart the machine. {_CHOOSE}")
    if "No devices were found" in answer.text:
        why = "NVIDIA's driver finds no card, though one is in the machine"
    elif "Insufficient Permissions" in answer.text:
        return UserError(
            "The graphics card can't be used", "this user may not use it",
            f"Let the user into the group that may use the card (video or render). {_CHOOSE}",
        )  # fmt: skip
    else:
        why = "NVIDIA's driver does not answer"
    return UserError(
        "The graphics card can't be used", why, f"Restart the machine; if that does not help, install the driver anew. {_CHOOSE}"
    )


def _obstacle(line: str, torch: str) -> UserError | None:
    """What keeps a card from being used."""
    parts = [part.strip() for part in line.split(",")]
    if len(parts) != 6:
        return None
    title, driver, capability, oldest = parts[1], parts[4], _number(parts[5]), _oldest(torch)
    if _version(driver, oldest) < oldest:
        return UserError(
            f"The {title} can't be used", f"its driver {driver} is too old, {oldest[0]} or newer is wanted",
            f"Install NVIDIA's driver {oldest[0]} or newer and restart the machine. {_CHOOSE}",
        )  # fmt: skip
    if 0 < capability < OLDEST_CARD:
        return UserError(
            f"The {title} can't be used", "PyTorch no longer knows cards of its age",
            "A card of the RTX 20 series or newer is wanted. Films are made on the processor.",
        )  # fmt: skip
    if torch.endswith("+cpu"):
        return UserError(
            f"The {title} can't be used", "the diffusion runtime was installed for the processor alone",
            f"Run `./aiprod models runtime`, which installs the one for cards. {_CHOOSE}",
        )  # fmt: skip
    return None


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _oldest(torch: str) -> tuple[int, int]:
    cuda = re.search(r"\+cu(\d\d)", torch)
    return _DRIVERS.get(cuda[1] if cuda else _CUDA, _DRIVERS[_CUDA])


def _version(text: str, unknown: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", text)[:2]) or unknown


def ask_smi() -> Answer | None:
    """What the driver's own tool says of the cards."""
    tool = shutil.which("nvidia-smi")
    if tool is None:
        return None
    try:
        done = subprocess.run([tool, *_QUERY], capture_output=True, text=True, timeout=_PATIENCE_S, check=False)
    except (OSError, subprocess.SubprocessError):
        return Answer(-1, "")
    return Answer(done.returncode, done.stdout or done.stderr)


def cards_on_bus(devices: Path = Path("/sys/bus/pci/devices")) -> int:
    """NVIDIA's display devices on the bus (Linux)."""
    found = 0
    for device in devices.glob("*") if devices.is_dir() else ():
        try:
            vendor, kind = ((device / name).read_text("ascii").strip() for name in ("vendor", "class"))
        except (OSError, UnicodeDecodeError):
            continue
        found += vendor == _NVIDIA and kind.startswith(_DISPLAY)
    return found


def torch_version() -> str:
    """Of the PyTorch that is installed, without importing it."""
    try:
        return importlib.metadata.version("torch")
    except importlib.metadata.PackageNotFoundError:
        return ""


def torch_has_card() -> bool:
    """Asks PyTorch, where it is loaded already."""
    torch = sys.modules.get("torch")
    return torch is not None and bool(torch.cuda.is_available())


MACHINE = Reader(ask_smi, cards_on_bus, torch_version, torch_has_card)
