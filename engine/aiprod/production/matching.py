# SPDX-License-Identifier: Apache-2.0
"""Shots of a film brought to a still that the user gives: one undoable edit for each shot."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from aiprod.film import changes
from aiprod.film.errors import UserError
from aiprod.film.store import FilmStore
from aiprod.media.pictures import read_picture
from aiprod.production.state import read_state
from aiprod.production.steps.grading import grades_by_scene

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from aiprod.grading.reference import StillMatch

_SURE = 0.3
"""Below this confidence the still is called another subject."""


def match_film(store: FilmStore, still: Path, *, scene: str | None = None, shot: str | None = None) -> dict[str, StillMatch]:
    """Match the shots that are meant to a still. What it gives replaces the studio's balance and look: the still is the look.

    Args:
        still: a PNG or JPEG (`grading.reference.match_to_still`).
        scene, shot: which; all shots without.

    Returns shot id → the match, with its confidence and its reasons in words.

    Raises:
        UserError: the film isn't graded yet, there is no such shot or scene, or the still can't be used; nothing is changed.
    """
    from aiprod.grading.reference import match_to_still

    found = {name: match_to_still(_stills(store, name), still) for name in _meant(store, scene, shot)}
    for name, match in found.items():
        cdl = match.cdl
        wish = {"kind": "grade", "shot": name, "automatic": False, "look": "neutral", "slope": cdl.slope, "offset": cdl.offset,
                "power": cdl.power, "saturation": cdl.saturation}  # fmt: skip
        changes.apply(store, changes.read_change(wish))
    return found


def said(found: dict[str, StillMatch], language: str) -> list[str]:
    """The matches as lines for people."""
    lines = []
    for shot, match in found.items():
        lines += [f"{shot}: {why.fr if language == 'fr' else why.en}" for why in match.corrections]
        if match.confidence < _SURE:
            other = "l’image montre sans doute autre chose" if language == "fr" else "the still probably shows something else"
            lines.append(f"{shot}: {other} ({match.confidence:.0%})")
    return lines


def _meant(store: FilmStore, scene: str | None, shot: str | None) -> list[str]:
    known = {name: [grade.shot for grade in grades] for name, grades in grades_by_scene(store).items()}
    if scene is not None and scene not in known:
        raise UserError(f"There is no scene {scene!r}", f"the scenes are {', '.join(known)}", "See `aiprod show`.")
    shots = [name for place, names in known.items() if scene in (None, place) for name in names if shot in (None, name)]
    if not shots:
        every = ", ".join(name for names in known.values() for name in names)
        raise UserError(f"There is no shot {shot!r}", f"the shots are {every}", "See `aiprod show`.")
    return shots


def _stills(store: FilmStore, shot: str) -> list[NDArray[np.uint8]]:
    """The stills of a shot's footage."""
    key = read_state(store.root).takes.get(f"shot {shot}")
    if key is None:
        raise UserError(f"The shot {shot} is not there yet", "it was not shot", f"Run `aiprod resume {store.root}` first.")
    take = store.takes.load(key)
    names = sorted(file.path for file in take.files if file.path.startswith("still-"))
    return [read_picture(store.takes.path(take, name)) for name in names]
