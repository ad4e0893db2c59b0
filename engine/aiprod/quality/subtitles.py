# SPDX-License-Identifier: Apache-2.0
"""Subtitles of a film: in time with the lines, readable, never overlapping."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from aiprod.film.errors import UserError
from aiprod.film.findings import Finding, Severity
from aiprod.quality.plan import PlannedLine, QualityPlan

if TYPE_CHECKING:
    from pysubs2 import SSAEvent

_LATE_S = 0.3
_FASTEST_CPS = 25.0
_LONGEST_ROW = 44


def check_subtitles(path: Path, plan: QualityPlan) -> Iterator[Finding]:
    """Findings about a subtitle file. Raises UserError when it can't be read."""
    events = _read(path)
    problems = [*_overlaps(events, plan), *_rows(events), *_timing(events, plan)]
    yield from problems
    if not problems:
        yield Finding(check="subtitles", severity=Severity.PASS, message=f"{len(events)} subtitles, in time and readable")


def _read(path: Path) -> list[SSAEvent]:
    import pysubs2

    try:
        return sorted(pysubs2.load(str(path), encoding="utf-8"), key=lambda event: event.start)
    except (OSError, UnicodeDecodeError, pysubs2.exceptions.Pysubs2Error) as error:
        raise UserError(f"{path.name} can't be read as subtitles", str(error)) from error


def _problem(message: str, start_ms: float, severity: Severity = Severity.FAIL, **fields: object) -> Finding:
    return Finding.model_validate(
        {"check": "subtitles", "severity": severity, "message": message, "start_s": start_ms / 1000, **fields}
    )


def _overlaps(events: list[SSAEvent], plan: QualityPlan) -> Iterator[Finding]:
    for first, second in itertools.pairwise(events):
        if second.start < first.end:
            yield _problem("overlaps the one before", second.start)
    for event in events:
        if event.end / 1000 > plan.duration_s + 0.05:
            yield _problem("ends after the film", event.start)


def _rows(events: list[SSAEvent]) -> Iterator[Finding]:
    for event in events:
        rows = event.plaintext.split("\n")
        seconds = max((event.end - event.start) / 1000, 0.001)
        speed = len(event.plaintext.replace("\n", " ")) / seconds
        if len(rows) > 2 or max(map(len, rows)) > _LONGEST_ROW:
            yield _problem("has too many or too long rows", event.start)
        if speed > _FASTEST_CPS:
            yield _problem(f"{speed:.0f} characters a second", event.start, Severity.WARNING, measure=speed, limit=_FASTEST_CPS)


def _timing(events: list[SSAEvent], plan: QualityPlan) -> Iterator[Finding]:
    """Every line has a subtitle that begins with it."""
    for item in plan.lines:
        nearest = min((abs(event.start / 1000 - item.start_s) for event in events), default=None)
        if nearest is None or (nearest > _LATE_S and not _continues(events, item)):
            off = "there is none" if nearest is None else f"the nearest begins {nearest:.2f} s away"
            yield _problem(f"line {item.line.id}: {off}", item.start_s * 1000, subject=item.line.id)


def _continues(events: list[SSAEvent], item: PlannedLine) -> bool:
    """Whether one subtitle holds this line together with the one before it."""
    words = item.line.text.split()[:2]
    return any(e.start / 1000 <= item.start_s + _LATE_S <= e.end / 1000 and all(w in e.plaintext for w in words) for e in events)
