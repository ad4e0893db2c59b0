# SPDX-License-Identifier: Apache-2.0
"""Frames in and out of files: colours, order, seeking, and what happens when writing fails."""

import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from aiprod.film.errors import EngineError, UserError
from aiprod.media.encoders import TABLE, Encoder, choose, first_that_opens
from aiprod.media.video import VideoWriter, read_frames, to_rgb

W, H = 128, 64
COLOURS = ((180, 40, 60), (40, 160, 70), (60, 80, 190), (128, 128, 128), (16, 16, 16), (235, 235, 235))


def chart() -> NDArray[np.uint8]:
    picture = np.zeros((H, W, 3), np.uint8)
    for index, colour in enumerate(COLOURS):
        picture[:, index * 20 : (index + 1) * 20] = colour
    return picture


def write(path: Path, encoder: Encoder, frames: int = 30) -> Path:
    with VideoWriter(path, Fraction(24), W, H, encoder) as writer:
        for index in range(frames):
            picture = chart()
            picture[:, 120:] = 30 + 6 * index
            writer.write_rgb(picture)
    return path


@pytest.mark.parametrize("encoder", [*TABLE["take"], *TABLE["delivery_h264"]], ids=lambda e: e.codec)
def test_every_encoder_that_opens_keeps_colours(encoder: Encoder, tmp_path: Path) -> None:
    try:
        first_that_opens([encoder])
    except EngineError:
        pytest.skip(f"{encoder.codec} is not in this build")
    path = write(tmp_path / ("x.mkv" if encoder.codec == "ffv1" else "x.mp4"), encoder, 3)
    shown = to_rgb(next(read_frames(path)))
    for index, colour in enumerate(COLOURS):
        patch = shown[10:-10, index * 20 + 6 : index * 20 + 14].reshape(-1, 3).mean(axis=0)
        assert np.abs(patch - colour).max() < 5, (encoder.codec, colour, patch)


def test_any_frame_can_be_read_from_any_place(tmp_path: Path) -> None:
    for purpose in ("take", "delivery_h264"):
        path = write(tmp_path / f"{purpose}.mp4", choose(purpose))
        for first, count in ((0, 30), (7, 3), (24, 6), (29, 1), (13, 100)):
            shown = [round((float(to_rgb(f)[:, 124].mean()) - 30) / 6) for f in read_frames(path, first, count)]
            assert shown == list(range(first, min(first + count, 30)))


def test_a_table_without_x264_still_has_an_encoder() -> None:
    for purpose, encoders in TABLE.items():
        if purpose.startswith("h265"):
            continue  # without x265, only a graphics card writes H.265
        free = first_that_opens([e for e in encoders if "x264" not in e.codec])
        assert free.codec not in ("libx264", "libx265")
    with pytest.raises(EngineError, match="none of imaginary"):
        first_that_opens([Encoder("imaginary", "yuv420p")])


def test_a_failed_write_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), VideoWriter(tmp_path / "x.mp4", Fraction(24), W, H, choose("take")) as writer:
        writer.write_rgb(chart())
        _ = 1 / 0
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_an_os_error_and_leaves_nothing(tmp_path: Path) -> None:
    code = f"""
import resource, signal, sys
from fractions import Fraction
from pathlib import Path
import numpy as np
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))
from aiprod.film.errors import UserError
from aiprod.film.files import disk_errors
from aiprod.media.encoders import choose
from aiprod.media.video import VideoWriter
out = Path({str(tmp_path / "x.mp4")!r})
rng = np.random.default_rng(0)
try:
    with disk_errors(out), VideoWriter(out, Fraction(24), 128, 64, choose("take")) as writer:
        for _ in range(60):
            writer.write_rgb(rng.integers(0, 255, (64, 128, 3)).astype(np.uint8))
except UserError as error:
    sys.exit(str(error))
"""
    env = {**os.environ, "PYTHONPATH": "engine", "PYTHONDONTWRITEBYTECODE": "1"}
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=env)
    assert told.returncode == 1 and "can't be written" in told.stderr, told.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_video_is_said(tmp_path: Path) -> None:
    (tmp_path / "x.mp4").write_bytes(b"no film")
    with pytest.raises(UserError, match="can't be read as a video"):
        next(read_frames(tmp_path / "x.mp4"))
