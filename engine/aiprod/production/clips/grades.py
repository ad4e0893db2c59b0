# SPDX-License-Identifier: Apache-2.0
"""Grading clips of a timeline: each matched to a reference, with a look on top where one is wanted, as files that hosts apply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from aiprod.film.errors import UserError
from aiprod.film.files import write_atomically
from aiprod.film.grade import Cdl, ShotGrade
from aiprod.media.pictures import write_picture
from aiprod.production.clips import colours
from aiprod.production.clips.media import Film, stills_of
from aiprod.production.clips.picture import STRIP, strip
from aiprod.production.clips.store import Clip, FileRecord, GradeRecord
from aiprod.production.clips.words import told

if TYPE_CHECKING:
    from aiprod.grading.spaces import Colours
    from aiprod.production.clips.making import Bench

_LATTICE = 33
_STILLS = 4
_POSTER_W = 480


@dataclass(frozen=True)
class Item:
    """A clip of the timeline, as stills."""

    key: str
    stills: tuple[colours.Rgb, ...]


def make(bench: Bench) -> tuple[Clip, Path]:
    """Measure every item, and write its CDL and LUT."""
    recipe, teller, orders = bench.order.recipe, bench.teller, bench.order.items
    items = []
    for number, order in enumerate(orders):
        teller.at(0.02 + 0.5 * number / len(orders), "grading", "measure", number, len(orders))
        items.append(_item(order))
    reference = next((item for item in items if item.key == recipe.reference), None)
    desk = bench.store.desk(bench.work)
    grades, files, graded = [], [], []
    for number, item in enumerate(items):
        teller.at(0.52 + 0.46 * number / len(items), "grading", "match", number, len(items))
        grade, cdl = _graded(item, reference, recipe.strength, recipe.look, number, desk)
        grades.append(grade)
        files += [FileRecord(role="lut", name=grade.lut), FileRecord(role="cdl", name=grade.cdl)]
        graded.append(_finished(item.stills[len(item.stills) // 2], cdl, recipe.look))
    write_picture(desk / "strip.jpg", strip(graded[:STRIP]))
    files.append(FileRecord(role="strip", name="strip.jpg"))
    made = Clip(
        id=bench.clip, family=bench.family, recipe=recipe.changed(frames=max(1, len(items))), frames=max(1, len(items)),
        files=tuple(files), grades=tuple(grades), generator="matching/1", label="graded by AIPROD", words=_told(grades, recipe),
    )  # fmt: skip
    return made, desk


def _item(order: Mapping[str, Any]) -> Item:
    film = Film.open(Path(order["path"]))
    film.check_range(order["src_in"], order.get("src_out"))
    return Item(order["key"], tuple(stills_of(film, order["src_in"], order.get("src_out") or film.frames, _STILLS)))


def _graded(item: Item, reference: Item | None, strength: float, look: str, number: int, desk: Path) -> tuple[GradeRecord, Cdl]:
    before = after = 0.0
    cdl = Cdl()
    if reference is not None and reference.key != item.key:
        found = colours.match(item.stills, reference.stills, strength)
        cdl, before, after = found.cdl, found.before, found.after
    lut, cc = f"grade-{number + 1:03}.cube", f"grade-{number + 1:03}.cc"
    _write_cube(desk / lut, cdl, look, item.key)
    _write_cc(desk / cc, cdl, number)
    record = GradeRecord(
        key=item.key, slope=cdl.slope, offset=cdl.offset, power=cdl.power, saturation=cdl.saturation, lut=lut, cdl=cc,
        error_before=round(before, 3), error_after=round(after, 3),
    )  # fmt: skip
    return record, cdl


def table(cdl: Cdl, look: str) -> Colours:
    """The CDL and the look after it on display codes, float32 [33, 33, 33, 3]: Rec.709 in, Rec.709 out."""
    from aiprod.grading.bake import lattice

    codes = colours.shown(lattice(_LATTICE), cdl)
    return styled(codes, look)


def styled(codes: Colours, look: str) -> Colours:
    """Display codes with a look on top; a look that changes nothing changes nothing."""
    from aiprod.grading.bake import apply

    if not look:
        return codes
    return np.clip(apply(ShotGrade(shot="clip", look=look), codes), 0, 1).astype(np.float32)


def _write_cube(path: Path, cdl: Cdl, look: str, key: str) -> None:
    from aiprod.grading.cube import write_cube

    named = f" and the look {look}" if look else ""
    write_cube(path, table(cdl, look), f"AIPROD {_plain(key)}", f"CDL{named}. Input and output: Rec.709 as displayed.")


def _write_cc(path: Path, cdl: Cdl, number: int) -> None:
    """An ASC `.cc` for display codes: what a host shows is what it was measured on."""
    slope, offset, power = (" ".join(f"{value:.5f}" for value in values) for values in (cdl.slope, cdl.offset, cdl.power))
    write_atomically(path, (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<ColorCorrection id="aiprod-{number + 1:03}" xmlns="urn:ASC:CDL:v1.2">\n'
        "  <Description>AIPROD: for Rec.709 as displayed</Description>\n"
        f"  <SOPNode>\n    <Slope>{slope}</Slope>\n    <Offset>{offset}</Offset>\n    <Power>{power}</Power>\n  </SOPNode>\n"
        f"  <SatNode>\n    <Saturation>{cdl.saturation:.5f}</Saturation>\n  </SatNode>\n</ColorCorrection>\n"
    ).encode())  # fmt: skip


def _finished(still: colours.Rgb, cdl: Cdl, look: str) -> colours.Rgb:
    codes = colours.shown(still[::2, ::2, :3].astype(np.float32) / np.float32(255), cdl)
    return np.rint(styled(codes, look) * 255).astype(np.uint8)


def _told(grades: Sequence[GradeRecord], recipe: Any) -> tuple[str, ...]:
    same = [
        grade.key for grade in grades if grade.error_before > 0 and grade.error_after >= grade.error_before and recipe.strength
    ]
    if not same:
        return ()
    named = ", ".join(same[:5]) + ("…" if len(same) > 5 else "")
    return (told("no match", named),)


def check_look(look: str) -> None:
    """Raises UserError for an unknown look."""
    from aiprod.grading.looks import LOOKS

    if look and look not in LOOKS:
        raise UserError(f"There is no look {look[:60]!r}", f"the looks are {', '.join(sorted(LOOKS))}", "Choose one of them.")


def _plain(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable())[:80]
