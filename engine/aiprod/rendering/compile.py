# SPDX-License-Identifier: Apache-2.0
"""The compiler: an OpenTimelineIO timeline → segments between edit points.

Read are the picture tracks: the bottom one holds shots, gaps and transitions; every track above holds titles, and so may
the bottom one. A cut falls wherever a shot, a transition or a title begins or ends, so that a change of one of them makes
only the segments anew that show it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, cast, get_args

import opentimelineio as otio

from aiprod.film.errors import EngineError, UserError
from aiprod.film.grade import ShotGrade
from aiprod.film.hashing import hash_file
from aiprod.film.time import FrameRate
from aiprod.film.timewarps import speed_of
from aiprod.grading.bake import is_neutral
from aiprod.media.encoders import choose
from aiprod.media.reading import length_of
from aiprod.rendering.segments import Caption, Codec, Direction, PictureFormat, Segment, Source, Title, TransitionKind, begun
from aiprod.rendering.stills import is_still

KINDS: Mapping[str, TransitionKind] = {
    "dissolve": "dissolve", "fade": "fade", "fade_in": "dissolve", "fade_out": "dissolve", "dip_white": "dip_white",
    "wipe": "wipe", "match_cut": "match_cut", "iris": "iris", "push": "push", "slide": "slide",
}  # fmt: skip
"""The timeline's words. A fade in or out is a dissolve with black, because there its other side is empty."""
_STANDARD: Mapping[str, TransitionKind] = {"SMPTE_Dissolve": "dissolve"}
CaptionLine = tuple[int, int, Sequence[str]]
"""A subtitle to burn in: its first frame in the film, the frame after its last, its lines."""


@dataclass(frozen=True)
class _Item:
    """A shot, gap or title on a track: film frames [start, end)."""

    start: int
    end: int
    clip: otio.schema.Clip | None


@dataclass(frozen=True)
class _Blend:
    """A transition on the film's frames [start, end) between two items."""

    start: int
    end: int
    kind: TransitionKind
    direction: Direction
    before: _Item | None
    after: _Item | None


def compile_timeline(
    timeline: otio.schema.Timeline, media: Mapping[str, Path], grades: Mapping[str, ShotGrade], fmt: PictureFormat,
    codec: Codec | None = None, *, spaces: Mapping[str, str] | None = None, captions: Sequence[CaptionLine] = (),
    language: str = "",
) -> tuple[Segment, ...]:  # fmt: skip
    """Cut a timeline into segments, in the film's order, without holes.

    Args:
        timeline: clips carry `metadata["aiprod"]["shot"]` and "take"; titles are generators of kind "aiprod.title".
        media: take id or shot id → picture file.
        grades: shot id → grade; a shot without one is left as it is.
        fmt: of the result.
        codec: what encodes it; by default, what delivers H.264 here.
        spaces: shot id → the footage's colours, a key of `grading.spaces.INPUTS`; Rec.709 by default.
        captions: to burn in. They make no edit points: a changed line makes the shots anew that it lies over.
        language: of the captions (BCP 47).

    Raises:
        UserError: a clip has no media, or the timeline holds something that can't be rendered.
    """
    compiler = _Compiler(media, grades, fmt, codec or Codec.of(choose("delivery_h264")), spaces or {})
    return tuple(_captioned(segment, captions, language) for segment in compiler.segments(timeline))


class _Compiler:
    def __init__(
        self, media: Mapping[str, Path], grades: Mapping[str, ShotGrade], fmt: PictureFormat, codec: Codec,
        spaces: Mapping[str, str],
    ) -> None:  # fmt: skip
        self._media, self._grades, self._fmt = media, grades, fmt
        self._codec, self._spaces = codec, spaces

    def segments(self, timeline: otio.schema.Timeline) -> Iterator[Segment]:
        tracks = list(timeline.video_tracks())
        if not tracks:
            raise UserError("The timeline has no picture", "it holds no video track", "Assemble the film again.")
        items, blends = self._laid(tracks[0])
        titles = [item for track in tracks[1:] for item in self._laid(track)[0] if item.clip is not None]
        titles += [item for item in items if item.clip is not None and _is_title(item.clip)]
        total = items[-1].end if items else 0
        for start, end in _cuts(total, items, blends, titles):
            yield self._segment(start, end, items, blends, [t for t in titles if t.start < end and t.end > start])

    def _laid(self, track: otio.schema.Track) -> tuple[list[_Item], list[_Blend]]:
        """A track's items on the film's frames, and the transitions between them."""
        placed: list[_Item | otio.schema.Transition] = []
        at = 0
        for child in track:
            if isinstance(child, otio.schema.Transition):
                placed.append(child)
                continue
            frames = self._frames(child.trimmed_range().duration)
            clip = None if isinstance(child, otio.schema.Gap) else _clip(child)
            if frames > 0:
                placed.append(_Item(at, at + frames, clip))
            at += frames
        items = [p for p in placed if isinstance(p, _Item)]
        return items, [self._blend(placed, i) for i, p in enumerate(placed) if isinstance(p, otio.schema.Transition)]

    def _blend(self, placed: Sequence[_Item | otio.schema.Transition], index: int) -> _Blend:
        transition = cast("otio.schema.Transition", placed[index])
        before = cast("_Item | None", placed[index - 1] if index else None)
        after = cast("_Item | None", placed[index + 1] if index + 1 < len(placed) else None)
        cut = before.end if before else after.start if after else 0
        start, end = cut - self._frames(transition.in_offset), cut + self._frames(transition.out_offset)
        lowest = before.start if before else cut
        highest = after.end if after else cut
        if start < lowest or end > highest:
            raise UserError(
                f"The transition at frame {cut} is longer than its shots",
                f"it needs frames {start} to {end} of {lowest} to {highest}",
                "Shorten it.",
            )
        return _Blend(start, end, _kind(transition), _direction(transition), before, after)

    def _segment(
        self, start: int, end: int, items: Sequence[_Item], blends: Sequence[_Blend], titles: Sequence[_Item]
    ) -> Segment:
        fields: dict[str, Any] = {}
        blend = next((b for b in blends if b.start <= start < b.end), None)
        if blend is None:
            fields["outgoing"] = self._source(_covering(items, start), start)
        else:
            fields |= {
                "kind": blend.kind,
                "direction": blend.direction,
                "first": start - blend.start,
                "length": blend.end - blend.start,
            }
            fields |= {"outgoing": self._source(blend.before, start), "incoming": self._source(blend.after, start)}
        return Segment(
            start=start, frames=end - start, format=self._fmt, codec=self._codec,
            titles=tuple(_title(item, start) for item in titles), **fields,
        )  # fmt: skip

    def _source(self, item: _Item | None, frame: int) -> Source | None:
        """The footage that an item shows from film frame `frame` on (which may lie in its handles)."""
        if item is None or item.clip is None or _is_title(item.clip):
            return None
        clip = item.clip
        shot, path = self._file(clip)
        begin, frames, rate = _available(clip, path)
        speed = _speed(clip) * rate / self._fmt.rate.fps
        first, skip = begun(_offset(clip, begin), frame - item.start, speed)
        grade, space = self._grades.get(shot), self._spaces.get(shot, "rec709")
        return Source(
            name=shot, path=str(path), media=_media_hash(path), available=frames, first=first, skip=skip,
            speed_numerator=speed.numerator, speed_denominator=speed.denominator, space=space,
            rate=FrameRate(numerator=rate.numerator, denominator=rate.denominator),
            grade=None if grade is None or is_neutral(grade, space, self._fmt.output) else grade,
        )  # fmt: skip

    def _file(self, clip: otio.schema.Clip) -> tuple[str, Path]:
        ours = _metadata(clip)
        reference = _metadata(clip.media_reference) if clip.media_reference else {}
        shot = str(ours.get("shot") or clip.name)
        for key in (ours.get("take"), reference.get("take"), shot):
            if key in self._media:
                path = self._media[str(key)]
                if not path.is_file():
                    raise UserError(f"Shot {shot} has lost its picture", f"{path} is missing", "`aiprod resume` makes it again.")
                return shot, path
        raise UserError(f"Shot {shot} has no picture", "no take of it was given", "`aiprod resume` makes it.")

    def _frames(self, time: otio.opentime.RationalTime) -> int:
        return round(Fraction(time.value) / exact_rate(time.rate) * self._fmt.rate.fps)


def _cuts(total: int, items: Sequence[_Item], blends: Sequence[_Blend], titles: Sequence[_Item]) -> Iterator[tuple[int, int]]:
    """Edit points in pairs: every edge, save the cuts that lie inside a transition."""
    edges = {0, total} | {edge for item in (*items, *titles) for edge in (item.start, item.end)}
    edges = {edge for edge in edges if not any(b.start < edge < b.end for b in blends) or _of_title(edge, titles)}
    edges |= {edge for blend in blends for edge in (blend.start, blend.end)}
    inside = sorted(edge for edge in edges if 0 <= edge <= total)
    return pairwise(inside)


def _of_title(edge: int, titles: Sequence[_Item]) -> bool:
    return any(edge in (title.start, title.end) for title in titles)


def _covering(items: Sequence[_Item], frame: int) -> _Item | None:
    return next((item for item in items if item.start <= frame < item.end), None)


def _clip(child: otio.core.Item) -> otio.schema.Clip:
    if not isinstance(child, otio.schema.Clip):
        raise UserError(
            f"{child.name or 'An item'} can't be rendered",
            f"it is a {type(child).__name__} inside a track",
            "Flatten it into clips.",
        )
    return child


def _is_title(clip: otio.schema.Clip) -> bool:
    reference = clip.media_reference
    if not isinstance(reference, otio.schema.GeneratorReference):
        return False
    if reference.generator_kind != "aiprod.title":
        raise UserError(
            f"{clip.name or 'A clip'} can't be rendered",
            f"there is no generator {reference.generator_kind!r}",
            "Replace it by a title.",
        )
    return True


def _title(item: _Item, start: int) -> Title:
    assert item.clip is not None
    if not _is_title(item.clip):
        raise UserError(
            f"{item.clip.name or 'A clip'} can't be rendered",
            "only titles may lie above the picture track",
            "Move it to the picture.",
        )
    given: Mapping[str, Any] = item.clip.media_reference.parameters
    palette = given.get("palette") or {}
    return Title(
        title=str(given.get("title", "")), subtitle=str(given.get("subtitle", "")), style=str(given.get("style", "opening")),
        lines=tuple(str(line) for line in given.get("lines", ())), accent=str(palette.get("accent", "")),
        first=max(0, start - item.start), length=item.end - item.start,
    )  # fmt: skip


def _kind(transition: otio.schema.Transition) -> TransitionKind:
    name = str(_metadata(transition).get("kind", ""))
    kind = KINDS.get(name) or _STANDARD.get(transition.transition_type)
    if kind is None:
        raise UserError(
            f"There is no transition {name or transition.transition_type!r}",
            f"the known ones are {', '.join(KINDS)}",
            "Choose one.",
        )
    return kind


def _direction(transition: otio.schema.Transition) -> Direction:
    """Where a wipe, push or slide travels to; a push goes to the left, as reading does."""
    told = str(_metadata(transition).get("direction", ""))
    if told in get_args(Direction):
        return cast("Direction", told)
    return "left" if _kind(transition) in ("push", "slide") else "right"


def _speed(clip: otio.schema.Clip) -> Fraction:
    """Raises UserError for an effect that is no time warp."""

    def unknown(name: str) -> None:
        raise UserError(f"{clip.name} can't be rendered", f"the effect {name!r} is not known", "Remove it.")

    return speed_of(clip, unknown)


def _available(clip: otio.schema.Clip, path: Path) -> tuple[otio.opentime.RationalTime, int, Fraction]:
    """A clip's footage: its first time, its frames and their rate. Without a word of the timeline, the file is asked."""
    reference = clip.media_reference
    told = reference.available_range if reference else None
    if told is not None and told.duration.value > 0:
        return told.start_time, max(1, round(told.duration.value)), exact_rate(told.duration.rate)
    if is_still(path):
        rate = exact_rate(clip.trimmed_range().duration.rate)
        return otio.opentime.RationalTime(0, float(rate)), 1, rate
    frames, rate = length_of(path)
    return otio.opentime.RationalTime(0, float(rate)), frames, rate


def exact_rate(rate: float) -> Fraction:
    """A rate as timelines write it (23.976, 29.97 …) as the exact one: thousandths of 1001 where it is near one."""
    whole = round(rate * 1.001)
    if abs(rate - round(rate)) > 1e-6 and abs(whole * 1000 / 1001 - rate) < 5e-3:
        return Fraction(whole * 1000, 1001)
    return Fraction(rate).limit_denominator(1001)


def _offset(clip: otio.schema.Clip, begin: otio.opentime.RationalTime) -> int:
    """The clip's first frame, counted from the first of its file; negative where it begins before it."""
    first = clip.source_range.start_time if clip.source_range else begin
    return round(float((first - begin).rescaled_to(begin.rate).value))


def _captioned(segment: Segment, captions: Sequence[CaptionLine], language: str) -> Segment:
    """A segment with the subtitles that lie over it."""
    shown = [
        Caption(
            lines=tuple(lines),
            first=max(0, first - segment.start),
            end=min(segment.frames, end - segment.start),
            language=language,
        )
        for first, end, lines in captions
        if first < segment.start + segment.frames and end > max(segment.start, first) and any(line.strip() for line in lines)
    ]
    return segment.changed(captions=tuple(shown)) if shown else segment


def _metadata(thing: otio.core.SerializableObjectWithMetadata) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", thing.metadata.get("aiprod", {}))


def _media_hash(path: Path) -> str:
    stat = path.stat()
    return _hash_of(str(path), stat.st_size, stat.st_mtime_ns)


@lru_cache(maxsize=4096)
def _hash_of(path: str, size: int, modified: int) -> str:
    try:
        return hash_file(Path(path))
    except OSError as error:
        raise EngineError(f"{path} can't be read", str(error)) from error
