# SPDX-License-Identifier: Apache-2.0
"""ASC CDL files: `.cc` (one correction), `.ccc` (a collection), `.cdl` (a decision list)."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from aiprod.film.errors import UserError
from aiprod.film.files import write_atomically
from aiprod.film.grade import Cdl, Curves, ShotGrade, Triple
from aiprod.grading.bake import styled_by
from aiprod.grading.cdl import is_identity
from aiprod.grading.printer_lights import gains
from aiprod.grading.spaces import STOP
from aiprod.grading.xml_files import local, parsed

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    import PyOpenColorIO

SUFFIXES = (".cc", ".ccc", ".cdl")
_ROOTS = ("ColorCorrection", "ColorCorrectionCollection", "ColorDecisionList")
_FORMATS = {".cc": "ColorCorrection", ".ccc": "ColorCorrectionCollection", ".cdl": "ColorDecisionList"}
_DESCRIPTION = "AIPROD: for ACEScct with AP1 primaries"


def read_cdls(path: Path) -> dict[str, Cdl]:
    """All corrections of a file by their id, in its order; one without an id is named by its number, from 1.

    Raises UserError for a file that is no CDL, holds none, or holds values that no CDL can have.
    """
    root = parsed(path, _ROOTS, "CDL")
    found = [element for element in root.iter() if local(element) == "ColorCorrection"]
    if not found:
        raise _refused(path, "it holds no correction")
    return {element.get("id") or str(number): _cdl(path, element) for number, element in enumerate(found, start=1)}


def read_cdl(path: Path, name: str = "") -> Cdl:
    """The file's correction called `name`; without a name, its only one. Raises UserError."""
    known = read_cdls(path)
    if name in known:
        return known[name]
    if name or len(known) > 1:
        told = ", ".join(list(known)[:20])
        raise UserError(f"Which correction of {path.name} is meant?", f"it holds {told}", f"Write {path.name}#ID.")
    return next(iter(known.values()))


def write_cdls(path: Path, corrections: Mapping[str, Cdl]) -> None:
    """Write corrections by their id; a `.cc` holds exactly one. Whole or not at all.

    Raises UserError for another suffix, several corrections in a `.cc`, and what the file system refuses.
    """
    import PyOpenColorIO

    form = _FORMATS.get(path.suffix.lower())
    if form is None or (form == "ColorCorrection" and len(corrections) != 1):
        why = "a .cc holds one correction" if form else f"the suffixes are {', '.join(SUFFIXES)}"
        raise UserError(f"{path.name} can't be written", why, "Write a .ccc or .cdl.")
    group = PyOpenColorIO.GroupTransform([_transform(cdl, name) for name, cdl in corrections.items()])
    text = group.write(form, config=PyOpenColorIO.Config.CreateRaw())
    write_atomically(path, ('<?xml version="1.0" encoding="UTF-8"?>\n' + text).encode())


def as_one_cdl(grade: ShotGrade) -> tuple[Cdl, tuple[str, ...]]:
    """A grade as one CDL in ACEScct, and what of it no CDL can hold.

    The studio's balance, exposure, printer lights and the user's CDL become one list where that is exact. Exposure and lights
    are an offset then, exact above ACEScct's toe (0.155, four and a half stops below mid grey; under it, black moves with the
    rest instead of staying).

    Raises UserError where two lists don't make one.
    """
    mapped = grade.lut is not None and grade.lut_strength > 0
    parts = {"curves": grade.curves != Curves(), "look": styled_by(grade), "LUT": mapped}
    shift = _triple([math.log2(gain) * STOP for gain in gains(grade.exposure, grade.lights).tolist()])
    one = _joined(_joined(grade.cdl, Cdl(offset=shift)), grade.correction)
    if one is None:
        raise UserError(
            f"The grade of {grade.shot} is no single CDL", "its balance and what comes after it can't be joined exactly",
            "Export a .clf or a .cube.",
        )  # fmt: skip
    return one, tuple(name for name, there in parts.items() if there)


def _joined(first: Cdl | None, second: Cdl) -> Cdl | None:
    """Two lists as one; None where no list does what both do.

    Slope and offset join anything that follows, when the first has no power, and no saturation or the second treats all
    channels alike (then both saturations become one).
    """
    if first is None or is_identity(second):
        return first
    alike = all(len(set(values)) == 1 for values in (second.slope, second.offset)) and second.power == (1.0, 1.0, 1.0)
    if first.power != (1.0, 1.0, 1.0) or (first.saturation != 1.0 and not alike):
        return second if is_identity(first) else None
    slope = _triple([a * b for a, b in zip(first.slope, second.slope, strict=True)])
    offset = _triple([o * b + p for o, b, p in zip(first.offset, second.slope, second.offset, strict=True)])
    return second.changed(slope=slope, offset=offset, saturation=first.saturation * second.saturation)


def _transform(cdl: Cdl, name: str) -> PyOpenColorIO.CDLTransform:
    import PyOpenColorIO

    made = PyOpenColorIO.CDLTransform(
        slope=list(cdl.slope), offset=list(cdl.offset), power=list(cdl.power), sat=cdl.saturation, id=_id(name)
    )
    made.setFirstSOPDescription(_DESCRIPTION)
    return made


def _cdl(path: Path, correction: Element) -> Cdl:
    """Slope, offset, power and saturation of a correction; what it does not name changes nothing (ASC CDL 1.2)."""
    given = {local(element).lower(): element.text or "" for element in correction.iter()}
    triples = [name for name in ("slope", "offset", "power") if name in given]
    fields: dict[str, Any] = {name: _numbers(path, name, given[name], 3) for name in triples}
    if "saturation" in given:
        fields["saturation"] = _numbers(path, "saturation", given["saturation"], 1)[0]
    try:
        return Cdl(**fields)
    except ValidationError as error:
        raise _refused(path, f"{error.errors()[0]['msg']} at {error.errors()[0]['loc'][0]}") from error


def _numbers(path: Path, name: str, text: str, count: int) -> tuple[float, ...]:
    try:
        values = tuple(float(word) for word in text.split())
    except ValueError as error:
        raise _refused(path, f"its {name} is {text.strip()[:40]!r}") from error
    if len(values) != count or not all(math.isfinite(value) for value in values):
        raise _refused(path, f"its {name} is {text.strip()[:40]!r}, not {count} finite numbers")
    return values


def _refused(path: Path, why: str) -> UserError:
    return UserError(f"{path.name} can't be used as a CDL", why, "Export it again.")


def _id(name: str) -> str:
    """OpenColorIO escapes what it writes twice, and an id is an XML name: only plain signs."""
    return re.sub(r"[^\w.-]", "_", name) or "grade"


def _triple(values: list[float]) -> Triple:
    red, green, blue = values
    return red, green, blue
