# SPDX-License-Identifier: Apache-2.0
"""The audit record, written beside the requests: who did what to what, and what was refused. Never what was said."""

from __future__ import annotations

import logging
import queue
import threading
from typing import Any

from aiprod.production.jobs.audit import Audit
from aiprod.production.jobs.errors import StoreError
from aiprod.server.settings import Clock

log = logging.getLogger(__name__)
_MOST_REFUSALS = 60
"""Refusals written down in a minute; of the others only their number: no flood, not even a panel's, fills the disk."""
_MOST_WAITING = 10_000


class Recorder:
    """A thread that writes the record, so that no request waits for it."""

    def __init__(self, audit: Audit, clock: Clock) -> None:
        self._audit, self._clock = audit, clock
        self._lines: queue.Queue[tuple[str, str, str, str] | None] = queue.Queue(_MOST_WAITING)
        self._minute, self._refusals, self.left_out = 0, 0, 0
        self._thread = threading.Thread(target=self._write, name="audit", daemon=True)
        self._thread.start()

    def did(self, client: str, operation: str, outcome: str, subject: str) -> None:
        """Somebody changed something."""
        self._put((client, operation, outcome, subject))

    def refused(self, who: str, what: str, code: str, subject: str = "") -> None:
        """Somebody was turned away, at the door or by an operation."""
        minute = int(self._clock() // 60)
        if minute != self._minute:
            self._close_minute()
            self._minute, self._refusals = minute, 0
        self._refusals += 1
        if self._refusals <= _MOST_REFUSALS:
            self._put((who[:200], what, code, subject))
        else:
            self.left_out += 1

    def _close_minute(self) -> None:
        if self.left_out:
            self._put(("peer", "refusals", "left_out", str(self.left_out)))
            self.left_out = 0

    def _put(self, line: tuple[str, str, str, str]) -> None:
        try:
            self._lines.put_nowait(line)
        except queue.Full:
            log.warning("the audit record can't keep up: a line is left out")

    def _write(self) -> None:
        while (line := self._lines.get()) is not None:
            client, operation, outcome, subject = line
            try:
                self._audit.append(client, operation, outcome, subject)
            except StoreError as error:
                log.warning("the audit record could not be written", extra={"why": error.why})

    def close(self) -> None:
        """Write what is waiting, and end."""
        self._close_minute()
        self._lines.put(None)
        self._thread.join(10)


def subject_of(request: Any) -> str:
    """What a request is about: a job, a film, a panel, …, by its id."""
    for name in ("job_id", "film", "panel", "provider", "webhook", "key", "clip"):
        if value := getattr(request, name, None):
            return str(value)[:200]
    return ""
