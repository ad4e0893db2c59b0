# SPDX-License-Identifier: Apache-2.0
"""What files are: a checkpoint of a known model in any of the layouts that people publish, or why they are not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from aiprod.film.errors import UserError
from aiprod.models.checkpoints import Checkpoint

__all__ = ["recognise"]


def recognise(
    places: Sequence[Path],
    *,
    id: str = "",
    licence: str = "",
    hashes: Mapping[str, str] | None = None,
    distilled: bool | None = None,
) -> Checkpoint:
    """The checkpoint that lies in these folders and files.

    Args:
        places: a folder in diffusers' layout; or the files and folders of any other: one file for everything, one for every
            part, shards, GGUF; text encoders and tokenizers as folders with their settings.
        id, licence: as the card has them.
        hashes: SHA-256 by file name (in diffusers' layout with its folder: "vae/….safetensors"), where they are known; computed
            where they are not.
        distilled: whether it wants few steps and no guidance, where the card says so; None: as the files say.

    Raises:
        UserError: they are no model, not one that is known, or don't belong together; the sentence names what doesn't fit.
    """
    from aiprod.models.recognising import folders, official

    if not places:
        raise UserError("There is no model to look at", "no folder and no file was named", "Name its folder or its files.")
    if missing := [place for place in places if not place.exists()]:
        raise UserError("The model is not there", f"{missing[0]} does not exist", "Name its folder or its files.")
    for place in places:
        if (place / "model_index.json").is_file():
            return folders.read(place, id=id, licence=licence, hashes=hashes or {}, distilled=distilled)
    return official.read(places, id=id, licence=licence, hashes=hashes or {}, distilled=distilled)
