# SPDX-License-Identifier: Apache-2.0
"""`aiprod jobs …`: the engine's jobs."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import datetime

from pydantic import ValidationError

from aiprod.cli.following import follow
from aiprod.cli.options import finish_actions
from aiprod.client.blocking import Client
from aiprod.film.errors import UserError
from aiprod.wire.jobs import FINAL, JobState, JobView

_OPEN: tuple[JobState, ...] = ("received", "planned", "queued", "leased", "running", "reviewing", "paused")


_ON_A_JOB = {
    "show": "how a job stands, and every state it went through",
    "watch": "follow a job until it ends",
    "cancel": "stop a job for good; finished takes are kept",
    "pause": "stop a job for now",
    "resume": "let a paused job go on",
    "retry": "try an ended job again",
    "first": "put a waiting job in front of the others",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="the jobs, newest first")
    listing.add_argument("--all", action="store_true", help="those that have ended too")
    for name, text in _ON_A_JOB.items():
        actions.add_parser(name, help=text).add_argument("id", help="the job's id")
    finish_actions(actions)


def run(arguments: argparse.Namespace) -> int:
    try:
        with Client() as engine:
            return _ACTIONS[arguments.action](engine, arguments)
    except ValidationError as error:
        raise UserError(
            f"{arguments.id!r} is not the id of a job", "ids are long: copy them", "`aiprod jobs list` shows them."
        ) from error


def _list(engine: Client, arguments: argparse.Namespace) -> int:
    found = engine.jobs.list(states=() if arguments.all else _OPEN)
    if arguments.json:
        print(found.model_dump_json(indent=1))
        return 0
    for job in found.jobs:
        print(_row(job))
    if not found.jobs:
        print("No jobs." if arguments.all else "No jobs are under way; --all lists those that have ended.")
    return 0


def _row(job: JobView) -> str:
    done = f"{job.progress.fraction:4.0%}" if job.progress and job.state not in FINAL else ""
    return f"{job.id}  {job.state:<10} {done:>4}  {job.kind:<7} {_when(job.created_at)}  {job.title}"


def _when(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).astimezone().strftime("%Y-%m-%d %H:%M:%S")


def _show(engine: Client, arguments: argparse.Namespace) -> int:
    job, history = engine.jobs.status(arguments.id), engine.jobs.history(arguments.id)
    if arguments.json:
        print(job.model_dump_json(indent=1))
        return 0
    print(_row(job))
    for step in history.transitions:
        print(f"  {_when(step.at)}  {step.source or '-'} → {step.target}  {step.reason}")
    if job.failure is not None:
        print(f"  {job.failure.message}: {job.failure.why}. {job.failure.remedy}")
    return 0


def _watch(engine: Client, arguments: argparse.Namespace) -> int:
    return _tell(follow(engine, engine.jobs.status(arguments.id)), arguments)


def _first(engine: Client, arguments: argparse.Namespace) -> int:
    """In front of whichever job waits first now."""
    waiting = engine.jobs.list(states=("queued",), limit=1000).jobs
    others = sorted((job for job in waiting if job.id != arguments.id), key=lambda job: (-job.priority, job.position))
    if others:
        engine.jobs.priority(arguments.id, priority=others[0].priority)
        engine.jobs.reorder(arguments.id, before=others[0].id)
    return _tell(engine.jobs.status(arguments.id), arguments)


def _changing(change: Callable[[Client, str], JobView]) -> Callable[[Client, argparse.Namespace], int]:
    return lambda engine, arguments: _tell(change(engine, arguments.id), arguments)


def _tell(job: JobView, arguments: argparse.Namespace) -> int:
    print(job.model_dump_json(indent=1) if arguments.json else _row(job))
    return 0


_ACTIONS: dict[str, Callable[[Client, argparse.Namespace], int]] = {
    "list": _list, "show": _show, "watch": _watch, "first": _first,
    "cancel": _changing(lambda engine, job: engine.jobs.cancel(job)),
    "pause": _changing(lambda engine, job: engine.jobs.pause(job)),
    "resume": _changing(lambda engine, job: engine.jobs.resume(job)),
    "retry": _changing(lambda engine, job: engine.jobs.retry(job)),
}  # fmt: skip
