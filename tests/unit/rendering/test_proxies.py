# SPDX-License-Identifier: Apache-2.0
"""Proxies: the footage's frames at their times, in its own codes, found at once; and a cache that keeps them."""

import threading
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from tests.unit.rendering.film_fixture import H, N, W, clip, number, shoot, timeline

from aiprod.film.errors import Stopped, UserError
from aiprod.film.hashing import hash_file
from aiprod.media.encoders import Encoder
from aiprod.media.reading import read_frames
from aiprod.rendering.cache import SegmentCache
from aiprod.rendering.compile import compile_timeline
from aiprod.rendering.planes import planes_of
from aiprod.rendering.proxies import ENCODERS, Proxies, make_proxy, proxy_size
from aiprod.rendering.segments import PictureFormat
from aiprod.rendering.viewing import Viewer

LONG = Encoder("libx264", "yuv420p", {"preset": "ultrafast", "crf": "8", "x264-params": "keyint=250"})


@pytest.fixture(scope="module")
def footage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shoot(tmp_path_factory.mktemp("footage") / "a.mp4", 1, encoder=LONG, width=2 * W, height=2 * H)


@pytest.mark.parametrize("encoder", ENCODERS, ids=lambda encoder: encoder.codec)
def test_every_frame_is_a_key_frame_and_the_footages_own(encoder: Encoder, footage: Path, tmp_path: Path) -> None:
    out = tmp_path / "proxy"
    made = make_proxy(footage, out, encoder=encoder)
    assert (made.frames, made.codec, made.width, made.height) == (N, encoder.codec, 2 * W, 2 * H)
    assert [path.name for path in tmp_path.iterdir()] == ["proxy"]
    with av.open(str(out)) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
        assert len(packets) == N and all(packet.is_keyframe for packet in packets)
    originals, frames = list(read_frames(footage)), list(read_frames(out))
    assert [number(planes_of(frame).y) for frame in frames] == list(range(N))
    for original, frame in zip(originals, frames, strict=True):
        assert (int(frame.colorspace), int(frame.color_range)) == (1, 1)
        assert np.abs(planes_of(frame).y.astype(int) - planes_of(original).y).mean() < 2.0


def test_times_are_kept_even_where_the_rate_varies(tmp_path: Path) -> None:
    source, out = tmp_path / "vfr.mkv", tmp_path / "proxy"
    times = [0, 40, 80, 200, 240, 400]
    with av.open(str(source), "w") as target:
        stream = target.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        stream.codec_context.time_base = Fraction(1, 1000)
        for time in times:
            frame = av.VideoFrame.from_ndarray(np.full((180, 320, 3), time // 2, np.uint8), format="rgb24").reformat(
                format="yuv420p"
            )
            frame.pts, frame.time_base = time, Fraction(1, 1000)
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    make_proxy(source, out)
    kept = [float(frame.pts * frame.time_base) for frame in read_frames(out)]
    assert kept == pytest.approx([time / 1000 for time in times], abs=0.001)


def test_a_wide_gamut_stays_what_it_is(tmp_path: Path) -> None:
    source, out = tmp_path / "wide.mov", tmp_path / "proxy"
    with av.open(str(source), "w", options={"movflags": "+write_colr"}) as target:
        stream = target.add_stream("prores_ks", rate=24, options={"profile": "0"})
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv422p10le"
        context = stream.codec_context
        context.color_primaries, context.color_trc, context.colorspace, context.color_range = 9, 16, 9, 1
        for _ in range(3):
            target.mux(stream.encode(av.VideoFrame.from_ndarray(np.full((180, 320, 3), 90, np.uint8), format="rgb24")))
        target.mux(stream.encode(None))
    make_proxy(source, out)
    (frame, *_), (original, *_) = read_frames(out), read_frames(source)
    assert (int(frame.colorspace), int(frame.color_range)) == (int(original.colorspace), int(original.color_range)) == (9, 1)
    with av.open(str(out)) as container:
        context = container.streams.video[0].codec_context
        assert (context.color_primaries, context.color_trc, context.colorspace) == (9, 16, 9)
    assert abs(float(planes_of(frame).y.mean()) - float(planes_of(original).y.mean()) / 4) < 1.5


@pytest.mark.parametrize(
    ("size", "small"),
    [
        ((1920, 1080), (960, 540)),
        ((1080, 1920), (540, 960)),
        ((640, 360), (640, 360)),
        ((3840, 1608), (960, 402)),
        ((99, 51), (98, 50)),
    ],
)
def test_sizes(size: tuple[int, int], small: tuple[int, int]) -> None:
    assert proxy_size(*size) == small


def test_a_viewer_shows_the_proxy(footage: Path, tmp_path: Path) -> None:
    media = hash_file(footage)
    proxies = Proxies(SegmentCache(tmp_path / "cache", 1 << 30))
    path = proxies.of(footage, media)
    assert proxies.of(footage, media) == path == proxies.find(media)
    segments = compile_timeline(timeline(clip("a", 4, 20)), {"take-a": footage}, {}, PictureFormat(width=2 * W, height=2 * H))
    known = proxies.known(segments)
    assert Proxies(SegmentCache(tmp_path / "other", 1 << 30)).known(segments) == {}
    assert known == {media: path}
    with Viewer(segments, scale=2) as plain, Viewer(segments, scale=2, proxies=known) as quick:
        assert quick._segments[0].outgoing is not None and quick._segments[0].outgoing.path == str(path)
        for index in (0, 13, 5):
            assert np.abs(plain.frame_at(index).astype(int) - quick.frame_at(index)).mean() < 2.0


def test_what_goes_wrong_leaves_nothing_behind(footage: Path, tmp_path: Path) -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(Stopped):
        make_proxy(footage, tmp_path / "proxy", stop=stop)
    torn = tmp_path / "torn.mp4"
    torn.write_bytes(footage.read_bytes()[:2000])
    with pytest.raises(UserError):
        make_proxy(torn, tmp_path / "proxy")
    with pytest.raises(UserError):
        make_proxy(footage, tmp_path / "gone" / "proxy")
    assert [path.name for path in tmp_path.iterdir()] == ["torn.mp4"]
