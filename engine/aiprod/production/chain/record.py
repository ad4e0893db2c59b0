# SPDX-License-Identifier: Apache-2.0
"""The falls of a film: which generator gave way for which shot, and why.

Kept in the film's folder (`falls.json`) the moment it happens. A resumed production makes the same choice again, so that a
film does not change under its user; `forget` gives every generator a new chance.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from pydantic import Field

from aiprod.film.base import FilmObject
from aiprod.film.files import read_json, write_json


class Fall(FilmObject):
    """One generator gave way to another."""

    shot: str
    request: str
    """Content hash of the request: a changed shot starts afresh."""
    gave_way: str
    """The generator that could not."""
    to: str
    kind: str
    code: str
    sentence: str
    at: float

    def text(self) -> str:
        """For the user."""
        return f"Shot {self.shot}: {self.gave_way} gave way to {self.to}. {self.sentence}."


class Falls(FilmObject):
    """All of a film's falls."""

    falls: tuple[Fall, ...] = Field(())


class FallBook:
    """The falls of the film in a folder."""

    def __init__(self, root: Path, clock: Callable[[], float] = time.time) -> None:
        self._path, self._clock = root / "falls.json", clock
        self._falls = Falls.from_json(read_json(self._path)).falls if self._path.is_file() else ()

    def all(self) -> tuple[Fall, ...]:
        return self._falls

    def of(self, request: str) -> tuple[Fall, ...]:
        """The falls of one request."""
        return tuple(fall for fall in self._falls if fall.request == request)

    def add(self, *, shot: str, request: str, gave_way: str, to: str, kind: str, code: str, sentence: str) -> Fall:
        """Remember one, on disk before this returns."""
        fall = Fall(
            shot=shot, request=request, gave_way=gave_way, to=to, kind=kind, code=code, sentence=sentence.rstrip("."),
            at=round(self._clock(), 3),
        )  # fmt: skip
        self._write((*self._falls, fall))
        return fall

    def forget(self, shot: str | None = None) -> int:
        """Give the generators of a shot, or of all, a new chance. Returns how many falls were forgotten."""
        left = tuple(fall for fall in self._falls if shot is not None and fall.shot != shot)
        gone = len(self._falls) - len(left)
        if gone:
            self._write(left)
        return gone

    def _write(self, falls: tuple[Fall, ...]) -> None:
        write_json(self._path, Falls(falls=falls).to_json())
        self._falls = falls
