# SPDX-License-Identifier: Apache-2.0
"""Mixing: dialogue, score, ambience and effects become the programme."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from aiprod.editing.clock import film_frames
from aiprod.film.mix import MixPlan
from aiprod.mixing import mixer
from aiprod.production.cut import Cut
from aiprod.production.recipes import recipe
from aiprod.production.steps.editing import dialogue_stems


def run(cut: Cut) -> None:
    """Mix to the brief's loudness. The recipe names stems by content, never by path."""
    plan = MixPlan(
        stems=(*dialogue_stems(cut), *cut.stems), duration_s=cut.brief.rate.seconds(film_frames(cut.shot_list)),
        target_lufs=cut.brief.loudness_lufs,
    )  # fmt: skip
    pathless = plan.changed(stems=tuple(stem.changed(file="", name="") for stem in plan.stems))
    made = recipe("mixing", "mix", mixer.GENERATOR, objects={"plan": pathless})

    def build(folder: Path) -> dict[str, Any]:
        return mixer.mix(plan, folder)

    cut.mix = cut.studio.take("mix", made, build)
