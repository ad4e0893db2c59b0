# SPDX-License-Identifier: Apache-2.0
"""What can be done with models: fetched, imported, made, verified, repaired, compiled, removed. Each asks the engine; what takes
long is a job."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from aiprod.wire.making import JobOrdered
from aiprod.wire.models import FitView, LicenceView, ModelRemoved, ModelView
from aiprod_app.messages import Action
from aiprod_app.pages.models import words
from aiprod_app.pages.models.hub_token import TokenDialog
from aiprod_app.pages.models.licence import LicenceDialog
from aiprod_app.pages.models.removal import Removal, removal
from aiprod_app.pages.models.standing import Known

if TYPE_CHECKING:
    from aiprod.client.client import AsyncClient
    from aiprod.film.errors import AiprodError
    from aiprod_app.studio import Studio


class Acts(QObject):
    """Does it.

    Signals:
        ordered: a model's id ("" for all), and the JobView that was ordered.
        changed: the models are to be asked for anew.
        working: whether an answer is waited for.
    """

    ordered = Signal(str, object)
    changed = Signal()
    working = Signal(bool)

    def __init__(self, studio: Studio, known: Known, owner: QWidget) -> None:
        super().__init__(owner)
        self._studio, self._known, self._owner = studio, known, owner
        self.dialog: QWidget | None = None
        """The one that was opened last."""

    # -- asking the engine ---------------------------------------------------------------------------------------------

    def _order(self, question: Callable[[AsyncClient], Awaitable[JobOrdered]], model: str = "") -> None:
        self.working.emit(True)
        self._studio.engine.ask(question, partial(self._ordered, model), self._refused, owner=self)

    def _ordered(self, model: str, order: JobOrdered) -> None:
        self.working.emit(False)
        self._studio.jobs.add(order.job)
        self.ordered.emit(model, order.job)

    def _refused(self, error: AiprodError) -> None:
        self.working.emit(False)
        self._studio.messages.error(error, about="models")

    # -- fetching ------------------------------------------------------------------------------------------------------

    def fetch(self, model: ModelView, precision: str) -> None:
        """Fetch a model; before that its licence is accepted, the hub has a token, and the user knows that it runs here."""
        if self._known.needs_licence(model):
            self.licence(model, then=lambda: self.fetch(_accepted(model), precision))
        elif self._known.needs_token(model):
            self.token(page=model.source, then=lambda: self.fetch(model, precision))
        else:
            fit = self._known.fit(model, precision)
            if fit is not None and (not fit.runs or fit.disk_short_bytes):
                self._ask_all_the_same(model, fit, lambda: self.pull(model, precision))
            else:
                self.pull(model, precision)

    def pull(self, model: ModelView, precision: str) -> None:
        """Fetch it, whatever is known."""
        order = uuid.uuid4().hex
        self._order(lambda client: client.models.pull(model=model.id, precision=precision, operation_id=order), model.id)

    def _ask_all_the_same(self, model: ModelView, fit: FitView, then: Callable[[], None]) -> None:
        question = self.tr("Fetch {model} all the same?").format(model=model.title)
        text = " ".join((words.verdict(fit).rstrip(".") + ".", *words.reasons(fit)))
        self._ask(self.tr("Fetch a model"), question, text, self.tr("Fetch it"), then)

    def _ask(self, title: str, question: str, text: str, yes: str, then: Callable[[], None]) -> None:
        box = QMessageBox(QMessageBox.Icon.Question, title, question, parent=self._owner.window())
        box.setInformativeText(text)
        agree = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(self.tr("Not now"), QMessageBox.ButtonRole.RejectRole))
        box.buttonClicked.connect(lambda button: then() if button is agree else None)
        self.dialog = box
        box.open()

    def licence(self, model: ModelView, then: Callable[[], None] | None = None) -> None:
        """Show a model's licence; `then` is done once it is accepted."""

        def show(found: LicenceView) -> None:
            dialog = LicenceDialog(self._studio, model, found, self._owner.window())
            dialog.agreed.connect(self.changed)
            if then is not None:
                dialog.agreed.connect(then)
            self.dialog = dialog
            dialog.open()

        self._studio.engine.ask(lambda client: client.models.licence(model=model.id), show, self._refused, owner=self)

    def token(self, page: str = "", then: Callable[[], None] | None = None) -> None:
        """Ask for the hub's token; `then` is done once there is one."""
        if self._known.hub is None:
            return
        dialog = TokenDialog(self._studio, self._known.hub, self._owner.window(), page=page)

        def kept(hub: object) -> None:
            self._known.hub = hub  # type: ignore[assignment]
            self.changed.emit()
            if then is not None and self._known.hub is not None and self._known.hub.configured:
                then()

        dialog.changed.connect(kept)
        self.dialog = dialog
        dialog.open()

    # -- importing and making ------------------------------------------------------------------------------------------

    def choose_folder(self, model: ModelView | None = None) -> None:
        """Ask for a folder to import from."""
        dialog = QFileDialog(self._owner.window(), self.tr("Choose the folder or the USB stick that has the models"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda path: self.bring(Path(path), model))
        self.dialog = dialog
        dialog.open()

    def bring(self, place: Path, model: ModelView | None = None) -> None:
        """Import what a folder or a file holds."""
        if model is not None and self._known.needs_licence(model):
            self.licence(model, then=lambda: self.bring(place, _accepted(model)))
            return
        name, order = (model.id if model is not None else None), uuid.uuid4().hex
        self._order(lambda client: client.models.bring(place=str(place), model=name, operation_id=order), name or "")

    def build(self, model: ModelView) -> None:
        """Make a test model."""
        order = uuid.uuid4().hex
        self._order(lambda client: client.models.build(model=model.id, operation_id=order), model.id)

    def compile(self, model: ModelView) -> None:
        """Compile a model for this machine; the runtime is offered first where it lacks."""
        if self._known.runtime is not None and not self._known.runtime.installed:
            way = Action(self.tr("Install it"), self.install_runtime)
            text = self.tr("What video models need is not installed")
            self._studio.messages.tell("warning", text, self.tr("Without it a model can’t be compiled."), way, about="models")
            return
        order = uuid.uuid4().hex
        self._order(lambda client: client.models.compile(model=model.id, operation_id=order), model.id)

    def install_runtime(self) -> None:
        """Install what video models need."""
        order = uuid.uuid4().hex
        self._order(lambda client: client.runtime.install(operation_id=order))

    # -- keeping -------------------------------------------------------------------------------------------------------

    def verify(self, models: tuple[str, ...]) -> None:
        """Hash the files of some models, or of all that are here."""
        order = uuid.uuid4().hex
        one = models[0] if len(models) == 1 else ""
        self._order(lambda client: client.models.verify(ids=models, operation_id=order), one)

    def repair(self, models: tuple[str, ...]) -> None:
        """Put some models together again, or all."""
        order = uuid.uuid4().hex
        one = models[0] if len(models) == 1 else ""
        self._order(lambda client: client.models.repair(ids=models, operation_id=order), one)

    def remove(self, model: ModelView, stored: Sequence[ModelView]) -> None:
        """Ask whether a model shall go, with what that frees."""

        def ask(found: Removal) -> None:
            question = self.tr("Remove {model}?").format(model=model.title)
            text = self.tr("{size} come free on the disk.").format(size=words.size(found.freed))
            if found.kept:
                more = self.tr("{size} stay, because these use the same files: {models}.")
                text = f"{text} {more.format(size=words.size(found.kept), models=', '.join(found.others))}"
            again = self.tr("To use it again, it must be fetched, imported or made again.")
            self._ask(self.tr("Remove a model"), question, f"{text} {again}", self.tr("Remove it"), lambda: self.removed(model))

        self._studio.engine.ask(lambda client: removal(client, model, stored), ask, self._refused, owner=self)

    def removed(self, model: ModelView) -> None:
        """Remove a model."""

        def done(found: ModelRemoved) -> None:
            self.working.emit(False)
            self._known.jobs.pop(model.id, None)
            text = self.tr("{model} is removed; {size} came free").format(model=model.title, size=words.size(found.freed))
            self._studio.messages.tell("good", text, about="models")
            self.changed.emit()

        order = uuid.uuid4().hex
        self.working.emit(True)
        ask = self._studio.engine.ask
        ask(lambda client: client.models.remove(model=model.id, operation_id=order), done, self._refused, owner=self)


def _accepted(model: ModelView) -> ModelView:
    return model.model_copy(update={"accepted": True})
