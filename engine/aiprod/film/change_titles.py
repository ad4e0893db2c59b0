# SPDX-License-Identifier: Apache-2.0
"""What the Undo menu calls each edit, in the user's language. The journal holds the English name."""

from __future__ import annotations

import re
from functools import cache

from aiprod.film.brief import Language
from aiprod.film.timeline_titles import TITLES

_FRENCH: tuple[tuple[str, str], ...] = (
    ("Change line {0}", "Modifier la réplique {0}"), ("Change action {0}", "Modifier l’action {0}"),
    ("Change scene {0}", "Modifier la scène {0}"), ("Change the title", "Changer le titre"),
    ("Change the voice of {0}", "Changer la voix de {0}"), ("Change the look of {0}", "Changer l’apparence de {0}"),
    ("Leave the voice of {0} to the studio", "Laisser au studio la voix de {0}"),
    ("Leave the look of {0} to the studio", "Laisser au studio l’apparence de {0}"),
    ("Retake shot {0}", "Refaire le plan {0}"),
    ("Retake a part of shot {0}", "Refaire une partie du plan {0}"), ("Change the generator to {0}", "Prendre le générateur {0}"),
    ("Change the settings", "Modifier les réglages"), ("Rename the film", "Renommer le film"),
    ("Grade the film", "Étalonner le film"), ("Grade scene {0}", "Étalonner la scène {0}"),
    ("Grade shot {0}", "Étalonner le plan {0}"), ("Reset the grade of the film", "Réinitialiser l’étalonnage du film"),
    ("Reset the grade of scene {0}", "Réinitialiser l’étalonnage de la scène {0}"),
    ("Reset the grade of shot {0}", "Réinitialiser l’étalonnage du plan {0}"),
    ("Change shot {0}", "Modifier le plan {0}"), ("Leave shot {0} to the studio", "Laisser le plan {0} au studio"),
    ("Approve shot {0}", "Approuver le plan {0}"), ("Approve {0} shots", "Approuver {0} plans"),
    ("Withdraw the approval of shot {0}", "Retirer l’approbation du plan {0}"),
    ("Withdraw the approval of {0} shots", "Retirer l’approbation de {0} plans"),
    ("Write the screenplay", "Écrire le scénario"), ("Edit the screenplay", "Modifier le scénario"),
    ("Import a screenplay", "Importer un scénario"), ("Have the screenplay written again", "Faire réécrire le scénario"),
    ("Add a scene", "Ajouter une scène"), ("Remove a scene", "Supprimer une scène"), ("Move a scene", "Déplacer une scène"),
    ("Restore a version", "Revenir à une version gardée"),
)  # fmt: skip
_AGAIN = {"Undo ": "Annuler\u00a0: ", "Redo ": "Rétablir\u00a0: "}


def translated(name: str, language: Language) -> str:
    """A journal entry's name in a language; one that nobody knows stays as it is."""
    if language == "en":
        return name
    done = next((word for word in _AGAIN if name.startswith(word)), "")
    rest = name.removeprefix(done)
    for pattern, told in _patterns():
        match = pattern.fullmatch(rest)
        if match is not None:
            return _AGAIN.get(done, "") + told.format(*match.groups())
    return name


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    names = (*((title["en"], title["fr"]) for title in TITLES.values()), *_FRENCH)
    return tuple((re.compile(re.escape(english).replace(r"\{0\}", "(.+)")), french) for english, french in names)
