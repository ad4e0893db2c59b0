# SPDX-License-Identifier: Apache-2.0
"""The doctor of panels: every step from the file on the disk to an answer of the editor, and what mends the one that fails."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from aiprod.production.panels.engine_steps import EngineLine, engine_findings
from aiprod.production.panels.findings import STEPS, Editor, Finding
from aiprod.production.panels.premiere_steps import premiere_findings
from aiprod.production.panels.resolve_steps import resolve_findings
from aiprod.production.panels.system import System

_ORDER = tuple(STEPS)
_ELSEWHERE = {"resolve": ("started", "creative_cloud", "panel"), "premiere": ("launcher", "package", "python", "scripts")}


def examine(system: System, editor: Editor, line: EngineLine, source: Path | None = None) -> list[Finding]:
    """Every step for one editor, in order; those that hang on a failed one are marked as skipped.

    Raises:
        EngineError: this installation has no panel to compare with.
    """
    found = {finding.step: finding for finding in _looked(system, editor, line, source)}
    steps = [step for step in _ORDER if step not in _ELSEWHERE[editor]]
    return [found.get(step) or _skipped(step) for step in steps]


def _looked(system: System, editor: Editor, line: EngineLine, source: Path | None) -> Iterator[Finding]:
    served = True
    for finding in resolve_findings(system, source) if editor == "resolve" else premiere_findings(system, source):
        served &= not (finding.step in ("editor", "abilities") and finding.state == "failed")
        yield finding
    yield from engine_findings(system, editor, line, served=served)


def _skipped(step: str) -> Finding:
    return Finding(step, "skipped", "Not looked at: an earlier step failed.")
