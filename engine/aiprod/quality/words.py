# SPDX-License-Identifier: Apache-2.0
"""The report's words in both languages. Checks have stable English ids; a page shows them in the film's language.

The French is in `words.yaml`, checks by their ids and messages as patterns: who adds a check adds a line there.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

from aiprod.film.brief import Language

DEPARTMENTS = ("container", "picture", "safety", "sound", "sync", "subtitles", "dialogue", "provenance")
_NAMES: dict[Language, tuple[str, ...]] = {
    "en": ("Container", "Picture", "Photosensitivity", "Sound", "Sync", "Subtitles", "Dialogue", "Provenance"),
    "fr": ("Conteneur", "Image", "Photosensibilité", "Son", "Synchronisme", "Sous-titres", "Dialogues", "Provenance"),
}


@cache
def _table() -> tuple[dict[str, tuple[str, str]], tuple[tuple[re.Pattern[str], str], ...]]:
    """Checks (department and French name), and messages (pattern and French)."""
    import yaml

    data: dict[str, Any] = yaml.safe_load(files("aiprod.quality").joinpath("words.yaml").read_text("utf-8"))
    checks = {name: (department, french) for name, (department, french) in data["checks"].items()}
    return checks, tuple((re.compile(pattern), french) for pattern, french in data["messages"])


def department(check: str) -> str:
    """Which department answers for a check; one that is not in the table is the container's."""
    return _table()[0].get(check, ("container", ""))[0]


def department_name(name: str, language: Language) -> str:
    return _NAMES[language][DEPARTMENTS.index(name)]


def check_name(check: str, language: Language) -> str:
    """A check as a page names it."""
    return _table()[0].get(check, ("", check))[1] if language == "fr" else check


def message(text: str, language: Language) -> str:
    """A finding's message in the page's language; one that has no French stays as it is."""
    if language == "en":
        return text
    for pattern, french in _table()[1]:
        if match := pattern.fullmatch(text):
            return _commas(match.expand(french))
    return text


_UNITS_FR = {"frames": "images", "letters/s": "signes/s", "flashes/s": "éclairs/s", "blocks": "blocs", "lines": "lignes"}


def unit(text: str, language: Language) -> str:
    """A unit as a page names it."""
    return _UNITS_FR.get(text, text) if language == "fr" else text


def _commas(text: str) -> str:
    """French writes decimals with a comma."""
    return re.sub(r"(?<=\d)\.(?=\d)", ",", text)
