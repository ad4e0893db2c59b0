# SPDX-License-Identifier: Apache-2.0
"""FCPXML 1.10, for Final Cut Pro and DaVinci Resolve 18.5 and later.

Times are exact rationals on frame edges. The picture is the primary storyline; sounds and further pictures are connected clips
(lanes −1, −2, … and 1, 2, …) of what they begin under, or a storyline of their own where transitions join them. An asset without
sound says so, so that nobody looks for it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from aiprod.editing.interchange.events import Edit, Event, Join, Lane, Mark
from aiprod.editing.interchange.places import Options, Place
from aiprod.editing.interchange.report import Loss
from aiprod.editing.interchange.xmltext import clean, document
from aiprod.film.files import write_atomically

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

VERSION = "1.10"
DISSOLVE = ("Cross Dissolve", "FxPlug:4731E73A-8DAC-4113-9A30-AE85B1761265")
WIPE = ("Wipe", "FxPlug:2A7B7E2F-8A8D-4C7B-9C5E-2B6A9C3D4E5F")
FADE = ("Fade To Color", "FxPlug:4731E73A-8DAC-4113-9A30-AE85B1761266")
_CROSSFADE = ("Audio Crossfade", "FFAudioTransition")
_EFFECTS = {"wipe": WIPE, "fade": FADE, "dip_white": FADE}
_BASIC_TITLE = (
    "Basic Title",
    ".../Titles.localized/Bumper:Opener.localized/Basic Title.localized/Basic Title.moti",
)
_FORMATS = {(1280, 720): "720p", (1920, 1080): "1080p", (3840, 2160): "2160p"}


@dataclass(frozen=True)
class _Item:
    """An element of a storyline: film frames [start, end), and its own time at its start, in frames."""

    element: Element
    start: int
    end: int
    first: int


class _Time:
    """Frames → rational seconds."""

    def __init__(self, edit: Edit) -> None:
        self._frame = Fraction(edit.rate.denominator, edit.rate.numerator)

    def __call__(self, frames: int | Fraction) -> str:
        seconds = frames * self._frame
        return f"{seconds.numerator}s" if seconds.denominator == 1 else f"{seconds.numerator}/{seconds.denominator}s"


class _Resources:
    """Assets and effects, each listed once."""

    def __init__(self, parent: Element, time: _Time, place: Place) -> None:
        self._parent, self._time, self._place = parent, time, place
        self._ids: dict[object, str] = {}

    def _id(self, key: object) -> tuple[str, bool]:
        known = key in self._ids
        return self._ids.setdefault(key, f"r{len(self._ids) + 2}"), not known

    def effect(self, effect: tuple[str, str]) -> str:
        found, new = self._id(effect)
        if new:
            ET.SubElement(self._parent, "effect", id=found, name=effect[0], uid=effect[1])
        return found

    def asset(self, event: Event, video: bool) -> str:
        assert event.path is not None
        found, new = self._id((event.path, video))
        if new:
            kind = {"hasVideo": "1", "format": "r1", "videoSources": "1"} if video else {
                "hasAudio": "1", "audioSources": "1", "audioChannels": str(event.channels or 2), "audioRate": "48000",
            }  # fmt: skip
            named = {"id": found, "name": clean(event.path.stem), "start": self._time(event.media_start)}
            asset = ET.SubElement(self._parent, "asset", named | {"duration": self._time(event.available)} | kind)
            ET.SubElement(asset, "media-rep", kind="original-media", src=self._place.url(event.path))
        return found


def write(edit: Edit, path: Path, options: Options) -> tuple[list[Path], list[Loss]]:
    """Write the document. Returns its path and what it could not carry."""
    write_atomically(path, document(root_of(edit, Place(path, options)), "fcpxml"))
    return [path], list(_lost(edit))


def root_of(edit: Edit, place: Place) -> Element:
    """The fcpxml element."""
    time = _Time(edit)
    root = ET.Element("fcpxml", version=VERSION)
    parent = ET.SubElement(root, "resources")
    ET.SubElement(
        parent, "format", id="r1", name=_format_name(edit), frameDuration=_frame_duration(edit), width=str(edit.width),
        height=str(edit.height), colorSpace="1-1-1 (Rec. 709)",
    )  # fmt: skip
    resources = _Resources(parent, time, place)
    event = ET.SubElement(ET.SubElement(root, "library"), "event", name=clean(edit.name))
    project = ET.SubElement(event, "project", name=clean(edit.name))
    sequence = ET.SubElement(
        project, "sequence", format="r1", duration=time(edit.frames), tcStart=time(edit.start_frame),
        tcFormat="DF" if edit.drop else "NDF", audioLayout="stereo", audioRate="48k",
    )  # fmt: skip
    spine = ET.SubElement(sequence, "spine")
    items = _storyline(spine, edit.picture, edit, edit.start_frame, resources, time)
    items += _filled(spine, items, edit, time)
    _connect(items, edit, resources, time)
    _mark(items, edit, time)
    return root


def _format_name(edit: Edit) -> str:
    size = _FORMATS.get((edit.width, edit.height))
    if size is None:
        return "FFVideoFormatRateUndefined"
    rate = f"{float(edit.rate.fps):.2f}".replace(".", "").removesuffix("00")
    return f"FFVideoFormat{size}{rate}"


def _frame_duration(edit: Edit) -> str:
    """As Final Cut writes it: 1001/24000s, 100/2400s."""
    numerator, denominator = edit.rate.numerator, edit.rate.denominator
    return f"{denominator}/{numerator}s" if denominator == 1001 else f"{100 * denominator}/{100 * numerator}s"


# -- storylines ----------------------------------------------------------------------------------------------------------


def _storyline(
    spine: Element, lane: Lane, edit: Edit, base: int, resources: _Resources, time: _Time, begin: int = 0
) -> list[_Item]:  # fmt: skip
    """Clips, gaps and transitions in order. `base`: the spine's own time at film frame `begin`, in frames."""
    at = begin
    items: list[_Item] = []
    for event in lane.events:
        if event.start > at:
            items.append(_gap(spine, at, event.start, base - begin, time))
        _transition(spine, event.join_in, base - begin + event.start, lane.video, resources, time)
        items.append(_laid(spine, lane, event, edit, {"offset": time(base - begin + event.start)}, resources, time))
        at = event.end
        if event.fades_out:
            _transition(spine, event.join_out, base - begin + event.end, lane.video, resources, time)
    return items


def _filled(spine: Element, items: list[_Item], edit: Edit, time: _Time) -> list[_Item]:
    """The primary storyline is as long as the film."""
    at = items[-1].end if items else 0
    return [_gap(spine, at, edit.frames, edit.start_frame, time)] if at < edit.frames or not items else []


def _gap(spine: Element, start: int, end: int, shift: int, time: _Time) -> _Item:
    length = max(1, end - start)
    element = ET.SubElement(spine, "gap", name="Gap", offset=time(shift + start), start="0s", duration=time(length))
    return _Item(element, start, start + length, 0)


def _laid(
    parent: Element, lane: Lane, event: Event, edit: Edit, where: dict[str, str], resources: _Resources, time: _Time
) -> _Item:  # fmt: skip
    """A clip or title in its parent."""
    named = where | {"name": clean(event.name), "duration": time(event.frames)} | ({} if event.enabled else {"enabled": "0"})
    if event.path is None:
        return _Item(_title(parent, event, named, resources), event.start, event.end, 0)
    first = event.media_start + event.first if event.speed == 1 else mapped_start(event)
    source = {"ref": resources.asset(event, lane.video), "start": time(first)}
    extra = {"format": "r1", "tcFormat": "DF" if edit.drop else "NDF"} if lane.video else {
        "audioRole": _role(lane), "srcEnable": "audio",
    }  # fmt: skip
    element = ET.SubElement(parent, "asset-clip", source | named | extra)
    if event.facts.get("description"):
        note = ET.SubElement(element, "note")  # before everything else in a clip
        note.text = clean(str(event.facts["description"]))
    _retime(element, event, time)
    _volume(element, event, time)
    return _Item(element, event.start, event.end, first)


def mapped_start(event: Event) -> int:
    """Where a retimed clip starts, in its own slower, faster or backward time: on a frame's edge."""
    if event.speed < 0:
        return floor((event.available - 1 - event.first) / -event.speed)
    return floor(event.first / event.speed) if event.speed else 0


def _retime(element: Element, event: Event, time: _Time) -> None:
    """A ramp over the whole media: one that ends at the clip's edge makes Resolve black out the tail.

    It is shifted by less than a frame of the timeline, so that the clip begins on the very frame of its media.
    """
    if event.speed == 1:
        return
    ramp, start, speed = ET.SubElement(element, "timeMap"), mapped_start(event), event.speed
    begin = event.first - start * speed if speed >= 0 else event.first + 1 - start * speed
    length = ceil(event.available / abs(speed)) if speed else event.frames
    length = max(length, start + event.frames)
    for at in (0, length):
        value = time(event.media_start + begin + at * speed)
        ET.SubElement(ramp, "timept", time=time(at), value=value, interp="linear")


def _volume(element: Element, event: Event, time: _Time) -> None:
    if not (event.gain_db or event.fade_in or event.fade_out):
        return
    # A bare number of decibels: Resolve misreads a unit.
    volume = ET.SubElement(element, "adjust-volume", amount=f"{event.gain_db:g}")
    if event.fade_in or event.fade_out:
        parameter = ET.SubElement(volume, "param", name="amount")
        for tag, frames in (("fadeIn", event.fade_in), ("fadeOut", event.fade_out)):
            if frames:
                ET.SubElement(parameter, tag, type="easeIn" if tag == "fadeIn" else "easeOut", duration=time(frames))


def _transition(spine: Element, join: Join | None, cut: int, video: bool, resources: _Resources, time: _Time) -> None:
    if join is None or not join.frames:
        return
    effect = _EFFECTS.get(join.kind, DISSOLVE) if video else _CROSSFADE
    element = ET.SubElement(spine, "transition", name=effect[0], offset=time(cut - join.before), duration=time(join.frames))
    ET.SubElement(element, "filter-video" if video else "filter-audio", ref=resources.effect(effect), name=effect[0])


def _title(parent: Element, event: Event, where: dict[str, str], resources: _Resources) -> Element:
    title = ET.SubElement(parent, "title", {"ref": resources.effect(_BASIC_TITLE), "start": "0s"} | where)
    style_id = f"ts{event.start}-{abs(hash_name(event.name))}"
    style = ET.SubElement(ET.SubElement(title, "text"), "text-style", ref=style_id)
    style.text = clean(event.words)
    definition = ET.SubElement(title, "text-style-def", id=style_id)
    ET.SubElement(definition, "text-style", font="Helvetica", fontSize="72", fontColor="1 1 1 1", alignment="center")
    return title


def hash_name(name: str) -> int:
    """A small stable number for a name."""
    from aiprod.film.hashing import seed_from

    return seed_from("style", name) % 100_000


# -- what hangs on the picture -------------------------------------------------------------------------------------------


def _connect(items: list[_Item], edit: Edit, resources: _Resources, time: _Time) -> None:
    """Hang further pictures, titles and sounds on what they begin under."""
    above = [lane for lane in edit.lanes if lane.video and lane is not edit.picture and lane.events]
    below = [lane for lane in edit.lanes if not lane.video and lane.events]
    starts = [item.start for item in items]
    for lane, number in [*zip(above, range(1, 1000), strict=False), *zip(below, range(-1, -1000, -1), strict=False)]:
        if any(event.join_in or event.join_out for event in lane.events):
            begin = lane.events[0].seen_from
            spine = ET.SubElement(*_anchored(items, starts, begin, number, "spine", time))
            _storyline(spine, lane, edit, 0, resources, time, begin)
        else:
            for event in lane.events:
                parent, _, where = _anchored(items, starts, event.start, number, "", time)
                _laid(parent, lane, event, edit, where, resources, time)


def _anchored(
    items: list[_Item], starts: list[int], frame: int, number: int, tag: str, time: _Time
) -> tuple[Element, str, dict[str, str]]:  # fmt: skip
    """What lies at a film frame, and where in its own time that is."""
    item = items[max(0, bisect_right(starts, frame) - 1)]
    return item.element, tag, {"lane": str(number), "offset": time(item.first + frame - item.start)}


def _role(lane: Lane) -> str:
    name = lane.name.split()[0].lower() if lane.name.split() else ""
    return name if name in ("dialogue", "music", "effects") else "effects.ambience"


def _mark(items: list[_Item], edit: Edit, time: _Time) -> None:
    """Markers stand after the connected clips, as the DTD asks; scenes are chapter markers."""
    starts = [item.start for item in items]
    for mark in edit.marks:
        item = items[max(0, bisect_right(starts, mark.frame) - 1)]
        if item.start <= mark.frame < item.end:
            _marker(item, mark, time)


def _marker(item: _Item, mark: Mark, time: _Time) -> None:
    where = {"start": time(item.first + mark.frame - item.start), "duration": time(mark.frames), "value": clean(mark.name)}
    where |= {"note": clean(mark.note)} if mark.note else {}
    if mark.kind == "scene":
        ET.SubElement(item.element, "chapter-marker", where | {"posterOffset": "0s"})
    else:
        ET.SubElement(item.element, "marker", where)


# -- the report ----------------------------------------------------------------------------------------------------------


def _lost(edit: Edit) -> Iterator[Loss]:
    if clean(edit.name) != edit.name:
        yield edit.loss(None, None, "film name", "name_shortened", clean(edit.name))
    for lane in edit.lanes:
        if lane.events:
            yield edit.loss(lane, None, "track name", "track_name")
            if not lane.enabled:
                yield edit.loss(lane, None, "track enabled", "track_off")
        for event in lane.events:
            yield from _clip_lost(edit, lane, event)
    if edit.marks:
        yield edit.loss(None, None, "marker colour", "marker_colour")
    for mark in edit.marks:
        if mark.frame >= edit.frames:
            yield edit.loss(None, None, "marker", "marker_outside", mark.name)
        if clean(mark.name) != mark.name:
            at, short = edit.timecode(mark.frame), clean(mark.name)
            yield Loss("", mark.name, mark.frame, at, "marker name", "name_shortened", (short,))


def _clip_lost(edit: Edit, lane: Lane, event: Event) -> Iterator[Loss]:
    for join in (event.join_in, event.join_out if event.fades_out else None):
        if join is None or join.kind in ("dissolve", "fade_in", "fade_out"):
            continue
        named = lane.video and join.kind in _EFFECTS
        yield edit.loss(lane, event, "transition", "named_effect" if named else "as_dissolve", join.kind)
    if clean(event.name) != event.name:
        yield edit.loss(lane, event, "name", "name_shortened", clean(event.name))
    if event.path is None:
        yield edit.loss(lane, event, "title", "title_style")
    yield from edit.pan_and_grade_lost(lane, event)
