# SPDX-License-Identifier: Apache-2.0
"""The Deliver page: where the film goes, the queue, and quality control's report."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from aiprod.client.client import AsyncClient
from aiprod.film.errors import AiprodError
from aiprod.film.findings import QualityReport
from aiprod.wire.jobs import JobView
from aiprod.wire.making import Deliveries, JobOrdered
from aiprod_app.engine.films import film_id
from aiprod_app.film.session import Shown
from aiprod_app.i18n.languages import language_in_use
from aiprod_app.pages.base import Page
from aiprod_app.pages.deliver.choices import Choice, of_preset, rate_refused, usual_target
from aiprod_app.pages.deliver.destinations import Destinations
from aiprod_app.pages.deliver.order_form import OrderForm
from aiprod_app.pages.deliver.queue import Queue
from aiprod_app.pages.deliver.report import Report
from aiprod_app.theme.sheet import restyle
from aiprod_app.widgets.steps import Steps


class DeliverPage(Page):
    """The page."""

    key: ClassVar[str] = "deliver"

    def build(self) -> Steps:
        self.known: Deliveries | None = None
        self._shown: Shown | None = None
        self._root: Path | None = None
        self._checked: tuple[Path, QualityReport, Path | None] | None = None
        """The last check that was asked for here: of which film, its report, its page."""
        self._own_target = False
        self._named_for: Choice | None = None
        """The order that the target's usual name was made for."""
        yield from self._build()
        self._connect()
        yield
        self.retranslate()

    # -- parts ---------------------------------------------------------------------------------------------------------

    def _build(self) -> Steps:
        whole = QSplitter(Qt.Orientation.Horizontal)
        whole.setObjectName("deliver-columns")
        whole.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(whole)
        self.destinations = Destinations()
        yield
        whole.addWidget(self._left())
        yield
        yield from self._middle(whole)
        self.report = Report()
        yield
        whole.addWidget(self.report)
        for place, share in enumerate((2, 4, 3)):
            whole.setStretchFactor(place, share)
        whole.setSizes([260, 560, 420])
        yield

    def _left(self) -> QWidget:
        left = QWidget()
        left.setProperty("kind", "panel")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 8, 0, 0)
        self.where = QLabel()
        self.where.setProperty("kind", "heading")
        self.where.setContentsMargins(12, 0, 0, 0)
        column.addWidget(self.where)
        column.addWidget(self.destinations, 1)
        return left

    def _middle(self, whole: QSplitter) -> Steps:
        middle = QSplitter(Qt.Orientation.Vertical)
        middle.setObjectName("deliver-middle")
        middle.setChildrenCollapsible(False)
        whole.addWidget(middle)
        self.order = OrderForm()
        middle.addWidget(self._order())
        yield
        yield from self.order.build()
        self.queue = Queue(self.studio)
        yield
        middle.addWidget(self._queue())
        middle.setStretchFactor(0, 3)
        middle.setStretchFactor(1, 2)
        yield

    def _order(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(16, 8, 16, 8)
        self.title = QLabel()
        self.title.setProperty("kind", "title")
        self.note = QLabel()
        self.note.setProperty("kind", "muted")
        self.note.setWordWrap(True)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self.order)
        self.state = QLabel()
        self.state.setWordWrap(True)
        self.make = QPushButton()
        self.make.setObjectName("make")
        for widget in (self.title, self.note):
            column.addWidget(widget)
        column.addWidget(scroll, 1)
        column.addLayout(self._target_row())
        last = QHBoxLayout()
        last.addWidget(self.state, 1)
        last.addWidget(self.make)
        last.addWidget(self.export)
        column.addLayout(last)
        return box

    def _target_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.to = QLabel()
        self.target = QLineEdit()
        self.target.setObjectName("target")
        self.to.setBuddy(self.target)
        self.browse = QPushButton()
        self.export = QPushButton()
        self.export.setObjectName("export")
        self.export.setProperty("kind", "primary")
        row.addWidget(self.to)
        row.addWidget(self.target, 1)
        row.addWidget(self.browse)
        return row

    def _queue(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(16, 8, 16, 8)
        self.queued = QLabel()
        self.queued.setProperty("kind", "heading")
        column.addWidget(self.queued)
        column.addWidget(self.queue, 1)
        return box

    def _connect(self) -> None:
        self.destinations.chosen.connect(self._chosen)
        self.order.changed.connect(self._changed_by_hand)
        self.target.textEdited.connect(self._target_typed)
        self.browse.clicked.connect(self._browse)
        self.export.clicked.connect(self._export)
        self.make.clicked.connect(lambda: self.studio.commands.do("film.make"))
        self.queue.check_asked.connect(self._check_file)
        self.queue.report_ready.connect(self._report_ready)
        self.report.check_asked.connect(self._check)
        self.report.time_asked.connect(self._go_to)
        bind = self.studio.commands.bind
        bind("deliver.export", self._export, self, self.export.isEnabled)
        bind("deliver.check", lambda: self._check(""), self, lambda: self._finished)
        self.studio.engine.state_changed.connect(self._ask)
        self.studio.jobs.ended.connect(self._retarget)  # its name is taken now

    # -- what there is -------------------------------------------------------------------------------------------------

    def entered(self) -> None:
        self._ask()

    def _ask(self) -> None:
        """What there is to choose from, once."""
        if not self.isVisible() or self.studio.engine.state in ("away", "closed"):
            self._enable()
            return
        if self.known is None:
            self.studio.engine.ask(lambda client: client.deliveries.list(), self._know, owner=self)

    def _know(self, known: Deliveries) -> None:
        self.known = known
        self.report.know(known)
        if self._shown is not None:
            self.film_shown(self._shown)

    @property
    def _finished(self) -> bool:
        """Whether there is a film to export."""
        shown = self._shown
        return shown is not None and any(path.suffix == ".mp4" for path in shown.standing.delivery)

    def film_shown(self, shown: Shown | None) -> None:
        self._shown = shown
        root = shown.standing.root if shown else None
        if root != self._root:
            self._root, self._own_target, self._named_for = root, False, None
            self.queue.show_all()
            if self.isVisible():
                self._ask()
        if shown is not None and self.known is not None:
            self.destinations.fill(self.known, shown.film)
            self.order.know(self.known, shown.film)
        self._show_report()
        self._enable()
        self._retarget()

    def _show_report(self) -> None:
        shown = self._shown
        if shown is None:
            self.report.show_report(None)
            return
        page = shown.standing.root / "delivery" / "quality.html"
        if self._checked is not None and self._checked[0] == shown.standing.root:
            self.report.show_report(self._checked[1], self._checked[2])
        else:
            there = page if page in shown.standing.delivery or shown.standing.report is not None else None
            self.report.show_report(shown.standing.report, there)

    # -- the order -----------------------------------------------------------------------------------------------------

    def _chosen(self, name: str) -> None:
        if self.known is None:
            return
        preset = next((p for p in self.known.presets if p.name == name), None)
        choice = of_preset(preset, self.known) if preset else Choice(suffix=".mp4")
        self.title.setText(preset.title[language_in_use()] if preset else self.tr("Own settings"))
        self.note.setText(preset.note.get(language_in_use(), "") if preset else "")
        self.note.setVisible(bool(self.note.text()))
        self.order.show_choice(choice)
        self._own_target = False
        self._retarget()
        self._enable()

    def _changed_by_hand(self, _choice: Choice) -> None:
        self.destinations.blockSignals(True)
        self.destinations.choose("")
        self.destinations.blockSignals(False)
        self.title.setText(self.tr("Own settings"))
        self.note.hide()
        self._retarget()
        self._enable()

    def _retarget(self) -> None:
        """The usual place of what is ordered now, unless the user named one."""
        if self._shown is None or self._own_target:
            return
        root, choice, title = self._shown.standing.root, self.order.choice, self._shown.film.name
        self.studio.background.run(
            lambda: _names(root / "exports"), lambda taken: self._usual(root, title, choice, taken),
            self.studio.messages.error, owner=self,
        )  # fmt: skip

    def _usual(self, root: Path, title: str, choice: Choice, taken: frozenset[str]) -> None:
        if root == self._root and not self._own_target and choice == self.order.choice:
            self.target.setText(str(usual_target(root, title, choice, taken)))
            self.target.setCursorPosition(len(self.target.text()))
            self._named_for = choice
            self._enable()

    def _target_typed(self) -> None:
        self._own_target = bool(self.target.text().strip())
        self._enable()

    def _browse(self) -> None:
        dialog = QFileDialog(self, self.tr("Write to"), self.target.text())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.fileSelected.connect(self._picked)
        dialog.open()

    def _picked(self, path: str) -> None:
        self._own_target = True
        self.target.setText(path)
        self._enable()

    def _enable(self) -> None:
        """Whether the order can be given now, and why not."""
        why = self._why_not()
        current = self._shown is None or self._shown.standing.current
        named = self._own_target or self._named_for == self.order.choice  # else the name is still another choice's
        self.export.setEnabled(not why and named and bool(self.target.text().strip()))
        self.report.check.setEnabled(self._finished)
        self.make.setVisible(self._shown is not None and (not self._finished or not current))
        changed = self.tr("Changed since it was last made: an export shows it as it was then.")
        self.state.setText(why or ("" if current else changed))
        self.state.setProperty("kind", "warning" if self.state.text() else "muted")
        restyle(self.state)
        self.studio.commands.refresh("deliver.export", "deliver.check")

    def _why_not(self) -> str:
        if self.studio.engine.state in ("away", "closed"):
            return self.tr("The engine is away; it is being started again.")
        if self._shown is None or self.known is None:
            return self.tr("One moment…")
        if not self._finished:
            return self.tr("The film is not finished yet: make it first.")
        preset = next((p for p in self.known.presets if p.name == self.order.choice.preset), None)
        if preset is not None and rate_refused(preset, self._shown.film):
            return self.tr("This receiver doesn’t take the film’s frame rate.")
        return ""

    def _export(self) -> None:
        if self._root is None:
            return
        root, to, fields = self._root, self.target.text().strip(), self.order.choice.fields()

        async def ordered(client: AsyncClient) -> JobOrdered:
            return await client.films.export(await film_id(client, root), to=to, **fields)

        self.export.setEnabled(False)
        self.studio.engine.ask(ordered, self._ordered, self._refused, owner=self)

    def _ordered(self, order: JobOrdered) -> None:
        self._own_target, self._named_for = False, None
        self.studio.jobs.add(order.job)
        self._enable()
        self._retarget()

    def _refused(self, error: AiprodError) -> None:
        self.studio.messages.error(error, about="export")
        self._enable()

    # -- quality control -----------------------------------------------------------------------------------------------

    def _check(self, profile: str) -> None:
        if self._root is None:
            return
        root, language = self._root, language_in_use()

        async def ordered(client: AsyncClient) -> JobOrdered:
            film = await film_id(client, root)
            return await client.check(film=film, profile=profile or None, language=language, page=True)

        self.studio.engine.ask(ordered, lambda order: self.studio.jobs.add(order.job), self._refused, owner=self)

    def _check_file(self, path: str) -> None:
        profile, language = self.report.profiles.currentData() or None, language_in_use()
        self.studio.engine.ask(
            lambda client: client.check(path=path, profile=profile, language=language, page=True),
            lambda order: self.studio.jobs.add(order.job), self._refused, owner=self,
        )  # fmt: skip

    def _report_ready(self, job: JobView) -> None:
        if self._root is not None and job.result is not None:
            page = job.result.get("page")
            self._checked = (self._root, QualityReport.from_json(job.result["report"]), Path(page) if page else None)
            self._show_report()

    def _go_to(self, seconds: float) -> None:
        """The moment of a finding, on the Edit page."""
        if self._shown is not None:
            frame = int(seconds * self._shown.film.brief.rate.fps)
            self.studio.go_to("edit")
            self.studio.player.seek(frame)

    # -- words ---------------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self.where.setText(self.tr("Where it goes"))
        self.queued.setText(self.tr("Queue"))
        self.to.setText(self.tr("Write to"))
        self.browse.setText(self.tr("Choose…"))
        self.export.setText(self.tr("Add to the queue"))
        self.export.setToolTip(self.studio.commands.hint("deliver.export"))
        self.make.setText(self.tr("Make the film"))
        for part in (self.queue, self.report):
            part.retranslate()
        self._enable()


def _names(folder: Path) -> frozenset[str]:
    """What is in the folder already."""
    try:
        return frozenset(path.name for path in folder.iterdir())
    except OSError:
        return frozenset()
