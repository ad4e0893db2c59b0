# SPDX-License-Identifier: Apache-2.0
"""What an exchange format could not carry: per clip, in the user's language, beside the file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from aiprod.film.brief import Language
from aiprod.film.files import write_atomically

Aspect = Literal[
    "clip", "media", "name", "speed", "transition", "gain", "fade", "pan", "title", "lut", "cdl", "enabled", "track name",
    "track enabled", "layout", "marker", "marker name", "marker colour", "marker length", "marker note", "start timecode",
    "drop frame", "size", "film name", "effect",
]  # fmt: skip
"""What of a timeline a format may carry."""

WHY: Mapping[str, Mapping[Language, str]] = {
    "as_dissolve": {
        "en": "the transition “{0}” is written as a dissolve: its own effect is the other editor's",
        "fr": "la transition « {0} » devient un fondu enchaîné : son effet propre appartient à l’autre logiciel",
    },
    "named_effect": {
        "en": "the transition “{0}” is written by the name of the editor's own effect; without that effect it is a dissolve",
        "fr": "la transition « {0} » porte le nom de l’effet de l’autre logiciel ; sans cet effet, c’est un fondu enchaîné",
    },
    "recentred": {
        "en": "the transition lies around its cut, not where it lay",
        "fr": "la transition est centrée sur sa coupe, et non là où elle était",
    },
    "fade_comment": {
        "en": "the fade from black is only a comment: common readers refuse a list that begins with a transition",
        "fr": "l’ouverture au noir n’est qu’un commentaire : une liste qui débute par une transition est souvent refusée",
    },
    "fade_cut": {
        "en": "the fade from or to black is a plain cut: the format joins two clips, or none",
        "fr": "le fondu avec le noir devient une coupe franche : le format joint deux plans, ou aucun",
    },
    "join_left_out": {
        "en": "the transition “{0}” is left out: it becomes a plain cut",
        "fr": "la transition « {0} » n’est pas transmise : la coupe est franche",
    },
    "speed_rounded": {
        "en": "the speed {0} is written as {1}: the format has no finer number",
        "fr": "la vitesse {0} est écrite {1} : le format n’a pas de nombre plus fin",
    },
    "speed_left_out": {
        "en": "its speed is left out: it plays as it was recorded",
        "fr": "sa vitesse n’est pas transmise : il est lu comme enregistré",
    },
    "source_rounded": {
        "en": "at the speed {0} its first frame lies between two of the format: it is shown {1} frames off",
        "fr": "à la vitesse {0}, sa première image tombe entre deux du format : décalage de {1} image(s)",
    },
    "source_clamped": {
        "en": "its first frames lie before its media's: it begins {0} frames later there",
        "fr": "ses premières images précèdent celles du média : il y commence {0} images plus tard",
    },
    "title_marker": {
        "en": "titles are left out; a marker with the words stands in its place",
        "fr": "les titres ne sont pas transmis ; un marqueur avec le texte en tient lieu",
    },
    "title_comment": {
        "en": "titles are events on reel AX with their words as a comment: the format carries no text",
        "fr": "les titres sont des événements sur la bobine AX, leur texte en commentaire : le format ne transmet pas de texte",
    },
    "title_style": {
        "en": "the title is a text generator: its type, its place and what is a subtitle are the other editor's",
        "fr": "le titre est un générateur de texte : sa police, sa place et le sous-titre sont ceux de l’autre logiciel",
    },
    "gain": {"en": "its level ({0} dB) is left out", "fr": "son niveau ({0} dB) n’est pas transmis"},
    "fade": {"en": "its fades are left out", "fr": "ses fondus sonores ne sont pas transmis"},
    "pan": {
        "en": "its position (pan {0}) is left out",
        "fr": "sa position (panoramique {0}) n’est pas transmise",
    },
    "own_metadata": {
        "en": "{0} stands in the metadata, where other editors don't look",
        "fr": "{0} figure dans les métadonnées, où les autres logiciels ne regardent pas",
    },
    "lut": {
        "en": "the format names no LUT: apply {0} by hand",
        "fr": "le format ne nomme pas de LUT : appliquez {0} à la main",
    },
    "cdl": {
        "en": "the format carries no CDL: import the .cc file by hand",
        "fr": "le format ne transmet pas de CDL : importez le fichier .cc à la main",
    },
    "disabled": {
        "en": "it is switched off, which the format can't say: it is seen or heard",
        "fr": "il est désactivé, ce que le format ne sait pas dire : il sera vu ou entendu",
    },
    "track_name": {"en": "the format gives tracks no names", "fr": "le format ne nomme pas les pistes"},
    "track_off": {
        "en": "the track is switched off, which the format can't say",
        "fr": "la piste est désactivée, ce que le format ne sait pas dire",
    },
    "own_file": {"en": "the track is in a list of its own, {0}", "fr": "la piste se trouve dans une liste à part, {0}"},
    "rate_above_30": {
        "en": "the list counts {0} frames a second; CMX 3600 itself ends at 30, and some readers do too",
        "fr": "la liste compte {0} images par seconde ; le CMX 3600 s’arrête à 30, certains lecteurs aussi",
    },
    "day": {
        "en": "the timecode passes midnight and begins again at 00:00:00:00",
        "fr": "le timecode passe minuit et repart de 00:00:00:00",
    },
    "name_shortened": {
        "en": "the name is written as “{0}”",
        "fr": "le nom est écrit « {0} »",
    },
    "path_shortened": {
        "en": "the media's path is too long for a line, or has line breaks",
        "fr": "le chemin du média est trop long pour une ligne, ou contient des retours à la ligne",
    },
    "no_size": {"en": "the format knows no picture size", "fr": "le format ne connaît pas la taille de l’image"},
    "marker_colour": {"en": "markers lose their colours", "fr": "les marqueurs perdent leur couleur"},
    "marker_length": {"en": "markers have no length: they are points", "fr": "les marqueurs n’ont pas de durée"},
    "marker_note": {"en": "markers lose their notes", "fr": "les marqueurs perdent leurs notes"},
    "marker_outside": {
        "en": "the marker “{0}” lies behind the last clip and is left out",
        "fr": "le marqueur « {0} » se trouve après le dernier plan et n’est pas transmis",
    },
    "unknown_effect": {"en": "the effect “{0}” is left out", "fr": "l’effet « {0} » n’est pas transmis"},
    "not_a_clip": {
        "en": "{0} is left out: only clips are carried",
        "fr": "{0} n’est pas transmis : seuls les plans le sont",
    },
    "nested": {
        "en": "it is a timeline in itself: only its place is kept",
        "fr": "c’est un montage imbriqué : seule sa place est gardée",
    },
    "overlap": {
        "en": "it lies over another clip of its track: only what is free is kept",
        "fr": "il recouvre un autre plan de sa piste : seule la partie libre est gardée",
    },
    "speed_curve": {
        "en": "its speed changes along the way: it is taken as {0}",
        "fr": "sa vitesse varie : elle est lue comme {0}",
    },
    "level_curve": {
        "en": "its level changes along the way: it is taken as {0} dB",
        "fr": "son niveau varie : il est lu comme {0} dB",
    },
    "no_media": {"en": "it names no media", "fr": "il ne nomme aucun média"},
    "other_rate": {
        "en": "its media counts {0} frames a second: the frames were converted",
        "fr": "son média compte {0} images par seconde : les images ont été converties",
    },
    "list_missing": {
        "en": "the list {0} that belongs to it is not there: its track is left out",
        "fr": "la liste {0} qui en fait partie est absente : sa piste n’est pas lue",
    },
    "rate_guessed": {
        "en": "the list doesn't say its rate: {0} frames a second were taken",
        "fr": "la liste ne dit pas sa cadence : {0} images par seconde ont été supposées",
    },
}  # fmt: skip


@dataclass(frozen=True)
class Loss:
    """Something that is not carried.

    Attributes:
        track, clip: where; empty for what concerns the whole timeline or track.
        frame: the clip's first, on the film's clock.
        at: its record timecode.
        aspect: of what.
        why: a key of `WHY`.
        details: what is put into its sentence.
    """

    track: str
    clip: str
    frame: int
    at: str
    aspect: Aspect
    why: str
    details: tuple[str, ...] = ()

    def reason(self, language: Language = "en") -> str:
        """The bare sentence."""
        return WHY[self.why][language].format(*(_named(detail, language) for detail in self.details))

    def said(self, language: Language = "en") -> str:
        """With the clip in front: "Picture, s1-02 (01:00:12:05): …"."""
        where = ", ".join(part for part in (self.track, self.clip) if part)
        where = f"{where} ({self.at})" if self.at else where
        separator = "\u00a0: " if language == "fr" else ": "
        return f"{where}{separator}{self.reason(language)}" if where else self.reason(language)


def _named(detail: str, language: Language) -> str:
    """A transition by the name that people know."""
    from aiprod.film.transitions import TRANSITIONS

    card = next((card for kind, card in TRANSITIONS.items() if kind == detail), None)
    return detail if card is None else card.title[language].lower()


@dataclass(frozen=True)
class Report:
    """What came of writing a timeline, or of reading one.

    Attributes:
        kind: of `interchange.KINDS`.
        path: the file.
        files: every file that was written: `path` first, further lists, not the report itself.
        losses: what could not be carried, per clip.
        clips: how many there are.
    """

    kind: str
    path: Path
    files: tuple[Path, ...]
    losses: tuple[Loss, ...]
    clips: int = 0

    def __iter__(self) -> Iterator[Loss]:
        return iter(self.losses)

    def __len__(self) -> int:
        return len(self.losses)

    def sentences(self, language: Language = "en") -> tuple[str, ...]:
        """One for each loss."""
        return tuple(loss.said(language) for loss in self.losses)

    def names(self, aspect: str, track: str = "", clip: str = "") -> bool:
        """Whether it says that this aspect of a clip (a track, the whole) was not carried."""
        return any(
            loss.aspect == aspect and loss.track in ("", track) and loss.clip in ("", clip) for loss in self.losses
        )  # fmt: skip

    def text(self, language: Language = "en") -> str:
        """The report as a page of plain text."""
        return "\n".join([*_head(self, language), *(f"- {sentence}" for sentence in self.sentences(language))]) + "\n"

    def to_json(self) -> str:
        """For programs: kind, files, clips, losses with their sentences in both languages."""
        losses = [{**asdict(loss), "en": loss.reason("en"), "fr": loss.reason("fr")} for loss in self.losses]
        facts = {"report": 1, "kind": self.kind, "clips": self.clips, "files": [path.name for path in self.files]}
        return json.dumps({**facts, "losses": losses}, ensure_ascii=False, indent=1) + "\n"

    def save(self, language: Language = "en") -> tuple[Path, Path]:
        """Write `<file>.report.txt` and `<file>.report.json` beside the file."""
        text, data = (self.path.with_name(f"{self.path.name}.report.{suffix}") for suffix in ("txt", "json"))
        write_atomically(text, self.text(language).encode())
        write_atomically(data, self.to_json().encode())
        return text, data


def _head(report: Report, language: Language) -> list[str]:
    name, number = report.path.name, len(report.losses)
    if language == "fr":
        said = "Tout a été transmis." if not number else "Ce que le format n’a pas pu transmettre\u00a0:"
        return [f"{name} ({report.kind}), {report.clips} plans", said, ""]
    said = "Everything was carried." if not number else "What the format could not carry:"
    return [f"{name} ({report.kind}), {report.clips} clips", said, ""]
