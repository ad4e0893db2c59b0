# SPDX-License-Identifier: Apache-2.0
"""Pictures and clips that people and earlier takes hand in as references, brought into the one form that models are given:
upright, sRGB, no larger than anything looks at. What can't be used is said before work starts."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import UserError

if TYPE_CHECKING:
    from PIL import Image

Rgb = NDArray[np.uint8]
MOST_PIXELS = 200_000_000
"""Of a picture as it is on disk. More is no photograph, and would take gigabytes to open."""
LARGEST_SIDE = 2048
LEAST_SIDE = 32
_REMEDY = "Save it as a PNG or JPEG and choose it again."
_VIDEOS = (".mp4", ".mov", ".mkv", ".webm", ".avi", ".m4v", ".mxf", ".mpg", ".mpeg", ".ts", ".ogv", ".gif")


def is_clip(path: Path) -> bool:
    """Whether a file calls itself a video."""
    return path.suffix.lower() in _VIDEOS


def reference_picture(path: Path) -> Rgb:
    """A picture as it is meant to be seen: turned as its EXIF data say, its colours brought from its own profile to sRGB,
    transparency on white, its long side at most `LARGEST_SIDE`.

    Raises:
        UserError: it is gone, damaged, no picture, far too large, or too small to show anything.
    """
    from PIL import Image, UnidentifiedImageError

    _there(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            warnings.filterwarnings("ignore", category=UserWarning)
            return _opened(path)
    except UnidentifiedImageError as error:
        raise UserError(f"{path.name} can't be used as a reference", "it is no picture that can be read", _REMEDY) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large(path, "") from error
    except (OSError, ValueError, SyntaxError, EOFError, OverflowError) as error:
        why = f"the file is damaged ({_short(error)})"
        raise UserError(f"{path.name} can't be used as a reference", why, _REMEDY) from error


def _opened(path: Path) -> Rgb:
    from PIL import Image, ImageOps

    with _without_limit(), Image.open(path) as found:
        if found.width * found.height > MOST_PIXELS:
            raise _too_large(path, f" ({found.width} x {found.height})")
        if min(found.size) < LEAST_SIDE:
            raise UserError(
                f"{path.name} can't be used as a reference", f"it has {found.width} x {found.height} pixels",
                f"Choose one with at least {LEAST_SIDE} on each side.",
            )  # fmt: skip
        found.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))  # a JPEG is decoded at the next larger eighth, not whole
        upright = ImageOps.exif_transpose(_plain(_eight_bits(found)))
        upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE), Image.Resampling.LANCZOS)
        return np.ascontiguousarray(np.asarray(upright, np.uint8))


class _without_limit:  # noqa: N801 - used as a function
    """Pillow's own limit is lower than ours."""

    def __enter__(self) -> None:
        from PIL import Image

        self._kept, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, MOST_PIXELS

    def __exit__(self, *_: object) -> None:
        from PIL import Image

        Image.MAX_IMAGE_PIXELS = self._kept


def _eight_bits(picture: Image.Image) -> Image.Image:
    """A picture of 16 or 32 bits as one of 8, profile and EXIF data kept."""
    from PIL import Image

    if not picture.mode.startswith(("I", "F")):
        return picture
    values = np.asarray(picture, np.float64)
    top = 65535.0 if picture.mode.startswith("I") else max(float(values.max(initial=0.0)), 1e-9)
    made = Image.fromarray(np.clip(np.rint(values / top * 255), 0, 255).astype(np.uint8), "L")
    made.info.update({name: picture.info[name] for name in ("exif",) if name in picture.info})
    return made


def _plain(picture: Image.Image) -> Image.Image:
    """In sRGB, on white."""
    from PIL import Image

    if picture.mode in ("P", "LA", "PA") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
    opaque = _in_srgb(picture)
    if picture.mode != "RGBA":
        return opaque
    white = Image.new("RGB", picture.size, (255, 255, 255))
    white.paste(opaque, mask=picture.getchannel("A"))
    exif = picture.getexif()
    if exif:
        white.info["exif"] = exif.tobytes()
    return white


def _in_srgb(picture: Image.Image) -> Image.Image:
    """Colours from the picture's own profile; a profile that makes no sense counts as sRGB."""
    from PIL import ImageCms

    profile = picture.info.get("icc_profile")
    flat = picture if picture.mode in ("RGB", "CMYK", "L", "LAB") else picture.convert("RGB")
    if profile:
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(cast("bytes", profile)))
            made = ImageCms.profileToProfile(flat, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            made = None
        if made is not None:
            return made
    return flat if flat.mode == "RGB" else flat.convert("RGB")


def reference_frames(path: Path, count: int) -> list[Rgb]:
    """The first frames of a clip (at most `count`), every one of them decoded before work starts.

    Raises:
        UserError: it is gone, no video, damaged, or has no frame.
    """
    _there(path)
    try:
        frames = list(islice(_decoded(path), count))
    except UserError as error:
        raise UserError(
            f"{path.name} can't be used as a reference",
            error.why or error.what,
            "Render it again to another file, such as an .mp4.",
        ) from error
    if not frames:
        raise UserError(f"{path.name} can't be used as a reference", "it has no frame", "Choose a clip with a picture.")
    return frames


def _decoded(path: Path) -> Iterator[Rgb]:
    from aiprod.media.video import read_frames, to_rgb

    for frame in read_frames(path):
        yield _upright(to_rgb(frame), frame.rotation)


def _upright(rgb: Rgb, rotation: Any) -> Rgb:
    quarters = round(float(rotation or 0) / 90) % 4
    return np.ascontiguousarray(np.rot90(rgb, quarters)) if quarters else rgb


def _there(path: Path) -> None:
    if not path.is_file():
        raise UserError(f"{path.name} can't be used as a reference", "there is no such file", "Choose it again.")


def _too_large(path: Path, size: str) -> UserError:
    most = MOST_PIXELS // 1_000_000
    return UserError(
        f"{path.name} can't be used as a reference", f"it has more than {most} million pixels{size}", "Save a smaller copy of it."
    )


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
