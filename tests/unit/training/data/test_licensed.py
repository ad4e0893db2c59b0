# SPDX-License-Identifier: Apache-2.0
"""The user's own clips: real files in, what may not or can't be used refused with its reason."""

import json
from fractions import Fraction

import numpy as np
import pytest

from aiprod.film.errors import UserError
from aiprod.media.encoders import choose
from aiprod.media.video import VideoWriter
from aiprod.training.data import licensed, shards
from aiprod.training.data.render import render
from aiprod.training.data.sampler import ClipSpec, sample

SPEC = ClipSpec(128, 72, 12, 8)


def _video(path, frames, **rights):
    path.parent.mkdir(parents=True, exist_ok=True)
    with VideoWriter(path, Fraction(24), frames.shape[2], frames.shape[1], choose("take")) as writer:
        for frame in frames:
            writer.write_rgb(frame)
    if rights:
        path.with_suffix(".json").write_text(json.dumps(rights))


@pytest.fixture(scope="module")
def takes():
    """Two scenes that look different, 40 frames each."""
    long = ClipSpec(256, 144, 24, 40)
    return render(sample(0, long)), render(sample(30, long))


def test_a_file_is_cut_at_its_shots_into_clips(tmp_path, takes):
    _video(
        tmp_path / "in" / "a.mp4", np.concatenate(takes), licence="CC0", labels={"place": "coast"}, captions={"en": "The sea."}
    )
    manifest = licensed.build(tmp_path / "out", tmp_path / "in", SPEC)
    assert manifest["refused"] == []
    records = list(shards.read(tmp_path / "out"))
    assert [r.facts["source"]["shot"] for r in records] == [0, 0, 1, 1]
    assert all(r.frames.shape == (8, 72, 128, 3) and r.facts["licence"] == "CC0" for r in records)
    assert records[0].facts["labels"] == {"place": "coast"}
    small = takes[0][0, ::2, ::2].astype(int)
    assert np.abs(records[0].frames[0].astype(int) - small).mean() < 12


def test_what_may_not_or_can_not_be_used_is_refused(tmp_path, takes):
    source = tmp_path / "in"
    _video(source / "no-licence.mp4", takes[0])
    _video(source / "people.mp4", takes[0], licence="mine", people=True)
    _video(source / "short.mp4", takes[0][:4], licence="mine")
    _video(source / "wrong-label.mp4", takes[0], licence="mine", labels={"place": "atlantis"})
    (source / "broken.mp4").write_bytes((source / "short.mp4").read_bytes()[:300])
    (source / "broken.json").write_text('{"licence": "mine"}')
    (source / "empty.mp4").write_bytes(b"")
    (source / "empty.json").write_text('{"licence": "mine"}')
    (source / "bad-json.mp4").write_bytes(b"x")
    (source / "bad-json.json").write_text("{")
    reasons = " | ".join(row["reason"] for row in licensed.build(tmp_path / "out", source, SPEC)["refused"])
    for said in (
        "no-licence.mp4: no licence", "people.mp4: people are in it", "short.mp4: it is 2 frames long", "wrong-label.mp4",
        "broken.mp4", "empty.mp4", "bad-json.mp4",
    ):  # fmt: skip
        assert said in reasons
    assert list(shards.read(tmp_path / "out")) == []


def test_a_set_whose_files_changed_is_another_set(tmp_path, takes):
    _video(tmp_path / "in" / "a.mp4", takes[0], licence="CC0")
    licensed.build(tmp_path / "out", tmp_path / "in", SPEC)
    _video(tmp_path / "in" / "a.mp4", takes[1], licence="CC0")
    with pytest.raises(UserError, match="another data set"):
        licensed.build(tmp_path / "out", tmp_path / "in", SPEC)


def test_a_folder_without_videos_is_the_user_s_mistake(tmp_path):
    with pytest.raises(UserError, match="no video"):
        licensed.build(tmp_path / "out", tmp_path, SPEC)
