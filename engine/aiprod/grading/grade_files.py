# SPDX-License-Identifier: Apache-2.0
"""Grades and looks for other programs: `.cube` (one table), `.clf` and `.ctf` (the operations themselves).

A `.ctf` holds the ACES 2 views as they are; the Common LUT Format has no word for them, so that a `.clf` to or from a
display is one table.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from aiprod.film.errors import UserError
from aiprod.film.files import write_atomically
from aiprod.film.grade import Cdl, ShotGrade, Triple
from aiprod.grading.bake import apply, changes_nothing, graded, lattice
from aiprod.grading.cdl import is_identity
from aiprod.grading.cube import write_cube
from aiprod.grading.lookup import transform
from aiprod.grading.printer_lights import gains
from aiprod.grading.spaces import INPUTS, input_named, is_display, ocio_config, ocio_transform

if TYPE_CHECKING:
    import PyOpenColorIO

SUFFIXES = (".cube", ".clf", ".ctf")
SIZES = (17, 33, 65)
_CLF, _CTF = "Academy/ASC Common LUT Format", "Color Transform Format"


def write_grade(
    path: Path, grade: ShotGrade, source: str = "acescct", output: str = "acescct", size: int = 33, title: str = ""
) -> None:
    """Write a grade as a LUT, whole or not at all.

    Args:
        path: its suffix says which kind.
        grade: what to write; its shot's name is the title where none is given.
        source, output: the colours it takes and gives: keys of `spaces.INPUTS`.
        size: points an axis of tables.

    Raises:
        UserError: unknown suffix, space or size; scene-linear colours in a table.
    """
    suffix, name = path.suffix.lower(), title or f"AIPROD {grade.shot}"
    if suffix not in SUFFIXES:
        raise UserError(f"{path.name} can't be written", f"the suffixes are {', '.join(SUFFIXES)}", "Choose one of them.")
    if size not in SIZES:
        raise UserError(f"A table can't have {size} points", f"they have {', '.join(map(str, SIZES))}", "Choose one of them.")
    told = f"{input_named(source).title} in, {input_named(output).title} out. {grade.config}"
    if suffix == ".cube":
        _no_linear(path, source, output)
        write_cube(path, apply(grade, lattice(size), source, output), name, told)  # type: ignore[arg-type]
        return
    group = _group(path, grade, source, output, size, plain=suffix == ".clf")
    _describe(group, name, told)
    text = group.write(_CLF if suffix == ".clf" else _CTF, config=ocio_config(grade.config))
    write_atomically(path, text.encode())


def _group(path: Path, grade: ShotGrade, source: str, output: str, size: int, plain: bool) -> PyOpenColorIO.GroupTransform:
    import PyOpenColorIO

    if plain and (is_display(source) or is_display(output)):
        _no_linear(path, source, output)
        return PyOpenColorIO.GroupTransform([transform(apply(grade, lattice(size), source, output))])  # type: ignore[arg-type]
    parts = [ocio_transform(source, True), *_operations(grade, size), ocio_transform(output, False)]
    return PyOpenColorIO.GroupTransform(parts)


def _operations(grade: ShotGrade, size: int) -> Iterator[PyOpenColorIO.Transform]:
    """The grade in ACEScct: its lists and gains exact, what comes after them as one table."""
    if not is_identity(grade.cdl):
        yield _cdl(grade.cdl)
    if grade.exposure or any(grade.lights):
        yield from _lights(grade.exposure, grade.lights)
    if not is_identity(grade.correction):
        yield _cdl(grade.correction)
    rest = grade.changed(cdl=Cdl(), exposure=0.0, lights=(0.0, 0.0, 0.0), correction=Cdl())
    if not changes_nothing(rest):
        yield transform(graded(rest, lattice(size)))


def _cdl(cdl: Cdl) -> PyOpenColorIO.Transform:
    import PyOpenColorIO

    made = PyOpenColorIO.CDLTransform(slope=list(cdl.slope), offset=list(cdl.offset), power=list(cdl.power), sat=cdl.saturation)
    made.setStyle(PyOpenColorIO.CDL_NO_CLAMP)
    return made


def _lights(exposure: float, lights: Triple) -> Iterator[PyOpenColorIO.Transform]:
    import PyOpenColorIO

    curve = "CURVE - ACEScct-LOG_to_LINEAR"
    red, green, blue = gains(exposure, lights).tolist()
    yield PyOpenColorIO.BuiltinTransform(curve)
    yield PyOpenColorIO.MatrixTransform([red, 0, 0, 0, 0, green, 0, 0, 0, 0, blue, 0, 0, 0, 0, 1])
    yield PyOpenColorIO.BuiltinTransform(curve, PyOpenColorIO.TRANSFORM_DIR_INVERSE)


def _describe(group: PyOpenColorIO.GroupTransform, name: str, told: str) -> None:
    metadata = group.getFormatMetadata()
    metadata.setName(name)
    metadata.addChildElement("Description", told)


def _no_linear(path: Path, source: str, output: str) -> None:
    for name in (source, output):
        if input_named(name).kind == "linear":
            known = ", ".join(other for other, space in INPUTS.items() if space.kind != "linear")
            why = "scene-linear light has no end, a table has"
            raise UserError(f"{path.name} can't hold {name}", why, f"Choose one of {known}.")
