# SPDX-License-Identifier: Apache-2.0
"""Making a clip: what a job of kind "clip" does. It may be stopped at any moment and begun again."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from aiprod.film.errors import DiskFullError
from aiprod.production.clips.recipes import ClipRecipe, Kind, read_recipe
from aiprod.production.clips.store import Clip, ClipStore, clip_of
from aiprod.production.clips.telling import Teller


@dataclass(frozen=True)
class Order:
    """A clip that was ordered: its recipe, and what of this machine it is made from.

    Attributes:
        recipe: see `recipes`.
        family: the first clip of its family; "" for the first.
        media: of an extension: the clip that is made longer, {path, src_in, src_out, clip}.
        items: of a grade: {key, path, src_in, src_out, rate}.
        cap_eur: what clouds may cost; None: nothing.
    """

    recipe: ClipRecipe
    family: str = ""
    media: Mapping[str, Any] = field(default_factory=dict)
    items: tuple[Mapping[str, Any], ...] = ()
    cap_eur: float | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "recipe": self.recipe.to_json(), "family": self.family, "media": dict(self.media), "items": list(self.items),
            "cap_eur": self.cap_eur,
        }  # fmt: skip

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Order:
        return cls(
            read_recipe(data["recipe"]), data.get("family", ""), data.get("media", {}), tuple(data.get("items", ())),
            data.get("cap_eur"),
        )  # fmt: skip


@dataclass(frozen=True)
class Bench:
    """Where a clip is made.

    Attributes:
        order: what shall be made.
        store: where it will be.
        work: a folder for this job alone.
        clip, family: its name, and its family's.
        teller: told of the progress.
    """

    order: Order
    store: ClipStore
    work: Path
    clip: str
    family: str
    teller: Teller


_FULL = (errno.ENOSPC, errno.EDQUOT)
Maker = Callable[[Bench], tuple[Clip, Path]]
"""Makes a clip; returns it with the folder that it is laid out in."""


def make(order: Order, teller: Teller, store: ClipStore | None = None) -> Clip:
    """Make a clip, or find it made.

    Raises:
        Stopped: it is no longer wanted.
        AiprodError: it can't be made.
    """
    store = store or ClipStore()
    clip = clip_of(teller.job)
    try:
        found = store.find(clip) or _made(order, store, clip, teller)
    except (DiskFullError, OSError) as error:
        if isinstance(error, OSError) and error.errno not in _FULL:
            raise
        raise DiskFullError(
            "The clip can't be written", "the disk is full", "Free some space and try again: what is finished is kept."
        ) from error
    store.clear(store.work(teller.job))
    teller.at(1.0, "delivery", "clip", found.frames, found.frames)
    return found


def _made(order: Order, store: ClipStore, clip: str, teller: Teller) -> Clip:
    bench = Bench(order, store, store.work(teller.job), clip, order.family or clip, teller)
    made, desk = _maker(order.recipe.kind)(bench)
    teller.check()
    return store.publish(made.model_copy(update={"made_at": round(time.time(), 3)}), desk)


_MAKERS: Mapping[Kind, str] = {
    "shot": "shots", "extension": "extensions", "voice": "lines", "score": "scores", "grade": "grades",
}  # fmt: skip
"""Kind → the module that makes it."""


def _maker(kind: Kind) -> Maker:
    """Heavy libraries are loaded for what is made alone."""
    maker: Maker = import_module(f"aiprod.production.clips.{_MAKERS[kind]}").make
    return maker
