# SPDX-License-Identifier: Apache-2.0
"""`aiprod check`: a film against its own plan, or any file against general limits."""

from __future__ import annotations

from pathlib import Path

from aiprod.film.errors import UserError
from aiprod.film.files import read_json
from aiprod.film.findings import Finding, QualityReport, Severity
from aiprod.film.store import FilmStore
from aiprod.film.takestore import DamagedTakeError
from aiprod.production.state import delivered, read_state
from aiprod.quality.inspection import inspect
from aiprod.quality.plan import QualityPlan


def check_path(path: Path) -> QualityReport:
    """Check a film folder or a video file afresh. Raises UserError when there is nothing to check."""
    if path.is_dir():
        return _film(FilmStore(path))
    if not path.is_file():
        raise UserError(f"{path} can't be checked", "there is no such file or film")
    return inspect(path)


def _film(store: FilmStore) -> QualityReport:
    """The delivered file against the plan it was made to, and every take against its record."""
    state = read_state(store.root)
    film = delivered(store, ".mp4")
    report = inspect(film, plan_of(store))
    findings = [*report.findings, *_takes(store, tuple(state.takes.values()))]
    if state.document != store.film.content_hash():
        text = f"the film was edited after this was made: `aiprod resume {store.root}` brings it up to date"
        findings.append(Finding(check="up to date", severity=Severity.WARNING, message=text))
    return report.changed(findings=tuple(findings))


def plan_of(store: FilmStore) -> QualityPlan:
    """The plan that the last delivery was made to, its paths turned into this machine's."""
    plan = QualityPlan.from_json(read_json(store.root / "delivery" / "plan.json"))
    return plan.rooted(store.root.resolve())


def _takes(store: FilmStore, take_ids: tuple[str, ...]) -> list[Finding]:
    bad = []
    for take_id in take_ids:
        try:
            store.takes.load(take_id)
        except DamagedTakeError as error:
            bad.append(Finding(check="takes", severity=Severity.FAIL, message=str(error), subject=take_id))
    return bad or [Finding(check="takes", severity=Severity.PASS, message=f"{len(take_ids)} takes are whole")]
