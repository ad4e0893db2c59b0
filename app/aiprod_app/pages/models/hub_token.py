# SPDX-License-Identifier: Apache-2.0
"""The user's token of the hub: typed once, kept by the engine in the system's keyring, never shown again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from aiprod.wire.models import HubView
from aiprod_app.widgets.prose import prose

if TYPE_CHECKING:
    from aiprod.film.errors import AiprodError
    from aiprod_app.studio import Studio

_TOKEN = re.compile(r"[\x21-\x7e]{8,300}")


class TokenDialog(QDialog):
    """Asks for the token, or forgets it.

    Signals:
        changed: a HubView, after the token was kept or forgotten.
    """

    changed = Signal(object)

    def __init__(self, studio: Studio, hub: HubView, parent: QWidget | None = None, *, page: str = "") -> None:
        super().__init__(parent)
        self._studio, self.hub = studio, hub
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("token")
        self.setWindowTitle(self.tr("Token of the hub"))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(10)
        self.words = prose("")
        told = self.tr(
            "Some models are only handed to members of {hub} who agreed to their terms there. Make a token that may read in your "
            "account there, and paste it here. The engine keeps it in this system’s keyring; it is sent to {hub} alone."
        ).format(hub=hub.hub)
        agree = self.tr("First agree to the terms on the model’s page: {page}").format(page=page) if page else ""
        self.words.setText(f"{told}\n\n{agree}".strip())
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.words)
        column.addWidget(self._state())
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self.field.setAccessibleName(self.tr("Token"))
        self.field.textChanged.connect(self._enable)
        self.field.returnPressed.connect(self._keep)
        label = QLabel(self.tr("&Token"))
        label.setBuddy(self.field)
        column.addWidget(label)
        column.addWidget(self.field)
        self.trouble = prose("bad")
        self.trouble.hide()
        column.addWidget(self.trouble)
        column.addLayout(self._foot())
        self.resize(520, self.sizeHint().height())
        self._enable()

    def _state(self) -> QLabel:
        label = prose("good" if self.hub.configured else "muted")
        if self.hub.source == "environment":
            text = self.tr("The engine has a token from its environment; that one is used.")
        elif self.hub.configured:
            text = self.tr("There is a token in the keyring. A new one takes its place.")
        else:
            text = self.tr("There is no token yet.")
        label.setText(text)
        return label

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.forget, self.close_button, self.keep = QPushButton(), QPushButton(), QPushButton()
        self.forget.setText(self.tr("Forget the token"))
        self.forget.setProperty("kind", "danger")
        self.forget.setVisible(self.hub.source == "keyring")
        self.forget.clicked.connect(lambda: self._ask_forget())
        self.close_button.setText(self.tr("Close"))
        self.close_button.clicked.connect(self.reject)
        self.keep.setText(self.tr("Keep the token"))
        self.keep.setProperty("kind", "primary")
        self.keep.clicked.connect(self._keep)
        row.addWidget(self.forget)
        row.addStretch(1)
        for button in (self.close_button, self.keep):
            row.addWidget(button)
        for button in (self.forget, self.close_button, self.keep):
            button.setAutoDefault(False)
        return row

    def _enable(self) -> None:
        self.keep.setEnabled(_TOKEN.fullmatch(self.field.text().strip()) is not None)

    def _keep(self) -> None:
        """The field is emptied at once: whoever looks at the screen later finds nothing."""
        token = self.field.text().strip()
        if _TOKEN.fullmatch(token) is not None:
            self.field.clear()
            self._studio.engine.ask(lambda client: client.hub.keep(token=token), self._done, self._refused, owner=self)

    def _ask_forget(self) -> None:
        self._studio.engine.ask(lambda client: client.hub.forget(), self._done, self._refused, owner=self)

    def _done(self, hub: HubView) -> None:
        self.changed.emit(hub)
        self.accept()

    def _refused(self, error: AiprodError) -> None:
        self.trouble.setText(". ".join(part.rstrip(".") for part in (error.what, error.why, error.remedy) if part) + ".")
        self.trouble.show()
        self.field.setFocus()
