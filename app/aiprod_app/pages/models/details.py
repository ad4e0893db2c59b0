# SPDX-License-Identifier: Apache-2.0
"""One model: what it is, whether it fits, its terms, and whether its files are whole."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from aiprod.wire.models import ModelFiles, ModelView
from aiprod_app.i18n.languages import language_in_use
from aiprod_app.pages.models import words
from aiprod_app.theme.sheet import restyle
from aiprod_app.widgets.prose import prose


class Details(QWidget):
    """Shows one model.

    Signals:
        verify_asked: a model's id.
    """

    verify_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model: ModelView | None = None
        self.files: dict[str, bool] = {}
        """Of the shown model, as last verified: file → whether it is whole."""
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        self.title = prose("title")
        self.role = prose("muted")
        self.fit = prose("")
        for label in (self.title, self.role, self.fit):
            column.addWidget(label)
        column.addLayout(self._rows())
        self.checked = prose("small")
        column.addWidget(self.checked)
        row = QHBoxLayout()
        self.verify = QPushButton()
        self.verify.setObjectName("verify")
        self.verify.clicked.connect(lambda: self.model and self.verify_asked.emit(self.model.id))
        row.addWidget(self.verify)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self.retranslate()

    def _rows(self) -> QFormLayout:
        form = QFormLayout()
        form.setContentsMargins(0, 12, 0, 12)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.names: dict[str, QLabel] = {}
        self.values: dict[str, QLabel] = {}
        for key in ("licence", "terms", "attribution", "source", "size", "memory"):
            self.names[key], self.values[key] = prose("muted"), prose("")
            self.values[key].setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            form.addRow(self.names[key], self.values[key])
        return form

    def show_model(self, model: ModelView | None) -> None:
        """Show a model."""
        if model is None or self.model is None or model.id != self.model.id:
            self.files = {}
        self.model = model
        self.setVisible(model is not None)
        if model is None:
            return
        self.title.setText(model.title)
        self.role.setText(f"{words.role(model.role)} · {words.need(model.need)}")
        self._say_fit(model)
        values = {
            "licence": model.licence, "terms": model.terms_fr if language_in_use() == "fr" else model.terms,
            "attribution": model.attribution, "source": model.source,
            "size": self.tr("{megabytes} MB on the disk").format(megabytes=f"{model.megabytes:g}"),
            "memory": self._memory(model),
        }  # fmt: skip
        for key, text in values.items():
            self.values[key].setText(text)
        self.verify.setEnabled(model.installed)
        self._say_checked()

    def _memory(self, model: ModelView) -> str:
        if not model.memory_mb:
            return self.tr("Not measured")
        return self.tr("{megabytes} MB while it works, as measured").format(megabytes=f"{model.memory_mb:g}")

    def _say_fit(self, model: ModelView) -> None:
        if not model.installed:
            kind, text = "warning", self.tr("Not installed")
        elif not model.fits:
            kind, text = "bad", self.tr("Installed, but this machine has less memory than it takes")
        else:
            kind, text = "good", self.tr("Installed, and fits this machine")
        self.fit.setText(text)
        self.fit.setProperty("kind", kind)
        restyle(self.fit)

    def show_files(self, found: ModelFiles) -> None:
        """What verifying has found, for the model that is shown."""
        if self.model is not None:
            mine = {file.file: file.whole for file in found.files if file.model == self.model.id}
            self.files = mine or self.files
            self._say_checked()

    def _say_checked(self) -> None:
        damaged = sorted(name for name, whole in self.files.items() if not whole)
        if not self.files:
            text = ""
        elif damaged:
            text = self.tr("Damaged: {files}. Repair puts it together again.").format(files=", ".join(damaged))
        else:
            text = self.tr("%n file(s) checked by SHA-256, all whole", "", len(self.files))
        self.checked.setText(text)
        self.checked.setVisible(bool(text))

    def retranslate(self) -> None:
        """Every word in the language in use."""
        for key, text in (
            ("licence", self.tr("Licence")), ("terms", self.tr("Terms")), ("attribution", self.tr("Made by")),
            ("source", self.tr("From")), ("size", self.tr("Size")), ("memory", self.tr("Memory")),
        ):  # fmt: skip
            self.names[key].setText(text)
        self.verify.setText(self.tr("Verify its files"))
        self.show_model(self.model)
