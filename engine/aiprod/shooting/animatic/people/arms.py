# SPDX-License-Identifier: Apache-2.0
"""Hands: gestures, beats on stressed syllables, swinging while walking, and what is held how."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import cos, sin, tau

from aiprod.film.catalogue import BY_ID
from aiprod.film.shots import Blocking, Gesture, SpeechInShot, Stance
from aiprod.film.speech import PhonemeTime
from aiprod.shooting.animatic.people import life
from aiprod.shooting.animatic.people.figure import Figure
from aiprod.shooting.animatic.people.gait import Gait
from aiprod.shooting.animatic.people.stance import Body
from aiprod.shooting.animatic.people.visemes import VOWELS

Vec3 = tuple[float, float, float]
_HANGING = frozenset({"suitcase", "bag", "lantern", "rope", "anchor", "kettle", "radio"})
"""Held by a handle on top."""
_RAISED = frozenset({"umbrella", "balloon", "kite"})
"""Held up, so that they are over the head."""
_ACROSS = frozenset({"guitar", "violin"})
"""Held across the body with both hands."""
_BEAT_GAP_S = 0.42


@dataclass(frozen=True)
class Arms:
    """Hands (right, left) in the actor's frame, and how they are held (see `acting.Pose`)."""

    hands: tuple[Vec3, Vec3]
    grips: tuple[float, float]
    points: tuple[float, float]
    shrug: float
    holding: str


@dataclass(frozen=True)
class _Hand:
    """A hand as fractions of the arm's reach from its shoulder: away from the body, up, forward."""

    out: float
    up: float
    forward: float
    grip: float = 0.35
    point: float = 0.0

    def moved(self, out: float = 0.0, up: float = 0.0, forward: float = 0.0) -> _Hand:
        return _Hand(self.out + out, self.up + up, self.forward + forward, self.grip, self.point)


def _mix(a: _Hand, b: _Hand, u: float) -> _Hand:
    pairs = zip((a.out, a.up, a.forward, a.grip, a.point), (b.out, b.up, b.forward, b.grip, b.point), strict=True)
    return _Hand(*(x + (y - x) * u for x, y in pairs))


@lru_cache(maxsize=64)
def beat_times(phonemes: tuple[PhonemeTime, ...]) -> tuple[float, ...]:
    """Starts of the stressed vowels (after ˈ), or of long vowels if the language marks few; at most one every 0.42 s."""
    stressed, long = [], []
    for before, phoneme in zip((None, *phonemes), phonemes, strict=False):
        if not phoneme.symbol or (phoneme.symbol[0] not in VOWELS and "ˈ" not in phoneme.symbol):
            continue
        long.append((phoneme.end_s - phoneme.start_s, phoneme.start_s))
        if "ˈ" in phoneme.symbol or (before is not None and "ˈ" in before.symbol):
            stressed.append(phoneme.start_s)
    if len(stressed) < 2:
        stressed = sorted(start for _, start in sorted(long, reverse=True)[: max(1, len(long) // 3)])
    kept: list[float] = []
    for start in stressed:
        if not kept or start - kept[-1] >= _BEAT_GAP_S:
            kept.append(start)
    return tuple(kept)


def _pulse(since: float) -> float:
    """Up before the syllable, hit on it, a slow fall."""
    return life.smooth((since + 0.16) / 0.16) * (1 - life.smooth(since / 0.42)) if -0.16 < since < 0.42 else 0.0


def beats(speech: tuple[SpeechInShot, ...], character: str, t: float) -> float:
    """0–1: how hard the actor stresses what they say now."""
    total = 0.0
    for line in speech:
        if line.character == character:
            total += sum(_pulse(t - line.start_s - beat) for beat in beat_times(line.phonemes))
    return min(total, 1.2)


_REST = _Hand(0.10, -0.955, 0.10)


def _swinging(going: Gait, t: float, side: float) -> _Hand:
    """Arms go against the legs."""
    swing = cos(tau * going.phase(t)) * side
    if going.running:
        return _Hand(0.10 - 0.10 * swing, -0.48 + 0.16 * swing, 0.30 + 0.42 * swing, 0.8)
    amount = min(0.42, 0.20 + 0.14 * going.speed)
    return _Hand(0.10, -0.935 + 0.05 * abs(swing), 0.08 + amount * swing)


def _floating(t: float, side: float, seed: int) -> _Hand:
    return _Hand(
        0.62, -0.38 + 0.14 * life.drift(seed, f"arm{side}", t, 5.0), 0.32 + 0.16 * life.drift(seed, f"reach{side}", t, 6.0), 0.2
    )


def _base(blocking: Blocking, going: Gait | None, t: float, side: float, seed: int) -> _Hand:
    if going is not None:
        return _swinging(going, t, side)
    if blocking.stance is Stance.FLOAT:
        return _floating(t, side, seed)
    if blocking.stance is Stance.SIT:
        return _Hand(-0.02, -0.66, 0.52, 0.3)
    if blocking.stance is Stance.KNEEL:
        return _Hand(0.02, -0.72, 0.45, 0.3)
    return _REST.moved(
        forward=0.025 * life.drift(seed, f"hang{side}", t, 5.0), out=0.015 * life.drift(seed, f"out{side}", t, 7.0)
    )


def _talking(side: float, speaking: float, beat: float, t: float, base: _Hand, seed: int) -> _Hand:
    """The right hand leads; the left joins less."""
    lead = 1.0 if side < 0 else 0.45
    wander = life.drift(seed, f"talk{side}", t, 3.1)
    raised = _Hand(0.24 + 0.07 * wander, -0.46 + 0.05 * wander, 0.48, 0.12)
    hand = _mix(base, raised, speaking * (0.55 + 0.45 * lead))
    return hand.moved(out=0.10 * beat * lead, up=0.26 * beat * lead, forward=0.10 * beat * lead)


def _wave(t: float) -> _Hand:
    return _Hand(0.50 + 0.13 * sin(tau * 1.35 * t), 0.52 + 0.02 * cos(tau * 2.7 * t), 0.22, 0.0)


def _working(t: float, side: float, seed: int) -> _Hand:
    angle = tau * (0.8 * t) + (0.0 if side < 0 else 2.2)
    return _Hand(-0.22 + 0.10 * cos(angle), -0.50 + 0.06 * sin(angle), 0.56 + 0.10 * sin(angle), 0.7)


def _gesturing(blocking: Blocking, side: float, base: _Hand, speaking: float, beat: float, t: float, seed: int) -> _Hand:
    right = side < 0
    easing = life.smooth((t + 0.05) / 0.6)
    match blocking.gesture:
        case Gesture.TALK:
            return _talking(side, max(speaking, 0.25), beat, t, base, seed)
        case Gesture.POINT:
            return _mix(base, _Hand(0.66, 0.10 + 0.03 * beat, 0.62, 0.85, 1.0), easing) if right else base
        case Gesture.WAVE:
            return _mix(base, _wave(t), easing) if right else base
        case Gesture.SHRUG:
            return _mix(base, _Hand(0.52, -0.36, 0.42, 0.0), _shrug(t))
        case Gesture.REACH:
            return (
                _mix(base, _Hand(0.02, -0.02 + 0.02 * life.drift(seed, "reach", t, 3.0), 0.95, 0.05), easing) if right else base
            )
        case Gesture.HUG:
            return _mix(base, _Hand(-0.22, -0.10, 0.62, 0.2), easing)
        case Gesture.WORK:
            return _working(t, side, seed)
    return base


def _shrug(t: float) -> float:
    """Up for a moment, twice in five seconds."""
    u = t % 4.2
    return life.smooth((u - 0.25) / 0.35) * (1 - life.smooth((u - 1.6) / 0.6))


def holding(blocking: Blocking) -> str:
    """How a prop is held: "both" hands before the chest, "one" hand, or "hang" below one hand."""
    if not blocking.holds:
        return ""
    entry = BY_ID.get(blocking.holds)
    height = entry.height_m if entry else 0.3
    if blocking.holds in _ACROSS:
        return "across"
    if blocking.holds in _HANGING and blocking.gesture is not Gesture.HOLD:
        return "hang"
    if blocking.gesture in (Gesture.HOLD, Gesture.CARRY, Gesture.HUG) and height < 0.75:
        return "both"
    return "hang" if blocking.holds in _HANGING else "one"


def _with_prop(mode: str, side: float, hand: _Hand, blocking: Blocking, beat: float, t: float, seed: int) -> _Hand:
    """The prop stays in the right hand; the other is free."""
    sway = 0.02 * life.drift(seed, "prop", t, 4.0)
    if mode == "across":
        return _Hand(-0.10, -0.62 + sway, 0.42, 0.6) if side < 0 else _Hand(0.22, -0.30 + sway, 0.40, 0.9)
    if mode == "one" and side < 0 and blocking.holds in _RAISED:
        return _Hand(0.10, -0.12 + sway, 0.34, 1.0)
    if mode == "both":
        low = -0.50 if blocking.gesture is Gesture.CARRY else -0.40
        return _Hand(-0.26, low + sway + 0.04 * beat, 0.56, 0.75)
    if mode == "one" and side < 0:
        return _Hand(0.02, -0.44 + sway + 0.08 * beat, 0.55, 1.0)
    if mode == "hang" and side < 0:
        return _Hand(0.16, -0.93, hand.forward * 0.4 + 0.08, 1.0)
    return hand


def arms(
    blocking: Blocking, figure: Figure, going: Gait | None, body: Body, speaking: float, beat: float, t: float, seed: int
) -> Arms:
    """Both arms at `t` seconds."""
    mode = holding(blocking)
    found = []
    for side in (-1.0, 1.0):
        base = _base(blocking, going, t, side, seed)
        hand = _gesturing(blocking, side, base, speaking, beat, t, seed)
        if blocking.gesture is Gesture.NONE and speaking > 0 and going is None:
            hand = _mix(hand, _talking(side, 1.0, beat, t, base, seed), 0.35 * speaking)
        found.append(_with_prop(mode, side, hand, blocking, beat, t, seed))
    shrug = _shrug(t) if blocking.gesture is Gesture.SHRUG else 0.0
    right, left = (_placed(hand, side, figure, body) for hand, side in zip(found, (-1.0, 1.0), strict=True))
    return Arms((right, left), (found[0].grip, found[1].grip), (found[0].point, found[1].point), shrug, mode)


def _placed(hand: _Hand, side: float, figure: Figure, body: Body) -> Vec3:
    """From fractions of the reach to the actor's frame; the shoulders go with the spine."""
    reach = figure.reach
    px, py, pz = body.pelvis
    lean, sway, twist = body.lean, body.sway, body.twist
    x = px + figure.spine * sin(sway) + side * (figure.shoulder * cos(twist) + hand.out * reach)
    y = py + figure.spine * cos(lean) * cos(sway) - 1.5 * figure.arm_r + hand.up * reach
    z = pz + figure.spine * sin(lean) - side * figure.shoulder * sin(twist) + hand.forward * reach
    return x, y, z
