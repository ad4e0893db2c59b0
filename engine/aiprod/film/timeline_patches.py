# SPDX-License-Identifier: Apache-2.0
"""A change of a timeline as a JSON Patch (RFC 6902) of what changed, and back.

The general comparison of two documents walks all of them. An edit leaves most clips the very same objects, so here only the
others are looked at: an edit among two thousand clips costs what it changes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any, TypeVar

from aiprod.film.base import FilmObject
from aiprod.film.timeline import Clip, Marker, Timeline, Track

Op = dict[str, Any]
T = TypeVar("T", Clip, Track, Marker)
_CLIP = re.compile(r"^/timeline/tracks/(\d+)/clips/(\d+)(?:/(\w+))?$")
_MARKER = re.compile(r"^/timeline/markers/(\d+)(?:/(\w+))?$")


def difference(before: Timeline, after: Timeline, path: str = "/timeline") -> Iterator[Op]:
    """The operations that turn `before` into `after`, in order."""
    yield from _fields(before, after, path, ("tracks", "markers"))
    yield from _items(before.tracks, after.tracks, f"{path}/tracks", _track)
    yield from _items(before.markers, after.markers, f"{path}/markers", _plain)


def _track(before: Track, after: Track, path: str) -> Iterator[Op]:
    yield from _fields(before, after, path, ("clips",))
    yield from _items(before.clips, after.clips, f"{path}/clips", _plain)


def _plain(before: FilmObject, after: FilmObject, path: str) -> Iterator[Op]:
    yield from _fields(before, after, path, ())


def _fields(before: FilmObject, after: FilmObject, path: str, but: Sequence[str]) -> Iterator[Op]:
    for name in type(before).model_fields:
        if name not in but:
            old, new = getattr(before, name), getattr(after, name)
            if old is not new and old != new:
                value = after.model_dump(mode="json", include={name})[name]
                yield {"op": "replace", "path": f"{path}/{name}", "value": value}


def _items(before: Sequence[T], after: Sequence[T], path: str, changed: Callable[[T, T, str], Iterator[Op]]) -> Iterator[Op]:
    """Operations on a list of things with ids. Until place `at`, the list is already as it will be."""
    if before is after:
        return
    left = _in_order(before, after)
    old = at = 0
    while old < len(before) or at < len(after):
        was = before[old] if old < len(before) else None
        new = after[at] if at < len(after) else None
        if was is not None and new is not None and was.id == new.id and new.id in left:
            if was is not new:
                yield from changed(was, new, f"{path}/{at}")
            old, at = old + 1, at + 1
        elif new is not None and (was is None or new.id not in left):
            yield {"op": "add", "path": f"{path}/{at}", "value": new.to_json()}
            at += 1
        else:
            assert was is not None
            yield {"op": "remove", "path": f"{path}/{at}"}
            old += 1


def _in_order(before: Sequence[T], after: Sequence[T]) -> set[str]:
    """Ids that both lists hold in one order: the longest such choice (patience sorting); the others are moved."""
    place = {item.id: at for at, item in enumerate(after)}
    common = [(place[item.id], item.id) for item in before if item.id in place]
    if all(one[0] < other[0] for one, other in pairwise(common)):
        return {name for _, name in common}
    ends: list[int] = []
    chain: list[int] = []
    back: list[int] = []
    for number, (at, _) in enumerate(common):
        pile = bisect_left(ends, at)
        back.append(chain[pile - 1] if pile else -1)
        ends[pile : pile + 1] = [at]
        chain[pile : pile + 1] = [number]
    found, number = set(), chain[-1]
    while number >= 0:
        found.add(common[number][1])
        number = back[number]
    return found


def patched(timeline: Timeline, patch: Sequence[Op]) -> Timeline | None:
    """The timeline after operations on clips and markers; None where there are others among them."""
    clips: dict[int, list[Clip]] = {}
    markers = list(timeline.markers)
    for op in patch:
        if found := _CLIP.match(op["path"]):
            row = int(found[1])
            _apply(clips.setdefault(row, list(timeline.tracks[row].clips)), Clip, int(found[2]), found[3], op)
        elif found := _MARKER.match(op["path"]):
            _apply(markers, Marker, int(found[1]), found[2], op)
        else:
            return None
    tracks = tuple(
        track.with_clips(tuple(clips[row])) if row in clips else track for row, track in enumerate(timeline.tracks)
    )  # fmt: skip
    return timeline.with_tracks(tracks, markers=tuple(markers))


def _apply(items: list[Any], kind: type[FilmObject], at: int, field: str | None, op: Op) -> None:
    if field is not None:
        items[at] = items[at].changed(**{field: op["value"]})
    elif op["op"] == "remove":
        del items[at]
    elif op["op"] == "add":
        items.insert(at, kind.from_json(op["value"]))
    else:
        items[at] = kind.from_json(op["value"])
