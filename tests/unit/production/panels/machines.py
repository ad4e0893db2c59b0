# SPDX-License-Identifier: Apache-2.0
"""Machines on temporary trees: the layouts of Windows, macOS and Linux, with the editors installed as their makers do it.

Programs that are run (Python, Adobe's installer) are real files that really run; what the registry would say is written down.
"""

from __future__ import annotations

import json
import plistlib
import struct
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PureWindowsPath

from aiprod.production.panels.premiere_hosts import _MAC_UPIA, _WINDOWS_UPIA
from aiprod.production.panels.system import Platform, System

USER = "Zoé Łukasz 漢字"
"""A user's name as people have them."""
_HOMES: Mapping[Platform, str] = {"windows": f"C:\\Users\\{USER}", "macos": f"/Users/{USER}", "linux": f"/home/{USER}"}
_DATA: Mapping[Platform, str] = {
    "windows": "AppData/Local/aiprod", "macos": "Library/Application Support/aiprod", "linux": ".local/share/aiprod",
}  # fmt: skip
_LOGS: Mapping[Platform, str] = {
    "windows": "AppData/Roaming/Blackmagic Design/DaVinci Resolve/Support/logs",
    "macos": "Library/Application Support/Blackmagic Design/DaVinci Resolve/logs", "linux": ".local/share/DaVinciResolve/logs",
}  # fmt: skip
_SCRIPTS: Mapping[Platform, str] = {
    "windows": "AppData/Roaming/Blackmagic Design/DaVinci Resolve/Support/Fusion/Scripts",
    "macos": "Library/Application Support/Blackmagic Design/DaVinci Resolve/Fusion/Scripts",
    "linux": ".local/share/DaVinciResolve/Fusion/Scripts",
}  # fmt: skip
UNINSTALL = "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall"

AGENT = """#!{python}
# Adobe's installer of plug-ins as it was seen to behave: a panel is removed by its displayed name, an id gives -406.
import json, pathlib, sys, time, zipfile
store = pathlib.Path(__file__).with_name("installed.json")
mood = pathlib.Path(__file__).with_name("mood.txt")
mood = mood.read_text() if mood.is_file() else ""
have = json.loads(store.read_text()) if store.is_file() else {{}}
verb, *what = [sys.argv[1].lstrip("-/"), *sys.argv[2:]]
if verb == "list":
    print(f"{{len(have)}} plugins installed for Premiere Pro (ver 26.3)\\n Status    Extension Name    Version")
    for name, version in have.items():
        print(f" Enabled   {{name}}   {{version}}")
    sys.exit(0)
if mood == "hang":
    time.sleep(60)
if mood == "refuse":
    print("Failed to install, status = -411!")
    sys.exit(1)
if mood == "lie":
    print("Installation Successful")
    sys.exit(0)
if verb == "install":
    manifest = json.loads(zipfile.ZipFile(what[0]).read("manifest.json"))
    name = manifest["name"] if isinstance(manifest["name"], str) else manifest["name"]["default"]
    have[name] = manifest["version"]
elif have.pop(what[0], None) is None:
    print("Failed to remove, status = -406!")
    sys.exit(1)
store.write_text(json.dumps(have))
print("Successful")
"""


@dataclass
class Registered:
    """A registry of which somebody wrote down what it says."""

    values: dict[tuple[str, str], str] = field(default_factory=dict)

    def value(self, key: str, name: str) -> str:
        return self.values.get((key, name), "")

    def keys(self, key: str) -> tuple[str, ...]:
        below = [known.removeprefix(key + "\\") for known, _ in self.values if known.startswith(key + "\\")]
        return tuple(dict.fromkeys(name.split("\\")[0] for name in below))


@dataclass
class Machine:
    """One machine.

    Attributes:
        platform: its kind.
        root: the folder that it lies in.
        running: the programs that run.
        environment: more variables.
        data: where AIPROD's data is, if not at the usual place.
    """

    platform: Platform
    root: Path
    running: tuple[str, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)
    registry: Registered = field(default_factory=Registered)
    data: Path | None = None

    def __post_init__(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)

    @property
    def system(self) -> System:
        home = _HOMES[self.platform]
        known = {"USERPROFILE": home, "APPDATA": f"{home}\\AppData\\Roaming", "PROGRAMDATA": "C:\\ProgramData"}
        variables = known if self.platform == "windows" else {"HOME": home, "PATH": "/usr/local/bin:/usr/bin"}
        return System(
            self.platform, {**variables, **self.environment}, self.data_home, self.root, self.registry, processes=self.running
        )

    @property
    def home(self) -> Path:
        """The user's folder."""
        parts = PureWindowsPath(_HOMES[self.platform]).parts if self.platform == "windows" else Path(_HOMES[self.platform]).parts
        return self.root.joinpath(*(("C",) if self.platform == "windows" else ()), *parts[1:])

    @property
    def data_home(self) -> Path:
        return self.data or self.usual_data_home

    @property
    def usual_data_home(self) -> Path:
        return self.home / _DATA[self.platform]

    @property
    def scripts(self) -> Path:
        """The user's folder of Resolve's scripts."""
        return self.home / _SCRIPTS[self.platform]

    @property
    def launcher(self) -> Path:
        return self.scripts / "Utility" / "AIPROD.py"

    @property
    def everybodys_scripts(self) -> Path:
        places = {
            "windows": "C/ProgramData/Blackmagic Design/DaVinci Resolve/Fusion/Scripts",
            "macos": "Library/Application Support/Blackmagic Design/DaVinci Resolve/Fusion/Scripts",
            "linux": "opt/resolve/Fusion/Scripts",
        }
        return self.root / places[self.platform]

    # Editors

    def with_resolve(self, version: str = "21.0.4", *, studio: bool = True, started: bool = True, at: str = "") -> Machine:
        """Install Resolve; once started it has its folders and its log."""
        {"windows": self._windows_resolve, "macos": self._mac_resolve, "linux": self._linux_resolve}[self.platform](version, at)
        if started:
            self.scripts.parent.mkdir(parents=True, exist_ok=True)
            name = "DaVinci Resolve Studio" if studio else "DaVinci Resolve"
            line = f"0x7f66 | Main | INFO | 2026-11-02 15:31:50,796 | Running {name} v{version}.0009 (x86_64)\n"
            write(self.home / _LOGS[self.platform] / "davinci_resolve.log", "Older words\n" + line)
        return self

    def with_store_resolve(self, version: str = "21.0.4") -> Machine:
        """Resolve of the Mac App Store, with its sandbox."""
        app = self.root / "Applications" / "DaVinci Resolve.app"
        bundle(app, "com.blackmagic-design.DaVinciResolveLite", version)
        write(app / "Contents" / "_MASReceipt" / "receipt", "receipt")
        self.container_scripts.mkdir(parents=True)
        return self

    @property
    def container_scripts(self) -> Path:
        below = "Library/Containers/com.blackmagic-design.DaVinciResolveLite/Data/Library/Application Support/Fusion/Scripts"
        return self.home / below

    def _windows_resolve(self, version: str, at: str) -> None:
        place = self.system.path(at or "C:\\Program Files\\Blackmagic Design\\DaVinci Resolve")
        program(place / "Resolve.exe", version)
        if at:
            key = f"{UNINSTALL}\\{{0D2C}}"
            self.registry.values |= {(key, "DisplayName"): "DaVinci Resolve", (key, "InstallLocation"): at}

    def _mac_resolve(self, version: str, at: str) -> None:
        place = self.system.path(at or "/Applications/DaVinci Resolve/DaVinci Resolve.app")
        bundle(place, "com.blackmagic-design.DaVinciResolve", version)

    def _linux_resolve(self, _version: str, at: str) -> None:
        write(self.system.path(at or "/opt/resolve") / "bin" / "resolve", "")

    def with_premiere(self, version: str = "26.3.0", *, started: bool = True, agent: bool = True) -> Machine:
        """Install Premiere as Creative Cloud does."""
        if self.platform == "macos":
            app = self.root / "Applications" / "Adobe Premiere Pro 2026" / "Adobe Premiere Pro 2026.app"
            bundle(app, "com.adobe.PremierePro.26", version)
        else:
            folder = self.root / "C" / "Program Files" / "Adobe" / "Adobe Premiere Pro 2026"
            program(folder / "Adobe Premiere Pro.exe", version)
        if started:
            (self.home / "Documents" / "Adobe" / "Premiere Pro" / ".".join(version.split(".")[:2])).mkdir(parents=True)
        if agent:
            executable(self.agent, AGENT.format(python=sys.executable))
        return self

    @property
    def agent(self) -> Path:
        """Adobe's installer."""
        return self.system.path(_MAC_UPIA if self.platform == "macos" else _WINDOWS_UPIA.replace("/", "\\"))

    def agent_is(self, mood: str) -> Machine:
        write(self.agent.with_name("mood.txt"), mood)
        return self

    @property
    def in_premiere(self) -> dict[str, str]:
        """What Adobe's installer has installed: name → version."""
        store = self.agent.with_name("installed.json")
        found: dict[str, str] = json.loads(store.read_text()) if store.is_file() else {}
        return found

    def with_python(self, version: str = "3.12.4", bits: int = 64) -> Machine:
        """A Python where Resolve looks for one, which answers like one of that version."""
        place = self.root / "usr" / "local" / "bin" / "python3"
        if self.platform == "windows":
            short = ".".join(version.split(".")[:2])
            where = f"C:\\Python{short.replace('.', '')}"
            self.registry.values[f"HKLM\\SOFTWARE\\Python\\PythonCore\\{short}\\InstallPath", ""] = where
            place = self.system.path(where) / "python.exe"
        executable(place, f'#!/bin/sh\necho "{version} {bits}"\n')
        return self


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def executable(path: Path, text: str) -> None:
    write(path, text).chmod(0o755)


def bundle(app: Path, identifier: str, version: str) -> None:
    """A macOS program."""
    info = plistlib.dumps({"CFBundleIdentifier": identifier, "CFBundleShortVersionString": version})
    (app / "Contents").mkdir(parents=True, exist_ok=True)
    (app / "Contents" / "Info.plist").write_bytes(info)


def program(path: Path, version: str) -> None:
    """A Windows program with its version among its resources."""
    major, minor, patch, build = [*map(int, version.split(".")), 0, 0, 0, 0][:4]
    fixed = struct.pack("<IIII", 0xFEEF04BD, 0x10000, major << 16 | minor, patch << 16 | build)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"MZ" + bytes(5000) + fixed + bytes(300))


def resolve_panel(folder: Path, version: str = "1.0") -> Path:
    """A small panel for Resolve, laid out like the real one."""
    write(folder / "launcher" / "AIPROD.py", f'# AIPROD launcher\n"""{version}"""\nHOME = ""\n')
    write(folder / "aiprod_resolve" / "__init__.py", f'"""AIPROD inside DaVinci Resolve."""\nVERSION = "{version}"\n')
    write(folder / "aiprod_resolve" / "deep" / "more.py", "MORE = 1\n")
    return folder


def premiere_panel(folder: Path, version: str = "1.2.0") -> Path:
    """A small panel for Premiere, laid out like the real one."""
    manifest = {"id": "org.example.aiprod", "name": "AIPROD", "version": version, "host": {"minVersion": "25.6.0"}}
    write(folder / "manifest.json", json.dumps(manifest))
    code = (
        "import pathlib, sys, zipfile\n"
        "with zipfile.ZipFile(sys.argv[1], 'w') as package:\n"
        "    package.write(pathlib.Path(__file__).with_name('manifest.json'), 'manifest.json')\n"
    )
    write(folder / "build_ccx.py", code)
    return folder


def everything_below(folder: Path) -> dict[str, bytes | str]:
    """Every file and link below a folder, with its content."""
    return {
        str(path.relative_to(folder)): str(path.readlink()) if path.is_symlink() else path.read_bytes()
        for path in sorted(folder.rglob("*")) if path.is_symlink() or path.is_file()
    }  # fmt: skip
