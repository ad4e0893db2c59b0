# SPDX-License-Identifier: Apache-2.0
"""Mixing: dialogue, score, ambience and effects become the programme."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aiprod.film.mix import MixPlan, Stem
from aiprod.film.takes import ModelUse
from aiprod.mixing import mixer
from aiprod.mixing.rooms import room_of
from aiprod.models import library
from aiprod.production.cut import Cut
from aiprod.production.edited import edited_stems, film_frames
from aiprod.production.recipes import recipe
from aiprod.production.steps.editing import dialogue_stems


def run(cut: Cut) -> None:
    """Mix to the brief's loudness and choices. The recipe names stems by content, never by path."""
    plan = _plan(cut)
    pathless = plan.changed(stems=tuple(stem.changed(file="", name="") for stem in plan.stems))
    made = recipe("mixing", "mix", mixer.GENERATOR, objects={"plan": pathless}, models=_models(plan))

    def build(folder: Path) -> dict[str, Any]:
        return mixer.mix(plan, folder)

    cut.mix = cut.studio.take("mix", made, build)


def _plan(cut: Cut) -> MixPlan:
    wanted = cut.brief.mixing
    lines = _in_rooms(cut) if wanted.rooms else dialogue_stems(cut)
    stems = (*lines, *cut.stems) if cut.film.timeline is None else edited_stems(cut, {line.name: line for line in lines})
    return MixPlan(
        stems=tuple(stems), duration_s=cut.brief.rate.seconds(film_frames(cut)),
        target_lufs=cut.brief.loudness_lufs, true_peak_dbtp=wanted.true_peak_dbtp, layout=wanted.layout, anchor=wanted.anchor,
        buses=wanted.buses,
    )  # fmt: skip


def _in_rooms(cut: Cut) -> Iterator[Stem]:
    """Lines sound in the place of their shot; a narrator or a thought (V.O.) is nowhere."""
    rooms = {}
    for shot in cut.shot_list.shots:
        for placed in shot.lines:
            thought = cut.script.line(placed.line).extension == "V.O."
            rooms[f"line {placed.line}"] = "" if thought else room_of(shot.set.place, shot.set.interior)
    for stem in dialogue_stems(cut):
        yield stem.changed(room=rooms[stem.name])


def _models(plan: MixPlan) -> tuple[ModelUse, ...]:
    if plan.layout != "binaural":
        return ()
    from aiprod.mixing.binaural import MODEL

    return (library.use(MODEL),)
