# SPDX-License-Identifier: Apache-2.0
"""The open film, as the engine knows it: by an id."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from aiprod.client.client import AsyncClient

_ids: WeakKeyDictionary[AsyncClient, dict[Path, str]] = WeakKeyDictionary()


async def film_id(client: AsyncClient, root: Path) -> str:
    """The engine's id of a film folder; the engine gets to know the folder if it didn't. Raises WireError, NoEngineError."""
    known = _ids.setdefault(client, {})
    if root not in known:
        known[root] = (await client.films.open(path=str(root))).id
    return known[root]
