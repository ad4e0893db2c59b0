# SPDX-License-Identifier: Apache-2.0
"""Sound: the EBU's cases in the meter and in the mix, the ceiling, what mixing costs, an hour's memory, and drift."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np

from aiprod.cli.benches.ebu import CASES, Case, peak_tone
from aiprod.film.mix import TARGETS, Layout, MixPlan, Stem
from aiprod.film.time import FrameRate
from aiprod.media.audio import SAMPLE_RATE, Samples, read_audio, write_audio
from aiprod.media.loudness import measure
from aiprod.media.meter import metered
from aiprod.media.wave import WaveWriter
from aiprod.mixing import mixer
from aiprod.mixing.limiter import limit

_CEILING_DBTP = -1.0
_LAYOUTS: tuple[Layout, ...] = ("stereo", "5.1", "binaural")
_RATES = ((24000, 1001), (24, 1), (25, 1), (30000, 1001), (30, 1), (50, 1), (60000, 1001), (60, 1))
_CLIP_S, _MINUTE_S, _HOUR_S = 6, 60, 3600


def run(seed: int = 0, runs: int | None = None) -> dict[str, Any]:
    """All figures. `runs` is how many times each cost is measured; the lowest counts."""
    repeat = runs or 2
    return {
        "reach": "all cases within tolerance in meter and mix; ceiling + 0.1 dB at most; memory flat; drift below half a sample",
        "meter": _cases(), "mix": _mixes(seed), "ceiling": _ceiling(seed), "cost": _costs(seed, repeat),
        "an hour": _hour(), "drift": _drift(),
    }  # fmt: skip


def _cases() -> dict[str, Any]:
    """How many of the EBU's cases each meter holds, and the furthest it is off."""
    ours = [(case, metered(case.sound())) for case in CASES]
    worst = max(ours, key=lambda pair: abs(pair[0].off(pair[1])) / max(pair[0].above, 0.1))
    figures: dict[str, Any] = {
        "cases": len(CASES), "within": sum(case.holds(reading) for case, reading in ours),
        "nearest to its limit": {"case": worst[0].name, "off": round(worst[0].off(worst[1]), 3)},
    }  # fmt: skip
    gated = [case for case in CASES if case.name in ("3341-1", "3341-2", "3341-3", "3341-4", "3341-5", "3341-6")]
    figures["ffmpeg: integrated"] = _far(gated, lambda sound: measure(sound).integrated_lufs)
    referee = _referee()
    if referee is not None:
        figures["libebur128: integrated"] = _far(gated, referee)
    return figures


def _far(cases: list[Case], read: Callable[[Samples], float]) -> dict[str, float]:
    off = [abs(read(case.sound()) - case.expected) for case in cases]
    return {"cases": len(cases), "within": sum(value <= 0.1 + 1e-9 for value in off), "furthest": round(max(off), 3)}


def _referee() -> Callable[[Samples], float] | None:
    """libebur128, where it is installed."""
    try:
        import pyebur128
    except ImportError:
        return None

    def read(sound: Samples) -> float:
        state = pyebur128.R128State(sound.shape[1], SAMPLE_RATE, pyebur128.MeasurementMode.MODE_I)
        state.add_frames(np.ascontiguousarray(sound, np.float64).reshape(-1), len(sound))
        return float(pyebur128.get_loudness_global(state))

    return read


def _mixes(seed: int) -> dict[str, Any]:
    """Every target in every layout, measured in the finished file by another meter than the mixer's own."""
    figures: dict[str, Any] = {"targets": [target.lufs for target in TARGETS.values()]}
    with tempfile.TemporaryDirectory() as folder:
        stems = _stems(Path(folder), 20, seed)
        for layout in _LAYOUTS:
            off, over = [], []
            for target in TARGETS.values():
                plan = MixPlan(
                    stems=stems, duration_s=20, target_lufs=target.lufs, true_peak_dbtp=target.true_peak_dbtp, layout=layout
                )
                mixer.mix(plan, Path(folder))
                found = measure(read_audio(Path(folder) / "mix.wav"))
                off.append(abs(found.integrated_lufs - target.lufs))
                over.append(found.true_peak_dbtp - target.true_peak_dbtp)
            figures[layout] = {"furthest_lu": round(max(off), 3), "highest_peak_over_ceiling_db": round(max(over), 2)}
    return figures


def _ceiling(seed: int) -> dict[str, Any]:
    """The limiter on signals whose samples miss their peaks, 8.5 dB and more over the ceiling."""
    rng = np.random.default_rng(seed)
    signals = {f"tone at {fraction:.3f}": peak_tone(fraction, degrees, 8.5)
               for fraction, degrees in ((1 / 4, 45), (1 / 6, 60), (1 / 8, 67.5), (0.4, 17), (0.45, 57))}  # fmt: skip
    signals["noise"] = (0.9 * rng.standard_normal((2 * SAMPLE_RATE, 2))).astype(np.float32)
    signals["bursts"] = np.where(np.arange(2 * SAMPLE_RATE)[:, None] % 9700 < 40, 3 * signals["noise"], 0).astype(np.float32)
    over = {name: metered(limit(sound, _CEILING_DBTP)).true_peak_dbtp - _CEILING_DBTP for name, sound in signals.items()}
    ffmpeg = {name: measure(limit(sound, _CEILING_DBTP)).true_peak_dbtp - _CEILING_DBTP for name, sound in signals.items()}
    return {"highest_over_db": round(max(over.values()), 3), "by ffmpeg": round(max(ffmpeg.values()), 3), "signals": len(signals)}


def _costs(seed: int, repeat: int) -> dict[str, Any]:
    """CPU seconds to mix a minute of film, beside decoding a minute of 1080p24 H.264 alone."""
    with tempfile.TemporaryDirectory() as folder:
        decode = min(_decoding(Path(folder)) for _ in range(repeat)) * _MINUTE_S / _CLIP_S
        figures: dict[str, Any] = {"decode_cpu_s_per_minute": round(decode, 2)}
        stems = _stems(Path(folder), _MINUTE_S, seed)
        for layout in _LAYOUTS:
            plan = MixPlan(stems=stems, duration_s=_MINUTE_S, layout=layout)
            spent = min(_spent(lambda plan=plan: mixer.mix(plan, Path(folder))) for _ in range(repeat))  # type: ignore[misc]
            figures[layout] = {"cpu_s_per_minute": round(spent, 2), "of_decode": round(spent / decode, 3)}
    return figures


def _spent(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return process_time() - start


def _decoding(folder: Path) -> float:
    import av

    clip = folder / "clip.mp4"
    if not clip.exists():
        _encode(clip)
    start = process_time()
    with av.open(str(clip)) as container:
        for _ in container.decode(container.streams.video[0]):
            pass
    return process_time() - start


def _encode(clip: Path) -> None:
    """A moving, noisy picture, so that decoding has something to do."""
    import av

    rng = np.random.default_rng(0)
    grain = rng.integers(0, 12, (1080, 1920 + 480), np.uint8)
    ramp = np.linspace(20, 220, 1920, dtype=np.uint8)
    with av.open(str(clip), "w") as container:
        stream: Any = container.add_stream("libx264", rate=24, options={"preset": "veryfast", "crf": "20"})
        stream.width, stream.height, stream.pix_fmt = 1920, 1080, "yuv420p"
        for number in range(24 * _CLIP_S):
            luma = np.roll(ramp, 7 * number)[None] + grain[:, number * 3 : number * 3 + 1920]
            picture = np.concatenate((luma, np.full((540, 1920), 128, np.uint8)))
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="yuv420p")))
        container.mux(stream.encode(None))


def _stems(folder: Path, seconds: int, seed: int) -> tuple[Stem, ...]:
    """What a film has: lines in a room, score, a place, effects."""
    rng = np.random.default_rng(seed)
    time = np.arange(seconds * SAMPLE_RATE) / SAMPLE_RATE
    chord = sum(np.sin(2 * np.pi * hertz * time) * (1 + np.sin(time * hertz / 300)) for hertz in (220, 277, 330))
    write_audio(folder / "score.flac", np.stack((chord, np.roll(chord, 900)), axis=1).astype(np.float32) * 0.05)
    write_audio(folder / "place.flac", (0.05 * rng.standard_normal((len(time), 2))).astype(np.float32))
    voice = rng.standard_normal(3 * SAMPLE_RATE) * np.abs(np.sin(9 * np.arange(3 * SAMPLE_RATE) / SAMPLE_RATE)) * 0.1
    write_audio(folder / "line.wav", voice.astype(np.float32))
    write_audio(folder / "step.wav", (rng.standard_normal(24_000) * np.exp(-np.arange(24_000) / 3000) * 0.3).astype(np.float32))
    lines = [Stem(name=f"line {at}", bus="dialogue", file=str(folder / "line.wav"), start_s=at, room="kitchen")
             for at in range(2, seconds - 3, 6)]  # fmt: skip
    steps = [Stem(name=f"step {at}", bus="effects", file=str(folder / "step.wav"), start_s=at, pan=at / seconds - 0.5)
             for at in range(1, seconds - 1, 3)]  # fmt: skip
    score = Stem(name="score", bus="music", file=str(folder / "score.flac"), start_s=0, gain_db=-7)
    place = Stem(name="place", bus="ambience", file=str(folder / "place.flac"), start_s=0, gain_db=-6, fade_in_s=0.5)
    return (*lines, *steps, score, place)


def _hour() -> dict[str, Any]:
    """Peak memory of mixing five minutes and an hour, each in a process of its own."""
    peaks = {}
    for name, seconds in (("five minutes", 300), ("an hour", _HOUR_S)):
        code = f"from aiprod.cli.benches.audio import peak_mb; print(peak_mb({seconds}))"
        ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
        peaks[name] = float(ran.stdout)
    return {"peak_mb": peaks, "grown_mb": round(peaks["an hour"] - peaks["five minutes"], 1)}


def peak_mb(seconds: int) -> float:
    """Mix a film of this length in stereo; returns the most memory that the process held (Linux and macOS)."""
    import resource

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bed.wav"
        with WaveWriter(path, 2) as file:
            for block in _bed(seconds):
                file.write(block)
        stems = (Stem(name="bed", bus="music", file=str(path), start_s=0), Stem(name="late", bus="dialogue", file=str(path),
                 start_s=seconds - 20, duration_s=10))  # fmt: skip
        mixer.mix(MixPlan(stems=stems, duration_s=seconds), Path(folder))
    unit = 1024 if sys.platform != "darwin" else 1024 * 1024
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit, 1)


def _bed(seconds: int) -> Iterator[Samples]:
    rng = np.random.default_rng(0)
    for _ in range(seconds // 10):
        yield (0.1 * rng.standard_normal((10 * SAMPLE_RATE, 2))).astype(np.float32)


def _drift() -> dict[str, Any]:
    """How far the sample of any frame of an hour lies from its exact place, in samples, at every rate."""
    furthest = {}
    for numerator, denominator in _RATES:
        clock = FrameRate(numerator=numerator, denominator=denominator)
        frames = round(_HOUR_S * clock.fps)
        exact = Fraction(SAMPLE_RATE) / clock.fps
        off = [abs(round(clock.seconds(frame) * SAMPLE_RATE) - frame * exact) for frame in range(0, frames, 7)]
        furthest[f"{float(clock.fps):.3f}"] = round(float(max(off)), 3)
    return {"furthest_samples": furthest}
