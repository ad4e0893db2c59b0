# SPDX-License-Identifier: Apache-2.0
"""Media files as an AAF describes them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from aiprod.film.errors import UserError


@dataclass(frozen=True)
class Probed:
    """What a descriptor says of a media file. `length` is in units of `rate`; `kind` is "picture" or "sound"."""

    kind: str
    rate: Fraction
    length: int
    channels: int
    width: int = 0
    height: int = 0
    samples: int = 0
    sample_rate: int = 0

    def descriptor(self, file: Any, path: Path, url: str) -> Any:
        """The descriptor of the file at `path`, which will be found at `url`."""
        from aaf2.ama import MediaContainerGUID, get_wave_fmt

        if self.kind == "sound":
            found = file.create.WAVEDescriptor()
            found["Summary"].value = (get_wave_fmt(str(path)) if _is_wave(path) else None) or bytearray()
            found["SampleRate"].value, found["Length"].value = self.sample_rate, self.samples
        else:
            found = self._picture(file)
            found["MediaContainerGUID"].value = MediaContainerGUID["Generic"][0]
        found["ContainerFormat"].value = file.dictionary.lookup_containerdef("AAF")
        locator = file.create.NetworkLocator()
        locator["URLString"].value = url
        found["Locator"].append(locator)
        return found

    def _picture(self, file: Any) -> Any:
        from aaf2 import video

        found = file.create.CDCIDescriptor()
        found["ComponentWidth"].value = 8
        found["HorizontalSubsampling"].value, found["VerticalSubsampling"].value = 2, 2
        found["FrameLayout"].value, found["VideoLineMap"].value = "FullFrame", [0, 0]
        found["ImageAspectRatio"].value = f"{self.width}/{self.height}"
        found["StoredWidth"].value, found["StoredHeight"].value = self.width, self.height
        found["SampleRate"].value, found["Length"].value = self.rate, self.length
        found["Compression"].value = video.compression_ids["CompressedPicture"]
        return found


def _is_wave(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(12)[8:] == b"WAVE"


def probed(path: Path, rate: Fraction) -> Probed:
    """Look at a file. Raises UserError for one that can't be read."""
    import av

    try:
        with av.open(str(path), options={"protocol_whitelist": "file"}) as container:
            if container.streams.video:
                stream = container.streams.video[0]
                frames = stream.frames or sum(1 for packet in container.demux(stream) if packet.size)
                return Probed("picture", rate, frames, 1, stream.width, stream.height)
            sound = container.streams.audio[0]
            samples = round(float(sound.duration or 0) * float(sound.time_base or 0) * sound.rate)
            length = int(Fraction(samples, sound.rate) * rate)
            return Probed("sound", rate, max(1, length), sound.channels, samples=samples, sample_rate=sound.rate)
    except (av.FFmpegError, IndexError, OSError) as error:
        raise UserError(f"{path.name} can't be read", str(error), "Check that the file is whole.") from error
