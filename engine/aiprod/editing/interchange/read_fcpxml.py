# SPDX-License-Identifier: Apache-2.0
"""FCPXML of Final Cut Pro, DaVinci Resolve and ours (1.3 to 1.14).

The common adapter reads no media places, no transitions and no speed, and counts whole frames a second. Here all times stay exact
until they are frames. Lanes become tracks: connected clips of a lane and storylines of their own alike. Compound, multicam and
synchronised clips leave their room empty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiprod.editing.interchange.events import Edit, Event, Join, Lane, Mark
from aiprod.editing.interchange.fcpxml import FADE, WIPE
from aiprod.editing.interchange.places import path_of
from aiprod.editing.interchange.rates import exact_rate
from aiprod.editing.interchange.report import Aspect, Loss
from aiprod.editing.interchange.xmltext import parsed
from aiprod.film.errors import UserError
from aiprod.film.time import FrameRate

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_CLIPS = ("asset-clip", "clip", "video", "audio", "title", "gap", "ref-clip", "sync-clip", "mc-clip", "audition")
_NESTED = {"ref-clip": "compound clip", "sync-clip": "synchronised clip", "mc-clip": "multicam clip", "audition": "audition"}
_MARKERS = ("marker", "chapter-marker")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


@dataclass(frozen=True)
class _Asset:
    path: Path | None
    start: Fraction
    duration: Fraction
    picture: bool
    channels: int


@dataclass
class _Reading:
    """What is known while a document is read."""

    base: Path
    rate: FrameRate
    assets: dict[str, _Asset]
    effects: dict[str, tuple[str, str]]
    lanes: dict[tuple[bool, int], list[Event]] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    lost: list[Loss] = field(default_factory=list)

    def frames(self, seconds: Fraction) -> int:
        return round(seconds * self.rate.fps)

    def lose(self, lane: int, name: str, at: Fraction, aspect: Aspect, why: str, *details: str) -> None:
        self.lost.append(Loss(_named(lane >= 0, lane), name, max(0, self.frames(at)), "", aspect, why, details))


def read(path: Path, data: bytes, _rate: FrameRate | None = None) -> Edit:
    """The first project of the document as an edit. Raises UserError."""
    root = parsed(path, data)
    sequence = next(iter(root.iter("sequence")), None)
    if root.tag != "fcpxml" or sequence is None:
        raise UserError(f"{path.name} can't be read", "it holds no project with a timeline", "Export the project itself.")
    formats = {str(found.get("id")): found for found in root.iter("format")}
    shown = formats.get(str(sequence.get("format")))
    if shown is None or not shown.get("frameDuration"):
        raise UserError(f"{path.name} can't be read", "its timeline names no frame rate", "Export it again.")
    reading = _Reading(path.absolute().parent, exact_rate(1 / _time(shown.get("frameDuration"))), {}, {})
    _resources(root, reading)
    start = _time(sequence.get("tcStart"))
    spine = sequence.find("spine")
    if spine is not None:
        _storyline(spine, reading, start, Fraction(0), 0)
    return _edit(root, sequence, shown, reading, start)


def _edit(root: Element, sequence: Element, shown: Element, reading: _Reading, start: Fraction) -> Edit:
    order = sorted(reading.lanes, key=lambda key: (not key[0], key[1] if key[0] else -key[1]))
    lanes = tuple(Lane(_named(*key), key[0], tuple(reading.lanes[key])) for key in order)
    project = next(iter(root.iter("project")), None)
    code = sequence.get("tcFormat")
    return Edit(
        name=str((project if project is not None else sequence).get("name") or ""), rate=reading.rate,
        width=int(shown.get("width") or 1920), height=int(shown.get("height") or 1080),
        frames=reading.frames(_time(sequence.get("duration"))), start_frame=reading.frames(start), lanes=lanes,
        marks=tuple(sorted(reading.marks, key=lambda mark: mark.frame)), lost=tuple(reading.lost),
        drop_frame=None if code is None else code == "DF",
    )  # fmt: skip


def _named(video: bool, lane: int) -> str:
    return f"V{lane + 1}" if video else f"A{abs(lane) or 1}"


def _time(text: str | None) -> Fraction:
    """Rational seconds: "1001/24000s", "5s". Raises ValueError for anything else."""
    if not text:
        return Fraction(0)
    if len(text) > 40:
        raise ValueError(f"the time {text[:40]!r}")
    return Fraction(text.strip().removesuffix("s"))


def _resources(root: Element, reading: _Reading) -> None:
    for asset in root.iter("asset"):
        media = asset.find("media-rep")
        source = asset.get("src") or (media.get("src") if media is not None else None)
        path = path_of(source, reading.base) if source else None
        reading.assets[str(asset.get("id"))] = _Asset(
            path.absolute() if path else None, _time(asset.get("start")), _time(asset.get("duration")),
            asset.get("hasVideo") == "1" or asset.get("hasAudio") != "1", int(asset.get("audioChannels") or 0),
        )  # fmt: skip
    for effect in root.iter("effect"):
        reading.effects[str(effect.get("id"))] = (str(effect.get("name") or ""), str(effect.get("uid") or ""))


# -- storylines ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Placed:
    """A clip's element where it lies: seconds on the film's clock."""

    element: Element
    start: Fraction
    duration: Fraction


def _storyline(spine: Element, reading: _Reading, base: Fraction, begin: Fraction, lane: int) -> None:
    """Everything in a spine. `base`: its own time at second `begin` of the film."""
    placed: list[_Placed | Element] = []
    at = begin
    for child in spine:
        if child.tag == "transition":
            placed.append(child)
        elif child.tag in _CLIPS:
            offset = child.get("offset")
            start = at if offset is None else _time(offset) - base + begin
            found = _Placed(child, start, _time(child.get("duration")) or _own_length(child, reading))
            placed.append(found)
            at = start + found.duration
    for place, item in enumerate(placed):
        if isinstance(item, _Placed):
            joins = _joins(placed, place, reading, base - begin, lane)
            _clip(item, reading, lane, joins)


def _own_length(element: Element, reading: _Reading) -> Fraction:
    asset = reading.assets.get(str(element.get("ref")))
    return asset.duration if asset else Fraction(0)


def _joins(
    placed: list[_Placed | Element], place: int, reading: _Reading, shift: Fraction, lane: int
) -> tuple[Join | None, Join | None]:  # fmt: skip
    item = placed[place]
    ahead, behind = (placed[p] if 0 <= p < len(placed) else None for p in (place - 1, place + 1))
    assert isinstance(item, _Placed)
    join_in = join_out = None
    if ahead is not None and not isinstance(ahead, _Placed):
        other = placed[place - 2] if place >= 2 else None
        join_in = _join(ahead, item.start, "fade_in" if _nothing(other) else "", item, reading, shift, lane)
    if behind is not None and not isinstance(behind, _Placed):
        other = placed[place + 2] if place + 2 < len(placed) else None
        join_out = _join(behind, item.start + item.duration, "fade_out" if _nothing(other) else "", None, reading, shift, lane)
    return join_in, join_out


def _nothing(item: _Placed | Element | None) -> bool:
    return not isinstance(item, _Placed) or item.element.tag == "gap"


def _join(
    element: Element, cut: Fraction, kind: str, item: _Placed | None, reading: _Reading, shift: Fraction, lane: int
) -> Join | None:
    """A transition, seen from its cut."""
    begin = reading.frames(_time(element.get("offset")) - shift)
    frames, at = reading.frames(_time(element.get("duration"))), reading.frames(cut)
    before = min(max(0, at - begin), frames)
    if not frames:
        return None
    return Join(kind or _kind(element, item, reading, cut, lane), before, frames - before)


def _kind(element: Element, item: _Placed | None, reading: _Reading, cut: Fraction, lane: int) -> str:
    video = element.find("filter-video")
    name, uid = reading.effects.get(str(video.get("ref")), ("", "")) if video is not None else ("", "")
    if uid == WIPE[1]:
        return "wipe"
    if uid == FADE[1]:
        return "fade"
    if item is not None and name and "dissolve" not in name.lower():
        reading.lose(lane, str(item.element.get("name") or ""), cut, "transition", "as_dissolve", name)
    return "dissolve"


# -- clips ---------------------------------------------------------------------------------------------------------------


def _clip(item: _Placed, reading: _Reading, lane: int, joins: tuple[Join | None, Join | None]) -> None:
    element, name = item.element, str(item.element.get("name") or "")
    asset, source = _media(element, reading)
    local = (
        _time(element.get("start")) if element.get("start") else (asset.start if asset and element.tag != "gap" else Fraction(0))
    )
    if element.tag == "title":
        _keep(reading, lane, True, _title(item, name, reading, joins))
    elif element.tag in _NESTED:
        reading.lose(lane, name, item.start, "clip", "nested")
    elif element.tag != "gap" and asset is not None:
        event = _event(item, name, asset, local + source, reading, joins, lane)
        _keep(reading, lane, _is_picture(element, asset, lane), event)
    elif element.tag != "gap":
        reading.lose(lane, name, item.start, "media", "no_media")
    _hang(item, local, reading)


def _keep(reading: _Reading, lane: int, video: bool, event: Event | None) -> None:
    if event is not None:
        reading.lanes.setdefault((video, lane if video or lane else -1), []).append(event)


def _media(element: Element, reading: _Reading) -> tuple[_Asset | None, Fraction]:
    """What a clip plays, and what is added to its own time to get the media's."""
    if element.tag != "clip":
        return reading.assets.get(str(element.get("ref"))), Fraction(0)
    for inner in element:
        if inner.tag in ("video", "audio") and str(inner.get("ref")) in reading.assets:
            return reading.assets[str(inner.get("ref"))], _time(inner.get("start")) - _time(inner.get("offset"))
    return None, Fraction(0)


def _is_picture(element: Element, asset: _Asset, lane: int) -> bool:
    return asset.picture and element.get("srcEnable") != "audio" and element.tag != "audio" and (lane >= 0 or not asset.channels)


def _event(
    item: _Placed, name: str, asset: _Asset, local: Fraction, reading: _Reading, joins: tuple[Join | None, Join | None], lane: int
) -> Event | None:
    start, frames = reading.frames(item.start), reading.frames(item.duration)
    if frames <= 0:
        return None
    speed, first = _speed(item, name, local - asset.start, asset, reading, lane)
    media_start, available = reading.frames(asset.start), reading.frames(asset.duration)
    return Event(
        name=name, path=asset.path, first=first, frames=frames, start=start, available=available or max(1, first + frames),
        join_in=joins[0], join_out=joins[1], speed=speed, enabled=item.element.get("enabled") != "0", media_start=media_start,
        channels=asset.channels, **_volume(item, name, reading, lane),
    )  # fmt: skip


def _speed(
    item: _Placed, name: str, into: Fraction, asset: _Asset, reading: _Reading, lane: int
) -> tuple[Fraction, int]:  # fmt: skip
    """Speed, and the media's frame at the clip's start. `into`: the clip's start in its media, were it not retimed."""
    ramp = item.element.find("timeMap")
    points = [] if ramp is None else [(_time(p.get("time")), _time(p.get("value"))) for p in ramp.iter("timept")]
    if len(points) < 2:
        return Fraction(1), reading.frames(into)
    local = into + asset.start
    at = next((n for n in range(len(points) - 1) if local < points[n + 1][0]), len(points) - 2)
    (time, value), (until, last) = points[at : at + 2]
    speed = (last - value) / (until - time)
    if any((b[1] - a[1]) != speed * (b[0] - a[0]) for a, b in pairwise(points)):
        reading.lose(lane, name, item.start, "speed", "speed_curve", f"{float(speed):g}")
    seen = (value - asset.start + (local - time) * speed) * reading.rate.fps
    return speed.limit_denominator(1000), round(seen) - (1 if speed < 0 else 0)


def _volume(item: _Placed, name: str, reading: _Reading, lane: int) -> dict[str, Any]:
    volume = item.element.find("adjust-volume")
    if volume is None:
        return {}
    amount = _NUMBER.match(str(volume.get("amount") or "0"))
    found: dict[str, Any] = {"gain_db": float(amount.group()) if amount else 0.0}
    for tag, key in (("fadeIn", "fade_in"), ("fadeOut", "fade_out")):
        fade = next(iter(volume.iter(tag)), None)
        if fade is not None:
            found[key] = reading.frames(_time(fade.get("duration")))
    if next(iter(volume.iter("keyframe")), None) is not None:
        reading.lose(lane, name, item.start, "gain", "level_curve", f"{found['gain_db']:g}")
    return found


def _title(item: _Placed, name: str, reading: _Reading, joins: tuple[Join | None, Join | None]) -> Event | None:
    frames = reading.frames(item.duration)
    if frames <= 0:
        return None
    words = "".join(style.text or "" for text in item.element.findall("text") for style in text).split("\n")
    return Event(
        name=name, path=None, first=0, frames=frames, start=reading.frames(item.start), available=frames,
        title={"title": words[0], "lines": words[1:]}, join_in=joins[0], join_out=joins[1],
        enabled=item.element.get("enabled") != "0",
    )  # fmt: skip


def _hang(item: _Placed, local: Fraction, reading: _Reading) -> None:
    """What is connected to a clip, and its markers. `local`: the clip's own time at its start."""
    for child in item.element:
        lane = int(child.get("lane") or 0)
        if child.tag in _MARKERS:
            _marker(child, item, local, reading)
        elif child.tag == "spine":
            begin = item.start + _time(child.get("offset")) - local
            _storyline(child, reading, Fraction(0), begin, lane)
        elif lane and child.tag in _CLIPS:
            start = item.start + _time(child.get("offset")) - local
            _clip(_Placed(child, start, _time(child.get("duration")) or _own_length(child, reading)), reading, lane, (None, None))


def _marker(child: Element, item: _Placed, local: Fraction, reading: _Reading) -> None:
    into = _time(child.get("start")) - local
    if 0 <= into < item.duration:
        kind = "scene" if child.tag == "chapter-marker" else ""
        frames = max(1, reading.frames(_time(child.get("duration"))))
        at = max(0, reading.frames(item.start + into))
        name, note = str(child.get("value") or ""), str(child.get("note") or "")
        reading.marks.append(Mark(name, at, "GREEN" if kind else "YELLOW", kind, frames, note))
