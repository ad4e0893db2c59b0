# SPDX-License-Identifier: Apache-2.0
"""Voices: every line becomes a take of speech with its phoneme times."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

from aiprod.film.files import read_json
from aiprod.film.screenplay import Line
from aiprod.film.speech import Speech, VoiceCasting
from aiprod.film.takes import Recipe
from aiprod.production.cut import Cut, Spoken
from aiprod.production.recipes import recipe
from aiprod.voices import casting
from aiprod.voices.studio import GENERATOR, VoiceStudio


def run(cut: Cut) -> None:
    """Speak every line that was not spoken before. The voice model is only loaded when one is missing."""
    own = {voice.character: voice for voice in cut.film.voices}
    cut.voices = tuple(own.get(voice.character, voice) for voice in casting.cast_voices(cut.script, cut.brief.seed))
    lines = list(cut.script.lines())
    with ExitStack() as stack:
        booth = stack.enter_context(VoiceStudio(cut.script.language))
        for number, line in enumerate(lines, start=1):
            _speak(cut, booth, line, number, len(lines))


def _speak(cut: Cut, booth: VoiceStudio, line: Line, number: int, total: int) -> None:
    voice = next(voice for voice in cut.voices if voice.character == line.character)
    made = _recipe(cut, line, voice, booth)

    def build(folder: Any) -> dict[str, Any]:
        speech = booth.speak(line, voice, folder)
        return {"duration_s": speech.duration_s}

    take = cut.studio.take(f"line {line.id}", made, build, number, total)
    speech = Speech.from_json(read_json(cut.studio.path(take, "speech.json")))
    cut.spoken[line.id] = Spoken(speech, take, cut.studio.path(take, "speech.wav"))


def _recipe(cut: Cut, line: Line, voice: VoiceCasting, booth: VoiceStudio) -> Recipe:
    return recipe(
        "voices", "speech", GENERATOR, objects={"line": line, "voice": voice}, parameters={"language": cut.script.language},
        models=booth.models(),
    )  # fmt: skip
