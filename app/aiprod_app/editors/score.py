# SPDX-License-Identifier: Apache-2.0
"""Score the marked range: music of exactly its length, on a track of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QSpinBox

from aiprod_app.editors.context import Context
from aiprod_app.editors.form import TaskForm, clip_name, frames_field, spread
from aiprod_app.editors.shot import placing
from aiprod_app.editors.work import Wish
from aiprod_app.widgets.number import Number

if TYPE_CHECKING:
    from aiprod.client.client import AsyncClient
    from aiprod.wire.clips import ClipOrdered

_USUAL_S, _USUAL_LUFS = 20.0, -20.0


class ScoreForm(TaskForm):
    """A mood, a length, a loudness."""

    key = "score"
    needs = ("context", "place_clip")

    def build(self) -> None:
        self.mood = QLineEdit()
        self.mood.setMaxLength(400)
        self.length: QSpinBox = frames_field()
        self.loudness = Number(-40, -9, 1, 1, " LUFS")
        self.loudness.setValue(_USUAL_LUFS)
        for field in (self.mood, self.length, self.loudness):
            self.row(field)
        self._span: tuple[int, int] | None = None
        self.length.valueChanged.connect(lambda _value: self._tell())
        self.mood.textChanged.connect(self.check)

    @property
    def title(self) -> str:
        return self.tr("Score the range")

    def shown_context(self, context: Context) -> None:
        span = context.marked or (context.playhead, context.frames(_USUAL_S))
        if span != self._span:
            self._span = span
            self.length.setValue(span[1])
        self._tell()

    def _tell(self) -> None:
        if self.context is None or self._span is None:
            return
        shown = spread(self.context, self._span[0], self.length.value())
        marked = self.tr("Music from in to out: {range}.").format(range=shown)
        free = self.tr("Music from the playhead: {range}. Set in and out in the editor for another range.").format(range=shown)
        self.tell(marked if self.context.marked else free)

    def wanting(self, context: Context) -> str:
        return "" if self.mood.text().strip() else self.tr("Say how it shall sound.")

    def wish(self, context: Context) -> Wish:
        mood, count, loudness = self.mood.text().strip(), self.length.value(), self.loudness.value()
        start = (self._span or context.span())[0]

        async def make(client: AsyncClient) -> ClipOrdered:
            return await client.clips.score(frames=count, place=context.place, mood=mood, loudness=loudness, name=clip_name(mood))

        return Wish(self.tr("Music: {mood}").format(mood=clip_name(mood)), placing(start), make)

    def retranslate(self) -> None:
        self.label(self.mood, self.tr("Mood"))
        self.mood.setPlaceholderText(self.tr("tense, slow, strings"))
        self.label(self.length, self.tr("Frames"))
        self.label(self.loudness, self.tr("Loudness"))
        self.go.setText(self.tr("Write the music"))
        super().retranslate()
