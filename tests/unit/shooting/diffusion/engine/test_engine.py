# SPDX-License-Identifier: Apache-2.0
"""The engine around a model: what is kept, what is made together, what stops, what goes on."""

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from tests.unit.shooting.diffusion.engine.smallmodel import NO_MEDIA, Eye, Small, out_of_memory, request  # noqa: E402

from aiprod.film.errors import Stopped, UserError  # noqa: E402
from aiprod.film.faults import FaultClass, FaultError  # noqa: E402
from aiprod.shooting.diffusion.engine.ladder import Way  # noqa: E402


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("AIPROD_HOME", str(tmp_path / "home"))


@pytest.fixture
def small():
    made = Small()
    yield made
    made.engine.close()


def frames(small, wanted, tmp_path, watch=None):
    return list(small.engine.generate(wanted, NO_MEDIA, watch, tmp_path / "film" / ".making-1").frames)


def all_at_once(small, wanted, tmp_path, watches=None):
    """Every request from a thread of its own, all of them expected before the first is handed in."""
    ready = threading.Barrier(len(wanted))

    def one(index):
        with small.engine.expecting():
            ready.wait()
            watch = watches[index] if watches else None
            return list(small.engine.generate(wanted[index], NO_MEDIA, watch, tmp_path / "film" / f".making-{index}").frames)

    with ThreadPoolExecutor(len(wanted)) as pool:
        return list(pool.map(one, range(len(wanted))))


def test_a_clip_has_the_frames_that_were_asked_for(small, tmp_path):
    found = frames(small, request(), tmp_path)
    assert len(found) == 9 and found[0].shape == (32, 64, 3) and found[0].dtype == np.uint8


def test_ten_shots_load_the_model_once_and_read_each_prompt_once(small, tmp_path):
    for shot in range(10):
        frames(small, request(f"hill {shot % 4}", seed=shot), tmp_path)
    assert sorted(small.loaded()) == ["text_encoder", "transformer", "vae"]
    assert small.model().residence.loads == {"text_encoder": 1, "transformer": 1, "vae": 1}
    assert dict(small.modules)["text_encoder"].runs == small.model().encoded == 4


def test_what_a_model_cannot_make_is_said_before_anything_is_loaded(small, tmp_path):
    with pytest.raises(UserError, match="4n"):
        frames(small, request(frames=7), tmp_path)
    assert small.loaded() == []


def test_clips_that_go_together_are_made_in_one_batch_and_are_what_they_are_alone(small, tmp_path):
    wanted = [request(seed=seed) for seed in range(8)]
    batches = []
    small.faults.append(lambda x: batches.append(len(x)))
    together = all_at_once(small, wanted, tmp_path / "together")
    small.faults.clear()
    alone = [frames(small, each, tmp_path / "alone") for each in wanted[:2]]
    assert set(batches) == {8}
    assert all(np.abs(a.astype(int) - b).max() <= 1 for a, b in zip(alone[1], together[1], strict=True))
    assert not np.array_equal(together[0][0], together[1][0])


def test_clips_of_other_sizes_do_not_wait_for_each_other_for_ever(small, tmp_path):
    made = all_at_once(small, [request(), request(width=128), request(frames=5)], tmp_path)
    assert [len(each) for each in made] == [9, 9, 5]


@pytest.mark.parametrize(
    "error",
    [torch.OutOfMemoryError("CUDA out of memory"), RuntimeError("CUDA error: out of memory"), MemoryError(),
     RuntimeError("DefaultCPUAllocator: not enough memory: you tried to allocate 12 bytes")],
)  # fmt: skip
def test_fewer_at_once_when_memory_runs_out(small, tmp_path, error):
    wanted = [request(seed=seed) for seed in range(4)]
    tokens = 3 * 4 * 8 * 16  # of one clip
    small.faults.append(out_of_memory(tokens * 2, error))
    made = all_at_once(small, wanted, tmp_path)
    assert [len(each) for each in made] == [9] * 4
    assert small.model().way(_job_like(small, wanted[0])).batch == 1


def _job_like(small, wanted):
    class Like:
        together = small.model().driver.together(wanted)
        request = wanted

    return Like()


def test_the_way_down_is_remembered_and_ends_in_a_smaller_picture(small, tmp_path):
    small.faults.append(out_of_memory(1))
    with pytest.raises(FaultError, match="ran out of memory") as caught:
        frames(small, request(), tmp_path)
    assert caught.value.kind is FaultClass.RESOURCE and caught.value.failure_code == "out_of_memory"
    assert small.model().way(_job_like(small, request())).placement == "disk"
    small.faults.clear()
    assert len(frames(small, request(width=128), tmp_path)) == 9


def test_pictures_are_decoded_in_tiles_when_memory_runs_out(small, tmp_path):
    whole = frames(small, request(width=1024, height=512, frames=5), tmp_path / "a")
    small.decode_faults.append(out_of_memory(4 * 40 * 40))
    tiled = frames(small, request(width=1024, height=512, frames=5), tmp_path / "b")
    assert small.model().way(_job_like(small, request(width=1024, height=512, frames=5))).tile == 256
    assert all(np.array_equal(a, b) for a, b in zip(whole, tiled, strict=True))


def test_memory_that_runs_out_in_the_middle_of_the_frames_shows_no_frame_twice(small, tmp_path):
    whole = frames(small, request(), tmp_path / "a")
    seen = []

    def fails_once(x):
        seen.append(x)
        if len(seen) == 4:
            raise torch.OutOfMemoryError("CUDA out of memory")

    small.decode_faults.append(fails_once)
    again = frames(small, request(), tmp_path / "b")
    assert len(again) == 9 and all(np.array_equal(a, b) for a, b in zip(whole, again, strict=True))


@pytest.mark.parametrize("placement", ["model", "stream", "disk"])
def test_every_way_makes_the_same_frames(placement, tmp_path):
    ways = [Way(dtype="float32"), Way(dtype="float32", placement=placement)]
    made = []
    for index, way in enumerate(ways):
        small = Small(way)
        made.append([frames(small, request(), tmp_path / str(index)), frames(small, request("b", seed=3), tmp_path / str(index))])
        assert sorted(small.loaded()) == ["text_encoder", "transformer", "vae"]
        small.engine.close()
    assert np.array_equal(made[0], made[1])


def test_stopping_inside_a_step_lets_one_more_block_begin_at_most(small, tmp_path):
    blocks = []
    small.faults.append(lambda x: blocks.append(len(blocks)))
    eye = Eye(lambda eye: Stopped("enough") if len(blocks) == 7 else None)
    with pytest.raises(Stopped):
        frames(small, request(), tmp_path, eye)
    assert len(blocks) == 7  # of 20: in the middle of the second step
    small.faults.clear()
    assert len(frames(small, request(), tmp_path)) == 9


def test_one_of_a_batch_may_stop_and_the_others_go_on(small, tmp_path):
    blocks = []
    small.faults.append(lambda x: blocks.append(len(x)))
    stops = Eye(lambda eye: Stopped("enough") if len(blocks) >= 7 else None)
    wanted = [request(seed=seed) for seed in range(3)]
    outcome: list = [None] * 3
    ready = threading.Barrier(3)

    def one(index):
        with small.engine.expecting():
            ready.wait()
            try:
                outcome[index] = frames(small, wanted[index], tmp_path / str(index), stops if index == 1 else Eye())
            except Stopped as stop:
                outcome[index] = stop

    threads = [threading.Thread(target=one, args=(index,)) for index in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert isinstance(outcome[1], Stopped) and len(outcome[0]) == len(outcome[2]) == 9
    assert set(blocks) == {3}


def test_after_a_crash_in_the_second_stage_only_the_second_is_done(tmp_path):
    wanted = request(stages=2, width=128, height=64)
    whole = Small()
    expected = frames(whole, wanted, tmp_path / "whole")
    whole.engine.close()
    first, calls = Small(), []

    def dies(x):
        calls.append(x.shape[1])
        if len(calls) > 5 * 4 + 3:
            raise RuntimeError("the driver is gone")

    first.faults.append(dies)
    with pytest.raises(RuntimeError, match="gone"):
        frames(first, wanted, tmp_path)
    first.engine.close()
    second, again = Small(), []
    second.faults.append(lambda x: again.append(x.shape[1]))
    made = frames(second, wanted, tmp_path)
    second.engine.close()
    assert len(again) == 5 * 4 and set(again) == {3 * 8 * 16}
    assert np.array_equal(made, expected)


def test_damaged_latents_are_not_gone_on_from(small, tmp_path):
    wanted = request(stages=2)
    expected = frames(small, wanted, tmp_path)
    kept = sorted((tmp_path / "film" / ".latents").glob("*.safetensors"))
    assert len(kept) == 2
    for path in kept:
        path.write_bytes(path.read_bytes()[:-40])
    assert np.array_equal(frames(small, wanted, tmp_path), expected)


def test_finished_latents_need_no_model_but_the_decoder(tmp_path):
    first = Small()
    expected = frames(first, request(), tmp_path)
    first.engine.close()
    second = Small()
    assert np.array_equal(frames(second, request(), tmp_path), expected)
    assert second.loaded() == ["vae"]
    second.engine.close()


def test_latents_that_are_no_numbers_are_found_at_their_step_and_tried_once_more(small, tmp_path):
    calls = []

    def spoil(x):
        calls.append(1)
        if len(calls) == 8:
            x.fill_(float("nan"))

    small.faults.append(spoil)
    assert len(frames(small, request(), tmp_path)) == 9
    assert len(calls) == 10 + 20  # two steps, then all four again


def test_latents_that_are_no_numbers_twice_fall(small, tmp_path):
    small.faults.append(lambda x: x.fill_(float("nan")))
    with pytest.raises(FaultError, match="after step 1, twice") as caught:
        frames(small, request(), tmp_path)
    assert caught.value.kind is FaultClass.PROVIDER and caught.value.failure_code == "nan_latents"


def test_one_bad_clip_of_a_batch_spoils_no_other(small, tmp_path):
    def spoil(x):
        if len(x) == 3:
            x[1] = float("nan")

    small.faults.append(spoil)
    made = all_at_once(small, [request(seed=seed) for seed in range(3)], tmp_path)
    small.faults.clear()
    alone = [frames(small, request(seed=seed), tmp_path / "alone") for seed in range(3)]
    assert all(np.abs(np.subtract(a, b, dtype=int)).max() <= 1 for a, b in zip(made, alone, strict=True))


def test_a_watch_sees_every_step_and_a_picture_once_colours_are_known(small, tmp_path):
    first = Eye()
    frames(small, request(width=256, height=128), tmp_path, first)
    assert first.told[-1][1] == 9 and max(done for done, _ in first.told) < 9
    second = Eye()
    frames(small, request(width=256, height=128, seed=2), tmp_path, second)
    assert len(second.pictures) == 4 and second.pictures[0].dtype == np.uint8 and second.pictures[0].shape[1] >= 600


def test_a_reader_that_stops_reading_holds_nobody_up(small, tmp_path):
    footage = small.engine.generate(request(), NO_MEDIA, None, tmp_path / "film" / ".making-1")
    next(footage.frames)
    assert len(frames(small, request(seed=9), tmp_path)) == 9
    footage.frames.close()
    assert len(frames(small, request(seed=10), tmp_path)) == 9
