# SPDX-License-Identifier: Apache-2.0
"""The bar above the cards: how long the film is, what it takes, who draws it; and below it what is asked or told just now."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QToolButton, QVBoxLayout, QWidget

from aiprod.wire.jobs import JobView
from aiprod.wire.service import GeneratorList
from aiprod_app.i18n.noop import QT_TRANSLATE_NOOP
from aiprod_app.pages.board.model import Card
from aiprod_app.pages.script.choices import Choice
from aiprod_app.pages.script.words import euros, minutes
from aiprod_app.theme.icons import icon
from aiprod_app.theme.sheet import restyle
from aiprod_app.widgets.elided import ElidedLabel


class BoardBar(QWidget):
    """The bar.

    Signals: what the user asks for: to draw, to approve all, to shoot, another generator, another view.
    """

    draw_asked = Signal()
    approve_asked = Signal()
    shoot_asked = Signal()
    generator_asked = Signal(str)
    view_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "bar")
        self._cards: tuple[Card, ...] = ()
        self._found: GeneratorList | None = None
        self._generator = "auto"
        self.totals, self.facts = ElidedLabel(), ElidedLabel()
        self.totals.setProperty("kind", "heading")
        self.facts.setProperty("kind", "small")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.totals)
        words.addWidget(self.facts)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.addLayout(words, 1)
        self.generator_label, self.generator = QLabel(), Choice("board-generator")
        self.generator_label.setProperty("kind", "small")
        self.generator_label.setBuddy(self.generator)
        self.generator.setMinimumContentsLength(14)
        self.generator.chosen.connect(self.generator_asked)
        row.addWidget(self.generator_label)
        row.addWidget(self.generator)
        self.cards_view, self.sheet_view = QToolButton(), QToolButton()
        for button, name, kind in ((self.cards_view, "board", "cards"), (self.sheet_view, "grid", "sheet")):
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setProperty("kind", "quiet")
            button.setIcon(icon(name))
            button.clicked.connect(lambda _checked=False, kind=kind: self.view_asked.emit(kind))
            row.addWidget(button)
        self.cards_view.setChecked(True)
        self.draw, self.approve, self.shoot = QPushButton(), QPushButton(), QPushButton()
        self.shoot.setProperty("kind", "primary")
        self.shoot.setIcon(icon("camera", "on_accent"))
        for push, asked in (
            (self.draw, self.draw_asked), (self.approve, self.approve_asked), (self.shoot, self.shoot_asked),
        ):  # fmt: skip
            push.clicked.connect(asked)
            row.addWidget(push)
        self.retranslate()

    def show_cards(self, cards: Sequence[Card], generator: str, busy: bool) -> None:
        """Show what the storyboard comes to."""
        self._cards, self._generator = tuple(cards), generator
        self._tell()
        self._offer()
        undrawn = any(card.picture is None or card.stale for card in cards)
        self.draw.setVisible(undrawn or not cards)
        self.draw.setEnabled(not busy)
        self.approve.setEnabled(any(not card.approved and card.picture is not None for card in cards))
        self.approve.setVisible(bool(cards))
        self.shoot.setVisible(bool(cards))
        self.shoot.setEnabled(not busy and any(not card.made for card in cards))

    def _tell(self) -> None:
        cards = self._cards
        if not cards:
            self.totals.setText(self.tr("Storyboard"))
            self.facts.setText("")
            return
        shots = self.tr("%n shot(s)", "", len(cards))
        approved = self.tr("%n approved", "", sum(card.approved for card in cards))
        self.totals.setText(" · ".join((shots, minutes(sum(card.seconds for card in cards)), approved)))
        left = [card for card in cards if not card.made]
        self.facts.setText(self.cost_of(left) if left else self.tr("Every shot is made."))

    def cost_of(self, cards: Sequence[Card]) -> str:
        """What shots take that are still to be made, in words."""
        known = [card.price for card in cards if card.price is not None]
        to_make = self.tr("%n shot(s) to make", "", len(cards))
        if len(known) < len(cards):
            return self.tr("{shots}; time and cost come from the engine").format(shots=to_make)
        total = sum(price.eur or 0.0 for price in known)
        words = self.tr("{shots}: about {time}, {money}").format(
            shots=to_make, time=minutes(max(1.0, sum(price.seconds for price in known))), money=euros(total)
        )
        if any(price.eur is None for price in known):
            return self.tr("{words} and what has no known price").format(words=words)
        return words

    def know_generators(self, found: GeneratorList) -> None:
        """Where pictures can come from, and why not."""
        self._found = found
        self._offer()

    def _offer(self) -> None:
        self.generator.offer_generators(self._found.generators if self._found else ())
        self.generator.show_value(self._generator)

    def retranslate(self) -> None:
        """Every word in the language in use."""
        self.generator_label.setText(self.tr("Pictures by"))
        self.generator.setAccessibleName(self.tr("Pictures by"))
        for button, told in ((self.cards_view, self.tr("Cards")), (self.sheet_view, self.tr("Contact sheet"))):
            button.setToolTip(told)
            button.setAccessibleName(told)
        self.draw.setText(self.tr("Draw the storyboard"))
        self.approve.setText(self.tr("Approve all"))
        self.shoot.setText(self.tr("Shoot approved"))
        self._tell()
        self._offer()


class Notice(QFrame):
    """A strip for one question or one piece of news, with ways on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "panel")
        self.about = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        row = QHBoxLayout()
        self.words = QLabel()
        self.words.setWordWrap(True)
        row.addWidget(self.words, 1)
        self._buttons = [QPushButton() for _ in range(3)]
        for number, button in enumerate(self._buttons):
            button.clicked.connect(lambda _checked=False, number=number: self._do(number))
            row.addWidget(button)
        self._buttons[0].setProperty("kind", "primary")
        self._doing: list[Callable[[], None]] = []
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        column.addLayout(row)
        column.addWidget(self.bar)
        self.hide()

    def say(
        self, about: str, words: str, *ways: tuple[str, Callable[[], None]], fraction: float | None = None, level: str = ""
    ) -> None:  # fmt: skip
        """Say something.

        Args:
            about: what it is about; "" hides the strip.
            ways: up to three buttons; the first is the one to choose.
            fraction: how much is done; None: there is nothing to be done.
            level: "bad" or "warning" colours the words.
        """
        self.about = about
        self.words.setText(words)
        if self.words.property("kind") != level:
            self.words.setProperty("kind", level)
            restyle(self.words)
        self._doing = [do for _, do in ways]
        for number, button in enumerate(self._buttons):
            button.setVisible(number < len(ways))
            if number < len(ways):
                button.setText(ways[number][0])
        self.bar.setVisible(fraction is not None)
        self.bar.setRange(0, 0 if fraction is not None and fraction <= 0 else 1000)
        self.bar.setValue(round((fraction or 0.0) * 1000))
        self.setVisible(bool(about))

    def clear(self) -> None:
        """There is nothing to say."""
        self.about = ""
        self.hide()

    @property
    def ways(self) -> tuple[str, ...]:
        """The words on its buttons."""
        return tuple(button.text() for button in self._buttons if not button.isHidden())

    def choose(self, number: int) -> None:
        """As if a button were pressed."""
        self._buttons[number].click()

    def _do(self, number: int) -> None:
        self._doing[number]()


_DOING: Mapping[str, str] = {
    "writing": QT_TRANSLATE_NOOP("Board", "The screenplay is being written"),
    "directing": QT_TRANSLATE_NOOP("Board", "The storyboard is being drawn"),
    "voices": QT_TRANSLATE_NOOP("Board", "The lines are being spoken"),
    "shooting": QT_TRANSLATE_NOOP("Board", "The shots are being made"),
    "music": QT_TRANSLATE_NOOP("Board", "Music and sounds are being made"),
    "editing": QT_TRANSLATE_NOOP("Board", "Being edited"), "grading": QT_TRANSLATE_NOOP("Board", "Being graded"),
    "mixing": QT_TRANSLATE_NOOP("Board", "Being mixed"), "rendering": QT_TRANSLATE_NOOP("Board", "Being rendered"),
    "delivery": QT_TRANSLATE_NOOP("Board", "Being delivered"), "quality": QT_TRANSLATE_NOOP("Board", "Quality control"),
}  # fmt: skip


def progress_words(job: JobView) -> str:
    """What a job does now, in words."""
    translate = QCoreApplication.translate
    progress = job.progress
    if job.state in ("received", "planned", "queued"):
        return translate("Board", "Waiting for other work to end.")
    if job.state == "paused" or job.pause_requested:
        return translate("Board", "Paused. The list of jobs lets it go on.")
    if progress is None or progress.department not in _DOING:
        return translate("Board", "Beginning…")
    parts = [translate("Board", _DOING[progress.department])]
    if progress.shot:
        parts.append(translate("Board", "shot {name}").format(name=progress.shot))
    if progress.eta_s:
        parts.append(translate("Board", "about {time} left").format(time=minutes(progress.eta_s)))
    return " · ".join(parts)
