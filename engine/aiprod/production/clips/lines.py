# SPDX-License-Identifier: Apache-2.0
"""Speaking a line: as long as it takes, or so fast that it fills a length, within what still sounds natural."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from aiprod.film.brief import Language
from aiprod.film.errors import UserError
from aiprod.film.screenplay import Line
from aiprod.film.speech import Speech, VoiceCasting
from aiprod.media.audio import SAMPLE_RATE
from aiprod.production.clips.recipes import ClipRecipe
from aiprod.production.clips.sound import frames_for, samples_in, write_sound
from aiprod.production.clips.store import Clip
from aiprod.production.clips.telling import Teller
from aiprod.production.clips.words import told

if TYPE_CHECKING:
    from aiprod.production.clips.making import Bench
    from aiprod.voices.studio import VoiceStudio

Mono = NDArray[np.float32]
MOST_CHANGE = 0.2
"""How much faster or slower a line may be spoken to fill its length."""
_STRETCHED = 0.04
"""Below this change of pace, speech is stretched alone."""


def language_of(text: str, given: Language | None) -> Language:
    """The language of a line: as said, or as it reads."""
    from aiprod.writing.detection import preferred

    return given or ("fr" if preferred(text or "a").language == "fr" else "en")


def casting_of(name: str, language: Language, speed: float = 1.0) -> VoiceCasting:
    """A voice of `voices.list` by its id; "" is the language's first one. Raises UserError for one that there isn't."""
    from aiprod.voices.casting import catalogue

    known = {f"{language}-{kind}-{number}": voice for kind, number, voice in catalogue(language)}
    if name and name not in known:
        raise UserError(
            f"There is no voice {name[:60]!r} for this line",
            f"those of its language are {', '.join(known)}",
            "Choose one of them.",
        )
    voice = known[name or next(iter(known))]
    return VoiceCasting(
        character="voice", speakers=dict(voice.speakers), pitch_semitones=voice.semitones,
        speed=round(min(2.0, max(0.5, voice.speed * speed)), 4),
    )  # fmt: skip


def make(bench: Bench) -> tuple[Clip, Path]:
    """Speak a line into a clip."""
    from aiprod.voices.studio import GENERATOR, VoiceStudio

    recipe, teller = bench.order.recipe, bench.teller
    teller.at(0.02, "voices", "line")
    language = language_of(recipe.text, recipe.lang)
    with VoiceStudio(language) as studio:
        speech, spoken, words = perform(studio, recipe, language, teller)
    teller.check()
    frames = recipe.fit or frames_for(len(spoken), recipe.frame_rate)
    desk = bench.store.desk(bench.work)
    sound = write_sound(desk, spoken[:, None], frames, recipe.frame_rate)
    slower = len(spoken) / (speech.duration_s * SAMPLE_RATE)
    facts = {
        "text": speech.text, "language": language, "spoken_s": round(len(spoken) / SAMPLE_RATE, 4),
        "emotion": str(speech.emotion),
        "subtitle": {"text": speech.text, "start": 0, "end": frames_for(len(spoken), recipe.frame_rate)},
        "words": [[word.text, round(word.start_s * slower, 3), round(word.end_s * slower, 3)] for word in speech.words],
    }  # fmt: skip
    made = Clip(
        id=bench.clip, family=bench.family, recipe=recipe.changed(frames=frames), frames=frames, files=(sound,),
        generator=GENERATOR, label="synthetic voice", words=(*speech.warnings, *words), facts=facts,
    )  # fmt: skip
    return made, desk


def perform(studio: VoiceStudio, recipe: ClipRecipe, language: Language, teller: Teller) -> tuple[Speech, Mono, tuple[str, ...]]:
    """The line, at the pace that fills its length where one was given; and a word where that can't be.

    The voice itself speaks faster or slower; what is missing then, a few hundredths, is stretched.

    Raises UserError for a line that is too long.
    """
    line = Line(id="line", character="voice", text=recipe.text, emotion=recipe.emotion)
    speech, samples = studio.record(line, casting_of(recipe.voice, language, recipe.speed))
    if not recipe.fit:
        return speech, samples, ()
    wanted = samples_in(recipe.fit, recipe.frame_rate)
    pace = len(samples) / wanted
    if pace < 1 - MOST_CHANGE:
        return speech, samples, (_short(len(samples), recipe),)
    if pace > 1 + MOST_CHANGE:
        raise _too_long(len(samples), recipe)
    teller.at(0.5, "voices", "fit")
    if abs(pace - 1) > _STRETCHED:
        speech, samples = studio.record(line, casting_of(recipe.voice, language, recipe.speed * pace))
    return speech, stretched(samples, wanted), ()


def stretched(samples: Mono, count: int) -> Mono:
    """Speech of another length and the same pitch, float32 [count]: by FFmpeg's `atempo`, which overlaps and adds."""
    import av
    from av.filter import Graph

    if len(samples) == count:
        return samples
    graph = Graph()
    source = graph.add_abuffer(sample_rate=SAMPLE_RATE, format="flt", layout="mono")
    tempo, sink = graph.add("atempo", f"{len(samples) / count:.6f}"), graph.add("abuffersink")
    source.link_to(tempo)
    tempo.link_to(sink)
    graph.configure()
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples[None], np.float32), format="flt", layout="mono")
    frame.sample_rate = SAMPLE_RATE
    source.push(frame)
    source.push(None)
    found = np.concatenate([np.zeros(0, np.float32), *_pulled(sink)])[:count]
    return np.concatenate([found, np.zeros(count - len(found), np.float32)]).astype(np.float32)


def _pulled(sink: Any) -> Iterator[Mono]:
    import av

    with suppress(av.EOFError, BlockingIOError):
        while True:
            yield sink.pull().to_ndarray().ravel()


def _short(samples: int, recipe: ClipRecipe) -> str:
    return told("short line", took=samples / SAMPLE_RATE, given=recipe.frame_rate.seconds(recipe.fit))


def _too_long(samples: int, recipe: ClipRecipe) -> UserError:
    seconds, given = samples / SAMPLE_RATE, recipe.frame_rate.seconds(recipe.fit)
    return UserError(
        f"The line does not fit into {given:.1f} s",
        f"it takes {seconds:.1f} s, and more than a fifth faster sounds unnatural",
        "Give it more room, or fewer words.",
    )
