# SPDX-License-Identifier: Apache-2.0
"""Sound files read in pieces at any rate, bad ones refused in words; WAV and RF64 read back by libsndfile and FFmpeg."""

import struct
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.mixing.signals import noise, sine

from aiprod.film.errors import UserError
from aiprod.media.audio import SAMPLE_RATE, read_audio
from aiprod.media.soundfiles import SoundFile
from aiprod.media.wave import Broadcast, WaveWriter

RATES = [8_000, 11_025, 22_050, 32_000, 44_100, 48_000, 88_200, 96_000, 192_000]


@pytest.mark.parametrize("rate", RATES)
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 60_000), min_size=1, max_size=6))
def test_pieces_join_to_the_whole_at_any_rate(rate: int, tmp_path: Path, cuts: list[int]) -> None:
    path = tmp_path / "x.wav"
    rng = np.random.default_rng(rate)
    soundfile.write(str(path), 0.1 * rng.standard_normal((rate + 17, 2)), rate, subtype="FLOAT")
    whole, file = read_audio(path), SoundFile(path)
    edges = sorted({0, *cuts, len(whole)})
    pieces = np.concatenate([file.read(a, b) for a, b in pairwise(edges)])
    file.close()
    assert file.length == len(whole)
    assert np.abs(pieces[: len(whole)] - whole).max() < 2e-7
    assert not pieces[len(whole) + 200 :].any()


def test_reading_may_begin_anywhere_and_goes_on_in_silence(tmp_path: Path) -> None:
    soundfile.write(str(tmp_path / "x.flac"), sine(440, 1.0), SAMPLE_RATE, subtype="PCM_24")
    file = SoundFile(tmp_path / "x.flac")
    assert np.abs(file.read(30_000, 50_000)[:18_000] - sine(440, 1.0)[30_000:]).max() < 1e-6
    assert not file.read(50_000, 60_000).any()
    file.close()


def bad_file(kind: str, path: Path) -> Path:
    match kind:
        case "7.1":
            soundfile.write(str(path), noise(0.1, 8), SAMPLE_RATE)
        case "quad":
            soundfile.write(str(path), noise(0.1, 4), SAMPLE_RATE)
        case "4 kHz":
            soundfile.write(str(path), noise(0.1), 4_000)
        case "384 kHz":
            soundfile.write(str(path), noise(0.1), 384_000)
        case "empty":
            soundfile.write(str(path), np.zeros((0, 2)), SAMPLE_RATE)
        case "nothing":
            path.write_bytes(b"")
        case "noise":
            path.write_bytes(bytes(range(256)) * 40)
        case "NaN" | "infinite":
            sound = noise(0.5)
            sound[12_000, 1] = np.nan if kind == "NaN" else np.inf
            soundfile.write(str(path), sound, SAMPLE_RATE, subtype="FLOAT")
        case "cut WAV":
            soundfile.write(str(path), noise(0.5), SAMPLE_RATE)
            path.write_bytes(path.read_bytes()[:50_000])
        case "cut FLAC":
            soundfile.write(str(path), noise(0.5), SAMPLE_RATE, format="FLAC")
            path.write_bytes(path.read_bytes()[:50_000])
    return path


@pytest.mark.parametrize(("kind", "words"), [
    ("7.1", r"8 channels \(7\.1\).*mono, stereo and 5\.1"), ("quad", r"4 channels \(quad\)"),
    ("4 kHz", "sampling rate of 4000 Hz.*8,000 to 192,000"), ("384 kHz", "sampling rate of 384000 Hz"),
    ("empty", "holds no sound"), ("nothing", "can't be read as sound"), ("noise", "can't be read as sound"),
    ("NaN", r"not numbers.*0\.250 s"), ("infinite", "not numbers"), ("cut WAV", "cut short.*bytes of its sound are missing"),
    ("cut FLAC", "cut short|can't be read"),
])  # fmt: skip
def test_a_bad_file_is_refused_with_the_reason(kind: str, words: str, tmp_path: Path) -> None:
    path = bad_file(kind, tmp_path / "stem.wav")
    with pytest.raises(UserError, match=words) as raised:
        SoundFile(path).read(0, SAMPLE_RATE)
    assert "stem.wav" in str(raised.value) and raised.value.remedy


@pytest.mark.parametrize("encoding", ["pcm24", "float32"])
@pytest.mark.parametrize("channels", [1, 2, 6])
def test_a_wave_file_reads_back_in_libsndfile_and_ffmpeg(encoding: str, channels: int, tmp_path: Path) -> None:
    path, sound = tmp_path / "x.wav", noise(0.5, channels)[:23_999]
    broadcast = Broadcast("Dialogue of a film", date="2026-11-26", time="10:00:00", start_samples=3600 * SAMPLE_RATE)
    with WaveWriter(path, channels, encoding, broadcast=broadcast) as file:
        for start in range(0, len(sound), 7_001):
            file.write(sound[start : start + 7_001])
    back, rate = soundfile.read(str(path), dtype="float32", always_2d=True)
    assert rate == SAMPLE_RATE and np.abs(back - sound).max() <= (0 if encoding == "float32" else 2**-24)
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        assert stream.layout.name == {1: "mono", 2: "stereo", 6: "5.1"}[channels] or channels == 1
        assert container.metadata["time_reference"] == str(3600 * SAMPLE_RATE)
        assert container.metadata["comment"] == "Dialogue of a film"
        assert sum(frame.samples for frame in container.decode(stream)) == len(sound)


def test_beyond_four_gigabytes_a_file_is_rf64(tmp_path: Path) -> None:
    """Five gigabytes, nearly all of them a hole that takes no room on the disk."""
    path, tone = tmp_path / "long.wav", sine(440, 0.1, channels=6)
    hours = 5_000_000_000 // 18
    with WaveWriter(path, 6) as file:
        file.write(tone)
        file.skip(hours)
        file.write(tone)
    assert path.stat().st_size > 5_000_000_000 and path.stat().st_blocks * 512 < 50_000_000
    with path.open("rb") as stream:
        assert stream.read(4) == b"RF64"
    frames = hours + 2 * len(tone)
    assert soundfile.info(str(path)).frames == frames
    last, _ = soundfile.read(str(path), start=frames - len(tone), dtype="float32")
    assert np.abs(last - tone).max() <= 2**-24
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        assert float(stream.duration * stream.time_base) == pytest.approx(frames / SAMPLE_RATE, abs=1e-3)
    assert SoundFile(path).length == frames


def test_a_file_that_fails_half_way_never_gets_its_name(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="half way"), WaveWriter(tmp_path / "x.wav", 2) as file:
        file.write(noise(0.1))
        raise RuntimeError("half way")
    assert list(tmp_path.iterdir()) == []


def test_samples_beyond_full_scale_are_clipped_in_24_bits_and_kept_in_float(tmp_path: Path) -> None:
    loud = np.array([[1.5, -1.5]], np.float32)
    for encoding, expected in (("pcm24", 1.0), ("float32", 1.5)):
        with WaveWriter(tmp_path / "x.wav", 2, encoding) as file:
            file.write(loud)
        back, _ = soundfile.read(str(tmp_path / "x.wav"), dtype="float32")
        assert np.ravel(back) == pytest.approx([expected, -expected], abs=1e-6)


def test_small_files_are_plain_riff_with_room_for_rf64(tmp_path: Path) -> None:
    with WaveWriter(tmp_path / "x.wav", 2) as file:
        file.write(noise(0.1))
    head = (tmp_path / "x.wav").read_bytes()
    assert head[:4] == b"RIFF" and head[12:16] == b"JUNK"
    assert struct.unpack("<I", head[4:8])[0] == len(head) - 8
