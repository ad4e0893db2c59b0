# SPDX-License-Identifier: Apache-2.0
"""Assembled films for the tests of editing, at any rate."""

from __future__ import annotations

from collections.abc import Callable

import opentimelineio as otio
from tests.unit.directing.films import brief_for

from aiprod.directing import direct
from aiprod.directing.casting import cast_looks
from aiprod.directing.pacing import estimate_seconds
from aiprod.editing.assemble import TakeRef, assemble, lay_sound
from aiprod.film.hashing import hash_json
from aiprod.film.mix import Stem
from aiprod.film.screenplay import Screenplay
from aiprod.film.shots import ShotList
from aiprod.film.speech import Speech
from aiprod.film.time import FrameRate

RATES = {
    "23.976": FrameRate(numerator=24000, denominator=1001),
    "24": FrameRate(numerator=24, denominator=1),
    "25": FrameRate(numerator=25, denominator=1),
    "29.97": FrameRate(numerator=30000, denominator=1001),
    "30": FrameRate(numerator=30, denominator=1),
    "50": FrameRate(numerator=50, denominator=1),
    "59.94": FrameRate(numerator=60000, denominator=1001),
}


def directed(make: Callable[[], Screenplay], rate: FrameRate = RATES["24"], seconds: float = 45) -> tuple[ShotList, Screenplay]:
    script = make()
    return direct(script, brief_for(script, seconds, rate=rate), cast_looks(script, 1), {}), script


def takes_of(shots: ShotList) -> dict[str, TakeRef]:
    """A take for each shot, a little longer than needed, in a folder named as takes are."""
    found = {}
    for shot in shots.shots:
        take = hash_json(shot.id)
        found[shot.id] = TakeRef(f"takes/{take[:2]}/{take}/picture.mp4", take, shot.frames)
    return found


def speech_of(script: Screenplay) -> dict[str, tuple[Speech, str]]:
    found = {}
    for line in script.lines():
        spoken = Speech(
            line=line.id,
            character=line.character,
            language=script.language,
            text=line.text,
            emotion=line.emotion,
            duration_s=estimate_seconds(line.text, script.language),
            phonemes=(),
            words=(),
        )
        found[line.id] = (spoken, f"takes/voix d'été/{line.id}.wav")
    return found


def assembled(make: Callable[[], Screenplay], rate: FrameRate = RATES["24"]) -> tuple[otio.schema.Timeline, ShotList, Screenplay]:
    shots, script = directed(make, rate)
    timeline = assemble(shots, script, takes_of(shots), speech_of(script), rate)
    lay_sound(
        timeline,
        [
            Stem(name="score", bus="music", file="takes/score.wav", start_s=0, gain_db=-9),
            Stem(name="one", bus="ambience", file="takes/one.wav", start_s=0, duration_s=12, fade_out_s=0.5),
            Stem(name="two", bus="ambience", file="takes/two.wav", start_s=11.5, duration_s=14, fade_in_s=0.5),
            Stem(name="door", bus="effects", file="takes/door.wav", start_s=4.25, duration_s=1.2, pan=0.4),
        ],
    )
    return timeline, shots, script
