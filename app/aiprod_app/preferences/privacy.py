# SPDX-License-Identifier: Apache-2.0
"""What leaves this machine: nothing, unless the user agreed for a cloud by name."""

from __future__ import annotations

import getpass

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMessageBox, QPushButton, QVBoxLayout, QWidget

from aiprod.film.errors import AiprodError
from aiprod.wire.service import ProviderList, ProviderView
from aiprod_app.preferences.form import PreferencePage


class PrivacyPage(PreferencePage):
    """The statement, and the clouds."""

    def build(self) -> None:
        self.title(self.tr("Privacy"))
        self.words(
            self.tr(
                "AIPROD sends nothing to anybody: no telemetry, no account, no crash reports. Films, scripts, voices and "
                "pictures are made and kept on this machine. The engine listens on this machine alone."
            ),
            "",
        )
        self.words(self.tr("Models are only fetched when you ask for them, from the addresses that the Models page shows."), "")
        self.line()
        heading = QLabel(self.tr("Clouds"))
        heading.setProperty("kind", "heading")
        self.column.addWidget(heading)
        self.words(
            self.tr(
                "A cloud can make shots that this machine can’t. It receives the descriptions of those shots, and costs "
                "money. Nothing goes to a cloud that is not allowed here, and never more than the film’s cap."
            )
        )
        self.clouds = QVBoxLayout()
        self.clouds.setSpacing(6)
        self.column.addLayout(self.clouds)
        self.rows: dict[str, QFrame] = {}
        self.state = self.words(self.tr("Asking the engine…"))

    def shown(self) -> None:
        self.studio.engine.ask(lambda client: client.providers.list(), self._have, self._failed, owner=self)

    def _failed(self, _error: AiprodError) -> None:
        self.state.setText(self.tr("The engine does not answer. Clouds are shown when it does."))
        self.state.show()

    def _have(self, found: ProviderList) -> None:
        self.state.setVisible(not found.providers)
        self.state.setText(self.tr("No cloud is known."))
        for row in self.rows.values():
            self.clouds.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = {provider.id: self._row(provider) for provider in found.providers}
        for row in self.rows.values():
            self.clouds.addWidget(row)

    def _row(self, provider: ProviderView) -> QFrame:
        card = QFrame()
        card.setProperty("kind", "card")
        line = QHBoxLayout(card)
        line.setContentsMargins(12, 8, 12, 8)
        words = QVBoxLayout()
        words.setSpacing(2)
        name = QLabel(_maker(provider.id))
        name.setProperty("kind", "heading")
        state = QLabel(self._state(provider))
        state.setProperty("kind", "good" if provider.consent else "muted")
        state.setWordWrap(True)
        words.addWidget(name)
        words.addWidget(state)
        line.addLayout(words, 1)
        line.addWidget(self._button(provider))
        return card

    def _state(self, provider: ProviderView) -> str:
        allowed = self.tr("Allowed.") if provider.consent else self.tr("Not allowed.")
        key = self.tr("Its key is there.") if provider.configured else self.tr("The engine has no key for it.")
        return f"{allowed} {key}"

    def _button(self, provider: ProviderView) -> QWidget:
        button = QPushButton(self.tr("Take back") if provider.consent else self.tr("Allow…"))
        button.setAutoDefault(False)
        button.setAccessibleName(f"{button.text().rstrip('…')}: {provider.id}")
        button.clicked.connect(lambda: self._revoke(provider.id) if provider.consent else self._ask(provider))
        return button

    def consent_text(self, provider: str) -> str:
        """What the user agrees to."""
        return self.tr(
            "The descriptions of shots, and pictures that they start from, may be sent to {provider}, which makes the pictures "
            "on its own machines under its own terms, and charges for it. This holds until you take it back; what was sent "
            "before can’t be fetched back."
        ).format(provider=_maker(provider))

    def _ask(self, provider: ProviderView) -> None:
        question = self.tr("Allow {provider}?").format(provider=_maker(provider.id))
        text = self.consent_text(provider.id)
        box = QMessageBox(QMessageBox.Icon.Question, self.tr("Allow a cloud"), question, parent=self.window())
        box.setInformativeText(text)
        yes = box.addButton(self.tr("I agree"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(self.tr("Not now"), QMessageBox.ButtonRole.RejectRole))
        box.buttonClicked.connect(lambda button: self.grant(provider.id, text) if button is yes else None)
        box.open()

    def grant(self, provider: str, text: str) -> None:
        """The user agreed to a text."""
        who = getpass.getuser()
        self.studio.engine.ask(
            lambda client: client.consent.grant(provider=provider, who=who, text=text), lambda _view: self.shown(), owner=self
        )

    def _revoke(self, provider: str) -> None:
        self.studio.engine.ask(lambda client: client.consent.revoke(provider=provider), lambda _done: self.shown(), owner=self)


def _maker(provider: str) -> str:
    """A cloud's name as its makers write it."""
    return {"ltx": "LTX", "fal": "fal"}.get(provider, provider.capitalize())
