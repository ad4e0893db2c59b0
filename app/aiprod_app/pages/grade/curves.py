# SPDX-License-Identifier: Apache-2.0
"""Curves over ACEScct: the master, each channel, and saturation by hue. Points are drawn by hand."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QLinearGradient, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from aiprod.film.grade import Curve, Curves
from aiprod_app.theme.tokens import tokens
from aiprod_app.widgets.letting_go import LettingGo
from aiprod_app.widgets.number import decimal

Which = Literal["master", "red", "green", "blue", "hue_saturation"]
WHICH: tuple[Which, ...] = ("master", "red", "green", "blue", "hue_saturation")
_LINES: dict[Which, str] = {
    "master": "#e8eaed",
    "red": "#ff5a4f",
    "green": "#54d86a",
    "blue": "#5b8cff",
    "hue_saturation": "#e8a33d",
}
_PLAIN: Curve = ((0.0, 0.0), (1.0, 1.0))
_NEAR_PX = 9.0
_LEAST_X = 0.004
_MOST_SATURATION = 2.0
_MARGIN = 8


class CurvePlot(QWidget):
    """The plot. A click adds a point, a drag moves it, a double click or Delete takes it away; Tab goes on, arrows move the
    point that is chosen, + adds one, [ and ] choose another.

    Signals:
        moved: the curve's points, while they are being moved.
        released: they are decided.
    """

    moved = Signal(object)
    released = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.which: Which = "master"
        self.points: list[tuple[float, float]] = list(_PLAIN)
        self.chosen = -1
        self._dragging = False
        self._keys = LettingGo(self.released.emit, self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(120, 90)

    def sizeHint(self) -> QSize:
        return QSize(220, 150)

    def show_curve(self, which: Which, curve: Curve) -> None:
        """Another curve."""
        if self._dragging and which == self.which:
            return
        if which != self.which:
            self.chosen = -1
        self.which = which
        around = which == "hue_saturation"
        self.points = list(curve) if curve or around else list(_PLAIN)
        self.chosen = min(self.chosen, len(self.points) - 1)
        self._describe()
        self.update()

    @property
    def curve(self) -> Curve:
        """As the document has it: nothing where nothing is changed."""
        points = tuple((round(x, 5), round(y, 5)) for x, y in self.points)
        if self.which == "hue_saturation":
            return () if all(abs(y - 1) < 1e-4 for _, y in points) else points
        return () if points == _PLAIN else points

    # -- places --------------------------------------------------------------------------------------------------------

    def _box(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)

    def _span(self) -> tuple[float, float]:
        return (360.0, _MOST_SATURATION) if self.which == "hue_saturation" else (1.0, 1.0)

    def at(self, point: tuple[float, float]) -> QPointF:
        """Where a point lies in the widget."""
        box, (across, up) = self._box(), self._span()
        return QPointF(box.left() + point[0] / across * box.width(), box.bottom() - point[1] / up * box.height())

    def _value(self, place: QPointF) -> tuple[float, float]:
        box, (across, up) = self._box(), self._span()
        return (place.x() - box.left()) / box.width() * across, (box.bottom() - place.y()) / box.height() * up

    def _near(self, place: QPointF) -> int:
        far = [(self.at(point) - place).manhattanLength() for point in self.points]
        return min(range(len(far)), key=far.__getitem__) if far and min(far) <= 2 * _NEAR_PX else -1

    # -- hands ---------------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        self.chosen = self._near(place)
        if self.chosen < 0:
            self._add(*self._value(place))
        self._dragging = self.chosen >= 0
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragging:
            self._put(*self._value(event.position()))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        if self._dragging:
            self._dragging = False
            self.released.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.chosen = self._near(event.position())
        self._take_away()

    def event(self, event: QEvent) -> bool:
        """Keys of its own come before the window's shortcuts."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _own(event):
            super().keyPressEvent(event)
            return
        across, up = self._span()
        step = 0.002 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0.01
        ways = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1)}
        key = Qt.Key(event.key())
        if key in ways and 0 <= self.chosen < len(self.points):
            x, y = self.points[self.chosen]
            self._put(x + ways[key][0] * step * across, y + ways[key][1] * step * up)
            self._keys.hold()
        elif key in (Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight) and self.points:
            self.chosen = (self.chosen + (1 if key == Qt.Key.Key_BracketRight else -1)) % len(self.points)
            self._describe()
            self.update()
        elif key == Qt.Key.Key_Plus:
            self._add_between()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._take_away()

    def _add_between(self) -> None:
        """A point on the curve, behind the one that is chosen."""
        across, _ = self._span()
        places = [x for x, _ in self.points] or [0.0]
        at = max(0, self.chosen)
        until = places[at + 1] if at + 1 < len(places) else across
        self._add((places[at] + until) / 2, None)
        self._keys.hold()

    def _add(self, x: float, y: float | None) -> None:
        across, up = self._span()
        x = min(max(x, 0.0), across - (1e-3 if self.which == "hue_saturation" else 0.0))
        if any(abs(x - other) < _LEAST_X * across for other, _ in self.points):
            return
        found = self._reading([x])[0] if y is None else y
        self.points = sorted([*self.points, (x, min(max(found, 0.0), up))])
        self.chosen = [place for place, _ in self.points].index(x)
        self._put(*self.points[self.chosen])

    def _put(self, x: float, y: float) -> None:
        """Move the chosen point; it stays between its neighbours."""
        (across, up), at, points = self._span(), self.chosen, self.points
        around = self.which == "hue_saturation"
        gap = _LEAST_X * across
        left = points[at - 1][0] + gap if at else 0.0
        right = points[at + 1][0] - gap if at + 1 < len(points) else across - (1e-3 if around else 0.0)
        low = 0.0 if around or not at else points[at - 1][1]
        high = up if around or at + 1 >= len(points) else points[at + 1][1]
        points[at] = (min(max(x, left), max(left, right)), min(max(y, low), high))
        self._describe()
        self.update()
        self.moved.emit(self.curve)

    def _take_away(self) -> None:
        least = 0 if self.which == "hue_saturation" else 2
        if 0 <= self.chosen < len(self.points) and len(self.points) > least:
            del self.points[self.chosen]
            self.chosen = -1
        elif self.points and self.which != "hue_saturation":
            self.points = list(_PLAIN)
        self._dragging = False
        self.update()
        self.moved.emit(self.curve)
        self.released.emit()

    # -- looks ---------------------------------------------------------------------------------------------------------

    def _reading(self, places: list[float]) -> list[float]:
        """The curve between its points: a monotone cubic (Fritsch and Butland), as the grade computes it."""
        if not self.points:
            return [1.0] * len(places)
        points = self.points
        if self.which == "hue_saturation":
            points = [(x + turn, y) for turn in (-360.0, 0.0, 360.0) for x, y in self.points]
        return monotone(points, places)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme, box = QPainter(self), tokens(), self._box()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.colour("well") if theme.name != "light" else QColor("#20242a"))
        painter.setPen(QPen(QColor(255, 255, 255, 26), 1))
        for step in range(5):
            x, y = box.left() + box.width() * step / 4, box.top() + box.height() * step / 4
            painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
        if self.which == "hue_saturation":
            self._paint_hues(painter, box)
        else:
            painter.setPen(QPen(QColor(255, 255, 255, 50), 1, Qt.PenStyle.DashLine))
            painter.drawLine(box.bottomLeft(), box.topRight())
        self._paint_curve(painter)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def _paint_hues(self, painter: QPainter, box: QRectF) -> None:
        hues = QLinearGradient(box.topLeft(), box.topRight())
        for step in range(13):
            hues.setColorAt(step / 12, QColor.fromHsvF((step / 12) % 1.0, 0.75, 0.9))
        painter.fillRect(QRectF(box.left(), box.bottom() + 2, box.width(), 4), hues)
        painter.setPen(QPen(QColor(255, 255, 255, 70), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(box.left(), box.center().y()), QPointF(box.right(), box.center().y()))

    def _paint_curve(self, painter: QPainter) -> None:
        across, up = self._span()
        places = [across * step / 96 for step in range(97)]
        path = QPainterPath()
        for number, (x, y) in enumerate(zip(places, self._reading(places), strict=True)):
            place = self.at((x, min(max(y, 0.0), up)))
            path.lineTo(place) if number else path.moveTo(place)
        colour = QColor(_LINES[self.which])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 1.8))
        painter.drawPath(path)
        for number, point in enumerate(self.points):
            painter.setPen(QPen(QColor("#101214"), 1))
            painter.setBrush(QColor("#ffffff") if number == self.chosen else colour)
            painter.drawEllipse(self.at(point), 4.5 if number == self.chosen else 3.5, 4.5 if number == self.chosen else 3.5)

    def _describe(self) -> None:
        points = self.tr("%n point(s)", "", len(self.points))
        if 0 <= self.chosen < len(self.points):
            x, y = (decimal(value, 3) for value in self.points[self.chosen])
            words = self.tr("{points}; point {number} takes {x} to {y}")
            points = words.format(points=points, number=self.chosen + 1, x=x, y=y)
        self.setAccessibleDescription(points)


def _own(event: QKeyEvent) -> bool:
    plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    return plain and event.key() in (
        Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight,
        Qt.Key.Key_Plus, Qt.Key.Key_Delete, Qt.Key.Key_Backspace,
    )  # fmt: skip


def monotone(points: list[tuple[float, float]], places: list[float]) -> list[float]:
    """A monotone cubic through points, read at ascending or any places: what `grading.curves` does, without SciPy, for drawing.

    Slopes at points are the weighted harmonic means of the chords beside them (Fritsch and Butland 1984).
    """
    count = len(points)
    if count == 1:
        return [points[0][1]] * len(places)
    steps = [points[i + 1][0] - points[i][0] for i in range(count - 1)]
    chords = [(points[i + 1][1] - points[i][1]) / steps[i] for i in range(count - 1)]
    slopes = [_end(steps[0], steps[1], chords[0], chords[1]) if count > 2 else chords[0]]
    for i in range(1, count - 1):
        one, other = chords[i - 1], chords[i]
        first, second = 2 * steps[i] + steps[i - 1], steps[i] + 2 * steps[i - 1]
        slopes.append(0.0 if one * other <= 0 else (first + second) / (first / one + second / other))
    slopes.append(_end(steps[-1], steps[-2], chords[-1], chords[-2]) if count > 2 else chords[0])
    return [_read(points, slopes, place) for place in places]


def _end(near: float, far: float, first: float, second: float) -> float:
    """The slope at an end: three points, kept from turning back."""
    slope = ((2 * near + far) * first - near * second) / (near + far)
    if slope * first <= 0:
        return 0.0
    return 3 * first if first * second <= 0 and abs(slope) > 3 * abs(first) else slope


def _read(points: list[tuple[float, float]], slopes: list[float], place: float) -> float:
    if place <= points[0][0]:
        return points[0][1] + (place - points[0][0]) * slopes[0]
    if place >= points[-1][0]:
        return points[-1][1] + (place - points[-1][0]) * slopes[-1]
    at = next(i for i in range(len(points) - 1) if place <= points[i + 1][0])
    (x, y), (x2, y2) = points[at], points[at + 1]
    wide = x2 - x
    share = (place - x) / wide
    up, down = share * share * (3 - 2 * share), share * share * (share - 1)
    return y + (y2 - y) * up + wide * (slopes[at] * share * (1 - share) ** 2 + slopes[at + 1] * down)


class CurveEditor(QWidget):
    """The curves, one at a time.

    Signals:
        moved: `Curves`, while a point is being moved.
        released: they are decided.
        reset_asked: the curves go back.
    """

    moved = Signal(object)
    released = Signal()
    reset_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.curves = Curves()
        self.plot = CurvePlot()
        self.back = QToolButton()
        self.back.setText("↺")
        self.back.setProperty("kind", "quiet")
        self._group = QButtonGroup(self)
        self.buttons: dict[Which, QPushButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(2)
        for which in WHICH:
            button = QPushButton()
            button.setCheckable(True)
            button.setProperty("kind", "quiet")
            button.setStyleSheet("padding: 2px 8px;")
            button.clicked.connect(lambda _on=False, name=which: self.choose(name))
            self._group.addButton(button)
            self.buttons[which] = button
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.back)
        column.addLayout(row)
        column.addWidget(self.plot, 1)
        self.buttons["master"].setChecked(True)
        self.back.setEnabled(False)
        self.plot.moved.connect(self._moved)
        self.plot.released.connect(self.released)
        self.back.clicked.connect(self.reset_asked)
        self.retranslate()

    def choose(self, which: Which) -> None:
        """Work on another curve."""
        self.buttons[which].setChecked(True)
        self.plot.show_curve(which, getattr(self.curves, which))
        self._name_plot()

    def show_curves(self, curves: Curves) -> None:
        """Show curves as they are; nobody is told."""
        if curves == self.curves:
            return
        self.curves = curves
        self.plot.show_curve(self.plot.which, getattr(curves, self.plot.which))
        self.back.setEnabled(curves != Curves())

    def _moved(self, curve: Curve) -> None:
        self.curves = self.curves.changed(**{self.plot.which: curve})
        self.back.setEnabled(self.curves != Curves())
        self.moved.emit(self.curves)

    def _names(self) -> dict[Which, str]:
        return {"master": self.tr("All"), "red": self.tr("R"), "green": self.tr("G"), "blue": self.tr("B"),
                "hue_saturation": self.tr("Hue / sat")}  # fmt: skip

    def _name_plot(self) -> None:
        told = {"master": self.tr("Curve of all channels"), "red": self.tr("Curve of red"), "green": self.tr("Curve of green"),
                "blue": self.tr("Curve of blue"), "hue_saturation": self.tr("Saturation by hue")}  # fmt: skip
        self.plot.setAccessibleName(told[self.plot.which])
        how = self.tr("Click to add a point, double click or Delete to take it away. Keys: [ ] choose, arrows move, + adds.")
        self.plot.setToolTip(f"{told[self.plot.which]}\n{how}")

    def retranslate(self) -> None:
        """Words in the language in use."""
        for which, text in self._names().items():
            self.buttons[which].setText(text)
        self.back.setToolTip(self.tr("Reset the curves"))
        self.back.setAccessibleName(self.tr("Reset the curves"))
        self._name_plot()
