# SPDX-License-Identifier: Apache-2.0
"""What installer and doctor say, in French and English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aiprod.film.brief import Language
from aiprod.film.messages import translated
from aiprod.production.panels.actions import Done
from aiprod.production.panels.findings import Editor, Finding, State, first_failure, title

_NAMES: Mapping[Editor, str] = {"resolve": "DaVinci Resolve", "premiere": "Adobe Premiere"}
_DONE: Mapping[Done, tuple[str, str]] = {
    "installed": ("installed", "installé"), "updated": ("updated", "mis à jour"), "unchanged": ("unchanged", "inchangé"),
    "removed": ("removed", "retiré"), "absent": ("absent", "absent"), "left": ("left", "laissé"), "failed": ("FAILED", "ÉCHEC"),
}  # fmt: skip
_STATES: Mapping[State, tuple[str, str]] = {
    "ok": ("ok", "ok"), "note": ("note", "note"), "failed": ("FAIL", "ÉCHEC"), "skipped": ("-", "-"),
}  # fmt: skip


def done(word: Done, language: Language) -> str:
    """What was done, in a word."""
    return _DONE[word][language == "fr"]


def told(editor: Editor, findings: Sequence[Finding], language: Language) -> str:
    """The doctor's whole account of one editor: each step, then what to mend first."""
    looked = [finding for finding in findings if finding.state != "skipped"]
    lines = [_NAMES[editor], *(line for finding in looked for line in _step(finding, language))]
    failed = first_failure(findings)
    return "\n".join([*lines, _all_well(language) if failed is None else _mend(failed, language)])


def _step(finding: Finding, language: Language) -> list[str]:
    colon = "\u00a0:" if language == "fr" else ":"
    state = _STATES[finding.state][language == "fr"]
    line = f"{state:<5} {title(finding.step, language)}{colon} {translated(finding.sentence, language)}"
    remedy = [f"{'':<5} → {translated(finding.remedy, language)}"] if finding.remedy else []
    return [line, *remedy]


def _mend(failed: Finding, language: Language) -> str:
    name, remedy = title(failed.step, language), translated(failed.remedy, language)
    if language == "fr":
        return f"À réparer d’abord\u00a0: {name}. {remedy}"
    return f"To be mended first: {name}. {remedy}"


def _all_well(language: Language) -> str:
    return "Tout est en ordre." if language == "fr" else "All is well."
