# SPDX-License-Identifier: Apache-2.0
"""What the host learns of a media file when it is imported: the file is really read."""

import json
import wave
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

SUFFIXES = {
    ".mov",
    ".mp4",
    ".mxf",
    ".mkv",
    ".wav",
    ".aif",
    ".aiff",
    ".mp3",
    ".flac",
    ".png",
    ".jpg",
    ".jpeg",
    ".tif",
    ".tiff",
    ".exr",
    ".dpx",
}
STILLS = {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".exr", ".dpx"}


class Media(NamedTuple):
    """A media file.

    Attributes: kind video / audio / still; rate in frames a second and frames of the picture (0 for sound); seconds exact;
    start_tc "HH:MM:SS:FF" as it lies in the file; channels and sample_rate of the sound (0 = none).
    """

    kind: str
    rate: Fraction
    frames: int
    seconds: Fraction
    size: "tuple" = (0, 0)
    start_tc: str = "00:00:00:00"
    video_codec: str = ""
    audio_codec: str = ""
    channels: int = 0
    sample_rate: int = 0

    @property
    def sounds(self) -> bool:
        return self.channels > 0

    @property
    def shows(self) -> bool:
        return self.kind != "audio"


def probe(path: str, known: "dict[str, Media]") -> "Media | None":
    """Reads a file; None for what the host does not take. `known` answers first (where PyAV is not at hand)."""
    if path in known:
        return known[path]
    file = Path(path)
    if file.suffix.lower() not in SUFFIXES or not file.is_file() or file.stat().st_size == 0:
        return None
    return _read(file)


def _read(file: Path) -> "Media | None":
    try:
        import av
    except ImportError:  # an old interpreter: WAV alone
        return _read_wave(file)
    try:
        with av.open(str(file)) as box:
            pictures = next(iter(box.streams.video), None)
            sound = next(iter(box.streams.audio), None)
            if pictures is None and sound is None:
                return None
            return _media(file, box, pictures, sound)
    except (av.error.FFmpegError, ValueError):
        return None


def _read_wave(file: Path) -> "Media | None":
    try:
        with wave.open(str(file)) as found:
            seconds = Fraction(found.getnframes(), found.getframerate())
            return Media("audio", Fraction(0), 0, seconds, channels=found.getnchannels(), sample_rate=found.getframerate())
    except (wave.Error, EOFError):
        return None


def _media(file: Path, box: "object", pictures: "object", sound: "object") -> Media:
    channels = sound.codec_context.channels if sound else 0
    heard = (
        {"channels": channels, "sample_rate": sound.codec_context.sample_rate, "audio_codec": sound.codec_context.name}
        if sound
        else {}
    )
    if pictures is None:
        return Media("audio", Fraction(0), 0, _seconds(box, sound), **heard)
    size = (pictures.codec_context.width, pictures.codec_context.height)
    if file.suffix.lower() in STILLS:
        return Media("still", Fraction(0), 1, Fraction(0), size, video_codec=pictures.codec_context.name)
    rate = Fraction(pictures.average_rate)
    frames = pictures.frames or round(_seconds(box, pictures) * rate)
    start = pictures.metadata.get("timecode") or box.metadata.get("timecode") or "00:00:00:00"
    return Media("video", rate, frames, frames / rate, size, start, pictures.codec_context.name, **heard)


def _seconds(box: "object", stream: "object") -> Fraction:
    if stream.duration:
        return Fraction(stream.duration) * stream.time_base
    return Fraction(box.duration or 0, 1_000_000)


def save_known(path: Path, known: "dict[str, Media]") -> None:
    """Writes probes for an interpreter that has no PyAV; `load_known` reads them."""
    rows = {name: [str(value) if isinstance(value, Fraction) else value for value in media] for name, media in known.items()}
    path.write_text(json.dumps(rows), "utf-8")


def load_known(path: Path) -> "dict[str, Media]":
    rows = json.loads(path.read_text("utf-8"))
    return {
        name: Media(row[0], Fraction(row[1]), row[2], Fraction(row[3]), tuple(row[4]), *row[5:]) for name, row in rows.items()
    }
