# SPDX-License-Identifier: Apache-2.0
"""What has been made of a film, whatever state its folder is in."""

import os
from pathlib import Path

import pytest
from tests.unit.production.made_film import MadeFilm

from aiprod.film import changes
from aiprod.film.store import FilmStore
from aiprod.production.recipes import recipe
from aiprod.production.standing import Standing


@pytest.fixture
def film(tmp_path: Path) -> MadeFilm:
    return MadeFilm(tmp_path / "key.aiprod")


def test_a_new_film_has_nothing(film: MadeFilm) -> None:
    standing = Standing.of(film.store)
    assert standing.shots is None and not standing.takes and not standing.current and standing.mix is None
    assert standing.troubles == ()


def test_a_finished_film_is_there_whole(film: MadeFilm) -> None:
    film.whole()
    standing = Standing.of(film.store)
    assert standing.current and standing.shots == film.shots
    for shot in film.shots.shots:
        (take,) = standing.takes[shot.id]
        assert take.chosen and take.current and take.number == 0 and take.frames == shot.frames and take.path.is_file()
        assert len(take.stills) == 3 and standing.take(shot.id) == take == standing.take_named(take.id)
        assert standing.stills[shot.id].read_bytes() == b"still" and standing.grades[shot.id].shot == shot.id
    assert standing.lines["s1-l1"].speech.duration_s == 1.0
    assert standing.sounds["score"].bus == "music" and standing.sounds["effect s1-a1-horn"].level_db == -2
    assert standing.mix is not None and standing.mix.facts["loudness_lufs"] == -16
    assert standing.delivery == (film.store.root / "delivery/film.mp4",) and standing.troubles == ()


def test_what_the_user_decides_is_told_at_once(film: MadeFilm) -> None:
    shot = film.whole().shots.shots[0].id
    changes.apply(film.store, changes.GradeChange(shot=shot, exposure=0.5))
    changes.apply(film.store, changes.RetakeChange(shot=shot))
    standing = Standing.of(film.store)
    assert not standing.current
    assert standing.grades[shot].exposure == 0.5 and standing.studio_grades[shot].exposure == 0
    take = standing.take(shot)
    assert take is not None and not take.current and take.number == 0


def test_every_take_is_listed_newest_first_and_the_right_one_chosen(film: MadeFilm) -> None:
    shot = film.whole().shots.shots[0]
    second = film.shoot(shot.retaken(1))
    other = film.shoot(shot.changed(frames=shot.frames + 5))
    for age, take in enumerate((other, second), start=1):
        os.utime(film.store.takes.path(take, "picture.mp4"), (2e9 - age, 2e9 - age))
    changes.apply(film.store, changes.RetakeChange(shot=shot.id))
    takes = Standing.of(film.store).takes[shot.id]
    assert [take.id for take in takes[:2]] == [other.id, second.id] and len(takes) == 3
    assert [take.number for take in takes] == [None, 1, 0]
    assert [take.chosen for take in takes] == [False, True, False] == [take.current for take in takes]
    changes.apply(film.store, changes.RetakeChange(shot=shot.id, number=0))
    assert [take.chosen for take in Standing.of(film.store).takes[shot.id]] == [False, False, True]


def test_a_production_that_did_not_end_is_seen_as_far_as_it_came(film: MadeFilm) -> None:
    film.direct()
    shown = film.shots.shots[:2]
    film.shoot(shown[0])
    unnamed = film.shoot(shown[1], told=False)
    with (film.store.root / "made.jsonl").open("a") as stream:
        stream.write('{"take": "12')
    (film.store.takes.root / ".making-1234").mkdir()
    standing = Standing.of(film.store)
    assert standing.shots == film.shots and set(standing.takes) == {shot.id for shot in shown}
    assert standing.takes[shown[1].id][0].id == unnamed.id and not standing.current and standing.state.takes == {}


def test_a_later_run_that_was_stopped_stands_over_the_one_that_ended(film: MadeFilm) -> None:
    shot = film.whole().shots.shots[0]
    film.shots = film.shots.changed(shots=(shot.changed(frames=shot.frames + 7), *film.shots.shots[1:]))
    made = recipe("directing", "shots", "test/1", objects={"shots": film.shots})
    film.take("shot list", made, {"shots.json": film.shots.model_dump_json().encode()})
    standing = Standing.of(film.store)
    assert standing.shots == film.shots
    take = standing.take(shot.id)
    assert take is not None and not take.current and take.number is None


@pytest.mark.parametrize("name", ["production.json", "falls.json", "delivery/quality.json"])
def test_a_damaged_file_costs_only_what_it_held(film: MadeFilm, name: str) -> None:
    film.whole()
    (film.store.root / name).write_text("{")
    standing = Standing.of(film.store)
    assert len(standing.takes) == len(film.shots.shots) and standing.mix is not None
    assert len(standing.troubles) == 1 and Path(name).name in standing.troubles[0]


def test_takes_that_are_gone_or_damaged_are_not_there(film: MadeFilm) -> None:
    first, second, third = film.whole().shots.shots[:3]
    takes = {shot.id: film.store.takes.folder(film.used[f"shot {shot.id}"]) for shot in (first, second, third)}
    (takes[first.id] / "picture.mp4").unlink()
    (takes[second.id] / "take.json").write_text("[]")
    (takes[third.id] / "take.json").write_text('{"schema": "Take.1"}')
    standing = Standing.of(FilmStore(film.store.root))
    assert not {first.id, second.id, third.id} & set(standing.takes) and standing.shots is not None


def test_no_name_leads_out_of_the_film(film: MadeFilm) -> None:
    film.whole()
    (film.store.root.parent / "outside").mkdir()
    with (film.store.root / "made.jsonl").open("a") as stream:
        stream.write('{"take": "../../outside", "name": "mix", "department": "mixing"}\n')
    state = film.store.root / "production.json"
    state.write_text(state.read_text().replace("delivery/gone.srt", "../outside"))
    standing = Standing.of(film.store)
    assert standing.mix is not None and standing.mix.path.is_relative_to(film.store.root)
    assert standing.delivery == (film.store.root / "delivery/film.mp4",)
