# SPDX-License-Identifier: Apache-2.0
"""The Models page: what is installed, what fits this machine, whether it is whole, under which terms."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from aiprod.film.errors import AiprodError
from aiprod.wire.jobs import JobView
from aiprod.wire.making import JobOrdered
from aiprod.wire.models import ModelFiles, ModelList, ModelView
from aiprod_app.pages.base import Page
from aiprod_app.pages.models import words
from aiprod_app.pages.models.details import Details
from aiprod_app.pages.models.machine import Machine
from aiprod_app.theme.icons import icon
from aiprod_app.widgets.steps import Steps

_ID = Qt.ItemDataRole.UserRole


class ModelsPage(Page):
    """The page."""

    key: ClassVar[str] = "models"

    def build(self) -> Steps:
        self.models: dict[str, ModelView] = {}
        self.damaged: set[str] = set()
        """Models whose files were found damaged when they were last verified."""
        self._busy = False
        yield from self._build()
        self.studio.engine.state_changed.connect(self._ask)
        self.studio.jobs.ended.connect(self._ended)
        yield
        self.retranslate()

    def _build(self) -> Steps:
        self.machine = Machine()
        yield
        self.details = Details()
        yield
        self.details.verify_asked.connect(lambda model: self._verify((model,)))
        whole = QSplitter(Qt.Orientation.Horizontal)
        whole.setObjectName("models-columns")
        whole.setChildrenCollapsible(False)
        for widget, share in ((self._list(), 5), (self.details, 4), (self.machine, 3)):
            whole.addWidget(widget)
            whole.setStretchFactor(whole.count() - 1, share)
            yield
        whole.setSizes([600, 460, 340])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(whole)

    def _list(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(16, 8, 16, 8)
        self.heading = QLabel()
        self.heading.setProperty("kind", "title")
        self.state = QLabel()
        self.state.setProperty("kind", "muted")
        self.state.setWordWrap(True)
        self.tree = QTreeWidget()
        self.tree.setObjectName("models")
        self.tree.setRootIsDecorated(False)
        self.tree.setColumnCount(4)
        self.tree.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setStretchLastSection(False)
        self.tree.currentItemChanged.connect(self._chosen)
        row = QHBoxLayout()
        self.verify, self.repair = QPushButton(), QPushButton()
        self.verify.setObjectName("verify-all")
        self.repair.setObjectName("repair")
        self.verify.clicked.connect(lambda: self._verify(()))
        self.repair.clicked.connect(self._repair)
        row.addWidget(self.verify)
        row.addWidget(self.repair)
        row.addStretch(1)
        for widget in (self.heading, self.state, self.tree):
            column.addWidget(widget)
        column.addLayout(row)
        return box

    # -- asking --------------------------------------------------------------------------------------------------------

    def entered(self) -> None:
        self._ask()

    def _ask(self) -> None:
        """Everything anew from the engine."""
        self._enable()
        if not self.isVisible() or self.studio.engine.state in ("away", "closed"):
            return
        ask = self.studio.engine.ask
        ask(lambda client: client.models.list(), self._have, owner=self)
        ask(lambda client: client.devices.list(), self.machine.show_devices, owner=self)
        ask(lambda client: client.generators.list(), self.machine.show_generators, owner=self)

    def _have(self, found: ModelList) -> None:
        current = self.tree.currentItem()
        kept = current.data(0, _ID) if current is not None else ""
        self.models = {model.id: model for model in found.models}
        self.tree.blockSignals(True)
        self.tree.clear()
        for model in sorted(found.models, key=lambda m: (("core", "optional", "test").index(m.need), words.role(m.role))):
            item = self._row(model)
            self.tree.addTopLevelItem(item)
            if model.id == kept or (not kept and self.tree.topLevelItemCount() == 1):
                self.tree.setCurrentItem(item)
        self.tree.blockSignals(False)
        self._chosen(self.tree.currentItem(), None)
        self._enable()

    def _row(self, model: ModelView) -> QTreeWidgetItem:
        state, sign, colour = self._standing(model)
        size = self.tr("{megabytes} MB").format(megabytes=f"{model.megabytes:g}" if model.megabytes else "< 0.1")
        item = QTreeWidgetItem([model.title, words.role(model.role), size, state])
        item.setData(0, _ID, model.id)
        item.setIcon(3, icon(sign, colour))
        item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setToolTip(0, model.title)
        return item

    def _standing(self, model: ModelView) -> tuple[str, str, str]:
        if model.id in self.damaged:
            return self.tr("Damaged"), "error", "bad"
        if not model.installed:
            return self.tr("Not installed"), "dot", "muted"
        if not model.fits:
            return self.tr("Too large for this machine"), "warning", "warning"
        return self.tr("Installed"), "check", "good"

    def _chosen(self, item: QTreeWidgetItem | None, _before: QTreeWidgetItem | None) -> None:
        self.details.show_model(self.models.get(item.data(0, _ID)) if item else None)

    # -- verifying and repairing ---------------------------------------------------------------------------------------

    def _verify(self, ids: tuple[str, ...]) -> None:
        self._busy = True
        self._enable()
        self.studio.engine.ask(lambda client: client.models.verify(ids=ids), self._verified, self._refused, owner=self)

    def _verified(self, found: ModelFiles) -> None:
        self._busy = False
        seen = {file.model for file in found.files}
        self.damaged = (self.damaged - seen) | {file.model for file in found.files if not file.whole}
        self.details.show_files(found)
        self._have(ModelList(models=tuple(self.models.values())))
        if found.whole:
            self.studio.messages.tell("good", self.tr("%n file(s) checked, all whole", "", len(found.files)), about="models")
        else:
            names = ", ".join(sorted(self.models[name].title for name in self.damaged if name in self.models))
            self.studio.messages.tell("bad", self.tr("Damaged: {models}").format(models=names), about="models")

    def _repair(self) -> None:
        self._busy = True
        self._enable()
        self.studio.engine.ask(lambda client: client.models.repair(), self._ordered, self._refused, owner=self)

    def _ordered(self, order: JobOrdered) -> None:
        self._busy = False
        self.studio.jobs.add(order.job)
        self._enable()

    def _refused(self, error: AiprodError) -> None:
        self._busy = False
        self.studio.messages.error(error, about="models")
        self._enable()

    def _ended(self, job: JobView) -> None:
        if job.kind == "repair" and job.state == "delivered":
            self.damaged.clear()
            self._ask()

    def _enable(self) -> None:
        away = self.studio.engine.state in ("away", "closed")
        for button in (self.verify, self.repair, self.details.verify):
            button.setEnabled(bool(self.models) and not away and not self._busy)
        installed = sum(1 for model in self.models.values() if model.installed)
        if away:
            text = self.tr("The engine is away; it is being started again.")
        elif not self.models:
            text = self.tr("One moment…")
        elif self._busy:
            text = self.tr("Reading every file…")
        else:
            text = self.tr("{installed} of {all} installed, {megabytes} MB on the disk").format(
                installed=installed, all=len(self.models),
                megabytes=f"{sum(m.megabytes for m in self.models.values() if m.installed):.0f}",
            )  # fmt: skip
        self.state.setText(text)

    # -- words ---------------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self.heading.setText(self.tr("Models"))
        self.tree.setHeaderLabels([self.tr("Model"), self.tr("What it does"), self.tr("Size"), self.tr("State")])
        self.tree.setAccessibleName(self.tr("Models"))
        self.verify.setText(self.tr("Verify all"))
        self.verify.setToolTip(self.tr("Check every file by its SHA-256"))
        self.repair.setText(self.tr("Repair"))
        self.repair.setToolTip(self.tr("Put every model together again, and install anew what is damaged"))
        self.details.retranslate()
        self.machine.retranslate()
        if self.models:
            self._have(ModelList(models=tuple(self.models.values())))
        self._enable()
