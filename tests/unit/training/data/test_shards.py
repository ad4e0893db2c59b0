# SPDX-License-Identifier: Apache-2.0
"""Data sets on disk: whole, resumable, checked, and nothing in them without a licence."""

import resource
import tarfile

import numpy as np
import pytest

from aiprod.film.errors import UserError
from aiprod.training.data import rendered, report, shards
from aiprod.training.data.refusals import Refusal
from aiprod.training.data.sampler import ClipSpec

TINY = ClipSpec(64, 64, 12, 3)
SETTINGS = {"source": "test"}


def _clip(number, **facts):
    frames = np.full((3, 4, 6, 3), number, np.uint8)
    return number, shards.Record(f"clip-{number:04d}", frames, {"licence": "CC0", "labels": {}, "fps": 12} | facts)


def _written(folder, clips, per_shard=2):
    return shards.write(clips, folder, shards.open_manifest(folder, SETTINGS), per_shard=per_shard)


def test_clips_come_back_in_order_from_any_place(tmp_path):
    _written(tmp_path, [_clip(n) for n in range(5)])
    assert [r.key for r in shards.read(tmp_path)] == [f"clip-{n:04d}" for n in range(5)]
    assert [int(r.frames[0, 0, 0, 0]) for r in shards.read(tmp_path, start=3)] == [3, 4]


def test_a_stopped_run_goes_on_and_gives_the_same_bytes(tmp_path):
    def stopped():
        yield from (_clip(n) for n in range(3))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _written(tmp_path / "a", stopped())
    following = shards.open_manifest(tmp_path / "a", SETTINGS)["next"]
    assert following == 2
    _written(tmp_path / "a", [_clip(n) for n in range(following, 6)])
    _written(tmp_path / "b", [_clip(n) for n in range(6)])
    assert shards.identity(tmp_path / "a") == shards.identity(tmp_path / "b")


def test_what_has_no_licence_or_consent_is_refused_with_a_reason(tmp_path):
    clips = [
        _clip(0),
        _clip(1, licence=" "),
        _clip(2, people=1),
        _clip(3, people=1, consents=[{"id": "consent-1"}]),
        (4, Refusal("corrupt", "cut off", "a.mp4")),
    ]
    manifest = _written(tmp_path, clips)
    assert [r.key for r in shards.read(tmp_path)] == ["clip-0000", "clip-0003"]
    assert [row["number"] for row in manifest["refused"]] == [1, 2, 4]
    assert [row["reason"] for row in manifest["refused"]] == [
        "no licence is given", "people are in it and consent is missing: 1", "a.mp4: it can't be read to its end: cut off",
    ]  # fmt: skip


def test_a_changed_or_missing_shard_is_noticed(tmp_path):
    _written(tmp_path, [_clip(n) for n in range(4)])
    first = tmp_path / "clips-00000.tar"
    data = bytearray(first.read_bytes())
    data[600] ^= 1
    first.write_bytes(data)
    with pytest.raises(UserError, match="was changed"):
        list(shards.read(tmp_path))
    first.unlink()
    with pytest.raises(UserError, match="is missing"):
        list(shards.read(tmp_path))


def test_other_settings_need_another_folder(tmp_path):
    _written(tmp_path, [_clip(0)])
    with pytest.raises(UserError, match="another data set"):
        shards.open_manifest(tmp_path, {"source": "elsewhere"})


def test_a_disk_that_is_full_leaves_whole_shards_only(tmp_path):
    _written(tmp_path, [_clip(n) for n in range(2)])
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        with pytest.raises(UserError, match="can't be written"):
            _written(tmp_path, [_clip(n) for n in range(2, 4)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert len(list(shards.read(tmp_path))) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clips-00000.tar", "manifest.json"]


def test_a_rendered_set_is_resumed_and_reported(tmp_path):
    first = rendered.build(tmp_path, TINY, 4, workers=1, per_shard=2)
    assert first["next"] == 4
    whole = rendered.build(tmp_path, TINY, 6, workers=1, per_shard=2)
    assert [shard["clips"] for shard in whole["shards"]] == [2, 2, 2]
    records = list(shards.read(tmp_path))
    assert all(record.facts["licence"].startswith("Apache-2.0") and record.facts["captions"]["fr"] for record in records)
    assert np.array(records[0].facts["camera"]).shape == (3, 6)
    with tarfile.open(tmp_path / "clips-00000.tar") as tar:
        assert tar.getnames() == ["train-00000000.npy", "train-00000000.json", "train-00000001.npy", "train-00000001.json"]
    page = report.write_report(tmp_path).read_text()
    assert "6 clips in 3 shards" in page
    assert "label: subject" in page
    assert "Nothing was refused." in page
