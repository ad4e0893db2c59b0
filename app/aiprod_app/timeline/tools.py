# SPDX-License-Identifier: Apache-2.0
"""Which drag a press begins, by the tool in hand and what was hit, and which cursor says so beforehand."""

from __future__ import annotations

from collections.abc import Callable

from aiprod_app.timeline.drags.base import Drag, Modifiers, Pointer
from aiprod_app.timeline.drags.cutting import BladeDrag
from aiprod_app.timeline.drags.looking import BandDrag, HandDrag, RangeDrag, ZoomDrag
from aiprod_app.timeline.drags.moving import MoveDrag
from aiprod_app.timeline.drags.sounding import FadeDrag, GainDrag, PointDrag
from aiprod_app.timeline.drags.trimming import JointDrag, RollDrag, SlideDrag, SlipDrag, TrimDrag, before, behind
from aiprod_app.timeline.hits import Hit
from aiprod_app.timeline.rows import Place
from aiprod_app.timeline.stage import Stage, Tool

Begin = Callable[[Stage, Pointer, Hit], Drag | None]


def begin(stage: Stage, pointer: Pointer, found: Hit) -> Drag | None:
    """The drag that a press with the tool in hand begins; None where it does nothing there."""
    return _BEGINNINGS[stage.tool](stage, pointer, found)


def _select(stage: Stage, pointer: Pointer, found: Hit) -> Drag | None:
    place = found.place
    if place is None:
        return BandDrag(stage, pointer)
    by_part: dict[str, Callable[[], Drag]] = {
        "in": lambda: TrimDrag(stage, pointer, place, "in"),
        "out": lambda: TrimDrag(stage, pointer, place, "out"),
        "cut": lambda: RollDrag(stage, pointer, place),
        "fade_in": lambda: FadeDrag(stage, pointer, place, "in"),
        "fade_out": lambda: FadeDrag(stage, pointer, place, "out"),
        "gain": lambda: (PointDrag if pointer.holds(Modifiers.ControlModifier) else GainDrag)(stage, pointer, place),
        "point": lambda: PointDrag(stage, pointer, place, found.number),
        "joint_left": lambda: JointDrag(stage, pointer, place, found.tail, "left"),
        "joint_right": lambda: JointDrag(stage, pointer, place, found.tail, "right"),
    }
    if found.part in by_part:
        _take(stage, place)
        return by_part[found.part]()
    return _body(stage, pointer, place)


def _body(stage: Stage, pointer: Pointer, place: Place) -> Drag | None:
    """A press on a clip: Shift and Ctrl change the selection; otherwise it is selected and goes along."""
    stage.attend(place.clip.id)
    alone = pointer.holds(Modifiers.AltModifier)
    if pointer.holds(Modifiers.ControlModifier) and not alone:
        group = stage.with_linked((place.clip.id,))
        stage.select(stage.selection - group if place.clip.id in stage.selection else stage.selection | group)
        return None
    if pointer.holds(Modifiers.ShiftModifier):
        stage.select(stage.selection | stage.with_linked((place.clip.id,)))
        return MoveDrag(stage, pointer, place)
    _take(stage, place)
    return ClickDrag(stage, pointer, place, copy=alone)


class ClickDrag(MoveDrag):
    """A move that, if it never begins, was a click: then this clip alone is selected."""

    def let_go(self) -> None:
        if not self.begun:
            alone = self.press.holds(Modifiers.AltModifier)
            self.stage.select(self.stage.with_linked((self._held.clip.id,), alone=alone))


def _take(stage: Stage, place: Place) -> None:
    """Select the clip that was pressed, unless it is selected already."""
    stage.attend(place.clip.id)
    if place.clip.id not in stage.selection:
        stage.select(stage.with_linked((place.clip.id,)))


def _trim(stage: Stage, pointer: Pointer, found: Hit) -> Drag | None:
    """The nearer edge, wherever the clip was taken."""
    return _edge(stage, pointer, found, ripple=False)


def _ripple(stage: Stage, pointer: Pointer, found: Hit) -> Drag | None:
    return _edge(stage, pointer, found, ripple=True)


def _edge(stage: Stage, pointer: Pointer, found: Hit, *, ripple: bool) -> Drag | None:
    if found.place is None:
        return BandDrag(stage, pointer)
    if found.part in ("joint_left", "joint_right"):
        return _select(stage, pointer, found)
    place, edge = nearer_edge(stage, pointer, found)
    _take(stage, place)
    return TrimDrag(stage, pointer, place, edge, ripple=ripple)  # type: ignore[arg-type]


def nearer_edge(stage: Stage, pointer: Pointer, found: Hit) -> tuple[Place, str]:
    """The edge that a trim takes: on a cut, of the side that the pointer is on."""
    place = found.place
    assert place is not None
    if found.part == "cut" and pointer.frame < place.start:
        left = before(stage, place)
        assert left is not None
        return left, "out"
    if found.part in ("in", "out"):
        return place, found.part
    return place, "in" if pointer.frame - place.start < place.end - pointer.frame else "out"


def _roll(stage: Stage, pointer: Pointer, found: Hit) -> Drag | None:
    right = rolled(stage, pointer, found)
    if right is None:
        return BandDrag(stage, pointer) if found.place is None else None
    _take(stage, right)
    return RollDrag(stage, pointer, right)


def rolled(stage: Stage, pointer: Pointer, found: Hit) -> Place | None:
    """The clip behind the cut that a roll takes: the nearer one of the clip's two; None where no clip touches it there."""
    if found.place is None:
        return None
    place, edge = nearer_edge(stage, pointer, found)
    if edge == "in":
        return place if before(stage, place) is not None else None
    return behind(stage, place)


def _slip(stage: Stage, pointer: Pointer, found: Hit) -> Drag | None:
    if found.place is None:
        return BandDrag(stage, pointer)
    _take(stage, found.place)
    return SlipDrag(stage, pointer, found.place)


def _slide(stage: Stage, pointer: Pointer, found: Hit) -> Drag | None:
    if found.place is None:
        return BandDrag(stage, pointer)
    _take(stage, found.place)
    return SlideDrag(stage, pointer, found.place)


def _blade(stage: Stage, pointer: Pointer, found: Hit) -> Drag | None:
    return BladeDrag(stage, pointer, found.place) if found.place is not None else None


_BEGINNINGS: dict[Tool, Begin] = {
    "select": _select,
    "blade": _blade,
    "trim": _trim,
    "ripple": _ripple,
    "roll": _roll,
    "slip": _slip,
    "slide": _slide,
    "range": lambda stage, pointer, found: RangeDrag(stage, pointer),
    "hand": lambda stage, pointer, found: HandDrag(stage, pointer),
    "zoom": lambda stage, pointer, found: ZoomDrag(stage, pointer),
}


def cursor_of(stage: Stage, pointer: Pointer, found: Hit) -> str:
    """The cursor that says what a press would do: a name for `cursors.cursor`."""
    tool = stage.tool
    if tool in ("hand", "zoom", "range"):
        return tool
    if found.place is None:
        return "blade" if tool == "blade" else "arrow"
    if stage.locked(found.place.row):
        return "forbidden"
    if tool == "select" or found.part in ("joint_left", "joint_right"):
        return {"cut": "roll", "fade_in": "fade", "fade_out": "fade", "joint_left": "joint", "joint_right": "joint",
                "clip": "arrow", "joint": "arrow", "point": "gain"}.get(found.part, found.part)  # fmt: skip
    if tool in ("trim", "ripple"):
        edge = nearer_edge(stage, pointer, found)[1]
        return edge if tool == "trim" else f"ripple_{edge}"
    if tool == "roll":
        return "roll" if rolled(stage, pointer, found) is not None else "forbidden"
    return tool
