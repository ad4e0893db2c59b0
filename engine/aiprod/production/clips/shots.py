# SPDX-License-Identifier: Apache-2.0
"""Making a shot to measure: its words are read, directed and shot by the departments of a film, without a film around it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from aiprod.directing import casting
from aiprod.directing.single import direct_one
from aiprod.film.brief import Brief
from aiprod.film.errors import Stopped, UserError
from aiprod.film.film import Film
from aiprod.film.grade import Cdl
from aiprod.film.shots import Reference, ShootRequest
from aiprod.film.store import FilmStore
from aiprod.film.styles import AUTO
from aiprod.film.takes import Recipe, Take
from aiprod.media.pictures import read_picture
from aiprod.media.video import read_frames, to_rgb
from aiprod.production.chain.shots import Chain
from aiprod.production.clips import colours
from aiprod.production.clips.exact import picture_of
from aiprod.production.clips.picture import PictureFile
from aiprod.production.clips.recipes import ClipRecipe, Kept, even
from aiprod.production.clips.store import Clip, ClipStore
from aiprod.production.clips.telling import Teller
from aiprod.production.clips.words import told
from aiprod.production.events import Event
from aiprod.production.lookout import Lookout
from aiprod.production.studio import Crew, Studio
from aiprod.production.workers import Workers

if TYPE_CHECKING:
    import av

    from aiprod.production.clips.making import Bench

_ENDS: tuple[Literal["first", "last"], ...] = ("first", "last")
_SHOT_SHARE = 0.8
"""How much of making a shot is shooting it; the rest is writing it for editors."""
_STILLS = 3
_LONGEST_S = 7200.0


@dataclass(frozen=True)
class Footage:
    """What a generator made of a shot.

    Attributes:
        path: its picture.
        take: its take.
        words: what people must be told of it.
    """

    path: Path
    take: Take
    words: tuple[str, ...]


def request_of(recipe: ClipRecipe) -> ShootRequest:
    """The words of a shot as a request that every generator understands. The same recipe is the same request."""
    from aiprod.writing.one_shot import read_shot

    read = read_shot(recipe.prompt, recipe.lang, recipe.seed)
    brief = brief_of(recipe, read.screenplay.language)
    looks = casting.cast_looks(read.screenplay, recipe.seed)
    shot = direct_one(read.screenplay, brief, looks, recipe.frames, read.direction, backwards=read.backwards)
    seen = {actor.character for actor in shot.blocking}
    return ShootRequest(
        shot=shot, looks=tuple(look for look in looks if look.character in seen), width=brief.width, height=brief.height,
        rate=brief.rate, language=read.screenplay.language, style=brief.style,
    )  # fmt: skip


def brief_of(recipe: ClipRecipe, language: Any = None) -> Brief:
    """A recipe as the brief of a film that has one shot."""
    width, height = even(recipe.picture)
    return Brief(
        text=recipe.prompt, language=language or recipe.lang or "en", duration_s=min(max(recipe.seconds, 4.0), _LONGEST_S),
        style=recipe.style or AUTO, seed=recipe.seed, width=width, height=height, rate=recipe.frame_rate,
    )  # fmt: skip


def make(bench: Bench) -> tuple[Clip, Path]:
    """Make a shot of exactly as many frames as its recipe says."""
    recipe, teller = bench.order.recipe, bench.teller
    if recipe.pickups:
        from aiprod.production.clips import pickups

        return pickups.make(bench)
    teller.at(0.0, "directing", "shot")
    desk = bench.store.desk(bench.work)
    kept = keep_references(recipe, bench.store, desk)
    request = request_of(recipe).changed(references=_ends(kept))
    with shooting(bench.work, recipe, teller, bench.order.cap_eur) as stage:
        stage.chain.know((request,), own={item.sha256: path for item, path in kept.items()})
        found = stage.shoot(request)
    cdl, words = steered(recipe, found, kept)
    with PictureFile(
        desk, recipe.frames, recipe.frame_rate, even(recipe.picture), teller, drop_frame=recipe.drop_frame
    ) as picture:  # fmt: skip
        for number, frame in enumerate(read_frames(found.path), start=1):
            lay(picture, frame, cdl)
            teller.at(_SHOT_SHARE + (1 - _SHOT_SHARE) * number / recipe.frames, "rendering", "clip", number, recipe.frames)
    width, height = even(recipe.picture)
    made = Clip(
        id=bench.clip, family=bench.family, recipe=recipe, frames=recipe.frames, width=width, height=height, files=picture.files,
        generator=str(found.take.facts["generator"]), label=str(found.take.facts["label"]),
        words=tuple(dict.fromkeys((*found.words, *words))),
        facts={"description": request.shot.description, "cost": found.take.cost},
    )  # fmt: skip
    return made, desk


def _ends(kept: dict[Kept, Path]) -> tuple[Reference, ...]:
    """The pictures that a shot is to begin and to end with: for generators that can."""
    return tuple(Reference(role=item.role, sha256=item.sha256) for item in kept if item.role != "look")


def lay(picture: PictureFile, frame: av.VideoFrame, cdl: Cdl) -> None:
    """Append a frame of footage, in the colours that a CDL gives it."""
    if cdl == Cdl():
        picture.frame(frame)
    else:
        picture.exact(colours.shown(picture_of(frame), cdl))


@dataclass(frozen=True)
class Set:
    """Where one shot is made: the chain of generators, and the studio that keeps what is finished."""

    studio: Studio
    chain: Chain
    lookout: Lookout
    words: list[str]

    def shoot(self, request: ShootRequest) -> Footage:
        """Have the chain make a shot."""
        try:
            self.chain.start(request)
            take = self.chain.finish(request.shot.id, 1, 1)
        except Stopped:
            self.lookout.stop()
            raise
        return self._footage(take)

    def build(self, name: str, recipe: Recipe, builder: str, arguments: dict[str, Any], *, crew: Crew | None = None) -> Footage:
        """Have a builder make a take, in the worker processes where there is no other crew."""
        try:
            pending = self.studio.start(name, recipe, builder, arguments, shot="clip", crew=crew)
            return self._footage(self.studio.finish(pending))
        except Stopped:
            self.lookout.stop()
            raise

    def _footage(self, take: Take) -> Footage:
        return Footage(self.studio.path(take, "picture.mp4"), take, (*self.words, *self.studio.warnings))


@contextmanager
def shooting(work: Path, recipe: ClipRecipe, teller: Teller, cap_eur: float | None = None) -> Iterator[Set]:
    """A production of nothing but pictures; clouds may cost so much."""
    store = _film(work, recipe)
    if cap_eur is not None:
        _allow(store.root, recipe.name, cap_eur)
    words: list[str] = []

    def listen(event: Event) -> None:
        if event.kind == "fall" and event.text not in words:
            words.append(event.text)

    def frame(_shot: str, done: int, total: int) -> None:
        if not teller.stop.is_set():
            teller.at(_SHOT_SHARE * done / max(total, 1), "shooting", "frame", done, total)

    with (
        closing(Lookout(1, frame, teller.preview)) as lookout,
        Workers(1, store.root / "workers.log", lookout.way) as workers,
    ):
        studio = Studio(store, workers, listen, stop=teller.stop)
        chain = Chain.of(studio, recipe.generator, lookout, job=teller.job)
        try:
            yield Set(studio, chain, lookout, words)
        finally:
            chain.close()


def _film(work: Path, recipe: ClipRecipe) -> FilmStore:
    """The film of one shot, in which takes are found again after a kill."""
    root = work / "shot.aiprod"
    if (root / "film.json").is_file():
        store = FilmStore(root)
        store.takes.clear_unfinished()
        return store
    film = Film(name=recipe.name or "clip", brief=brief_of(recipe), generator=recipe.generator)
    return FilmStore.create(root, film)


def _allow(root: Path, name: str, cap_eur: float) -> None:
    """Set the cap of a clip, as films have one: by its folder in the job database."""
    from aiprod.production.jobs import JobStore, default_url

    jobs = JobStore.open(default_url())
    try:
        jobs.spending.set_cap(jobs.films.register(root, name), cap_eur)
    finally:
        jobs.close()


# -- pictures that a shot is made after


def keep_references(recipe: ClipRecipe, store: ClipStore, desk: Path) -> dict[Kept, Path]:
    """Lay copies of the references into the clip's folder. One that is gone is left out."""
    found: dict[Kept, Path] = {}
    for reference in recipe.references:
        source = store.kept(reference.sha256)
        if source is not None:
            target = desk / "kept" / source.name
            link(source, target)
            found[reference] = target
    return found


def link(source: Path, target: Path) -> None:
    """The same file in a second place: as a hard link where the file system has them."""
    import shutil

    from aiprod.film.files import disk_errors

    if target.exists():
        return
    with disk_errors(target):
        try:
            os.link(source, target)
        except OSError:
            shutil.copyfile(source, target)


def steered(recipe: ClipRecipe, footage: Footage, kept: dict[Kept, Path]) -> tuple[Cdl, list[str]]:
    """The colours that the references ask for, and what people must be told about them."""
    met = {item["role"] for item in footage.take.recipe.parameters["request"].get("references", ())}
    words = [told(role) for role in _ENDS if role not in met and any(item.role == role for item in kept)]
    if len(kept) < len(recipe.references):
        words.append(told("reference gone"))
    order = sorted((item for item in kept if item.role not in met), key=lambda item: ("look", "first", "last").index(item.role))
    if not order:
        return Cdl(), words
    frames = sorted({round((recipe.frames - 1) * share / (_STILLS + 1)) for share in range(1, _STILLS + 1)})
    stills = [to_rgb(next(read_frames(footage.path, frame, 1))) for frame in frames]
    try:
        reference = read_picture(kept[order[0]])
    except UserError as error:
        return Cdl(), [*words, f"{error.what}: {error.why}."]
    return colours.match(stills, [reference]).cdl, words
