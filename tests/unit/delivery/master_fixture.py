# SPDX-License-Identifier: Apache-2.0
"""A small picture in any format, a click for every flash, and what other tools read in a file."""

import json
import subprocess
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import av
import numpy as np

from aiprod.film.output import OUTPUTS, OutputName
from aiprod.media.audio import write_audio
from aiprod.media.encoders import Encoder

W, H, FRAMES = 320, 180, 24
FLASH = 12
RATE = Fraction(24)


def picture(path: Path, encoder: Encoder, output: OutputName = "rec709", rate: Fraction = RATE, frames: int = FRAMES) -> Path:
    """Grey bars that move, and a white frame, tagged as `output`."""
    colour = OUTPUTS[output]
    with av.open(str(path), "w", options={"movflags": "+write_colr"} if path.suffix in (".mp4", ".mov") else {}) as container:
        stream = cast("av.VideoStream", container.add_stream(encoder.codec, rate=rate, options=dict(encoder.options)))
        stream.width, stream.height, stream.pix_fmt = W, H, encoder.pix_fmt
        context = stream.codec_context
        context.time_base = 1 / rate
        context.color_primaries, context.color_trc, context.colorspace = colour.primaries, colour.transfer, colour.matrix
        context.color_range = 1
        for index in range(frames):
            rgb = np.full((H, W, 3), 60, np.uint8)
            rgb[:, index * 8 : index * 8 + 60] = 160
            if index == FLASH:
                rgb[:] = 255
            frame = av.VideoFrame.from_ndarray(rgb, format="rgb24").reformat(format=encoder.pix_fmt, dst_color_range="MPEG")
            frame.pts, frame.time_base = index, 1 / rate
            frame.color_primaries, frame.color_trc, frame.colorspace = colour.primaries, colour.transfer, colour.matrix
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def sound(path: Path, channels: int = 2, rate: Fraction = RATE, frames: int = FRAMES) -> Path:
    """A click on the white frame in every channel, and a tone whose pitch tells the channel: 200 Hz · (n + 1)."""
    count = round(frames / rate * 48_000)
    clock = np.arange(count) / 48_000
    samples = np.stack([0.05 * np.sin(2 * np.pi * 200 * (n + 1) * clock) for n in range(channels)], axis=1).astype(np.float32)
    at = round(FLASH / rate * 48_000)
    samples[at : at + 240] += 0.7 * np.sin(np.arange(240) * 2 * np.pi * 2000 / 48_000)[:, None].astype(np.float32)
    write_audio(path, samples)
    return path


def probe(path: Path, *more: str) -> dict[str, Any]:
    """What Debian's ffprobe reads."""
    command = ["ffprobe", "-v", "error", "-show_streams", "-show_format", "-show_chapters", "-of", "json", *more, str(path)]
    return cast("dict[str, Any]", json.loads(subprocess.run(command, capture_output=True, check=True).stdout))


def stream(facts: dict[str, Any], kind: str, number: int = 0) -> dict[str, Any]:
    return cast("dict[str, Any]", [s for s in facts["streams"] if s.get("codec_type") == kind][number])


def mediainfo(path: Path) -> list[dict[str, Any]]:
    said = subprocess.run(["mediainfo", "--Output=JSON", str(path)], capture_output=True, check=True).stdout
    return cast("list[dict[str, Any]]", json.loads(said)["media"]["track"])


def decoded(path: Path, number: int = 0) -> np.ndarray:
    """A sound stream as float32 [samples, channels], as Debian's FFmpeg hears it, from the picture's time 0 on."""
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-map", f"0:a:{number}", "-f", "f32le", "-c:a", "pcm_f32le", "-"]
    raw = subprocess.run(command, capture_output=True, check=True).stdout
    channels = int(stream(probe(path), "audio", number)["channels"])
    return np.frombuffer(raw, np.float32).reshape(-1, channels)
