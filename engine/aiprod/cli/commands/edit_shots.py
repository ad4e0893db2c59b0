# SPDX-License-Identifier: Apache-2.0
"""`aiprod edit FILM shot|approve …`: the user's direction of single shots, and what was approved on the storyboard."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from typing import Any, get_args

from aiprod.film import changes
from aiprod.film.direction import Angle, Move, ShotDirection
from aiprod.film.errors import UserError
from aiprod.film.screenplay import Mood
from aiprod.film.shots import ShotSize
from aiprod.film.store import FilmStore

STUDIO = "studio"


def add_arguments(commands: Any) -> None:
    """The changes of shots, as sub-commands."""
    shot = commands.add_parser("shot", help="direct one shot: only it is made again")
    shot.add_argument("id", help="the shot's id, as `aiprod show` prints it")
    for name, values in (("size", list(ShotSize)), ("angle", get_args(Angle)), ("move", get_args(Move)), ("mood", list(Mood))):
        shot.add_argument(
            f"--{name}", choices=[*map(str, values), STUDIO], help=f"its {name}; `{STUDIO}` leaves it to the studio"
        )
    shot.add_argument("--frames", metavar="N", help=f"its length in frames, or `{STUDIO}`")
    shot.add_argument("--description", metavar="WORDS", help=f"what is seen, or `{STUDIO}`")
    shot.add_argument("--reset", action="store_true", help="leave all of it to the studio")
    approve = commands.add_parser("approve", help="approve shots on the storyboard")
    approve.add_argument("ids", nargs="+", metavar="SHOT", help="the shots' ids")
    approve.add_argument("--withdraw", action="store_true", help="take the approval back")


def _shot(store: FilmStore, arguments: argparse.Namespace) -> str:
    given = {name: getattr(arguments, name) for name in ShotDirection.model_fields if getattr(arguments, name) is not None}
    left = [name for name, value in given.items() if value == STUDIO]
    wanted = {name: value for name, value in given.items() if value != STUDIO}
    if not given and not arguments.reset:
        raise UserError("Nothing was said about the shot", "every setting was left out", "See `aiprod edit FILM shot --help`.")
    _known(store, [arguments.id])
    if arguments.reset or left:
        changes.apply(
            store, changes.read_change({"kind": "shot_reset", "shot": arguments.id, "fields": [] if arguments.reset else left})
        )
    if wanted:
        changes.apply(store, changes.read_change({"kind": "shot", "shot": arguments.id, **wanted}))
    return f"Shot {arguments.id} changed. `aiprod resume {store.root}` makes it again."


def _approve(store: FilmStore, arguments: argparse.Namespace) -> str:
    _known(store, arguments.ids)
    change = {"kind": "approve", "shots": arguments.ids, "approved": not arguments.withdraw}
    changes.apply(store, changes.read_change(change))
    return f"{len(store.film.approved)} shots are approved."


def _known(store: FilmStore, wanted: list[str]) -> None:
    """Raises UserError for a shot that is not in the film."""
    from aiprod.production.standing import Standing

    shots = Standing.shots_of(store)
    if shots is None:
        raise UserError("The film is not directed yet", "it has no shots", f"Run `aiprod resume {store.root}` first.")
    known = [shot.id for shot in shots.shots]
    for shot in wanted:
        if shot not in known:
            raise UserError(f"There is no shot {shot!r}", f"the shots are {', '.join(known)}", "See `aiprod show`.")


CHANGES: Mapping[str, Callable[[FilmStore, argparse.Namespace], str]] = {"shot": _shot, "approve": _approve}
