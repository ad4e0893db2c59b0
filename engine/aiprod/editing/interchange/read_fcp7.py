# SPDX-License-Identifier: Apache-2.0
"""Final Cut Pro 7 XML (xmeml 4 and 5) of Premiere Pro, DaVinci Resolve, Final Cut Pro 7 and ours.

The two tracks that hold the channels of a stereo sound become one again: where they say so, and where all of one's clips are the
other channel of the same clips. A clip's markers come onto the film's clock; nested sequences leave their room empty.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import log10
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiprod.editing.interchange.events import Edit, Event, Join, Lane, Mark, source_at_cut
from aiprod.editing.interchange.fcp7 import EFFECTS
from aiprod.editing.interchange.places import path_of
from aiprod.editing.interchange.rates import exact_rate
from aiprod.editing.interchange.report import Aspect, Loss
from aiprod.editing.interchange.xmltext import parsed
from aiprod.film.errors import UserError
from aiprod.film.time import FrameRate

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_KINDS = {names[1].lower(): kind for kind, names in reversed(EFFECTS.items())}
_OWN = ("scene", "beat", "line", "title")
_SILENCE = -96.0


@dataclass(frozen=True)
class _File:
    path: Path | None
    start: int
    frames: int
    channels: int


@dataclass
class _Reading:
    """What is known while a sequence is read."""

    base: Path
    rate: FrameRate
    files: dict[str, _File] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    lost: list[Loss] = field(default_factory=list)
    track: str = ""

    def lose(self, name: str, at: int, aspect: Aspect, why: str, *details: str) -> None:
        self.lost.append(Loss(self.track, name, max(0, at), "", aspect, why, details))


def read(path: Path, data: bytes, _rate: FrameRate | None = None) -> Edit:
    """The first sequence of the document as an edit. Raises UserError."""
    root = parsed(path, data)
    sequence = next((found for found in root.iter("sequence") if found.find("media") is not None), None)
    if root.tag != "xmeml" or sequence is None:
        raise UserError(f"{path.name} can't be read", "it holds no sequence", "Export the sequence itself.")
    rate = _rate_of(sequence)
    if rate is None:
        raise UserError(f"{path.name} can't be read", "its sequence names no frame rate", "Export it again.")
    reading = _Reading(path.absolute().parent, rate)
    _all_files(root, reading)
    lanes = _lanes(sequence, reading)
    for marker in sequence.findall("marker"):
        _mark(marker, 0, reading)
    code = sequence.find("timecode")
    size = next(iter(sequence.iterfind("media/video/format/samplecharacteristics")), None)
    shown = code.findtext("displayformat") if code is not None else None
    return Edit(
        name=sequence.findtext("name") or "", rate=rate, width=_number(size, "width", 1920), height=_number(size, "height", 1080),
        frames=_number(sequence, "duration", 0), start_frame=_number(code, "frame", 0), lanes=tuple(lanes),
        marks=tuple(sorted(reading.marks, key=lambda mark: mark.frame)), lost=tuple(reading.lost),
        drop_frame=None if shown is None else shown.strip().upper() == "DF",
    )  # fmt: skip


def _number(parent: Element | None, tag: str, default: int) -> int:
    text = parent.findtext(tag) if parent is not None else None
    return round(float(text)) if text and text.strip() else default


def _rate_of(parent: Element) -> FrameRate | None:
    rate = parent.find("rate")
    if rate is None or not rate.findtext("timebase"):
        return None
    base = round(float(str(rate.findtext("timebase"))))
    ntsc = (rate.findtext("ntsc") or "").strip().upper() == "TRUE"
    return exact_rate(Fraction(base * 1000, 1001) if ntsc else Fraction(base))


def _all_files(root: Element, reading: _Reading) -> None:
    """A file is described where it is first named, and by its id afterwards."""
    for found in root.iter("file"):
        url = found.findtext("pathurl")
        if not url and found.find("name") is None:
            continue
        path = path_of(url, reading.base) if url else None
        rate = _rate_of(found) or reading.rate
        frames = round(_number(found, "duration", 0) * reading.rate.fps / rate.fps)
        start = _number(found.find("timecode"), "frame", 0)
        channels = _number(found.find("media/audio"), "channelcount", 0)
        reading.files.setdefault(str(found.get("id")), _File(path.absolute() if path else None, start, frames, channels))


# -- tracks --------------------------------------------------------------------------------------------------------------


def _lanes(sequence: Element, reading: _Reading) -> list[Lane]:
    found: list[Lane] = []
    for video, tag in ((True, "video"), (False, "audio")):
        ahead: Element | None = None
        for track in sequence.iterfind(f"media/{tag}/track"):
            if not video and _is_other_channel(track, ahead):
                continue
            ahead = track
            number = sum(lane.video is video for lane in found) + 1
            reading.track = track.get("MZ.TrackName") or f"{'V' if video else 'A'}{number}"
            found.append(Lane(reading.track, video, _events(track, reading), _is_on(track)))
    return found


def _is_on(element: Element) -> bool:
    return (element.findtext("enabled") or "TRUE").strip().upper() != "FALSE"


def _is_other_channel(track: Element, ahead: Element | None) -> bool:
    """Whether a track holds nothing but the second channel of the track ahead of it."""
    if int(track.get("totalExplodedTrackCount") or 1) > 1:
        return int(track.get("currentExplodedTrackIndex") or 0) > 0
    if ahead is None:
        return False
    mine, theirs = track.findall("clipitem"), ahead.findall("clipitem")
    return bool(mine) and len(mine) == len(theirs) and all(_paired(*pair) for pair in zip(mine, theirs, strict=True))


def _paired(item: Element, other: Element) -> bool:
    same = all(item.findtext(tag) == other.findtext(tag) for tag in ("start", "end", "in", "out"))
    files = [found.find("file") for found in (item, other)]
    one = files[0] is not None and files[1] is not None and files[0].get("id") == files[1].get("id")
    sides = [found.findtext("sourcetrack/trackindex") for found in (item, other)]
    return same and one and sides == ["2", "1"]


def _events(track: Element, reading: _Reading) -> tuple[Event, ...]:
    items = [child for child in track if child.tag in ("clipitem", "generatoritem", "transitionitem")]
    found: list[Event] = []
    for place, item in enumerate(items):
        if item.tag == "transitionitem":
            continue
        join_in = _join(items, place - 1, place - 2, "fade_in")
        join_out = _join(items, place + 1, place + 2, "fade_out")
        event = _event(item, join_in, join_out, reading)
        if event is not None:
            found.append(event)
    return tuple(found)


@dataclass(frozen=True)
class _Cut:
    """A transition item and the cut that it lies on."""

    join: Join
    frame: int


def _join(items: list[Element], place: int, other: int, fade: str) -> _Cut | None:
    if not 0 <= place < len(items) or items[place].tag != "transitionitem":
        return None
    item = items[place]
    start, end = _number(item, "start", 0), _number(item, "end", 0)
    align = (item.findtext("alignment") or "center").strip()
    begin = {"start": 0, "start-black": 0, "end": end - start, "end-black": end - start}.get(align)
    before = Join.centred("", end - start).before if begin is None else begin
    alone = align.endswith("black") or not (0 <= other < len(items) and items[other].tag != "transitionitem")
    kind = fade if alone else _KINDS.get((item.findtext("effect/effectid") or "").strip().lower(), "dissolve")
    if kind in ("fade_in", "fade_out") and not alone:
        kind = "dissolve"
    return _Cut(Join(kind, before, end - start - before), start + before) if end > start else None


# -- clips ---------------------------------------------------------------------------------------------------------------


def _event(item: Element, ahead: _Cut | None, behind: _Cut | None, reading: _Reading) -> Event | None:
    name = item.findtext("name") or ""
    start, end = _number(item, "start", -1), _number(item, "end", -1)
    start = ahead.frame if start < 0 and ahead else start
    end = behind.frame if end < 0 and behind else end
    joins = {"join_in": ahead.join if ahead else None, "join_out": behind.join if behind else None}
    frames = end - start
    if start < 0 or frames <= 0:
        reading.lose(name, start, "clip", "not_a_clip", name or item.tag)
        return None
    if item.tag == "generatoritem":
        return _title(item, name, start, frames, joins, reading)
    if item.find("sequence") is not None:
        reading.lose(name, start, "clip", "nested")
        return None
    return _media(item, name, start, frames, joins, reading)


def _media(item: Element, name: str, start: int, frames: int, joins: dict[str, Any], reading: _Reading) -> Event:
    element = item.find("file")
    file = reading.files.get(str(element.get("id"))) if element is not None else None
    if file is None or file.path is None:
        reading.lose(name, start, "media", "no_media")
    speed = _speed(item, name, start, reading)
    begin = _in_frames(item, name, start, reading)
    available = file.frames if file and file.frames else max(1, begin + frames)
    join = joins["join_in"]
    source = begin if not speed else round(begin * speed) if speed > 0 else available - 1 - round(begin * -speed)
    first = source_at_cut(source, join.before if join else 0, speed)
    ahead = start - (join.before if join else 0)
    for marker in item.findall("marker"):
        _mark(marker, ahead - begin, reading, within=(start, start + frames))
    return Event(
        name=name, path=file.path if file else None, first=first, frames=frames, start=start, available=available, speed=speed,
        enabled=_is_on(item), media_start=file.start if file else 0, channels=file.channels if file else 0,
        **joins, **_level(item, name, (start, begin + start - ahead, frames), reading),
    )  # fmt: skip


def _in_frames(item: Element, name: str, start: int, reading: _Reading) -> int:
    """The clip's `in`, in frames of the sequence."""
    rate, first = _rate_of(item), _number(item, "in", 0)
    if rate is None or rate == reading.rate:
        return first
    reading.lose(name, start, "clip", "other_rate", f"{float(rate.fps):g}")
    return round(first * reading.rate.fps / rate.fps)


def _parameters(item: Element, effect_id: str) -> dict[str, Element]:
    """The settings of a filter by their ids; none where there is no such filter."""
    for effect in item.iterfind("filter/effect"):
        if (effect.findtext("effectid") or "").strip().lower() == effect_id:
            return {(found.findtext("parameterid") or "").strip().lower(): found for found in effect.findall("parameter")}
    return {}


def _speed(item: Element, name: str, start: int, reading: _Reading) -> Fraction:
    settings = _parameters(item, "timeremap")
    if "speed" not in settings:
        return Fraction(1)
    speed = (Fraction(settings["speed"].findtext("value") or "100") / 100).limit_denominator(1000)
    varies = settings.get("variablespeed")
    if varies is not None and (varies.findtext("value") or "0").strip().upper() in ("1", "TRUE"):
        reading.lose(name, start, "speed", "speed_curve", f"{float(speed):g}")
    back = settings.get("reverse")
    return -abs(speed) if back is not None and (back.findtext("value") or "").strip().upper() == "TRUE" else speed


def _level(item: Element, name: str, where: tuple[int, int, int], reading: _Reading) -> dict[str, Any]:
    """Level and fades. `where`: its start on the film's clock, its first frame in its own time, its length."""
    start, first, frames = where
    level = _parameters(item, "audiolevels").get("level")
    if level is None:
        return {}
    points = [(_number(key, "when", 0) - first, float(key.findtext("value") or 0)) for key in level.findall("keyframe")]
    points.sort()
    loudest = max((value for _, value in points), default=float(level.findtext("value") or 1))
    found: dict[str, Any] = {"gain_db": max(_SILENCE, round(20 * log10(loudest), 4)) if loudest > 0 else _SILENCE}
    if len(points) >= 2 and points[0] == (0, 0.0):
        found["fade_in"] = points[1][0]
    if len(points) >= 2 and points[-1] == (frames, 0.0):
        found["fade_out"] = frames - points[-2][0]
    if len(points) - 2 * (("fade_in" in found) + ("fade_out" in found)) > 0:
        reading.lose(name, start, "gain", "level_curve", f"{found['gain_db']:g}")
    return found


def _title(
    item: Element, name: str, start: int, frames: int, joins: dict[str, Any], reading: _Reading
) -> Event | None:  # fmt: skip
    settings = {(p.findtext("parameterid") or "").strip(): p.findtext("value") or "" for p in item.iterfind("effect/parameter")}
    if "str" not in settings:
        reading.lose(name, start, "effect", "unknown_effect", item.findtext("effect/name") or name)
        return None
    words = settings["str"].split("\n")
    return Event(
        name=name, path=None, first=0, frames=frames, start=start, available=frames, enabled=_is_on(item),
        title={"title": words[0], "lines": words[1:]}, **joins,
    )  # fmt: skip


def _mark(marker: Element, shift: int, reading: _Reading, within: tuple[int, int] | None = None) -> None:
    begin, end = _number(marker, "in", 0), _number(marker, "out", -1)
    at, comment = begin + shift, (marker.findtext("comment") or "").strip()
    if at < 0 or (within is not None and not within[0] <= at < within[1]):
        return
    kind = comment if comment in _OWN else ""
    colour = {"scene": "GREEN", "line": "CYAN"}.get(kind, "YELLOW")
    name = marker.findtext("name") or ""
    reading.marks.append(Mark(name, at, colour, kind, max(1, end - begin), "" if kind else comment))
