# SPDX-License-Identifier: Apache-2.0
"""The blade: a line through a clip and what is linked with it, or, with Shift, through everything."""

from __future__ import annotations

from aiprod.film.timeline_changes import Blade
from aiprod_app.timeline.drags.base import Drag, Ghost, Modifiers, Pointer
from aiprod_app.timeline.rows import Place
from aiprod_app.timeline.stage import Stage


class BladeDrag(Drag):
    """Cuts where the mouse is let go."""

    def __init__(self, stage: Stage, press: Pointer, held: Place) -> None:
        super().__init__(stage, press)
        self._held = held
        self._points = stage.snap_points()
        self.moved(press)

    def _far(self, pointer: Pointer) -> bool:
        return True

    def _follow(self, pointer: Pointer) -> None:
        everything = pointer.holds(Modifiers.ShiftModifier)
        frame, snapped, rows = cut_line(self.stage, self._held, pointer, self._points)
        self.edits = (Blade(frame=frame, clips=None if everything else (self._held.clip.id,)),)
        self.ghost = Ghost(line=(frame, () if everything else rows), snapped=snapped, tip=self.stage.timecode(frame))


def cut_line(stage: Stage, held: Place, pointer: Pointer, points: list[int]) -> tuple[int, int | None, tuple[int, ...]]:
    """Where the blade would cut a clip, what it has caught on, and the rows it would go through."""
    at = stage.geometry.nearest(pointer.x)
    moved, snapped = stage.caught(points, (at,), 0)
    frame = at + moved
    if not held.start < frame < held.end:
        frame, snapped = at, None
    assert stage.model is not None
    group = stage.places(stage.model.linked((held.clip.id,)))
    return frame, snapped, tuple({place.row for place in group if place.start < frame < place.end})
