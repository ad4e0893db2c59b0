# SPDX-License-Identifier: Apache-2.0
"""Voice a line: one's own words, or those of a subtitle or a marker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QComboBox, QPlainTextEdit

from aiprod.film.screenplay import Emotion
from aiprod_app.editors import words
from aiprod_app.editors.context import Context
from aiprod_app.editors.form import TaskForm, clip_name, fill, language, paragraph_field, roomy_combo
from aiprod_app.editors.shot import placing
from aiprod_app.editors.work import Wish
from aiprod_app.pages.script.words import word

if TYPE_CHECKING:
    from aiprod.client.client import AsyncClient
    from aiprod.wire.clips import ClipOrdered
    from aiprod.wire.service import VoiceList

_SOURCES = 200
_LANGUAGES = (("fr", "Français"), ("en", "English"))


class VoiceForm(TaskForm):
    """Words, language, voice and emotion; laid where the words belong."""

    key = "voice"
    needs = ("context", "place_clip")

    def build(self) -> None:
        self.source: QComboBox = roomy_combo()
        self.text: QPlainTextEdit = paragraph_field()
        self.lang, self.voice, self.emotion = roomy_combo(), roomy_combo(), roomy_combo()
        self.fit = QCheckBox()
        for field in (self.source, self.text, self.lang, self.voice, self.emotion):
            self.row(field)
        self.form.addRow(self.fit)
        fill(self.lang, _LANGUAGES, language())
        self._spans: list[tuple[int, int, str]] = []
        self.source.activated.connect(self._source_is)
        self.text.textChanged.connect(self.check)
        self.lang.activated.connect(lambda _row: self._ask_voices())

    @property
    def title(self) -> str:
        return self.tr("Voice a line")

    def entered(self) -> None:
        if self.voice.count() < 2:
            self._ask_voices()

    def _ask_voices(self) -> None:
        wanted = self.lang.currentData()
        self.studio.engine.ask(lambda client: client.voices.list(language=wanted), self._have_voices, self._no_voices, owner=self)

    def _have_voices(self, found: VoiceList) -> None:
        fill(self.voice, [("", self.tr("The language’s first voice")), *((v.id, v.id) for v in found.voices)])

    def _no_voices(self, _error: object) -> None:
        fill(self.voice, [("", self.tr("The language’s first voice"))])

    def shown_context(self, context: Context) -> None:
        said = [(s.start, s.end, s.text) for s in context.subtitles if s.text.strip()]
        said += [(m.frame, m.frame + max(1, m.frames), m.note or m.name) for m in context.markers if _is_words(m.note or m.name)]
        spans = sorted(said)[:_SOURCES]
        if spans != self._spans or not self.source.count():
            self._spans = spans
            shown = self.tr("{timecode}  {text}")
            fill(self.source, [
                (-1, self.tr("Words of my own, at the playhead")),
                *((n, shown.format(timecode=context.timecode(s), text=clip_name(t))) for n, (s, _e, t) in enumerate(spans)),
            ])  # fmt: skip
        start, count = self._span(context)
        self.tell(self.tr("Laid at {timecode}.").format(timecode=context.timecode(start)) if count <= 1 else self.tr(
            "Laid at {timecode}; its place is {frames} long.").format(
                timecode=context.timecode(start), frames=words.frames(context, count)))  # fmt: skip
        self.fit.setEnabled(count > 1)

    def _span(self, context: Context) -> tuple[int, int]:
        row = self.source.currentData()
        if isinstance(row, int) and 0 <= row < len(self._spans):
            return self._spans[row][0], self._spans[row][1] - self._spans[row][0]
        return context.marked or (context.playhead, 0)

    def _source_is(self, _row: int) -> None:
        row = self.source.currentData()
        if isinstance(row, int) and 0 <= row < len(self._spans):
            self.text.setPlainText(" ".join(self._spans[row][2].split()))
        if self.context is not None:
            self.shown_context(self.context)

    def wanting(self, context: Context) -> str:
        text = self.text.toPlainText().strip()
        if not text:
            return self.tr("Write what is to be said, or choose a subtitle or a marker.")
        return self.tr("A line may have 2,000 characters at most.") if len(text) > 2000 else ""

    def wish(self, context: Context) -> Wish:
        text, (start, count) = self.text.toPlainText().strip(), self._span(context)
        voice, emotion, lang = self.voice.currentData() or None, Emotion(self.emotion.currentData()), self.lang.currentData()
        fitting = count if self.fit.isChecked() and count > 1 else None

        async def make(client: AsyncClient) -> ClipOrdered:
            return await client.clips.voice(
                text=text, place=context.place, voice=voice, emotion=emotion, fit_frames=fitting, lang=lang, name=clip_name(text)
            )

        return Wish(self.tr("Voice: {text}").format(text=clip_name(text)), placing(start), make)

    def retranslate(self) -> None:
        self._spans = []
        self.label(self.source, self.tr("Words of"))
        self.label(self.text, self.tr("What is said"))
        self.label(self.lang, self.tr("Language"))
        self.label(self.voice, self.tr("Voice"))
        self.label(self.emotion, self.tr("Emotion"))
        fill(self.emotion, [(e.value, word("emotion", e.value)) for e in Emotion])
        if self.voice.count() < 2:
            self._no_voices(None)
        self.fit.setText(self.tr("Speak faster or slower to fill that place"))
        self.go.setText(self.tr("Voice it"))
        super().retranslate()


def _is_words(text: str) -> bool:
    """Whether a marker says something that could be spoken: not a record of ours."""
    return bool(text.strip()) and "aiprod:" not in text and not text.lstrip().startswith("{")
