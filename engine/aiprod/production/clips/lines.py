# SPDX-License-Identifier: Apache-2.0
"""Speaking a line: as long as it takes, or so fast that it fills a length, within what still sounds natural."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

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
from aiprod.production.clips.words import told

if TYPE_CHECKING:
    from aiprod.production.clips.making import Bench
    from aiprod.voices.studio import VoiceStudio

Mono = NDArray[np.float32]
MOST_CHANGE = 0.2
"""How much faster or slower a line may be spoken to fill its length."""
_TRIES = 4
_CLOSE = 0.01


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
        speech, spoken, words = _spoken(studio, recipe, language, bench)
    teller.check()
    frames = recipe.fit or frames_for(len(spoken), recipe.frame_rate)
    desk = bench.store.desk(bench.work)
    sound = write_sound(desk, spoken[:, None], frames, recipe.frame_rate)
    facts = {
        "text": speech.text, "language": language, "spoken_s": round(len(spoken) / SAMPLE_RATE, 4),
        "emotion": str(speech.emotion),
        "subtitle": {"text": speech.text, "start": 0, "end": frames_for(len(spoken), recipe.frame_rate)},
        "words": [[word.text, round(word.start_s, 3), round(word.end_s, 3)] for word in speech.words],
    }  # fmt: skip
    made = Clip(
        id=bench.clip, family=bench.family, recipe=recipe.changed(frames=frames), frames=frames, files=(sound,),
        generator=GENERATOR, label="synthetic voice", words=(*speech.warnings, *words), facts=facts,
    )  # fmt: skip
    return made, desk


def _spoken(studio: VoiceStudio, recipe: ClipRecipe, language: Language, bench: Bench) -> tuple[Speech, Mono, tuple[str, ...]]:
    """The line, at the pace that fills its length where one was given; and a word where that can't be.

    Raises UserError for a line that is too long.
    """
    line = Line(id="line", character="voice", text=recipe.text, emotion=recipe.emotion)
    natural = speech, samples = studio.record(line, casting_of(recipe.voice, language, recipe.speed))
    if not recipe.fit:
        return speech, samples, ()
    wanted, pace = samples_in(recipe.fit, recipe.frame_rate), 1.0
    if len(samples) < wanted * (1 - MOST_CHANGE):
        return *natural, (_short(len(samples), recipe),)
    for number in range(_TRIES):
        if wanted * (1 - _CLOSE) <= len(samples) <= wanted:
            break
        bench.teller.at(0.3 + 0.15 * number, "voices", "fit")
        pace = min(1 + MOST_CHANGE, max(1 - MOST_CHANGE, pace * len(samples) / (wanted * (1 - _CLOSE / 2))))
        speech, samples = studio.record(line, casting_of(recipe.voice, language, recipe.speed * pace))
    if len(samples) > wanted * (1 + _CLOSE):
        raise _too_long(len(natural[1]), recipe)
    return speech, samples[:wanted], ()


def _short(samples: int, recipe: ClipRecipe) -> str:
    return told("short line", took=samples / SAMPLE_RATE, given=recipe.frame_rate.seconds(recipe.fit))


def _too_long(samples: int, recipe: ClipRecipe) -> UserError:
    seconds, given = samples / SAMPLE_RATE, recipe.frame_rate.seconds(recipe.fit)
    return UserError(
        f"The line does not fit into {given:.1f} s",
        f"it takes {seconds:.1f} s, and more than a fifth faster sounds unnatural",
        "Give it more room, or fewer words.",
    )
