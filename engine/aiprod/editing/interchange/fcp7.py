# SPDX-License-Identifier: Apache-2.0
"""Final Cut Pro 7 XML (xmeml 5), for Premiere Pro and DaVinci Resolve.

What the common adapter leaves out is written here: the sequence's timecode and picture format, sound outputs and source
tracks, wipes, names and markers. At a transition a clip's start or end is −1: the transition item holds the frame.
"""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

from aiprod.editing.interchange.events import Edit, Event, Join, Lane
from aiprod.film.files import write_atomically

_EFFECTS = {
    "dissolve": ("Cross Dissolve", "Cross Dissolve", "Dissolve"),
    "fade_in": ("Cross Dissolve", "Cross Dissolve", "Dissolve"),
    "fade_out": ("Cross Dissolve", "Cross Dissolve", "Dissolve"),
    "fade": ("Dip to Color Dissolve", "Dip to Color Dissolve", "Dissolve"),
    "dip_white": ("Dip to Color Dissolve", "Dip to Color Dissolve", "Dissolve"),
    "wipe": ("Edge Wipe", "Edge Wipe", "Wipe"),
    "iris": ("Oval Iris", "Oval Iris", "Iris"),
    "push": ("Push Slide", "Push Slide", "Slide"),
}
_ALIGN = {"fade_in": "start-black", "fade_out": "end-black"}


def write(edit: Edit, path: Path) -> list[str]:
    """Write the document. Returns what it could not carry."""
    root = document(edit)
    ET.indent(root)
    body = ET.tostring(root, encoding="unicode")
    write_atomically(path, f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE xmeml>\n{body}\n'.encode())
    lost = list(edit.lost)
    if any(e.title for lane in edit.lanes for e in lane.events):
        lost.append("titles are text generators: their type and place are the other editor's")
    if any(e.facts.get("pan") for lane in edit.lanes for e in lane.events):
        lost.append("the position of sounds (pan) is left out; levels are carried")
    return lost


def document(edit: Edit) -> ET.Element:
    """The xmeml element."""
    root = ET.Element("xmeml", version="5")
    sequence = ET.SubElement(root, "sequence", id="sequence-1")
    _text(sequence, "name", edit.name)
    _text(sequence, "duration", edit.frames)
    _rate(sequence, edit)
    _timecode(sequence, edit)
    media = ET.SubElement(sequence, "media")
    files: dict[Path, str] = {}
    _video(ET.SubElement(media, "video"), edit, files)
    _audio(ET.SubElement(media, "audio"), edit, files)
    for mark in edit.marks:
        marker = ET.SubElement(sequence, "marker")
        _text(marker, "name", mark.name)
        _text(marker, "comment", mark.kind)
        _text(marker, "in", mark.frame)
        _text(marker, "out", -1)
    return root


def _text(parent: ET.Element, tag: str, value: object) -> ET.Element:
    element = ET.SubElement(parent, tag)
    element.text = str(value)
    return element


def _rate(parent: ET.Element, edit: Edit) -> None:
    rate = ET.SubElement(parent, "rate")
    _text(rate, "timebase", edit.nominal)
    _text(rate, "ntsc", "TRUE" if edit.rate.denominator == 1001 else "FALSE")


def _timecode(parent: ET.Element, edit: Edit) -> None:
    timecode = ET.SubElement(parent, "timecode")
    _rate(timecode, edit)
    _text(timecode, "string", edit.timecode(0))
    _text(timecode, "frame", edit.start_frame)
    _text(timecode, "displayformat", "DF" if edit.drop else "NDF")


def _video(video: ET.Element, edit: Edit, files: dict[Path, str]) -> None:
    characteristics = ET.SubElement(ET.SubElement(video, "format"), "samplecharacteristics")
    _picture_size(characteristics, edit)
    for lane in edit.lanes:
        if lane.video:
            track = ET.SubElement(video, "track")
            _track(track, lane, edit, files)
            _text(track, "enabled", "TRUE")
            _text(track, "locked", "FALSE")


def _picture_size(parent: ET.Element, edit: Edit) -> None:
    _rate(parent, edit)
    _text(parent, "width", edit.width)
    _text(parent, "height", edit.height)
    _text(parent, "anamorphic", "FALSE")
    _text(parent, "pixelaspectratio", "square")
    _text(parent, "fielddominance", "none")


def _audio(audio: ET.Element, edit: Edit, files: dict[Path, str]) -> None:
    _text(audio, "numOutputChannels", 2)
    characteristics = ET.SubElement(ET.SubElement(audio, "format"), "samplecharacteristics")
    _text(characteristics, "depth", 24)
    _text(characteristics, "samplerate", 48000)
    outputs = ET.SubElement(audio, "outputs")
    for index in (1, 2):
        group = ET.SubElement(outputs, "group")
        _text(group, "index", index)
        _text(group, "numchannels", 1)
        _text(group, "downmix", 0)
        _text(ET.SubElement(group, "channel"), "index", index)
    for lane in edit.lanes:
        if not lane.video:
            track = ET.SubElement(audio, "track")
            _track(track, lane, edit, files)
            _text(track, "enabled", "TRUE")
            _text(track, "locked", "FALSE")
            _text(track, "outputchannelindex", 1)


def _track(track: ET.Element, lane: Lane, edit: Edit, files: dict[Path, str]) -> None:
    for event in lane.events:
        if event.join_in is not None:
            _transition(track, event.join_in, event.start, edit)
        if event.path is None:
            _generator(track, event, edit)
        else:
            _clip(track, lane, event, edit, files)
        if event.join_out is not None and event.join_out.kind == "fade_out":
            _transition(track, event.join_out, event.end, edit)


def _transition(track: ET.Element, join: Join, cut: int, edit: Edit) -> None:
    item = ET.SubElement(track, "transitionitem")
    _rate(item, edit)
    _text(item, "start", cut - join.before)
    _text(item, "end", cut + join.after)
    _text(item, "alignment", _ALIGN.get(join.kind, "center"))
    name, effect_id, category = _EFFECTS[join.kind]
    effect = ET.SubElement(item, "effect")
    _text(effect, "name", name)
    _text(effect, "effectid", effect_id)
    _text(effect, "effectcategory", category)
    _text(effect, "effecttype", "transition")
    _text(effect, "mediatype", "video")
    _text(effect, "wipecode", 1 if join.kind == "wipe" else 0)
    _text(effect, "wipeaccuracy", 100)
    _text(effect, "startratio", 0)
    _text(effect, "endratio", 1)
    _text(effect, "reverse", "FALSE")


def _span(item: ET.Element, event: Event) -> None:
    """start, end: −1 where a transition lies; in, out: with the frames inside transitions. What runs backwards counts from the
    end of its media."""
    _text(item, "start", -1 if event.join_in else event.start)
    _text(item, "end", -1 if event.join_out else event.end)
    first = event.source_from
    if event.speed < 0:
        first = round((event.available - 1 - event.source_from) / -event.speed)
    _text(item, "in", first)
    _text(item, "out", first + event.seen_until - event.seen_from)


def _clip(track: ET.Element, lane: Lane, event: Event, edit: Edit, files: dict[Path, str]) -> None:
    assert event.path is not None
    item = ET.SubElement(track, "clipitem", id=f"clip-{lane.name.lower().replace(' ', '-')}-{event.start}")
    _text(item, "name", event.name)
    _text(item, "enabled", "TRUE")
    _text(item, "duration", event.available)
    _rate(item, edit)
    _span(item, event)
    _file(item, lane, event, edit, files)
    if not lane.video:
        source = ET.SubElement(item, "sourcetrack")
        _text(source, "mediatype", "audio")
        _text(source, "trackindex", 1)
        _level(item, float(event.facts.get("gain_db", 0.0)))
    if event.speed != 1:
        _remap(item, event)
    if event.facts.get("description"):
        _text(ET.SubElement(item, "comments"), "mastercomment1", event.facts["description"])


def _file(item: ET.Element, lane: Lane, event: Event, edit: Edit, files: dict[Path, str]) -> None:
    """The media, in full the first time and by its id afterwards."""
    assert event.path is not None
    if event.path in files:
        ET.SubElement(item, "file", id=files[event.path])
        return
    files[event.path] = f"file-{len(files) + 1}"
    file = ET.SubElement(item, "file", id=files[event.path])
    _text(file, "name", event.path.name)
    _text(file, "pathurl", event.path.as_uri().replace("file:///", "file://localhost/", 1))
    _rate(file, edit)
    _text(file, "duration", event.available)
    media = ET.SubElement(file, "media")
    if lane.video:
        _picture_size(ET.SubElement(ET.SubElement(media, "video"), "samplecharacteristics"), edit)
        return
    audio = ET.SubElement(media, "audio")
    characteristics = ET.SubElement(audio, "samplecharacteristics")
    _text(characteristics, "depth", 24)
    _text(characteristics, "samplerate", 48000)
    _text(audio, "channelcount", 1 if lane.name.startswith("Dialogue") else 2)


def _level(item: ET.Element, gain_db: float) -> None:
    if not gain_db:
        return
    effect = ET.SubElement(ET.SubElement(item, "filter"), "effect")
    for tag, value in (
        ("name", "Audio Levels"),
        ("effectid", "audiolevels"),
        ("effectcategory", "audiolevels"),
        ("effecttype", "audiolevels"),
        ("mediatype", "audio"),
    ):
        _text(effect, tag, value)
    parameter = ET.SubElement(effect, "parameter")
    _text(parameter, "parameterid", "level")
    _text(parameter, "name", "Level")
    _text(parameter, "valuemin", 0)
    _text(parameter, "valuemax", 3.98109)
    _text(parameter, "value", round(10 ** (gain_db / 20), 6))


def _remap(item: ET.Element, event: Event) -> None:
    """Constant speed, as the Time Remap filter."""
    effect = ET.SubElement(ET.SubElement(item, "filter"), "effect")
    for tag, value in (
        ("name", "Time Remap"),
        ("effectid", "timeremap"),
        ("effectcategory", "motion"),
        ("effecttype", "motion"),
        ("mediatype", "video"),
    ):
        _text(effect, tag, value)
    for key, name, value in (
        ("variablespeed", "variablespeed", "0"),
        ("speed", "speed", f"{float(100 * abs(event.speed)):g}"),
        ("reverse", "reverse", "TRUE" if event.speed < 0 else "FALSE"),
        ("frameblending", "frameblending", "FALSE"),
    ):
        parameter = ET.SubElement(effect, "parameter")
        _text(parameter, "parameterid", key)
        _text(parameter, "name", name)
        _text(parameter, "value", value)


def _generator(track: ET.Element, event: Event, edit: Edit) -> None:
    """A title as the Text generator."""
    item = ET.SubElement(track, "generatoritem", id=f"title-{event.start}")
    _text(item, "name", event.name)
    _text(item, "enabled", "TRUE")
    _text(item, "duration", event.available)
    _rate(item, edit)
    _span(item, event)
    effect = ET.SubElement(item, "effect")
    for tag, value in (
        ("name", "Text"),
        ("effectid", "Text"),
        ("effectcategory", "Text"),
        ("effecttype", "generator"),
        ("mediatype", "video"),
    ):
        _text(effect, tag, value)
    words = [str(event.title.get("title", "")), str(event.title.get("subtitle", "")), *event.title.get("lines", [])]
    parameter = ET.SubElement(effect, "parameter")
    _text(parameter, "parameterid", "str")
    _text(parameter, "name", "Text")
    _text(parameter, "value", "\n".join(word for word in words if word))
