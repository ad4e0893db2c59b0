# SPDX-License-Identifier: Apache-2.0
"""The brief: what the film is about, and what was wished for. Every field says what its change will have made again."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QFormLayout,
    QFrame,
    QLabel,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from aiprod.film.changes import BriefChange, GeneratorChange
from aiprod.film.errors import AiprodError
from aiprod.film.film import Film
from aiprod.film.mix import TARGETS
from aiprod.film.styles import AUTO
from aiprod.wire.service import GeneratorList, StyleList
from aiprod_app.pages.mix.desk import aimed, target_of
from aiprod_app.pages.mix.words import target_title
from aiprod_app.pages.script.choices import Choice
from aiprod_app.pages.script.words import values, word
from aiprod_app.studio import Studio
from aiprod_app.widgets.letting_go import LettingGo
from aiprod_app.widgets.number import decimal
from aiprod_app.widgets.steps import Steps

_OPEN = ("genre", "tone", "audience")
_CHOICES = ("language", "style", "genre", "tone", "audience", "generator", "layout", "target")


class BriefPanel(QScrollArea):
    """The panel."""

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.studio = studio
        self._film: Film | None = None
        self._styles: tuple[str, ...] = ()
        self._generators: GeneratorList | None = None
        self._field = "text"
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def build(self) -> Steps:
        """Fill it."""
        body = QWidget()
        body.setProperty("kind", "panel")
        self.setWidget(body)
        column = QVBoxLayout(body)
        column.setContentsMargins(12, 12, 12, 12)
        self.text = QPlainTextEdit()
        self.text.setObjectName("brief-text")
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(120)
        self.text_label = QLabel()
        self.text_label.setProperty("kind", "heading")
        self.text_label.setBuddy(self.text)
        self._letting_go = LettingGo(self._texted, self)
        self.text.textChanged.connect(self._text_typed)
        column.addWidget(self.text_label)
        column.addWidget(self.text, 1)
        yield
        yield from self._fields(column)
        self.note = QLabel()
        self.note.setProperty("kind", "small")
        self.note.setWordWrap(True)
        column.addWidget(self.note)
        yield
        self.retranslate()
        yield

    def _fields(self, column: QVBoxLayout) -> Steps:
        form = QFormLayout()
        column.addLayout(form)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.labels: dict[str, QLabel] = {}
        self.duration = QDoubleSpinBox()
        self.duration.setObjectName("brief-duration")
        self.duration.setRange(4, 7200)
        self.duration.setDecimals(0)
        self.duration.setKeyboardTracking(False)
        self.duration.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.duration.valueChanged.connect(lambda seconds: self._edit(BriefChange(duration_s=seconds)))
        self.choices: dict[str, Choice] = {}
        self._row(form, "duration", self.duration)
        for name in _CHOICES:
            choice = self.choices[name] = Choice(f"brief-{name}")
            self._row(form, name, choice)
            yield
        for name, choice in self.choices.items():
            choice.chosen.connect(partial(self._chosen, name))
        self.text.installEventFilter(self)

    def _row(self, form: QFormLayout, name: str, field: QWidget) -> None:
        self.labels[name] = QLabel()
        self.labels[name].setBuddy(field)
        form.addRow(self.labels[name], field)
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The note follows the field that has the focus."""
        if event.type() == QEvent.Type.FocusIn:
            self._field = watched.objectName().removeprefix("brief-")
            self._tell()
        return False

    # -- what is shown -------------------------------------------------------------------------------------------------

    def show_film(self, film: Film | None) -> None:
        """Show a film's brief."""
        self.setEnabled(film is not None)
        self._film = film
        if film is None:
            return
        brief = film.brief
        if not self._letting_go.isActive() and self.text.toPlainText() != brief.text:
            self.text.blockSignals(True)
            self.text.setPlainText(brief.text)
            self.text.blockSignals(False)
        self.duration.blockSignals(True)
        self.duration.setValue(brief.duration_s)
        self.duration.blockSignals(False)
        self._offer()
        for name in ("language", "style", *_OPEN):
            self.choices[name].show_value(str(getattr(brief, name) or "auto"))
        self.choices["generator"].show_value(film.generator)
        self.choices["layout"].show_value(brief.mixing.layout)
        self.choices["target"].show_value(target_of(brief) or f"{decimal(brief.loudness_lufs, 0)} LUFS")
        self._tell()

    def know_styles(self, found: StyleList) -> None:
        """The styles that the engine has."""
        self._styles = found.styles
        self._offer()

    def know_generators(self, found: GeneratorList) -> None:
        """Where pictures can come from, and why not."""
        self._generators = found
        self._offer()

    def _offer(self) -> None:
        brief = self._film.brief if self._film else None
        auto = self.tr("Writer's choice")
        for name in _OPEN:
            self.choices[name].offer([("auto", auto), *((value, word(name, value)) for value in values(name))])
        self.choices["language"].offer([(value, word("language", value)) for value in values("language")])
        self.choices["layout"].offer([(value, word("layout", value)) for value in values("layout")])
        styles = self._styles or tuple(dict.fromkeys([AUTO, brief.style if brief else AUTO]))
        self.choices["style"].offer([(style, word("style", style)) for style in styles])
        words = self.tr("{name} ({level} LUFS)")
        targets = {name: words.format(name=target_title(name), level=decimal(aim.lufs, 0)) for name, aim in TARGETS.items()}
        self.choices["target"].offer(list(targets.items()))
        self.choices["generator"].offer_generators(self._generators.generators if self._generators else ())

    # -- what is changed -----------------------------------------------------------------------------------------------

    def _edit(self, change: BriefChange | GeneratorChange) -> None:
        if self._film is not None:
            self.studio.film.edit(change, None, self._refused)

    def _refused(self, error: AiprodError) -> None:
        """What was there before is shown again."""
        self.studio.messages.error(error, about="brief")
        self.show_film(self._film)

    def _text_typed(self) -> None:
        self._letting_go.hold()

    def flush(self) -> None:
        """What was typed is in the film now."""
        self._letting_go.now()

    def _texted(self) -> None:
        text = self.text.toPlainText()
        if self._film is not None and text.strip() and text != self._film.brief.text:
            self._edit(BriefChange(text=text))

    def _chosen(self, name: str, value: str) -> None:
        film = self._film
        if film is None:
            return
        if name == "generator":
            self._edit(GeneratorChange(generator=value))
        elif name == "layout":
            self._edit(BriefChange(mixing=film.brief.mixing.changed(layout=value)))
        elif name == "target" and value in TARGETS:
            self._edit(aimed(film.brief, value))
        elif name == "target":  # the film's own level: it stands at it already
            self.show_film(film)
        elif value == "auto":
            self._edit(BriefChange.model_validate({"open": [name]}))
        else:
            self._edit(BriefChange.model_validate({name: value}))

    # -- words ---------------------------------------------------------------------------------------------------------

    def _tell(self) -> None:
        """What a change of the field will have made again."""
        written = self._film is not None and self._film.screenplay is not None
        story = self.tr("The screenplay stays as it is, until you have it written again.")
        told = {
            "text": story if written else self.tr("The screenplay is written from these words."),
            "language": story if written else self.tr("The screenplay is written in this language."),
            "duration": self.tr("Shots get other lengths: those whose length changes are drawn and shot again."),
            "style": self.tr("Every shot is drawn and shot again in this style. Voices and music stay."),
            "generator": self.tr("Shots are shot again by it. The storyboard, voices and music stay."),
            "layout": self.tr("The mix and the finished film are made again. No shot is."),
            "target": self.tr("The mix and the finished film are made again. No shot is."),
        }  # fmt: skip
        self.note.setText(told.get(self._field, story if written else self.tr("The writer goes by it.")))

    def retranslate(self) -> None:
        """Every word in the language in use."""
        self.text_label.setText(self.tr("What the film is about"))
        self.text.setPlaceholderText(self.tr("A sentence or a page: who, where, and what happens."))
        told = {
            "duration": self.tr("Length"), "language": self.tr("Language"), "style": self.tr("Style"), "genre": self.tr("Genre"),
            "tone": self.tr("Tone"), "audience": self.tr("For whom"), "generator": self.tr("Pictures by"),
            "layout": self.tr("Sound"), "target": self.tr("Loudness"),
        }  # fmt: skip
        for name, label in self.labels.items():
            label.setText(told[name])
            label.buddy().setAccessibleName(told[name])
        self.duration.setSuffix(self.tr(" s"))
        self._offer()
        self._tell()
