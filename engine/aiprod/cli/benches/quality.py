# SPDX-License-Identifier: Apache-2.0
"""Quality control on planted faults and on clean files that are hard to judge: what is found, and what is found for nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any

from aiprod.cli.benches.specimens import Made, Specimen
from aiprod.film.errors import UserError
from aiprod.film.findings import Finding, QualityReport, Severity

_UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Case:
    """A name, and what writes the file into a folder and says of which checks one must find it (none: it is clean)."""

    name: str
    make: Callable[[Path], tuple[Made, frozenset[str]]]


@dataclass(frozen=True)
class Verdict:
    """What the inspection made of a case."""

    name: str
    wanted: frozenset[str]
    told: tuple[str, ...]
    """Warnings and faults, "check: message"."""

    @property
    def found(self) -> bool:
        return any(text.partition(":")[0] in self.wanted for text in self.told)


def run(runs: int = 1, seed: int = 0) -> dict[str, Any]:
    """All figures, of picture and container, of sound and sync, of subtitles."""
    started = process_time()
    figures: dict[str, Any] = {"reach": "≥ 95 % of the faults found, ≤ 2 % of the clean files suspected"}
    faults, clean = {}, {}
    for name, (planted, harmless) in _sets(seed).items():
        faults[name], clean[name] = [judged(case) for case in planted], [judged(case) for case in harmless]
        figures[name] = _counted(faults[name], clean[name])
    every = [v for verdicts in faults.values() for v in verdicts], [v for verdicts in clean.values() for v in verdicts]
    figures["all"] = _counted(*every)
    figures["missed"] = {
        v.name: f"wanted {' or '.join(sorted(v.wanted))}, told {list(v.told[:3])}" for v in every[0] if not v.found
    }
    figures["false"] = {v.name: list(v.told[:5]) for v in every[1] if v.told}
    return {**figures, "cpu_s": round(process_time() - started, 1)}


def _counted(faults: list[Verdict], clean: list[Verdict]) -> dict[str, Any]:
    found, suspected = sum(v.found for v in faults), sum(bool(v.told) for v in clean)
    return {"faults": len(faults), "found": found, "found_share": round(found / max(len(faults), 1), 4), "clean": len(clean),
            "suspected": suspected, "suspected_share": round(suspected / max(len(clean), 1), 4)}  # fmt: skip


def _sets(seed: int) -> dict[str, tuple[list[Case], list[Case]]]:
    """Planted faults and clean files, by what they are about."""
    from aiprod.cli.benches import clean_sound, faults_picture, faults_sound, faults_subtitles

    return {
        "picture": (
            [_of_maker(*item) for item in faults_picture.faults(seed)],
            [_of_maker(*item) for item in faults_picture.clean(seed)],
        ),
        "sound": ([*map(_of_specimen, faults_sound.FAULTS)], [*map(_of_specimen, clean_sound.CLEAN)]),
        "subtitles": ([*map(_of_specimen, faults_subtitles.FAULTS)], [*map(_of_specimen, faults_subtitles.CLEAN)]),
    }


def _of_specimen(item: Specimen) -> Case:
    return Case(item.name, lambda folder: (item.make(folder), frozenset(item.finds)))


def _of_maker(name: str, maker: Callable[[Path], frozenset[str]]) -> Case:
    def make(folder: Path) -> tuple[Made, frozenset[str]]:
        wanted = maker(folder / name)
        return Made(folder / name), wanted

    return Case(name, make)


def judged(case: Case) -> Verdict:
    """Write a case, inspect it, and note the warnings and faults in the departments that it is about."""
    with tempfile.TemporaryDirectory() as folder:
        made, wanted = case.make(Path(folder))
        try:
            told = tuple(f"{finding.check}: {finding.message}" for finding in _bad(_inspected(made), made))
        except UserError as error:
            told = (f"{_UNREADABLE}: {error}",)
    return Verdict(case.name, wanted, told)


def _bad(report: QualityReport, made: Made) -> Iterator[Finding]:
    from aiprod.quality.words import department

    for finding in report.findings:
        bad = finding.severity in (Severity.FAIL, Severity.WARNING)
        if bad and (not made.only or department(finding.check) in made.only):
            yield finding


def _inspected(made: Made) -> QualityReport:
    from aiprod.quality.inspection import inspect
    from aiprod.quality.profiles import GENERAL, load_profile

    profile = None if made.plan is not None and made.profile == GENERAL else load_profile(made.profile)
    return inspect(made.path, made.plan, profile=profile, subtitles=made.subtitles, listen=made.listen, language=made.language)
