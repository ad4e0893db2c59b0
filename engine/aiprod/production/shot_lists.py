# SPDX-License-Identifier: Apache-2.0
"""The shot list as it is made: the studio's, with what the user decided about single shots."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiprod.film.film import Film
from aiprod.film.shots import Pickup, Shot, ShotList


def decided(shots: ShotList, film: Film, line_seconds: Mapping[str, float]) -> tuple[ShotList, tuple[str, ...]]:
    """The studio's shots, retaken and directed as the user wants them, and what could not be done to the frame, in words.

    Args:
        shots: as the studio directed them.
        film: the document.
        line_seconds: line id → how long it is spoken, as the shots were directed on.
    """
    found, told = _directed(shots.retaken(film.retakes), film, line_seconds)
    if not film.pickups:
        return found, told
    parts = {shot.id: film.pickups.get(shot.id, ()) for shot in found.shots}
    lost = tuple(
        _sentence(shot, part)
        for shot in found.shots for part in parts[shot.id] if part.end > shot.frames
    )  # fmt: skip
    return found.changed(shots=tuple(_picked_up(shot, parts[shot.id]) for shot in found.shots)), (*told, *lost)


def _sentence(shot: Shot, part: Pickup) -> str:
    return f"Frames {part.start} to {part.end} of shot {shot.id} can't be made again: it has {shot.frames} now."


def _picked_up(shot: Shot, parts: tuple[Pickup, ...]) -> Shot:
    """The shot with the parts of it that lie within it."""
    return shot.changed(pickups=tuple(part for part in parts if part.end <= shot.frames)) if parts else shot


def _directed(shots: ShotList, film: Film, line_seconds: Mapping[str, float]) -> tuple[ShotList, tuple[str, ...]]:
    if not any(shot.id in film.directions for shot in shots.shots):
        return shots, ()
    from aiprod.directing.direction import directed

    brief, language = film.brief, film.screenplay.language if film.screenplay else film.brief.language
    found, told = directed(
        shots, film.directions, line_seconds, rate=brief.rate, aspect=brief.width / brief.height, language=language
    )
    return found, tuple(
        f"Shot {item.shot} lasts {item.frames} frames, not {item.wanted}: its lines and transitions need them." for item in told
    )


def line_seconds(record: Mapping[str, Any]) -> dict[str, float]:
    """The lengths of the lines that a take of a shot list was directed on, from its record."""
    return {str(line): float(value) for line, value in record["recipe"]["parameters"].get("line_seconds", {}).items()}
