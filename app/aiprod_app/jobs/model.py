# SPDX-License-Identifier: Apache-2.0
"""The engine's jobs as they stand, kept up to date by its news."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from aiprod.film.errors import AiprodError
from aiprod.film.messages import translated
from aiprod_app.engine.films import film_id
from aiprod_app.engine.link import EngineLink
from aiprod_app.i18n.languages import language_in_use
from aiprod_app.jobs.states import FINAL, WAITING
from aiprod_app.messages import Messages

if TYPE_CHECKING:
    from aiprod.client.client import AsyncClient
    from aiprod.client.news import News
    from aiprod.wire.jobs import JobList, JobView

_LISTED = 100
_LOOK_MS = 3_000
_NOTES = 20


@dataclass(frozen=True)
class Note:
    """A sentence of the engine about a job: kind "warning", "note" or "fall" (a generator gave way to another)."""

    kind: str
    text: str


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
        self.notes: dict[str, deque[Note]] = {}
        """What was said about each job, oldest first; of jobs that ran before, what their result says."""
        self._ids: dict[str, str] = {}
        self._followed: set[Path] = set()
        self._following = False
        self._looking = QTimer(self, interval=_LOOK_MS)
        self._looking.timeout.connect(self._look_again)

    def begin(self) -> None:
        """Follow the news."""
        self._following = True
        self._looking.start()
        self._engine.state_changed.connect(self._engine_is)
        self._engine.restarted.connect(self.refresh)
        self._engine.news.connect(self._heard)

    def close(self) -> None:
        """Follow no more."""
        self._looking.stop()
        if self._following:
            self._engine.state_changed.disconnect(self._engine_is)
            self._engine.restarted.disconnect(self.refresh)
            self._engine.news.disconnect(self._heard)
            self._following = False

    @property
    def running(self) -> tuple[JobView, ...]:
        """Those that are not at their end."""
        return tuple(job for job in self.all.values() if job.state not in FINAL)

    @property
    def waiting(self) -> tuple[JobView, ...]:
        """Those in the queue, the next one first."""
        found = (job for job in self.all.values() if job.state in WAITING)
        return tuple(sorted(found, key=lambda job: (-job.priority, job.position, job.created_at)))

    @property
    def fraction(self) -> float:
        """How much of what runs and waits is done, 0–1."""
        parts = [job.progress.fraction if job.progress else 0.0 for job in self.running]
        return sum(parts) / len(parts) if parts else 0.0

    def follow_film(self, root: Path) -> None:
        """Learn the engine's id of a film's folder, so that `of_film` is right about it."""
        self._followed.add(root)

        def known(name: str) -> None:
            self._ids[str(root)] = name
            self.listed.emit()

        self._engine.ask(lambda client: film_id(client, root), known, _quietly, owner=self)

    def film_of(self, root: Path) -> str:
        """The engine's id of a film's folder; "" until the engine has told it (`follow_film`)."""
        return self._ids.get(str(root), "")

    def of_film(self, film: Path | str) -> tuple[JobView, ...]:
        """A film's jobs, by its folder (once `follow_film` knows it: the open film's is known) or its id, newest first."""
        name = self._ids.get(str(film), str(film))
        return tuple(job for job in self.all.values() if name and job.film == name)

    def add(self, job: JobView) -> None:
        """A job that was just ordered here."""
        self._keep(job)

    # -- what can be done with one -------------------------------------------------------------------------------------

    def pause(self, name: str) -> None:
        """Stop it for now; finished takes are kept."""
        self._act(lambda client: client.jobs.pause(job_id=name))

    def resume(self, name: str) -> None:
        """Let a paused one go on."""
        self._act(lambda client: client.jobs.resume(job_id=name))

    def cancel(self, name: str) -> None:
        """Stop it for good; finished takes are kept."""
        self._act(lambda client: client.jobs.cancel(job_id=name))

    def retry(self, name: str) -> None:
        """Try an ended one again."""
        self._act(lambda client: client.jobs.retry(job_id=name))

    def reorder(self, name: str, before: str | None) -> None:
        """Put a waiting one in front of another; None: at the end."""
        self._act(lambda client: client.jobs.reorder(job_id=name, before=before), again=True)

    def move(self, name: str, steps: int) -> None:
        """Move a waiting one up (below 0) or down in the queue."""
        order = [job.id for job in self.waiting]
        if name not in order:
            return
        at = order.index(name)
        to = min(max(at + steps, 0), len(order) - 1)
        if to != at:
            order.remove(name)
            self.reorder(name, order[to] if to < len(order) else None)

    def _act(self, question: Callable[[AsyncClient], Awaitable[JobView]], *, again: bool = False) -> None:
        def done(job: JobView) -> None:
            self._keep(job)
            if again:
                self.refresh()

        self._engine.ask(question, done, self._messages.error, owner=self)

    # -- news ----------------------------------------------------------------------------------------------------------

    def _engine_is(self, state: str) -> None:
        if state == "ready":
            self.refresh()
            for root in [root for root in self._followed if str(root) not in self._ids]:
                self.follow_film(root)

    def _look_again(self) -> None:
        """While something runs: what ended before the news were heard was told to nobody."""
        if self.running and self._engine.state == "ready":
            self.refresh()

    def refresh(self) -> None:
        """Ask for all of them again."""
        self._engine.ask(lambda client: client.jobs.list(limit=_LISTED), self._have, _quietly, owner=self)

    def _have(self, found: JobList) -> None:
        before = self.all
        newest = max((job.created_at for job in found.jobs), default=0.0)
        ordered_since = {name: job for name, job in before.items() if job.created_at > newest}
        self.all = {**ordered_since, **{job.id: _newer(before.get(job.id), job) for job in found.jobs}}
        for job in found.jobs:
            self._remember_falls(job)
        self.listed.emit()
        for job in found.jobs:  # what ended while nobody listened
            if job.state in FINAL and job.id in before and before[job.id].state not in FINAL:
                self.ended.emit(job)

    def _heard(self, news: News) -> None:
        if news.kind == "resync":
            self.refresh()
        elif news.kind == "preview":
            self.preview.emit(news.job_id, news.image, news.data)
        elif news.kind == "progress":
            self._progressed(news.job_id, news.data)
        elif news.kind in ("warning", "note", "fall"):
            self._said(news.job_id, news.kind, str(news.data.get("text", "")))
        elif news.kind == "state":
            self._engine.ask(lambda client: client.jobs.status(job_id=news.job_id), self._keep, _quietly, owner=self)

    def _said(self, name: str, kind: str, text: str) -> None:
        text = translated(text, language_in_use())
        note = Note(kind, text)
        kept = self.notes.setdefault(name, deque(maxlen=_NOTES))
        if text and note not in kept:
            kept.append(note)
            self.told.emit(name, kind, text)

    def _remember_falls(self, job: JobView) -> None:
        """The falls of a job that ended before this program began to listen."""
        falls = (job.result or {}).get("falls", ())
        for fall in falls if isinstance(falls, list) else ():
            if isinstance(fall, dict) and fall.get("sentence"):
                kept = self.notes.setdefault(job.id, deque(maxlen=_NOTES))
                text = f"Shot {fall.get('shot')}: {fall.get('gave_way')} gave way to {fall.get('to')}. {fall['sentence']}."
                text = translated(text, language_in_use())
                if Note("fall", text) not in kept:
                    kept.append(Note("fall", text))

    def _progressed(self, name: str, data: Mapping[str, Any]) -> None:
        from aiprod.wire.jobs import Progress

        job = self.all.get(name)
        if job is not None:
            known = {key: value for key, value in data.items() if key in Progress.model_fields and value is not None}
            self._keep(job.model_copy(update={"progress": Progress(**known)}))

    def _keep(self, job: JobView) -> None:
        before = self.all.get(job.id)
        job = _newer(before, _in_our_words(job))
        if before is None:
            self.all = {job.id: job, **self.all}
        else:
            self.all[job.id] = job
        self._remember_falls(job)
        self.changed.emit(job)
        if job.state in FINAL and (before is None or before.state not in FINAL):
            self.ended.emit(job)


def _newer(before: JobView | None, job: JobView) -> JobView:
    """Of two views of a job the one that was taken last: answers may overtake each other."""
    return job if before is None or job.updated_at >= before.updated_at else before


def _in_our_words(job: JobView) -> JobView:
    """A failure in the user's language."""
    if job.failure is None:
        return job
    words = {part: translated(getattr(job.failure, part), language_in_use()) for part in ("message", "why", "remedy")}
    return job.model_copy(update={"failure": job.failure.model_copy(update=words)})


def _quietly(_error: AiprodError) -> None:
    """The engine's absence is told elsewhere."""
