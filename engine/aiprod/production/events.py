# SPDX-License-Identifier: Apache-2.0
"""What a production tells the world while it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from aiprod.film.takes import Department


@dataclass(frozen=True)
class Event:
    """One piece of news.

    Attributes:
        kind: "started" and "finished" bracket a department; "take" counts one more take (made or reused); "warning" and
            "note" are sentences for the user.
        department: who speaks.
        done, total: takes so far and in all, for "take".
        reused: whether the take was there already.
        text: the sentence, or the take's name.
    """

    kind: Literal["started", "finished", "take", "warning", "note"]
    department: Department
    done: int = 0
    total: int = 0
    reused: bool = False
    text: str = ""


Listener = Callable[[Event], None]


def silent(_event: Event) -> None:
    """A listener that does not listen."""
