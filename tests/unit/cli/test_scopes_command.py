# SPDX-License-Identifier: Apache-2.0
"""`aiprod scopes` on files: read as tagged, one clear error otherwise."""

import argparse
import json
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from aiprod.cli.commands import scopes
from aiprod.film.errors import UserError
from aiprod.film.output import OUTPUTS
from aiprod.grading.scopes.vectorscope import bars as targets
from aiprod.media.encoders import Encoder
from aiprod.media.pictures import read_picture
from aiprod.media.video import VideoWriter


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    scopes.add_arguments(parser)
    return scopes.run(parser.parse_args(arguments))


@pytest.fixture(scope="module")
def bars(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Half a second of grey, then of 75 % bars."""
    path = tmp_path_factory.mktemp("clip") / "bars.mp4"
    colours = [(1, 1, 1), (1, 1, 0), (0, 1, 1), (0, 1, 0), (1, 0, 1), (1, 0, 0), (0, 0, 1), (0, 0, 0)]
    row = np.repeat(np.array(colours), 40, axis=0) * 191.25
    picture = np.rint(np.tile(row, (180, 1, 1))).astype(np.uint8)
    encoder = Encoder("libx264", "yuv444p", {"crf": "1", "preset": "ultrafast"})
    with VideoWriter(path, Fraction(24), 320, 180, encoder) as writer:
        for number in range(24):
            writer.write_rgb(np.full_like(picture, 120) if number < 12 else picture)
    return path


def test_a_frame_of_a_video(bars: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(bars), "--at", "0.8s", "--to", str(tmp_path / "all.png"), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["colour"] == "rec709" and told["width"] == 320
    furthest = max(np.hypot(*place) for place in targets(OUTPUTS["rec709"], 0.75).values())
    assert told["vectorscope"]["max_chroma"] == pytest.approx(
        furthest / np.hypot(*targets(OUTPUTS["rec709"], 1.0)["R"]), abs=0.01
    )
    assert told["waveform"]["luma"]["max_percent"] == pytest.approx(75, abs=1)
    assert read_picture(tmp_path / "all.png").shape == (1200, 1920, 3)
    assert run(str(bars), "--at", "3", "--scope", "waveform,vectorscope") == 0
    grey = json.loads(capsys.readouterr().out)
    assert set(grey) == {"colour", "width", "height", "waveform", "vectorscope"}
    assert grey["vectorscope"]["max_chroma"] < 0.02


def test_a_picture_and_another_colour(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cv2.imwrite(str(tmp_path / "white.png"), np.full((40, 60, 3), 255, np.uint8))
    assert run(str(tmp_path / "white.png"), "--colour", "pq", "--scope", "waveform") == 0
    assert json.loads(capsys.readouterr().out)["waveform"]["luma"]["max_nits"] == pytest.approx(10000, rel=0.01)


def test_what_cannot_be_done_is_said(bars: Path, tmp_path: Path) -> None:
    (tmp_path / "there.png").touch()
    (tmp_path / "light.exr").touch()
    for arguments, why in (
        ((str(bars), "--at", "9s"), "ends before"),
        ((str(bars), "--at", "noon"), "no moment"),
        ((str(bars), "--scope", "oscilloscope"), "no scope"),
        ((str(bars), "--to", str(tmp_path / "x.svg")), "x.svg"),
        ((str(bars), "--to", str(tmp_path / "there.png")), "exists already"),
        ((str(tmp_path / "no.mp4"),), "no such file"),
        ((str(tmp_path / "there.png"),), "can't be read"),
        ((str(tmp_path / "light.exr"),), "light, not the signal"),
    ):
        with pytest.raises(UserError, match=why):
            run(*arguments)
