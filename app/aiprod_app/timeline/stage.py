# SPDX-License-Identifier: Apache-2.0
"""What the parts of the timeline share: the film's arrays, where they lie, what is selected, which tool is in hand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Literal, get_args

from PySide6.QtCore import QObject, QPoint, Signal

from aiprod.film.timeline import Timeline
from aiprod.film.timeline_changes import Edit
from aiprod_app.timeline import snapping
from aiprod_app.timeline.clock import timecode
from aiprod_app.timeline.colours import Palette
from aiprod_app.timeline.geometry import Geometry, lanes_of
from aiprod_app.timeline.rows import Model, Place
from aiprod_app.timeline.sources import Sources

Tool = Literal["select", "blade", "trim", "ripple", "roll", "slip", "slide", "range", "hand", "zoom"]
TOOLS: tuple[Tool, ...] = get_args(Tool)


class Stage(QObject):
    """The state of one timeline widget.

    Signals:
        edits_asked: edits to make (a tuple); nothing is changed here.
        playhead_asked: the frame that the user wants to see.
        selection_changed: ids of the selected clips (a frozenset).
        refused: why something can't be, in words.
        opened: a clip was opened by double click or key.
        context: a menu is wanted at a place of the screen, for a clip ("" for none).
        clips_moved, overlay_moved: clips, or what lies over them, must be painted anew.
        window_moved: the window was scrolled by (across, down) pixels.
        current_changed: another clip has the keyboard's attention.
    """

    edits_asked = Signal(object)
    playhead_asked = Signal(int)
    selection_changed = Signal(object)
    refused = Signal(str)
    opened = Signal(str)
    context = Signal(QPoint, str)
    clips_moved = Signal()
    overlay_moved = Signal()
    window_moved = Signal(int, int)
    current_changed = Signal()

    def __init__(self, palette: Palette, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.geometry = Geometry()
        self.palette = palette
        self.model: Model | None = None
        self.sources = Sources()
        self.selection: frozenset[str] = frozenset()
        self.playhead = 0
        self.tool: Tool = "select"
        self.snapping = self.linked = True
        self.current = ""
        """The clip that has the keyboard's attention."""
        self.collapsed: frozenset[str] = frozenset()
        self.heights: dict[str, int] = {}
        """Heights of tracks while they are being dragged."""

    # -- the film

    def set_timeline(self, timeline: Timeline) -> int:
        """Show another timeline. Returns how many tracks had to be read anew."""
        self.model = Model(timeline, self.palette, self.model)
        if self.selection:
            known = self.model.known(self.selection)
            self.model.choose(known)
            self._chose(known)
        if self.current and self.model.place(self.current) is None:
            self.current = ""
        self.lay_out()
        return self.model.changed

    def lay_out(self) -> None:
        """Tracks may be higher or lower than they were."""
        if self.model is not None:
            self.geometry.set_lanes(lanes_of(self.model.timeline.tracks, self.heights, self.collapsed))
        self.clips_moved.emit()

    @property
    def timeline(self) -> Timeline | None:
        return self.model.timeline if self.model is not None else None

    def timecode(self, frame: int) -> str:
        """A frame's timecode, counted from the film's start."""
        return timecode(frame + self.model.timeline.start, self.model.timeline.rate) if self.model is not None else ""

    def counted(self) -> tuple[str, str]:
        """How many clips there are, and how many are selected, in words."""
        clips = sum(row.count for row in self.model.rows) if self.model is not None else 0
        chosen = len(self.selection)
        return self.tr("%n clip(s)", "", clips), self.tr("%n selected", "", chosen)

    def takes_in_words(self, count: int) -> str:
        return self.tr("%n take(s)", "", count)

    # -- selection

    def select(self, names: Iterable[str]) -> None:
        """These clips, and no others."""
        if self.model is not None:
            self.choose(self.model.known(names))

    def choose(self, names: frozenset[str]) -> None:
        """The same, of names that are all clips here."""
        if self.model is not None and self.model.choose(names):
            self.clips_moved.emit()
        self._chose(names)

    def _chose(self, chosen: frozenset[str]) -> None:
        if chosen != self.selection:
            self.selection = chosen
            self.selection_changed.emit(chosen)

    def with_linked(self, names: Collection[str], *, alone: bool = False) -> frozenset[str]:
        """Clips, and where linked selection is on, those linked with them."""
        if self.model is None or alone or not self.linked:
            return frozenset(names)
        return self.model.linked(names)

    def attend(self, name: str) -> None:
        """Bring a clip to the keyboard's attention."""
        if name != self.current:
            self.current = name
            self.current_changed.emit()
            self.overlay_moved.emit()

    def places(self, names: Iterable[str]) -> list[Place]:
        return self.model.places(names) if self.model is not None else []

    def locked(self, row: int) -> bool:
        return self.model is None or self.model.timeline.tracks[row].locked

    # -- what is asked for

    def ask(self, edits: Sequence[Edit]) -> None:
        """Ask whoever holds the film for edits."""
        if edits:
            self.edits_asked.emit(tuple(edits))

    def seek(self, frame: int) -> None:
        """Go to a frame."""
        self.playhead_asked.emit(max(0, frame))

    # -- the window

    def scroll_to(self, scroll: int, top: int) -> None:
        """Another part of the film, in pixels."""
        geometry = self.geometry
        scroll = max(0, min(scroll, self.farthest))
        top = max(0, min(top, geometry.content_height - geometry.height))
        across, down = scroll - geometry.scroll, top - geometry.top
        if across or down:
            geometry.scroll, geometry.top = scroll, top
            self.window_moved.emit(across, down)

    @property
    def farthest(self) -> int:
        """How far one may scroll: until the film's end is in the middle of the window."""
        end = self.model.end if self.model is not None else 0
        return max(self.geometry.scroll if end == 0 else 0, round(end * self.geometry.scale - self.geometry.width / 2), 0)

    def zoom(self, scale: float, about: float) -> None:
        """Another zoom; the frame at pixel `about` stays."""
        self.geometry.zoomed(scale, about)
        self.clips_moved.emit()

    # -- snapping

    def snap_points(self, but: Collection[str] = (), *, playhead: bool = True) -> list[int]:
        """Frames that edges catch on now; none where snapping is off."""
        if self.model is None or not self.snapping:
            return []
        return snapping.points_of(self.model, but, self.playhead if playhead else None)

    def caught(self, points: Sequence[int], anchors: Sequence[int], distance: int) -> tuple[int, int | None]:
        """See `snapping.caught`."""
        within = int(snapping.REACH / self.geometry.scale)
        return snapping.caught(points, anchors, distance, within) if points else (distance, None)
