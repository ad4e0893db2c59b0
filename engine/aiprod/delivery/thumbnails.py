# SPDX-License-Identifier: Apache-2.0
"""The small picture that content credentials show."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import av

_WIDTH, _QUALITY, _WHERE = 320, 80, 0.3
_PICTURES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".mp4", ".m4v", ".mov", ".mkv", ".webm", ".mxf")


def thumbnail_of(path: Path) -> bytes:
    """A JPEG, 320 pixels wide, of a picture or of a frame a third into a film; empty where there is nothing to see."""
    import av

    if path.suffix.lower() not in _PICTURES:
        return b""
    try:
        with av.open(str(path)) as container:
            if not container.streams.video:
                return b""
            if container.duration:
                container.seek(round(container.duration * _WHERE))
            frame = next(container.decode(video=0), None)
            return _jpeg(frame) if frame is not None else b""
    except (av.FFmpegError, ValueError):
        return b""


def _jpeg(frame: av.VideoFrame) -> bytes:
    from PIL import Image

    height = max(2, round(frame.height * _WIDTH / frame.width))
    small = Image.fromarray(frame.reformat(width=_WIDTH, height=height, format="rgb24").to_ndarray())
    out = io.BytesIO()
    small.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()
