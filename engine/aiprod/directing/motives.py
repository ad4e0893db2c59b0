# SPDX-License-Identifier: Apache-2.0
"""The director's reasons: why a set-up is framed as it is and lasts as long as it does."""

from __future__ import annotations

from aiprod.directing.coverage import Setup
from aiprod.film.reasons import Reason, reason
from aiprod.film.screenplay import Scene
from aiprod.film.shots import Coverage
from aiprod.film.time import FrameRate


def framing(setup: Setup) -> Reason:
    """Why this size and this side."""
    return reason(f"framing.{_framed(setup)}")


def _framed(setup: Setup) -> str:
    if setup.peak:
        return "peak"
    if setup.kind == "place":
        return "place"
    if setup.kind == "speech":
        return {Coverage.TWO_SHOT: "two", Coverage.SHOT: "over"}.get(setup.coverage, "single")
    by_kind = {"thing": "insert", "listening": "reaction", "moving": "moving", "going": "moving", "group": "group"}
    if setup.kind in by_kind:
        return by_kind[setup.kind]
    return "feeling" if setup.size.value in ("close", "medium_close") else "action"


def length(setup: Setup, scene: Scene, seconds: float) -> Reason:
    """Why it lasts `seconds`, before beat and fit."""
    if setup.fixed:
        emotion = setup.line.emotion.value if setup.line else "neutral"
        return reason("length.voice", said=setup.said_s or seconds, emotion=emotion)
    if setup.kind == "place":
        return reason("length.place", seconds=seconds)
    if setup.kind == "listening":
        return reason("length.listening", seconds=seconds)
    if setup.kind == "thing" and setup.spare:
        return reason("length.insert", seconds=seconds)
    words = float(len(setup.beat.text.split())) if setup.beat else 0.0
    return reason("length.reading", seconds=seconds, words=words, mood=scene.mood.value, intensity=scene.intensity)


def beat(change: int, half_beat: int, rate: FrameRate) -> list[Reason]:
    """That the cut was brought onto the beat; nothing where it lay there."""
    bpm = 30 * float(rate.fps) / half_beat
    return [reason("length.beat", frames=float(change), bpm=bpm)] if change else []


def fitted(change_s: float) -> list[Reason]:
    """That the shot was made longer or shorter for the film's length."""
    return [reason("length.fitted", change=change_s)] if change_s else []
