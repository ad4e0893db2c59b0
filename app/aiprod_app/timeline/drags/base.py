# SPDX-License-Identifier: Apache-2.0
"""What all drags are: they follow the pointer, show a ghost, and know which edits would be asked for if it were let go now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from math import floor
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt

from aiprod.film.timeline_changes import Edit
from aiprod_app.timeline.geometry import Lane
from aiprod_app.timeline.rows import Place
from aiprod_app.timeline.stage import Stage

Modifiers = Qt.KeyboardModifier
START = 4
"""Pixels the pointer must go before a press becomes a drag."""


@dataclass(frozen=True)
class Pointer:
    """Where the mouse is: pixels of the canvas, the frame there, the lane there, and the modifier keys that are down."""

    x: float
    y: float
    frame: float
    lane: Lane | None
    modifiers: Modifiers = Modifiers.NoModifier

    @property
    def point(self) -> QPointF:
        return QPointF(self.x, self.y)

    def holds(self, key: Modifiers) -> bool:
        return bool(self.modifiers & key)


def pointer_at(stage: Stage, point: QPointF, modifiers: Modifiers) -> Pointer:
    geometry = stage.geometry
    return Pointer(point.x(), point.y(), geometry.frame(point.x()), geometry.lane_at(point.y()), modifiers)


@dataclass(frozen=True)
class Bars:
    """Clips on one track as they would lie: frames [starts, ends)."""

    row: int
    starts: NDArray[np.float64]
    ends: NDArray[np.float64]

    @classmethod
    def of(cls, row: int, spans: Sequence[tuple[float, float]]) -> Bars:
        return cls(row, np.array([span[0] for span in spans], np.float64), np.array([span[1] for span in spans], np.float64))

    def moved(self, frames: int, rows: int = 0) -> Bars:
        return replace(self, row=self.row + rows, starts=self.starts + frames, ends=self.ends + frames)


@dataclass(frozen=True)
class Ghost:
    """What is shown while dragging.

    Attributes:
        bars: clips as they would be.
        edge: the frame of the edge that is being moved, drawn as a line on its rows.
        snapped: the frame that it has caught on.
        line: a frame that is drawn through all tracks, and the rows of it that count (none: all).
        box: a rectangle being drawn, in pixels of the canvas: two corners.
        span: frames being marked.
        level: a row and how far down its clips a gain lies (0 to 1).
        curve: a row, and frames with how far down its clips a gain lies there.
        tip: a few words, beside the pointer.
    """

    bars: tuple[Bars, ...] = ()
    edge: tuple[int, tuple[int, ...]] | None = None
    snapped: int | None = None
    line: tuple[int, tuple[int, ...]] | None = None
    box: tuple[QPointF, QPointF] | None = None
    span: tuple[int, int] | None = None
    level: tuple[int, float] | None = None
    curve: tuple[int, tuple[tuple[float, float], ...]] | None = None
    tip: str = ""


@dataclass
class Drag:
    """A press of the mouse and what becomes of it. Subclasses say what in `_follow`, and what they are for in their own words.

    Attributes:
        edits: what would be asked for if the mouse were let go now.
        ghost: what is shown.
        obstacle: why it can't be, where that is plain without trying; the words go with the ghost.
    """

    stage: Stage
    press: Pointer
    edits: tuple[Edit, ...] = ()
    ghost: Ghost = field(default_factory=Ghost)
    obstacle: str = ""
    begun: bool = False
    holds_clips: ClassVar[bool] = True
    """Whether it is about clips that may be gone when another timeline comes."""

    def moved(self, pointer: Pointer) -> None:
        """The mouse went on."""
        if not self.begun and not self._far(pointer):
            return
        self.begun = True
        self._follow(pointer)

    def _far(self, pointer: Pointer) -> bool:
        return abs(pointer.x - self.press.x) >= START or abs(pointer.y - self.press.y) >= START

    def _follow(self, pointer: Pointer) -> None:
        raise NotImplementedError

    def let_go(self) -> None:
        """The mouse was let go; edits are asked for by whoever holds the drag."""

    def given_up(self) -> None:
        """Escape: everything as it was."""

    # -- what many need

    def _distance(self, pointer: Pointer) -> int:
        """Whole frames from the press to the pointer."""
        return floor(pointer.frame - self.press.frame + 0.5)


def bars_of(places: Iterable[Place]) -> tuple[Bars, ...]:
    """Clips, track by track."""
    rows: dict[int, list[tuple[float, float]]] = {}
    for place in places:
        rows.setdefault(place.row, []).append((place.start, place.end))
    return tuple(Bars.of(row, sorted(spans)) for row, spans in sorted(rows.items()))
