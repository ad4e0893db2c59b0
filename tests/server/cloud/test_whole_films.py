# SPDX-License-Identifier: Apache-2.0
"""Films made with clouds through the real command line: falls on record, killed in the middle of a paid task, resumed."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.server.cloud.contract import KEYS, CloudServer, Script

from aiprod.film.files import data_home
from aiprod.film.store import FilmStore
from aiprod.film.takestore import TakeStore
from aiprod.production.chain.record import FallBook
from aiprod.production.jobs import JobStore, default_url
from aiprod.production.standing import Standing
from aiprod.production.state import read_state
from aiprod.shooting.cloud.purchases import Purchases
from aiprod.shooting.cloud.settings import KEYS as KEY_NAMES

pytestmark = pytest.mark.slow
SMALL = ("--duration", "6", "--size", "320x180", "--seed", "1")


def aiprod(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "aiprod.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)


def begun(log: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """The command line in the background, in a process group of its own."""
    with log.open("w") as stream:
        command = [sys.executable, "-m", "aiprod.cli", *arguments]
        return subprocess.Popen(command, start_new_session=True, stdout=stream, stderr=stream)


@pytest.fixture(scope="module")
def voiced(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film up to its voices: what every test here begins with."""
    root = tmp_path_factory.mktemp("films") / "tram.aiprod"
    made = aiprod("make", "A cat waits for the last tram.", "--out", str(root), *SMALL, "--until", "voices")
    assert made.returncode == 0, made.stderr
    return root


@pytest.fixture
def film(voiced: Path, tmp_path: Path, server: CloudServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of it, for a user whose clouds are the contract server."""
    real, home = data_home(), tmp_path / "home"
    home.mkdir()
    for name in ("models", "verified", "meaning", "numba"):
        if (real / name).exists():
            (home / name).symlink_to(real / name)
    monkeypatch.setenv("AIPROD_HOME", str(home))
    monkeypatch.delenv("AIPROD_DATABASE", raising=False)
    for name, value in KEYS.items():
        monkeypatch.setenv(KEY_NAMES[name][0], value)
    (home / "cloud.json").write_text(json.dumps(server.settings()), "utf-8")
    yield Path(shutil.copytree(voiced, tmp_path / "film.aiprod"))


def by(film: Path, generator: str) -> None:
    store = FilmStore(film)
    store.edit("Change generator", lambda document: document.changed(generator=generator))


def allow(film: Path, *providers: str, cap: float | None = 10.0) -> None:
    with_money(film, lambda store, name: [store.consents.grant(p, "tests", "yes") for p in providers])
    if cap is not None:
        with_money(film, lambda store, name: store.spending.set_cap(name, cap))


def with_money(film: Path, work):
    store = JobStore.open(default_url())
    try:
        return work(store, store.films.register(film))
    finally:
        store.close()


def spent(film: Path) -> float:
    return with_money(film, lambda store, name: store.spending.spent(name))


def planned(film: Path) -> int:
    """How many shots the film has."""
    shots = Standing.of(FilmStore(film)).shots
    assert shots is not None
    return len(shots.shots)


def footage(film: Path) -> dict[str, dict]:
    """Shot → facts of its footage."""
    takes = TakeStore(film / "takes")
    return {name: takes.load(take).facts for name, take in read_state(film).takes.items() if name.startswith("shot s")}


def test_a_film_whose_shots_come_from_a_cloud_and_one_from_the_animatic(film: Path, server: CloudServer) -> None:
    by(film, "cloud:runway")
    allow(film, "runway")
    server.script("runway", Script(ends="moderation"))
    made = aiprod("resume", str(film))
    assert made.returncode == 0, made.stderr
    shots = footage(film)
    labels = [facts["label"] for facts in shots.values()]
    assert labels.count("animatic") == 1 and labels.count("Runway Gen-4.5") == len(shots) - 1 >= 1
    (fall,) = FallBook(film).all()
    assert (fall.kind, fall.to) == ("moderation", "animatic") and fall.gave_way.startswith("cloud:runway")
    assert "gave way" in made.stderr and fall.sentence.split("(")[0].strip() in made.stderr
    assert read_state(film).falls[0].shot == fall.shot
    assert list((film / "delivery").glob("*.mp4"))
    paid = sum(facts.get("cost_eur", 0) for facts in shots.values())
    assert spent(film) > paid > 0  # the refused task was paid, too
    assert "Runway Gen-4.5" in (film / "timeline.otio").read_text("utf-8")
    before, money = len(server.orders()), spent(film)
    again = aiprod("resume", str(film))
    assert again.returncode == 0 and len(server.orders()) == before and spent(film) == money
    assert [facts["label"] for facts in footage(film).values()] == labels


def test_killed_in_the_middle_of_paid_tasks(film: Path, server: CloudServer) -> None:
    by(film, "cloud:runway")
    allow(film, "runway")
    server.script("runway", always=Script(looks=10**6))
    log, shots = film.parent / "log.txt", planned(film)
    running = begun(log, "resume", str(film), "--until", "shooting")
    assert server.wait_for_looks(shots), log.read_text()
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    bought = server.orders()
    assert len(bought) == shots and {item.state for item in Purchases(film / "cloud").all()} == {"submitted"}
    for task in bought:
        task.script = Script(looks=0)
    server.script("runway", always=Script())
    resumed = aiprod("resume", str(film), "--until", "shooting")
    assert resumed.returncode == 0, resumed.stderr
    made = footage(film)
    assert len(server.orders()) == len(made) and all(facts["provider"] == "runway" for facts in made.values())
    assert {task.id for task in bought} <= {facts["task"] for facts in made.values()}
    assert spent(film) == pytest.approx(sum(facts["cost_eur"] for facts in made.values()))
    assert with_money(film, lambda store, name: store.spending.budget(name).reserved_micro) == 0


def test_a_cloud_without_consent_is_refused_before_anything_is_sent(film: Path, server: CloudServer) -> None:
    by(film, "cloud:runway")
    allow(film)
    made = aiprod("resume", str(film), "--until", "shooting")
    assert made.returncode == 2 and "agreed" in made.stderr and server.calls == []


def test_auto_without_consents_is_the_animatic_with_its_own_takes(film: Path, server: CloudServer) -> None:
    """Keys alone send nothing; and the takes are those that the animatic makes where it was asked for."""
    allow(film, cap=10)
    assert aiprod("resume", str(film), "--until", "shooting").returncode == 0
    takes = {name: take for name, take in read_state(film).takes.items() if name.startswith("shot s")}
    by(film, "only:animatic")
    assert aiprod("resume", str(film), "--until", "shooting").returncode == 0
    assert {name: take for name, take in read_state(film).takes.items() if name.startswith("shot s")} == takes
    assert server.calls == [] and not (film / "falls.json").exists()


def test_the_cap_is_reached_in_the_middle_of_a_film(film: Path, server: CloudServer) -> None:
    """Money for one shot: the others are drawn, and say so."""
    by(film, "cloud:runway")
    allow(film, "runway", cap=0.45)
    made = aiprod("resume", str(film), "--until", "shooting")
    assert made.returncode == 0, made.stderr
    labels = [facts["label"] for facts in footage(film).values()]
    falls = FallBook(film).all()
    assert labels.count("animatic") == len(falls) >= 1 and {fall.code for fall in falls} == {"budget_exceeded"}
    assert len(server.orders()) == len(labels) - len(falls) and spent(film) <= 0.45


def test_only_a_cloud_means_only_that(film: Path, server: CloudServer) -> None:
    by(film, "only:cloud:runway")
    allow(film, "runway")
    server.script("runway", always=Script(ends="moderation"))
    made = aiprod("resume", str(film), "--until", "shooting")
    assert made.returncode == 1 and "moderation" not in footage(film) and not (film / "falls.json").exists()


def test_a_provider_that_is_down_gives_way_to_the_next_that_is_allowed(film: Path, server: CloudServer) -> None:
    """LTX, then fal: two providers with consent, the first one down; its breaker opens and spares the rest of the shots."""
    allow(film, "ltx", "fal")
    server.script("ltx", always=Script(refuse=(503, "busy")))
    made = aiprod("resume", str(film), "--until", "shooting")
    assert made.returncode == 0, made.stderr
    shots = footage(film)
    assert {facts["provider"] for facts in shots.values()} == {"fal"}
    assert {fall.gave_way for fall in FallBook(film).all()} == {"cloud:ltx/ltx-2-3-fast"}
