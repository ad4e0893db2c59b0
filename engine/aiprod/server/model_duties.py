# SPDX-License-Identifier: Apache-2.0
"""Duties about models: fetching, importing, building, verifying, compiling, the runtime. What they finished is found again by
itself: a pull's pieces, an import's files, a part that was compiled."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from aiprod.film.errors import UserError
from aiprod.server.duties import Context

_MB = 1_000_000


def pull(arguments: dict[str, Any], context: Context) -> dict[str, Any]:
    """Fetch a model: {model, precision?, renew?}."""
    from aiprod.models.pulling import PullProgress
    from aiprod.models.pulling import pull as fetch

    def tell(news: PullProgress) -> None:
        _tell(context, news.file or news.stage, news.done, news.total, news.eta_s)

    done = fetch(
        _model(arguments), precision=str(arguments.get("precision", "")), renew=bool(arguments.get("renew")), stop=context.stop,
        progress=tell,
    )  # fmt: skip
    return {"model": done.model, "fetched": done.fetched, "kept": done.kept, "recorded": dict(done.recorded)}


def bring(arguments: dict[str, Any], context: Context) -> dict[str, Any]:
    """Import models: {place, model?, precision?, link?}."""
    from aiprod.models.importing import import_from

    done = import_from(
        Path(str(arguments["place"])).expanduser(), str(arguments.get("model", "")),
        precision=str(arguments.get("precision", "")), link=bool(arguments.get("link")), stop=context.stop,
        progress=lambda news: _tell(context, f"{news.model}/{news.file}", news.done, news.total),
    )  # fmt: skip
    return {"models": [{**vars(item), "whole": item.whole} for item in done]}


def build(arguments: dict[str, Any], context: Context) -> dict[str, Any]:
    """Make a test model: {model}."""
    from aiprod.models import store
    from aiprod.models.cards import card

    _tell(context, "build", 0, 1)
    made = store.build(card(_model(arguments)))
    return {"model": made.id, "files": len(made.files)}


def compile_model(arguments: dict[str, Any], context: Context) -> dict[str, Any]:
    """Compile a model for this machine: {model, routes?}."""
    from aiprod.models.runtime import need_torch

    need_torch()
    from aiprod.models.compiling.command import compile_model as make

    rows = make(
        _model(arguments), routes=tuple(arguments.get("routes", ())), stop=context.stop,
        progress=lambda what, share: context.progress({"department": "models", "step": what, "fraction": share}),
    )  # fmt: skip
    return {"model": arguments["model"], "made": rows}


def verify(arguments: dict[str, Any], context: Context) -> dict[str, Any]:
    """Hash the files of models afresh: {models: ids, empty for all}."""
    from aiprod.models import library

    wanted = tuple(str(model) for model in arguments.get("models", ()))
    checked = library.verify(lambda name, done, total: _tell(context, name, done, total), wanted, context.stop)
    files = [{"model": model, "file": file, "whole": whole} for model, file, whole in checked]
    return {"files": files, "whole": all(file["whole"] for file in files)}


def runtime(_arguments: dict[str, Any], context: Context) -> dict[str, Any]:
    """Install what video models need: {}."""
    from aiprod.models import runtime as runtimes

    lines = 0

    def say(line: str) -> None:
        nonlocal lines
        lines += 1
        context.progress({"department": "models", "step": line.strip()[:120], "done": lines, "fraction": 0.0})

    if runtimes.missing() or runtimes.blind():
        runtimes.install(say)
    return {"installed": runtimes.installed()}


def _model(arguments: dict[str, Any]) -> str:
    model = arguments.get("model")
    if not isinstance(model, str) or not model:
        raise UserError("The job names no model", "it was ordered without one", "Order it again.")
    return model


def _tell(context: Context, step: str, done: int, total: int, eta_s: float | None = None) -> None:
    """Progress in megabytes: bytes of a large model would not fit the counts that other programs keep."""
    context.progress({
        "department": "models", "step": step, "done": done // _MB, "total": total // _MB, "fraction": done / max(total, 1),
        "eta_s": eta_s,
    })  # fmt: skip
