# SPDX-License-Identifier: Apache-2.0
"""Versions of a data set in DVC's files: kept, pushed, brought back; and read by DVC itself where it is on the PATH."""

import hashlib
import json
import os
import shutil
import subprocess

import pytest
import yaml
from tests.unit.training.data.sets import clip, keys, made

from aiprod.film.errors import UserError
from aiprod.training.data import shards, versions


@pytest.fixture
def two(tmp_path, monkeypatch):
    """A set with two versions: clips 0–3, then 0–5; pushed to the usual place."""
    monkeypatch.setenv("AIPROD_HOME", str(tmp_path / "home"))
    folder = tmp_path / "sets" / "sea"
    made(folder, [clip(n) for n in range(4)])
    versions.commit(folder, "first")
    versions.push(folder)
    made(folder, [clip(n) for n in (4, 5)])
    versions.commit(folder, "two more")
    versions.push(folder)
    return folder


def test_files_are_as_dvc_writes_them(two):
    out = yaml.safe_load((two.parent / "sea.dvc").read_text())["outs"][0]
    assert list(out) == ["md5", "size", "nfiles", "hash", "path"]
    assert (out["hash"], out["path"], out["nfiles"]) == ("md5", "sea", 4)
    store = two.parent / ".dvc" / "cache" / "files" / "md5"
    data = (store / out["md5"][:2] / out["md5"][2:]).read_bytes()
    assert hashlib.md5(data).hexdigest() + ".dir" == out["md5"]
    rows = json.loads(data)
    assert data.decode() == json.dumps(rows)
    assert [row["relpath"] for row in rows] == ["clips-00000.tar", "clips-00001.tar", "clips-00002.tar", "manifest.json"]
    for row in rows:
        held = (store / row["md5"][:2] / row["md5"][2:]).read_bytes()
        assert hashlib.md5(held).hexdigest() == row["md5"]
        assert held == (two / row["relpath"]).read_bytes()


def test_versions_are_listed_and_brought_back(two):
    first, second = versions.log(two)
    assert (first.name, first.clips, first.message) == ("v1", 4, "first")
    assert (second.name, second.clips, second.identity) == ("v2", 6, shards.identity(two))
    assert versions.commit(two) == second
    versions.pull(two, "v1")
    assert keys(two) == [0, 1, 2, 3]
    assert shards.identity(two) == first.identity
    versions.pull(two, "v2")
    assert keys(two) == [0, 1, 2, 3, 4, 5]


def test_another_machine_pulls_from_the_remote_alone(two):
    shutil.rmtree(two)
    shutil.rmtree(two.parent / ".dvc" / "cache")
    assert versions.pull(two).name == "v2"
    assert keys(two) == [0, 1, 2, 3, 4, 5]


def test_damage_is_noticed_on_the_way(two):
    remote = two.parents[1] / "home" / "data-sets" / "files" / "md5"
    victim = next(path for path in remote.rglob("*") if path.is_file() and path.suffix != ".dir" and path.stat().st_size > 5000)
    victim.chmod(0o644)
    victim.write_bytes(b"?" + victim.read_bytes()[1:])
    shutil.rmtree(two.parent / ".dvc" / "cache")
    with pytest.raises(UserError, match="is damaged"):
        versions.pull(two)
    (two / "clips-00001.tar").chmod(0o644)
    (two / "clips-00001.tar").write_bytes(b"")
    with pytest.raises(UserError, match="was changed"):
        versions.commit(two)


def test_a_remote_of_its_own_and_one_that_needs_dvc(two, tmp_path, monkeypatch):
    versions.set_remote(two, str(tmp_path / "elsewhere"))
    assert versions.push(two) == (str(tmp_path / "elsewhere" / "files" / "md5"), 5)
    assert versions.push(two)[1] == 0
    versions.set_remote(two, "s3://bucket/sets")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UserError, match="needs DVC"):
        versions.push(two)


def test_a_list_that_points_outside_is_refused(two):
    store = two.parent / ".dvc" / "cache" / "files" / "md5"
    rows = json.dumps([{"md5": versions.md5_of(two / "manifest.json"), "relpath": "../../evil.json"}])
    name = hashlib.md5(rows.encode()).hexdigest() + ".dir"
    (store / name[:2]).mkdir(exist_ok=True)
    (store / name[:2] / name[2:]).write_text(rows)
    held = yaml.safe_load((two.parent / "sea.dvc").read_text())
    held["outs"][0]["md5"] = name
    (two.parent / "sea.dvc").write_text(yaml.safe_dump(held))
    with pytest.raises(UserError, match="outside of it"):
        versions.pull(two)
    assert not (two.parents[1] / "evil.json").exists()


@pytest.mark.skipif(shutil.which("dvc") is None, reason="DVC is a program of its own (pipx install dvc)")
def test_dvc_itself_reads_and_moves_what_we_write(two):
    def dvc(*words):
        told = subprocess.run(
            ["dvc", *words], cwd=two.parent, capture_output=True, text=True, check=True,
            env=os.environ | {"DVC_NO_ANALYTICS": "1"},
        )  # fmt: skip
        return told.stdout

    assert "up to date" in dvc("status")
    assert "in sync" in dvc("status", "--cloud")
    before = (two.parent / "sea.dvc").read_bytes()
    dvc("add", "sea")
    assert yaml.safe_load((two.parent / "sea.dvc").read_text())["outs"] == yaml.safe_load(before)["outs"]
    shutil.rmtree(two)
    shutil.rmtree(two.parent / ".dvc" / "cache")
    dvc("pull")
    assert keys(two) == [0, 1, 2, 3, 4, 5]
    made(two, [clip(6)])
    dvc("add", "sea")
    dvc("push")
    shutil.rmtree(two)
    shutil.rmtree(two.parent / ".dvc" / "cache")
    versions.pull(two)
    assert keys(two) == [0, 1, 2, 3, 4, 5, 6]
