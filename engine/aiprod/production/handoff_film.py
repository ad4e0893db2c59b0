# SPDX-License-Identifier: Apache-2.0
"""What a film gives to its hand-off folder: where its media come from, its subtitles, its grades."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aiprod.delivery.subtitles import Cue, srt
from aiprod.editing.interchange.events import Edit, Event
from aiprod.film.errors import UserError
from aiprod.film.files import disk_errors, write_atomically
from aiprod.film.grade import Cdl, ShotGrade
from aiprod.film.hashing import hash_json
from aiprod.film.store import FilmStore
from aiprod.production.finishing import Finished
from aiprod.production.standing import Standing

_POINTS, _FITTED = 33, 9


def sources_of(store: FilmStore, edit: Edit) -> dict[Path, dict[str, Any]]:
    """Media → what of the film they are: shot and take, line, sound, or a file of the user's."""
    found: dict[Path, dict[str, Any]] = {}
    for lane in edit.lanes:
        for event in lane.events:
            if event.path is not None:
                found.setdefault(event.path, _source(store, event))
    return found


def _source(store: FilmStore, event: Event) -> dict[str, Any]:
    facts, take = event.facts, str(event.facts.get("take", ""))
    if take.startswith("file:"):
        return {"name": Path(take).stem, "take": take, "file": take.removeprefix("file:")}
    if facts.get("shot") and take:
        return {"name": str(facts["shot"]), "shot": str(facts["shot"]), "take": take}
    if "stem" in facts:
        return {"name": str(facts["stem"]), "stem": str(facts["stem"])}
    if facts.get("line"):
        return {"name": str(facts["line"]), "line": str(facts["line"])}
    assert event.path is not None
    return {"name": event.path.stem}


def captions_of(store: FilmStore, edit: Edit) -> str:
    """The subtitles as SubRip: the finished film's, else its lines where they are heard. Empty where nobody speaks."""
    try:
        cues = Finished(store).cues
    except UserError:
        cues = tuple(_spoken(edit))
    return srt(cues) if cues else ""


def _spoken(edit: Edit) -> Iterator[Cue]:
    for lane in edit.lanes:
        for event in lane.events:
            if not lane.video and event.facts.get("text") and event.enabled:
                start, end = edit.rate.seconds(event.start), edit.rate.seconds(event.end)
                yield Cue(start, end, str(event.facts["text"]), str(event.facts.get("character", "")))


def looks_of(store: FilmStore, edit: Edit, folder: Path) -> dict[str, tuple[Path, Cdl]]:
    """Write the grades of the shots on the timeline, each once. Returns shot → its LUT and its CDL."""
    from aiprod.grading.bake import is_neutral

    grades = Standing.of(store).grades
    shots = dict.fromkeys(str(e.facts["shot"]) for lane in edit.lanes for e in lane.events if lane.video and e.facts.get("shot"))
    written: dict[str, tuple[Path, Cdl]] = {}
    found: dict[str, tuple[Path, Cdl]] = {}
    for shot in shots:
        grade = grades.get(shot)
        if grade is None or is_neutral(grade):
            continue
        key = hash_json(grade.changed(shot="-").to_json())
        if key not in written:
            written[key] = _written(grade, shot, folder)
        found[shot] = written[key]
    return found


def _written(grade: ShotGrade, shot: str, folder: Path) -> tuple[Path, Cdl]:
    """The whole grade as a table, and the nearest thing to it that a CDL can do; both on Rec.709 as it is shown."""
    from aiprod.grading.bake import apply, lattice
    from aiprod.grading.cube import write_cube
    from aiprod.production.clips.colours import fitted
    from aiprod.production.handoff_media import plain

    with disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{plain(shot)}.cube"
    write_cube(path, apply(grade, lattice(_POINTS)), f"AIPROD {shot}", "Input and output: Rec.709 as displayed.")
    codes = lattice(_FITTED).reshape(-1, 3)
    cdl = fitted(codes, apply(grade, codes))
    write_atomically(path.with_suffix(".cc"), _cc(cdl, plain(shot)).encode())
    return path, cdl


def _cc(cdl: Cdl, name: str) -> str:
    slope, offset, power = (" ".join(f"{value:.5f}" for value in values) for values in (cdl.slope, cdl.offset, cdl.power))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<ColorCorrection id="{name}" xmlns="urn:ASC:CDL:v1.2">\n'
        "  <Description>AIPROD: the nearest CDL to the shot's .cube, for Rec.709 as displayed</Description>\n"
        f"  <SOPNode>\n    <Slope>{slope}</Slope>\n    <Offset>{offset}</Offset>\n    <Power>{power}</Power>\n  </SOPNode>\n"
        f"  <SatNode>\n    <Saturation>{cdl.saturation:.5f}</Saturation>\n  </SatNode>\n</ColorCorrection>\n"
    )
