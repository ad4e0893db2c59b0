# SPDX-License-Identifier: Apache-2.0
"""The media of a request as the families take them: frames of pictures and videos, samples of sound."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from aiprod.film.errors import UserError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def frames(path: Path, start: int = 0, count: int | None = None) -> NDArray[np.uint8]:
    """Frames [n, height, width, 3] of a picture (upright, sRGB) or of a video, from frame `start` on.

    Args:
        count: how many; None: to the end. A picture has one.

    Raises:
        UserError: the file can't be read, or has fewer frames than are asked for.
    """
    found = _picture(path)
    if found is None:
        found = _video(path, start, count)
    elif start > 0:
        found = found[:0]
    if len(found) == 0 or (count is not None and len(found) < count):
        raise UserError(
            "A reference is too short",
            f"{path.name} has {start + len(found)} frames; frames {start} to {start + (count or 1) - 1} are needed",
            "Use a longer clip, or fewer of its frames.",
        )
    return found


def held(clip: NDArray[np.uint8], count: int) -> NDArray[np.uint8]:
    """As many frames as asked for: the rest cut off, or the last one held."""
    import numpy as np

    if len(clip) >= count:
        return clip[:count]
    return np.concatenate([clip, np.repeat(clip[-1:], count - len(clip), axis=0)])


def lasting(sound: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    """So many samples [count, channels]: the rest cut off, or silence after the end."""
    import numpy as np

    return np.pad(sound[:count], ((0, max(count - len(sound), 0)), (0, 0)))


def inserted(old: NDArray[np.float32], new: NDArray[np.float32], start: int, end: int, fade: int) -> NDArray[np.float32]:
    """Old sound [samples, channels] with the new one's samples from `start` to `end`, faded over inside that part."""
    import numpy as np

    place = np.arange(len(old))
    rising = (place - start + 1) / max(fade, 1) if start > 0 else np.inf
    falling = (end - place) / max(fade, 1) if end < len(old) else np.inf
    inside = np.minimum(rising, falling)
    share = np.clip(np.broadcast_to(inside, len(old)), 0, 1)[:, None].astype(np.float32)
    mixed: NDArray[np.float32] = old * (1 - share) + new * share
    return mixed


def has_sound(path: Path) -> bool:
    """Whether a clip has sound. A clip that can't be read has none."""
    import av

    try:
        with av.open(str(path)) as file:
            return bool(file.streams.audio)
    except (OSError, av.FFmpegError):
        return False


def samples(path: Path, rate: int) -> NDArray[np.float32]:
    """The sound of a file, float32 [samples, 2] in -1..1 at `rate`; one channel counts for both.

    Raises:
        UserError: the file has no sound, or it can't be read.
    """
    import av
    import numpy as np

    try:
        with av.open(str(path)) as file:
            resampler = av.AudioResampler(format="fltp", layout="stereo", rate=rate)
            parts = [part for frame in file.decode(audio=0) for part in resampler.resample(frame)]
            parts += resampler.resample(None)
    except (OSError, IndexError, ValueError, av.FFmpegError) as error:
        raise UserError("A sound can't be read", f"{path.name}: {error}", "Use a WAV, FLAC or MP3 file.") from error
    if not parts:
        raise UserError("A sound can't be read", f"{path.name} is empty", "Use a WAV, FLAC or MP3 file.")
    return np.ascontiguousarray(np.concatenate([part.to_ndarray() for part in parts], axis=1).T, np.float32)


def _picture(path: Path) -> NDArray[np.uint8] | None:
    import numpy as np
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(path) as picture:
            if getattr(picture, "n_frames", 1) > 1:
                return None
            return np.asarray(ImageOps.exif_transpose(picture).convert("RGB"), np.uint8)[None]
    except UnidentifiedImageError:
        return None
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise UserError("A picture can't be read", f"{path.name}: {error}", "Save it again as PNG or JPEG.") from error


def _video(path: Path, start: int, count: int | None) -> NDArray[np.uint8]:
    import av
    import numpy as np

    found: list[NDArray[np.uint8]] = []
    try:
        with av.open(str(path)) as file:
            for index, frame in enumerate(file.decode(video=0)):
                if count is not None and index >= start + count:
                    break
                if index >= start:
                    found.append(np.asarray(frame.to_ndarray(format="rgb24"), np.uint8))
    except (OSError, IndexError, ValueError, av.FFmpegError) as error:
        raise UserError("A clip can't be read", f"{path.name}: {error}", "Make the clip again, or use another one.") from error
    return np.stack(found) if found else np.zeros((0, 1, 1, 3), np.uint8)
