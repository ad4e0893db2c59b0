# SPDX-License-Identifier: Apache-2.0
"""A clip's sound as a file for editors: PCM 24 bit, 48 kHz, exactly as long as so many frames."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from aiprod.film.time import FrameRate
from aiprod.media.audio import SAMPLE_RATE, Samples
from aiprod.media.wave import WaveWriter
from aiprod.production.clips.store import FileRecord


def samples_in(frames: int, rate: FrameRate) -> int:
    """How many samples so many frames last."""
    return round(frames * SAMPLE_RATE / rate.fps)


def frames_for(samples: int, rate: FrameRate) -> int:
    """How many frames hold so many samples, rounded up."""
    return max(1, -(-samples * rate.numerator // (SAMPLE_RATE * rate.denominator)))


def write_sound(desk: Path, samples: Samples, frames: int, rate: FrameRate) -> FileRecord:
    """Write float32 [n, channels] as `sound.wav`, cut or filled with silence to the length of so many frames."""
    wanted, channels = samples_in(frames, rate), samples.shape[1]
    with WaveWriter(desk / "sound.wav", channels, "pcm24") as out:
        out.write(samples[:wanted])
        if len(samples) < wanted:
            out.write(np.zeros((wanted - len(samples), channels), np.float32))
    return FileRecord(role="sound", name="sound.wav", frames=frames, channels=channels, sample_rate=SAMPLE_RATE)
