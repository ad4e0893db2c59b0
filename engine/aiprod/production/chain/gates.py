# SPDX-License-Identifier: Apache-2.0
"""Quality gates between the steps: what was made is measured, held against a table of limits, and let through or not.

A gate measures the file itself, never what its maker says of it. Each judgement says what was measured, against which limit,
and what follows: accept, try again, or let another generator do it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from aiprod.film.errors import UserError
from aiprod.film.faults import FaultClass, FaultError

if TYPE_CHECKING:
    from aiprod.media.audio import Samples

Stage = Literal["footage", "mix", "film"]


class Verdict(StrEnum):
    ACCEPT = "accept"
    RETRY = "retry"
    """The same generator may do better next time (another throw of the dice)."""
    FALL = "fall"
    """It will not."""


@dataclass(frozen=True)
class Expected:
    """What a step should have made. None: not asked."""

    frames: int | None = None
    rate: Fraction | None = None
    width: int | None = None
    height: int | None = None
    lufs: float | None = None
    mix: Samples | None = None
    """The sound that went in, to measure the offset against."""


@dataclass(frozen=True)
class Measured:
    """What a file really is.

    Attributes:
        readable: whether it opens and decodes to its end.
        why: why not.
        frames, rate, width, height: of the picture; 0 without one.
        black: share of black frames.
        frozen: share of frames that show what the one before showed.
        lufs: integrated loudness; None without sound.
        late_s: by how much the sound lags the mix that went in; None where that was not measured.
    """

    readable: bool
    why: str = ""
    frames: int = 0
    rate: Fraction = Fraction(0)
    width: int = 0
    height: int = 0
    black: float = 0.0
    frozen: float = 0.0
    lufs: float | None = None
    late_s: float | None = None


@dataclass(frozen=True)
class Judgement:
    """What one gate says."""

    gate: str
    verdict: Verdict
    reason: str
    measure: float | None = None
    limit: float | None = None


@dataclass(frozen=True)
class Gate:
    """One gate.

    Attributes:
        name: of the gate.
        limit: its number, in the unit of its measure.
        below: what follows when it is not met.
        judge: (measured, expected, limit) → (met, measure, sentence), or None when there is nothing to judge.
    """

    name: str
    limit: float
    below: Verdict
    judge: Callable[[Measured, Expected, float], tuple[bool, float, str] | None]


Judged = tuple[bool, float, str] | None


def _container(found: Measured, _wanted: Expected, _limit: float) -> Judged:
    return (
        found.readable,
        float(found.readable),
        "the file is whole" if found.readable else f"the file can't be read: {found.why}",
    )


def _duration(found: Measured, wanted: Expected, limit: float) -> Judged:
    if wanted.frames is None:
        return None
    off = abs(found.frames - wanted.frames)
    return off <= limit, float(off), f"{found.frames} frames, {wanted.frames} wanted"


def _rate(found: Measured, wanted: Expected, limit: float) -> Judged:
    if wanted.rate is None:
        return None
    off = abs(float(found.rate - wanted.rate))
    return off <= limit, off, f"{float(found.rate):.3f} frames a second, {float(wanted.rate):.3f} wanted"


def _size(found: Measured, wanted: Expected, limit: float) -> Judged:
    if wanted.width is None or wanted.height is None:
        return None
    off = max(abs(found.width - wanted.width), abs(found.height - wanted.height))
    return off <= limit, float(off), f"{found.width}×{found.height}, {wanted.width}×{wanted.height} wanted"


def _black(found: Measured, _wanted: Expected, limit: float) -> Judged:
    return found.black <= limit, found.black, f"{found.black:.0%} of the frames are black"


def _frozen(found: Measured, _wanted: Expected, limit: float) -> Judged:
    return found.frozen <= limit, found.frozen, f"{found.frozen:.0%} of the frames stand still"


def _loudness(found: Measured, wanted: Expected, limit: float) -> Judged:
    if wanted.lufs is None:
        return None
    if found.lufs is None:
        return False, 0.0, "there is no sound"
    off = abs(found.lufs - wanted.lufs)
    return off <= limit, off, f"{found.lufs:.1f} LUFS, {wanted.lufs:.1f} wanted"


def _sync(found: Measured, _wanted: Expected, limit: float) -> Judged:
    if found.late_s is None:
        return None
    return abs(found.late_s) <= limit, abs(found.late_s), f"the sound is {abs(found.late_s) * 1000:.0f} ms off"


_EXACT = (
    Gate("container", 1, Verdict.FALL, _container),
    Gate("duration", 0, Verdict.FALL, _duration),
    Gate("frame rate", 0.001, Verdict.FALL, _rate),
    Gate("size", 0, Verdict.FALL, _size),
)
GATES: dict[Stage, tuple[Gate, ...]] = {
    "footage": (*_EXACT, Gate("black", 0.5, Verdict.RETRY, _black), Gate("frozen", 0.9, Verdict.RETRY, _frozen)),
    "mix": (Gate("container", 1, Verdict.FALL, _container), Gate("loudness", 0.5, Verdict.RETRY, _loudness)),
    "film": (
        *_EXACT, Gate("black", 0.5, Verdict.RETRY, _black), Gate("frozen", 0.9, Verdict.RETRY, _frozen),
        Gate("loudness", 0.5, Verdict.RETRY, _loudness), Gate("audio sync", 0.02, Verdict.RETRY, _sync),
    ),
}  # fmt: skip
"""Limits: frames, frames a second, pixels, shares, LU, seconds."""
_LEAST_FOR_FROZEN = 10
"""Frames: a shorter shot may well stand still."""
_SETTLES = 4
"""Frames after which an encoder shows a still picture as still."""


def measure(path: Path, *, picture: bool = True, sound: bool = False, mix: Samples | None = None) -> Measured:
    """Measure a file by decoding it. An unreadable one comes back as such.

    Args:
        path: the file.
        picture: whether it should have one.
        sound: whether to measure its sound.
        mix: the sound that went in, float32 [samples, channels] at 48 kHz, to measure the offset against.
    """
    try:
        seen = _seen(path) if picture else Measured(readable=True)
        return _heard(path, seen, mix) if sound or mix is not None else seen
    except UserError as error:
        return Measured(readable=False, why=error.why or error.what)


def judge(stage: Stage, found: Measured, wanted: Expected) -> tuple[Judgement, ...]:
    """Hold a measure against the gates of a stage. An unreadable file fails the first and is not asked more."""
    judgements: list[Judgement] = []
    for gate in GATES[stage]:
        judged = gate.judge(found, wanted, gate.limit)
        if judged is None:
            continue
        met, value, sentence = judged
        judgements.append(Judgement(gate.name, Verdict.ACCEPT if met else gate.below, sentence, round(value, 4), gate.limit))
        if gate.name == "container" and not met:
            break
    return tuple(judgements)


def verdict(judgements: tuple[Judgement, ...]) -> Verdict:
    """The strictest of several."""
    found = {judgement.verdict for judgement in judgements}
    return next((worst for worst in (Verdict.FALL, Verdict.RETRY) if worst in found), Verdict.ACCEPT)


def guard(stage: Stage, found: Measured, wanted: Expected) -> tuple[Judgement, ...]:
    """Judge, and raise FaultError unless all is accepted: class quality to try again, provider to let another do it."""
    judgements = judge(stage, found, wanted)
    said = verdict(judgements)
    if said is not Verdict.ACCEPT:
        reasons = "; ".join(_reasons(judgements))
        kind = FaultClass.QUALITY if said is Verdict.RETRY else FaultClass.PROVIDER
        raise FaultError("What was made is not good enough", reasons, kind=kind, code=f"gate_{said}")
    return judgements


def _reasons(judgements: tuple[Judgement, ...]) -> Iterator[str]:
    for item in judgements:
        if item.verdict is not Verdict.ACCEPT:
            yield f"{item.gate}: {item.reason}"


def _seen(path: Path) -> Measured:
    from aiprod.quality.picture import measure_picture

    seen = measure_picture(path, _rate_of(path))
    count = max(seen.frames, 1)
    settled = seen.still[_SETTLES:]
    still = sum(settled) / len(settled) if count >= _LEAST_FOR_FROZEN else 0.0
    return Measured(
        readable=seen.frames > 0, why="" if seen.frames else "it holds no frame", frames=seen.frames, rate=seen.rate,
        width=seen.width, height=seen.height, black=sum(seen.black) / count, frozen=still,
    )  # fmt: skip


def _rate_of(path: Path) -> Fraction:
    import av

    try:
        with av.open(str(path)) as container:
            return container.streams.video[0].average_rate or Fraction(0)
    except (av.FFmpegError, IndexError, OSError) as error:
        raise UserError(f"{path.name} has no picture", str(error)) from error


def _heard(path: Path, seen: Measured, mix: Samples | None) -> Measured:
    from dataclasses import replace

    from aiprod.media.loudness import measure as loudness
    from aiprod.quality.soundtrack import decode_sound
    from aiprod.quality.sync import offset_against

    sound, start = decode_sound(path)
    late = None if mix is None else offset_against(sound, mix) + start
    return replace(seen, lufs=loudness(sound).integrated_lufs, late_s=late)
