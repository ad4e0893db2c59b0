# SPDX-License-Identifier: Apache-2.0
"""Putting the panels into the editors of this machine, and the doctor who says which step fails and what mends it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from aiprod.film.messages import translated
from aiprod_app.accessibility import announce
from aiprod_app.editors.words import NAMES
from aiprod_app.i18n.languages import Language, language_in_use
from aiprod_app.theme.icons import icon
from aiprod_app.widgets.prose import prose

if TYPE_CHECKING:
    from aiprod.film.errors import AiprodError
    from aiprod.production.panels.system import System
    from aiprod_app.studio import Studio

Program = Literal["resolve", "premiere"]
Level = Literal["good", "muted", "warning", "bad"]
_SIGNS = {"good": "check", "muted": "dot", "warning": "warning", "bad": "error"}
_DONE: dict[str, Level] = {"absent": "warning", "left": "muted", "failed": "bad"}
_FOUND: dict[str, Level] = {"ok": "good", "note": "warning", "failed": "bad", "skipped": "muted"}


@dataclass(frozen=True)
class Line:
    """A line of a report: what was done or found, where, and what mends it."""

    level: Level
    text: str
    more: str = ""


def installed(program: Program, language: Language, system: System | None = None) -> list[Line]:
    """Put a panel into every editor of its kind. Raises AiprodError where this installation has no panel."""
    from aiprod.production.panels.premiere_install import install_premiere
    from aiprod.production.panels.resolve_install import install_resolve
    from aiprod.production.panels.system import this_system
    from aiprod.production.panels.words import done

    report = (install_resolve if program == "resolve" else install_premiere)(system or this_system())
    return [
        Line(
            _DONE.get(action.done, "good"), f"{done(action.done, language)}: {translated(action.sentence, language)}",
            "\n".join(filter(None, (action.path, translated(action.remedy, language)))),
        )
        for action in report.actions
    ]  # fmt: skip


def examined(program: Program, language: Language, system: System | None = None) -> list[Line]:
    """Every step from the file to the round trip."""
    from aiprod.client.panel_line import ClientLine
    from aiprod.production.panels.doctor import examine
    from aiprod.production.panels.findings import title
    from aiprod.production.panels.system import this_system

    system = system or this_system()
    found = examine(system, program, ClientLine(system.data_home / "server" / "engine.json"))
    return [
        Line(
            _FOUND[one.state], f"{title(one.step, language)}: {translated(one.sentence, language)}",
            translated(one.remedy, language),
        )
        for one in found
    ]  # fmt: skip


class InstallView(QWidget):
    """Install and doctor for each editor, and what they report."""

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self.studio = studio
        self.setObjectName("install-panels")
        self.hint, self.state = prose("muted", selectable=True), prose("heading", selectable=True)
        self.buttons: dict[tuple[str, Program], QPushButton] = {}
        self._names: dict[Program, QLabel] = {}
        self.report = QListWidget()
        self.report.setWordWrap(True)
        self.report.setTextElideMode(Qt.TextElideMode.ElideNone)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addWidget(self.hint)
        for program in ("resolve", "premiere"):
            column.addLayout(self._row(program))  # type: ignore[arg-type]
        column.addWidget(self.state)
        column.addWidget(self.report, 1)
        column.addStretch(0)
        self.retranslate()
        self.report.hide()
        self.state.hide()

    def _row(self, program: Program) -> QHBoxLayout:
        row = QHBoxLayout()
        self._names[program] = QLabel(NAMES[program])
        self._names[program].setProperty("kind", "heading")
        row.addWidget(self._names[program], 1)
        works: tuple[tuple[str, Callable[[Program, Language], list[Line]]], ...] = (("install", installed), ("doctor", examined))
        for what, work in works:
            button = self.buttons[what, program] = QPushButton()
            button.setObjectName(f"{what}-{program}")
            button.clicked.connect(partial(self.run, what, program, work))
            row.addWidget(button)
        return row

    def run(self, what: str, program: Program, work: Callable[[Program, Language], list[Line]], _checked: bool = False) -> None:
        """Do it on a thread, and show what came of it."""
        self._busy(True)
        self._say(self.tr("Being installed…") if what == "install" else self.tr("Each step is looked at…"))
        language = language_in_use()

        def done(lines: list[Line]) -> None:
            self._show(what, program, lines)

        self.studio.background.run(lambda: work(program, language), done, self._failed, owner=self)

    def _busy(self, busy: bool) -> None:
        for button in self.buttons.values():
            button.setEnabled(not busy)

    def _say(self, text: str) -> None:
        self.state.setText(text)
        self.state.show()

    def _show(self, what: str, program: Program, lines: list[Line]) -> None:
        self._busy(False)
        self.report.clear()
        for line in lines:
            item = QListWidgetItem(icon(_SIGNS[line.level], line.level), "\n".join(filter(None, (line.text, line.more))))
            item.setToolTip(line.more)
            self.report.addItem(item)
        self.report.show()
        bad = sum(line.level == "bad" for line in lines)
        if bad:
            self._say(self.tr("%n step(s) failed; below is what mends it.", "", bad))
        elif what == "install":
            self._say(self.tr("{editor}: this is what was done.").format(editor=NAMES[program]))
        else:
            self._say(self.tr("{editor}: no step failed.").format(editor=NAMES[program]))
        announce(self.report, self.state.text(), urgent=bool(bad))

    def _failed(self, error: AiprodError) -> None:
        self._busy(False)
        self.report.hide()
        self._say(". ".join(part.rstrip(".") for part in (error.what, error.why, error.remedy) if part) + ".")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Every word in the language in use."""
        self.hint.setText(
            self.tr("The panels are put into every editor found on this machine; old copies go, and nothing that isn’t AIPROD’s "
                    "is touched. The same from a terminal: aiprod panels install resolve, aiprod panels install premiere.")
        )  # fmt: skip
        words = {"install": self.tr("Install"), "doctor": self.tr("Doctor")}
        for (what, program), button in self.buttons.items():
            button.setText(words[what])
            button.setAccessibleName(f"{words[what]}: {NAMES[program]}")
        self.report.setAccessibleName(self.tr("What was done or found"))
