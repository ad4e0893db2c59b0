# SPDX-License-Identifier: Apache-2.0
"""An editor to be seen in pictures, where none runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from aiprod.wire.hosts import HostView
from aiprod_app.background import Failed, Task
from aiprod_app.editors.model import Editors
from aiprod_app.i18n.languages import language_in_use

if TYPE_CHECKING:
    from aiprod_app.studio import Studio

_KEY = "example-editor"
_ACTIONS = ("context", "grab_frame", "place_clip", "build_film", "swap_take", "apply_grades", "self_test", "reveal")
_PROJECT = {"en": "Low tide", "fr": "Marée basse"}


class ExampleEditors(Editors):
    """Shows one editor, or none, and asks the engine nothing."""

    def __init__(self, studio: Studio, parent: QObject, *, connected: bool) -> None:
        super().__init__(studio, parent)
        self.know((HostView(key=_KEY, report=_report(), since=0.0, seen_at=0.0),) if connected else ())

    def _ask(self) -> None:
        """Nobody is asked."""

    def do(self, key: str, deed: Any, then: Callable[[dict[str, Any]], None], failed: Failed, *, owner: QObject,
           patience_s: float = 0.0) -> Task:  # fmt: skip
        """Says where the user stands, and does nothing else."""
        then(_context())
        return Task(owner)


def _report() -> dict[str, Any]:
    return {
        "host": "resolve", "version": "21.0.4", "edition": "free", "mode": "bridge", "project": _PROJECT[language_in_use()],
        "timeline": "Edit 3", "rate": "24000/1001", "drop_frame": False, "size": "1920x1080", "actions": list(_ACTIONS),
    }  # fmt: skip


def _context() -> dict[str, Any]:
    return {
        "project": _PROJECT[language_in_use()], "timeline": "Edit 3", "rate": "24000/1001", "start_frame": 86400, "playhead": 312,
        "size": "1920x1080", "mark_in": 288, "mark_out": 384, "tracks": [], "selection": [],
    }  # fmt: skip
