# SPDX-License-Identifier: Apache-2.0
"""What a film by a video model would take before this machine has made one: reckoned from the model's architecture and the
device's figures, without PyTorch. It is a first guess; the first film that is made replaces it."""

from __future__ import annotations

import logging
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from aiprod.film.brief import Brief
from aiprod.film.errors import AiprodError
from aiprod.models.cards import card
from aiprod.production.speeds import Size, Speeds, Step

log = logging.getLogger(__name__)
_FAMILY = "diffusion:"
_FOOTAGE: Step = ("shooting", "footage")
_SHOT_S = 4.0
"""Of a shot, where none is known yet."""
_TINY_STEPS = 6
UNSURE = 0.6
"""How far off a first guess may be, as a share (one standard deviation)."""


@dataclass(frozen=True)
class Guess:
    """What a model would do with a film here.

    Attributes:
        seconds: of the device, for all its footage; None where it does not run.
        why, remedy: why it does not run, and what would help.
    """

    seconds: float | None
    why: str = ""
    remedy: str = ""


def knows(speeds: Speeds, brief: Brief, name: str) -> bool:
    """Whether this machine has shown how long footage by this generator takes; of all but video models that is foreseen well."""
    return not name.startswith(_FAMILY) or speeds.has_shown(_FOOTAGE, Size.of(brief, name))


def primed(speeds: Speeds, brief: Brief, name: str, frames: Sequence[int] = ()) -> Speeds:
    """What is known of the machine, and for a video model that has made nothing here what its figures say.

    Args:
        frames: of each shot, where that is known.
    """
    if knows(speeds, brief, name):
        return speeds
    found = guess(brief, name, frames)
    return speeds if found is None or found.seconds is None else with_footage(speeds, brief, name, found.seconds)


def with_footage(speeds: Speeds, brief: Brief, name: str, seconds: float) -> Speeds:
    """The same, and footage by this generator takes so long."""
    known = Speeds(dict(speeds.ratios), speeds.error, speeds.films)
    known.guess(_FOOTAGE, Size.of(brief, name), seconds)
    return known


def guess(brief: Brief, name: str, frames: Sequence[int] = ()) -> Guess | None:
    """None where nobody can say: its architecture is not known."""
    rate = float(brief.rate.fps)
    lengths = tuple(frames) or (max(round(_SHOT_S * rate), 1),) * max(round(brief.duration_s / _SHOT_S), 1)
    clips: dict[tuple[str, int, int, int], int] = {}
    try:
        for length in lengths:
            for clip in _clips(brief, name, length):
                clips[clip] = clips.get(clip, 0) + 1
        found = [(_clip(*clip), count) for clip, count in clips.items()]
    except AiprodError as error:
        log.info("a video model can't be judged", extra={"model": name, "why": error.why})
        return None
    lacking = next((each for each, _ in found if each.seconds is None), None)
    return lacking or Guess(sum((each.seconds or 0.0) * count for each, count in found))


def _clips(brief: Brief, name: str, frames: int) -> list[tuple[str, int, int, int]]:
    """The clips that a shot is made of: model, width, height, frames."""
    from aiprod.shooting.diffusion.natures import Model

    model = Model.of(name.removeprefix(_FAMILY))
    rate = model.rate(brief.rate)
    width, height = model.size(brief.width, brief.height)
    wanted, longest = max(math.ceil(frames * float(rate.fps) / float(brief.rate.fps)), 1), model.longest(rate)
    step = max(longest - model.carried, 1)
    number = 1 + max(math.ceil((wanted - longest) / step), 0)
    last = min(model.rounded(wanted - (number - 1) * step), longest)
    return [(model.card.id, width, height, longest)] * (number - 1) + [(model.card.id, width, height, last)]


@lru_cache(256)
def _clip(model_id: str, width: int, height: int, frames: int) -> Guess:
    from aiprod.models.planning.fit import fit

    model = card(model_id)
    steps = _TINY_STEPS if model.need == "test" and "distilled" not in model.abilities else 0
    found = fit(model, width, height, frames, steps=steps)
    return Guess(found.seconds) if found.runs else Guess(None, found.why[-1] if found.why else "", found.remedy)
