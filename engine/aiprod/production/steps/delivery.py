# SPDX-License-Identifier: Apache-2.0
"""Delivery: the film, its subtitles, poster and edit, laid out for whoever receives them."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from aiprod.delivery.package import deliver, slug
from aiprod.delivery.provenance import source_type_of
from aiprod.delivery.subtitles import Cue, cues_from
from aiprod.editing import interchange
from aiprod.editing.assemble import line_starts
from aiprod.editing.clock import film_frames, times
from aiprod.film.files import disk_errors, write_atomically
from aiprod.film.hashing import hash_file
from aiprod.film.shots import ShotSize
from aiprod.film.takes import ModelUse, Take
from aiprod.production.chain.candidates import model_role, model_title
from aiprod.production.cut import Cut
from aiprod.production.recipes import recipe
from aiprod.rendering.segments import Segment, plain_frames

VERSION = 1
INTERCHANGE = {"otio": ".otio", "edl": ".edl", "fcpxml": ".fcpxml", "fcp7": ".xml"}
_POSTERS = 3
"""How many candidates for the poster are looked at: the strongest moments."""
_PICTURE_ROLES = ("video", "image", "painted look")
_FACES = (ShotSize.CLOSE, ShotSize.MEDIUM_CLOSE, ShotSize.MEDIUM)


def run(cut: Cut) -> None:
    """Package the film, then lay copies of everything into delivery/. Takes stay untouched."""
    cut.package = _packaged(cut)
    folder = cut.root / "delivery"
    with disk_errors(folder):
        folder.mkdir(exist_ok=True)
        names = [_laid(cut.studio.path(cut.package, item.path), folder) for item in cut.package.files]
        names += _interchanged(cut, folder)
    cut.delivery = tuple(f"delivery/{name}" for name in names)


def subtitle_cues(cut: Cut) -> tuple[Cue, ...]:
    """The film's subtitles."""
    starts = line_starts(cut.shot_list, cut.brief.rate)
    lines = [
        (spoken.speech, starts[line], cut.script.character(spoken.speech.character).name)
        for line, spoken in cut.spoken.items() if line in starts
    ]  # fmt: skip
    return cues_from(lines, cut.brief.rate, cut.brief.rate.seconds(film_frames(cut.shot_list)))


def models_used(cut: Cut) -> tuple[ModelUse, ...]:
    """Every model that took part in the film, once."""
    return tuple({use.id: use for take in cut.studio.used.values() for use in take.recipe.models}.values())


def _packaged(cut: Cut) -> Take:
    assert cut.picture is not None and cut.mix is not None
    cues, script = subtitle_cues(cut), cut.script
    models = [model_title(use) for use in models_used(cut)]
    trained = any(model_role(use) in _PICTURE_ROLES for use in models_used(cut))
    source_type = source_type_of(picture_trained=trained, sound_trained=bool(cut.spoken))
    words: dict[str, Any] = {
        "title": script.title, "language": script.language, "author": script.author, "description": script.logline,
        "models": models, "source_type": source_type, "poster_frames": _poster_frames(cut),
        "poster_source_type": source_type_of(picture_trained=trained, sound_trained=False),
    }  # fmt: skip
    made = recipe(
        "delivery", "package", f"package/{VERSION}", takes={"picture": cut.picture, "mix": cut.mix},
        parameters={**words, "subtitles": [[cue.start, cue.end, cue.text, cue.speaker] for cue in cues]},
    )  # fmt: skip
    arguments = {"picture": str(cut.studio.path(cut.picture, "picture.mp4")), "mix": str(cut.studio.path(cut.mix, "mix.wav")),
                 "cues": cues, "words": words}  # fmt: skip
    return cut.studio.finish(cut.studio.start("package", made, "aiprod.production.steps.delivery:package", arguments))


def package(folder: Path, *, picture: str, mix: str, cues: tuple[Cue, ...], words: dict[str, Any]) -> dict[str, Any]:
    """Builder: the delivered files."""
    paths = deliver(Path(picture), Path(mix), cues, folder, **words)
    return {"files": [path.name for path in paths]}


def _poster_frames(cut: Cut) -> list[int]:
    """The middles of the shots that show a face, the climax first."""
    close = [time for time in times(cut.shot_list) if time.shot.size in _FACES and time.shot.blocking]
    close.sort(key=lambda time: (-time.shot.intensity, _FACES.index(time.shot.size), time.cut_in))
    middles = [(time.cut_in + time.cut_out) // 2 for time in close]
    clear = [frame for frame in middles if any(_holds(segment, frame) for segment in cut.segments)]
    return (clear or list(plain_frames(cut.segments)))[:_POSTERS]


def _holds(segment: Segment, frame: int) -> bool:
    """Whether a frame lies in a piece that shows one shot and no words."""
    plain = segment.kind == "cut" and segment.outgoing is not None and not segment.titles
    return plain and segment.start <= frame < segment.start + segment.frames


def _laid(source: Path, folder: Path) -> str:
    """A copy under the same name, unless an equal one lies there."""
    target = folder / source.name
    if not target.is_file() or target.stat().st_size != source.stat().st_size or hash_file(target) != hash_file(source):
        part = target.with_name(f".{target.name}.part")
        shutil.copyfile(source, part)
        part.replace(target)
    return target.name


def _interchanged(cut: Cut, folder: Path) -> Iterable[str]:
    """The edit for other editors, and a list of what each format could not carry."""
    assert cut.timeline is not None
    losses = []
    for kind, suffix in INTERCHANGE.items():
        target = folder / f"{slug(cut.script.title)}{suffix}"
        losses += [f"{target.name}: {loss}" for loss in interchange.write(cut.timeline, kind, target, cut.root)]
        yield target.name
    write_atomically(folder / "interchange.txt", ("\n".join(losses) + "\n").encode())
    yield "interchange.txt"
