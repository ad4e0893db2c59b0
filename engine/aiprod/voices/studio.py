# SPDX-License-Identifier: Apache-2.0
"""The recording studio: a line and a voice become `speech.wav` and `speech.json`, with the time of every phoneme and word."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from aiprod.film.brief import Language
from aiprod.film.errors import UserError
from aiprod.film.files import write_json
from aiprod.film.screenplay import Line
from aiprod.film.speech import Speech, VoiceCasting
from aiprod.film.spoken import SpokenText, spoken_text
from aiprod.film.takes import ModelUse
from aiprod.media.audio import SAMPLE_RATE, write_audio
from aiprod.models import library
from aiprod.voices import processing, timing
from aiprod.voices.acting import Acting, acting_of
from aiprod.voices.kokoro import MODEL, RATE, Kokoro, vocabulary
from aiprod.voices.pronunciation import Pronounced, pronouncer

GENERATOR = "kokoro/1"
"""Who makes speech, for recipes: raise it when the same line would sound different."""

_SPEEDS = (0.6, 1.7)
"""What the model speaks clearly."""
_LEAD, _TAIL = 0.03, 0.08
"""Seconds of quiet kept before the first sound and after the last."""
_BETWEEN_BREATHS_S = 0.18


class VoiceStudio:
    """Holds the voice model and, for French, the pronunciation process. Use it as a context manager, from one thread."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self._pronouncer = pronouncer(language)
        self._kokoro: Kokoro | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._pronouncer.close()
        self._kokoro = None

    @staticmethod
    def models() -> tuple[ModelUse, ...]:
        return (library.use(MODEL),)

    def speak(self, line: Line, casting: VoiceCasting, folder: Path) -> Speech:
        """Record the line into `folder`: `speech.wav` (24-bit, 48 kHz, mono) and `speech.json`.

        The same line and casting give the same bytes. Raises UserError for a line without a word that can be said.
        """
        speech, samples = self.record(line, casting)
        folder.mkdir(parents=True, exist_ok=True)
        write_audio(folder / "speech.wav", samples)
        write_json(folder / "speech.json", speech.to_json())
        return speech

    def record(self, line: Line, casting: VoiceCasting) -> tuple[Speech, processing.Mono]:
        """The line as float32 [samples] at 48 kHz, and its times in them."""
        text = spoken_text(line.text, self.language)
        words, unknown = _in_vocabulary(self._pronouncer.pronounce(text))
        if not words:
            raise _nothing_to_say(line)
        samples, symbols = self._perform(timing.scripts(words, text.opening), casting, acting_of(line))
        duration = samples.size / SAMPLE_RATE
        speech = Speech(
            line=line.id, character=line.character, language=self.language, text=line.text, emotion=line.emotion,
            duration_s=round(duration, 6), phonemes=timing.phoneme_times(symbols, duration),
            words=timing.word_times(symbols, text.written), warnings=_warnings(text, unknown),
        )  # fmt: skip
        return speech, samples

    def _perform(
        self, parts: list[timing.Script], casting: VoiceCasting, acting: Acting
    ) -> tuple[processing.Mono, list[timing.TimedSymbol]]:
        ratio = processing.pitch_ratio(_pitch(casting, acting))
        speed = float(np.clip(casting.speed * acting.pace / float(ratio), *_SPEEDS))
        raw, symbols = self._say(parts, casting, speed)
        first, last = processing.sounding_span(raw, RATE)
        first, last = max(0, first - round(_LEAD * RATE)), min(raw.size, last + round(_TAIL * RATE))
        samples = processing.to_dialogue_rate(raw[first:last], ratio)
        samples = processing.brightened(samples, acting.brightness_db)
        if casting.timbre == "robot":
            samples = processing.robotic(samples)
        samples = processing.faded(processing.levelled(samples, acting.level_db))
        return samples, timing.moved(symbols, first, 1 / (RATE * float(ratio)), samples.size / SAMPLE_RATE)

    def _say(
        self, parts: list[timing.Script], casting: VoiceCasting, speed: float
    ) -> tuple[processing.Mono, list[timing.TimedSymbol]]:
        """All parts one after the other, at the model's rate."""
        kokoro = self._model()
        pieces: list[processing.Mono] = []
        symbols: list[timing.TimedSymbol] = []
        at = 0
        gap = np.zeros(round(_BETWEEN_BREATHS_S * RATE), np.float32)
        for part in parts:
            if pieces:
                pieces.append(gap)
                at += gap.size
            utterance = kokoro.say(part.symbols, casting.speakers, speed)
            symbols += timing.timed(part, utterance.lengths, at)
            pieces.append(utterance.samples)
            at += utterance.samples.size
        return np.concatenate(pieces), symbols

    def _model(self) -> Kokoro:
        if self._kokoro is None:
            self._kokoro = Kokoro()
        return self._kokoro


def _pitch(casting: VoiceCasting, acting: Acting) -> float:
    """Semitones. A voice that is high already is moved half as far by what it feels, or it would squeak."""
    return casting.pitch_semitones + acting.semitones * (0.5 if casting.pitch_semitones > 1 and acting.semitones > 0 else 1.0)


def _in_vocabulary(words: tuple[Pronounced, ...]) -> tuple[tuple[Pronounced, ...], list[str]]:
    """The words in symbols that the model knows, and the symbols it does not."""
    known = vocabulary()
    unknown = sorted({symbol for word in words for symbol in word.phonemes if symbol not in known})
    kept = tuple(Pronounced("".join(s for s in w.phonemes if s in known), w.written, w.pause) for w in words)
    return tuple(word for word in kept if word.phonemes.strip()), unknown


def _warnings(text: SpokenText, unknown: list[str]) -> tuple[str, ...]:
    found = [f"{sign} was not spoken: it has no reading" for sign in text.unspoken]
    return (*found, *(f"the sound {symbol} was left out: the voice has none like it" for symbol in unknown))


def _nothing_to_say(line: Line) -> UserError:
    return UserError(
        f"Line {line.id} of {line.character} can't be spoken", f"{line.text[:60]!r} has no word to say",
        "Write words for it, or make it an action.",
    )  # fmt: skip
