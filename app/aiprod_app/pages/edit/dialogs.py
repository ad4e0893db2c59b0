# SPDX-License-Identifier: Apache-2.0
"""Small questions: speed, transition, and whether something shall really be done."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from aiprod.film.time import FrameRate
from aiprod.film.timeline import Alignment, Clip, Transition
from aiprod.film.timeline_clips import KINDS
from aiprod.film.transitions import TRANSITIONS
from aiprod_app.i18n.languages import language_in_use
from aiprod_app.i18n.noop import QT_TRANSLATE_NOOP
from aiprod_app.pages.edit.fields import NumberField
from aiprod_app.theme import tokens
from aiprod_app.timeline.colours import named, palette_of

COLOURS: dict[str, str] = {
    "GREEN": QT_TRANSLATE_NOOP("Colours", "Green"), "CYAN": QT_TRANSLATE_NOOP("Colours", "Cyan"),
    "BLUE": QT_TRANSLATE_NOOP("Colours", "Blue"), "PURPLE": QT_TRANSLATE_NOOP("Colours", "Purple"),
    "MAGENTA": QT_TRANSLATE_NOOP("Colours", "Magenta"), "PINK": QT_TRANSLATE_NOOP("Colours", "Pink"),
    "RED": QT_TRANSLATE_NOOP("Colours", "Red"), "ORANGE": QT_TRANSLATE_NOOP("Colours", "Orange"),
    "YELLOW": QT_TRANSLATE_NOOP("Colours", "Yellow"), "WHITE": QT_TRANSLATE_NOOP("Colours", "White"),
}  # fmt: skip
ALIGNMENTS: dict[Alignment, str] = {
    "centre": QT_TRANSLATE_NOOP("Alignments", "Around the cut"),
    "start": QT_TRANSLATE_NOOP("Alignments", "Behind the cut"),
    "end": QT_TRANSLATE_NOOP("Alignments", "Before the cut"),
}
_PRESETS = (-100, 25, 50, 75, 100, 150, 200, 400)


def transition_title(kind: str) -> str:
    """A transition's name in the language in use."""
    card = TRANSITIONS.get(kind)  # type: ignore[call-overload]
    if card is not None:
        return str(card.title[language_in_use()])
    return {"slide": {"en": "Slide", "fr": "Glissement"}}.get(kind, {}).get(language_in_use(), kind)


def transition_use(kind: str) -> str:
    """What a transition says to an audience, in the language in use."""
    card = TRANSITIONS.get(kind)  # type: ignore[call-overload]
    return str(card.use[language_in_use()]) if card is not None else ""


def transition_kinds() -> tuple[str, ...]:
    return KINDS


def usual_length(kind: str, rate: FrameRate) -> int:
    """A transition's usual length in frames."""
    card = TRANSITIONS.get(kind)  # type: ignore[call-overload]
    return card.frames(rate) if card is not None else rate.frames(0.5)


class _Question(QDialog):
    """A form with Cancel and a button that says what it does."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModal(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        self.form = QFormLayout()
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        column.addLayout(self.form)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go = QPushButton()
        self.go.setProperty("kind", "primary")
        self.go.setDefault(True)
        box.addButton(self.go, QDialogButtonBox.ButtonRole.AcceptRole)
        cancel = box.button(QDialogButtonBox.StandardButton.Cancel)
        cancel.setText(self.tr("Cancel"))
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        column.addWidget(box)

    def add(self, words: str, field: QWidget, name: str) -> None:
        field.setObjectName(name)
        field.setAccessibleName(words)
        self.form.addRow(words, field)


class SpeedDialog(_Question):
    """Speed of a clip in per cent, backwards or not, and whether what follows closes up."""

    def __init__(self, parent: QWidget, clip: Clip) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Change speed"))
        self.go.setText(self.tr("Change speed"))
        self.percent = NumberField(0, 10_000, 5, 1, " %")
        self.percent.show_value(float(abs(clip.speed) * 100))
        self.backwards = QCheckBox(self.tr("Backwards"))
        self.backwards.setChecked(clip.speed < 0)
        self.ripple = QCheckBox(self.tr("What follows moves with its end"))
        self.ripple.setChecked(True)
        self.add(self.tr("Speed"), self.percent, "speed-percent")
        row = QHBoxLayout()
        for preset in _PRESETS:
            row.addWidget(self._preset(preset))
        self.form.addRow("", row)
        self.add("", self.backwards, "speed-backwards")
        self.add("", self.ripple, "speed-ripple")
        self.percent.setFocus()
        self.percent.selectAll()

    def _preset(self, percent: int) -> QPushButton:
        button = QPushButton(f"{percent} %".replace("-", "−"))
        button.setProperty("kind", "quiet")
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self._choose(percent))
        return button

    def _choose(self, percent: int) -> None:
        self.percent.setValue(abs(percent))
        self.backwards.setChecked(percent < 0)

    @property
    def speed(self) -> Fraction:
        """As chosen: 1 as shot, below 0 backwards."""
        found = Fraction(round(self.percent.value() * 10), 1000)
        return -found if self.backwards.isChecked() else found


class TransitionDialog(_Question):
    """Kind, length and place of a transition."""

    def __init__(self, parent: QWidget, rate: FrameRate, now: Transition | None, kind: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Transition"))
        self.go.setText(self.tr("Set transition"))
        self._rate = rate
        self.kind = QComboBox()
        for name in transition_kinds():
            self.kind.addItem(transition_title(name), name)
        self.kind.setCurrentIndex(max(0, self.kind.findData(now.kind if now else kind)))
        self.use = QLabel(wordWrap=True)
        self.use.setProperty("kind", "muted")
        self.frames = NumberField(1, 10_000, 1, 0, self.tr(" frames"))
        self.frames.show_value(float(now.length if now else usual_length(kind, rate)))
        self.alignment = alignment_box()
        if now is not None:
            self.alignment.setCurrentIndex(max(0, self.alignment.findData(now.alignment)))
        self.add(self.tr("Transition"), self.kind, "transition-kind")
        self.form.addRow("", self.use)
        self.add(self.tr("Length"), self.frames, "transition-length")
        self.add(self.tr("Place"), self.alignment, "transition-alignment")
        self.kind.currentIndexChanged.connect(lambda _place: self._chosen(now is None))
        self._chosen(False)

    def _chosen(self, usual: bool) -> None:
        name = self.kind.currentData()
        self.use.setText(transition_use(name))
        if usual:
            self.frames.show_value(float(usual_length(name, self._rate)))


def alignment_box() -> QComboBox:
    """Where a transition lies on its cut."""
    box = QComboBox()
    for name, words in ALIGNMENTS.items():
        box.addItem(QCoreApplication.translate("Alignments", words), name)
    return box


def colour_box(*, none: str = "") -> QComboBox:
    """The colours of clips and markers; `none` names the absence of one."""
    box = QComboBox()
    if none:
        box.addItem(none, "")
    for name, words in COLOURS.items():
        box.addItem(_patch(name), QCoreApplication.translate("Colours", words), name)
    return box


def _patch(name: str) -> QIcon:
    palette = palette_of(tokens())
    tint = palette._user_tint(name)
    every = (*palette.tints, *palette._added)
    made = QPixmap(14, 14)
    made.fill(QColor(named(every[tint])))
    return QIcon(made)


def confirmed(parent: QWidget, title: str, text: str, yes: str, no: str) -> bool:
    """Ask before something that takes work away."""
    box = QMessageBox(QMessageBox.Icon.Question, title, text, QMessageBox.StandardButton.NoButton, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    go = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    go.setObjectName("confirm")
    stay = box.addButton(no, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.exec()
    return box.clickedButton() is go
