# SPDX-License-Identifier: Apache-2.0
"""The user's own footage, stills and sounds: looked at, copied into the film's `media/` folder, and ready for the timeline.

A file that can't be used is refused with its reason before anything is copied. The copy is named after what is in it, so that
the same file is never there twice, and is there whole or not at all.
"""

from __future__ import annotations

import hashlib
import threading
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

from aiprod.film.errors import Stopped, UserError
from aiprod.film.files import disk_errors
from aiprod.film.store import FilmStore
from aiprod.film.time import FrameRate
from aiprod.film.timeline import MediaFile

FOLDER = "media"
Progress = Callable[[int, int], None]
"""Bytes copied, of how many."""
_BLOCK = 1 << 20
_STALE_S = 24 * 3600.0
_BEGINNINGS = 3
"""Frames at the end of a film file of which one must be there: containers round their lengths."""


@dataclass(frozen=True)
class Adopted:
    """What a file gave the film: a picture, a sound, or both, which belong together from their first frame on."""

    picture: MediaFile | None
    sound: MediaFile | None

    @property
    def first(self) -> MediaFile:
        found = self.picture or self.sound
        assert found is not None
        return found


@dataclass(frozen=True)
class _Probed:
    """What a file is. `sound_s`: the length of a sound file that the mixer reads as it is; `extract`: whether sound is in it that
    has to be taken out."""

    frames: int = 0
    rate: Fraction | None = None
    still: bool = False
    sound_s: float | None = None
    extract: bool = False


def adopt(store: FilmStore, path: Path, *, stop: threading.Event | None = None, progress: Progress | None = None) -> MediaFile:
    """Bring a file into the film: its picture, or its sound where it has none. See `adopt_parts`."""
    return adopt_parts(store, path, stop=stop, progress=progress).first


def adopt_parts(
    store: FilmStore, path: Path, *, stop: threading.Event | None = None, progress: Progress | None = None
) -> Adopted:
    """Bring a file into the film's `media/` folder.

    Args:
        store: the open film; its document is not changed.
        path: a film, a still picture or a sound file of the user's.
        stop: set it to end the copying; nothing is left behind.
        progress: is told how far the copying is.

    Raises:
        UserError: the file is missing, a folder, empty, damaged, cut short, no picture and no sound, or only points at other
            files; or the film's disk is full.
        Stopped: `stop` was set.
    """
    probed = probe(path)
    folder = store.root / FOLDER
    _clear(folder)
    rate = store.film.brief.rate
    picture = sound = None
    if probed.rate is not None or probed.still:
        kept = _copied(path, folder, stop, progress)
        exact = probed.rate or rate.fps
        picture = MediaFile(
            path=f"{FOLDER}/{kept.name}", frames=probed.frames, rate=_frame_rate(exact), still=probed.still,
        )  # fmt: skip
    if probed.extract:
        heard = _extracted(path, folder, stop)
        sound = _sound_of(heard[0], heard[1], rate) if heard is not None else None
    elif probed.sound_s is not None:
        sound = _sound_of(_copied(path, folder, stop, progress), probed.sound_s, rate)
    return Adopted(picture, sound)


def _sound_of(kept: Path, seconds: float, rate: FrameRate) -> MediaFile:
    """A sound counts in the film's own frames."""
    return MediaFile(path=f"{FOLDER}/{kept.name}", frames=max(1, int(seconds * rate.fps + Fraction(1, 1000))), rate=rate)


def _frame_rate(rate: Fraction) -> FrameRate:
    exact = rate.limit_denominator(1001)
    return FrameRate(numerator=exact.numerator, denominator=exact.denominator)


# -- looked at ---------------------------------------------------------------------------------------------------------


def probe(path: Path) -> _Probed:
    """Look at a file. Raises UserError for what can't be used, with the reason."""
    from aiprod.media.opening import refuse_playlists
    from aiprod.rendering.stills import is_still, read_still

    _plain(path)
    refuse_playlists(path)
    if is_still(path):
        read_still(path)
        return _Probed(frames=1, still=True)
    sound = _as_sound(path)
    return _Probed(sound_s=sound) if sound is not None else _as_film(path)


def _plain(path: Path) -> None:
    """Raises UserError where there is no file with something in it."""
    try:
        if path.is_dir():
            raise UserError(f"{path.name} can't be used", "it is a folder", "Give the files in it.")
        if "://" not in str(path) and path.exists() and not path.is_file():
            raise UserError(f"{path.name} can't be used", "it is a device, not a file", "Give a film, picture or sound file.")
        if path.is_file() and path.stat().st_size == 0:
            raise UserError(f"{path.name} can't be used", "it is empty", "Copy it again from where it was made.")
    except OSError as error:
        raise _unreadable(path, error) from error


def _as_sound(path: Path) -> float | None:
    """The length of a sound file that the mixer reads as it is; None for any other. Raises UserError for one that is damaged."""
    import soundfile

    from aiprod.media.audio import SAMPLE_RATE
    from aiprod.media.soundfiles import SoundFile

    try:
        soundfile.info(str(path))
    except (soundfile.LibsndfileError, OSError, RuntimeError):
        return None
    opened = SoundFile(path)
    try:
        _heard_to_its_end(path)
        return float(opened.length / SAMPLE_RATE)
    finally:
        opened.close()


def _heard_to_its_end(path: Path) -> None:
    """Raises UserError for a sound whose last sample is not there."""
    import soundfile

    try:
        with soundfile.SoundFile(str(path)) as sound:
            sound.seek(sound.frames - 1)
            whole = len(sound.read(1)) == 1
    except (soundfile.LibsndfileError, OSError, RuntimeError):
        whole = False
    if not whole:
        raise UserError(f"{path.name} is cut short", "the end of its sound is missing", "Copy it again.")


def _as_film(path: Path) -> _Probed:
    """A file of FFmpeg's containers: with a picture, or with sound alone."""
    import av

    from aiprod.media.opening import film_in, open_media
    from aiprod.media.reading import length_of

    try:
        with open_media(path) as container:
            picture = film_in(container) is not None
            sound = bool(container.streams.audio)
    except (av.FFmpegError, OSError) as error:
        why = f"it is no film, picture or sound file that can be read here ({_said(error)})"
        raise UserError(f"{path.name} can't be used", why, "Is it whole, and what its name says?") from error
    if not picture and not sound:
        raise UserError(f"{path.name} can't be used", "it has neither picture nor sound", "Give a film, picture or sound file.")
    if not picture:
        return _Probed(extract=True)
    frames, rate = length_of(path)
    return _Probed(frames=_whole(path, frames, rate), rate=rate, extract=sound)


def _whole(path: Path, frames: int, rate: Fraction) -> int:
    """How many frames are there, the last of them decoded. Raises UserError for a film that ends before it should."""
    from aiprod.media.reading import frames_at

    last: UserError | None = None
    for count in range(frames, max(frames - _BEGINNINGS, 0), -1):
        try:
            next(frames_at(path, [count - 1], rate))
            return count
        except UserError as error:
            last = error
    raise UserError(f"{path.name} is cut short", f"its last frames of {frames} are missing", "Copy it again.") from last


def _said(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).rstrip(".")


def _unreadable(path: Path, error: OSError) -> UserError:
    return UserError(f"{path.name} can't be read", error.strerror or str(error), "Is its disk connected, and may you read it?")


# -- copied ------------------------------------------------------------------------------------------------------------


def _copied(path: Path, folder: Path, stop: threading.Event | None, progress: Progress | None) -> Path:
    """The file's copy in the folder; the file itself where it lies there already."""
    if path.resolve().parent == folder.resolve():
        return path
    part = _part(folder, path.suffix)
    try:
        digest = _copy(path, part, stop, progress)
        return _named(part, folder / f"{_stem(path)}-{digest[:10]}{path.suffix.lower()}")
    finally:
        part.unlink(missing_ok=True)


def _copy(path: Path, part: Path, stop: threading.Event | None, progress: Progress | None) -> str:
    """Copy the bytes; returns their SHA-256."""
    digest, done = hashlib.sha256(), 0
    total = path.stat().st_size
    try:
        source: BinaryIO = path.open("rb")
    except OSError as error:
        raise _unreadable(path, error) from error
    with source, disk_errors(part.parent), part.open("wb") as target:
        while block := _read(source, path):
            if stop is not None and stop.is_set():
                raise Stopped(f"Copying {path.name} was stopped", "that was asked for")
            digest.update(block)
            target.write(block)
            done += len(block)
            if progress is not None:
                progress(done, total)
    return digest.hexdigest()


def _read(source: BinaryIO, path: Path) -> bytes:
    try:
        return source.read(_BLOCK)
    except OSError as error:
        raise _unreadable(path, error) from error


def _extracted(path: Path, folder: Path, stop: threading.Event | None) -> tuple[Path, float] | None:
    """The file's sound, taken out; None where there is none."""
    from aiprod.film.hashing import hash_file
    from aiprod.media.extracting import extract_sound

    part = _part(folder, ".flac")
    try:
        with disk_errors(folder):
            seconds = extract_sound(path, part, stop=stop)
        if seconds is None:
            return None
        return _named(part, folder / f"{_stem(path)}-{hash_file(part)[:10]}.flac"), seconds
    finally:
        part.unlink(missing_ok=True)


def _part(folder: Path, suffix: str) -> Path:
    with disk_errors(folder):
        folder.mkdir(exist_ok=True)
    return folder / f".adopting-{uuid.uuid4().hex}{suffix.lower()}"


def _named(part: Path, target: Path) -> Path:
    """Give a whole copy its name; one that was there with the same bytes stays."""
    import os

    with disk_errors(target):
        with part.open("rb+") as stream:
            os.fsync(stream.fileno())
        if not target.is_file() or target.stat().st_size != part.stat().st_size:
            part.replace(target)
    return target


def _stem(path: Path) -> str:
    from aiprod.delivery.package import slug

    return slug(path.stem)[:40]


def _clear(folder: Path) -> None:
    """What a killed copying left behind; a copying that is under way is younger."""
    with suppress(OSError):
        for part in folder.glob(".adopting-*"):
            if time.time() - part.stat().st_mtime > _STALE_S:
                part.unlink()
