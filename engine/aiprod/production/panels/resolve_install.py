# SPDX-License-Identifier: Apache-2.0
"""Putting the panel into DaVinci Resolve, and taking it out.

One launcher lies in one scripts folder of each Resolve; the package lies once in AIPROD's data, because Resolve's menu would
list every module of it. Launchers and packages of ours in any other place are old copies, and go.
"""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from aiprod import __version__
from aiprod.film.files import write_atomically
from aiprod.film.messages import CATALOGUE
from aiprod.production.panels.actions import Action, Report
from aiprod.production.panels.resolve_hosts import ResolveHost, ScriptsFolder, every_folder, find_resolve
from aiprod.production.panels.sources import (
    LAUNCHER,
    MANIFEST,
    PACKAGE,
    is_our_launcher,
    is_our_package,
    launcher_text,
    package_files,
    resolve_source,
)  # fmt: skip
from aiprod.production.panels.system import System
from aiprod.production.panels.versions import mode, written

_MOST_SCRIPTS = 500


def panel_folder(system: System) -> Path:
    """Where the package lies."""
    return system.data_home / "panels" / "resolve"


def token_file(system: System) -> Path:
    """Where the panel keeps the key that it was paired with."""
    return system.data_home / "panels" / "resolve.json"


def _made_at_work(system: System) -> tuple[Path, ...]:
    """What the panel keeps for itself when it works. Reports of self-tests are the user's, and stay."""
    return tuple(system.data_home / "panels" / name for name in ("resolve-calibration.json", "frames", "previews"))


def install_resolve(system: System, source: Path | None = None) -> Report:
    """Put the panel into every Resolve of the machine. Raises EngineError where this installation has no panel."""
    report, source = Report(system), source or resolve_source()
    hosts = find_resolve(system)
    targets = list(_targets(report, hosts))
    if targets:
        _install_package(report, source)
    placed = [folder for folder in targets if _placed(report, folder, launcher_text(source, system.chosen_data_home))]
    _remove_stale(report, keep={folder.utility / LAUNCHER for folder in placed})
    if not hosts:
        report.add(_nothing_found())
    return report


def uninstall_resolve(system: System) -> Report:
    """Take everything of ours out again, wherever it is; the user's own files stay."""
    report = Report(system)
    _remove_stale(report, keep=set(), stale=False)
    for path in (panel_folder(system), token_file(system), *_made_at_work(system)):
        if path.exists():
            with report.trying(path):
                _remove(path)
                report.add(Action("removed", "This was the panel's own."), path)
    if not report.actions:
        report.add(Action("absent", "No panel of AIPROD is in DaVinci Resolve."))
    return report


def _nothing_found() -> Action:
    return Action(
        "failed", "DaVinci Resolve was not found on this machine.", "",
        "Install it from blackmagicdesign.com and start it once. Without it, the hand-off folder serves any editor.",
    )  # fmt: skip


# Where to


def _targets(report: Report, hosts: list[ResolveHost]) -> Iterator[ScriptsFolder]:
    """One scripts folder for all Resolves that share it."""
    for host in hosts:
        refused = _refusal(host)
        if refused:
            report.add(refused, host.program)
    wanted = [host for host in hosts if not _refusal(host)]
    if wanted:
        yield _best_folder(wanted[0])


def _best_folder(host: ResolveHost) -> ScriptsFolder:
    """The user's own, unless it can't be written and everybody's can."""
    return next((folder for folder in host.folders if _is_of_use(folder) and _is_open(folder.path)), host.folders[0])


def _is_of_use(folder: ScriptsFolder) -> bool:
    """Everybody's folders are made by Resolve's own installer, or not at all."""
    return folder.scope == "user" or folder.path.parents[1].is_dir()


def _is_open(folder: Path) -> bool:
    """Whether something can be made there, tried on the nearest folder that exists."""
    existing = next((parent for parent in (folder / "Utility", folder, *folder.parents) if parent.exists()), folder)
    probe = existing / f".aiprod-{uuid.uuid4().hex}"
    try:
        probe.touch(exist_ok=False)
        probe.unlink()
    except OSError:
        return False
    return True


def _refusal(host: ResolveHost) -> Action | None:
    """Why no panel can live in a Resolve."""
    if host.edition == "store":
        return Action(
            "left", "DaVinci Resolve of the Mac App Store is shut off from other programs: a panel could not read its films.", "",
            "Use the hand-off folder (in the desktop: Editors), or install Resolve from blackmagicdesign.com.",
        )  # fmt: skip
    if mode(host.version, host.edition) == "hand-off":
        return Action(
            "left", f"The free DaVinci Resolve {written(host.version)} lists no Python scripts: a panel would not be seen.", "",
            "Use the hand-off folder (in the desktop: Editors). DaVinci Resolve Studio takes the panel.",
        )  # fmt: skip
    return None


# The package


def _install_package(report: Report, source: Path) -> None:
    target = panel_folder(report.system)
    with report.trying(target):
        before = installed_files(report.system)
        wanted = package_files(source / PACKAGE)
        if before == wanted and package_files(target / PACKAGE) == wanted:
            report.add(Action("unchanged", "The package is in place."), target)
            return
        _swap_in(source / PACKAGE, target)
        report.add(Action("updated" if before else "installed", "This is the panel's package."), target)


def installed_files(system: System) -> dict[str, str]:
    """What the installed package says that it consists of; empty where there is none, or it is damaged."""
    try:
        files = json.loads((panel_folder(system) / MANIFEST).read_text("utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return files if isinstance(files, dict) else {}


def _swap_in(package: Path, target: Path) -> None:
    """Make the new folder beside, then take the place of the old one: there is never half a package."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = target.with_name(f".{target.name}.{uuid.uuid4().hex}.part")
    old = target.with_name(f".{target.name}.{uuid.uuid4().hex}.old")
    try:
        shutil.copytree(package, fresh / PACKAGE, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copyfile(CATALOGUE["fr"], fresh / "engine_fr.json")  # what the engine says, in French
        about = {"schema": "ResolvePanel.1", "version": __version__, "files": package_files(fresh / PACKAGE)}
        write_atomically(fresh / MANIFEST, (json.dumps(about, indent=1) + "\n").encode())
        _exchange(fresh, target, old)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def _exchange(fresh: Path, target: Path, old: Path) -> None:
    if target.exists() or target.is_symlink():
        target.rename(old)
    try:
        fresh.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise


# The launcher


def _placed(report: Report, folder: ScriptsFolder, text: bytes) -> bool:
    """Write the launcher. Returns whether it is there now."""
    path = folder.utility / LAUNCHER
    with report.trying(path):
        if _is_foreign(path):
            report.add(_foreign(), path)
            return False
        before = path.read_bytes() if path.is_file() else None
        if before == text and not path.is_symlink():
            report.add(Action("unchanged", "The launcher is in place."), path)
            return True
        folder.utility.mkdir(parents=True, exist_ok=True)
        write_atomically(path, text)
        said = "In Resolve: Workspace > Scripts > AIPROD."
        report.add(Action("installed" if before is None else "updated", said), path)
        return True
    return False


def _is_foreign(path: Path) -> bool:
    """Whether something that isn't ours has the launcher's name."""
    return (path.exists() or path.is_symlink()) and not is_our_launcher(path)


def _foreign() -> Action:
    return Action("failed", f"Another script has the name {LAUNCHER}; it was left alone.", "", "Rename it, and run this again.")


# Old copies


def _remove_stale(report: Report, keep: set[Path], *, stale: bool = True) -> None:
    kept = {path.parent.resolve() / path.name for path in keep}
    said = "This was an old copy of the panel." if stale else "This was the panel's own."
    for folder in every_folder(report.system):
        for path in _ours_below(folder.path):
            if path.parent.resolve() / path.name not in kept:
                with report.trying(path):
                    _remove(path)
                    report.add(Action("removed", said), path)


def _ours_below(scripts: Path) -> Iterator[Path]:
    """Launchers and packages of ours in a scripts folder and the folders of its categories."""
    yield from launchers_of_ours(scripts)
    for folder in (scripts, *_subfolders(scripts)):
        if is_our_package(folder / PACKAGE):
            yield folder / PACKAGE


def launchers_of_ours(scripts: Path) -> list[Path]:
    """Launchers of ours in a scripts folder and the folders of its categories, under whatever name."""
    folders = (scripts, *_subfolders(scripts))
    files = [path for folder in folders for path in sorted(folder.glob("*.py"))[:_MOST_SCRIPTS]]
    return [path for path in files if is_our_launcher(path)]


def _subfolders(folder: Path) -> list[Path]:
    with suppress(OSError):
        return sorted(path for path in folder.iterdir() if path.is_dir() and path.name != PACKAGE)
    return []


def _remove(path: Path) -> None:
    """A link is removed itself, never what it points to."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()
