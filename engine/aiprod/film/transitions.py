# SPDX-License-Identifier: Apache-2.0
"""The library of transitions: what each is called, what it says to an audience, how long it usually is.

The grammar is the usual one of editing handbooks (Reisz and Millar, The Technique of Film Editing, 1953; Murch, In the Blink of
an Eye, 1995): a cut is the rule; anything softer or louder is for a change of time, place or mind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aiprod.film.brief import Language
from aiprod.film.shots import Transition
from aiprod.film.time import FrameRate


@dataclass(frozen=True)
class TransitionCard:
    """A transition of the library.

    Attributes:
        title, use: for people, in both languages.
        seconds: its usual length; 0 is a plain cut.
    """

    title: Mapping[Language, str]
    use: Mapping[Language, str]
    seconds: float

    @property
    def overlaps(self) -> bool:
        """Whether both pictures are needed at once."""
        return self.seconds > 0

    def frames(self, rate: FrameRate) -> int:
        """Its usual length; even, so that it lies symmetrically on its cut."""
        return 2 * round(rate.frames(self.seconds) / 2)


def _card(seconds: float, en: tuple[str, str], fr: tuple[str, str]) -> TransitionCard:
    return TransitionCard({"en": en[0], "fr": fr[0]}, {"en": en[1], "fr": fr[1]}, seconds)


TRANSITIONS: Mapping[Transition, TransitionCard] = {
    "cut": _card(0, ("Cut", "the story simply goes on"), ("Coupe franche", "le récit continue, simplement")),
    "match_cut": _card(
        0, ("Match cut", "two things are alike: form, movement or meaning"),
        ("Raccord", "deux choses se ressemblent : forme, mouvement ou sens"),
    ),
    "dissolve": _card(0.75, ("Dissolve", "time passes, a mood goes on"), ("Fondu enchaîné", "le temps passe, l’humeur demeure")),
    "fade": _card(1.0, ("Fade through black", "a chapter ends"), ("Fondu au noir", "un chapitre se ferme")),
    "dip_white": _card(
        0.8, ("Dip to white", "a memory or dream begins or ends"), ("Fondu au blanc", "un souvenir ou un rêve commence ou finit")
    ),
    "wipe": _card(0.6, ("Wipe", "a lively story turns the page"), ("Volet", "un récit enjoué tourne la page")),
    "push": _card(0.5, ("Push", "one place drives out the other"), ("Poussée", "un lieu chasse l’autre")),
    "iris": _card(0.9, ("Iris", "the eye is led to one thing"), ("Iris", "l’œil est mené vers une seule chose")),
}  # fmt: skip
