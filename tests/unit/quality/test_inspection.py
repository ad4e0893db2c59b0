# SPDX-License-Identifier: Apache-2.0
"""Quality control finds what was planted, and nothing in a clean file."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from aiprod.delivery.provenance import Label, append_to_mp4, xmp_packet
from aiprod.film.errors import UserError
from aiprod.film.findings import Finding, Severity
from aiprod.film.time import FrameRate
from aiprod.media.audio import SAMPLE_RATE, Samples, write_audio
from aiprod.media.video import to_yuv
from aiprod.quality.flashes import edges
from aiprod.quality.inspection import inspect
from aiprod.quality.picture import PictureMeasures, joined, measure_picture
from aiprod.quality.plan import QualityPlan
from aiprod.quality.sync import offset_against

SIZE, SECONDS, RATE = (320, 180), 4, 24
Frames = list[np.ndarray]


def moving(seed: int = 0) -> Frames:
    """A drifting gradient with grain."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0 : SIZE[1], 0 : SIZE[0]]
    frames = []
    for i in range(SECONDS * RATE):
        base = 110 + 60 * np.sin((x + 3 * i) / 40) + 20 * np.cos(y / 30)
        grain = rng.normal(0, 3, (SIZE[1], SIZE[0]))
        frames.append(np.clip(np.stack([base, base * 0.9, base * 0.8], -1) + grain[..., None], 20, 235).astype(np.uint8))
    return frames


def tone(level: float = 0.2) -> Samples:
    t = np.arange(SECONDS * SAMPLE_RATE) / SAMPLE_RATE
    wave = (
        level * np.sin(2 * np.pi * 440 * t) * (0.6 + 0.4 * np.sin(2 * np.pi * 0.7 * t)) * (1 + 0.2 * np.sin(2 * np.pi * 3.1 * t))
    )
    return np.stack([wave, wave], axis=1).astype(np.float32)


def film(path: Path, frames: Frames, sound: Samples, delay_s: float = 0.0) -> Path:
    with av.open(str(path), "w", options={"movflags": "+write_colr"}) as container:
        picture = container.add_stream("libx264", rate=RATE, options={"crf": "12", "preset": "ultrafast"})
        picture.width, picture.height, picture.pix_fmt = *SIZE, "yuv420p"
        context = picture.codec_context
        context.color_primaries = context.color_trc = context.colorspace = context.color_range = 1
        voice = container.add_stream("pcm_s16le" if path.suffix == ".mov" else "flac", rate=SAMPLE_RATE, layout="stereo")
        container.metadata["comment"] = "AI-generated"
        for i, rgb in enumerate(frames):
            frame = to_yuv(av.VideoFrame.from_ndarray(rgb, format="rgb24"), "yuv420p")
            frame.pts, frame.time_base = i, Fraction(1, RATE)
            container.mux(picture.encode(frame))
        container.mux(picture.encode(None))
        lead = np.zeros((round(delay_s * SAMPLE_RATE), 2), np.float32)
        samples = np.concatenate([lead, sound])[: len(sound)]
        for start in range(0, len(samples), 4608):
            block = (samples[start : start + 4608] * 32767).astype(np.int16)
            out = av.AudioFrame.from_ndarray(np.ascontiguousarray(block).reshape(1, -1), format="s16", layout="stereo")
            out.sample_rate, out.pts, out.time_base = SAMPLE_RATE, start, Fraction(1, SAMPLE_RATE)
            container.mux(voice.encode(out))
        container.mux(voice.encode(None))
    append_to_mp4(path, xmp_packet(Label("Test", "en", "compositeSynthetic")))
    return path


def plan(tmp_path: Path, **fields: object) -> QualityPlan:
    write_audio(tmp_path / "mix.wav", tone())
    given = {
        "title": "Test", "language": "en", "frames": SECONDS * RATE, "rate": FrameRate(), "width": SIZE[0], "height": SIZE[1],
        "target_lufs": -20.0, "mix": str(tmp_path / "mix.wav"), **fields,
    }  # fmt: skip
    return QualityPlan.model_validate(given)


def failures(findings: tuple[Finding, ...]) -> set[str]:
    return {f.check for f in findings if f.severity in (Severity.FAIL, Severity.WARNING)}


def test_a_clean_film_passes(tmp_path: Path) -> None:
    path = film(tmp_path / "film.mp4", moving(), tone())
    report = inspect(path, plan(tmp_path, target_lufs=_level(path)))
    assert failures(report.findings) == set()
    assert report.passed
    assert report.measures["frames"] == SECONDS * RATE


def _level(path: Path) -> float:
    return float(inspect(path).measures["loudness_lufs"])


@pytest.mark.parametrize(
    ("fault", "check"),
    [
        ("black", "black frames"),
        ("frozen", "frozen picture"),
        ("repeated", "duplicate frames"),
        ("flash", "flashes"),
        ("short", "duration"),
    ],
)
def test_picture_faults_are_found_where_they_are(fault: str, check: str, tmp_path: Path) -> None:
    frames = moving()
    if fault == "black":
        frames[30:45] = [np.zeros_like(frames[0])] * 15
    elif fault == "frozen":
        frames[30:66] = [frames[30]] * 36
    elif fault == "repeated":
        for i in range(10, 90, 8):
            frames[i] = frames[i - 1]
    elif fault == "flash":
        for i in range(40, 70, 4):
            frames[i : i + 2] = [np.full_like(frames[0], 235)] * 2
    else:
        frames = frames[:-3]
    report = inspect(film(tmp_path / "film.mp4", frames, tone()), plan(tmp_path))
    found = next(f for f in report.findings if f.check == check and f.severity is not Severity.PASS)
    if fault in ("black", "frozen"):
        assert found.start_s == pytest.approx(30 / RATE, abs=8 / RATE)


def test_black_that_is_meant_is_no_fault(tmp_path: Path) -> None:
    frames = moving()
    frames[:24] = [np.zeros_like(frames[0])] * 24
    path = film(tmp_path / "film.mp4", frames, tone())
    assert "black frames" in failures(inspect(path, plan(tmp_path)).findings)
    assert "black frames" not in failures(inspect(path, plan(tmp_path, dark=((0.0, 1.0),), still=((0.0, 1.0),))).findings)


def test_late_sound_is_measured(tmp_path: Path) -> None:
    report = inspect(film(tmp_path / "film.mov", moving(), tone(), delay_s=0.08), plan(tmp_path))
    late = next(f for f in report.findings if f.check == "sync")
    assert late.severity is Severity.FAIL
    assert late.measure == pytest.approx(0.08, abs=0.002)


def test_loudness_peaks_and_silence_are_judged(tmp_path: Path) -> None:
    loud = np.clip(tone(1.3), -1, 1)
    loud[SAMPLE_RATE : 2 * SAMPLE_RATE + 4800] = 0
    found = failures(inspect(film(tmp_path / "film.mov", moving(), loud), plan(tmp_path)).findings)
    assert {"loudness", "true peak", "silence"} <= found


def test_a_truncated_or_wrong_file_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "text.mp4").write_text("this is no film")
    with pytest.raises(UserError, match=r"text\.mp4 can't be read as a film"):
        inspect(tmp_path / "text.mp4")


def test_offsets_are_exact_to_the_millisecond() -> None:
    rng = np.random.default_rng(1)
    sent = rng.standard_normal((3 * SAMPLE_RATE, 2)).astype(np.float32)
    heard = np.concatenate([np.zeros((960, 2), np.float32), sent])
    assert offset_against(heard, sent) == pytest.approx(0.02, abs=0.0005)


def test_flash_edges_need_area_and_depth() -> None:
    dark, bright = np.full((9, 16), 10.0, np.float32), np.full((9, 16), 120.0, np.float32)
    corner = dark.copy()
    corner[:2, :4] = 120
    for sequence, count in (([dark, bright] * 4, 7), ([dark, corner] * 4, 0), ([dark, dark + 10] * 4, 0)):
        assert len(edges(np.array(sequence), 20.0)) == count


def test_parts_measured_one_by_one_are_the_whole(tmp_path: Path) -> None:
    frames = moving()
    frames[40:52] = [np.full_like(frames[0], 16)] * 12
    whole = measure_picture(film(tmp_path / "whole.mp4", frames, tone()), Fraction(RATE))
    parts = []
    for number, (start, end) in enumerate(((0, 37), (37, 70), (70, len(frames)))):
        measures = measure_picture(film(tmp_path / f"{number}.mp4", frames[start:end], tone()), Fraction(RATE))
        folder = tmp_path / str(number)
        folder.mkdir()
        measures.save(folder)
        parts.append(PictureMeasures.load(folder))
    together = joined(parts)
    assert together.frames == whole.frames
    assert together.black == whole.black
    assert together.flash_times == whole.flash_times
    assert np.allclose(together.mean_luma, whole.mean_luma, atol=0.5)
    assert np.allclose(together.change, whole.change, atol=1.0)
