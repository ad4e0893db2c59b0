# SPDX-License-Identifier: Apache-2.0
"""The words of the page about a data set, English and French."""

from __future__ import annotations

from aiprod.film.brief import Language
from aiprod.training.data.vocabulary import SLOTS, ids, value

_PAIRS = {
    "title": ("Training data", "Données d’entraînement"), "clips": ("clips", "extraits"), "shards": ("shards", "archives"),
    "shard": ("shard", "archive"),
    "refused": ("refused", "refusés"), "waiting": ("waiting", "en attente"), "removed": ("taken out", "retirés"),
    "hours": ("of footage", "d’images"), "contents": ("What is in it", "Contenu"), "rights": ("Rights", "Droits"),
    "shape": ("Length, size, motion", "Durée, taille, mouvement"), "labels": ("Categories", "Catégories"),
    "refusals": ("What did not come in", "Ce qui n’a pas été retenu"), "sheet": ("A look", "Aperçu"),
    "nothing": ("Everything came in.", "Tout a été retenu."), "settings": ("Settings", "Réglages"),
    "identity": ("Identity", "Identité"), "length": ("Length", "Durée"), "picture": ("Picture size", "Taille d’image"),
    "motion": ("Motion (mean change between frames, codes of 255)",
               "Mouvement (écart moyen d’une image à l’autre, sur 255)"),
    "language": ("Language of the captions", "Langue des descriptions"), "licence": ("Licence", "Licence"),
    "holder": ("Rights holder", "Titulaire des droits"), "origin": ("Source", "Provenance"),
    "people": ("Recognisable people", "Personnes reconnaissables"), "with": ("with consent", "avec consentement"),
    "without": ("none", "aucune"), "split": ("Used for", "Usage"), "train": ("training", "entraînement"),
    "eval": ("evaluation", "évaluation"), "one_frame": ("one frame", "une seule image"), "none": ("(not said)", "(non précisé)"),
    "captions_from": ("Captions written by", "Descriptions rédigées par"), "other": ("français", "English"),
    "other_file": ("report.fr.html", "report.html"), "more": ("and {} more", "et {} autres"),
}  # fmt: skip
_SLOT_NAMES = {
    "place": ("Place", "Lieu"), "time": ("Time of day", "Moment"), "weather": ("Weather", "Météo"), "light": ("Light", "Lumière"),
    "subject": ("Subject", "Sujet"), "colour": ("Colour", "Couleur"), "count": ("Number", "Nombre"),
    "direction": ("Direction", "Direction"), "speed": ("Speed", "Vitesse"), "camera": ("Camera move", "Mouvement de caméra"),
    "size": ("Shot size", "Valeur de plan"), "emotion": ("Emotion", "Émotion"), "speech": ("Speech", "Parole"),
}  # fmt: skip
_LANGUAGES = {"en": ("English", "anglais"), "fr": ("French", "français"), "de": ("German", "allemand"),
              "es": ("Spanish", "espagnol"), "it": ("Italian", "italien")}  # fmt: skip


def word(key: str, language: Language) -> str:
    """A word of the page."""
    return _PAIRS[key][language == "fr"]


def slot_name(slot: str, language: Language) -> str:
    """What a category is called."""
    return _SLOT_NAMES.get(slot, (slot, slot))[language == "fr"]


def value_name(slot: str, name: str, language: Language) -> str:
    """How a label's value is said: its first phrase."""
    if not name:
        return word("none", language)
    if slot not in SLOTS or name not in ids(slot):
        return name
    return value(slot, name).phrases(language)[0]


def language_name(code: str, language: Language) -> str:
    """A language by its code."""
    return _LANGUAGES.get(code, (code, code))[language == "fr"]


def number(amount: float, language: Language, digits: int = 0) -> str:
    """A number as a reader writes it."""
    text = f"{amount:,.{digits}f}"
    return text.replace(",", "\u202f").replace(".", ",") if language == "fr" else text
