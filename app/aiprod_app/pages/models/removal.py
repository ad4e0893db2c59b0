# SPDX-License-Identifier: Apache-2.0
"""What removing a model would free, and which of its files others use too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiprod.wire.models import ModelView, StoredFileView

if TYPE_CHECKING:
    from aiprod.client.client import AsyncClient


@dataclass(frozen=True)
class Removal:
    """What would happen.

    Attributes:
        freed, kept: bytes of the model that go, and that stay because others use them.
        others: titles of these.
    """

    freed: int
    kept: int
    others: tuple[str, ...]


async def removal(client: AsyncClient, model: ModelView, stored: Sequence[ModelView]) -> Removal:
    """Ask the engine which files the model has, and which other models in the store have the same ones."""
    mine = _contents((await client.models.show(model=model.id)).files)
    shared: set[str] = set()
    others = []
    for other in stored:
        if other.id != model.id and other.state != "absent":
            common = mine.keys() & _contents((await client.models.show(model=other.id)).files).keys()
            shared |= common
            others += [other.title] if common else []
    kept = sum(mine[sha256] for sha256 in shared)
    return Removal(sum(mine.values()) - kept, kept, tuple(others))


def _contents(files: Sequence[StoredFileView]) -> dict[str, int]:
    """SHA-256 → bytes that are here; what is partly here counts too."""
    return {file.sha256 or file.name: file.here for file in files if file.here}
