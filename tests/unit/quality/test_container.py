# SPDX-License-Identifier: Apache-2.0
"""Containers: what is probed, what is refused, what profiles can demand."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from aiprod.cli.benches import faults_picture_files, faults_picture_scenes
from aiprod.film.errors import UserError
from aiprod.quality.container import ContainerFacts, ContainerLimits, check_container, probe
from aiprod.quality.container_checks import timecode_fault


def clip(path: Path, count: int = 10, **how: Any) -> Path:
    pictures = [frame[:90, :160] for frame in faults_picture_scenes.pan(1, count)]
    return faults_picture_scenes.encode(path, pictures, **how)


def said(facts: ContainerFacts, **limits: Any) -> set[str]:
    found = check_container(facts, ContainerLimits(**limits))
    return {finding.check for finding in found if finding.severity.value in ("fail", "warning")}


def test_a_whole_file_is_known_and_passes(tmp_path: Path) -> None:
    facts = probe(clip(tmp_path / "a.mp4", 24, sound_s=1.0, muxing={"movflags": "+faststart+write_colr"}))
    picture = facts.picture
    assert picture is not None
    assert (picture.codec, picture.profile, picture.pix_fmt, picture.chroma, picture.bits) == (
        "h264",
        "High",
        "yuv420p",
        "420",
        8,
    )
    assert (picture.width, picture.height, picture.rate, picture.frames) == (160, 90, "24", 24)
    assert (picture.primaries, picture.transfer, picture.matrix, picture.range) == (1, 1, 1, 1)
    assert picture.boxed == picture.coded == (1, 1, 1, 1)
    assert facts.sound[0].layout == "stereo" and facts.faststart and facts.brand == "isom"
    assert said(facts) == set()


def test_prores_with_timecode(tmp_path: Path) -> None:
    facts = probe(clip(tmp_path / "a.mov", codec="prores_ks", fmt="yuv422p10le", timecode="01:00:00:00"))
    assert facts.timecode == "01:00:00:00"
    assert facts.picture is not None and facts.picture.intra_only and facts.picture.bits == 10 and facts.picture.chroma == "422"
    assert said(facts, timecode_start="01:00:00:00", intra_only=True) == set()
    assert said(facts, timecode_start="10:00:00:00") == {"timecode"}


def test_hdr10_metadata_is_read(tmp_path: Path) -> None:
    grey = np.full((45, 80), 512, np.uint16)
    frames = [faults_picture_scenes.yuv((np.full((90, 160), 400, np.uint16), grey, grey), "yuv420p10le") for _ in range(5)]
    faults_picture_files.hdr10(tmp_path / "a.mp4", frames)
    facts = probe(tmp_path / "a.mp4")
    assert facts.picture is not None and facts.picture.light_level == (1000, 400)
    assert "L(1000,0.0001)" in facts.picture.mastering and "G(0.2650,0.6900)" in facts.picture.mastering
    assert said(facts, hdr_metadata=True, transfers=(16,), bits=(10,)) == set()


@pytest.mark.parametrize(
    ("limits", "check"),
    [
        ({"containers": ("mxf",)}, "container"),
        ({"containers": ("mxf", "mov")}, "container"),
        ({"video_codecs": ("prores",)}, "video codec"),
        ({"profiles": ("Main",)}, "profile"),
        ({"max_level": 0.9}, "level"),
        ({"pix_fmts": ("yuv422p10le",)}, "pixel format"),
        ({"bits": (10,)}, "bit depth"),
        ({"chromas": ("422",)}, "chroma"),
        ({"sizes": ((1920, 1080),)}, "frame size"),
        ({"min_height": 720}, "frame size"),
        ({"rates": ("25", "30000/1001")}, "frame rate"),
        ({"scan": "interlaced"}, "scan"),
        ({"primaries": (9,)}, "primaries"),
        ({"transfers": (16,)}, "transfer"),
        ({"matrices": (9,)}, "matrix"),
        ({"timecode": True}, "timecode"),
        ({"faststart": True}, "index first"),
        ({"max_gop_s": 0.1}, "key frames"),
        ({"intra_only": True}, "intra only"),
        ({"min_bit_rate": 10**9}, "bit rate"),
        ({"max_bit_rate": 10}, "bit rate"),
        ({"audio_codecs": ("pcm_s24le",)}, "audio codec"),
        ({"audio_rates": (44_100,)}, "audio rate"),
        ({"audio_layouts": ("5.1",)}, "audio layout"),
        ({"languages_required": True}, "language"),
    ],
)
def test_profiles_can_demand(limits: dict[str, Any], check: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "demanded.mp4"
    if not path.exists():
        clip(path, sound_s=0.4)
    assert said(probe(path), **limits) == {check}


def test_sound_can_be_required(tmp_path: Path) -> None:
    assert said(probe(clip(tmp_path / "a.mkv")), sound_required=True) == {"sound stream"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"", "empty"),
        (b"#EXTM3U\n#EXTINF:10,\nhttp://127.0.0.1:9/a.ts\n", "never followed"),
        (b"ffconcat version 1.0\nfile 'b.mp4'\n", "never followed"),
        (b'<?xml version="1.0"?><MPD></MPD>', "never followed"),
        (b"this is no film", "can't be read"),
    ],
)
def test_what_is_no_film_is_refused_with_the_reason(text: bytes, why: str, tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(text)
    with pytest.raises(UserError, match=why):
        probe(tmp_path / "a.mp4")


def test_a_cut_off_file_says_how_much_is_missing(tmp_path: Path) -> None:
    path = clip(tmp_path / "a.mp4", 24, muxing={"movflags": "+faststart+write_colr"})
    data = path.read_bytes()
    path.write_bytes(data[:-2000])
    assert any("2000 bytes are missing" in fault for fault in probe(path).faults)
    clip(path, 24)
    path.write_bytes(path.read_bytes()[:-400])
    with pytest.raises(UserError, match="index is cut off or missing"):
        probe(path)


FILES = (
    "tags-missing",
    "box-against",
    "matroska-named",
    "uneven-frames.mp4",
    "drop-frame-at-25",
    "sound-too-short",
    "size-changes",
)


@pytest.mark.parametrize("name", FILES)
def test_planted_faults_of_files_are_found(name: str, tmp_path: Path) -> None:
    from aiprod.cli.benches import faults_picture

    full, make = next(item for item in faults_picture.faults(0) if item[0].startswith(name))
    wanted = make(tmp_path / full)
    assert wanted & faults_picture.found_in(tmp_path / full)


@pytest.mark.parametrize(
    ("timecode", "rate", "good"),
    [
        ("10:00:00:00", Fraction(25), True),
        ("10:00:00;00", Fraction(25), False),
        ("00:01:00;02", Fraction(30000, 1001), True),
        ("00:01:00;00", Fraction(30000, 1001), False),
        ("00:10:00;00", Fraction(30000, 1001), True),
        ("00:01:00;03", Fraction(60000, 1001), False),
        ("00:01:00:00", Fraction(30000, 1001), True),
        ("00:00:00:24", Fraction(24), False),
        ("24:00:00:00", Fraction(24), False),
        ("now", Fraction(24), False),
    ],
)
def test_timecodes(timecode: str, rate: Fraction, good: bool) -> None:
    assert (timecode_fault(timecode, rate) == "") is good
