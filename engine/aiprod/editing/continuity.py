# SPDX-License-Identifier: Apache-2.0
"""Continuity: what an attentive script supervisor would say of a shot list."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from aiprod.editing.clock import ShotTime, times
from aiprod.film.findings import Finding, Severity
from aiprod.film.screenplay import Screenplay, TimeOfDay
from aiprod.film.shots import Blocking, Coverage, Shot, ShotList, ShotSize
from aiprod.film.time import FrameRate

_SIZES = list(ShotSize)
_SAME_ANGLE_DEG = 30.0
"""The thirty-degree rule: less than that between two similar shots of one person is a jump."""
_ORDER = list(TimeOfDay)


def check(shots: ShotList, rate: FrameRate | None = None, screenplay: Screenplay | None = None) -> tuple[Finding, ...]:
    """Every finding, in the film's order.

    Args:
        shots: the list.
        rate: gives findings their times; without it they have none.
        screenplay: also checks that every line is placed and that scenes' times of day can follow one another.
    """
    clock = times(shots)
    found = [*_pairs(clock, rate), *_speakers(clock, rate), *_directions(clock, rate)]
    if screenplay is not None:
        found += [*_lines(shots, screenplay), *_order(screenplay)]
    return tuple(sorted(found, key=lambda f: (f.start_s or 0.0, f.check)))


def _finding(
    check: str, severity: Severity, message: str, time: ShotTime | None, rate: FrameRate | None, subject: str = ""
) -> Finding:
    start = rate.seconds(time.cut_in) if rate and time else None
    end = rate.seconds(time.cut_out) if rate and time else None
    return Finding(
        check=check,
        severity=severity,
        message=message,
        start_s=start,
        end_s=end,
        subject=subject or (time.shot.id if time else ""),
    )


def _pairs(clock: list[ShotTime], rate: FrameRate | None) -> Iterator[Finding]:
    for before, after in pairwise(clock):
        if before.shot.scene != after.shot.scene:
            continue
        if _jumps(before.shot, after.shot):
            text = f"jump cut: {before.shot.id} and {after.shot.id} show {_who(after.shot)} in the same size from the same side"
            yield _finding("jump_cut", Severity.WARNING, text, after, rate)
        yield from _hands(before.shot, after, rate)


def _who(shot: Shot) -> str:
    return ", ".join(b.character for b in _front(shot)) or "the same place"


def _front(shot: Shot) -> list[Blocking]:
    """The actors whose faces are seen."""
    return [b for b in shot.blocking if not b.back]


def _jumps(before: Shot, after: Shot) -> bool:
    """Same people, same size, same view, cameras within thirty degrees."""
    same = {b.character for b in _front(before)} == {b.character for b in _front(after)}
    things = {p.prop for p in before.props if p.hero} == {p.prop for p in after.props if p.hero}
    if not same or before.set.view != after.set.view or before.size is not after.size or not things:
        return False
    if after.transition_in not in ("cut", "match_cut") or not _front(before):
        return False
    return _angle(before, after) < _SAME_ANGLE_DEG and _similar_width(before, after)


def _angle(before: Shot, after: Shot) -> float:
    """Degrees between the two cameras, seen from the first actor."""
    from math import atan2, degrees

    def bearing(shot: Shot) -> float:
        actor, key = _front(shot)[0], shot.camera.keys[0]
        return degrees(atan2(key.x - actor.x, actor.z - key.z))

    return abs(bearing(before) - bearing(after))


def _similar_width(before: Shot, after: Shot) -> bool:
    """Whether the cut changes the framing by less than a fifth."""

    def width(shot: Shot, at: int) -> float:
        key = shot.camera.keys[at]
        return 36.0 / key.focal_mm * max(0.1, _front(shot)[0].z - key.z)

    ratio = width(before, -1) / width(after, 0)
    return 1 / 1.2 < ratio < 1.2


def _hands(before: Shot, after: ShotTime, rate: FrameRate | None) -> Iterator[Finding]:
    """A thing in someone's hand stays there across a cut inside a scene, unless it is seen to be given or put away."""
    earlier = {b.character: b for b in _front(before)}
    for actor in _front(after.shot):
        known = earlier.get(actor.character)
        if known is None or not known.holds or actor.holds == known.holds:
            continue
        given = known.gesture.value in ("reach", "work") or any(b.holds == known.holds for b in after.shot.blocking)
        if not given:
            text = f"{actor.character} holds {known.holds} in {before.id} and not in {after.shot.id}"
            yield _finding("prop_continuity", Severity.NOTE, text, after, rate)


def _speakers(clock: list[ShotTime], rate: FrameRate | None) -> Iterator[Finding]:
    for time in clock:
        seen = {b.character for b in time.shot.blocking}
        for line in time.shot.lines:
            if line.on_screen and line.character not in seen:
                text = f"line {line.line} is said on screen by {line.character}, who is not in {time.shot.id}"
                yield _finding("missing_speaker", Severity.FAIL, text, time, rate, line.line)


def _directions(clock: list[ShotTime], rate: FrameRate | None) -> Iterator[Finding]:
    """Inside a scene whoever looks right goes on looking right, and nobody changes sides in front of the camera."""
    looks: dict[tuple[str, str], float] = {}
    sides: dict[tuple[str, frozenset[str]], str] = {}
    for time in clock:
        shot = time.shot
        for actor in _front(shot):
            if abs(actor.facing) < 0.1 or actor.to_x is not None or actor.gaze == "camera":
                continue
            before = looks.setdefault((shot.scene, actor.character), actor.facing)
            if before * actor.facing < 0:
                text = f"{actor.character} looked {_way(before)} before and looks {_way(actor.facing)} in {shot.id}"
                yield _finding("screen_direction", Severity.WARNING, text, time, rate)
        yield from _line(time, sides, rate)


def _way(facing: float) -> str:
    return "right" if facing > 0 else "left"


def _line(time: ShotTime, sides: dict[tuple[str, frozenset[str]], str], rate: FrameRate | None) -> Iterator[Finding]:
    """The line of action: of two people, the one on the left stays there, shoulders in the foreground included."""
    shot = time.shot
    if len(shot.blocking) != 2 or any(b.to_x is not None for b in shot.blocking):
        return
    first, second = sorted(shot.blocking, key=lambda b: _picture_x(b, shot))
    key = (shot.scene, frozenset((first.character, second.character)))
    left = sides.setdefault(key, first.character)
    if left != first.character:
        text = f"{shot.id} crosses the line: {left} was on the left of {first.character}"
        yield _finding("crossing_the_line", Severity.WARNING, text, time, rate)


def _picture_x(actor: Blocking, shot: Shot) -> float:
    """Where an actor is across the picture, in half widths."""
    key = shot.camera.keys[0]
    return (actor.x - key.x) / max(0.1, actor.z - key.z)


def _lines(shots: ShotList, screenplay: Screenplay) -> Iterator[Finding]:
    placed = {line.line for shot in shots.shots for line in shot.lines}
    for line in screenplay.lines():
        if line.id not in placed:
            text = f"line {line.id} of {line.character} is in no shot"
            yield _finding("missing_line", Severity.FAIL, text, None, None, line.id)


def _order(screenplay: Screenplay) -> Iterator[Finding]:
    """Time runs forward: back from night to afternoon in the same place is another day, and worth a look."""
    for before, after in pairwise(screenplay.scenes):
        back = _ORDER.index(before.time_of_day) - _ORDER.index(after.time_of_day)
        overnight = before.time_of_day in (TimeOfDay.DUSK, TimeOfDay.NIGHT)
        if back > 0 and not overnight:
            text = f"{after.heading} lies earlier in the day than {before.heading}"
            yield _finding("time_of_day", Severity.NOTE, text, None, None, after.id)


def coverage_of(shots: ShotList) -> dict[Coverage, int]:
    """How often each kind of coverage is used, for reports."""
    return {kind: sum(shot.coverage is kind for shot in shots.shots) for kind in Coverage}
