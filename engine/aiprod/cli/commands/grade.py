# SPDX-License-Identifier: Apache-2.0
"""`aiprod grade FILM …`: the grade of a film, a scene or a shot by hand; every change can be undone."""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aiprod.film.grade import ShotGrade
    from aiprod.film.store import FilmStore

_CURVES = ("master", "red", "green", "blue", "hue_saturation")
_FIELDS = ("automatic", "exposure", "lights", "cdl", "curves", "look", "look_strength", "lut", "lut_strength")
_EPILOG = """\
Numbers work in ACEScct: 0.073 is black, 0.414 mid grey, one stop 0.057. A printer point is 0.025 of log10 exposure, 12 make a
stop. Order: the studio's balance, exposure and lights, slope/offset/power/saturation, curves, look, LUT, the display's view.
Without a change, the grades are listed. `aiprod resume FILM` renders the shots that changed; `aiprod edit FILM undo` undoes.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options. Values may begin with a minus sign: --lights -2,0,1."""
    parser.epilog, parser.formatter_class = _EPILOG, argparse.RawDescriptionHelpFormatter
    # What argparse takes for a negative number and not for an option.
    parser._negative_number_matcher = re.compile(r"^-[\d.][\d.,:eE-]*$")  # type: ignore[attr-defined]
    parser.add_argument("film", help="the film folder")
    parser.add_argument("--shot", metavar="ID", help="only this shot (default: the whole film)")
    parser.add_argument("--scene", metavar="ID", help="only this scene")
    parser.add_argument("--look", metavar="NAME", help="a look of the library: `aiprod looks list`")
    parser.add_argument("--strength", type=float, metavar="X", help="of the look, 0 to 1")
    parser.add_argument("--exposure", type=float, metavar="STOPS", help="more or less light")
    parser.add_argument("--lights", type=_triple, metavar="R,G,B", help="printer points, plus is brighter")
    parser.add_argument("--slope", type=_triple, metavar="R,G,B", help="of the CDL; one number stands for three")
    parser.add_argument("--offset", type=_triple, metavar="R,G,B")
    parser.add_argument("--power", type=_triple, metavar="R,G,B")
    parser.add_argument("--saturation", type=float, metavar="X", help="of the CDL, 1 leaves it")
    parser.add_argument("--cdl", metavar="FILE[#ID]", help="slope, offset, power and saturation from a .cc, .ccc or .cdl")
    parser.add_argument("--curve", action="append", type=_curve, default=[], metavar="NAME=X:Y,X:Y…",
                        help=f"a curve through points; NAME is {', '.join(_CURVES)} (degrees:factor)")  # fmt: skip
    parser.add_argument("--lut", metavar="FILE", help="a .cube, .clf or .ctf; it is kept in the film's folder")
    parser.add_argument(
        "--lut-space", metavar="NAME", default="acescct", help="the colours it takes: acescct (default), rec709, logc4, …"
    )
    parser.add_argument("--lut-gives", metavar="NAME", default="", help="the colours it gives (default: those it takes)")
    parser.add_argument("--lut-strength", type=float, metavar="X", help="0 to 1")
    parser.add_argument("--match", metavar="STILL", help="bring the shots to this PNG or JPEG, instead of the studio's grade")
    base = parser.add_mutually_exclusive_group()
    base.add_argument("--instead", action="store_true", help="instead of the studio's balance and look")
    base.add_argument("--on-top", action="store_true", help="on top of them (default)")
    parser.add_argument(
        "--reset", nargs="*", choices=_FIELDS, metavar="PART", help=f"take back everything, or: {', '.join(_FIELDS)}"
    )
    parser.add_argument("--export", metavar="FILE", help="write the grade: .cube, .clf, .ctf of one shot; .cc, .ccc, .cdl")
    parser.add_argument(
        "--input", metavar="NAME", default="acescct", help="of --export: the colours the file takes (default acescct)"
    )
    parser.add_argument("--output", metavar="NAME", default="acescct", help="of --export: the colours it gives (default acescct)")
    parser.add_argument("--points", type=int, default=33, metavar="N", help="of --export: points an axis, 17, 33 or 65")
    parser.add_argument("--json", action="store_true", help="print the grades as JSON")


def run(arguments: argparse.Namespace) -> int:
    from aiprod.film.store import FilmStore

    store = FilmStore(Path(arguments.film))
    told = [*_reset(store, arguments), *_matched(store, arguments), *_change(store, arguments)]
    if told:
        told.append(f"`aiprod resume {store.root}` renders what changed.")
    if arguments.export:
        told += _export(store, arguments)
    print("\n".join(told) if told else _listed(store, arguments))
    return 0


def _reset(store: FilmStore, arguments: argparse.Namespace) -> list[str]:
    from aiprod.film import changes

    if arguments.reset is None:
        return []
    change = changes.read_change({"kind": "grade_reset", **_place(arguments), "fields": arguments.reset})
    changes.apply(store, change)
    return [f"{change.title()}."]


def _matched(store: FilmStore, arguments: argparse.Namespace) -> list[str]:
    if not arguments.match:
        return []
    from aiprod.production.matching import match_film, said

    return said(match_film(store, Path(arguments.match), scene=arguments.scene, shot=arguments.shot), "en")


def _change(store: FilmStore, arguments: argparse.Namespace) -> list[str]:
    from aiprod.film import changes
    from aiprod.grading.choices import check_choice

    given, notes = _given(store, arguments)
    if not given:
        return []
    if arguments.shot:
        _known_shot(store, arguments.shot)
    change = changes.read_change({"kind": "grade", **_place(arguments), **given})
    assert isinstance(change, changes.GradeChange)
    changes.apply(store, change, lambda _film: check_choice(store.root, change))
    return [*notes, f"{change.title()}."]


def _given(store: FilmStore, arguments: argparse.Namespace) -> tuple[dict[str, Any], list[str]]:
    """The fields of the change, and what is to be said of files that were read."""
    names = {"look": "look", "strength": "look_strength", "exposure": "exposure", "lights": "lights", "slope": "slope",
             "offset": "offset", "power": "power", "saturation": "saturation", "lut_strength": "lut_strength"}  # fmt: skip
    given = _from_cdl(arguments.cdl) if arguments.cdl else {}
    given |= {field: getattr(arguments, name) for name, field in names.items() if getattr(arguments, name) is not None}
    if arguments.instead or arguments.on_top:
        given["automatic"] = not arguments.instead
    if arguments.curve:
        given["curves"] = _curves(store, arguments)
    if not arguments.lut:
        return given, []
    from aiprod.grading.lut_files import bring_in

    brought = bring_in(Path(arguments.lut), store.root, arguments.lut_space, arguments.lut_gives)
    return {**given, "lut": brought.lut.to_json()}, [f"{brought.note}."]


def _from_cdl(text: str) -> dict[str, Any]:
    from aiprod.grading.cdl_files import read_cdl

    path, _, name = text.partition("#")
    cdl = read_cdl(Path(path), name)
    return {"slope": cdl.slope, "offset": cdl.offset, "power": cdl.power, "saturation": cdl.saturation}


def _curves(store: FilmStore, arguments: argparse.Namespace) -> dict[str, Any]:
    """The place's curves so far, with those that are given."""
    from aiprod.film.grade import Curves, GradeChoice

    key = f"shot:{arguments.shot}" if arguments.shot else f"scene:{arguments.scene}" if arguments.scene else "film"
    before = store.film.grades.get(key, GradeChoice()).curves or Curves()
    return {**{name: getattr(before, name) for name in _CURVES}, **dict(arguments.curve)}


def _export(store: FilmStore, arguments: argparse.Namespace) -> list[str]:
    from aiprod.film.errors import UserError
    from aiprod.grading.cdl_files import SUFFIXES, write_cdls
    from aiprod.grading.grade_files import write_grade

    path, grades = Path(arguments.export), _chosen(store, arguments)
    if path.suffix.lower() in SUFFIXES:
        lists, notes = _lists(grades)
        write_cdls(path, lists)
        return [*notes, f"{path}: {len(lists)} corrections in ACEScct."]
    if len(grades) != 1:
        raise UserError(f"{path.name} holds one shot's grade", f"there are {len(grades)}", "Add --shot ID.")
    write_grade(path, grades[0], arguments.input, arguments.output, arguments.points)
    return [f"{path}: the grade of {grades[0].shot}, {arguments.input} in, {arguments.output} out."]


def _lists(grades: list[ShotGrade]) -> tuple[dict[str, Any], list[str]]:
    from aiprod.grading.cdl_files import as_one_cdl

    lists, notes = {}, []
    for grade in grades:
        lists[grade.shot], left = as_one_cdl(grade)
        notes += [f"{grade.shot}: a CDL can't hold its {' and '.join(left)}."] if left else []
    return lists, notes


def _listed(store: FilmStore, arguments: argparse.Namespace) -> str:
    grades = _chosen(store, arguments)
    if arguments.json:
        return json.dumps([grade.to_json() for grade in grades], ensure_ascii=False, indent=1)
    return "\n".join(_told(grade) for grade in grades)


def _told(grade: ShotGrade) -> str:
    from aiprod.film.grade import Cdl, Curves

    parts = [f"{grade.look} {grade.look_strength:.0%}"]
    parts += [f"{grade.exposure:+g} stops"] if grade.exposure else []
    parts += [f"lights {','.join(f'{point:+g}' for point in grade.lights)}"] if any(grade.lights) else []
    for name, cdl in (("balance", grade.cdl), ("CDL", grade.correction)):
        parts += [f"{name} {_numbers(cdl)}"] if cdl != Cdl() else []
    parts += ["curves"] if grade.curves != Curves() else []
    parts += [f"LUT {grade.lut.name} {grade.lut_strength:.0%}"] if grade.lut else []
    return f"{grade.shot:<14} {' · '.join(parts)}"


def _numbers(cdl: Any) -> str:
    told = {"×": cdl.slope, "+": cdl.offset, "^": cdl.power}
    parts = [
        f"{sign}{','.join(f'{v:g}' for v in values)}" for sign, values in told.items() if set(values) != {float(sign != "+")}
    ]
    return " ".join([*parts, *([f"saturation {cdl.saturation:g}"] if cdl.saturation != 1 else [])])


def _chosen(store: FilmStore, arguments: argparse.Namespace) -> list[ShotGrade]:
    """The grades of the shots that are meant. Raises UserError where there is no such shot or scene."""
    from aiprod.film.errors import UserError
    from aiprod.production.steps.grading import grades_by_scene

    if arguments.shot:
        _known_shot(store, arguments.shot)
    scenes = grades_by_scene(store)
    if arguments.scene and arguments.scene not in scenes:
        raise UserError(f"There is no scene {arguments.scene!r}", f"the scenes are {', '.join(scenes)}", "See `aiprod show`.")
    kept = [grades for scene, grades in scenes.items() if arguments.scene in (None, scene)]
    return [grade for grades in kept for grade in grades if arguments.shot in (None, grade.shot)]


def _known_shot(store: FilmStore, shot: str) -> None:
    from aiprod.film.errors import UserError
    from aiprod.production.steps.grading import grades_by_scene

    known = [grade.shot for grades in grades_by_scene(store).values() for grade in grades]
    if shot not in known:
        raise UserError(f"There is no shot {shot!r}", f"the shots are {', '.join(known)}", "See `aiprod grade FILM`.")


def _place(arguments: argparse.Namespace) -> dict[str, Any]:
    return {"scene": arguments.scene, "shot": arguments.shot}


def _triple(text: str) -> tuple[float, float, float]:
    values = [float(part) for part in text.split(",")]
    if len(values) not in (1, 3):
        raise argparse.ArgumentTypeError(f"{text!r} is not three numbers R,G,B")
    return (values[0], values[0], values[0]) if len(values) == 1 else (values[0], values[1], values[2])


def _curve(text: str) -> tuple[str, list[list[float]]]:
    name, _, points = text.partition("=")
    if name not in _CURVES:
        raise argparse.ArgumentTypeError(f"there is no curve {name!r}: they are {', '.join(_CURVES)}")
    pairs = [[float(value) for value in point.split(":")] for point in points.split(",") if point]
    if any(len(pair) != 2 for pair in pairs):
        raise argparse.ArgumentTypeError(f"{points!r} is not X:Y,X:Y…")
    return name, pairs
