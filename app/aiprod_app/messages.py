# SPDX-License-Identifier: Apache-2.0
"""What the user is told: a bar in the window, and a list of all that was said."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtCore import QObject, Signal

from aiprod.film.errors import AiprodError, Stopped
from aiprod.film.messages import told
from aiprod_app.i18n.languages import language_in_use

Level = Literal["info", "good", "warning", "bad"]
_KEPT = 200


@dataclass(frozen=True)
class Action:
    """A way on: a button on the message."""

    text: str
    do: Callable[[], object]


@dataclass(frozen=True)
class Message:
    """Something to be told.

    Attributes:
        text: one sentence.
        detail: why, and what to do.
        actions: ways on.
        about: what it is about ("engine", a job's id); a newer message about the same takes its place.
        at: unix seconds.
    """

    level: Level
    text: str
    detail: str = ""
    actions: tuple[Action, ...] = ()
    about: str = ""
    at: float = field(default_factory=time.time)


class Messages(QObject):
    """Tells the user.

    Signals:
        told: a Message.
        withdrawn: what it was about; it is true no longer.
    """

    told = Signal(object)
    withdrawn = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.all: deque[Message] = deque(maxlen=_KEPT)

    def tell(self, level: Level, text: str, detail: str = "", *actions: Action, about: str = "") -> None:
        """Say something."""
        message = Message(level, text, detail, actions, about)
        self.all.append(message)
        self.told.emit(message)

    def error(self, error: AiprodError, *actions: Action, about: str = "") -> None:
        """Say what went wrong, why, and what can be done. What the user stopped is no error."""
        if not isinstance(error, Stopped):
            what, why, remedy = told(error, language_in_use())
            detail = ". ".join(part.rstrip(".") for part in (why, remedy) if part)
            self.tell("bad", what, f"{detail}." if remedy.endswith(".") else detail, *actions, about=about)

    def withdraw(self, about: str) -> None:
        """It is true no longer."""
        self.withdrawn.emit(about)
