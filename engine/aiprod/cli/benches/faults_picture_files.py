# SPDX-License-Identifier: Apache-2.0
"""Files that are not what they say, or not whole."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from aiprod.cli.benches import faults_picture_scenes as scenes
from aiprod.cli.benches.faults_picture_scenes import encode

Maker = Callable[[Path], frozenset[str]]
_MASTERING = (
    "hdr10=1:repeat-headers=1:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc:range=limited:log-level=error:"
    "master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,1):max-cll=1000,400"
)
_TEN_BIT: dict[str, Any] = {"codec": "libx265", "fmt": "yuv420p10le"}


def faulty_files() -> list[tuple[str, Maker]]:
    """Names and makers of files with a fault of the container."""
    pan = partial(scenes.pan, 81, 48)
    return [
        ("tags-missing.mp4", partial(_wrong, clip=pan, checks={"colour tags"}, tags=(2, 2, 2, 0))),
        ("full-range-flag.mp4", partial(_wrong, clip=pan, checks={"colour range"}, tags=(1, 1, 1, 2), fmt="yuvj420p")),
        ("601-in-high-definition.mkv", partial(_wrong, clip=_high, checks={"colour tags"}, tags=(1, 1, 6, 1))),
        ("2020-primaries-709-matrix.mp4", partial(_wrong, clip=pan, checks={"colour tags"}, tags=(9, 14, 1, 1))),
        ("pq-with-709-primaries.mp4", partial(_wrong, clip=pan, checks={"colour tags"}, tags=(1, 16, 1, 1), **_TEN_BIT)),
        ("pq-without-metadata.mp4", partial(_wrong, clip=pan, checks={"HDR metadata"}, tags=(9, 16, 9, 1), **_TEN_BIT)),
        ("pq-in-8-bits.mp4", partial(_wrong, clip=pan, checks={"colour tags"}, tags=(9, 16, 9, 1))),
        ("box-against-pictures.mp4", partial(_patched_box, clip=pan)),
        ("matroska-named.mp4", partial(_misnamed, clip=pan)),
        ("truncated-index-first.mp4", partial(_truncated, clip=pan, share=0.6)),
        ("truncated-index-last.mp4", partial(_truncated, clip=pan, share=0.7, first=False)),
        ("truncated.mkv", partial(_truncated, clip=pan, share=0.5)),
        ("uneven-frames.mkv", partial(_wrong, clip=pan, checks={"constant rate"}, times=_uneven())),
        ("uneven-frames.mp4", partial(_wrong, clip=pan, checks={"constant rate"}, times=_uneven(3))),
        ("drop-frame-at-25.mkv", partial(_wrong, clip=pan, checks={"timecode"}, rate=25, timecode="10:00:00;00")),
        ("dropped-number.mkv", partial(_noted, clip=pan, timecode="10:01:00;00")),
        ("no-such-time.mkv", partial(_noted, clip=pan, timecode="10:61:00:00")),
        ("sound-too-long.mp4", partial(_wrong, clip=pan, checks={"stream lengths"}, sound_s=2.6)),
        ("sound-too-short.mp4", partial(_wrong, clip=pan, checks={"stream lengths"}, sound_s=1.4)),
        ("sound-late.mkv", partial(_wrong, clip=pan, checks={"stream starts"}, sound_s=1.7, sound_start_s=0.3)),
        ("flipped-bits.mp4", partial(_flipped, clip=pan)),
        ("size-changes.ts", _size_changes),
        ("empty.mp4", _empty),
        ("playlist.mp4", _playlist),
    ]  # fmt: skip


def _wrong(path: Path, clip: Callable[[], Any], checks: set[str], **how: Any) -> frozenset[str]:
    encode(path, clip(), **how)
    return frozenset(checks)


def _high() -> list[Any]:
    """A small number of frames of 720 lines."""
    import cv2

    return [cv2.resize(picture, (1280, 720)) for picture in scenes.pan(82, 12)]


def _uneven(seed: int = 1) -> list[int]:
    steps = np.random.default_rng(seed).choice([25, 33, 42, 67], 48)
    return [int(at) for at in np.cumsum(steps) - steps[0]]


def _patched_box(path: Path, clip: Callable[[], Any]) -> frozenset[str]:
    """The colour box says BT.2020 PQ, the pictures BT.709."""
    encode(path, clip())
    data = path.read_bytes()
    old = b"colrnclx" + bytes((0, 1, 0, 1, 0, 1))
    assert old in data
    path.write_bytes(data.replace(old, b"colrnclx" + bytes((0, 9, 0, 16, 0, 9))))
    return frozenset({"colour box"})


def _misnamed(path: Path, clip: Callable[[], Any]) -> frozenset[str]:
    encode(path, clip(), format="matroska")
    return frozenset({"file name"})


def _truncated(path: Path, clip: Callable[[], Any], share: float, first: bool = True) -> frozenset[str]:
    encode(path, clip(), muxing={"movflags": "+faststart+write_colr"} if first and path.suffix == ".mp4" else None)
    data = path.read_bytes()
    path.write_bytes(data[: round(share * len(data))])
    return frozenset({"whole file"} if first else {"unreadable"})


def _noted(path: Path, clip: Callable[[], Any], timecode: str) -> frozenset[str]:
    """A time code as a plain tag, which no muxer corrects."""
    encode(path, clip(), rate=Fraction(30000, 1001), timecode=timecode)
    return frozenset({"timecode"})


def _flipped(path: Path, clip: Callable[[], Any]) -> frozenset[str]:
    """Bits that went wrong in the middle of the coded pictures."""
    encode(path, clip())
    data = bytearray(path.read_bytes())
    rng = np.random.default_rng(5)
    for at in rng.integers(len(data) // 3, 2 * len(data) // 3, 12):
        data[at : at + 24] = rng.integers(0, 256, 24).astype(np.uint8).tobytes()
    path.write_bytes(bytes(data))
    return frozenset({"decoding", "corrupt blocks", "corrupt colours", "single frames", "torn frames"})


def _size_changes(path: Path) -> frozenset[str]:
    """Two transport streams of different sizes, one after the other."""
    other = path.with_name("other.ts")
    encode(path, scenes.pan(83, 30), rate=25)
    encode(other, [picture[:180, :320] for picture in scenes.pan(84, 30)], rate=25)
    path.write_bytes(path.read_bytes() + other.read_bytes())
    other.unlink()
    return frozenset({"picture size changes"})


def _empty(path: Path) -> frozenset[str]:
    path.write_bytes(b"")
    return frozenset({"unreadable"})


def _playlist(path: Path) -> frozenset[str]:
    path.write_text("#EXTM3U\n#EXTINF:10,\nhttp://127.0.0.1:9/film.ts\n#EXT-X-ENDLIST\n", "utf-8")
    return frozenset({"unreadable"})


def hdr10(path: Path, frames: list[Any]) -> None:
    """A PQ file with its mastering display and light levels in the pictures."""
    options = {"crf": "16", "preset": "ultrafast", "x265-params": _MASTERING}
    encode(path, frames, tags=(9, 16, 9, 1), options=options, **_TEN_BIT)


def standard_definition(path: Path) -> frozenset[str]:
    """PAL, 4:2:2, interlaced flags aside: Rec.601 tags of 625 lines."""
    import cv2

    clip = [cv2.resize(picture, (720, 576)) for picture in scenes.handheld(176, 40)]
    encode(path, clip, rate=25, tags=(5, 6, 5, 1), codec="prores_ks", fmt="yuv422p10le")
    return frozenset()
