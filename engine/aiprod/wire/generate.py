# SPDX-License-Identifier: Apache-2.0
"""`python -m aiprod.wire.generate [--check]`: write the clients from the table of operations, or check that they are up to date.

The written files are kept in the repository, so that a change of the contract is seen where it is reviewed.
"""

from __future__ import annotations

import sys
from pathlib import Path

from aiprod.film.files import write_atomically
from aiprod.wire.generating.javascript import client_js
from aiprod.wire.generating.python import client_module
from aiprod.wire.generating.schema import protocol_json
from aiprod.wire.generating.typescript import declarations

ROOT = Path(__file__).resolve().parents[3]
_SHARED = Path("plugins/shared")


def written() -> dict[Path, str]:
    """Every generated file with its content, by its path in the repository."""
    return {
        Path("engine/aiprod/client/operations.py"): client_module(blocking=False),
        Path("engine/aiprod/client/blocking_operations.py"): client_module(blocking=True),
        _SHARED / "aiprod-client.js": client_js(ROOT / _SHARED / "src" / "core.js"),
        _SHARED / "aiprod-client.d.ts": declarations(ROOT / _SHARED / "src" / "core.d.ts"),
        _SHARED / "protocol.json": protocol_json(),
    }


def drifted(root: Path = ROOT) -> list[Path]:
    """The files that are not what they would be if they were written now."""
    return [path for path, text in written().items() if not _is(root / path, text)]


def _is(path: Path, text: str) -> bool:
    return path.is_file() and path.read_bytes() == text.encode()


def main(arguments: list[str]) -> int:
    """Write, or with `--check` only look. Returns the exit code."""
    if "--check" in arguments:
        old = drifted()
        for path in old:
            sys.stderr.write(f"{path} is out of date: run `python -m aiprod.wire.generate`\n")
        return 1 if old else 0
    for path, text in written().items():
        write_atomically(ROOT / path, text.encode())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
