# SPDX-License-Identifier: Apache-2.0
"""The gates measure real files and judge them."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from aiprod.film.faults import FaultClass, FaultError
from aiprod.media.audio import SAMPLE_RATE, write_audio
from aiprod.media.encoders import choose
from aiprod.media.video import VideoWriter
from aiprod.production.chain.gates import Expected, Verdict, guard, judge, measure, verdict

WANTED = Expected(frames=24, rate=Fraction(24), width=128, height=72)


def picture(path: Path, frames: int = 24, rate: int = 24, size: tuple[int, int] = (128, 72), kind: str = "moving") -> Path:
    width, height = size
    with VideoWriter(path, Fraction(rate), width, height, choose("take")) as writer:
        for index in range(frames):
            rgb = np.full((height, width, 3), 0 if kind == "black" else 90, np.uint8)
            if kind == "moving":
                rgb[:, (index * 4) % (width - 16) : (index * 4) % (width - 16) + 16] = (250, 200, 40)
            writer.write_rgb(rgb)
    return path


def verdicts(path: Path, wanted: Expected = WANTED) -> dict[str, Verdict]:
    return {item.gate: item.verdict for item in judge("footage", measure(path), wanted)}


def test_good_footage_passes_every_gate(tmp_path):
    found = verdicts(picture(tmp_path / "p.mp4"))
    assert set(found) == {"container", "duration", "frame rate", "size", "black", "frozen"}
    assert set(found.values()) == {Verdict.ACCEPT}


@pytest.mark.parametrize(
    ("fields", "gate", "wanted"),
    [
        ({"frames": 23}, "duration", Verdict.FALL), ({"rate": 25}, "frame rate", Verdict.FALL),
        ({"size": (128, 64)}, "size", Verdict.FALL), ({"kind": "black"}, "black", Verdict.RETRY),
        ({"kind": "still"}, "frozen", Verdict.RETRY),
    ],
)  # fmt: skip
def test_each_fault_is_seen_by_its_gate_with_a_reason(tmp_path, fields, gate, wanted):
    judgements = judge("footage", measure(picture(tmp_path / "p.mp4", **fields)), WANTED)
    bad = {item.gate: item for item in judgements if item.verdict is not Verdict.ACCEPT}
    assert bad[gate].verdict is wanted and bad[gate].reason and bad[gate].measure > bad[gate].limit


@pytest.mark.parametrize("damage", ["empty", "text", "cut"])
def test_a_broken_container_fails_first_and_alone(tmp_path, damage):
    path = picture(tmp_path / "p.mp4")
    data = path.read_bytes()
    path.write_bytes({"empty": b"", "text": b"not a video", "cut": data[: len(data) // 3]}[damage])
    assert verdicts(path) == {"container": Verdict.FALL}


def test_black_frames_can_be_few(tmp_path):
    assert verdict(judge("footage", measure(picture(tmp_path / "p.mp4")), Expected())) is Verdict.ACCEPT


def test_guard_raises_with_the_class_that_says_what_follows(tmp_path):
    with pytest.raises(FaultError, match="stand still") as caught:
        guard("footage", measure(picture(tmp_path / "p.mp4", kind="still")), WANTED)
    assert caught.value.kind is FaultClass.QUALITY
    with pytest.raises(FaultError, match="128×64") as caught:
        guard("footage", measure(picture(tmp_path / "q.mp4", size=(128, 64))), WANTED)
    assert caught.value.kind is FaultClass.PROVIDER


def tone(seconds: float, level: float, late_s: float = 0.0) -> np.ndarray:
    """Bursts of noise, which have one best alignment."""
    dice = np.random.default_rng(3)
    samples = dice.standard_normal(int(seconds * SAMPLE_RATE)).astype(np.float32) * level
    samples *= (np.sin(np.arange(len(samples)) / SAMPLE_RATE * 9) > 0.2).astype(np.float32)
    late = int(late_s * SAMPLE_RATE)
    return np.repeat(np.concatenate([np.zeros(late, np.float32), samples])[: len(samples), None], 2, axis=1)


@pytest.mark.parametrize(("off", "wanted"), [(0.0, Verdict.ACCEPT), (3.0, Verdict.RETRY)])
def test_a_mix_is_held_to_its_loudness(tmp_path, off, wanted):
    path = tmp_path / "mix.wav"
    write_audio(path, tone(4, 0.1))
    found = measure(path, picture=False, sound=True)
    assert verdict(judge("mix", found, Expected(lufs=found.lufs + off))) is wanted


def film(path: Path, samples: np.ndarray) -> Path:
    """A picture and a sound in one file."""
    silent = picture(path.with_name("silent.mp4"), frames=96, kind="moving")
    with av.open(str(silent)) as source, av.open(str(path), "w") as target:
        video = target.add_stream_from_template(source.streams.video[0])
        sound = target.add_stream("aac", rate=SAMPLE_RATE, layout="stereo")
        for packet in source.demux(source.streams.video[0]):
            if packet.dts is not None:
                packet.stream = video
                target.mux(packet)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples.T), format="fltp", layout="stereo")
        frame.sample_rate, frame.pts = SAMPLE_RATE, 0
        target.mux(sound.encode(frame))
        target.mux(sound.encode(None))
    return path


@pytest.mark.parametrize(("late", "wanted"), [(0.0, Verdict.ACCEPT), (0.12, Verdict.RETRY)])
def test_sound_that_is_late_against_the_mix_is_heard(tmp_path, late, wanted):
    mix = tone(4, 0.1)
    found = measure(film(tmp_path / "film.mp4", tone(4, 0.1, late)), mix=mix)
    judged = {item.gate: item for item in judge("film", found, Expected(frames=96, rate=Fraction(24), width=128, height=72))}
    assert judged["audio sync"].verdict is wanted, judged["audio sync"]
