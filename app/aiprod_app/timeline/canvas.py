# SPDX-License-Identifier: Apache-2.0
"""The part of the timeline with the clips: it shows the surface, paints over it, and hands the mouse to the tools."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from aiprod_app.background import Background
from aiprod_app.timeline.access import tooltip
from aiprod_app.timeline.cursors import cursor
from aiprod_app.timeline.drags.base import Modifiers, Pointer, pointer_at
from aiprod_app.timeline.drags.cutting import cut_line
from aiprod_app.timeline.drags.looking import HandDrag
from aiprod_app.timeline.dropping import Dropping
from aiprod_app.timeline.hands import Hands
from aiprod_app.timeline.hits import NOTHING, Hit, hit, joint_at
from aiprod_app.timeline.overlay import Overlay
from aiprod_app.timeline.painting import TrackPainter
from aiprod_app.timeline.stage import Stage
from aiprod_app.timeline.surface import Surface
from aiprod_app.timeline.thumbnails import Thumbnails
from aiprod_app.timeline.tools import begin, cursor_of
from aiprod_app.timeline.waveforms import Waveforms

_NOTCH = 120
_WHEEL_PX = 72
_GATHER_MS = 60


_STEPS = {Qt.Key.Key_PageUp: (False, -1), Qt.Key.Key_PageDown: (False, 1), Qt.Key.Key_Up: (True, -1), Qt.Key.Key_Down: (True, 1)}
"""Keys that go to another clip: whether across tracks, and which way."""


class Canvas(QWidget):
    """Clips, and everything that the mouse does to them.

    Signals:
        walked: the keyboard goes to another clip: across tracks or along one, which way, and whether the selection grows.
    """

    walked = Signal(bool, int, bool)

    def __init__(self, stage: Stage, hands: Hands, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(1, 1)
        self._stage, self._hands = stage, hands
        self._surface = Surface()
        self.waveforms = Waveforms(background, self, self._more_media)
        self.thumbnails = Thumbnails(background, self, self._more_media)
        self.clips = TrackPainter(stage.geometry, stage.palette, self.waveforms, self.thumbnails)
        self._stale = True
        self._hover: Hit = NOTHING
        self._pointer: Pointer | None = None
        self._cut_points: list[int] | None = None
        self.dropping = Dropping(stage, self)
        self._gathering = QTimer(self, interval=_GATHER_MS, singleShot=True)
        self._gathering.timeout.connect(self.repaint_clips)
        stage.clips_moved.connect(self._film_moved)
        stage.window_moved.connect(self._window_moved)
        stage.overlay_moved.connect(self.update)
        hands.moved.connect(self.update)

    def tool_changed(self) -> None:
        """Another tool is in hand: the cursor says so at once."""
        self._look(self._pointer)
        if self._pointer is None:
            self.setCursor(
                cursor(cursor_of(self._stage, pointer_at(self._stage, QPointF(-1, -1), Modifiers.NoModifier), NOTHING))
            )
        self.update()

    # -- painting

    def repaint_clips(self) -> None:
        """The clips look different now."""
        self._stale = True
        self.update()

    def _film_moved(self) -> None:
        self._cut_points = None
        self.clips.model = self._stage.model
        self.repaint_clips()

    def _more_media(self) -> None:
        """Thumbnails and waveforms come one by one; they are painted a few at a time."""
        if not self._gathering.isActive():
            self._gathering.start()

    def _window_moved(self, across: int, down: int) -> None:
        """Keep what stays in sight, and paint the rest."""
        self._pointer = None
        ratio = self._surface.ratio
        geometry = self._stage.geometry
        if self._stale or down or ratio != int(ratio) or abs(across) > geometry.width // 2:
            self.repaint_clips()
            return
        self._surface.shift(round(across * ratio), 0)
        left, right = (geometry.width - across, geometry.width) if across > 0 else (0, -across)
        self.clips.paint(self._surface, left, right)
        self.clips.paint_titles(self._surface, across)
        self.update()

    def set_playhead(self, before: int) -> None:
        """The playhead went on from a frame: only the two places are painted, from what is there."""
        wide = int(self._stage.geometry.scale) + 3 if self._stage.geometry.scale >= 8 else 3
        region = QRegion()
        for frame in (before, self._stage.playhead):
            region += QRect(round(self._stage.geometry.x(frame)) - 1, 0, wide, self.height())
        self.update(region)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._surface.ratio != self.devicePixelRatioF():
            self._fit_surface()
        if self._stale:
            self._stale = False
            self.thumbnails.stale()
            self.clips.paint(self._surface, 0, self._stage.geometry.width)
        painter = QPainter(self)
        ratio = self._surface.ratio
        source = event.rect()
        left, top, wide, high = (round(n * ratio) for n in (source.x(), source.y(), source.width(), source.height()))
        painter.drawImage(QPointF(source.topLeft()), self._surface.image, QRect(left, top, wide, high))
        self._over(painter)
        painter.end()

    def _over(self, painter: QPainter) -> None:
        stage, hands = self._stage, self._hands
        overlay = Overlay(painter, stage.geometry, stage.palette, self.clips.lettering)
        if self.hasFocus() and stage.current and stage.model is not None:
            place = stage.model.place(stage.current)
            if place is not None:
                overlay.focus(place)
        overlay.playhead(stage.playhead)
        if hands.drag is not None:
            verdict = hands.verdict
            others = verdict.bars if verdict is not None and verdict.edits == hands.drag.edits else ()
            overlay.ghost(hands.drag.ghost, others, hands.refusal)
            overlay.tip(hands.point, hands.drag.ghost.tip, hands.refusal)
            return
        if hands.said:
            overlay.tip(hands.point, "", hands.said)
        self.dropping.paint(overlay)
        if self._pointer is not None:
            self._hint(overlay, self._pointer)

    def _hint(self, overlay: Overlay, pointer: Pointer) -> None:
        stage = self._stage
        place = self._hover.place
        if stage.tool == "blade" and place is not None and not stage.locked(place.row):
            self._cut_points = stage.snap_points() if self._cut_points is None else self._cut_points
            frame, snapped, rows = cut_line(stage, place, pointer, self._cut_points)
            everything = pointer.holds(Modifiers.ShiftModifier)
            overlay.cut(frame, () if everything else rows, snapped)
        elif stage.tool in ("select", "trim", "ripple", "roll") and place is not None and not stage.locked(place.row):
            overlay.hint(self._hover)

    def resizeEvent(self, event: QResizeEvent) -> None:
        geometry = self._stage.geometry
        geometry.width, geometry.height = max(1, self.width()), max(1, self.height())
        self._fit_surface()
        geometry.top = max(0, min(geometry.top, geometry.content_height - geometry.height))
        self.repaint_clips()

    @property
    def settled(self) -> bool:
        """Whether no picture or sound is being read."""
        return self.thumbnails.idle and self.waveforms.idle and not self._stale and not self._gathering.isActive()

    def _fit_surface(self) -> None:
        geometry = self._stage.geometry
        self._surface.resize(geometry.width, geometry.height, self.devicePixelRatioF())
        self._stale = True

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange):
            self.clips.lettering.set_font(self.font())
            self.repaint_clips()
        super().changeEvent(event)

    # -- the mouse

    def _at(self, event: QMouseEvent) -> Pointer:
        return pointer_at(self._stage, event.position(), event.modifiers())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        pointer = self._at(event)
        if self._hands.drag is not None:
            self._hands.give_up()
        elif event.button() == Qt.MouseButton.MiddleButton:
            self._hands.take(HandDrag(self._stage, pointer), pointer)
            self.setCursor(cursor("grabbing"))
        elif event.button() == Qt.MouseButton.LeftButton:
            found = hit(self._stage.model, self._stage.geometry, pointer)
            self._hands.take(begin(self._stage, pointer, found), pointer)
            if self._stage.tool == "hand":
                self.setCursor(cursor("grabbing"))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._hands.drag is not None and not event.buttons():
            self._hands.give_up()  # its release went to another window
        elif self._hands.drag is not None:
            self._hands.move(event.position(), event.modifiers())
        else:
            self._look(self._at(event))

    def _look(self, pointer: Pointer | None) -> None:
        """What a press would do here, before there is one."""
        before = self._hover
        self._pointer = pointer
        self._hover = hit(self._stage.model, self._stage.geometry, pointer) if pointer is not None else NOTHING
        if pointer is not None:
            self.setCursor(cursor(cursor_of(self._stage, pointer, self._hover)))
        if self._hover != before or self._stage.tool == "blade":
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._hands.release()
            self._look(self._at(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        pointer = self._at(event)
        found = hit(self._stage.model, self._stage.geometry, pointer)
        if event.button() == Qt.MouseButton.LeftButton and found.place is not None and self._stage.tool == "select":
            self._stage.opened.emit(found.place.clip.id)
        else:
            self.mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self._stage.context.emit(self.mapToGlobal(self.current_point()), self._stage.current)
            return
        pointer = pointer_at(self._stage, QPointF(event.pos()), Modifiers.NoModifier)
        found = joint_at(self._stage.model, pointer) or hit(self._stage.model, self._stage.geometry, pointer)
        name = found.place.clip.id if found.place is not None else ""
        if name and name not in self._stage.selection:
            self._stage.attend(name)
            self._stage.select(self._stage.with_linked((name,)))
        self._stage.context.emit(event.globalPos(), name)

    def current_point(self) -> QPoint:
        """A point on the clip that has the keyboard's attention."""
        model, geometry = self._stage.model, self._stage.geometry
        place = model.place(self._stage.current) if model is not None else None
        lane = geometry.lane(place.row) if place is not None else None
        if place is None or lane is None:
            return QPoint(self.width() // 2, self.height() // 2)
        middle = geometry.x((place.start + place.end) / 2)
        return QPoint(round(max(0.0, min(middle, self.width()))), geometry.y(lane) + lane.height // 2)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            pointer = pointer_at(self._stage, QPointF(event.pos()), Modifiers.NoModifier)
            place = hit(self._stage.model, self._stage.geometry, pointer).place
            shown = place is not None and self._hands.drag is None
            QToolTip.showText(event.globalPos(), tooltip(self._stage, place) if shown and place is not None else "", self)
            return True
        return super().event(event)

    def leaveEvent(self, event: QEvent) -> None:
        if self._hands.drag is None:
            self._look(None)

    def hideEvent(self, event: QHideEvent) -> None:
        self._hands.give_up()

    def wheelEvent(self, event: QWheelEvent) -> None:
        pixels, steps = event.pixelDelta(), event.angleDelta()
        across = pixels.x() if not pixels.isNull() else steps.x() * _WHEEL_PX / _NOTCH
        down = pixels.y() if not pixels.isNull() else steps.y() * _WHEEL_PX / _NOTCH
        geometry = self._stage.geometry
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            self._stage.zoom(geometry.scale * 1.25 ** ((steps.y() or steps.x()) / _NOTCH), event.position().x())
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._stage.scroll_to(round(geometry.scroll - (down or across)), geometry.top)
        elif geometry.content_height <= geometry.height and not across:
            self._stage.scroll_to(round(geometry.scroll - down), geometry.top)
        else:
            self._stage.scroll_to(round(geometry.scroll - across), round(geometry.top - down))
        event.accept()

    # -- drag and drop

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.dropping.entered(event.mimeData()):
            self.dropping.over(event)
            event.acceptProposedAction()  # the canvas itself says what can't be dropped where

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        geometry = self._stage.geometry
        across, down = geometry.pull(event.position().x(), event.position().y())
        self._stage.scroll_to(geometry.scroll + across, geometry.top + down // 2)
        if self.dropping.over(event):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.dropping.left()

    def dropEvent(self, event: QDropEvent) -> None:
        if self.dropping.dropped(event):
            event.acceptProposedAction()

    # -- keys while the mouse is down

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._hands.give_up():
            event.accept()
        elif self._hands.drag is not None:
            self._hands.move(self._hands.point, event.modifiers() | _own(event))
        elif not self._walk(event):
            event.ignore()

    def _walk(self, event: QKeyEvent) -> bool:
        """From clip to clip: Ctrl with Page Up and Page Down along a track, with Up and Down across; Return opens. Shift adds."""
        key, extend = event.key(), bool(event.modifiers() & Modifiers.ShiftModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._stage.current:
            self._stage.opened.emit(self._stage.current)
        elif key == Qt.Key.Key_Escape:
            self._stage.select(())
        elif event.modifiers() & Modifiers.ControlModifier and key in _STEPS:
            across, step = _STEPS[Qt.Key(key)]
            self.walked.emit(across, step, extend)
        else:
            return False
        return True

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if self._hands.drag is not None:
            self._hands.move(self._hands.point, event.modifiers() & ~_own(event))
        event.ignore()

    def focusInEvent(self, event: QEvent) -> None:  # type: ignore[override]
        self.update()

    def focusOutEvent(self, event: QEvent) -> None:  # type: ignore[override]
        self.update()


def _own(event: QKeyEvent) -> Qt.KeyboardModifier:
    """The modifier that a key itself is."""
    keys = {
        Qt.Key.Key_Shift: Modifiers.ShiftModifier,
        Qt.Key.Key_Control: Modifiers.ControlModifier,
        Qt.Key.Key_Alt: Modifiers.AltModifier,
    }
    return keys.get(Qt.Key(event.key()), Modifiers.NoModifier)
