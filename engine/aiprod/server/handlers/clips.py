# SPDX-License-Identifier: Apache-2.0
"""Clips for editors' timelines: ordered, listed, served."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from aiprod.production.clips.making import Order
from aiprod.production.clips.recipes import ClipRecipe, Kept
from aiprod.production.clips.store import Clip, ClipStore, clip_of
from aiprod.server.clip_views import clip_view
from aiprod.server.engine import Engine
from aiprod.server.handling import Payload, handles
from aiprod.server.identity import Client
from aiprod.server.ordering import order_job
from aiprod.server.paths import PICTURES, media_path
from aiprod.server.serving import mime_of
from aiprod.wire.base import Mutation, Reply, Request
from aiprod.wire.clips import (
    ClipFileRequest,
    ClipList,
    ClipOrdered,
    ClipRequest,
    ClipView,
    ListClips,
    MakeClip,
    MakeShot,
    Reference,
)
from aiprod.wire.errors import WireError

_NAME_WORDS = 8


@handles("clips.shot")
def shot(engine: Engine, client: Client, request: MakeShot) -> ClipOrdered:
    _check_maker(request.generator, request.style)
    recipe = _recipe(
        "shot", request, request.prompt, frames=request.frames, prompt=request.prompt, generator=request.generator,
        style=request.style, references=_references(client, request.references),
    )  # fmt: skip
    return _ordered(engine, client, request, Order(recipe, request.family or ""), request.priority)


@handles("clips.list")
def listed(_engine: Engine, _client: Client, request: ListClips) -> ClipList:
    store = ClipStore()
    found = store.all(project=request.project, family=request.family, limit=request.limit)
    return ClipList(clips=tuple(clip_view(store, clip) for clip in found))


@handles("clips.get")
def get(_engine: Engine, _client: Client, request: ClipRequest) -> ClipView:
    store = ClipStore()
    return clip_view(store, _found(store, request.clip))


@handles("clips.file")
def picture(_engine: Engine, _client: Client, request: ClipFileRequest) -> Payload:
    store = ClipStore()
    clip = _found(store, request.clip)
    record = clip.file(request.role)
    path = store.path(clip, record.name) if record is not None else None
    if path is None or path.is_symlink() or not path.is_file():
        raise WireError("not_found", f"The clip has no {request.role}", f"it is of kind {clip.kind}, or the file is gone")
    return Payload(mime_of(path.name), path.stat().st_size, path.name, path=path)


def _found(store: ClipStore, clip: str) -> Clip:
    found = store.find(clip)
    if found is None:
        raise WireError(
            "not_found", "There is no such clip", "it isn't finished, or its folder is gone", "Make it again from its marker."
        )
    return found


def _recipe(kind: Any, request: MakeClip, named_after: str, **fields: Any) -> ClipRecipe:
    """The recipe of an order. Raises UserError for what can't be met."""
    place = request.place
    made = ClipRecipe(kind=kind, name=request.name or _name(named_after), project=place.project, seed=request.seed)
    return made.changed(
        rate=_exact(place.rate), size=place.size.replace("X", "x").replace("×", "x"), drop_frame=place.drop_frame,
        lang=request.lang, **fields,
    ).checked()  # fmt: skip


def _exact(rate: str) -> str:
    """A rate as recipes write it: "24000/1001", "25"."""
    from aiprod.production.commission import frame_rate

    return str(frame_rate(rate).fps)


def _name(text: str) -> str:
    words = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split()).split(" ")
    return " ".join(words[:_NAME_WORDS])[:80].rstrip(" ,.;:") + ("…" if len(words) > _NAME_WORDS else "")


def _check_maker(generator: str, style: str | None) -> None:
    """Refuse at once what would only fail later. Raises UserError."""
    from aiprod.production.chain import candidates
    from aiprod.shooting.finishing.looks import look_for

    candidates.check(generator)
    look_for(style or "illustration")


def _references(client: Client, references: tuple[Reference, ...]) -> tuple[Kept, ...]:
    """The pictures that a shot is made after, copied before anything can happen to them."""
    from aiprod.media.pictures import read_picture

    store, kept = ClipStore(), []
    for reference in references:
        path = media_path(client, reference.path, PICTURES)
        read_picture(path)
        kept.append(Kept(role=reference.role, sha256=store.keep(path)[0]))
    return tuple(kept)


def _ordered(
    engine: Engine, client: Client, request: Mutation, order: Order, priority: int, warnings: tuple[str, ...] = ()
) -> ClipOrdered:
    """Submit the job of a clip. The clip is called as its job, so that an order that is sent again is the same clip."""
    job = order_job(engine, client, request, "clip", order.to_json(), title=order.recipe.name, priority=priority)
    clip = clip_of(job.id)
    ClipStore().sweep()
    return ClipOrdered(clip=clip, family=order.family or clip, job=job, frames=order.recipe.frames, warnings=warnings)


def _not_there(_engine: Engine, _client: Client, _request: Request) -> Reply:
    raise WireError("busy", "This is being built")


for _name_of in ("estimate", "extend", "retake", "voice", "score", "grade"):
    handles(f"clips.{_name_of}")(_not_there)
if find_spec("aiprod.server.handlers.handoff") is None:
    handles("clips.handoff")(_not_there)
