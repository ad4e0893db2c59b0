# SPDX-License-Identifier: Apache-2.0
"""Clips by video models: shots that begin with a picture of the user's own, clips that go on from their end."""

from pathlib import Path

import numpy as np
import pytest
from tests.unit.production.clips.test_making import Watcher

from aiprod.film.time import FrameRate
from aiprod.media.encoders import choose
from aiprod.media.video import VideoWriter
from aiprod.models import cards, store
from aiprod.production.clips.going_on import _at_rate, model_for
from aiprod.production.clips.making import Order, make
from aiprod.production.clips.recipes import ClipRecipe
from aiprod.production.clips.store import ClipStore

torch = pytest.importorskip("torch")
MODEL = "diffusion:tiny-wan"
LONGER = ClipRecipe(kind="extension", size="160x96", rate="24", frames=9, sound=False, generator=MODEL, prompt="The sea is calm")


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("AIPROD_HOME", str(tmp_path_factory.mktemp("home")))
        patched.setenv("OMP_NUM_THREADS", "1")
        store.build(cards.card("tiny-wan"))
        yield


@pytest.fixture
def clips(tmp_path: Path) -> ClipStore:
    return ClipStore(tmp_path / "clips")


def footage(path: Path, frames: int = 30) -> Path:
    rate = FrameRate(numerator=24, denominator=1).fps
    with VideoWriter(path, rate, 160, 96, choose("take")) as writer:
        for index in range(frames):
            writer.write_rgb(np.full((96, 160, 3), 60 + 2 * index, np.uint8))
    return path


def test_a_model_goes_on_only_where_one_is_wanted_and_here():
    assert model_for("animatic") is None and model_for("auto") is None and model_for("diffusion:tiny-wan22") is None
    for wanted, made_by in ((MODEL, ""), (f"only:{MODEL}", ""), ("auto", f"{MODEL}/2")):
        found = model_for(wanted, made_by)
        assert found is not None and found.id == MODEL


def test_frames_are_counted_back_from_the_last():
    frames = [np.full((2, 2, 3), index, np.uint8) for index in range(25)]
    slower = _at_rate(frames, FrameRate(numerator=50, denominator=1).fps, FrameRate(numerator=25, denominator=1).fps)
    assert [int(frame[0, 0, 0]) for frame in slower][-3:] == [20, 22, 24]


def test_a_clip_is_extended_by_a_video_model(clips, tmp_path):
    media = {"path": str(footage(tmp_path / "sea.mp4")), "src_in": 0, "src_out": 30, "clip": ""}
    clip = make(Order(LONGER, media=media), Watcher().teller(), clips)
    assert clip.frames == 9 and clip.generator == f"{MODEL}/2" and clip.words == ()
    picture = clip.file("picture")
    assert picture is not None and clips.path(clip, picture.name).is_file()


def test_where_the_model_cant_the_last_frame_goes_on_and_the_reason_is_told(clips, tmp_path):
    media = {"path": str(footage(tmp_path / "sea.mp4")), "src_in": 0, "src_out": 30, "clip": ""}
    wrong = LONGER.changed(generator=f"{MODEL}+no-such-lora")
    clip = make(Order(wrong, media=media), Watcher().teller(), clips)
    assert clip.generator == "motion/1" and any("no LoRA" in word for word in clip.words)
