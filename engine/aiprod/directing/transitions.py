# SPDX-License-Identifier: Apache-2.0
"""How one scene gives way to the next, decided by what happens between them. Inside a scene there are only cuts."""

from __future__ import annotations

from typing import Literal

from aiprod.film.brief import Genre
from aiprod.film.screenplay import Mood, Scene, Screenplay, TimeOfDay
from aiprod.film.time import FrameRate

Transition = Literal["cut", "dissolve", "fade", "wipe", "match_cut"]
_SECONDS: dict[str, float] = {"cut": 0.0, "match_cut": 0.0, "dissolve": 0.75, "wipe": 0.6, "fade": 1.0}
_SOFT = (Mood.TENDER, Mood.MELANCHOLIC, Mood.LONELY, Mood.CALM, Mood.HOPEFUL)
_LIVELY = (Genre.COMEDY, Genre.ADVENTURE, Genre.FAMILY)
_ORDER = list(TimeOfDay)


def transition(before: Scene | None, after: Scene, screenplay: Screenplay, shared_thing: bool) -> Transition:
    """The transition into a scene.

    Args:
        before: the scene that ends; None at the film's beginning.
        after: the scene that begins.
        screenplay: for the genre.
        shared_thing: the last picture and the first are both about the same thing.
    """
    if before is None:
        return "fade"
    said = before.transition_out.upper()
    if "FADE" in said or "FONDU AU NOIR" in said:
        return "fade"
    if "DISSOLVE" in said or "FONDU ENCHAÎNÉ" in said:
        return "dissolve"
    if "WIPE" in said or "VOLET" in said:
        return "wipe"
    if "CUT" in said or "COUPE" in said:
        return "match_cut" if "MATCH" in said else "cut"
    return _by_story(before, after, screenplay, shared_thing)


def _by_story(before: Scene, after: Scene, screenplay: Screenplay, shared_thing: bool) -> Transition:
    if shared_thing:
        return "match_cut"
    if max(before.intensity, after.intensity) > 0.68 or after.mood in (Mood.TENSE, Mood.FRIGHTENING):
        return "cut"
    if before.time_of_day is TimeOfDay.NIGHT and after.time_of_day in (TimeOfDay.DAWN, TimeOfDay.MORNING, TimeOfDay.DAY):
        return "fade"
    if screenplay.genre in _LIVELY and after.mood in (Mood.PLAYFUL, Mood.JOYFUL, Mood.EPIC):
        return "wipe"
    passes = before.time_of_day is not after.time_of_day
    return "dissolve" if passes or after.mood in _SOFT else "cut"


def frames(kind: Transition, rate: FrameRate) -> int:
    """Length of a transition; even, so that it lies symmetrically on its cut."""
    return 2 * round(rate.frames(_SECONDS[kind]) / 2)
