# SPDX-License-Identifier: Apache-2.0
"""The Board page: every shot as a card, to be approved, directed or drawn again before anything expensive runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from aiprod.film.changes import GeneratorChange, RetakeChange
from aiprod.film.errors import AiprodError
from aiprod.film.shot_changes import ApproveChange
from aiprod.film.takes import Department
from aiprod.wire.films import Board
from aiprod.wire.jobs import JobView
from aiprod_app.background import Task
from aiprod_app.engine.films import film_id
from aiprod_app.engine.orders import go_on, last_failed, under_way
from aiprod_app.film.session import Shown
from aiprod_app.jobs import words as job_words
from aiprod_app.pages.base import Page
from aiprod_app.pages.board.bar import BoardBar, Notice, progress_words
from aiprod_app.pages.board.cards import BoardView
from aiprod_app.pages.board.drawings import stale_drawings
from aiprod_app.pages.board.inspector import Inspector
from aiprod_app.pages.board.model import Card, cards_of, rows_of
from aiprod_app.pages.board.pictures import Pictures
from aiprod_app.widgets.empty_state import EmptyState
from aiprod_app.widgets.steps import Steps

_PRICES_MS = 250


class BoardPage(Page):
    """The page."""

    key: ClassVar[str] = "board"

    def build(self) -> Steps:
        self._shown: Shown | None = None
        self._stale: frozenset[str] = frozenset()
        self._comparing: Task | None = None
        self._seen_failure = ""
        self._asking = False
        self._decoding = False
        self.pictures = Pictures(self)
        yield
        yield from self._build()
        self._prices = QTimer(self, interval=_PRICES_MS, singleShot=True)
        self._prices.timeout.connect(self._ask_prices)
        self._bind()
        self._connect()
        yield
        self.retranslate()

    # -- parts ---------------------------------------------------------------------------------------------------------

    def _build(self) -> Steps:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.bar, self.notice, self.empty = BoardBar(), Notice(), EmptyState()
        yield
        column.addWidget(self.bar)
        column.addWidget(self.notice)
        yield
        self.view = BoardView(self.studio.commands, self.pictures)
        yield
        self.inspector = Inspector(self.studio, self.pictures)
        yield from self.inspector.build()
        yield
        self.stack = QStackedWidget()
        self.stack.addWidget(self.view)
        self.stack.addWidget(self.empty)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        for part, least in ((self.stack, 200), (self.inspector, 230)):
            part.setMinimumWidth(least)
            self.splitter.addWidget(part)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([1100, 310])
        yield
        column.addWidget(self.splitter, 1)
        yield
        self.restore_places()

    def splitters(self) -> Mapping[str, QSplitter]:
        return {"board": self.splitter}

    def _connect(self) -> None:
        self.bar.draw_asked.connect(self.draw)
        self.bar.approve_asked.connect(self.approve_all)
        self.bar.shoot_asked.connect(self.shoot)
        self.bar.generator_asked.connect(lambda name: self.studio.film.edit(GeneratorChange(generator=name)))
        self.bar.view_asked.connect(self.view.show_kind)
        self.view.shot_chosen.connect(self._chosen)
        self.inspector.approve_asked.connect(self.approve)
        self.inspector.redraw_asked.connect(self.redraw)
        jobs = self.studio.jobs
        for signal in (jobs.changed, jobs.listed, jobs.ended):
            signal.connect(self._work_changed)
        jobs.preview.connect(self._previewed)
        self.studio.engine.state_changed.connect(self._engine_is)

    def _bind(self) -> None:
        bind = self.studio.commands.bind
        bind("board.approve", self.approve, self, lambda: bool(self.view.chosen))
        bind("board.approve_all", self.approve_all, self, lambda: bool(self.cards))
        bind("board.retake", self.redraw, self, lambda: bool(self.view.chosen))
        bind("film.make", self.shoot, self, lambda: bool(self.cards) and under_way(self.studio) is None)
        bind("edit.select_all", self.view.selectAll, self, lambda: bool(self.cards))
        bind("edit.select_none", self.view.clearSelection, self, lambda: bool(self.view.selectedIndexes()))

    @property
    def cards(self) -> tuple[Card, ...]:
        """The storyboard."""
        return self.view.cards.cards

    def panels(self) -> tuple[QWidget, ...]:
        return self.stack, self.inspector

    # -- the film ------------------------------------------------------------------------------------------------------

    def film_shown(self, shown: Shown | None) -> None:
        before, self._shown = self._shown, shown
        if self._comparing is not None:
            self._comparing.cancel()
        if shown is None or before is None or shown.standing.root != before.standing.root:
            self._stale = frozenset()
            self.view.cards.prices.clear()
            self.view.cards.forget_live()
        self._show()
        if shown is not None and shown.standing.shots is not None:
            film, standing = shown.film, shown.standing
            self._comparing = self.studio.background.run(
                lambda: stale_drawings(film, standing), self._drawn, lambda _error: None, owner=self
            )
            self._prices.start()

    def _drawn(self, stale: frozenset[str]) -> None:
        if stale != self._stale:
            self._stale = stale
            self._show()

    def _show(self) -> None:
        shown, chosen = self._shown, self.view.current
        cards = cards_of(shown.film, shown.standing, self._stale) if shown else ()
        self.view.cards.show_rows(rows_of(cards, shown.film) if shown else ())
        if cards and not self.view.current:
            self.view.choose(chosen if self.view.cards.card(chosen) else cards[0].shot.id)
        self.stack.setCurrentWidget(self.view if cards else self.empty)
        self.inspector.setVisible(bool(cards))
        self._chosen()
        self._work_changed()

    def _chosen(self, _shot: str = "") -> None:
        shown = self._shown
        card = self.view.cards.card(self.view.current)
        self.inspector.show_card(card, shown.film if shown else None, shown.standing.shots if shown else None)
        self.studio.commands.refresh("board.approve", "board.approve_all", "board.retake", "film.make", "edit.select_none")

    def _ask_prices(self) -> None:
        """What shots take now; without the engine they stay as they were."""
        if self._shown is None or self._asking or not self.isVisible() or self.studio.engine.state != "ready":
            return
        self._asking, root = True, self.studio.film.root

        async def board(client: Any) -> Board:
            found: Board = await client.films.board(film=await film_id(client, root))
            return found

        self.studio.engine.ask(board, self._have_prices, self._no_prices, owner=self)

    def _have_prices(self, board: Board) -> None:
        self._asking = False
        self.view.cards.show_prices(board)
        self._chosen()
        self._show_bar()

    def _no_prices(self, _error: AiprodError) -> None:
        """The bar says that there are none; the engine's absence is told by the frame."""
        self._asking = False

    # -- work of the engine --------------------------------------------------------------------------------------------

    def _work_changed(self, *_told: object) -> None:
        if not self.isVisible():
            return
        job = under_way(self.studio)
        if job is None:
            self.view.cards.forget_live()
        self._show_bar(job)
        self._show_notice(job)
        self._show_empty(job)

    def _show_bar(self, job: JobView | None = None) -> None:
        busy = (job or under_way(self.studio)) is not None
        generator = self._shown.film.generator if self._shown else "auto"
        self.bar.setVisible(bool(self.cards))
        self.bar.show_cards(self.cards, generator, busy or self._shown is None or self._shown.film.screenplay is None)

    def _show_notice(self, job: JobView | None) -> None:
        failed = last_failed(self.studio)
        if job is not None:
            fraction = job.progress.fraction if job.progress else 0.0
            self.notice.say("work", progress_words(job), (self.tr("Stop"), lambda: self._stop(job)), fraction=fraction)
        elif failed is not None and failed.id != self._seen_failure and failed.failure is not None:
            again = (self.tr("Try again"), lambda: self._again(failed))
            self.notice.say(
                "failure", job_words.failure(failed), again, (self.tr("Close"), lambda: self._saw(failed)), level="bad"
            )
        elif self.notice.about != "question":
            self.notice.clear()

    def _show_empty(self, job: JobView | None) -> None:
        """What there is to say where there are no cards."""
        if self.cards:
            return
        shown = self._shown
        if shown is None:
            self.empty.say(self.tr("No film is open"), self.tr("Open a film, or begin a new one."))
        elif job is not None:
            self.empty.say(self.tr("The storyboard is on its way"), self.tr("Its shots come here as soon as they are directed."))
        elif shown.film.screenplay is None:
            words = self.tr("Shots are directed from the screenplay. Have it written, or type it yourself.")
            self.empty.say(
                self.tr("There is no screenplay yet"), words, self.tr("Go to the script"), lambda: self.studio.go_to("script")
            )
        else:
            words = self.tr("Every shot as a small picture, with what it takes, before anything expensive is made.")
            self.empty.say(self.tr("The film has no storyboard yet"), words, self.tr("Draw the storyboard"), self.draw)

    def _previewed(self, job: str, data: bytes, facts: Mapping[str, Any]) -> None:
        """A picture of a shot under way; while one is being read, others are passed over."""
        mine = under_way(self.studio)
        shot = str(facts.get("shot", ""))
        if mine is None or mine.id != job or not shot or self._decoding or not self.isVisible():
            return
        self._decoding = True
        fraction = float(facts.get("frame", 0)) / max(1.0, float(facts.get("frames", 1)))
        self.studio.background.run(
            lambda: QImage.fromData(data), lambda image: self._seen(shot, image, fraction), self._not_seen, owner=self
        )

    def _seen(self, shot: str, image: QImage, fraction: float) -> None:
        self._decoding = False
        if not image.isNull() and under_way(self.studio) is not None:
            self.view.cards.show_live(shot, image, fraction)

    def _not_seen(self, _error: AiprodError) -> None:
        self._decoding = False

    def _engine_is(self, state: str) -> None:
        if state == "ready" and self.isVisible():
            self._know_generators()
            self._prices.start()

    def _know_generators(self) -> None:
        ask = self.studio.engine.ask
        ask(lambda client: client.generators.list(), self.bar.know_generators, lambda _error: None, owner=self)

    def _stop(self, job: JobView) -> None:
        self.studio.jobs.cancel(job.id)

    def _again(self, job: JobView) -> None:
        self._seen_failure = job.id
        self.studio.jobs.retry(job.id)

    def _saw(self, job: JobView) -> None:
        self._seen_failure = job.id
        self.notice.clear()

    # -- what the user does --------------------------------------------------------------------------------------------

    def approve(self) -> None:
        """Approve the chosen shots; where all of them are approved, take it back."""
        cards = [card for shot in self.view.chosen if (card := self.view.cards.card(shot)) is not None]
        if not cards:
            return
        wanted = not all(card.approved for card in cards)
        self.studio.film.edit(ApproveChange(shots=tuple(card.shot.id for card in cards), approved=wanted))
        if wanted and len(cards) == 1:
            self._go_on_from(cards[0])

    def _go_on_from(self, card: Card) -> None:
        """To the next shot that waits for approval."""
        cards = self.cards
        at = next(n for n, other in enumerate(cards) if other.shot.id == card.shot.id)
        following = next((other for other in cards[at + 1 :] if not other.approved), None)
        if following is not None:
            self.view.choose(following.shot.id)

    def approve_all(self) -> None:
        """Approve every shot that is drawn."""
        shots = tuple(card.shot.id for card in self.cards if not card.approved and card.picture is not None)
        if shots:
            self.studio.film.edit(ApproveChange(shots=shots))

    def redraw(self) -> None:
        """Have the chosen shots drawn again, otherwise."""
        shots = self.view.chosen
        for shot in shots:
            last = shot == shots[-1]
            self.studio.film.edit(RetakeChange(shot=shot), (lambda _shown: self._redrawn()) if last else None)

    def _redrawn(self) -> None:
        if under_way(self.studio) is None and self.studio.engine.state == "ready":
            self.draw()

    def draw(self) -> None:
        """Have the storyboard drawn: as far as the lines are spoken, if they were."""
        spoken = self._shown is not None and bool(self._shown.standing.lines)
        self._order("voices" if spoken else "directing")

    def shoot(self) -> None:
        """Have the film made; what is not approved is said first."""
        waiting = [card for card in self.cards if not card.approved and not card.made]
        to_make = [card for card in self.cards if not card.made]
        paid = any(card.price is not None and card.price.eur for card in to_make)
        if not waiting and not paid:
            self._shoot()
            return
        ways = [(self.tr("Shoot"), self._shoot), (self.tr("Not yet"), self._not_yet)]
        words = self.bar.cost_of(to_make)
        if waiting:
            ways = [(self.tr("Approve all and shoot"), self._approve_and_shoot), (self.tr("Shoot anyway"), self._shoot), ways[1]]
            unapproved = self.tr("%n shot(s) are not approved, and would be made with the others.", "", len(waiting))
            words = f"{unapproved} {words}"
        self.notice.say("question", words, *ways, level="warning")

    def _not_yet(self) -> None:
        self.notice.clear()
        self._work_changed()

    def _approve_and_shoot(self) -> None:
        self.approve_all()
        self._shoot()

    def _shoot(self) -> None:
        self.notice.clear()
        self._order(None)

    def _order(self, until: Department | None) -> None:
        if not self.studio.film.is_open:
            return
        self.inspector.flush()
        go_on(self.studio, until, lambda _job: self._work_changed(), self._not_ordered, self)

    def _not_ordered(self, error: AiprodError) -> None:
        self.studio.messages.error(error, about="board")
        self._work_changed()

    # -- coming and going ----------------------------------------------------------------------------------------------

    def entered(self) -> None:
        self._work_changed()
        self._chosen()
        if self.studio.engine.state == "ready":
            self._know_generators()
            self._prices.start()

    def left(self) -> None:
        self.inspector.flush()
        self.keep_places()

    def retranslate(self) -> None:
        self.view.setAccessibleName(self.tr("Storyboard"))
        self.view.setAccessibleDescription(
            self.tr("Arrows go from shot to shot. {approve} approves, {redraw} draws again.").format(
                approve=self.studio.commands.keys("board.approve"), redraw=self.studio.commands.keys("board.retake")
            )
        )
        self.bar.retranslate()
        self.inspector.retranslate()
        self._show()
