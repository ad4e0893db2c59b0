# SPDX-License-Identifier: Apache-2.0
"""The whole grade of a shot, exact or as one table: codes of the footage in, codes of the display out."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from aiprod.film.errors import EngineError
from aiprod.film.grade import Curves, ShotGrade
from aiprod.film.hashing import hash_json
from aiprod.film.output import OutputName
from aiprod.grading.cdl import apply_cdl, is_identity
from aiprod.grading.curves import apply_curves
from aiprod.grading.looks import look
from aiprod.grading.printer_lights import apply_lights
from aiprod.grading.spaces import Colours, input_named, is_display, to_acescct, to_output


def bake(grade: ShotGrade, size: int = 33, source: str = "rec709", output: OutputName = "rec709") -> Colours:
    """The grade as a lattice, float32 [size, size, size, 3], indexed [red, green, blue]: footage codes → display codes, 0–1.

    Footage → ACEScct (for display-referred footage, the exact inverse of its ACES 2 view) → the grade → the output's view.
    Scene-linear light has no table: bake for `spaces.lattice_space(source)` and look up `spaces.to_lattice(codes, source)`.

    Raises EngineError for scene-linear footage or output: no table holds its range.
    """
    for name in (source, output):
        if input_named(name).kind == "linear":
            raise EngineError(f"A grade for {name} can't be baked", "no table holds scene-linear light", "Render it exactly.")
    scene, lost = _lattice_light(size, source, output, grade.config)
    return _shown(grade, scene, lost, output)


@lru_cache(maxsize=4)
def _lattice_light(size: int, source: str, output: OutputName, config: str) -> tuple[Colours, Colours | None]:
    """The lattice in ACEScct, and what the view's inverse loses of it: the same for every grade, and half of a table's time."""
    codes = lattice(size)
    scene = to_acescct(codes, source, config)
    scene.flags.writeable = False
    return scene, _lost(codes, scene, source, output, config)


def apply(grade: ShotGrade, codes: Colours, source: str = "rec709", output: OutputName = "rec709") -> Colours:
    """The exact grade of codes [..., 3], without a table: codes 0–1, scene-linear light any float.

    The view's inverse is off by up to 0.006 at the edge of the gamut; where footage and output are the same display, that much
    is given back, so that no grade is exactly no change and a small grade is a small one everywhere.
    """
    scene = to_acescct(codes, source, grade.config)
    return _shown(grade, scene, _lost(codes, scene, source, output, grade.config), output)


def _lost(codes: Colours, scene: Colours, source: str, output: OutputName, config: str) -> Colours | None:
    if source != output or not is_display(output):
        return None
    lost: Colours = np.asarray(codes, np.float32) - to_output(scene, output, config)
    return lost


def _shown(grade: ShotGrade, scene: Colours, lost: Colours | None, output: OutputName) -> Colours:
    shown = to_output(graded(grade, scene), output, grade.config)
    if lost is None:
        return shown
    result: Colours = np.clip(shown + lost, 0.0, 1.0)
    return result


def graded(grade: ShotGrade, acescct: Colours) -> Colours:
    """The grade alone, ACEScct [..., 3] → ACEScct, in the order that `film.grade` tells."""
    result = apply_cdl(acescct, grade.cdl)
    result = apply_lights(result, grade.exposure, grade.lights)
    result = apply_cdl(result, grade.correction)
    result = apply_curves(result, grade.curves)
    result = styled(result, grade)
    if grade.lut is None or grade.lut_strength == 0:
        return result
    from aiprod.grading.lookup import apply_lut

    return apply_lut(result, grade.lut, grade.lut_strength, grade.config)


def styled(acescct: Colours, grade: ShotGrade) -> Colours:
    """The grade's look at its strength."""
    if not styled_by(grade):
        return acescct
    result: Colours = acescct + np.float32(grade.look_strength) * (look(grade.look)(acescct) - acescct)
    return result


def styled_by(grade: ShotGrade) -> bool:
    """Whether the grade has a look that does anything."""
    return grade.look != "neutral" and grade.look_strength > 0


def lattice(size: int) -> Colours:
    """The regular grid of codes, float32 [size, size, size, 3], indexed [red, green, blue]."""
    axis = np.linspace(0, 1, size, dtype=np.float32)
    return np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), axis=-1)


def is_neutral(grade: ShotGrade, source: str = "rec709", output: OutputName = "rec709") -> bool:
    """Whether the picture stays as it is: no grade, and an output of the footage's own kind."""
    return source == output and is_display(output) and changes_nothing(grade)


def changes_nothing(grade: ShotGrade) -> bool:
    """Whether nothing is done to the colours in ACEScct."""
    plain = grade.exposure == 0 and not any(grade.lights) and grade.curves == Curves()
    uncorrected = is_identity(grade.cdl) and is_identity(grade.correction)
    return plain and uncorrected and not styled_by(grade) and (grade.lut is None or grade.lut_strength == 0)


def table_key(grade: ShotGrade, source: str = "rec709", output: OutputName = "rec709") -> str:
    """A hash of what the table depends on: equal for two shots that are graded alike."""
    return hash_json({"source": source, "output": output, **grade.essence()})
