# SPDX-License-Identifier: Apache-2.0
"""The dialog for a new film."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from aiprod.film.brief import Language
from aiprod.film.styles import AUTO
from aiprod_app.pages.script.words import word
from aiprod_app.studio import Studio
from aiprod_app.theme.icons import icon
from aiprod_app.widgets.elided import ElidedLabel

SIZES = ("1920x1080", "1280x720", "3840x2160", "2560x1080", "1080x1920", "1080x1080", "640x360")
RATES = ("24", "25", "30", "23.976", "29.97", "50", "60")
_SHORTEST, _LONGEST = 4.0, 7200.0


@dataclass(frozen=True)
class NewFilm:
    """What was asked for. Empty or None lets the brief decide.

    Attributes:
        text: the brief.
        script: a screenplay's file instead of a text.
        folder: where the film's folder is made.
    """

    text: str
    script: Path | None
    language: Language | None
    seconds: float | None
    style: str | None
    size: str
    rate: str
    folder: Path


class NewFilmDialog(QDialog):
    """Asks what the film shall be.

    Signals:
        wanted: a NewFilm.

    Args:
        folder: where films are made.
        script: a screenplay that was dropped.
    """

    wanted = Signal(object)

    def __init__(self, studio: Studio, folder: Path, script: Path | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio, self.folder, self.script = studio, folder, script
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("new-film")
        self._build()
        self.retranslate()
        self._check()
        self.brief.setFocus()
        self.resize(620, 560)
        studio.engine.ask(lambda client: client.styles.list(), lambda found: self._styles(found.styles), _no_styles, owner=self)

    # -- parts ---------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.title, self._hint = QLabel(), QLabel()
        self.title.setProperty("kind", "title")
        self._hint.setProperty("kind", "muted")
        self._hint.setWordWrap(True)
        self.brief = QPlainTextEdit()
        self.brief.setTabChangesFocus(True)
        self.brief.setMinimumHeight(90)
        self.brief.textChanged.connect(self._check)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        for widget in (self.title, self._hint):
            column.addWidget(widget)
        column.addWidget(self._script_row())
        column.addWidget(self.brief, 1)
        column.addLayout(self._form())
        column.addWidget(self._buttons())

    def _script_row(self) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        self._script_name = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self.choose_script, self.drop_script = QPushButton(), QPushButton()
        self.choose_script.setIcon(icon("document"))
        self.choose_script.clicked.connect(self._ask_script)
        self.drop_script.clicked.connect(lambda: self.use_script(None))
        line.addWidget(self._script_name, 1)
        line.addStretch()
        line.addWidget(self.drop_script)
        line.addWidget(self.choose_script)
        return row

    def _form(self) -> QFormLayout:
        self._labels = {name: QLabel() for name in ("language", "length", "style", "size", "folder")}
        self.language, self.style_box, self.size_box, self.rate = QComboBox(), QComboBox(), QComboBox(), QComboBox()
        self.length = QDoubleSpinBox(decimals=0, minimum=_SHORTEST - 1, maximum=_LONGEST, singleStep=5.0)
        self.length.setValue(self.length.minimum())
        self.length.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.style_box.addItem("", "")
        for size in SIZES:
            self.size_box.addItem(size.replace("x", " × "), size)
        for rate in RATES:
            self.rate.addItem("", rate)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        rows = (
            ("language", self.language), ("length", self.length), ("style", self.style_box),
            ("size", _side_by_side(self.size_box, self.rate)), ("folder", self._folder_row()),
        )  # fmt: skip
        for name, field in rows:
            self._labels[name].setBuddy(field)
            form.addRow(self._labels[name], field)
        return form

    def _folder_row(self) -> QWidget:
        self._place = ElidedLabel(str(self.folder), mode=Qt.TextElideMode.ElideMiddle)
        self.choose_folder = QPushButton()
        self.choose_folder.clicked.connect(self._ask_folder)
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._place, 1)
        line.addWidget(self.choose_folder)
        return row

    def _buttons(self) -> QWidget:
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setProperty("kind", "primary")
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        return self.buttons

    # -- what was chosen -----------------------------------------------------------------------------------------------

    def use_script(self, path: Path | None) -> None:
        """Film a screenplay's file instead of a text; None: the text again."""
        self.script = path
        self.retranslate()
        self._check()

    def _ask_script(self) -> None:
        kinds = self.tr("Screenplays and texts (*.fountain *.spmd *.fdx *.txt *.md)")
        dialog = QFileDialog(self, self.tr("Choose a screenplay"), "", kinds)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.use_script(Path(name)))
        dialog.open()

    def _ask_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose where the film's folder is made"), str(self.folder))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._use_folder)
        dialog.open()

    def _use_folder(self, name: str) -> None:
        self.folder = Path(name)
        self._place.setText(name)

    def _styles(self, styles: tuple[str, ...]) -> None:
        for style in (name for name in styles if name != AUTO):
            self.style_box.addItem(word("style", style), style)

    def _check(self) -> None:
        said = bool(self.brief.toPlainText().strip()) or self.script is not None
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(said)
        self.brief.setVisible(self.script is None)
        self.drop_script.setVisible(self.script is not None)
        self._script_name.setVisible(self.script is not None)

    def accept(self) -> None:
        """Tell what is wanted, and close."""
        seconds = self.length.value()
        self.wanted.emit(
            NewFilm(
                text=self.brief.toPlainText().strip(), script=self.script, language=self.language.currentData() or None,
                seconds=seconds if seconds >= _SHORTEST else None, style=self.style_box.currentData() or None,
                size=self.size_box.currentData(), rate=self.rate.currentData(), folder=self.folder,
            )
        )  # fmt: skip
        super().accept()

    # -- words ---------------------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Every word in the language in use."""
        self.setWindowTitle(self.tr("New film"))
        self.title.setText(self.tr("New film"))
        self._hint.setText(self.tr("Say what happens, who is there, what they say. The studio writes, directs and shoots it."))
        self.brief.setPlaceholderText(self.tr("Two sisters meet at a lighthouse at dusk. “You came back,” says Anna."))
        self.brief.setAccessibleName(self.tr("What the film is about"))
        self._script_name.setText(self.script.name if self.script else "")
        self.choose_script.setText(self.tr("Use a screenplay…"))
        self.drop_script.setText(self.tr("Write a brief instead"))
        self.choose_folder.setText(self.tr("Choose…"))
        for name, text in (
            ("language", self.tr("Language")), ("length", self.tr("Length")), ("style", self.tr("Style")),
            ("size", self.tr("Picture")), ("folder", self.tr("Folder")),
        ):  # fmt: skip
            self._labels[name].setText(text)
        self.size_box.setAccessibleName(self.tr("Picture size"))
        self.rate.setAccessibleName(self.tr("Frames per second"))
        self.length.setSpecialValueText(self.tr("As the story needs"))
        self.length.setSuffix(self.tr(" s"))
        self._boxes()
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText(self.tr("Create the film"))
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("Cancel"))

    def _boxes(self) -> None:
        chosen = self.language.currentIndex()
        self.language.clear()
        for text, value in ((self.tr("As the brief is written"), ""), (self.tr("English"), "en"), (self.tr("French"), "fr")):
            self.language.addItem(text, value)
        self.language.setCurrentIndex(max(chosen, 0))
        self.style_box.setItemText(0, self.tr("As the brief says"))
        for index in range(1, self.style_box.count()):
            self.style_box.setItemText(index, word("style", str(self.style_box.itemData(index))))
        for index, rate in enumerate(RATES):
            self.rate.setItemText(index, self.tr("{rate} frames per second").format(rate=rate))


def _side_by_side(*fields: QWidget) -> QWidget:
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    for field in fields:
        row.addWidget(field, 1)
    return whole


def _no_styles(_error: object) -> None:
    """Without the engine there is the studio's own style."""
