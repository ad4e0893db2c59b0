# SPDX-License-Identifier: Apache-2.0
"""What the viewer plays: the film as it is, or one source, made ready off the interface thread whenever it is another."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from aiprod.film.errors import AiprodError
from aiprod.film.film import Film
from aiprod.film.timeline import Timeline
from aiprod_app.background import Background, Task

if TYPE_CHECKING:
    from aiprod.production.screening import Screening
    from aiprod.production.standing import Standing

_NOT_SEEN = frozenset({"timeline", "edits", "name"})
"""Of the document: the edit is compared by itself, the others make no other picture."""


@dataclass(frozen=True)
class Wanted:
    """Something to be played: a film as it stands, or (`source` is its name) one thing in it, as an edit of its own."""

    root: Path
    film: Film
    standing: Standing
    timeline: Timeline | None
    source: str = ""

    def looks_like(self, other: Wanted) -> bool:
        """Whether both look and sound the same. Only what is the very same object is taken for that, so it is quick."""
        if (self.root, self.source, self.standing is other.standing) != (other.root, other.source, True):
            return False
        mine, theirs = self.timeline, other.timeline
        same_edit = mine is theirs or (mine is not None and theirs is not None and mine.tracks is theirs.tracks)
        if not same_edit or (self.film.timeline is None) != (other.film.timeline is None):
            return False
        fields = (name for name in type(self.film).model_fields if name not in _NOT_SEEN)
        return all(getattr(self.film, name) is getattr(other.film, name) for name in fields)


class Screenings(QObject):
    """Makes ready what is wanted; of many wishes only the newest is fulfilled.

    Signals:
        ready: the Wanted, and its Screening.
        failed: the Wanted, and the AiprodError that says why it can't be played.
    """

    ready = Signal(object, object)
    failed = Signal(object, object)

    def __init__(self, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._background = background
        self._busy: Task | None = None
        self._making: Wanted | None = None
        self._next: Wanted | None = None
        self._last: tuple[Wanted, Screening] | None = None

    def want(self, wanted: Wanted, *, anew: bool = False) -> None:
        """Make something ready, unless just that was made ready last (or `anew`)."""
        if self._making is not None:
            self._next = None if self._making.looks_like(wanted) else wanted
        elif not anew and self._last is not None and self._last[0].looks_like(wanted):
            return
        else:
            self._begin(wanted)

    def forget(self) -> None:
        """Nothing is wanted any more."""
        if self._busy is not None:
            self._busy.cancel()
        self._busy = self._making = self._next = self._last = None

    @property
    def busy(self) -> bool:
        return self._making is not None

    def _begin(self, wanted: Wanted) -> None:
        before = self._last[1] if self._last is not None and self._last[0].root == wanted.root else None
        self._making = wanted
        self._busy = self._background.run(
            lambda: _made(wanted, before), lambda made: self._have(wanted, made), lambda why: self._lost(wanted, why), owner=self
        )

    def _have(self, wanted: Wanted, made: Screening) -> None:
        self._last = (wanted, made)
        if not self._go_on():
            self.ready.emit(wanted, made)

    def _lost(self, wanted: Wanted, why: AiprodError) -> None:
        if not self._go_on():
            self.failed.emit(wanted, why)

    def _go_on(self) -> bool:
        """Begin the next; whether there was one."""
        self._busy, self._making = None, None
        following, self._next = self._next, None
        if following is not None:
            self._begin(following)
        return following is not None


def _made(wanted: Wanted, before: Screening | None) -> Screening:
    from aiprod.production.screening import screen

    film = wanted.film if not wanted.source else wanted.film.model_copy(update={"timeline": wanted.timeline})
    return screen(wanted.root, film, wanted.standing, wanted.timeline, before)
