# SPDX-License-Identifier: Apache-2.0
"""The screen: a picture, letterboxed or enlarged, with safe areas, a second picture beside or wiped over it, or a slate."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from aiprod_app.viewer import slate as slates
from aiprod_app.viewer.slate import Slate

CompareMode = Literal["wipe", "side"]
ACTION_SAFE, TITLE_SAFE = 0.9, 0.8
"""Shares of the picture's sides that every receiver shows, and that words stay inside of."""
_GRIP_PX = 8
_NUDGE = 0.02
_CLOSEST, _FARTHEST = 8.0, 0.1


class Screen(QWidget):
    """Shows pictures.

    Signals:
        zoomed: another zoom is in use (0 fits the picture into the widget, 1 shows a pixel of the film as one of the screen).
        double_clicked: on the picture.
    """

    zoomed = Signal(float)
    double_clicked = Signal()

    def __init__(self, parent: QWidget | None = None, *, dark: bool = False) -> None:
        """
        Args:
            dark: black around the picture, whatever the theme.
        """
        super().__init__(parent)
        self._dark = dark
        self._image: QImage | None = None
        self._film = QSizeF(16, 9)
        self._slate: Slate | None = None
        self._other: QImage | None = None
        self._mode: CompareMode = "wipe"
        self._names = ("", "")
        self._wipe, self._zoom, self._offset = 0.5, 0.0, QPointF(0, 0)
        self._safe, self._smooth, self._note = False, True, ""
        self._grip: Literal["", "wipe", "pan"] = ""
        self._grabbed = QPointF()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(64, 36)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    # -- what is shown -------------------------------------------------------------------------------------------------

    @property
    def image(self) -> QImage | None:
        return self._image

    def show_image(self, image: QImage | None) -> None:
        """Another picture; it is drawn as large as the film, whatever size it has."""
        self._image = image
        self.update()

    def set_film(self, width: int, height: int) -> None:
        """The film's size."""
        size = QSizeF(width, height) if width and height else QSizeF(16, 9)
        if size != self._film:
            self._film = size
            self.update()

    def show_slate(self, slate: Slate | None) -> None:
        """Words in place of the picture; None shows the picture."""
        if slate != self._slate:
            self._slate = slate
            self.update()

    @property
    def slate(self) -> Slate | None:
        return self._slate

    def set_compare(self, image: QImage | None, mode: CompareMode = "wipe", names: tuple[str, str] = ("", "")) -> None:
        """A second picture, right of a line that can be moved, or beside the first. None ends it.

        Args:
            names: what both pictures are called, the playing one first.
        """
        self._other, self._mode, self._names = image, mode, names
        self.update()

    @property
    def comparing(self) -> bool:
        return self._other is not None

    @property
    def wipe(self) -> float:
        """Where the line stands, 0 to 1."""
        return self._wipe

    def set_wipe(self, share: float) -> None:
        self._wipe = min(max(share, 0.0), 1.0)
        self.update()

    def set_note(self, note: str) -> None:
        """A word on the picture's lower left corner; "" for none."""
        if note != self._note:
            self._note = note
            self.update()

    @property
    def safe_areas(self) -> bool:
        return self._safe

    def set_safe_areas(self, shown: bool) -> None:
        """Show the lines of the action and the title area."""
        self._safe = shown
        self.update()

    @property
    def zoom(self) -> float:
        return self._zoom

    def set_zoom(self, zoom: float) -> None:
        """0 fits; else screen pixels for a pixel of the film."""
        zoom = 0.0 if zoom <= 0 else min(max(zoom, _FARTHEST), _CLOSEST)
        if zoom != self._zoom:
            self._zoom = zoom
            self._offset = QPointF(0, 0) if not zoom else self._inside(self._offset)
            self.update()
            self.zoomed.emit(zoom)

    def set_smooth(self, smooth: bool) -> None:
        """Whether enlarging is done finely; while the film plays speed counts more."""
        if smooth != self._smooth:
            self._smooth = smooth
            self.update()

    # -- where it lies -------------------------------------------------------------------------------------------------

    def picture_area(self) -> QRectF:
        """Where the picture lies, in the widget's pixels."""
        room = QRectF(self.rect())
        if self._other is not None and self._mode == "side":
            room.setWidth(max(1.0, (room.width() - 2) / 2))
        size = self._film.scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        if self._zoom:
            size = self._film * (self._zoom / self.devicePixelRatioF())
        area = QRectF(QPointF(0, 0), size)
        area.moveCenter(room.center() + self._offset)
        return area

    def _inside(self, offset: QPointF) -> QPointF:
        """An offset at which the picture still reaches the middle of the widget."""
        size = self._film * (self._zoom / self.devicePixelRatioF())
        most_x, most_y = size.width() / 2, size.height() / 2
        return QPointF(min(max(offset.x(), -most_x), most_x), min(max(offset.y(), -most_y), most_y))

    def resizeEvent(self, event: QEvent) -> None:  # type: ignore[override]
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._offset = self._inside(self._offset) if self._zoom else QPointF(0, 0)

    # -- painting ------------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("black") if self._dark else slates.ground())
        area = self.picture_area()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._smooth)
        if self._slate is not None:
            slates.paint(painter, area, self._slate, self.font())
        elif self._image is None:
            painter.fillRect(area, Qt.GlobalColor.black)
        else:
            painter.drawImage(area, self._image)
        if self._other is not None:
            self._paint_other(painter, area, self._other)
        if self._safe:
            _paint_safe(painter, area)
        if self._note:
            _paint_name(painter, area, self._note, left=True, low=True)
        if self.hasFocus() and not self._dark:
            painter.setPen(QPen(_focus(), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint_other(self, painter: QPainter, area: QRectF, other: QImage) -> None:
        if self._mode == "side":
            beside = area.translated(self.width() - (self.width() - 2) / 2, 0)
            painter.drawImage(beside, other)
            _paint_name(painter, area, self._names[0], left=True)
            _paint_name(painter, beside, self._names[1], left=True)
            return
        x = area.left() + area.width() * self._wipe
        painter.save()
        painter.setClipRect(QRectF(x, area.top(), area.right() - x, area.height()))
        painter.drawImage(area, other)
        painter.restore()
        painter.setPen(QPen(QColor(0, 0, 0, 140), 3))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        painter.setPen(QPen(QColor("#ffffff"), 1))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        _paint_handle(painter, QPointF(x, area.center().y()))
        _paint_name(painter, area, self._names[0], left=True)
        _paint_name(painter, area, self._names[1], left=False)

    # -- hands ---------------------------------------------------------------------------------------------------------

    def _on_wipe(self, at: QPointF) -> bool:
        area = self.picture_area()
        return self.comparing and self._mode == "wipe" and abs(at.x() - area.left() - area.width() * self._wipe) <= _GRIP_PX

    def mousePressEvent(self, event: QMouseEvent) -> None:
        middle = event.button() == Qt.MouseButton.MiddleButton
        if event.button() == Qt.MouseButton.LeftButton and self._on_wipe(event.position()):
            self._grip = "wipe"
        elif self._zoom and (middle or event.button() == Qt.MouseButton.LeftButton):
            self._grip, self._grabbed = "pan", event.position() - self._offset
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip == "wipe":
            area = self.picture_area()
            self.set_wipe((event.position().x() - area.left()) / max(area.width(), 1.0))
        elif self._grip == "pan":
            self._offset = self._inside(event.position() - self._grabbed)
            self.update()
        else:
            over = self._on_wipe(event.position())
            self.setCursor(Qt.CursorShape.SplitHCursor if over else self._open_hand())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._grip = ""
        self.setCursor(self._open_hand())

    def _open_hand(self) -> Qt.CursorShape:
        return Qt.CursorShape.OpenHandCursor if self._zoom else Qt.CursorShape.ArrowCursor

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.double_clicked.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
            return
        self.set_zoom(self.shown_zoom() * (1.15 if event.angleDelta().y() > 0 else 1 / 1.15))

    def shown_zoom(self) -> float:
        """The zoom that is seen, where it fits too."""
        return self.picture_area().width() * self.devicePixelRatioF() / max(self._film.width(), 1.0)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._moves_wipe(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._moves_wipe(event):
            self.set_wipe(self._wipe + (_NUDGE if event.key() == Qt.Key.Key_Right else -_NUDGE))
        else:
            super().keyPressEvent(event)

    def _moves_wipe(self, event: QKeyEvent) -> bool:
        """Alt with an arrow moves the wipe."""
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        return self.comparing and self._mode == "wipe" and alt and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)


def _focus() -> QColor:
    from aiprod_app.theme import tokens

    return tokens().colour("focus")


def _paint_safe(painter: QPainter, area: QRectF) -> None:
    """Both areas and the middle, light on a dark line so that they are seen on any picture."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    middle, arm = area.center(), min(area.width(), area.height()) * 0.025
    for colour, width in ((QColor(0, 0, 0, 150), 3.0), (QColor(255, 255, 255, 215), 1.0)):
        painter.setPen(QPen(colour, width))
        for share in (ACTION_SAFE, TITLE_SAFE):
            inner = QRectF(QPointF(0, 0), area.size() * share)
            inner.moveCenter(middle)
            painter.drawRect(inner)
        painter.drawLine(middle - QPointF(arm, 0), middle + QPointF(arm, 0))
        painter.drawLine(middle - QPointF(0, arm), middle + QPointF(0, arm))


def _paint_handle(painter: QPainter, at: QPointF) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(0, 0, 0, 160), 1))
    painter.setBrush(QColor("#ffffff"))
    painter.drawEllipse(at, 11, 11)
    painter.setPen(QPen(QColor("#222222"), 1.6))
    for way in (-1, 1):
        painter.drawPolyline([at + QPointF(3 * way, -4), at + QPointF(7 * way, 0), at + QPointF(3 * way, 4)])
    painter.restore()


def _paint_name(painter: QPainter, area: QRectF, name: str, *, left: bool, low: bool = False) -> None:
    if not name:
        return
    metrics = painter.fontMetrics()
    text = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, int(area.width() / 2 - 32))
    box = QRectF(0, 0, metrics.horizontalAdvance(text) + 14, metrics.height() + 6)
    if low:
        box.moveBottom(area.bottom() - 8)
    else:
        box.moveTop(area.top() + 8)
    if left:
        box.moveLeft(area.left() + 8)
    else:
        box.moveRight(area.right() - 8)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 165))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(QColor("#ffffff"))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
    painter.restore()
