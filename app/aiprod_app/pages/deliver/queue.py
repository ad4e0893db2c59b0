# SPDX-License-Identifier: Apache-2.0
"""The queue of the film's exports and checks."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QScrollArea, QToolButton, QVBoxLayout, QWidget

from aiprod.wire.jobs import FINAL, JobView
from aiprod_app.jobs import words as job_words
from aiprod_app.studio import Studio
from aiprod_app.theme.icons import icon

_KINDS = ("export", "check")
_SHOWN = 30


class Queue(QScrollArea):
    """Exports and checks of the open film, newest first.

    Signals:
        check_asked: a written file whose quality control is wanted.
        report_ready: the JobView of a check that has ended well.
    """

    check_asked = Signal(str)
    report_ready = Signal(object)

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("queue")
        self.studio = studio
        self.rows: dict[str, JobRow] = {}
        whole = QWidget()
        self._column = QVBoxLayout(whole)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.empty = QLabel()
        self.empty.setProperty("kind", "muted")
        self.empty.setWordWrap(True)
        self._column.addWidget(self.empty)
        self.setWidget(whole)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        studio.jobs.changed.connect(self._changed)
        studio.jobs.listed.connect(self.show_all)
        studio.jobs.ended.connect(self._ended)
        self.retranslate()

    def show_all(self) -> None:
        """Everything anew."""
        wanted = [job for job in self.studio.jobs.all.values() if self._mine(job)][:_SHOWN]
        for name in [name for name in self.rows if name not in {job.id for job in wanted}]:
            self.rows.pop(name).deleteLater()
        for job in reversed(wanted):
            self._changed(job)
        self.empty.setVisible(not self.rows)

    def _mine(self, job: JobView) -> bool:
        film = self.studio.film
        name = self.studio.jobs.film_of(film.root) if film.is_open else ""
        return job.kind in _KINDS and bool(name) and job.film == name

    def _changed(self, job: JobView) -> None:
        if not self._mine(job):
            return
        if job.id not in self.rows:
            self.rows[job.id] = JobRow(self.studio, self)
            self._column.insertWidget(0, self.rows[job.id])
            self.empty.hide()
        self.rows[job.id].show_job(job)

    def _ended(self, job: JobView) -> None:
        if self._mine(job) and job.kind == "check" and job.state == "delivered":
            self.report_ready.emit(job)

    def retranslate(self) -> None:
        """Every word in the language in use."""
        self.setAccessibleName(self.tr("Queue"))
        self.empty.setText(self.tr("Nothing was exported yet. What you add to the queue is written while you go on working."))
        for row in self.rows.values():
            row.retranslate()


class JobRow(QFrame):
    """One export or check: how far it is, and what can be done with it."""

    def __init__(self, studio: Studio, queue: Queue) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.studio, self._queue = studio, queue
        self.job: JobView | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 8)
        column.setSpacing(4)
        top = QHBoxLayout()
        self.title = QLabel()
        self.title.setProperty("kind", "heading")
        self.state = QLabel()
        self.state.setProperty("kind", "small")
        self.state.setWordWrap(True)
        top.addWidget(self.title, 1)
        self.buttons: dict[str, QToolButton] = {}
        for name, sign in (("pause", "pause"), ("resume", "play"), ("retry", "refresh"), ("first", "arrow-up"),
                           ("check", "check"), ("show", "folder-open"), ("cancel", "close")):  # fmt: skip
            top.addWidget(self._button(name, sign))
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        column.addLayout(top)
        column.addWidget(self.bar)
        column.addWidget(self.state)

    def _button(self, name: str, sign: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"job-{name}")
        button.setProperty("kind", "quiet")
        button.setIcon(icon(sign))
        button.clicked.connect(lambda: self._do(name))
        self.buttons[name] = button
        return button

    # -- doing ---------------------------------------------------------------------------------------------------------

    def _do(self, name: str) -> None:
        assert self.job is not None
        job, jobs = self.job, self.studio.jobs
        if name == "show":
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(self._written()).parent)))
        elif name == "check":
            self._queue.check_asked.emit(self._written())
        elif name == "first":
            jobs.reorder(
                job.id, next((other.id for other in jobs.waiting if other.state == "queued" and other.id != job.id), None)
            )
        else:
            {"pause": jobs.pause, "resume": jobs.resume, "retry": jobs.retry, "cancel": jobs.cancel}[name](job.id)

    def _written(self) -> str:
        """The file that it wrote, "" if it wrote none."""
        result = (self.job.result if self.job else None) or {}
        return str(result.get("path") or result.get("page") or "")

    # -- showing -------------------------------------------------------------------------------------------------------

    def show_job(self, job: JobView) -> None:
        """Show a job as it stands."""
        if job == self.job:
            return
        self.job = job
        self.retranslate()
        running, final = job.state in ("leased", "running", "reviewing"), job.state in FINAL
        fraction = job.progress.fraction if job.progress else 0.0
        self.bar.setVisible(not final)
        self.bar.setValue(round(1000 * fraction))
        written = Path(self._written()).name if final else ""
        for name, there in (
            ("pause", running or job.state == "queued"), ("resume", job.state == "paused"),
            ("retry", job.state in ("failed", "cancelled", "expired")), ("first", job.state == "queued" and job.position > 1),
            ("check", final and job.kind == "export" and bool(written)), ("show", final and bool(written)), ("cancel", not final),
        ):  # fmt: skip
            self.buttons[name].setVisible(there)

    def retranslate(self) -> None:
        """Every word in the language in use."""
        job = self.job
        if job is None:
            return
        name = Path(self._written()).name
        kind = self.tr("Export") if job.kind == "export" else self.tr("Quality control")
        self.title.setText(name or kind)
        self.title.setToolTip(self._written() or kind)
        self.state.setText(self._state(job))
        self.setAccessibleName(f"{self.title.text()}, {self.state.text()}")
        for key, text in (
            ("pause", self.tr("Pause")), ("resume", self.tr("Go on")), ("retry", self.tr("Try again")),
            ("first", self.tr("Do this first")), ("check", self.tr("Quality control of this file")),
            ("show", self.tr("Show in its folder")), ("cancel", self.tr("Cancel")),
        ):  # fmt: skip
            self.buttons[key].setToolTip(text)
            self.buttons[key].setAccessibleName(text)

    def _state(self, job: JobView) -> str:
        text = job_words.state(job)
        if job.state == "queued" and not (job.cancel_requested or job.pause_requested):
            return self.tr("{state}, place {n} in the queue").format(state=text, n=max(1, job.position))
        if job.state == "failed" and job.failure is not None:
            return f"{text} – {job_words.failure(job)}"
        if job.state == "running" and job.progress is not None:
            percent = self.tr("{percent} %").format(percent=round(100 * job.progress.fraction))
            return ", ".join(part for part in (text, percent, job_words.left(job.progress)) if part)
        notes = (job.result or {}).get("notes") or () if job.state == "delivered" else ()
        return " – ".join([text, *map(str, notes)])
