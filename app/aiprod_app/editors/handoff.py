# SPDX-License-Identifier: Apache-2.0
"""The hand-off folder, for editors that no panel can live in: what is written, and where to click to import it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QUrl
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
from aiprod_app.widgets.prose import prose

if TYPE_CHECKING:
    from aiprod.client.client import AsyncClient
    from aiprod.film.errors import AiprodError
    from aiprod.wire.clips import ClipList, HandedOff
    from aiprod.wire.films import FilmList
    from aiprod_app.studio import Studio

_OPEN = "."
_CLIPS = 500
"""The newest clips that are looked at."""
CLICKS: dict[str, tuple[str, str]] = {
    "resolve": ("DaVinci Resolve", QT_TRANSLATE_NOOP("Handoff",
        "1. File ▸ Import ▸ Timeline…\n"
        "2. Choose timeline.otio in the folder (before Resolve 18.5: timeline_fcp7.xml).\n"
        "3. Leave “Automatically import source clips into media pool” ticked, and press OK.\n"
        "4. If media is offline: select the clips, right-click ▸ Relink Selected Clips…, and choose the folder “media”.")),
    "premiere": ("Premiere Pro", QT_TRANSLATE_NOOP("Handoff",
        "1. File ▸ Import…, and choose timeline_fcp7.xml in the folder.\n"
        "2. The sequence and its clips are in a bin of the project.\n"
        "3. If media is offline: select the clips, right-click ▸ Link Media…, and choose the folder “media”.")),
    "avid": ("Media Composer", QT_TRANSLATE_NOOP("Handoff",
        "1. Open a bin, then File ▸ Input ▸ Import Media…, and choose timeline.aaf in the folder.\n"
        "2. The sequence is in the bin; its clips are linked to the folder “media”.\n"
        "3. If media is offline: right-click the sequence ▸ Relink, and choose the folder “media”.")),
    "final_cut": ("Final Cut Pro", QT_TRANSLATE_NOOP("Handoff",
        "1. File ▸ Import ▸ XML…, and choose timeline.fcpxml in the folder.\n"
        "2. If media is missing: File ▸ Relink Files ▸ Original Media…, and choose the folder “media”.")),
    "kdenlive": ("Kdenlive", QT_TRANSLATE_NOOP("Handoff",
        "1. File ▸ OpenTimelineIO Import…, and choose timeline.otio in the folder.\n"
        "2. If a clip is missing, Kdenlive asks for it: choose the folder “media”.")),
}  # fmt: skip
"""How each editor imports the folder."""


class HandoffView(QWidget):
    """A film or clips, and a folder; then what was written, what could not be carried, and the clicks."""

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self.studio = studio
        self.setObjectName("hand-off")
        self.path: Path | None = None
        self._films: tuple[tuple[str, str], ...] = ()
        self._clips: dict[str, list[str]] = {}
        self._build()
        self.retranslate()
        studio.film.opened.connect(self._show_choices)
        studio.film.closed.connect(self._show_choices)

    # -- parts ---------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.hint, self.trouble, self.state = (
            prose("muted", selectable=True),
            prose("warning", selectable=True),
            prose("", selectable=True),
        )
        self.what: QComboBox = roomy_combo()
        self.what.activated.connect(self._check)
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
        self.clicks_title, self.clicks = QLabel(), prose("", selectable=True)
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
        column.addWidget(self.what)
        column.addWidget(self.trouble)
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

    def refresh(self) -> None:
        """Ask what there is to hand off."""

        async def asked(client: AsyncClient) -> tuple[FilmList, ClipList]:
            return await client.films.list(), await client.clips.list(limit=_CLIPS)

        self.studio.engine.ask(asked, self._have, lambda _error: None, owner=self)

    def _have(self, found: tuple[FilmList, ClipList]) -> None:
        self._films = tuple((film.id, film.name) for film in found[0].films if film.present)
        self._clips = {}
        for clip in reversed(found[1].clips):  # the oldest first: that is the order in which they are laid
            if any(file.role in ("picture", "sound") for file in clip.files):
                self._clips.setdefault(clip.project, []).append(clip.id)
        self._show_choices()

    def _show_choices(self, opened: object = None) -> None:
        """A film that was just opened is what is meant."""
        film = self.studio.film
        items: list[tuple[object, str]] = []
        if film.is_open and film.shown is not None:
            items.append((_OPEN, self.tr("The open film: {name}").format(name=film.shown.film.name)))
        items += [(f"film:{key}", self.tr("Film: {name}").format(name=name)) for key, name in self._films]
        for project, clips in self._clips.items():
            text = self.tr("The clips made for “{project}”: %n", "", len(clips)).format(project=project)
            items.append((f"clips:{project}", text))
        fill(self.what, items, _OPEN if opened is not None else None)
        self._check()

    def _check(self, _row: object = None) -> None:
        able = self.what.count() > 0
        self.trouble.setText("" if able else self.tr("There is nothing to hand off yet: make a film or a clip first."))
        self.trouble.setVisible(not able)
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
        kind, _, key = str(self.what.currentData()).partition(":")
        root = self.studio.film.root if kind == _OPEN else None
        clips = tuple(self._clips.get(key, ())) if kind == "clips" else ()
        named = root.stem if root is not None else key if kind == "clips" else dict(self._films).get(key, key)
        to = str(Path(self.where.text()) / folder_name(named)) if self.where.text() else None
        self.go.setEnabled(False)
        self.state.setText(self.tr("It is being written…"))

        async def written(client: AsyncClient) -> HandedOff:
            film = await film_id(client, root) if root is not None else key if kind == "film" else None
            return await client.clips.handoff(film=film, clips=clips, to=to, lang=language())  # type: ignore[arg-type]

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
        self.what.setAccessibleName(self.tr("What is handed off"))
        self._show_clicks()
        self._show_choices()


def folder_name(name: str) -> str:
    """A folder's name that every system takes."""
    kept = re.sub(r"[^\w .,()-]", " ", name).strip(" .")[:100]
    return f"{kept or 'film'} hand-off"
