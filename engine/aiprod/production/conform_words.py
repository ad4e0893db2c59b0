# SPDX-License-Identifier: Apache-2.0
"""What conforming says of each clip, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from aiprod.film.brief import Language

What = Literal["moved", "trimmed", "slipped", "speed", "transition", "level", "enabled", "title", "take", "track", "marker",
               "added", "removed", "adopted", "missing", "short", "hanging", "kept", "lost", "start"]  # fmt: skip

SAID: Mapping[str, Mapping[Language, str]] = {
    "moved": {"en": "begins at {0} instead of {1}", "fr": "commence à {0} au lieu de {1}"},
    "trimmed": {"en": "is {0} frames long instead of {1}", "fr": "dure {0} images au lieu de {1}"},
    "slipped": {"en": "shows its media from frame {0} on instead of {1}",
                "fr": "montre son média à partir de l’image {0} au lieu de {1}"},
    "speed": {"en": "plays at the speed {0} instead of {1}", "fr": "est lu à la vitesse {0} au lieu de {1}"},
    "transition": {"en": "begins or ends with other transitions", "fr": "a d’autres transitions à ses bords"},
    "level": {"en": "has another level or other fades", "fr": "a un autre niveau ou d’autres fondus"},
    "enabled": {"en": "is switched on or off", "fr": "est activé ou désactivé"},
    "title": {"en": "has other words", "fr": "a un autre texte"},
    "take": {"en": "shows another take", "fr": "montre une autre prise"},
    "track": {"en": "lies on the track {0}", "fr": "se trouve sur la piste {0}"},
    "marker": {"en": "markers were taken over", "fr": "les marqueurs ont été repris"},
    "added": {"en": "is new on the timeline", "fr": "est nouveau dans le montage"},
    "removed": {"en": "is no longer on the timeline", "fr": "n’est plus dans le montage"},
    "adopted": {"en": "its file {0} comes into the film", "fr": "son fichier {0} entre dans le film"},
    "missing": {"en": "its media ({0}) is not there: its room stays empty",
                "fr": "son média ({0}) est introuvable : sa place reste vide"},
    "short": {"en": "its media has {0} frames fewer than it shows: it ends earlier",
              "fr": "son média a {0} images de moins que montré : il finit plus tôt"},
    "hanging": {"en": "its media has no frames for the transition: it is a plain cut",
                "fr": "son média n’a pas d’images pour la transition : coupe franche"},
    "kept": {"en": "{0}", "fr": "{0}"},
    "lost": {"en": "{0}", "fr": "{0}"},
    "start": {"en": "the timeline begins at {0} instead of {1}", "fr": "le montage commence à {0} au lieu de {1}"},
}  # fmt: skip

KEPT: Mapping[str, Mapping[Language, str]] = {
    "titles": {
        "en": "the file has no titles: the film's stay where they are",
        "fr": "le fichier n’a pas de titres : ceux du film restent en place",
    },
    "sound": {
        "en": "the file has no sound: the film's stays where it is",
        "fr": "le fichier n’a pas de son : celui du film reste en place",
    },
    "markers": {
        "en": "the file has no markers: the film's stay where they are",
        "fr": "le fichier n’a pas de marqueurs : ceux du film restent en place",
    },
    "levels": {
        "en": "the file says nothing of levels: the film's stay",
        "fr": "le fichier ne dit rien des niveaux : ceux du film restent",
    },
    "grade": {
        "en": "its grade is not taken over: grade it in the film",
        "fr": "son étalonnage n’est pas repris : étalonnez dans le film",
    },
}  # fmt: skip

LEFT = ("missing", "short", "hanging", "lost", "kept")
"""What was not taken over as it is in the file."""


@dataclass(frozen=True)
class Note:
    """Something about a clip of the other editor's timeline.

    Attributes:
        track, clip, at: where; "" for the whole timeline.
        what: what is said.
        text: language → the sentence, without the clip.
    """

    track: str
    clip: str
    at: str
    what: What
    text: Mapping[Language, str]

    @property
    def left(self) -> bool:
        """Whether something could not be taken over."""
        return self.what in LEFT

    def said(self, language: Language = "en") -> str:
        where = ", ".join(part for part in (self.track, self.clip) if part)
        where = f"{where} ({self.at})" if self.at else where
        return f"{where}{chr(0xA0) + ': ' if language == 'fr' else ': '}{self.text[language]}" if where else self.text[language]


def note(track: str, clip: str, at: str, what: What, *details: object) -> Note:
    return Note(track, clip, at, what, {lang: SAID[what][lang].format(*details) for lang in SAID[what]})


def kept(word: str, track: str = "", clip: str = "", at: str = "") -> Note:
    return Note(track, clip, at, "kept", KEPT[word])
