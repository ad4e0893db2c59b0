# SPDX-License-Identifier: Apache-2.0
"""Scopes beside the picture: measured and drawn on a thread, the newest frame first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from aiprod.film.errors import AiprodError
from aiprod.film.output import OUTPUTS
from aiprod_app.background import Background
from aiprod_app.i18n.languages import language_in_use
from aiprod_app.i18n.noop import QT_TRANSLATE_NOOP
from aiprod_app.theme.tokens import tokens
from aiprod_app.widgets.number import decimal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from aiprod.grading.scopes import ScopeName

NAMES: dict[ScopeName, str] = {
    "waveform": QT_TRANSLATE_NOOP("Scopes", "Waveform"),
    "rgb": QT_TRANSLATE_NOOP("Scopes", "RGB waveform"),
    "parade": QT_TRANSLATE_NOOP("Scopes", "RGB parade"),
    "vectorscope": QT_TRANSLATE_NOOP("Scopes", "Vectorscope"),
    "histogram": QT_TRANSLATE_NOOP("Scopes", "Histogram"),
    "cie1931": QT_TRANSLATE_NOOP("Scopes", "CIE 1931 chart"),
    "cie1976": QT_TRANSLATE_NOOP("Scopes", "CIE 1976 chart"),
    "false": QT_TRANSLATE_NOOP("Scopes", "False colour"),
}
_LEAST_MS = 66
"""At most some fifteen readings a second: a scope is looked at, not watched frame by frame."""
_MEASURED_HEIGHT = 540
_HEAD, _TITLE = 18, 24
"""Rows of our own title, and of the engine's, which is too long for a small scope."""
_WORDS, _QUIET = (214, 211, 204), (142, 148, 156)
_GROUND = (15, 17, 20)
"""What the engine draws scopes on."""
_SQUARE: frozenset[ScopeName] = frozenset({"vectorscope", "cie1931", "cie1976"})
_READINGS = 170
"""Pixels beside a square plot that its readings take."""
FOUR: tuple[ScopeName, ...] = ("parade", "waveform", "vectorscope", "histogram")


class ScopeView(QWidget):
    """One scope. Its description reads what it measures.

    Signals:
        chosen: its name; a double click asks for it alone, or for all again.
    """

    chosen = Signal(str)

    def __init__(self, name: ScopeName, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name: ScopeName = name
        self._image: QImage | None = None
        self.unit = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(120, 76)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        return QSize(260, 150)

    def show_scope(self, image: QImage | None, told: str) -> None:
        self._image = image
        self.setAccessibleDescription(told)
        self.setToolTip(told)
        self.update()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self.chosen.emit(self.name)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(*_GROUND))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._image is not None:
            room = self.rect().adjusted(0, _HEAD, 0, 0)
            size = self._image.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
            left, top = room.left() + (room.width() - size.width()) / 2, room.top() + (room.height() - size.height()) / 2
            painter.drawImage(QRectF(left, top, size.width(), size.height()), self._image)
        self._paint_head(painter)
        if self.hasFocus():
            painter.setPen(QPen(tokens().colour("focus"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _paint_head(self, painter: QPainter) -> None:
        """Its name, and where there is room what its scale counts."""
        font = QFont(painter.font())
        font.setPixelSize(tokens().small_px)
        painter.setFont(font)
        head = QRectF(8, 2, self.width() - 16, _HEAD - 2)
        painter.setPen(QColor(*_WORDS))
        painter.drawText(head, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, scope_title(self.name))
        room = head.width() - painter.fontMetrics().horizontalAdvance(scope_title(self.name)) - 12
        if self.unit and painter.fontMetrics().horizontalAdvance(self.unit) < room:
            painter.setPen(QColor(*_QUIET))
            painter.drawText(head, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.unit)


class ScopePanel(QWidget):
    """Four scopes, or one of all.

    Args:
        background: whose threads measure.
    """

    measured = Signal()
    """New readings are shown."""

    def __init__(self, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._frame: QImage | None = None
        self._busy, self._due = False, False
        self.output = "rec709"
        self.readings = 0
        """How often the scopes were drawn."""
        self._pause = QTimer(self, singleShot=True, interval=_LEAST_MS)
        self._pause.timeout.connect(self._next)
        self.title = QLabel()
        self.title.setProperty("kind", "heading")
        self.choice = QComboBox()
        self.views: dict[ScopeName, ScopeView] = {name: ScopeView(name, self) for name in NAMES}
        self._lay_out()
        self.retranslate()
        self.show_scopes("four")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 8)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.choice)
        column.addLayout(head)
        self._grid = QGridLayout()
        self._grid.setSpacing(4)
        column.addLayout(self._grid, 1)
        self.choice.addItem("", "four")
        for name in NAMES:
            self.choice.addItem("", name)
        self.choice.currentIndexChanged.connect(lambda _at: self.show_scopes(str(self.choice.currentData())))
        for view in self.views.values():
            view.hide()
            view.chosen.connect(self._alone)

    def _alone(self, name: str) -> None:
        self.choice.setCurrentIndex(self.choice.findData("four" if len(self.shown) == 1 else name))

    def show_scopes(self, which: str) -> None:
        """ "four", or the name of one."""
        names = FOUR if which == "four" else tuple(name for name in NAMES if name == which)
        for view in self.views.values():
            self._grid.removeWidget(view)
        for place, name in enumerate(names):
            self._grid.addWidget(self.views[name], place // 2, place % 2)
        for view in self.views.values():
            view.setVisible(view.name in names)
        self.shown = names
        self._ask()

    # -- measuring -----------------------------------------------------------------------------------------------------

    def look_at(self, frame: QImage | None, output: str = "rec709") -> None:
        """Another frame is shown, in the colours of an output."""
        self._frame, self.output = frame, output if output in OUTPUTS else "rec709"
        self._ask()

    def _ask(self) -> None:
        self._due = True
        if not self._busy and not self._pause.isActive():
            self._next()

    def _next(self) -> None:
        frame = self._frame
        if not self._due or self._busy or not self.isVisible():
            return
        self._due = False
        if frame is None:
            for view in self.views.values():
                view.show_scope(None, self.tr("Nothing is measured"))
            return
        self._busy = True
        sizes: dict[ScopeName, tuple[int, int]] = {name: self._size(self.views[name]) for name in self.shown}
        output, language = self.output, language_in_use()
        self._background.run(lambda: _measured(frame, output, sizes, language), self._show, self._failed, owner=self)

    @staticmethod
    def _size(view: ScopeView) -> tuple[int, int]:
        return max(view.width(), 160), max(view.height() - _HEAD, 80)

    def _show(self, found: dict[ScopeName, tuple[QImage, Mapping[str, Any]]]) -> None:
        self._busy = False
        for name, (image, read) in found.items():
            self.views[name].unit = self._unit(name)
            self.views[name].show_scope(image, self._told(name, read))
        self.readings += 1
        self.measured.emit()
        self._pause.start()

    def _failed(self, _error: AiprodError) -> None:
        """A frame that can't be measured leaves the last reading; the next one comes soon."""
        self._busy = False
        self._pause.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._ask()

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self._ask()

    # -- words ---------------------------------------------------------------------------------------------------------

    def _told(self, name: ScopeName, read: Mapping[str, Any]) -> str:
        """A scope's reading as a sentence."""
        if name in ("waveform", "rgb", "parade"):
            first = read["luma" if name == "waveform" else "red"]
            words = self.tr("{scope}: from {low} % to {high} %, half of the picture below {middle} %")
            low, high, middle = (decimal(first[f"{mark}_percent"], 0) for mark in ("min", "max", "p50"))
            return words.format(scope=scope_title(name), low=low, high=high, middle=middle)
        if name == "vectorscope":
            words = self.tr("{scope}: mean chroma {mean} %, highest {high} %, near the skin line {skin} %")
            mean, high, skin = (decimal(100 * float(read[key]), 1) for key in ("mean_chroma", "max_chroma", "near_skin_line"))
            return words.format(scope=scope_title(name), mean=mean, high=high, skin=skin)
        if name == "histogram":
            words = self.tr("{scope}: {black} % at black, {white} % at white")
            black, white = (decimal(100 * float(read["luma"][key]), 1) for key in ("at_black", "at_white"))
            return words.format(scope=scope_title(name), black=black, white=white)
        return scope_title(name)

    def _unit(self, name: ScopeName) -> str:
        """What a scope's scale counts, and for which display."""
        if name in _SQUARE:
            return self.output_title
        counted = self.tr("cd/m²") if OUTPUTS[self.output].transfer == 16 else self.tr("% of the signal")
        return f"{counted} · {self.output_title}"

    @property
    def output_title(self) -> str:
        return OUTPUTS[self.output].title.partition(",")[0]

    def retranslate(self) -> None:
        """Words in the language in use."""
        self.title.setText(self.tr("Scopes"))
        self.choice.setAccessibleName(self.tr("Which scopes"))
        self.choice.setItemText(0, self.tr("Four scopes"))
        for place, name in enumerate(NAMES, start=1):
            self.choice.setItemText(place, scope_title(name))
        for name, view in self.views.items():
            view.setAccessibleName(scope_title(name))
        self._ask()


def scope_title(name: ScopeName) -> str:
    return QCoreApplication.translate("Scopes", NAMES[name])


def _measured(
    frame: QImage, output: str, sizes: Mapping[ScopeName, tuple[int, int]], language: Any
) -> dict[ScopeName, tuple[QImage, Mapping[str, Any]]]:
    from aiprod.grading.scopes import draw, measure
    from aiprod.grading.scopes.signal import Signal as Cable
    from aiprod_app.pages.grade.preview import image_of_rgb, rgb_of, small

    cable = Cable.from_rgb(small(rgb_of(frame), _MEASURED_HEIGHT), output)
    found: dict[ScopeName, tuple[QImage, Mapping[str, Any]]] = {}
    for name, (width, room) in sizes.items():
        height = room + _TITLE
        scope = measure(name, cable)
        if name in _SQUARE and width < height + _READINGS:  # the plot alone, without the readings beside it
            side = min(height, width + 16)
            drawn = draw(scope, side + _READINGS, side, language)[:, : side - 16]
        else:
            drawn = draw(scope, width, height, language)
        found[name] = image_of_rgb(drawn[_TITLE:]), scope.summary()
    return found
