# SPDX-License-Identifier: Apache-2.0
"""Making clips longer with a video model: it goes on from the end of what is there, and follows the words where there are any."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import AiprodError, Stopped
from aiprod.film.hashing import hash_file
from aiprod.film.shots import Reference, ShootRequest
from aiprod.production.chain.candidates import ONLY, Candidate, can_run, chain
from aiprod.production.chain.money import Refusal
from aiprod.production.clips.exact import Picture, eight_bits
from aiprod.production.clips.media import Film, frames_before
from aiprod.production.clips.shots import Footage, Set, request_of, shooting
from aiprod.production.recipes import recipe as take_recipe
from aiprod.shooting.diffusion.conditioning.media import write_lossless
from aiprod.shooting.diffusion.generator import FAMILY, Diffusion
from aiprod.shooting.generator import generator

if TYPE_CHECKING:
    from aiprod.production.clips.making import Bench
    from aiprod.production.clips.recipes import ClipRecipe

Rgb = NDArray[np.uint8]
BUILDER = "aiprod.production.clips.extensions:go_on"
_END_S = 1
"""How much of a clip's end a model may look at."""
_NO_WORDS = "The scene goes on."


@dataclass(frozen=True)
class Filmed:
    """The frames that a video model made, or why it made none.

    Attributes:
        path: its picture; None for none.
        generator, label: who made it.
        words: what people must be told.
    """

    path: Path | None = None
    generator: str = ""
    label: str = ""
    words: tuple[str, ...] = ()


def model_for(wanted: str, made_by: str = "") -> Diffusion | None:
    """The video model that a clip goes on with: the one that made it, where any may ("auto"), the one that was asked for, or the
    first of the chain that can. None where there is none, or none is wanted.

    Args:
        wanted: a generator's name, as recipes hold it.
        made_by: who made the clip, with its version ("diffusion:ID/1"), or "".
    """
    name = wanted.removeprefix(ONLY)
    if name != "auto" and not name.startswith(f"{FAMILY}:"):
        return None
    own = made_by.rpartition("/")[0]
    first = (own,) if name == "auto" and own.startswith(f"{FAMILY}:") else ()
    others = (candidate.name for candidate in chain(wanted, _nobody))
    return next((found for other in (*first, *others) if (found := _able(other)) is not None), None)


def _able(name: str) -> Diffusion | None:
    try:
        found = generator(name) if name.startswith(f"{FAMILY}:") else None
    except AiprodError:
        return None
    return found if isinstance(found, Diffusion) and found.goes_on and can_run(found) else None


def filmed(bench: Bench, last: Picture) -> Filmed:
    """The frames that follow a clip, by a video model; none where none is here, or it could not: then the words say why.

    Args:
        bench: with the order of an extension.
        last: the clip's last frame, float32 [height, width, 3].
    """
    recipe = bench.order.recipe
    name = str(bench.order.media.get("clip") or "")
    clip = bench.store.find(name) if name else None
    maker = model_for(recipe.generator, clip.generator if clip is not None else "")
    if maker is None:
        return Filmed()
    own = clip.recipe if clip is not None else None
    told = recipe.changed(prompt=recipe.prompt or (own.prompt if own is not None else "") or _NO_WORDS, generator=maker.id)
    try:
        end = _end(bench, maker, last)
        with shooting(bench.work, told, bench.teller) as stage:
            made = _made(stage, maker, request_of(told), end, recipe)
    except Stopped:
        raise
    except AiprodError as error:
        return Filmed(words=(f"{error.what}: {error.why}." if error.why else f"{error.what}.",))
    return Filmed(made.path, str(made.take.facts["generator"]), str(made.take.facts["label"]), made.words)


def _end(bench: Bench, maker: Diffusion, last: Picture) -> Path:
    """What is gone on from: the last second of the clip, where it is there and the model looks at more than a picture."""
    recipe, media = bench.order.recipe, bench.order.media
    if recipe.source or "path" not in media or maker.model.carried == 1:
        from aiprod.media.pictures import write_picture

        path = bench.work / "end.png"
        write_picture(path, eight_bits(last))
        return path
    film = Film.open(Path(str(media["path"])))
    first, end = int(media["src_in"]), int(media["src_out"])
    frames = frames_before(film, end, min(max(1, round(_END_S * film.rate)), end - first))
    path = bench.work / "end.mkv"
    write_lossless(path, _at_rate(frames, film.rate, recipe.frame_rate.fps), recipe.frame_rate.fps)
    return path


def _at_rate(frames: list[Rgb], rate: Fraction, wanted: Fraction) -> list[Rgb]:
    """Frames of one rate at another, counted back from the last."""
    count = max(1, int(len(frames) * wanted / rate))
    back = [min(len(frames) - 1, round(index * rate / wanted)) for index in range(count)]
    return [frames[len(frames) - 1 - index] for index in reversed(back)]


def _made(stage: Set, maker: Diffusion, request: ShootRequest, end: Path, recipe: ClipRecipe) -> Footage:
    reference = Reference(role="first", sha256=hash_file(end))
    asked = request.changed(references=(reference,))
    made = take_recipe(
        "shooting", "continuation", f"{maker.id}/{maker.version}", objects={"request": asked},
        parameters={"first": recipe.first, "frames": recipe.frames}, models=maker.models(asked), seed=asked.shot.seed,
    )  # fmt: skip
    arguments = {
        "request": asked.to_json(), "generator_name": maker.id, "first": recipe.first, "frames": recipe.frames,
        "media": {reference.sha256: str(end)},
    }  # fmt: skip
    return stage.build("continuation", made, BUILDER, arguments, crew=stage.chain.crew_for(Candidate(maker.id, False)))


def _nobody(provider: str) -> Refusal:
    return Refusal("remote", f"{provider} does not go on from clips", "")
