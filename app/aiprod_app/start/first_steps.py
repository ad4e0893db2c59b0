# SPDX-License-Identifier: Apache-2.0
"""The steps of the first run."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from aiprod.client.client import AsyncClient
from aiprod.film.errors import AiprodError
from aiprod.wire.models import ModelList, ModelView
from aiprod.wire.service import DeviceList, Doctor, GeneratorList
from aiprod_app.i18n.languages import Language, language_in_use
from aiprod_app.start.hardware import able, advice, device_line
from aiprod_app.studio import Studio
from aiprod_app.theme.icons import icon
from aiprod_app.widgets.elided import ElidedLabel


class Step(QWidget):
    """One step: a title, a sentence, and what there is to choose or to see."""

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self.studio = studio
        self._title, self._hint = QLabel(), QLabel()
        self._title.setProperty("kind", "title")
        self._hint.setProperty("kind", "muted")
        self._hint.setWordWrap(True)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 12)
        self.column.setSpacing(12)
        self.column.addWidget(self._title)
        self.column.addWidget(self._hint)
        self.build()

    def build(self) -> None:
        """Make the parts."""

    def entered(self) -> None:
        """The step is shown."""

    def retranslate(self) -> None:
        """Every word in the language in use."""

    def say(self, title: str, hint: str) -> None:
        """Title and sentence."""
        self._title.setText(title)
        self._hint.setText(hint)


class LanguageStep(Step):
    """The language of the desktop, at work at once."""

    def build(self) -> None:
        self._group = QButtonGroup(self)
        self.choices: dict[Language, QRadioButton] = {"fr": QRadioButton("Français"), "en": QRadioButton("English")}
        for language, button in self.choices.items():
            button.setChecked(language == language_in_use())
            button.clicked.connect(lambda _on=False, wanted=language: self._choose(wanted))
            self._group.addButton(button)
            self.column.addWidget(button)
        self.column.addStretch(1)

    def _choose(self, language: Language) -> None:
        self.studio.settings.change(language=language)

    def retranslate(self) -> None:
        self.say(self.tr("Which language do you work in?"), self.tr("Films can be in either language, whatever is chosen here."))


class _AskingStep(Step):
    """A step whose content comes from the engine."""

    def build(self) -> None:
        self._state = QLabel()
        self._state.setProperty("kind", "muted")
        self._state.setWordWrap(True)
        self._list = QWidget()
        self.rows = QVBoxLayout(self._list)
        self.rows.setContentsMargins(0, 0, 8, 0)
        self.rows.setSpacing(8)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(self._list)
        area.viewport().setAutoFillBackground(False)
        self._list.setAutoFillBackground(False)
        self.column.addWidget(self._state)
        self.column.addWidget(area, 1)

    def clear(self) -> None:
        """Take the rows away."""
        while (item := self.rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def failed(self, error: AiprodError) -> None:
        """The engine does not answer; the step can be left out."""
        self._state.setText(self.tr("The engine does not answer yet ({why}). Come back later.").format(why=error.what))
        self._state.show()

    def add_row(self, sign: str, tone: str, text: str, detail: str = "") -> None:
        """A line with a sign, a text, and small print."""
        row, words, picture = QHBoxLayout(), QVBoxLayout(), QLabel()
        whole = QWidget()
        whole.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        picture.setPixmap(icon(sign, tone).pixmap(18, 18))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        words.setSpacing(1)
        for part, kind in ((text, ""), (detail, "small")):
            if part:
                label = QLabel(part)
                label.setProperty("kind", kind)
                label.setTextFormat(Qt.TextFormat.PlainText)
                label.setWordWrap(True)
                words.addWidget(label)
        self.rows.addWidget(whole)

    def add_heading(self, text: str) -> None:
        label = QLabel(text)
        label.setProperty("kind", "heading")
        self.rows.addWidget(label)


class HardwareStep(_AskingStep):
    """What was found, and what it can do."""

    def __init__(self, studio: Studio) -> None:
        self._found: tuple[DeviceList, Doctor, GeneratorList] | None = None
        super().__init__(studio)

    def entered(self) -> None:
        if self._found is None:
            self.studio.engine.ask(_asked_hardware, self._have, self.failed, owner=self)

    def _have(self, found: tuple[DeviceList, Doctor, GeneratorList]) -> None:
        self._found = found
        devices, doctor, generators = found
        self._state.hide()
        self.clear()
        for device in devices.devices:
            self.add_row("chip", "accent", device_line(device), advice(device))
        self.add_heading(self.tr("Where pictures come from on this machine"))
        for generator in generators.generators:
            if not generator.cloud:
                sign, tone = ("check", "good") if generator.available else ("minus", "muted")
                self.add_row(sign, tone, generator.title, able(generator))
        for check in doctor.checks:
            if not check.ok:
                self.add_row("warning", "warning", self.tr("{check}: not well").format(check=check.check), check.found)
        self.rows.addStretch(1)

    def retranslate(self) -> None:
        self.say(self.tr("What this machine can do"), self.tr("Films are made here. A graphics card makes more kinds of them."))
        if self._found is not None:
            self._have(self._found)
        else:
            self._state.setText(self.tr("The engine is looking at this machine…"))


class ModelsStep(_AskingStep):
    """Which models are there, whole, and under which terms."""

    def __init__(self, studio: Studio) -> None:
        self._found: ModelList | None = None
        super().__init__(studio)

    def entered(self) -> None:
        if self._found is None:
            self.studio.engine.ask(lambda client: client.models.list(), self._have, self.failed, owner=self)

    def _have(self, found: ModelList) -> None:
        self._found = found
        self._state.hide()
        self.clear()
        shown = [model for model in found.models if model.need != "test"]
        for model in sorted(shown, key=lambda model: (not model.installed, model.need != "core", model.title)):
            self._row(model)
        self.rows.addStretch(1)

    def _row(self, model: ModelView) -> None:
        words = {"title": model.title, "size": round(model.megabytes), "licence": model.licence}
        text = self.tr("{title} · {size} MB · {licence}").format(**words)
        terms = model.terms_fr if language_in_use() == "fr" and model.terms_fr else model.terms
        missing = self.tr("Needed, and missing: repair it on the Models page.")
        if model.installed:
            self.add_row("check", "good", text, terms)
        else:
            self.add_row(*(("warning", "warning", text, missing) if model.need == "core" else ("download", "muted", text, terms)))

    def retranslate(self) -> None:
        hint = self.tr("These come with AIPROD or can be added on the Models page. None is loaded from the network by itself.")
        self.say(self.tr("Models and their terms"), hint)
        if self._found is not None:
            self._have(self._found)
        else:
            self._state.setText(self.tr("The engine is looking at its models…"))


class FoldersStep(Step):
    """Where films are made."""

    def build(self) -> None:
        row = QHBoxLayout()
        self.place = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self.choose = QPushButton()
        self.choose.clicked.connect(self._ask)
        self._room = QLabel()
        self._room.setProperty("kind", "small")
        row.addWidget(self.place, 1)
        row.addWidget(self.choose)
        self.column.addLayout(row)
        self.column.addWidget(self._room)
        self.column.addStretch(1)

    def entered(self) -> None:
        folder = self.studio.films_folder
        self.place.setText(str(folder))
        self.studio.background.run(lambda: free_gb(folder), self._have_room, owner=self)

    def _have_room(self, free: float) -> None:
        text = self.tr("{free} GB are free there. A minute of film takes about 2 GB while it is made.")
        self._room.setText(text.format(free=round(free)))

    def _ask(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose the folder of your films"), str(self.studio.films_folder))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.use)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def use(self, name: str) -> None:
        """Make new films there."""
        self.studio.settings.change(films=name)
        self.entered()

    def retranslate(self) -> None:
        self.say(
            self.tr("Where are your films kept?"),
            self.tr("Each film is one folder. It can be moved."),
        )
        self.choose.setText(self.tr("Choose…"))
        self.choose.setAccessibleName(self.tr("Choose the folder of your films"))


class PrivacyStep(Step):
    """What leaves the machine."""

    def build(self) -> None:
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self.column.addWidget(self._words)
        self.column.addStretch(1)

    def retranslate(self) -> None:
        self.say(self.tr("Nothing leaves this machine"), self.tr("There is no telemetry, and there are no accounts."))
        parts = (
            self.tr("Briefs, screenplays, pictures and voices are made and kept here."),
            self.tr("A cloud is used only if you agree to it by name, set what may be spent, and give its key: then the text of "
                    "those shots goes there. You can take that back at any time in the preferences."),
            self.tr("A diagnostics file is made only when you ask for it; you see all of it before you save it, and send it "
                    "yourself if you wish."),
        )  # fmt: skip
        self._words.setText("\n\n".join(f"•  {part}" for part in parts))


def free_gb(folder: Path) -> float:
    """Free room of the disk that a folder is, or will be, on."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    return shutil.disk_usage(there).free / 1e9


async def _asked_hardware(client: AsyncClient) -> tuple[DeviceList, Doctor, GeneratorList]:
    return await client.devices.list(), await client.doctor.run(), await client.generators.list()
