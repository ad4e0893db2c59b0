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
from aiprod.film.timeline import Clip, Marker, Timeline, Track, shared_ends

Op = dict[str, Any]
T = TypeVar("T", Clip, Marker)
_CLIP = re.compile(r"^/timeline/tracks/(\d+)/clips/(\d+)(?:/(\w+))?$")
_TRACK = re.compile(r"^/timeline/tracks/(\d+)(?:/(\w+))?$")
_FIELD = re.compile(r"^/timeline/(\w+)$")
_PLAIN = ("name", "start", "span", "known", "facts")
"""Fields of the timeline that are set as a whole."""
_MARKER = re.compile(r"^/timeline/markers/(\d+)(?:/(\w+))?$")


def difference(before: Timeline, after: Timeline, path: str = "/timeline") -> Iterator[Op]:
    """The operations that turn `before` into `after`, in order."""
    yield from _fields(before, after, path, ("tracks", "markers"))
    yield from _moved(before.tracks, after.tracks, f"{path}/tracks")
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
    first, last = shared_ends(before, after)
    before, after = before[first : len(before) - last], after[first : len(after) - last]
    left = _in_order(before, after)
    old = at = 0
    while old < len(before) or at < len(after):
        was = before[old] if old < len(before) else None
        new = after[at] if at < len(after) else None
        if was is not None and new is not None and was.id == new.id and new.id in left:
            if was is not new:
                yield from changed(was, new, f"{path}/{first + at}")
            old, at = old + 1, at + 1
        elif new is not None and (was is None or new.id not in left):
            yield {"op": "add", "path": f"{path}/{first + at}", "value": new.to_json()}
            at += 1
        else:
            assert was is not None
            yield {"op": "remove", "path": f"{path}/{first + at}"}
            old += 1


def _moved(before: Sequence[Track], after: Sequence[Track], path: str) -> Iterator[Op]:
    """Operations on tracks: few things, each of which may hold thousands of clips. One that lies elsewhere is moved."""
    wanted = {track.id for track in after}
    now = list(before)
    for at in range(len(now) - 1, -1, -1):
        if now[at].id not in wanted:
            yield {"op": "remove", "path": f"{path}/{at}"}
            del now[at]
    for at, new in enumerate(after):
        place = next((index for index, track in enumerate(now) if track.id == new.id), None)
        if place is None:
            yield {"op": "add", "path": f"{path}/{at}", "value": new.to_json()}
            now.insert(at, new)
            continue
        if place != at:
            yield {"op": "move", "from": f"{path}/{place}", "path": f"{path}/{at}"}
            now.insert(at, now.pop(place))
        if now[at] is not new:
            yield from _track(now[at], new, f"{path}/{at}")


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
    """The timeline after operations as `difference` finds them; None where there are others among them."""
    now = _Patched(timeline)
    return now.timeline() if all(now.does(op) for op in patch) else None


class _Patched:
    """A timeline in the course of being patched: what isn't touched stays the very same objects."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._tracks = list(timeline.tracks)
        self._clips: dict[str, list[Clip]] = {}
        self._markers = list(timeline.markers)
        self._fields: dict[str, Any] = {}

    def timeline(self) -> Timeline:
        tracks = tuple(self._settled(track) for track in self._tracks)
        fields = {**self._fields, "markers": tuple(self._markers)}
        return self._timeline.with_tracks(tracks, **fields)

    def _settled(self, track: Track) -> Track:
        return track.with_clips(tuple(self._clips[track.id])) if track.id in self._clips else track

    def does(self, op: Op) -> bool:
        """Whether the operation was done; what a list of tracks means may change with each."""
        path = op["path"]
        if found := _CLIP.match(path):
            track = self._tracks[int(found[1])]
            _apply(self._clips.setdefault(track.id, list(track.clips)), Clip, int(found[2]), found[3], op)
        elif found := _MARKER.match(path):
            _apply(self._markers, Marker, int(found[1]), found[2], op)
        elif found := _TRACK.match(path):
            self._track(int(found[1]), found[2], op)
        elif (found := _FIELD.match(path)) and found[1] in _PLAIN and op["op"] == "replace":
            part = self._timeline.model_copy(update={"tracks": (), "markers": ()}).changed(**{found[1]: op["value"]})
            self._fields[found[1]] = getattr(part, found[1])
        else:
            return False
        return True

    def _track(self, at: int, field: str | None, op: Op) -> None:
        tracks = self._tracks
        if field is not None:
            settled = self._settled(tracks[at])
            self._clips.pop(settled.id, None)
            bare = settled.model_copy(update={"clips": ()})
            tracks[at] = settled.model_copy(update={field: getattr(Track.from_json({**_bare(bare), field: op["value"]}), field)})
        elif op["op"] == "remove":
            self._clips.pop(tracks.pop(at).id, None)
        elif op["op"] == "move":
            found = _TRACK.match(op["from"])
            assert found is not None
            tracks.insert(at, tracks.pop(int(found[1])))
        else:
            tracks.insert(at, Track.from_json(op["value"]))


def _bare(track: Track) -> Op:
    """A track's own fields."""
    return track.model_dump(mode="json", exclude={"clips"})


def _apply(items: list[Any], kind: type[FilmObject], at: int, field: str | None, op: Op) -> None:
    if field is not None:
        items[at] = items[at].changed(**{field: op["value"]})
    elif op["op"] == "remove":
        del items[at]
    elif op["op"] == "add":
        items.insert(at, kind.from_json(op["value"]))
    else:
        items[at] = kind.from_json(op["value"])
