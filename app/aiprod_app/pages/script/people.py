# SPDX-License-Identifier: Apache-2.0
"""The cast as it is shown: who they are in words, and a small likeness in the colours that they are drawn in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from aiprod.film.catalogue import BY_ID
from aiprod.film.film import Film
from aiprod.film.look import CharacterLook
from aiprod.film.screenplay import Character, Line
from aiprod.film.speech import VoiceCasting
from aiprod_app.i18n.languages import language_in_use
from aiprod_app.pages.script.words import word
from aiprod_app.theme import tokens

_FACE = 40


@dataclass(frozen=True)
class Person:
    """A character with what was decided and found about them.

    Attributes:
        look: how they are drawn; None before they were.
        voice: with which voice they speak; None for one who does not.
        own_voice: whether that is the user's choice.
        lines: what they say, in order.
    """

    character: Character
    look: CharacterLook | None
    voice: VoiceCasting | None
    own_voice: bool
    lines: tuple[Line, ...]


def people_of(film: Film, looks: Mapping[str, CharacterLook], voices: Mapping[str, VoiceCasting]) -> tuple[Person, ...]:
    """The cast; those who speak most come first."""
    script = film.screenplay
    if script is None:
        return ()
    own = {voice.character for voice in film.voices}
    said: dict[str, list[Line]] = {}
    for line in script.lines():
        said.setdefault(line.character, []).append(line)
    chosen = {look.character: look for look in film.looks}
    found = [
        Person(one, chosen.get(one.id) or looks.get(one.id), voices.get(one.id), one.id in own, tuple(said.get(one.id, ())))
        for one in script.cast
    ]
    return tuple(sorted(found, key=lambda person: -len(person.lines)))


def summary(person: Person) -> str:
    """Who they are, in a line: "woman, adult · long hair · coat"."""
    character, look = person.character, person.look
    if character.species != "person":
        parts = [_species(character.species)]
    else:
        parts = [f"{word('gender', character.gender)}, {word('age', character.age)}"]
        if look is not None:
            parts += [word("hair", look.hair), word("outfit", look.outfit)]
    return " · ".join(parts)


def _species(name: str) -> str:
    """An animal in the language in use."""
    entry = BY_ID.get(name)
    if entry is None:
        return name.replace("_", " ")
    return (entry.fr if language_in_use() == "fr" else entry.en)[0]


class Likeness(QWidget):
    """A head and shoulders in a character's colours. It says nothing that the words beside it don't."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: CharacterLook | None = None
        self._letter = ""
        self.setFixedSize(_FACE, _FACE)

    def sizeHint(self) -> QSize:
        return QSize(_FACE, _FACE)

    def show_person(self, person: Person) -> None:
        self._look, self._letter = person.look, person.character.name[:1].upper()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QPainterPath()
        whole.addEllipse(QRectF(0.5, 0.5, _FACE - 1, _FACE - 1))
        painter.setClipPath(whole)
        painter.fillPath(whole, tokens().colour("well"))
        look = self._look
        if look is None or look.species not in ("person", "robot"):
            self._initial(painter, look)
        else:
            self._bust(painter, look)
        painter.end()

    def _initial(self, painter: QPainter, look: CharacterLook | None) -> None:
        colour = QColor(look.skin) if look is not None else tokens().colour("raised")
        painter.fillRect(self.rect(), colour)
        dark = colour.lightnessF() > 0.55
        painter.setPen(QColor("#111111" if dark else "#ffffff"))
        font = self.font()
        font.setPixelSize(18)
        font.setBold(True)
        painter.setFont(font)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._letter)

    def _bust(self, painter: QPainter, look: CharacterLook) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.outfit_colour))
        painter.drawEllipse(QRectF(4, 28, 32, 26))
        painter.setBrush(QColor(look.outfit_accent))
        painter.drawEllipse(QRectF(16, 26, 8, 8))
        painter.setBrush(QColor(look.hair_colour))
        if look.hair not in ("bald", "shaved") and look.species == "person":
            long = look.hair in ("long", "bob", "braids", "afro", "curly")
            painter.drawEllipse(QRectF(9.5, 5, 21, 28 if long else 18))
        painter.setBrush(QColor(look.skin))
        painter.drawRect(QRectF(17, 24, 6, 7))
        painter.drawEllipse(QRectF(12, 9, 16, 19))
        painter.setBrush(QColor(look.eye_colour))
        for x in (16.5, 23.5):
            painter.drawEllipse(QPointF(x, 18), 1.2, 1.2)
