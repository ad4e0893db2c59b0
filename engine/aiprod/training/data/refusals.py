# SPDX-License-Identifier: Apache-2.0
"""Why a clip is not in a data set: a code for programs, a sentence for people, in English and French."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aiprod.film.brief import Language

_WORDS: dict[str, tuple[str, str]] = {
    "no_licence": ("no licence is given", "aucune licence n’est indiquée"),
    "bad_licence": ("{} is no SPDX licence (CC-BY-4.0, CC0-1.0, or LicenseRef-… for an agreement of your own)",
                    "{} n’est pas une licence SPDX (CC-BY-4.0, CC0-1.0, ou LicenseRef-… pour un accord à vous)"),
    "no_holder": ("who holds the rights is not said", "le titulaire des droits n’est pas indiqué"),
    "no_source": ("where it comes from is not said", "sa provenance n’est pas indiquée"),
    "people_unsaid": ('whether recognisable people are in it is not said ("people": [] where there are none)',
                      "la présence de personnes reconnaissables n’est pas précisée (« \"people\": [] » s’il n’y en a pas)"),
    "no_consent": ("people are in it and consent is missing: {}", "des personnes y figurent et un consentement manque : {}"),
    "bad_rights": ("the file beside it can't be used: {}", "le fichier qui l’accompagne est inutilisable : {}"),
    "bad_label": ("a label beside it is not in the vocabulary: {}", "une étiquette n’est pas dans le vocabulaire : {}"),
    "wrong_hash": ("its SHA-256 is not the one that is stated beside it", "son SHA-256 n’est pas celui qui est indiqué à côté"),
    "empty": ("the file is empty", "le fichier est vide"),
    "corrupt": ("it can't be read to its end: {}", "il ne peut pas être lu jusqu’au bout : {}"),
    "hdr": ("its colours are HDR; bring it to Rec. 709 first", "ses couleurs sont HDR ; convertissez-le d’abord en Rec. 709"),
    "too_small": ("its picture is {}, less than half of what is needed", "son image mesure {}, moins de la moitié du nécessaire"),
    "too_short": ("it is too short: {}", "il est trop court : {}"),
    "duplicate": ("it is the same file as {}", "c’est le même fichier que {}"),
    "near_duplicate": ("it shows the same as {}", "il montre la même chose que {}"),
    "removed": ("it was taken out on request: {}", "il a été retiré sur demande : {}"),
    "no_caption": ("it waits for a caption: {}", "il attend une description : {}"),
    "failed": ("{}", "{}"),
}  # fmt: skip


@dataclass(frozen=True)
class Refusal:
    """A clip, or a whole file, that stays out.

    Attributes:
        code: one of the reasons of this module.
        detail: what completes its sentence: a name, a number, another's message.
        file: which, relative to the source; "" where it is no file.
        waits: whether it comes in by itself once what is missing is there.
    """

    code: str
    detail: str = ""
    file: str = ""
    waits: bool = False

    def row(self, number: int) -> dict[str, Any]:
        """As a manifest keeps it."""
        return {"number": number, "code": self.code, "detail": self.detail, "file": self.file, "reason": self.said("en")}

    def said(self, language: Language) -> str:
        """The reason, with the file where there is one."""
        return said({"code": self.code, "detail": self.detail, "file": self.file}, language)


class Refused(Exception):  # noqa: N818 - a finding about material, not a failure of the program
    """Raised where a check finds why a file stays out."""

    def __init__(self, code: str, detail: str = "", *, waits: bool = False) -> None:
        super().__init__(code, detail)
        self.code, self.detail, self.waits = code, detail, waits

    def of(self, file: str) -> Refusal:
        return Refusal(self.code, self.detail, file, self.waits)


def said(row: dict[str, Any], language: Language) -> str:
    """The reason of a manifest's row."""
    words = _WORDS.get(row.get("code", ""))
    if words is None:
        return str(row.get("reason", ""))
    sentence = words[language == "fr"].format(row.get("detail", ""))
    return f"{row['file']}{' : ' if language == 'fr' else ': '}{sentence}" if row.get("file") else sentence
