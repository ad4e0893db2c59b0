# SPDX-License-Identifier: Apache-2.0
"""Footage as it really comes: odd rates, odd sizes, damaged, missing, stills, playlists. A right picture or a clear refusal."""

import socket
import struct
import threading
import zlib
from fractions import Fraction
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import opentimelineio as otio
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageCms
from tests.unit.rendering.film_fixture import H, N, W, clip, gap, shoot, timeline, transition

from aiprod.film.errors import UserError
from aiprod.film.time import FrameRate
from aiprod.media.reading import frames_at, length_of, read_frames
from aiprod.rendering.compile import compile_timeline, exact_rate
from aiprod.rendering.execute import frames, render_segment
from aiprod.rendering.planes import coding_of, planes_of, to_rgb
from aiprod.rendering.segments import PictureFormat, Segment
from aiprod.rendering.stills import read_still

FORMAT = PictureFormat(width=W, height=H)


def numbered(path: Path, times: list[int], base: Fraction, size: tuple[int, int] = (W, H), origin: int = 0) -> Path:
    """A file whose frame n is a grey of 30 + 4n, shown from times[n]·base on; the last entry is when the last one ends."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=30, options={"crf": "4", "preset": "ultrafast", "g": "12"})
        stream.width, stream.height, stream.pix_fmt, stream.time_base = *size, "yuv420p", base
        stream.codec_context.time_base = base
        stream.codec_context.color_range, stream.codec_context.colorspace = 1, 1
        for index, (begin, end) in enumerate(pairwise(times)):
            planes = [np.full((size[1], size[0]), 30 + 4 * index, np.uint8), np.full((size[1] // 2, size[0]), 128, np.uint8)]
            frame = av.VideoFrame.from_ndarray(np.concatenate([planes[0], planes[1].reshape(-1, size[0])]), format="yuv420p")
            frame.pts, frame.time_base, frame.duration = origin + begin, base, end - begin
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def shown(segment: Segment) -> list[int]:
    return [round((float(planes_of(f).y[H // 2, W // 2]) - 30) / 4) for f in frames(segment)]


def at(rate: float, first: int, count: int, available: int | None, name: str = "a", begin: int = 0) -> otio.schema.Clip:
    def span(start: int, length: int) -> otio.opentime.TimeRange:
        return otio.opentime.TimeRange(otio.opentime.RationalTime(start, rate), otio.opentime.RationalTime(length, rate))

    media = otio.schema.ExternalReference("a.mp4", span(begin, available) if available else None)
    made = otio.schema.Clip(name, media, span(first, count))
    made.metadata["aiprod"] = {"shot": name}
    return made


# A telephone: 30 frames a second that come late, drop out, then come in a bunch. In 1/600 s.
UNEVEN = [0, 20, 40, 75, 80, 100, 180, 190, 200, 300, 320, 340, 360, 400, 460, 480, 500, 520, 590, 600]


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".mov"])
@pytest.mark.parametrize("first", [0, 3, 9, 14])
def test_variable_frame_rate_is_read_by_time(suffix: str, first: int, tmp_path: Path) -> None:
    path = numbered(tmp_path / f"a{suffix}", UNEVEN, Fraction(1, 600))
    segment = compile_timeline(timeline(at(24, first, 24 - first, 24)), {"a": path}, {}, FORMAT)[0]
    wanted = []
    for index in range(first, 24):
        moment = index * 600 / 24 + 600 / 24 / 4  # rounding of a quarter of a frame is allowed
        wanted.append(max(n for n, time in enumerate(UNEVEN[:-1]) if time <= moment))
    assert shown(segment) == wanted


def test_a_film_that_begins_late_begins_with_its_first_frame(tmp_path: Path) -> None:
    even = [25 * n for n in range(21)]
    path = numbered(tmp_path / "a.mkv", even, Fraction(1, 600), origin=1200)
    segment = compile_timeline(timeline(at(24, 4, 10, 20)), {"a": path}, {}, FORMAT)[0]
    assert shown(segment) == list(range(4, 14))


def test_a_stream_without_times_or_index_is_counted(tmp_path: Path) -> None:
    path = numbered(tmp_path / "a.h264", list(range(31)), Fraction(1, 30))
    segment = compile_timeline(timeline(at(24, 12, 8, 24)), {"a": path}, {}, FORMAT)[0]
    rate = length_of(path)[1]
    assert shown(segment) == [int((n / 24 + 1 / 96) * rate) for n in range(12, 20)]


@pytest.mark.parametrize(
    ("rate", "film"), [(25, (24, 1)), (30, (24, 1)), (50, (25, 1)), (23.976, (30000, 1001)), (60, (24000, 1001))]
)
def test_mixed_rates_keep_their_time(rate: float, film: tuple[int, int], tmp_path: Path) -> None:
    exact = exact_rate(rate)
    base = 1 / (exact * 100)
    path = numbered(tmp_path / "a.mp4", [100 * n for n in range(31)], base)
    fmt = FORMAT.changed(rate=FrameRate(numerator=film[0], denominator=film[1]))
    segment = compile_timeline(timeline(at(rate, 3, 20, 30)), {"a": path}, {}, fmt)[0]
    speed = exact / fmt.rate.fps
    assert segment.frames == round(20 / speed)
    assert shown(segment) == [3 + int(i * speed) for i in range(segment.frames)]


def test_rates_as_timelines_write_them() -> None:
    known = {
        23.976: (24000, 1001),
        23.98: (24000, 1001),
        29.97: (30000, 1001),
        59.94: (60000, 1001),
        24.0: (24, 1),
        12.5: (25, 2),
    }
    known |= {23.976023976023978: (24000, 1001), 119.88: (120000, 1001), 25.0: (25, 1)}
    assert {rate: exact_rate(rate) for rate in known} == {rate: Fraction(*exact) for rate, exact in known.items()}


@pytest.mark.parametrize("size", [(96, 54), (320, 180), (180, 320), (130, 108), (64, 64), (322, 242)])
def test_mixed_sizes_fit_without_a_change_of_colour(size: tuple[int, int], tmp_path: Path) -> None:
    path = numbered(tmp_path / "a.mp4", [0, 1, 2, 3], Fraction(1, 24), size)
    segment = compile_timeline(timeline(at(24, 0, 3, 3)), {"a": path}, {}, FORMAT)[0]
    y, u, v = planes_of(next(frames(segment)))
    assert y.shape == (H, W) and abs(int(y[H // 2, W // 2]) - 30) <= 1 and abs(int(u[H // 4, W // 4]) - 128) <= 1
    inside = min(W / size[0], H / size[1])
    assert abs(int((y > 23).sum()) - round(size[0] * inside) * round(size[1] * inside)) <= 3 * max(W, H)
    assert set(np.unique(v)) <= {127, 128, 129}


def test_one_frame_clips_and_negative_handles(tmp_path: Path) -> None:
    path = numbered(tmp_path / "a.mp4", list(range(11)), Fraction(1, 24))
    made = timeline(at(24, 5, 1, 10), at(24, 0, 1, 10), at(24, 99, 1, 4, begin=96), at(24, -3, 6, 10))
    segments = compile_timeline(made, {"a": path}, {}, FORMAT)
    assert [shown(s) for s in segments] == [[5], [0], [3], [0, 0, 0, 0, 1, 2]]
    made = timeline(at(24, 1, 5, 10), transition("dissolve", 2, 3), at(24, 2, 5, 10))
    blend = compile_timeline(made, {"a": path}, {}, FORMAT)[1]
    assert blend.incoming is not None and [blend.incoming.frame_at(i) for i in range(5)] == [0, 1, 2, 3, 4]


def test_a_single_frame_file_is_footage(tmp_path: Path) -> None:
    path = numbered(tmp_path / "a.mp4", [0, 1], Fraction(1, 24))
    segment = compile_timeline(timeline(at(24, 0, 1, None)), {"a": path}, {}, FORMAT)[0]
    assert shown(segment) == [0]
    render_segment(segment, tmp_path / "out.mp4")
    assert len(list(read_frames(tmp_path / "out.mp4"))) == 1


def test_a_transition_longer_than_its_shots_is_refused(tmp_path: Path) -> None:
    path = numbered(tmp_path / "a.mp4", list(range(11)), Fraction(1, 24))
    made = timeline(at(24, 0, 4, 10), transition("dissolve", 6, 2), at(24, 2, 5, 10))
    with pytest.raises(UserError, match="longer than its shots"):
        compile_timeline(made, {"a": path}, {}, FORMAT)


def test_files_cut_off_anywhere_are_an_error_or_right(tmp_path: Path) -> None:
    whole = shoot(tmp_path / "whole.mp4", 1).read_bytes()
    for share in (0.01, 0.3, 0.6, 0.9, 0.999):
        cut = tmp_path / "cut.mp4"
        cut.write_bytes(whole[: int(len(whole) * share)])
        segment = compile_timeline(timeline(clip("a", 0, N)), {"a": cut}, {}, FORMAT)[0]
        with pytest.raises(UserError, match=r"too short|can't be read"):
            render_segment(segment, tmp_path / "out.mp4")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["cut.mp4", "whole.mp4"]


def test_missing_media_are_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="has lost its picture"):
        compile_timeline(timeline(clip("a", 0, 4)), {"a": tmp_path / "gone.mp4"}, {}, FORMAT)
    path = numbered(tmp_path / "a.mp4", list(range(11)), Fraction(1, 24))
    segment = compile_timeline(timeline(clip("a", 0, 4)), {"a": path}, {}, FORMAT)[0]
    path.unlink()
    with pytest.raises(UserError, match="no such file"):
        render_segment(segment, tmp_path / "out.mp4")
    (tmp_path / "sound.mp4").write_bytes(b"")
    with pytest.raises(UserError, match="can't be read"):
        next(read_frames(tmp_path / "sound.mp4"))


# -- playlists and addresses -------------------------------------------------------------------------------------------


@pytest.fixture
def trap() -> tuple[str, list[str]]:
    """A server that notes who comes."""
    visits: list[str] = []
    server = socket.create_server(("127.0.0.1", 0))

    def wait() -> None:
        while True:
            try:
                visitor, _ = server.accept()
            except OSError:
                return
            visits.append(visitor.recv(200).decode("latin-1"))
            visitor.close()

    threading.Thread(target=wait, daemon=True).start()
    yield f"http://127.0.0.1:{server.getsockname()[1]}/film.ts", visits  # type: ignore[misc]
    server.close()


LISTS = {
    "film.m3u8": "#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n{url}\n#EXT-X-ENDLIST\n",
    "film.mp4": "#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n{url}\n#EXT-X-ENDLIST\n",
    "film.ffconcat": "ffconcat version 1.0\nfile '{url}'\n",
    "film.mov": "ffconcat version 1.0\nfile '{url}'\n",
    "film.sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n",
    "film.mpd": "<?xml version='1.0'?><MPD><BaseURL>{url}</BaseURL></MPD>",
    "film.mkv": "\n\n  #EXTM3U\n#EXTINF:4,\n{url}\n",
    "film.pls": "[playlist]\nFile1={url}\n",
}


@pytest.mark.parametrize("name", LISTS)
def test_playlists_are_never_followed(name: str, trap: tuple[str, list[str]], tmp_path: Path) -> None:
    url, visits = trap
    path = tmp_path / name
    path.write_text(LISTS[name].format(url=url))
    for read in (lambda: next(read_frames(path)), lambda: next(frames_at(path, [0])), lambda: length_of(path)):
        with pytest.raises(UserError, match=r"never followed|can't be read"):
            read()
    assert visits == []


@pytest.mark.parametrize("prefix", ["", "concat:", "async:", "cache:"])
def test_addresses_are_never_opened(prefix: str, trap: tuple[str, list[str]]) -> None:
    url, visits = trap
    for path in (Path(prefix + url), Path(prefix + url.replace("http://", "http:/"))):
        with pytest.raises(UserError):
            next(read_frames(path))
    assert visits == []


# -- stills ------------------------------------------------------------------------------------------------------------


def wide_gamut() -> bytes:
    """An ICC profile with Display P3's primaries and a gamma of 2.2, built here (ICC.1:2010, a matrix profile)."""

    def s15(*values: float) -> bytes:
        return b"".join(struct.pack(">i", round(v * 65536)) for v in values)

    colorants = {"rXYZ": (0.51512, 0.2412, -0.00105), "gXYZ": (0.29198, 0.69225, 0.04189), "bXYZ": (0.1571, 0.06657, 0.78407)}
    parts = {name.encode(): b"XYZ \0\0\0\0" + s15(*value) for name, value in colorants.items()}
    parts |= {b"wtpt": b"XYZ \0\0\0\0" + s15(0.9642, 1.0, 0.82491)}
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(2.2 * 256)) + b"\0\0"
    parts |= {b"rTRC": curve, b"gTRC": curve, b"bTRC": curve}
    parts |= {b"desc": b"desc\0\0\0\0" + struct.pack(">I", 3) + b"P3\0" + b"\0" * 79, b"cprt": b"text\0\0\0\0none\0\0\0\0"}
    table, body, offset = b"", b"", 128 + 4 + 12 * len(parts)
    for tag, data in parts.items():
        data += b"\0" * (-len(data) % 4)
        table += tag + struct.pack(">II", offset + len(body), len(data))
        body += data
    head = struct.pack(">I4sI4s4s4s12s4s", 0, b"none", 0x02400000, b"mntr", b"RGB ", b"XYZ ", b"\0" * 12, b"acsp")
    head = head.ljust(68, b"\0") + s15(0.9642, 1.0, 0.82491)
    whole = head.ljust(128, b"\0") + struct.pack(">I", len(parts)) + table + body
    return struct.pack(">I", len(whole)) + whole[4:]


def p3_to_srgb(codes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Display P3 primaries, gamma 2.2 → sRGB codes, from the primaries' chromaticities alone."""

    def to_xyz(points: tuple[tuple[float, float], ...]) -> NDArray[np.float64]:
        columns = np.array([(x / y, 1, (1 - x - y) / y) for x, y in points]).T
        white = np.array([0.3127 / 0.3290, 1, (1 - 0.3127 - 0.3290) / 0.3290])
        return columns * np.linalg.solve(columns, white)

    p3, srgb = ((0.68, 0.32), (0.265, 0.69), (0.15, 0.06)), ((0.64, 0.33), (0.3, 0.6), (0.15, 0.06))
    linear = np.clip((codes**2.2) @ (np.linalg.inv(to_xyz(srgb)) @ to_xyz(p3)).T, 0, 1)
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".tiff"])
def test_a_still_is_brought_to_srgb_by_its_profile(suffix: str, tmp_path: Path) -> None:
    colour_ = (120, 180, 90)
    path = tmp_path / f"still{suffix}"
    Image.new("RGB", (64, 36), colour_).save(path, icc_profile=wide_gamut(), **({"quality": 98} if suffix == ".jpg" else {}))
    seen = read_still(path)[18, 32].astype(float)
    assert np.abs(seen - 255 * p3_to_srgb(np.array(colour_) / 255)).max() < 2.5
    assert np.abs(seen - colour_).max() > 8  # the profile did something


def test_a_still_lasts_as_long_as_its_clip(tmp_path: Path) -> None:
    path = tmp_path / "still.png"
    Image.new("RGB", (W, H), (200, 100, 50)).save(path)
    for available in (None, 1, 300):
        segment = compile_timeline(timeline(at(24, 0, 30, available)), {"a": path}, {}, FORMAT)[0]
        seen = list(frames(segment))
        assert len(seen) == 30
        rgb = 255 * to_rgb(planes_of(seen[-1]), coding_of(seen[-1])).mean(axis=(0, 1))
        assert np.abs(rgb - (200, 100, 50)).max() < 1.5


def test_sixteen_bits_of_a_still_are_kept(tmp_path: Path) -> None:
    import cv2

    ramp = np.repeat(np.linspace(0, 65535, 256).astype(np.uint16)[None, :, None], 3, axis=2).repeat(4, axis=0)
    for suffix in (".png", ".tiff"):
        cv2.imwrite(str(tmp_path / f"ramp{suffix}"), ramp)
        assert (read_still(tmp_path / f"ramp{suffix}") == ramp).all()


def test_stills_that_have_no_colours_of_a_display_are_refused(tmp_path: Path) -> None:
    Image.new("CMYK", (8, 8)).save(tmp_path / "print.tiff")
    Image.new("LAB", (8, 8)).save(tmp_path / "lab.tiff")
    broken = BytesIO()
    Image.new("RGB", (8, 8)).save(broken, "PNG", icc_profile=b"no profile at all" * 10)
    (tmp_path / "profile.png").write_bytes(broken.getvalue())
    (tmp_path / "half.png").write_bytes(broken.getvalue()[:60])
    (tmp_path / "light.exr").write_bytes(b"\x76\x2f\x31\x01")
    for name, why in (
        ("print.tiff", "CMYK and it carries no profile"), ("lab.tiff", "LAB"), ("profile.png", "profile can't be followed"),
        ("half.png", "can't be read as a picture"), ("light.exr", "floating-point"), ("gone.png", "no such file"),
    ):  # fmt: skip
        with pytest.raises(UserError, match=why):
            read_still(tmp_path / name)


def test_a_see_through_still_shows_black_where_it_is(tmp_path: Path) -> None:
    Image.new("RGBA", (8, 8), (200, 100, 50, 128)).save(tmp_path / "a.png")
    assert np.abs(read_still(tmp_path / "a.png")[4, 4].astype(int) - (100, 50, 25)).max() <= 1


def test_a_bomb_of_a_still_is_refused(tmp_path: Path) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    (tmp_path / "bomb.png").write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 99)))
    with pytest.raises(UserError, match="can't be read as a picture"):
        read_still(tmp_path / "bomb.png")


def test_profiles_are_what_the_colour_engine_says() -> None:
    assert "P3" in ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(BytesIO(wide_gamut())))


def test_gaps_alone_are_black(tmp_path: Path) -> None:
    segment = compile_timeline(timeline(gap(3)), {}, {}, FORMAT)[0]
    assert all((planes_of(f).y == 16).all() for f in frames(segment))
