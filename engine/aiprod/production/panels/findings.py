# SPDX-License-Identifier: Apache-2.0
"""What the doctor of panels finds: one line for each step of the way from a file to a round trip through the editor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from aiprod.film.brief import Language

Editor = Literal["resolve", "premiere"]
State = Literal["ok", "note", "failed", "skipped"]
"""note: worth knowing, and nothing stops there. skipped: it hangs on a step that failed."""


@dataclass(frozen=True)
class Finding:
    """One step.

    Attributes:
        step: its word in `STEPS`.
        state: how it is.
        sentence: what was found.
        remedy: what mends it; empty where nothing is to be done.
    """

    step: str
    state: State
    sentence: str
    remedy: str = ""


STEPS: Mapping[str, tuple[str, str]] = {
    "editor": ("The editor", "Le logiciel de montage"),
    "abilities": ("What it can do", "Ce qu’il peut faire"),
    "launcher": ("The launcher", "Le lanceur"),
    "package": ("The package", "Le paquet"),
    "python": ("Python", "Python"),
    "scripts": ("Resolve's script service", "Le service de scripts de Resolve"),
    "started": ("Premiere's first start", "Le premier démarrage de Premiere"),
    "creative_cloud": ("Creative Cloud", "Creative Cloud"),
    "panel": ("The panel", "Le panneau"),
    "data": ("AIPROD's data", "Les données d’AIPROD"),
    "engine": ("The engine", "Le moteur"),
    "proof": ("The engine's proof", "La preuve du moteur"),
    "protocol": ("The protocol", "Le protocole"),
    "paired": ("The pairing", "L’appairage"),
    "round_trip": ("The round trip", "L’aller-retour"),
}
"""Step → what it is called, in English and in French. In the order in which they are looked at."""


def title(step: str, language: Language) -> str:
    return STEPS[step][1 if language == "fr" else 0]


def first_failure(findings: Iterable[Finding]) -> Finding | None:
    """What is to be mended first."""
    return next((finding for finding in findings if finding.state == "failed"), None)
