# SPDX-License-Identifier: Apache-2.0
"""Where sound belongs."""

from itertools import pairwise

import pytest
from tests.unit.directing.films import ALL, spare_key
from tests.unit.editing.cuts import RATES, directed

from aiprod.editing.clock import film_frames, times
from aiprod.editing.spotting import CROSSFADE_S, spot
from aiprod.film.catalogue import EFFECTS


@pytest.mark.parametrize("make", ALL)
def test_the_score_covers_the_film_without_a_hole(make):
    shots, script = directed(make)
    found = spot(shots, RATES["24"], script, 3)
    total = RATES["24"].seconds(film_frames(shots))
    assert found.music.duration_s == pytest.approx(total)
    for before, after in pairwise(found.music.sections):
        assert before.start_s + before.duration_s == pytest.approx(after.start_s, abs=1e-5)
    assert [s.mood for s in found.music.sections] == [s.mood for s in script.scenes]
    starts = {round(s.start_s, 4) for s in found.music.sections[1:]}
    assert starts <= {round(h, 4) for h in found.music.hits_s}


@pytest.mark.parametrize("make", ALL)
def test_ambiences_overlap_by_the_crossfade_and_fit_the_film(make):
    shots, script = directed(make)
    found = spot(shots, RATES["24"], script, 3)
    total = RATES["24"].seconds(film_frames(shots))
    for before, after in pairwise(found.ambience):
        assert before.start_s + before.duration_s - after.start_s == pytest.approx(CROSSFADE_S, abs=1e-4)
    assert found.ambience[0].start_s == 0 and found.ambience[-1].start_s + found.ambience[-1].duration_s <= total + 1e-6
    assert [a.weather for a in found.ambience] == [s.weather for s in script.scenes]


@pytest.mark.parametrize("make", ALL)
def test_effects_lie_in_the_shots_that_show_them(make):
    shots, script = directed(make)
    spans = {t.shot.id: (t.cut_in / 24, t.cut_out / 24) for t in times(shots)}
    found = spot(shots, RATES["24"], script, 3).effects
    assert found and len({e.id for e in found}) == len(found)
    for effect in found:
        start, end = spans[effect.id.removesuffix(f"-{effect.effect}")]
        assert effect.effect in EFFECTS and start - 1e-6 <= effect.start_s < end and -1 <= effect.pan <= 1


def test_the_fog_horn_the_clock_and_the_steps_are_heard():
    shots, script = directed(spare_key)
    heard = [e.effect for e in spot(shots, RATES["24"], script, 3).effects]
    for effect in ("horn", "bell", "kettle", "running", "drawer"):
        assert effect in heard
