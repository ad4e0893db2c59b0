# SPDX-License-Identifier: Apache-2.0
"""The engine's jobs as they stand, kept up to date by its news."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

from aiprod.client.news import News
from aiprod.film.errors import AiprodError
from aiprod.wire.jobs import FINAL, JobList, JobView, Progress
from aiprod_app.engine.link import EngineLink
from aiprod_app.messages import Messages

_LISTED = 100


class Jobs(QObject):
    """The newest jobs.

    Signals:
        changed: a JobView that is new or another than before.
        listed: everything may be another than before.
        ended: a JobView that has just come to its end.
        preview: job id, image bytes (JPEG or WebP), facts of the picture (a mapping: shot, frame, …).
        told: job id, kind ("warning", "note", "fall"), the sentence.
    """

    changed = Signal(object)
    listed = Signal()
    ended = Signal(object)
    preview = Signal(str, bytes, object)
    told = Signal(str, str, str)

    def __init__(self, engine: EngineLink, messages: Messages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine, self._messages = engine, messages
        self.all: dict[str, JobView] = {}
        """Newest first."""
        self._following = False

    def begin(self) -> None:
        """Follow the news."""
        self._following = True
        self._engine.state_changed.connect(self._engine_is)
        self._engine.news.connect(self._heard)

    def close(self) -> None:
        """Follow no more."""
        if self._following:
            self._engine.state_changed.disconnect(self._engine_is)
            self._engine.news.disconnect(self._heard)
            self._following = False

    @property
    def running(self) -> tuple[JobView, ...]:
        """Those that are not at their end."""
        return tuple(job for job in self.all.values() if job.state not in FINAL)

    def of_film(self, folder: str) -> tuple[JobView, ...]:
        """A film's jobs, by its id or its folder's name, newest first."""
        return tuple(job for job in self.all.values() if folder and folder in (job.film, job.title))

    def add(self, job: JobView) -> None:
        """A job that was just ordered here."""
        self._keep(job)

    def _engine_is(self, state: str) -> None:
        if state == "ready":
            self.refresh()

    def refresh(self) -> None:
        """Ask for all of them again."""
        self._engine.ask(lambda client: client.jobs.list(limit=_LISTED), self._have, _quietly, owner=self)

    def _have(self, found: JobList) -> None:
        self.all = {job.id: job for job in found.jobs}
        self.listed.emit()

    def _heard(self, news: News) -> None:
        if news.kind == "resync":
            self.refresh()
        elif news.kind == "preview":
            self.preview.emit(news.job_id, news.image, news.data)
        elif news.kind == "progress":
            self._progressed(news.job_id, news.data)
        elif news.kind in ("warning", "note", "fall"):
            self.told.emit(news.job_id, news.kind, str(news.data.get("text", "")))
        elif news.kind == "state":
            self._engine.ask(lambda client: client.jobs.status(job_id=news.job_id), self._keep, _quietly, owner=self)

    def _progressed(self, name: str, data: Mapping[str, Any]) -> None:
        job = self.all.get(name)
        if job is not None:
            known = {key: value for key, value in data.items() if key in Progress.model_fields and value is not None}
            self._keep(job.model_copy(update={"progress": Progress(**known)}))

    def _keep(self, job: JobView) -> None:
        before = self.all.get(job.id)
        if before is None:
            self.all = {job.id: job, **self.all}
        else:
            self.all[job.id] = job
        self.changed.emit(job)
        if job.state in FINAL and (before is None or before.state not in FINAL):
            self.ended.emit(job)


def _quietly(_error: AiprodError) -> None:
    """The engine's absence is told elsewhere."""
