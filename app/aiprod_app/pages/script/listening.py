# SPDX-License-Identifier: Apache-2.0
"""Listening to lines and voices: the recorded take where it is current, else a sample that the engine speaks."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from aiprod.film.errors import AiprodError
from aiprod.film.screenplay import Line
from aiprod.film.speech import VoiceCasting
from aiprod.production import scripts
from aiprod_app.background import Task
from aiprod_app.studio import Studio
from aiprod_app.widgets.sound import Sound

_LONGEST = 200
_KEPT = 40


class Listening(QObject):
    """One at a time.

    Signals:
        playing: the name of what is being fetched or heard; "" when there is nothing.
        told: where it comes from ("take", "sample"), once it is known.
    """

    playing = Signal(str)
    told = Signal(str)

    def __init__(self, studio: Studio, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.studio = studio
        self.sound = Sound(self)
        self.sound.playing.connect(self._sounds)
        self.sound.failed.connect(lambda error: studio.messages.error(error, about="listening"))
        self._task: Task | None = None
        self._samples: OrderedDict[str, bytes] = OrderedDict()
        self.name = ""

    def line(self, line: Line, name: str) -> None:
        """Hear a line of the film: as it was recorded, if that is what it is now."""
        film, recorded = self.studio.film.film, self.studio.film.standing.lines.get(line.id)
        self._begin(name)

        def looked() -> tuple[Path | None, VoiceCasting | None]:
            path = recorded.path if recorded and scripts.is_current(film, line, recorded.path) else None
            return path, scripts.cast_of(film).get(line.character)

        self._task = self.studio.background.run(looked, lambda found: self._found(line, name, *found), self._failed, owner=self)

    def _found(self, line: Line, name: str, path: Path | None, voice: VoiceCasting | None) -> None:
        if path is not None:
            self.told.emit("take")
            self.sound.play(path, name)
        elif voice is not None:
            self.voice(voice, line, name)

    def voice(self, voice: VoiceCasting, line: Line, name: str) -> None:
        """Hear a voice say a line."""
        self._begin(name)
        script = self.studio.film.film.screenplay
        language = script.language if script else self.studio.film.film.brief.language
        text = line.text if len(line.text) <= _LONGEST else line.text[:_LONGEST].rsplit(" ", 1)[0]
        key = f"{language} {line.emotion} {voice.to_json()} {text}"
        if key in self._samples:
            self._play(key, name, self._samples[key])
            return
        self._task = self.studio.engine.ask(
            lambda client: client.voices.sample(text, voice, language=language, emotion=line.emotion),
            lambda data: self._play(key, name, data), self._failed, owner=self,
        )  # fmt: skip

    def _play(self, key: str, name: str, data: bytes) -> None:
        self._samples[key] = data
        while len(self._samples) > _KEPT:
            self._samples.popitem(last=False)
        self.told.emit("sample")
        self.sound.play(data, name)

    def stop(self) -> None:
        """Silence, and nothing on its way."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self.sound.stop()
        self._is("")

    def _begin(self, name: str) -> None:
        self.stop()
        self._is(name)

    def _sounds(self, name: str) -> None:
        if name or not self._task or self._task.cancelled:
            self._is(name)
        elif not name:
            self._is("")

    def _failed(self, error: AiprodError) -> None:
        self._is("")
        self.studio.messages.error(error, about="listening")

    def _is(self, name: str) -> None:
        if name != self.name:
            self.name = name
            self.playing.emit(name)

    def close(self) -> None:
        self.stop()
        self.sound.close()
