# SPDX-License-Identifier: Apache-2.0
"""The delivery's files, read back: streams, sync, tags, provenance, poster; and a disk that says no."""

import os
import resource
import struct
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import av
import cv2
import numpy as np
import pytest

from aiprod.delivery.package import deliver, slug
from aiprod.delivery.poster import appeal, best_frame
from aiprod.delivery.provenance import Label, with_xmp, xmp_packet
from aiprod.delivery.subtitles import Cue
from aiprod.film.errors import EngineError, UserError
from aiprod.media.audio import write_audio
from aiprod.media.encoders import choose
from aiprod.media.video import VideoWriter, read_frames, to_rgb

W, H, SECONDS = 320, 180, 4
FLASHES = (1.0, 2.5)
CUES = [Cue(0.5, 1.5, "Où est le phare\u00a0?", "Léa"), Cue(2.0, 3.0, "Là-bas.\nRegarde.", "Tom")]
IPTC = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}DigitalSourceType"


def picture(path: Path, rate: Fraction = Fraction(24)) -> Path:
    """A pan over coloured patches with a white frame at each flash."""
    small = np.random.default_rng(1).integers(20, 200, (4, 8, 3)).astype(np.uint8)
    wide = cv2.resize(small, (2 * W, H), interpolation=cv2.INTER_CUBIC)
    flashes = {round(f * rate) for f in FLASHES}
    with VideoWriter(path, rate, W, H, choose("delivery_h264")) as writer:
        for index in range(round(SECONDS * rate)):
            writer.write_rgb(np.full((H, W, 3), 235, np.uint8) if index in flashes else wide[:, index : index + W])
    return path


def mix(path: Path, channels: int = 2) -> Path:
    """Silence with a click of 5 ms at each flash."""
    samples = np.zeros((48_000 * SECONDS, channels), np.float32)
    for flash in FLASHES:
        at = round(flash * 48_000)
        samples[at : at + 240] = 0.7 * np.sin(np.arange(240) * 2 * np.pi * 2000 / 48_000)[:, None]
    write_audio(path, samples)
    return path


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("source")
    return picture(folder / "film.mp4"), mix(folder / "mix.wav")


@pytest.fixture(scope="module")
def delivered(source: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    return deliver(
        *source, CUES, tmp_path_factory.mktemp("é livré"), title="L’Œuvre & le phare", language="fr", author="Zoé <Z>",
        description="Un gardien.", models=["Kokoro-82M"],
    )  # fmt: skip


def test_four_files_and_nothing_else(delivered: tuple[Path, ...]) -> None:
    assert [p.name for p in delivered] == [
        "l-oeuvre-le-phare.mp4",
        "l-oeuvre-le-phare.srt",
        "l-oeuvre-le-phare.vtt",
        "poster.jpg",
    ]
    assert sorted(p.name for p in delivered[0].parent.iterdir()) == sorted(p.name for p in delivered)


def test_streams_and_tags(delivered: tuple[Path, ...]) -> None:
    with av.open(str(delivered[0])) as container:
        assert [s.type for s in container.streams] == ["video", "audio", "subtitle", "data"]
        video, audio = container.streams.video[0], container.streams.audio[0]
        context = video.codec_context
        assert (context.name, context.color_primaries, context.color_trc, context.colorspace, context.color_range) == (
            "h264",
            1,
            1,
            1,
            1,
        )
        assert (audio.codec_context.name, audio.rate, audio.codec_context.layout.name) == ("aac", 48_000, "stereo")
        assert audio.metadata["language"] == container.streams.subtitles[0].metadata["language"] == "fra"
        assert video.metadata["timecode"] == "01:00:00:00"
        assert (video.start_time, audio.start_time) == (0, 0)
        assert audio.duration == 48_000 * SECONDS
        assert container.metadata["title"] == "L’Œuvre & le phare" and container.metadata["artist"] == "Zoé <Z>"
        assert "Généré par IA" in container.metadata["comment"] and "Kokoro-82M" in container.metadata["comment"]


def test_sound_and_picture_meet(delivered: tuple[Path, ...]) -> None:
    """Each click lies on its white frame, within 3 ms."""
    with av.open(str(delivered[0])) as container:
        white = [float(f.pts * f.time_base) for f in container.decode(video=0) if f.to_ndarray(format="gray").mean() > 200]
    with av.open(str(delivered[0])) as container:
        decoded = [(f.pts, f.to_ndarray()[0]) for f in container.decode(audio=0)]
    sound = np.concatenate([samples for _, samples in decoded])
    loud = np.flatnonzero(np.abs(sound) > 0.2) + decoded[0][0]
    clicks = [loud[0] / 48_000, *(loud[1:][np.diff(loud) > 24_000] / 48_000)]
    assert white == pytest.approx(list(FLASHES))
    assert clicks == pytest.approx(list(FLASHES), abs=0.003)


def test_the_picture_is_copied_bit_for_bit(source: tuple[Path, Path], delivered: tuple[Path, ...]) -> None:
    pairs = list(zip(read_frames(source[0]), read_frames(delivered[0]), strict=True))
    assert len(pairs) == 24 * SECONDS
    assert all((a.to_ndarray() == b.to_ndarray()).all() for a, b in pairs[::7])


def test_soft_subtitles_come_and_go(delivered: tuple[Path, ...]) -> None:
    with av.open(str(delivered[0])) as container:
        packets = [p for p in container.demux(subtitles=0) if p.size]
        texts = [(float(p.pts * p.time_base), float(p.duration * p.time_base), bytes(p)[2:].decode()) for p in packets]
    assert [t for t in texts if t[2]] == [(0.5, 1.0, CUES[0].text), (2.0, 1.0, CUES[1].text)]
    assert (1.5, 0.5, "") in texts


def boxes(data: bytes) -> list[tuple[str, bytes]]:
    found, at = [], 0
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        found.append((kind.decode(), data[at + 8 : at + size]))
        at += size
    return found


def described(packet: bytes) -> ElementTree.Element:
    inner = packet[packet.index(b"<x:xmpmeta") : packet.index(b"<?xpacket end")]
    root = ElementTree.fromstring(inner.decode())  # our own text
    return next(e for e in root.iter() if e.tag.endswith("}Description"))


def test_the_file_starts_fast_and_says_what_it_is(delivered: tuple[Path, ...]) -> None:
    top = boxes(delivered[0].read_bytes())
    kinds = [kind for kind, _ in top]
    assert kinds.index("moov") < kinds.index("mdat") and kinds[-1] == "uuid"
    assert top[-1][1][:16].hex().upper() == "BE7ACFCB97A942E89C71999491E3AFAC"
    said = described(top[-1][1][16:])
    assert said.findtext(IPTC) == "http://cv.iptc.org/newscodes/digitalsourcetype/compositeSynthetic"
    assert "colr" in str(top[kinds.index("moov")][1])


def test_the_poster_is_a_jpeg_with_its_name_and_its_origin(source: tuple[Path, Path], delivered: tuple[Path, ...]) -> None:
    data = delivered[-1].read_bytes()
    start = data.index(b"http://ns.adobe.com/xap/1.0/\x00") + 29
    assert described(data[start:]).findtext(IPTC).endswith("/algorithmicMedia")
    poster = cv2.imread(str(delivered[-1]))[..., ::-1]
    assert poster.shape == (H, W, 3)
    bare = best_frame(source[0])
    assert np.abs(poster[: H // 3].astype(int) - bare[: H // 3]).mean() < 4  # the picture
    assert np.abs(poster[-H // 3 :].astype(int) - bare[-H // 3 :]).mean() > 20  # the letters and the shade


def test_the_poster_prefers_pictures_that_show_something(source: tuple[Path, Path]) -> None:
    shown = to_rgb(next(read_frames(source[0])))
    flat, dark = np.full_like(shown, 128), (shown // 12).astype(np.uint8)
    blurred = cv2.GaussianBlur(shown, (0, 0), 12)
    assert appeal(shown) > max(appeal(flat), appeal(dark), appeal(blurred))
    assert (best_frame(source[0], [24, 30]) == to_rgb(next(read_frames(source[0], 30, 1)))).all()  # 24 is a white flash


def test_the_same_delivery_gives_the_same_bytes(source: tuple[Path, Path], tmp_path: Path) -> None:
    runs = [deliver(*source, CUES, tmp_path / name, title="Same", language="en") for name in "ab"]
    assert [p.read_bytes() for p in runs[0]] == [p.read_bytes() for p in runs[1]]


def test_a_silent_film_has_no_subtitle_files(source: tuple[Path, Path], tmp_path: Path) -> None:
    paths = deliver(*source, [], tmp_path, title="…", language="en")
    assert [p.name for p in paths] == ["film.mp4", "poster.jpg"]
    with av.open(str(paths[0])) as container:
        assert not container.streams.subtitles


def test_surround_and_drop_frame(tmp_path: Path) -> None:
    rate = Fraction(30000, 1001)
    paths = deliver(
        picture(tmp_path / "p.mp4", rate),
        mix(tmp_path / "m.wav", 6),
        [],
        tmp_path / "o",
        title="x",
        language="en",
        timecode="01:00:00;00",
    )
    with av.open(str(paths[0])) as container:
        assert container.streams.audio[0].codec_context.layout.name.startswith("5.1")
        assert container.streams.video[0].average_rate == rate
        assert container.streams.video[0].metadata["timecode"] == "01:00:00;00"


def test_a_refusal_leaves_what_was_there(source: tuple[Path, Path], tmp_path: Path) -> None:
    old = tmp_path / "x.mp4"
    old.write_bytes(b"an older film")
    bad = tmp_path / "bad.wav"
    bad.write_bytes(b"RIFF")
    with pytest.raises(UserError):
        deliver(source[0], bad, CUES, tmp_path, title="x", language="en")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["bad.wav", "x.mp4"] and old.read_bytes() == b"an older film"


def test_a_full_disk_is_told_and_nothing_is_left(source: tuple[Path, Path], tmp_path: Path) -> None:
    code = f"""
import resource, signal, sys
from pathlib import Path
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
from aiprod.delivery.package import deliver
from aiprod.film.errors import UserError
try:
    deliver(Path({str(source[0])!r}), Path({str(source[1])!r}), [], Path({str(tmp_path / "out")!r}), title="x", language="en")
except UserError as error:
    sys.exit(str(error))
"""
    env = {**os.environ, "PYTHONPATH": "engine", "PYTHONDONTWRITEBYTECODE": "1"}
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=env)
    assert told.returncode == 1 and "can't be written" in told.stderr and "Traceback" not in told.stderr
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 20_000
    assert list((tmp_path / "out").iterdir()) == []


def test_metadata_is_safe_against_its_own_words() -> None:
    label = Label("a & <b>", "en", "algorithmicMedia", "x]]>", "d", ("m & n",))
    assert described(xmp_packet(label)).findtext(IPTC)
    with pytest.raises(EngineError):
        with_xmp(b"\xff\xd8\xff\xe0\x00\x02", b"x" * 70_000)


@pytest.mark.parametrize(
    ("title", "name"), [("Été, à l’aube", "ete-a-l-aube"), ("日本", "film"), ("../../etc", "etc"), ("x" * 300, "x" * 80)]
)
def test_file_names_come_from_titles(title: str, name: str) -> None:
    assert slug(title) == name
