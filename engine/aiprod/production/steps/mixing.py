# SPDX-License-Identifier: Apache-2.0
"""Mixing: dialogue, score, ambience and effects become the programme."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aiprod.film.mix import MixPlan, Stem
from aiprod.film.takes import ModelUse
from aiprod.mixing import mixer
from aiprod.models import library
from aiprod.production.cut import Cut
from aiprod.production.edited import edited_stems, film_frames
from aiprod.production.mix_plans import mix_plan, pathless, room_for
from aiprod.production.recipes import recipe
from aiprod.production.steps.editing import dialogue_stems


def run(cut: Cut) -> None:
    """Mix to the brief's loudness and choices. The recipe names stems by content, never by path."""
    plan = _plan(cut)
    made = recipe("mixing", "mix", mixer.GENERATOR, objects={"plan": pathless(plan)}, models=_models(plan))

    def build(folder: Path) -> dict[str, Any]:
        return mixer.mix(plan, folder)

    cut.mix = cut.studio.take("mix", made, build)


def _plan(cut: Cut) -> MixPlan:
    lines = _in_rooms(cut) if cut.brief.mixing.rooms else dialogue_stems(cut)
    stems = (*lines, *cut.stems) if cut.film.timeline is None else edited_stems(cut, {line.name: line for line in lines})
    return mix_plan(cut.brief, tuple(stems), film_frames(cut), cut.brief.rate)


def _in_rooms(cut: Cut) -> Iterator[Stem]:
    rooms = {
        f"line {placed.line}": room_for(shot, cut.script.line(placed.line).extension)
        for shot in cut.shot_list.shots for placed in shot.lines
    }  # fmt: skip
    for stem in dialogue_stems(cut):
        yield stem.changed(room=rooms[stem.name])


def _models(plan: MixPlan) -> tuple[ModelUse, ...]:
    if plan.layout != "binaural":
        return ()
    from aiprod.mixing.binaural import MODEL

    return (library.use(MODEL),)
