# SPDX-License-Identifier: Apache-2.0
"""The drawer with the engine's jobs: at the window's side, on every page."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QImage, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from aiprod_app.jobs.card import MIME, PICTURE, JobCard
from aiprod_app.jobs.states import FINAL
from aiprod_app.studio import Studio
from aiprod_app.theme.icons import icon

if TYPE_CHECKING:
    from aiprod.wire.clips import ClipView
    from aiprod.wire.films import FilmView
    from aiprod.wire.jobs import JobView

_FINISHED = 20
"""Ended jobs that are shown."""


class JobsDrawer(QWidget):
    """All jobs: what runs first, then what waits in its order, then what ended."""

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self.studio = studio
        self.setObjectName("jobs")
        self.setProperty("kind", "panel")
        self.setMinimumWidth(260)
        self.cards: dict[str, JobCard] = {}
        self._decoding: set[str] = set()
        self._title, self._state, self._empty = QLabel(), QLabel(), QLabel()
        self.closer = QToolButton()
        self._build()
        self.retranslate()
        jobs = studio.jobs
        jobs.changed.connect(self._changed)
        jobs.listed.connect(self.refresh)
        jobs.told.connect(self._heard)
        jobs.preview.connect(self._pictured)
        studio.engine.state_changed.connect(self._engine)
        self.refresh()

    def _build(self) -> None:
        column, head = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        self._title.setProperty("kind", "heading")
        self.closer.setProperty("kind", "quiet")
        self.closer.setIcon(icon("close"))
        self.closer.clicked.connect(partial(self.studio.commands.do, "view.jobs"))
        head.addWidget(self._title, 1)
        head.addWidget(self.closer)
        for label, kind in ((self._state, "warning"), (self._empty, "muted")):
            label.setProperty("kind", kind)
            label.setWordWrap(True)
        column.addLayout(head)
        column.addWidget(self._state)
        column.addWidget(self._empty)
        column.addWidget(self._shelf(), 1)

    def _shelf(self) -> QScrollArea:
        self._area, self._list = QScrollArea(), _DropList(self)
        self._cards = QVBoxLayout(self._list)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(8)
        self._cards.addStretch(1)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidgetResizable(True)
        self._area.setWidget(self._list)
        self._list.setAutoFillBackground(False)
        return self._area

    # -- jobs ----------------------------------------------------------------------------------------------------------

    def order(self) -> list[JobView]:
        """The jobs as they are shown."""
        jobs = self.studio.jobs
        waiting = list(jobs.waiting)
        places = {job.id for job in waiting}
        running = [job for job in jobs.running if job.id not in places]
        ended = sorted(
            (job for job in jobs.all.values() if job.state in FINAL), key=lambda job: -(job.finished_at or job.updated_at)
        )
        return [*running, *waiting, *ended[:_FINISHED]]

    def refresh(self) -> None:
        """Show all of them as they stand."""
        order = self.order()
        wanted = [job.id for job in order]
        for name in [name for name in self.cards if name not in wanted]:
            self._remove(name)
        for job in order:
            if job.id in self.cards:
                self.cards[job.id].show_job(job, self.studio.jobs.notes.get(job.id, ()))
            else:
                self._add(job)
        self._arrange(wanted)
        self._empty.setVisible(not order)
        self._engine()

    def _changed(self, job: JobView | None) -> None:
        if job is None:
            return
        card = self.cards.get(job.id)
        moved = card is None or card.job.state != job.state
        if moved:
            self.refresh()
        elif card is not None:
            card.show_job(job, self.studio.jobs.notes.get(job.id, ()))

    def _add(self, job: JobView) -> None:
        card = JobCard(job, self.studio.jobs.notes.get(job.id, ()), self._list)
        card.acted.connect(partial(self._act, job.id))
        self.cards[job.id] = card

    def _arrange(self, names: list[str]) -> None:
        for index, name in enumerate(names):
            card = self.cards[name]
            if self._cards.indexOf(card) != index:
                self._cards.insertWidget(index, card)

    def _remove(self, name: str) -> None:
        card = self.cards.pop(name)
        self._cards.removeWidget(card)
        card.hide()
        card.deleteLater()

    # -- pictures ------------------------------------------------------------------------------------------------------

    def _pictured(self, name: str, data: bytes, _facts: object) -> None:
        """Decode the newest picture of a job, unless one is being decoded or nobody looks."""
        if name in self.cards and name not in self._decoding and self.isVisible():
            self._decoding.add(name)
            ratio = self.devicePixelRatioF()
            self.studio.background.run(
                lambda: _decoded(data, ratio), partial(self._show_picture, name), lambda _error: self._decoding.discard(name),
                owner=self,
            )  # fmt: skip

    def _show_picture(self, name: str, image: QImage) -> None:
        self._decoding.discard(name)
        if name in self.cards and not image.isNull() and self.cards[name].job.state not in FINAL:
            self.cards[name].picture.show_image(image)

    # -- what can be done ----------------------------------------------------------------------------------------------

    def _act(self, name: str, what: str) -> None:
        jobs = self.studio.jobs
        if what in ("up", "down"):
            jobs.move(name, -1 if what == "up" else 1)
        elif what == "show":
            self._show(jobs.all[name])
        else:
            {"pause": jobs.pause, "resume": jobs.resume, "cancel": jobs.cancel, "retry": jobs.retry}[what](name)

    def _show(self, job: JobView) -> None:
        """Show what came of it: a file where it lies, else the film."""
        path = str((job.result or {}).get("path", ""))
        if path:
            self.studio.opening.reveal(Path(path).parent)
        elif job.kind == "clip":
            clip = str((job.result or {}).get("clip", ""))
            ask, failed = self.studio.engine.ask, self.studio.messages.error
            ask(lambda client: client.clips.get(clip=clip), self._show_clip, failed, owner=self)
        elif job.film:
            self.studio.engine.ask(
                lambda client: client.films.get(film=job.film),
                partial(self._show_film, job),
                self.studio.messages.error,
                owner=self,
            )
        else:
            self.studio.go_to("models")

    def _show_clip(self, clip: ClipView) -> None:
        self.studio.opening.reveal(Path(clip.files[0].path).parent)

    def _show_film(self, job: JobView, film: FilmView) -> None:
        if self.studio.jobs.film_of(Path(film.path)) != job.film or not self.studio.film.is_open:
            self.studio.open_film(Path(film.path))
        self.studio.go_to("deliver" if job.kind in ("check", "export") else "edit")

    def dropped(self, name: str, y: int) -> None:
        """A card was dropped at a height of the list: it goes in front of the waiting job there."""
        waiting = [job.id for job in self.studio.jobs.waiting if job.id != name]
        below = (job for job in waiting if job in self.cards and self.cards[job].geometry().center().y() > y)
        self.studio.jobs.reorder(name, next(below, None))

    def _heard(self, name: str) -> None:
        self._changed(self.studio.jobs.all.get(name))

    # -- words ---------------------------------------------------------------------------------------------------------

    def _engine(self) -> None:
        state = self.studio.engine.state
        words = {
            "starting": self.tr("The engine is starting…"),
            "away": self.tr("The engine is away and is being started again. Jobs go on from their last finished take."),
        }
        self._state.setText(words.get(state, ""))
        self._state.setVisible(state in words)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            self.refresh()

    def retranslate(self) -> None:
        """Every word in the language in use."""
        self._title.setText(self.tr("Jobs"))
        self._empty.setText(self.tr("Nothing is being made. What you have made or exported is listed here."))
        self.closer.setToolTip(self.studio.commands.hint("view.jobs"))
        self.closer.setAccessibleName(self.tr("Close the jobs"))
        self._engine()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._list.setMaximumWidth(self._area.viewport().width())


class _DropList(QWidget):
    """The list of cards; a waiting one can be dropped on it."""

    def __init__(self, drawer: JobsDrawer) -> None:
        super().__init__()
        self._drawer = drawer
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if event.mimeData().hasFormat(MIME):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        place: QPoint = event.position().toPoint()
        self._drawer.dropped(bytes(event.mimeData().data(MIME).data()).decode(), place.y())
        event.acceptProposedAction()


def _decoded(data: bytes, ratio: float) -> QImage:
    image = QImage.fromData(data)
    if image.isNull():
        return image
    return image.scaled(PICTURE * ratio, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
