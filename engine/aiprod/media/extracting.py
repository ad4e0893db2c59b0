# SPDX-License-Identifier: Apache-2.0
"""The sound of a film file as a sound file that the mixer reads: 48 kHz, FLAC of 24 bits, in step with the picture."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from aiprod.film.errors import Stopped, UserError
from aiprod.media.audio import SAMPLE_RATE, Samples
from aiprod.media.opening import film_in, open_media

if TYPE_CHECKING:
    import av
    from av.container import InputContainer

_LAYOUTS = {1: "mono", 2: "stereo", 6: "5.1"}
"""What the mixer takes; everything else is folded to stereo."""
_SHORT_S, _SHORT_SHARE = 1.0, 0.9
"""A file whose sound ends earlier than both of these before the length that it claims is cut short."""


def extract_sound(path: Path, target: Path, *, stop: threading.Event | None = None) -> float | None:
    """Write a file's first sound as FLAC. Its first sample is heard with the first picture.

    Returns its length in seconds; None where the file has no sound, and nothing is written.

    Raises:
        UserError: it can't be decoded, or ends before it should.
        Stopped: `stop` was set.
    """
    import av
    import soundfile

    try:
        with open_media(path) as container:
            if not container.streams.audio:
                return None
            stream = container.streams.audio[0]
            layout = _LAYOUTS.get(stream.channels, "stereo")
            channels = next(count for count, name in _LAYOUTS.items() if name == layout)
            with soundfile.SoundFile(
                str(target), "w", samplerate=SAMPLE_RATE, channels=channels, format="FLAC", subtype="PCM_24"
            ) as out:
                for block in _decoded(container, stream, layout, channels):
                    if stop is not None and stop.is_set():
                        raise Stopped(f"Reading {path.name} was stopped", "that was asked for")
                    out.write(block)
                heard = float(out.frames / SAMPLE_RATE)
            claimed = float((stream.duration or 0) * (stream.time_base or 0))
    except av.FFmpegError as error:
        raise UserError(f"The sound of {path.name} can't be read", str(error), "Check that the file is whole.") from error
    if heard == 0 or (heard < claimed - _SHORT_S and heard < claimed * _SHORT_SHARE):
        raise UserError(f"{path.name} is cut short", f"{heard:.1f} of {claimed:.1f} s of its sound are there", "Copy it again.")
    return heard


def _decoded(container: InputContainer, stream: av.AudioStream, layout: str, channels: int) -> Iterator[Samples]:
    """The samples from the first picture on, as float32 [n, channels]."""
    import av

    resampler = av.AudioResampler(format="flt", layout=layout, rate=SAMPLE_RATE)
    ahead = _ahead(container, stream)
    if ahead > 0:
        yield np.zeros((ahead, channels), np.float32)
    drop = max(0, -ahead)
    for frame in _frames(container, stream):
        for made in resampler.resample(frame):
            block = made.to_ndarray().reshape(-1, channels)
            yield np.ascontiguousarray(block[drop:], np.float32)
            drop = max(0, drop - len(block))


def _frames(container: InputContainer, stream: av.AudioStream) -> Iterator[av.AudioFrame | None]:
    """Decoded frames, then None, which has the resampler give what it kept."""
    yield from container.decode(stream)
    yield None


def _ahead(container: InputContainer, stream: av.AudioStream) -> int:
    """How many samples after the picture the sound begins; below 0: before it."""
    video = film_in(container)
    if video is None:
        return 0
    begins = [float((s.start_time or 0) * (s.time_base or 0)) for s in (video, stream)]
    return round((begins[1] - begins[0]) * SAMPLE_RATE)
