# SPDX-License-Identifier: Apache-2.0
"""Content hashes: the identity of recipes, takes and files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

_BLOCK = 1 << 20
_LOOK = 16 << 20


def canonical_json(value: Any) -> bytes:
    """`value` as JSON with one spelling only: sorted keys, no spaces, UTF-8, no NaN."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def hash_json(value: Any) -> str:
    """SHA-256 (hex) of a JSON-able value's canonical form."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


def hash_file(path: Path, read: Callable[[int], None] | None = None) -> str:
    """SHA-256 (hex) of a file's bytes. `read` is told how many were read, every 16 MiB; what it raises ends it."""
    digest, done = hashlib.sha256(), 0
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
            done += len(block)
            if read is not None and done % _LOOK < _BLOCK:
                read(done)
    return digest.hexdigest()


def seed_from(*parts: object) -> int:
    """A 31-bit seed derived from names, so that a thing keeps its seed when its neighbours change."""
    text = "\x1f".join(str(part) for part in parts)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") & 0x7FFFFFFF
