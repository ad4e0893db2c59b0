# SPDX-License-Identifier: Apache-2.0
"""Small media files for tests: every frame of a picture has its own grey, so that a decoded frame tells its number."""

import wave
from fractions import Fraction
from pathlib import Path


def make_movie(path: Path, frames: int = 24, rate: Fraction = Fraction(24), timecode: str = "", sound: bool = False) -> Path:
    """A film of 64 x 36 whose frame n has the grey 8 + 4n; with sound: stereo silence of the same length."""
    import av
    import numpy as np

    options = {"timecode": timecode} if timecode else {}
    with av.open(str(path), "w") as box:
        pictures = box.add_stream("mpeg4", rate=rate, options={"g": "1"})
        pictures.width, pictures.height, pictures.pix_fmt = 64, 36, "yuv420p"
        box.metadata.update(options)
        heard = box.add_stream("pcm_s16le", rate=48000, layout="stereo") if sound else None
        for number in range(frames):
            frame = av.VideoFrame.from_ndarray(np.full((36, 64, 3), 8 + 4 * number % 240, np.uint8), format="rgb24")
            box.mux(pictures.encode(frame))
        box.mux(pictures.encode(None))
        if heard is not None:
            _silence(box, heard, int(frames / rate * 48000))
    return path


def _silence(box: "object", stream: "object", samples: int) -> None:
    import av
    import numpy as np

    frame = av.AudioFrame.from_ndarray(np.zeros((1, samples * 2), np.int16), format="s16", layout="stereo")
    frame.rate = 48000
    box.mux(stream.encode(frame))
    box.mux(stream.encode(None))


def make_sound(path: Path, samples: int = 48000, channels: int = 2) -> Path:
    """Silence at 48 000 Hz."""
    with wave.open(str(path), "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(2)
        out.setframerate(48000)
        out.writeframes(b"\0\0" * channels * samples)
    return path
