# SPDX-License-Identifier: Apache-2.0
"""What files are: a checkpoint of a known model in any of the layouts that people publish, or why they are not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from aiprod.film.errors import UserError
from aiprod.models.checkpoints import Checkpoint

__all__ = ["recognise"]


def recognise(places: Sequence[Path], *, id: str = "", licence: str = "", hashes: Mapping[str, str] | None = None) -> Checkpoint:
    """The checkpoint that lies in these folders and files.

    Args:
        places: folders in diffusers' layout.
        id, licence: as the card has them.
        hashes: SHA-256 by file name, where they are known; computed where they are not.

    Raises:
        UserError: they are no model, not one that is known, or don't belong together; the sentence names what doesn't fit.
    """
    from aiprod.models.recognising import folders

    for place in places:
        if (place / "model_index.json").is_file():
            return folders.read(place, id=id, licence=licence, hashes=hashes or {})
    raise UserError(
        "This is no video model", f"no model_index.json was found in {', '.join(map(str, places))}",
        "Choose the folder that holds it.",
    )  # fmt: skip
