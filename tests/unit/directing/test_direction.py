# SPDX-License-Identifier: Apache-2.0
"""The user's direction of single shots, on top of the studio's."""

from typing import Any, get_args

import pytest
from tests.unit.directing.films import spare_key

from aiprod.directing import casting, describe, director
from aiprod.directing.direction import Told, directed
from aiprod.directing.framing import field_width
from aiprod.directing.pacing import estimate_seconds
from aiprod.film.brief import Brief
from aiprod.film.direction import Angle, Move, ShotDirection
from aiprod.film.screenplay import Mood
from aiprod.film.shots import Shot, ShotList, ShotSize

SCRIPT = spare_key()
SECONDS = {line.id: estimate_seconds(line.text, "en") for line in SCRIPT.lines()}
BRIEF = Brief(text="A key.", language="en")
SHOTS = director.direct(SCRIPT, BRIEF, casting.cast_looks(SCRIPT, 0), SECONDS)
PEOPLE = next(shot for shot in SHOTS.shots if len(shot.blocking) == 1 and shot.lines and shot.camera.move != "follow")
PLACE = next(shot for shot in SHOTS.shots if not shot.blocking and not any(prop.hero for prop in shot.props))
THING = next(shot for shot in SHOTS.shots if not shot.blocking and any(prop.hero for prop in shot.props))


def told(shot: Shot, **wanted: Any) -> tuple[ShotList, tuple[Told, ...]]:
    wish = {shot.id: ShotDirection(**wanted)}
    return directed(SHOTS, wish, SECONDS, rate=BRIEF.rate, aspect=16 / 9, language="en")


def done(shot: Shot, **wanted: Any) -> Shot:
    found, _ = told(shot, **wanted)
    others = [(now, was) for now, was in zip(found.shots, SHOTS.shots, strict=True) if was.id != shot.id]
    assert all(now is was for now, was in others)
    (changed,) = [now for now in found.shots if now.id == shot.id]
    assert changed.seed == shot.seed and changed.blocking == shot.blocking and changed.lines == shot.lines
    return changed


def width(shot: Shot) -> float:
    """What the middle of the move shows at what is in focus, metres."""
    keys = shot.camera.keys
    return sum(field_width(key.focus_m, key.focal_mm) for key in keys) / len(keys)


def test_a_shot_without_wishes_is_the_studio_s() -> None:
    assert done(PEOPLE) == PEOPLE
    gone = {"gone": ShotDirection(frames=3)}
    assert directed(SHOTS, gone, SECONDS, rate=BRIEF.rate, aspect=16 / 9, language="en") == (SHOTS, ())


@pytest.mark.parametrize("shot", [PEOPLE, PLACE, THING], ids=["people", "place", "thing"])
def test_a_closer_size_shows_less(shot: Shot) -> None:
    sizes = [ShotSize.WIDE, ShotSize.MEDIUM, ShotSize.CLOSE, ShotSize.EXTREME_CLOSE]
    widths = [width(done(shot, size=size, move="static")) for size in sizes]
    assert widths == sorted(widths, reverse=True) and widths[0] > 2 * widths[-1]
    assert [done(shot, size=size).size for size in sizes] == sizes


@pytest.mark.parametrize("shot", [PEOPLE, PLACE, THING], ids=["people", "place", "thing"])
@pytest.mark.parametrize("move", get_args(Move))
def test_every_move_moves_as_it_is_called(shot: Shot, move: str) -> None:
    camera = done(shot, move=move).camera
    assert camera.move == move
    first, last = camera.keys[0], camera.keys[-1]
    signs = {
        "static": len(camera.keys) == 1, "pan": last.yaw_deg != first.yaw_deg, "tilt": last.pitch_deg > first.pitch_deg,
        "zoom": last.focal_mm > first.focal_mm and last.z == first.z, "dolly_in": last.z > first.z, "dolly_out": last.z < first.z,
        "truck": last.x > first.x, "crane_up": last.y > first.y, "crane_down": last.y < first.y,
    }  # fmt: skip
    assert signs[move]


@pytest.mark.parametrize("shot", SHOTS.shots, ids=lambda shot: shot.id)
def test_every_shot_of_a_film_bears_every_wish(shot: Shot) -> None:
    for size in ShotSize:
        done(shot, size=size, move="dolly_in")
        done(shot, size=size)
    for angle in get_args(Angle):
        done(shot, angle=angle, move="crane_up")
    for mood in Mood:
        done(shot, mood=mood)


def test_an_angle_keeps_its_subject_in_the_picture() -> None:
    level, low, high, slant = (done(PEOPLE, move="static", angle=a).camera.keys[0] for a in get_args(Angle))
    assert low.y < level.y < high.y and low.pitch_deg > 0 > high.pitch_deg and slant.roll_deg > 5 and level.pitch_deg == 0


def test_a_mood_is_light_and_words() -> None:
    tense = done(PEOPLE, mood=Mood.TENSE, size=ShotSize.CLOSE)
    assert tense.mood is tense.set.mood is Mood.TENSE and tense.set.palette != PEOPLE.set.palette
    assert tense.description.startswith("Close-up") and "tense mood" in tense.description
    assert describe.mood_name(PEOPLE.set.mood, "en") not in tense.description
    assert done(PEOPLE, description="Tom laughs.").description == "Tom laughs."


def test_a_length_is_kept_to_the_frame_and_leaves_room_for_lines_and_transitions() -> None:
    assert done(PLACE, frames=200).frames == 200
    found, clamped = told(PEOPLE, frames=1)
    shot = next(shot for shot in found.shots if shot.id == PEOPLE.id)
    assert clamped == (Told(PEOPLE.id, 1, shot.frames),) and 1 < shot.frames < PEOPLE.frames + 1
    assert BRIEF.rate.seconds(shot.frames) > PEOPLE.lines[0].start_s
