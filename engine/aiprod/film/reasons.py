# SPDX-License-Identifier: Apache-2.0
"""Why the film is as it is: every decision of director and editor, kept as data and said in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from aiprod.film.base import FilmObject
from aiprod.film.brief import Language

Decision = Literal["length", "transition", "framing", "match"]
Value = str | float


class Reason(FilmObject):
    """Why a shot is as long as it is, why it begins as it does, what it shows."""

    decision: Decision
    code: str
    """A key of `_SAID`."""
    values: dict[str, Value] = Field(default_factory=dict)
    """What the sentence is filled with."""


class ShotReasons(FilmObject):
    shot: str
    reasons: tuple[Reason, ...]


def reason(code: str, **values: Value) -> Reason:
    """A reason by its code: "length.voice". Numbers are rounded, so that equal decisions are equal data."""
    decision: Decision = code.partition(".")[0]  # type: ignore[assignment]  # every key of _SAID begins with one
    kept = {key: round(value, 3) if isinstance(value, float) else value for key, value in values.items()}
    return Reason(decision=decision, code=code, values=kept)


def said(why: Reason, language: Language) -> str:
    """The reason as a sentence."""
    words = _WORDS[language]
    values = {key: words.get(value, value) if isinstance(value, str) else value for key, value in why.values.items()}
    return _SAID[why.code][language].format(**values)


_SAID: Mapping[str, Mapping[Language, str]] = {
    "length.voice": {
        "en": "as long as what is said in it ({said:.1f} s), and the silence it leaves ({emotion})",
        "fr": "le temps de ce qui s’y dit ({said:.1f} s), et du silence qui suit ({emotion})",
    },
    "length.reading": {
        "en": "{seconds:.1f} s to take in what happens: {words:.0f} words, {mood}, intensity {intensity:.0%}",
        "fr": "{seconds:.1f} s pour saisir l’action : {words:.0f} mots, {mood}, intensité {intensity:.0%}",
    },
    "length.place": {"en": "{seconds:.1f} s to see where we are", "fr": "{seconds:.1f} s pour voir où l’on est"},
    "length.insert": {"en": "{seconds:.1f} s: a small thing is seen at once", "fr": "{seconds:.1f} s : un détail se voit vite"},
    "length.listening": {"en": "{seconds:.1f} s to see what the words do", "fr": "{seconds:.1f} s pour voir l’effet des mots"},
    "length.fitted": {
        "en": "{change:+.1f} s so that the film has the length that was asked for",
        "fr": "{change:+.1f} s pour que le film ait la durée demandée",
    },
    "length.beat": {
        "en": "{frames:+.0f} frames: it ends on the score’s beat ({bpm:.0f} a minute)",
        "fr": "{frames:+.0f} images : la coupe tombe sur le temps de la musique ({bpm:.0f} à la minute)",
    },
    "transition.opening": {"en": "the film opens from black", "fr": "le film s’ouvre sur le noir"},
    "transition.written": {"en": "the screenplay asks for it", "fr": "le scénario le demande"},
    "transition.shared": {"en": "both pictures are about the same thing", "fr": "les deux plans montrent la même chose"},
    "transition.tension": {"en": "tension allows no softer way", "fr": "la tension n’admet pas de transition douce"},
    "transition.morning": {"en": "a night has passed", "fr": "une nuit a passé"},
    "transition.dream": {"en": "a memory or dream begins or ends", "fr": "on entre dans un rêve ou un souvenir, ou on en sort"},
    "transition.lively": {"en": "a lively story turns the page", "fr": "un récit enjoué tourne la page"},
    "transition.time": {"en": "time has passed", "fr": "du temps a passé"},
    "transition.soft": {"en": "the mood goes on ({mood})", "fr": "l’humeur se prolonge ({mood})"},
    "transition.place": {"en": "another place, at once", "fr": "un autre lieu, sans attendre"},
    "transition.inside": {"en": "the same scene goes on", "fr": "la même scène continue"},
    "framing.place": {"en": "a new place is shown before what happens in it", "fr": "un nouveau lieu se montre avant l’action"},
    "framing.insert": {"en": "a thing that matters has its own picture", "fr": "une chose qui compte a son propre plan"},
    "framing.peak": {"en": "the strongest moment is seen from nearest", "fr": "le moment le plus fort se voit de plus près"},
    "framing.two": {"en": "an exchange opens on both who speak", "fr": "un échange s’ouvre sur ceux qui se parlent"},
    "framing.over": {"en": "who speaks is seen over the other’s shoulder", "fr": "on voit qui parle par-dessus l’épaule"},
    "framing.single": {"en": "a line belongs to its speaker’s face", "fr": "une réplique appartient au visage qui la dit"},
    "framing.reaction": {"en": "what is felt is seen on who hears it", "fr": "ce qui touche se lit sur qui l’écoute"},
    "framing.moving": {"en": "the camera goes where they go", "fr": "la caméra va où ils vont"},
    "framing.group": {"en": "the picture holds all who act", "fr": "le cadre tient tous ceux qui agissent"},
    "framing.action": {"en": "the body is seen because of what it does", "fr": "le corps est cadré pour ce qu’il fait"},
    "framing.feeling": {"en": "nearer, because of what is felt", "fr": "plus près, à cause de l’émotion"},
    "match.form": {
        "en": "could be a match cut: the forms agree to {score:.0%}",
        "fr": "raccord de forme possible : les formes concordent à {score:.0%}",
    },
    "match.movement": {
        "en": "could be cut on the movement: both go {way}",
        "fr": "raccord dans le mouvement possible : les deux vont {way}",
    },
}  # fmt: skip

_WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {"left": "to the left", "right": "to the right", "up": "up", "down": "down"},
    "fr": {
        "left": "vers la gauche", "right": "vers la droite", "up": "vers le haut", "down": "vers le bas",
        "neutral": "neutre", "joy": "joie", "sadness": "tristesse", "anger": "colère", "fear": "peur", "surprise": "surprise",
        "tenderness": "tendresse", "determination": "détermination", "weariness": "lassitude", "irony": "ironie",
        "joyful": "joyeux", "playful": "enjoué", "tender": "tendre", "hopeful": "plein d’espoir", "calm": "calme",
        "melancholic": "mélancolique", "lonely": "solitaire", "mysterious": "mystérieux", "tense": "tendu",
        "frightening": "effrayant", "epic": "épique",
    },
}  # fmt: skip
