# SPDX-License-Identifier: Apache-2.0
"""The hand-off folder, for editors that no panel can live in: what is written, and where to click to import it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from aiprod_app.accessibility import announce
from aiprod_app.editors import words
from aiprod_app.editors.form import fill, language, roomy_combo
from aiprod_app.engine.films import film_id
from aiprod_app.i18n.noop import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from aiprod.client.client import AsyncClient
    from aiprod.film.errors import AiprodError
    from aiprod.wire.clips import HandedOff
    from aiprod_app.studio import Studio

CLICKS: dict[str, tuple[str, str]] = {
    "resolve": ("DaVinci Resolve", QT_TRANSLATE_NOOP("Handoff",
        "1. File ▸ Import ▸ Timeline…\n"
        "2. Choose the .otio file of the folder (in older versions: the .xml file).\n"
        "3. Leave “Automatically import source clips into media pool” ticked, and press OK.\n"
        "4. If media is offline: select the clips, right-click ▸ Relink Selected Clips…, and choose the folder “media”.")),
    "premiere": ("Premiere Pro", QT_TRANSLATE_NOOP("Handoff",
        "1. File ▸ Import…, and choose the .xml file of the folder.\n"
        "2. The sequence and its clips are in a bin of the project.\n"
        "3. If media is offline: select the clips, right-click ▸ Link Media…, and choose the folder “media”.")),
    "avid": ("Media Composer", QT_TRANSLATE_NOOP("Handoff",
        "1. Link the files of the folder “media”: File ▸ Input ▸ Link to Media.\n"
        "2. File ▸ Input ▸ Import Media, and choose the .edl file.\n"
        "3. Relink the sequence: right-click ▸ Relink ▸ Managed Media.")),
    "final_cut": ("Final Cut Pro", QT_TRANSLATE_NOOP("Handoff",
        "1. File ▸ Import ▸ XML…, and choose the .fcpxml file of the folder.\n"
        "2. If media is missing: File ▸ Relink Files ▸ Original Media…, and choose the folder “media”.")),
    "kdenlive": ("Kdenlive", QT_TRANSLATE_NOOP("Handoff",
        "1. File ▸ OpenTimelineIO Import…, and choose the .otio file of the folder.\n"
        "2. If a clip is missing, Kdenlive asks for it: choose the folder “media”.")),
}  # fmt: skip
"""How each editor imports the folder."""


class HandoffView(QWidget):
    """A film and a folder; then what was written, what could not be carried, and the clicks."""

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self.studio = studio
        self.setObjectName("hand-off")
        self.path: Path | None = None
        self._build()
        self.retranslate()
        studio.film.opened.connect(self._check)
        studio.film.closed.connect(self._check)

    # -- parts ---------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.hint, self.film, self.state = _words("muted"), _words("heading"), _words("")
        self.where, self.choose = QLineEdit(), QPushButton()
        self.where.setReadOnly(True)
        self.choose.clicked.connect(self._ask_where)
        self.go, self.show_it = QPushButton(), QPushButton()
        self.go.setProperty("kind", "primary")
        self.go.clicked.connect(self.write)
        self.show_it.clicked.connect(self._open)
        self.editor: QComboBox = roomy_combo()
        fill(self.editor, [(key, name) for key, (name, _clicks) in CLICKS.items()])
        self.editor.activated.connect(lambda _row: self._show_clicks())
        self.clicks_title, self.clicks = QLabel(), _words("")
        self.clicks_title.setBuddy(self.editor)
        self.clicks_title.setProperty("kind", "heading")
        self.report_title, self.report = QLabel(), QPlainTextEdit()
        self.report_title.setProperty("kind", "heading")
        self.report_title.setBuddy(self.report)
        self.report.setReadOnly(True)
        self.report.setTabChangesFocus(True)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addWidget(self.hint)
        column.addWidget(self.film)
        row = QHBoxLayout()
        row.addWidget(self.where, 1)
        row.addWidget(self.choose)
        column.addLayout(row)
        row = QHBoxLayout()
        row.addWidget(self.go)
        row.addWidget(self.show_it)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.state)
        column.addWidget(self.report_title)
        column.addWidget(self.report, 1)
        column.addWidget(self.clicks_title)
        column.addWidget(self.editor)
        column.addWidget(self.clicks)
        column.addStretch(0)
        for widget in (self.report_title, self.report, self.show_it):
            widget.hide()

    # -- writing it ----------------------------------------------------------------------------------------------------

    def _check(self, _shown: object = None) -> None:
        film = self.studio.film
        able = film.is_open and film.shown is not None
        named = self.tr("Film: {name}")
        self.film.setText(named.format(name=film.shown.film.name) if able and film.shown else self.tr("Open a film first."))
        self.go.setEnabled(able)

    def _ask_where(self) -> None:
        dialog = QFileDialog(self, self.tr("The folder that the hand-off goes into"), self.where.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.where.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write(self) -> None:
        """Have the engine write it."""
        root, chosen = self.studio.film.root, self.where.text()
        to = str(Path(chosen) / f"{root.stem} hand-off") if chosen else None
        self.go.setEnabled(False)
        self.state.setText(self.tr("It is being written…"))

        async def written(client: AsyncClient) -> HandedOff:
            return await client.clips.handoff(film=await film_id(client, root), to=to, lang=language())  # type: ignore[arg-type]

        self.studio.engine.ask(written, self._done, self._failed, owner=self)

    def _done(self, found: HandedOff) -> None:
        self._check()
        self.path = Path(found.path)
        self.state.setText(self.tr("%n file(s) in {folder}", "", len(found.files)).format(folder=found.path))
        lines = [f"{name}: {words.engine(text)}" for name, texts in found.reports.items() for text in texts]
        self.report.setPlainText("\n".join(lines) or self.tr("Every file carries everything."))
        for widget in (self.report_title, self.report, self.show_it):
            widget.show()
        announce(self.state, self.state.text())

    def _failed(self, error: AiprodError) -> None:
        self._check()
        self.state.setText(". ".join(part.rstrip(".") for part in (error.what, error.why, error.remedy) if part) + ".")
        announce(self.state, self.state.text(), urgent=True)

    def _open(self) -> None:
        if self.path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.path)))

    # -- words ---------------------------------------------------------------------------------------------------------

    def _show_clicks(self) -> None:
        _name, text = CLICKS[str(self.editor.currentData())]
        self.clicks.setText(QCoreApplication.translate("Handoff", text))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Every word in the language in use."""
        self.hint.setText(
            self.tr("For editors that no panel can live in (Resolve’s free edition from 21.1, and others): a folder with media, "
                    "the timeline in several formats, subtitles, looks and instructions.")
        )  # fmt: skip
        self.where.setPlaceholderText(self.tr("Among your films"))
        self.where.setAccessibleName(self.tr("The folder that the hand-off goes into"))
        self.choose.setText(self.tr("Choose…"))
        self.choose.setAccessibleName(self.tr("Choose the folder"))
        self.go.setText(self.tr("Write the folder"))
        self.show_it.setText(self.tr("Show the folder"))
        self.clicks_title.setText(self.tr("How it is imported"))
        self.editor.setAccessibleName(self.tr("Editor"))
        self.report_title.setText(self.tr("What the formats could not carry"))
        self.report.setAccessibleName(self.report_title.text())
        self._show_clicks()
        self._check()


def _words(kind: str) -> QLabel:
    label = QLabel()
    label.setProperty("kind", kind)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
