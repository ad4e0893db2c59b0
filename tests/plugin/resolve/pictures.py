# SPDX-License-Identifier: Apache-2.0
"""The picture under the playhead, really decoded from the clip's file where PyAV and Pillow are at hand."""

import struct
import zlib
from fractions import Fraction
from pathlib import Path

from tests.plugin.resolve.state import Item, Timeline


def frame_of(timeline: Timeline) -> "object":
    """The frame of the topmost clip at the playhead as a Pillow image; None = black."""
    from tests.plugin.resolve.acts.timeline import top_item

    item = top_item(timeline)
    if item is None or item.clip is None or not Path(item.clip.path).is_file():
        return None
    number = int((item.left + timeline.playhead - item.start) * item.clip.rate / timeline.rate) if item.clip.rate else 0
    try:
        import av
        import PIL  # noqa: F401 - to_image needs it
    except ImportError:  # an old interpreter
        return None
    try:
        return _decoded(item, number)
    except av.error.FFmpegError:  # a file that is damaged is shown as nothing
        return None


def _decoded(item: Item, number: int) -> "object":
    import av

    clip = item.clip
    with av.open(clip.path) as box:
        stream = box.streams.video[0]
        if clip.media.kind == "video" and number:
            box.seek(int(Fraction(max(number - 1, 0)) / clip.rate / stream.time_base), stream=stream)
        wanted = Fraction(number) / clip.rate if clip.media.kind == "video" else Fraction(0)
        last = None
        for frame in box.decode(stream):
            last = frame
            if frame.pts is None or frame.pts * stream.time_base >= wanted - Fraction(1, 1000):
                break
        return last.to_image() if last is not None else None


def write_picture(path: Path, image: "object", size: "tuple[int, int]") -> None:
    """Writes an image scaled to fit the size, on black; the suffix says the format."""
    try:
        from PIL import Image
    except ImportError:
        path.write_bytes(_grey_png(size))
        return
    canvas = Image.new("RGB", size)
    if image is not None:
        image.thumbnail(size)
        canvas.paste(image, ((size[0] - image.width) // 2, (size[1] - image.height) // 2))
    canvas.save(str(path), "PNG" if path.suffix.lower() not in Image.registered_extensions() else None)


def _grey_png(size: "tuple[int, int]") -> bytes:
    """A PNG of mid grey, made by hand."""
    width, height = size
    rows = (b"\0" + b"\x80" * width) * height

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
