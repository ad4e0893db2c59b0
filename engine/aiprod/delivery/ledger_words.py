# SPDX-License-Identifier: Apache-2.0
"""The ledger's words, English and French."""

from __future__ import annotations

from aiprod.film.brief import Language

Words = dict[str, str]
WORDS: dict[Language, Words] = {
    "en": {
        "ledger": "How this film was made",
        "by": "by",
        "generated": "AI-generated",
        "drawn": "Made by computer",
        "filmed": "Filmed",
        "shots": "shots",
        "models": "models",
        "voices": "voices",
        "paid": "paid",
        "people": "real people",
        "pictures": "Pictures",
        "shot": "Shot",
        "generator": "Made by",
        "kind": "Kind of media",
        "seed": "Seed",
        "prompt": "Prompt (SHA-256)",
        "cost": "Cost",
        "falls": "Where a generator gave way",
        "gave_way": "gave way to",
        "used": "Models and their licences",
        "measured": "Only measured the film",
        "terms": "What the licence asks",
        "credit": "Credit",
        "source": "Source",
        "for": "for",
        "take": "take",
        "takes": "takes",
        "speech": "Voices",
        "synthetic": "Every voice is synthetic, mixed from the voice model’s speakers; nobody was recorded for this film. "
        "Where a speaker was learned from named recordings, the credits say so.",
        "no_voice": "Nobody speaks in this film.",
        "character": "Character",
        "mixed": "Mixed from",
        "lines": "lines",
        "sound": "Music and sound",
        "score": "music",
        "ambience": "ambience",
        "effect": "effects",
        "consent": "Real people and their consent",
        "nobody": "No voice and no face of a real person is in this film.",
        "missing": "NO CONSENT",
        "granted": "agreed on",
        "revoked": "revoked on",
        "until": "until",
        "voice": "voice",
        "face": "face",
        "credits": "Credits that the licences ask for",
        "identity": "Identity of the film",
        "document": "Document (SHA-256)",
        "brief": "Brief (SHA-256)",
        "writer": "Written by",
        "version": "AIPROD",
        "cpu": "Computing time",
        "no_prompt": "Prompts are kept as hashes: whoever has the words can prove that they are these. Nobody reads them here.",
        "none": "none",
        "words": "words (SHA-256)",
        "colon": ":",
        "file": "Consents",
    },
    "fr": {
        "ledger": "Comment ce film a été fait",
        "by": "de",
        "generated": "Généré par IA",
        "drawn": "Fait par ordinateur",
        "filmed": "Filmé",
        "shots": "plans",
        "models": "modèles",
        "voices": "voix",
        "paid": "payés",
        "people": "personnes réelles",
        "pictures": "Images",
        "shot": "Plan",
        "generator": "Fait par",
        "kind": "Nature",
        "seed": "Graine",
        "prompt": "Demande (SHA-256)",
        "cost": "Coût",
        "falls": "Là où un générateur a cédé",
        "gave_way": "a cédé la place à",
        "used": "Les modèles et leurs licences",
        "measured": "A seulement mesuré le film",
        "terms": "Ce que la licence demande",
        "credit": "Mention",
        "source": "Source",
        "for": "pour",
        "take": "prise",
        "takes": "prises",
        "speech": "Voix",
        "synthetic": "Toutes les voix sont synthétiques, mélangées à partir des locuteurs du modèle ; personne n’a été "
        "enregistré pour ce film. Si un locuteur vient d’enregistrements connus, les mentions le disent.",
        "no_voice": "Personne ne parle dans ce film.",
        "character": "Personnage",
        "mixed": "Mélange de",
        "lines": "répliques",
        "sound": "Musique et sons",
        "score": "musique",
        "ambience": "ambiances",
        "effect": "effets",
        "consent": "Personnes réelles et leur accord",
        "nobody": "Ni voix ni visage d’une personne réelle dans ce film.",
        "missing": "SANS ACCORD",
        "granted": "accord donné le",
        "revoked": "retiré le",
        "until": "jusqu’au",
        "voice": "voix",
        "face": "visage",
        "credits": "Mentions que les licences demandent",
        "identity": "Identité du film",
        "document": "Document (SHA-256)",
        "brief": "Commande (SHA-256)",
        "writer": "Écrit par",
        "version": "AIPROD",
        "cpu": "Temps de calcul",
        "no_prompt": "Les demandes sont gardées sous forme d’empreintes : qui possède les mots peut prouver "
        "que ce sont ceux-ci. Personne ne les lit ici.",
        "none": "aucun",
        "words": "texte (SHA-256)",
        "colon": "\u00a0:",
        "file": "Accords",
    },
}
KINDS: dict[Language, Words] = {
    "en": {
        "trainedAlgorithmicMedia": "created by a trained model",
        "compositeWithTrainedAlgorithmicMedia": "edited by a trained model",
        "compositeSynthetic": "composite with generated parts",
        "algorithmicMedia": "drawn by an algorithm, no trained model",
        "digitalCapture": "filmed",
        "compositeCapture": "composite of filmed parts",
        "humanEdits": "edited by people",
        "digitalCreation": "made by people with digital tools",
    },
    "fr": {
        "trainedAlgorithmicMedia": "créé par un modèle entraîné",
        "compositeWithTrainedAlgorithmicMedia": "modifié par un modèle entraîné",
        "compositeSynthetic": "composite aux éléments générés",
        "algorithmicMedia": "dessiné par un algorithme, sans modèle entraîné",
        "digitalCapture": "filmé",
        "compositeCapture": "composite d’éléments filmés",
        "humanEdits": "retouché par des personnes",
        "digitalCreation": "fait par des personnes avec des outils numériques",
    },
}
DEPARTMENTS: dict[Language, Words] = {
    "en": {},
    "fr": {
        "writing": "écriture",
        "directing": "réalisation",
        "shooting": "tournage",
        "voices": "voix",
        "music": "musique",
        "editing": "montage",
        "grading": "étalonnage",
        "mixing": "mixage",
        "rendering": "rendu",
        "quality": "contrôle",
        "delivery": "livraison",
    },
}


_ASKS = {
    "Apache-2.0": "Libre pour tout usage, commercial compris ; qui redistribue le modèle garde la mention.",
    "MIT": "Libre pour tout usage, commercial compris ; qui redistribue le modèle garde la mention.",
    "BSD-3-Clause": "Libre pour tout usage, commercial compris ; garder la mention, ne pas se réclamer des auteurs.",
    "CC-BY-4.0": "Libre pour tout usage ; nommer les auteurs.",
    "CC0-1.0": "Domaine public : rien n’est demandé.",
    "LicenseRef-MIT-KEMAR": "Libre pour tout usage ; citer les auteurs.",
}
"""What licences ask, in French; the cards say it in English."""


def asked(language: Language, licence: str, terms: str) -> str:
    """What a licence asks, in the language where it is known in it, else as the card says it."""
    if language == "en":
        return terms
    known = [_ASKS[part] for part in licence.split(" AND ") if part in _ASKS]
    return " ".join(dict.fromkeys(known)) if len(known) == len(licence.split(" AND ")) else terms


def badge(language: Language, source_type: str, *, models: bool) -> str:
    """One word for what a film is."""
    words = WORDS[language]
    if models or source_type in ("trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia", "compositeSynthetic"):
        return words["generated"]
    return words["drawn"] if source_type == "algorithmicMedia" else words["filmed"]


def department(language: Language, name: str) -> str:
    return DEPARTMENTS[language].get(name, name)


def euros(language: Language, amount: float) -> str:
    """An amount as the language writes it: €1.20, 1,20 €."""
    return f"{amount:.2f}\u00a0€".replace(".", ",") if language == "fr" else f"€{amount:.2f}"
