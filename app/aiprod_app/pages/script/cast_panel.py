# SPDX-License-Identifier: Apache-2.0
"""The cast: who they are, how they look, and the voice that each speaks with, to be heard and chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from aiprod.film.screenplay import Line
from aiprod_app.pages.script.listening import Listening
from aiprod_app.pages.script.people import Likeness, Person, summary
from aiprod_app.pages.script.voice_panel import VoicePanel
from aiprod_app.studio import Studio
from aiprod_app.theme.icons import icon
from aiprod_app.theme.sheet import restyle
from aiprod_app.widgets.elided import ElidedLabel


class PersonCard(QFrame):
    """One of the cast.

    Signals:
        chosen: they shall be looked at.
        heard: one of their lines shall be heard.
    """

    chosen = Signal()
    heard = Signal()

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 8, 8, 8)
        self.likeness = Likeness(self)
        self.name, self.about, self.voice = ElidedLabel(), ElidedLabel(), ElidedLabel()
        self.name.setProperty("kind", "heading")
        self.about.setProperty("kind", "small")
        self.voice.setProperty("kind", "small")
        words = QVBoxLayout()
        words.setSpacing(1)
        for label in (self.name, self.about, self.voice):
            words.addWidget(label)
        self.play = QToolButton()
        self.play.setProperty("kind", "quiet")
        self.play.clicked.connect(self.heard)
        row.addWidget(self.likeness, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.play, 0, Qt.AlignmentFlag.AlignTop)

    def show_person(self, person: Person, voice: str, current: bool) -> None:
        """Show one of the cast."""
        name = person.character.name
        self.likeness.show_person(person)
        self.name.setText(name)
        self.about.setText(summary(person))
        self.about.setToolTip(person.character.description or summary(person))
        self.voice.setText(voice)
        self.play.setVisible(bool(person.lines))
        self.play.setToolTip(self.tr("Hear {name}").format(name=name))
        self.play.setAccessibleName(self.play.toolTip())
        self.setAccessibleName(f"{name}. {summary(person)}. {voice}")
        if self.property("current") != current:
            self.setProperty("current", current)
            restyle(self)

    def show_playing(self, playing: bool) -> None:
        self.play.setIcon(icon("stop" if playing else "play"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit()
        else:
            super().keyPressEvent(event)


class CastPanel(QScrollArea):
    """The panel."""

    def __init__(self, studio: Studio, listening: Listening, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.studio, self.listening = studio, listening
        self._people: tuple[Person, ...] = ()
        self._chosen = ""
        self.cards: list[PersonCard] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QWidget()
        body.setProperty("kind", "panel")
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(10, 10, 10, 10)
        self._column.setSpacing(6)
        self.title = QLabel()
        self.title.setProperty("kind", "heading")
        self.nobody = QLabel()
        self.nobody.setProperty("kind", "muted")
        self.nobody.setWordWrap(True)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(6)
        self.voice = VoicePanel(studio, listening)
        self._column.addWidget(self.title)
        self._column.addWidget(self.nobody)
        self._column.addLayout(self._cards)
        self._column.addWidget(self.voice)
        self._column.addStretch(1)
        self.setWidget(body)
        listening.playing.connect(self._playing)
        self.voice.known.connect(self._show)
        self.retranslate()

    def show_people(self, people: Sequence[Person]) -> None:
        """Show the cast."""
        self._people = tuple(people)
        if not any(person.character.id == self._chosen for person in people):
            self._chosen = next((person.character.id for person in people if person.lines), "")
        self._show()

    def choose(self, character: str) -> None:
        """Look at one of them, if they are in the cast."""
        if character != self._chosen and any(person.character.id == character for person in self._people):
            self._chosen = character
            self._show()

    def _show(self) -> None:
        self.nobody.setVisible(not self._people)
        while len(self.cards) < len(self._people):
            self._new_card()
        for number, card in enumerate(self.cards):
            card.setVisible(number < len(self._people))
            if number < len(self._people):
                person = self._people[number]
                card.show_person(person, self._voice_words(person), person.character.id == self._chosen)
        self.voice.show_person(next((one for one in self._people if one.character.id == self._chosen), None))
        self._playing(self.listening.name)

    def _new_card(self) -> None:
        card, number = PersonCard(self.widget()), len(self.cards)
        card.chosen.connect(lambda: self.choose(self._people[number].character.id))
        card.heard.connect(lambda: self._hear(self._people[number]))
        self.cards.append(card)
        self._cards.addWidget(card)

    def _voice_words(self, person: Person) -> str:
        if person.voice is None:
            return self.tr("Says nothing")
        name = self.voice.name_of(person.voice)
        return name if person.own_voice else self.tr("{voice}, cast by the studio").format(voice=name)

    def _hear(self, person: Person) -> None:
        if self.listening.name == f"person {person.character.id}":
            self.listening.stop()
        else:
            self.listening.line(_telling(person.lines), f"person {person.character.id}")

    def _playing(self, name: str) -> None:
        for number, card in enumerate(self.cards[: len(self._people)]):
            card.show_playing(name == f"person {self._people[number].character.id}")

    def retranslate(self) -> None:
        """Every word in the language in use."""
        self.title.setText(self.tr("Cast"))
        self.nobody.setText(self.tr("Whoever speaks in the screenplay comes here, with a voice of their own."))
        self.voice.retranslate()
        self._show()


def _telling(lines: Sequence[Line]) -> Line:
    """The line that tells most of a voice: the longest that a sample may have."""
    return max(lines, key=lambda line: (len(line.text) <= 200, len(line.text)))
