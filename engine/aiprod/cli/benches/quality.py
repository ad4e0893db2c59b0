# SPDX-License-Identifier: Apache-2.0
"""Quality control on planted faults and on clean files that are hard to judge: what is found, and what is found for nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from time import process_time
from typing import Any

from aiprod.cli.benches.specimens import Made, Specimen
from aiprod.film.findings import Finding, Severity


def run(runs: int = 1, seed: int = 0) -> dict[str, Any]:
    """All figures. The specimens are always the same; `runs` and `seed` change nothing."""
    faults, clean = _sets()
    started = process_time()
    missed, unseen = _missed(faults), process_time()
    alarms = dict(_alarms(clean))
    return {
        "reach": "≥ 95 % of the faults found, ≤ 2 % of the clean files suspected",
        "faults": len(faults), "found": len(faults) - len(missed), "found_share": round(1 - len(missed) / max(len(faults), 1), 4),
        "clean": len(clean), "suspected": len(alarms), "suspected_share": round(len(alarms) / max(len(clean), 1), 4),
        "missed": missed, "false": alarms, "cpu_s": round(process_time() - started, 1), "cpu_s_faults": round(unseen - started, 1),
    }  # fmt: skip


def _sets() -> tuple[list[Specimen], list[Specimen]]:
    """Of picture and of sound; each of a module of its own."""
    faults, clean = [], []
    for name in ("faults_picture", "faults_sound", "faults_subtitles"):
        module = import_module(f"aiprod.cli.benches.{name}")
        faults += list(module.FAULTS)
        clean += list(module.CLEAN)
    return faults, clean


def _missed(faults: Sequence[Specimen]) -> list[str]:
    return [f"{item.name} (wanted {' or '.join(item.finds)})" for item in faults if not _found(item)]


def _found(item: Specimen) -> bool:
    return any(finding.check in item.finds for finding in findings_of(item))


def _alarms(clean: Sequence[Specimen]) -> Iterator[tuple[str, list[str]]]:
    for item in clean:
        told = [f"{finding.check}: {finding.message}" for finding in findings_of(item)]
        if told:
            yield item.name, told


def findings_of(item: Specimen) -> list[Finding]:
    """Warnings and faults that the inspection tells of a specimen, in the departments that it is about."""
    with tempfile.TemporaryDirectory() as folder:
        made = item.make(Path(folder))
        report = _inspected(made)
    from aiprod.quality.words import department

    bad = [finding for finding in report.findings if finding.severity in (Severity.FAIL, Severity.WARNING)]
    return [finding for finding in bad if not made.only or department(finding.check) in made.only]


def _inspected(made: Made) -> Any:
    from aiprod.quality.inspection import inspect
    from aiprod.quality.profiles import GENERAL, load_profile

    profile = None if made.plan is not None and made.profile == GENERAL else load_profile(made.profile)
    return inspect(made.path, made.plan, profile=profile, subtitles=made.subtitles, listen=made.listen, language=made.language)
