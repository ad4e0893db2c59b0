# SPDX-License-Identifier: Apache-2.0
"""`aiprod edit FILM blade|trim|…`: edits of the timeline. The first one takes it over from the studio."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from aiprod.film.errors import UserError
from aiprod.film.files import disk_errors
from aiprod.film.store import FilmStore

if TYPE_CHECKING:
    from aiprod.film.timeline import Timeline

_FRAMES = "frames of the film"


def add_arguments(changes: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The edits of the timeline, beside the other changes of `aiprod edit`."""
    timeline = changes.add_parser("timeline", help="list the tracks and clips of the edit")
    timeline.add_argument("--json", action="store_true", help="as JSON")
    changes.add_parser("reset", help="leave the timeline to the studio again")
    blade = changes.add_parser("blade", help="cut what lies there before a frame")
    blade.add_argument("frame", type=int)
    blade.add_argument("clips", nargs="*", help="only these clips, and what is linked with them")
    delete = changes.add_parser("delete", help="take clips away")
    delete.add_argument("clips", nargs="+")
    delete.add_argument("--ripple", action="store_true", help="with their time")
    trim = changes.add_parser("trim", help="move the beginning or end of a clip")
    trim.add_argument("clip")
    trim.add_argument("edge", choices=("in", "out"))
    trim.add_argument("frames", type=int, help=f"{_FRAMES}; above 0: later")
    trim.add_argument("--ripple", action="store_true", help="what lies behind follows")
    trim.add_argument("--unlinked", action="store_true", help="leave linked sound as long as it is")
    _add_moves(changes)
    _add_looks(changes)


def _add_moves(changes: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    for name, help_text in (("roll", "move the cut before a clip"), ("slide", "move a clip between its neighbours")):
        one = changes.add_parser(name, help=help_text)
        one.add_argument("clip")
        one.add_argument("frames", type=int, help=_FRAMES)
    slip = changes.add_parser("slip", help="show another part of the same take")
    slip.add_argument("clips", nargs=1, metavar="clip")
    slip.add_argument("frames", type=int, help=_FRAMES)
    move = changes.add_parser("move", help="bring a clip, and what is linked with it, somewhere else")
    move.add_argument("clips", nargs="+")
    move.add_argument("frame", type=int, help="where it then begins")
    move.add_argument("--track", default="", help="id of another track")
    move.add_argument("--ripple", action="store_true", help="with its time")
    swap = changes.add_parser("swap", help="exchange two clips of a track")
    swap.add_argument("one")
    swap.add_argument("other")


def _add_looks(changes: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    transition = changes.add_parser("transition", help="put a transition at a clip's beginning, or change it")
    transition.add_argument("clip")
    transition.add_argument("transition", metavar="kind", help="dissolve, fade, wipe, …; cut takes it away")
    transition.add_argument("length", type=int, nargs="?", default=12, help=_FRAMES)
    transition.add_argument("--edge", choices=("head", "tail"), default="head", help="its beginning or its end")
    take = changes.add_parser("take", help="show another take of a clip's shot")
    take.add_argument("clip")
    take.add_argument("take", help="its number, from 1, its id (or how it begins), or newest")
    speed = changes.add_parser("speed", help="play a clip faster or slower")
    speed.add_argument("clip")
    speed.add_argument("speed", help="2, 1/2, 0 (frozen)")
    for name in ("link", "unlink"):
        changes.add_parser(name, help=f"{name} clips").add_argument("clips", nargs="+")


def _edit(store: FilmStore, arguments: argparse.Namespace) -> str:
    """Make one edit; its fields are the arguments of the same names."""
    fields = {name: value for name, value in vars(arguments).items() if name in _FIELDS[arguments.change]}
    return _made(store, {"edit": arguments.change, **fields})


def _made(store: FilmStore, *edits: Mapping[str, Any]) -> str:
    from aiprod.film import changes
    from aiprod.production.edited import start_editing

    change = changes.read_change({"kind": "timeline", "edits": list(edits)})
    taken_over = store.film.timeline is None
    start_editing(store)
    try:
        changes.apply(store, change)
    except UserError:
        if taken_over:
            changes.undo(store)
        raise
    return f"{change.title()}: done. `aiprod resume {store.root}` renders what it changes."


def _blade(store: FilmStore, arguments: argparse.Namespace) -> str:
    return _made(store, {"edit": "blade", "frame": arguments.frame, "clips": arguments.clips or None})


def _trim(store: FilmStore, arguments: argparse.Namespace) -> str:
    fields = {name: getattr(arguments, name) for name in ("clip", "edge", "frames", "ripple")}
    return _made(store, {"edit": "trim", "linked": not arguments.unlinked, **fields})


def _transition(store: FilmStore, arguments: argparse.Namespace) -> str:
    if arguments.transition == "cut":
        return _made(store, {"edit": "remove_transition", "clip": arguments.clip, "edge": arguments.edge})
    return _edit(store, arguments)


def _take(store: FilmStore, arguments: argparse.Namespace) -> str:
    from aiprod.film.timeline import ShotFootage
    from aiprod.film.timeline_placing import spot
    from aiprod.production.edited import start_editing

    if arguments.take == "newest":
        return _made(store, {"edit": "take", "clip": arguments.clip, "take": ""})
    timeline = start_editing(store).timeline
    assert timeline is not None
    shown = spot(timeline, arguments.clip).clip.shows
    if not isinstance(shown, ShotFootage):
        raise UserError(f"{arguments.clip} has no takes", "it doesn't show a shot", "Choose a clip of a shot.")
    take = _take_of(store, shown.shot, arguments.take)
    frames = int(store.takes.load(take).facts["frames"])
    return _made(store, {"edit": "take", "clip": arguments.clip, "take": take, "available": frames})


def _take_of(store: FilmStore, shot: str, wanted: str) -> str:
    """The take of a shot by its number or the beginning of its id, from the list of all that was ever made."""
    path = store.root / "made.jsonl"
    with disk_errors(path):
        lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    made = [json.loads(line) for line in lines]
    ids = list(dict.fromkeys(entry["take"] for entry in made if entry["name"] == f"shot {shot}"))
    found = [take for number, take in enumerate(ids, start=1) if str(number) == wanted or take.startswith(wanted)]
    if not found:
        known = ", ".join(f"{number} ({take[:8]})" for number, take in enumerate(ids, start=1))
        raise UserError(f"Shot {shot} has no take {wanted!r}", f"it has {known or 'none'}", "Choose one of them, or newest.")
    return str(found[0])


def _reset(store: FilmStore, _arguments: argparse.Namespace) -> str:
    from aiprod.film import changes

    changes.apply(store, changes.read_change({"kind": "timeline_reset"}))
    return "The timeline is the studio's again."


def _timeline(store: FilmStore, arguments: argparse.Namespace) -> str:
    """The edit as it stands; the studio's where the user has none."""
    from aiprod.editing.document import document_of
    from aiprod.production.timelines import open_timeline

    timeline = store.film.timeline or document_of(open_timeline(store))
    return json.dumps(timeline.to_json(), ensure_ascii=False) if arguments.json else "\n".join(_lines(timeline))


def _lines(timeline: Timeline) -> list[str]:
    from aiprod.film.timeline import named

    found = []
    for track in timeline.tracks:
        marks = "".join(f" [{word}]" for word in ("muted", "solo", "locked") if getattr(track, word))
        found.append(f"{track.id}: {track.name}{marks}")
        for start, clip in track.placed():
            head = f"  {clip.head.kind} {clip.head.length}" if clip.head else ""
            found.append(f"  {start:6} {start + clip.length - 1:6}  {clip.id}  {named(clip.shows)}{head}")
    return found


_FIELDS: Mapping[str, frozenset[str]] = {
    "delete": frozenset({"clips", "ripple"}),
    "roll": frozenset({"clip", "frames"}),
    "slide": frozenset({"clip", "frames"}),
    "slip": frozenset({"clips", "frames"}),
    "move": frozenset({"clips", "frame", "track", "ripple"}),
    "swap": frozenset({"one", "other"}),
    "transition": frozenset({"clip", "transition", "length", "edge"}),
    "speed": frozenset({"clip", "speed"}),
    "link": frozenset({"clips"}),
    "unlink": frozenset({"clips"}),
}
_SPECIAL = {
    "blade": _blade, "trim": _trim, "transition": _transition, "take": _take, "timeline": _timeline, "reset": _reset,
}  # fmt: skip
CHANGES: Mapping[str, Callable[[FilmStore, argparse.Namespace], str]] = {**dict.fromkeys(_FIELDS, _edit), **_SPECIAL}
