# SPDX-License-Identifier: Apache-2.0
"""Samples in and out of files. Inside AIPROD sound is float32 at 48 kHz, shape [samples, channels]."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import UserError

SAMPLE_RATE = 48_000
Samples = NDArray[np.float32]


def read_audio(path: Path) -> Samples:
    """A WAV or FLAC file as float32 [samples, channels] at 48 kHz. Raises UserError for an unreadable file."""
    import soundfile

    try:
        data, rate = soundfile.read(str(path), dtype="float32", always_2d=True)
    except (soundfile.LibsndfileError, OSError) as error:
        raise UserError(f"{path.name} can't be read as sound", str(error), "Check that the file is whole.") from error
    return resample(data, rate)


def write_audio(path: Path, samples: Samples) -> None:
    """Write float32 [samples] or [samples, channels] at 48 kHz as 24-bit WAV or FLAC, whole or not at all."""
    import soundfile

    part = path.with_name(path.stem + ".part" + path.suffix)
    kind = path.suffix[1:].upper()
    soundfile.write(str(part), samples, SAMPLE_RATE, subtype="PCM_24", format=kind)
    part.replace(path)


def resample(samples: Samples, rate: int, to: int = SAMPLE_RATE) -> Samples:
    """Polyphase resampling along the first axis (Kaiser window, scipy)."""
    if rate == to:
        return samples
    from math import gcd

    from scipy.signal import resample_poly

    common = gcd(rate, to)
    resampled: Samples = resample_poly(samples, to // common, rate // common, axis=0).astype(np.float32)
    return resampled
