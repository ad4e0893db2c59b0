# SPDX-License-Identifier: Apache-2.0
"""Continuity: what an attentive script supervisor would say of a shot list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
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
_TURNED = 0.1
"""From this much of a profile a face looks to a side."""
_LIGHT_DEG = 45.0
_STEP_M = 0.15


def check(shots: ShotList, rate: FrameRate | None = None, screenplay: Screenplay | None = None) -> tuple[Finding, ...]:
    """Every finding, in the film's order.

    Args:
        shots: the list.
        rate: gives findings their times; without it they have none.
        screenplay: also checks that every line is placed and that scenes' times of day can follow one another.
    """
    clock = times(shots)
    found = [*_pairs(clock, rate), *_speakers(clock, rate), *_directions(clock, rate), *_journeys(clock, rate), *_costumes(shots)]
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
        yield from _eyes(before.shot, after, rate)
        yield from _light(before.shot, after, rate)


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


def _eyes(before: Shot, after: ShotTime, rate: FrameRate | None) -> Iterator[Finding]:
    """Two people who look at each other look opposite ways, each in their own picture (the eyeline match)."""
    one, other = _alone(before), _alone(after.shot)
    if one is None or other is None or one.character == other.character:
        return
    meeting = one.gaze == other.character or other.gaze == one.character
    if meeting and min(abs(one.facing), abs(other.facing)) >= _TURNED and one.facing * other.facing > 0:
        text = f"{one.character} and {other.character} look at each other, and both look {_way(one.facing)} in {after.shot.id}"
        yield _finding("eyeline", Severity.WARNING, text, after, rate)


def _alone(shot: Shot) -> Blocking | None:
    faces = _front(shot)
    return faces[0] if len(faces) == 1 else None


def _light(before: Shot, after: ShotTime, rate: FrameRate | None) -> Iterator[Finding]:
    """One scene has one light: hour, weather, colours, and on the same side of the place the same direction."""
    one, other = before.set, after.shot.set
    turned = one.view == other.view and _turn(one.light.azimuth_deg, other.light.azimuth_deg) > _LIGHT_DEG
    breaks = [
        name for name, same in (
            ("hour", one.time_of_day is other.time_of_day), ("weather", one.weather is other.weather),
            ("colours", one.palette == other.palette),
            ("direction of the light", not turned),
        ) if not same
    ]  # fmt: skip
    if breaks:
        text = f"{' and '.join(breaks)} of {after.shot.scene} differ between {before.id} and {after.shot.id}"
        yield _finding("light_continuity", Severity.WARNING, text, after, rate)


def _turn(a: float, b: float) -> float:
    return abs((a - b + 180) % 360 - 180)


def _journeys(clock: list[ShotTime], rate: FrameRate | None) -> Iterator[Finding]:
    """Who goes to the right goes on to the right, unless a picture between shows them coming, going away or turning."""
    going: dict[tuple[str, str], int] = {}
    for time in clock:
        for actor in time.shot.blocking:
            key, way = (time.shot.scene, actor.character), _heading(actor, time.shot)
            if way * going.get(key, 0) < 0:
                text = f"{actor.character} went {_way(going[key])} before and goes {_way(way)} in {time.shot.id}"
                yield _finding("movement_direction", Severity.WARNING, text, time, rate)
            going[key] = way


def _heading(actor: Blocking, shot: Shot) -> int:
    """1 to the right of the picture, −1 to the left, 0 neither: still, or along the camera's axis."""
    if actor.to_x is None:
        return 0
    across, along = actor.to_x - actor.x, (actor.to_z or actor.z) - actor.z
    if abs(across) < _STEP_M or abs(across) < abs(along):
        return 0
    return 1 if across > 0 else -1


def _costumes(shots: ShotList) -> Iterator[Finding]:
    """Everybody who is seen has one look, and only one."""
    worn = Counter(look.character for look in shots.looks)
    seen = {b.character for shot in shots.shots for b in shot.blocking}
    for character in sorted(seen):
        if worn[character] != 1:
            text = f"{character} has {worn[character] or 'no'} look{'s' if worn[character] > 1 else ''} in this film"
            yield _finding("costume", Severity.WARNING, text, None, None, character)


def check_makers(clock: Sequence[ShotTime], makers: Mapping[str, str], rate: FrameRate) -> tuple[Finding, ...]:
    """Scenes whose pictures come from different makers: faces, costume and light will not be the same.

    Args:
        clock: the film's shots.
        makers: shot id → who made its footage, as shown to people.
        rate: the film's.
    """
    first: dict[str, str] = {}
    found = []
    for time in clock:
        maker = makers.get(time.shot.id, "")
        usual = first.setdefault(time.shot.scene, maker)
        if maker != usual:
            text = f"{time.shot.id} was made by {maker}, its scene began with {usual}: faces, costume and light may differ"
            found.append(_finding("maker", Severity.WARNING, text, time, rate))
    return tuple(found)


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
            if abs(actor.facing) < _TURNED or actor.to_x is not None or actor.gaze == "camera":
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
