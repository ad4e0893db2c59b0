# SPDX-License-Identifier: Apache-2.0
"""`aiprod subtitles FILM|FILE --as srt|vtt|ttml --to FILE`: a film's subtitles, or any subtitle file, in another form."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from aiprod.film.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiprod.delivery.subtitles import Cue
    from aiprod.film.time import FrameRate


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `aiprod subtitles`."""
    parser.add_argument("source", help="a film folder, or a subtitle file (SRT, WebVTT, ASS, TTML)")
    parser.add_argument("--as", dest="form", choices=("srt", "vtt", "ttml"), default="srt", help="the form (default srt)")
    parser.add_argument("--to", required=True, metavar="FILE", help="the file to write; nothing is overwritten")
    parser.add_argument("--encoding", default="", metavar="NAME", help="of the file to read, where it can't be told")
    parser.add_argument("--lang", default="", metavar="CODE", help="the language of the file, where it doesn't say")
    parser.add_argument(
        "--rate", default="24", metavar="FPS", help="frames a second of a file's film: 25, 24000/1001 (default 24)"
    )
    parser.add_argument("--json", action="store_true", help="print what was found as JSON")


def run(arguments: argparse.Namespace) -> int:
    from aiprod.delivery.subtitle_files import write_subtitle_file

    source, target = Path(arguments.source), Path(arguments.to)
    if target.exists():
        raise UserError(f"{target} exists already", "nothing is ever overwritten", "Choose another name.")
    cues, language, rate, title, remarks = _of_film(source) if source.is_dir() else _of_file(source, arguments)
    write_subtitle_file(cues, target, arguments.form, language=language, rate=rate, title=title)
    if arguments.json:
        print(json.dumps({"path": str(target), "subtitles": len(cues), "language": language, "remarks": list(remarks)}))
        return 0
    for remark in remarks:
        print(f"warning: {remark}", file=sys.stderr)
    print(target)
    return 0


_Found = tuple["Sequence[Cue]", str, "FrameRate", str, "Sequence[str]"]
"""Cues, language, rate, title, and what is to be said of them."""


def _of_film(folder: Path) -> _Found:
    from aiprod.film.store import FilmStore
    from aiprod.production.finishing import Finished

    film = Finished(FilmStore(folder))
    return film.cues, film.language, film.facts.rate, film.title, ()


def _of_file(path: Path, arguments: argparse.Namespace) -> _Found:
    from aiprod.delivery.subtitle_files import cues_of

    cues, read = cues_of(path, arguments.encoding)
    return cues, arguments.lang or read.language or "und", _rate(arguments.rate), path.stem, read.remarks


def _rate(said: str) -> FrameRate:
    from fractions import Fraction

    from pydantic import ValidationError

    from aiprod.film.time import FrameRate

    try:
        rate = Fraction(said)
        return FrameRate(numerator=rate.numerator, denominator=rate.denominator)
    except (ValueError, ZeroDivisionError, ValidationError) as error:
        raise UserError(f"{said} is no frame rate", "it is a number, or two with a stroke", "Write 25 or 24000/1001.") from error
