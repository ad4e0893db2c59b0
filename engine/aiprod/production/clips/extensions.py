# SPDX-License-Identifier: Apache-2.0
"""Making a clip longer: one of our shots goes on by its own recipe; anything else goes on from its last frame."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast
from zipfile import BadZipFile

import numpy as np

from aiprod.film.errors import UserError
from aiprod.film.files import write_atomically
from aiprod.film.grade import Cdl
from aiprod.film.hashing import hash_file, seed_from
from aiprod.film.shots import ShootRequest
from aiprod.media.audio import Samples
from aiprod.media.video import read_frames
from aiprod.production.clips import ambience, going_on, motion
from aiprod.production.clips.exact import Picture
from aiprod.production.clips.media import Film, frames_before, picture_at, sound_before
from aiprod.production.clips.motion import Motion
from aiprod.production.clips.picture import PictureFile
from aiprod.production.clips.recipes import ClipRecipe, even, read_recipe
from aiprod.production.clips.shots import Set, keep_references, lay, link, request_of, shooting, steered
from aiprod.production.clips.sound import samples_in, write_sound
from aiprod.production.clips.store import KEPT, Clip
from aiprod.production.clips.words import told
from aiprod.production.recipes import recipe as take_recipe

if TYPE_CHECKING:
    import av

    from aiprod.production.clips.making import Bench
    from aiprod.shooting.generator import Watch

LABEL = "extended from the last frame (no video model)"
_DRAWN = "animatic"
_BUILDER = "aiprod.production.clips.extensions:go_on"
Graded = Iterator[tuple["av.VideoFrame", Cdl]]


class GoesOn(Protocol):
    """A generator that can take a shot beyond its own end; a video model that starts from frames becomes one by this."""

    @property
    def id(self) -> str: ...

    @property
    def version(self) -> int: ...

    def go_on(
        self, request: ShootRequest, first: int, frames: int, folder: Path, watch: Watch | None = None
    ) -> dict[str, Any]: ...


def make(bench: Bench) -> tuple[Clip, Path]:
    """Make the frames that follow a clip, and its sound where it has any."""
    return _of_ours(bench) if bench.order.recipe.shot is not None else _of_any(bench)


# -- one of our own shots


def go_on(
    folder: Path, *, request: dict[str, Any], generator_name: str, first: int, frames: int, media: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Builder: a shot beyond its own end. `media`: where the files lie that the request refers to, by their hashes."""
    from aiprod.production.watching import watch
    from aiprod.shooting.generator import generator

    with watch("clip", frames) as onlooker:
        maker = cast("GoesOn", generator(generator_name))
        if media:
            maker = cast("Any", maker).given({name: Path(path) for name, path in media.items()})
        return maker.go_on(ShootRequest.from_json(request), first, frames, folder, onlooker)


def _of_ours(bench: Bench) -> tuple[Clip, Path]:
    recipe, teller = bench.order.recipe, bench.teller
    own = read_recipe(recipe.shot)
    teller.at(0.0, "shooting", "shot")
    request, begins = request_of(own), max(recipe.first, own.frames)
    new = recipe.first + recipe.frames - begins
    desk = bench.store.desk(bench.work)
    with shooting(bench.work, own.changed(generator=_DRAWN), teller) as stage:
        shown, cdl, words = _own_frames(bench, own, stage, request, desk)
        later = _gone_on(stage, request, begins, new).path if new > 0 else None
    size = even(own.picture)
    with PictureFile(desk, recipe.frames, recipe.frame_rate, size, teller, drop_frame=recipe.drop_frame) as picture:
        for number, (frame, colour) in enumerate(_together(shown, later, cdl), start=1):
            lay(picture, frame, colour)
            teller.at(0.8 + 0.2 * number / recipe.frames, "rendering", "clip", number, recipe.frames)
    made = Clip(
        id=bench.clip, family=bench.family, recipe=recipe, frames=recipe.frames, width=size[0], height=size[1],
        files=picture.files, generator="animatic/1", label="animatic", words=tuple(dict.fromkeys(words)),
        facts={"first": recipe.first, "description": request.shot.description},
    )  # fmt: skip
    return made, desk


def _own_frames(bench: Bench, own: ClipRecipe, stage: Set, request: ShootRequest, desk: Path) -> tuple[Graded, Cdl, list[str]]:
    """The frames that the shot itself still has, with the colours that they are to be given; the colours of those that follow;
    words about it.

    The clip's own file is read where it is there, else the shot is made again: it is the same.
    """
    recipe = bench.order.recipe
    count = min(max(0, own.frames - recipe.first), recipe.frames)
    finished = _finished(bench)
    if finished is not None and not own.references:
        return _read(finished, recipe.first, count, Cdl()), Cdl(), []
    if not count and not own.references:
        return iter(()), Cdl(), []
    footage = stage.shoot(request)
    cdl, words = steered(own, footage, keep_references(own, bench.store, desk))
    return _read(footage.path, recipe.first, count, cdl), cdl, [*footage.words, *words]


def _finished(bench: Bench) -> Path | None:
    """The picture of the shot's own clip, where that is still there."""
    name = str(bench.order.media.get("clip") or "")
    clip = bench.store.find(name) if name else None
    record = clip.file("picture") if clip is not None and clip.kind == "shot" else None
    path = bench.store.path(clip, record.name) if clip is not None and record is not None else None
    return path if path is not None and path.is_file() else None


def _read(path: Path, first: int, count: int, cdl: Cdl) -> Graded:
    if count > 0:
        yield from ((frame, cdl) for frame in read_frames(path, first, count))


def _gone_on(stage: Set, request: ShootRequest, first: int, frames: int) -> Any:
    from aiprod.shooting.generator import generator

    maker = generator(_DRAWN)
    made = take_recipe(
        "shooting", "continuation", f"{maker.id}/{maker.version}", objects={"request": request},
        parameters={"first": first, "frames": frames}, models=maker.models(request), seed=request.shot.seed,
    )  # fmt: skip
    arguments = {"request": request.to_json(), "generator_name": _DRAWN, "first": first, "frames": frames}
    return stage.build("continuation", made, _BUILDER, arguments)


def _together(shown: Graded, later: Path | None, cdl: Cdl) -> Graded:
    yield from shown
    if later is not None:
        yield from ((frame, cdl) for frame in read_frames(later))


# -- anything else


@dataclass(frozen=True)
class End:
    """The end of a clip, and all that an extension hangs on.

    Attributes:
        last: its last frame, float32 [h, w, 3].
        motion: of the camera there.
        grain: see `motion.grain_of`.
        sound: the last seconds, where they are wanted and there is any.
        hdr: whether its codes are PQ or HLG.
    """

    last: Picture
    motion: Motion
    grain: float
    sound: Samples | None
    hdr: bool = False

    @classmethod
    def of(cls, film: Film, src_in: int, src_out: int, *, sound: bool) -> End:
        """Measure the end of a clip's range."""
        frames = frames_before(film, src_out, min(motion.LOOKED_AT, src_out - src_in))
        found = motion.measured(frames, film.rate)
        seconds = min(ambience.LISTENED_S, float((src_out - src_in) / film.rate))
        heard = sound_before(film, src_out, seconds) if sound else None
        last = picture_at(film, src_out - 1)
        return cls(last, found, motion.grain_of(frames, found, film.rate), heard, film.hdr)

    def write(self, path: Path) -> None:
        """Keep it."""
        heard = self.sound if self.sound is not None else np.zeros((0, 0), np.float32)
        stored = np.clip(np.rint(heard * 2**23), -(2**23), 2**23 - 1).astype(np.int32)
        it, memory = self.motion, io.BytesIO()
        np.savez_compressed(
            memory,
            last=np.rint(np.clip(self.last, 0, 1) * 65535).astype(np.uint16),
            sound=stored,
            numbers=np.array([it.scale, it.turn, it.x, it.y, self.grain, float(self.hdr)]),
        )
        write_atomically(path, memory.getvalue())

    @classmethod
    def read(cls, path: Path) -> End:
        """Read what was kept. Raises UserError for a damaged file; nothing in it is ever executed."""
        try:
            with np.load(path, allow_pickle=False) as data:
                last, sound, numbers = data["last"], data["sound"], [float(value) for value in data["numbers"]]
            if last.ndim != 3 or last.dtype != np.uint16 or last.shape[2] != 3 or len(numbers) != 6:
                raise ValueError("it holds no picture")
            heard = (sound.astype(np.float32) / np.float32(2**23)) if sound.size else None
            return cls(last.astype(np.float32) / np.float32(65535), Motion(*numbers[:4]), numbers[4], heard, bool(numbers[5]))
        except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
            raise UserError(
                "The end that this clip goes on from can't be read", str(error), "Extend the clip in the timeline anew."
            ) from error


def _of_any(bench: Bench) -> tuple[Clip, Path]:
    recipe, teller = bench.order.recipe, bench.teller
    teller.at(0.01, "shooting", "measure")
    end, kept = _end(bench)
    teller.at(0.05, "shooting", "measure")
    desk = bench.store.desk(bench.work)
    link(kept, desk / KEPT / kept.name)
    height, width = end.last.shape[:2]
    size = even((width, height))
    filmed = going_on.filmed(bench, _evened(end.last))
    with PictureFile(desk, recipe.frames, recipe.frame_rate, size, teller, drop_frame=recipe.drop_frame) as picture:
        if filmed.path is not None:
            for frame in read_frames(filmed.path):
                picture.frame(frame)
        else:
            _moved_on(picture, bench, end)
    files, words = list(picture.files), (*filmed.words, *_words(bench, end, filmed=filmed.path is not None))
    if end.sound is not None:
        samples = ambience.continued(end.sound, samples_in(recipe.frames, recipe.frame_rate), _seed(recipe))
        files.append(write_sound(desk, samples, recipe.frames, recipe.frame_rate))
    made = Clip(
        id=bench.clip, family=bench.family, recipe=recipe.changed(source=hash_file(kept), size=f"{size[0]}x{size[1]}"),
        frames=recipe.frames, width=size[0], height=size[1], files=tuple(files), generator=filmed.generator or "motion/1",
        label=filmed.label or LABEL, words=words, facts={"stands": end.motion.stands, "grain": round(end.grain, 2)},
    )  # fmt: skip
    return made, desk


def _moved_on(picture: PictureFile, bench: Bench, end: End) -> None:
    """The frames that follow an end, without a video model."""
    recipe = bench.order.recipe
    going = motion.going_on(_evened(end.last), end.motion, recipe.frame_rate.fps, recipe.frames, end.grain, _seed(recipe))
    for number, frame in enumerate(going, start=1):
        picture.exact(frame)
        bench.teller.at(0.05 + 0.85 * number / recipe.frames, "shooting", "frame", number, recipe.frames)


def _seed(recipe: ClipRecipe) -> int:
    return seed_from("extension", recipe.seed)


def _end(bench: Bench) -> tuple[End, Path]:
    """The end that is gone on from, and the file that it is kept in: as kept before, or read from the media now."""
    recipe, media = bench.order.recipe, bench.order.media
    if recipe.source:
        kept = bench.store.kept(recipe.source)
        if kept is None:
            raise UserError(
                "The clip that was made longer is gone from this machine",
                "its end was kept with the first take, and that folder is no longer there",
                "Select the clip in the timeline and extend it anew.",
            )
        return End.read(kept), kept
    film = Film.open(Path(str(media["path"])))
    film.check_range(int(media["src_in"]), int(media["src_out"]))
    end = End.of(film, int(media["src_in"]), int(media["src_out"]), sound=recipe.sound)
    path = bench.work / "end.npz"
    end.write(path)
    digest = hash_file(path)
    named = path.with_name(f"{digest}.npz")
    path.replace(named)
    return end, named


def _evened(picture: Picture) -> Picture:
    """A picture with even sides: its last row and column once more, where one is missing."""
    height, width = picture.shape[:2]
    return np.pad(picture, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")


def _words(bench: Bench, end: End, *, filmed: bool) -> tuple[str, ...]:
    recipe = bench.order.recipe
    named = recipe.generator.removeprefix("only:")
    unmet = not filmed and named not in ("auto", _DRAWN)
    found = (
        told("no model") if recipe.prompt and not filmed else "", told("no start", named) if unmet else "",
        told("hdr") if end.hdr else "", told("silent") if recipe.sound and end.sound is None else "",
    )  # fmt: skip
    return tuple(word for word in found if word)
