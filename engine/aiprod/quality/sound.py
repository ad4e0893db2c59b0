# SPDX-License-Identifier: Apache-2.0
"""The sound of a file: decoded, and its offset against the mix that went in."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from aiprod.film.errors import UserError
from aiprod.media.audio import SAMPLE_RATE, Samples


def decode_sound(path: Path) -> tuple[Samples, float]:
    """The first audio stream as float32 [samples, channels] at 48 kHz from the file's time 0, and its start in seconds.

    Mono becomes stereo, what has more than two channels becomes 5.1 in SMPTE order: loudness is defined on what is played.

    Raises UserError when the file has no readable sound.
    """
    import av

    try:
        with av.open(str(path)) as container:
            stream = container.streams.audio[0]
            layout = "5.1" if stream.channels > 2 else "stereo"
            resampler = av.AudioResampler(format="fltp", layout=layout, rate=SAMPLE_RATE)
            blocks, start = [], None
            for frame in container.decode(stream):
                if start is None:
                    start = float((frame.pts or 0) * (frame.time_base or 0))
                blocks += [part.to_ndarray() for part in resampler.resample(frame)]
            blocks += [part.to_ndarray() for part in resampler.resample(None)]
    except IndexError as error:
        raise UserError(f"{path.name} has no sound", "it holds no audio stream") from error
    except (av.FFmpegError, OSError) as error:
        raise UserError(f"The sound of {path.name} can't be read", str(error), "Check that the file is whole.") from error
    if not blocks:
        raise UserError(f"{path.name} has no sound", "its audio stream is empty")
    samples: Samples = np.ascontiguousarray(np.concatenate(blocks, axis=1).T, np.float32)
    return samples, start or 0.0


def offset_against(heard: Samples, sent: Samples, reach_s: float = 0.5) -> float:
    """Seconds by which `heard` lags `sent`: the peak of their cross-correlation (mono, 12 kHz is enough)."""
    from scipy.signal import correlate, decimate

    first, second = (decimate(x.mean(axis=1), 4).astype(np.float32) for x in (heard, sent))
    length = min(len(first), len(second))
    reach = int(reach_s * SAMPLE_RATE / 4)
    correlation = correlate(first[:length], second[:length], mode="full", method="fft")
    middle = correlation[length - 1 - reach : length + reach]
    return float((int(np.argmax(middle)) - reach) * 4 / SAMPLE_RATE)


def silences(samples: Samples, threshold: float = 10 ** (-66 / 20), least_s: float = 1.0) -> list[tuple[float, float]]:
    """Stretches below −66 dBFS that last at least a second, as (start, end) in seconds."""
    block = SAMPLE_RATE // 20
    count = len(samples) // block
    peaks = np.abs(samples[: count * block]).reshape(count, -1).max(axis=1)
    found, start = [], None
    for index in range(count + 1):
        quiet = index < count and peaks[index] < threshold
        if quiet and start is None:
            start = index
        elif not quiet and start is not None:
            if (index - start) / 20 >= least_s:
                found.append((start / 20, index / 20))
            start = None
    return found
