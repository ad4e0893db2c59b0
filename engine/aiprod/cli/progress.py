# SPDX-License-Identifier: Apache-2.0
"""What the command line shows while a film is made: bars on a terminal, a line for each department elsewhere."""

from __future__ import annotations

import sys
from time import monotonic

from aiprod.production.events import Event

_WIDTH = 24


class Progress:
    """A listener of productions. Everything goes to stderr; stdout is for results."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._began: dict[str, float] = {}
        self._made: dict[str, list[bool]] = {}
        self._open_line = False

    def __call__(self, event: Event) -> None:
        if event.kind == "started":
            self._began.setdefault(event.department, monotonic())
            self._made.setdefault(event.department, [])
        elif event.kind == "take":
            self._made.setdefault(event.department, []).append(not event.reused)
            self._bar(event)
        elif event.kind == "finished":
            self._close(event.department)
        else:
            self._sentence("warning: " if event.kind == "warning" else "", event.text)

    def _bar(self, event: Event) -> None:
        if not self._terminal:
            return
        share = event.done / max(event.total, 1)
        filled = round(_WIDTH * share)
        bar = "█" * filled + "░" * (_WIDTH - filled)
        sys.stderr.write(f"\r\x1b[2K  {event.department:<10} {bar} {event.done}/{event.total}  {event.text[:36]}")
        sys.stderr.flush()
        self._open_line = True

    def _close(self, department: str) -> None:
        made = self._made.get(department, [])
        seconds = monotonic() - self._began.get(department, monotonic())
        fresh, kept = sum(made), len(made) - sum(made)
        count = ", ".join(text for text in (f"{fresh} made" if fresh else "", f"{kept} kept" if kept else "") if text)
        self._clear()
        sys.stderr.write(f"  {department:<10} {seconds:6.1f} s  {count}\n")
        sys.stderr.flush()

    def _sentence(self, before: str, text: str) -> None:
        self._clear()
        sys.stderr.write(f"  {before}{text}\n")
        sys.stderr.flush()

    def _clear(self) -> None:
        if self._open_line:
            sys.stderr.write("\r\x1b[2K")
            self._open_line = False
