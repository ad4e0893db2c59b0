# SPDX-License-Identifier: Apache-2.0
"""`aiprod make BRIEF`: from a brief to a delivered film."""

from __future__ import annotations

import argparse
import re
import unicodedata
from fractions import Fraction
from pathlib import Path

from aiprod.cli.commands.resume import produce
from aiprod.film.brief import Brief
from aiprod.film.errors import UserError
from aiprod.film.film import Film
from aiprod.film.store import SUFFIX, FilmStore
from aiprod.film.time import FrameRate

_NAMED_RATES = {"23.976": (24000, 1001), "23.98": (24000, 1001), "29.97": (30000, 1001), "59.94": (60000, 1001)}
FORMATS = ("h264",)


def run(arguments: argparse.Namespace) -> int:
    from aiprod.production import pipeline
    from aiprod.writing.briefs import read_brief

    check_format(arguments.format)
    pipeline.check(arguments.generator, arguments.until, style=arguments.style or "illustration", writer=arguments.writer)
    width, height = _size(arguments.size)
    read = read_brief(
        arguments.brief, language=arguments.lang, duration_s=arguments.duration, genre=arguments.genre,
        audience=arguments.audience, tone=arguments.tone, style=arguments.style, seed=arguments.seed,
        width=width, height=height, rate=_rate(arguments.rate), loudness_lufs=arguments.loudness,
    )  # fmt: skip
    root = Path(arguments.out) if arguments.out else _free_path(read.brief)
    film = Film(name=root.stem, brief=read.brief, generator=arguments.generator, writer=arguments.writer)
    store = FilmStore.create(root, film)
    return produce(store, arguments.until, as_json=arguments.json, warnings=read.warnings)


def check_format(name: str) -> None:
    """Raises UserError for a delivery format that this version can't write."""
    if name not in FORMATS:
        raise UserError(
            f"The format {name!r} can't be delivered", f"this version writes {', '.join(FORMATS)}", "Choose one of them."
        )


def _size(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{2,5})[xX×](\d{2,5})", text.strip())
    if not match:
        raise UserError(f"--size {text!r} is not a picture size", "it must look like 1920x1080")
    return int(match[1]), int(match[2])


def _rate(text: str) -> FrameRate:
    if text in _NAMED_RATES:
        numerator, denominator = _NAMED_RATES[text]
        return FrameRate(numerator=numerator, denominator=denominator)
    try:
        rate = Fraction(text)
        return FrameRate(numerator=rate.numerator, denominator=rate.denominator)
    except (ValueError, ZeroDivisionError) as error:
        raise UserError(f"--rate {text!r} is not a frame rate", "use 24, 25, 30, 50, 60, 23.976, 29.97 or 59.94") from error


def _free_path(brief: Brief) -> Path:
    """A new folder in the current one, named after the brief."""
    name = slug(brief.text if brief.source == "prose" else brief.text.partition("\n")[0].partition(":")[2]) or "film"
    candidates = (Path(f"{name}{SUFFIX}"), *(Path(f"{name}-{n}{SUFFIX}") for n in range(2, 1000)))
    return next(path for path in candidates if not path.exists())


def slug(text: str, words: int = 6) -> str:
    """The first words of a text as a file name: lower case, ASCII, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain)[:words])
