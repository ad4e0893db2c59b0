# SPDX-License-Identifier: Apache-2.0
"""The script supervisor notices."""

from tests.unit.directing.films import lighthouse, spare_key
from tests.unit.editing.cuts import RATES, directed

from aiprod.editing.continuity import check
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
