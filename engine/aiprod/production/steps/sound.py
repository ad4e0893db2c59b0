# SPDX-License-Identifier: Apache-2.0
"""Music and sound: score, ambience and effects from the spotted cues, made by workers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiprod.film.base import FilmObject
from aiprod.film.cues import AmbienceCue, EffectCue, MusicCue, Spotting
from aiprod.film.mix import Bus, Stem
from aiprod.film.takes import ModelUse
from aiprod.music import ambience, effects, score
from aiprod.production.cut import Cut
from aiprod.production.levels import FADES_S, LEVELS_DB
from aiprod.production.recipes import recipe
from aiprod.production.studio import Pending


@dataclass(frozen=True)
class Placed:
    """A sound on its way, and where it will lie."""

    cue: MusicCue | AmbienceCue | EffectCue
    bus: Bus
    pending: Pending


def start(cut: Cut, spotting: Spotting) -> list[Placed]:
    """Hand every cue to the workers, the score first: it takes longest."""
    begun = [Placed(spotting.music, "music", _start(cut, "score", score.GENERATOR, spotting.music, score.models()))]
    for bed in spotting.ambience:
        begun.append(
            Placed(bed, "ambience", _start(cut, f"ambience {bed.id}", ambience.GENERATOR, bed.changed(id="", start_s=0.0)))
        )
    for hit in spotting.effects:
        sound = hit.changed(id="", start_s=0.0, gain_db=0.0, pan=0.0)
        begun.append(Placed(hit, "effects", _start(cut, f"effect {hit.id}", effects.GENERATOR, sound)))
    return begun


def finish(cut: Cut, begun: list[Placed]) -> list[Stem]:
    """Wait for the sounds; returns them as stems on the film's time, paths inside the film folder."""
    return [_stem(cut, placed, number, len(begun)) for number, placed in enumerate(begun, start=1)]


def _stem(cut: Cut, placed: Placed, number: int, total: int) -> Stem:
    take = cut.studio.finish(placed.pending, number, total)
    file, cue = take.files[0], placed.cue
    fade = FADES_S[placed.bus]
    gain_db = LEVELS_DB[placed.bus] + getattr(cue, "gain_db", 0.0)
    return Stem(
        name=placed.pending.name, bus=placed.bus, file=str(cut.studio.path(take, file.path)), sha256=file.sha256,
        start_s=getattr(cue, "start_s", 0.0), duration_s=cue.duration_s, gain_db=gain_db, pan=getattr(cue, "pan", 0.0),
        fade_in_s=fade, fade_out_s=fade,
    )  # fmt: skip


def _start(cut: Cut, name: str, generator: str, cue: FilmObject, models: tuple[ModelUse, ...] = ()) -> Pending:
    kind = name.partition(" ")[0]
    made = recipe("music", kind, generator, objects={"cue": cue}, models=models)
    return cut.studio.start(name, made, f"aiprod.production.steps.sound:make_{kind}", {"cue": cue.to_json()})


def make_score(folder: Path, *, cue: dict[str, Any]) -> dict[str, Any]:
    """Builder: compose and play the score."""
    return score.compose(MusicCue.from_json(cue), folder)


def make_ambience(folder: Path, *, cue: dict[str, Any]) -> dict[str, Any]:
    """Builder: synthesise the sound of a place."""
    return ambience.make(AmbienceCue.from_json(cue), folder)


def make_effect(folder: Path, *, cue: dict[str, Any]) -> dict[str, Any]:
    """Builder: synthesise one effect."""
    return effects.make(EffectCue.from_json(cue), folder)
