# SPDX-License-Identifier: Apache-2.0
"""The shot at the cursor: to be looked at, directed, approved, drawn again."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from aiprod.film.changes import LineChange
from aiprod.film.direction import ShotDirection
from aiprod.film.errors import AiprodError
from aiprod.film.film import Film
from aiprod.film.reasons import said
from aiprod.film.screenplay import Emotion, Line
from aiprod.film.shot_changes import ShotChange, ShotResetChange
from aiprod.film.shots import ShotList
from aiprod_app.i18n.languages import language_in_use
from aiprod_app.pages.board.model import Card, says
from aiprod_app.pages.board.pictures import Pictures
from aiprod_app.pages.script.choices import Choice
from aiprod_app.pages.script.words import values, word
from aiprod_app.studio import Studio
from aiprod_app.theme.icons import icon
from aiprod_app.widgets.elided import ElidedLabel
from aiprod_app.widgets.letting_go import LettingGo
from aiprod_app.widgets.steps import Steps

_DIRECTED = ("size", "angle", "move", "mood")
_MOVES = ("static", "pan", "tilt", "zoom", "dolly_in", "dolly_out", "truck", "crane_up", "crane_down")


class Inspector(QScrollArea):
    """The panel.

    Signals:
        approve_asked, redraw_asked: of the shot that is shown.
    """

    approve_asked = Signal()
    redraw_asked = Signal()

    def __init__(self, studio: Studio, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.studio, self._pictures = studio, pictures
        self._card: Card | None = None
        self._film: Film | None = None
        self._shots: ShotList | None = None
        self._lines: list[tuple[QLabel, Choice]] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._letting_go = LettingGo(self._let_go, self)

    def build(self) -> Steps:
        """Fill it."""
        yield from self._build()
        self._pictures.arrived.connect(lambda _path: self._show_picture())
        self.retranslate()
        yield

    # -- parts ---------------------------------------------------------------------------------------------------------

    def _build(self) -> Steps:
        body = QWidget()
        body.setProperty("kind", "panel")
        column = QVBoxLayout(body)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        self.nothing = QLabel()
        self.nothing.setProperty("kind", "muted")
        self.nothing.setWordWrap(True)
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.name, self.state = ElidedLabel(), ElidedLabel()
        self.name.setProperty("kind", "heading")
        self.state.setProperty("kind", "small")
        self.whole = QWidget()
        inside = QVBoxLayout(self.whole)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        for part in (self.picture, self.name, self.state):
            inside.addWidget(part)
        inside.addLayout(self._buttons())
        yield
        yield from self._form(inside)
        self._words = QVBoxLayout()
        inside.addLayout(self._words)
        self.why = QLabel()
        self.why.setProperty("kind", "small")
        self.why.setWordWrap(True)
        inside.addWidget(self.why)
        column.addWidget(self.nothing)
        column.addWidget(self.whole)
        column.addStretch(1)
        self.setWidget(body)
        yield

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.approve, self.redraw = QPushButton(), QPushButton()
        self.approve.setCheckable(True)
        self.approve.setIcon(icon("approve"))
        self.redraw.setIcon(icon("refresh"))
        self.approve.clicked.connect(self.approve_asked)
        self.redraw.clicked.connect(self.redraw_asked)
        for button in (self.approve, self.redraw):
            row.addWidget(button, 1)
        return row

    def _form(self, column: QVBoxLayout) -> Steps:
        form = QFormLayout()
        column.addLayout(form)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.labels: dict[str, QLabel] = {}
        self.choices = {name: Choice(f"shot-{name}") for name in _DIRECTED}
        self.length = QDoubleSpinBox()
        self.length.setDecimals(2)
        self.length.setRange(0.04, 600)
        self.length.setSingleStep(0.25)
        self.length.setKeyboardTracking(False)
        self.length.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.length.valueChanged.connect(self._lengthened)
        yield
        self.description = QPlainTextEdit()
        self.description.setTabChangesFocus(True)
        self.description.setFixedHeight(84)
        self.description.textChanged.connect(self._described)
        self.studios = QPushButton()
        self.studios.clicked.connect(self._leave)
        fields: list[tuple[str, QWidget]] = [*self.choices.items(), ("length", self.length)]
        for name, field in fields:
            self.labels[name] = QLabel()
            self.labels[name].setBuddy(field)
            form.addRow(self.labels[name], field)
            yield
        for name, choice in self.choices.items():
            choice.chosen.connect(partial(self._directed, name))
        self.labels["description"] = QLabel()
        self.labels["description"].setBuddy(self.description)
        form.addRow(self.labels["description"])
        form.addRow(self.description)
        form.addRow(self.studios)
        yield

    # -- what is shown -------------------------------------------------------------------------------------------------

    def show_card(self, card: Card | None, film: Film | None, shots: ShotList | None) -> None:
        """Show a shot; None: none is chosen."""
        if self._card is not None and (card is None or card.shot.id != self._card.shot.id):
            self._letting_go.now()
        self._card, self._film, self._shots = card, film, shots
        self.nothing.setVisible(card is None)
        self.whole.setVisible(card is not None)
        if card is None or film is None:
            return
        self.name.setText(self.tr("Shot {name}").format(name=card.shot.id))
        takes = self.tr("%n take(s)", "", len(self.studio.film.standing.takes.get(card.shot.id, ())))
        made = f"{card.state_words()} · {takes}" if card.take is not None else card.state_words()
        self.state.setText(made)
        self.approve.setChecked(card.approved)
        self.approve.setEnabled(card.picture is not None)
        self._show_direction(card, film.directions.get(card.shot.id, ShotDirection()))
        self._show_picture()
        self._show_lines(card, film)
        self._show_why(card)

    def _show_direction(self, card: Card, wanted: ShotDirection) -> None:
        shot = card.shot
        now = {"size": shot.size.value, "move": shot.camera.move, "mood": shot.mood.value, "angle": ""}
        for name, choice in self.choices.items():
            group = {"size": "size", "angle": "angle", "move": "move", "mood": "mood"}[name]
            own = getattr(wanted, name)
            studios = (
                self.tr("Studio: {choice}").format(choice=word(group, now[name])) if now[name] else self.tr("Studio's choice")
            )
            if own is not None:
                studios = self.tr("Studio's choice")
            offered = _MOVES if name == "move" else values(group)
            choice.offer([("", studios), *((value, word(group, value)) for value in offered)])
            choice.show_value(str(own) if own is not None else "")
        self.length.blockSignals(True)
        self.length.setValue(card.seconds)
        self.length.blockSignals(False)
        if not self._letting_go.isActive() and self.description.toPlainText() != shot.description:
            self.description.blockSignals(True)
            self.description.setPlainText(shot.description)
            self.description.blockSignals(False)
        self.studios.setVisible(card.own)

    def _show_picture(self) -> None:
        card = self._card
        wide = max(160, self.viewport().width() - 24)
        self.picture.setFixedHeight(round(wide * 9 / 16))
        found = self._pictures.get(card.picture, 640) if card is not None and card.picture is not None else None
        if found is None:
            self.picture.setPixmap(QPixmap())
            self.picture.setText(self.tr("Not drawn yet") if card is not None and card.picture is None else "")
            return
        ratio = self.devicePixelRatioF()
        shown = found.scaled(
            round(wide * ratio), round(wide * 9 / 16 * ratio), Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )  # fmt: skip
        shown.setDevicePixelRatio(ratio)
        self.picture.setPixmap(shown)

    def _show_lines(self, card: Card, film: Film) -> None:
        script = film.screenplay
        wanted = {line.line for line in card.shot.lines}
        lines = [line for line in script.lines() if line.id in wanted] if script else []
        while len(self._lines) < len(lines):
            self._new_line()
        for number, (label, choice) in enumerate(self._lines):
            label.setVisible(number < len(lines))
            choice.setVisible(number < len(lines))
            if number < len(lines):
                self._fill_line(label, choice, lines[number])

    def _new_line(self) -> None:
        label, choice = QLabel(), Choice(f"emotion-{len(self._lines)}")
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setBuddy(choice)
        choice.chosen.connect(partial(self._felt, choice))
        self._lines.append((label, choice))
        self._words.addWidget(label)
        self._words.addWidget(choice)

    def _fill_line(self, label: QLabel, choice: Choice, line: Line) -> None:
        script = self._film.screenplay if self._film else None
        name = next((one.name for one in script.cast if one.id == line.character), line.character) if script else ""
        label.setText(says(name, line.text))
        choice.setProperty("line", line.id)
        choice.offer([(emotion.value, word("emotion", emotion.value)) for emotion in Emotion])
        choice.show_value(line.emotion.value)
        choice.setAccessibleName(self.tr("How {name} says it").format(name=name))

    def _show_why(self, card: Card) -> None:
        why = self._shots.why(card.shot.id) if self._shots else ()
        language = language_in_use()
        told = [said(item, language) for item in why]
        self.why.setText("\n".join((self.tr("Why it is so:"), *(f"— {sentence}" for sentence in told))) if told else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_picture()

    # -- what is changed -----------------------------------------------------------------------------------------------

    def _edit(self, change: ShotChange | ShotResetChange | LineChange) -> None:
        self.studio.film.edit(change, None, self._refused)

    def _refused(self, error: AiprodError) -> None:
        """What was there before is shown again."""
        self.studio.messages.error(error, about="board")
        self.show_card(self._card, self._film, self._shots)

    def _directed(self, name: str, value: str) -> None:
        if self._card is None:
            return
        shot = self._card.shot.id
        if value:
            self._edit(ShotChange.model_validate({"shot": shot, name: value}))
        else:
            self._edit(ShotResetChange.model_validate({"shot": shot, "fields": [name]}))

    def _lengthened(self, seconds: float) -> None:
        if self._card is not None:
            frames = max(1, round(seconds * self._card.rate))
            if frames != self._card.shot.frames:
                self._edit(ShotChange(shot=self._card.shot.id, frames=frames))

    def _described(self) -> None:
        self._letting_go.hold()

    def flush(self) -> None:
        """What was typed is in the film now."""
        self._letting_go.now()

    def _let_go(self) -> None:
        text, card = self.description.toPlainText(), self._card
        if card is not None and text.strip() and text != card.shot.description:
            self._edit(ShotChange(shot=card.shot.id, description=text))

    def _felt(self, choice: Choice, value: str) -> None:
        self._edit(LineChange(line=str(choice.property("line")), emotion=Emotion(value)))

    def _leave(self) -> None:
        if self._card is not None:
            self._edit(ShotResetChange(shot=self._card.shot.id))

    # -- words ---------------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Every word in the language in use."""
        self.nothing.setText(self.tr("Choose a shot to look at it and to direct it."))
        told = {
            "size": self.tr("Size"), "angle": self.tr("Angle"), "move": self.tr("Move"), "mood": self.tr("Mood"),
            "length": self.tr("Length"), "description": self.tr("What is seen"),
        }  # fmt: skip
        for name, label in self.labels.items():
            label.setText(told[name])
            label.buddy().setAccessibleName(told[name])
        self.length.setSuffix(self.tr(" s"))
        self.approve.setText(self.tr("Approve"))
        self.approve.setToolTip(self.studio.commands.hint("board.approve"))
        self.redraw.setText(self.tr("Draw again"))
        self.redraw.setToolTip(self.studio.commands.hint("board.retake"))
        self.studios.setText(self.tr("Leave the shot to the studio"))
        self.show_card(self._card, self._film, self._shots)
