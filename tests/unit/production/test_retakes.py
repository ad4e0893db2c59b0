# SPDX-License-Identifier: Apache-2.0
"""A retake makes its shot again, and nothing that does not show it."""

from aiprod.film import changes
from aiprod.film.store import FilmStore
from aiprod.production.pipeline import produce
from aiprod.production.standing import Standing


def takes(store: FilmStore) -> dict[str, str]:
    return produce(store, until="shooting").state.takes


def test_only_the_retaken_shot_is_made_again_and_the_first_take_comes_back(storm: FilmStore) -> None:
    store = storm
    first = takes(store)
    shots = [name for name in first if name.startswith("shot ") and name != "shot list"]
    assert len(shots) >= 2
    wanted = shots[0].removeprefix("shot ")
    changes.apply(store, changes.RetakeChange(shot=wanted))
    second = takes(store)
    assert {name for name in second if first[name] != second[name]} == {f"shot {wanted}", f"still {wanted}", "storyboard"}
    changes.apply(store, changes.RetakeChange(shot=wanted, number=0))
    again = produce(store, until="shooting")
    assert again.state.takes == first and again.made == 0


def test_a_directed_shot_is_made_again_alone_and_the_studio_s_comes_back(storm: FilmStore) -> None:
    store = storm
    first = takes(store)
    shot = next(name for name in first if name.startswith("shot ") and name != "shot list").removeprefix("shot ")
    changes.apply(store, changes.ShotChange(shot=shot, angle="low", frames=40))
    standing = Standing.of(store)
    assert standing.shots is not None and standing.shots.shots[0].frames == 40 and not standing.current
    old = standing.take(shot)
    assert old is not None and not old.current
    second = takes(store)
    music = {"score"} | {name for name in first if name.startswith("ambience ")}
    assert {name for name in second if first.get(name) != second[name]} - music == {f"shot {shot}", f"still {shot}", "storyboard"}
    standing = Standing.of(store)
    assert standing.current and [take.current for take in standing.takes[shot]] == [True, False]
    assert standing.takes[shot][0].frames == 40
    changes.apply(store, changes.ShotResetChange(shot=shot))
    again = produce(store, until="shooting")
    assert again.state.takes == first and again.made == 0
