# SPDX-License-Identifier: Apache-2.0
"""Loudness and true peak by ITU-R BS.1770-4 / EBU R 128, measured by FFmpeg's ebur128 filter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from aiprod.media.audio import SAMPLE_RATE, Samples

_CHUNK = 48_000
_LAYOUTS = {1: "mono", 2: "stereo", 6: "5.1"}
SILENCE_LUFS = -70.0


@dataclass(frozen=True)
class Loudness:
    """A programme's loudness.

    Attributes:
        integrated_lufs: gated; −70 for silence.
        range_lu: loudness range (EBU Tech 3342).
        true_peak_dbtp: 4× oversampled peak over all channels.
    """

    integrated_lufs: float
    range_lu: float
    true_peak_dbtp: float


def measure(samples: Samples) -> Loudness:
    """Measure float32 [samples, channels] at 48 kHz; 1, 2 or 6 channels (SMPTE order: L R C LFE Ls Rs)."""
    last: dict[str, str] = {}
    for metadata in _metered(samples):
        last = metadata
    peak = float(last.get("lavfi.r128.true_peak", 0.0))
    return Loudness(
        integrated_lufs=max(float(last.get("lavfi.r128.I", SILENCE_LUFS)), SILENCE_LUFS),
        range_lu=float(last.get("lavfi.r128.LRA", 0.0)),
        true_peak_dbtp=20 * float(np.log10(max(peak, 1e-5))),
    )


def momentary(samples: Samples) -> tuple[float, ...]:
    """Momentary loudness (400 ms window) in LUFS, every 100 ms."""
    return tuple(max(float(m.get("lavfi.r128.M", SILENCE_LUFS)), SILENCE_LUFS) for m in _metered(samples))


def _metered(samples: Samples) -> Iterator[dict[str, str]]:
    import av
    from av.filter import Graph

    layout = _LAYOUTS[samples.shape[1]]
    graph = Graph()
    source = graph.add(
        "abuffer", f"sample_rate={SAMPLE_RATE}:sample_fmt=flt:channel_layout={layout}:time_base=1/{SAMPLE_RATE}"
    )  # fmt: skip
    meter = graph.add("ebur128", "metadata=1:peak=true:framelog=quiet")
    sink = graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    for start in range(0, max(len(samples), 1), _CHUNK):
        block = np.ascontiguousarray(samples[start : start + _CHUNK], dtype=np.float32)
        if len(block) == 0:
            break
        frame = av.AudioFrame.from_ndarray(block.reshape(1, -1), format="flt", layout=layout)
        frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, start, Fraction(1, SAMPLE_RATE)
        source.push(frame)
        yield from _pulled(sink)
    source.push(None)
    yield from _pulled(sink)


def _pulled(sink: object) -> Iterator[dict[str, str]]:
    import av

    while True:
        try:
            metadata = dict(sink.pull().metadata)  # type: ignore[attr-defined]
            # The meter speaks every 100 ms; a shorter last frame carries nothing.
            if "lavfi.r128.I" in metadata:
                yield metadata
        except (av.BlockingIOError, av.EOFError):
            return
