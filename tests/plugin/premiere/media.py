# SPDX-License-Identifier: Apache-2.0
"""What a media file holds, as Premiere would see it; and facts for files that need not be real."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

STILLS = {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".tga", ".gif", ".exr", ".dpx"}


def facts(path: Path) -> dict[str, Any] | None:
    """Facts of a real file: {video, audio, rate, frames, width, height, samples, sample_rate, channels}, or {still}.

    None for what is no media.
    """
    if path.suffix.lower() in STILLS:
        return {"still": True}
    import av

    try:
        with av.open(str(path)) as container:
            return {**_picture(container), **_sound(container)}
    except (av.FFmpegError, OSError, ValueError):
        return None


def _picture(container: Any) -> dict[str, Any]:
    if not container.streams.video:
        return {"video": False}
    stream = container.streams.video[0]
    rate = Fraction(stream.average_rate or stream.base_rate)
    frames = stream.frames or sum(1 for packet in container.demux(stream) if packet.size)
    return {"video": True, "rate": str(rate), "frames": frames, "width": stream.width, "height": stream.height}


def _sound(container: Any) -> dict[str, Any]:
    if not container.streams.audio:
        return {"audio": False}
    stream = container.streams.audio[0]
    samples = round((stream.duration or 0) * stream.time_base * stream.sample_rate)
    return {"audio": True, "samples": samples, "sample_rate": stream.sample_rate, "channels": stream.channels}


def picture(frames: int, rate: str = "24000/1001", size: tuple[int, int] = (640, 360)) -> dict[str, Any]:
    """Facts of a picture without sound."""
    return {"video": True, "audio": False, "rate": rate, "frames": frames, "width": size[0], "height": size[1]}


def sound(samples: int, sample_rate: int = 48000, channels: int = 2) -> dict[str, Any]:
    """Facts of sound alone."""
    return {"video": False, "audio": True, "samples": samples, "sample_rate": sample_rate, "channels": channels}


def both(frames: int, rate: str = "24000/1001", size: tuple[int, int] = (640, 360)) -> dict[str, Any]:
    """Facts of a picture with its sound of the same length."""
    samples = round(frames / Fraction(rate) * 48000)
    return {**picture(frames, rate, size), "audio": True, "samples": samples, "sample_rate": 48000, "channels": 2}
