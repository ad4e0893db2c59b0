# SPDX-License-Identifier: Apache-2.0
"""Pictures with a grade that is not kept yet: the exporter's own code at the size of the screen, one frame at a time.

Everything here runs off the interface thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from aiprod.film.grade import ShotGrade

if TYPE_CHECKING:
    from aiprod.rendering.segments import Segment, Source

Rgb = NDArray[np.uint8]
Graded = Callable[[str], ShotGrade | None]
"""Shot → the grade to show it with."""
_TABLE = 33


class Darkroom:
    """Makes single frames. Files stay open between them; one frame at a time."""

    def __init__(self) -> None:
        self._readers: Any = None
        self._lock = Lock()

    def frame(self, segments: Sequence[Segment], index: int, graded: Graded, scale: Literal[1, 2, 4] = 2) -> QImage:
        """A frame of the film with other grades than its own. Raises UserError where its footage can't be read.

        Args:
            segments: of a screening.
            index: which frame.
            graded: the grade of each shot in it; None shows it as it was shot.
            scale: 1 the film's own size, 2 half of it, 4 a quarter.
        """
        from aiprod.media.reading import Readers
        from aiprod.rendering.execute import frames
        from aiprod.rendering.viewing import pixels, scaled, segment_at

        small = scaled(segment_at(segments, index), scale, {})
        wanted = small.changed(outgoing=_with(small.outgoing, graded), incoming=_with(small.incoming, graded))
        with self._lock:
            if self._readers is None:
                self._readers = Readers()
            return image_of(pixels(next(frames(wanted, {}, _TABLE, self._readers)), "bgra"))


def _with(source: Source | None, graded: Graded) -> Source | None:
    if source is None:
        return None
    from aiprod.grading.bake import is_neutral

    grade = graded(source.name)
    return source.changed(grade=None if grade is None or is_neutral(grade) else grade)


def image_of(bgra: Rgb) -> QImage:
    """Pixels [h, w, 4] as a picture of Qt's own."""
    height, width = bgra.shape[:2]
    return QImage(np.ascontiguousarray(bgra).data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()


def image_of_rgb(rgb: Rgb) -> QImage:
    """Pixels [h, w, 3] as a picture of Qt's own."""
    height, width = rgb.shape[:2]
    return QImage(np.ascontiguousarray(rgb).data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def rgb_of(image: QImage) -> Rgb:
    """A picture's pixels, uint8 [h, w, 3], R′G′B′."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : 3 * plain.width()].reshape(plain.height(), plain.width(), 3).copy()


def small(rgb: Rgb, height: int) -> Rgb:
    """A picture at most so high."""
    import cv2

    if rgb.shape[0] <= height:
        return rgb
    width = max(2, round(rgb.shape[1] * height / rgb.shape[0]))
    return np.asarray(cv2.resize(rgb, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


class Plate:
    """One small picture that is wanted with many grades: its light is found once."""

    def __init__(self, rgb: Rgb, height: int) -> None:
        """`rgb`: as it was shot, uint8 [h, w, 3], Rec.709 codes."""
        from aiprod.grading.spaces import to_acescct, to_output

        codes = small(rgb, height).astype(np.float32) / np.float32(255)
        self._scene = to_acescct(codes, "rec709")
        self._lost = codes - to_output(self._scene, "rec709")

    def graded(self, grade: ShotGrade) -> QImage:
        """The picture with a grade, exact."""
        from aiprod.grading.bake import graded
        from aiprod.grading.spaces import to_output

        codes = np.clip(to_output(graded(grade, self._scene), "rec709", grade.config) + self._lost, 0, 1)
        return image_of_rgb(np.rint(codes * 255).astype(np.uint8))
