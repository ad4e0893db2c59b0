# SPDX-License-Identifier: Apache-2.0
"""Looking into files that come from outside: in a process of its own, which a malformed file may take with it.

python -m aiprod.models.recognising.inspecting FILE…   (one JSON line on stdout)
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from aiprod.film.errors import EngineError
from aiprod.models.recognising.gguf_header import read_gguf
from aiprod.models.recognising.headers import BrokenFileError, Header, Tensor, read_safetensors

_PATIENCE = 120
"""Seconds a look may take: headers are read, weights are not."""
_ROOM = 4 << 30
"""Bytes of memory it may take."""

_PICKLES = (b"PK\x03\x04", b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05", b"\x7fELF")


def headers(paths: Sequence[Path]) -> dict[Path, Header | str]:
    """What each file says about itself, or, as a plain clause, why it is not to be used.

    Raises:
        EngineError: the process that looks could not be started.
    """
    if not paths:
        return {}
    command = [sys.executable, "-m", "aiprod.models.recognising.inspecting", *map(str, paths)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False, env=_environment())
    except subprocess.TimeoutExpired:
        return dict.fromkeys(paths, "its header can't be read in reasonable time")
    except OSError as error:
        raise EngineError("Model files can't be looked into", str(error), "Start AIPROD again.") from error
    if done.returncode or not done.stdout:
        return _one_by_one(paths)
    return {Path(name): _unpacked(found) for name, found in json.loads(done.stdout).items()}


def _one_by_one(paths: Sequence[Path]) -> dict[Path, Header | str]:
    """One of several files took the process with it: which?"""
    if len(paths) == 1:
        return {paths[0]: "its header can't be read without harm"}
    found: dict[Path, Header | str] = {}
    for path in paths:
        found |= headers([path])
    return found


def _environment() -> dict[str, str]:
    root = str(Path(__file__).resolve().parents[3])
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH", ""))))}


def look(path: Path) -> Header:
    """In this process. Raises BrokenFileError."""
    try:
        with path.open("rb") as stream:
            start = stream.read(9)
    except OSError as error:
        raise BrokenFileError(f"it can't be opened ({error.strerror})") from error
    if start[8:] != b"{" and (start.startswith(_PICKLES) or start[:2] in (b"MZ", b"#!")):
        kind = "a Python pickle" if start.startswith(_PICKLES[:5]) else "a program"
        raise BrokenFileError(f"it is {kind}, which can run anything, whatever its name says")
    if start.startswith(b"GGUF"):
        return read_gguf(path)
    if start.startswith(b"version "):
        raise BrokenFileError("it is a pointer to a file (Git LFS), not the file itself")
    if start[:1] == b"<" or start.startswith(b"Entry no"):
        raise BrokenFileError("it is a web page, not a model: the download was answered with an error or a log-in")
    if path.suffix.lower() == ".gguf":
        raise BrokenFileError("it doesn't begin like a GGUF file")
    return read_safetensors(path)


def _packed(header: Header) -> dict[str, Any]:
    return {
        "tensors": {name: [t.dtype, list(t.shape)] for name, t in header.tensors.items()},
        "metadata": dict(header.metadata), "size": header.size, "kind": header.kind,
    }  # fmt: skip


def _unpacked(found: Mapping[str, Any]) -> Header | str:
    if "broken" in found:
        return str(found["broken"])
    tensors = {name: Tensor(dtype, tuple(shape)) for name, (dtype, shape) in found["tensors"].items()}
    return Header(tensors, found["metadata"], found["size"], found["kind"])


def _limited() -> None:
    """Keep a malformed file from taking the machine's memory, where the system can."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_ROOM, _ROOM))
    except (ImportError, ValueError, OSError):
        return


def main(names: Sequence[str]) -> int:
    _limited()
    found: dict[str, Any] = {}
    for name in names:
        try:
            found[name] = _packed(look(Path(name)))
        except BrokenFileError as error:
            found[name] = {"broken": str(error)}
        except MemoryError:
            found[name] = {"broken": "its header asks for more memory than any model needs"}
    sys.stdout.write(json.dumps(found))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
