# SPDX-License-Identifier: Apache-2.0
"""The Models page: what is here and what can be had, whether it runs on this machine, under which terms; fetching, importing,
keeping whole, compiling and removing it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from aiprod.film.errors import AiprodError
from aiprod.wire.jobs import JobView
from aiprod.wire.models import FitView, HubView, ModelFiles, ModelList, ModelView, RuntimeView
from aiprod.wire.service import DeviceList
from aiprod_app.background import Task
from aiprod_app.jobs.states import FINAL
from aiprod_app.jobs.words import said as jobs_said
from aiprod_app.pages.base import Page
from aiprod_app.pages.models import words
from aiprod_app.pages.models.acts import Acts
from aiprod_app.pages.models.details import Details, is_video
from aiprod_app.pages.models.machine import Machine
from aiprod_app.pages.models.standing import Known
from aiprod_app.pages.models.tree import ModelTree
from aiprod_app.start.dropping import SCREENPLAYS, paths_of
from aiprod_app.widgets.steps import Steps

if TYPE_CHECKING:
    from collections.abc import Callable

_KINDS = ("pull", "import", "build", "compile", "verify", "repair", "runtime")
"""Kinds of jobs about models."""
_FIT_MS = 400
"""How long a model is looked at before it is asked whether it runs here."""


class ModelsPage(Page):
    """The page."""

    key: ClassVar[str] = "models"

    def build(self) -> Steps:
        self.list = ModelList(models=())
        self.models: dict[str, ModelView] = {}
        self.known = Known()
        self._runtime_job = ""
        self._check: JobView | None = None
        """The job that checks the files of all models."""
        self._working = False
        self._fit: Task | None = None
        self._seen: set[str] = set()
        """Jobs that this page has looked at."""
        self._soon = QTimer(self, singleShot=True, interval=_FIT_MS)
        self._soon.timeout.connect(self._ask_fit)
        self.acts = Acts(self.studio, self.known, self)
        self.setAcceptDrops(True)
        yield from self._build()
        self._connect()
        yield
        self.retranslate()

    def _build(self) -> Steps:
        self.machine = Machine()
        yield
        self.details = Details()
        yield
        self.columns = QSplitter(Qt.Orientation.Horizontal)
        self.columns.setObjectName("models-columns")
        self.columns.setChildrenCollapsible(False)
        for widget, share in ((self._list(), 5), (self.details, 5), (self.machine, 3)):
            self.columns.addWidget(widget)
            self.columns.setStretchFactor(self.columns.count() - 1, share)
            yield
        self.columns.setSizes([560, 540, 340])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.columns)

    def _list(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(16, 8, 16, 8)
        self.heading, self.state, self.hint = QLabel(), QLabel(), QLabel()
        for label, kind in ((self.heading, "title"), (self.state, "muted"), (self.hint, "small")):
            label.setProperty("kind", kind)
            label.setWordWrap(True)
        self.tree = ModelTree()
        row = QHBoxLayout()
        self.bring, self.verify, self.repair = QPushButton(), QPushButton(), QPushButton()
        for button, name in ((self.bring, "import-models"), (self.verify, "verify-all"), (self.repair, "repair")):
            button.setObjectName(name)
            row.addWidget(button)
        row.addStretch(1)
        for widget in (self.heading, self.state, self.tree, self.hint):
            column.addWidget(widget)
        column.addLayout(row)
        return box

    def _connect(self) -> None:
        self.studio.engine.state_changed.connect(lambda _state: self.ask())
        self.studio.jobs.changed.connect(self._job)
        self.studio.jobs.ended.connect(self._ended)
        self.studio.jobs.listed.connect(self._jobs_listed)
        self.tree.chosen.connect(self._chosen)
        self.tree.wanted.connect(self._wanted)
        self.bring.clicked.connect(lambda: self.acts.choose_folder())
        self.verify.clicked.connect(lambda: self.acts.verify(()))
        self.repair.clicked.connect(lambda: self.acts.repair(()))
        self.details.asked.connect(self.do)
        self.details.precision_changed.connect(self._look_at_fit)
        for panel in (self.details, self.machine.services):
            panel.acted.connect(self._act_on_job)
        self.machine.services.token_asked.connect(lambda: self.acts.token())
        self.machine.services.runtime_asked.connect(self.acts.install_runtime)
        self.acts.changed.connect(self.ask)
        self.acts.ordered.connect(self._ordered)
        self.acts.working.connect(self._work)

    def splitters(self) -> Mapping[str, QSplitter]:
        return {"models-columns": self.columns}

    # -- asking --------------------------------------------------------------------------------------------------------

    def entered(self) -> None:
        self.ask()

    def ask(self) -> None:
        """Everything anew from the engine."""
        self._enable()
        if not self.isVisible() or self.studio.engine.state in ("away", "closed"):
            return
        ask = self.studio.engine.ask
        ask(lambda client: client.models.list(), self._have, owner=self)
        ask(lambda client: client.hub.get(), self._have_hub, owner=self)
        ask(lambda client: client.runtime.get(), self._have_runtime, owner=self)
        ask(lambda client: client.devices.list(), self._have_devices, owner=self)
        ask(lambda client: client.generators.list(), self.machine.show_generators, owner=self)

    def _have(self, found: ModelList) -> None:
        self.list = found
        self.models = {model.id: model for model in found.models}
        for model in found.models:
            job = self.studio.jobs.all.get(model.job_id)
            if job is not None:
                self.known.jobs[model.id] = job
                self._seen.add(job.id)
        self.show_all()

    def _have_hub(self, found: HubView) -> None:
        self.known.hub = found
        self.show_all()

    def _have_runtime(self, found: RuntimeView) -> None:
        self.known.runtime = found
        self.show_all()

    def _have_devices(self, found: DeviceList) -> None:
        self.known.devices = found.devices
        self.machine.show_devices(found)
        self.show_all()

    def show_all(self) -> None:
        """Show what is known now."""
        if self.models:
            self.tree.show_models(self.models.values(), self.known)
        self.details.show_model(self.models.get(self.tree.current), self.known)
        job = self.studio.jobs.all.get(self._runtime_job)
        self.machine.services.show_known(self.known, self.list, job)
        self._enable()

    def _chosen(self, model: str) -> None:
        self.details.show_model(self.models.get(model), self.known)
        self.details.verticalScrollBar().setValue(0)
        self._enable()
        self._look_at_fit()

    # -- whether it runs here ------------------------------------------------------------------------------------------

    def _look_at_fit(self) -> None:
        """The report for the model that is looked at, once it was looked at for a moment."""
        if self._fit is not None:
            self._fit.cancel()
        self._fit = None
        self.details.show_fit(asking=True)
        self._soon.start()

    def _ask_fit(self) -> None:
        model = self.details.model
        if model is None or not is_video(model) or self.studio.engine.state in ("away", "closed"):
            return
        precision = self.details.wanted_precision
        key = (model.id, precision or model.precision)
        if key in self.known.fits:
            self.details.show_fit()
            return
        width, height, frames, rate = words.CLIP
        self._fit = self.studio.engine.ask(
            lambda client: client.models.fit(
                model=model.id, width=width, height=height, frames=frames, rate=rate, precision=precision
            ),
            partial(self._have_fit, key), self._no_fit, owner=self,
        )  # fmt: skip

    def _have_fit(self, key: tuple[str, str], found: FitView) -> None:
        self.known.fits[key] = found
        self.show_all()

    def _no_fit(self, error: AiprodError) -> None:
        self.details.show_fit(trouble=". ".join(part.rstrip(".") for part in (error.what, error.why, error.remedy) if part) + ".")

    # -- doing ---------------------------------------------------------------------------------------------------------

    def do(self, act: str) -> None:
        """Do something with the model that is looked at."""
        model = self.details.model
        if model is None:
            return
        deeds: dict[str, Callable[[], None]] = {
            "fetch": lambda: self.acts.fetch(model, self.details.wanted_precision), "build": lambda: self.acts.build(model),
            "licence": lambda: self.acts.licence(model), "import": lambda: self.acts.choose_folder(model),
            "verify": lambda: self.acts.verify((model.id,)), "repair": lambda: self.acts.repair((model.id,)),
            "compile": lambda: self.acts.compile(model), "report": lambda: self._show_report(model),
            "remove": lambda: self.acts.remove(model, [found for found in self.models.values() if found.stored]),
        }  # fmt: skip
        deeds[act]()

    def _wanted(self, _model: str) -> None:
        """Enter in the list: what is next with the model."""
        for act in ("fetch", "build", "repair"):
            button = self.details.buttons[act]
            if not button.isHidden() and (act != "repair" or self.tree.current in self.known.damaged):
                button.click()
                return

    def _show_report(self, model: ModelView) -> None:
        from aiprod_app.pages.models.report import ReportDialog

        dialog = ReportDialog(model.title, self.known.reports[model.id], self.window())
        self.acts.dialog = dialog
        dialog.open()

    def _act_on_job(self, act: str, job: str) -> None:
        getattr(self.studio.jobs, act)(job)

    def _work(self, working: bool) -> None:
        self._working = working
        self._enable()

    def _ordered(self, model: str, job: JobView) -> None:
        if job.kind == "runtime":
            self._runtime_job = job.id
        if job.kind == "verify" and not model:
            self._check = job
        if model:
            self.known.jobs[model] = job
        self._seen.add(job.id)
        self.show_all()

    def _verified(self, found: ModelFiles) -> None:
        seen = {file.model for file in found.files}
        self.known.damaged -= seen
        self.known.damaged |= {file.model for file in found.files if not file.whole}
        self.details.show_files(found)
        self.show_all()
        if found.whole:
            self.studio.messages.tell("good", self.tr("%n file(s) checked, all whole", "", len(found.files)), about="models")
            return
        damaged = sorted(self.models[name].title for name in self.known.damaged & seen if name in self.models)
        text = self.tr("Damaged: {models}").format(models=", ".join(damaged))
        self.studio.messages.tell(
            "bad", text, self.tr("Repair puts them together again, or fetches them afresh."), about="models"
        )

    # -- jobs ----------------------------------------------------------------------------------------------------------

    def _job(self, job: JobView) -> None:
        """A job is another than before: its model's row and its panel follow."""
        if job.kind not in _KINDS:
            return
        if job.kind == "runtime":
            self._runtime_job = job.id
            self.machine.services.show_known(self.known, self.list, job)
        if self._check is not None and self._check.id == job.id:
            self._check = job
            self._enable()
        for name, mine in self.known.jobs.items():
            if mine.id == job.id:
                self.known.jobs[name] = job
                if name in self.models:
                    self.tree.show_model(self.models[name], self.known)
                if self.details.model is not None and self.details.model.id == name:
                    self.details.show_model(self.models.get(name), self.known)
                    self._enable()
        if job.id not in self._seen and job.state not in FINAL:
            self._seen.add(job.id)
            self.ask()  # ordered elsewhere: the list says which model it is about

    def _jobs_listed(self) -> None:
        for job in tuple(self.studio.jobs.all.values()):
            self._report(job)
            self._job(job)

    def _report(self, job: JobView) -> None:
        result = job.result or {}
        model, rows = str(result.get("model", "")), result.get("made")
        if job.kind == "compile" and model and isinstance(rows, list):
            self.known.reports.setdefault(model, [row for row in rows if isinstance(row, dict)])

    def _ended(self, job: JobView) -> None:
        if job.kind not in _KINDS:
            return
        if job.kind == "compile" and (job.result or {}).get("model"):
            self.known.reports.pop(str((job.result or {})["model"]), None)
            self._report(job)
        if job.kind in ("pull", "import", "build", "repair", "compile", "runtime"):
            self.known.fits.clear()
        if job.state == "delivered":
            if job.kind == "verify":
                self._verified(ModelFiles.model_validate(job.result))
            if job.kind == "repair":
                self.known.damaged.clear()
            if job.kind == "import":
                self._say_imported(job)
        self.ask()
        self._look_at_fit()

    def _say_imported(self, job: JobView) -> None:
        """What an import brought: which models are whole now, what others still lack, what was refused and why."""
        rows = (job.result or {}).get("models", [])
        found = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
        here = [self._title(row) for row in found if row.get("whole")]
        lacking = [
            self.tr("{model} lacks {files}").format(model=self._title(row), files=", ".join(map(str, row.get("missing", ()))))
            for row in found if not row.get("whole")
        ]  # fmt: skip
        refused = [f"{file}: {jobs_said(why)}" for row in found for file, why in row.get("refused", ())]
        text = self.tr("Imported: {models}").format(models=", ".join(here)) if here else self.tr("No model is whole yet")
        way = self.tr("{lacking}. Fetch brings the rest.").format(lacking="; ".join((*lacking, *refused))) if lacking else ""
        self.studio.messages.tell("good" if here and not lacking else "warning", text, way, about="models")

    def _title(self, row: Mapping[str, object]) -> str:
        name = str(row["model"])
        return self.models[name].title if name in self.models else name

    # -- what is dropped on it -----------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(map(_holds_models, paths_of(event.mimeData()))):
            event.acceptProposedAction()
        else:
            event.ignore()  # a film, perhaps: the window opens it

    def dropEvent(self, event: QDropEvent) -> None:
        for path in filter(_holds_models, paths_of(event.mimeData())):
            self.acts.bring(path)
        event.acceptProposedAction()

    # -- words ---------------------------------------------------------------------------------------------------------

    def _enable(self) -> None:
        away = self.studio.engine.state in ("away", "closed")
        able = bool(self.models) and not away and not self._working
        for button in (self.bring, self.verify, self.repair):
            button.setEnabled(able)
        self.details.enable(able)
        self.machine.services.enable(not away and not self._working)
        here = [model for model in self.models.values() if model.installed]
        if away:
            text = self.tr("The engine is away; it is being started again.")
        elif not self.models or self._working:
            text = self.tr("One moment…")
        elif self._check is not None and self._check.state not in FINAL:
            percent = round((self._check.progress.fraction if self._check.progress else 0.0) * 100)
            text = self.tr("All files are being checked, {percent} %").format(percent=percent)
        else:
            text = self.tr("{installed} of {all} are here, {size} on the disk").format(
                installed=len(here), all=len(self.models), size=words.size(sum(m.megabytes for m in here) * 1e6)
            )
        self.state.setText(text)

    def retranslate(self) -> None:
        self.heading.setText(self.tr("Models"))
        self.hint.setText(self.tr("A folder or a USB stick with models can be dropped here."))
        self.bring.setText(self.tr("Import…"))
        self.bring.setToolTip(self.tr("Bring in every model that a folder or a USB stick holds"))
        self.verify.setText(self.tr("Verify all"))
        self.verify.setToolTip(self.tr("Check every file by its SHA-256"))
        self.repair.setText(self.tr("Repair"))
        self.repair.setToolTip(self.tr("Put every model together again, and fetch or install anew what is damaged"))
        self.tree.retranslate()
        self.machine.retranslate()
        self.details.retranslate()
        if self.models:
            self.tree.show_models(self.models.values(), self.known)
            self.details.show_model(self.models.get(self.tree.current), self.known)
        self._enable()


def _holds_models(path: Path) -> bool:
    """Whether it may be imported, by its name alone: the engine looks into it."""
    return path.suffix.lower() not in SCREENPLAYS and path.suffix != ".aiprod" and path.name != "film.json"
