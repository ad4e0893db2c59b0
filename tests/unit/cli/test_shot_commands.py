# SPDX-License-Identifier: Apache-2.0
"""`aiprod edit FILM shot` and `approve`."""

from pathlib import Path

import pytest
from tests.unit.production.made_film import MadeFilm

from aiprod.cli.main import main
from aiprod.film.direction import ShotDirection
from aiprod.film.screenplay import Mood
from aiprod.film.shots import ShotSize
from aiprod.film.store import FilmStore


@pytest.fixture
def film(tmp_path: Path) -> MadeFilm:
    return MadeFilm(tmp_path / "key.aiprod").whole()


def edit(film: MadeFilm, *arguments: str) -> int:
    return main(["edit", str(film.store.root), *arguments])


def test_a_shot_is_directed_and_left_to_the_studio_again(film: MadeFilm) -> None:
    shot = film.shots.shots[0].id
    assert edit(film, "shot", shot, "--size", "close", "--mood", "tense", "--frames", "50") == 0
    now = FilmStore(film.store.root).film.directions
    assert now == {shot: ShotDirection(size=ShotSize.CLOSE, mood=Mood.TENSE, frames=50)}
    assert edit(film, "shot", shot, "--size", "studio", "--angle", "low") == 0
    now = FilmStore(film.store.root).film.directions
    assert now == {shot: ShotDirection(angle="low", mood=Mood.TENSE, frames=50)}
    assert edit(film, "shot", shot, "--reset") == 0
    assert FilmStore(film.store.root).film.directions == {}


def test_shots_are_approved_and_not_any_more(film: MadeFilm, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = (shot.id for shot in film.shots.shots[:2])
    assert edit(film, "approve", first, second) == 0 and "2 shots are approved" in capsys.readouterr().out
    assert edit(film, "approve", first, "--withdraw") == 0
    assert FilmStore(film.store.root).film.approved == (second,)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("shot", "nobody", "--size", "close"), "There is no shot"),
        (("approve", "nobody"), "There is no shot"),
        (("shot", "s1-place"), "Nothing was said"),
        (("shot", "s1-place", "--frames", "many"), "not a change of a film"),
    ],
)
def test_what_does_not_fit_is_refused(
    film: MadeFilm, arguments: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert edit(film, *arguments) == 2 and words in capsys.readouterr().err
    assert FilmStore(film.store.root).history == ()
