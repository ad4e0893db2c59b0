# SPDX-License-Identifier: Apache-2.0
"""The script supervisor notices."""

from itertools import pairwise

from tests.unit.directing.films import lighthouse, spare_key
from tests.unit.editing.cuts import RATES, directed

from aiprod.editing.clock import times
from aiprod.editing.continuity import check, check_makers
from aiprod.film.findings import Severity
from aiprod.film.screenplay import TimeOfDay
from aiprod.film.shots import ShotSize


def kinds(shots, script=None):
    return {f.check for f in check(shots, RATES["24"], script)}


def replaced(shots, shot_id, **fields):
    return shots.changed(shots=tuple(s.changed(**fields) if s.id == shot_id else s for s in shots.shots))


def test_a_shot_shown_twice_is_a_jump_cut():
    shots, _ = directed(spare_key)
    one = next(s for s in shots.shots if s.size is ShotSize.CLOSE)
    twice = shots.changed(shots=tuple(x for s in shots.shots for x in ((s, s.changed(id="again")) if s is one else (s,))))
    assert "jump_cut" not in kinds(shots) and "jump_cut" in kinds(twice)


def test_a_speaker_who_is_not_there():
    shots, _ = directed(spare_key)
    one = next(s for s in shots.shots if s.lines and s.lines[0].on_screen)
    found = [f for f in check(replaced(shots, one.id, blocking=()), RATES["24"]) if f.check == "missing_speaker"]
    assert found[0].severity is Severity.FAIL and found[0].subject == one.lines[0].line and found[0].start_s is not None


def test_a_line_in_no_shot():
    shots, script = directed(spare_key)
    one = next(s for s in shots.shots if s.lines)
    assert "missing_line" not in kinds(shots, script)
    assert "missing_line" in kinds(replaced(shots, one.id, lines=()), script)


def test_a_flipped_look_and_a_crossed_line():
    shots, _ = directed(lighthouse)
    over = next(s for s in shots.shots if len(s.blocking) == 2 and any(b.back for b in s.blocking))
    key = over.camera.keys[0]
    mirrored = tuple(b.changed(x=2 * key.x - b.x, facing=-b.facing) for b in over.blocking)
    found = kinds(replaced(shots, over.id, blocking=mirrored))
    assert {"screen_direction", "crossing_the_line"} <= found
    assert not {"screen_direction", "crossing_the_line"} & kinds(shots)


def test_a_thing_that_vanishes_from_a_hand():
    shots, _ = directed(lighthouse)
    held = [s for s in shots.shots if any(b.holds == "bottle" for b in s.blocking)]
    assert len(held) >= 2, "the bottle stays in the hand across the cut"
    index = next(i for i, s in enumerate(shots.shots) if s is held[-1])
    before = shots.shots[index - 1]
    actor = held[-1].blocking[0]
    emptied = replaced(shots, held[-1].id, blocking=(actor.changed(holds=""),))
    if before.blocking and before.blocking[0].holds == "bottle":
        assert "prop_continuity" in kinds(emptied)


def test_time_runs_forward():
    shots, script = directed(spare_key)
    scenes = list(script.scenes)
    scenes[1] = scenes[1].changed(time_of_day=TimeOfDay.AFTERNOON)
    assert "time_of_day" not in kinds(shots, script)
    assert "time_of_day" in kinds(shots, script.changed(scenes=tuple(scenes)))


def singles(shots):
    """Two neighbouring pictures of one scene with one face each."""
    for before, after in pairwise(shots.shots):
        faces = [[b for b in s.blocking if not b.back] for s in (before, after)]
        if before.scene == after.scene and [len(f) for f in faces] == [1, 1] and faces[0][0].character != faces[1][0].character:
            return before, after
    raise AssertionError("no such cut")


def test_eyes_that_do_not_meet():
    shots, _ = directed(spare_key, seconds=60)
    before, after = singles(shots)
    one, other = (next(b for b in s.blocking if not b.back) for s in (before, after))
    facing = [
        b.changed(facing=0.5, gaze=to.character) if b is me else b for s, me, to in ((before, one, other),) for b in s.blocking
    ]
    astray = [b.changed(facing=0.5, gaze=one.character) if b is other else b for b in after.blocking]
    met = [b.changed(facing=-0.5, gaze=one.character) if b is other else b for b in after.blocking]
    first = replaced(shots, before.id, blocking=tuple(facing))
    assert "eyeline" in kinds(replaced(first, after.id, blocking=tuple(astray)))
    assert "eyeline" not in kinds(replaced(first, after.id, blocking=tuple(met)))


def test_light_that_changes_inside_a_scene():
    shots, _ = directed(lighthouse)
    assert "light_continuity" not in kinds(shots)
    one = next(b for a, b in pairwise(shots.shots) if a.scene == b.scene and a.set.view == b.set.view)
    for changed in (
        one.set.changed(time_of_day=TimeOfDay.DAWN if one.set.time_of_day is not TimeOfDay.DAWN else TimeOfDay.DAY),
        one.set.changed(light=one.set.light.changed(azimuth_deg=(one.set.light.azimuth_deg + 300) % 360 - 180)),
        one.set.changed(palette=one.set.palette.changed(key="#123456")),
    ):
        assert "light_continuity" in kinds(replaced(shots, one.id, set=changed))


def test_who_turns_round_between_two_pictures():
    shots, _ = directed(lighthouse)
    assert "movement_direction" not in kinds(shots)
    before, after = next((a, b) for a, b in pairwise(shots.shots) if a.scene == b.scene)
    actor = next(b for s in shots.shots for b in s.blocking)
    right, left = actor.changed(x=-1.0, to_x=1.0, to_z=None), actor.changed(x=1.0, to_x=-1.0, to_z=None)
    coming = actor.changed(x=0.0, to_x=0.1, to_z=actor.z + 2)
    walking = replaced(shots, before.id, blocking=(right,))
    assert "movement_direction" in kinds(replaced(walking, after.id, blocking=(left,)))
    assert "movement_direction" not in kinds(replaced(walking, after.id, blocking=(right,)))
    assert "movement_direction" not in kinds(replaced(walking, after.id, blocking=(coming,)))


def test_two_looks_for_one_character():
    shots, _ = directed(lighthouse)
    assert "costume" not in kinds(shots)
    assert "costume" in kinds(shots.changed(looks=(*shots.looks, shots.looks[0])))
    assert "costume" in kinds(shots.changed(looks=shots.looks[1:]))


def test_a_scene_by_two_makers():
    shots, _ = directed(lighthouse)
    clock = times(shots)
    alike = {t.shot.id: "animatic" for t in clock}
    assert check_makers(clock, alike, RATES["24"]) == ()
    other = next(t.shot for t in clock[1:] if t.shot.scene == clock[0].shot.scene)
    found = check_makers(clock, alike | {other.id: "nano"}, RATES["24"])
    assert [f.subject for f in found] == [other.id] and found[0].start_s is not None
