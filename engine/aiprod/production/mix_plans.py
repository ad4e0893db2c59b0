# SPDX-License-Identifier: Apache-2.0
"""What the mixer is given: one answer for the production that mixes and for the screen that plays a film before it is mixed."""

from __future__ import annotations

from aiprod.film.brief import Brief
from aiprod.film.mix import MixPlan, Stem
from aiprod.film.shots import Shot
from aiprod.film.time import FrameRate
from aiprod.mixing.rooms import room_of


def mix_plan(brief: Brief, stems: tuple[Stem, ...], frames: int, rate: FrameRate) -> MixPlan:
    """Stems over a film of so many frames, mixed as the brief wants it."""
    wanted = brief.mixing
    return MixPlan(
        stems=stems, duration_s=rate.seconds(frames), target_lufs=brief.loudness_lufs, true_peak_dbtp=wanted.true_peak_dbtp,
        layout=wanted.layout, anchor=wanted.anchor, buses=wanted.buses,
    )  # fmt: skip


def pathless(plan: MixPlan) -> MixPlan:
    """A plan as recipes hold it: its stems by content, never by path or name."""
    bare = tuple(stem.model_copy(update={"file": "", "name": ""}) for stem in plan.stems)
    return plan.model_copy(update={"stems": bare})


def room_for(shot: Shot, extension: str) -> str:
    """The room that a line sounds in: the place of its shot. A narrator or a thought (V.O.) is nowhere: ""."""
    return "" if extension == "V.O." else room_of(shot.set.place, shot.set.interior)
