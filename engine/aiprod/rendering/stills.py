# SPDX-License-Identifier: Apache-2.0
"""Still pictures as footage: PNG, JPEG, TIFF and their kin, brought to sRGB by the profile they carry.

A still without a profile is taken as sRGB, which is what the web and screens presume. Its codes go into the film as they are
(sRGB and Rec.709 have the same primaries; editors leave the difference of their curves to the grade), unless the timeline says
that the shot's space is "srgb": then they are converted like any other footage.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import UserError
from aiprod.media.opening import refuse_playlists

if TYPE_CHECKING:
    import av

_SUFFIXES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".bmp")
_FLOATS = (".exr", ".hdr", ".pfm")
_MOST_PIXELS = 200_000_000


def is_still(path: Path) -> bool:
    return path.suffix.lower() in (*_SUFFIXES, *_FLOATS)


def still_frames(path: Path, count: int) -> Iterator[av.VideoFrame]:
    """The still, `count` times.

    Raises UserError for what can't be read, and for colours that have no place on a display (CMYK, Lab, scene-linear floats).
    """
    stat = path.stat() if path.is_file() else None
    frame = _frame(str(path), stat.st_mtime_ns if stat else 0, stat.st_size if stat else 0)
    for _ in range(count):
        yield frame


@lru_cache(maxsize=4)
def _frame(path: str, modified: int, size: int) -> av.VideoFrame:
    import av

    rgb = read_still(Path(path))
    deep = rgb.dtype == np.uint16
    frame = av.VideoFrame(rgb.shape[1], rgb.shape[0], "gbrp16le" if deep else "gbrp")
    for plane, channel in zip(frame.planes, (1, 2, 0), strict=True):
        steps = plane.line_size // rgb.itemsize
        target = np.frombuffer(memoryview(plane), rgb.dtype).reshape(-1, steps)
        target[: rgb.shape[0], : rgb.shape[1]] = rgb[..., channel]
    frame.colorspace, frame.color_range = 0, 2
    return frame


def read_still(path: Path) -> NDArray[Any]:
    """A still as sRGB, uint8 or uint16 [h, w, 3]; what is see-through shows black.

    A profile is followed by the colour engine of ICC profiles (perceptual intent, 8 bits); a 16-bit picture keeps its bits where
    its profile is sRGB already.
    """
    from PIL import Image, UnidentifiedImageError

    refuse_playlists(path)
    if path.suffix.lower() in _FLOATS:
        raise _refused(path, "it holds floating-point light")
    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
    try:
        with Image.open(path) as image:
            image.load()
            return _brought(image, path)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UserError(f"{path.name} can't be read as a picture", str(error), "Check that the file is whole.") from error


def _brought(image: Any, path: Path) -> NDArray[Any]:
    from PIL import ImageOps

    profile = image.info.get("icc_profile")
    if image.mode in ("LAB", "YCbCr", "HSV", "F") or (image.mode == "CMYK" and not profile):
        raise _refused(path, f"its colours are {image.mode}" + ("" if profile else " and it carries no profile"))
    if not profile and path.suffix.lower() in (".png", ".tif", ".tiff"):
        deep = _deep(path)
        if deep is not None:
            return deep
    turned = ImageOps.exif_transpose(image)
    plain = turned if turned.mode == "CMYK" else _over_black(turned)
    if profile:
        plain = _by_profile(plain, profile, path)
    return np.asarray(plain.convert("RGB"))


def _deep(path: Path) -> NDArray[Any] | None:
    """A picture of 16 bits, which Pillow would cut to 8; None for any other."""
    import cv2

    read = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    if read is None or read.dtype != np.uint16:
        return None
    if read.ndim == 2:
        return np.ascontiguousarray(np.repeat(read[..., None], 3, axis=2))
    colours = np.ascontiguousarray(read[..., 2::-1])
    if read.shape[2] == 4:
        colours = (colours.astype(np.uint32) * read[..., 3:] // 65535).astype(np.uint16)
    return colours


def _over_black(image: Any) -> Any:
    from PIL import Image

    if image.mode in ("P", "PA", "LA", "RGBA") or "transparency" in image.info:
        clear = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", clear.size, (0, 0, 0, 255)), clear).convert("RGB")
    return image if image.mode in ("RGB", "L") else image.convert("RGB")


def _by_profile(image: Any, profile: bytes, path: Path) -> Any:
    """Through the picture's own profile to sRGB."""
    from PIL import ImageCms

    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, source, target, renderingIntent=ImageCms.Intent.PERCEPTUAL, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError) as error:
        raise _refused(path, f"its colour profile can't be followed ({error})") from error


def _refused(path: Path, why: str) -> UserError:
    return UserError(f"{path.name} can't be used as footage", why, "Convert it to sRGB, as PNG or TIFF.")
