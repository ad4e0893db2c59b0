# SPDX-License-Identifier: Apache-2.0
"""The user's edit as segments for a screen, straight from the document.

The exporter goes by OpenTimelineIO (`editing.document.timeline_of`, `rendering.compile`); for a long film that takes longer than
a moved clip may. Here the same segments come out, in time that grows with the clips alone, and what is missing leaves its room
black and is told instead of being refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from aiprod.film.errors import UserError
from aiprod.film.film import Film
from aiprod.film.grade import GradeChoice, ShotGrade
from aiprod.film.time import FrameRate
from aiprod.film.timeline import Clip, MediaFile, ShotFootage, Timeline, TitleCard, Track, Transition
from aiprod.grading.bake import is_neutral
from aiprod.rendering.compile import KINDS
from aiprod.rendering.segments import Codec, Direction, PictureFormat, Segment, Source, Title, TransitionKind, begun

if TYPE_CHECKING:
    from aiprod.production.standing import Standing

Kind = Literal["take", "board", "file", "missing", "empty"]
"""What is seen: a take, the storyboard's still in its place, a file of the user's, a slate, or nothing."""
SCREEN = Codec(name="rawvideo", pix_fmt="yuv420p")
"""Of segments that are never encoded."""


@dataclass(frozen=True)
class Part:
    """A stretch of the film between two cuts: frames [start, end) of one clip.

    Attributes:
        clip: id of the clip; "" where there is none.
        shot: the shot that it shows, or the path of the user's file.
        label: who made the picture, as it is said to people: "animatic", …
    """

    start: int
    end: int
    kind: Kind
    clip: str = ""
    shot: str = ""
    label: str = ""


@dataclass(frozen=True)
class Missing:
    """Something on the timeline that can't be shown or heard.

    Attributes:
        start, end: frames of the film.
        what: "shot", "file" (a picture), "line", "sound" or "sound file".
        name: its id or path.
        why: "not made" yet, or "gone" from the disk.
    """

    start: int
    end: int
    what: Literal["shot", "file", "line", "sound", "sound file"]
    name: str
    why: Literal["not made", "gone"]


@dataclass(frozen=True)
class Footage:
    """What is seen of a clip.

    Attributes:
        media: stands for the file as it lies there now (not its content).
        frames: how many it has, at `rate`.
    """

    kind: Kind
    path: str
    media: str
    frames: int
    rate: FrameRate
    label: str
    grade: ShotGrade | None


@dataclass(frozen=True)
class Picture:
    """A film's picture, ready to be shown."""

    segments: tuple[Segment, ...]
    parts: tuple[Part, ...]
    missing: tuple[Missing, ...]


@dataclass(frozen=True)
class _Item:
    """A clip or a gap on the picture track: film frames [start, end)."""

    start: int
    end: int
    clip: Clip | None


@dataclass(frozen=True)
class _Blend:
    """A transition on the film's frames [start, end), around the cut between two items."""

    start: int
    end: int
    kind: TransitionKind
    direction: Direction
    before: _Item | None
    after: _Item | None


def picture_of(flat: Timeline, found: Footages, fmt: PictureFormat) -> Picture:
    """The segments of a flattened timeline (`editing.document.flattened`).

    Raises UserError where it holds a transition that there isn't.
    """
    track = next((track for track in flat.tracks if track.kind == "video"), None)
    items = _items(track, flat.end) if track is not None else [_Item(0, flat.end, None)] if flat.end else []
    blends = list(_blends(track, items)) if track is not None else []
    titles = [_Item(start, start + clip.length, clip) for row in flat.tracks if row.kind == "title"
              for start, clip in row.placed() if isinstance(clip.shows, TitleCard)]  # fmt: skip
    titles += [item for item in items if item.clip is not None and isinstance(item.clip.shows, TitleCard)]
    parts, missing = _parts(items, found)
    return Picture(tuple(_segments(items, blends, titles, found, fmt)), tuple(parts), tuple(missing))


class Footages:
    """What each clip shows, as things lie on the disk now; every file is looked at once."""

    def __init__(self, root: Path, film: Film, standing: Standing, rate: FrameRate) -> None:
        self._root, self._film, self._standing, self._rate = root, film, standing, rate
        self._scenes = {shot.id: shot.scene for shot in standing.shots.shots} if standing.shots else {}
        self._found: dict[tuple[str, str], Footage | None] = {}
        self._media: dict[str, str] = {}

    def of(self, clip: Clip) -> Footage | None:
        """None where there is nothing to be shown."""
        shown = clip.shows
        if isinstance(shown, MediaFile):
            return self._once(("file", shown.path), lambda: self._file(shown))
        if isinstance(shown, ShotFootage):
            return self._once((shown.shot, shown.take), lambda: self._shot(shown, str(clip.facts.get("scene", ""))))
        return None

    def _once(self, key: tuple[str, str], find: Callable[[], Footage | None]) -> Footage | None:
        if key not in self._found:
            self._found[key] = find()
        return self._found[key]

    def _shot(self, shown: ShotFootage, scene: str) -> Footage | None:
        pinned = self._standing.take_named(shown.take) if shown.take else None
        take = pinned or self._standing.take(shown.shot)
        media = self._media_of(take.path) if take is not None else None
        if take is not None and media is not None:
            grade = self._grade(shown.shot, self._scenes.get(shown.shot, scene))
            return Footage("take", str(take.path), media, take.frames, self._rate, take.label, grade)
        still = self._standing.stills.get(shown.shot)
        media = self._media_of(still) if still is not None else None
        return Footage("board", str(still), media, 1, self._rate, "", None) if media is not None else None

    def _file(self, shown: MediaFile) -> Footage | None:
        path = inside(self._root, shown.path)
        media = self._media_of(path) if path is not None else None
        return Footage("file", str(path), media, shown.frames, shown.rate, "", None) if media is not None else None

    def _grade(self, shot: str, scene: str) -> ShotGrade | None:
        """The studio's grade with what the user has decided by now; of a shot that is not graded yet, the user's alone."""
        studio, choice = self._standing.studio_grades.get(shot), self._film.grade_of(shot, scene)
        if studio is None and choice == GradeChoice():
            return None
        grade = choice.on(studio or ShotGrade(shot=shot))
        if grade.lut is not None:
            path = self._root / "luts" / f"{grade.lut.sha256}.cube"
            grade = grade.changed(lut=grade.lut.changed(path=str(path)) if path.is_file() else None)
        return None if is_neutral(grade) else grade

    def _media_of(self, path: Path) -> str | None:
        """A word for the file as it lies there now; None where there is none."""
        name = str(path)
        if name not in self._media:
            self._media[name] = media_key(path)
        return self._media[name] or None


def media_key(path: Path) -> str:
    """A hash of a file's path, size and time, found without reading it; "" where there is none."""
    try:
        stat = path.stat()
    except OSError:
        return ""
    return hashlib.sha256(f"{path}|{stat.st_size}|{stat.st_mtime_ns}".encode()).hexdigest()


def inside(root: Path, path: str) -> Path | None:
    """A path of the document; None where it leaves the film's folder."""
    found = (root / path).resolve()
    return found if found.is_relative_to(root.resolve()) else None


# -- the track ---------------------------------------------------------------------------------------------------------


def _items(track: Track, until: int) -> list[_Item]:
    items: list[_Item] = []
    at = 0
    for start, clip in track.placed():
        if start > at:
            items.append(_Item(at, start, None))
        at = start + clip.length
        items.append(_Item(start, at, clip))
    if until > at:
        items.append(_Item(at, until, None))
    return items


def _blends(track: Track, items: Sequence[_Item]) -> Iterator[_Blend]:
    for number, item in enumerate(items):
        clip, before = item.clip, items[number - 1] if number else None
        if clip is not None and clip.head is not None:
            yield _blend(clip.head, clip.head.kind, item.start, before, item)
        if clip is not None and clip.tail is not None:
            yield _blend(clip.tail, clip.tail.kind, item.end, item, items[number + 1] if number + 1 < len(items) else None)


def _blend(found: Transition, kind: str, cut: int, before: _Item | None, after: _Item | None) -> _Blend:
    """A transition; towards nothing it is a fade, whatever it is called."""
    alone = before is None or before.clip is None or after is None or after.clip is None
    named: TransitionKind | None = "dissolve" if alone and not (found.before and found.after) else KINDS.get(kind)
    if named is None:
        raise UserError(f"There is no transition {kind!r}", f"the known ones are {', '.join(KINDS)}", "Choose one.")
    told = str(found.facts.get("direction", ""))
    direction = told if told in get_args(Direction) else "left" if named in ("push", "slide") else "right"
    return _Blend(cut - found.before, cut + found.after, named, cast("Direction", direction), before, after)


# -- segments ----------------------------------------------------------------------------------------------------------


@dataclass
class _Sweep:
    """Things on the film's clock, asked for in ascending order: those that lie over [start, end)."""

    things: Sequence[Any]
    _next: int = 0
    _open: list[Any] = field(default_factory=list)

    def over(self, start: int, end: int) -> list[Any]:
        self._open = [thing for thing in self._open if thing.end > start]
        while self._next < len(self.things) and self.things[self._next].start < end:
            if self.things[self._next].end > start:
                self._open.append(self.things[self._next])
            self._next += 1
        return self._open


def _segments(
    items: Sequence[_Item], blends: Sequence[_Blend], titles: Sequence[_Item], found: Footages, fmt: PictureFormat
) -> Iterator[Segment]:
    total = items[-1].end if items else 0
    order = {id(title): place for place, title in enumerate(titles)}
    shown, blending = _Sweep(items), _Sweep(blends)
    words = _Sweep(sorted(titles, key=lambda title: title.start))
    for start, end in pairwise(_edges(total, items, blends, titles)):
        over = shown.over(start, end)
        blend = next((blend for blend in blending.over(start, end) if blend.start <= start < blend.end), None)
        fields: dict[str, Any] = {}
        if blend is None:
            fields["outgoing"] = _source(over[0] if over else None, start, found, fmt)
        else:
            fields = {"kind": blend.kind, "direction": blend.direction, "first": start - blend.start,
                      "length": blend.end - blend.start, "outgoing": _source(blend.before, start, found, fmt),
                      "incoming": _source(blend.after, start, found, fmt)}  # fmt: skip
        above = sorted(words.over(start, end), key=lambda title: order[id(title)])
        yield Segment(start=start, frames=end - start, format=fmt, codec=SCREEN, titles=tuple(_title(t, start) for t in above),
                      **fields)  # fmt: skip


def _edges(total: int, items: Sequence[_Item], blends: Sequence[_Blend], titles: Sequence[_Item]) -> list[int]:
    """Every edge, save the cuts that lie inside a transition."""
    of_titles = {edge for title in titles for edge in (title.start, title.end)}
    edges = {0, total} | {edge for item in items for edge in (item.start, item.end)}
    for blend in blends:
        cut = blend.before.end if blend.before else blend.after.start if blend.after else blend.start
        if blend.start < cut < blend.end:
            edges.discard(cut)
    edges |= of_titles | {edge for blend in blends for edge in (blend.start, blend.end)}
    return sorted(edge for edge in edges if 0 <= edge <= total)


def _source(item: _Item | None, frame: int, found: Footages, fmt: PictureFormat) -> Source | None:
    """What an item shows from film frame `frame` on (which may lie in its handles)."""
    footage = found.of(item.clip) if item is not None and item.clip is not None else None
    if item is None or item.clip is None or footage is None:
        return None
    clip, rate = item.clip, footage.rate
    speed = clip.speed * rate.fps / fmt.rate.fps
    first, skip = begun(round(clip.source_in * rate.fps / fmt.rate.fps), frame - item.start, speed)
    name = clip.shows.shot if isinstance(clip.shows, ShotFootage) else clip.id
    return Source(
        name=name, path=footage.path, media=footage.media, available=footage.frames, first=first, skip=skip,
        speed_numerator=speed.numerator, speed_denominator=speed.denominator, rate=rate, grade=footage.grade,
    )  # fmt: skip


def _title(item: _Item, start: int) -> Title:
    assert item.clip is not None and isinstance(item.clip.shows, TitleCard)
    shown = item.clip.shows
    return Title(title=shown.title, subtitle=shown.subtitle, style=shown.style, lines=shown.lines,
                 first=max(0, start - item.start), length=item.end - item.start)  # fmt: skip


# -- what is seen where ------------------------------------------------------------------------------------------------


def _parts(items: Sequence[_Item], found: Footages) -> tuple[list[Part], list[Missing]]:
    parts, missing = [], []
    for item in items:
        clip = item.clip
        if clip is None or isinstance(clip.shows, TitleCard):
            parts.append(Part(item.start, item.end, "empty", clip.id if clip else ""))
            continue
        footage, name = found.of(clip), _name(clip)
        kind: Kind = footage.kind if footage else "missing"
        parts.append(Part(item.start, item.end, kind, clip.id, name, footage.label if footage else ""))
        if footage is None:
            of_user = isinstance(clip.shows, MediaFile)
            missing.append(Missing(item.start, item.end, "file" if of_user else "shot", name, "gone" if of_user else "not made"))
    return parts, missing


def _name(clip: Clip) -> str:
    shown = clip.shows
    return shown.shot if isinstance(shown, ShotFootage) else shown.path if isinstance(shown, MediaFile) else clip.id
