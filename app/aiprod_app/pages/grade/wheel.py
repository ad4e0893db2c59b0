# SPDX-License-Identifier: Apache-2.0
"""A colour wheel: a ball for the balance, a dial for all channels together, a field for each."""

from __future__ import annotations

from math import cos, radians, sin

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QConicalGradient,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QRadialGradient,
    QWheelEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from aiprod.film.grade import Triple
from aiprod_app.pages.grade.values import DEGREES, Hand, WheelSpec, balanced, hand_of, held, inside, lifted, mean
from aiprod_app.theme.tokens import tokens
from aiprod_app.widgets.letting_go import LettingGo
from aiprod_app.widgets.number import Number, decimal

_KEYS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1),
}  # fmt: skip
_LIFTS = {Qt.Key.Key_PageUp: 10, Qt.Key.Key_PageDown: -10, Qt.Key.Key_Plus: 1, Qt.Key.Key_Minus: -1}
_STEP, _FINE = 0.02, 0.2
_CHANNELS = ("#ff5a4f", "#54d86a", "#5b8cff")


class Disc(QWidget):
    """The wheel itself. Drag the ball; Shift is finer, a double click lets it go back. Arrows move it, Page Up and Page Down
    lift all channels, Home resets.

    Signals:
        moved: the channels (Triple), while a hand holds the ball.
        released: they are decided.
        reset: everything of this wheel goes back.
    """

    moved = Signal(object)
    released = Signal()
    reset = Signal()

    def __init__(self, spec: WheelSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self.values: Triple = (spec.neutral,) * 3
        self._from: tuple[QPointF, Hand] | None = None
        self._keys = LettingGo(self.released.emit, self)
        self._ground: tuple[object, QPixmap] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(84, 84)

    def sizeHint(self) -> QSize:
        return QSize(132, 132)

    def show_values(self, values: Triple) -> None:
        if values != self.values:
            self.values = values
            self.update()

    # -- hands ---------------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._from = event.position(), hand_of(self.values, self.spec)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is None:
            return
        start, hand = self._from
        way = (event.position() - start) / max(self._circle().width() / 2, 1.0)
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            way *= _FINE
        self._go(balanced(self.values, inside((hand[0] + way.x(), hand[1] - way.y())), self.spec))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._from is not None and event.button() == Qt.MouseButton.LeftButton:
            self._from = None
            self.released.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._from = None
        self.reset.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self.hasFocus():
            event.ignore()
            return
        self._go(lifted(self.values, event.angleDelta().y() / 120 * self.spec.step, self.spec))
        self._keys.hold()

    def event(self, event: QEvent) -> bool:
        """Keys of its own come before the window's shortcuts."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._own(event):
            event.accept()
            return True
        return super().event(event)

    @staticmethod
    def _own(event: QKeyEvent) -> bool:
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        return plain and (event.key() in _KEYS or event.key() in _LIFTS or event.key() == Qt.Key.Key_Home)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._own(event):
            super().keyPressEvent(event)
            return
        fine = _FINE if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1.0
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Home:
            self.reset.emit()
        elif key in _LIFTS:
            self._go(lifted(self.values, _LIFTS[key] * self.spec.step * fine, self.spec))
            self._keys.hold()
        else:
            hand, (right, up) = hand_of(self.values, self.spec), _KEYS[key]
            self._go(balanced(self.values, inside((hand[0] + right * _STEP * fine, hand[1] + up * _STEP * fine)), self.spec))
            self._keys.hold()

    def _go(self, values: Triple) -> None:
        self.show_values(values)
        self.moved.emit(values)

    # -- looks ---------------------------------------------------------------------------------------------------------

    def _circle(self) -> QRectF:
        side = min(self.width(), self.height()) - 6
        return QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        circle, theme = self._circle(), tokens()
        centre, radius = circle.center(), circle.width() / 2
        painter.drawPixmap(0, 0, self._disc(circle))
        line = QPen(theme.colour("text", 60), 1)
        painter.setPen(line)
        painter.drawLine(centre - QPointF(radius * 0.86, 0), centre + QPointF(radius * 0.86, 0))
        painter.drawLine(centre - QPointF(0, radius * 0.86), centre + QPointF(0, radius * 0.86))
        hand = hand_of(self.values, self.spec)
        ball = centre + QPointF(hand[0], -hand[1]) * (radius - 10)
        painter.setPen(QPen(theme.colour("text", 130), 1.2))
        painter.drawLine(centre, ball)
        painter.setPen(QPen(QColor("#101214"), 3.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(ball, 5.5, 5.5)
        painter.setPen(QPen(QColor("#ffffff"), 1.8))
        painter.drawEllipse(ball, 5.5, 5.5)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 1.5))
            painter.drawEllipse(circle.adjusted(-2, -2, 2, 2))
        if not self.isEnabled():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("panel", 150))
            painter.drawEllipse(circle.adjusted(-1, -1, 1, 1))

    def _disc(self, circle: QRectF) -> QPixmap:
        """The disc, painted once for a size and a theme."""
        ratio = self.devicePixelRatioF()
        key = (circle.width(), self.width(), self.height(), ratio, tokens().name)
        if self._ground is None or self._ground[0] != key:
            ground = QPixmap(self.size() * ratio)
            ground.setDevicePixelRatio(ratio)
            ground.fill(Qt.GlobalColor.transparent)
            painter = QPainter(ground)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_disc(painter, circle)
            painter.end()
            self._ground = key, ground
        return self._ground[1]

    def _paint_disc(self, painter: QPainter, circle: QRectF) -> None:
        """A thin ring of hues, and inside it the same hues very faintly, neutral in the middle."""
        theme, centre, radius = tokens(), circle.center(), circle.width() / 2
        ring, glow = QConicalGradient(centre, 0), QConicalGradient(centre, 0)
        for step in range(37):
            colour = QColor.fromHslF(_hue_at(step * 10), 0.85, 0.52)
            ring.setColorAt(step / 36, colour)
            colour.setAlpha(70 if theme.name != "light" else 90)
            glow.setColorAt(step / 36, colour)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(ring))
        painter.drawEllipse(circle)
        inner = circle.adjusted(4, 4, -4, -4)
        painter.setBrush(theme.colour("well") if theme.name != "light" else theme.colour("raised"))
        painter.drawEllipse(inner)
        painter.setBrush(QBrush(glow))
        painter.drawEllipse(inner)
        middle = QRadialGradient(centre, radius - 4)
        ground = theme.colour("panel")
        middle.setColorAt(0.0, ground)
        ground.setAlpha(0)
        middle.setColorAt(0.95, ground)
        painter.setBrush(QBrush(middle))
        painter.drawEllipse(inner)


def _hue_at(degrees: float) -> float:
    """The hue at an angle of the wheel, 0–1: red at its own angle, green a third of a turn on."""
    return ((degrees - DEGREES[0]) % 360) / 360


class Dial(QWidget):
    """A ridged wheel under the thumb: all channels together.

    Signals:
        turned: by how much, in steps of the wheel's field.
        released: it is decided.
        reset: a double click.
    """

    turned = Signal(float)
    released = Signal()
    reset = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._last: float | None = None
        self._phase = 0.0
        self.setFixedHeight(14)
        self.setCursor(Qt.CursorShape.SizeHorCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._last = event.position().x()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._last is not None:
            way = event.position().x() - self._last
            self._last = event.position().x()
            self._phase += way
            self.update()
            self.turned.emit(way * (_FINE if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1.0))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        if self._last is not None:
            self._last = None
            self.released.emit()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self._last = None
        self.reset.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 1.5, -0.5, -1.5)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.setBrush(theme.colour("raised"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QPen(theme.colour("muted", 150), 1))
        half = box.width() / 2
        for ridge in range(-30, 31):
            angle = ridge * 6 + (self._phase * 0.6) % 6
            if abs(angle) < 86:
                x = half + half * 0.97 * sin(radians(angle))
                painter.setOpacity(0.25 + 0.75 * cos(radians(angle)))
                painter.drawLine(QPointF(x, box.top() + 3), QPointF(x, box.bottom() - 3))


class Wheel(QWidget):
    """A wheel with its name, its dial and its fields.

    Signals:
        moved: the channels (Triple) while they are being moved.
        released: they are decided.
        reset_asked: they go back to what is decided elsewhere.
    """

    moved = Signal(object)
    released = Signal()
    reset_asked = Signal()

    def __init__(self, spec: WheelSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self.values: Triple = (spec.neutral,) * 3
        self.disc, self.dial = Disc(spec), Dial()
        self.name = QLabel()
        self.name.setProperty("kind", "heading")
        self.back = QToolButton()
        self.back.setText("↺")
        self.back.setProperty("kind", "quiet")
        self.fields = [self._field(number) for number in range(3)]
        self._held = LettingGo(self.released.emit, self)
        self._lay_out()
        self._connect()
        self.back.setEnabled(False)
        self.retranslate()

    def _field(self, number: int) -> Number:
        spec = self.spec
        style = f"padding: 2px 0; border: none; border-bottom: 2px solid {_CHANNELS[number]}; border-radius: 0; min-height: 0;"
        field = Number(spec.low, spec.high, spec.step, spec.decimals, style=f"{style} font-size: {tokens().small_px}px;")
        field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        field.setMinimumWidth(34)
        field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        field.setValue(spec.neutral)
        return field

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 2, 4, 4)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addWidget(self.name, 1)
        head.addWidget(self.back)
        column.addLayout(head)
        column.addWidget(self.disc, 1)
        column.addWidget(self.dial)
        row = QHBoxLayout()
        row.setSpacing(4)
        for field in self.fields:
            row.addWidget(field, 1)
        column.addLayout(row)

    def _connect(self) -> None:
        self.disc.moved.connect(self._moved)
        self.disc.released.connect(self.released)
        self.disc.reset.connect(self.reset_asked)
        self.dial.turned.connect(lambda way: self._moved(lifted(self.values, way * self.spec.step, self.spec)))
        self.dial.released.connect(self.released)
        self.dial.reset.connect(self.reset_asked)
        self.back.clicked.connect(self.reset_asked)
        for number, field in enumerate(self.fields):
            field.valueChanged.connect(lambda value, at=number: self._typed(at, value))

    def _typed(self, number: int, value: float) -> None:
        changed = list(self.values)
        changed[number] = value
        self._moved(held(changed, self.spec))
        self._held.hold()

    def _moved(self, values: Triple) -> None:
        self.show_values(values)
        self.moved.emit(values)

    def show_values(self, values: Triple) -> None:
        """Show channels as they are; nobody is told."""
        if values == self.values:
            return
        self.values = values
        self.disc.show_values(values)
        for field, value in zip(self.fields, values, strict=True):
            field.blockSignals(True)
            field.setValue(value)
            field.blockSignals(False)
        self.back.setEnabled(any(abs(value - self.spec.neutral) > 10**-self.spec.decimals / 2 for value in values))
        self._describe()

    def _describe(self) -> None:
        words = self.tr("Red {red}, green {green}, blue {blue}, together {master}")
        red, green, blue = (decimal(value, self.spec.decimals) for value in self.values)
        told = words.format(red=red, green=green, blue=blue, master=decimal(mean(self.values), self.spec.decimals))
        self.disc.setAccessibleDescription(told)

    def retranslate(self) -> None:
        """Names in the language in use."""
        names = {"offset": self.tr("Offset"), "power": self.tr("Power"), "slope": self.tr("Slope"), "lights": self.tr("Lights")}
        told = {
            "offset": self.tr("Offset: moves everything, shadows most visibly"),
            "power": self.tr("Power: bends the midtones"),
            "slope": self.tr("Slope: stretches, highlights most visibly"),
            "lights": self.tr("Printer lights: the light of the scene, in printer points"),
        }
        how = self.tr("Drag the ball, Shift for less; double click to reset. Arrow keys, Page Up, Page Down, Home.")
        name = names[self.spec.key]
        self.name.setText(name)
        self.name.setToolTip(told[self.spec.key])
        self.disc.setAccessibleName(told[self.spec.key])
        self.disc.setToolTip(f"{told[self.spec.key]}\n{how}")
        self.dial.setToolTip(self.tr("All channels together"))
        self.back.setToolTip(self.tr("Reset {wheel}").format(wheel=name))
        self.back.setAccessibleName(self.tr("Reset {wheel}").format(wheel=name))
        channels = (self.tr("{wheel}, red"), self.tr("{wheel}, green"), self.tr("{wheel}, blue"))
        for field, channel in zip(self.fields, channels, strict=True):
            field.setAccessibleName(channel.format(wheel=name))
        self._describe()
