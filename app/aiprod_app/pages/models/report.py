# SPDX-License-Identifier: Apache-2.0
"""What compiling a model made: every way of running each of its parts, measured beside plain PyTorch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QHeaderView, QPushButton, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from aiprod.film.messages import translated
from aiprod_app.i18n.languages import language_in_use
from aiprod_app.pages.models.words import size
from aiprod_app.widgets.prose import prose

Row = Mapping[str, Any]


class ReportDialog(QDialog):
    """Shows the rows of `models compile`."""

    def __init__(self, title: str, rows: Sequence[Row], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("compile-report")
        self.setWindowTitle(self.tr("Report of compiling {model}").format(model=title))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        words = prose("muted")
        words.setText(
            self.tr(
                "How often faster each way is than plain PyTorch on this machine, and how far its result is from the exact one. "
                "The fastest that is exact enough is used from now on."
            )
        )
        self.table = QTreeWidget()
        self.table.setRootIsDecorated(False)
        self.table.setColumnCount(6)
        self.table.setAccessibleName(self.windowTitle())
        self.table.setHeaderLabels([
            self.tr("Part"), self.tr("Way"), self.tr("Precision"), self.tr("Time"), self.tr("Faster"),
            self.tr("Error, size, or why not"),
        ])  # fmt: skip
        for row in rows:
            item = QTreeWidgetItem(self._cells(row))
            item.setToolTip(5, item.text(5))
            self.table.addTopLevelItem(item)
        self.table.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.header().setStretchLastSection(True)
        done = QPushButton(self.tr("Close"))
        done.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(done)
        column.addWidget(words)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        self.resize(860, 480)

    def _cells(self, row: Row) -> list[str]:
        head = [str(row.get(name, "")) for name in ("part", "route", "precision")]
        if row.get("state") != "measured":
            why = translated(str(row.get("why", "")), language_in_use())
            return [*head, "", "", self._state(str(row.get("state", ""))).format(why=why)]
        local = QLocale()
        time = self.tr("{time} ms").format(time=local.toString(float(row["seconds"]) * 1000, "f", 1))
        rest = self.tr("error {error}, {size}").format(error=f"{float(row['error']):.1e}", size=size(float(row["bytes"])))
        return [*head, time, self.tr("{times} ×").format(times=local.toString(float(row["times"]), "f", 2)), rest]

    def _state(self, state: str) -> str:
        return {
            "built": self.tr("Built for other machines: {why}"), "failed": self.tr("Did not work: {why}"),
        }.get(state, self.tr("Not on this machine: {why}"))  # fmt: skip
