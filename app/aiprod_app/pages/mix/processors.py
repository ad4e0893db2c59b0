# SPDX-License-Identifier: Apache-2.0
"""A bus's equaliser, compressor, ducking and surround, to be set."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Literal, cast

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from aiprod.film.mix import Bus, Compression, Ducking, EqBand
from aiprod_app.pages.mix.plots import CompressorPlot, DuckingPlot, EqPlot
from aiprod_app.pages.mix.words import BANDS, band_title, bus_title
from aiprod_app.widgets.letting_go import LettingGo
from aiprod_app.widgets.number import Number
from aiprod_app.widgets.steps import Steps

_MOST_BANDS = 8
_BANDS_PX = 356
_FIELDS: dict[str, tuple[float, float, float, int, str]] = {
    "threshold_db": (-80, 0, 0.5, 1, " dB"), "ratio": (1, 50, 0.1, 1, " : 1"), "attack_s": (0.001, 1, 0.001, 3, " s"),
    "release_s": (0.01, 5, 0.01, 2, " s"), "knee_db": (0.1, 24, 0.5, 1, " dB"), "makeup_db": (0, 24, 0.5, 1, " dB"),
    "depth_db": (-60, 0, 0.5, 1, " dB"), "ahead_s": (0.01, 5, 0.05, 2, " s"), "duck_release_s": (0.01, 10, 0.1, 2, " s"),
    "hold_s": (0, 30, 0.1, 1, " s"), "surround_db": (-96, 0, 0.5, 1, " dB"), "lfe_db": (-96, 10, 0.5, 1, " dB"),
}  # fmt: skip


class Section(QWidget):
    """One processor: its plot, its fields, and a way back to what the studio would do.

    Signals:
        wanted: the fields of a `BusChoices`; None leaves one to the studio.
        released: they are decided.
    """

    wanted = Signal(dict)
    released = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back = QPushButton()
        self.back.setProperty("kind", "quiet")
        self.back.clicked.connect(self._leave)
        self.told = QLabel()
        self.told.setProperty("kind", "small")
        self._held = LettingGo(self.released.emit, self)
        self._own(False)

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self.told, 1)
        row.addWidget(self.back)
        return row

    def _hold(self, fields: dict[str, Any]) -> None:
        self.wanted.emit(fields)
        self._held.hold()

    def _leave(self) -> None:
        self._held.stop()
        self.wanted.emit(self.nothing())
        self.released.emit()

    def nothing(self) -> dict[str, Any]:
        """The fields that leave this to the studio."""
        return {}

    def _own(self, own: bool) -> None:
        self.back.setEnabled(own)
        words = self.tr("Set by you") if own else self.tr("As the studio does it")
        if words != self.told.text():
            self.told.setText(words)
            self.back.setText(self.tr("Leave it to the studio"))


class FieldSection(Section):
    """A processor whose settings are numbers."""

    def __init__(self, names: tuple[str, ...], plot: QWidget | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 4)
        row = QHBoxLayout()
        grid = QGridLayout()
        grid.setVerticalSpacing(3)
        self.fields: dict[str, Number] = {}
        self.labels: dict[str, QLabel] = {}
        for line, name in enumerate(names):
            field, label = Number(*_FIELDS[name]), QLabel()
            label.setProperty("kind", "muted")
            label.setBuddy(field)
            field.valueChanged.connect(partial(self._typed, name))
            self.fields[name], self.labels[name] = field, label
            grid.addWidget(label, line, 0)
            grid.addWidget(field, line, 1)
        grid.setRowStretch(len(names), 1)
        row.addLayout(grid)
        if plot is not None:
            row.addWidget(plot, 1)
        column.addLayout(row, 1)
        column.addLayout(self._foot())

    def _typed(self, _name: str, _value: float) -> None:
        self._hold(self.read())

    def read(self) -> dict[str, Any]:
        """The fields as a `BusChoices` has them."""
        return {}

    def show_fields(self, values: dict[str, float]) -> None:
        for name, value in values.items():
            if not (self._held.isActive() and self.fields[name].hasFocus()):
                with QSignalBlocker(self.fields[name]):
                    self.fields[name].setValue(value)

    def call(self, words: dict[str, str]) -> None:
        """Names of the fields."""
        for name, text in words.items():
            self.labels[name].setText(text)
            self.fields[name].setAccessibleName(text)


class CompressorSection(FieldSection):
    def __init__(self) -> None:
        self.plot = CompressorPlot()
        super().__init__(("threshold_db", "ratio", "attack_s", "release_s", "knee_db", "makeup_db"), self.plot)

    def read(self) -> dict[str, Any]:
        settings = Compression(**{name: field.value() for name, field in self.fields.items()})
        self.plot.show_settings(settings)
        return {"compression": settings}

    def show_settings(self, settings: Compression, *, own: bool) -> None:
        self.show_fields({name: getattr(settings, name) for name in self.fields})
        self.plot.show_settings(settings)
        self._own(own)

    def nothing(self) -> dict[str, Any]:
        return {"compression": None}

    def retranslate(self) -> None:
        """Words in the language in use."""
        self.call({"threshold_db": self.tr("Threshold"), "ratio": self.tr("Ratio"), "attack_s": self.tr("Attack"),
                   "release_s": self.tr("Release"), "knee_db": self.tr("Knee"), "makeup_db": self.tr("Make-up")})  # fmt: skip
        self.plot.setAccessibleName(self.tr("What goes in against what comes out"))


class DuckingSection(FieldSection):
    def __init__(self) -> None:
        self.plot = DuckingPlot()
        super().__init__(("depth_db", "ahead_s", "duck_release_s", "hold_s"), self.plot)

    def read(self) -> dict[str, Any]:
        values = {name.removeprefix("duck_"): field.value() for name, field in self.fields.items()}
        settings = Ducking(**values)
        self.plot.show_settings(settings)
        return {"ducking": settings}

    def show_settings(self, settings: Ducking, *, own: bool) -> None:
        self.show_fields({name: getattr(settings, name.removeprefix("duck_")) for name in self.fields})
        self.plot.show_settings(settings)
        self._own(own)

    def nothing(self) -> dict[str, Any]:
        return {"ducking": None}

    def retranslate(self) -> None:
        """Words in the language in use."""
        self.call({"depth_db": self.tr("Depth"), "ahead_s": self.tr("Ahead"), "duck_release_s": self.tr("Release"),
                   "hold_s": self.tr("Hold")})  # fmt: skip
        self.plot.setAccessibleName(self.tr("How the bus gives way to a line"))


class SurroundSection(FieldSection):
    def __init__(self) -> None:
        super().__init__(("surround_db", "lfe_db"), None)

    def _typed(self, name: str, value: float) -> None:
        self._hold({name: value})

    def show_settings(self, surround_db: float | None, lfe_db: float | None, *, own: bool) -> None:
        self.show_fields(
            {"surround_db": -96.0 if surround_db is None else surround_db, "lfe_db": -96.0 if lfe_db is None else lfe_db}
        )
        self._own(own)

    def nothing(self) -> dict[str, Any]:
        return {"surround_db": None, "lfe_db": None}

    def retranslate(self) -> None:
        """Words in the language in use."""
        self.call({"surround_db": self.tr("Around the audience"), "lfe_db": self.tr("Low end to the LFE")})


class EqSection(Section):
    """The bands of an equaliser, and what they do together."""

    def __init__(self) -> None:
        super().__init__()
        self.bands: tuple[EqBand, ...] = ()
        self.plot = EqPlot()
        self.add = QPushButton()
        self._rows: list[QWidget] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 4)
        row = QHBoxLayout()
        area, inside = QScrollArea(), QWidget()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 6, 0)
        self._list.setSpacing(3)
        self._list.addStretch(1)
        area.setWidget(inside)
        area.setFixedWidth(_BANDS_PX)
        row.addWidget(area)
        row.addWidget(self.add, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        row.addStretch(1)
        column.addWidget(self.plot, 3)
        column.addLayout(row, 2)
        column.addLayout(self._foot())
        self.add.clicked.connect(self._add)

    def show_bands(self, bands: tuple[EqBand, ...], *, own: bool) -> None:
        """The bands as they are; nobody is told."""
        self._own(own)
        self.add.setEnabled(len(bands) < _MOST_BANDS)
        if self._held.isActive() and len(bands) == len(self.bands):
            return
        if bands != self.bands or not self._rows:
            self.bands = bands
            for row in self._rows:
                row.hide()
                row.deleteLater()
            self._rows = [self._row(place, band) for place, band in enumerate(bands)]
            for place, row in enumerate(self._rows):
                self._list.insertWidget(place, row)

    def _row(self, place: int, band: EqBand) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(3)
        kind = QComboBox()
        kind.setProperty("kind", "tight")
        for name in BANDS:
            kind.addItem(band_title(name), name)
        kind.setCurrentIndex(BANDS.index(band.kind))
        kind.activated.connect(lambda _at: self._change(place, kind=kind.currentData()))
        kind.setAccessibleName(self.tr("Kind of band {number}").format(number=place + 1))
        line.addWidget(kind, 1)
        hertz = Number(10, 22_000, 10, 0, " Hz")
        gain = Number(-24, 24, 0.5, 1, " dB")
        width = Number(0.1, 20, 0.05, 2)
        for field, pixels in ((hertz, 74), (gain, 64), (width, 46)):
            field.setFixedWidth(pixels)
        values = (band.frequency_hz, band.gain_db, band.q)
        words = (self.tr("Frequency of band {number}"), self.tr("Gain of band {number}"), self.tr("Q of band {number}"))
        for field, name, value, told in zip((hertz, gain, width), ("frequency_hz", "gain_db", "q"), values, words, strict=True):
            field.setValue(value)
            field.setAccessibleName(told.format(number=place + 1))
            field.setToolTip(told.format(number=place + 1))
            field.valueChanged.connect(partial(self._number, place, name))
            line.addWidget(field)
        gain.setEnabled(not band.kind.endswith("pass"))
        gone = QToolButton()
        gone.setText("✕")
        gone.setProperty("kind", "quiet")
        gone.setAccessibleName(self.tr("Remove band {number}").format(number=place + 1))
        gone.setToolTip(gone.accessibleName())
        gone.clicked.connect(lambda: self._remove(place))
        line.addWidget(gone)
        return row

    def _number(self, place: int, name: str, value: float) -> None:
        self._change(place, **{name: value})

    def _change(self, place: int, **fields: Any) -> None:
        bands = list(self.bands)
        bands[place] = bands[place].changed(**fields)
        if "kind" in fields:
            self._decide(tuple(bands))
        else:
            self.bands = tuple(bands)
            self._hold({"eq": self.bands})

    def _add(self) -> None:
        self._decide((*self.bands, EqBand(kind="bell", frequency_hz=1000, gain_db=0, q=1)))

    def _remove(self, place: int) -> None:
        self._decide(self.bands[:place] + self.bands[place + 1 :])

    def _decide(self, bands: tuple[EqBand, ...]) -> None:
        self._held.stop()
        self.wanted.emit({"eq": bands})
        self.released.emit()

    def nothing(self) -> dict[str, Any]:
        return {"eq": None}

    def retranslate(self) -> None:
        """Words in the language in use."""
        self.add.setText(self.tr("Add a band"))
        self.plot.setAccessibleName(self.tr("What the equaliser does"))


Which = Literal["eq", "compressor", "ducking", "surround"]


class Processors(QFrame):
    """All processors of the bus that is chosen.

    Signals:
        wanted: bus, and fields of its `BusChoices`; released: they are decided.
    """

    wanted = Signal(str, dict)
    released = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "panel")
        self.bus: Bus = "dialogue"
        self._shown: tuple[Bus, bool] | None = None
        self.title = QLabel()
        self.title.setProperty("kind", "heading")
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.setSpacing(2)
        column.addWidget(self.title)
        column.addWidget(self.tabs, 1)

    def build(self) -> Steps:
        """Fill it."""
        self.eq = EqSection()
        yield
        self.tabs.addTab(self.eq, "")
        self.compressor = CompressorSection()
        yield
        self.tabs.addTab(self.compressor, "")
        yield
        self.ducking = DuckingSection()
        yield
        self.tabs.addTab(self.ducking, "")
        self.surround = SurroundSection()
        self.tabs.addTab(self.surround, "")
        for section in self.sections:
            section.wanted.connect(self._wanted)
            section.released.connect(self.released)
        yield

    @property
    def sections(self) -> tuple[Section, ...]:
        return self.eq, self.compressor, self.ducking, self.surround

    def _wanted(self, fields: dict[str, Any]) -> None:
        self.wanted.emit(self.bus, fields)

    def show_bus(self, bus: Bus, *, surround: bool) -> None:
        """Another bus; with 5.1 its surround can be set as well."""
        if (bus, surround) == self._shown:
            return
        self.bus, self._shown = bus, (bus, surround)
        self.title.setText(bus_title(bus))
        self.tabs.setTabVisible(3, surround)
        self.tabs.setTabVisible(2, bus != "dialogue")

    def retranslate(self) -> None:
        """Words in the language in use."""
        for section in self.sections:
            cast("Callable[[], None]", section.retranslate)()  # type: ignore[attr-defined]
        titles = (self.tr("Equaliser"), self.tr("Compressor"), self.tr("Ducking"), self.tr("Surround"))
        for place, title in enumerate(titles):
            self.tabs.setTabText(place, title)
        self.title.setText(bus_title(self.bus))
