# SPDX-License-Identifier: Apache-2.0
"""`aiprod edit FILM shot|approve|retake …`: the user's direction of single shots, what was approved on the storyboard, and
what is shot once more."""

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
from aiprod.film.time import FrameRate

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
    retake = commands.add_parser("retake", help="shoot a shot once more, or a part of it")
    retake.add_argument("id", help="the shot's id, as `aiprod show` prints it")
    for name, what in (("from", "where the part begins"), ("to", "where it ends")):
        retake.add_argument(
            f"--{name}", dest=f"{name}_", metavar="T", help=f"{what}, in seconds of the shot (1.5) or in frames (36f)"
        )
    retake.add_argument("--take", type=int, metavar="N", help="have take N back instead; 0 is the first")


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


def _retake(store: FilmStore, arguments: argparse.Namespace) -> str:
    _known(store, [arguments.id])
    if arguments.from_ is None and arguments.to_ is None:
        changes.apply(store, changes.read_change({"kind": "retake", "shot": arguments.id, "number": arguments.take}))
        return f"Shot {arguments.id} changed. `aiprod resume {store.root}` makes it again."
    if arguments.take is not None:
        raise UserError("A take can't be had back in part", "--take is for whole takes", "Leave --from and --to out.")
    return _pickup(store, arguments)


def _pickup(store: FilmStore, arguments: argparse.Namespace) -> str:
    from aiprod.film.shots import Pickup
    from aiprod.production.chain.pickups import check_film
    from aiprod.production.standing import Standing

    standing, rate = Standing.of(store), store.film.brief.rate
    whole = next(shot.frames for shot in standing.shots.shots if shot.id == arguments.id) if standing.shots else 0
    start, end = _frame(arguments.from_ or "0f", rate), _frame(arguments.to_, rate) if arguments.to_ else whole
    change = changes.read_change({"kind": "pickup", "shot": arguments.id, "start": start, "end": end})
    changes.apply(store, change, lambda film: check_film(film, standing, arguments.id, Pickup(start=start, end=end)))
    return f"Frames {start} to {end} of shot {arguments.id} will be shot again. `aiprod resume {store.root}` makes them."


def _frame(text: str, rate: FrameRate) -> int:
    """ "1.5" (seconds) or "36f" → a frame. Raises UserError for anything else."""
    number = text.strip().removesuffix("f")
    try:
        found = int(number) if text.strip().endswith("f") else rate.frames(float(number))
    except (ValueError, OverflowError):
        found = -1
    if found < 0:
        raise UserError(f"{text!r} is no time in a shot", "it is seconds (1.5) or frames (36f)", "Write --from 1.5 --to 3.")
    return found


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


CHANGES: Mapping[str, Callable[[FilmStore, argparse.Namespace], str]] = {"shot": _shot, "approve": _approve, "retake": _retake}
