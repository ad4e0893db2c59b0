# SPDX-License-Identifier: Apache-2.0
"""The timeline of an editor: heads, ruler and tracks. It draws and asks for edits; the film is changed by whoever holds it.

view = TimelineView()
view.edits_asked.connect(lambda edits: film.edit(TimelineChange(edits=edits)))
view.set_timeline(film.timeline)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QScrollBar, QWidget

from aiprod.film.timeline import Timeline
from aiprod_app.accessibility import describe
from aiprod_app.background import Background
from aiprod_app.theme import tokens
from aiprod_app.timeline.access import description
from aiprod_app.timeline.canvas import Canvas
from aiprod_app.timeline.colours import palette_of, qcolor
from aiprod_app.timeline.deeds import Deeds
from aiprod_app.timeline.hands import Hands
from aiprod_app.timeline.heads import WIDTH, Heads
from aiprod_app.timeline.ruler import HEIGHT, Ruler
from aiprod_app.timeline.sources import Sources
from aiprod_app.timeline.stage import TOOLS, Stage, Tool

__all__ = ["TOOLS", "Sources", "TimelineView", "Tool"]
_WORKERS = 3
"""Threads: edits that are tried out, pictures, sound."""
_STEP = 1.5
_TOLD_MS = 400
"""After the playhead has rested so long, a screen reader hears where."""
_FOLLOWED_TO = 0.08
"""Where the playhead stands after the window followed it, of its width."""


class TimelineView(QWidget):
    """The whole timeline.

    Signals:
        edits_asked: edits that the user made, known to be possible (tuple of `timeline_changes.Edit`).
        playhead_asked: the frame that the user wants to see.
        selection_changed: ids of the selected clips (frozenset).
        context_asked: a menu is wanted at a place of the screen, for a clip, or "" for none.
        track_context_asked: the same for a track.
        files_dropped: files of the user's to lay here (`dropping.Drop`).
        clip_opened: a clip was opened.
        refused: why something couldn't be done, in words.
        tool_changed: another tool is in hand.
        settings_changed: snapping, linked selection or following were switched.
    """

    edits_asked = Signal(object)
    playhead_asked = Signal(int)
    selection_changed = Signal(object)
    context_asked = Signal(QPoint, str)
    track_context_asked = Signal(QPoint, str)
    files_dropped = Signal(object)
    clip_opened = Signal(str)
    refused = Signal(str)
    tool_changed = Signal(str)
    settings_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        background = Background(_WORKERS, "timeline")
        self._background = background
        self.destroyed.connect(lambda: background.close(wait=False))
        self.stage = Stage(palette_of(tokens()), self)
        self.hands = Hands(self.stage, background, self)
        self.deeds = Deeds(self.stage, self.hands)
        self.canvas = Canvas(self.stage, self.hands, background, self)
        self.ruler = Ruler(self.stage, self.hands, self.canvas.clips.lettering, self)
        self.heads = Heads(self.stage, self)
        self._clock = _Clock(self.stage, self)
        self._across, self._down = QScrollBar(Qt.Orientation.Horizontal, self), QScrollBar(Qt.Orientation.Vertical, self)
        self.follow = True
        self._fitted = False
        self._telling = QTimer(self, interval=_TOLD_MS, singleShot=True)
        self._telling.timeout.connect(self._tell)
        self._lay_out()
        self._connect()
        self.set_tool("select")

    def _lay_out(self) -> None:
        grid = self._grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        for widget, row, column in (
            (self._clock, 0, 0), (self.ruler, 0, 1), (self.heads, 1, 0), (self.canvas, 1, 1), (self._down, 1, 2),
            (self._across, 2, 1),
        ):  # fmt: skip
            grid.addWidget(widget, row, column)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(1, 1)
        self.setFocusProxy(self.canvas)
        self._name_parts()
        for bar in (self._across, self._down):
            bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _name_parts(self) -> None:
        self.canvas.setAccessibleName(self.tr("Timeline"))
        self._across.setAccessibleName(self.tr("Scroll through the film"))
        self._down.setAccessibleName(self.tr("Scroll through the tracks"))

    def _connect(self) -> None:
        stage = self.stage
        stage.edits_asked.connect(self.edits_asked)
        stage.playhead_asked.connect(self._seek)
        stage.selection_changed.connect(self.selection_changed)
        stage.context.connect(self.context_asked)
        stage.opened.connect(self.clip_opened)
        stage.refused.connect(self.refused)
        self.canvas.dropping.files_dropped.connect(self.files_dropped)
        self.canvas.walked.connect(self._walk)
        self.heads.track_context.connect(self.track_context_asked)
        stage.clips_moved.connect(self._bars)
        stage.window_moved.connect(self._bars)
        for signal in (stage.selection_changed, stage.current_changed):
            signal.connect(self._tell)
        self._across.valueChanged.connect(lambda value: stage.scroll_to(value, stage.geometry.top))
        self._down.valueChanged.connect(lambda value: stage.scroll_to(stage.geometry.scroll, value))

    # -- what is shown

    def set_timeline(self, timeline: Timeline) -> None:
        """Show another timeline. Tracks that are the same objects as before cost nothing."""
        self.hands.timeline_changed()
        self.stage.set_timeline(timeline)
        if not self._fitted and timeline.end and self.canvas.width() > 100:
            self.zoom_to_fit()
        self._tell()

    @property
    def timeline(self) -> Timeline | None:
        return self.stage.timeline

    def set_sources(self, sources: Sources, *, changed: bool = False) -> None:
        """Where pictures and sounds lie. `changed`: files may hold something else than before."""
        self.stage.sources = self.canvas.clips.sources = sources
        for media in (self.canvas.waveforms, self.canvas.thumbnails):
            if changed:
                media.forget()
            else:
                media.look_again()
        self.canvas.repaint_clips()

    def set_playhead(self, frame: int) -> None:
        """The playhead stands on another frame."""
        before, self.stage.playhead = self.stage.playhead, max(0, frame)
        if before == self.stage.playhead:
            return
        if self.follow and self.hands.drag is None:
            self._follow()
        self.canvas.set_playhead(before)
        self.ruler.set_playhead(before)
        self._clock.update()
        self._telling.start()

    def _follow(self) -> None:
        geometry, frame = self.stage.geometry, self.stage.playhead
        if not 0 <= geometry.x(frame) <= geometry.width - 1:
            self.stage.scroll_to(round(frame * geometry.scale - geometry.width * _FOLLOWED_TO), geometry.top)

    def _seek(self, frame: int) -> None:
        self.set_playhead(frame)
        self.playhead_asked.emit(frame)

    @property
    def playhead(self) -> int:
        return self.stage.playhead

    # -- selection and tools

    @property
    def selection(self) -> frozenset[str]:
        return self.stage.selection

    def select(self, ids: Iterable[str]) -> None:
        """Select these clips alone."""
        self.stage.select(ids)

    @property
    def tool(self) -> Tool:
        return self.stage.tool

    def set_tool(self, name: Tool) -> None:
        """Take another tool in hand. Raises ValueError for one that there isn't."""
        if name not in TOOLS:
            raise ValueError(f"there is no tool {name!r}")
        self.hands.give_up()
        self.stage.tool = name
        self.canvas.tool_changed()
        self.tool_changed.emit(name)

    def set_snapping(self, on: bool) -> None:
        self.stage.snapping = on
        self.settings_changed.emit()

    @property
    def snapping(self) -> bool:
        return self.stage.snapping

    def set_linked(self, on: bool) -> None:
        """Whether linked clips are selected and trimmed together."""
        self.stage.linked = on
        self.settings_changed.emit()

    @property
    def linked(self) -> bool:
        return self.stage.linked

    def set_follow(self, on: bool) -> None:
        """Whether the window goes along with the playhead."""
        self.follow = on
        self.settings_changed.emit()

    # -- the window

    def zoom_in(self) -> None:
        self._zoom(_STEP)

    def zoom_out(self) -> None:
        self._zoom(1 / _STEP)

    def _zoom(self, factor: float) -> None:
        """About the playhead where it is in sight, else about the middle."""
        geometry = self.stage.geometry
        x = geometry.x(self.stage.playhead)
        self.stage.zoom(geometry.scale * factor, x if 0 <= x <= geometry.width else geometry.width / 2)

    def zoom_to_fit(self) -> None:
        """The whole film in the window."""
        timeline, geometry = self.stage.timeline, self.stage.geometry
        if timeline is not None and timeline.end:
            self._fitted = True
            geometry.scroll = 0
            self.stage.zoom(geometry.width * 0.97 / timeline.end, 0)

    def refit(self) -> None:
        """Another film: show the whole of it, as soon as it is seen."""
        self._fitted = False
        self.stage.select(())
        if self.isVisible() and self.canvas.width() > 100:
            self.zoom_to_fit()

    def scroll_to(self, frame: int) -> None:
        """Bring a frame into sight, in the middle if it wasn't."""
        geometry = self.stage.geometry
        if not 0 <= geometry.x(frame) < geometry.width:
            self.stage.scroll_to(round(frame * geometry.scale - geometry.width / 2), geometry.top)

    def _bars(self) -> None:
        geometry = self.stage.geometry
        for bar, most, page, value in (
            (self._across, self.stage.farthest, geometry.width, geometry.scroll),
            (self._down, geometry.content_height - geometry.height, geometry.height, geometry.top),
        ):
            bar.blockSignals(True)
            bar.setRange(0, max(most, value, 0))
            bar.setPageStep(page)
            bar.setSingleStep(24)
            bar.setValue(value)
            bar.blockSignals(False)
        self._down.setVisible(geometry.content_height > geometry.height)

    def showEvent(self, event: QEvent) -> None:  # type: ignore[override]
        if not self._fitted and self.stage.timeline is not None:
            self._grid.activate()
            self.zoom_to_fit()

    def _walk(self, across: bool, step: int, extend: bool) -> None:
        go = self.deeds.go_across if across else self.deeds.go_along
        go(1 if step > 0 else -1, extend=extend)

    def _tell(self) -> None:
        describe(self.canvas, description(self.stage))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._dress()
        elif event.type() == QEvent.Type.LanguageChange:
            self._name_parts()
            self._tell()
        super().changeEvent(event)

    def _dress(self) -> None:
        """Another theme."""
        palette = palette_of(tokens())
        if palette is self.stage.palette:
            return
        self.stage.palette = self.canvas.clips.palette = palette
        if self.stage.timeline is not None:
            self.stage.set_timeline(self.stage.timeline)
            assert self.stage.model is not None
            self.stage.model.choose(self.stage.selection)
        self.update()

    def close_down(self) -> None:
        """End its threads."""
        self._background.close()

    # -- commands

    def commands(self) -> dict[str, Callable[[], object]]:
        """What the desktop's commands do here, by their ids (see `aiprod_app.commands.table`)."""
        deeds = self.deeds
        found: dict[str, Callable[[], object]] = {
            "edit.duplicate": deeds.duplicate,
            "edit.select_all": deeds.select_all,
            "edit.select_none": deeds.select_none,
            "edit.select_forward": deeds.select_forward,
            "edit.select_clip": deeds.select_clip,
            "edit.delete": deeds.delete,
            "edit.ripple_delete": lambda: deeds.delete(ripple=True),
            "edit.lift": deeds.delete_range,
            "edit.extract": lambda: deeds.delete_range(ripple=True),
            "edit.blade": deeds.blade,
            "edit.blade_all": deeds.blade_all,
            "edit.remove_transition": deeds.remove_transition,
            "edit.link": deeds.link,
            "edit.enable": deeds.enable,
            "edit.close_gaps": deeds.close_gaps,
            "edit.swap_left": lambda: deeds.swap(-1),
            "edit.swap_right": lambda: deeds.swap(1),
            "edit.freeze": deeds.freeze,
            "edit.nudge_left": lambda: deeds.nudge(-1),
            "edit.nudge_right": lambda: deeds.nudge(1),
            "edit.nudge_left_more": lambda: deeds.nudge(-10),
            "edit.nudge_right_more": lambda: deeds.nudge(10),
            "edit.track_up": lambda: deeds.to_track(1),
            "edit.track_down": lambda: deeds.to_track(-1),
            "trim.head": lambda: deeds.trim_to_playhead("in"),
            "trim.tail": lambda: deeds.trim_to_playhead("out"),
        }
        return found | self._trims() | self._looks()

    def _trims(self) -> dict[str, Callable[[], object]]:
        deeds = self.deeds
        return {
            "trim.in_left": lambda: deeds.trim("in", -1),
            "trim.in_right": lambda: deeds.trim("in", 1),
            "trim.out_left": lambda: deeds.trim("out", -1),
            "trim.out_right": lambda: deeds.trim("out", 1),
            "trim.roll_left": lambda: deeds.roll(-1),
            "trim.roll_right": lambda: deeds.roll(1),
            "trim.slip_left": lambda: deeds.slip(-1),
            "trim.slip_right": lambda: deeds.slip(1),
            "trim.slide_left": lambda: deeds.slide(-1),
            "trim.slide_right": lambda: deeds.slide(1),
            "mark.in": deeds.mark_in,
            "mark.out": deeds.mark_out,
            "mark.clip": deeds.mark_clip,
            "mark.clear": deeds.clear_span,
            "mark.marker": deeds.add_marker,
            "mark.previous": lambda: deeds.go_to_marker(-1),
            "mark.next": lambda: deeds.go_to_marker(1),
            "play.previous_cut": lambda: deeds.go_to_cut(-1),
            "play.next_cut": lambda: deeds.go_to_cut(1),
        }

    def _looks(self) -> dict[str, Callable[[], object]]:
        tools: dict[str, Callable[[], object]] = {f"timeline.{tool}_tool": partial(self.set_tool, tool) for tool in TOOLS}
        return tools | {
            "timeline.snapping": lambda: self.set_snapping(not self.snapping),
            "timeline.linked": lambda: self.set_linked(not self.linked),
            "timeline.follow": lambda: self.set_follow(not self.follow),
            "timeline.zoom_in": self.zoom_in,
            "timeline.zoom_out": self.zoom_out,
            "timeline.zoom_to_fit": self.zoom_to_fit,
        }


class _Clock(QWidget):
    """The playhead's timecode, above the heads."""

    def __init__(self, stage: Stage, parent: QWidget) -> None:
        super().__init__(parent)
        self._stage = stage
        self.setFixedSize(WIDTH, HEIGHT)
        stage.clips_moved.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        palette = self._stage.palette
        painter.fillRect(self.rect(), qcolor(palette.ruler))
        painter.fillRect(0, HEIGHT - 1, self.width(), 1, qcolor(palette.line))
        font = QFont(self.font())
        font.setPixelSize(17)
        font.setStyleHint(QFont.StyleHint.Monospace)
        painter.setFont(font)
        painter.setPen(qcolor(palette.text))
        painter.drawText(
            QRectF(12, 0, self.width() - 16, HEIGHT), Qt.AlignmentFlag.AlignVCenter, self._stage.timecode(self._stage.playhead)
        )
        painter.end()
