# SPDX-License-Identifier: Apache-2.0
"""The machine as the installer sees it: its kind, environment, folders, registry, programs and processes.

Everything that differs between machines goes through one `System`, so that the layouts of all three operating systems can be
looked at below any folder.
"""

from __future__ import annotations

import os
import platform as host_platform
import string
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Literal, Protocol

from aiprod.film.files import data_home

Platform = Literal["windows", "macos", "linux"]
_PROCESSES: Mapping[Platform, tuple[str, ...]] = {
    "windows": ("tasklist", "/fo", "csv", "/nh"), "macos": ("ps", "-axo", "comm="), "linux": ("ps", "-eo", "comm="),
}  # fmt: skip
_QUICK_S = 10.0


@dataclass(frozen=True)
class Ran:
    """A program that was run: its exit code (None: it took too long and was ended; -1: it could not be started), its words."""

    code: int | None
    said: str = ""


class Registry(Protocol):
    """The Windows registry, to be read. Keys are written `HKLM\\SOFTWARE\\…`."""

    def value(self, key: str, name: str) -> str:
        """A text value; "" where there is none."""
        ...

    def keys(self, key: str) -> tuple[str, ...]:
        """Names of the keys below."""
        ...


class NoRegistry:
    """Of the systems that have none."""

    def value(self, key: str, name: str) -> str:
        return ""

    def keys(self, key: str) -> tuple[str, ...]:
        return ()


Run = Callable[[Sequence[str], float], Ran]
"""Runs a program for so many seconds at most."""


def run_program(command: Sequence[str], timeout_s: float) -> Ran:
    """Run a program to its end without a window or input. Never raises: what went wrong is in the answer."""
    hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        done = subprocess.run(
            list(command), capture_output=True, stdin=subprocess.DEVNULL, timeout=timeout_s, check=False, creationflags=hidden
        )
    except subprocess.TimeoutExpired as error:
        return Ran(None, _text(error.stdout) + _text(error.stderr))
    except OSError as error:
        return Ran(-1, error.strerror or str(error))
    return Ran(done.returncode, _text(done.stdout) + _text(done.stderr))


def _text(data: bytes | str | None) -> str:
    return data.decode("utf-8", "replace") if isinstance(data, bytes) else data or ""


@dataclass(frozen=True)
class System:
    """A machine.

    Attributes:
        platform: its kind.
        environment: its variables.
        data_home: where AIPROD keeps its own data.
        root: the folder that stands for the whole machine; None: this machine itself.
        registry: to be read; empty except on Windows.
        run: runs a program.
        processes: names of the programs that run; None: ask the machine.
    """

    platform: Platform
    environment: Mapping[str, str]
    data_home: Path
    root: Path | None = None
    registry: Registry = field(default_factory=NoRegistry)
    run: Run = run_program
    processes: tuple[str, ...] | None = None

    def path(self, text: str) -> Path:
        """Where a path of the machine, written its way, really is."""
        if self.root is None:
            return Path(text)
        if self.platform == "windows":
            pure = PureWindowsPath(text)
            return self.root.joinpath(pure.drive.rstrip(":") or "C", *pure.parts[1:])
        return self.root.joinpath(*PurePosixPath(text).parts[1:])

    def shown(self, path: Path) -> str:
        """A path as the machine's user writes it."""
        if self.root is None or not path.is_relative_to(self.root):
            return str(path)
        parts = path.relative_to(self.root).parts
        if self.platform == "windows" and parts:
            return str(PureWindowsPath(f"{parts[0]}:\\", *parts[1:]))
        return str(PurePosixPath("/", *parts))

    def variable(self, name: str) -> str:
        """An environment variable; "" where it isn't set."""
        return self.environment.get(name, "")

    @property
    def chosen_data_home(self) -> Path | None:
        """Where AIPROD keeps its data, if somebody chose another than the usual place."""
        return self.data_home if self.variable("AIPROD_HOME") else None

    @property
    def home(self) -> str:
        """The user's folder, in the machine's way of writing."""
        return self.variable("USERPROFILE" if self.platform == "windows" else "HOME") or str(Path.home())

    def below_home(self, *parts: str) -> Path:
        """A path below the user's folder."""
        return self.path(self.home).joinpath(*parts)

    def drives(self) -> Iterator[str]:
        """The letters of a Windows machine's drives, with colon."""
        for letter in string.ascii_uppercase:
            if self.path(f"{letter}:\\").is_dir():
                yield f"{letter}:"

    def running(self) -> tuple[str, ...]:
        """Names of the programs that run, in lower case, without folder and `.exe`; empty where the machine doesn't tell."""
        found = self.processes if self.processes is not None else self._listed()
        return tuple(_program_name(name) for name in found)

    def _listed(self) -> tuple[str, ...]:
        ran = self.run(_PROCESSES[self.platform], _QUICK_S)
        return tuple(line.split('","')[0].strip('" ') for line in ran.said.splitlines()) if ran.code == 0 else ()


def _program_name(text: str) -> str:
    return text.replace("\\", "/").rsplit("/", 1)[-1].lower().removesuffix(".exe")


def this_system(root: Path | None = None) -> System:
    """The machine that this runs on, or a tree below a folder that is laid out like it."""
    named: Mapping[str, Platform] = {"Windows": "windows", "Darwin": "macos"}
    return System(
        named.get(host_platform.system(), "linux"), os.environ, data_home(), root,
        WindowsRegistry() if sys.platform == "win32" else NoRegistry(),
    )  # fmt: skip


class WindowsRegistry:
    """The registry of this machine, both its 64-bit and its 32-bit view."""

    def value(self, key: str, name: str) -> str:
        for handle in self._opened(key):
            found = _value_of(handle, name)
            if found:
                return found
        return ""

    def keys(self, key: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for handle in self._opened(key) for name in _names_below(handle)))

    def _opened(self, key: str) -> Iterator[object]:
        import winreg

        hives = {"HKLM": "HKEY_LOCAL_MACHINE", "HKCU": "HKEY_CURRENT_USER"}
        hive, _, below = key.partition("\\")
        for view in ("KEY_WOW64_64KEY", "KEY_WOW64_32KEY"):
            try:
                access = getattr(winreg, "KEY_READ") | getattr(winreg, view)  # noqa: B009 - the module is Windows' own
                with getattr(winreg, "OpenKey")(getattr(winreg, hives[hive]), below, 0, access) as handle:  # noqa: B009
                    yield handle
            except OSError:
                continue


def _value_of(handle: object, name: str) -> str:
    import winreg

    try:
        found = getattr(winreg, "QueryValueEx")(handle, name)[0]  # noqa: B009 - the module is Windows' own
    except OSError:
        return ""
    return found if isinstance(found, str) else ""


def _names_below(handle: object) -> Iterator[str]:
    import winreg

    number = 0
    while True:
        try:
            yield getattr(winreg, "EnumKey")(handle, number)  # noqa: B009 - the module is Windows' own
        except OSError:
            return
        number += 1
