# SPDX-License-Identifier: Apache-2.0
"""Still pictures in and out of files: uint8 RGB [height, width, 3], sRGB."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import UserError

Rgb = NDArray[np.uint8]


def write_picture(path: Path, rgb: Rgb, quality: int = 92) -> None:
    """Write a PNG or JPEG (by suffix), whole or not at all. `quality` is JPEG's, 0–100."""
    import cv2

    options = [cv2.IMWRITE_JPEG_QUALITY, quality] if path.suffix in (".jpg", ".jpeg") else []
    _, data = cv2.imencode(path.suffix, np.ascontiguousarray(rgb[..., ::-1]), options)
    part = path.with_name(path.stem + ".part" + path.suffix)
    part.write_bytes(data.tobytes())
    part.replace(path)


def read_picture(path: Path) -> Rgb:
    """Read a PNG or JPEG. Raises UserError for an unreadable file."""
    import cv2

    found = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if found is None:
        raise UserError(f"{path.name} can't be read as a picture", "it is damaged or of an unknown kind")
    return cast("Rgb", np.ascontiguousarray(found[..., ::-1]))
