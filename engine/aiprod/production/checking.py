# SPDX-License-Identifier: Apache-2.0
"""`aiprod check`: a film against its own plan, or any file against general limits or a delivery's profile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from aiprod.film.brief import Language
from aiprod.film.errors import UserError
from aiprod.film.files import read_json
from aiprod.film.findings import Finding, QualityReport, Severity
from aiprod.film.store import FilmStore
from aiprod.film.takestore import DamagedTakeError
from aiprod.media.cues import SUFFIXES
from aiprod.production.state import delivered, read_state
from aiprod.quality.inspection import examine
from aiprod.quality.page import stills_at, write_page
from aiprod.quality.plan import QualityPlan
from aiprod.quality.profiles import Profile, load_profile


@dataclass(frozen=True)
class CheckRequest:
    """What to check, against what, and what to write.

    Attributes:
        path: a film's folder or any media file.
        profile: a name or a YAML file; empty: what is a fault anywhere, and a film's own target.
        subtitles: files that belong to it; files of its name beside it are found anyway.
        listen: recognise a foreign file's speech.
        language: of the page and of what is said; None: the film's.
        page: where to write the HTML page.
        markers: put the findings on the film's timeline, or for a foreign file beside it.
    """

    path: Path
    profile: str = ""
    subtitles: tuple[Path, ...] = ()
    listen: bool = False
    language: Language | None = None
    page: Path | None = None
    markers: bool = False


@dataclass(frozen=True)
class Checked:
    """The report, and the files that were written."""

    report: QualityReport
    written: tuple[Path, ...] = field(default=())


def page_beside(path: Path, profile: str) -> Path:
    """Where the page of a check goes: into the film's `checks` folder, or beside a file; the one before is replaced."""
    name = profile or "film"
    return path / "checks" / f"{name}.html" if path.is_dir() else path.with_name(f"{path.stem}.{name}.html")


def check_path(path: Path) -> QualityReport:
    """Check a film folder or a media file afresh. Raises UserError when there is nothing to check."""
    return check(CheckRequest(path)).report


def check(request: CheckRequest) -> Checked:
    """Check, and write what was asked for. Raises UserError when there is nothing to check, or a file can't be written."""
    profile = load_profile(request.profile) if request.profile else None
    if request.path.is_dir():
        return _film(FilmStore(request.path), request, profile)
    if not request.path.is_file():
        raise UserError(f"{request.path} can't be checked", "there is no such file or film")
    found = [*request.subtitles, *(p for p in sidecars(request.path) if p not in request.subtitles)]
    return _examined(request.path, request, profile, None, found, request.path.stem)


def sidecars(film: Path) -> list[Path]:
    """Subtitle files beside a film that have its name, with or without a language: film.srt, film.fr.vtt."""
    kinds = tuple(suffix for suffix in SUFFIXES if suffix != ".xml")
    beside = (p for p in film.parent.iterdir() if p.suffix.lower() in kinds and p.is_file())
    return sorted(p for p in beside if p.stem == film.stem or p.stem.startswith(f"{film.stem}."))


def _film(store: FilmStore, request: CheckRequest, profile: Profile | None) -> Checked:
    """The delivered file against the plan it was made to, and every take against its record."""
    state = read_state(store.root)
    plan = plan_of(store)
    extra = _takes(store, tuple(state.takes.values()))
    if not state.is_of(store.film):
        text = f"the film was edited after this was made: `aiprod resume {store.root}` brings it up to date"
        extra.append(Finding(check="up to date", severity=Severity.WARNING, message=text))
    checked = _examined(delivered(store, ".mp4"), request, profile, plan, request.subtitles, plan.title, extra)
    note = _marked(store, checked.report)
    if note:
        left = Finding(check="markers", severity=Severity.NOTE, message=f"the film's timeline was left as it is: {note}")
        checked = Checked(checked.report.changed(findings=(*checked.report.findings, left)), checked.written)
    return checked


def _marked(store: FilmStore, report: QualityReport) -> str:
    """Put the findings on the film's timeline; returns why that was not possible, or nothing."""
    from filelock import Timeout

    from aiprod.quality.markers import mark_film

    timeline = store.root / "timeline.otio"
    if not timeline.is_file():
        return ""
    try:
        with store.lock().acquire(timeout=0):
            mark_film(timeline, report)
    except Timeout:
        return "another AIPROD is working on it"
    except (UserError, OSError) as error:
        return str(error)
    return ""


def _examined(
    film: Path, request: CheckRequest, profile: Profile | None, plan: QualityPlan | None, subtitles: Sequence[Path], title: str,
    extra: Sequence[Finding] = (),
) -> Checked:  # fmt: skip
    seen = examine(film, plan, profile=profile, subtitles=subtitles, listen=request.listen, language=request.language)
    report = seen.report.changed(findings=(*seen.report.findings, *extra))
    written = []
    if request.page is not None:
        stills = stills_at(film, report, seen.stills)
        language = request.language or seen.language
        write_page(
            report, request.page, language, title, stills=stills, profile=seen.profile.title(language), source=seen.profile.source
        )
        written.append(request.page)
    if request.markers and plan is None:
        from aiprod.quality.markers import write_markers

        for suffix in (".qc.otio", ".qc.csv"):
            target = film.with_suffix(suffix)
            write_markers(report, film, target)
            written.append(target)
    return Checked(report, tuple(written))


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
