# SPDX-License-Identifier: Apache-2.0
"""Which version a program is, as its files say; and what a version and edition of Resolve can do."""

from __future__ import annotations

import mmap
import plistlib
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Version = tuple[int, ...]
"""Major, minor, …; empty where it isn't known."""
Edition = Literal["studio", "free", "store", "unknown"]
Mode = Literal["panel", "bridge", "panel or bridge", "panel or hand-off", "hand-off", "unknown"]
_FIXED_INFO = struct.pack("<I", 0xFEEF04BD)
_LOGGED = re.compile(rb"Running DaVinci Resolve( Studio)? v?(\d+(?:\.\d+)+)")
_TAIL = 4 << 20


def parsed(text: str) -> Version:
    """ "21.0.4 Build 3" → (21, 0, 4). Empty where there is no number."""
    found = re.match(r"\s*v?(\d+(?:\.\d+)*)", text)
    return tuple(int(part) for part in found[1].split(".")) if found else ()


def written(version: Version) -> str:
    """A version as people write it, without its build."""
    return ".".join(map(str, version[:3]))


def of_bundle(app: Path) -> tuple[str, Version]:
    """Identifier and version of a macOS program; ("", ()) where it can't be read."""
    try:
        with (app / "Contents" / "Info.plist").open("rb") as stream:
            info = plistlib.load(stream)
    except (OSError, ValueError, plistlib.InvalidFileException):
        return "", ()
    return str(info.get("CFBundleIdentifier", "")), parsed(str(info.get("CFBundleShortVersionString", "")))


def of_windows_program(program: Path) -> Version:
    """The version that a Windows program carries in its resources; () where there is none."""
    try:
        with program.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
            at = data.find(_FIXED_INFO)
            high, low = struct.unpack_from("<II", data, at + 8) if at >= 0 and at + 16 <= len(data) else (0, 0)
    except (OSError, ValueError):
        return ()
    return (high >> 16, high & 0xFFFF, low >> 16, low & 0xFFFF) if high else ()


@dataclass(frozen=True)
class Logged:
    """What Resolve said of itself at its last start."""

    version: Version = ()
    edition: Edition = "unknown"


def last_start(logs: Iterator[Path]) -> Logged:
    """The newest start in Resolve's own logs."""
    for path in sorted(filter(Path.is_file, logs), key=lambda found: -found.stat().st_mtime):
        lines = _LOGGED.findall(_tail(path))
        if lines:
            studio, version = lines[-1]
            return Logged(parsed(version.decode()), "studio" if studio else "free")
    return Logged()


def _tail(path: Path) -> bytes:
    """A log can be long: the start is looked for in its first and last megabytes."""
    try:
        with path.open("rb") as stream:
            head = stream.read(_TAIL)
            stream.seek(max(_TAIL, path.stat().st_size - _TAIL))
            return head + stream.read()
    except OSError:
        return b""


def mode(version: Version, edition: Edition) -> Mode:
    """How AIPROD lives in a Resolve. "or" where that hangs on an edition that isn't known."""
    if edition == "store":
        return "hand-off"
    if edition == "studio":
        return "panel"
    if not version:
        return "unknown"
    if version < (19, 1):
        return "panel"
    late = version >= (21, 1)
    if edition == "free":
        return "hand-off" if late else "bridge"
    return "panel or hand-off" if late else "panel or bridge"
