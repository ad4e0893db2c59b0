# SPDX-License-Identifier: Apache-2.0
"""What was done, or not, and why: one line for each thing that an installation touched."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from aiprod.film.errors import UserError
from aiprod.film.files import disk_errors
from aiprod.production.panels.system import System

Done = Literal["installed", "updated", "unchanged", "removed", "absent", "left", "failed"]
"""left: it is not ours, or of no use there, and was not touched."""


@dataclass(frozen=True)
class Action:
    """One thing that was done.

    Attributes:
        done: what.
        sentence: what there is to say about it.
        path: where, as the machine's user writes it; may be empty.
        remedy: what the user can do; may be empty.
    """

    done: Done
    sentence: str
    path: str = ""
    remedy: str = ""


@dataclass
class Report:
    """Everything that was done, in order."""

    system: System
    actions: list[Action] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return all(action.done != "failed" for action in self.actions)

    def add(self, action: Action, path: Path | None = None) -> None:
        """Note it; `path` is written as the machine's user writes it."""
        where = action.path or (self.system.shown(path) if path is not None else "")
        self.actions.append(Action(action.done, action.sentence, where, action.remedy))

    @contextmanager
    def trying(self, path: Path) -> Iterator[None]:
        """One step: what the machine refuses is noted, and the others are still done."""
        try:
            with disk_errors(path):
                yield
        except UserError as error:
            remedy = "Ask whoever administers this machine, or make the folder writable, and run this again."
            self.add(Action("failed", f"This could not be written: {error.why}", "", remedy), path)
