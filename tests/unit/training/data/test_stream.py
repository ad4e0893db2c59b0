# SPDX-License-Identifier: Apache-2.0
"""The stream that trainers draw batches from."""

import time

import numpy as np
import pytest
from tests.unit.training.data.sets import clip, keys, made

from aiprod.film.errors import UserError
from aiprod.training.data import shards
from aiprod.training.data.stream import Feed


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Ten clips in five shards."""
    place = tmp_path_factory.mktemp("stream") / "set"
    captions = {"en": "A cat.", "fr": "Un chat."}
    clips = [clip(n, labels={"subject": "cat"}, captions=captions, split="eval" if n >= 8 else "train") for n in range(9)]
    camera = [[0.5] * 6] * 5
    made(place, [*clips, clip(9, camera=camera, split="eval")])
    return place


def _drawn(folder, count, **how):
    with Feed(folder, 3, **how) as feed:
        return [next(feed).keys for _ in range(count)]


def test_a_batch_depends_on_its_number_and_the_seed_alone(folder):
    whole = _drawn(folder, 8, seed=5)
    assert _drawn(folder, 4, seed=5, start=4, ahead=1) == whole[4:]
    assert _drawn(folder, 8, seed=6) != whole


def test_every_clip_comes_once_in_an_epoch(folder):
    flat = [key for batch in _drawn(folder, 10, mix=2) for key in batch]
    for epoch in range(3):
        assert len(set(flat[10 * epoch : 10 * epoch + 10])) == 10
    assert flat[:10] != flat[10:20]


def test_a_batch_holds_what_was_written(folder):
    with Feed(folder, 10) as feed:
        batch = next(feed)
    numbers = [int(key[-4:]) for key in batch.keys]
    assert batch.frames.shape == (10, 5, 8, 8, 3)
    assert batch.frames[:, 0, 0, 0, 0].tolist() == numbers
    assert batch.groups.tolist() == [number // 2 for number in numbers]
    assert batch.camera_known.tolist() == [number == 9 for number in numbers]
    assert set(batch.captions) == {"A cat.", "Un chat.", ""}
    assert (batch.codes.max(axis=1) >= 0).tolist() == [number != 9 for number in numbers]
    held = batch.clips()[numbers.index(9)]
    assert (held.group, float(held.camera.max()), int(held.frames.max())) == (4, 0.5, 9)


def test_a_split_is_a_part_of_the_set(folder):
    with Feed(folder, 4, split="eval") as feed:
        assert len(feed) == 2
        assert set(next(feed).keys) == {"clip-0008", "clip-0009"}
    with pytest.raises(UserError, match="no clip"):
        Feed(folder, 4, split="test")


def test_words_and_latents_come_where_they_are(tmp_path):
    def with_arrays(number):
        count, record = clip(number, captions={"en": "one", "fr": "un"})
        arrays = {"latents": np.full((2, 1, 1, 16), number, np.float16), "text": np.stack([np.zeros(384), np.ones(384)])}
        return count, shards.Record(record.key, record.frames, record.facts, arrays)

    made(tmp_path / "set", [with_arrays(n) for n in range(4)])
    with Feed(tmp_path / "set", 4, frames=False, latents=True) as feed:
        batch = next(feed)
    assert batch.frames is None
    assert batch.latents[:, 0, 0, 0, 0].tolist() == [float(key[-4:]) for key in batch.keys]
    assert batch.text[:, 0].tolist() == [float(words == "un") for words in batch.captions]
    assert batch.camera.shape == (4, 5, 6)
    made(tmp_path / "set", [clip(4)])
    with pytest.raises(UserError, match="no latents"):
        Feed(tmp_path / "set", 4, latents=True)


@pytest.mark.parametrize("change", ["grown", "rewritten", "gone"])
def test_a_set_that_changes_under_a_run_stops_it(tmp_path, change):
    folder = tmp_path / "set"
    made(folder, [clip(n) for n in range(4)])
    with Feed(folder, 2, ahead=1) as feed:
        next(feed)
        if change == "grown":
            made(folder, [clip(4)])
        elif change == "rewritten":
            for path in folder.glob("*.tar"):
                path.write_bytes(path.read_bytes())
        else:
            for path in folder.glob("*.tar"):
                path.unlink()
        with pytest.raises(UserError, match=r"changed under the run|is missing"):
            for _ in range(20):
                next(feed)
        with pytest.raises(UserError):
            next(feed)


def test_a_shard_that_was_changed_before_is_found_before_it_is_used(tmp_path):
    made(tmp_path / "set", [clip(n) for n in range(2)])
    path = tmp_path / "set" / "clips-00000.tar"
    data = bytearray(path.read_bytes())
    data[600] ^= 1
    path.write_bytes(data)
    with Feed(tmp_path / "set", 1) as feed, pytest.raises(UserError, match="was changed"):
        next(feed)


def test_a_consent_that_has_ended_keeps_the_set_closed(tmp_path):
    consent = {"id": "consent-1", "text_sha256": "0" * 64, "until": time.time() - 1}
    made(tmp_path / "set", [clip(0, people=1, consents=[consent])])
    with pytest.raises(UserError, match="consent to the clip clip-0000 ended"):
        Feed(tmp_path / "set", 1)


def test_waiting_is_counted(folder):
    with Feed(folder, 2) as feed:
        assert feed.waited().share == 0.0
        for _ in range(3):
            next(feed)
        waited = feed.waited()
    assert waited.batches == 3
    assert 0 <= waited.seconds <= waited.since
    assert keys(folder) == list(range(10))
