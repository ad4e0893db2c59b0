# SPDX-License-Identifier: Apache-2.0
"""Small pictures from files, read off the interface thread when they are first wanted, kept while they are the newest used."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap

from aiprod_app.background import Background

_KEPT = 400


class Pictures(QObject):
    """The pictures.

    Signals:
        arrived: a file whose picture is there now.
    """

    arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads = Background(2, "pictures", self)
        self._have: OrderedDict[tuple[Path, int], QPixmap | None] = OrderedDict()
        self._waiting: set[tuple[Path, int]] = set()

    def get(self, path: Path, width: int) -> QPixmap | None:
        """A file's picture, about `width` pixels wide; None until it is read, and where it can't be."""
        key = (path, width)
        if key in self._have:
            self._have.move_to_end(key)
            return self._have[key]
        if key not in self._waiting:
            self._waiting.add(key)
            self._threads.run(lambda: read(path, width), lambda image: self._came(key, image), owner=self)
        return None

    def _came(self, key: tuple[Path, int], image: QImage | None) -> None:
        self._waiting.discard(key)
        self._have[key] = None if image is None else QPixmap.fromImage(image)
        while len(self._have) > _KEPT:
            self._have.popitem(last=False)
        self.arrived.emit(key[0])

    def close(self) -> None:
        self._threads.close()


def read(path: Path, width: int) -> QImage | None:
    """A picture at most `width` pixels wide, read that small where the format can."""
    reader = QImageReader(str(path))
    size = reader.size()
    if size.isValid() and size.width() > width:
        reader.setScaledSize(size.scaled(QSize(width, 10_000), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image
