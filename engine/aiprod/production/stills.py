# SPDX-License-Identifier: Apache-2.0
"""Stills and the contact sheet of a finished film, made from its timeline."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiprod.delivery import timecode
from aiprod.delivery.package import slug
from aiprod.delivery.stills import SUFFIXES, StillForm, check_still, write_still
from aiprod.film.errors import UserError
from aiprod.film.files import disk_errors
from aiprod.film.output import OutputName
from aiprod.film.store import FilmStore
from aiprod.production.exporting import is_kept, note_kept
from aiprod.production.finishing import Finished
from aiprod.production.sealing import seal

if TYPE_CHECKING:
    from aiprod.delivery.contact_sheet import SheetShot
    from aiprod.rendering.segments import PictureFormat, Segment

ALL_SHOTS = "shots"
SHEET = "contact-sheet.jpg"
_SHEET_WIDTH = 960
_TIMECODE = re.compile(r"(\d{1,2}):(\d{2}):(\d{2})([:;.])(\d{1,3})")
_SECONDS = re.compile(r"(\d+(?:\.\d+)?)s|(\d+\.\d+)")
_WORDS = {
    "en": {"shots": "shots", "fps": "frames/s"},
    "fr": {"shots": "plans", "fps": "images/s"},
}


@dataclass(frozen=True)
class Placed:
    """A shot on the film: the frames [start, end) on which it is to be seen, and what its clip says of it."""

    shot: str
    start: int
    end: int
    facts: Mapping[str, Any]

    @property
    def middle(self) -> int:
        return (self.start + self.end) // 2


def take_stills(
    store: FilmStore, moments: Sequence[str], folder: Path, *, form: StillForm = "png", output: OutputName = "rec709"
) -> tuple[Path, ...]:
    """Write frames of a finished film at full quality: graded exactly, with its titles, labelled and signed.

    Args:
        store: the film.
        moments: see `frame_of`; "shots" is the middle of every shot.
        folder: where; made if need be. Nothing is overwritten.
        form, output: of the files.

    Raises:
        UserError: the film is not finished, a moment is not in it, the format can't hold the output, a file is there already.
    """
    from aiprod.rendering.execute import float_frames
    from aiprod.rendering.viewing import segment_at

    check_still(form, output)
    film = Finished(store)
    wanted = [index for moment in moments for index in frames_of(film, moment)]
    paths = [folder / still_name(film, index, form) for index in dict.fromkeys(wanted)]
    for path in paths:
        if path.exists():
            raise UserError(f"{path} exists already", "nothing is ever overwritten", "Choose another folder.")
    segments = _segments(film, _full(film, output))
    with _beside(folder) as making:
        for index, path in zip(dict.fromkeys(wanted), paths, strict=True):
            codes = next(float_frames(segment_at(segments, index)))
            made = making / path.name
            write_still(made, codes, form, output=output, frame=index, rate=film.facts.rate.fps, title=film.title)
            seal(made, film.facts.words, still=True)
    return tuple(paths)


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """A folder inside `folder` whose files move into it when all of them are whole; whatever fails, nothing is left behind."""
    with disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".making-", dir=folder) as making:
            yield Path(making)
            for path in sorted(Path(making).iterdir(), reverse=True):  # a sidecar before its picture
                path.replace(folder / path.name)


def frames_of(film: Finished, moment: str) -> Iterator[int]:
    """The frames that a moment names: one, or for "shots" one of every shot."""
    if moment == ALL_SHOTS:
        yield from (placed.middle for placed in shots_of(film))
    else:
        yield frame_of(film, moment)


def frame_of(film: Finished, moment: str) -> int:
    """The frame of a moment.

    A number is a frame, counted from 0; "5.5s" is seconds; "00:00:05:12" is counted from the film's beginning, from 01:00:00:00
    on it is the film's own timecode (";" or "." before the frames are understood); a shot's id is the middle of the shot.

    Raises:
        UserError: it is none of these, or lies outside the film.
    """
    rate = film.facts.rate.fps
    index = _frame_of(film, moment.strip(), rate)
    if not 0 <= index < film.facts.frames:
        last = f"{film.facts.frames - 1} ({timecode.at(film.facts.frames - 1, rate)})"
        raise UserError(f"{moment} is not in the film", f"its last frame is {last}", "Choose a moment before it.")
    return index


def _frame_of(film: Finished, moment: str, rate: Fraction) -> int:
    if moment.isdecimal():
        return int(moment)
    if found := _SECONDS.fullmatch(moment):
        return int(Fraction(found[1] or found[2]) * rate)
    if found := _TIMECODE.fullmatch(moment):
        return timecode_frame(moment, rate)
    for placed in shots_of(film):
        if placed.shot == moment:
            return placed.middle
    raise UserError(f"{moment!r} is no moment of this film", "it is no frame, time, timecode or shot",
                    "Write 132, 5.5s, 00:00:05:12 or a shot's id (`aiprod show` lists them).")  # fmt: skip


def timecode_frame(said: str, rate: Fraction) -> int:
    """The frame of a timecode "hh:mm:ss:ff", from 0; from the first hour on (01:00:00:00) counted from there.

    Raises UserError for numbers that no timecode has.
    """
    found = _TIMECODE.fullmatch(said)
    hours, minutes, seconds, frames = (int(found[i]) for i in (1, 2, 3, 5)) if found else (0, 60, 0, 0)
    base = timecode.nominal(rate)
    if minutes > 59 or seconds > 59 or frames >= base:
        raise UserError(f"{said} is no timecode", f"there are 60 minutes, 60 seconds and {base} frames in it")
    whole = ((hours * 60 + minutes) * 60 + seconds) * base + frames
    if timecode.at(0, rate).drop:
        passed = hours * 60 + minutes
        whole -= base // 15 * (passed - passed // 10)
    return whole - timecode.first_number(rate) if hours >= timecode.FIRST_HOUR else whole


def still_name(film: Finished, frame: int, form: StillForm) -> str:
    """ "le-gardien-du-phare.01-00-05-12.png"."""
    clock = str(timecode.at(frame, film.facts.rate.fps)).replace(":", "-").replace(";", "-")
    return f"{slug(film.title)}.{clock}{SUFFIXES[form]}"


def shots_of(film: Finished) -> tuple[Placed, ...]:
    """The film's shots in their order."""
    import opentimelineio as otio

    placed = []
    track = film.timeline.video_tracks()[0]
    for clip in track:
        facts = clip.metadata.get("aiprod", {})
        if isinstance(clip, otio.schema.Clip) and facts.get("shot"):
            span = track.range_of_child(clip)
            start = round(span.start_time.value)
            placed.append(Placed(str(facts["shot"]), start, start + round(span.duration.value), facts))
    return tuple(placed)


def write_sheet(store: FilmStore, out: Path, *, again: bool = False) -> None:
    """Write a finished film's contact sheet (JPEG), labelled and signed.

    Raises UserError when the film is not finished, the disk is full, or the file is there already and `again` is not said.
    """
    from aiprod.delivery.contact_sheet import Sheet, write_contact_sheet

    film = Finished(store)
    if out.exists() and not again:
        raise UserError(f"{out} exists already", "nothing is ever overwritten", "Choose another name.")
    shots = list(_sheet_shots(film))
    with _beside(out.parent) as making:
        made = making / out.name
        write_contact_sheet(made, Sheet(film.title, _facts(film, len(shots)), _footer(film), film.language), shots)
        seal(made, film.facts.words, still=True)


def keep_sheet(store: FilmStore, folder: Path) -> Path:
    """The contact sheet in `folder`, made anew only where the film is not what it was made from. Raises UserError."""
    target, key = folder / SHEET, Finished(store).facts.content_hash()
    if not is_kept(store, target, key):
        write_sheet(store, target, again=True)
        note_kept(store, target, key)
    return target


def _sheet_shots(film: Finished) -> Iterator[SheetShot]:
    from aiprod.delivery.contact_sheet import SheetShot
    from aiprod.rendering.execute import frames
    from aiprod.rendering.sides import DRAFT_TABLE_SIZE
    from aiprod.rendering.viewing import pixels, segment_at

    segments = _segments(film, _small(film))
    rate = film.facts.rate
    for placed in shots_of(film):
        frame = next(frames(segment_at(segments, placed.middle), table_size=DRAFT_TABLE_SIZE))
        clock = str(timecode.at(placed.start, rate.fps))
        yield SheetShot(pixels(frame, "rgb24"), placed.shot, clock, _words(film, placed), _scene(film, placed.middle))


def _words(film: Finished, placed: Placed) -> str:
    """Size, move and length of a shot, in the film's language."""
    from aiprod.directing.describe import MOVES, SIZES
    from aiprod.film.shots import ShotSize

    language: Any = film.language
    sizes = {size.value: name for size, name in SIZES[language].items()}
    assert set(sizes) == {size.value for size in ShotSize}
    length = f"{film.facts.rate.seconds(placed.end - placed.start):.1f} s"
    parts = [sizes.get(str(placed.facts.get("size", "")), ""), MOVES[language].get(str(placed.facts.get("move", "")), "")]
    return " · ".join([part for part in parts if part] + [length.replace(".", ",") if language == "fr" else length])


def _scene(film: Finished, frame: int) -> str:
    return next((scene.title for scene in film.facts.scenes if scene.start <= frame < scene.end), "")


def _facts(film: Finished, shots: int) -> str:
    facts, words = film.facts, _WORDS[film.language]
    minutes, seconds = divmod(round(facts.rate.seconds(facts.frames)), 60)
    rate = f"{float(facts.rate.fps):.3f}".rstrip("0").rstrip(".")
    rate = rate.replace(".", ",") if film.language == "fr" else rate
    return f"{minutes}:{seconds:02} · {shots} {words['shots']} · {facts.width} × {facts.height} · {rate} {words['fps']}"


def _footer(film: Finished) -> str:
    from aiprod.production.sealing import label_of

    label = label_of(film.facts.words)
    return " · ".join(part for part in (label.author, label.statement) if part)


def _full(film: Finished, output: OutputName) -> PictureFormat:
    from aiprod.rendering.segments import PictureFormat

    facts = film.facts
    return PictureFormat(
        width=facts.width, height=facts.height, rate=facts.rate, output=output, chroma="444", bits=12, exact=True
    )


def _small(film: Finished) -> PictureFormat:
    from aiprod.rendering.segments import PictureFormat

    facts = film.facts
    scale = min(1.0, _SHEET_WIDTH / facts.width)
    width, height = (max(64, round(side * scale / 2) * 2) for side in (facts.width, facts.height))
    return PictureFormat(width=width, height=height, rate=facts.rate)


def _segments(film: Finished, fmt: PictureFormat) -> tuple[Segment, ...]:
    from aiprod.rendering.compile import compile_timeline

    return compile_timeline(film.timeline, film.media, film.grades, fmt, spaces=film.facts.spaces, language=film.language)
