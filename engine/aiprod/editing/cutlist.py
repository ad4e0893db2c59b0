# SPDX-License-Identifier: Apache-2.0
"""The edit, cut by cut: what each shot is, how it begins, why; and what its pictures say about the cuts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from aiprod.editing.assemble import is_drop, rate_of
from aiprod.editing.interchange.events import timecode
from aiprod.editing.matchcuts import Edge, MatchCut, find, jumps
from aiprod.film.errors import UserError

if TYPE_CHECKING:
    import opentimelineio as otio

_APART_S = 1 / 6
_WIDTH = 192


@dataclass(frozen=True)
class CutEntry:
    """A shot of the edit.

    Attributes:
        shot, scene: their ids.
        start, frames: first frame on the film's clock, and how many.
        timecode: of the first frame.
        transition: how it begins.
        reasons: sentences, in the film's language.
    """

    shot: str
    scene: str
    start: int
    frames: int
    timecode: str
    transition: str
    reasons: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "reasons": list(self.reasons)}


def entries(timeline: otio.schema.Timeline) -> tuple[CutEntry, ...]:
    """Every shot of an assembled timeline, in order."""
    return tuple(_entry(timeline, clip) for clip in _shots(timeline))


def _shots(timeline: otio.schema.Timeline) -> Iterator[otio.schema.Clip]:
    tracks = timeline.video_tracks()
    if not tracks:
        raise UserError("The timeline has no picture", "it holds no video track", "Assemble the film again.")
    return (clip for clip in tracks[0].find_clips() if _facts(clip).get("shot"))


def _facts(clip: otio.schema.Clip) -> Mapping[str, Any]:
    return dict(clip.metadata.get("aiprod", {}))


def _entry(timeline: otio.schema.Timeline, clip: otio.schema.Clip) -> CutEntry:
    facts, rate = _facts(clip), rate_of(timeline)
    start = round(clip.range_in_parent().start_time.value)
    first = round(timeline.global_start_time.value) if timeline.global_start_time is not None else 0
    return CutEntry(
        shot=str(facts["shot"]), scene=str(facts.get("scene", "")), start=start,
        frames=round(clip.trimmed_range().duration.value), timecode=timecode(first + start, round(rate.fps), is_drop(rate)),
        transition=str(facts.get("transition_in", "cut")),
        reasons=tuple(str(item["reason"]) for item in facts.get("reasons", ())),
    )  # fmt: skip


@dataclass(frozen=True)
class Sights:
    """What the pictures say: cuts between scenes that could match, and cuts inside a scene that jump."""

    matches: tuple[MatchCut, ...]
    jumps: tuple[MatchCut, ...]


def look(timeline: otio.schema.Timeline, root: Path) -> Sights:
    """Open the footage at both ends of every shot.

    Args:
        timeline: as assembled.
        root: the film's folder, which its paths are relative to.

    Raises:
        UserError: footage is missing or can't be read.
    """
    edges = [(_edge(clip, root, at_end=True), _edge(clip, root, at_end=False)) for clip in _shots(timeline)]
    cuts = [(before[0], after[1]) for before, after in pairwise(edges)]
    return Sights(tuple(find([end for end, _ in edges], [begin for _, begin in edges])), tuple(jumps(cuts)))


def _edge(clip: otio.schema.Clip, root: Path, *, at_end: bool) -> Edge:
    facts, taken = _facts(clip), clip.trimmed_range()
    first, count, rate = round(taken.start_time.value), round(taken.duration.value), taken.duration.rate
    apart = max(1, min(round(rate * _APART_S), count - 1))
    place = first + count - 1 - apart if at_end else first
    path = root / unquote(clip.media_reference.target_url)
    return Edge(str(facts["shot"]), str(facts.get("scene", "")), _two(path, max(0, place), apart))


def _two(path: Path, first: int, apart: int) -> Any:
    """The frames `first` and `first` + `apart` of a file, small."""
    from aiprod.media.video import read_frames, to_rgb

    if not path.is_file():
        raise UserError(f"{path.name} is missing", f"{path} is not there", "`aiprod resume` makes it again.")
    frames: Sequence[Any] = list(read_frames(path, first, apart + 1))
    if not frames:
        raise UserError(f"{path} is too short", f"it has no frame {first}", "`aiprod resume` makes it again.")
    small = [
        frame.reformat(_WIDTH, max(2, round(_WIDTH * frame.height / frame.width / 2) * 2)) for frame in (frames[0], frames[-1])
    ]
    return to_rgb(small[0]), to_rgb(small[1])
