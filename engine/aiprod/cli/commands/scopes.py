# SPDX-License-Identifier: Apache-2.0
"""`aiprod scopes FILM|FILE --at 5.5s --to scopes.png`: what a frame measures, as a picture and as numbers."""

from __future__ import annotations

import argparse
import json
import re
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiprod.film.errors import UserError
from aiprod.film.output import OUTPUTS
from aiprod.grading.scopes import SCOPES, ScopeName, scope_named

if TYPE_CHECKING:
    from aiprod.grading.scopes.signal import Signal

_DISPLAYS = tuple(name for name, output in OUTPUTS.items() if output.peak_nits)
_SUFFIXES = (".png", ".jpg", ".jpeg")
_PICTURES = (*_SUFFIXES, ".tif", ".tiff", ".webp", ".bmp")
_SECONDS = re.compile(r"(\d+(?:\.\d+)?)s|(\d+\.\d+)")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `aiprod scopes`."""
    parser.add_argument("path", help="the film folder, or a video or picture file")
    parser.add_argument(
        "--at",
        default="0",
        metavar="MOMENT",
        help="a frame (132), seconds (5.5s), a timecode; of a film also a shot's id (default 0)",
    )
    parser.add_argument("--scope", default="all", metavar="NAME,…", help=f"{', '.join(SCOPES)} (default all)")
    parser.add_argument("--to", metavar="PNG", help="write them as a picture (PNG or JPEG)")
    parser.add_argument(
        "--colour",
        choices=_DISPLAYS,
        help="of a film: the display it is graded for (default rec709); of a file: against its tags",
    )
    parser.add_argument("--lang", choices=("en", "fr"), help="of the picture (default: the film's, else en)")
    parser.add_argument("--json", action="store_true", help="print the readings as JSON")


def run(arguments: argparse.Namespace) -> int:
    from aiprod.grading.scopes import look_at

    names = _names(arguments.scope)
    target = Path(arguments.to) if arguments.to else None
    if target is not None:
        _check_target(target)
    path = Path(arguments.path)
    signal, language = _of_film(path, arguments) if path.is_dir() else (_of_file(path, arguments), "en")
    readings: dict[str, Any] = {"colour": signal.output.name, "width": signal.size[1], "height": signal.size[0]}
    readings |= look_at(signal, names)
    if target is not None:
        note = f"{path.stem} · {arguments.at}"
        _write(target, signal, names, arguments.lang or language, note)
    if arguments.json or target is None:
        print(json.dumps(readings, ensure_ascii=False, indent=1))
    else:
        print(target)
    return 0


def _names(said: str) -> tuple[ScopeName, ...]:
    parts = [part.strip() for part in said.split(",") if part.strip()]
    return SCOPES if parts in ([], ["all"]) else tuple(dict.fromkeys(scope_named(part) for part in parts))


def _check_target(target: Path) -> None:
    if target.suffix.lower() not in _SUFFIXES:
        raise UserError(f"Scopes can't be written as {target.name}", "they are pictures", "Let --to end in .png or .jpg.")
    if target.exists():
        raise UserError(f"{target} exists already", "nothing is ever overwritten", "Choose another name with --to.")


def _write(target: Path, signal: Signal, names: tuple[ScopeName, ...], language: str, note: str) -> None:
    from aiprod.film.files import disk_errors
    from aiprod.grading.scopes import sheet
    from aiprod.media.pictures import write_picture

    with disk_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        write_picture(target, sheet(signal, names, "fr" if language == "fr" else "en", note))


def _of_film(root: Path, arguments: argparse.Namespace) -> tuple[Signal, str]:
    """A frame of a finished film, graded exactly, with its titles."""
    from aiprod.film.store import FilmStore
    from aiprod.grading.scopes.signal import Signal
    from aiprod.production.finishing import Finished
    from aiprod.production.stills import frame_of
    from aiprod.rendering.compile import compile_timeline
    from aiprod.rendering.execute import float_frames
    from aiprod.rendering.segments import PictureFormat
    from aiprod.rendering.viewing import segment_at

    film = Finished(FilmStore(root))
    facts, output = film.facts, arguments.colour or "rec709"
    index = frame_of(film, arguments.at)
    fmt = PictureFormat(width=facts.width, height=facts.height, rate=facts.rate, output=output, chroma="444", bits=12, exact=True)
    segments = compile_timeline(film.timeline, film.media, film.grades, fmt, spaces=facts.spaces, language=film.language)
    codes = next(float_frames(segment_at(segments, index)))
    return Signal.from_codes(codes[..., :3], output), film.language


def _of_file(path: Path, arguments: argparse.Namespace) -> Signal:
    if not path.is_file():
        raise UserError(f"{path} can't be shown", "there is no such file or film")
    if path.suffix.lower() == ".exr":
        raise UserError(f"{path.name} can't be shown", "it holds light, not the signal of a display", "Export it for a display.")
    return (_of_picture if path.suffix.lower() in _PICTURES else _of_video)(path, arguments)


def _of_picture(path: Path, arguments: argparse.Namespace) -> Signal:
    """A still of 8 or 16 bits: Rec.709 if nothing else is said."""
    import cv2
    import numpy as np

    from aiprod.grading.scopes.signal import Signal

    found = cv2.imread(str(path), cv2.IMREAD_COLOR | cv2.IMREAD_ANYDEPTH)
    if found is None:
        raise UserError(f"{path.name} can't be read as a picture", "it is damaged or of an unknown kind")
    codes = np.asarray(found[..., ::-1], np.float32) / np.float32(65535 if found.dtype == np.uint16 else 255)
    return Signal.from_codes(codes, arguments.colour or "rec709")


def _of_video(path: Path, arguments: argparse.Namespace) -> Signal:
    from aiprod.grading.scopes.signal import Signal
    from aiprod.media.video import read_frames

    for frame in read_frames(path, _frame(arguments.at, _rate(path)), 1):
        return Signal.from_frame(frame, arguments.colour)
    raise UserError(f"{arguments.at} is not in {path.name}", "it ends before", "Choose an earlier moment.")


def _rate(path: Path) -> Fraction:
    import av

    try:
        with av.open(str(path)) as container:
            return container.streams.video[0].average_rate or Fraction(24)
    except (av.FFmpegError, IndexError, OSError) as error:
        raise UserError(f"{path.name} can't be read as a video", str(error), "Check that the file is whole.") from error


def _frame(moment: str, rate: Fraction) -> int:
    from aiprod.production.stills import timecode_frame

    if moment.isdecimal():
        return int(moment)
    if found := _SECONDS.fullmatch(moment):
        return int(Fraction(found[1] or found[2]) * rate)
    if ":" in moment:
        return timecode_frame(moment, rate)
    raise UserError(f"{moment!r} is no moment", "it is no frame, time or timecode", "Write 132, 5.5s or 00:00:05:12.")
