# SPDX-License-Identifier: Apache-2.0
"""How one scene gives way to the next, decided by what happens between them. Inside a scene there are only cuts."""

from __future__ import annotations

from aiprod.film.brief import Genre
from aiprod.film.reasons import Reason, reason
from aiprod.film.screenplay import Mood, Scene, Screenplay, TimeOfDay
from aiprod.film.shots import Transition

_WRITTEN: tuple[tuple[tuple[str, ...], Transition], ...] = (
    (("TO WHITE", "AU BLANC"), "dip_white"),
    (("FADE", "FONDU AU NOIR"), "fade"),
    (("DISSOLVE", "FONDU ENCHAÎNÉ"), "dissolve"),
    (("IRIS",), "iris"),
    (("PUSH", "SLIDE", "POUSSÉ"), "push"),
    (("WIPE", "VOLET"), "wipe"),
    (("MATCH", "RACCORD"), "match_cut"),
    (("CUT", "COUPE"), "cut"),
)
"""Words of a screenplay's transition line, the more particular ones first."""
_DREAMS = ("DREAM", "MEMORY", "FLASHBACK", "RÊVE", "SOUVENIR")
_SOFT = (Mood.TENDER, Mood.MELANCHOLIC, Mood.LONELY, Mood.CALM, Mood.HOPEFUL)
_LIVELY = (Genre.COMEDY, Genre.ADVENTURE, Genre.FAMILY)


def transition(before: Scene | None, after: Scene, screenplay: Screenplay, shared_thing: bool) -> tuple[Transition, Reason]:
    """The transition into a scene, and why.

    Args:
        before: the scene that ends; None at the film's beginning.
        after: the scene that begins.
        screenplay: for the genre.
        shared_thing: the last picture and the first are both about the same thing.
    """
    if before is None:
        return "fade", reason("transition.opening")
    asked = before.transition_out.upper()
    for words, kind in _WRITTEN:
        if any(word in asked for word in words):
            return kind, reason("transition.written")
    return _by_story(before, after, screenplay, shared_thing)


def _by_story(before: Scene, after: Scene, screenplay: Screenplay, shared_thing: bool) -> tuple[Transition, Reason]:
    if shared_thing:
        return "match_cut", reason("transition.shared")
    if _dreamt(before) is not _dreamt(after):
        return "dip_white", reason("transition.dream")
    if max(before.intensity, after.intensity) > 0.68 or after.mood in (Mood.TENSE, Mood.FRIGHTENING):
        return "cut", reason("transition.tension")
    if before.time_of_day is TimeOfDay.NIGHT and after.time_of_day in (TimeOfDay.DAWN, TimeOfDay.MORNING, TimeOfDay.DAY):
        return "fade", reason("transition.morning")
    if screenplay.genre in _LIVELY and after.mood in (Mood.PLAYFUL, Mood.JOYFUL, Mood.EPIC):
        return ("push" if after.mood is Mood.EPIC else "wipe"), reason("transition.lively")
    if before.time_of_day is not after.time_of_day:
        return "dissolve", reason("transition.time")
    if after.mood in _SOFT:
        return "dissolve", reason("transition.soft", mood=after.mood.value)
    return "cut", reason("transition.place")


def _dreamt(scene: Scene) -> bool:
    return any(word in scene.heading.upper() for word in _DREAMS)
