# SPDX-License-Identifier: Apache-2.0
"""How much of the disk rendered pieces and proxies may take: chosen by the user, kept beside them."""

from __future__ import annotations

import json
from pathlib import Path

from aiprod.film.errors import UserError
from aiprod.film.files import write_json

USUAL_BYTES = 40 << 30
LEAST_BYTES, MOST_BYTES = 1 << 30, 4 << 40


def limit_bytes(folder: Path) -> int:
    """What the cache in a folder may take; the usual size where nothing, or nothing sensible, was chosen."""
    try:
        chosen = int(json.loads((folder / "limit.json").read_text("utf-8"))["bytes"])
    except (OSError, ValueError, KeyError, TypeError):
        return USUAL_BYTES
    return min(MOST_BYTES, max(LEAST_BYTES, chosen))


def set_limit(folder: Path, limit: int) -> None:
    """Choose what the cache may take; it shrinks when something is next put into it.

    Raises:
        UserError: too little or too much, or the disk refuses.
    """
    if not LEAST_BYTES <= limit <= MOST_BYTES:
        raise UserError("The cache can't be of that size", "it takes 1 GB to 4 TB", "Choose a size between them.")
    folder.mkdir(parents=True, exist_ok=True)
    write_json(folder / "limit.json", {"bytes": limit})
