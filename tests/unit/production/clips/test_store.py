# SPDX-License-Identifier: Apache-2.0
"""The store: whole or not at all, whatever happens when."""

from pathlib import Path

import pytest

from aiprod.film.errors import UserError
from aiprod.film.hashing import hash_file
from aiprod.production.clips.recipes import ClipRecipe
from aiprod.production.clips.store import Clip, ClipStore, FileRecord, clip_of

JOB = "job_" + "0" * 25 + "1"


def laid(store: ClipStore, job: str = JOB, family: str = "") -> tuple[Clip, Path]:
    """A clip that is made but for its publication."""
    desk = store.desk(store.work(job))
    (desk / "sound.wav").write_bytes(b"sound of " + job.encode())
    recipe = ClipRecipe(kind="score", project="a film", frames=3)
    clip = clip_of(job)
    return Clip(
        id=clip, family=family or clip, recipe=recipe, frames=3, files=(FileRecord(role="sound", name="sound.wav"),)
    ), desk


@pytest.fixture
def store(tmp_path: Path) -> ClipStore:
    return ClipStore(tmp_path / "clips")


def test_a_clip_is_there_once_it_is_published_and_not_before(store: ClipStore) -> None:
    clip, desk = laid(store)
    assert store.find(clip.id) is None and store.all() == []
    published = store.publish(clip, desk)
    assert store.get(clip.id) == published == store.all()[0]
    assert published.files[0].sha256 == hash_file(store.path(published, "sound.wav"))


def test_a_crash_before_the_rename_leaves_nothing_half_made(store: ClipStore) -> None:
    clip, desk = laid(store)
    (desk / "clip.json").write_text("{}")
    assert store.all() == [] and store.find(clip.id) is None
    again, desk = laid(store)
    assert store.publish(again, desk).id == clip.id


def test_what_is_there_stays_when_it_is_published_again(store: ClipStore) -> None:
    first = store.publish(*laid(store))
    clip, desk = laid(store)
    (desk / "sound.wav").write_bytes(b"something else")
    assert store.publish(clip, desk) == first


def test_clips_are_found_by_project_and_family_newest_first(store: ClipStore) -> None:
    ids = [store.publish(*laid(store, f"job_{n:026}", clip_of(f"job_{n % 2:026}"))).id for n in range(4)]
    assert [clip.id for clip in store.all()] == sorted(ids, reverse=True)
    assert {clip.id for clip in store.all(family=clip_of(f"job_{1:026}"))} == {ids[1], ids[3]}
    assert store.all(project="another") == [] and len(store.all(limit=2)) == 2


def test_a_damaged_clip_is_passed_over_in_lists_and_told_when_asked_for(store: ClipStore) -> None:
    clip = store.publish(*laid(store))
    (store.folder(clip.id) / "clip.json").write_text('{"id": 3}')
    assert store.all() == []
    with pytest.raises(UserError, match="can't be read"):
        store.get(clip.id)


@pytest.mark.parametrize("name", ["clip_", "../../etc", "clip_" + "0" * 25 + "/", ".work", "clip_" + "é" * 26])
def test_no_name_leads_out_of_the_store(store: ClipStore, name: str) -> None:
    with pytest.raises(UserError):
        store.folder(name)


def test_what_was_brought_is_found_by_its_hash_until_it_is_old(store: ClipStore, tmp_path: Path) -> None:
    picture = tmp_path / "a frame.PNG"
    picture.write_bytes(b"pixels")
    digest, copy = store.keep(picture)
    assert store.kept(digest) == copy and store.keep(picture) == (digest, copy)
    assert store.kept("0" * 64) is None
    store.sweep(now=copy.stat().st_mtime + 8 * 86_400)
    assert store.kept(digest) is None
