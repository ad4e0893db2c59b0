# SPDX-License-Identifier: Apache-2.0
"""The doctor's steps on the side of DaVinci Resolve: the program, launcher, package, Python, script service."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from aiprod.film.errors import EngineError
from aiprod.production.panels.findings import Finding
from aiprod.production.panels.resolve_hosts import ResolveHost, ScriptsFolder, every_folder, find_resolve
from aiprod.production.panels.resolve_install import installed_files, launchers_of_ours, panel_folder
from aiprod.production.panels.sources import LAUNCHER, PACKAGE, is_our_launcher, launcher_text, package_files, resolve_source
from aiprod.production.panels.system import System
from aiprod.production.panels.versions import Mode, Version, mode, parsed, written

_LEAST_PYTHON = (3, 6)
_CRASHING_PYTHON, _CURED_RESOLVE = (3, 13), (21,)
_OWN_PYTHON = (21, 1)
_PYTHON_S = 10.0
_ASK_PYTHON = "import struct,sys;print('.'.join(map(str,sys.version_info[:3])),struct.calcsize('P')*8)"
_CORE = "HKLM\\SOFTWARE\\Python\\PythonCore"
_USER_CORE = "HKCU\\SOFTWARE\\Python\\PythonCore"


def resolve_findings(system: System, source: Path | None = None) -> Iterator[Finding]:
    """Everything that can be seen without the engine."""
    hosts = find_resolve(system)
    if not hosts:
        yield _no_resolve()
        return
    host = hosts[0]
    yield Finding("editor", "ok", f"{_named(host)}{_place(system, host)}")
    ability = mode(host.version, host.edition)
    yield _ability(host, ability)
    if ability == "hand-off":
        return
    yield _launcher(system, host, source)
    yield _package(system, source)
    yield _python(system, host)
    yield _script_service(system)


def _no_resolve() -> Finding:
    return Finding(
        "editor", "failed", "DaVinci Resolve was not found on this machine.",
        "Install it from blackmagicdesign.com and start it once. Without it, the hand-off folder serves any editor.",
    )  # fmt: skip


def _named(host: ResolveHost) -> str:
    names = {"studio": "DaVinci Resolve Studio", "store": "DaVinci Resolve (Mac App Store)"}
    name = names.get(host.edition, "DaVinci Resolve")
    return f"{name} {written(host.version)}" if host.version else name


def _place(system: System, host: ResolveHost) -> str:
    return f" · {system.shown(host.program)}" if host.program else ""


def _ability(host: ResolveHost, ability: Mode) -> Finding:
    if ability == "panel":
        return Finding("abilities", "ok", "The panel opens in a window of its own.")
    if ability == "bridge":
        return Finding("abilities", "note", "This free edition gives scripts no window: AIPROD's desktop is the panel's face.")
    if ability == "hand-off":
        return _hand_off(host)
    if ability == "panel or bridge":
        return Finding(
            "abilities", "note",
            "With Studio the panel opens in a window of its own; in the free edition AIPROD's desktop is its face.",
        )  # fmt: skip
    if ability == "panel or hand-off":
        return Finding("abilities", "note", "Studio takes the panel. The free edition lists no Python scripts any more.")
    return Finding("abilities", "note", "Its version is not known: Resolve was not started yet.", "Start Resolve once.")


def _hand_off(host: ResolveHost) -> Finding:
    if host.edition == "store":
        return Finding(
            "abilities", "failed", "The Mac App Store's edition is shut off from other programs: a panel can't read its films.",
            "Use the hand-off folder (in the desktop: Editors), or install Resolve from blackmagicdesign.com.",
        )  # fmt: skip
    return Finding(
        "abilities", "failed", "The free edition lists no Python scripts since version 21.1.",
        "Use the hand-off folder (in the desktop: Editors). DaVinci Resolve Studio takes the panel.",
    )  # fmt: skip


# The launcher


def _launcher(system: System, host: ResolveHost, source: Path | None) -> Finding:
    ours = [path for folder in host.folders for path in launchers_of_ours(folder.path)]
    good = [path for path in ours if path.name == LAUNCHER and path.parent.name == "Utility"]
    foreign = [folder.utility / LAUNCHER for folder in host.folders if _is_foreign(folder)]
    if not good and foreign:
        return _foreign_launcher(system, foreign[0])
    if not good:
        return _no_launcher(system, host)
    if good[0].read_bytes() != launcher_text(source or resolve_source(), system.chosen_data_home):
        return Finding("launcher", "failed", f"It is of another version: {system.shown(good[0])}", _install())
    stale = [*(path for path in ours if path != good[0]), *_misplaced(system, host)]
    if stale:
        return Finding("launcher", "note", f"An old copy lies about: {system.shown(stale[0])}", _install())
    return Finding("launcher", "ok", system.shown(good[0]))


def _is_foreign(folder: ScriptsFolder) -> bool:
    path = folder.utility / LAUNCHER
    return path.exists() and not is_our_launcher(path)


def _misplaced(system: System, host: ResolveHost) -> list[Path]:
    """Launchers of ours where no Resolve reads them."""
    read = {folder.path for folder in host.folders}
    return [path for folder in every_folder(system) if folder.path not in read for path in launchers_of_ours(folder.path)]


def _install() -> str:
    return "Run `aiprod panels install resolve`."


def _no_launcher(system: System, host: ResolveHost) -> Finding:
    misplaced = _misplaced(system, host)
    if misplaced:
        return Finding("launcher", "failed", f"It lies where Resolve does not look: {system.shown(misplaced[0])}", _install())
    return Finding("launcher", "failed", f"It is missing in {system.shown(host.folders[0].utility)}", _install())


def _foreign_launcher(system: System, path: Path) -> Finding:
    return Finding(
        "launcher", "failed", f"Another script has its name: {system.shown(path)}",
        "Rename that script, then run `aiprod panels install resolve`.",
    )  # fmt: skip


# The package


def _package(system: System, source: Path | None) -> Finding:
    folder, said = panel_folder(system), installed_files(system)
    if not said:
        return Finding("package", "failed", f"It is missing in {system.shown(folder)}", _install())
    there = package_files(folder / PACKAGE)
    wrong = sorted(name for name in {*said, *there} if said.get(name) != there.get(name))
    if wrong:
        return Finding("package", "failed", f"A file of it is damaged or missing: {wrong[0]}", _install())
    try:
        current = package_files((source or resolve_source()) / PACKAGE)
    except EngineError as error:
        return Finding("package", "note", f"It can't be compared: {error.why}", error.remedy)
    if there != current:
        return Finding("package", "failed", "It is of another version than AIPROD.", _install())
    return Finding("package", "ok", f"{len(there)} files, all whole · {system.shown(folder)}")


# Python


def _python(system: System, host: ResolveHost) -> Finding:
    """Up to 21.0 Resolve runs scripts with the user's own Python."""
    if host.version >= _OWN_PYTHON:
        return Finding("python", "ok", "This Resolve brings its own.")
    found = [candidate for candidate in _pythons(system) if candidate.is_file()]
    if not found:
        return Finding("python", "failed", "No Python was found that Resolve would use.", _get_python(host.version))
    ran = system.run((str(found[0]), "-c", _ASK_PYTHON), _PYTHON_S)
    words = ran.said.split()
    if ran.code != 0 or len(words) < 2:
        return Finding("python", "failed", f"It does not run: {system.shown(found[0])}", _get_python(host.version))
    return _judged_python(system.shown(found[0]), parsed(words[0]), words[1], host.version)


def _judged_python(place: str, version: Version, bits: str, resolve: Version) -> Finding:
    where = f"{written(version)} · {place}"
    if bits != "64":
        return Finding("python", "failed", f"It has {bits} bits, and Resolve needs 64: {where}", _get_python(resolve))
    if version < _LEAST_PYTHON:
        return Finding("python", "failed", f"It is too old: {where}", _get_python(resolve))
    if version >= _CRASHING_PYTHON and resolve and resolve < _CURED_RESOLVE:
        return Finding("python", "failed", f"It makes Resolve before 21.0 crash: {where}", _get_python(resolve))
    return Finding("python", "ok", where)


def _get_python(resolve: Version) -> str:
    if resolve and resolve < _CURED_RESOLVE:
        return "Install Python 3.12 (64 bits) from python.org, and restart Resolve."
    return "Install Python 3.12 or newer (64 bits) from python.org, and restart Resolve."


def _pythons(system: System) -> Iterator[Path]:
    """In the order in which Resolve looks."""
    windows = system.platform == "windows"
    for name in ("FUSION_PYTHON3_HOME", "PYTHONHOME") if windows else ("PYTHON3HOME",):
        if system.variable(name):
            yield system.path(system.variable(name)).joinpath(*(("python.exe",) if windows else ("bin", "python3")))
    yield from _windows_pythons(system) if windows else _posix_pythons(system)


def _windows_pythons(system: System) -> Iterator[Path]:
    found: list[tuple[Version, str]] = []
    for core in (_CORE, _USER_CORE):
        for name in system.registry.keys(core):
            place = system.registry.value(f"{core}\\{name}\\InstallPath", "")
            if place:
                found.append((parsed(name), place))
    yield from (system.path(place) / "python.exe" for _, place in sorted(found, reverse=True))


def _posix_pythons(system: System) -> Iterator[Path]:
    if system.platform == "macos":
        yield system.path("/usr/local/bin/python3")
        yield system.path("/Library/Frameworks/Python.framework/Versions/Current/bin/python3")
        return
    for folder in (system.variable("PATH") or "/usr/local/bin:/usr/bin").split(":"):
        if folder.startswith("/"):
            yield system.path(folder) / "python3"


# The script service


def _script_service(system: System) -> Finding:
    """Scripts run in a process of their own; one that outlived its Resolve makes the next get no answer. Only looked at."""
    running = system.running()
    if _any(running, "fuscript") and not _any(running, "resolve"):
        return Finding(
            "scripts", "failed", "A script service (fuscript) of an earlier Resolve still runs: a new one gets no answer.",
            "End `fuscript` in the system's list of processes (or log out and in), then start Resolve.",
        )  # fmt: skip
    return Finding("scripts", "ok", "Resolve runs." if _any(running, "resolve") else "Resolve does not run just now.")


def _any(running: Sequence[str], name: str) -> bool:
    return any(found == name or found.startswith(f"{name} ") for found in running)
