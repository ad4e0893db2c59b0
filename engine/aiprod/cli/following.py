# SPDX-License-Identifier: Apache-2.0
"""Following a job of the engine server on the command line, until it ends."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aiprod.film.errors import EngineError, UserError

if TYPE_CHECKING:
    from aiprod.client.blocking import Client
    from aiprod.client.news import News
    from aiprod.wire.jobs import FailureView, JobView
    from aiprod.wire.making import Ordered

_WIDTH = 24
_OURS = ("internal", "lost_worker", "transient", "deadline", "provider")
"""Classes of failure that are not for the user to mend."""


class Follower:
    """Shows news of a job: a bar on a terminal, a line for each department elsewhere. Everything goes to stderr."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._department, self._open_line = "", False

    def __call__(self, news: News) -> None:
        if news.kind == "progress":
            self._progress(news.data)
        elif news.kind == "state":
            self._line(f"{news.job_id}: {news.state}{_reason(news.data)}")
        elif news.kind in ("warning", "note", "fall"):
            self._line(f"{'warning: ' if news.kind == 'warning' else ''}{news.data.get('text', '')}")

    def _progress(self, data: Mapping[str, Any]) -> None:
        department = str(data.get("department", ""))
        if not self._terminal:
            if department and department != self._department:
                self._line(department)
            self._department = department
            return
        filled = round(_WIDTH * float(data.get("fraction", 0.0)))
        words = f"{data.get('step', '')} {data.get('shot', '')}".strip()
        line = f"  {department:<10} {'█' * filled}{'░' * (_WIDTH - filled)} {words}{_left(data)}"
        sys.stderr.write(f"\r\x1b[2K{line[: shutil.get_terminal_size().columns - 1]}")
        sys.stderr.flush()
        self._open_line = True

    def _line(self, text: str) -> None:
        self.clear()
        sys.stderr.write(f"  {text}\n")
        sys.stderr.flush()

    def clear(self) -> None:
        """End a bar that is on the screen."""
        if self._open_line:
            sys.stderr.write("\r\x1b[2K")
            self._open_line = False


def _reason(data: Mapping[str, Any]) -> str:
    return f" ({data['reason']})" if data.get("reason") else ""


def _left(data: Mapping[str, Any]) -> str:
    if data.get("eta_s") is None:
        return ""
    minutes, seconds = divmod(round(float(data["eta_s"])), 60)
    return f", {minutes}:{seconds:02} to go"


def follow(engine: Client, job: JobView) -> JobView:
    """Show a job's news until it ends, and return it as it ended.

    Raises:
        UserError, EngineError: it failed; what the engine said of it.
        KeyboardInterrupt: the user left; the job goes on, and that was said.
    """
    follower = Follower()
    try:
        for news in engine.watch(job.id):
            follower(news)
    except KeyboardInterrupt:
        follower.clear()
        print(f"  The job goes on without you: `aiprod jobs watch {job.id}` follows it, `cancel` stops it.", file=sys.stderr)
        raise
    finally:
        follower.clear()
    ended = engine.jobs.status(job.id)
    if ended.state != "delivered":
        raise _why(ended, ended.failure)
    return ended


def _why(job: JobView, failure: FailureView | None) -> Exception:
    if failure is None:
        return UserError(f"The job {job.id} is {job.state}", "somebody ended it", f"`aiprod jobs retry {job.id}` tries again.")
    kind = EngineError if failure.error_class in _OURS else UserError
    return kind(failure.message, failure.why, failure.remedy)


def finish(engine: Client, ordered: Ordered, *, as_json: bool) -> int:
    """Follow a film's job and print where the film is, as `aiprod make` does without a server. Returns the exit code."""
    from aiprod.production.pipeline import sentence

    for warning in ordered.warnings:
        print(f"  warning: {warning}", file=sys.stderr)
    result = follow(engine, ordered.job).result or {}
    if as_json:
        print(json.dumps(result, ensure_ascii=False, indent=1))
    else:
        print(sentence(result))
    return 0
