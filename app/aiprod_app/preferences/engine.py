# SPDX-License-Identifier: Apache-2.0
"""The engine: how it is, begun again, and what it wrote down."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QMessageBox, QPlainTextEdit, QPushButton

from aiprod.film.errors import AiprodError, UserError
from aiprod.wire.discovery import read_discovery, server_folder
from aiprod.wire.service import Health
from aiprod_app.preferences.form import PreferencePage

_LAST = 40
_READ_BYTES = 64_000


class EnginePage(PreferencePage):
    """The process that makes films."""

    def build(self) -> None:
        self.title(self.tr("Engine"))
        self.words(self.tr("Films are made by the engine, a process of its own that goes on when this window is closed."))
        self.state, self.facts = QLabel(), QLabel()
        self.state.setProperty("kind", "heading")
        self.facts.setProperty("kind", "muted")
        self.facts.setWordWrap(True)
        self.again = QPushButton(self.tr("Restart the engine…"))
        self.folder = QPushButton(self.tr("Show the logs"))
        for button, do in ((self.again, self._ask), (self.folder, self._show_logs)):
            button.setAutoDefault(False)
            button.clicked.connect(do)
        self.log = QPlainTextEdit()
        self.log.setReadOnly(True)
        self.log.setMinimumHeight(140)
        self.log.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.log.setTabChangesFocus(True)
        self.column.addWidget(self.state)
        self.column.addWidget(self.facts)
        self.column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        self.line()
        label = QLabel(self.tr("&What it wrote down last"))
        label.setBuddy(self.log)
        label.setProperty("kind", "heading")
        self.log.setAccessibleName(label.text().replace("&", ""))
        self.column.addWidget(label)
        self.column.addWidget(self.log)
        self.column.addWidget(self.folder, 0, Qt.AlignmentFlag.AlignLeft)
        self.studio.engine.state_changed.connect(self._became)
        self._became(self.studio.engine.state)

    def shown(self) -> None:
        self.studio.engine.ask(lambda client: client.server.health(), self._have, self._away, owner=self)
        self.studio.background.run(last_lines, self.log.setPlainText, self._away, owner=self)

    def _became(self, state: str) -> None:
        words = {
            "starting": self.tr("It is starting."), "ready": self.tr("It is ready."),
            "away": self.tr("It does not answer; it is tried again."), "closed": self.tr("It was left."),
        }  # fmt: skip
        self.state.setText(words[state])
        if state == "ready" and self.isVisible():
            self.shown()

    def _have(self, health: Health) -> None:
        devices = ", ".join(device.name for device in health.devices)
        self.facts.setText(
            self.tr("Version {version}. It works on {devices}.").format(version=health.app_version, devices=devices)
            if devices else self.tr("Version {version}.").format(version=health.app_version)
        )  # fmt: skip

    def _away(self, error: AiprodError) -> None:
        self.facts.setText(error.what)

    def _ask(self) -> None:
        running = len(self.studio.jobs.running)
        box = QMessageBox(
            QMessageBox.Icon.Question, self.tr("Restart the engine"), self.tr("Restart the engine?"), parent=self.window()
        )
        box.setInformativeText(
            self.tr("%n job(s) under way go on where they were.", "", running) if running else self.tr("Nothing is under way.")
        )
        yes = box.addButton(self.tr("Restart"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(self.tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.buttonClicked.connect(lambda button: self.restart() if button is yes else None)
        box.open()

    def restart(self) -> None:
        """End the engine; the desktop starts it again as soon as it misses it."""
        self.studio.background.run(stop_engine, None, self.studio.messages.error, owner=self)

    def _show_logs(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(_logs())))


def stop_engine() -> None:
    """Ask the engine of this user to end in order.

    Raises:
        UserError: none runs, or the system forbids it.
    """
    found = read_discovery()
    if found is None:
        raise UserError("There is no engine to restart", "none runs", "It is started by itself when it is needed.")
    try:
        os.kill(found.pid, signal.SIGTERM)
    except OSError as error:
        raise UserError("The engine can't be ended", str(error), "End it where it was started.") from error


def last_lines() -> str:
    """The newest lines of the engine's newest log."""
    logs = sorted(_logs().glob("*server*"), key=lambda path: path.stat().st_mtime) if _logs().is_dir() else []
    if not logs:
        return ""
    with logs[-1].open("rb") as stream:
        stream.seek(max(0, logs[-1].stat().st_size - _READ_BYTES))
        lines = stream.read().decode("utf-8", "replace").splitlines()
    return "\n".join(lines[-_LAST:])


def _logs() -> Path:
    return server_folder() / "logs"
