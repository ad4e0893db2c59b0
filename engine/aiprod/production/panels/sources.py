# SPDX-License-Identifier: Apache-2.0
"""The panels as they come with this installation: what is copied into the editors, and how a copy is recognised as ours."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from aiprod.film.errors import EngineError
from aiprod.film.hashing import hash_file

MARKER = "# AIPROD launcher"
"""The line by which a launcher is recognised as ours."""
LAUNCHER = "AIPROD.py"
PACKAGE = "aiprod_resolve"
MANIFEST = "package.json"
_HEAD = 2_000
_HOME_LINE = re.compile(r'^HOME = ""', re.MULTILINE)


def plugins_root() -> Path:
    """The repository's (or bundle's) plugins/ folder."""
    return Path(__file__).resolve().parents[4] / "plugins"


def resolve_source(root: Path | None = None) -> Path:
    """The folder of Resolve's panel. Raises EngineError where this installation has none."""
    return _whole((root or plugins_root()) / "resolve", PACKAGE)


def premiere_source(root: Path | None = None) -> Path:
    """The folder of Premiere's panel. Raises EngineError where this installation has none."""
    return _whole((root or plugins_root()) / "premiere", "manifest.json")


def _whole(folder: Path, needed: str) -> Path:
    if not (folder / needed).exists():
        raise EngineError("This installation has no panel", f"{folder / needed} is missing", "Install AIPROD again.")
    return folder


def launcher_text(source: Path, data_home: Path | None) -> bytes:
    """The launcher as it is put into a scripts folder: it is told where AIPROD keeps its data, if that isn't the usual place.

    Editors that are started from a menu don't see the shell's variables, so a launcher can't ask for $AIPROD_HOME.
    """
    found = next(path for path in (source / "launcher" / LAUNCHER, source / LAUNCHER) if path.is_file())
    text = found.read_text("utf-8")
    if data_home is not None:
        text = _HOME_LINE.sub(lambda _: f"HOME = {str(data_home)!a}", text, count=1)
    return text.encode()


def is_our_launcher(path: Path) -> bool:
    """Whether a file is a launcher of ours, of any version: it carries the marker as a line of its own near its top."""
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError:
        return False
    return any(line.strip() == MARKER.encode() for line in head.splitlines())


def is_our_package(folder: Path) -> bool:
    """Whether a folder is a copy of the package: by its name, and by what its first file says."""
    try:
        head = (folder / "__init__.py").read_bytes()[:_HEAD]
    except OSError:
        return False
    return folder.name == PACKAGE and b"AIPROD" in head


def package_files(folder: Path) -> Mapping[str, str]:
    """Relative path (with /) → SHA-256 of every file of a package; what Python itself writes there is passed over."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix(): hash_file(path) for path in paths}


@dataclass(frozen=True)
class PanelManifest:
    """What Premiere's panel says of itself."""

    id: str
    name: str
    version: str
    least_premiere: str

    @property
    def file_name(self) -> str:
        """Of its package."""
        return f"{self.id}_premierepro.ccx"


def premiere_manifest(source: Path) -> PanelManifest:
    """The manifest in a folder of the panel."""
    data = json.loads((source / "manifest.json").read_text("utf-8"))
    name = data["name"]["default"] if isinstance(data["name"], dict) else data["name"]
    return PanelManifest(data["id"], name, data["version"], data["host"]["minVersion"])
