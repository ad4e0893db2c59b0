# SPDX-License-Identifier: Apache-2.0
"""The button that shows how many jobs run and how far they are, and opens their drawer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton

from aiprod_app.jobs.model import Jobs
from aiprod_app.theme import tokens
from aiprod_app.theme.icons import icon

_LINE = 3


class JobsButton(QPushButton):
    """In the page bar: "Jobs 2", with a line for how much is done."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs, self._fraction, self._running = jobs, 0.0, 0
        self.setObjectName("go-jobs")
        self.setCheckable(True)
        self.setProperty("kind", "page")
        self.setIcon(icon("jobs", "muted"))
        jobs.changed.connect(self.refresh)
        jobs.listed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show how many there are now."""
        self._running, self._fraction = len(self._jobs.running), self._jobs.fraction
        text = self.tr("Jobs {count}").format(count=self._running) if self._running else self.tr("Jobs")
        self.setText(text)
        said = self.tr("%n job(s) running or waiting", "", self._running)
        percent = self.tr("{jobs}, {percent} % done").format(jobs=said, percent=round(self._fraction * 100))
        self.setAccessibleName(percent if self._running else self.tr("Jobs"))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._running:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            whole = QRectF(8, self.height() - _LINE - 1, self.width() - 16, _LINE)
            painter.setBrush(tokens().colour("well"))
            painter.drawRoundedRect(whole, 1, 1)
            painter.setBrush(tokens().colour("accent"))
            whole.setWidth(max(_LINE, whole.width() * self._fraction))
            painter.drawRoundedRect(whole, 1, 1)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.refresh()
