# SPDX-License-Identifier: Apache-2.0
"""From what was asked for to an open film folder: what `aiprod make` and the server's `generate` have in common."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from aiprod.delivery import formats, presets
from aiprod.film.brief import Brief
from aiprod.film.errors import UserError
from aiprod.film.film import Film
from aiprod.film.master import MasterOrder
from aiprod.film.mix import TARGETS, Layout, MixChoices
from aiprod.film.store import SUFFIX, FilmStore
from aiprod.film.styles import AUTO
from aiprod.film.time import FrameRate

FORMATS = tuple(formats.FORMATS)
_NAMED_RATES = {"23.976": (24000, 1001), "23.98": (24000, 1001), "29.97": (30000, 1001), "59.94": (60000, 1001)}
_MOST_NAMES = 1000


@dataclass(frozen=True)
class Wish:
    """What a film shall be, as the user says it. None lets the brief decide.

    Attributes:
        brief: a text, or the path of a text, .fountain or .fdx file.
        size: "1920x1080".
        rate: "24", "23.976", "30000/1001", …
        loudness: LUFS.
        layout: of the mix: "stereo", "5.1" or "binaural".
        target: a delivery's demands by name (`film.mix.TARGETS`), instead of `loudness`.
        format: of a master beside the H.264 screening copy, which there always is.
        preset: a receiver's demands by name (`delivery.presets`), instead of `format`.
        colour: of the master (`film.output`).
    """

    brief: str
    language: str | None = None
    duration_s: float | None = None
    style: str | None = None
    genre: str | None = None
    tone: str | None = None
    audience: str | None = None
    generator: str = "auto"
    writer: str = "auto"
    format: str = "h264"
    preset: str = ""
    colour: str = ""
    size: str = "1920x1080"
    rate: str = "24"
    loudness: float = -16.0
    layout: Layout = "stereo"
    target: str | None = None
    seed: int = 0


@dataclass(frozen=True)
class Commission:
    """A wish that can be met: what will be made, and what its author should know."""

    brief: Brief
    generator: str
    writer: str
    warnings: tuple[str, ...] = ()

    def film(self, name: str) -> Film:
        """The document of a new film."""
        return Film(name=name, brief=self.brief, generator=self.generator, writer=self.writer)

    def create(self, root: Path) -> FilmStore:
        """Make the film folder. Raises UserError when the path is taken or can't be written."""
        return FilmStore.create(root, self.film(root.stem))


def read_wish(wish: Wish, until: str | None = None) -> Commission:
    """Understand a wish. Raises UserError for what can't be met, before anything is made."""
    from aiprod.production import pipeline
    from aiprod.writing.briefs import read_brief

    masters = masters_wanted(wish)
    pipeline.check(wish.generator, until, style=wish.style or AUTO, writer=wish.writer)
    width, height = picture_size(wish.size)
    loudness, mixing = mix_wanted(wish)
    read = read_brief(
        wish.brief, language=wish.language, duration_s=wish.duration_s, genre=wish.genre, audience=wish.audience, tone=wish.tone,
        style=wish.style, seed=wish.seed, width=width, height=height, rate=frame_rate(wish.rate), loudness_lufs=loudness,
        mixing=mixing,
    )  # fmt: skip
    return Commission(read.brief.changed(masters=masters), wish.generator, wish.writer, read.warnings)


def mix_wanted(wish: Wish) -> tuple[float, MixChoices]:
    """Integrated loudness in LUFS, and the mix. Raises UserError for an unknown target."""
    if wish.target is None:
        return wish.loudness, MixChoices(layout=wish.layout)
    if wish.target not in TARGETS:
        raise UserError(f"There is no loudness target {wish.target!r}", f"they are {', '.join(TARGETS)}", "Choose one of them.")
    wanted = TARGETS[wish.target]
    return wanted.lufs, MixChoices(layout=wish.layout, anchor=wanted.anchor, true_peak_dbtp=wanted.true_peak_dbtp)


def masters_wanted(wish: Wish) -> tuple[MasterOrder, ...]:
    """What is made beside the screening copy. Raises UserError for what this version can't make."""
    from aiprod.film.output import output_named

    output = output_named(wish.colour).name if wish.colour else None
    order = MasterOrder(format="" if wish.preset else wish.format, preset=wish.preset, output=output)
    check_master(order, frame_rate(wish.rate))
    screening = not wish.preset and presets.filled(order) == presets.filled(MasterOrder(format="h264"))
    return () if screening else (order,)


def check_master(order: MasterOrder, rate: FrameRate) -> None:
    """Raises UserError for a master that can't be made of a film at this rate."""
    filled = presets.filled(order)
    if formats.FORMATS[filled.format].kind in ("video", "sequence"):
        formats.FORMATS[filled.format].check_output(filled.output or "rec709")
    if order.preset:
        presets.preset(order.preset).check_rate(rate.fps)


def picture_size(text: str) -> tuple[int, int]:
    """Width and height. Raises UserError."""
    match = re.fullmatch(r"(\d{2,5})[xX×](\d{2,5})", text.strip())
    if not match:
        raise UserError(f"--size {text!r} is not a picture size", "it must look like 1920x1080")
    return int(match[1]), int(match[2])


def frame_rate(text: str) -> FrameRate:
    """Frames per second, exact. Raises UserError."""
    if text in _NAMED_RATES:
        numerator, denominator = _NAMED_RATES[text]
        return FrameRate(numerator=numerator, denominator=denominator)
    try:
        rate = Fraction(text)
        return FrameRate(numerator=rate.numerator, denominator=rate.denominator)
    except (ValueError, ZeroDivisionError) as error:
        raise UserError(f"--rate {text!r} is not a frame rate", "use 24, 25, 30, 50, 60, 23.976, 29.97 or 59.94") from error


def free_path(brief: Brief, folder: Path, taken: Callable[[Path], bool] = Path.exists) -> Path:
    """A new film folder's path in `folder`, named after the brief. Raises UserError when a thousand are taken."""
    name = slug(brief.text if brief.source == "prose" else brief.text.partition("\n")[0].partition(":")[2]) or "film"
    candidates = (folder / f"{name}{SUFFIX}", *(folder / f"{name}-{n}{SUFFIX}" for n in range(2, _MOST_NAMES)))
    found = next((path for path in candidates if not taken(path)), None)
    if found is None:
        raise UserError(f"There are {_MOST_NAMES} films named {name} already", "no name is left for another", "Choose a name.")
    return found


def slug(text: str, words: int = 6) -> str:
    """The first words of a text as a file name: lower case, ASCII, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain)[:words])[:100]
