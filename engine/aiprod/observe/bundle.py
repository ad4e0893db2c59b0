# SPDX-License-Identifier: Apache-2.0
"""The diagnostics bundle: what a developer needs to find a fault, and nothing about the user's films.

`preview` shows every byte that `write` then puts into the archive. Of the logs only what is known to be harmless is taken:
the constant sentences of our own code, times, codes, numbers and identifiers; never what was filled into a sentence, never an
exception's message. What remains goes through the redactor as well.
"""

from __future__ import annotations

import importlib.metadata
import io
import json
import os
import platform
import re
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiprod.film.files import write_atomically
from aiprod.observe.redaction import Redactor, content_name, secret_name

Collector = Callable[[], Any]
_LINES, _FILES, _TAIL = 2_000, 12, 1 << 20
"""Of the logs: lines a file, newest files, bytes read from the end of each."""
_OURS = ("aiprod.", "aiprod_app.", "uvicorn")
"""Loggers whose sentences are constants (a test of the house holds ours to it)."""
_CODE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_.:/+-]{0,63}$")
"""A single word: an id, a code, a state. Nothing that a person would write."""
_PACKAGES = (
    "pydantic", "fastapi", "starlette", "uvicorn", "sqlalchemy", "alembic", "httpx", "websockets", "av", "numpy", "numba",
    "onnxruntime", "skia-python", "opencv-python-headless", "opentimelineio", "opencolorio", "torch", "diffusers",
)  # fmt: skip
_README = """AIPROD diagnostics bundle

Made on this machine at the user's wish; nothing was sent anywhere. It holds versions, the results of `aiprod doctor`,
settings, the last log records without what was filled into them, counts of jobs, and the devices. It holds no films, no
briefs, no prompts, no tokens and no keys. Every file is plain text: read it before you pass it on.
"""


@dataclass(frozen=True)
class Part:
    """A file of the bundle."""

    name: str
    content: bytes

    @property
    def size(self) -> int:
        return len(self.content)

    @property
    def text(self) -> str:
        return self.content.decode()


class Bundle:
    """Gathers a bundle once; shows it and writes it as often as wanted, always the same.

    Args:
        collectors: name → function that gives JSON-able data: "doctor", "settings", "jobs", "devices". One that fails
            becomes the name of its error.
        logs: the folder of the log files.
        redactor: takes out secrets.
    """

    def __init__(self, collectors: Mapping[str, Collector], logs: Path | None, redactor: Redactor | None = None) -> None:
        self._redactor = redactor or Redactor()
        everything = {"versions": versions, **collectors}
        parts = [Part("README.txt", _README.encode())]
        parts += [Part(f"{name}.json", self._json(collect)) for name, collect in sorted(everything.items())]
        parts += [Part(f"logs/{path.name}", self._log(path)) for path in _newest(logs)]
        self._parts = tuple(parts)

    def preview(self) -> tuple[Part, ...]:
        """Every file with its size and content, exactly as it would be written."""
        return self._parts

    def summary(self) -> str:
        """The files and their sizes, for people."""
        rows = [f"{part.size:>9}  {part.name}" for part in self._parts]
        return "\n".join([*rows, f"{sum(part.size for part in self._parts):>9}  in all"])

    def write(self, path: Path) -> Path:
        """Write the archive, whole or not at all; an archive of that name is replaced. Raises UserError where it can't be."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for part in self._parts:
                entry = zipfile.ZipInfo(part.name, (1980, 1, 1, 0, 0, 0))
                entry.external_attr = 0o600 << 16
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, part.content)
        write_atomically(path, packed.getvalue())
        return path

    def _json(self, collect: Collector) -> bytes:
        try:
            found = collect()
        except Exception as error:  # noqa: BLE001 - a bundle is made because something is broken
            found = {"failed": type(error).__name__}
        return _pretty(self._redactor.data(found, content=False))

    def _log(self, path: Path) -> bytes:
        return "".join(json.dumps(self._redactor.data(kept)) + "\n" for kept in _records(path)).encode()


def versions() -> dict[str, Any]:
    """Of the program, Python, the system and the libraries that matter."""
    from aiprod import __version__

    found: dict[str, str | None] = {}
    for name in _PACKAGES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = None
    return {
        "aiprod": __version__, "python": platform.python_version(), "implementation": sys.implementation.name,
        "system": platform.system(), "release": platform.release(), "machine": platform.machine(), "cores": os.cpu_count(),
        "packages": found,
    }  # fmt: skip


def _newest(folder: Path | None) -> list[Path]:
    if folder is None or not folder.is_dir():
        return []
    files = [path for path in folder.glob("*.jsonl") if path.is_file() and not path.is_symlink()]
    return sorted(sorted(files, key=lambda path: path.stat().st_mtime)[-_FILES:])


def _records(path: Path) -> Iterator[dict[str, Any]]:
    """The last records of a log or span file, harmless parts only; lines that are no JSON objects are left out."""
    for line in _tail(path).splitlines()[-_LINES:]:
        try:
            record = json.loads(line)
        except ValueError:
            continue
        if isinstance(record, dict):
            yield _harmless(record)


def _tail(path: Path) -> str:
    """The end of a file, from the first whole line on."""
    try:
        with path.open("rb") as stream:
            start = max(0, path.stat().st_size - _TAIL)
            stream.seek(start)
            data = stream.read(_TAIL)
    except OSError:
        return ""
    return (data.partition(b"\n")[2] if start else data).decode("utf-8", "replace")


def _harmless(record: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in record.items() if _is_harmless(name, value)}
    if str(record.get("logger", "")).startswith(_OURS) and isinstance(record.get("event"), str):
        kept["event"] = record["event"]
    attributes = record.get("attributes")
    if isinstance(attributes, dict):
        kept["attributes"] = {name: value for name, value in attributes.items() if _is_harmless(name, value)}
    error = record.get("error")
    if isinstance(error, dict):
        kept["error"] = {"type": str(error.get("type", "")), "frames": [str(frame) for frame in error.get("frames", [])]}
    return kept


def _is_harmless(name: str, value: Any) -> bool:
    """Numbers, and single words under names that hold no secret and no film's words."""
    if secret_name(name) or name in ("event", "message", "error", "attributes"):
        return False
    if isinstance(value, bool | int | float) or value is None:
        return True
    if isinstance(value, list):
        return all(isinstance(item, str) and _is_harmless(name, item) for item in value)
    return isinstance(value, str) and not content_name(name) and bool(_CODE.match(value))


def _pretty(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n").encode()
