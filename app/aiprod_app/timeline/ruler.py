# SPDX-License-Identifier: Apache-2.0
"""The ruler: timecode as fine as the zoom allows, in and out, markers, and the playhead's head. One scrubs here."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLine, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QLineEdit, QMenu, QToolTip, QWidget

from aiprod.film.timeline import Marker
from aiprod.film.timeline_changes import AddMarker, RemoveMarker, SetMarker, SetSpan
from aiprod_app.timeline.clock import ruler_steps
from aiprod_app.timeline.colours import NAMED, named, qcolor
from aiprod_app.timeline.drags.base import Drag, Modifiers, Pointer
from aiprod_app.timeline.drags.looking import MarkerDrag, RangeDrag, ScrubDrag, SpanDrag
from aiprod_app.timeline.hands import Hands
from aiprod_app.timeline.lettering import Lettering
from aiprod_app.timeline.rows import Model
from aiprod_app.timeline.stage import Stage

HEIGHT = 40
_MARKERS = 13
"""Pixels at the top where markers are."""
_GRIP, _CLOSEST = 6, 3


class Ruler(QWidget):
    """Above the clips, as wide as they are."""

    def __init__(self, stage: Stage, hands: Hands, lettering: Lettering, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._stage, self._hands, self._lettering = stage, hands, lettering
        self._field: QLineEdit | None = None
        self.setAccessibleName(self.tr("Timecode ruler"))
        stage.clips_moved.connect(self.update)
        stage.window_moved.connect(lambda across, down: self.update() if across else None)
        self._drawn_span: tuple[int, int] | None = None
        hands.moved.connect(self._dragged)

    def _dragged(self) -> None:
        """In and out are drawn here while they are being set."""
        span = self._hands.drag.ghost.span if self._hands.drag is not None else None
        if span != self._drawn_span:
            self._drawn_span = span
            self.update()

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        palette = self._stage.palette
        rect = event.rect()
        painter.fillRect(rect, qcolor(palette.ruler))
        self._span(painter)
        if self._stage.model is not None:
            self._ticks(painter, rect.left(), rect.right() + 1)
            self._markers(painter, self._stage.model, rect.left(), rect.right() + 1)
        painter.fillRect(QRectF(0, HEIGHT - 1, self.width(), 1), qcolor(palette.line))
        self._playhead(painter)
        painter.end()

    def _ticks(self, painter: QPainter, left: int, right: int) -> None:
        """Lines and timecode, as far as they may reach into these pixels."""
        timeline, geometry, palette = self._stage.timeline, self._stage.geometry, self._stage.palette
        assert timeline is not None
        painter.setFont(self._lettering.font)
        room = self._lettering.width("00:00:00:00") + 26
        major, minor = ruler_steps(geometry.scale, timeline.rate, room)
        first = max(0, int(geometry.frame(left - room)))
        number = (first + timeline.start) // minor * minor - timeline.start
        lines = []
        painter.setPen(qcolor(palette.dim))
        while (x := round(geometry.x(number))) <= right:
            big = (number + timeline.start) % major == 0
            lines.append(QLine(x, HEIGHT - (13 if big else 6), x, HEIGHT - 2))
            if big and number >= 0:
                painter.drawText(QPointF(x + 4, HEIGHT - 10), self._stage.timecode(number))
            number += minor
        painter.drawLines(lines)

    def _span(self, painter: QPainter) -> None:
        drag = self._hands.drag
        timeline, palette = self._stage.timeline, self._stage.palette
        span = drag.ghost.span if drag is not None and drag.ghost.span else timeline.span if timeline is not None else None
        if span is None:
            return
        left, right = (self._stage.geometry.x(frame) for frame in span)
        painter.fillRect(QRectF(left, _MARKERS + 1, right - left, HEIGHT - _MARKERS - 2), qcolor(palette.accent, 50))
        painter.setPen(QPen(qcolor(palette.accent), 2))
        for x, step in ((left + 1, 4), (right - 1, -4)):
            top, bottom = _MARKERS + 2, HEIGHT - 3
            painter.drawPolyline(
                QPolygonF([QPointF(x + step, top), QPointF(x, top), QPointF(x, bottom), QPointF(x + step, bottom)])
            )

    def _markers(self, painter: QPainter, model: Model, left: int, right: int) -> None:
        """Markers, as far as they or their names may reach into these pixels; of several on one spot the first."""
        geometry = self._stage.geometry
        painter.setFont(self._lettering.font)
        near = [model.markers[at] for at in model.markers_between(geometry.frame(left - 260), geometry.frame(right + 8))]
        shown: list[tuple[float, Marker]] = []
        for marker in near:
            x = geometry.x(marker.frame)
            if not shown or x - shown[-1][0] >= _CLOSEST:
                shown.append((x, marker))
        for at, (_, marker) in enumerate(shown):
            self._marker(painter, marker, shown[at + 1][0] if at + 1 < len(shown) else 1e9)

    def _marker(self, painter: QPainter, marker: Marker, following: float) -> None:
        palette = self._stage.palette
        x = self._stage.geometry.x(marker.frame)
        colour = marker_colour(marker.colour)
        if marker.length > 1:
            width = max(2.0, marker.length * self._stage.geometry.scale)
            painter.fillRect(QRectF(x, 2, width, 9), qcolor(colour, 90))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(qcolor(palette.line), 1))
        painter.setBrush(qcolor(colour))
        painter.drawPolygon(
            QPolygonF([QPointF(x - 4, 1.5), QPointF(x + 5, 1.5), QPointF(x + 5, 8), QPointF(x + 0.5, 12.5), QPointF(x - 4, 8)])
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        room = min(240.0, following - x - 16)
        if marker.name and room >= 24:
            painter.setPen(qcolor(palette.text))
            painter.drawText(QPointF(x + 8, 10.5), self._lettering.fitted(" ".join(marker.name.split()), room))

    def _playhead(self, painter: QPainter) -> None:
        x = round(self._stage.geometry.x(self._stage.playhead)) + 0.5
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(qcolor(self._stage.palette.playhead))
        top = HEIGHT - 17
        painter.drawPolygon(
            QPolygonF(
                [QPointF(x - 6, top), QPointF(x + 6, top), QPointF(x + 6, top + 7), QPointF(x, top + 14), QPointF(x - 6, top + 7)]
            )
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.fillRect(QRectF(x - 0.5, top + 10, 1, HEIGHT), qcolor(self._stage.palette.playhead))

    def set_playhead(self, before: int) -> None:
        for frame in (before, self._stage.playhead):
            self.update(QRect(round(self._stage.geometry.x(frame)) - 8, 0, 17, HEIGHT))

    # -- the mouse

    def _pointer(self, event: QMouseEvent) -> Pointer:
        at = event.position()
        return Pointer(at.x(), at.y() - HEIGHT, self._stage.geometry.frame(at.x()), None, event.modifiers())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._hands.drag is not None:
            self._hands.give_up()
        elif event.button() == Qt.MouseButton.LeftButton and self._stage.model is not None:
            pointer = self._pointer(event)
            self._hands.take(self._begin(pointer), pointer)

    def _begin(self, pointer: Pointer) -> Drag:
        marker = self.marker_at(pointer.x, pointer.y + HEIGHT)
        if marker is not None:
            return MarkerDrag(self._stage, pointer, marker.id, marker.frame)
        side = self._span_side(pointer.x)
        if side is not None:
            return SpanDrag(self._stage, pointer, side)
        if self._stage.tool == "range" or pointer.holds(Modifiers.AltModifier):
            return RangeDrag(self._stage, pointer)
        return ScrubDrag(self._stage, pointer)

    def marker_at(self, x: float, y: float) -> Marker | None:
        """The marker under a point of the ruler: the last one of several."""
        timeline = self._stage.timeline
        if timeline is None or y > _MARKERS:
            return None
        near = [marker for marker in timeline.markers if abs(self._stage.geometry.x(marker.frame) - x) <= _GRIP]
        return near[-1] if near else None

    def _span_side(self, x: float) -> int | None:
        timeline = self._stage.timeline
        if timeline is None or timeline.span is None:
            return None
        away = [abs(self._stage.geometry.x(frame) - x) for frame in timeline.span]
        return away.index(min(away)) if min(away) <= _GRIP else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._hands.drag is not None:
            at = event.position()
            self._hands.move(QPointF(at.x(), at.y() - HEIGHT), event.modifiers())
            return
        x, y = event.position().x(), event.position().y()
        sideways = self.marker_at(x, y) is not None or self._span_side(x) is not None
        self.setCursor(Qt.CursorShape.SizeHorCursor if sideways else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._hands.release()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        marker = self.marker_at(event.position().x(), event.position().y())
        if marker is not None:
            self.name_marker(marker)
        else:
            self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        steps = event.angleDelta().y() or event.angleDelta().x()
        self._stage.zoom(self._stage.geometry.scale * 1.25 ** (steps / 120), event.position().x())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not (event.key() == Qt.Key.Key_Escape and self._hands.give_up()):
            event.ignore()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            marker = self.marker_at(event.pos().x(), event.pos().y())
            QToolTip.showText(event.globalPos(), self._said_of(marker) if marker is not None else "", self)
            return True
        return super().event(event)

    def _said_of(self, marker: Marker) -> str:
        name = marker.name or self.tr("Marker")
        return "\n".join((name, self._stage.timecode(marker.frame)))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._stage.model is None:
            return
        menu = self.menu(event.pos().x(), event.pos().y())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def menu(self, x: float, y: float) -> QMenu:
        """What can be done at a point of the ruler."""
        menu, marker, stage = QMenu(self), self.marker_at(x, y), self._stage
        frame = stage.geometry.nearest(x)
        if marker is None:
            menu.addAction(self.tr("Add a marker here"), lambda: self._hands.finish((AddMarker(frame=frame),)))
            if stage.timeline is not None and stage.timeline.span is not None:
                menu.addAction(self.tr("Clear in and out"), lambda: self._hands.finish((SetSpan(span=None),)))
            return menu
        menu.addAction(self.tr("Rename the marker"), lambda: self.name_marker(marker))
        menu.addAction(self.tr("Delete the marker"), lambda: self._hands.finish((RemoveMarker(marker=marker.id),)))
        return menu

    # -- names of markers

    def name_marker(self, marker: Marker) -> None:
        """Have a marker's name typed in its place."""
        if self._field is not None:
            self._field.deleteLater()
        field = QLineEdit(marker.name, self)
        field.setAccessibleName(self.tr("Name of the marker"))
        field.setMaxLength(1_000)
        field.setFrame(False)
        left = max(0, min(round(self._stage.geometry.x(marker.frame)) + 6, self.width() - 190))
        field.setGeometry(left, 0, 184, 22)
        field.editingFinished.connect(lambda: self._named(field, marker))
        self._field = field
        field.selectAll()
        field.show()
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _named(self, field: QLineEdit, marker: Marker) -> None:
        if self._field is not field:
            return
        self._field = None
        name = field.text().strip()
        field.hide()
        field.deleteLater()
        if name != marker.name:
            self._hands.finish((SetMarker(marker=marker.id, name=name),))


def marker_colour(word: str) -> str:
    """A marker's colour as Qt reads it."""
    rgb = NAMED.get(word.upper())
    return named(rgb) if rgb is not None else word if qcolor(word).isValid() else named(NAMED["GREEN"])
