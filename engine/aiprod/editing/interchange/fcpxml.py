# SPDX-License-Identifier: Apache-2.0
"""FCPXML 1.10, for Final Cut Pro and DaVinci Resolve 18.5 and later.

Times are exact rationals on frame edges. Sounds and titles are connected clips (lanes −1, −2, … and 1) of the picture
under which they begin; an asset without sound says so, so that nobody looks for it.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree as ET

from aiprod.editing.interchange.events import Edit, Event, Join, Lane, Mark
from aiprod.film.files import write_atomically

VERSION = "1.10"
_CROSS_DISSOLVE = ("Cross Dissolve", "FxPlug:4731E73A-8DAC-4113-9A30-AE85B1761265")
_WIPE = ("Wipe", "FxPlug:2A7B7E2F-8A8D-4C7B-9C5E-2B6A9C3D4E5F")
_FADE = ("Fade To Color", "FxPlug:4731E73A-8DAC-4113-9A30-AE85B1761266")
_BASIC_TITLE = (
    "Basic Title",
    ".../Titles.localized/Bumper:Opener.localized/Basic Title.localized/Basic Title.moti",
)
_FORMATS = {(1280, 720): "720p", (1920, 1080): "1080p", (3840, 2160): "2160p"}


class _Resources:
    """Assets and effects, each listed once."""

    def __init__(self, parent: ET.Element, edit: Edit, time: _Time) -> None:
        self._parent, self._edit, self._time = parent, edit, time
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
        found, new = self._id(event.path)
        if new:
            kind = {"hasVideo": "1", "format": "r1", "videoSources": "1"} if video else {
                "hasAudio": "1", "audioSources": "1", "audioChannels": "2", "audioRate": "48000",
            }  # fmt: skip
            named = {"id": found, "name": event.path.stem, "start": "0s", "duration": self._time(event.available)}
            asset = ET.SubElement(self._parent, "asset", named | kind)
            ET.SubElement(asset, "media-rep", kind="original-media", src=event.path.as_uri())
        return found


class _Time:
    """Frames → rational seconds."""

    def __init__(self, edit: Edit) -> None:
        self._frame = Fraction(edit.rate.denominator, edit.rate.numerator)

    def __call__(self, frames: int | Fraction) -> str:
        seconds = frames * self._frame
        return f"{seconds.numerator}s" if seconds.denominator == 1 else f"{seconds.numerator}/{seconds.denominator}s"


def write(edit: Edit, path: Path) -> list[str]:
    """Write the document. Returns what it could not carry."""
    root = document(edit)
    ET.indent(root)
    body = ET.tostring(root, encoding="unicode")
    write_atomically(path, f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fcpxml>\n\n{body}\n'.encode())
    return list(edit.lost) + _lost(edit)


def _lost(edit: Edit) -> list[str]:
    lost = []
    joins = {e.join_in.kind for lane in edit.lanes for e in lane.events if e.join_in}
    if "wipe" in joins:
        lost.append("wipes: an editor without the named effect shows a cross dissolve")
    for kind in sorted(joins & {"push", "iris"}):
        lost.append(f"a transition of the kind {kind!r} is written as a cross dissolve")
    if any(e.facts.get("pan") for lane in edit.lanes for e in lane.events):
        lost.append("the position of sounds (pan) is left out; levels are carried")
    return lost


def document(edit: Edit) -> ET.Element:
    """The fcpxml element."""
    time = _Time(edit)
    root = ET.Element("fcpxml", version=VERSION)
    parent = ET.SubElement(root, "resources")
    ET.SubElement(
        parent, "format", id="r1", name=_format_name(edit), frameDuration=_frame_duration(edit), width=str(edit.width),
        height=str(edit.height), colorSpace="1-1-1 (Rec. 709)",
    )  # fmt: skip
    resources = _Resources(parent, edit, time)
    event = ET.SubElement(ET.SubElement(root, "library"), "event", name=edit.name)
    project = ET.SubElement(event, "project", name=edit.name)
    sequence = ET.SubElement(
        project, "sequence", format="r1", duration=time(edit.frames), tcStart=time(edit.start_frame),
        tcFormat="DF" if edit.drop else "NDF", audioLayout="stereo", audioRate="48k",
    )  # fmt: skip
    _spine(ET.SubElement(sequence, "spine"), edit, resources, time)
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


def _spine(spine: ET.Element, edit: Edit, resources: _Resources, time: _Time) -> None:
    """Picture clips, gaps and transitions in order; what is connected hangs on them."""
    at = 0
    items: list[tuple[ET.Element, int, int, int]] = []
    for event in edit.picture.events:
        if event.start > at:
            items.append(_gap(spine, edit, at, event.start, time))
        _transition(spine, edit, event.join_in, event.start, resources, time)
        items.append(_picture(spine, edit, event, resources, time))
        at = event.end
        if event.join_out is not None and event.join_out.kind == "fade_out":
            _transition(spine, edit, event.join_out, event.end, resources, time)
    if at < edit.frames:
        items.append(_gap(spine, edit, at, edit.frames, time))
    _connect(items, edit, resources, time)
    _mark(items, edit, time)


def _gap(spine: ET.Element, edit: Edit, start: int, end: int, time: _Time) -> tuple[ET.Element, int, int, int]:
    offset = edit.start_frame + start
    element = ET.SubElement(spine, "gap", name="Gap", offset=time(offset), start="0s", duration=time(end - start))
    return element, start, end, 0


def _picture(spine: ET.Element, edit: Edit, event: Event, resources: _Resources, time: _Time) -> tuple[ET.Element, int, int, int]:
    first = event.first if event.speed == 1 else _mapped_start(event)
    element = ET.SubElement(
        spine, "asset-clip", ref=resources.asset(event, video=True), name=event.name,
        offset=time(edit.start_frame + event.start), start=time(first), duration=time(event.frames), format="r1",
        tcFormat="DF" if edit.drop else "NDF",
    )  # fmt: skip
    _retime(element, event, time)
    if event.facts.get("description"):
        # A note comes before everything else in a clip.
        note = ET.Element("note")
        note.text = str(event.facts["description"])
        element.insert(0, note)
    return element, event.start, event.end, first


def _mapped_start(event: Event) -> int:
    """Where a retimed clip starts, in its own slower, faster or backward time."""
    if event.speed < 0:
        return round((event.available - 1 - event.first) / -event.speed)
    return round(event.first / event.speed) if event.speed else 0


def _retime(element: ET.Element, event: Event, time: _Time) -> None:
    """A ramp over the whole media: one that ends at the clip's edge makes Resolve black out the tail."""
    if event.speed == 1:
        return
    length = round(event.available / abs(event.speed)) if event.speed else event.frames
    ramp = ET.SubElement(element, "timeMap")
    first, last = (0, event.available) if event.speed else (event.first, event.first)
    if event.speed < 0:
        first, last = last, first
    ET.SubElement(ramp, "timept", time="0s", value=time(first), interp="linear")
    ET.SubElement(ramp, "timept", time=time(length), value=time(last), interp="linear")


def _transition(spine: ET.Element, edit: Edit, join: Join | None, cut: int, resources: _Resources, time: _Time) -> None:
    if join is None:
        return
    effect = {"wipe": _WIPE, "fade": _FADE, "dip_white": _FADE}.get(join.kind, _CROSS_DISSOLVE)
    element = ET.SubElement(
        spine, "transition", name=effect[0], offset=time(edit.start_frame + cut - join.before), duration=time(join.frames)
    )
    ET.SubElement(element, "filter-video", ref=resources.effect(effect), name=effect[0])


def _connect(items: list[tuple[ET.Element, int, int, int]], edit: Edit, resources: _Resources, time: _Time) -> None:
    """Hang titles and sounds on the picture that they begin under. Titles take lane 1, sounds −1 downwards."""
    above = [lane for lane in edit.lanes if lane.video and lane is not edit.picture]
    below = [lane for lane in edit.lanes if not lane.video]
    numbered = [(lane, i + 1) for i, lane in enumerate(above)] + [(lane, -i - 1) for i, lane in enumerate(below)]
    for lane, number in numbered:
        for event in lane.events:
            _hang(items, lane, number, event, resources, time)


def _hang(
    items: list[tuple[ET.Element, int, int, int]], lane: Lane, number: int, event: Event, resources: _Resources, time: _Time
) -> None:
    parent, start, _, first = next((item for item in items if item[1] <= event.start < item[2]), items[-1])
    where = {"lane": str(number), "offset": time(first + event.start - start), "name": event.name, "duration": time(event.frames)}
    if event.path is None:
        _title(parent, event, where, resources)
        return
    source = {"ref": resources.asset(event, lane.video), "start": time(event.first)}
    clip = ET.SubElement(parent, "asset-clip", source | where | {"audioRole": _role(lane), "srcEnable": "audio"})
    gain = float(event.facts.get("gain_db", 0.0))
    if gain:
        # A bare number of decibels: Resolve misreads a unit.
        ET.SubElement(clip, "adjust-volume", amount=f"{gain:g}")


def _role(lane: Lane) -> str:
    name = lane.name.split()[0].lower()
    return name if name in ("dialogue", "music", "effects") else "effects.ambience"


def _title(parent: ET.Element, event: Event, where: dict[str, str], resources: _Resources) -> None:
    title = ET.SubElement(parent, "title", {"ref": resources.effect(_BASIC_TITLE), "start": "0s"} | where)
    style_id = f"ts{abs(hash_name(event.name))}"
    words = [str(event.title.get("title", "")), str(event.title.get("subtitle", "")), *event.title.get("lines", [])]
    text = ET.SubElement(title, "text")
    style = ET.SubElement(text, "text-style", ref=style_id)
    style.text = "\n".join(word for word in words if word)
    definition = ET.SubElement(title, "text-style-def", id=style_id)
    ET.SubElement(definition, "text-style", font="Helvetica", fontSize="72", fontColor="1 1 1 1", alignment="center")


def hash_name(name: str) -> int:
    """A small stable number for a name."""
    from aiprod.film.hashing import seed_from

    return seed_from("style", name) % 100_000


def _mark(items: list[tuple[ET.Element, int, int, int]], edit: Edit, time: _Time) -> None:
    """Markers stand after the connected clips, as the DTD asks; scenes are chapter markers."""
    for mark in edit.marks:
        found = next((item for item in items if item[1] <= mark.frame < item[2]), None)
        if found is not None:
            _marker(found, mark, time)


def _marker(item: tuple[ET.Element, int, int, int], mark: Mark, time: _Time) -> None:
    parent, start, _, first = item
    where = {"start": time(first + mark.frame - start), "duration": time(1), "value": mark.name}
    if mark.kind == "scene":
        ET.SubElement(parent, "chapter-marker", where | {"posterOffset": "0s"})
    else:
        ET.SubElement(parent, "marker", where)
