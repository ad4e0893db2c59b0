# SPDX-License-Identifier: Apache-2.0
"""Latents of rendered clips on disk: what one run encoded, all later ones learn from, so that hours of processors add up.

A vault belongs to one codec, one geometry and one stream of scenes. It grows at its end only: what its facts count is whole,
whatever happened to the process that wrote it. One process writes; any number read, also while it grows.
"""

from __future__ import annotations

import json
import os
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import UserError
from aiprod.film.files import disk_errors, write_json
from aiprod.film.hashing import hash_json
from aiprod.training.data.conditioning import CAMERA_DIMS, SLOT_COUNT
from aiprod.training.data.pool import Clip, RenderPool
from aiprod.training.data.sampler import VERSION, ClipSpec
from aiprod.training.footage import LatentBatch, drawn, halves
from aiprod.training.networks.codec import Codec
from aiprod.training.recipe import Recipe

Array = NDArray[Any]
_AT_ONCE = 8
"""Clips that are encoded together."""


@dataclass(frozen=True)
class Form:
    """What the rows of a vault are: for each clip its latents, codes, camera, subjects and the number of its set-up."""

    frames: int
    latent_frames: int
    tall: int
    wide: int
    channels: int

    @classmethod
    def of(cls, recipe: Recipe) -> Form:
        size = recipe.geometry
        return cls(size.frames, size.latent_frames, size.height // 8, size.width // 8, recipe.codec.channels)

    def parts(self) -> dict[str, tuple[type[Any], tuple[int, ...]]]:
        """File → number format and shape of a row."""
        cells = (self.latent_frames, self.tall, self.wide)
        return {
            "latents": (np.float16, (*cells, self.channels)), "codes": (np.int16, (SLOT_COUNT,)),
            "camera": (np.float32, (self.frames, CAMERA_DIMS)), "subjects": (np.uint8, cells), "groups": (np.int64, ()),
        }  # fmt: skip


def identity(recipe: Recipe, codec: Codec, seed: int) -> str:
    """Names what a vault's latents depend on: the codec's very weights, the geometry, and the stream of scenes."""
    weights = {name: float(tensor.double().sum()) for name, tensor in codec.state_dict().items()}
    return hash_json({"codec": weights, "geometry": recipe.geometry.model_dump(mode="json"), "seed": seed, "scenes": VERSION})[
        :16
    ]


class Vault:
    """Clips as latents, to be drawn from. `refresh()` takes in what has been written since.

    Raises:
        UserError: nothing is there, it is damaged, or it was made with another codec or other footage.
    """

    def __init__(self, folder: Path, form: Form, wanted: str | None = None) -> None:
        self.folder, self.form = folder, form
        facts = read_facts(folder)
        if wanted is not None and facts["identity"] != wanted:
            raise UserError(
                f"The latents in {folder} are of another codec or of other footage",
                f"they say {facts['identity']}, not {wanted}",
                "Use the recipe and codec that they were made with, or another folder.",
            )  # fmt: skip
        self.identity: str = facts["identity"]
        self.members: dict[int, list[int]] = defaultdict(list)
        self.count = 0
        self.refresh()

    def __len__(self) -> int:
        return self.count

    def refresh(self) -> int:
        """Take in new clips. Returns how many there are."""
        count = int(read_facts(self.folder)["count"])
        if count == 0 or count == self.count:
            return self.count
        self.arrays = {
            name: np.memmap(self.folder / f"{name}.bin", kind, "r", shape=(count, *row))
            for name, (kind, row) in self.form.parts().items()
        }
        for at, group in enumerate(self.arrays["groups"][self.count :].tolist(), start=self.count):
            self.members[group].append(at)
        self.count = count
        return count

    def wait(self, patience_s: float = 120.0) -> None:
        """Until there is a clip. Raises UserError where none comes."""
        late = time.monotonic() + patience_s
        while not self.refresh():
            if time.monotonic() > late:
                raise UserError(
                    f"There are no latents in {self.folder} yet", "nothing was gathered", "Run `aiprod train gather`."
                )
            time.sleep(0.5)

    def rows(self, first: int, last: int) -> dict[str, Array]:
        """Rows of every part, as they are on disk."""
        return {name: held[first:last] for name, held in self.arrays.items()}

    def draw(self, batch: int, rng: np.random.Generator, first: int = 0, frames: int | None = None) -> LatentBatch:
        """A batch by chance: `frames` latent frames of each clip from `first` on, with a frame to remember for each."""
        return drawn(self.arrays, self.members, self.count, batch, rng, first, frames)


def read_facts(folder: Path) -> dict[str, Any]:
    """What a vault says of itself. Raises UserError where there is none."""
    path = folder / "facts.json"
    try:
        return cast("dict[str, Any]", json.loads(path.read_text("utf-8")))
    except (OSError, json.JSONDecodeError) as error:
        raise UserError(
            f"There are no latents in {folder}", str(error), "Make some: `aiprod train gather --out FOLDER`."
        ) from error


class Writer:
    """Adds clips at the end of a vault. What an interrupted write left is cut off first."""

    def __init__(self, folder: Path, form: Form, mark: str) -> None:
        self.folder, self.form = folder, form
        folder.mkdir(parents=True, exist_ok=True)
        fresh: dict[str, Any] = {"identity": mark, "count": 0, "next": 0}
        self.facts: dict[str, Any] = read_facts(folder) if (folder / "facts.json").exists() else fresh
        if self.facts["identity"] != mark:
            raise UserError(
                f"{folder} holds latents of another codec or of other footage",
                str(self.facts["identity"]),
                "Choose another folder.",
            )
        self._commit()
        for name, (kind, row) in form.parts().items():
            with (folder / f"{name}.bin").open("ab") as file:
                file.truncate(int(self.facts["count"]) * int(np.prod(row, dtype=int)) * np.dtype(kind).itemsize)

    def add(self, rows: dict[str, Array], following: int) -> None:
        """Rows of every part, all of one length; `following` is the index of the scene to go on with."""
        with disk_errors(self.folder):
            for name, (kind, row) in self.form.parts().items():
                block = np.ascontiguousarray(rows[name], kind)
                assert block.shape[1:] == row, (name, block.shape, row)
                with (self.folder / f"{name}.bin").open("ab") as file:
                    file.write(block.tobytes())
                    file.flush()
                    os.fsync(file.fileno())
            self.facts |= {"count": self.facts["count"] + len(rows["groups"]), "next": following}
            self._commit()

    def _commit(self) -> None:
        """What the facts count is whole: they are written last, and all at once."""
        write_json(self.folder / "facts.json", self.facts)


def rows_of(codec: Codec, clips: Sequence[Clip]) -> dict[str, Array]:
    """Clips and their mirror images as rows of a vault."""
    parts = halves(codec, clips)
    return {name: np.concatenate([half[name] for half in parts]) for name in parts[0]}


def gather(
    writer: Writer, recipe: Recipe, codec: Codec, seed: int, clips: int | None, seconds: float | None, workers: int = 1
) -> int:
    """Render, encode and keep, until the vault holds the scenes up to `clips` or the time is over. Returns the vault's count."""
    spec = ClipSpec.of(recipe.geometry)
    begun, waiting = time.monotonic(), []
    with RenderPool(spec, seed=seed, start=int(writer.facts["next"]), stop=clips, workers=workers) as pool:
        for clip in pool:
            waiting.append(clip)
            late = seconds is not None and time.monotonic() - begun > seconds
            if len(waiting) >= _AT_ONCE or late:
                writer.add(rows_of(codec, waiting), clip.index + 1)
                waiting = []
            if late:
                break
        if waiting:
            writer.add(rows_of(codec, waiting), pool.rendered)
    return int(writer.facts["count"])
