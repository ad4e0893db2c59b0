# SPDX-License-Identifier: Apache-2.0
"""Data sets on disk: whole, resumable, checked, and nothing in them without a licence."""

import os
import signal
import tarfile

import numpy as np
import pytest

from aiprod.film.errors import BusyError, DiskFullError, UserError
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


def test_a_disk_that_fills_up_in_a_shard_is_one_error_and_the_run_goes_on(tmp_path):
    _written(tmp_path, [_clip(n) for n in range(2)])
    before = shards.identity(tmp_path)

    def full():
        (tmp_path / ".clips-00001.tar.part").symlink_to("/dev/full")
        yield from (_clip(n, note="x" * 20_000) for n in (2, 3))

    with pytest.raises(DiskFullError, match="what is whole is kept"):
        _written(tmp_path, full())
    assert shards.identity(tmp_path) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clips-00000.tar", "manifest.json"]
    _written(tmp_path, [_clip(n) for n in (2, 3)])
    assert len(list(shards.read(tmp_path))) == 4


def test_a_kill_in_the_middle_of_a_shard_leaves_whole_ones(tmp_path):
    def dying():
        yield from (_clip(n) for n in range(3))
        os.kill(os.getpid(), signal.SIGKILL)

    if (child := os.fork()) == 0:
        _written(tmp_path / "a", dying())
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert (tmp_path / "a" / ".clips-00001.tar.part").exists()
    following = shards.open_manifest(tmp_path / "a", SETTINGS)["next"]
    _written(tmp_path / "a", [_clip(n) for n in range(following, 5)])
    _written(tmp_path / "b", [_clip(n) for n in range(5)])
    assert shards.identity(tmp_path / "a") == shards.identity(tmp_path / "b")
    assert not list((tmp_path / "a").glob(".clips*"))


def test_a_shard_that_the_manifest_does_not_name_does_not_count(tmp_path):
    _written(tmp_path, [_clip(n) for n in range(2)])
    (tmp_path / "clips-00001.tar").write_bytes((tmp_path / "clips-00000.tar").read_bytes())
    _written(tmp_path, [_clip(n) for n in (2, 3)])
    assert [r.key for r in shards.read(tmp_path)] == [f"clip-{n:04d}" for n in range(4)]


def test_one_writer_at_a_time(tmp_path):
    with shards.locked(tmp_path / "set"), pytest.raises(BusyError, match="being written"), shards.locked(tmp_path / "set"):
        pass


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
    assert "<b>6</b><span>clips" in page
    assert "Everything came in." in page
    french = (tmp_path / "report.fr.html").read_text()
    assert "<b>6</b><span>extraits" in french
    assert "<h3>Sujet</h3>" in french
    assert page.count("<img") == french.count("<img") == 6
