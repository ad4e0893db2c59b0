# SPDX-License-Identifier: Apache-2.0
"""The user's own files in the film: copied whole or not at all, refused with a reason."""

import os
import subprocess
import sys
import threading
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from aiprod.film.brief import Brief
from aiprod.film.errors import Stopped, UserError
from aiprod.film.film import Film
from aiprod.film.store import FilmStore
from aiprod.film.time import FrameRate
from aiprod.media.audio import SAMPLE_RATE, read_audio, write_audio
from aiprod.media.encoders import choose
from aiprod.media.video import VideoWriter
from aiprod.production.adopting import adopt, adopt_parts


@pytest.fixture
def store(tmp_path: Path) -> FilmStore:
    return FilmStore.create(tmp_path / "f.aiprod", Film(name="a", brief=Brief(text="A cat.", language="en")))


def video(path: Path, frames: int = 30, rate: int = 25) -> Path:
    with VideoWriter(path, Fraction(rate), 128, 64, choose("take")) as writer:
        for index in range(frames):
            writer.write_rgb(np.random.default_rng(index).integers(0, 255, (64, 128, 3), np.uint8))
    return path


def tone(seconds: float, channels: int = 1) -> np.ndarray:
    clock = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return np.repeat(0.3 * np.sin(2 * np.pi * 440 * clock)[:, None], channels, axis=1).astype(np.float32)


def talkie(path: Path, seconds: float = 2.0, *, picture: bool = True, late: float = 0.0) -> Path:
    """A film with AAC sound, which may begin later than the picture."""
    with av.open(str(path), "w") as container:
        shown = container.add_stream("mpeg4", 25) if picture else None
        if shown is not None:
            shown.width, shown.height, shown.pix_fmt = 128, 64, "yuv420p"
        heard = container.add_stream("aac", SAMPLE_RATE, layout="stereo")
        for index in range(round(seconds * 25) if shown is not None else 0):
            noise = np.random.default_rng(index).integers(0, 255, (64, 128, 3), np.uint8)
            container.mux(shown.encode(av.VideoFrame.from_ndarray(noise)))
        sound = tone(seconds - late, 2)
        for start in range(0, len(sound) - 1024, 1024):
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound[start : start + 1024].T), "fltp", "stereo")
            frame.sample_rate, frame.pts = SAMPLE_RATE, start + round(late * SAMPLE_RATE)
            container.mux(heard.encode(frame))
        for stream in (shown, heard):
            container.mux(stream.encode() if stream is not None else [])
    return path


def left(store: FilmStore) -> list[str]:
    folder = store.root / "media"
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_a_film_file_comes_with_its_own_rate_and_length(store: FilmStore, tmp_path: Path) -> None:
    source = video(tmp_path / "Été à la mer.MP4")
    found = adopt(store, source)
    assert found.frames == 30 and found.rate == FrameRate(numerator=25) and not found.still
    assert found.path.startswith("media/ete-a-la-mer-") and found.path.endswith(".mp4")
    assert (store.root / found.path).read_bytes() == source.read_bytes() and source.is_file()


def test_the_same_file_is_kept_once_and_others_of_its_name_beside_it(store: FilmStore, tmp_path: Path) -> None:
    first = adopt(store, video(tmp_path / "a.mp4"))
    assert adopt(store, video(tmp_path / "a.mp4")) == first and adopt(store, store.root / first.path) == first
    second = adopt(store, video(tmp_path / "a.mp4", 12))
    assert second.path != first.path and len(left(store)) == 2


def test_the_sound_of_a_film_comes_with_it_and_in_step(store: FilmStore, tmp_path: Path) -> None:
    parts = adopt_parts(store, talkie(tmp_path / "a.mp4"))
    assert parts.picture is not None and parts.picture.frames == 50
    assert parts.sound is not None and parts.sound.rate == store.film.brief.rate and 46 <= parts.sound.frames <= 49
    late = adopt_parts(store, talkie(tmp_path / "b.mkv", late=0.5)).sound
    assert late is not None
    samples = np.abs(read_audio(store.root / late.path))
    assert samples[: round(0.45 * SAMPLE_RATE)].max() < 0.01 < samples[round(0.6 * SAMPLE_RATE) :].max()


@pytest.mark.parametrize(("name", "seconds"), [("a.wav", 2.0), ("a.flac", 1.5)])
def test_a_sound_file_is_kept_as_it_is(name: str, seconds: float, store: FilmStore, tmp_path: Path) -> None:
    write_audio(tmp_path / name, tone(seconds))
    parts = adopt_parts(store, tmp_path / name)
    assert parts.picture is None and parts.sound is not None and parts.sound.frames == int(seconds * 24)
    assert (store.root / parts.sound.path).read_bytes() == (tmp_path / name).read_bytes()


def test_a_sound_that_the_mixer_can_t_read_is_converted(store: FilmStore, tmp_path: Path) -> None:
    found = adopt(store, talkie(tmp_path / "a.m4a", picture=False))
    assert found.path.endswith(".flac") and 46 <= found.frames <= 49
    assert read_audio(store.root / found.path).shape[1] == 2


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp", "a.tif"])
def test_a_still_is_one_frame(name: str, store: FilmStore, tmp_path: Path) -> None:
    Image.new("RGB", (40, 20), (200, 30, 30)).save(tmp_path / name)
    found = adopt(store, tmp_path / name)
    assert found.still and found.frames == 1 and found.rate == store.film.brief.rate and (store.root / found.path).is_file()


def damaged(folder: Path, what: str) -> Path:
    """A file that is not what it should be."""
    path = folder / what
    if what == "folder.mp4":
        path.mkdir()
    elif what == "pipe.mp4":
        os.mkfifo(path)
    elif what == "empty.mp4":
        path.touch()
    elif what in ("text.mp4", "text.txt", "text.png", "text.wav"):
        path.write_text("Once upon a time, there was a film. " * 50)
    elif what == "list.mp4":
        path.write_text("#EXTM3U\n#EXTINF:10,\nhttp://example.org/a.ts\n")
    elif what == "list.m3u8":
        path.write_text("a.ts\n")
    elif what == "concat.mp4":
        path.write_text("ffconcat version 1.0\nfile /etc/passwd\n")
    elif what == "cut.png":
        Image.fromarray(np.random.default_rng(0).integers(0, 255, (64, 64, 3), np.uint8)).save(path)
        path.write_bytes(path.read_bytes()[:3000])
    elif what in ("cut.wav", "cut.flac", "odd.wav"):
        write_audio(path, tone(2.0, 4 if what == "odd.wav" else 1))
        path.write_bytes(path.read_bytes()[: None if what == "odd.wav" else 20_000])
    elif what in ("cut.mp4", "cut.mkv"):
        whole = video(folder / f"whole{path.suffix}", 100)
        path.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    return path


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("folder.mp4", "it is a folder"),
        ("pipe.mp4", "it is a device"),
        ("empty.mp4", "it is empty"),
        ("gone.mp4", "there is no such file"),
        ("text.mp4", "no film, picture or sound file"),
        ("text.txt", "no film, picture or sound file"),
        ("text.png", "can't be read as a picture"),
        ("text.wav", "no film, picture or sound file"),
        ("list.mp4", "an HLS playlist"),
        ("list.m3u8", "an HLS playlist"),
        ("concat.mp4", "a concat list"),
        ("cut.png", "can't be read as a picture"),
        ("cut.wav", "is cut short"),
        ("cut.flac", "is cut short"),
        ("odd.wav", "4 channels"),
        ("cut.mp4", "is cut short"),
        ("cut.mkv", "is cut short"),
    ],
)
def test_what_can_t_be_used_is_refused_with_its_reason(what: str, words: str, store: FilmStore, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=words) as refused:
        adopt(store, damaged(tmp_path, what))
    assert what in str(refused.value) and refused.value.remedy and left(store) == []


@pytest.mark.parametrize("address", ["https://example.org/a.mp4", "concat:a.mp4|b.mp4", "file:///etc/passwd"])
def test_an_address_is_never_opened(address: str, store: FilmStore) -> None:
    with pytest.raises(UserError, match=r"address on a network|no such file"):
        adopt(store, Path(address))


def test_a_copying_that_is_stopped_leaves_nothing(store: FilmStore, tmp_path: Path) -> None:
    source, stop, told = video(tmp_path / "a.mp4", 60), threading.Event(), list[tuple[int, int]]()
    adopt(store, source, stop=stop, progress=lambda *done: told.append(done))
    size = source.stat().st_size
    assert told[-1] == (size, size)
    stop.set()
    with pytest.raises(Stopped):
        adopt(store, video(tmp_path / "b.mp4", 61), stop=stop)
    assert len(left(store)) == 1


def test_a_full_disk_is_said_and_leaves_nothing(store: FilmStore, tmp_path: Path) -> None:
    """A file-size limit makes the kernel refuse the write, as a full disk does."""
    source = video(tmp_path / "a.mp4", 60)
    assert source.stat().st_size > 50_000
    code = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from aiprod.film.errors import UserError; from aiprod.film.store import FilmStore\n"
        "from aiprod.production.adopting import adopt\n"
        "store = FilmStore(Path(sys.argv[1]))\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))\n"
        "try:\n    adopt(store, Path(sys.argv[2]))\n"
        "except UserError as error:\n    print(error)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, str(store.root), str(source)], capture_output=True, text=True, check=True
    )
    assert "can't be written" in result.stdout and left(store) == []


def test_what_a_killed_copying_left_is_cleared_later(store: FilmStore, tmp_path: Path) -> None:
    (store.root / "media").mkdir()
    old, young = store.root / "media" / ".adopting-1.mp4", store.root / "media" / ".adopting-2.mp4"
    old.touch()
    young.touch()
    os.utime(old, (0, 0))
    adopt(store, video(tmp_path / "a.mp4"))
    assert not old.exists() and young.exists()
