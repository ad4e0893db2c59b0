# SPDX-License-Identifier: Apache-2.0
"""Takes made smaller, so that the sample can travel with the program: the same pictures and sounds at a lower rate.

A slimmed take keeps its recipe's name and gets a new record of its files, as it would have by `TakeStore.finish`. What was made
from the full one is then stale, and is made again by the next run of the production.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import av
import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from aiprod.film.files import read_json, write_json
from aiprod.film.hashing import hash_file

_RATE = {"crf": "27", "preset": "veryslow", "g": "12"}
_BITS = 12
_STILL, _SMALL_STILL = QSize(320, 180), QSize(240, 135)


def slim(root: Path) -> None:
    """Make the takes of a film smaller where that is possible."""
    for record in sorted((root / "takes").glob("??/*/take.json")):
        data = read_json(record)
        work = _HOW.get(str(data["recipe"]["step"]))
        if work is not None:
            work(record.parent)
            _recorded(record)


def _recorded(record: Path) -> None:
    data = read_json(record)
    for item in data["files"]:
        path = record.parent / item["path"]
        item.update(sha256=hash_file(path), size=path.stat().st_size)
    write_json(record, data)


def _footage(folder: Path) -> None:
    _picture(folder / "picture.mp4")
    for still in folder.glob("still-*.png"):
        _still(still, _SMALL_STILL)


def _picture(path: Path) -> None:
    """The same frames, times and colours, at a rate that is good to look at."""
    target = path.with_suffix(".slim.mp4")
    with av.open(str(path)) as source, av.open(str(target), "w") as sink:
        video = source.streams.video[0]
        out = sink.add_stream("libx264", rate=video.average_rate, options=_RATE)
        out.width, out.height, out.pix_fmt = video.width, video.height, video.pix_fmt or "yuv420p"
        out.time_base, context, like = video.time_base, out.codec_context, video.codec_context
        for name in ("color_range", "color_primaries", "color_trc", "colorspace"):
            setattr(context, name, getattr(like, name))
        for frame in source.decode(video):
            sink.mux(out.encode(frame))
        sink.mux(out.encode(None))
    target.replace(path)


def _board(folder: Path) -> None:
    _still(folder / "still.png", _STILL)


def _still(path: Path, size: QSize) -> None:
    """A smaller picture in 256 colours."""
    smooth, keep = Qt.TransformationMode.SmoothTransformation, Qt.AspectRatioMode.KeepAspectRatio
    image = QImage(str(path)).scaled(size, keep, smooth)
    image.convertToFormat(QImage.Format.Format_Indexed8, Qt.ImageConversionFlag.DiffuseDither).save(str(path), "PNG", 0)  # type: ignore[call-overload]


def _sound(folder: Path) -> None:
    for path in folder.glob("*.flac"):
        _flac(path)


def _flac(path: Path) -> None:
    """The same sound in as many bits as carry it."""
    target = path.with_suffix(".slim.flac")
    with av.open(str(path)) as source, av.open(str(target), "w") as sink:
        audio = source.streams.audio[0]
        out = sink.add_stream(
            "flac", rate=audio.rate, layout=audio.layout.name, format="s16", options={"compression_level": "12"}
        )
        for frame in source.decode(audio):
            sink.mux(out.encode(_coarse(frame)))
        sink.mux(out.encode(None))
    target.replace(path)


def _coarse(frame: av.AudioFrame) -> av.AudioFrame:
    samples = frame.to_ndarray().astype(np.int64)
    step = 1 << (16 - _BITS)
    coarse = np.clip(np.rint(samples / 65536 / step) * step, -32768, 32767 // step * step).astype(np.int16)
    made = av.AudioFrame.from_ndarray(coarse, format="s16", layout=frame.layout.name)
    made.sample_rate, made.pts, made.time_base = frame.sample_rate, frame.pts, frame.time_base
    return made


_HOW: Mapping[str, Callable[[Path], None]] = {
    "footage": _footage, "still": _board, "score": _sound, "ambience": _sound, "effect": _sound,
}  # fmt: skip
"""Step of the recipe → how its take is made smaller."""
