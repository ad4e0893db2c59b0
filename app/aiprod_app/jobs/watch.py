# SPDX-License-Identifier: Apache-2.0
"""Says what happens to the engine and its jobs: it went away and came back, a worker was lost, a job failed or is done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from aiprod_app.jobs import words
from aiprod_app.messages import Action

if TYPE_CHECKING:
    from aiprod.wire.jobs import JobView
    from aiprod_app.studio import Studio


class EngineWatch(QObject):
    """Follows the engine. What goes on by itself is said to do so."""

    def __init__(self, studio: Studio, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._was_away = False
        self._lost: set[tuple[str, int]] = set()
        studio.engine.state_changed.connect(self._engine_is)
        studio.engine.restarted.connect(self._restarted)
        studio.jobs.changed.connect(self._job)
        studio.jobs.ended.connect(self._ended)

    def _engine_is(self, state: str) -> None:
        if state == "away":
            self._away()
        elif state == "ready":
            self._studio.messages.withdraw("engine")
            if self._was_away:
                self._was_away = False
                self._restarted()

    def _away(self) -> None:
        self._was_away = True
        why = self._studio.engine.why
        text = self.tr("The engine stopped. It is being started again by itself")
        detail = self.tr("Your film is whole and can be changed meanwhile; jobs go on from their last finished take.")
        if why is not None and why.why:
            detail = self.tr("{detail} ({why})").format(detail=detail, why=why.why)
        ways = Action(self.tr("Diagnostics"), partial(self._studio.commands.do, "app.diagnostics"))
        self._studio.messages.tell("warning", text, detail, ways, about="engine")

    def _restarted(self) -> None:
        going = len(self._studio.jobs.running)
        text = self.tr("The engine is back")
        detail = self.tr("%n job(s) go on from the last finished take.", "", going) if going else ""
        self._studio.messages.tell("good", text, detail, about="engine")

    def _job(self, job: JobView) -> None:
        """A worker that was lost: its job is tried again."""
        failure = job.failure
        if job.state != "queued" or failure is None or failure.error_class != "lost_worker":
            return
        if (job.id, job.attempt) not in self._lost:
            self._lost.add((job.id, job.attempt))
            text = self.tr("A worker of the engine stopped while it made “{film}”").format(
                film=words.title(job) or words.kind(job)
            )
            detail = self.tr("It is tried again by itself, from the last finished take.")
            self._studio.messages.tell("warning", text, detail, self._show_jobs(), about=job.id)

    def _ended(self, job: JobView) -> None:
        names = {"film": words.title(job), "kind": words.kind(job)}
        messages = self._studio.messages
        if job.state == "delivered":
            text = self.tr("“{film}” is done ({kind})") if names["film"] else self.tr("Done: {kind}")
            messages.tell("good", text.format(**names), "", self._show_jobs(), about=job.id)
        elif job.state in ("failed", "expired"):
            failure = job.failure
            detail = (
                ". ".join(part.rstrip(".") for part in (failure.message, failure.why, failure.remedy) if part) if failure else ""
            )
            again = Action(self.tr("Try again"), partial(self._studio.jobs.retry, job.id))
            text = self.tr("“{film}” could not be made ({kind})") if names["film"] else self.tr("Not done: {kind}")
            messages.tell("bad", text.format(**names), detail, again, self._show_jobs(), about=job.id)
        else:
            messages.withdraw(job.id)

    def _show_jobs(self) -> Action:
        return Action(self.tr("Show jobs"), self._studio.jobs_asked.emit)
