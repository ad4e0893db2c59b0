# SPDX-License-Identifier: Apache-2.0
"""Clips that were made together are decoded together, whoever reads them and however far."""

import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from tests.unit.shooting.diffusion.engine.smallmodel import NO_MEDIA, Eye, Small, request  # noqa: E402

from aiprod.film.errors import Stopped  # noqa: E402
from aiprod.shooting.diffusion.engine.ladder import Way  # noqa: E402


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("AIPROD_HOME", str(tmp_path / "home"))


@pytest.fixture
def small():
    made = Small()
    yield made
    made.engine.close()


def footages(small, folder, count=3, watches=(None,) * 3):
    """Of clips that were asked for at once."""
    ready = threading.Barrier(count)

    def one(index):
        with small.engine.expecting():
            ready.wait()
            return small.engine.generate(request(seed=index), NO_MEDIA, watches[index], folder / str(index) / ".making")

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def alone(small, folder, index):
    return list(small.engine.generate(request(seed=index), NO_MEDIA, None, folder / "alone" / ".making").frames)


def test_each_gets_its_own_frames_from_one_decoding(small, tmp_path):
    together = [list(footage.frames) for footage in footages(small, tmp_path)]
    assert small.model().driver.decoded_together == [3]
    assert all(np.array_equal(together[index], alone(small, tmp_path, index)) for index in range(3))
    assert small.model().driver.decoded_together == [3]


def test_readers_may_take_turns_and_leave(small, tmp_path):
    made = footages(small, tmp_path)
    first = list(islice(made[0].frames, 2))
    made[0].frames.close()
    others = [list(made[index].frames) for index in (1, 2)]
    assert small.model().driver.decoded_together == [3]
    assert np.array_equal(first, alone(small, tmp_path, 0)[:2])
    assert all(np.array_equal(found, alone(small, tmp_path, index)) for index, found in enumerate(others, 1))
    assert not any(small.model().residence._in_use.values())


def test_where_one_is_stopped_in_the_middle_of_a_piece_the_others_go_on_together(small, tmp_path):
    calls = []
    small.decode_faults.append(lambda x: calls.append(1))
    stops = Eye(lambda eye: Stopped("enough") if len(calls) > 7 else None)
    made = footages(small, tmp_path, watches=(stops, None, None))
    begun = list(islice(made[1].frames, 2))
    with pytest.raises(Stopped):
        list(made[0].frames)
    assert np.array_equal([*begun, *made[1].frames], alone(small, tmp_path, 1))
    assert np.array_equal(list(made[2].frames), alone(small, tmp_path, 2))
    assert small.model().driver.decoded_together == [3, 2]


def test_where_memory_is_short_for_all_each_is_decoded_alone(small, tmp_path):
    calls = []

    def short(x):
        calls.append(1)
        if len(calls) == 5:
            raise torch.OutOfMemoryError("CUDA out of memory")

    small.decode_faults.append(short)
    made = [list(footage.frames) for footage in footages(small, tmp_path)]
    assert all(np.array_equal(found, alone(small, tmp_path, index)) for index, found in enumerate(made))
    assert small.model().driver.decoded_together == [3]


def test_where_there_is_room_for_two_two_are_decoded_at_once(tmp_path):
    small = Small(Way(dtype="float32", decoded=2))
    assert [len(list(footage.frames)) for footage in footages(small, tmp_path)] == [9, 9, 9]
    assert small.model().driver.decoded_together == [2]
    small.engine.close()
