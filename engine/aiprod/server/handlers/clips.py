# SPDX-License-Identifier: Apache-2.0
"""Clips for editors' timelines: ordered, listed, served."""

from __future__ import annotations

from typing import Any

from aiprod.film.brief import Brief, Language
from aiprod.film.errors import UserError
from aiprod.film.styles import AUTO
from aiprod.production.clips.going_on import model_for
from aiprod.production.clips.making import Order
from aiprod.production.clips.media import Film
from aiprod.production.clips.recipes import ClipRecipe, Kept, even, read_recipe
from aiprod.production.clips.store import Clip, ClipStore, clip_of
from aiprod.production.clips.words import told
from aiprod.production.commission import frame_rate
from aiprod.production.jobs.states import OPEN
from aiprod.server.clip_views import clip_view
from aiprod.server.engine import Engine
from aiprod.server.foreseeing import foresee_shot
from aiprod.server.handling import Payload, handles
from aiprod.server.identity import Client
from aiprod.server.ordering import order_job
from aiprod.server.paths import FILMS, PICTURES, media_path
from aiprod.server.serving import mime_of
from aiprod.wire.base import Mutation
from aiprod.wire.clips import (
    ClipEstimate,
    ClipFileRequest,
    ClipList,
    ClipOrdered,
    ClipRequest,
    ClipView,
    EstimateClip,
    ExtendClip,
    GradeClips,
    GradeItem,
    ListClips,
    MakeClip,
    MakeShot,
    Reference,
    RetakeClip,
    ScoreRange,
    VoiceLine,
)
from aiprod.wire.errors import WireError

_NAME_WORDS = 8


@handles("clips.shot")
def shot(engine: Engine, client: Client, request: MakeShot) -> ClipOrdered:
    _check_maker(request.generator, request.style)
    _check_money(engine, client, request.generator, request.cap_eur)
    recipe = _recipe(
        "shot", request, request.prompt, frames=request.frames, prompt=request.prompt, generator=request.generator,
        style=request.style, references=_references(client, request.references),
    )  # fmt: skip
    return _ordered(engine, client, request, Order(recipe, request.family or "", cap_eur=request.cap_eur), request.priority)


@handles("clips.extend")
def extend(engine: Engine, client: Client, request: ExtendClip) -> ClipOrdered:
    path = media_path(client, request.path, FILMS)
    _check_maker(request.generator, None)
    film = Film.open(path)
    film.check_range(request.src_in, request.src_out)
    media = {"path": str(path), "src_in": request.src_in, "src_out": request.src_out, "clip": request.clip or ""}
    own = _our_shot(request)
    only = request.generator.startswith("only:") and request.generator != "only:animatic"
    if own is None and only and model_for(request.generator) is None:
        raise UserError(
            f"{request.generator.removeprefix('only:')} can't make a clip longer", "it can't begin with a picture of yours",
            "Take `auto`: the clip then goes on from its last frame.",
        )  # fmt: skip
    size = own[0].size if own is not None else "x".join(map(str, even(film.size)))
    recipe = _recipe(
        "extension", request, path.stem, frames=request.frames, prompt=request.prompt, generator=request.generator,
        sound=request.sound, size=size, shot=own[0].to_json() if own else None, first=own[1] if own else None,
    )  # fmt: skip
    return _ordered(engine, client, request, Order(recipe, request.family or "", media), request.priority, _gone(request, own))


def _our_shot(request: ExtendClip) -> tuple[ClipRecipe, int] | None:
    """The shot that a clip of ours shows, and the frame of it that comes next; None where the last frame is all there is."""
    clip = ClipStore().find(request.clip) if request.clip is not None else None
    if clip is None or clip.label != "animatic" or request.generator.removeprefix("only:") not in ("auto", "animatic"):
        return None
    recipe = clip.recipe
    if recipe.frame_rate.fps != frame_rate(request.place.rate).fps:
        return None
    if recipe.kind == "shot":
        return recipe, request.src_out
    return (read_recipe(recipe.shot), recipe.first + request.src_out) if recipe.shot is not None else None


def _gone(request: ExtendClip, own: tuple[ClipRecipe, int] | None) -> tuple[str, ...]:
    if request.clip is None or own is not None:
        return ()
    return () if model_for(request.generator) is not None else (told("last frame"),)


@handles("clips.retake")
def retake(engine: Engine, client: Client, request: RetakeClip) -> ClipOrdered:
    recipe, family = _retaken(ClipStore(), request)
    if recipe.kind == "grade":
        raise UserError(
            "A grade can't be made again from its recipe", "it is measured from the clips of a timeline",
            "Select the clips and match them again.",
        )  # fmt: skip
    if request.start is not None or request.end is not None:
        return _retaken_in_part(engine, client, request, recipe, family)
    changed = recipe.changed(prompt=request.prompt, frames=request.frames, generator=request.generator, pickups=())
    if recipe.kind == "voice" and request.frames is not None:
        changed = changed.changed(fit=request.frames)
    seed = request.seed if request.seed is not None else _next_seed(engine, recipe, family)
    again = changed.changed(seed=seed).checked()
    _check_maker(again.generator, again.style or None)
    if again.kind == "shot":
        _check_money(engine, client, again.generator, request.cap_eur)
    order = Order(again, family, cap_eur=request.cap_eur)
    return _ordered(engine, client, request, order, request.priority, _lost(again))


def _retaken_in_part(engine: Engine, client: Client, request: RetakeClip, recipe: ClipRecipe, family: str) -> ClipOrdered:
    """Order a clip with a part of its shot shot once more."""
    from aiprod.production.clips import pickups

    if request.frames is not None or request.seed is not None:
        raise WireError("invalid", "A part of a clip has no length or seed of its own", "the other frames stay as they are")
    start, end = request.start or 0, recipe.frames if request.end is None else request.end
    if not start < end <= recipe.frames:
        raise UserError(
            f"Frames {start} to {end} can't be made again", f"the clip has frames 0 to {recipe.frames}",
            "Choose a range inside it.",
        )  # fmt: skip
    again = recipe.changed(generator=request.generator).again(start, end, request.prompt or "").checked()
    _check_maker(again.generator, again.style or None)
    pickups.check_recipe(again)
    pickups.source(ClipStore(), again, family)
    return _ordered(engine, client, request, Order(again, family, cap_eur=request.cap_eur), request.priority)


def _retaken(store: ClipStore, request: RetakeClip) -> tuple[ClipRecipe, str]:
    """The recipe of what shall be made again, and its family. Raises UserError."""
    clip = store.find(request.clip) if request.clip is not None else None
    if clip is not None:
        return clip.recipe, clip.family
    if request.recipe is None:
        raise WireError(
            "not_found", "There is no such clip", "its folder is gone, and no recipe came with the order",
            "Select the clip's marker, which carries its recipe.",
        )  # fmt: skip
    return read_recipe(request.recipe), request.family or request.clip or ""


def _next_seed(engine: Engine, recipe: ClipRecipe, family: str) -> int:
    """One that no take of the family has, whether it is made or under way."""
    made = [clip.recipe.seed for clip in ClipStore().all(family=family)] if family else []
    return (max([recipe.seed, *made, *_ordered_seeds(engine, family)]) + 1) % 0x80000000


def _ordered_seeds(engine: Engine, family: str) -> list[int]:
    """Of the takes of a family that are not made yet."""
    jobs = engine.store.find(states=OPEN, limit=1000) if family else []
    ours = [job for job in jobs if job.kind == "clip" and family in (job.arguments.get("family"), clip_of(job.id))]
    return [int(job.arguments["recipe"].get("seed", 0)) for job in ours]


def _lost(recipe: ClipRecipe) -> tuple[str, ...]:
    """What the clip was made after and is gone from this machine."""
    store = ClipStore()
    if recipe.source and store.kept(recipe.source) is None:
        raise UserError(
            "The clip that was made longer is gone from this machine",
            "its end was kept with the first take, and that folder is no longer there",
            "Select the clip in the timeline and extend it anew.",
        )
    if recipe.shot is not None:
        return (told("same"),)
    if any(store.kept(reference.sha256) is None for reference in recipe.references):
        return (told("reference gone"),)
    return ()


@handles("clips.voice")
def voice(engine: Engine, client: Client, request: VoiceLine) -> ClipOrdered:
    from aiprod.production.clips import lines

    if not any(letter.isalnum() for letter in request.text):
        raise UserError("The line can't be spoken", "it has no word to say", "Write words for it.")
    language = lines.language_of(request.text, request.lang)
    lines.casting_of(request.voice or "", language)
    recipe = _recipe(
        "voice", request, request.text, text=request.text, voice=request.voice, emotion=request.emotion, speed=request.speed,
        fit=request.fit_frames, frames=request.fit_frames or _spoken_frames(request, language),
    ).changed(lang=language)  # fmt: skip
    return _ordered(engine, client, request, Order(recipe.checked(), request.family or ""), request.priority)


def _spoken_frames(request: VoiceLine, language: Language) -> int:
    """About how long the line takes: its clip says exactly."""
    from aiprod.directing.pacing import estimate_seconds

    rate = frame_rate(request.place.rate)
    return max(1, min(1_000_000, rate.frames(estimate_seconds(request.text, language) / request.speed)))


@handles("clips.score")
def score(engine: Engine, client: Client, request: ScoreRange) -> ClipOrdered:
    from aiprod.production.clips import scores

    recipe = _recipe("score", request, request.mood, frames=request.frames, mood=request.mood, loudness=request.loudness)
    scores.check(recipe)
    return _ordered(engine, client, request, Order(recipe, request.family or ""), request.priority)


@handles("clips.grade")
def grade(engine: Engine, client: Client, request: GradeClips) -> ClipOrdered:
    from aiprod.production.clips import grades

    keys = [item.key for item in request.items]
    if len(set(keys)) < len(keys):
        raise WireError("invalid", "Two clips have the same key", "each needs its own, to be given back with its grade")
    if request.reference is not None and request.reference not in keys:
        raise WireError("invalid", "The reference is not among the clips", "it is one of them by its key")
    grades.check_look(request.look or "")
    items = tuple(_item(client, item) for item in request.items)
    recipe = _recipe(
        "grade", request, request.look or "match", frames=len(items), look=request.look, strength=request.strength,
        reference=request.reference,
    )  # fmt: skip
    return _ordered(engine, client, request, Order(recipe, request.family or "", items=items), request.priority)


def _item(client: Client, item: GradeItem) -> dict[str, Any]:
    path = media_path(client, item.path, FILMS)
    film = Film.open(path)
    film.check_range(item.src_in, item.src_out)
    return {"key": item.key, "path": str(path), "src_in": item.src_in, "src_out": item.src_out}


@handles("clips.estimate")
async def estimate(engine: Engine, _client: Client, request: EstimateClip) -> ClipEstimate:
    brief = await engine.in_thread(_brief, request)
    found = await foresee_shot(engine, brief, request.frames)
    return ClipEstimate(
        frames=request.frames, seconds=round(brief.rate.seconds(request.frames), 3), choices=found.choices,
        recommended=found.recommended,
    )  # fmt: skip


def _brief(request: EstimateClip) -> Brief:
    """A wish as the brief that estimates go by. Raises UserError for what can't be met."""
    from aiprod.production.clips.shots import brief_of

    _check_maker(request.generator, request.style)
    wished = MakeShot(**{name: getattr(request, name) for name in EstimateClip.model_fields})
    return brief_of(_recipe("shot", wished, request.prompt, frames=request.frames, prompt=request.prompt, style=request.style))


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
    placed = {"rate": _exact(place.rate), "size": place.size.replace("X", "x").replace("×", "x"), "drop_frame": place.drop_frame}
    return made.changed(**{**placed, "lang": request.lang, **fields}).checked()


def _exact(rate: str) -> str:
    """A rate as recipes write it: "24000/1001", "25"."""
    return str(frame_rate(rate).fps)


def _name(text: str) -> str:
    words = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split()).split(" ")
    return " ".join(words[:_NAME_WORDS])[:80].rstrip(" ,.;:") + ("…" if len(words) > _NAME_WORDS else "")


def _check_maker(generator: str, style: str | None) -> None:
    """Refuse at once what would only fail later. Raises UserError."""
    from aiprod.production.chain import candidates
    from aiprod.shooting.finishing.looks import look_for

    candidates.check(generator)
    look_for(style or AUTO)


def _check_money(engine: Engine, client: Client, generator: str, cap_eur: float | None) -> None:
    """Refuse at once a cloud that may not be used. Raises UserError, WireError."""
    from aiprod.production.chain.money import missing

    if cap_eur is not None:
        client.require("spend")
    refusal = missing(generator, engine.store)
    if refusal is not None:
        raise UserError(f"{generator.removeprefix('only:')} can't be used for this shot", refusal.sentence, refusal.remedy)
    if generator.removeprefix("only:").startswith("cloud:") and cap_eur is None:
        raise UserError(
            f"{generator.removeprefix('only:')} can't be used for this shot", "it costs money, and no cap was given",
            "Say how much this shot may cost.",
        )  # fmt: skip


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
