# SPDX-License-Identifier: Apache-2.0
"""Music and sound: score, ambience and effects from the spotted cues, made by workers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from aiprod.film.base import FilmObject
from aiprod.film.cues import AmbienceCue, EffectCue, MusicCue
from aiprod.film.takes import ModelUse
from aiprod.music import ambience, effects, score
from aiprod.production.cut import Cut
from aiprod.production.recipes import recipe
from aiprod.production.studio import Pending


def start(cut: Cut, music: MusicCue, beds: tuple[AmbienceCue, ...], hits: tuple[EffectCue, ...]) -> list[Pending]:
    """Hand every cue to the workers, the score first: it takes longest."""
    begun = [_start(cut, "score", score.GENERATOR, music, score.models())]
    begun += [_start(cut, f"ambience {cue.id}", ambience.GENERATOR, cue) for cue in beds]
    begun += [_start(cut, f"effect {cue.id}", effects.GENERATOR, _timeless(cue)) for cue in hits]
    return begun


def _start(cut: Cut, name: str, generator: str, cue: FilmObject, models: tuple[ModelUse, ...] = ()) -> Pending:
    kind = name.partition(" ")[0]
    made = recipe("music", kind, generator, objects={"cue": cue}, models=models)
    return cut.studio.start(name, made, f"aiprod.production.steps.sound:make_{kind}", {"cue": cue.to_json()})


def _timeless(cue: EffectCue) -> EffectCue:
    """The sound itself does not depend on when and how loud it is heard."""
    return cue.changed(id="", start_s=0.0, gain_db=0.0, pan=0.0)


def make_score(folder: Path, *, cue: dict[str, Any]) -> dict[str, Any]:
    """Builder: compose and play the score."""
    return score.compose(MusicCue.from_json(cue), folder)


def make_ambience(folder: Path, *, cue: dict[str, Any]) -> dict[str, Any]:
    """Builder: synthesise the sound of a place."""
    return ambience.make(AmbienceCue.from_json(cue), folder)


def make_effect(folder: Path, *, cue: dict[str, Any]) -> dict[str, Any]:
    """Builder: synthesise one effect."""
    return effects.make(EffectCue.from_json(cue), folder)
