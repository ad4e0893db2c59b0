# SPDX-License-Identifier: Apache-2.0
"""What can't be used is said in plain words before the model is loaded, and the next generator makes the shot."""

import errno
import pickle
import shutil
from collections import namedtuple
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from tests.unit.shooting.diffusion.test_prompting import request, told
from tests.unit.shooting.stagecraft import design

from aiprod.film.brief import Brief
from aiprod.film.errors import DiskFullError, UserError
from aiprod.film.film import Film
from aiprod.film.hashing import hash_file
from aiprod.film.shots import CameraPath, Reference, ShootRequest
from aiprod.film.store import FilmStore
from aiprod.media.reading import length_of
from aiprod.models import cards, store
from aiprod.production.chain.shots import Chain
from aiprod.production.darkroom import Darkroom
from aiprod.production.studio import Studio
from aiprod.production.workers import Workers
from aiprod.shooting.diffusion import engine
from aiprod.shooting.diffusion.conditioning import adapters
from aiprod.shooting.diffusion.request import Lora, Media, VideoRequest
from aiprod.shooting.diffusion.taking import own_disk
from aiprod.shooting.generator import generator

torch = pytest.importorskip("torch")
NAME = "tiny-wan-i2v"
MODEL = f"diffusion:{NAME}"


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("AIPROD_HOME", str(tmp_path_factory.mktemp("home")))
        patched.setenv("OMP_NUM_THREADS", "1")
        store.build(cards.card(NAME))
        yield


@pytest.fixture
def unasked(monkeypatch):
    """The engine is not to be asked for anything."""

    def refuse(*_: object) -> None:
        raise AssertionError("work began")

    monkeypatch.setattr(engine, "generate", refuse)


def shot(frames: int = 7, **fields) -> ShootRequest:
    made = request(frames=frames, set_=design("harbour"), camera=CameraPath(), blocking=(), looks=())
    return told(made.changed(width=96, height=64), **fields)


def test_seven_frames_are_made_a_little_longer_and_cut(tmp_path):
    facts = generator(MODEL).shoot(shot(7), tmp_path)
    assert length_of(tmp_path / "picture.mp4")[0] == 7 and facts["requests"][0]["frames"] == 9


@pytest.mark.parametrize("bad", ["pickle", "another model", "no lora", "cut short"])
def test_adapters_that_cant_be_used_are_found_before_the_model_is_loaded(tmp_path, bad):
    from safetensors.torch import save_file

    path = tmp_path / "style.safetensors"
    ltx = "diffusion_model.transformer_blocks.0.audio_attn1.to_q.lora_{}.weight"
    if bad == "pickle":
        path.write_bytes(pickle.dumps({"a": 1}))
    else:
        tensors = {ltx.format(side): torch.zeros(*size) for side, size in (("A", (2, 8)), ("B", (8, 2)))}
        save_file(tensors if bad != "no lora" else {"a": torch.zeros(2)}, path)
    if bad == "cut short":
        path.write_bytes(path.read_bytes()[:-8])
    digest = hash_file(path)
    asked = VideoRequest(model=NAME, prompt="x", width=96, height=64, frames=9, rate=shot().rate, loras=(Lora(media=digest),))
    with pytest.raises(UserError) as refused:
        adapters.check(asked, Media({digest: path}))
    said = f"{refused.value.what} {refused.value.why}"
    words = {"pickle": "pickle", "another model": "it is for LTX-2", "no lora": "no LoRA", "cut short": "style.safetensors"}
    assert words[bad] in said and refused.value.remedy


def test_no_room_on_the_disk_is_said_before_work_begins(tmp_path, monkeypatch, unasked):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: usage(10**9, 10**9 - 10**6, 10**6))
    with pytest.raises(DiskFullError, match="no room for shot"):
        generator(MODEL).shoot(shot(), tmp_path)


def test_only_the_disks_own_errors_are_told_as_the_disks(tmp_path):
    with pytest.raises(FileNotFoundError), own_disk(tmp_path):
        raise FileNotFoundError(errno.ENOENT, "No such file or directory", "laws.json")
    with pytest.raises(PermissionError), own_disk(tmp_path):
        raise PermissionError(errno.EACCES, "Permission denied", "/somewhere/else")
    with pytest.raises(DiskFullError), own_disk(tmp_path):
        raise OSError(errno.ENOSPC, "No space left on device")
    with pytest.raises(UserError, match="no right to write"), own_disk(tmp_path):
        raise PermissionError(errno.EACCES, "Permission denied", str(tmp_path / "picture.mp4"))


def corrupt(path: Path) -> Path:
    path.write_bytes(b"\x00\x00\x00\x20ftypisom" + bytes(np.random.default_rng(1).integers(0, 256, 4000, np.uint8)))
    return path


def test_the_chain_goes_on_after_each_and_says_why(tmp_path):
    film = FilmStore.create(tmp_path / "film.aiprod", Film(name="x", brief=Brief(text="x", language="en", duration_s=4)))
    clip, gone, picture = corrupt(tmp_path / "clip.mp4"), tmp_path / "gone.png", tmp_path / "half.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    asked = {
        "cut": (MODEL, clip, "clip.mp4 can't be used as a reference"), "half": (MODEL, picture, "half.png can't be used"),
        "lost": (MODEL, gone, "is missing"), "lora": (f"{MODEL}+ltx-2.3-union-control", None, "is for another model"),
    }  # fmt: skip
    said = []
    with Workers(1, tmp_path / "workers.log") as workers, closing(Darkroom()) as darkroom:  # a shared one may have another home
        studio = Studio(film, workers, lambda event: said.append(event.text) if event.kind == "fall" else None)
        for name, (wanted, path, why) in asked.items():
            digest = hash_file(path) if path is not None and path.exists() else "0" * 64
            references = (Reference(role="first", sha256=digest),) if path is not None else ()
            one = shot(4, id=name).changed(references=references)
            stage = Chain(studio, wanted, darkroom=darkroom)
            stage.know((one,), own={digest: path} if path is not None else {})
            stage.start(one)
            take = stage.finish(name, 1, 1)
            stage.close()
            assert take.facts["generator"].startswith("animatic/") and why in said[-1], (name, said)
    assert len(said) == len(asked)
