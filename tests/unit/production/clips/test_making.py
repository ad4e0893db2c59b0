# SPDX-License-Identifier: Apache-2.0
"""Making clips: stopped at any moment, begun again, told of what can't be."""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from aiprod.film.errors import DiskFullError, Stopped, UserError
from aiprod.media.audio import SAMPLE_RATE
from aiprod.production.clips import lines
from aiprod.production.clips.making import Order, make
from aiprod.production.clips.recipes import ClipRecipe
from aiprod.production.clips.sound import frames_for, samples_in
from aiprod.production.clips.store import ClipStore, clip_of
from aiprod.production.clips.telling import Teller
from aiprod.voices.studio import VoiceStudio

JOB = "job_" + "0" * 25 + "a"
SHOT = ClipRecipe(kind="shot", prompt="A forest in the fog", size="160x90", rate="25", frames=8)


class Watcher:
    """Hears the progress, and ends the work at a step of it."""

    def __init__(self, until: str = "") -> None:
        self.stop, self.until, self.heard = threading.Event(), until, list[tuple[str, float]]()

    def __call__(self, fields: Mapping[str, Any]) -> None:
        self.heard.append((f"{fields['department']} {fields['step']}", fields["fraction"]))
        if self.until and self.heard[-1][0] == self.until:
            self.stop.set()

    def teller(self, job: str = JOB) -> Teller:
        return Teller(job, self.stop, self)


@pytest.fixture
def store(tmp_path: Path) -> ClipStore:
    return ClipStore(tmp_path / "clips")


def test_what_was_finished_before_a_stop_is_found_again(store: ClipStore) -> None:
    with pytest.raises(Stopped):
        make(Order(SHOT), Watcher("rendering clip").teller(), store)
    assert store.all() == []
    again = Watcher()
    clip = make(Order(SHOT), again.teller(), store)
    assert clip.id == clip_of(JOB) and clip.frames == 8
    assert not [step for step, _ in again.heard if step == "shooting frame"], "the shot was not made twice"
    fractions = [fraction for _, fraction in again.heard]
    assert fractions == sorted(fractions) and fractions[-1] == 1.0
    assert make(Order(SHOT), Watcher().teller(), store) == clip
    assert not list((store.root / ".work").iterdir())


def test_a_line_is_spoken_into_its_room_or_it_is_told_why_not() -> None:
    line, teller = ClipRecipe(kind="voice", text="Good evening.", rate="30000/1001"), Teller(JOB)
    with VoiceStudio("en") as studio:
        _, natural, words = lines.perform(studio, line, "en", teller)
        frames = frames_for(len(natural), line.frame_rate)
        assert words == () and frames - 1 < len(natural) * 30_000 / (1001 * SAMPLE_RATE) <= frames
        room = round(0.9 * frames)
        speech, fitted, _ = lines.perform(studio, line.changed(fit=room), "en", teller)
        assert len(fitted) == samples_in(room, line.frame_rate) and speech.text == line.text
        assert np.abs(fitted[-4800:]).max() > 1e-4, "it fills its room"
        _, roomy, words = lines.perform(studio, line.changed(fit=3 * frames), "en", teller)
        assert len(roomy) == len(natural) and "silent" in words[0]
        with pytest.raises(UserError, match="does not fit"):
            lines.perform(studio, line.changed(fit=frames // 2), "en", teller)


def test_media_that_go_offline_after_the_order_are_told(store: ClipStore, tmp_path: Path) -> None:
    order = Order(ClipRecipe(kind="extension", frames=5), media={"path": str(tmp_path / "gone.mov"), "src_in": 0, "src_out": 5})
    with pytest.raises(UserError, match=r"offline.*Bring it online"):
        make(order, Watcher().teller(), store)


def test_an_end_that_is_gone_is_told(store: ClipStore) -> None:
    with pytest.raises(UserError, match="gone from this machine"):
        make(Order(ClipRecipe(kind="extension", frames=5, source="0" * 64)), Watcher().teller(), store)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, with room for the footage but not for its ProRes, where this machine lets one be mounted."""
    if shutil.which("mount") is None or os.name == "nt" or os.geteuid():
        pytest.skip("no disk can be mounted here")
    place = tmp_path / "disk"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", place], capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def test_a_full_disk_is_told_and_leaves_no_clip(small_disk: Path) -> None:
    store = ClipStore(small_disk / "clips")
    with pytest.raises(DiskFullError, match=r"disk is full.*try again"):
        make(Order(SHOT.changed(size="320x180", frames=24)), Watcher().teller(), store)
    assert store.all() == []
