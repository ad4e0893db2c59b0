# SPDX-License-Identifier: Apache-2.0
"""Whether the storyboard's drawings show the shots as they are directed now."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from aiprod.film.errors import UserError
from aiprod.film.files import read_json
from aiprod.film.film import Film
from aiprod.production.standing import Standing


def stale_drawings(film: Film, standing: Standing) -> frozenset[str]:
    """Shots that are directed otherwise than they were drawn. Reads files; lengths alone make no other drawing.

    The storyboard is drawn before the lines are spoken, so that the shots' lengths differ from those that are made.
    """
    if standing.shots is None:
        return frozenset()
    found = set()
    for shot in standing.shots.shots:
        still = standing.stills.get(shot.id)
        request = _request(still, still.stat().st_mtime_ns) if still is not None and still.is_file() else None
        if request is not None and (_seen(request["shot"]) != _seen(shot.to_json()) or request["style"] != film.brief.style):
            found.add(shot.id)
    return frozenset(found)


@lru_cache(maxsize=2_000)
def _request(still: Path, _changed: int) -> Mapping[str, Any] | None:
    """What a drawing was asked for with."""
    try:
        found: Mapping[str, Any] = read_json(still.with_name("take.json"))["recipe"]["parameters"]["request"]
    except (UserError, KeyError, TypeError):
        return None
    return found if "shot" in found and "style" in found else None


def _seen(shot: Mapping[str, Any]) -> tuple[object, ...]:
    """What of a shot's direction is seen in its drawing, whatever its length."""
    key = shot["camera"]["keys"][0]
    who = [actor["character"] for actor in shot["blocking"]]
    return (
        shot["size"], shot["camera"]["move"], shot["description"], shot["mood"], shot["seed"], shot["set"]["time_of_day"],
        shot["set"]["weather"], round(key["pitch_deg"], 1), round(key["roll_deg"], 1), who,
    )  # fmt: skip
