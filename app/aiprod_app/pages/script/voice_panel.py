# SPDX-License-Identifier: Apache-2.0
"""The voice of one of the cast: all voices to listen to, its pace and pitch, and how it says the line at the cursor."""

from __future__ import annotations

from bisect import bisect_right
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from aiprod.film.brief import Language
from aiprod.film.changes import StudioCastingChange, VoiceChange
from aiprod.film.errors import AiprodError
from aiprod.film.screenplay import Age, Gender, Line
from aiprod.film.speech import Speech, VoiceCasting
from aiprod.wire.service import VoiceList, VoiceView
from aiprod_app.pages.script.listening import Listening
from aiprod_app.pages.script.people import Person
from aiprod_app.pages.script.words import word
from aiprod_app.studio import Studio
from aiprod_app.theme.icons import icon
from aiprod_app.widgets.letting_go import LettingGo


class VoiceRow(QWidget):
    """A voice: choose it, hear it."""

    heard = Signal()

    def __init__(self, voice: VoiceView, group: QButtonGroup) -> None:
        super().__init__()
        self.voice = voice
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.button = QRadioButton()
        group.addButton(self.button)
        self.play = QToolButton()
        self.play.setProperty("kind", "quiet")
        self.play.setIcon(icon("play"))
        self.play.clicked.connect(self.heard)
        row.addWidget(self.button, 1)
        row.addWidget(self.play)


class VoicePanel(QWidget):
    """The panel.

    Signals:
        known: the voices have names now.
    """

    known = Signal()

    def __init__(self, studio: Studio, listening: Listening, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.studio, self.listening = studio, listening
        self._person: Person | None = None
        self._line: tuple[Line, Speech] | None = None
        self._language: Language | None = None
        self._group = QButtonGroup(self)
        self.rows: list[VoiceRow] = []
        self._build()
        self._letting_go = LettingGo(self._moved, self)
        for slider in (self.pace, self.pitch):
            slider.valueChanged.connect(self._sliding)
        listening.playing.connect(self._playing)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(4)
        self.title = QLabel()
        self.title.setProperty("kind", "heading")
        self.away = QLabel()
        self.away.setProperty("kind", "small")
        self.away.setWordWrap(True)
        self._voices = QVBoxLayout()
        self._voices.setSpacing(0)
        self.form = QFormLayout()
        self.pace, self.pitch = QSlider(Qt.Orientation.Horizontal), QSlider(Qt.Orientation.Horizontal)
        self.pace.setRange(50, 200)
        self.pitch.setRange(-60, 60)
        self.pace_label, self.pitch_label = QLabel(), QLabel()
        for label, slider in ((self.pace_label, self.pace), (self.pitch_label, self.pitch)):
            label.setBuddy(slider)
            self.form.addRow(label, slider)
        self.studios = QPushButton()
        self.studios.clicked.connect(self._leave)
        self.sounds = QLabel()
        self.sounds.setProperty("kind", "small")
        self.sounds.setWordWrap(True)
        self.sounds.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for part in (self.title, self.away):
            column.addWidget(part)
        column.addLayout(self._voices)
        column.addLayout(self.form)
        column.addWidget(self.studios, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.sounds)

    # -- what is shown -------------------------------------------------------------------------------------------------

    def show_person(self, person: Person | None) -> None:
        """Show somebody's voice; None: nobody's."""
        self._person = person
        speaks = person is not None and person.voice is not None
        self.setVisible(speaks)
        if person is None or person.voice is None:
            return
        self.title.setText(self.tr("The voice of {name}").format(name=person.character.name))
        self.studios.setVisible(person.own_voice)
        self._mark(person.voice)
        for slider, value in ((self.pace, person.voice.speed * 100), (self.pitch, person.voice.pitch_semitones * 10)):
            slider.blockSignals(True)
            slider.setValue(round(value))
            slider.blockSignals(False)
        self._tell_pace()
        self._sort(person)
        self._know_voices()

    def _mark(self, voice: VoiceCasting) -> None:
        found = self._row_of(voice)
        self._group.setExclusive(False)
        for row in self.rows:
            row.button.setChecked(row is found)
        self._group.setExclusive(True)

    def _row_of(self, voice: VoiceCasting) -> VoiceRow | None:
        """The voice that a casting is, however fast and high; of two with the same speakers the nearer one."""
        rows = [row for row in self.rows if dict(row.voice.speakers) == dict(voice.speakers)]
        kinds = _kinds(self._person) if self._person else []
        return min(
            rows, default=None,
            key=lambda row: (row.voice.kind not in kinds[:1], abs(row.voice.pitch_semitones - voice.pitch_semitones)),
        )  # fmt: skip

    def _sort(self, person: Person) -> None:
        """Voices of their kind are shown; the others too, behind them."""
        kinds = _kinds(person)
        for row in sorted(self.rows, key=lambda row: kinds.index(row.voice.kind)):
            self._voices.removeWidget(row)
            self._voices.addWidget(row)

    def name_of(self, voice: VoiceCasting) -> str:
        """A voice in words."""
        row = self._row_of(voice)
        return row.button.text() if row else self.tr("A voice of {parts}").format(parts=", ".join(voice.speakers))

    def show_line(self, line: Line | None, speech: Speech | None) -> None:
        """How the line at the cursor was pronounced, if it was recorded."""
        self._line = (line, speech) if line is not None and speech is not None else None
        self.sounds.setText(self._sounded())

    def _sounded(self) -> str:
        if self._line is None:
            return ""
        text = self.tr("Pronounced: {sounds}").format(sounds=sounds_of(self._line[1]))
        return "\n".join((text, *self._line[1].warnings))

    # -- the engine's voices -------------------------------------------------------------------------------------------

    def _know_voices(self) -> None:
        if not self.studio.film.is_open:
            return
        film = self.studio.film.film
        language = film.screenplay.language if film.screenplay else film.brief.language
        if language != self._language:
            self._language = language
            self.studio.engine.ask(lambda client: client.voices.list(language=language), self._have, self._away, owner=self)

    def _have(self, found: VoiceList) -> None:
        for row in self.rows:
            self._group.removeButton(row.button)
            row.deleteLater()
        self.rows = []
        for voice in found.voices:
            row = VoiceRow(voice, self._group)
            row.button.clicked.connect(partial(self._cast, voice))
            row.heard.connect(partial(self._hear, voice))
            self.rows.append(row)
            self._voices.addWidget(row)
        self.away.hide()
        self.retranslate()
        self.known.emit()

    def _away(self, _error: AiprodError) -> None:
        """It is asked again when the engine is there."""
        self._language = None
        self.away.show()

    def engine_is(self, state: str) -> None:
        """Voices come from the engine."""
        if state == "ready" and self._person is not None and not self.rows:
            self._know_voices()

    # -- what is changed -----------------------------------------------------------------------------------------------

    def _cast(self, voice: VoiceView) -> None:
        if self._person is not None and self._person.voice is not None:
            self.studio.film.edit(VoiceChange(voice=_casting(voice, self._person.voice)))

    def _hear(self, voice: VoiceView) -> None:
        person = self._person
        if person is None or person.voice is None or not person.lines:
            return
        if self.listening.name == voice.id:
            self.listening.stop()
            return
        at_cursor = self._line[0] if self._line and self._line[0].character == person.character.id else None
        line = at_cursor or max(person.lines, key=lambda line: (len(line.text) <= 200, len(line.text)))
        self.listening.voice(_casting(voice, person.voice), line, voice.id)

    def _sliding(self) -> None:
        self._tell_pace()
        self._letting_go.hold()

    def _moved(self) -> None:
        if self._person is not None and self._person.voice is not None:
            speed, semitones = self.pace.value() / 100, self.pitch.value() / 10
            self.studio.film.edit(VoiceChange(voice=self._person.voice.changed(speed=speed, pitch_semitones=semitones)))

    def _leave(self) -> None:
        if self._person is not None:
            self.studio.film.edit(StudioCastingChange(character=self._person.character.id, of="voice"))

    def _playing(self, name: str) -> None:
        for row in self.rows:
            row.play.setIcon(icon("stop" if name == row.voice.id else "play"))

    # -- words ---------------------------------------------------------------------------------------------------------

    def _tell_pace(self) -> None:
        self.pace.setToolTip(f"{self.pace.value()} %")
        self.pitch.setToolTip(self.tr("{value} semitones").format(value=f"{self.pitch.value() / 10:+.1f}"))

    def retranslate(self) -> None:
        """Every word in the language in use."""
        self.away.setText(self.tr("The voices are shown once the engine is there."))
        self.pace_label.setText(self.tr("Pace"))
        self.pitch_label.setText(self.tr("Pitch"))
        self.pace.setAccessibleName(self.pace_label.text())
        self.pitch.setAccessibleName(self.pitch_label.text())
        self.studios.setText(self.tr("Leave the voice to the studio"))
        for row in self.rows:
            name = f"{word('voice', row.voice.kind)} {row.voice.id.rsplit('-', 1)[-1]}"
            row.button.setText(name)
            row.button.setToolTip(" + ".join(f"{name} {share:.0%}" for name, share in row.voice.speakers.items()))
            row.play.setToolTip(self.tr("Hear {name}").format(name=name))
            row.play.setAccessibleName(row.play.toolTip())
        self.show_person(self._person)


_IPA = str.maketrans({
    "A": "eɪ", "I": "aɪ", "O": "oʊ", "Q": "əʊ", "W": "aʊ", "Y": "ɔɪ", "ʤ": "dʒ", "ʧ": "tʃ", "ᵊ": "ə", "ᵻ": "ɪ",
})  # fmt: skip
"""Signs of the voice model that stand for two sounds, as phoneticians write them."""


def sounds_of(speech: Speech) -> str:
    """How a line was pronounced, word by word, in the phonetic alphabet."""
    starts = [spoken.start_s for spoken in speech.words]
    words = ["" for _ in starts]
    for phoneme in speech.phonemes:
        words[max(0, bisect_right(starts, (phoneme.start_s + phoneme.end_s) / 2) - 1)] += phoneme.symbol
    return " ".join(sounds for word_ in words if (sounds := word_.strip().translate(_IPA)))


def _casting(voice: VoiceView, before: VoiceCasting) -> VoiceCasting:
    """A voice for somebody: their own pace and pitch stay, as far as it was they who had them."""
    return before.changed(speakers=dict(voice.speakers), pitch_semitones=voice.pitch_semitones, speed=before.speed)


def _kinds(person: Person) -> list[str]:
    """Kinds of voices, those that fit somebody first."""
    order = ["woman", "man", "small", "robot"]
    character = person.character
    if character.species == "robot":
        first = "robot"
    elif character.age is Age.CHILD or character.species != "person":
        first = "small"
    else:
        first = "man" if character.gender is Gender.MALE else "woman"
    return [first, *(kind for kind in order if kind != first)]
