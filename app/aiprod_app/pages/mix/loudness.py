# SPDX-License-Identifier: Apache-2.0
"""How loud the programme is, and how loud it is meant to be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from aiprod.film.mix import TARGETS, Anchor, Layout
from aiprod_app.pages.mix.desk import MixDesk
from aiprod_app.pages.mix.words import ANCHORS, LAYOUTS, anchor_title, layout_title, target_source, target_title
from aiprod_app.theme.sheet import restyle
from aiprod_app.theme.tokens import tokens
from aiprod_app.widgets.elided import ElidedLabel
from aiprod_app.widgets.letting_go import LettingGo
from aiprod_app.widgets.number import Number, decimal
from aiprod_app.widgets.steps import Steps

if TYPE_CHECKING:
    from aiprod.media.meter import Reading

_QUIETEST = -70.0
_SPAN = 24.0
"""LU about the target that the bars show: 18 below, 6 above."""


class LoudnessBars(QWidget):
    """Momentary, short-term and integrated loudness as bars about the target."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.values = [_QUIETEST] * 3
        self.names = ("M", "S", "I")
        self.target, self.tolerance = -16.0, 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(74)

    def sizeHint(self) -> QSize:
        return QSize(220, 74)

    def show_values(self, values: list[float]) -> None:
        self.values = values
        self.update()

    def aim(self, target: float, tolerance: float) -> None:
        """Where the line stands."""
        if (target, tolerance) != (self.target, self.tolerance):
            self.target, self.tolerance = target, tolerance
            self.update()

    def _x(self, box: QRectF, lufs: float) -> float:
        share = (lufs - (self.target - 18)) / _SPAN
        return box.left() + min(max(share, 0.0), 1.0) * box.width()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = QFont(painter.font())
        font.setPixelSize(theme.small_px)
        painter.setFont(font)
        box = QRectF(18, 2, self.width() - 20, self.height() - 18)
        each = box.height() / 3
        for place, (name, value) in enumerate(zip(self.names, self.values, strict=True)):
            row = QRectF(box.left(), box.top() + place * each + 2, box.width(), each - 4)
            painter.setPen(theme.colour("muted"))
            painter.drawText(QRectF(0, row.top(), 14, row.height()), Qt.AlignmentFlag.AlignVCenter, name)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor("#0b0c0e") if theme.name != "light" else QColor("#30343a"))
            painter.drawRoundedRect(row, 2, 2)
            over = value > self.target + self.tolerance
            painter.setBrush(theme.colour("warning") if over else QColor("#57c46f"))
            painter.drawRoundedRect(QRectF(row.left(), row.top(), self._x(box, value) - row.left(), row.height()), 2, 2)
        low, high = self._x(box, self.target - self.tolerance), self._x(box, self.target + self.tolerance)
        painter.fillRect(QRectF(low, box.top(), high - low, box.height()), theme.colour("accent", 60))
        painter.setPen(QPen(theme.colour("accent"), 2))
        middle = self._x(box, self.target)
        painter.drawLine(QPointF(middle, box.top()), QPointF(middle, box.bottom()))
        painter.setPen(theme.colour("muted"))
        for lu in (-18, -12, -6, 0, 6):
            x = self._x(box, self.target + lu)
            words = QRectF(x - 20, box.bottom() + 1, 40, 14)
            side = Qt.AlignmentFlag.AlignHCenter
            if lu == 6:
                words, side = QRectF(x - 40, box.bottom() + 1, 40, 14), Qt.AlignmentFlag.AlignRight
            elif lu == -18:
                words, side = QRectF(x, box.bottom() + 1, 40, 14), Qt.AlignmentFlag.AlignLeft
            painter.drawText(words, side, decimal(self.target + lu, 0))


class LoudnessPanel(QFrame):
    """Readings, and the target.

    Signals:
        mix_asked: the film is to be mixed now.
    """

    mix_asked = Signal()

    def __init__(self, desk: MixDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "panel")
        self._desk = desk
        self.title, self.state = QLabel(), QLabel()
        self.title.setProperty("kind", "heading")
        self.state.setWordWrap(True)
        self.state.setProperty("kind", "small")
        self.bars = LoudnessBars()
        self.big = QLabel("—")
        self.big.setStyleSheet("font-size: 26px; font-weight: 600;")
        self.unit = QLabel("LUFS")
        self.unit.setProperty("kind", "muted")
        self.rows: dict[str, tuple[QLabel, QLabel, QLabel]] = {}
        self.target, self.layout_choice, self.anchor = QComboBox(), QComboBox(), QComboBox()
        self.level = Number(-31.0, -9.0, 0.5, 1, " LUFS")
        self.ceiling = Number(-20.0, 0.0, 0.1, 1, " dBTP")
        self.rooms = QCheckBox()
        self.mix_now = QPushButton()
        self.mix_now.setProperty("kind", "primary")
        self._labels: dict[str, QLabel] = {}
        self._level_held = LettingGo(self._level_done, self)
        self._ceiling_held = LettingGo(self._ceiling_done, self)

    def build(self) -> Steps:
        """Fill it, and its bar."""
        yield from self._lay_out()
        self._connect()
        yield
        self.retranslate()
        yield

    def _lay_out(self) -> Steps:
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 10, 10)
        column.setSpacing(6)
        head = QGridLayout()
        head.addWidget(self.title, 0, 0)
        head.addWidget(self.big, 0, 1, Qt.AlignmentFlag.AlignRight)
        head.addWidget(self.unit, 0, 2, Qt.AlignmentFlag.AlignBottom)
        head.setColumnStretch(0, 1)
        column.addLayout(head)
        column.addWidget(self.bars)
        yield
        column.addLayout(self._readings())
        column.addSpacing(2)
        yield
        column.addLayout(self._settings())
        column.addStretch(1)
        yield
        self.bar = QWidget()
        self.bar.setProperty("kind", "panel")
        self.bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(12, 5, 8, 5)
        row.setSpacing(8)
        row.addWidget(self.state, 1)
        for key, field in (("layout", self.layout_choice), ("target", self.target)):
            row.addWidget(self._labels[key])
            row.addWidget(field)
        row.addWidget(self.mix_now)
        yield

    def _readings(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setColumnStretch(0, 1)
        grid.setVerticalSpacing(2)
        self.now_head, self.mix_head = QLabel(), QLabel()
        for place, label in enumerate((self.now_head, self.mix_head), start=1):
            label.setProperty("kind", "small")
            grid.addWidget(label, 0, place, Qt.AlignmentFlag.AlignRight)
        for row, key in enumerate(("integrated", "short", "momentary", "range", "peak", "dialogue"), start=1):
            labels = ElidedLabel(), QLabel("—"), QLabel("—")
            labels[0].setProperty("kind", "muted")
            for place, label in enumerate(labels):
                side = Qt.AlignmentFlag.AlignRight if place else Qt.AlignmentFlag.AlignLeft
                grid.addWidget(label, row, place, side)
            self.rows[key] = labels
        grid.setColumnMinimumWidth(1, 84)
        grid.setColumnMinimumWidth(2, 84)
        return grid

    def _settings(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setVerticalSpacing(4)
        fields = {"target": self.target, "layout": self.layout_choice, "level": self.level, "anchor": self.anchor,
                  "ceiling": self.ceiling}  # fmt: skip
        for row, (key, field) in enumerate(fields.items()):
            label = QLabel()
            label.setProperty("kind", "muted")
            label.setBuddy(field)
            self._labels[key] = label
            if key not in ("target", "layout"):  # those stand in the bar
                grid.addWidget(label, row, 0)
                grid.addWidget(field, row, 1)
            if isinstance(field, QComboBox):
                field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
                field.setMinimumContentsLength(16)
        grid.addWidget(self.rooms, len(fields), 0, 1, 2)
        for name in TARGETS:
            self.target.addItem("", name)
        self.target.addItem("", "")
        for layout in LAYOUTS:
            self.layout_choice.addItem("", layout)
        for anchor in ANCHORS:
            self.anchor.addItem("", anchor)
        return grid

    def _connect(self) -> None:
        self.target.activated.connect(self._aimed)
        self.layout_choice.activated.connect(lambda _at: self._desk.want(layout=cast("Layout", self.layout_choice.currentData())))
        self.anchor.activated.connect(lambda _at: self._desk.want(anchor=cast("Anchor", self.anchor.currentData())))
        self.level.valueChanged.connect(lambda _value: self._level_held.hold())
        self.ceiling.valueChanged.connect(lambda _value: self._ceiling_held.hold())
        self.rooms.clicked.connect(lambda on: self._desk.want(rooms=on))
        self.mix_now.clicked.connect(self.mix_asked)

    def _aimed(self, _at: int) -> None:
        name = str(self.target.currentData())
        if name and name != self._desk.target:
            self._desk.aim_at(name)
        elif not name:
            self.level.setFocus()

    def _level_done(self) -> None:
        self._desk.want(loudness_lufs=self.level.value())

    def _ceiling_done(self) -> None:
        self._desk.want(true_peak_dbtp=self.ceiling.value())

    # -- what is shown -------------------------------------------------------------------------------------------------

    def show_settings(self) -> None:
        """What is decided."""
        brief = self._desk.brief
        self.setEnabled(brief is not None)
        if brief is None:
            return
        mixing, name = brief.mixing, self._desk.target
        blocked = [QSignalBlocker(field) for field in (self.target, self.layout_choice, self.anchor, self.level, self.ceiling)]
        self.target.setCurrentIndex(self.target.findData(name))
        self.layout_choice.setCurrentIndex(self.layout_choice.findData(mixing.layout))
        self.anchor.setCurrentIndex(self.anchor.findData(mixing.anchor))
        if not self._level_held.isActive():
            self.level.setValue(brief.loudness_lufs)
        if not self._ceiling_held.isActive():
            self.ceiling.setValue(mixing.true_peak_dbtp)
        self.rooms.setChecked(mixing.rooms)
        del blocked
        self.bars.aim(brief.loudness_lufs, TARGETS[name].tolerance_lu if name else 1.0)

    def show_reading(self, reading: Reading) -> None:
        """What the player's meter reads."""
        self.bars.show_values([reading.momentary_lufs, reading.short_term_lufs, reading.integrated_lufs])
        self.big.setText(self._number(reading.integrated_lufs))
        self._put(1, integrated=reading.integrated_lufs, short=reading.short_term_lufs, momentary=reading.momentary_lufs,
                  range=reading.range_lu, peak=reading.true_peak_dbtp, dialogue=reading.dialogue_lufs)  # fmt: skip
        words = self.tr("Integrated {integrated} LUFS, short-term {short}, momentary {momentary}")
        self.bars.setAccessibleDescription(words.format(
            integrated=self._number(reading.integrated_lufs), short=self._number(reading.short_term_lufs),
            momentary=self._number(reading.momentary_lufs),
        ))  # fmt: skip

    def show_mix(self, facts: Mapping[str, Any] | None) -> None:
        """What was measured of the last mix."""
        facts = facts or {}
        keys = {"integrated": "loudness_lufs", "short": "short_term_max_lufs", "momentary": "momentary_max_lufs",
                "range": "range_lu", "peak": "true_peak_dbtp", "dialogue": "dialogue_lufs"}  # fmt: skip
        self._put(2, **{row: facts.get(key) for row, key in keys.items()})
        if facts and self.big.text() == "—":
            self.big.setText(self._number(float(facts.get("loudness_lufs", _QUIETEST))))

    def _put(self, column: int, **values: float | None) -> None:
        units = {"range": "LU", "peak": "dBTP"}
        for row, value in values.items():
            number = "—" if value is None else self._number(value)
            self.rows[row][column].setText(number if number == "—" else f"{number} {units.get(row, 'LUFS')}")

    def _number(self, value: float) -> str:
        return "—" if value <= _QUIETEST else decimal(float(value), 1)

    def say(self, words: str, kind: str = "small") -> None:
        """How the mix stands."""
        self.state.setText(words)
        if self.state.property("kind") != kind:
            self.state.setProperty("kind", kind)
            restyle(self.state)

    def retranslate(self) -> None:
        """Words in the language in use."""
        self.title.setText(self.tr("Loudness"))
        self.big.setToolTip(self.tr("Integrated loudness, as heard since playing began"))
        self.bars.setAccessibleName(self.tr("Momentary, short-term and integrated loudness about the target"))
        self.now_head.setText(self.tr("heard"))
        self.mix_head.setText(self.tr("last mix"))
        rows = {"integrated": self.tr("Integrated"), "short": self.tr("Short-term, 3 s"),
                "momentary": self.tr("Momentary, 0.4 s"), "range": self.tr("Range"), "peak": self.tr("True peak"),
                "dialogue": self.tr("Dialogue")}  # fmt: skip
        for key, words in rows.items():
            self.rows[key][0].setText(words)
        names = {"target": self.tr("Target"), "level": self.tr("Level"), "layout": self.tr("Channels"),
                 "anchor": self.tr("Counts"), "ceiling": self.tr("Ceiling")}  # fmt: skip
        for key, words in names.items():
            self._labels[key].setText(words)
        self.target.setAccessibleName(names["target"])
        self.layout_choice.setAccessibleName(names["layout"])
        self.anchor.setAccessibleName(self.tr("What stands at the target"))
        self.anchor.setToolTip(self.tr("What stands at the target"))
        self.level.setAccessibleName(names["level"])
        self.ceiling.setAccessibleName(names["ceiling"])
        self.ceiling.setToolTip(self.tr("No true peak goes above it"))
        for place, name in enumerate(TARGETS):
            words = self.tr("{name} ({lufs} LUFS)")
            lufs = decimal(TARGETS[name].lufs, 0)
            self.target.setItemText(place, words.format(name=target_title(name), lufs=lufs))
            self.target.setItemData(place, target_source(name), Qt.ItemDataRole.ToolTipRole)
        self.target.setItemText(len(TARGETS), self.tr("Own"))
        for place, layout in enumerate(LAYOUTS):
            self.layout_choice.setItemText(place, layout_title(layout))
        for place, anchor in enumerate(ANCHORS):
            self.anchor.setItemText(place, anchor_title(anchor))
        self.rooms.setText(self.tr("Lines sound in the room of their scene"))
        self.mix_now.setText(self.tr("Mix now"))
        self.mix_now.setToolTip(self.tr("Have the engine make the real mix, with equalisers, compressors, rooms and limiter"))
