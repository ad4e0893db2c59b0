# SPDX-License-Identifier: Apache-2.0
"""A part of a clip that is shot once more by a video model. The other frames are the clip's own, to the byte: they are not
encoded again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiprod.film.errors import AiprodError, Stopped, UserError
from aiprod.film.shots import Pickup, ShootRequest
from aiprod.media.video import read_frames
from aiprod.production.chain.candidates import Candidate, chain
from aiprod.production.chain.money import Refusal
from aiprod.production.chain.pickups import BUILDER, check
from aiprod.production.clips.picture import PictureFile
from aiprod.production.clips.recipes import ClipRecipe, even
from aiprod.production.clips.shots import Footage, Set, request_of, shooting
from aiprod.production.clips.store import Clip, ClipStore
from aiprod.production.recipes import recipe as take_recipe
from aiprod.shooting.generator import generator

if TYPE_CHECKING:
    import av

    from aiprod.production.clips.making import Bench

_SHOT_SHARE = 0.8


def request_for(recipe: ClipRecipe) -> ShootRequest:
    """The shot of a recipe with the last of its parts, in that part's own words where it has any."""
    part = recipe.pickups[-1]
    whole = request_of(recipe.changed(pickups=(), prompt=part.prompt or recipe.prompt))
    pickup = Pickup(start=part.start, end=part.end, number=part.number)
    return whole.changed(shot=whole.shot.changed(pickups=(pickup,)))


def check_recipe(recipe: ClipRecipe) -> None:
    """Refuse a part that can't be shot once more, before work begins. Raises UserError."""
    if recipe.kind != "shot":
        raise UserError(
            "Only shots can be made again in part", f"this clip is of kind {recipe.kind}", "Make the whole clip again."
        )
    request = request_for(recipe)
    check(recipe.generator, request.changed(shot=request.shot.whole), request.shot.pickups[-1])


def source(store: ClipStore, recipe: ClipRecipe, family: str) -> Clip:
    """The clip that a recipe's last part is a part of.

    Raises:
        UserError: it is gone from this machine.
    """
    wanted = _content(recipe.changed(pickups=recipe.pickups[:-1]))
    for clip in store.all(family=family) if family else ():
        record = clip.file("picture")
        if _content(clip.recipe) == wanted and record is not None and store.path(clip, record.name).is_file():
            return clip
    raise UserError(
        "The clip that a part of shall be made again is gone from this machine", "the frames around the part come from it",
        "Make the whole clip again.",
    )  # fmt: skip


def _content(recipe: ClipRecipe) -> dict[str, Any]:
    """What decides the pictures of a clip."""
    return {name: value for name, value in recipe.to_json().items() if name not in ("name", "project", "generator")}


def make(bench: Bench) -> tuple[Clip, Path]:
    """Make a clip with the last part of its recipe shot once more."""
    recipe, teller = bench.order.recipe, bench.teller
    before = source(bench.store, recipe, bench.family)
    path = bench.store.path(before, "picture.mov")
    request, part = request_for(recipe), recipe.pickups[-1]
    with shooting(bench.work, recipe, teller, bench.order.cap_eur) as stage:
        found = _shot(stage, recipe, request, before, path)
    size = even(recipe.picture)
    desk = bench.store.desk(bench.work)
    fresh = read_frames(found.path, part.start, part.end - part.start)
    with PictureFile(desk, recipe.frames, recipe.frame_rate, size, teller, drop_frame=recipe.drop_frame) as picture:
        for number, (packet, frame) in enumerate(_frames(path)):
            if part.start <= number < part.end:
                picture.frame(next(fresh))
            else:
                picture.copied(packet, frame)
            teller.at(_SHOT_SHARE + (1 - _SHOT_SHARE) * number / recipe.frames, "rendering", "clip", number, recipe.frames)
    made = Clip(
        id=bench.clip, family=bench.family, recipe=recipe, frames=recipe.frames, width=size[0], height=size[1],
        files=picture.files, generator=str(found.take.facts["generator"]), label=str(found.take.facts["label"]),
        words=found.words, facts={**before.facts, "retaken": [part.start, part.end]},
    )  # fmt: skip
    return made, desk


def _shot(stage: Set, recipe: ClipRecipe, request: ShootRequest, before: Clip, path: Path) -> Footage:
    """By the first generator that can; where each fails, the first error is what is told."""
    first: AiprodError | None = None
    for candidate in chain(recipe.generator, _nobody):
        try:
            check(f"only:{candidate.name}", request.changed(shot=request.shot.whole), request.shot.pickups[-1])
            return _by(stage, candidate, request, before, path)
        except Stopped:
            raise
        except AiprodError as error:
            first = first or error
    assert first is not None
    raise first


def _by(stage: Set, candidate: Candidate, request: ShootRequest, before: Clip, path: Path) -> Footage:
    maker, shot = generator(candidate.name), request.shot
    record = before.file("picture")
    made = take_recipe(
        "shooting", "footage", f"{maker.id}/{maker.version}", objects={"request": request},
        parameters={"clip": record.sha256 if record is not None else ""}, models=maker.models(request),
        seed=shot.pickups[-1].seed(shot.seed),
    )  # fmt: skip
    arguments = {"request": request.to_json(), "generator_name": candidate.name, "clip": str(path)}
    return stage.build("pickup", made, BUILDER, arguments, crew=stage.chain.crew_for(candidate))


def _frames(path: Path) -> Iterator[tuple[av.Packet[av.VideoStream], av.VideoFrame]]:
    """The frames of a clip of ours, each with its packet: every one stands alone."""
    import av

    with av.open(str(path)) as container:
        for packet in container.demux(video=0):
            for frame in packet.decode():
                yield packet, frame


def _nobody(provider: str) -> Refusal:
    return Refusal("remote", f"{provider} makes whole shots", "")
