# SPDX-License-Identifier: Apache-2.0
"""Small pictures of clips: decoded on a thread, kept within bounds, asked for by what is seen now."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from fractions import Fraction
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from aiprod.film.errors import AiprodError, UserError
from aiprod_app.background import Background
from aiprod_app.timeline.desk import Desk
from aiprod_app.timeline.surface import Pixels

Key = tuple[Path, int]
STORED = 144
"""Height that pictures are kept at, in pixels of the device; they are drawn smaller."""
_MOST_BYTES = 64 << 20
_NOTHING: Pixels = np.zeros((0, 0), np.uint32)


class Thumbnails:
    """Pictures by file and frame.

    Args:
        arrived: called when one came.
    """

    def __init__(self, background: Background, owner: QObject, arrived: Callable[[], None]) -> None:
        self._desk: Desk[QImage] = Desk(background, owner, self._done, most=160)
        self._arrived = arrived
        self._kept: OrderedDict[Key, QImage | None] = OrderedDict()
        self._fitted: OrderedDict[tuple[Key, int, int], Pixels] = OrderedDict()
        self._some: dict[Path, Key] = {}
        self._bytes = self._fitted_bytes = 0

    def get(self, path: Path, frame: int, rate: Fraction, still: bool, width: int, height: int) -> Pixels | None:
        """The frame of a file (at `rate`), at a size in device pixels, as [height, width] of 0xffRRGGBB; another frame of the
        file until it comes, or None; without pixels where the file can't be read."""
        key = (path, 0 if still else frame)
        fitted = self._fitted.get((key, width, height))
        if fitted is not None:
            return fitted
        if key not in self._kept and not self._desk.waits(key):
            self._desk.ask(key, lambda: read_still(path) if still else decode(path, frame, rate))
        if self._kept.get(key) is None:
            key = self._some.get(path, key)
        found = self._kept.get(key)
        if found is None and key in self._kept:
            return _NOTHING
        return self._at(key, found, width, height) if found is not None else None

    def _at(self, key: Key, image: QImage, width: int, height: int) -> Pixels:
        """The picture scaled; scaled ones are kept too, for the height that is in use."""
        name = (key, width, height)
        found = self._fitted.get(name)
        if found is None:
            found = self._fitted[name] = _filled(image, width, height)
            self._fitted_bytes += found.nbytes
            while self._fitted_bytes > _MOST_BYTES:
                self._fitted_bytes -= self._fitted.popitem(last=False)[1].nbytes
        return found

    def stale(self) -> None:
        """What was wished for before is out of sight."""
        self._desk.forget()

    @property
    def idle(self) -> bool:
        return self._desk.idle

    def look_again(self) -> None:
        """Files may be there that weren't."""
        self._kept = OrderedDict((key, image) for key, image in self._kept.items() if image is not None)

    def forget(self) -> None:
        """Files may have changed."""
        self._desk.forget()
        self._kept.clear()
        self._fitted.clear()
        self._some.clear()
        self._bytes = self._fitted_bytes = 0

    def _done(self, key: Hashable, found: QImage | AiprodError) -> None:
        assert isinstance(key, tuple)
        image = None if isinstance(found, AiprodError) else found
        self._kept[key] = image
        if image is not None:
            self._bytes += image.sizeInBytes()
            self._some.setdefault(key[0], key)
        while self._bytes > _MOST_BYTES:
            old, lost = self._kept.popitem(last=False)
            self._bytes -= lost.sizeInBytes() if lost is not None else 0
            if self._some.get(old[0]) == old:
                del self._some[old[0]]
        self._arrived()


def _filled(image: QImage, width: int, height: int) -> Pixels:
    """The middle of a picture, filling a size."""
    scaled = image.scaled(
        width, height, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
    ).convertToFormat(QImage.Format.Format_RGB32)
    left, top = (scaled.width() - width) // 2, (scaled.height() - height) // 2
    rows = np.frombuffer(scaled.constBits(), np.uint32).reshape(scaled.height(), scaled.bytesPerLine() // 4)
    return rows[top : top + height, left : left + width].copy()


def decode(path: Path, frame: int, rate: Fraction) -> QImage:
    """A small picture of a film file's frame. Raises UserError where it can't be read."""
    from aiprod.media.reading import frames_at

    found = next(frames_at(path, (frame,), rate))
    width = max(2, round(STORED * found.width / found.height))
    rgb = found.reformat(width=width, height=STORED, format="rgb24").to_ndarray()
    height, across = rgb.shape[:2]
    return QImage(rgb.tobytes(), across, height, across * 3, QImage.Format.Format_RGB888).convertToFormat(
        QImage.Format.Format_RGB32
    )


def read_still(path: Path) -> QImage:
    """A small picture of a picture file. Raises UserError where it can't be read."""
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and size.height() > STORED:
        reader.setScaledSize(QSize(max(1, size.width() * STORED // size.height()), STORED))
    image = reader.read()
    if image.isNull():
        raise UserError(f"{path.name} can't be read as a picture", reader.errorString(), "Check that the file is whole.")
    return image.convertToFormat(QImage.Format.Format_RGB32)
