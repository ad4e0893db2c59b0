# SPDX-License-Identifier: Apache-2.0
"""What the Undo menu calls each edit of the timeline."""

from __future__ import annotations

from collections.abc import Mapping

from aiprod.film.brief import Language

TITLES: Mapping[str, Mapping[Language, str]] = {
    "blade": {"en": "Blade", "fr": "Couper"},
    "lift": {"en": "Delete", "fr": "Supprimer"},
    "extract": {"en": "Ripple delete", "fr": "Supprimer et raccorder"},
    "lift_range": {"en": "Lift", "fr": "Prélever"},
    "extract_range": {"en": "Extract", "fr": "Extraire"},
    "trim": {"en": "Trim", "fr": "Raccourcir"},
    "ripple_trim": {"en": "Ripple trim", "fr": "Raccourcir et raccorder"},
    "roll": {"en": "Roll", "fr": "Déplacer la coupe"},
    "slip": {"en": "Slip", "fr": "Coulisser le contenu"},
    "slide": {"en": "Slide", "fr": "Coulisser le plan"},
    "insert": {"en": "Insert", "fr": "Insérer"},
    "overwrite": {"en": "Overwrite", "fr": "Écraser"},
    "move": {"en": "Move", "fr": "Déplacer"},
    "swap": {"en": "Swap", "fr": "Échanger"},
    "close_gaps": {"en": "Close gaps", "fr": "Fermer les vides"},
    "link": {"en": "Link", "fr": "Lier"},
    "unlink": {"en": "Unlink", "fr": "Délier"},
    "transition": {"en": "Change transition", "fr": "Modifier la transition"},
    "remove_transition": {"en": "Remove transition", "fr": "Supprimer la transition"},
    "speed": {"en": "Change speed", "fr": "Modifier la vitesse"},
    "reverse": {"en": "Reverse", "fr": "Inverser"},
    "freeze": {"en": "Freeze", "fr": "Figer l’image"},
    "take": {"en": "Change take", "fr": "Changer de prise"},
    "clip": {"en": "Change clip", "fr": "Modifier le plan"},
    "title": {"en": "Change title", "fr": "Modifier le carton"},
    "add_track": {"en": "Add track", "fr": "Ajouter une piste"},
    "move_track": {"en": "Move track", "fr": "Déplacer la piste"},
    "remove_track": {"en": "Remove track", "fr": "Supprimer la piste"},
    "track": {"en": "Change track", "fr": "Modifier la piste"},
    "add_marker": {"en": "Add marker", "fr": "Ajouter un marqueur"},
    "move_marker": {"en": "Move marker", "fr": "Déplacer le marqueur"},
    "marker": {"en": "Change marker", "fr": "Modifier le marqueur"},
    "remove_marker": {"en": "Remove marker", "fr": "Supprimer le marqueur"},
    "span": {"en": "Set in and out", "fr": "Définir l’entrée et la sortie"},
    "start": {"en": "Edit the timeline", "fr": "Modifier le montage"},
    "conform": {"en": "Take over another editor's edit", "fr": "Reprendre le montage d’un autre logiciel"},
    "reset": {"en": "Leave the timeline to the studio", "fr": "Laisser le montage au studio"},
}
"""What the Undo menu calls each edit. The journal holds the English name; `change_titles.translated` gives the other one."""
