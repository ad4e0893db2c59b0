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
        kind: "started" and "finished" bracket a department; "take" counts one more take (made or reused); "frame" tells
            how far a shot under way is; "fall" says that a generator gave way to another, and why; "warning" and "note" are
            sentences for the user.
        department: who speaks.
        done, total: takes so far and in all, for "take"; frames of the shot, for "frame".
        reused: whether the take was there already.
        text: the sentence, or the take's name.
        shot: the shot that it is about, where it is about one.
        fraction: how much of this run's work is done (0–1); None where nobody foresees it.
        eta_s, eta_error_s: seconds to go, and how far off that may be.
    """

    kind: Literal["started", "finished", "take", "frame", "fall", "warning", "note"]
    department: Department
    done: int = 0
    total: int = 0
    reused: bool = False
    text: str = ""
    shot: str = ""
    fraction: float | None = None
    eta_s: float | None = None
    eta_error_s: float | None = None


Listener = Callable[[Event], None]


def silent(_event: Event) -> None:
    """A listener that does not listen."""
