# SPDX-License-Identifier: Apache-2.0
"""What the command line shows while a film is made: bars on a terminal, a line for each department elsewhere."""

from __future__ import annotations

import shutil
import sys
from time import monotonic

from aiprod.production.events import Event

_WIDTH = 24
_BEFORE = {"warning": "warning: ", "note": "", "fall": "another generator: "}
_SURE_FROM = 0.1
"""Before so much is done, no time is shown."""


class Progress:
    """A listener of productions. Everything goes to stderr; stdout is for results."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._began: dict[str, float] = {}
        self._made: dict[str, list[bool]] = {}
        self._shots: dict[str, tuple[int, int]] = {}
        self._open_line = False

    def __call__(self, event: Event) -> None:
        if event.kind == "started":
            self._began.setdefault(event.department, monotonic())
            self._made.setdefault(event.department, [])
        elif event.kind == "take":
            self._made.setdefault(event.department, []).append(not event.reused)
            self._bar(event, f"{event.done}/{event.total}  {event.text[:36]}")
        elif event.kind == "frame":
            self._frames(event)
        elif event.kind == "finished":
            self._close(event.department)
        else:
            self._sentence(_BEFORE[event.kind], event.text)

    def _frames(self, event: Event) -> None:
        """The shots under way, together."""
        self._shots[event.shot] = event.done, event.total
        done, total = (sum(counts) for counts in zip(*self._shots.values(), strict=True))
        self._bar(event, f"{event.text[:24]} {event.done}/{event.total}", done / max(total, 1))
        if event.done >= event.total:
            del self._shots[event.shot]

    def _bar(self, event: Event, words: str, share: float | None = None) -> None:
        if not self._terminal:
            return
        share = event.done / max(event.total, 1) if share is None else share
        filled = round(_WIDTH * share)
        bar = "█" * filled + "░" * (_WIDTH - filled)
        room = shutil.get_terminal_size().columns - 1
        line = f"  {event.department:<10} {bar} {words}{_left(event)}"
        sys.stderr.write(f"\r\x1b[2K{line[:room]}")
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


def _left(event: Event) -> str:
    """The time to go, as far as it is foreseen: ", 1:20 to go"."""
    if event.eta_s is None or (event.fraction or 0) < _SURE_FROM:
        return ""
    minutes, seconds = divmod(round(event.eta_s), 60)
    return f", {minutes}:{seconds:02} to go"
