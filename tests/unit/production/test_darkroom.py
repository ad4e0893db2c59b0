# SPDX-License-Identifier: Apache-2.0
"""The darkroom: one process for all shots whose models are kept."""

import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from aiprod.film.errors import LostProcessError, Stopped, UserError
from aiprod.film.faults import FaultClass, FaultError
from aiprod.production import ferry
from aiprod.production.darkroom import Darkroom
from aiprod.production.lookout import Lookout

WORK = "tests.unit.production.darkroom_work"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AIPROD_HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture(scope="module")
def room(home):
    made = Darkroom()
    yield made
    made.close()


def folders(tmp_path, count):
    made = [tmp_path / f"take-{index}" for index in range(count)]
    for folder in made:
        folder.mkdir()
    return made


def eventually(condition, seconds=60.0):
    late = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < late
        time.sleep(0.01)


def test_shots_of_several_productions_are_made_in_one_process_at_the_same_time(room, tmp_path):
    places = folders(tmp_path, 8)
    lanes = room.lane(), room.lane()
    given = [lanes[index % 2].submit(f"{WORK}:meet", place, {"others": 8}) for index, place in enumerate(places)]
    assert {future.result(60)[0]["pid"] for future in given} == {room.pid}
    assert room.pid != os.getpid()


@pytest.mark.parametrize(("how", "kind", "code"), [
    ("user", UserError, "input"), ("fault", FaultError, "nan_latents"), ("memory", FaultError, "out_of_memory"),
    ("ours", FaultError, "internal"),
])  # fmt: skip
def test_what_went_wrong_is_the_same_on_this_side(room, tmp_path, how, kind, code):
    future = room.lane().submit(f"{WORK}:fail", tmp_path, {"how": how})
    with pytest.raises(kind) as caught:
        future.result(60)
    assert caught.value.failure_code == code


def test_every_error_of_ours_survives_the_ferry():
    for error in (
        UserError("a", "b", "c"), Stopped("a"), LostProcessError("a", "b"),
        FaultError("a", "b", "c", kind=FaultClass.TRANSIENT, code="slow", retry_after_s=3.0),
    ):  # fmt: skip
        again = ferry.heard(ferry.told(error))
        assert type(again) is type(error) and str(again) == str(error) and again.failure_code == error.failure_code
    assert ferry.heard({"type": "of the future", "what": "a"}).exit_code == 1


def test_shots_are_seen_while_they_are_made(room, tmp_path):
    frames, pictures = [], []
    with closing(Lookout(1, lambda *told: frames.append(told), pictures.append)) as lookout:
        room.lane(lookout).submit(f"{WORK}:show", tmp_path, {"frames": 3}).result(60)
        eventually(lambda: ("shot-1", 3, 3) in frames and pictures)
    assert frames == sorted(frames) and pictures[0].shot == "shot-1" and pictures[0].image[:2] == b"\xff\xd8"


def test_a_production_that_ends_breaks_off_its_own_shots_alone(room, tmp_path):
    mine, theirs = room.lane(), room.lane()
    places = folders(tmp_path, 2)
    broken = mine.submit(f"{WORK}:for_ever", places[0], {})
    eventually((tmp_path / "began").exists)
    other = theirs.submit(f"{WORK}:name_process", places[1], {})
    mine.close(10)
    assert isinstance(broken.exception(1), Stopped)
    assert other.result(60)[0]["pid"] == room.pid


def test_a_killed_darkroom_loses_its_shots_and_the_next_has_a_new_one(room, tmp_path):
    places = folders(tmp_path, 3)
    lane = room.lane()
    lost = [lane.submit(f"{WORK}:for_ever", place, {}) for place in places[:2]]
    eventually((tmp_path / "began").exists)
    before = room.pid
    os.kill(before, signal.SIGKILL)
    for future in lost:
        assert isinstance(future.exception(20), LostProcessError)
    assert lane.submit(f"{WORK}:name_process", places[2], {}).result(60)[0]["pid"] not in (before, os.getpid())


def test_it_ends_when_it_has_nothing_to_do(home, tmp_path):
    with closing(Darkroom(idle_s=0.2)) as room:
        first = room.lane().submit(f"{WORK}:name_process", tmp_path, {}).result(60)[0]["pid"]
        eventually(lambda: room.pid is None)
        second = room.lane().submit(f"{WORK}:name_process", tmp_path, {}).result(60)[0]["pid"]
    assert first != second


def test_it_does_not_outlive_its_parent(home, tmp_path):
    code = (
        "import os, pathlib, sys\nfrom aiprod.production.darkroom import shared\n"
        f"made = shared().lane().submit('{WORK}:name_process', pathlib.Path(sys.argv[1]), {{}}).result(60)\n"
        "print(made[0]['pid'], flush=True)\nif sys.argv[2] == 'dies': os.kill(os.getpid(), 9)\n"
    )
    for end in ("dies", "ends"):
        ended = subprocess.run([sys.executable, "-c", code, str(tmp_path), end], capture_output=True, text=True, timeout=60)
        assert ended.returncode == (-9 if end == "dies" else 0), ended.stderr
        eventually(lambda pid=int(ended.stdout): not _lives(pid))


def _lives(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
