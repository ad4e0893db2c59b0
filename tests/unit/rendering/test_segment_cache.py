# SPDX-License-Identifier: Apache-2.0
"""The segment cache and films made through it: what changed is rendered, the rest found, nothing damaged ever used."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from tests.unit.rendering.film_fixture import H, W, clip, gap, shoot, timeline, title, transition

from aiprod.film.errors import DiskFullError, Stopped
from aiprod.film.grade import ShotGrade
from aiprod.media.encoders import choose
from aiprod.media.video import packets_hash, read_frames
from aiprod.rendering.cache import SegmentCache
from aiprod.rendering.compile import compile_timeline
from aiprod.rendering.execute import join_or_render, render_film, render_segment
from aiprod.rendering.segments import Codec, PictureFormat, Segment

FORMAT = PictureFormat(width=W, height=H)
ENV = {**os.environ, "PYTHONPATH": "engine", "PYTHONDONTWRITEBYTECODE": "1"}


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("footage")
    return {name: shoot(folder / f"{name}.mp4", seed) for seed, name in enumerate("ab")}


def film(
    media: dict[str, Path], look: str = "neutral", fmt: PictureFormat = FORMAT, codec: Codec | None = None
) -> tuple[Segment, ...]:
    made = timeline(
        clip("a", 0, 10), transition("push", 2, 2), clip("b", 4, 8), clip("a", 20, 6), gap(4), titles=(gap(3), title(5))
    )  # fmt: skip
    return compile_timeline(made, media, {"b": ShotGrade(shot="b", look=look)}, fmt, codec)


def files(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_a_changed_shot_alone_is_rendered_again(media: dict[str, Path], tmp_path: Path) -> None:
    cache = SegmentCache(tmp_path / "cache", 1 << 30)
    told: list[tuple[int, int]] = []
    first = render_film(film(media), tmp_path / "one.mp4", cache, lambda done, total: told.append((done, total)))
    assert (first.frames, first.found, first.encoded_again) == (28, 0, "") and told[-1] == (28, 28)
    again = render_film(film(media), tmp_path / "two.mp4", cache)
    assert again.found == 28 and (tmp_path / "one.mp4").read_bytes() == (tmp_path / "two.mp4").read_bytes()
    changed = render_film(film(media, "noir"), tmp_path / "three.mp4", cache)
    assert changed.found == 28 - 4 - 6  # the dissolve and the rest of the shot
    assert files(tmp_path) == ["cache", "one.mp4", "three.mp4", "two.mp4"]
    assert not [name for name in files(tmp_path / "cache") if name.startswith("held")]


def test_a_damaged_segment_is_made_again(media: dict[str, Path], tmp_path: Path) -> None:
    cache = SegmentCache(tmp_path / "cache", 1 << 30)
    render_film(film(media), tmp_path / "one.mp4", cache)
    for place, path in enumerate(sorted((tmp_path / "cache").iterdir())):
        data = bytearray(path.read_bytes())
        if place % 2:
            data[len(data) // 2] ^= 1
        path.write_bytes(data if place % 2 else data[: len(data) // 2])
    again = render_film(film(media), tmp_path / "two.mp4", cache)
    assert again.found == 0 and (tmp_path / "one.mp4").read_bytes() == (tmp_path / "two.mp4").read_bytes()


def put(cache: SegmentCache, name: str, size: int) -> None:
    with cache.room(name) as path:
        path.write_bytes(os.urandom(size))


def test_the_least_recently_used_go_first(tmp_path: Path) -> None:
    cache = SegmentCache(tmp_path, 3000)
    for number, name in enumerate("abc"):
        put(cache, name, 1000)
        path = cache.find(name)
        assert path is not None
        os.utime(path, ns=(number, number))
    assert cache.find("a") is not None  # used just now
    put(cache, "d", 1000)
    assert [bool(cache.find(n)) for n in "abcd"] == [True, False, True, True] and cache.size() == 3000
    put(cache, "huge", 9000)
    assert cache.find("huge") is not None and cache.size() == 9000


def test_a_film_larger_than_the_cache_is_joined_all_the_same(media: dict[str, Path], tmp_path: Path) -> None:
    joined = render_film(film(media), tmp_path / "film.mp4", SegmentCache(tmp_path / "cache", 1))
    assert joined.frames == 28 == len(list(read_frames(tmp_path / "film.mp4")))
    assert len(files(tmp_path / "cache")) == 1


def test_what_fails_is_not_kept(tmp_path: Path) -> None:
    cache = SegmentCache(tmp_path, 1 << 20)
    with pytest.raises(ZeroDivisionError), cache.room("a") as path:
        path.write_bytes(b"half")
        _ = 1 / 0
    assert cache.find("a") is None and files(tmp_path) == []


def test_a_killed_process_leaves_nothing_that_counts(tmp_path: Path) -> None:
    code = f"""
import os, signal
from pathlib import Path
from aiprod.rendering.cache import SegmentCache
with SegmentCache(Path({str(tmp_path)!r}), 1 << 20).room("a") as path:
    path.write_bytes(b"half")
    os.kill(os.getpid(), signal.SIGKILL)
"""
    ran = subprocess.run([sys.executable, "-c", code], check=False, env=ENV)
    assert ran.returncode == -signal.SIGKILL and len(files(tmp_path)) == 1
    cache = SegmentCache(tmp_path, 1 << 20)
    assert cache.find("a") is None and files(tmp_path) == []


def test_a_full_disk_in_the_middle_leaves_no_film_and_no_poison(media: dict[str, Path], tmp_path: Path) -> None:
    segments = [s.to_json() for s in film(media)]
    code = f"""
import resource, signal, sys
from pathlib import Path
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from aiprod.film.errors import UserError
from aiprod.rendering.cache import SegmentCache
from aiprod.rendering.execute import render_film
from aiprod.rendering.segments import Segment
segments = [Segment.from_json(s) for s in {segments!r}]
import aiprod.rendering.kernels
resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000))
try:
    render_film(segments, Path({str(tmp_path / "film.mp4")!r}), SegmentCache(Path({str(tmp_path / "cache")!r}), 1 << 30))
except UserError as error:
    sys.exit(str(error))
"""
    ran = subprocess.run([sys.executable, "-c", code], check=False, env=ENV, capture_output=True, text=True)
    assert ran.returncode == 1 and "can't be" in ran.stderr, ran.stderr
    assert files(tmp_path) == ["cache"] and not [n for n in files(tmp_path / "cache") if n.startswith("held")]
    joined = render_film(film(media), tmp_path / "film.mp4", SegmentCache(tmp_path / "cache", 1 << 30))
    render_film(film(media), tmp_path / "fresh.mp4", SegmentCache(tmp_path / "fresh", 1 << 30))
    assert joined.frames == 28 and packets_hash(tmp_path / "film.mp4") == packets_hash(tmp_path / "fresh.mp4")


def test_no_space_is_told_as_such(tmp_path: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no full device")
    cache = SegmentCache(tmp_path, 1 << 20)
    with pytest.raises(DiskFullError, match="the disk is full"), cache.room("a") as path:
        path.symlink_to(full)
        from aiprod.film.files import disk_errors

        with disk_errors(path), path.open("wb", buffering=0) as stream:
            stream.write(b"x")
    assert files(tmp_path) == []


def test_stopping_keeps_what_was_rendered(media: dict[str, Path], tmp_path: Path) -> None:
    cache, stop = SegmentCache(tmp_path / "cache", 1 << 30), threading.Event()

    def watch(done: int, _total: int) -> None:
        if done > 14:
            stop.set()

    with pytest.raises(Stopped):
        render_film(film(media), tmp_path / "film.mp4", cache, watch, stop)
    assert not (tmp_path / "film.mp4").exists() and 1 <= len(files(tmp_path / "cache")) < 6
    assert render_film(film(media), tmp_path / "film.mp4", cache).found > 0


def test_two_processes_fill_one_cache(media: dict[str, Path], tmp_path: Path) -> None:
    segments = [s.to_json() for s in film(media)]
    code = f"""
import sys
from pathlib import Path
from aiprod.rendering.cache import SegmentCache
from aiprod.rendering.execute import render_film
from aiprod.rendering.segments import Segment
root = Path({str(tmp_path)!r})
for _ in range(2):
    render_film([Segment.from_json(s) for s in {segments!r}], root / sys.argv[1], SegmentCache(root / "cache", 20_000))
"""
    running = [subprocess.Popen([sys.executable, "-c", code, name], env=ENV) for name in ("one.mp4", "two.mp4")]
    assert [r.wait() for r in running] == [0, 0]
    assert (tmp_path / "one.mp4").read_bytes() == (tmp_path / "two.mp4").read_bytes()


CODECS = {
    "H.264 mp4": ("delivery_h264", "mp4", "", "420", 8, False),
    "H.264 mov": ("delivery_h264", "mov", "", "420", 8, False),
    "H.265 mp4": ("h265_10", "mp4", "hvc1", "420", 10, False),
    "ProRes mov": ("prores_422", "mov", "", "422", 10, False),
    "ProRes 4444 with alpha": ("prores_4444_alpha", "mov", "", "444", 10, True),
    "DNxHR mxf": ("dnxhr_hq", "mxf", "", "422", 8, False),
    "DNxHR 444 mov": ("dnxhr_444", "mov", "", "444", 10, False),
    "VP9 webm": ("vp9", "webm", "", "420", 8, False),
    "AV1 mkv": ("av1", "mkv", "", "420", 10, False),
}


@pytest.mark.parametrize("name", CODECS)
def test_every_codec_is_joined_as_it_was_rendered(name: str, media: dict[str, Path], tmp_path: Path) -> None:
    purpose, container, tag, chroma, bits, alpha = CODECS[name]
    encoder = choose(purpose)  # type: ignore[arg-type]
    fmt = PictureFormat.from_json(
        {**FORMAT.to_json(), "width": 256, "height": 144, "chroma": chroma, "bits": bits, "alpha": alpha}
    )
    segments = film(media, fmt=fmt, codec=Codec.of(encoder, container, tag))[:4]  # type: ignore[arg-type]
    parts = [tmp_path / f"{index}.{container}" for index in range(len(segments))]
    for segment, part in zip(segments, parts, strict=True):
        render_segment(segment, part)
    out = tmp_path / f"film.{container}"
    joined = join_or_render(parts, segments, out, timecode="01:00:00:00")
    assert joined.encoded_again == "" and joined.frames == sum(s.frames for s in segments)
    shown = [bytes(f.planes[0]) for f in read_frames(out)]
    assert shown == [bytes(f.planes[0]) for part in parts for f in read_frames(part)]
    again = tmp_path / f"again.{container}"
    join_or_render(parts, segments, again, timecode="01:00:00:00")
    assert again.read_bytes() == out.read_bytes()


def test_segments_are_the_same_bytes_in_every_container(media: dict[str, Path], tmp_path: Path) -> None:
    for name in ("DNxHR mxf", "ProRes mov", "AV1 mkv"):
        purpose, container, tag, chroma, bits, _ = CODECS[name]
        fmt = FORMAT.changed(width=256, height=144, chroma=chroma, bits=bits)
        segment = film(media, fmt=fmt, codec=Codec.of(choose(purpose), container, tag))[0]  # type: ignore[arg-type]
        for turn in range(2):
            render_segment(segment, tmp_path / f"{turn}.{container}")
        assert (tmp_path / f"0.{container}").read_bytes() == (tmp_path / f"1.{container}").read_bytes(), name
