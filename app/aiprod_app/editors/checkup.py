# SPDX-License-Identifier: Apache-2.0
"""What the editor itself can say about how it behaves: its panel tries everything in a timeline of its own and notes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPushButton

from aiprod_app.accessibility import announce
from aiprod_app.editors.context import Context
from aiprod_app.editors.form import TaskForm
from aiprod_app.editors.work import Wish
from aiprod_app.theme.icons import icon

if TYPE_CHECKING:
    from aiprod.film.errors import AiprodError
    from aiprod_app.editors.model import Editors
    from aiprod_app.studio import Studio

_PATIENCE_S = 600.0


class CheckupForm(TaskForm):
    """Runs the panel's self-test and lists its answers."""

    key = "checkup"
    needs = ("self_test",)

    def __init__(self, studio: Studio, editors: Editors) -> None:
        self._editors, self._path = editors, ""
        super().__init__(studio)

    def build(self) -> None:
        self.answers = QListWidget()
        self.answers.setWordWrap(True)
        self.answers.setMinimumHeight(180)
        self.show_it = QPushButton()
        self.show_it.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(self._path)))
        self.row(self.answers)
        self.form.addRow(self.show_it)
        self.form.setRowVisible(self.answers, False)
        self.form.setRowVisible(self.show_it, False)

    @property
    def title(self) -> str:
        return self.tr("Check the editor")

    def shown_context(self, context: Context) -> None:
        self.tell(self.tr("The panel tries all that it can do in a timeline of its own, takes that away again, and reports. "
                          "Your timelines stay as they are."))  # fmt: skip

    def wish(self, context: Context) -> Wish:
        raise NotImplementedError

    def _wish(self) -> None:
        if self.host is None:
            return
        self.go.setEnabled(False)
        self.trouble.setText(self.tr("The editor is being tried…"))
        self.trouble.show()
        self._editors.do(self.host.key, ("self_test", {}), self._done, self._failed, owner=self, patience_s=_PATIENCE_S)

    def _done(self, said: dict[str, Any]) -> None:
        self.check()
        self._path = str(said.get("report") or "")
        self.answers.clear()
        for result in said.get("results") or ():
            if isinstance(result, dict):
                self.answers.addItem(self._item(result))
        self.form.setRowVisible(self.answers, True)
        self.form.setRowVisible(self.show_it, bool(self._path))
        announce(self.answers, self.tr("%n answer(s)", "", self.answers.count()))

    def _item(self, result: dict[str, Any]) -> QListWidgetItem:
        passed = result.get("passed")
        sign, tone = ("check", "good") if passed is True else ("error", "bad") if passed is False else ("info", "muted")
        return QListWidgetItem(icon(sign, tone), f"{result.get('question', '')}\n{result.get('answer', '')}")

    def _failed(self, error: AiprodError) -> None:
        self.check()
        self.trouble.setText(". ".join(part.rstrip(".") for part in (error.what, error.why, error.remedy) if part) + ".")
        self.trouble.show()

    def retranslate(self) -> None:
        self.label(self.answers, self.tr("Answers"))
        self.show_it.setText(self.tr("Show the report"))
        self.go.setText(self.tr("Try it"))
        super().retranslate()
