# SPDX-License-Identifier: Apache-2.0
"""Delivery: the film, its subtitles, poster and edit, laid out for whoever receives them."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from aiprod.delivery import timecode
from aiprod.delivery.muxing import Chapter
from aiprod.delivery.package import deliver, slug
from aiprod.delivery.provenance import SourceType, is_trained, source_type_of_film, source_type_of_shot
from aiprod.delivery.subtitles import Cue, cues_from
from aiprod.editing import interchange
from aiprod.film.files import disk_errors, write_atomically
from aiprod.film.hashing import hash_file, hash_json
from aiprod.film.shots import ShotSize
from aiprod.film.takes import ModelUse, Take, TakeFile
from aiprod.production import media_timecode
from aiprod.production.accounts import require_consents, write_ledger
from aiprod.production.chain.candidates import model_role, model_title
from aiprod.production.cut import Cut
from aiprod.production.edited import film_frames, line_starts, shots_seen
from aiprod.production.exporting import is_kept, keep_master, note_kept
from aiprod.production.finishing import scenes_of, write_finishing
from aiprod.production.recipes import recipe
from aiprod.production.sealing import notes_of, prompt_hash, seal
from aiprod.production.stills import keep_sheet
from aiprod.rendering.segments import Segment, plain_frames

VERSION = 3
_POSTERS = 3
"""How many candidates for the poster are looked at: the strongest moments."""
_FOR_SIGNING = ("notes", "prompt_sha256")
_SIGNED = (".mp4", ".jpg")
_FACES = (ShotSize.CLOSE, ShotSize.MEDIUM_CLOSE, ShotSize.MEDIUM)


def run(cut: Cut) -> None:
    """Package the film, lay copies of everything into delivery/, and make the masters that the brief asks for. Takes stay
    untouched."""
    require_consents(cut.root, cut.studio.used)
    words = _words(cut)
    cut.package = _packaged(cut, words)
    folder = cut.root / "delivery"
    with disk_errors(folder):
        folder.mkdir(exist_ok=True)
        names = [_laid(cut, item, folder, words) for item in cut.package.files]
        names += _interchanged(cut, folder)
    write_finishing(cut, words, subtitle_cues(cut))
    names += _papers(cut, folder)
    names += _masters(cut, folder)
    cut.delivery = tuple(f"delivery/{name}" for name in names)


def subtitle_cues(cut: Cut) -> tuple[Cue, ...]:
    """The film's subtitles."""
    starts = line_starts(cut)
    lines = [
        (spoken.speech, starts[line], cut.script.character(spoken.speech.character).name)
        for line, spoken in cut.spoken.items() if line in starts
    ]  # fmt: skip
    return cues_from(lines, cut.brief.rate, cut.brief.rate.seconds(film_frames(cut)))


def models_used(cut: Cut) -> tuple[ModelUse, ...]:
    """Every model that put something into the film, once; those that only measured it put nothing in."""
    makers = (take.recipe for take in cut.studio.used.values() if take.recipe.department != "quality")
    return tuple({use.id: use for made in makers for use in made.models}.values())


def picture_kinds(cut: Cut) -> tuple[SourceType, ...]:
    """The IPTC term of every shot's picture."""
    shots = (take.recipe for take in cut.studio.used.values() if take.recipe.step == "footage")
    return tuple(source_type_of_shot(made.generator, [model_role(use) for use in made.models]) for made in shots)


def _words(cut: Cut) -> dict[str, Any]:
    """What the film's files say of themselves."""
    script, used = cut.script, models_used(cut)
    kinds = picture_kinds(cut)
    return {
        "title": script.title, "language": script.language, "author": script.author, "description": script.logline,
        "models": [model_title(use) for use in used if is_trained(model_role(use))], "poster_frames": _poster_frames(cut),
        "source_type": source_type_of_film(kinds, sound_trained=bool(cut.spoken)),
        "poster_source_type": source_type_of_film(kinds, sound_trained=False),
        "notes": notes_of([(use.id, model_title(use), use.sha256, use.licence, model_role(use)) for use in used]),
        "prompt_sha256": prompt_hash(cut.brief.text),
    }  # fmt: skip


def _packaged(cut: Cut, words: dict[str, Any]) -> Take:
    assert cut.picture is not None and cut.mix is not None
    cues, scenes = subtitle_cues(cut), scenes_of(cut)
    chapters = tuple(Chapter(scene.start, scene.end, scene.title) for scene in scenes) if len(scenes) > 1 else ()
    timed = str(timecode.at(0, cut.brief.rate.fps))
    made = recipe(
        "delivery", "package", f"package/{VERSION}", takes={"picture": cut.picture, "mix": cut.mix},
        parameters={**words, "subtitles": [[cue.start, cue.end, cue.text, cue.speaker] for cue in cues],
                    "chapters": [[chapter.start, chapter.end, chapter.title] for chapter in chapters], "timecode": timed},
    )  # fmt: skip
    arguments = {
        "picture": str(cut.studio.path(cut.picture, "picture.mp4")), "mix": str(cut.studio.path(cut.mix, "mix.wav")),
        "cues": cues, "words": words, "chapters": chapters, "timed": timed,
    }  # fmt: skip
    return cut.studio.finish(cut.studio.start("package", made, "aiprod.production.steps.delivery:package", arguments))


def package(
    folder: Path, *, picture: str, mix: str, cues: tuple[Cue, ...], words: dict[str, Any], chapters: tuple[Chapter, ...],
    timed: str,
) -> dict[str, Any]:  # fmt: skip
    """Builder: the delivered files, not yet signed: a signature differs each time, a take does not."""
    said = {name: value for name, value in words.items() if name not in _FOR_SIGNING}
    stereo = Path(mix).with_name("stereo.wav")
    fold = stereo if stereo.is_file() else None
    paths = deliver(Path(picture), Path(mix), cues, folder, chapters=chapters, fold=fold, timecode=timed, **said)
    return {"files": [path.name for path in paths]}


def _papers(cut: Cut, folder: Path) -> Iterable[str]:
    """For people: the contact sheet, and the ledger of who and what made the film."""
    yield keep_sheet(cut.studio.store, folder).name
    yield from (path.name for path in write_ledger(cut.root, cut.film, cut.studio.used, folder, slug(cut.script.title)))


def _masters(cut: Cut, folder: Path) -> Iterable[str]:
    """Every master that the brief asks for, made anew only where something in it has changed."""
    for order in cut.brief.masters:
        cut.studio.note("delivery", f"master: {order.name}")
        made = keep_master(cut.studio.store, order, folder, stop=cut.studio.stop)
        for note in made.notes:
            cut.studio.note("delivery", note)
        yield made.path.name


def _poster_frames(cut: Cut) -> list[int]:
    """The middles of the shots that show a face, the climax first."""
    close = [time for time in shots_seen(cut) if time.shot.size in _FACES and time.shot.blocking]
    close.sort(key=lambda time: (-time.shot.intensity, _FACES.index(time.shot.size), time.cut_in))
    middles = [(time.cut_in + time.cut_out) // 2 for time in close]
    clear = [frame for frame in middles if any(_holds(segment, frame) for segment in cut.segments)]
    return (clear or list(plain_frames(cut.segments)))[:_POSTERS]


def _holds(segment: Segment, frame: int) -> bool:
    """Whether a frame lies in a piece that shows one shot and no words."""
    plain = segment.kind == "cut" and segment.outgoing is not None and not segment.titles
    return plain and segment.start <= frame < segment.start + segment.frames


def _laid(cut: Cut, item: TakeFile, folder: Path, words: dict[str, Any]) -> str:
    """A copy under the same name, signed where it is film or picture, unless just that lies there."""
    assert cut.package is not None
    source, target, store = cut.studio.path(cut.package, item.path), folder / item.path, cut.studio.store
    key = {"take": item.sha256, "words": hash_json(words)}
    if is_kept(store, target, {**key, "file": hash_file(target) if target.is_file() else ""}):
        return target.name
    part = target.with_name(f".{target.stem}.part{target.suffix}")
    try:
        shutil.copyfile(source, part)
        if target.suffix in _SIGNED:
            seal(part, words, embed=False, still=target.suffix == ".jpg")
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    note_kept(store, target, {**key, "file": hash_file(target)})
    return target.name


def _interchanged(cut: Cut, folder: Path) -> Iterable[str]:
    """The edit for other editors, and a list of what each format could not carry."""
    assert cut.timeline is not None
    reports = []
    for kind, suffix in interchange.KINDS.items():
        target = folder / f"{slug(cut.script.title)}{'-resolve' if kind == 'resolve-otio' else ''}{suffix}"
        report = media_timecode.write(cut.timeline, kind, target, cut.root)
        reports.append(report.text(cut.script.language))
        yield from (file.name for file in report.files)
    write_atomically(folder / "interchange.txt", "\n".join(reports).encode())
    yield "interchange.txt"
