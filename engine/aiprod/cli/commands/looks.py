# SPDX-License-Identifier: Apache-2.0
"""`aiprod looks list|show|export`: the library of looks."""

from __future__ import annotations

import argparse
import json
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's actions."""
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    listed = actions.add_parser("list", help="list the looks")
    shown = actions.add_parser("show", help="show what a look does")
    shown.add_argument("name", help="of the look")
    export = actions.add_parser("export", help="write a look, or all of them, as .cube, .clf or .ctf")
    export.add_argument("name", help="of the look, or `all` (then --to is a folder)")
    export.add_argument("--to", required=True, metavar="FILE", help="the file to write; its suffix says which kind")
    export.add_argument("--points", "--size", type=int, default=33, metavar="N", help="points an axis: 17, 33 (default) or 65")
    export.add_argument("--strength", type=float, default=1.0, metavar="X", help="0 to 1 (default)")
    export.add_argument(
        "--input", default="acescct", metavar="NAME", help="the colours it takes: acescct (default), rec709, logc4, …"
    )
    export.add_argument(
        "--output", default="acescct", metavar="NAME", help="the colours it gives: acescct (default), rec709, pq, …"
    )
    for name, action in actions.choices.items():
        action.set_defaults(command="looks", action=name)
    for action in (listed, shown):
        action.add_argument("--json", action="store_true", help="print it as JSON")


def run(arguments: argparse.Namespace) -> int:
    print(_ACTIONS[arguments.action](arguments))
    return 0


def _list(arguments: argparse.Namespace) -> str:
    from aiprod.grading.looks import LOOKS

    if arguments.json:
        return json.dumps({name: item.description for name, item in LOOKS.items()}, ensure_ascii=False, indent=1)
    return "\n".join(f"{name:<16} {item.description}" for name, item in LOOKS.items())


def _show(arguments: argparse.Namespace) -> str:
    from dataclasses import fields

    from aiprod.grading.choices import check_look
    from aiprod.grading.looks import LOOKS, Look

    check_look(arguments.name)
    item, plain = LOOKS[arguments.name], Look("")
    told = {field.name: getattr(item, field.name) for field in fields(Look)}
    if arguments.json:
        return json.dumps(told, ensure_ascii=False, indent=1, default=vars)
    changed = {name: value for name, value in told.items() if value != getattr(plain, name) and name != "description"}
    return "\n".join([f"{arguments.name}: {item.description}", *(f"  {name:<12} {value}" for name, value in changed.items())])


def _export(arguments: argparse.Namespace) -> str:
    from aiprod.film.errors import UserError
    from aiprod.grading.choices import check_look
    from aiprod.grading.look_files import write_library
    from aiprod.grading.looks import LOOKS

    if not 0 <= arguments.strength <= 1:
        raise UserError(f"A look's strength can't be {arguments.strength:g}", "it goes from 0 to 1")
    if arguments.name == "all":
        return f"{len(write_library(Path(arguments.to), arguments.points))} looks are in {arguments.to}."
    check_look(arguments.name)
    from aiprod.film.grade import ShotGrade
    from aiprod.grading.grade_files import write_grade

    grade = ShotGrade(shot=arguments.name, look=arguments.name, look_strength=arguments.strength)
    write_grade(Path(arguments.to), grade, arguments.input, arguments.output, arguments.points)
    description = LOOKS[arguments.name].description
    return f"{arguments.to}: {arguments.name} ({description}), {arguments.input} in, {arguments.output} out."


_ACTIONS = {"list": _list, "show": _show, "export": _export}
