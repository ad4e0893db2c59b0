# SPDX-License-Identifier: Apache-2.0
"""Duties: what workers can be asked to do, by the kind of the job. They run in a worker process; nothing heavy is loaded before.

To add one, write a function (arguments, context) → result and name it in `DUTIES`. It may be stopped at any moment and begun
again later, in another process: what it finished must be found again by itself (films: their takes).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from aiprod.film.errors import UserError

if TYPE_CHECKING:
    from aiprod.production.events import Event
    from aiprod.production.watching import Preview

DUTIES: Mapping[str, str] = {
    "film": "aiprod.server.duties:film",
    "export": "aiprod.server.duties:export",
    "check": "aiprod.server.duties:check",
    "verify": "aiprod.server.model_duties:verify",
    "repair": "aiprod.server.duties:repair",
    "clip": "aiprod.server.duties:clip",
    "pull": "aiprod.server.model_duties:pull",
    "import": "aiprod.server.model_duties:bring",
    "build": "aiprod.server.model_duties:build",
    "compile": "aiprod.server.model_duties:compile_model",
    "runtime": "aiprod.server.model_duties:runtime",
}
"""Kind of job → "module:function"."""
_MB = 1_000_000
_PATIENCE_S = 10.0
"""How long a film that another process still holds is waited for: a worker that was just lost may take a moment to die."""


@dataclass(frozen=True)
class Context:
    """What a duty has besides its arguments.

    Attributes:
        job: the job's id.
        attempt: from 1.
        stop: set when the job shall be given up; the duty then raises Stopped as soon as it can.
        report: takes news of a production.
        progress: takes progress that is not a production's: fields of `wire.jobs.Progress`.
        preview: takes small pictures.
        checkpoint: takes what shall be known of the attempt if it is lost.
    """

    job: str
    attempt: int
    stop: threading.Event = field(default_factory=threading.Event)
    report: Callable[[Event], None] = lambda event: None
    progress: Callable[[Mapping[str, Any]], None] = lambda fields: None
    preview: Callable[[Preview], None] = lambda picture: None
    checkpoint: Callable[[Mapping[str, Any]], None] = lambda data: None


class Duty(Protocol):
    """What a duty is."""

    def __call__(self, arguments: dict[str, Any], context: Context) -> dict[str, Any]: ...


def duty(kind: str, table: Mapping[str, str] = DUTIES) -> Duty:
    """The duty of a kind of job. Raises UserError for an unknown kind."""
    target = table.get(kind)
    if target is None:
        raise UserError(f"There is no duty {kind!r}", f"the known ones are {', '.join(sorted(table))}")
    module, _, name = target.partition(":")
    found: Duty = getattr(import_module(module), name)
    return found


def film(arguments: dict[str, Any], context: Context) -> dict[str, Any]:
    """Make, or go on making, a film: {film: its folder, until?: department, degrade?: how often memory ran out before}."""
    from aiprod.film.store import FilmStore
    from aiprod.production import pipeline

    made = pipeline.produce(
        FilmStore(_path(arguments, "film")), until=arguments.get("until"), listener=context.report, stop=context.stop,
        preview=context.preview, patience_s=_PATIENCE_S, degrade=int(arguments.get("degrade", 0)), job=context.job,
    )  # fmt: skip
    return made.to_json()


def export(arguments: dict[str, Any], context: Context) -> dict[str, Any]:
    """Write the finished film somewhere else: {film, to, order: a MasterOrder, or only format}."""
    from aiprod.film.master import MasterOrder
    from aiprod.film.store import FilmStore
    from aiprod.production.exporting import export_film

    order = MasterOrder.from_json(arguments["order"]) if "order" in arguments else None
    made = export_film(
        FilmStore(_path(arguments, "film")), _path(arguments, "to"), form=arguments.get("format", ""), order=order,
        again=True, stop=context.stop, progress=_counter(context, "delivery", "export"),
    )  # fmt: skip
    return {"path": str(made.path), "notes": list(made.notes)}


def check(arguments: dict[str, Any], context: Context) -> dict[str, Any]:
    """Quality control of a film folder or a video file: {path or film, profile?, language?, page?}."""
    from aiprod.production import checking

    context.progress({"department": "quality", "step": "check", "fraction": 0.0})
    path = _path(arguments, "path" if "path" in arguments else "film")
    profile = str(arguments.get("profile") or "")
    page = checking.page_beside(path, profile) if arguments.get("page") else None
    checked = checking.check(checking.CheckRequest(path, profile, language=arguments.get("language"), page=page))
    return {
        "passed": checked.report.passed, "report": checked.report.to_json(), "profile": profile,
        "page": str(page) if page is not None else "",
    }  # fmt: skip


def repair(arguments: dict[str, Any], context: Context) -> dict[str, Any]:
    """Put the models together again: {models: ids, empty for all}."""
    from aiprod.production.repairing import repair_models

    models = arguments.get("models", [])
    if not isinstance(models, list) or not all(isinstance(model, str) for model in models):
        raise UserError("The models to repair are not named as they must be", f"{models!r} is no list of ids")

    def progress(name: str, done: int, total: int) -> None:
        _counter(context, "models", name)(done // _MB, total // _MB)

    return {"repaired": list(repair_models(models, stop=context.stop, progress=progress))}


def clip(arguments: dict[str, Any], context: Context) -> dict[str, Any]:
    """Make a clip for an editor's timeline: {recipe, family?, media?, items?} (`production.clips.making.Order`)."""
    from aiprod.production.clips.making import Order, make
    from aiprod.production.clips.telling import Teller

    teller = Teller(job=context.job, stop=context.stop, progress=context.progress, preview=context.preview)
    made = make(Order.from_json(arguments), teller)
    return {"clip": made.id, "family": made.family, "words": list(made.words)}


def _path(arguments: Mapping[str, Any], name: str) -> Path:
    given = arguments.get(name)
    if not isinstance(given, str) or not given:
        raise UserError(f"The job has no {name!r}", "it was ordered without one", "Order it again.")
    return Path(given)


def _counter(context: Context, department: str, step: str) -> Callable[[int, int], None]:
    def count(done: int, total: int) -> None:
        context.progress({
            "department": department, "step": step, "done": done, "total": total, "fraction": done / max(total, 1),
        })  # fmt: skip

    return count
