# SPDX-License-Identifier: Apache-2.0
"""The storyboard over the wire, and the changes that a desktop makes of a film, while it is made too."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.server.harness import EngineProcess, running
from tests.unit.production.made_film import MadeFilm

from aiprod.film.store import FilmStore


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    with running(tmp_path_factory.mktemp("engine")) as started:
        yield started


@pytest.fixture
def film(tmp_path: Path) -> MadeFilm:
    return MadeFilm(tmp_path / "key.aiprod").whole()


class Desk:
    """A client with an open film."""

    def __init__(self, engine: EngineProcess, film: MadeFilm) -> None:
        self._client = engine.http()
        answer = self._client.post("/api/v1/films/open", json={"path": str(film.store.root)})
        self.id = answer.json()["id"]

    def get(self, what: str) -> Any:
        answer = self._client.get(f"/api/v1/films/{self.id}/{what}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def edit(self, **change: Any) -> Any:
        """The answer of `films.edit`."""
        return self._client.post(f"/api/v1/films/{self.id}/edit", json={"change": change})


def test_the_storyboard_says_what_each_shot_is_and_takes(engine: EngineProcess, film: MadeFilm) -> None:
    desk = Desk(engine, film)
    board = desk.get("board")
    assert [shot["id"] for shot in board["shots"]] == [shot.id for shot in film.shots.shots]
    first = board["shots"][0]
    assert first["still"] == film.used[f"still {first['id']}"] + ":still.png"
    assert first["maker"] == "animatic" and first["seconds"] > 0 and first["eur"] == 0
    assert first["current"] and first["number"] == 0
    assert (board["to_make"], board["seconds"], board["eur"]) == (0, 0, 0)


def test_a_directed_shot_waits_to_be_made_and_the_approval_is_gone(engine: EngineProcess, film: MadeFilm) -> None:
    desk = Desk(engine, film)
    shot = film.shots.shots[1].id
    assert desk.edit(kind="approve", shots=[shot]).json()["name"] == f"Approve shot {shot}"
    assert desk.get("board")["shots"][1]["approved"]
    assert desk.edit(kind="shot", shot=shot, size="close", frames=60).status_code == 200
    board = desk.get("board")
    changed = board["shots"][1]
    assert not changed["approved"] and not changed["current"] and changed["number"] is None and changed["frames"] == 60
    assert changed["wanted"] == {"size": "close", "frames": 60, "angle": None, "move": None, "mood": None, "description": None}
    assert board["to_make"] == 1 and board["seconds"] == pytest.approx(changed["seconds"], abs=0.1)
    assert desk.get("shots")["shots"][1]["size"] == "close"
    assert desk.edit(kind="undo").json()["name"] == f"Undo Change shot {shot}"
    assert desk.get("board")["to_make"] == 0 and desk.get("board")["shots"][1]["approved"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": "shot", "shot": "nobody", "size": "close"}, "There is no shot 'nobody'"),
        ({"kind": "approve", "shots": ["s1-place", "nobody"]}, "There is no shot 'nobody'"),
        ({"kind": "brief", "masters": [{"format": "betamax"}]}, "betamax"),
        ({"kind": "brief", "masters": [{"preset": "nowhere"}]}, "There is no preset 'nowhere'"),
        ({"kind": "timeline", "edits": [{"edit": "blade", "frame": 48}]}, "not taken over"),
    ],
)
def test_what_does_not_fit_is_refused(engine: EngineProcess, film: MadeFilm, change: dict[str, Any], words: str) -> None:
    answer = Desk(engine, film).edit(**change)
    assert answer.status_code in (400, 409, 422) and words in answer.text
    assert FilmStore(film.store.root).history == ()


def test_the_studio_s_timeline_is_taken_over_cut_and_given_back(engine: EngineProcess, film: MadeFilm) -> None:
    desk = Desk(engine, film)
    assert desk.edit(kind="timeline_start").json() == {"name": "Edit the timeline", "edits": 1}
    timeline = FilmStore(film.store.root).film.timeline
    assert timeline is not None and len(timeline.tracks[0].clips) == len(film.shots.shots)
    assert desk.edit(kind="timeline_start").json()["edits"] == 1
    assert desk.edit(kind="timeline", edits=[{"edit": "blade", "frame": 48}]).json()["name"] == "Blade"
    assert desk.edit(kind="timeline_reset").status_code == 200
    assert desk.edit(kind="undo").status_code == 200
    timeline = FilmStore(film.store.root).film.timeline
    assert timeline is not None and len(timeline.tracks[0].clips) == len(film.shots.shots) + 1


def test_the_mix_is_set_and_a_film_is_edited_while_it_is_made(engine: EngineProcess, film: MadeFilm) -> None:
    desk = Desk(engine, film)
    with FilmStore(film.store.root).lock():
        mixing = {"layout": "5.1", "buses": [{"bus": "music", "gain_db": -4}]}
        assert desk.edit(kind="brief", mixing=mixing, masters=[{"format": "prores422"}]).status_code == 200
    brief = FilmStore(film.store.root).film.brief
    assert brief.mixing.layout == "5.1" and brief.mixing.buses[0].gain_db == -4 and brief.masters[0].format == "prores422"


def test_a_film_that_is_not_directed_says_so(engine: EngineProcess, tmp_path: Path) -> None:
    desk = Desk(engine, MadeFilm(tmp_path / "new.aiprod"))
    answer = desk._client.get(f"/api/v1/films/{desk.id}/board")
    assert answer.status_code == 409 and "not directed yet" in answer.text
