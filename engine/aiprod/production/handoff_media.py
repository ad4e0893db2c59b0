# SPDX-License-Identifier: Apache-2.0
"""Media of a hand-off folder: what every editor reads on every system, under names that are plain everywhere.

Pictures become ProRes 422 HQ at the timeline's rate, without sound, from timecode 00:00:00:00; sounds become 48 kHz 24-bit WAV.
What is that already is linked, or copied where the disk is another.
"""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from threading import Event as Flag
from typing import Any

from aiprod.editing.interchange.events import Edit, Event
from aiprod.film.errors import Stopped, UserError
from aiprod.film.files import disk_errors
from aiprod.production.media_timecode import start_of

_BLOCK = 48_000 * 10


@dataclass(frozen=True)
class HandedMedia:
    """A file of the folder. `frames`: at the timeline's rate."""

    path: Path
    frames: int
    channels: int = 0
    start: int = 0
    """Timecode of its first frame, as a count."""


@dataclass(frozen=True)
class _Use:
    """How a timeline uses a file: the last frame of it that it may show decides how long a still becomes."""

    event: Event
    video: bool
    until: int


def hand_over(
    edit: Edit, sources: Mapping[Path, Mapping[str, Any]], folder: Path, stop: Flag | None = None
) -> dict[Path, HandedMedia]:
    """Every media file of an edit, in the folder. Raises UserError where one is missing or can't be read, Stopped."""
    with disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    taken: set[str] = set()
    found: dict[Path, HandedMedia] = {}
    for path, use in _uses(edit).items():
        if stop is not None and stop.is_set():
            raise Stopped("The hand-off was stopped", "that was asked for")
        if not path.is_file():
            raise UserError(f"{path.name} is missing", f"{path} is not there", "`aiprod resume` makes it again.")
        target = folder / _name(path, use, sources.get(path, {}), taken)
        with disk_errors(target):
            found[path] = _picture(path, target, use, edit, stop) if use.video else _sound(path, target, edit, stop)
    return found


def _uses(edit: Edit) -> dict[Path, _Use]:
    found: dict[Path, _Use] = {}
    for lane in edit.lanes:
        for event in lane.events:
            if event.path is not None:
                until = max(event.first, event.source_until) + 1
                before = found.get(event.path)
                found[event.path] = _Use(event, lane.video, max(until, before.until if before else 0))
    return found


def _name(path: Path, use: _Use, source: Mapping[str, Any], taken: set[str]) -> str:
    """Shot and take, line, or the file's own name: letters, digits, hyphens and underscores."""
    word = str(source.get("name") or use.event.name or path.stem)
    take = str(source.get("take", ""))[:8]
    base = plain(word) + (f"_{take}" if re.fullmatch(r"[0-9a-f]{8}", take) else "")
    suffix, number, name = ".mov" if use.video else ".wav", 1, base
    while f"{name}{suffix}" in taken:
        number += 1
        name = f"{number}-{base}"
    taken.add(f"{name}{suffix}")
    return f"{name}{suffix}"


def plain(text: str) -> str:
    """A name for any file system: ASCII letters, digits, hyphens, underscores."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^0-9A-Za-z_]+", "-", bare).strip("-")[:60] or "clip"


def _lay(path: Path, target: Path) -> None:
    """The same bytes: a link where the disk allows it."""
    try:
        os.link(path.resolve(), target)
    except OSError:
        shutil.copyfile(path, target)


# -- pictures ------------------------------------------------------------------------------------------------------------


def _picture(path: Path, target: Path, use: _Use, edit: Edit, stop: Flag | None) -> HandedMedia:
    from aiprod.media.reading import length_of
    from aiprod.rendering.stills import is_still

    if is_still(path):
        return HandedMedia(target, _still(path, target, use.until, edit))
    frames, rate = length_of(path)
    if rate == edit.rate.fps and _is_prores(path):
        _lay(path, target)
        return HandedMedia(target, frames, start=start_of(path, edit.rate))
    wanted = int(frames * edit.rate.fps / rate)
    _transcoded(path, target, max(1, wanted), edit, stop)
    return HandedMedia(target, max(1, wanted))


def _is_prores(path: Path) -> bool:
    from aiprod.media.opening import film_in, open_media

    if path.suffix.lower() != ".mov":
        return False
    with open_media(path) as container:
        stream = film_in(container)
        return stream is not None and stream.codec_context.name.startswith("prores") and not container.streams.audio


def _transcoded(path: Path, target: Path, count: int, edit: Edit, stop: Flag | None) -> None:
    from aiprod.media.reading import frames_at

    frames = frames_at(path, range(count), edit.rate.fps, path.name)
    first = next(frames)
    with _writer(target, first.width, first.height, edit) as writer:
        writer.write_frame(first)
        for frame in frames:
            if stop is not None and stop.is_set():
                raise Stopped("The hand-off was stopped", "that was asked for")
            writer.write_frame(frame)


def _writer(target: Path, width: int, height: int, edit: Edit) -> Any:
    from aiprod.media.encoders import choose
    from aiprod.media.video import VideoWriter

    return VideoWriter(target, Fraction(edit.rate.fps), width, height, choose("prores_hq"), timecode="00:00:00:00")


def _still(path: Path, target: Path, frames: int, edit: Edit) -> int:
    from aiprod.rendering.stills import read_still

    picture = read_still(path)
    height, width = (size - size % 2 for size in picture.shape[:2])
    with _writer(target, width, height, edit) as writer:
        for _ in range(frames):
            writer.write_rgb(picture[:height, :width, :3])
    return frames


# -- sounds --------------------------------------------------------------------------------------------------------------


def _sound(path: Path, target: Path, edit: Edit, stop: Flag | None) -> HandedMedia:
    import soundfile

    from aiprod.media.audio import SAMPLE_RATE
    from aiprod.media.soundfiles import SoundFile

    info = soundfile.info(str(path))
    if (info.format, info.subtype, info.samplerate) == ("WAV", "PCM_24", SAMPLE_RATE):
        _lay(path, target)
        return HandedMedia(target, _frames(info.frames, edit), info.channels)
    source = SoundFile(path)
    try:
        with soundfile.SoundFile(str(target), "w", SAMPLE_RATE, source.channels, subtype="PCM_24", format="WAV") as file:
            for block in _blocks(source.length):
                if stop is not None and stop.is_set():
                    raise Stopped("The hand-off was stopped", "that was asked for")
                file.write(source.read(*block))
        return HandedMedia(target, _frames(source.length, edit), source.channels)
    except soundfile.LibsndfileError as error:
        raise OSError(None, str(error)) from error
    finally:
        source.close()


def _blocks(length: int) -> Iterator[tuple[int, int]]:
    return ((start, min(start + _BLOCK, length)) for start in range(0, length, _BLOCK))


def _frames(samples: int, edit: Edit) -> int:
    return max(1, int(Fraction(samples, 48_000) * edit.rate.fps + Fraction(1, 1000)))
