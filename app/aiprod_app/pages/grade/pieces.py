# SPDX-License-Identifier: Apache-2.0
"""The panels of the Grade page: primaries, looks, LUT, reasons, and the bar above the picture."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from aiprod.film.grade import Lut
from aiprod_app.background import Background
from aiprod_app.pages.grade.desk import Reach
from aiprod_app.pages.grade.files import spaces
from aiprod_app.pages.grade.gallery import Gallery
from aiprod_app.pages.grade.sliders import Range, ValueSlider
from aiprod_app.widgets.elided import ElidedLabel

SLIDERS: dict[str, Range] = {
    "exposure": Range(-4.0, 4.0, 0.0, 0.05, 2),
    "warmth": Range(-16.0, 16.0, 0.0, 0.25, 1),
    "tint": Range(-16.0, 16.0, 0.0, 0.25, 1),
    "contrast": Range(0.4, 2.0, 1.0, 0.01, 2),
    "saturation": Range(0.0, 2.5, 1.0, 0.01, 2),
}
_PERCENT = Range(0.0, 100.0, 100.0, 1.0, 0, " %")


class Primaries(QWidget):
    """The sliders."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        self.sliders = {name: ValueSlider(span, grid, row) for row, (name, span) in enumerate(SLIDERS.items())}
        column.addLayout(grid)
        self.on_top = QCheckBox()
        column.addWidget(self.on_top)
        column.addStretch(1)
        self.retranslate()

    def retranslate(self) -> None:
        """Words in the language in use."""
        words = {
            "exposure": (self.tr("Exposure"), self.tr("Stops of light in the scene")),
            "warmth": (self.tr("Temperature"), self.tr("Colder or warmer light, in printer points")),
            "tint": (self.tr("Tint"), self.tr("Greener or more magenta, in printer points")),
            "contrast": (self.tr("Contrast"), self.tr("The slope of all channels, turned about mid grey")),
            "saturation": (self.tr("Saturation"), self.tr("How colourful: 0 is grey, 1 as it is")),
        }
        for name, (title, told) in words.items():
            reset = self.tr("Double click to reset")
            self.sliders[name].call(title, f"{told}\n{reset}")
        self.on_top.setText(self.tr("On top of the studio’s grade"))
        self.on_top.setToolTip(self.tr("Otherwise your grade stands alone, without the studio’s balance and look"))


class LooksPanel(QWidget):
    """The looks and how strongly they are laid on.

    Signals:
        strength_moved, strength_released: of the look, 0–1.
    """

    strength_moved = Signal(float)
    strength_released = Signal()

    def __init__(self, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 4, 8)
        column.setSpacing(6)
        self.title = QLabel()
        self.title.setProperty("kind", "heading")
        column.addWidget(self.title)
        self.gallery = Gallery(background)
        column.addWidget(self.gallery, 1)
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        self.strength = ValueSlider(_PERCENT, grid, 0)
        column.addLayout(grid)
        self.strength.moved.connect(lambda value: self.strength_moved.emit(value / 100))
        self.strength.released.connect(self.strength_released)
        self.retranslate()

    def show_look(self, name: str, strength: float) -> None:
        """The look in use; nobody is told."""
        self.gallery.show_current(name)
        self.strength.show_value(100 * strength)
        self.strength.set_able(name != "neutral")

    def retranslate(self) -> None:
        """Words in the language in use."""
        self.title.setText(self.tr("Looks"))
        self.strength.call(self.tr("Strength"), self.tr("How strongly the look is laid on"))
        self.gallery.retranslate()


class LutPanel(QWidget):
    """A LUT of somebody else's.

    Signals:
        import_asked: with a key of the spaces.
        remove_asked.
        strength_moved, strength_released: 0–1.
    """

    import_asked = Signal(str)
    remove_asked = Signal()
    strength_moved = Signal(float)
    strength_released = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        self.name = ElidedLabel()
        self.name.setProperty("kind", "heading")
        column.addWidget(self.name)
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        self.strength = ValueSlider(_PERCENT, grid, 0)
        self.space_name, self.space = QLabel(), QComboBox()
        self.space_name.setProperty("kind", "muted")
        self.space_name.setBuddy(self.space)
        self.space.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.space.setMinimumContentsLength(8)
        grid.addWidget(self.space_name, 1, 0)
        grid.addWidget(self.space, 1, 1, 1, 2)
        column.addLayout(grid)
        row = QHBoxLayout()
        self.bring, self.remove = QPushButton(), QPushButton()
        self.remove.setProperty("kind", "quiet")
        row.addWidget(self.bring)
        row.addWidget(self.remove)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        for name, title in spaces().items():
            self.space.addItem(title, name)
        self.space.setCurrentIndex(self.space.findData("rec709"))
        self.bring.clicked.connect(lambda: self.import_asked.emit(str(self.space.currentData())))
        self.remove.clicked.connect(self.remove_asked)
        self.strength.moved.connect(lambda value: self.strength_moved.emit(value / 100))
        self.strength.released.connect(self.strength_released)
        self._lut: Lut | None = None
        self.retranslate()

    def show_lut(self, lut: Lut | None, strength: float) -> None:
        """The LUT in use; nobody is told."""
        self._lut = lut
        self.name.setText(lut.name if lut is not None else self.tr("No LUT"))
        if lut is not None:
            self.space.setCurrentIndex(self.space.findData(lut.space))
        self.strength.show_value(100 * strength)
        self.strength.set_able(lut is not None)
        self.remove.setEnabled(lut is not None)

    def retranslate(self) -> None:
        """Words in the language in use."""
        self.strength.call(self.tr("Strength"), self.tr("How strongly the LUT is laid on"))
        self.space_name.setText(self.tr("It takes"))
        self.space.setAccessibleName(self.tr("The colours that the LUT takes"))
        self.bring.setText(self.tr("Bring in a LUT…"))
        self.remove.setText(self.tr("Remove"))
        self.name.setText(self._lut.name if self._lut is not None else self.tr("No LUT"))


class WhyPanel(QScrollArea):
    """Why the shot is graded so."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.words.setMargin(8)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setWidget(self.words)

    def say(self, lines: list[str]) -> None:
        """One line for each reason."""
        text = "\n\n".join(lines)
        self.words.setText(text)
        self.setAccessibleDescription(text)


class DeskBar(QWidget):
    """The bar above the picture: how far a change reaches, before and after, and what can be done with the whole grade.

    Signals:
        reach_asked: "shot", "scene" or "film".
        compare_asked: "", "wipe" or "side".
        held: whether the picture is shown as it was shot for the moment.
    """

    reach_asked = Signal(str)
    compare_asked = Signal(str)
    held = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(8, 5, 8, 5)
        self.row.setSpacing(4)
        self.reaches: dict[Reach, QPushButton] = {}
        self._reach_group, self._compare_group = QButtonGroup(self), QButtonGroup(self)
        for reach in ("shot", "scene", "film"):
            button = self._choice(self._reach_group)
            button.clicked.connect(lambda _on=False, name=reach: self.reach_asked.emit(name))
            self.reaches[reach] = button  # type: ignore[index]
        self.place = ElidedLabel()
        self.place.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.place.setProperty("kind", "muted")
        self.row.addSpacing(8)
        self.row.addWidget(self.place, 1)
        self.compares: dict[str, QPushButton] = {}
        for mode in ("", "wipe", "side"):
            button = self._choice(self._compare_group)
            button.clicked.connect(lambda _on=False, name=mode: self.compare_asked.emit(name))
            self.compares[mode] = button
        self.hold = QPushButton()
        self.hold.pressed.connect(lambda: self.held.emit(True))
        self.hold.released.connect(lambda: self.held.emit(False))
        self.row.addWidget(self.hold)
        self.row.addSpacing(8)
        self.copy, self.paste, self.reset = QPushButton(), QPushButton(), QPushButton()
        self.match, self.more = QPushButton(), QPushButton()
        self.match_menu, self.more_menu = QMenu(self), QMenu(self)
        for button, menu in ((self.match, self.match_menu), (self.more, self.more_menu)):
            button.setMenu(menu)
        for button in (self.copy, self.paste, self.match, self.reset, self.more):
            self.row.addWidget(button)
        self.reaches["shot"].setChecked(True)
        self.compares[""].setChecked(True)
        self.retranslate()

    def _choice(self, group: QButtonGroup) -> QPushButton:
        button = QPushButton()
        button.setCheckable(True)
        button.setProperty("kind", "quiet")
        group.addButton(button)
        self.row.addWidget(button)
        return button

    def show_compare(self, mode: str) -> None:
        """The way of comparing that is on."""
        self.compares[mode].setChecked(True)

    def retranslate(self) -> None:
        """Words in the language in use."""
        self.reaches["shot"].setText(self.tr("Shot"))
        self.reaches["scene"].setText(self.tr("Scene"))
        self.reaches["film"].setText(self.tr("Film"))
        self.reaches["shot"].setToolTip(self.tr("What you change is changed for this shot"))
        self.reaches["scene"].setToolTip(self.tr("What you change is changed for all shots of this scene"))
        self.reaches["film"].setToolTip(self.tr("What you change is changed for the whole film"))
        self.compares[""].setText(self.tr("After"))
        self.compares["wipe"].setText(self.tr("Wipe"))
        self.compares["side"].setText(self.tr("Side by side"))
        self.compares[""].setToolTip(self.tr("The graded picture alone"))
        self.compares["wipe"].setToolTip(self.tr("As it was shot on one side, graded on the other"))
        self.compares["side"].setToolTip(self.tr("As it was shot beside the graded picture"))
        self.hold.setText(self.tr("Before"))
        self.hold.setToolTip(self.tr("As it was shot, for as long as the button or the space bar on it is held"))
        self.copy.setText(self.tr("Copy"))
        self.paste.setText(self.tr("Paste"))
        self.reset.setText(self.tr("Reset"))
        self.match.setText(self.tr("Match to"))
        self.more.setText(self.tr("Files"))


def palette(title: QLabel | None, inside: QWidget) -> QFrame:
    """A panel of the lower row."""
    frame = QFrame()
    frame.setProperty("kind", "panel")
    column = QVBoxLayout(frame)
    column.setContentsMargins(8, 6, 8, 8)
    column.setSpacing(6)
    if title is not None:
        title.setProperty("kind", "heading")
        column.addWidget(title)
    column.addWidget(inside, 1)
    return frame
