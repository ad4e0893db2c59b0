# SPDX-License-Identifier: Apache-2.0
"""A model's licence: its conditions in plain words, its text, and accepting it by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from aiprod.wire.models import LicenceView, ModelView
from aiprod_app.pages.models.words import in_own_language
from aiprod_app.widgets.prose import prose

if TYPE_CHECKING:
    from aiprod.film.errors import AiprodError
    from aiprod_app.studio import Studio


class LicenceDialog(QDialog):
    """Shows a licence; where it must be accepted, asks who accepts it.

    Signals:
        agreed: it was accepted, and the engine has that on record.
    """

    agreed = Signal()

    def __init__(self, studio: Studio, model: ModelView, licence: LicenceView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio, self.model, self.licence = studio, model, licence
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("licence")
        self.setWindowTitle(self.tr("Licence of {model}").format(model=model.title))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(10)
        column.addWidget(self._say("title", model.title))
        column.addWidget(self._say("muted", licence.licence))
        self.clause = self._clause()
        column.addWidget(self.clause)
        column.addWidget(self._say("heading", self.tr("In plain words")))
        column.addWidget(self._say("", in_own_language(licence.terms, licence.terms_fr)))
        column.addWidget(self._say("heading", self.tr("The licence itself")))
        column.addWidget(self._text(), 1)
        self._accepting(column)
        column.addLayout(self._foot())
        self.resize(720, 720)
        self._enable()

    @staticmethod
    def _say(kind: str, text: str) -> QLabel:
        label = prose(kind, selectable=True)
        label.setText(text)
        return label

    def _clause(self) -> QFrame:
        """The clause that may touch the reader's business, before everything else."""
        frame = QFrame()
        frame.setProperty("kind", "message")
        frame.setProperty("level", "warning")
        column = QVBoxLayout(frame)
        column.setContentsMargins(12, 8, 12, 8)
        column.addWidget(self._say("heading", self.tr("Read this first")))
        column.addWidget(self._say("", in_own_language(self.licence.warning, self.licence.warning_fr)))
        self.clause_read = QCheckBox(self.tr("I have read this clause"))
        self.clause_read.setVisible(self._open)
        self.clause_read.toggled.connect(self._enable)
        column.addWidget(self.clause_read)
        frame.setVisible(bool(self.licence.warning))
        return frame

    def _text(self) -> QWidget:
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.tr("The licence itself"))
        told = self.tr("The card of this model has its licence’s name alone. Its text is where the model is published: {source}")
        self.text.setPlainText(self.licence.text or told.format(source=self.model.source))
        return self.text

    @property
    def _open(self) -> bool:
        """Whether it is still to be accepted."""
        return self.licence.acceptance and self.licence.accepted_at is None

    def _accepting(self, column: QVBoxLayout) -> None:
        self.who, self.read = QLineEdit(), QCheckBox(self.tr("I have read the licence, and accept it in this name"))
        self.who.setMaxLength(120)
        self.who.setPlaceholderText(self.tr("Your name, as it is to stand in the record"))
        self.who.textChanged.connect(self._enable)
        self.read.toggled.connect(self._enable)
        label = QLabel(self.tr("&Who accepts it"))
        label.setBuddy(self.who)
        self.who.setAccessibleName(self.tr("Who accepts it"))
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self.who, 1)
        column.addLayout(row)
        column.addWidget(self.read)
        for widget in (label, self.who, self.read):
            widget.setVisible(self._open)
        self.told = self._say("muted", self._accepted())
        self.told.setVisible(bool(self.told.text()))
        column.addWidget(self.told)

    def _accepted(self) -> str:
        if self.licence.accepted_at is None:
            return "" if self.licence.acceptance else self.tr("It need not be accepted.")
        at = QLocale().toString(QDateTime.fromSecsSinceEpoch(int(self.licence.accepted_at)), QLocale.FormatType.ShortFormat)
        return self.tr("Accepted by {who}, {when}").format(who=self.licence.accepted_by, when=at)

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        self.close_button, self.accept_button = QPushButton(self.tr("Close")), QPushButton(self.tr("Accept the licence"))
        self.close_button.clicked.connect(self.reject)
        self.accept_button.setProperty("kind", "primary")
        self.accept_button.setVisible(self._open)
        self.accept_button.clicked.connect(self._accept)
        for button in (self.close_button, self.accept_button):
            button.setAutoDefault(False)
            row.addWidget(button)
        return row

    def _enable(self) -> None:
        read = self.read.isChecked() and (self.clause_read.isChecked() or not self.licence.warning)
        if hasattr(self, "accept_button"):
            self.accept_button.setEnabled(read and bool(self.who.text().strip()))

    def _accept(self) -> None:
        self.accept_button.setEnabled(False)
        model, who, text = self.model.id, " ".join(self.who.text().split()), self.licence.text_sha256
        self._studio.engine.ask(
            lambda client: client.models.accept(model=model, who=who, text_sha256=text), self._done, self._refused, owner=self
        )

    def _done(self, _found: LicenceView) -> None:
        self.agreed.emit()
        self.accept()

    def _refused(self, error: AiprodError) -> None:
        self._studio.messages.error(error, about="models")
        self.told.setText(f"{error.what}. {error.why}")
        self.told.show()
        self._enable()
